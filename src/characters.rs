//! Characters that are no text: some that no document may hold, and some that
//! nobody sees.

use std::borrow::Cow;
use std::ops::Range;

/// Whether a page or a feed must not hold the character: control characters
/// other than tabs and line feeds, and code points that are no characters.
///
/// HTML takes each for an error (WHATWG HTML, "Preprocessing the input
/// stream"), XML 1.0 refuses most (section 2.2, "Char"), and a terminal obeys
/// some.
pub fn is_forbidden(c: char) -> bool {
    match c {
        '\t' | '\n' => false,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fdd0}'..='\u{fdef}' => true,
        c => c as u32 & 0xfffe == 0xfffe,
    }
}

/// The text without the characters that no document may hold, copied only
/// where it has any.
pub fn permitted(text: Cow<'_, str>) -> Cow<'_, str> {
    if !may_be_forbidden(&text) || !text.contains(is_forbidden) {
        return text;
    }
    text.chars().filter(|&c| !is_forbidden(c)).collect::<String>().into()
}

/// Whether the bytes could be of a forbidden character: most texts are told
/// from these at once.
fn may_be_forbidden(text: &str) -> bool {
    // C2 starts the controls from U+0080 on, EF and F0 to F4 what is no character;
    // no early return: that lets the compiler look at many bytes at once
    let doubtful = |byte: u8| byte < b' ' || matches!(byte, 0x7f | 0xc2 | 0xef..);
    text.bytes().fold(false, |found, byte| found | doubtful(byte))
}

/// How many characters of a name are shown that is none.
const LONGEST_SHOWN: usize = 100;

/// The beginning of `text`, and `…` for what else there is: for a message about
/// a name that nobody has, which may be as long as a customer made it.
pub fn shown(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(LONGEST_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}

/// Whether the character turns the writing around it: what is read is then not
/// what is written (CVE-2021-42574, "Trojan Source").
pub fn is_turning(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text without what turns writing around, for where nothing keeps it from
/// turning what stands behind the text as well.
pub fn unturned(text: &str) -> Cow<'_, str> {
    if !text.contains(is_turning) {
        return Cow::Borrowed(text);
    }
    text.chars().filter(|&c| !is_turning(c)).collect::<String>().into()
}

/// Whether a terminal would obey the character: move its cursor, or turn its
/// writing around.
pub fn is_obeyed(c: char) -> bool {
    (c.is_control() && c != '\n')
        || is_turning(c)
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}')
}

/// The text without the characters that a terminal would obey.
pub fn visible(text: &str) -> String {
    let shown = |c| match c {
        '\t' => ' ',
        c if is_obeyed(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    text.chars().map(shown).collect()
}

/// The same in one line: a file's name may have a line break in it.
pub fn visible_line(text: &str) -> String {
    visible(text).replace('\n', "\u{fffd}")
}

/// Whether the character is one of the invisible letters that only machines
/// read: tags, which tell the flags of regions apart.
fn is_tag(c: char) -> bool {
    matches!(c, '\u{e0000}'..='\u{e007f}')
}

/// Where invisible characters stand that turn writing around, say something
/// that nobody sees, or are left out of every page; those that make a flag are
/// none of them.
pub fn invisible(text: &str) -> Vec<Range<usize>> {
    if !may_be_invisible(text) {
        return Vec::new();
    }
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut in_flag = false;
    for (at, c) in text.char_indices() {
        in_flag = c == '\u{1f3f4}' || (in_flag && is_tag(c));
        if !is_turning(c) && !is_lost(c) && (!is_tag(c) || in_flag) {
            continue;
        }
        match found.last_mut() {
            Some(last) if last.end == at => last.end += c.len_utf8(),
            _ => found.push(at..at + c.len_utf8()),
        }
    }
    found
}

/// Whether the character is left out where it stands in a file; carriage
/// returns are those of its lines.
fn is_lost(c: char) -> bool {
    c != '\r' && is_forbidden(c)
}

/// Whether two bytes beside each other could start, or be, one of those.
fn may_be_invisible(text: &str) -> bool {
    let is_control = |byte: u8| (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')) || byte == 0x7f;
    let starts = |pair: &[u8]| {
        matches!(
            pair,
            [0xe2, 0x80 | 0x81] | [0xf3, 0xa0] | [0xc2, 0x80..=0x9f] | [0xef, 0xb7] | [0xbf, 0xbe | 0xbf]
        ) || is_control(pair[0])
    };
    let bytes = text.as_bytes();
    bytes.windows(2).fold(false, |found, pair| found | starts(pair))
        || bytes.last().copied().is_some_and(is_control)
}

/// The last boundary between characters of `text` at or before byte `index`.
pub fn floor_boundary(text: &str, index: usize) -> usize {
    let index = index.min(text.len());
    (0..=index).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_document_may_hold_is_dropped() {
        let text = "가\u{0}\u{1b}[31m나\u{7f}\u{9b}다\u{fffe}\u{1ffff}\u{10ffff}\u{fdd0}\r";
        assert_eq!(permitted(text.into()), "가[31m나다");
    }

    #[test]
    fn what_turns_writing_around_is_dropped() {
        assert_eq!(unturned("가\u{202e}나\u{2069}"), "가나");
        assert!(matches!(unturned("가나"), Cow::Borrowed(_)));
    }

    #[test]
    fn what_is_text_is_not_copied() {
        for text in ["가\t나\n", "©", "Ａ", "🪳", "\u{200b}", "\u{fffd}", "\u{ad}"] {
            assert!(matches!(permitted(text.into()), Cow::Borrowed(same) if same == text), "{text:?}");
        }
    }

    #[test]
    fn every_forbidden_character_is_doubtful() {
        for c in (0..=0x10_ffff).filter_map(char::from_u32).filter(|&c| is_forbidden(c)) {
            assert!(may_be_forbidden(&c.to_string()), "{c:?}");
        }
    }

    #[test]
    fn what_turns_writing_around_is_found_in_one_piece() {
        assert_eq!(invisible("가\u{202e}\u{2066}나\u{2069}"), [3..9, 12..15]);
        assert_eq!(invisible("a\u{e0041}\u{e0042}나\u{202c}"), [1..9, 12..15]);
    }

    #[test]
    fn what_no_page_holds_is_found() {
        for c in (0..=0x10_ffff).filter_map(char::from_u32).filter(|&c| is_lost(c)) {
            assert_eq!(invisible(&format!("가{c}\r\n")).first(), Some(&(3..3 + c.len_utf8())), "{c:?}");
            assert_eq!(invisible(&c.to_string()).len(), 1, "{c:?}");
        }
    }

    #[test]
    fn other_invisible_characters_have_their_use() {
        for text in ["“가”…", "👨\u{200d}👩", "\u{200e}", "a\u{2060}b"] {
            assert_eq!(invisible(text), [], "{text:?}");
        }
    }

    #[test]
    fn flags_may_have_their_tags() {
        let england = "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}";
        assert_eq!(invisible(england), []);
        assert_eq!(invisible(&format!("{england}a\u{e0067}")).len(), 1);
    }
}
