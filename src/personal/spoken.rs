//! Mobile phone numbers read out in syllables: 공일공 일이삼사 오육칠팔.

use super::kind::Kind;
use super::number::Hit;
use super::passage::Passage;
use super::passage::spoken_digit;

/// How many digits have to be read out: fewer are ordinary words beside a
/// number.
const FEWEST: usize = 3;

/// The longest gap within a number, in glyphs.
const LONGEST_GAP: usize = 3;

/// Every such number.
pub fn find(passage: &Passage) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut at = 0;
    while at < passage.len() {
        let is_start = starts_number(passage, at);
        let found = is_start.then(|| mobile(passage, at)).flatten();
        at = found.as_ref().map_or(at + 1, |hit| hit.glyphs.end);
        hits.extend(found);
    }
    hits
}

/// Whether a zero stands at `at`, at the start of a word.
fn starts_number(passage: &Passage, at: usize) -> bool {
    let is_zero = matches!(passage.get(at), Some('공' | '영' | '0'));
    is_zero
        && passage.before(at).is_none_or(|c| !c.is_alphanumeric() || matches!(c, '는' | '은' | '로' | '호'))
}

/// The mobile phone number that starts at `start`: the digits that a reader
/// would dial, and no more, as a particle may be a digit too.
fn mobile(passage: &Passage, start: usize) -> Option<Hit> {
    let (mut digits, mut spoken, mut end, mut gap) = (String::new(), 0, start, 0);
    for (offset, c) in passage.chars(start..passage.len()).enumerate() {
        let digit = if c.is_ascii_digit() { Some(c) } else { spoken_digit(c) };
        match digit {
            Some(digit) => {
                spoken += usize::from(digit != c);
                digits.push(digit);
                (end, gap) = (start + offset + 1, 0);
            }
            None if matches!(c, ' ' | '-' | '.' | '·' | ',' | '에') && gap < LONGEST_GAP => gap += 1,
            None => break,
        }
        if digits.len() == 11 || !"010".starts_with(digits.get(..3).unwrap_or(&digits)) {
            break;
        }
    }
    let is_mobile = digits.len() == 11 && digits.starts_with("010") && spoken >= FEWEST;
    is_mobile.then_some(Hit { kind: Kind::MobilePhone, glyphs: start..end, essence: digits })
}
