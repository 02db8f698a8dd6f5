//! A signature: who speaks in a turn and when, as the braces behind its heading
//! say: `## 이어진 답변 {by=junho date=2026-03-06}`.

use std::ops::Range;

use super::Context;
use super::problems::Problems;
use crate::characters;
use crate::config::People;
use crate::date::Moment;
use crate::diagnostic::Diagnostic;
use crate::markdown::Heading;

/// Who speaks and when, as far as a heading says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Signature {
    /// The ids of those who speak, whether anybody has them or not.
    pub by: Vec<String>,
    /// When they spoke.
    pub date: Option<Moment>,
}

impl Signature {
    /// The signature behind a heading of `body`.
    pub fn read(heading: &Heading, body: &str, context: Context, problems: &mut Problems) -> Self {
        let mut signature = Self::default();
        for word in words(heading, body) {
            let (name, value) = word.split_once('=');
            let value = value.trimmed(|c| matches!(c, '"' | '\''));
            match name.text {
                "by" => signature.read_people(value, context, problems),
                "date" => signature.read_date(value, problems),
                _ => problems.add(name.range(), unknown_attribute(name.text)),
            }
        }
        signature
    }

    fn read_people(&mut self, ids: Word, context: Context, problems: &mut Problems) {
        for id in ids.split(|c| c == ',').map(|id| id.trimmed(char::is_whitespace)) {
            if !context.people.has(id.text) {
                let help = || context.people.help_with(id.text);
                problems.add_with(id.range(), People::unknown(id.text), |problem| problem.help(help()));
            }
            self.by.push(id.text.to_owned());
        }
    }

    fn read_date(&mut self, date: Word, problems: &mut Problems) {
        match Moment::parse(date.text) {
            Ok(moment) => self.date = Some(moment),
            Err(error) => {
                let problem = Diagnostic::error("bad-date", error.to_string()).help(error.help());
                problems.add(date.range(), problem);
            }
        }
    }
}

fn unknown_attribute(name: &str) -> Diagnostic {
    Diagnostic::error("unknown-attribute", format!("a turn has no `{}`", characters::shown(name)))
        .help("write who and when: ## 이어진 답변 {by=junho date=2026-03-06}")
}

/// The words of a heading without the braces behind them; `line` is how it is
/// written.
pub fn unsigned<'h>(text: &'h str, line: &str) -> &'h str {
    let words = braces(line).and_then(|_| text.rfind('{')).map_or(text, |open| &text[..open]);
    words.trim()
}

/// The bytes within the braces that a heading ends in; a backslash makes them a
/// part of its words.
fn braces(line: &str) -> Option<Range<usize>> {
    // signs may close a heading as they open it: ## 답변 {by=minji} ##
    let inside = line.trim_end().trim_end_matches('#').trim_end().strip_suffix('}')?;
    let open = inside.rfind('{')?;
    let is_plain = |before: &str| !before.ends_with('\\');
    (is_plain(inside) && is_plain(&inside[..open])).then(|| open + 1..inside.len())
}

/// The words in the braces of a heading.
fn words<'b>(heading: &Heading, body: &'b str) -> impl Iterator<Item = Word<'b>> {
    let line = &body[heading.range.clone()];
    let braces = braces(line).unwrap_or_default();
    let braces = Word { text: &line[braces.clone()], start: heading.range.start + braces.start };
    braces.split(|c| c.is_ascii_whitespace()).filter(|word| !word.text.is_empty())
}

/// A part of a body, and the byte of the body that it starts at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Word<'b> {
    text: &'b str,
    start: usize,
}

impl<'b> Word<'b> {
    /// Its bytes of the body.
    fn range(self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    /// The parts between separators, which are one byte long.
    fn split(self, is_separator: impl Fn(char) -> bool) -> impl Iterator<Item = Self> {
        let mut start = self.start;
        self.text.split(is_separator).map(move |text| {
            let part = Self { text, start };
            start += text.len() + 1;
            part
        })
    }

    /// It without the characters around it that are `outer` ones.
    fn trimmed(self, is_outer: impl Fn(char) -> bool) -> Self {
        let from_start = self.text.trim_start_matches(&is_outer);
        let start = self.start + self.text.len() - from_start.len();
        Self { text: from_start.trim_end_matches(&is_outer), start }
    }

    /// The parts before and behind the first `separator`; nothing behind, where
    /// there is none.
    fn split_once(self, separator: char) -> (Self, Self) {
        let (before, behind) = self.text.split_once(separator).unwrap_or((self.text, ""));
        let end = self.start + self.text.len();
        (Self { text: before, ..self }, Self { text: behind, start: end - behind.len() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown;

    /// The attributes of the first heading of `body`, each with its bytes.
    fn read(body: &str) -> Vec<(&str, Range<usize>)> {
        let events = markdown::parse(body);
        let heading = markdown::headings(&events).remove(0);
        words(&heading, body).map(|word| (word.text, word.range())).collect()
    }

    #[test]
    fn each_word_stands_where_it_was_typed() {
        assert_eq!(
            read("가\n\n## 답변 {by=minji,min  x date}\n"),
            [("by=minji,min", 16..28), ("x", 30..31), ("date", 32..36)]
        );
    }

    #[test]
    fn braces_within_a_heading_are_words_of_it() {
        assert_eq!(read("## {by=minji} 답변\n"), []);
        assert_eq!(read("## {by=minji} 답변 {by=junho}\n"), [("by=junho", 22..30)]);
        assert_eq!(read("## 답변 {by=junho} ##\n"), [("by=junho", 11..19)]);
        assert_eq!(read("## 답변 \\{by=junho}\n\n## 답변 {by=junho\\}\n"), []);
    }

    #[test]
    fn what_is_empty_has_a_place() {
        let words: Vec<_> = Word { text: "by=", start: 5 }.split_once('=').1.split(|c| c == ',').collect();
        assert_eq!(words, [Word { text: "", start: 8 }]);
    }
}
