//! An address that an author types: a path of the site, or one on the web.

use percent_encoding::percent_decode_str;

use crate::nfc;

/// The path of a page on the site, `/bbs/view/1042/`, that a text is: written in
/// letters, or as browsers copy it, with percent signs.
///
/// No blank of any kind stands in it: ledger and `_redirects` have an address a
/// word.
pub fn read_address(text: &str) -> Option<String> {
    let decoded = percent_decode_str(text).decode_utf8().ok()?;
    let address = nfc::composed(&decoded).into_owned();
    let is_path = address.starts_with('/') && !address.starts_with("//");
    let is_strange = |c: char| matches!(c, '?' | '#' | '\\') || c.is_whitespace();
    (is_path && !address.contains(is_strange)).then_some(address)
}

/// The text that [`read_address`] reads as this very `address`.
pub fn write_address(address: &str) -> String {
    address.replace('%', "%25")
}

/// Whether a text leads to the web, as far as its start tells.
pub fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_the_same_with_and_without_percent_signs() {
        for text in ["/가/1", "/%EA%B0%80/1", "/%ea%b0%80/%31", "/\u{1100}\u{1161}/1"] {
            assert_eq!(read_address(text).as_deref(), Some("/가/1"), "{text}");
        }
        assert_eq!(read_address("/100%/%2541").as_deref(), Some("/100%/%41"));
    }

    #[test]
    fn what_is_no_path_is_none() {
        for text in
            ["", "a/", "//a.example/", "/%2Fa.example/", "/a?b", "/a%3Fb", "/a#b", "/a b", "/a%20b", "/%FF"]
        {
            assert_eq!(read_address(text), None, "{text}");
        }
    }

    #[test]
    fn the_web_has_a_scheme_and_a_host() {
        assert!(is_web_address("https://a.example/") && is_web_address("http://a"));
        for text in ["https://", "https:// a", "a.example", "javascript:alert(1)", "//a.example"] {
            assert!(!is_web_address(text), "{text}");
        }
    }
}
