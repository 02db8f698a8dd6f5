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
        for line in lines(body, block.range.clone()) {
            let Some((word, is_signed)) = turn(&body[line.clone()], words) else { continue };
            // an example, unless somebody signs it
            if block.kind == VerbatimKind::Code && !is_signed {
                continue;
            }
            let first = || question.place(block.range.clone()).line;
            problems.add_with(line, buried(word, block.kind), |problem| {
                problem.help(way_out(block.kind, first()))
            });
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

fn buried(word: &str, kind: VerbatimKind) -> Diagnostic {
    let message = |what: &str| format!("`{word}` starts no turn, as it is a part of {what}");
    match kind {
        // the fence that ends the code may be the first of an answer
        VerbatimKind::Code => Diagnostic::warning("buried-turn", message("code")),
        VerbatimKind::OpenCode => Diagnostic::error("buried-turn", message("code that nothing ends")),
        VerbatimKind::Html => Diagnostic::error("buried-turn", message("HTML")),
    }
}

/// What to do about a turn in what starts at the line `first`.
fn way_out(kind: VerbatimKind, first: usize) -> String {
    let end = match kind {
        VerbatimKind::Code => "with ``` on a line of its own, unless this is an example",
        VerbatimKind::OpenCode => "with ``` on a line of its own",
        VerbatimKind::Html => "with a blank line or its own mark, `-->`; or write `\\<` for its `<`",
    };
    format!("what line {first} starts has to end before: {end}")
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
