//! Markup: tags and escapes in a text, which part a value for who reads the
//! source and for nobody else.

use crate::origin::Origins;

/// Elements that stand within a line: what is before and behind their tags is
/// read as one (HTML, "phrasing content", and SVG).
const WITHIN_A_LINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tspan", "tt", "u", "var",
    "wbr",
];

/// What `source` shows: without tags and comments, each that stands between
/// lines as the end of one, and with the characters that escapes stand for.
pub fn shown(source: &str) -> (String, Origins) {
    let mut shown = Shown { source, text: String::new(), origins: Origins::default() };
    let mut at = 0;
    while let Some(next) = source[at..].find(['<', '\\']).map(|found| at + found) {
        shown.keep(at, next);
        at = next + shown.mark(next);
    }
    shown.keep(at, source.len());
    (shown.text, shown.origins)
}

/// Whether a text may show other words than it is written in.
pub fn has_marks(source: &str) -> bool {
    source.contains('<') || source.contains("\\u")
}

/// A text being read.
struct Shown<'a> {
    source: &'a str,
    text: String,
    origins: Origins,
}

impl Shown<'_> {
    /// Takes a stretch as it is.
    fn keep(&mut self, start: usize, end: usize) {
        if start < end {
            self.origins.add(self.text.len(), start..end);
            self.text.push_str(&self.source[start..end]);
        }
    }

    /// Reads the mark at byte `at`, and says how long it is.
    fn mark(&mut self, at: usize) -> usize {
        let rest = &self.source[at..];
        if let Some(c) = escaped(rest) {
            self.origins.add(self.text.len(), at..at + ESCAPE_LENGTH);
            self.text.push(c);
            return ESCAPE_LENGTH;
        }
        let Some(name) = name_of_tag(rest) else {
            self.keep(at, at + 1);
            return 1;
        };
        if !name.is_empty() && !WITHIN_A_LINE.contains(&name) && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        let end = if name.is_empty() { "-->" } else { ">" };
        rest.find(end).map_or(rest.len(), |at| at + end.len())
    }
}

/// How long `\u0030` is.
const ESCAPE_LENGTH: usize = 6;

/// The character that `rest` starts with as `\u0030`.
fn escaped(rest: &str) -> Option<char> {
    let digits = rest.strip_prefix("\\u")?.get(..ESCAPE_LENGTH - 2)?;
    u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)
}

/// What the tag is called that `rest` starts with; a comment has no name.
fn name_of_tag(rest: &str) -> Option<&str> {
    let inside = rest.strip_prefix('<')?;
    if inside.starts_with("!--") {
        return Some("");
    }
    let inside = inside.strip_prefix(['/', '!', '?']).unwrap_or(inside);
    let length = inside.bytes().take_while(u8::is_ascii_alphanumeric).count();
    inside.starts_with(|c: char| c.is_ascii_alphabetic()).then(|| &inside[..length])
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::super::hidden::hidden;
    use super::*;

    #[track_caller]
    fn hides(source: &str, expected: &[&str]) {
        let (text, origins) = shown(source);
        let seen = find(source);
        let found = hidden(&text, source, &origins, || &seen);
        let found: Vec<_> = found.into_iter().map(|it| &source[it.range]).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn tags_and_escapes_hide_nothing() {
        hides("<p>문의 010-<b>2938</b>-4714</p>", &["010-<b>2938</b>-4714"]);
        hides("<text x='1'>010-<tspan>2938</tspan>-4714</text>", &["010-<tspan>2938</tspan>-4714"]);
        hides("010<wbr>2938<!-- 1 -->4701", &["010<wbr>2938<!-- 1 -->4701"]);
        hides(r#"{"a":"\u0030\u0031\u0030-2938-4714"}"#, &[r"\u0030\u0031\u0030-2938-4714"]);
        hides("주민 880215-<br>1234567", &["880215-<br>1234567"]);
    }

    #[test]
    fn what_stands_as_it_is_read_is_not_hidden() {
        hides("<p>문의 010-2938-4714</p>", &[]);
        hides("<path d='M010 2938 4714'/><text>10</text><text>20</text>", &[]);
        for broken in ["<", "<a", "<!--", "\\u", "\\u00", "\\ud800", "a < b", "</"] {
            shown(broken);
        }
        assert_eq!(shown("a < b </ 5").0, "a < b </ 5");
    }
}
