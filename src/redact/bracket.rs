//! A bracket that a finding opens or closes: one alone would be left over.

use std::ops::Range;

use crate::personal::Finding;

/// The findings, which are in order, each with the bracket right before or
/// behind it that it closes or opens, as in `(010) 1234-5678`.
pub fn taken_along(text: &str, mut findings: Vec<Finding>) -> Vec<Finding> {
    let mut end = 0;
    for at in 0..findings.len() {
        let next = findings.get(at + 1).map_or(text.len(), |next| next.range.start);
        let Some(finding) = findings.get_mut(at) else { break };
        finding.range = widened(text, &finding.range, end..next);
        end = finding.range.end;
    }
    findings
}

/// `range` with the brackets it lacks, as far as they stand in the stretch
/// `free`.
fn widened(text: &str, range: &Range<usize>, free: Range<usize>) -> Range<usize> {
    let (mut open, mut closing) = (0_usize, 0);
    for c in text[range.clone()].chars() {
        match c {
            '(' | '（' => open += 1,
            ')' | '）' if open == 0 => closing += 1,
            ')' | '）' => open -= 1,
            _ => {}
        }
    }
    let before = text[free.start..range.start].chars().next_back();
    let before = before.filter(|c| closing > 0 && matches!(c, '(' | '（'));
    let behind = text[range.end..free.end].chars().next();
    let behind = behind.filter(|c| open > 0 && matches!(c, ')' | '）'));
    let length = |c: Option<char>| c.map_or(0, char::len_utf8);
    range.start - length(before)..range.end + length(behind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::personal;

    #[test]
    fn a_bracket_goes_with_the_other() {
        let taken = |text| {
            let findings = taken_along(text, personal::find(text)).into_iter();
            findings.map(|finding| &text[finding.range]).collect::<Vec<_>>()
        };
        assert_eq!(taken("문의 (010) 1234-5678."), ["(010) 1234-5678"]);
        assert_eq!(taken("문의（010）1234-5678."), ["（010）1234-5678"]);
        assert_eq!(taken("(문의 010-1234-5678)"), ["010-1234-5678"]);
        assert_eq!(taken("(010-1234-5678)"), ["010-1234-5678"]);
    }
}
