//! Lines that can hold personal data, told by a look at their bytes: most
//! lines hold none, and are folded by nobody.

use std::ops::Range;

use super::address::BEFORE_NUMBERS;
use super::door;
use super::email;
use super::fold::enclosed_digit;
use super::fold::is_folded;
use super::passage::PARTICLES;
use super::romanised;
use super::spoken;

/// The fewest digits of a line with a number that tells by itself:
/// 02-345-6789.
const FEWEST_DIGITS: usize = 9;

/// How many digits a mobile number has behind its 010, and how this is written
/// in letters alone.
const DIGITS_BEHIND_CODE: usize = 8;
const LETTERED_CODES: [&str; 4] = ["OIO", "OlO", "oIo", "olo"];

/// What streets and villages end in; a house number may follow.
const STREET_ENDS: [char; 7] = ['로', '길', '동', '리', '가', '읍', '면'];

/// The first byte of full-width forms in UTF-8.
const WIDE: u8 = 0xEF;

/// The first byte of the digits of mathematics in UTF-8.
const MATHEMATICAL: u8 = 0xF0;

/// The first byte of decomposed Hangul in UTF-8.
const DECOMPOSED: u8 = 0xE1;

/// The first bytes of digits in circles, and of those set high or low, in UTF-8.
const ENCLOSED: [u8; 2] = [0xC2, 0xE2];

/// The fewest digits of what only a word tells, a birthday: 90.1.1.
const FEWEST_DIGITS_OF_DATES: usize = 4;

/// What base64 of 64 bytes ends in.
pub const BASE64_END: &str = "==";

/// The shortest first line of one that goes over two.
const PART_OF_KEY: usize = 40;

/// The lines of `text` that are worth folding, with the line before and behind
/// them as far as the paragraph goes, and with their first byte.
pub fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut found: Vec<Range<usize>> = Vec::new();
    // rare, so that most texts are asked once rather than line by line
    let (is_spoken, has_filling) = (is_read_out(text), text.contains(BASE64_END));
    let mut tail = Tail::default();
    // where the line before starts, and whether this one belongs to one that was found
    let (mut before, mut is_open) = (0, false);
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let is_whole = tail.goes_on(line, before);
        let is_found = is_whole
            || is_suspicious(line)
            || ends_address(&text[before..start], line)
            || (is_spoken && is_read_out(line))
            || (has_filling && can_be_part_of_key(line));
        let first = if is_whole { before.min(tail.before) } else { before };
        match found.last_mut() {
            Some(last) if (is_found && last.end >= first) || is_open => last.end = end,
            _ if is_found => found.push(first..end),
            _ => {}
        }
        let is_blank = line.len() <= 2 && line.trim_ascii().is_empty();
        is_open = is_found && !is_blank;
        before = if is_blank { end } else { start };
        start = end;
    }
    found.into_iter().map(|range| (range.start, &text[range]))
}

/// Lines that end in a number which the next may go on with.
#[derive(Debug, Default)]
struct Tail {
    /// How many digits they have; none where the last ends in something else.
    digits: usize,
    /// Where the line before the first of them starts.
    before: usize,
}

impl Tail {
    /// Takes the line behind the one that starts at `before`, and tells whether its
    /// number, which started on a line before, is long enough to tell by itself.
    fn goes_on(&mut self, line: &str, before: usize) -> bool {
        let line = line.trim_ascii();
        let next = line.strip_prefix('-').unwrap_or(line);
        let is_next = self.digits > 0 && next.starts_with(|c: char| c.is_ascii_digit());
        let ends_so = line.ends_with(|c: char| c.is_ascii_digit() || c == '-');
        if !is_next && !ends_so {
            self.digits = 0;
            return false;
        }
        let digits = line.bytes().filter(u8::is_ascii_digit).count();
        let digits = if is_next { self.digits + digits } else { digits };
        if !is_next {
            self.before = before;
        }
        self.digits = if ends_so { digits } else { 0 };
        is_next && digits >= FEWEST_DIGITS
    }
}

/// Whether `line` starts with the number of a house in the street that the
/// line `before` ends with.
fn ends_address(before: &str, line: &str) -> bool {
    line.starts_with(|c: char| c.is_ascii_digit()) && before.trim_end().ends_with(STREET_ENDS)
}

/// Whether a line can hold personal data in digits and signs: a long number, a
/// short one that words around it tell, or an `@`.
fn is_suspicious(line: &str) -> bool {
    let digits = line.bytes().filter(u8::is_ascii_digit).count();
    // without an early end this is done sixteen bytes at a time
    let is_telling = |byte: u8| matches!(byte, b'@' | b'&' | WIDE | MATHEMATICAL | DECOMPOSED);
    digits >= FEWEST_DIGITS
        || line.bytes().fold(false, |found, byte| found | is_telling(byte))
        || (digits >= DIGITS_BEHIND_CODE && LETTERED_CODES.iter().any(|code| line.contains(code)))
        || (digits > 0 && (has_telling_run(line) || romanised::can_be_in(line)))
        || (digits >= FEWEST_DIGITS_OF_DATES && line.is_ascii() && names_a_number(line))
        || has_enclosed_number(line, digits)
}

/// Whether a line can be one of a key, as its start or with its end.
fn can_be_part_of_key(line: &str) -> bool {
    let is_word = || !line.trim_ascii().contains(' ') && line.is_ascii();
    line.contains(BASE64_END) || (line.len() >= PART_OF_KEY && is_word())
}

/// Whether digits in circles and such make up, with the `digits` plain ones,
/// what a number has, or stand in a row as those of a house do.
fn has_enclosed_number(line: &str, digits: usize) -> bool {
    let can_be = line.bytes().filter(|byte| ENCLOSED.contains(byte)).count();
    let is_one = |c: char| enclosed_digit(c).is_some();
    let in_a_row = || line.chars().zip(line.chars().skip(1)).any(|(one, next)| is_one(one) && is_one(next));
    let count = || line.chars().filter(|c| is_one(*c)).count();
    can_be > 1 && (in_a_row() || (digits + can_be >= FEWEST_DIGITS && digits + count() >= FEWEST_DIGITS))
}

/// Whether a number or an `@` can be read out in words.
fn is_read_out(text: &str) -> bool {
    spoken::has_number(text) || email::is_spelled_out(text)
}

/// Whether a few digits stand where those of a house, a flat, a plate, a
/// passport, an address of the internet or a 010 do. Most digits are those of
/// dates and sums, and need no closer look.
fn has_telling_run(line: &str) -> bool {
    let mut at = 0;
    let digit_from = |at: usize| line.bytes().skip(at).position(|byte| byte.is_ascii_digit());
    while let Some(start) = digit_from(at).map(|found| at + found) {
        let length = line[start..].bytes().take_while(u8::is_ascii_digit).count();
        at = start + length;
        if is_telling_run(&line[..start], &line[start..at], &line[at..]) {
            return true;
        }
    }
    false
}

/// Whether `run` does so between what stands before and behind it.
fn is_telling_run(before: &str, run: &str, behind: &str) -> bool {
    let place = before.trim_end_matches([' ', '\t']);
    let place = BEFORE_NUMBERS.iter().find_map(|word| place.strip_suffix(word)).unwrap_or(place);
    let is_house = place.ends_with(STREET_ENDS);
    let is_passport = before.ends_with(|c: char| c.is_ascii_alphabetic()) && matches!(run.len(), 3 | 8);
    let is_spaced_passport = matches!(run.len(), 4 | 8)
        && before
            .strip_suffix([' ', '-'])
            .is_some_and(|before| ends_in_lone(before, char::is_ascii_alphabetic));
    let first = behind.chars().next().unwrap_or('\n');
    let mut next = behind.strip_prefix(' ').unwrap_or(behind).chars();
    // one that goes over the end of a line is called so: 차량번호 264하
    let is_named = || before.contains("번호");
    let is_spread = run.len() == 1
        && before.strip_suffix(' ').is_some_and(|before| ends_in_lone(before, char::is_ascii_digit));
    let is_plate = (matches!(run.len(), 2 | 3) || is_spread)
        && next.next().is_some_and(|syllable| syllable > '\u{7f}')
        && next.find(|c| *c != ' ').filter(|c| *c != '\n').map_or_else(is_named, |c| c.is_ascii_digit());
    // what stands there is another character, or none
    let is_hidden = is_folded(first) || [before, place].into_iter().any(|text| text.ends_with(is_folded));
    is_house
        || is_passport
        || is_spaced_passport
        || is_plate
        || is_hidden
        || behind.strip_prefix(' ').unwrap_or(behind).starts_with('동')
        || is_door(run, behind)
        || run == "010"
        || is_within_dots(before, behind)
        || spoken::goes_on(behind)
        || is_called(before, behind)
}

/// Whether the flat of the house `run` may stand behind it: 101-1502.
fn is_door(run: &str, behind: &str) -> bool {
    let flat = behind.strip_prefix('-').unwrap_or_default();
    let length = flat.bytes().take_while(u8::is_ascii_digit).count();
    door::is_door(run, &flat[..length])
}

/// Whether a character of this sort stands alone at the end.
fn ends_in_lone(text: &str, is_such: fn(&char) -> bool) -> bool {
    let mut last = text.chars().rev();
    last.next().is_some_and(|c| is_such(&c)) && !last.next().is_some_and(|c| c.is_ascii_alphanumeric())
}

/// Whether both neighbours are a dot with a digit behind it, as in 1.22.3.
fn is_within_dots(before: &str, behind: &str) -> bool {
    let is_dotted = |[first, second]: [Option<u8>; 2]| {
        first == Some(b'.') && second.is_some_and(|byte| byte.is_ascii_digit())
    };
    let mut before = before.bytes().rev();
    let mut behind = behind.bytes();
    is_dotted([behind.next(), behind.next()]) && is_dotted([before.next(), before.next()])
}

/// Whether the digits behind `before` are those of an order, a parcel or a
/// birthday, or those before `behind` of a birthday.
fn is_called(before: &str, behind: &str) -> bool {
    const NAMES: [&str; 10] = [
        "주문번호",
        "주문 번호",
        "오더번호",
        "송장",
        "송장번호",
        "송장 번호",
        "생년월일",
        "생일",
        "뒤",
        "뒷번호",
    ];
    const ENDS: [&str; 4] = ["생", "출생", "에 출생", "에 태어"];
    let before = before.trim_end_matches(|c: char| c.is_ascii() && !c.is_ascii_digit());
    let name = before.strip_suffix(PARTICLES).unwrap_or(before);
    let behind = behind.trim_start_matches(['.', ' ', '일']);
    // most words end in something else, and are not compared with each of these
    (name.ends_with(['호', '장', '일', '뒤']) && NAMES.iter().any(|word| name.ends_with(word)))
        || name.ends_with("출생")
        || (behind.starts_with(['생', '출', '에']) && ENDS.iter().any(|word| behind.starts_with(word)))
}

/// Whether a line in English speaks of an order or a birth.
fn names_a_number(line: &str) -> bool {
    ["rder", "irth", "born", "DOB"].iter().any(|word| line.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_text_is_not_looked_at() {
        let plain = [
            "바퀴벌레는 왜 죽나요?",
            "3일 뒤에",
            "plain cat",
            "가공품과 영화",
            "asked: 2026-03-02",
            "2026년 3월 2일, 12개",
            "",
        ];
        for text in plain {
            assert!(!is_suspicious(text) && !is_read_out(text), "{text}");
        }
        for text in [
            "02-345-6789",
            "테헤란로 1",
            "테헤란로\u{200b} \t1",
            "101동 2호",
            "12가 3456",
            "M123A4567",
            "010 일이삼",
            "a@b",
            "OIO-1234-5678",
            "０",
        ] {
            assert!(is_suspicious(text), "{text}");
        }
        for text in ["공일공", "영 일 영", "hong골뱅이naver", "안녕 hong(at)naver.com"] {
            assert!(is_read_out(text), "{text}");
        }
    }

    #[test]
    fn a_line_comes_with_its_neighbours() {
        let passages = |text| lines(text).collect::<Vec<_>>();
        assert_eq!(passages("가\n나\n@\n다\n라\n"), [(4, "나\n@\n다\n")]);
        assert_eq!(passages("가\n\n@\n\n나"), [(5, "@\n\n")]);
        assert_eq!(passages("@1\n가\n@2\n나\n다\n@3"), [(0, "@1\n가\n@2\n나\n다\n@3")]);
        assert_eq!(passages("@1\n가\n나\n다\n@3"), [(0, "@1\n가\n"), (11, "다\n@3")]);
        assert_eq!(passages("가\n나"), []);
        assert_eq!(passages("라\n620415-\n2987611\n나"), [(0, "라\n620415-\n2987611\n나")]);
        assert_eq!(passages("라\n6250-\n9471-\n3302\n나"), [(0, "라\n6250-\n9471-\n3302\n나")]);
        assert_eq!(passages("라\n62504\n나\n9471"), []);
        assert_eq!(passages("가\n테헤란로\n1\n나"), [(4, "테헤란로\n1\n나")]);
        assert_eq!(passages("테헤란로\n\n1"), []);
    }
}
