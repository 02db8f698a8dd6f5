//! The guard: what is refused before the YAML library sees it.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;

/// How large a document may be.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Its length in bytes.
    pub bytes: usize,
    /// How many `[` and `{` may stand outside quotes: the library's time grows
    /// with the square of their depth.
    pub brackets: usize,
    /// Whether a comment may stand behind a person's text: staff comment on
    /// settings, but a customer's `C# or D # c` is text to its end.
    pub comments: bool,
}

impl Limits {
    /// Front matter: what a person writes by hand.
    pub const FRONT_MATTER: Self = Self { bytes: 16 * 1024, brackets: 200, comments: false };
    /// A settings file.
    pub const SETTINGS: Self = Self { bytes: 512 * 1024, brackets: 2_000, comments: true };
}

/// One rule broken at one place.
#[derive(Debug, PartialEq, Eq)]
pub struct Breach {
    code: &'static str,
    message: String,
    help: &'static str,
    range: Range<usize>,
}

impl Breach {
    /// The breach as a diagnostic; `place` turns a range of the block into one
    /// of the file.
    pub fn into_diagnostic(self, place: &impl Fn(Range<usize>) -> Place) -> Diagnostic {
        Diagnostic::error(self.code, self.message).at(place(self.range)).help(self.help)
    }
}

const QUOTE_IT: &str = "put the text in quotes: title: \"…\"";

/// Keys whose value is a person's text; losing part of it to a comment is an
/// error rather than a matter of style.
const TEXT_KEYS: &[&str] = &["title", "asker", "summary", "reason", "wording", "note", "description"];

/// Everything in `block` that the library must not see.
pub fn check(block: &str, limits: Limits) -> Vec<Breach> {
    if block.len() > limits.bytes {
        return vec![Breach {
            code: "yaml-too-large",
            message: format!(
                "this YAML has {} KiB, more than {} KiB",
                block.len() / 1024,
                limits.bytes / 1024
            ),
            help: "move long text below the front matter",
            range: 0..0,
        }];
    }
    let mut scan =
        Scan { block, limits, brackets: 0, breaches: Vec::new(), quote: None, scalar_indent: None };
    let mut start = 0;
    for line in block.split_inclusive('\n') {
        scan.line(start, line.trim_end_matches('\n'));
        start += line.len();
    }
    scan.breaches
}

/// The state of the scan between two lines.
struct Scan<'a> {
    block: &'a str,
    limits: Limits,
    brackets: usize,
    breaches: Vec<Breach>,
    /// The quotation mark of a scalar that goes on over the line's end.
    quote: Option<u8>,
    /// The indentation of the key whose block scalar (`|`, `>`) we are in.
    scalar_indent: Option<usize>,
}

impl Scan<'_> {
    fn line(&mut self, start: usize, line: &str) {
        let indent = line.len() - line.trim_start_matches(' ').len();
        if self.scalar_indent.is_some_and(|outer| indent > outer || line.trim().is_empty()) {
            return;
        }
        self.scalar_indent = None;
        if self.quote.is_none() && line[indent..].starts_with('\t') && !line.trim().is_empty() {
            self.breach("yaml-tab", "a tab cannot indent YAML".into(), "use spaces", start + indent, 1);
            return;
        }
        self.controls(start, line);
        self.tokens(start, line, indent);
    }

    /// Control characters and the line breaks that only YAML 1.1 knows.
    fn controls(&mut self, start: usize, line: &str) {
        if line.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
            return;
        }
        for (at, c) in line.char_indices() {
            let hidden = matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{0}'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}');
            if hidden {
                let message = format!("an invisible character, U+{:04X}, stands here", c as u32);
                self.breach("yaml-control", message, "delete it", start + at, c.len_utf8());
            }
        }
    }

    /// Walks over the line token by token, as far as this guard needs.
    fn tokens(&mut self, start: usize, line: &str, indent: usize) {
        let bytes = line.as_bytes();
        let mut at = 0;
        // whether the next character begins a scalar, so that it may be a quote or an indicator
        let mut fresh = true;
        while let Some(&byte) = bytes.get(at) {
            if let Some(quote) = self.quote {
                at = self.inside_quote(bytes, at, quote);
                continue;
            }
            match byte {
                b' ' | b'\t' => {}
                b'#' if at == 0 || bytes[at - 1] == b' ' => return self.comment(start, line, at),
                b'"' | b'\'' if fresh => {
                    self.quote = Some(byte);
                    fresh = false;
                }
                b'&' | b'*' | b'!' if fresh => {
                    self.indicator(start + at, byte);
                    fresh = false;
                }
                b'[' | b'{' => {
                    self.bracket(start + at);
                    fresh = true;
                }
                b'|' | b'>' if fresh && is_block_header(&line[at..]) => {
                    self.scalar_indent = Some(indent);
                    return;
                }
                b':' | b',' | b'-' if bytes.get(at + 1).is_none_or(|&next| next == b' ') => fresh = true,
                b',' => fresh = true,
                _ => fresh = false,
            }
            at += 1;
        }
    }

    /// The position after `bytes[at]`, which stands between quotation marks.
    fn inside_quote(&mut self, bytes: &[u8], at: usize, quote: u8) -> usize {
        match bytes[at] {
            b'\\' if quote == b'"' => at + 2,
            b'\'' if quote == b'\'' && bytes.get(at + 1) == Some(&b'\'') => at + 2,
            byte if byte == quote => {
                self.quote = None;
                at + 1
            }
            _ => at + 1,
        }
    }

    fn indicator(&mut self, at: usize, byte: u8) {
        let (what, end) = match byte {
            b'&' => ("an anchor", at),
            b'*' => ("an alias", at),
            _ => ("a YAML tag", at),
        };
        let length =
            self.block[end..].find([' ', '\n', ',', ']', '}']).unwrap_or(self.block.len() - end).max(1);
        let message =
            format!("`{}` would be read as {what}, and the text be lost", &self.block[at..at + length]);
        self.breach("yaml-indicator", message, QUOTE_IT, at, length);
    }

    fn bracket(&mut self, at: usize) {
        self.brackets += 1;
        if self.brackets == self.limits.brackets + 1 {
            let message = format!("more than {} brackets stand outside quotes", self.limits.brackets);
            self.breach("yaml-too-deep", message, QUOTE_IT, at, 1);
        }
    }

    /// A comment that cuts a person's text short.
    fn comment(&mut self, start: usize, line: &str, at: usize) {
        let before = line[..at].trim_start().trim_start_matches("- ");
        let Some((key, value)) = before.split_once(": ") else { return };
        let plain = !value.trim().is_empty() && !value.trim_start().starts_with(['"', '\'']);
        if plain && !self.limits.comments && TEXT_KEYS.contains(&key.trim()) {
            let message = "everything from ` #` on is a comment and would be lost".into();
            self.breach("yaml-comment", message, QUOTE_IT, start + at, line.len() - at);
        }
    }

    fn breach(&mut self, code: &'static str, message: String, help: &'static str, at: usize, length: usize) {
        self.breaches.push(Breach { code, message, help, range: at..at + length });
    }
}

/// Whether `rest` is the header of a block scalar: `|`, `>-`, `|2`.
fn is_block_header(rest: &str) -> bool {
    let rest = rest[1..].trim_start_matches(|c: char| c == '+' || c == '-' || c.is_ascii_digit());
    let rest = rest.trim_start();
    rest.is_empty() || rest.starts_with('#')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(block: &str) -> Vec<&'static str> {
        check(block, Limits::FRONT_MATTER).into_iter().map(|breach| breach.code).collect()
    }

    #[test]
    fn ordinary_front_matter_passes() {
        assert_eq!(
            codes("title: R&D와 *별표*, 5!\ntags: [a, 'b, c', \"[[\"]\n# a comment\nx: 1 # note\n"),
            [""; 0]
        );
    }

    #[test]
    fn lost_text_is_refused() {
        assert_eq!(codes("title: &hello there\n"), ["yaml-indicator"]);
        assert_eq!(codes("title: !important x\n"), ["yaml-indicator"]);
        assert_eq!(codes("title: *star\n"), ["yaml-indicator"]);
        assert_eq!(codes("tags: [a, &b]\n"), ["yaml-indicator"]);
        assert_eq!(codes("title: C# or D # c\n"), ["yaml-comment"]);
    }

    #[test]
    fn a_comment_behind_quoted_text_is_fine() {
        assert_eq!(codes("title: \"C# or D # c\" # note\n"), [""; 0]);
    }

    #[test]
    fn block_scalars_are_text() {
        assert_eq!(codes("summary: |\n  !important\n  &x # y\n\n  [[[\ntitle: !x\n"), ["yaml-indicator"]);
    }

    #[test]
    fn brackets_are_counted_outside_quotes_only() {
        assert_eq!(codes(&format!("x: \"{}\"\n", "[".repeat(300))), [""; 0]);
        assert_eq!(codes(&format!("x: {}\n", "[".repeat(100_000 / 8))), ["yaml-too-deep"]);
    }

    #[test]
    fn invisible_line_breaks_are_refused() {
        assert_eq!(codes("title: a\u{85}slug: b\n"), ["yaml-control"]);
        assert_eq!(codes("title: \"a\u{2028}b\"\n"), ["yaml-control"]);
    }

    #[test]
    fn a_tab_cannot_indent() {
        assert_eq!(codes("a:\n\tb: 1\n"), ["yaml-tab"]);
    }

    #[test]
    fn size_is_capped() {
        assert_eq!(codes(&"a".repeat(17 * 1024)), ["yaml-too-large"]);
    }

    #[test]
    fn quotes_may_span_lines() {
        assert_eq!(codes("title: \"one\n  &two\"\nx: &y 1\n"), ["yaml-indicator"]);
    }
}
