//! Front matter: labels are put into its YAML so that everything else goes on
//! saying what it said.

use std::ops::Range;

use super::replacement::Replacement;
use super::replacement::replaced;
use super::scalar;
use super::scalar::Scalar;
use super::scalar::Style;
use crate::personal::Finding;
use crate::yaml::Document;
use crate::yaml::Limits;
use crate::yaml::Value;

/// Says what stands in place of a finding.
type Label<'a> = dyn Fn(&Finding) -> &'static str + 'a;

/// What is written in place of the findings, which are in order, in the bytes
/// `front` of `text`, which are YAML.
///
/// # Errors
/// A finding that no label can stand for.
pub fn replacements<'f>(
    file: &str,
    text: &str,
    front: &Range<usize>,
    findings: &'f [Finding],
    label: &Label,
) -> Result<Vec<Replacement>, &'f Finding> {
    if findings.is_empty() {
        return Ok(Vec::new());
    }
    let front = Front { text, range: front, scalars: scalar::find(&text[front.clone()]), label };
    let replacements = front.replacements(findings)?;
    // where there is an error already, the signs around a text are all there is to go by
    let Some(old) = parse(file, &text[front.range.clone()]) else { return Ok(replacements) };
    let says_the_same = |findings: &[Finding]| {
        let replacements = front.replacements(findings).unwrap_or_default();
        let new = front.block_with(replacements);
        let labels: Vec<_> = findings.iter().map(label).collect();
        parse(file, &new).is_some_and(|new| is_same(&old.root, &new.root, &labels))
    };
    if says_the_same(findings) { Ok(replacements) } else { Err(culprit(findings, says_the_same)) }
}

/// The first finding with which `says_the_same` no longer holds.
fn culprit(findings: &[Finding], says_the_same: impl Fn(&[Finding]) -> bool) -> &Finding {
    let (mut fine, mut failing) = (0, findings.len());
    while fine + 1 < failing {
        let middle = fine.midpoint(failing);
        if says_the_same(&findings[..middle]) { fine = middle } else { failing = middle }
    }
    &findings[fine]
}

/// YAML within a text.
struct Front<'a> {
    text: &'a str,
    range: &'a Range<usize>,
    /// Its texts, in order.
    scalars: Vec<Scalar>,
    label: &'a Label<'a>,
}

impl Front<'_> {
    fn replacements<'f>(&self, findings: &'f [Finding]) -> Result<Vec<Replacement>, &'f Finding> {
        let mut replacements = Vec::with_capacity(findings.len());
        let mut rest = findings;
        while let Some(first) = rest.first() {
            let scalar = self.scalar_at(first.range.start);
            let here = rest.iter().take_while(|finding| is_within(&finding.range, &scalar.range)).count();
            let (inside, others) = rest.split_at(here);
            if inside.is_empty() {
                return Err(first);
            }
            replacements.extend(self.in_scalar(&scalar, inside));
            rest = others;
        }
        Ok(replacements)
    }

    /// The text that byte `at` stands in, or what lies between two of them,
    /// which is a comment.
    fn scalar_at(&self, at: usize) -> Scalar {
        let at = at.saturating_sub(self.range.start);
        let next = self.scalars.partition_point(|scalar| scalar.range.end <= at);
        let start =
            next.checked_sub(1).and_then(|last| self.scalars.get(last)).map_or(0, |last| last.range.end);
        let (range, style) = match self.scalars.get(next) {
            Some(scalar) if scalar.range.start <= at => (scalar.range.clone(), scalar.style),
            Some(scalar) => (start..scalar.range.start, Style::Free),
            None => (start..self.range.len(), Style::Free),
        };
        Scalar { range: self.range.start + range.start..self.range.start + range.end, style }
    }

    /// What is written in place of findings that stand in one text.
    fn in_scalar(&self, scalar: &Scalar, findings: &[Finding]) -> Vec<Replacement> {
        let starts = findings.first().is_some_and(|finding| finding.range.start == scalar.range.start);
        let needs_quotes = match scalar.style {
            Style::Free => false,
            Style::Plain => starts,
            Style::InBrackets => true,
        };
        if needs_quotes {
            return vec![Replacement { range: scalar.range.clone(), text: self.in_quotes(scalar, findings) }];
        }
        let plain = |finding: &Finding| Replacement {
            range: finding.range.clone(),
            text: (self.label)(finding).to_owned(),
        };
        findings.iter().map(plain).collect()
    }

    fn in_quotes(&self, scalar: &Scalar, findings: &[Finding]) -> String {
        let mut quoted = String::from('"');
        let mut end = scalar.range.start;
        for finding in findings {
            quoted.push_str(&escaped(&self.text[end..finding.range.start]));
            quoted.push_str((self.label)(finding));
            end = finding.range.end;
        }
        quoted.push_str(&escaped(&self.text[end..scalar.range.end]));
        quoted.push('"');
        quoted
    }

    /// The YAML with replacements.
    fn block_with(&self, mut replacements: Vec<Replacement>) -> String {
        for Replacement { range, .. } in &mut replacements {
            *range = range.start - self.range.start..range.end - self.range.start;
        }
        replaced(&self.text[self.range.clone()], &replacements)
    }
}

fn is_within(inner: &Range<usize>, outer: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// A text as it is written in double quotes.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

/// The YAML `block`; none where there is an error in it.
pub fn parse<'a>(file: &'a str, block: &'a str) -> Option<Document<'a>> {
    Document::parse(file, block, 0..block.len(), Limits::SETTINGS).ok()
}

/// Whether two values are the same but for labels in the new one.
fn is_same(old: &Value, new: &Value, labels: &[&str]) -> bool {
    match (old, new) {
        (Value::Mapping(old), Value::Mapping(new)) => {
            let pairs = || old.iter().zip(new);
            old.len() == new.len()
                && pairs().all(|((old, _), (new, _))| is_same(old, new, labels))
                && pairs().all(|((_, old), (_, new))| is_same(old, new, labels))
        }
        (Value::Sequence(old), Value::Sequence(new)) => {
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| is_same(old, new, labels))
        }
        (Value::String(old), Value::String(new)) => old == new || is_same_text(old, new, labels),
        (Value::Number(_), Value::String(new)) => labels.contains(&new.as_str()),
        _ => old == new,
    }
}

/// Whether `new` is `old` with labels in place of some of it: what stands
/// between the labels has to stand in `old` in the same order.
fn is_same_text(old: &str, new: &str, labels: &[&str]) -> bool {
    let mut parts = parts_between(new, labels);
    let (Some(last), Some(rest)) = (parts.pop(), parts.split_first()) else { return false };
    let (first, middle) = rest;
    let Some(mut rest) = old.strip_prefix(first) else { return false };
    for part in middle {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// What stands before, between and behind the labels in `text`.
fn parts_between<'t>(text: &'t str, labels: &[&str]) -> Vec<&'t str> {
    let mut kinds = labels.to_vec();
    kinds.sort_unstable();
    kinds.dedup();
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices('[') {
        let label = kinds.iter().find(|label| text[at..].starts_with(**label));
        if let Some(label) = label.filter(|_| at >= start) {
            parts.push(&text[start..at]);
            start = at + label.len();
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_may_differ_by_its_labels_alone() {
        let is_same = |old, new| is_same_text(old, new, &["[가]", "[나]"]);
        assert!(is_same("1 하나 2 둘 3", "[가] 하나 [나] 둘 3"));
        assert!(is_same("[가] 1", "[가] [나]"));
        assert!(!is_same("1 하나 2 둘 3", "[가] 둘 [나] 하나 3"));
        assert!(!is_same("1 하나", "1 하나"));
        assert!(!is_same("1 하나", "[가] 둘"));
    }
}
