//! An encoding: what a file says that its bytes stand for, as browsers heed it.

use std::ops::Range;

/// The names of UTF-8 (Encoding Standard, "Names and labels").
const NAMES_OF_UTF_8: &[&str] =
    &["utf-8", "utf8", "unicode-1-1-utf-8", "unicode11utf8", "unicode20utf8", "x-unicode20utf8"];

/// Whether an encoding of this name is UTF-8.
pub fn is_utf8(name: &str) -> bool {
    let name = name.trim_matches(|c: char| c.is_ascii_whitespace());
    NAMES_OF_UTF_8.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// The name in `text/html; charset=utf-8`, if there is one (WHATWG HTML,
/// "Algorithm for extracting a character encoding from a meta element").
pub fn of_content(content: &str) -> Option<&str> {
    let lower = content.to_ascii_lowercase();
    let behind = lower.match_indices("charset").map(|(at, word)| at + word.len());
    let values = behind.filter_map(|end| content.get(end..)?.trim_ascii_start().strip_prefix('='));
    let value = values.map(str::trim_ascii_start).next()?;
    if let Some(mark) = value.chars().next().filter(|mark| matches!(mark, '"' | '\'')) {
        return value.get(1..)?.split_once(mark).map(|(name, _)| name);
    }
    value.split(|c: char| c.is_ascii_whitespace() || c == ';').next()
}

/// Where a text says in its first bytes that it is not UTF-8: in the declaration
/// of XML, which browsers heed in HTML too, or as `@charset` of a style sheet.
pub fn other_in_first_bytes(text: &str) -> Option<Range<usize>> {
    let start = ["<?xml", "@charset"].iter().find(|start| text.starts_with(*start))?;
    let end = if *start == "<?xml" { "?>" } else { ";" };
    let declaration = text.get(..text.find(end)?)?;
    let named = if *start == "<?xml" { declaration.split_once("encoding")?.1 } else { declaration };
    let name = named.split(['"', '\'']).nth(1)?;
    (!is_utf8(name)).then_some(0..declaration.len())
}

/// A sign of another encoding: an escape, with which one turns to other letters,
/// and the NUL that every other byte is in UTF-16.
pub fn sign_of_other(text: &str) -> Option<Range<usize>> {
    let at = text.bytes().position(|byte| matches!(byte, b'\0' | b'\x1b'))?;
    Some(at..at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_name_behind_charset_counts() {
        for (content, expected) in [
            ("text/html; charset=utf-8;", Some("utf-8")),
            ("charset=UTF-8; IE=edge", Some("UTF-8")),
            ("charset=iso-2022-jp; x=utf-8", Some("iso-2022-jp")),
            ("charset x CharSet = 'euc-kr' charset=utf-8", Some("euc-kr")),
            ("charset=\"utf-8\t\"", Some("utf-8\t")),
            ("charset='utf-8", None),
            ("text/html", None),
        ] {
            assert_eq!(of_content(content), expected, "{content}");
        }
        assert!(is_utf8("utf-8\t") && is_utf8("Unicode-1-1-UTF-8") && !is_utf8("euc-kr"));
    }

    #[test]
    fn a_file_may_begin_with_its_encoding() {
        for other in ["<?xml version='1.0' encoding='EUC-KR'?><svg/>", "@charset \"iso-2022-jp\"; a{}"] {
            assert!(other_in_first_bytes(other).is_some(), "{other}");
        }
        for same in
            ["<?xml version='1.0' encoding='utf-8'?>", "<?xml version='1.0'?>", "@charset \"UTF-8\";", "<p>"]
        {
            assert_eq!(other_in_first_bytes(same), None, "{same}");
        }
        assert_eq!(sign_of_other("a\u{1b}$B"), Some(1..2));
    }
}
