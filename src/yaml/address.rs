//! An address that an author types: a path of the site, or one on the web.

use percent_encoding::AsciiSet;
use percent_encoding::CONTROLS;
use percent_encoding::percent_decode_str;
use percent_encoding::utf8_percent_encode;

use crate::nfc;

/// What no path of an address may hold as it is (WHATWG URL, "path
/// percent-encode set"), and what means something there.
const ENCODED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The path of a page on the site, `/bbs/view/1042/`, that a text is: written in
/// letters, or as browsers copy it, with percent signs.
///
/// No blank of any kind stands in it: ledger and `_redirects` have an address a
/// word.
pub fn read_address(text: &str) -> Option<String> {
    let address = decoded(text)?;
    let is_path = address.starts_with('/') && !address.starts_with("//");
    let is_strange = |c: char| matches!(c, '?' | '#' | '\\') || c.is_whitespace();
    (is_path && !address.contains(is_strange)).then_some(address)
}

/// The text that [`read_address`] reads as this very `address`.
pub fn write_address(address: &str) -> String {
    address.replace('%', "%25")
}

/// The path of a file that `text` names: written in letters, or as browsers and
/// editors copy it, with percent signs.
///
/// None where those hide what would lead elsewhere: a slash, a control character.
pub fn decode_path(text: &str) -> Option<String> {
    let path = decoded(text)?;
    let slashes = |text: &str| text.matches(['/', '\\']).count();
    (slashes(&path) == slashes(text) && !path.contains(char::is_control)).then_some(path)
}

/// The address that [`decode_path`] reads as this very `path`.
pub fn encode_path(path: &str) -> String {
    utf8_percent_encode(path, ENCODED).to_string()
}

fn decoded(text: &str) -> Option<String> {
    let decoded = percent_decode_str(text).decode_utf8().ok()?;
    Some(nfc::composed(&decoded).into_owned())
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
    fn a_path_is_read_in_every_spelling_and_written_in_one() {
        for text in ["/가 1.png", "/%EA%B0%80%201.png", "/%ea%b0%80 %31.png", "/\u{1100}\u{1161} 1.png"] {
            assert_eq!(decode_path(text).as_deref(), Some("/가 1.png"), "{text}");
        }
        for path in ["/가 1.png", "/100%.txt", "/%41", "/a?b#c", "/\"<>[]^`{|}", "/a~(b)'&:@"] {
            let written = encode_path(path);
            assert!(written.is_ascii() && decode_path(&written).as_deref() == Some(path), "{written}");
        }
    }

    #[test]
    fn no_percent_sign_hides_where_a_path_leads() {
        for text in ["/%2Fa.example/", "/a%2fb", "/%5Ca.example", "/a%00", "/a%0A", "/%FF"] {
            assert_eq!(decode_path(text), None, "{text}");
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
