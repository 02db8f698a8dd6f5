//! A door: the house of an estate and the flat in it, 101동 1203호.

use std::ops::Range;

use super::kind::Kind;
use super::number::Hit;
use super::number::THINGS;
use super::passage::Passage;
use super::passage::is_blank;
use super::phone::is_service;

/// What houses of an estate are called that have no number.
const HOUSES: &str = "가나다라마바사";

/// The longest gap between a house and a flat, in glyphs: `, 제`.
const LONGEST_GAP: usize = 3;

/// The longest number of a house or a flat, and the fewest digits of one whose
/// digits all stand alone.
const MOST_DIGITS: usize = 4;
const FEWEST_APART: usize = 3;

/// How many flats a floor has at most whose door is told by its number alone:
/// 1502 is the second on the fifteenth.
const FLATS_OF_FLOOR: u32 = 12;

/// What stands behind a number that is none of a house: what is counted, and
/// the 길 of a branch.
pub const COUNTED: &str = "개일명원년월시분초회차주만천백억층위등세살배%점권장대팀편가호선종단동번길";

/// How far around a door without its words a home may be spoken of.
const DISTANCE: usize = 14;

/// What speaks of one.
const HOMES: &[&str] =
    &["아파트", "우리집", "저희집", "우리 집", "저희 집", "동호수", "주소", "배송지", "단지"];

/// What names a door that is written 101-1502.
const NAMES: &[&str] = &["동호수", "동호", "동·호수", "동/호수", "동/호"];

/// What names a number of a thing that is as short as a door's.
const GOODS: &[&str] = &["제품", "부품", "규격", "치수"];

/// Every door in a passage.
pub fn find(passage: &Passage) -> Vec<Hit> {
    let runs = 0..passage.groups.len();
    let doors = |run| {
        let one = door(passage, run).or_else(|| bare(passage, run));
        one.into_iter().chain(named(passage, run).into_iter().flatten())
    };
    runs.flat_map(doors).collect()
}

/// A flat of which the run `run` is the end of the number, with its house: 101동
/// 1203호, 가동 302호, 101동 B102호, 101동 15층 2호.
fn door(passage: &Passage, run: usize) -> Option<Hit> {
    let flat = digits_before(passage, run)?;
    let end = flat_end(passage, &flat)?;
    let has_letter = passage.before(flat.start).is_some_and(|c| c.is_ascii_alphabetic());
    let start = before_gap(passage, flat.start - usize::from(has_letter));
    let floor = before_floor(passage, start);
    let word = before_gap(passage, floor);
    if passage.before(word) != Some('동') {
        return None;
    }
    let house = house_before(passage, passage.before_blank(word - 1))?;
    let is_numbered = passage.get(house.start).is_some_and(|c| c.is_ascii_digit());
    let is_long = flat.len() >= 3 || (is_numbered && (flat.len() >= 2 || house.len() >= 3));
    is_long.then(|| hit(passage, Kind::HomeAddress, house.start..end))
}

/// The number that ends with the run `run`, whose digits may all stand alone.
fn digits_before(passage: &Passage, run: usize) -> Option<Range<usize>> {
    let last = passage.groups.get(run)?;
    let mut start = last.start;
    let before = passage.groups[..run].iter().rev().take(MOST_DIGITS - 1);
    let is_lone = |group: &&Range<usize>| last.len() == 1 && group.len() == 1;
    for group in before.take_while(is_lone) {
        if group.end + 1 != start || passage.get(group.end) != Some(' ') {
            break;
        }
        start = group.start;
    }
    let is_apart = last.end - start > 2 * (FEWEST_APART - 1);
    Some(if is_apart { start..last.end } else { last.clone() })
}

/// A part of an address of which nothing but letters, digits and dashes matters;
/// two numbers stay apart.
pub fn hit(passage: &Passage, kind: Kind, glyphs: Range<usize>) -> Hit {
    let mut essence = String::new();
    let mut is_apart = false;
    for c in passage.chars(glyphs.clone()) {
        if !c.is_alphanumeric() && c != '-' {
            is_apart = true;
            continue;
        }
        let is_number = c.is_ascii_digit() && essence.ends_with(|c: char| c.is_ascii_digit());
        if is_apart && is_number {
            essence.push(' ');
        }
        essence.push(c);
        is_apart = false;
    }
    Hit { kind, glyphs, essence }
}

/// How many digits stand in `glyphs`.
fn count(passage: &Passage, glyphs: &Range<usize>) -> usize {
    passage.chars(glyphs.clone()).filter(char::is_ascii_digit).count()
}

/// Where the gap between a house and a flat starts that ends at `at`.
fn before_gap(passage: &Passage, at: usize) -> usize {
    let is_gap = |c: &char| is_blank(*c) || matches!(c, ',' | '-' | '/' | '제');
    at - passage.chars(at.saturating_sub(LONGEST_GAP)..at).rev().take_while(is_gap).count()
}

/// Where the floor starts that ends at `at`, 15층 or 지하; `at` where there is
/// none.
fn before_floor(passage: &Passage, at: usize) -> usize {
    if passage.chars(at.saturating_sub(2)..at).eq("지하".chars()) {
        return at - 2;
    }
    let digits = passage.chars(0..at).rev().skip(1).take(2).take_while(char::is_ascii_digit).count();
    if passage.before(at) == Some('층') { at - 1 - digits } else { at }
}

/// The house that ends at `at`: digits, or a letter that is a word of its own.
fn house_before(passage: &Passage, at: usize) -> Option<Range<usize>> {
    let run = passage.groups.partition_point(|group| group.end < at);
    let is_number = passage.groups.get(run).is_some_and(|house| house.end == at);
    let number = if is_number { digits_before(passage, run) } else { None };
    let house = number.clone().unwrap_or(at.saturating_sub(1)..at);
    let is_letter = |c: char| c.is_ascii_alphabetic() || HOUSES.contains(c);
    let joins = |c: char| c == '-' || c.is_ascii_alphanumeric() || (number.is_none() && c.is_alphanumeric());
    let is_house = match number {
        Some(_) => count(passage, &house) <= MOST_DIGITS,
        None => passage.before(at).is_some_and(is_letter),
    };
    (is_house && !passage.before(house.start).is_some_and(joins)).then_some(house)
}

/// Where the number of a flat ends, behind its 호.
pub fn flat_end(passage: &Passage, flat: &Range<usize>) -> Option<usize> {
    let at = passage.behind_blank(flat.end);
    let is_other = matches!(passage.get(at + 1), Some('선' | '기' | '봉' | '점' | '차' | '실'));
    let is_whole = at == flat.end || passage.ends_word(at + 1);
    let is_short = count(passage, flat) <= MOST_DIGITS;
    (is_short && passage.get(at) == Some('호') && !is_other && is_whole).then_some(at + 1)
}

/// Where the door ends that starts with the run `run` without its words, right
/// behind the house of a street that ends at `end`: 동일로 1414, 101-1502.
pub fn behind(passage: &Passage, end: usize, run: usize) -> Option<usize> {
    let house = passage.groups.get(run)?;
    let is_near = [" ", ", ", ","].contains(&passage.text(end..house.start.min(end + LONGEST_GAP)).as_str());
    is_near.then(|| shape(passage, run)).flatten()
}

/// The door that starts with the run `run` without its words, where a home is
/// spoken of: 우리집은 102-1403.
fn bare(passage: &Passage, run: usize) -> Option<Hit> {
    let house = passage.groups.get(run)?;
    let glyphs = house.start..shape(passage, run)?;
    let is_home = passage.is_named(house.start, NAMES) || passage.has_near(&glyphs, DISTANCE, HOMES);
    let is_of_a_thing = [THINGS, GOODS].iter().any(|words| passage.is_named(house.start, words));
    (is_home && !is_of_a_thing).then(|| hit(passage, Kind::HomeAddress, glyphs))
}

/// Where a house ends that is the run `run` with a flat behind it that has the
/// number of one, 101-1502 or 101동 1502, and is a part of nothing else.
fn shape(passage: &Passage, run: usize) -> Option<usize> {
    let (house, flat) = (passage.groups.get(run)?, passage.groups.get(run + 1)?);
    let between = passage.text(house.end..flat.start.min(house.end + LONGEST_GAP));
    let is_joined = ["-", "동 ", "동"].contains(&between.as_str());
    let joins = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/');
    let is_alone = !passage.before(house.start).is_some_and(joins)
        && !passage
            .get(flat.end)
            .is_some_and(|c| joins(c) && !(c == '.' && ends_sentence(passage, flat.end)))
        && !passage.get(passage.behind_blank(flat.end)).is_some_and(|c| COUNTED.contains(c));
    let is_other = is_service(&passage.text(house.start..flat.end));
    let is_door = is_door(&passage.text(house.clone()), &passage.text(flat.clone()));
    (is_joined && is_alone && !is_other && is_door).then_some(flat.end)
}

/// Whether the full stop at `at` stands before no digit.
fn ends_sentence(passage: &Passage, at: usize) -> bool {
    !passage.get(at + 1).is_some_and(|c| c.is_ascii_digit())
}

/// Whether two numbers can be those of a house and a flat: the last two digits of
/// a flat count those on its floor.
pub fn is_door(house: &str, flat: &str) -> bool {
    let is_long = |number: &str| (3..=MOST_DIGITS).contains(&number.len()) && !number.starts_with('0');
    let number = || flat.get(flat.len() - 2..).and_then(|last| last.parse::<u32>().ok());
    is_long(house) && is_long(flat) && number().is_some_and(|flat| (1..=FLATS_OF_FLOOR).contains(&flat))
}

/// The house that is the run `run` and the flat behind it, where the words stand
/// before both: 동 101 호 1502, as in the columns of a table.
fn named(passage: &Passage, run: usize) -> Option<[Hit; 2]> {
    let (house, flat) = (passage.groups.get(run)?, passage.groups.get(run + 1)?);
    let is_near = flat.start - house.end <= 2 * LONGEST_GAP
        && is_door(&passage.text(house.clone()), &passage.text(flat.clone()));
    let is_called = |group: &Range<usize>, words: &[&str]| passage.name_of(group.start, words).is_some();
    let is_door = is_near && is_called(house, &["동"]) && is_called(flat, &["호", "호수"]);
    let essence = format!("{}동{}호", passage.text(house.clone()), passage.text(flat.clone()));
    let hit = |glyphs: &Range<usize>| Hit {
        kind: Kind::HomeAddress,
        glyphs: glyphs.clone(),
        essence: essence.clone(),
    };
    is_door.then(|| [house, flat].map(hit))
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::super::kind::Kind;

    fn kinds(text: &str) -> Vec<Kind> {
        find(text).into_iter().map(|finding| finding.kind).collect()
    }

    #[test]
    fn a_door_is_written_in_many_ways() {
        for text in [
            "108 동 904 호",
            "101동\n910호",
            "117동-1301호",
            "5동 12호",
            "가동 302호",
            "A동 1101호",
            "101동 B102호",
            "101동, 1502호",
            "101동/1502호",
            "101동 15층 2호",
            "101동 지하102호",
            "1 0 1 동 1 5 0 2 호",
        ] {
            assert_eq!(kinds(text), [Kind::HomeAddress], "{text}");
        }
        for text in ["A동 302호실에서", "운동 302호", "제1동 제2호", "101동 302 호텔", "가동 12호"]
        {
            assert_eq!(kinds(text), [], "{text}");
        }
    }

    #[test]
    fn a_door_without_its_words_stands_beside_a_home() {
        for text in ["동호수 101-1502", "우리집은 102-1403 이에요 대림아파트", "대림아파트 101동 1502."]
        {
            assert_eq!(kinds(text), [Kind::HomeAddress], "{text}");
        }
        let table = "| 이름 | 동 | 호 |\n|---|---|---|\n| 김 | 101 | 1502 |";
        let found: Vec<_> = find(table).into_iter().map(|finding| &table[finding.range]).collect();
        assert_eq!(found, ["101", "1502"]);
        for text in [
            "모델 102-1403 이에요",
            "아파트 101-1550, 아파트 101-1502-3",
            "아파트 101동 1502세대",
            "아파트 관리실 1600-1004번, 1588-1234",
            "동호회 101-1502 회원",
        ] {
            assert_eq!(kinds(text), [], "{text}");
        }
    }
}
