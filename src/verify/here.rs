//! A place in a script: a token among the others, and what it is there for.

use std::ops::Range;

use super::address::behind_relay_scheme;
use super::address::is_address;
use super::bracket::Bracket;
use super::constant::Constant;
use super::constant::Constants;
use super::letter::is_part_of_word;
use super::resource::Resource;
use super::token::Kind;
use super::token::Token;
use super::written;

/// The functions that ask for the address that they are given first (Fetch,
/// HTML, Service Workers, WebSockets, WebTransport).
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

/// The properties and attributes that load the address they are set to.
const LOADING: &[&str] = &["src", "srcset", "action"];

/// A script as a whole.
#[derive(Debug)]
pub struct Whole<'a> {
    /// All of its tokens.
    pub tokens: &'a [Token<'a>],
    /// Its constants.
    pub constants: Constants<'a>,
    /// Whether it names a document at all.
    pub names_document: bool,
    /// Whether it makes an element whose `href` is loaded and not followed.
    pub makes_links: bool,
    /// Whether it connects browsers with each other.
    pub makes_calls: bool,
}

/// A place in a script.
#[derive(Clone, Copy, Debug)]
pub struct Here<'a, 'b> {
    /// The script.
    pub whole: &'a Whole<'a>,
    /// Which of its tokens.
    pub at: usize,
    /// The innermost bracket around it.
    pub bracket: &'b Bracket<'a>,
}

impl<'a> Here<'a, '_> {
    fn token(&self, by: isize) -> Option<&'a Token<'a>> {
        self.at.checked_add_signed(by).and_then(|at| self.whole.tokens.get(at))
    }

    /// The word or sign that is so many further on, or back.
    pub fn near(&self, by: isize) -> &'a str {
        self.token(by).filter(|token| token.kind != Kind::Text).map_or("", |token| token.text.as_ref())
    }

    /// What the token says that is so many further on, or back; a text as well.
    pub fn said(&self, by: isize) -> &'a str {
        self.token(by).map_or("", |token| token.text.as_ref())
    }

    /// The bytes of the token here.
    pub fn range(&self) -> Range<usize> {
        self.token(0).map(|token| token.range.clone()).unwrap_or_default()
    }

    /// Whether the member here is given a value.
    pub fn is_assigned(&self) -> bool {
        self.near(-1) == "." && self.near(1) == "=" && self.near(2) != "="
    }

    /// The constant that is so many tokens further on, and no member or owner of
    /// another.
    pub fn constant(&self, by: isize) -> Option<Constant<'a>> {
        if self.near(by - 1) == "." || matches!(self.near(by + 1), "." | "(" | "[" | "=") {
            return None;
        }
        self.whole.constants.get(self.near(by)).copied()
    }

    /// What the token says that is so many further on, with a `…` where only its
    /// beginning is known.
    pub fn value(&self, by: isize) -> Option<String> {
        let token = self.token(by)?;
        let Constant { text, is_whole } = match token.kind {
            Kind::Text => Constant { text: token.text.as_ref(), is_whole: true },
            _ => self.constant(by)?,
        };
        let goes_on = !is_whole || matches!(self.near(by + 1), "+" | "${" | ".");
        match (goes_on, text.is_empty()) {
            (true, true) => None,
            (true, false) => Some(format!("{text}…")),
            (false, _) => Some(text.to_owned()),
        }
    }

    /// The address that begins here, where the text here is one, or a scheme
    /// before a constant.
    pub fn address(&self) -> Option<String> {
        let text = match self.token(0)?.kind {
            Kind::Text if self.leads_to_host() => {
                [self.said(0), self.constant(2).map_or("", |host| host.text)].concat()
            }
            Kind::Text => self.said(0).to_owned(),
            _ => self.constant(0)?.text.to_owned(),
        };
        is_address(&text).then_some(text)
    }

    /// Whether the host of an address is put behind the text here.
    pub fn leads_to_host(&self) -> bool {
        let said = self.said(0);
        let is_relay = || self.whole.makes_calls && behind_relay_scheme(said) == Some("");
        matches!(self.near(1), "+" | "${") && (written::leads_to_host(said) || is_relay())
    }

    /// Whether what follows the piece of a text here is the site's own host.
    pub fn is_before_own_host(&self) -> bool {
        // `"//" + window.location.host`
        self.near(2) == "location" || (self.near(3) == "." && self.near(4) == "location")
    }

    /// What the text here is loaded as, if the script asks for it.
    pub fn asked_for(&self) -> Option<Resource> {
        if self.whole.makes_calls && behind_relay_scheme(self.said(0)).is_some() {
            return Some(Resource::Connection);
        }
        let is_property = self.near(-1) == ":" && matches!(self.said(-2), "src" | "url");
        if self.is_module() || (is_property && self.bracket.is_given) {
            return Some(Resource::File);
        }
        self.bracket.assigned.or_else(|| self.argument())
    }

    /// What the function loads of which this is an argument.
    fn argument(&self) -> Option<Resource> {
        match (self.bracket.owner, self.bracket.callee, self.bracket.argument) {
            // what is computed from it is asked for in its place
            (_, "" | "URL", _) => self.bracket.outer,
            (_, "importScripts", _) => Some(Resource::File),
            (_, name, 0) if ASKING.contains(&name) => Some(Resource::File),
            // `window.open` is left out: a button that shares a page opens another one
            ("location", "replace" | "assign", 0) => Some(Resource::NextPage),
            // request.open("GET", "…")
            (_, "open", 1) => Some(Resource::File),
            (_, "setAttribute", 1) => self.loaded_by(self.said(-2)),
            _ => None,
        }
    }

    /// What is loaded of an address that this property or attribute is set to.
    fn loaded_by(&self, name: &str) -> Option<Resource> {
        let is_loading = LOADING.contains(&name) || (name == "href" && self.whole.makes_links);
        is_loading.then_some(Resource::File)
    }

    /// What is loaded of an address that is assigned by the sign here.
    pub fn assigned(&self) -> Option<Resource> {
        match (self.near(-3), self.near(-2), self.near(-1)) {
            ("location", ".", "href") | (_, _, "location") => Some(Resource::NextPage),
            (_, ".", name) => self.loaded_by(name),
            _ => None,
        }
    }

    /// Whether the sign here assigns, and does not compare.
    pub fn assigns(&self) -> bool {
        self.near(0) == "="
            && !matches!(self.near(1), "=" | ">")
            && !matches!(self.near(-1), "=" | "!" | "<" | ">")
    }

    /// Whether a document is given to what ends here: `{ … } = window.document`.
    pub fn is_before_document(&self) -> bool {
        let mut path = (2..).step_by(2).take_while(|by| *by == 2 || self.near(by - 1) == ".");
        self.near(1) == "=" && path.any(|by| is_document(self.near(by)))
    }

    /// Whether the text here is a script that this one runs.
    pub fn is_run(&self) -> bool {
        (self.near(-1) == "(" && RUNNING.contains(&self.near(-2))) || self.is_module()
    }

    /// `import "…"`, `import a from "…"`, `export * from "…"`
    fn is_module(&self) -> bool {
        matches!(self.near(-1), "import" | "from")
    }

    /// Whether the word or text here stands for cookies. Whatever owns it may be a
    /// document by another name, where the script names one at all.
    pub fn is_cookie(&self) -> bool {
        match self.said(0) {
            // `Reflect.set(document, "cookie", …)`
            "cookie" if self.near(0).is_empty() => self.near(-1) == "," && is_document(self.near(-2)),
            "cookie" if self.is_member() => self.whole.names_document,
            "cookieStore" => self.near(0) == "cookieStore",
            _ => {
                let is_cookie = || self.constant(0).is_some_and(|name| name.text == "cookie");
                self.whole.names_document && self.is_key() && is_cookie()
            }
        }
    }

    /// Whether the word here is a member: `a.b`, and not `...b`.
    fn is_member(&self) -> bool {
        self.near(-1) == "." && self.near(-2) != "."
    }

    /// Whether the word here says which member is meant: `a[b]`.
    fn is_key(&self) -> bool {
        let owner = self.near(-2);
        let has_owner = owner.starts_with(is_part_of_word) || matches!(owner, ")" | "]");
        self.near(-1) == "[" && self.near(1) == "]" && has_owner
    }

    /// Whether the word or text here makes something that reports what a reader
    /// does.
    pub fn is_beacon(&self) -> bool {
        let value = || self.token(2).is_some_and(|value| value.kind == Kind::Text);
        match self.said(0) {
            "sendBeacon" => self.near(0) == "sendBeacon",
            "keepalive" => self.near(1) == ":" && self.near(2) != "false" && self.near(3) != "1",
            "ping" if self.near(0).is_empty() => self.near(-1) == "(" && self.near(-2) == "setAttribute",
            "ping" => self.is_assigned() && value(),
            _ => false,
        }
    }
}

/// Whether a name is that of a document: `document`, `ownerDocument` of an
/// element, `contentDocument` of a frame.
pub fn is_document(name: &str) -> bool {
    let start = name.len().checked_sub("document".len());
    let end = start.and_then(|start| name.get(start..));
    end.is_some_and(|end| end.eq_ignore_ascii_case("document")) && name.chars().all(is_part_of_word)
}
