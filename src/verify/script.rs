//! A script: whom it speaks to, and what it leaves in the browser.
//!
//! Scripts are read as text and never run: an address or a key that is put
//! together while a script runs cannot be told, and the report says so.

use std::collections::BTreeMap;
use std::ops::Range;

/// What a script says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The addresses that it loads or speaks to.
    pub asks: Vec<(String, Range<usize>)>,
    /// Every other text that is a whole address.
    pub mentions: Vec<(String, Range<usize>)>,
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

/// The properties that load the address they are set to.
const LOADING: &[&str] = &["src", "srcset", "action"];

/// Reads a script.
pub fn read(script: &str) -> Facts {
    let tokens = tokens(script);
    let constants = constants(&tokens);
    let mut facts = Facts::default();
    for (at, token) in tokens.iter().enumerate() {
        let here = Here { tokens: &tokens, at, constants: &constants };
        match token.kind {
            Kind::Text if is_address(token.text) => {
                let found = (token.text.to_owned(), token.range.clone());
                if here.is_asked_for() { &mut facts.asks } else { &mut facts.mentions }.push(found);
            }
            Kind::Word => {
                facts.stores.extend(here.store());
                if here.is_cookie() {
                    facts.cookies.push(token.range.clone());
                }
                if token.text == "sendBeacon" {
                    facts.beacons.push(token.range.clone());
                }
            }
            _ => {}
        }
    }
    facts
}

/// Whether a text is a whole address with a host.
fn is_address(text: &str) -> bool {
    let schemes = ["https://", "http://", "wss://", "ws://", "//"];
    let host = schemes.iter().find_map(|scheme| text.strip_prefix(scheme));
    // a lone `//` opens comments and paths more often than hosts
    host.is_some_and(|host| {
        host.starts_with(|c: char| c.is_ascii_alphanumeric())
            && (!text.starts_with("//") || host.contains('.'))
    })
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
        token.filter(|token| token.kind != Kind::Text).map_or("", |token| token.text)
    }

    /// Whether the text here is one that the script asks for.
    fn is_asked_for(&self) -> bool {
        let is_argument = self.near(-1) == "(" && ASKING.contains(&self.near(-2));
        // import "…", import a from "…", export * from "…"
        let is_module = matches!(self.near(-1), "import" | "from");
        let is_loaded = self.near(-1) == "=" && LOADING.contains(&self.near(-2));
        // request.open("GET", "…")
        let is_opened = self.near(-1) == "," && self.near(-3) == "(" && self.near(-4) == "open";
        is_argument || is_module || is_loaded || is_opened
    }

    fn is_cookie(&self) -> bool {
        let word = self.near(0);
        (word == "cookie" && self.near(-1) == "." && self.near(-2) == "document") || word == "cookieStore"
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
        Some(Store { area, key })
    }

    /// What the token says that is so many further on: a text itself, or a
    /// constant of this script.
    fn value(&self, by: usize) -> Option<String> {
        let token = self.tokens.get(self.at + by)?;
        match token.kind {
            // only how the key begins is known
            Kind::Text if self.near(by as isize + 1) == "+" => Some(format!("{}…", token.text)),
            Kind::Text => Some(token.text.to_owned()),
            _ => self.constants.get(token.text).map(|text| (*text).to_owned()),
        }
    }
}

/// Whether a store has a method of this name that takes no key.
fn is_method(name: &str) -> bool {
    matches!(name, "clear" | "key" | "length")
}

/// The names that a script gives to texts: `const PLACE = 'mundap-place'`.
fn constants<'a>(tokens: &[Token<'a>]) -> BTreeMap<&'a str, &'a str> {
    let named = tokens
        .windows(3)
        .filter(|three| three[0].kind == Kind::Word && three[1].text == "=" && three[2].kind == Kind::Text);
    named.map(|three| (three[0].text, three[2].text)).collect()
}

/// A piece of a script.
#[derive(Debug)]
struct Token<'a> {
    kind: Kind,
    /// A text comes without its quotation marks.
    text: &'a str,
    range: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Word,
    Text,
    Sign,
}

/// The pieces of a script, without its comments and spaces.
fn tokens(script: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut at = 0;
    while let Some(first) = script[at..].chars().next() {
        let rest = &script[at..];
        let length = match first {
            _ if first.is_whitespace() => first.len_utf8(),
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '/' if tokens.last().is_none_or(is_before_pattern) => pattern(rest),
            '"' | '\'' | '`' => {
                let length = text(rest, first);
                let inside = at + 1..(at + length).max(at + 2) - 1;
                let text = script.get(inside.clone()).unwrap_or_default();
                tokens.push(Token { kind: Kind::Text, text, range: inside });
                length
            }
            _ if is_part_of_word(first) => {
                let length = rest.find(|c| !is_part_of_word(c)).unwrap_or(rest.len());
                tokens.push(Token { kind: Kind::Word, text: &rest[..length], range: at..at + length });
                length
            }
            _ => {
                let length = first.len_utf8();
                tokens.push(Token { kind: Kind::Sign, text: &rest[..length], range: at..at + length });
                length
            }
        };
        at += length;
    }
    tokens
}

fn is_part_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$' | '#')
}

/// Whether a `/` behind this token opens a pattern rather than divides.
fn is_before_pattern(token: &Token) -> bool {
    match token.kind {
        Kind::Text => false,
        Kind::Word => matches!(token.text, "return" | "typeof" | "case" | "of" | "in" | "yield" | "await"),
        Kind::Sign => !matches!(token.text, ")" | "]" | "}"),
    }
}

/// How long the text is that `rest` starts with, both marks included.
///
/// Only a template goes on over several lines; what is computed inside one is
/// part of its text.
fn text(rest: &str, mark: char) -> usize {
    let mut is_escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if letter == mark => return at + 1,
            '\n' if mark != '`' => return at,
            _ => {}
        }
    }
    rest.len()
}

/// How long the pattern is that `rest` starts with; one byte where it is none.
fn pattern(rest: &str) -> usize {
    let (mut is_escaped, mut is_class) = (false, false);
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            '\n' => return 1,
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '[' => is_class = true,
            ']' => is_class = false,
            '/' if !is_class => return at + 1,
            _ => {}
        }
    }
    1
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
    fn what_never_ends_is_read_to_the_end() {
        for script in ["'", "`가", "/*", "/", "\"\\", "a = /[", "localStorage", "localStorage["] {
            read(script);
        }
    }
}
