//! A buried turn: a line that would start one, but for the code or the HTML that
//! it stands in.
//!
//! Whoever types ``` or `<!--` and never ends it takes along all that follows, and
//! what the staff answered would stand among the customer's words.

use std::ops::Range;

use super::Question;
use super::TurnWords;
use super::problems::Problems;
use super::signature;
use crate::diagnostic::Diagnostic;
use crate::markdown;
use crate::markdown::Spanned;
use crate::markdown::VerbatimKind;

/// How far a heading may be set in, in blanks (CommonMark, "ATX headings").
const MOST_BLANKS: usize = 3;

/// Finds the turns that are buried in `events`, the Markdown of the question's
/// body.
pub fn find(events: &[Spanned], question: &Question, words: &TurnWords, problems: &mut Problems) {
    let body = question.body();
    for block in markdown::verbatim(events, body) {
        let first = || question.place(block.range.clone()).line;
        for line in lines(body, block.range.clone()) {
            let Some((word, is_signed)) = turn(&body[line.clone()], words) else { continue };
            let problem = match block.kind {
                VerbatimKind::OpenCode => in_open_code(word, first()),
                VerbatimKind::Html => in_html(word, first()),
                // an example, unless somebody signs it
                VerbatimKind::Code if is_signed => in_code(word, first()),
                VerbatimKind::Code => continue,
            };
            problems.add(line, problem);
        }
    }
}

/// The lines of a stretch of `text`, without their ends.
fn lines(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut start = range.start;
    text[range].split_inclusive('\n').map(move |line| {
        let begin = start;
        start += line.len();
        begin..begin + line.trim_end().len()
    })
}

/// The word of the turn that a line would start, and whether it says who speaks
/// or when.
fn turn<'l>(line: &'l str, words: &TurnWords) -> Option<(&'l str, bool)> {
    let heading = line.trim_start_matches(' ');
    let text = heading.strip_prefix("##").filter(|text| text.starts_with([' ', '\t']))?;
    let word = signature::unsigned(text, line).trim_end_matches('#').trim_end();
    let is_turn = line.len() - heading.len() <= MOST_BLANKS && words.kind(word).is_some();
    is_turn.then(|| (word, text.contains('=')))
}

fn in_open_code(word: &str, first: usize) -> Diagnostic {
    Diagnostic::error("buried-turn", message(word, "code", first))
        .help("write ``` on a line of its own where the code ends")
}

fn in_html(word: &str, first: usize) -> Diagnostic {
    Diagnostic::error("buried-turn", message(word, "HTML", first))
        .help("end that with a blank line or its own mark, `-->`; or write `\\<` for its `<`")
}

/// The fence that ends the code may be the first of an answer.
fn in_code(word: &str, first: usize) -> Diagnostic {
    Diagnostic::warning("buried-turn", message(word, "code", first))
        .help("write ``` on a line of its own before it, unless it is an example")
}

fn message(word: &str, what: &str, first: usize) -> String {
    format!("`{word}` starts no turn, as it is a part of the {what} that line {first} starts")
}

#[cfg(test)]
mod tests {
    use super::super::TurnKind;
    use super::*;

    fn turn_in(line: &str) -> Option<(&str, bool)> {
        let mut words = TurnWords::default();
        words.add("이어진 답변", TurnKind::FollowUpAnswer);
        turn(line, &words)
    }

    #[test]
    fn a_line_would_start_a_turn() {
        for line in ["## 이어진 답변", "   ##  이어진 답변 ##"] {
            assert_eq!(turn_in(line), Some(("이어진 답변", false)), "{line}");
        }
        assert_eq!(turn_in("## 이어진 답변 {by=minji}"), Some(("이어진 답변", true)));
        for line in ["    ## 이어진 답변", "##이어진 답변", "### 이어진 답변", "이어진 답변", "## 이어진"]
        {
            assert_eq!(turn_in(line), None, "{line}");
        }
    }
}
