//! The key of a question: what its address is made of, for ever.

use std::fmt;

use serde::Deserialize;
use serde::Serialize;

use crate::slug;

/// A running number, or a slug for a standing question.
///
/// Numbers come before slugs, and sort by value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Key {
    /// The number a file name starts with; zeros in front do not count.
    Number(u64),
    /// The whole file name.
    Slug(Box<str>),
}

impl Key {
    /// The key in a file name, with or without `.md`: `00123-why.md` is 123.
    ///
    /// None when the name is neither a number, a number followed by `-`, `_`, `.`
    /// or a blank, nor a slug.
    pub fn from_file_name(name: &str) -> Option<Self> {
        let stem = name.strip_suffix(".md").unwrap_or(name);
        let digits = stem.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = stem.split_at(digits);
        if !number.is_empty() && (rest.is_empty() || rest.starts_with(['-', '_', '.', ' '])) {
            return number.parse().ok().map(Self::Number);
        }
        slug::is_slug(stem).then(|| Self::Slug(stem.into()))
    }

    /// The key as an author refers to it: `123` or `refund-policy`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.parse() {
            Ok(number) if text.bytes().all(|b| b.is_ascii_digit()) => Some(Self::Number(number)),
            _ => slug::is_slug(text).then(|| Self::Slug(text.into())),
        }
    }

    /// The key of the question whose page, or the page in another format, stands at
    /// `address`: `/q/123/`, `/q/123.md`.
    pub fn of_address(address: &str) -> Option<Self> {
        Self::parse(address.strip_prefix("/q/")?.split(['/', '.']).next()?)
    }

    /// Whether it is a running number: a slug may begin with a digit as well.
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Number(_))
    }

    /// The path of its page from the site's root: `/q/123/`.
    pub fn address(&self) -> String {
        format!("/q/{self}/")
    }

    /// The path of its page as Markdown: `/q/123.md`.
    pub fn markdown_address(&self) -> String {
        format!("/q/{self}.md")
    }

    /// The path of its page as JSON: `/q/123.json`.
    pub fn json_address(&self) -> String {
        format!("/q/{self}.json")
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Slug(slug) => f.write_str(slug),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_a_question_has_its_key() {
        for address in ["/q/7/", "/q/7", "/q/7.md", "/q/7/index.html"] {
            assert_eq!(Key::of_address(address), Some(Key::Number(7)), "{address}");
        }
        for address in ["/q/", "/q", "/7/", "/en/q/7/", "/q/가/"] {
            assert_eq!(Key::of_address(address), None, "{address}");
        }
    }

    #[track_caller]
    fn is(name: &str, key: &str) {
        assert_eq!(Key::from_file_name(name).map(|key| key.to_string()).as_deref(), Some(key));
    }

    #[test]
    fn file_names_make_keys() {
        is("00123-why-roaches-flip.md", "123");
        is("7.md", "7");
        is("0000001.md", "1");
        is("12-바퀴벌레.md", "12");
        is("refund-policy.md", "refund-policy");
        is("3d-printer.md", "3d-printer");
    }

    #[test]
    fn other_names_do_not() {
        for name in ["바퀴벌레.md", "Refund.md", "a b.md", ".md", "99999999999999999999999.md"] {
            assert_eq!(Key::from_file_name(name), None, "{name}");
        }
    }

    #[test]
    fn a_slug_that_begins_with_a_digit_is_no_number() {
        let is_number = |text| Key::parse(text).map(|key| key.is_number());
        assert_eq!(["123", "0", "2fa-guide", "refund"].map(is_number), [true, true, false, false].map(Some));
    }

    #[test]
    fn numbers_sort_by_value_and_before_slugs() {
        let mut keys = ["b", "10", "9", "a"].map(|text| Key::parse(text).unwrap());
        keys.sort();
        assert_eq!(keys.map(|key| key.to_string()), ["9", "10", "a", "b"]);
    }
}
