//! Addresses in Latin letters, as those write them who read no Hangul: 58,
//! Itaewon-ro 14-gil, Yongsan-gu (도로명주소법 시행규칙, 로마자 표기), and
//! 101-dong 1203-ho.

use std::ops::Range;

use super::kind::Kind;
use super::number::Hit;
use super::passage::Passage;

/// What streets end in.
const STREETS: [&str; 3] = ["-daero", "-ro", "-gil"];

/// How far before the number of a house a flat may stand, in glyphs.
const DOOR_DISTANCE: usize = 24;

/// What follows the number of a house in an estate.
const HOUSE: &str = "-dong";

/// What follows the number of a flat.
const FLAT: &str = "-ho";

/// What a flat is called.
const DOORS: &[&str] = &["apt", "unit", "room", "#", "bldg", "building", HOUSE, FLAT];

/// Whether such an address can stand in a line.
pub fn can_be_in(line: &str) -> bool {
    STREETS.iter().chain(&[HOUSE]).any(|end| line.contains(end))
}

/// Every such address in a passage.
pub fn find(passage: &Passage) -> Vec<Hit> {
    let runs = 0..passage.groups.len();
    runs.filter_map(|run| street(passage, run).or_else(|| door(passage, run))).collect()
}

/// The flat whose house has the number that is the run `run`: 101-dong 1203-ho.
fn door(passage: &Passage, run: usize) -> Option<Hit> {
    let (house, flat) = (passage.groups.get(run)?, passage.groups.get(run + 1)?);
    let between = passage.text(house.end..flat.start.min(house.end + DOOR_DISTANCE)).to_ascii_lowercase();
    let is_door = matches!(between.strip_prefix(HOUSE), Some(" " | ", " | "," | "-"));
    let end = flat.end + FLAT.len();
    let is_flat = passage.text(flat.end..end).eq_ignore_ascii_case(FLAT)
        && !passage.get(end).is_some_and(|c| c.is_ascii_alphanumeric());
    (is_door && is_flat).then(|| hit(passage, Kind::HomeAddress, house.start..end))
}

/// The street whose house has the number that is the run `run`.
fn street(passage: &Passage, run: usize) -> Option<Hit> {
    let house = passage.groups.get(run)?;
    let is_alone = !passage.before(house.start).is_some_and(|c| c.is_ascii_alphanumeric());
    let is_year =
        house.len() == 4 && matches!(passage.text(house.start..house.start + 2).as_str(), "19" | "20");
    let end = street_end(passage, house.end)?;
    if house.len() > 4 || !is_alone || is_year {
        return None;
    }
    let before = house.start.saturating_sub(DOOR_DISTANCE)..house.start;
    let kind = if has_door(&passage.text(before)) { Kind::HomeAddress } else { Kind::Address };
    Some(hit(passage, kind, house.start..end))
}

fn hit(passage: &Passage, kind: Kind, glyphs: Range<usize>) -> Hit {
    let essence = passage.chars(glyphs.clone()).filter(|c| c.is_alphanumeric()).collect::<String>();
    Hit { kind, glyphs, essence: essence.to_ascii_lowercase() }
}

/// Where the street ends whose name follows the number that ends at `at`:
/// `, Olympic-ro 35-gil`, `-3 Bongeunsa-ro`.
fn street_end(passage: &Passage, at: usize) -> Option<usize> {
    let second = passage.chars(at..at + 5).take_while(|c| *c == '-' || c.is_ascii_digit()).count();
    let start = at + second;
    let start = start + passage.chars(start..start + 2).take_while(|c| matches!(c, ',' | ' ')).count();
    let name = word(passage, start)?;
    let is_street = STREETS.iter().any(|street| passage.text(name.clone()).ends_with(street));
    // a street that starts elsewhere: 5, Teheran-ro 14-gil
    let branch = word(passage, name.end + 1).filter(|branch| passage.text(branch.clone()).ends_with("-gil"));
    is_street.then(|| branch.map_or(name.end, |branch| branch.end))
}

/// The word that starts at `start`: letters, digits and dashes.
fn word(passage: &Passage, start: usize) -> Option<Range<usize>> {
    let is_part = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
    let length = passage.chars(start..start + 40).take_while(is_part).count();
    (length > 3).then(|| start..start + length)
}

/// Whether the number of a flat stands in the words before a house.
fn has_door(before: &str) -> bool {
    let before = before.to_ascii_lowercase();
    before.contains(|c: char| c.is_ascii_digit()) && DOORS.iter().any(|door| before.contains(door))
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::super::kind::Kind;

    fn kinds(text: &str) -> Vec<Kind> {
        find(text).into_iter().map(|finding| finding.kind).collect()
    }

    #[test]
    fn a_street_has_a_number_before_it() {
        assert_eq!(kinds("to 58, Itaewon-ro 14-gil, Yongsan-gu"), [Kind::Address]);
        assert_eq!(kinds("Apt 1203, Bldg 105, 32 Olympic-ro 35-gil, Songpa-gu"), [Kind::HomeAddress]);
        assert_eq!(kinds("Raemian Apt 101-dong 1203-ho."), [Kind::HomeAddress]);
        for text in
            ["101-dong is 2-home", "near Itaewon-ro", "2 euro-rolls", "10 pro-tips", "in 2020 Jong-ro was"]
        {
            assert_eq!(kinds(text), [], "{text}");
        }
    }
}
