//! A script: whom it speaks to, and what it leaves in the browser.
//!
//! Scripts are read as text and never run: an address or a key that is put
//! together while a script runs cannot be told, and the report says so.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::address::is_address;
use super::bracket::Brackets;
use super::constant;
use super::here::Here;
use super::here::Whole;
use super::here::is_document;
use super::passage::Purpose;
use super::passage::Use;
use super::store;
use super::store::Store;
use super::token::Kind;
use super::token::Token;
use super::tokenizer;
use super::written;

/// What a script says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The addresses that it loads or speaks to, or has a page or a style load.
    pub asks: Vec<Use>,
    /// Every other address that stands in it.
    pub mentions: Vec<(String, Range<usize>)>,
    /// Where it puts an address together whose host cannot be told.
    pub made: Vec<Range<usize>>,
    /// The scripts of its own site that it runs.
    pub scripts: Vec<String>,
    /// Where it keeps something in the browser.
    pub stores: Vec<Store>,
    /// Where it reads or sets cookies.
    pub cookies: Vec<Range<usize>>,
    /// Where it sends a message that survives the page.
    pub beacons: Vec<Range<usize>>,
}

/// Reads a script.
///
/// Where it can be read in two ways, everything is looked at that either of
/// them takes for more than a text.
pub fn read(script: &str) -> Facts {
    let tokenizer::Script { tokens, doubtful } = tokenizer::tokens(script);
    let mut facts = Facts::of(&tokens);
    if let Some(start) = doubtful {
        facts.add_new(Facts::of(&tokenizer::all_words(script, start)));
    }
    facts
}

impl Facts {
    fn of(tokens: &[Token]) -> Self {
        let whole = Whole {
            tokens,
            constants: constant::constants(tokens),
            // also as a text: `const { "document": d } = window`
            names_document: tokens.iter().any(|token| is_document(&token.text)),
            makes_links: tokens.windows(3).any(is_making_link),
            // also by an old name: `webkitRTCPeerConnection`
            makes_calls: tokens.iter().any(|token| token.text.ends_with("RTCPeerConnection")),
        };
        let (mut facts, mut brackets) = (Self::default(), Brackets::new());
        for (at, token) in tokens.iter().enumerate() {
            let here = Here { whole: &whole, at, bracket: brackets.innermost() };
            match token.kind {
                Kind::Text => facts.add_text(&here, token),
                Kind::Word => facts.add_word(&here),
                Kind::Sign => {}
            }
            facts.cookies.extend(brackets.pass(&whole, at));
        }
        facts
    }

    fn add_text(&mut self, here: &Here, token: &Token) {
        self.add_address(here);
        self.add_watching(here);
        if is_address(&token.text) {
            return;
        }
        if here.is_run() && token.text.starts_with(['.', '/']) {
            self.scripts.push(token.text.to_string());
        }
        for (address, purpose) in written::requests(&token.text) {
            match purpose {
                Purpose::Report => self.beacons.push(here.range()),
                purpose => self.asks.push(Use { address, purpose, range: here.range() }),
            }
        }
        let addresses = written::addresses(&token.text);
        self.mentions.extend(addresses.into_iter().map(|address| (address, here.range())));
    }

    fn add_word(&mut self, here: &Here) {
        self.add_address(here);
        self.add_watching(here);
        self.stores.extend(store::at(here));
    }

    /// The address that begins here. A constant is told of where it is a text
    /// already, and where it is asked for.
    fn add_address(&mut self, here: &Here) {
        let is_text = here.near(0).is_empty();
        let Some(address) = here.address() else {
            let is_made = is_text && here.leads_to_host();
            self.made.extend((is_made && !here.is_before_own_host()).then(|| here.range()));
            return;
        };
        let range = here.range();
        match here.asked_for() {
            Some(resource) => self.asks.push(Use { address, purpose: Purpose::Load(resource), range }),
            None if is_text => self.mentions.push((address, range)),
            None => {}
        }
    }

    /// What the word or text here tells of readers.
    fn add_watching(&mut self, here: &Here) {
        self.cookies.extend(here.is_cookie().then(|| here.range()));
        self.beacons.extend(here.is_beacon().then(|| here.range()));
    }

    /// Takes over what another reading of the same script finds in places where
    /// this one found nothing.
    fn add_new(&mut self, other: Self) {
        let known: FxHashSet<usize> = self.places().collect();
        let is_new = |range: &Range<usize>| !known.contains(&range.start);
        self.asks.extend(other.asks.into_iter().filter(|asked| is_new(&asked.range)));
        self.mentions.extend(other.mentions.into_iter().filter(|(_, range)| is_new(range)));
        self.made.extend(other.made.into_iter().filter(is_new));
        self.scripts.extend(other.scripts);
        self.stores.extend(other.stores.into_iter().filter(|store| is_new(&store.range)));
        self.cookies.extend(other.cookies.into_iter().filter(is_new));
        self.beacons.extend(other.beacons.into_iter().filter(is_new));
    }

    /// Where everything stands.
    fn places(&self) -> impl Iterator<Item = usize> {
        let asks = self.asks.iter().map(|asked| &asked.range);
        let mentions = self.mentions.iter().map(|(_, range)| range);
        let stores = self.stores.iter().map(|store| &store.range);
        let others = self.made.iter().chain(&self.cookies).chain(&self.beacons);
        asks.chain(mentions).chain(stores).chain(others).map(|range| range.start)
    }
}

/// `createElement("link")`
fn is_making_link(three: &[Token]) -> bool {
    matches!(three, [word, _, text] if word.text == "createElement" && text.text == "link")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(script: &str) -> Vec<String> {
        read(script).asks.into_iter().map(|asked| asked.address).collect()
    }

    fn stores(script: &str) -> Vec<(&'static str, Option<String>)> {
        read(script).stores.into_iter().map(|store| (store.area, store.key)).collect()
    }

    #[test]
    fn addresses_that_are_asked_for_are_told_from_those_that_are_named() {
        assert_eq!(asks("fetch('https://a.example/x')"), ["https://a.example/x"]);
        assert_eq!(asks("new WebSocket(\"wss://a.example\")"), ["wss://a.example"]);
        assert_eq!(asks("import a from 'https://a.example/a.js'; import('//b.example/b.js')").len(), 2);
        assert_eq!(asks("image.src = `https://a.example/p.gif?${id}`").len(), 1);
        assert_eq!(asks("request.open('GET', 'https://a.example')").len(), 1);
        let named = read("const NS = 'http://www.w3.org/2000/svg'");
        assert_eq!((named.asks.len(), named.mentions.len()), (0, 1));
        assert_eq!(read("a = '// not a host'; b = '//'").mentions, []);
    }

    #[test]
    fn what_is_asked_for_may_be_said_in_many_ways() {
        for script in [
            "const U = 'https://a.example/x'; fetch(U + '?a')",
            "const U = 'https://a.example'; fetch(`${U}/x`)",
            "const HOST = 'a.example'; fetch(`https://${HOST}/x`)",
            "image.setAttribute('src', 'https://a.example/p.gif')",
            "link = document.createElement('link'); link.href = 'https://a.example/a.css'",
            "$.ajax({ type: 'GET', url: 'https://a.example/' })",
            "Object.assign(new Image, {'src': 'https://a.example/p.gif'})",
            "fetch(new URL('/x', 'https://a.example'))",
            "location.href = 'https://a.example/'",
            "location = 'https://a.example/'",
            "window.location.replace('https://a.example/')",
            "importScripts('/a.js', 'https://a.example/b.js')",
            "g.src = a ? 'https://a.example/a.js' : b",
            "g.src = ('https:' == p ? 'https://a.example/a.js' : '')",
            "document.write('<script src=\"https://a.example/a.js\"><\\/script>')",
            "b.innerHTML = `<img src=\"https://a.example/p.gif?${id}\">`",
            "b.insertAdjacentHTML('beforeend', '<iframe src=//a.example/f.html>')",
            "style.textContent = \"@import url('https://a.example/a.css');\"",
            "b.style.backgroundImage = 'url(https://a.example/a.gif)'",
            "new RTCPeerConnection({ iceServers: [{ urls: 'stun:a.example:19302' }] })",
            "const H = 'a.example'; new RTCPeerConnection({ iceServers: [{ urls: 'stun:' + H }] })",
            "const S = ['TURN:a.example?transport=udp']; new webkitRTCPeerConnection({ iceServers: [{ urls: S }] })",
        ] {
            assert_eq!(asks(script).len(), 1, "{script}");
        }
    }

    #[test]
    fn what_is_only_named_is_not_asked_for() {
        for script in [
            "a.href = 'https://a.example/'",
            "const src = 'https://a.example/'",
            "var U = 'https://a.example/'; function f(U) { fetch(U) }",
            "image.src = a; b = 'https://a.example/'",
            "image.src == 'https://a.example/'",
            "fetch('/x', { referrer: 'https://a.example/' })",
            "a = { src: 'https://a.example/' }",
            "f('see https://a.example/')",
            "JSON.parse('{\"api\":\"https://a.example/collect\"}')",
            "eval(\"fetch('https://a.example/')\")",
            "g.src = ('https:' == p ? 'https' : 'http') + '://a.example/a.js'",
            "f('https%3A%2F%2Fa.example')",
            "export const ICE = { urls: 'stun:a.example' }",
        ] {
            let facts = read(script);
            assert_eq!((facts.asks, facts.mentions.len()), (vec![], 1), "{script}");
        }
    }

    #[test]
    fn an_address_that_is_put_together_is_told() {
        let made = |script| read(script).made.len();
        for script in [
            "new Image().src = 'https://' + host + '/p.gif'",
            "fetch(`https://${HOST}/collect`)",
            "location.protocol + '//' + 'a' + '/a.js'",
            "new RTCPeerConnection({ iceServers: [{ urls: `turn:${host}` }] })",
        ] {
            assert_eq!(made(script), 1, "{script}");
        }
        for script in [
            "location.protocol + '//' + location.host",
            "`wss://${window.location.host}/`",
            "const HOST = 'a.example'; fetch(`https://${HOST}/x`)",
            "a = '//'; b = 'https://'",
            "f('turn:' + direction)",
        ] {
            assert_eq!(made(script), 0, "{script}");
        }
    }

    #[test]
    fn an_address_may_be_written_in_many_ways() {
        for script in [
            r#"fetch("https:\/\/evil.example")"#,
            r#"fetch("HTTPS://evil.example")"#,
            r#"fetch("\x68ttps:\u002f\u{2f}evil.example")"#,
            r#"fetch(" https:\\\\evil.example")"#,
            r#"fetch(`https://evil.example/${a}`)"#,
            r#"window["fetch"]("https://evil.example")"#,
            r#"fe\u0074ch("https://evil.example")"#,
        ] {
            assert_eq!(asks(script).len(), 1, "{script}");
        }
    }

    #[test]
    fn the_scripts_that_it_runs_are_found() {
        let script = "import './a.txt'; import b from '/b'; import('c'); new Worker('/d'); fetch('/e')";
        assert_eq!(read(script).scripts, ["./a.txt", "/b", "/d"]);
    }

    #[test]
    fn comments_and_patterns_are_passed_over() {
        let script =
            "// fetch('https://a.example')\n/* localStorage.a = 1 */ a = /['\"]https:\\/\\/x[/]/.test(b) / 2";
        assert_eq!(read(script), Facts::default());
    }

    #[test]
    fn keys_are_found_however_they_are_given() {
        let key = |key: &str| Some(key.to_owned());
        assert_eq!(stores("localStorage.setItem('a', 1)"), [("localStorage", key("a"))]);
        assert_eq!(stores("window.localStorage['a b']"), [("localStorage", key("a b"))]);
        assert_eq!(stores("sessionStorage.place = 1"), [("sessionStorage", key("place"))]);
        assert_eq!(stores("const KEY = 'k'; localStorage.getItem(KEY)"), [("localStorage", key("k"))]);
        assert_eq!(stores("localStorage.getItem(name + 1)"), [("localStorage", None)]);
        assert_eq!(stores("localStorage.getItem('a-' + name)"), [("localStorage", key("a-…"))]);
        assert_eq!(stores("indexedDB.open('db')"), [("indexedDB", key("db"))]);
        assert_eq!(stores("localStorage?.getItem('a')"), [("localStorage", key("a"))]);
        assert_eq!(stores("const K = 'a-'; localStorage.setItem(K + b, 1)"), [("localStorage", key("a-…"))]);
        assert_eq!(stores("const K = 'a-' + b; localStorage.setItem(K, 1)"), [("localStorage", key("a-…"))]);
        assert_eq!(stores("function f(k) { localStorage.getItem(k) } var k = 'a'"), [("localStorage", None)]);
        assert_eq!(stores("localStorage.getItem.bind(localStorage)")[0], ("localStorage", None));
        assert_eq!(stores("navigator.storage.getDirectory()"), [("navigator.storage", None)]);
        assert_eq!(stores("navigator.storageBuckets.open('a')"), [("storageBuckets", key("a"))]);
        assert_eq!(stores("sharedStorage.set('a', 1)"), [("sharedStorage", key("a"))]);
        assert_eq!(stores("window.name = 'a'"), [("window", key("name"))]);
        assert_eq!(stores("a = window.name == 'a'; this.name = 'b'"), []);
        assert_eq!(stores("localStorage.clear()"), []);
        assert_eq!(stores("const caches = new Map()"), []);
    }

    #[test]
    fn cookies_and_beacons_are_found() {
        let facts = read("document.cookie = 'a=1'; navigator.sendBeacon('/x'); recipe.cake");
        assert_eq!((facts.cookies.len(), facts.beacons.len()), (1, 1));
        for script in [
            "fetch('/x', { keepalive: true })",
            "fetch('/x', { 'keepalive': !0 })",
            "a.ping = '/x'",
            "a.setAttribute('ping', '/x')",
            "b.innerHTML = '<a href=/ ping=/x>'",
        ] {
            assert_eq!(read(script).beacons.len(), 1, "{script}");
        }
        for script in
            ["fetch('/x', { keepalive: false })", "fetch('/x', { keepalive: !1 })", "socket.ping = 0"]
        {
            assert_eq!(read(script).beacons.len(), 0, "{script}");
        }
    }

    #[test]
    fn a_cookie_is_found_by_any_name_of_the_document() {
        for script in [
            "var d = document; d.cookie = 'a=1'",
            "!function (w, d) { d.cookie = 'a=1' }(window, document)",
            "var d = document; d.cookie.split('; ')",
            "(document).cookie",
            "var d = document; f(d.cookie)",
            "target.ownerDocument.cookie = 'id=' + x",
            "f(frame.contentDocument?.cookie)",
            "const { document: d } = window; d.cookie = 'a=1'",
            "const { 'document': d } = window; d.cookie = 'a=1'",
            "const { document: d } = window; const k = 'cookie'; d[k] = 'a=1'",
            "const k = 'cookie'; b.ownerDocument?.[k]",
            "const { cookie } = event.target.ownerDocument",
            "const { cookie, referrer } = document",
            "const { cookie: c } = window.document",
            "const k = 'cookie'; document[k]",
            "Reflect.set(document, 'cookie', 'a=1')",
        ] {
            assert_eq!(read(script).cookies.len(), 1, "{script}");
        }
        for script in [
            "recipe.cookie = 1",
            "const k = 'cookie'; recipe[k] = 1; 'read the document'",
            "const k = 'cookie'; document.title = f([k])",
            "document.title = f(...cookie)",
            "const { cookie } = recipe; document",
            "f('cookie', document)",
        ] {
            assert_eq!(read(script).cookies.len(), 0, "{script}");
        }
    }

    #[test]
    fn no_way_of_writing_hides_a_cookie() {
        for script in [
            "`${document.cookie = 1}`",
            "`a${`b${document.cookie}`}c`",
            "document[\"cookie\"]",
            "document?.['cookie']",
            "document?.cookie",
            "document.c\\u006fokie",
            "const { cookie } = document",
            "window['cookieStore']",
            "// a\u{2028}document.cookie",
            "// a\rdocument.cookie",
            "if(t) /\"/.test(t); document.cookie=1 //\"",
            "if(t) /`/.test(t)\ndocument.cookie=1 //`",
            "{} /'/.test(t); document.cookie=1 //'",
            "a = b\n++/'/.x; document.cookie=1 //'",
            "{} /[/*]/.test(t); document.cookie=1 /* */",
            "x = a / 1 + '/'; document.cookie",
            "x = /a/ / '/'; document.cookie // '",
            "x = 1./'/'; document.cookie // '",
            "<!-- `\ndocument.cookie // `",
            "#! `\ndocument.cookie // `",
            "a\n--> `\ndocument.cookie // `",
        ] {
            assert_eq!(read(script).cookies.len(), 1, "{script}");
        }
    }

    #[test]
    fn a_text_that_speaks_of_cookies_is_none() {
        for script in [
            "a = 'document.cookie'",
            "a = (b + c) / 2 + 'document.cookie' + d / 2",
            "a = `document.cookie`",
            "// document.cookie\n/* document.cookie */",
            "if (a) { return /document.cookie/ }",
        ] {
            assert_eq!(read(script).cookies.len(), 0, "{script}");
        }
    }

    #[test]
    fn what_never_ends_is_read_to_the_end() {
        for start in ["'", "`가", "/*", "/", "\"\\", "a = /[", "localStorage", "localStorage[", "{", "f(`${"]
        {
            assert_eq!(read(start).asks, [], "{start}");
            let after = format!("{start}\n;fetch('https://a.example')");
            // a comment that nothing ends hides all that follows, in browsers too
            assert_eq!(asks(&after).len(), usize::from(start != "/*"), "{after}");
        }
    }
}
