//! A drawing, SVG: the words in it, and what its editor wrote beside them.
//!
//! Most of it is coordinates, among which anything can be found, so only what a
//! reader or a search engine takes for words is looked at.

use super::picture::Described;
use super::picture::names_a_creator;

/// Attributes that hold words, by the part of their name behind a colon.
const WORDS: &[&str] = &["aria-label", "label", "title", "href", "docname", "docbase", "export-filename"];

/// Where the files of somebody lie: their name follows.
const HOMES: &[&str] = &["/home/", "/Users/", "\\Users\\", "\\Documents and Settings\\"];

/// Text in a drawing in which `<` and `&` stand for themselves (XML 1.0, 2.7).
const CDATA: [&str; 2] = ["<![CDATA[", "]]>"];

/// The drawing `text` with blanks in place of all that is no word, as long as
/// what they hide.
pub fn words(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        words.push_str(&rest[..start]);
        let (mark, behind) = rest[start..].split_at(length_of_mark(&rest[start..]));
        words.push_str(&words_of_tag(mark));
        rest = behind;
        if mark == CDATA[0] {
            let (text, behind) = rest.split_at(rest.find(CDATA[1]).unwrap_or(rest.len()));
            words.push_str(text);
            rest = behind;
        }
    }
    words.push_str(rest);
    words
}

/// How long the tag is that `rest` starts with, or what opens a comment, which is
/// not shown, and still read by whoever opens the file.
fn length_of_mark(rest: &str) -> usize {
    let opening = ["<!--", CDATA[0]].into_iter().find(|opening| rest.starts_with(opening));
    opening.map_or_else(|| rest.find('>').map_or(rest.len(), |end| end + 1), str::len)
}

/// A tag with blanks for all but the attributes that hold words.
fn words_of_tag(tag: &str) -> String {
    let mut words = String::with_capacity(tag.len());
    let mut rest = tag;
    while let Some(equals) = rest.find('=') {
        let quote = rest[equals + 1..].chars().next().filter(|c| matches!(c, '"' | '\''));
        let start = equals + 1 + usize::from(quote.is_some());
        let length = quote.and_then(|quote| rest[start..].find(quote)).unwrap_or(0);
        let name = rest[..equals].rsplit([' ', '\n', '\t', ':']).next().unwrap_or_default();
        let value = &rest[start..start + length];
        words.push_str(&blank(&rest[..start]));
        if WORDS.contains(&name) && !value.starts_with("data:") {
            words.push_str(value);
        } else {
            words.push_str(&blank(value));
        }
        rest = &rest[start + length..];
    }
    words.push_str(&blank(rest));
    words
}

/// Blanks as long as `text`, on as many lines.
fn blank(text: &str) -> String {
    text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect()
}

/// What the drawing `text` says of who made it: a creator, or the path of a
/// file in their home.
pub fn described(text: &str) -> Described {
    let words = words(text);
    let has_home = HOMES.iter().any(|home| words.contains(home));
    Described { owner: has_home || names_a_creator(text), ..Described::default() }
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::super::kind::Kind;
    use super::*;

    #[test]
    fn words_are_kept_in_their_place() {
        let text = "<svg viewBox=\"0 0 1 1\"><!-- a --><text\nx='1' aria-label='나'>가</text>";
        let kept = words(text);
        assert_eq!(kept.len(), text.len());
        assert_eq!(kept.split_whitespace().collect::<Vec<_>>(), ["a", "-->", "나", "가"].map(str::to_owned));
        assert_eq!(kept.find('가'), text.find('가'));
    }

    #[test]
    fn coordinates_hold_no_numbers_of_people() {
        let drawing = "<path d=\"M010 1234 5678\" id=\"a=b\"/><a href=\"tel:010-1234-5678\">문의</a>";
        let found: Vec<_> = find(&words(drawing)).into_iter().map(|finding| finding.kind).collect();
        assert_eq!(found, [Kind::MobilePhone]);
        for broken in ["<", "<a b=", "<a b=\"", "<!--", "a>b", "<가 나=\"다"] {
            assert_eq!(words(broken).len(), broken.len(), "{broken}");
        }
    }

    #[test]
    fn what_is_marked_as_text_is_text() {
        let drawing = "<text x=\"1\"><![CDATA[a<b 문의 010-1234-5678]]></text><path d=\"M010 1234 5678\"/>";
        assert_eq!(words(drawing).len(), drawing.len());
        assert_eq!(find(&words(drawing)).len(), 1);
        assert_eq!(words("<![CDATA[가"), "         가");
    }

    #[test]
    fn an_editor_tells_who_drew() {
        let owner = |text| described(text).owner;
        assert!(owner("<svg inkscape:export-filename=\"/home/kim/logo.png\">"));
        assert!(owner("<svg sodipodi:docbase='C:\\Users\\kim'>"));
        assert!(owner("<dc:creator><cc:Agent><dc:title>Kim</dc:title></cc:Agent></dc:creator>"));
        assert!(!owner("<svg sodipodi:docname='logo.svg'><dc:creator/><text>/</text>"));
    }
}
