//! A form: the labels of a text that somebody filled in, `[여권번호] M12345678`.
//!
//! Redacting leaves the same labels in place of values, and these must say
//! nothing of what stands near them. One that opens its line or sentence names
//! what follows, and only what is of its own kind.

use std::ops::Range;

use super::Finding;
use super::fold::label_length;

/// How far behind its label a value starts at most, in bytes.
const DISTANCE: usize = 64;

/// What a form has between a label and its value, with marks of Markdown.
const BETWEEN: &str = ":=|>*_`~#-";

/// What `find` finds in `text` right behind a label of its kind, once the
/// brackets that set labels apart are blanks.
pub fn findings(text: &str, find: impl Fn(&str) -> Vec<Finding>) -> Vec<Finding> {
    let labels = labels(text);
    if labels.is_empty() {
        return Vec::new();
    }
    let mut findings = find(&unbracketed(text, &labels));
    findings.retain(|finding| {
        let before = labels.partition_point(|label| label.end <= finding.range.start);
        let label = before.checked_sub(1).and_then(|last| labels.get(last));
        label.is_some_and(|label| is_named(text, label, finding))
    });
    findings
}

/// Where the labels stand that open a line, perhaps of a list, or a sentence,
/// or that stand behind one which does, in order.
fn labels(text: &str) -> Vec<Range<usize>> {
    let mut labels = Vec::new();
    let mut end = 0;
    // whether the line has words, and whether a label of a form
    let (mut has_words, mut is_form) = (false, false);
    for (at, _) in text.match_indices('[') {
        let length = label_length(&text[at..]);
        if length == 0 {
            continue;
        }
        let between = &text[end..at];
        let line = between.rsplit('\n').next().unwrap_or(between);
        if line.len() < between.len() {
            (has_words, is_form) = (false, false);
        }
        has_words |= line.contains(char::is_alphabetic);
        is_form |= !has_words || line.trim_end().ends_with(['.', '?', '!']);
        end = at + length;
        if is_form {
            labels.push(at..end);
        }
    }
    labels
}

/// `text`, as long as it is, with blanks for the brackets of `labels`.
fn unbracketed(text: &str, labels: &[Range<usize>]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut end = 0;
    for label in labels {
        result.push_str(&text[end..label.start]);
        result.push(' ');
        result.push_str(&text[label.start + 1..label.end - 1]);
        result.push(' ');
        end = label.end;
    }
    result.push_str(&text[end..]);
    result
}

/// Whether `label` says what the finding is, with no more between the two than
/// what forms have there: one in brackets is not what the label names.
fn is_named(text: &str, label: &Range<usize>, finding: &Finding) -> bool {
    let own = finding.kind.label();
    let between = label.end..finding.range.start;
    [own.korean, own.english].contains(&&text[label.clone()])
        && between.len() <= DISTANCE
        && text[between].chars().all(|c| c.is_whitespace() || BETWEEN.contains(c))
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::super::kind::Kind;

    fn kinds(text: &str) -> Vec<Kind> {
        find(text).into_iter().map(|finding| finding.kind).collect()
    }

    #[test]
    fn a_label_names_what_follows() {
        assert_eq!(kinds("[여권번호] M29384756"), [Kind::PassportNumber]);
        assert_eq!(kinds("- [주소]: 테헤란로 152"), [Kind::Address]);
        assert_eq!(kinds("빨리요! [order number]\n20260302-1234567"), [Kind::OrderNumber]);
        assert_eq!(kinds("[이름] 홍길동 [생년월일] 1990-03-12"), [Kind::BirthDate]);
    }

    #[test]
    fn a_label_in_place_of_a_value_names_nothing() {
        for text in [
            "대한통운 송장번호 [송장번호] (1588-1234)",
            "[여권번호]는 됐고 M29384756",
            "[여권번호] 20260302-1234567",
            "[전화번호] 20260302123",
            "[주소] 바로 3분",
            "[송장번호] (60123456789012)",
        ] {
            assert_eq!(kinds(text), [], "{text}");
        }
    }
}
