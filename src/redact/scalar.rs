//! A scalar: a text of a YAML block, where it stands, and how it is written.
//!
//! It is told by the signs around it. The YAML library keeps no places, and
//! says nothing of a block that has an error in it somewhere.

use std::ops::Range;

use crate::yaml::is_block_header;

/// A text of a YAML block, or a line of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// Its bytes, without quotes.
    pub range: Range<usize>,
    /// How it is written.
    pub style: Style,
}

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes: a bracket at its start would begin a list.
    Plain,
    /// Without quotes and within brackets: it may hold no bracket.
    InBrackets,
    /// In quotes, in a block, in a comment, or on a further line of a text
    /// without quotes: a bracket is one anywhere.
    Free,
}

/// Every text of `block`, in order.
pub fn find(block: &str) -> Vec<Scalar> {
    let mut scan = Scan { block, scalars: Vec::new(), depth: 0, block_indent: None, text_indent: None };
    let mut at = 0;
    while at < block.len() {
        at = scan.line(at);
    }
    scan.scalars
}

/// The state of the scan between two lines.
struct Scan<'a> {
    block: &'a str,
    scalars: Vec<Scalar>,
    /// How many brackets are open.
    depth: usize,
    /// The indentation of the key whose block (`|`, `>`) we are in.
    block_indent: Option<usize>,
    /// The indentation of what holds the text without quotes that the last line
    /// ended in.
    text_indent: Option<usize>,
}

impl Scan<'_> {
    /// Reads the line from `start` on, with those that its quotes reach into,
    /// and says where the next one starts.
    fn line(&mut self, start: usize) -> usize {
        let end = self.line_end(start);
        let line = &self.block[start..end];
        let indent = line.len() - line.trim_start_matches(' ').len();
        if line.trim().is_empty() {
            return end + 1;
        }
        self.block_indent = self.block_indent.filter(|outer| indent > *outer);
        self.text_indent = self.text_indent.filter(|outer| indent > *outer);
        if self.block_indent.or(self.text_indent).is_some() {
            self.push(start + indent..end, Style::Free);
            return end + 1;
        }
        // brackets that nobody closed end with the value they stand in
        if indent == 0 && !line.starts_with([']', '}']) {
            self.depth = 0;
        }
        Line { start, at: start + indent, end, parent: indent, has_key: false }.read(self) + 1
    }

    /// Where the line ends that byte `at` stands in.
    fn line_end(&self, at: usize) -> usize {
        self.block[at..].find('\n').map_or(self.block.len(), |newline| at + newline)
    }

    /// Adds a text in quotes, in which blanks count.
    fn push_whole(&mut self, range: Range<usize>) {
        self.scalars.push(Scalar { range, style: Style::Free });
    }

    /// Adds a text without quotes.
    fn push(&mut self, range: Range<usize>, style: Style) {
        let length = self.block[range.clone()].trim_end().len();
        self.scalars.push(Scalar { range: range.start..range.start + length, style });
    }
}

/// A line being read.
struct Line {
    start: usize,
    at: usize,
    end: usize,
    /// The column of the key, or of the `-`, that the next value belongs to.
    parent: usize,
    /// Whether a key was read: what stands behind it is a text to its end.
    has_key: bool,
}

impl Line {
    /// Reads it to its end, and says where that is.
    fn read(mut self, scan: &mut Scan) -> usize {
        while self.at < self.end {
            let rest = &scan.block[self.at..self.end];
            let Some(c) = rest.chars().next() else { break };
            let is_inside = scan.depth > 0;
            match c {
                c if c.is_whitespace() => self.at += c.len_utf8(),
                '#' => break,
                '-' | '?' if !is_inside && !self.has_key && is_set_off(&rest[1..]) => {
                    self.parent = self.at - self.start;
                    self.at += 1;
                }
                '"' | '\'' => self.quoted(scan, c),
                '[' | '{' => {
                    scan.depth += 1;
                    self.at += 1;
                }
                ']' | '}' if is_inside => {
                    scan.depth -= 1;
                    self.at += 1;
                }
                ',' if is_inside => self.at += 1,
                ':' if is_inside || is_set_off(&rest[1..]) => {
                    self.at += 1;
                    self.has_key = true;
                }
                '|' | '>' if !is_inside && is_block_header(rest) => {
                    scan.block_indent = Some(self.parent);
                    break;
                }
                _ if is_inside => self.within_brackets(scan, rest.len()),
                _ => self.plain(scan),
            }
        }
        self.end
    }

    /// Reads a text in quotes.
    fn quoted(&mut self, scan: &mut Scan, quote: char) {
        let start = self.at + 1;
        let close = closing_quote(scan.block, start, quote);
        let end = close.unwrap_or(self.end);
        scan.push_whole(start..end);
        self.at = (end + 1).min(scan.block.len());
        if end > self.end {
            self.end = scan.line_end(self.at);
        }
    }

    /// Reads a text without quotes.
    fn plain(&mut self, scan: &mut Scan) {
        let rest = &scan.block[self.at..self.end];
        let comment = rest.find(" #").unwrap_or(rest.len());
        let colon = rest[..comment].match_indices(':').find(|(at, _)| is_set_off(&rest[at + 1..]));
        match colon.filter(|_| !self.has_key) {
            Some((colon, _)) => {
                scan.push(self.at..self.at + colon, Style::Plain);
                self.parent = self.at - self.start;
                self.has_key = true;
                self.at += colon + 1;
            }
            None => {
                scan.push(self.at..self.at + comment, Style::Plain);
                scan.text_indent = (comment == rest.len()).then_some(self.parent);
                self.at = self.end;
            }
        }
    }

    /// Reads a text without quotes within brackets, which has no more than
    /// `most` bytes.
    fn within_brackets(&mut self, scan: &mut Scan, most: usize) {
        let rest = &scan.block[self.at..self.at + most];
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let ends = |at: usize| {
            let next = &rest[at..];
            next.starts_with([',', '[', ']', '{', '}'])
                || (next.starts_with(':') && is_set_off(&next[1..]))
                || next.starts_with(" #")
        };
        let length =
            rest.char_indices().map(|(at, _)| at).find(|at| *at >= first && ends(*at)).unwrap_or(most);
        scan.push(self.at..self.at + length, Style::InBrackets);
        self.at += length;
    }
}

/// Where the text in quotes ends that starts at `start`; none where its quote is
/// not closed before the next line that is not indented.
fn closing_quote(block: &str, start: usize, quote: char) -> Option<usize> {
    let mut characters = block[start..].char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|(_, c)| *c);
        match c {
            '\\' if quote == '"' => _ = characters.next(),
            c if c == quote && quote == '\'' && next == Some(quote) => _ = characters.next(),
            c if c == quote => return Some(start + at),
            '\n' if next.is_some_and(|next| !next.is_whitespace()) => return None,
            _ => {}
        }
    }
    None
}

/// Whether a sign is set off from `rest`, which stands behind it.
fn is_set_off(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with([' ', '\t'])
}

#[cfg(test)]
mod tests {
    use super::Style::Free;
    use super::Style::InBrackets;
    use super::Style::Plain;
    use super::*;

    #[track_caller]
    fn holds(block: &str, expected: &[(&str, Style)]) {
        let found: Vec<_> = find(block).into_iter().map(|it| (&block[it.range], it.style)).collect();
        assert_eq!(found, expected, "{block}");
    }

    #[test]
    fn texts_are_told_by_the_signs_around_them() {
        holds("a: b c # d\n", &[("a", Plain), ("b c", Plain)]);
        holds("a: 'b: c'\n\"d\": e\n", &[("a", Plain), ("b: c", Free), ("d", Free), ("e", Plain)]);
        holds("a: [b c, 'd']\n", &[("a", Plain), ("b c", InBrackets), ("d", Free)]);
        holds("- { a: b:c }\n- d\n", &[("a", InBrackets), ("b:c", InBrackets), ("d", Plain)]);
        holds(
            "a: |-\n  b: c\n\n  d\ne: f",
            &[("a", Plain), ("b: c", Free), ("d", Free), ("e", Plain), ("f", Plain)],
        );
        holds("a: b\n  c\nd:\n  e\n", &[("a", Plain), ("b", Plain), ("c", Free), ("d", Plain), ("e", Plain)]);
        holds("a: \"b\n  c\"\nd: e", &[("a", Plain), ("b\n  c", Free), ("d", Plain), ("e", Plain)]);
    }

    #[test]
    fn an_error_ends_with_the_value_it_stands_in() {
        holds("a: b: c\nd: e\n", &[("a", Plain), ("b: c", Plain), ("d", Plain), ("e", Plain)]);
        holds("a: \"b\nd: e\"\n", &[("a", Plain), ("b", Free), ("d", Plain), ("e\"", Plain)]);
        holds("a: [b\nd: e\n", &[("a", Plain), ("b", InBrackets), ("d", Plain), ("e", Plain)]);
        for broken in ["\"", "'", "[", "a: [", "a: |", "- ", "-", "?", "a:\r", "\\", "}", ":", "가: \"\\"] {
            find(broken);
        }
    }
}
