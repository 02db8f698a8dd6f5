//! A reading: the text of a file as a build has it, and where its bytes stand
//! in the file.

use std::ops::Range;

/// What Windows writes before a text.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A text without its byte-order mark and with `\n` line ends, as
/// [`crate::fs::decode`] reads it.
pub struct Reading {
    /// The text.
    pub text: String,
    /// How long the byte-order mark is.
    mark: usize,
    /// The line ends of the text before which the file has a `\r` more.
    returns: Vec<usize>,
}

impl Reading {
    /// Reads `source`, the whole content of a file.
    pub fn of(source: &str) -> Self {
        let rest = source.strip_prefix(BYTE_ORDER_MARK).unwrap_or(source);
        let mut reading = Self {
            text: String::with_capacity(rest.len()),
            mark: source.len() - rest.len(),
            returns: Vec::new(),
        };
        let mut lines = rest.split('\r');
        reading.text.push_str(lines.next().unwrap_or_default());
        for line in lines {
            if line.starts_with('\n') {
                reading.returns.push(reading.text.len());
            } else {
                reading.text.push('\n');
            }
            reading.text.push_str(line);
        }
        reading
    }

    /// The bytes of the file that the bytes `range` of the text came from.
    pub fn origin(&self, range: &Range<usize>) -> Range<usize> {
        let place = |at| self.mark + at + self.returns.partition_point(|end| *end < at);
        place(range.start)..place(range.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs;

    #[test]
    fn a_reading_is_that_of_a_build_and_knows_its_origin() {
        for source in ["", "\u{feff}가\r\n나\r다\n\r\r\n라\r", "가\n", "\r\n\r\n가", "\n\u{feff}"] {
            let reading = Reading::of(source);
            assert_eq!(Ok(&reading.text), fs::decode("1.md", source.as_bytes()).as_ref());
            for (at, c) in reading.text.char_indices().filter(|(_, c)| *c != '\n') {
                assert_eq!(source[reading.origin(&(at..at + c.len_utf8()))], c.to_string());
            }
        }
    }
}
