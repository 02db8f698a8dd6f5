//! A mark that a finding opens or closes, a bracket, a tag or one of Markdown's: one
//! alone would be left over.

use std::ops::Range;

use crate::personal::Finding;

/// Brackets that stand in pairs.
const BRACKETS: &[[char; 2]] = &[['(', ')'], ['（', '）'], ['[', ']']];

/// Marks that open and close in the same way; one `_` within a word is none, and
/// one `~` stands for a range.
const MARKS: &[(char, usize)] = &[('*', 1), ('`', 1), ('~', 2), ('_', 2)];

/// How many marks stand around each other at most.
const MOST_AROUND: usize = 3;

/// The findings, which are in order, each with the marks right before or behind
/// it that it closes or opens, as in `(010) 1234-5678` and `010-**1234-5678**`.
pub fn taken_along(text: &str, mut findings: Vec<Finding>) -> Vec<Finding> {
    let mut end = 0;
    for at in 0..findings.len() {
        let next = findings.get(at + 1).map_or(text.len(), |next| next.range.start);
        let Some(finding) = findings.get_mut(at) else { break };
        finding.range = widened(text, finding.range.clone(), end..next);
        end = finding.range.end;
    }
    findings
}

/// `range` with the marks it lacks, one around the other perhaps, as far as they
/// stand in the stretch `free`.
fn widened(text: &str, mut range: Range<usize>, free: Range<usize>) -> Range<usize> {
    for _ in 0..MOST_AROUND {
        range = with_marks(text, range, &free);
    }
    range
}

fn with_marks(text: &str, mut range: Range<usize>, free: &Range<usize>) -> Range<usize> {
    for [open, close] in BRACKETS {
        let (opened, closed) = unpaired(&text[range.clone()], *open, *close);
        range.start -= run_at_end(&text[free.start..range.start], *open).min(closed) * open.len_utf8();
        range.end += run_at_start(&text[range.end..free.end], *close).min(opened) * close.len_utf8();
    }
    for (mark, least) in MARKS {
        let lacking = unclosed(&text[range.clone()], *mark, *least);
        let behind = run_at_start(&text[range.end..free.end], *mark).min(lacking);
        let before = run_at_end(&text[free.start..range.start], *mark).min(lacking - behind);
        range = range.start - before..range.end + behind;
    }
    with_tags(text, range, free)
}

/// `range` with the tag right before it that it closes, and the one right behind
/// that it opens: `<b>880215</b>-1234567`.
fn with_tags(text: &str, mut range: Range<usize>, free: &Range<usize>) -> Range<usize> {
    let (opened, closed) = unpaired_tags(&text[range.clone()]);
    let before = &text[free.start..range.start];
    let start = before.strip_suffix('>').and_then(|inside| inside.rfind('<'));
    let opens = |tag: &str| !tag.starts_with("</") && closed.is_some() && tag_name(tag) == closed;
    if let Some(start) = start.filter(|start| opens(&before[*start..])) {
        range.start = free.start + start;
    }
    let behind = &text[range.end..free.end];
    let end = behind.find('>').filter(|_| opened.is_some() && behind.starts_with("</"));
    if let Some(end) = end.filter(|_| tag_name(&behind[1..]) == opened) {
        range.end += end + 1;
    }
    range
}

/// The last tag of `text` that nothing in it closes, and the first that nothing
/// opens.
fn unpaired_tags(text: &str) -> (Option<&str>, Option<&str>) {
    let (mut opened, mut closed) = (Vec::new(), None);
    for (at, _) in text.match_indices('<') {
        match tag_name(&text[at..]) {
            Some(name) if !text[at..].starts_with("</") => opened.push(name),
            Some(name) if opened.last() == Some(&name) => drop(opened.pop()),
            name => closed = closed.or(name),
        }
    }
    (opened.pop(), closed)
}

/// What the tag is called that `text` starts with.
fn tag_name(text: &str) -> Option<&str> {
    let inside = text.trim_start_matches(['<', '/']);
    let length = inside.bytes().take_while(u8::is_ascii_alphanumeric).count();
    (length > 0).then(|| &inside[..length])
}

/// How many brackets of `text` nothing in it closes, and how many nothing opens.
fn unpaired(text: &str, open: char, close: char) -> (usize, usize) {
    let (mut opened, mut closed) = (0_usize, 0);
    for c in text.chars() {
        match c {
            c if c == open => opened += 1,
            c if c == close && opened == 0 => closed += 1,
            c if c == close => opened -= 1,
            _ => {}
        }
    }
    (opened, closed)
}

/// How many of a mark would close what they open in `text`; less than `least` in
/// a row are none.
fn unclosed(text: &str, mark: char, least: usize) -> usize {
    let mut open = 0;
    let mut rest = text;
    while let Some(at) = rest.find(mark) {
        let run = run_at_start(&rest[at..], mark);
        rest = &rest[at + run * mark.len_utf8()..];
        match run {
            run if run < least => {}
            run if run <= open => open -= run,
            run => open = run - open,
        }
    }
    open
}

fn run_at_start(text: &str, mark: char) -> usize {
    text.chars().take_while(|c| *c == mark).count()
}

fn run_at_end(text: &str, mark: char) -> usize {
    text.chars().rev().take_while(|c| *c == mark).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::personal;

    #[track_caller]
    fn takes(text: &str, expected: &str) {
        let findings = taken_along(text, personal::find(text)).into_iter();
        assert_eq!(findings.map(|finding| &text[finding.range]).collect::<Vec<_>>(), [expected]);
    }

    #[test]
    fn a_bracket_goes_with_the_other() {
        takes("문의 (010) 1234-5678.", "(010) 1234-5678");
        takes("문의（010）1234-5678.", "（010）1234-5678");
        takes("(문의 010-1234-5678)", "010-1234-5678");
        takes("(010-1234-5678)", "010-1234-5678");
    }

    #[test]
    fn a_mark_goes_with_the_other() {
        takes("861003-**2029384** 요", "861003-**2029384**");
        takes("전화 `010-2938`-4701 요", "`010-2938`-4701");
        takes("전화 010-**2938**-47**01** 요", "010-**2938**-47**01**");
        takes("**문의** **010**-2938-4701", "**010**-2938-4701");
        takes("**문의 010-2938-4701**", "010-2938-4701");
    }

    #[test]
    fn a_tag_goes_with_the_other() {
        let taken = |text: &str, number: &str| {
            let start = text.find(number).unwrap();
            let range = start..start + number.len();
            text[widened(text, range, 0..text.len())].to_owned()
        };
        assert_eq!(taken("<p><b>8802</b>-1 요", "8802</b>-1"), "<b>8802</b>-1");
        assert_eq!(taken("요 8802-<i>1</i>.", "8802-<i>1"), "8802-<i>1</i>");
        assert_eq!(taken("<b>8802-1</b>", "8802-1"), "8802-1");
        assert_eq!(taken("</b>8802</b>-<br>1</i>", "8802</b>-<br>1"), "8802</b>-<br>1");
    }
}
