//! The guard: what is refused before the YAML library sees it.

use std::ops::Range;

use super::locate;
use super::quote;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Few;
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
    /// What to do where there is more.
    pub way_out: &'static str,
}

impl Limits {
    /// Front matter: what a person writes by hand.
    pub const FRONT_MATTER: Self = Self {
        bytes: 16 * 1024,
        brackets: 200,
        comments: false,
        way_out: "move long text below the front matter",
    };
    /// A settings file.
    pub const SETTINGS: Self =
        Self { bytes: 512 * 1024, brackets: 2_000, comments: true, way_out: "leave out what is not needed" };
}

/// What to do about brackets, be they an author's shorthand or part of a text.
const TOO_MANY_BRACKETS: &str =
    "write keys and items on lines of their own, and put a text that holds brackets in quotes: \"…\"";

/// One rule broken at one place.
struct Breach {
    message: String,
    help: String,
    /// Where it is, in bytes of the block.
    range: Range<usize>,
}

/// What turns bytes of the block into a place in the file.
type Placing<'a> = &'a dyn Fn(Range<usize>) -> Place;

/// Keys whose value is a person's text; losing part of it to a comment is an
/// error rather than a matter of style.
const TEXT_KEYS: &[&str] = &["title", "asker", "summary", "reason", "wording", "note", "description"];

/// Everything in `block` that the library must not see; `place` turns a range
/// of the block into one of the file.
pub fn check(block: &str, limits: Limits, place: Placing) -> Vec<Diagnostic> {
    if block.len() > limits.bytes {
        let (length, most) = (block.len().div_ceil(1024), limits.bytes / 1024);
        let message = format!("this YAML has {length} KiB, more than {most} KiB");
        return vec![Diagnostic::error("yaml-too-large", message).help(limits.way_out).at(place(0..0))];
    }
    let mut scan = Scan {
        block,
        limits,
        place,
        brackets: 0,
        breaches: Few::default(),
        quote: None,
        scalar_indent: None,
        in_text: false,
        depth: 0,
        fresh: true,
        text_indent: None,
    };
    let mut start = 0;
    for line in block.split_inclusive('\n') {
        scan.line(start, line.trim_end_matches('\n'));
        start += line.len();
    }
    scan.breaches.into_told()
}

/// The state of the scan between two lines.
struct Scan<'a> {
    block: &'a str,
    limits: Limits,
    place: Placing<'a>,
    brackets: usize,
    breaches: Few,
    /// The quotation mark of a scalar that goes on over the line's end.
    quote: Option<u8>,
    /// The indentation of the key whose block scalar (`|`, `>`) we are in.
    scalar_indent: Option<usize>,
    /// Whether a person's text without quotes may go on in the next line.
    in_text: bool,
    /// How many brackets are open.
    depth: usize,
    /// Whether a value may begin where the last line within brackets ended.
    fresh: bool,
    /// The indentation of what holds the text without quotes that the last line
    /// ended in: a line that is indented more goes on with it.
    text_indent: Option<usize>,
}

impl Scan<'_> {
    fn line(&mut self, start: usize, line: &str) {
        self.controls(start, line);
        let indent = indent(line);
        if self.scalar_indent.is_some_and(|outer| indent > outer || line.trim().is_empty()) {
            return;
        }
        self.scalar_indent = None;
        if self.quote.is_none() && line[indent..].starts_with('\t') && !line.trim().is_empty() {
            let at = start + indent;
            self.breach("yaml-tab", |_| Breach {
                message: "a tab cannot indent YAML".into(),
                help: "use spaces".into(),
                range: at..at + 1,
            });
            return;
        }
        self.tokens(start, line);
        self.in_text = is_text(line) || (self.in_text && indent > 0 && !line.contains(": "));
    }

    /// Control characters and the line breaks that only YAML 1.1 knows.
    fn controls(&mut self, start: usize, line: &str) {
        if line.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
            return;
        }
        for (at, c) in line.char_indices() {
            let hidden = matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{0}'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}');
            if hidden {
                self.breach("yaml-control", |_| Breach {
                    message: format!("an invisible character, U+{:04X}, stands here", c as u32),
                    help: "delete it".into(),
                    range: start + at..start + at + c.len_utf8(),
                });
            }
        }
    }

    /// Walks over the line token by token, as far as this guard needs.
    fn tokens(&mut self, start: usize, line: &str) {
        let bytes = line.as_bytes();
        let outer = self.text_indent.take().filter(|&outer| indent(line) > outer);
        let goes_on = outer.is_some();
        // whether the next character begins a value, so that it may be a quote or an indicator
        let mut fresh = if self.depth > 0 { self.fresh } else { !goes_on };
        let mut in_text = goes_on;
        let mut at = 0;
        // where the value of a list begins, which `- ` does not belong to
        let leading = line.len() - line.trim_start_matches([' ', '-', '?']).len();
        while let Some(&byte) = bytes.get(at) {
            if let Some(quote) = self.quote {
                at = self.inside_quote(bytes, at, quote);
                continue;
            }
            let before_blank = bytes.get(at + 1).is_none_or(|&next| is_blank(next));
            match byte {
                b' ' | b'\t' => {}
                b'#' if at == 0 || is_blank(bytes[at - 1]) => {
                    self.fresh = fresh;
                    return self.comment(start, line, at);
                }
                b'"' | b'\'' if fresh => {
                    self.quote = Some(byte);
                    (fresh, in_text) = (false, false);
                }
                b'&' | b'*' | b'!' if fresh => {
                    self.indicator(start + at, byte);
                    fresh = false;
                }
                b'[' | b'{' => {
                    self.bracket(start + at);
                    if fresh || self.depth > 0 {
                        self.depth += 1;
                        fresh = true;
                    }
                }
                b']' | b'}' if self.depth > 0 => {
                    self.depth -= 1;
                    (fresh, in_text) = (false, false);
                }
                b'|' | b'>' if fresh && self.depth == 0 && is_block_header(&line[at..]) => {
                    self.scalar_indent = Some(parent_indent(line));
                    return;
                }
                // a key in quotes needs no space behind its colon within brackets
                b':' if before_blank || (at > 0 && matches!(bytes[at - 1], b'"' | b'\'')) => fresh = true,
                b'-' | b'?' if at < leading && before_blank && !goes_on => fresh = true,
                b',' if self.depth > 0 => fresh = true,
                _ => (fresh, in_text) = (false, true),
            }
            at += 1;
        }
        self.fresh = fresh;
        let is_open = in_text && !fresh && self.quote.is_none() && self.depth == 0;
        self.text_indent = is_open.then(|| outer.unwrap_or_else(|| parent_indent(line)));
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
        let what = match byte {
            b'&' => "an anchor",
            b'*' => "an alias",
            _ => "a YAML tag",
        };
        self.breach("yaml-indicator", |block| {
            let length = block[at..].find([' ', '\t', '\n', ',', ']', '}']).unwrap_or(block.len() - at);
            let range = at..at + length;
            let message =
                format!("`{}` would be read as {what}, and the text be lost", &block[range.clone()]);
            let help = if locate::is_in_brackets(block, at) {
                quote::the_item(block, at)
            } else {
                quote::the_line(block, at)
            };
            Breach { message, help, range }
        });
    }

    fn bracket(&mut self, at: usize) {
        self.brackets += 1;
        let most = self.limits.brackets;
        if self.brackets == most + 1 {
            self.breach("yaml-too-deep", |_| Breach {
                message: format!("more than {most} brackets stand outside quotes"),
                help: TOO_MANY_BRACKETS.into(),
                range: at..at + 1,
            });
        }
    }

    /// A comment that cuts a person's text short.
    fn comment(&mut self, start: usize, line: &str, at: usize) {
        let before = line[..at].trim();
        if self.limits.comments || before.is_empty() || !(self.in_text || is_text(before)) {
            return;
        }
        self.breach("yaml-comment", |block| {
            let is_whole = is_text(before) && !locate::is_in_brackets(block, start + at);
            let help = if is_whole {
                quote::the_line(block, start + at)
            } else {
                "put the whole text in quotes: \"…\"".into()
            };
            let message = "everything from ` #` on is a comment and would be lost".into();
            Breach { message, help, range: start + at..start + line.len() }
        });
    }

    /// Notes a breach of the block, which is looked into only if it is told.
    fn breach(&mut self, code: &'static str, look: impl FnOnce(&str) -> Breach) {
        self.breaches.tell(code, || {
            let Breach { message, help, range } = look(self.block);
            Diagnostic::error(code, message).help(help).at((self.place)(range))
        });
    }
}

/// Whether a line ends in a person's text that stands without quotes.
fn is_text(line: &str) -> bool {
    let of_line = line.trim_start().trim_start_matches("- ");
    let of_item = &of_line[of_line.rfind(['{', ',']).map_or(0, |at| at + 1)..];
    [of_line, of_item].iter().any(|entry| {
        let Some((key, value)) = entry.split_once(':') else { return false };
        let is_plain = !value.trim().is_empty() && !value.trim_start().starts_with(['"', '\'']);
        is_plain && TEXT_KEYS.contains(&key.trim().trim_matches(['"', '\'']))
    })
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The column of the key, or of the `-`, that the value at the end of the line
/// belongs to.
fn parent_indent(line: &str) -> usize {
    // looked for once, as one line can have thousands of `- `
    let end = line.trim_end();
    let last_key = if end.ends_with(':') { Some(end.len() - 1) } else { line.rfind(": ") };
    let mut column = indent(line);
    while let Some(rest) = line[column..].strip_prefix("- ") {
        let inner = line.len() - rest.trim_start_matches(' ').len();
        let is_key = last_key.is_some_and(|key| key >= column + 2) || rest.trim_start().starts_with("- ");
        if !is_key {
            break;
        }
        column = inner;
    }
    column
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// Whether `rest` is the header of a block scalar: `|`, `>-`, `|2`.
pub fn is_block_header(rest: &str) -> bool {
    let rest = rest[1..].trim_start_matches(|c: char| c == '+' || c == '-' || c.is_ascii_digit());
    let rest = rest.trim_start();
    rest.is_empty() || rest.starts_with('#')
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::diagnostic::MOST_OF_A_KIND;

    fn codes(block: &str) -> Vec<&'static str> {
        found(block).into_iter().map(|breach| breach.code).collect()
    }

    fn found(block: &str) -> Vec<Diagnostic> {
        check(block, Limits::FRONT_MATTER, &|range| Place::new("a.md", block, range))
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
    fn what_stands_within_a_text_is_text() {
        assert_eq!(codes("title: 하나, &둘 - *셋* [넷, !다섯] \"여섯\n"), [""; 0]);
        assert_eq!(codes("title: 하나 - \"둘\nx: &y z\n"), ["yaml-indicator"]);
        assert_eq!(codes("title: 하나, '둘\nx: &y z\n"), ["yaml-indicator"]);
        assert_eq!(codes("title: 하나\n  \"둘\nx: &y z\n"), ["yaml-indicator"]);
        assert_eq!(codes("x: [하나\n  \"둘, &셋 넷]\n"), ["yaml-indicator"]);
        assert_eq!(codes("title: ~- > # 하나\n"), ["yaml-comment"]);
    }

    #[test]
    fn a_block_in_a_list_ends_with_the_next_key() {
        assert_eq!(codes("asks:\n  - wording: |\n      &x\n    channel: &y z\n"), ["yaml-indicator"]);
        assert_eq!(codes("- |\n  &x\n- &y z\n"), ["yaml-indicator"]);
        assert_eq!(codes("a:\n  - x\n    y\n  - &y z\n"), ["yaml-indicator"]);
    }

    #[test]
    fn what_is_not_told_is_not_looked_into() {
        let block = "- &a\n".repeat(300);
        let places = Cell::new(0);
        let place = |range| {
            places.set(places.get() + 1);
            Place::new("a.md", &block, range)
        };
        let found = check(&block, Limits::FRONT_MATTER, &place);
        assert_eq!((found.len(), places.get()), (MOST_OF_A_KIND, MOST_OF_A_KIND));
    }

    #[test]
    fn a_value_belongs_to_the_last_dash_or_key() {
        let columns = [
            ("a: |", 0),
            ("- |", 0),
            ("- - |", 2),
            ("  -  - a: |", 7),
            ("- a:", 2),
            ("- a: b\tc", 2),
            ("a: - b", 0),
            ("- - - ", 4),
        ];
        for (line, column) in columns {
            assert_eq!(parent_indent(line), column, "{line}");
        }
    }

    #[test]
    fn quotes_may_span_lines() {
        assert_eq!(codes("title: \"one\n  &two\"\nx: &y 1\n"), ["yaml-indicator"]);
    }
}
