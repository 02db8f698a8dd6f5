//! Numbers of an order and of the parcel that brings it: who has one learns
//! from the shop or the carrier what was bought, and where it goes.
//!
//! They have no shape of their own, so the word has to stand right beside them.

use std::ops::Range;
use std::ops::RangeInclusive;

use super::kind::Kind;
use super::number::Hit;
use super::number::THINGS;
use super::number::pair;
use super::passage::Passage;
use super::phone;

/// The fewest digits of a number that names one order or parcel among all.
const FEWEST_DIGITS: usize = 6;

/// The longest number, in glyphs: a day, a shop and a counter.
const LONGEST: usize = 32;

/// How many digits a carrier gives a parcel.
const PARCEL_DIGITS: RangeInclusive<usize> = 10..=14;

/// How far before such a number the word may stand, in glyphs.
const PARCEL_DISTANCE: usize = 16;

/// How many digits a number has that is printed in groups.
const PRINTED_DIGITS: RangeInclusive<usize> = 10..=20;

/// The fewest digits of such a group.
const FEWEST_PRINTED: usize = 3;

/// What the number of an order is called.
const ORDERS: &[&str] =
    &["주문번호", "주문 번호", "주문넘버", "주문no", "오더번호", "order number", "order no", "order id"];

/// What is ordered, and in which order: a number behind it counts that, or is
/// a day, unless it has a `#` before it or is longer than either.
const SHORT_ORDERS: &[&str] = &["주문", "order"];

/// The fewest digits that are longer: a day and a counter.
const LONG_DIGITS: usize = 12;

/// How many digits a day has: 20260302.
const DAY_DIGITS: usize = 8;

/// What the number of a parcel is called.
const PARCELS: &[&str] = &[
    "송장",
    "운송장",
    "송장번호",
    "송장 번호",
    "송장no",
    "택배번호",
    "택배 번호",
    "배송번호",
    "배송 번호",
    "tracking number",
    "tracking no",
    "tracking id",
    "tracking",
    "waybill",
];

/// Who brings parcels: what follows is a number of theirs where it is long
/// enough. So is what follows 등기번호, where it is not that of a company.
const CARRIERS: &[&str] = &["택배", "대한통운", "로젠", "cj", "fedex", "dhl", "등기번호", "등기 번호"];

/// What may stand between two numbers that are called the same.
const JOINTS: &[&str] = &["와", "과", "랑", "이랑", "하고", "및", "그리고", ",", "/", "·", "&", "and"];

/// How far a second number may stand behind the first.
const JOINT_DISTANCE: usize = 5;

/// How far around a number a company may be spoken of.
const COMPANY_DISTANCE: usize = 20;

/// What is counted behind a number that is none of an order.
const COUNTED: &str = "원개건명번자만천억";

/// Every number of an order or a parcel.
pub fn find(passage: &Passage) -> Vec<Hit> {
    let mut hits: Vec<Hit> = Vec::new();
    for (run, group) in passage.groups.iter().enumerate() {
        let last = hits.last();
        // runs of digits within the number before
        if last.is_none_or(|last| last.glyphs.end <= group.start) {
            let found = number(passage, run).and_then(|number| {
                let kind =
                    kind(passage, &number).or_else(|| last.and_then(|last| joined(passage, last, &number)));
                kind.map(|kind| hit(passage, kind, number))
            });
            hits.extend(found);
        }
    }
    hits
}

/// The number in which the run `run` is the first, if it can be one of an order
/// or a parcel.
fn number(passage: &Passage, run: usize) -> Option<Range<usize>> {
    let code = printed(passage, run).or_else(|| Some(code(passage, passage.groups.get(run)?)))?;
    let digits = digits(passage, &code);
    let is_counted = passage.get(code.end).is_some_and(|c| COUNTED.contains(c));
    (!is_date(passage, &code) && digits >= FEWEST_DIGITS && code.len() <= LONGEST && !is_counted)
        .then_some(code)
}

fn digits(passage: &Passage, glyphs: &Range<usize>) -> usize {
    passage.chars(glyphs.clone()).filter(char::is_ascii_digit).count()
}

/// What the words beside a number say that it is.
fn kind(passage: &Passage, number: &Range<usize>) -> Option<Kind> {
    let is_sure = || passage.before(number.start) == Some('#') || is_long(passage, number);
    if is_called(passage, number, ORDERS) || (passage.is_named(number.start, SHORT_ORDERS) && is_sure()) {
        return Some(Kind::OrderNumber);
    }
    let is_carried = PARCEL_DIGITS.contains(&digits(passage, number))
        && passage.is_named(number.start, CARRIERS)
        && !passage.has_near(number, COMPANY_DISTANCE, &["법인"]);
    (is_carried || is_called(passage, number, PARCELS) || is_announced(passage, number))
        .then_some(Kind::TrackingNumber)
}

/// Whether the number of a parcel is spoken of a few words before one that is as
/// long as they are and no phone number: 송장 이렇게 나와요 420119384755.
fn is_announced(passage: &Passage, number: &Range<usize>) -> bool {
    let before = passage.text(number.start.saturating_sub(PARCEL_DISTANCE)..number.start);
    let is_said = PARCELS.iter().any(|word| {
        let behind = before.rsplit_once(word).map(|(_, behind)| behind);
        behind.is_some_and(|behind| !behind.contains(|c: char| c.is_ascii_digit() || "\n.?!/|,".contains(c)))
    });
    is_said
        && passage.get(number.start) != Some('0')
        && number.len() == digits(passage, number)
        && PARCEL_DIGITS.contains(&number.len())
        && !passage.is_named(number.start, THINGS)
}

/// Whether a number is longer than what is counted, and no list of steps.
fn is_long(passage: &Passage, number: &Range<usize>) -> bool {
    let text = passage.text(number.clone());
    let mut runs = text.split(|c: char| !c.is_ascii_digit());
    digits(passage, number) >= LONG_DIGITS && runs.any(|run| run.len() >= FEWEST_DIGITS)
}

/// What a number is that is named together with the one before it: 주문번호 A와
/// B.
fn joined(passage: &Passage, last: &Hit, number: &Range<usize>) -> Option<Kind> {
    let between = last.glyphs.end..number.start;
    let is_joined = between.len() <= JOINT_DISTANCE && JOINTS.contains(&passage.text(between).trim());
    (is_joined && digits(passage, number) == digits(passage, &last.glyphs)).then_some(last.kind)
}

/// Whether one of `words` stands right before `glyphs`, or right behind.
fn is_called(passage: &Passage, glyphs: &Range<usize>, words: &[&str]) -> bool {
    passage.is_named(before_ending(passage, glyphs.start), words)
        || passage.is_named_behind(glyphs.end, words)
}

/// Where the polite ending starts that stands before `at`, as in 주문번호는요
/// 12; `at` where there is none.
fn before_ending(passage: &Passage, at: usize) -> usize {
    let end = if passage.before(at) == Some(' ') { at - 1 } else { at };
    if passage.before(end) == Some('요') { end - 1 } else { at }
}

/// The letters, digits and dashes around the digits `group`.
fn code(passage: &Passage, group: &Range<usize>) -> Range<usize> {
    let is_part = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
    let before = passage.chars(group.start.saturating_sub(LONGEST)..group.start).rev();
    let behind = passage.chars(group.end..group.end + LONGEST);
    let (before, behind) = (before.take_while(is_part).count(), behind.take_while(is_part).count());
    let dashes = |glyphs: Range<usize>| passage.chars(glyphs).take_while(|c| *c == '-').count();
    let start = group.start - before;
    let start = start + dashes(start..group.start);
    let end = group.end + behind;
    let last = passage.chars(group.end..end).rev().take_while(|c| *c == '-').count();
    start..end - last
}

/// Whether a code is a day, perhaps with an hour, 2026-03-02T10, 20260302: the
/// most frequent of all, and none of an order.
fn is_date(passage: &Passage, code: &Range<usize>) -> bool {
    let glyph = |at| passage.get(code.start + at);
    let text = passage.text(code.clone());
    if text.len() == DAY_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let is_day = (1..=12).contains(&pair(&text, 4)) && (1..=31).contains(&pair(&text, 6));
        return matches!(pair(&text, 0), 19 | 20) && is_day;
    }
    glyph(4) == Some('-') && glyph(7) == Some('-') && (code.len() == 10 || glyph(10) == Some('T'))
}

/// Runs of digits with blanks between, the run `run` the first of them, as
/// carriers and shops print numbers: 6012 3456 7890; or each digit by itself. A
/// phone number behind them is none of theirs.
fn printed(passage: &Passage, run: usize) -> Option<Range<usize>> {
    let group = passage.groups.get(run)?;
    let fits = |run: &Range<usize>| run.len() >= FEWEST_PRINTED || (run.len() == 1 && group.len() == 1);
    let mut glyphs = group.clone();
    for (at, next) in passage.groups.iter().enumerate().skip(run + 1) {
        let is_next = next.start == glyphs.end + 1 && passage.get(glyphs.end) == Some(' ');
        let is_printed = fits(next) && glyphs.len() <= LONGEST;
        if !is_next || !is_printed || phone::starts(passage, at) {
            break;
        }
        glyphs.end = next.end;
    }
    let is_alone = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric() && c != '-');
    (glyphs.end > group.end
        && fits(group)
        && PRINTED_DIGITS.contains(&digits(passage, &glyphs))
        && is_alone(passage.before(glyphs.start))
        && is_alone(passage.get(glyphs.end)))
    .then_some(glyphs)
}

fn hit(passage: &Passage, kind: Kind, glyphs: Range<usize>) -> Hit {
    let essence = passage.chars(glyphs.clone()).filter(|c| c.is_alphanumeric()).collect();
    Hit { kind, glyphs, essence }
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::super::kind::Kind;

    fn kinds(text: &str) -> Vec<Kind> {
        find(text).into_iter().map(|finding| finding.kind).collect()
    }

    #[test]
    fn the_word_stands_right_beside_the_number() {
        assert_eq!(kinds("주문번호는 20260302-0001234"), [Kind::OrderNumber]);
        assert_eq!(kinds("송장번호 (20260301), 주문번호 20261301"), [Kind::OrderNumber]);
        assert_eq!(kinds("601234567890 (운송장번호)"), [Kind::TrackingNumber]);
        assert_eq!(kinds("18200047391265 이게 쿠팡 주문번호예요"), [Kind::OrderNumber]);
        assert_eq!(kinds("주문번호를 아시면 1588-1234로"), []);
        assert_eq!(kinds("제품 번호 20260302-0001234"), []);
        assert_eq!(kinds("주문번호는요 20260302-1234567"), [Kind::OrderNumber]);
        assert_eq!(kinds("주문번호 2026 0302 1234 575"), [Kind::OrderNumber]);
    }

    #[test]
    fn an_order_is_also_what_is_ordered() {
        assert_eq!(kinds("order #1234567, 주문 20260302-1234567 취소"), [Kind::OrderNumber; 2]);
        for text in
            ["in this order: 1-2-3-4-5-6-7-8-9-10-11", "Executive order 13526-2009", "주문 20260302 이후"]
        {
            assert_eq!(kinds(text), [], "{text}");
        }
    }

    #[test]
    fn two_numbers_share_a_name() {
        assert_eq!(kinds("주문번호 20240911-882104와 20240911-882119 합배송"), [Kind::OrderNumber; 2]);
        assert_eq!(kinds("주문번호 20240911-882104, 20240912"), [Kind::OrderNumber]);
    }

    #[test]
    fn a_carrier_is_no_number_by_itself() {
        assert_eq!(kinds("한진택배 6012 3456 7890, 운송장 240 7719 33852을"), [Kind::TrackingNumber; 2]);
        assert_eq!(kinds("한진택배 1588-0011, 등기번호 12345"), []);
        assert_eq!(kinds("송장 이렇게 나와요 420119384755"), [Kind::TrackingNumber]);
        assert_eq!(kinds("운송장 4 1 8 2 0 5 9 3 7 7 4 6"), [Kind::TrackingNumber]);
        for text in
            ["송장이 왔어요. 420119384755", "송장 없이 바코드 8809302451181 만", "송장 3장 420119384755"]
        {
            assert_eq!(kinds(text), [], "{text}");
        }
    }
}
