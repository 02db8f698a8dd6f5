//! What is hidden in a source: a text is made of it that says more of people
//! than the source does in the same letters.

use std::ops::Range;

use super::Finding;
use super::find;
use crate::origin::Origins;

/// What `text` says of people that stands otherwise in `source`, which it was
/// made of; with its bytes of the source, in the order of the text.
///
/// What stands there letter for letter has been judged where it stands, beside
/// the words that say what it is.
pub fn hidden(text: &str, source: &str, origins: &Origins) -> Vec<Finding> {
    let found = find(text);
    if found.is_empty() {
        return found;
    }
    let table = origins.table(text, source);
    let origin = |range: &Range<usize>| {
        let (first, last) = (table.get(range.start)?, table.get(range.end.checked_sub(1)?)?);
        Some(first.start..last.end.max(first.start))
    };
    let stands_otherwise = |finding: Finding| {
        let range = origin(&finding.range)?;
        (source[range.clone()] != text[finding.range]).then_some(Finding { range, ..finding })
    };
    found.into_iter().filter_map(stands_otherwise).collect()
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
