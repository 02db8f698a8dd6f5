//! A script: whom it speaks to, and what it leaves in the browser.
//!
//! Scripts are read as text and never run: an address or a key that is put
//! together while a script runs cannot be told, and the report says so.

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::FxHashSet;

use super::address::is_address;
use super::token::Kind;
use super::token::Token;
use super::tokenizer;

/// What a script says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The addresses that it loads or speaks to.
    pub asks: Vec<(String, Range<usize>)>,
    /// Every other text that is a whole address.
    pub mentions: Vec<(String, Range<usize>)>,
    /// The scripts of its own site that it runs.
    pub scripts: Vec<String>,
    /// Where it keeps something in the browser.
    pub stores: Vec<Store>,
    /// Where it reads or sets cookies.
    pub cookies: Vec<Range<usize>>,
    /// Where it sends a message that survives the page.
    pub beacons: Vec<Range<usize>>,
}

/// A place in the browser where a script keeps something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Store {
    /// Which of the browser's stores.
    pub area: &'static str,
    /// Under which key; none where it is put together while the script runs.
    pub key: Option<String>,
    /// The bytes that name the store.
    pub range: Range<usize>,
}

/// The stores of a browser, and the calls that come with a key.
const STORES: &[(&str, &[&str])] = &[
    ("localStorage", &["getItem", "setItem", "removeItem"]),
    ("sessionStorage", &["getItem", "setItem", "removeItem"]),
    ("indexedDB", &["open", "deleteDatabase"]),
    ("caches", &["open", "delete", "has"]),
];

/// The functions that ask for the address they are given (Fetch, HTML, Service
/// Workers, WebSockets, WebTransport).
const ASKING: &[&str] = &[
    "fetch",
    "import",
    "importScripts",
    "sendBeacon",
    "WebSocket",
    "EventSource",
    "WebTransport",
    "Worker",
    "SharedWorker",
    "register",
    "addModule",
    "Request",
    "Image",
    "Audio",
];

/// Those of them that run the script that they are given.
const RUNNING: &[&str] = &["import", "importScripts", "Worker", "SharedWorker", "register", "addModule"];

/// The properties that load the address they are set to.
const LOADING: &[&str] = &["src", "srcset", "action"];

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
        let constants = constants(tokens);
        let mut facts = Self::default();
        for (at, token) in tokens.iter().enumerate() {
            let here = Here { tokens, at, constants: &constants };
            match token.kind {
                Kind::Text => facts.add_text(&here, token),
                Kind::Word => facts.add_word(&here, token),
                Kind::Sign => {}
            }
        }
        facts
    }

    fn add_text(&mut self, here: &Here, token: &Token) {
        let found = || (token.text.to_string(), token.range.clone());
        if is_address(&token.text) {
            if here.is_asked_for() { &mut self.asks } else { &mut self.mentions }.push(found());
        } else if here.is_run() && token.text.starts_with(['.', '/']) {
            self.scripts.push(token.text.to_string());
        }
    }

    fn add_word(&mut self, here: &Here, token: &Token) {
        self.stores.extend(here.store());
        if here.is_cookie() {
            self.cookies.push(token.range.clone());
        }
        if token.text == "sendBeacon" {
            self.beacons.push(token.range.clone());
        }
    }

    /// Takes over what another reading of the same script finds in places where
    /// this one found nothing.
    fn add_new(&mut self, other: Self) {
        let known: FxHashSet<usize> = self.places().collect();
        let is_new = |range: &Range<usize>| !known.contains(&range.start);
        let new = |found: Vec<(String, Range<usize>)>| found.into_iter().filter(|(_, range)| is_new(range));
        self.asks.extend(new(other.asks));
        self.mentions.extend(new(other.mentions));
        self.scripts.extend(other.scripts);
        self.stores.extend(other.stores.into_iter().filter(|store| is_new(&store.range)));
        self.cookies.extend(other.cookies.into_iter().filter(is_new));
        self.beacons.extend(other.beacons.into_iter().filter(is_new));
    }

    /// Where everything stands.
    fn places(&self) -> impl Iterator<Item = usize> {
        let addresses = self.asks.iter().chain(&self.mentions).map(|(_, range)| range);
        let stores = self.stores.iter().map(|store| &store.range);
        let others = self.cookies.iter().chain(&self.beacons);
        addresses.chain(stores).chain(others).map(|range| range.start)
    }
}

/// A token among the others.
struct Here<'a> {
    tokens: &'a [Token<'a>],
    at: usize,
    constants: &'a BTreeMap<&'a str, &'a str>,
}

impl<'a> Here<'a> {
    /// The text of the token that is so many further on, or back.
    fn near(&self, by: isize) -> &'a str {
        let token = self.at.checked_add_signed(by).and_then(|at| self.tokens.get(at));
        token.filter(|token| token.kind != Kind::Text).map_or("", |token| token.text.as_ref())
    }

    /// Whether the text here is one that the script asks for.
    fn is_asked_for(&self) -> bool {
        let is_argument = self.near(-1) == "(" && ASKING.contains(&self.near(-2));
        let is_loaded = self.near(-1) == "=" && LOADING.contains(&self.near(-2));
        // request.open("GET", "…")
        let is_opened = self.near(-1) == "," && self.near(-3) == "(" && self.near(-4) == "open";
        is_argument || is_loaded || is_opened || self.is_module()
    }

    /// Whether the text here is a script that this one runs.
    fn is_run(&self) -> bool {
        (self.near(-1) == "(" && RUNNING.contains(&self.near(-2))) || self.is_module()
    }

    /// `import "…"`, `import a from "…"`, `export * from "…"`
    fn is_module(&self) -> bool {
        matches!(self.near(-1), "import" | "from")
    }

    fn is_cookie(&self) -> bool {
        let word = self.near(0);
        // `document?.cookie`
        let owner = if self.near(-2) == "?" { self.near(-3) } else { self.near(-2) };
        let is_member = self.near(-1) == "." && owner == "document";
        // `const { cookie } = document`
        let is_taken_out = self.near(1) == "}" && self.near(2) == "=" && self.near(3) == "document";
        (word == "cookie" && (is_member || is_taken_out)) || word == "cookieStore"
    }

    /// The store that the word here names, with the key that follows.
    fn store(&self) -> Option<Store> {
        let (area, calls) = STORES.iter().find(|(area, _)| *area == self.near(0))?;
        let key = match (self.near(1), self.near(2), self.near(3)) {
            (".", call, "(") if calls.contains(&call) => self.value(4),
            ("[", _, _) => self.value(2),
            // localStorage.theme = "dark"
            (".", name, _) if area.ends_with("Storage") && !is_method(name) => Some(name.to_owned()),
            (".", _, _) => return None,
            // a word of that name which is no store, such as a variable's
            _ if *area == "caches" => return None,
            _ => None,
        };
        let range = self.tokens.get(self.at)?.range.clone();
        Some(Store { area, key, range })
    }

    /// What the token says that is so many further on: a text itself, or a
    /// constant of this script.
    fn value(&self, by: usize) -> Option<String> {
        let token = self.tokens.get(self.at + by)?;
        match token.kind {
            // only how the key begins is known
            Kind::Text if matches!(self.near(by as isize + 1), "+" | "${") => {
                Some(format!("{}…", token.text))
            }
            Kind::Text => Some(token.text.to_string()),
            _ => self.constants.get(token.text.as_ref()).map(|text| (*text).to_owned()),
        }
    }
}

/// Whether a store has a method of this name that takes no key.
fn is_method(name: &str) -> bool {
    matches!(name, "clear" | "key" | "length")
}

/// The names that a script gives to texts: `const PLACE = 'mundap-place'`.
fn constants<'a>(tokens: &'a [Token<'a>]) -> BTreeMap<&'a str, &'a str> {
    let named = tokens.windows(3).filter_map(|three| match three {
        [name, sign, text] if name.kind == Kind::Word && sign.text == "=" && text.kind == Kind::Text => {
            Some((name.text.as_ref(), text.text.as_ref()))
        }
        _ => None,
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(script: &str) -> Vec<String> {
        read(script).asks.into_iter().map(|(address, _)| address).collect()
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
        assert_eq!(stores("localStorage.clear()"), []);
        assert_eq!(stores("const caches = new Map()"), []);
    }

    #[test]
    fn cookies_and_beacons_are_found() {
        let facts = read("document.cookie = 'a=1'; navigator.sendBeacon('/x'); recipe.cookie");
        assert_eq!((facts.cookies.len(), facts.beacons.len()), (1, 1));
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
        for script in ["'", "`가", "/*", "/", "\"\\", "a = /[", "localStorage", "localStorage["] {
            read(script);
        }
    }
}
