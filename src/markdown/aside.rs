//! An aside: words that a page holds outside of its text: what stands for a
//! picture, the title of a link, and whom a link writes to or calls.

use std::ops::Range;

use pulldown_cmark::Event;

use super::Spanned;
use super::without_controls;
use crate::origin::Origins;

/// Words outside of the text.
#[derive(Clone, Debug)]
pub struct Aside {
    /// What they say.
    pub text: String,
    /// The bytes of the Markdown that make the picture or the link.
    pub range: Range<usize>,
    written: Written,
}

/// How the words are written.
#[derive(Clone, Debug)]
enum Written {
    /// As a text.
    Words(Origins),
    /// In quotes at the end of the link, or where it is defined.
    Title,
    /// As an address: the one that was typed.
    Address(String),
}

impl Aside {
    /// What stands for the picture with these events in it.
    pub fn of_picture(events: &[Spanned], range: Range<usize>) -> Self {
        let (mut text, mut origins) = (String::new(), Origins::default());
        for (event, origin) in events {
            match event {
                Event::Text(words) | Event::Code(words) => {
                    origins.add(text.len(), origin.clone());
                    text.push_str(&without_controls(words.clone()));
                }
                Event::SoftBreak | Event::HardBreak => text.push(' '),
                _ => {}
            }
        }
        Self { text, range, written: Written::Words(origins) }
    }

    /// The words of a link beside its text.
    pub fn of_link(address: &str, title: &str, range: &Range<usize>) -> impl Iterator<Item = Self> {
        let title = (!title.is_empty()).then(|| Self::of_title(title, range.clone()));
        title.into_iter().chain(Self::of_address(address, range.clone()))
    }

    /// The title of a link.
    fn of_title(title: &str, range: Range<usize>) -> Self {
        Self { text: title.to_owned(), range, written: Written::Title }
    }

    /// Whom a link writes to or calls, where its address does not say so in plain
    /// letters: `mailto:hong%40naver.com`.
    fn of_address(address: &str, range: Range<usize>) -> Option<Self> {
        let (scheme, _) = address.split_once(':')?;
        let is_personal = ["mailto", "tel"].iter().any(|name| scheme.eq_ignore_ascii_case(name));
        let (text, _) = decoded(address).filter(|_| is_personal && address.contains('%'))?;
        Some(Self { text, range, written: Written::Address(address.to_owned()) })
    }

    /// Adds the words to a `text`, where they are those of a picture.
    pub fn add_to(&self, text: &mut String, origins: &mut Origins) {
        if let Written::Words(words) = &self.written {
            origins.add_all(text.len(), words);
        }
        text.push_str(&self.text);
    }

    /// Where its words stand in `source`, the Markdown; none where they do not
    /// stand in the link itself, as those of one that is defined elsewhere.
    pub fn origins(&self, source: &str) -> Option<Origins> {
        let link = source.get(self.range.clone())?;
        let mut origins = Origins::default();
        match &self.written {
            Written::Words(words) => return Some(words.clone()),
            Written::Title => {
                let Range { start, end } = title(link)?;
                origins.add(0, self.range.start + start..self.range.start + end);
            }
            Written::Address(address) => {
                let start = self.range.start + link.rfind(address)?;
                let (text, places) = decoded(address)?;
                for (at, c) in text.char_indices() {
                    let (first, last) = (places.get(at)?, places.get(at + c.len_utf8() - 1)?);
                    origins.add(at, start + first.start..start + last.end);
                }
            }
        }
        Some(origins)
    }

    /// Where its words stand in `source`, or else the link that has them.
    pub fn nearest(&self, source: &str) -> Origins {
        self.origins(source).unwrap_or_else(|| {
            let mut origins = Origins::default();
            self.text.char_indices().for_each(|(at, _)| origins.add(at, self.range.clone()));
            origins
        })
    }
}

/// Whether Markdown may have words outside of its text.
pub fn may_have_asides(text: &str) -> bool {
    let has_any = |marks: &[&str]| marks.iter().any(|mark| text.contains(mark));
    has_any(&["![", "]: ", "\")", "')", "))"]) || (text.contains('%') && text.contains(':'))
}

/// Where the title stands in a link, which it ends: `[a](/b "title")`.
fn title(link: &str) -> Option<Range<usize>> {
    let inside = link.strip_suffix(')')?.trim_end();
    let close = inside.chars().next_back()?;
    let open = match close {
        '"' | '\'' => close,
        ')' => '(',
        _ => return None,
    };
    let end = inside.len() - close.len_utf8();
    let mut quotes = inside[..end].rmatch_indices(open);
    let (start, _) = quotes.find(|(at, _)| !inside[..*at].ends_with('\\'))?;
    Some(start + open.len_utf8()..end)
}

/// `address` with the characters that `%40` and the like stand for, and where each
/// of its bytes stands in the address, which the `percent_encoding` library does
/// not tell; none where these make up no text.
fn decoded(address: &str) -> Option<(String, Vec<Range<usize>>)> {
    let (mut bytes, mut places) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(byte) = address.as_bytes().get(at) {
        let escape = address.get(at + 1..at + 3).filter(|_| *byte == b'%');
        // a number may have a sign, and an escape has none
        let digits = escape.filter(|hex| !hex.starts_with('+'));
        let escaped = digits.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        let length = if escaped.is_some() { 3 } else { 1 };
        bytes.push(escaped.unwrap_or(*byte));
        places.push(at..at + length);
        at += length;
    }
    Some((String::from_utf8(bytes).ok()?, places))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands where the words of the aside came from, from `first` to `last`.
    #[track_caller]
    fn stands(aside: &Aside, source: &str, (first, last): (char, char), expected: &str) {
        let table = aside.origins(source).unwrap().table(&aside.text, source);
        let origin = |c: char| table[aside.text.find(c).unwrap()].clone();
        assert_eq!(&source[origin(first).start..origin(last).end], expected, "{aside:?}");
    }

    #[test]
    fn a_title_ends_its_link() {
        let link = r#"[가](https://a.kr/"b" "주민 &quot;8\"7&NoBreak;6")"#;
        let aside = Aside::of_title("주민 \"8\"7\u{2060}6", 0..link.len());
        stands(&aside, link, ('8', '6'), r#"8\"7&NoBreak;6"#);
        let link = "[가](/b (나 다))";
        stands(&Aside::of_title("나 다", 0..link.len()), link, ('나', '다'), "나 다");
        assert!(Aside::of_title("나", 0..6).origins("[가][b]").is_none());
    }

    #[test]
    fn an_address_is_read_as_it_is_meant() {
        let link = "[가](mailto:%ED%99%8D%40naver.com)";
        let aside = Aside::of_address("mailto:%ED%99%8D%40naver.com", 0..link.len()).unwrap();
        assert_eq!(aside.text, "mailto:홍@naver.com");
        stands(&aside, link, ('홍', '@'), "%ED%99%8D%40");
        let aside = Aside::of_address("mailto:a%+1%40naver.com", 0..0).unwrap();
        assert_eq!(aside.text, "mailto:a%+1@naver.com");
        for address in ["mailto:hong@naver.com", "https://a.kr/%40", "tel:%FF", "q:1"] {
            assert!(Aside::of_address(address, 0..0).is_none(), "{address}");
        }
    }
}
