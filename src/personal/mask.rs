//! Masks and replacements: a text without the personal data in it.

use super::Finding;

/// `text` with every letter and digit of the findings as a star, each as wide
/// and as long as what it hides: places of the text are places of the mask.
pub fn masked(text: &str, findings: &[Finding]) -> String {
    replaced(text, findings, |finding| text[finding.range.clone()].chars().map(star).collect())
}

/// `text` with each of the findings, which are in order, replaced.
pub fn replaced(text: &str, findings: &[Finding], replacement: impl Fn(&Finding) -> String) -> String {
    let mut result = String::with_capacity(text.len());
    let mut end = 0;
    for finding in findings {
        result.push_str(&text[end..finding.range.start]);
        result.push_str(&replacement(finding));
        end = finding.range.end;
    }
    result.push_str(&text[end..]);
    result
}

fn star(c: char) -> char {
    match c.len_utf8() {
        _ if !c.is_alphanumeric() => c,
        1 => '*',
        2 => '¤',
        3 => '＊',
        _ => '\u{1f7b0}',
    }
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::*;

    #[test]
    fn a_mask_is_as_wide_as_what_it_hides() {
        let text = "전화 010-1234-5678, 공일공 일이삼사 오육칠팔";
        assert_eq!(masked(text, &find(text)).len(), text.len());
        assert_eq!(masked(text, &find(text)), "전화 ***-****-****, ＊＊＊ ＊＊＊＊ ＊＊＊＊");
    }
}
