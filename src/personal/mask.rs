//! A mask: a text without the personal data in it, for messages, which more
//! people read than the text.

use std::ops::Range;

use super::Finding;
use super::policy::Policy;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;

/// `text` with every letter and digit of the findings, which are in order, as a
/// star, each as wide and as long as what it hides: places of the text are
/// places of the mask.
pub fn masked(text: &str, findings: &[Finding]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut end = 0;
    for Finding { range, .. } in findings {
        result.push_str(&text[end..range.start]);
        result.push_str(&starred(&text[range.clone()]));
        end = range.end;
    }
    result.push_str(&text[end..]);
    result
}

/// `text` with a star for every letter and digit.
pub fn starred(text: &str) -> String {
    text.chars().map(star).collect()
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

/// A whole file behind its mask.
///
/// Many numbers are told by the line above alone, so a line by itself does not
/// say what has to be hidden in it.
#[derive(Debug)]
pub struct Mask<'a> {
    text: &'a str,
    findings: &'a [Finding],
    hidden: String,
    /// The first byte of each line.
    starts: Vec<usize>,
}

impl<'a> Mask<'a> {
    /// The mask of `text`, which has the findings in it, in order.
    pub fn new(text: &'a str, findings: &'a [Finding]) -> Self {
        let starts = [0].into_iter().chain(text.match_indices('\n').map(|(at, _)| at + 1));
        Self { text, findings, hidden: masked(text, findings), starts: starts.collect() }
    }

    /// The bytes `range` of the text as a place in `file`.
    pub fn place(&self, file: &str, range: &Range<usize>) -> Place {
        let line = self.starts.partition_point(|start| *start <= range.start);
        let bytes = self.bytes(line);
        let place = |at: usize| at.clamp(bytes.start, bytes.end) - bytes.start;
        let excerpt = self.hidden[bytes.clone()].to_owned();
        let span = place(range.start)..place(range.end);
        Place {
            file: file.to_owned(),
            line,
            column: excerpt[..span.start].chars().count() + 1,
            excerpt,
            span,
        }
    }

    /// Hides in `problem` what is found in the line it stands at; false where
    /// the line it shows is none of this text, and nothing was hidden.
    pub fn hide(&self, problem: &mut Diagnostic) -> bool {
        // a problem of a whole file stands at no line
        let Some(place) = problem.place.as_mut().filter(|place| place.line > 0) else { return false };
        let bytes = self.bytes(place.line);
        if self.text[bytes.clone()] != place.excerpt {
            return false;
        }
        place.excerpt = self.hidden[bytes.clone()].to_owned();
        for value in self.values(&bytes) {
            problem.message = problem.message.replace(value, &starred(value));
            problem.help = problem.help.take().map(|help| help.replace(value, &starred(value)));
        }
        true
    }

    /// What is found in the stretch `bytes`.
    fn values(&self, bytes: &Range<usize>) -> impl Iterator<Item = &'a str> {
        let first = self.findings.partition_point(|finding| finding.range.end <= bytes.start);
        let (text, end) = (self.text, bytes.end);
        let here = self.findings[first..].iter().take_while(move |finding| finding.range.start < end);
        here.map(|finding| &text[finding.range.clone()])
    }

    /// The bytes of a line, from 1, without its end.
    fn bytes(&self, line: usize) -> Range<usize> {
        let start = line.checked_sub(1).and_then(|line| self.starts.get(line)).copied().unwrap_or(0);
        let end = self.starts.get(line).map_or(self.text.len(), |next| next - 1);
        start..start + self.text[start..end.max(start)].trim_end_matches('\r').len()
    }
}

impl Policy {
    /// Takes the personal data out of diagnostics of any sort about a file that
    /// says `text`.
    pub fn mask_all<'p>(&self, text: &str, problems: impl IntoIterator<Item = &'p mut Diagnostic>) {
        let findings = self.find(text, &[]);
        let mask = Mask::new(text, &findings);
        for problem in problems {
            let is_hidden = mask.hide(problem);
            self.mask_words(problem);
            if !is_hidden {
                self.mask_excerpt(problem);
            }
        }
    }

    /// Takes the personal data out of a diagnostic of any sort that the line it
    /// stands at, or its own words, may hold.
    pub fn mask(&self, problem: &mut Diagnostic) {
        self.mask_words(problem);
        self.mask_excerpt(problem);
    }

    fn mask_words(&self, problem: &mut Diagnostic) {
        problem.message = self.masked(&problem.message);
        problem.help = problem.help.take().map(|help| self.masked(&help));
    }

    fn mask_excerpt(&self, problem: &mut Diagnostic) {
        if let Some(place) = &mut problem.place {
            place.excerpt = self.masked(&place.excerpt);
        }
    }

    /// `text`, for a log that anybody may read, without personal data.
    fn masked(&self, text: &str) -> String {
        masked(text, &self.find(text, &[]))
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

    #[test]
    fn a_place_is_that_of_the_text() {
        let text = "가\r\n나 010-1234-5678 다\n\n라";
        let mask = Mask::new(text, &[]);
        for range in [0..3, 5..8, 9..22, 5..30, text.len()..text.len(), text.len() - 3..text.len()] {
            assert_eq!(mask.place("a.md", &range), Place::new("a.md", text, range));
        }
    }

    #[test]
    fn what_the_line_above_tells_is_hidden_from_the_line_below() {
        let text = "환불 계좌번호를 알려드려요\n110-123-456789 입니다";
        let findings = find(text);
        let mask = Mask::new(text, &findings);
        let at = text.find("110").unwrap();
        let place = Place::new("1.md", text, at..at + 3);
        let mut problem = Diagnostic::error("x", "`110-123-456789` is wrong").at(place);
        assert!(mask.hide(&mut problem));
        assert_eq!(problem.message, "`***-***-******` is wrong");
        assert_eq!(problem.place.as_ref().unwrap().excerpt, "***-***-****** 입니다");
        let whole_file = Place { line: 0, ..Place::new("1.md", text, 0..0) };
        assert!(!mask.hide(&mut Diagnostic::error("x", "").at(whole_file)));
        let elsewhere = Place { excerpt: "다른 줄".to_owned(), ..Place::new("1.md", text, 0..3) };
        assert!(!mask.hide(&mut Diagnostic::error("x", "").at(elsewhere)));
    }
}
