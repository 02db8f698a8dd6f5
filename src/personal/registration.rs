//! Numbers that an authority gave to a person: 주민등록번호 and
//! 외국인등록번호, passports, driver's licences.

use std::ops::Range;

use super::kind::Kind;
use super::number::Hit;
use super::number::Number;
use super::number::THINGS;
use super::number::digit;
use super::number::is_in_web_address;
use super::number::names_a_thing;
use super::number::pair;
use super::passage::Passage;

/// How far around a number the word may stand that it has to come with.
const DISTANCE: usize = 30;

/// The same for one in a list.
const LIST_DISTANCE: usize = 80;

/// How far around a number a company may be spoken of.
const COMPANY_DISTANCE: usize = 20;

/// What says that a number is one of a company.
const COMPANY: &[&str] = &["법인", "등기"];

/// What says that a number is one of a person.
const PERSON: &[&str] = &["주민", "외국인", "생년", "본인"];

/// How many digits stand before the dash, a birthday, and behind it.
const HALVES: [usize; 2] = [6, 7];

/// The last year of this century, in two digits, that anybody was born in.
/// There is no clock here, and a later year is one that no number has.
const LATEST_BIRTH: u32 = 40;

/// How far behind a number the price of a product may stand.
const PRICE_DISTANCE: usize = 14;

/// What numbers are called that start with the day on which they were given.
const DATED: &[&str] = &[
    "주문번호",
    "주문 번호",
    "예약번호",
    "영수증번호",
    "영수증 번호",
    "로트",
    "로트번호",
    "배치",
    "배치번호",
    "상품",
    "상품번호",
    "코드",
];

/// Letters that a Korean passport starts with.
const PASSPORTS: &[char] = &['m', 's', 'r', 'o', 'd', 'g'];

/// The one of them that is of passports from before 2021 alone.
const OLD_PASSPORT: u8 = b'G';

/// How many letters and digits a passport has.
const PASSPORT_LENGTH: usize = 9;

/// Regions that licences of the older form start with.
const REGIONS: &[&str] = &[
    "서울", "부산", "경기", "강원", "충북", "충남", "전북", "전남", "경북", "경남", "제주", "대구", "인천",
    "광주", "대전", "울산",
];

/// 주민등록번호 or 외국인등록번호: six digits of a birthday, one for the
/// century, six more.
///
/// The last digit was a check digit until October 2020 and is random since, so
/// it is never asked for.
pub fn number(passage: &Passage, number: &Number) -> Option<Hit> {
    // a dash makes it one whatever the year; without it, barcodes look alike
    let kind = kind(&number.digits).filter(|_| number.is_dashed() || is_past(&number.digits))?;
    let parts: [&[usize]; 5] = [&[13], &[6, 7], &[6, 1, 6], &[2, 2, 2, 7], &[2, 2, 2, 1, 6]];
    let is_written_so = number.is_spread()
        || parts.iter().any(|parts| number.is_split(parts))
        || is_set_apart(passage, number);
    let is_listed = passage.chars(number.glyphs.clone()).any(|c| c == ',');
    let is_of_a_thing = (names_a_thing(passage, number) && !is_older_than_orders(passage, number))
        || is_company(passage, number)
        || (number.is_solid() && is_in_web_address(passage, number))
        || ((is_listed || is_of_a_product(passage, number)) && !is_called_so(passage, number));
    (is_written_so && !is_of_a_thing).then(|| number.hit(kind))
}

/// Whether there are blanks in one of its halves or in both, which a dash sets
/// apart: 850714-2 2 3 4 5 6 7. Halves that are cut anyhow ask for a word beside
/// them.
fn is_set_apart(passage: &Passage, number: &Number) -> bool {
    let text = passage.text(number.glyphs.clone());
    let Some((front, back)) = text.split_once('-') else { return false };
    let is_plain = |half: &str| half.chars().all(|c| c.is_ascii_digit() || c == ' ');
    is_plain(front)
        && is_plain(back)
        && number.is_split_finely(&HALVES)
        && (number.is_split_or_spread(&HALVES) || is_called_so(passage, number))
}

/// Whether the number is called one of an order and starts with a day before
/// there were any: it is a birthday, as in 주문번호 880215-1234567.
fn is_older_than_orders(passage: &Passage, number: &Number) -> bool {
    let is_of_last_century =
        matches!(digit(&number.digits, 6), 1 | 2 | 5 | 6) && pair(&number.digits, 0) > LATEST_BIRTH;
    number.is_dashed() && is_of_last_century && passage.is_named(number.glyphs.start, DATED)
}

/// Which of the two the digits are: thirteen, a birthday and the century in
/// front.
pub fn kind(digits: &str) -> Option<Kind> {
    let kind = match digit(digits, 6) {
        1..=4 => Kind::ResidentNumber,
        5..=8 => Kind::ForeignerNumber,
        _ => return None,
    };
    (digits.len() == 13 && is_birthday(digits)).then_some(kind)
}

/// Whether the digits start with a day that somebody can be born on.
fn is_birthday(digits: &str) -> bool {
    let (month, day) = (pair(digits, 2), pair(digits, 4));
    let days = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// Whether that day has come, or soon will.
pub fn is_past(digits: &str) -> bool {
    !matches!(digit(digits, 6), 3 | 4 | 7 | 8) || pair(digits, 0) <= LATEST_BIRTH
}

/// Whether this is the number of a company (법인등록번호), which has the same
/// shape: its check digit is right, and the nearest name is one of a company.
/// 법인카드 쓰는데 주민번호 is followed by that of a person.
fn is_company(passage: &Passage, number: &Number) -> bool {
    let weighted: u32 = (0..12).map(|at| digit(&number.digits, at) * (1 + at as u32 % 2)).sum();
    (10 - weighted % 10) % 10 == digit(&number.digits, 12) && is_called_a_company(passage, &number.glyphs)
}

fn is_called_a_company(passage: &Passage, glyphs: &Range<usize>) -> bool {
    let before = passage.text(glyphs.start.saturating_sub(COMPANY_DISTANCE)..glyphs.start);
    let last = |words: &[&str]| words.iter().filter_map(|word| before.rfind(word)).max();
    if let (None, None) = (last(COMPANY), last(PERSON)) {
        let behind = passage.text(glyphs.end..glyphs.end + COMPANY_DISTANCE);
        let first = |words: &[&str]| words.iter().filter_map(|word| behind.find(word)).min();
        return first(COMPANY).is_some_and(|company| first(PERSON).is_none_or(|person| company < person));
    }
    last(COMPANY) > last(PERSON)
}

/// Whether this is the number on a product: one that starts with 881 may as well
/// be that of somebody born late in 1988, unless it stands in a list of goods.
fn is_of_a_product(passage: &Passage, number: &Number) -> bool {
    let is_of_goods = || {
        let behind = passage.text(number.glyphs.end..number.glyphs.end + PRICE_DISTANCE);
        let has_price =
            behind.split_once('원').is_some_and(|(sum, _)| sum.ends_with(|c: char| c.is_ascii_digit()));
        let sides = [passage.before(number.glyphs.start), passage.get(number.glyphs.end)];
        let is_cell = sides.into_iter().all(|side| matches!(side, Some(' ' | '/')))
            && behind.trim_start().starts_with('/')
            && passage.chars(0..number.glyphs.start).rev().find(|c| *c != ' ') == Some('/');
        has_price || is_cell
    };
    is_barcode(number) || (has_check_digit(number, "881") && is_of_goods())
}

/// Whether this is the number on a Korean product that starts with 880.
pub fn is_barcode(number: &Number) -> bool {
    has_check_digit(number, "880")
}

/// Whether this is a number on a product that starts with `country` and ends in
/// its check digit (GS1).
fn has_check_digit(number: &Number, country: &str) -> bool {
    let weighted: u32 = (0..12).map(|at| digit(&number.digits, at) * (1 + at as u32 % 2 * 2)).sum();
    number.is_solid()
        && number.digits.len() == 13
        && number.digits.starts_with(country)
        && (10 - weighted % 10) % 10 == digit(&number.digits, 12)
}

/// Whether a word near says that this is the number of a person.
fn is_called_so(passage: &Passage, number: &Number) -> bool {
    passage.has_near(&number.glyphs, COMPANY_DISTANCE, PERSON)
        || passage.has_near(&number.glyphs, COMPANY_DISTANCE, &["등록번호", "등록증", "거소"])
}

/// A driver's licence: 11-22-333333-44, its first pair a region, or the older
/// form with the region's name.
pub fn licence(passage: &Passage, number: &Number) -> Option<Hit> {
    let is_new = number.digits.len() == 12
        && matches!(pair(&number.digits, 0), 11..=26 | 28)
        && (number.is_solid() || number.is_spread() || number.is_split(&[2, 2, 6, 2]));
    let is_old = number.is_split(&[2, 6, 2]) && passage.has_before(number.glyphs.start, 4, REGIONS);
    // dashes make it hard to take for anything else, so that one word is enough for a list
    let distance = if number.is_dashed() { LIST_DISTANCE } else { DISTANCE };
    ((is_new || is_old) && passage.has_near(&number.glyphs, distance, &["면허", "licence", "license"]))
        .then(|| number.hit(Kind::DriverLicence))
}

/// A passport: a letter and eight digits, or since 2021 with a letter among
/// them, perhaps with blanks between; with how many runs of digits it has.
pub fn passport(passage: &Passage, run: usize) -> Option<(usize, Hit)> {
    let first = passage.groups.get(run)?;
    let has_gap = matches!(passage.before(first.start), Some(' ' | '-'));
    let start = first.start.checked_sub(1 + usize::from(has_gap))?;
    if !passage.get(start).is_some_and(|letter| PASSPORTS.contains(&letter.to_ascii_lowercase())) {
        return None;
    }
    let (mut essence, mut end) = (passage.text(start..start + 1), first.start);
    while essence.len() < PASSPORT_LENGTH {
        let at = end + usize::from(passage.get(end) == Some(' '));
        essence.push(passage.get(at).filter(char::is_ascii_alphanumeric)?);
        end = at + 1;
    }
    essence.make_ascii_uppercase();
    let glyphs = start..end;
    let runs = passage.groups[run..].iter().take_while(|group| group.start < end).count();
    (has_shape(&essence) && is_passport(passage, &glyphs))
        .then_some((runs, Hit { kind: Kind::PassportNumber, glyphs, essence }))
}

/// Whether a letter comes first, then digits, perhaps with a letter behind the
/// third of them.
fn has_shape(passport: &str) -> bool {
    let is_old = passport.as_bytes().first() == Some(&OLD_PASSPORT);
    passport.bytes().enumerate().all(|(at, byte)| match at {
        0 => byte.is_ascii_uppercase(),
        4 if !is_old => byte.is_ascii_alphanumeric(),
        _ => byte.is_ascii_digit(),
    })
}

/// Whether what has the shape of a passport starts as one, is called one, and
/// is no part of a word: 여권 케이스 모델 S12345678 is one of a thing.
pub fn is_passport(passage: &Passage, glyphs: &Range<usize>) -> bool {
    let joins = |c: char| c.is_ascii_alphanumeric();
    passage.get(glyphs.start).is_some_and(|letter| PASSPORTS.contains(&letter.to_ascii_lowercase()))
        && !passage.before(glyphs.start).is_some_and(joins)
        && !passage.get(glyphs.end).is_some_and(joins)
        && passage.has_near(glyphs, DISTANCE, &["여권", "passport"])
        && !passage.is_named(glyphs.start, THINGS)
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::super::kind::Kind;

    fn kinds(text: &str) -> Vec<Kind> {
        find(text).into_iter().map(|finding| finding.kind).collect()
    }

    #[test]
    fn no_check_digit_is_asked_for() {
        for last in 0..10 {
            assert_eq!(kinds(&format!("201104-400000{last}")), [Kind::ResidentNumber], "{last}");
        }
        assert_eq!(kinds("900101-5234567"), [Kind::ForeignerNumber]);
    }

    #[test]
    fn a_birthday_has_to_be_one() {
        for text in ["900230-1234567", "901301-1234567", "900101-9234567", "9901013234567"] {
            assert_eq!(kinds(text), [], "{text}");
        }
        assert_eq!(kinds("990101-3234567"), [Kind::ResidentNumber]);
    }

    #[test]
    fn a_day_of_the_last_century_is_none_of_an_order() {
        assert_eq!(kinds("주문번호 880215-1234567-1"), [Kind::ResidentNumber]);
        assert_eq!(kinds("주문번호 240215-1234567-1"), [Kind::OrderNumber]);
    }

    #[test]
    fn a_company_is_no_person() {
        assert_eq!(kinds("법인등록번호 110111-1129497"), []);
        assert_eq!(kinds("110111-1129497"), [Kind::ResidentNumber]);
        // its check digit is wrong, so it is the number of whoever speaks for the company
        assert_eq!(kinds("법인 대표 110111-1129498"), [Kind::ResidentNumber]);
        assert_eq!(kinds("법인카드 쓰는데 주민번호 110111-1129497"), [Kind::ResidentNumber]);
        assert_eq!(kinds("주민번호 말고 법인번호 110111-1129497"), []);
    }

    #[test]
    fn passports_and_licences_need_their_word() {
        assert_eq!(
            kinds("여권 M123A4567, M 7291 0385, 면허 11-12-345678-90"),
            [Kind::PassportNumber, Kind::PassportNumber, Kind::DriverLicence]
        );
        assert_eq!(kinds("여권번호 M 29384754, M-29384761"), [Kind::PassportNumber; 2]);
        for text in ["여권 M 123A4567", "여권 M 7 7 0 C 1 1 2 3", "M123 A4567 여권", "여권 M123A 4567"]
        {
            assert_eq!(kinds(text), [Kind::PassportNumber], "{text}");
        }
        assert_eq!(kinds("나사 M12345678, 부품 11-12-345678-90"), []);
        assert_eq!(kinds("여권 케이스 모델 S12345678"), []);
    }
}
