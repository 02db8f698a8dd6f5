//! Personal data: what tells who a customer is or where to reach them, found
//! in a text before everybody reads it.
//!
//! ```text
//! text -> passages -> findings: kind and bytes of the text
//! ```
//!
//! Of a text only the lines that can hold any are looked at closer, with their
//! neighbours as a passage: it is folded, so that full-width
//! digits, 공일공, invisible characters and digits set apart hide nothing, and
//! each kind has a small scanner of its own. Shapes and words around them
//! decide; where a check digit exists, it settles what a shape leaves open,
//! except for registration numbers, which have had none since October 2020.

mod account;
mod address;
mod birth;
mod connecting;
mod door;
mod drawing;
mod email;
mod fold;
mod form;
mod halves;
mod hidden;
mod ip;
mod kind;
mod markup;
mod mask;
mod name;
mod number;
mod order;
mod passage;
mod pdf;
mod phone;
mod picture;
mod plate;
mod policy;
mod region;
mod registration;
mod report;
mod romanised;
mod search;
mod spoken;
mod suspicious;
mod table;
mod tiff;

use std::cmp::Reverse;
use std::ops::Range;

use self::number::Hit;
use self::passage::Passage;

pub use self::drawing::described as described_drawing;
pub use self::drawing::words as words_of_drawing;
pub use self::hidden::hidden;
pub use self::hidden::hidden_in_texts;
pub use self::hidden::joined;
pub use self::kind::Kind;
pub use self::kind::Label;
pub use self::kind::Level;
pub use self::markup::has_marks;
pub use self::markup::shown as shown_markup;
pub use self::mask::Mask;
pub use self::mask::masked;
pub use self::mask::starred;
pub use self::picture::Described;
pub use self::picture::described;
pub use self::policy::Consent;
pub use self::policy::Consents;
pub use self::policy::Policy;
pub use self::report::Remedy;

/// A stretch of text that is personal data, or looks like it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// Its bytes of the text; both ends lie between characters.
    pub range: Range<usize>,
    /// What it says, without what only sets it apart: digits alone, an address
    /// of e-mail in small letters. Two spellings of one number are equal.
    pub essence: String,
}

/// Everything in `text` that is personal data, in order; no two overlap.
///
/// The time it takes grows with the length of the text and with nothing else.
pub fn find(text: &str) -> Vec<Finding> {
    let mut findings = in_lines(text);
    let rows = table::rows(text);
    if !rows.is_empty() {
        // the rows of tables are read with the names of their columns instead
        let is_in_row = |at: usize| {
            let before = rows.partition_point(|row| row.line.end <= at);
            rows.get(before).is_some_and(|row| row.line.contains(&at))
        };
        findings.retain(|finding| !is_in_row(finding.range.start));
        findings.extend(rows.iter().flat_map(|row| row.findings(text, in_lines)));
    }
    findings.extend(form::findings(text, in_lines));
    settled(findings, |finding| finding.kind, |finding| &finding.range)
}

/// Whether `text` can hold any, told by its bytes alone.
pub fn may_be_in(text: &str) -> bool {
    suspicious::lines(text).next().is_some()
}

/// Everything in `text` that is personal data, line by line.
fn in_lines(text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (start, part) in suspicious::lines(text) {
        let passage = Passage::fold(part);
        findings.extend(hits(&passage).into_iter().map(|Hit { kind, glyphs, essence }| {
            let bytes = passage.bytes(&glyphs);
            Finding { kind, range: start + bytes.start..start + bytes.end, essence }
        }));
    }
    findings
}

/// What every scanner finds; of two that overlap one.
fn hits(passage: &Passage) -> Vec<Hit> {
    let mut hits = number::find(passage);
    hits.extend(halves::find(passage));
    hits.extend(address::find(passage));
    hits.extend(door::find(passage));
    hits.extend(romanised::find(passage));
    hits.extend(order::find(passage));
    hits.extend(birth::find(passage));
    hits.extend(ip::find(passage));
    if passage.has_at {
        hits.extend(email::find(passage));
    }
    if passage.has_spoken {
        hits.extend(spoken::find(passage));
    }
    if passage.has_filling {
        hits.extend(connecting::find(passage));
    }
    settled(hits, |hit| hit.kind, |hit| &hit.glyphs)
}

/// In order; of two that overlap the one that is blocked, or else the one that
/// says more.
///
/// A site may let be what it is only warned of, an order number say, and the
/// phone number beside it would go along.
fn settled<T>(found: Vec<T>, kind: impl Fn(&T) -> Kind, range: impl Fn(&T) -> &Range<usize>) -> Vec<T> {
    let is_first = |found: &T| kind(found).is_one_word() || kind(found).default_level() == Level::Block;
    let (first, rest): (Vec<_>, Vec<_>) = found.into_iter().partition(is_first);
    let mut settled = longest(first, &range);
    let is_free = |found: &T| {
        let before = settled.partition_point(|settled| range(settled).end <= range(found).start);
        settled.get(before).is_none_or(|next| range(found).end <= range(next).start)
    };
    let rest: Vec<_> = rest.into_iter().filter(is_free).collect();
    settled.extend(rest);
    longest(settled, range)
}

/// In order, and of two that overlap the one that says more.
fn longest<T>(mut found: Vec<T>, range: impl Fn(&T) -> &Range<usize>) -> Vec<T> {
    found.sort_by_key(|found| (range(found).start, Reverse(range(found).end)));
    let mut end = 0;
    found.retain(|found| {
        let is_free = range(found).start >= end;
        end = end.max(range(found).end);
        is_free
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(Kind, &str)> {
        find(text).into_iter().map(|finding| (finding.kind, &text[finding.range])).collect()
    }

    #[test]
    fn what_is_only_warned_of_hides_nothing_that_is_blocked() {
        let (order, mobile) = (Kind::OrderNumber, Kind::MobilePhone);
        let text = "주문번호 12345678 01012345678 환불";
        assert_eq!(found(text), [(order, "12345678"), (mobile, "01012345678")]);
        let text = "송장번호 123456789 010 1234 5678";
        assert_eq!(found(text), [(Kind::TrackingNumber, "123456789"), (mobile, "010 1234 5678")]);
        let text = "농협 계좌 352 1234 567 010 1234 5678";
        assert_eq!(found(text), [(Kind::BankAccount, "352 1234 567"), (mobile, "010 1234 5678")]);
        assert_eq!(found("서울 본사로 4111 1111 1111 1111").len(), 1);
        assert_eq!(found("01012345678@naver.com"), [(Kind::Email, "01012345678@naver.com")]);
    }
}
