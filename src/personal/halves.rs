//! Halves: 주민등록번호 whose birthday stands apart from its last seven digits, with
//! words between: 앞자리 850714, 뒷자리 2234567.

use std::ops::Range;

use super::number::Hit;
use super::passage::Passage;
use super::registration;

/// How many digits the front has, a birthday, and the back.
const FRONT_DIGITS: usize = 6;
const BACK_DIGITS: usize = 7;

/// How much may stand between the halves, in glyphs.
const DISTANCE: usize = 16;

/// How far before the halves the number may be spoken of.
const WORD_DISTANCE: usize = 20;

/// What speaks of it.
const WORDS: &[&str] = &["주민", "외국인등록", "외등", "거소"];

/// What the front is called.
const FRONTS: &[&str] = &["앞", "앞자리", "앞 자리", "앞번호", "앞에"];

/// What the back is called.
const BACKS: &[&str] = &["뒤", "뒷자리", "뒤자리", "뒷 자리", "뒷번호", "뒤에"];

/// What else people say between the two.
const BETWEEN: &[&str] = &["에", "다시", "다음", "다음에", "하고", "그리고", "그다음", "대시", "하이픈", ","];

/// Both halves of every such number.
pub fn find(passage: &Passage) -> Vec<Hit> {
    let runs = 0..passage.groups.len();
    runs.filter_map(|run| recognise(passage, run)).flatten().collect()
}

/// Both halves of the number whose front starts with the run `run`.
fn recognise(passage: &Passage, run: usize) -> Option<[Hit; 2]> {
    let front = half(passage, run, FRONT_DIGITS)?;
    let next = passage.groups.iter().skip(run + 1).position(|group| group.start >= front.end)?;
    let back = half(passage, run + 1 + next, BACK_DIGITS)?;
    let between = front.end..back.start;
    if between.len() > DISTANCE || !is_told(passage, &front, &back) {
        return None;
    }
    let digits = passage.chars(front.clone()).chain(passage.chars(back.clone()));
    let essence: String = digits.filter(char::is_ascii_digit).collect();
    let kind = registration::kind(&essence).filter(|_| registration::is_past(&essence))?;
    Some([front, back].map(|glyphs| Hit { kind, glyphs, essence: essence.clone() }))
}

/// The run `run`, or the digits that stand alone from it on, where these are as
/// many as `length`.
fn half(passage: &Passage, run: usize, length: usize) -> Option<Range<usize>> {
    let first = passage.groups.get(run)?;
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '-');
    let runs = if first.len() == 1 { length } else { 1 };
    let last = passage.groups.get(run + runs - 1)?;
    let glyphs = first.start..last.end;
    let is_written_so = glyphs.len() == if runs == 1 { length } else { 2 * length - 1 };
    let is_spread = || passage.chars(glyphs.clone()).skip(1).step_by(2).all(|c| c == ' ');
    (is_written_so
        && (runs == 1 || is_spread())
        && !joins(passage.before(glyphs.start))
        && !joins(passage.get(glyphs.end)))
    .then_some(glyphs)
}

/// Whether the words beside two halves say that they are of one number.
fn is_told(passage: &Passage, front: &Range<usize>, back: &Range<usize>) -> bool {
    let between = passage.text(front.end..back.start);
    let is_back = passage.is_named(back.start, BACKS) && between.chars().any(char::is_alphabetic);
    let is_spoken_of = passage.has_before(front.start, WORD_DISTANCE, WORDS);
    (is_back && (is_spoken_of || passage.is_named(front.start, FRONTS)))
        || (is_spoken_of && BETWEEN.contains(&between.trim()))
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::super::kind::Kind;

    fn found(text: &str) -> Vec<(Kind, &str)> {
        find(text).into_iter().map(|finding| (finding.kind, &text[finding.range])).collect()
    }

    #[test]
    fn words_between_the_halves_hide_nothing() {
        let (front, back) = ((Kind::ResidentNumber, "850714"), (Kind::ResidentNumber, "2234567"));
        for text in [
            "앞 850714 뒤 2234567",
            "앞자리는 850714이고 뒷자리는 2234567",
            "주민번호 앞자리 850714\n뒷자리 2234567",
            "주민번호는 850714에 2234567",
            "| 주민 앞자리 | 주민 뒷자리 |\n|---|---|\n| 850714 | 2234567 |",
        ] {
            assert_eq!(found(text), [front, back], "{text}");
        }
        assert_eq!(found("주민번호 8 5 0 7 1 4 다음에 2 2 3 4 5 6 7").len(), 2);
    }

    #[test]
    fn two_numbers_are_no_halves() {
        for text in [
            "850714 뒤 2234567",
            "앞 850732 뒤 2234567",
            "앞 850714 뒤 9234567",
            "주민 850714명, 지원금 2234567원",
            "앞 850714. 이 글은 다른 사람이 썼고 뒤 2234567",
            "접수 850714에 2234567",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
