//! What a PDF says of who wrote it (ISO 32000-2, 14.3): an author among its
//! properties, or a creator in XMP. Both stand near its start or its end, and
//! are looked for where they are not packed.

use std::io;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;

use super::picture::names_a_creator;

/// What a PDF starts with.
pub const START: &[u8] = b"%PDF-";

/// How much of each end is looked at, in bytes.
const END: u64 = 1 << 20;

/// The name of the property.
const AUTHOR: &[u8] = b"/Author";

/// Whether the PDF in `file` names somebody.
pub fn names_an_author(file: &mut (impl Read + Seek)) -> io::Result<bool> {
    let length = file.seek(SeekFrom::End(0))?;
    let mut found = false;
    for start in [0, length.saturating_sub(END)] {
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::new();
        file.take(END).read_to_end(&mut bytes)?;
        found |= has_author(&bytes) || names_a_creator(&String::from_utf8_lossy(&bytes));
    }
    Ok(found)
}

/// Whether a part of a PDF has an author that is not empty.
fn has_author(bytes: &[u8]) -> bool {
    let starts = bytes.windows(AUTHOR.len()).enumerate().filter(|(_, window)| *window == AUTHOR);
    starts.map(|(at, _)| bytes[at + AUTHOR.len()..].trim_ascii_start()).any(|value| match value {
        [b'(', text @ ..] => says_something(text, b')', &[b"\xfe\xff", b"\\376\\377"]),
        [b'<', digits @ ..] => says_something(digits, b'>', &[b"FEFF", b"feff"]),
        _ => false,
    })
}

/// Whether anything stands before the sign that ends a text, but a mark of how
/// it is written.
fn says_something(text: &[u8], end: u8, marks: &[&[u8]]) -> bool {
    let text = text.split(|byte| *byte == end).next().unwrap_or_default();
    let text = marks.iter().find_map(|mark| text.strip_prefix(*mark)).unwrap_or(text);
    text.iter().any(|byte| byte.is_ascii_alphanumeric() || *byte > 0x7f)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn has_name(text: &[u8]) -> bool {
        let bytes = [b"%PDF-1.7\n<< /Title (x) ", text, b" >>\n%%EOF"].concat();
        names_an_author(&mut Cursor::new(bytes)).unwrap()
    }

    #[test]
    fn an_author_is_told_in_every_spelling() {
        let spellings: [&[u8]; 5] = [
            b"/Author (Kim)",
            b"/Author(\xfe\xff\xae\x40)",
            b"/Author <FEFFAE40>",
            b"/Author\n(\\376\\377\\256@)",
            b"<dc:creator><rdf:Seq><rdf:li>Kim</rdf:li></rdf:Seq></dc:creator>",
        ];
        for text in spellings {
            assert!(has_name(text), "{}", text.escape_ascii());
        }
    }

    #[test]
    fn nobody_is_no_author() {
        let spellings: [&[u8]; 6] = [
            b"/Author ()",
            b"/Author (\xfe\xff)",
            b"/Author <FEFF>",
            b"/Authors (Kim)",
            b"/Author",
            b"<dc:creator><rdf:Seq><rdf:li/></rdf:Seq></dc:creator>",
        ];
        for text in spellings {
            assert!(!has_name(text), "{}", text.escape_ascii());
        }
    }

    #[test]
    fn both_ends_are_looked_at() {
        let middle = vec![b' '; 3 << 20];
        assert!(has_name(&[&middle[..], b"/Author (Kim)"].concat()));
        assert!(has_name(&[b"/Author (Kim)", &middle[..]].concat()));
    }
}
