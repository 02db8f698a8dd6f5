//! A link: what an author typed as its target, and what that means here.

use std::ops::Range;

use serde::Deserialize;
use serde::Serialize;

use crate::key::Key;
use crate::yaml;

/// A link within the site, to be checked once the whole archive is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What it leads to.
    pub target: Target,
    /// The bytes of the text that make the link.
    pub range: Range<usize>,
}

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// A question, by its key: `q:123`, or a relative path to its file.
    Question(Key),
    /// An own page, by its path below `pages/` without `.md`.
    Page(String),
    /// An address of the site, as [`address_of`] writes it: `/category/pests/`.
    Address(String),
    /// What is written like a question or a page and can be neither: the path of
    /// another `.md` file, or `q:` without a key.
    File(String),
    /// Elsewhere on the web, by `http:` or `https:`.
    Web,
    /// No page: a place on this one, a letter or a call.
    NoPage,
    /// A relative address that is none of ours: `www.example.org`.
    Relative,
    /// A scheme that can run script or reach beyond the web: `javascript:`.
    Unsafe,
}

impl Target {
    /// What `destination`, typed in `file`, leads to.
    pub fn of(destination: &str, file: &str) -> Self {
        let destination = trimmed(destination);
        if let Some(key) = destination.strip_prefix("q:") {
            let key = before_tail(key);
            return Key::parse(key).map_or_else(|| Self::File(destination.to_owned()), Self::Question);
        }
        if destination.is_empty() || destination.starts_with('#') {
            return Self::NoPage;
        }
        if let Some(scheme) = scheme(destination) {
            return match scheme.as_str() {
                "http" | "https" => Self::Web,
                "mailto" | "tel" => Self::NoPage,
                _ => Self::Unsafe,
            };
        }
        // browsers read a backslash as a slash here
        if destination.starts_with("//") || destination.starts_with("/\\") || destination.starts_with('\\') {
            return Self::Web;
        }
        if destination.starts_with('/') {
            return Self::Address(address_of(destination));
        }
        let path = path_of(destination);
        if path.ends_with(".md") { file_target(&path, file) } else { Self::Relative }
    }

    /// What a page writes for `destination`, of which this is the target; `whole`
    /// makes an address of the site one to write. None where it leads nowhere.
    ///
    /// What is no file of ours is told of once the archive is whole.
    pub fn href(&self, destination: &str, whole: impl FnOnce(&str) -> String) -> Option<String> {
        match self {
            Self::Unsafe | Self::Relative | Self::File(_) => None,
            Self::Web | Self::NoPage => Some(trimmed(destination).to_owned()),
            target => target.address().map(|address| whole(&address) + tail(destination)),
        }
    }

    /// The address that the link has on the site, without its query and fragment.
    pub fn address(&self) -> Option<String> {
        match self {
            Self::Question(key) => Some(key.address()),
            Self::Page(path) => Some(format!("/{path}/")),
            Self::Address(path) => Some(path.clone()),
            _ => None,
        }
    }
}

/// What a browser reads of `destination` (WHATWG URL, "basic URL parser", step 1).
pub fn trimmed(destination: &str) -> &str {
    destination.trim_matches(|c: char| c <= ' ')
}

/// The path of the page or the file that `destination` names, however it is
/// spelt there: `/images/한글 그림.png`.
pub fn path_of(destination: &str) -> String {
    let path = before_tail(destination);
    yaml::decode_path(path).unwrap_or_else(|| path.to_owned())
}

/// The same path as an address, with percent signs wherever it needs them.
pub fn address_of(destination: &str) -> String {
    let path = before_tail(destination);
    yaml::decode_path(path).map_or_else(|| path.to_owned(), |path| yaml::encode_path(&path))
}

/// What follows the path in `destination`: its `?` and its `#`.
pub fn tail(destination: &str) -> &str {
    let destination = trimmed(destination);
    destination.find(['?', '#']).map_or("", |at| &destination[at..])
}

fn before_tail(destination: &str) -> &str {
    let destination = trimmed(destination);
    &destination[..destination.len() - tail(destination).len()]
}

/// The scheme that a browser would see, in small letters.
///
/// Browsers drop tabs and line breaks inside an address before they read its
/// scheme (WHATWG URL, "basic URL parser", step 3).
fn scheme(destination: &str) -> Option<String> {
    let seen: String = destination.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let (scheme, _) = seen.split_once(':')?;
    let scheme = scheme.trim_matches(|c: char| c <= ' ');
    // a colon behind one of these is part of a path, not of a scheme
    (!scheme.contains(['/', '?', '#'])).then(|| scheme.to_ascii_lowercase())
}

/// What a relative path to a Markdown file leads to.
fn file_target(path: &str, file: &str) -> Target {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let found = parts.join("/");
    let unknown = || Target::File(found.clone());
    match parts.split_first() {
        Some((&"questions", rest)) => {
            rest.last().and_then(|name| Key::from_file_name(name)).map_or_else(unknown, Target::Question)
        }
        Some((&"pages", rest)) => Target::Page(rest.join("/").trim_end_matches(".md").to_owned()),
        _ => unknown(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(destination: &str) -> Target {
        Target::of(destination, "questions/2026/00012-a.md")
    }

    #[test]
    fn questions_are_found_by_key_and_by_file() {
        let question = Target::Question(Key::Number(7));
        assert_eq!(target("q:7"), question);
        assert_eq!(target("q:007#answer"), question);
        assert_eq!(target("../2019/00007-slug.md"), question);
        assert_eq!(target("./00007.md#x"), question);
    }

    #[test]
    fn pages_are_found_by_file() {
        assert_eq!(target("../../pages/about.md"), Target::Page("about".into()));
    }

    #[test]
    fn addresses_lose_their_fragment() {
        assert_eq!(target("/category/pests/#x"), Target::Address("/category/pests/".into()));
    }

    #[test]
    fn schemes_are_read_as_browsers_do() {
        for destination in [
            "javascript:alert(1)",
            "JaVaScript:x",
            "java\tscript:x",
            " \u{1}javascript:x",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc",
        ] {
            assert_eq!(target(destination), Target::Unsafe, "{destination:?}");
        }
        for destination in ["https://a.b", "HTTP://a.b", "//a.b", "/\\a.b", "\\\\a.b"] {
            assert_eq!(target(destination), Target::Web, "{destination:?}");
        }
        assert_eq!(target("mailto:a@b.c"), Target::NoPage);
        assert_eq!(target("#here"), Target::NoPage);
        assert_eq!(target("/a:b"), Target::Address("/a:b".into()));
        assert_eq!(target("www.example.org"), Target::Relative);
    }
}
