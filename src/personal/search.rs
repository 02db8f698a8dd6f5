//! A search for everything that has to go, also for what stands out only once
//! the number beside it is gone.
//!
//! In `01012345678,01012345679` the first number might be a part of the second
//! until that has a label in its place. So the text around the findings is looked
//! at once more, as it is going to be, and again around what that brought to
//! light; looking at all of it each time would take time in the square.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Finding;
use super::fold::LABEL;
use crate::characters::floor_boundary;

/// How far from a finding another one may lie that it hid, in bytes.
const NEAR: usize = 64;

/// How far beyond that the text is looked at, in bytes, for the words that say
/// what a number is.
const CONTEXT: usize = 960;

/// How far beyond that its digits are looked at as well, in bytes: no number is
/// longer, and each takes time.
const LONGEST_NUMBER: usize = 192;

/// A text, and how to look at a part of it.
pub struct Search<'a, F> {
    /// The whole text.
    pub text: &'a str,
    /// What has to go of a text, as far as it is told at one look.
    pub look: F,
}

impl<F: Fn(&str) -> Vec<Finding>> Search<'_, F> {
    /// What was `seen` at the first look with all that it hid, in order; no two
    /// overlap.
    pub fn findings(&self, seen: Vec<Finding>) -> Vec<Finding> {
        let mut found = Found::default();
        seen.into_iter().for_each(|finding| found.keep(finding));
        while !found.fresh.is_empty() {
            let near = joined(found.take_fresh(), NEAR);
            for part in joined(near.clone(), CONTEXT) {
                self.look_at(part, &near, &found).into_iter().for_each(|finding| found.keep(finding));
            }
        }
        found.by_start.into_values().collect()
    }

    /// What lies in one of the stretches `near` of `part`, once all is gone that
    /// was `found`.
    fn look_at(&self, part: Range<usize>, near: &[Range<usize>], found: &Found) -> Vec<Finding> {
        let part = floor_boundary(self.text, part.start)..floor_boundary(self.text, part.end);
        let excerpt = self.excerpt(part, near, found);
        let is_near = |range: &Range<usize>| {
            let before = near.partition_point(|near| near.start <= range.start);
            before.checked_sub(1).is_some_and(|at| range.end <= near[at].end)
        };
        let findings = (self.look)(&excerpt.text).into_iter();
        findings
            .map(|finding| Finding { range: excerpt.origin(&finding.range), ..finding })
            .filter(|finding| is_near(&finding.range))
            .collect()
    }

    /// The text of `range` with a sign for each label: the label itself might open
    /// a form. The same sign stands for digits that are far from what is `near`.
    fn excerpt(&self, range: Range<usize>, near: &[Range<usize>], found: &Found) -> Excerpt {
        let start = found.before(range.start).map_or(range.start, |last| last.end.max(range.start));
        let mut excerpt = Excerpt { text: String::new(), start, labels: Vec::new() };
        let mut end = start;
        for finding in found.by_start.range(start..range.end).map(|(_, finding)| finding) {
            excerpt.push(self.text, end..finding.range.start, near);
            excerpt.push_label(finding.range.clone());
            end = finding.range.end;
        }
        excerpt.push(self.text, end..range.end.max(end), near);
        excerpt
    }
}

/// What was found so far.
#[derive(Default)]
struct Found {
    by_start: BTreeMap<usize, Finding>,
    /// The starts of those whose surroundings are not looked at yet.
    fresh: Vec<usize>,
}

impl Found {
    /// Adds a finding, as one with those that it overlaps.
    fn keep(&mut self, finding: Finding) {
        let mut range = finding.range.clone();
        while let Some(other) = self.before(range.end).filter(|other| other.end > range.start) {
            if other.start <= range.start && range.end <= other.end {
                return;
            }
            self.by_start.remove(&other.start);
            range = range.start.min(other.start)..range.end.max(other.end);
        }
        self.fresh.push(range.start);
        self.by_start.insert(range.start, Finding { range, ..finding });
    }

    /// The last finding that starts before `end`.
    fn before(&self, end: usize) -> Option<Range<usize>> {
        self.by_start.range(..end).next_back().map(|(_, finding)| finding.range.clone())
    }

    /// Those whose surroundings are not looked at yet, in order.
    fn take_fresh(&mut self) -> Vec<Range<usize>> {
        let mut fresh = std::mem::take(&mut self.fresh);
        fresh.sort_unstable();
        fresh.dedup();
        fresh.into_iter().filter_map(|start| Some(self.by_start.get(&start)?.range.clone())).collect()
    }
}

/// The ranges, which are in order, each longer by `more` at both ends; those that
/// then meet are one.
fn joined(ranges: Vec<Range<usize>>, more: usize) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        let (start, end) = (range.start.saturating_sub(more), range.end + more);
        match joined.last_mut() {
            Some(last) if start <= last.end => last.end = last.end.max(end),
            _ => joined.push(start..end),
        }
    }
    joined
}

/// Whether digits are farther from all that is `near` than any number is long.
fn is_far(digits: Range<usize>, near: &[Range<usize>]) -> bool {
    let next = near.partition_point(|near| near.end + LONGEST_NUMBER <= digits.start);
    near.get(next).is_none_or(|near| digits.end + LONGEST_NUMBER <= near.start)
}

/// A part of a text with labels in it.
struct Excerpt {
    text: String,
    /// Where it starts in the whole text.
    start: usize,
    /// Where its labels are, and what they stand for in the whole text.
    labels: Vec<(Range<usize>, Range<usize>)>,
}

impl Excerpt {
    /// Adds the bytes `range` of `text`, without the digits that are far.
    fn push(&mut self, text: &str, range: Range<usize>, near: &[Range<usize>]) {
        let is_digit = |c: char| c.is_ascii_digit();
        let mut end = range.start;
        while let Some(start) = text[end..range.end].find(is_digit).map(|at| end + at) {
            let length = text[start..range.end].find(|c| !is_digit(c)).unwrap_or(range.end - start);
            self.text.push_str(&text[end..start]);
            end = start + length;
            if is_far(start..end, near) {
                self.push_label(start..end);
            } else {
                self.text.push_str(&text[start..end]);
            }
        }
        self.text.push_str(&text[end..range.end]);
    }

    /// Adds a sign in place of `range` of the whole text.
    fn push_label(&mut self, range: Range<usize>) {
        let at = self.text.len();
        self.text.push(LABEL);
        self.labels.push((at..self.text.len(), range));
    }

    /// The bytes of the whole text that `range` of the excerpt shows.
    fn origin(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.place(range.start, |label| label.start);
        start..self.place(range.end, |label| label.end).max(start)
    }

    /// Where the byte `at` stands in the whole text; one within a label at the
    /// side `of` what that stands for.
    fn place(&self, at: usize, of: fn(&Range<usize>) -> usize) -> usize {
        let labels = self.labels.partition_point(|(label, _)| label.start < at);
        match labels.checked_sub(1).and_then(|last| self.labels.get(last)) {
            Some((label, origin)) if at < label.end => of(origin),
            Some((label, origin)) => origin.end + (at - label.end),
            None => self.start + at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let findings = Search { text, look: find }.findings(find(text));
        findings.into_iter().map(|finding| &text[finding.range]).collect()
    }

    #[test]
    fn what_stood_beside_a_number_is_found_too() {
        assert_eq!(found("01012345678,01012345679"), ["01012345678", "01012345679"]);
        let many: Vec<_> = (0..60).map(|at| format!("010123456{at:02}")).collect();
        assert_eq!(found(&many.join(",")), many);
    }
}
