//! What is hidden in a source: a text is made of it that says more of people
//! than the source does in the same letters.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Finding;
use super::find;
use super::kind::Kind;
use crate::origin::Origins;

/// What `text` says of people that is not told of in `source`, which it was made
/// of; with its bytes of the source, in the order of the text.
///
/// What stands there letter for letter is told of where it was `seen`, which are
/// all findings of the source, in order; where it was not, the word beside it may
/// be hidden: 여**권** M12345678. What needs no word was judged there all the same,
/// and perhaps let be for the name of its column.
pub fn hidden<'s>(
    text: &str,
    source: &str,
    origins: &Origins,
    seen: impl FnOnce() -> &'s [Finding],
) -> Vec<Finding> {
    let found = within_cells(text, find(text), origins);
    if found.is_empty() {
        return found;
    }
    let table = origins.table(text, source);
    let origin = |range: &Range<usize>| {
        let (first, last) = (table.get(range.start)?, table.get(range.end.checked_sub(1)?)?);
        Some(first.start..last.end.max(first.start))
    };
    let seen = seen();
    let unseen = |finding: Finding| {
        let range = origin(&finding.range)?;
        let stands_otherwise = source[range.clone()] != text[finding.range.clone()];
        let is_judged = finding.kind.is_told_by_shape() || is_seen(seen, &range);
        (stands_otherwise || !is_judged).then_some(Finding { range, ..finding })
    };
    found.into_iter().filter_map(unseen).collect()
}

/// The findings of `text` with those taken apart that go over several cells of a
/// table or items of a list: what each of these says by itself.
///
/// A mobile phone over the cells of one row stays: hardly anything else starts
/// with 010.
fn within_cells(text: &str, found: Vec<Finding>, origins: &Origins) -> Vec<Finding> {
    let mut cells = BTreeSet::new();
    let stays = |Finding { kind, range, .. }: &Finding| {
        let is_of_row = *kind == Kind::MobilePhone && !text[range.clone()].contains('\n');
        is_of_row || origins.touched(range, text.len()).nth(1).is_none()
    };
    let (mut within, across): (Vec<_>, Vec<_>) = found.into_iter().partition(stays);
    for finding in across {
        cells.extend(origins.touched(&finding.range, text.len()).map(|cell| (cell.start, cell.end)));
    }
    for (start, end) in cells {
        let place = |Range { start: first, end }: Range<usize>| start + first..start + end;
        let found = find(&text[start..end]).into_iter();
        within.extend(found.map(|finding| Finding { range: place(finding.range.clone()), ..finding }));
    }
    within.sort_by_key(|finding| finding.range.start);
    within.dedup();
    within
}

/// Whether one of `seen`, which are in order, stands in some of the same bytes.
fn is_seen(seen: &[Finding], range: &Range<usize>) -> bool {
    let before = seen.partition_point(|seen| seen.range.end <= range.start);
    seen.get(before).is_some_and(|next| next.range.start < range.end)
}

/// What `find` finds in texts that stands otherwise in `source`, which they were
/// understood from; with the place of each text.
pub fn hidden_in_texts<'t, P: Clone>(
    texts: impl IntoIterator<Item = (P, &'t str)>,
    source: &str,
    find: impl Fn(&str) -> Vec<Finding>,
) -> Vec<(Finding, P)> {
    let mut hidden = Vec::new();
    for (place, text) in texts {
        // what stands there as it is has been judged beside its key
        let found = find(text).into_iter().filter(|finding| !source.contains(&text[finding.range.clone()]));
        hidden.extend(found.map(|finding| (finding, place.clone())));
    }
    hidden
}

/// The findings in order; those that overlap as one.
pub fn joined(findings: impl Iterator<Item = Finding>) -> Vec<Finding> {
    let mut findings: Vec<_> = findings.collect();
    findings.sort_by_key(|finding| finding.range.start);
    let mut joined: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in findings {
        match joined.last_mut().filter(|last| finding.range.start < last.range.end) {
            Some(last) => last.range.end = last.range.end.max(finding.range.end),
            None => joined.push(finding),
        }
    }
    joined
}
