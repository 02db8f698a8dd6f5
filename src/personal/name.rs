//! The name of a file: it becomes a part of an address, which everybody reads.

use super::Finding;
use super::kind::Kind;
use super::mask::masked;
use super::policy::Policy;
use crate::diagnostic::Diagnostic;

/// What is looked for in a name. Others have shapes that the dates and counters
/// of a camera or a chat have too.
const KINDS: &[Kind] =
    &[Kind::ResidentNumber, Kind::ForeignerNumber, Kind::MobilePhone, Kind::Phone, Kind::Email];

/// The fewest digits of a name that can tell anything, 02-345-6789.
const FEWEST_DIGITS: usize = 9;

impl Policy {
    /// What the path of a file says of people, in order.
    pub fn find_in_name(&self, path: &str) -> Vec<Finding> {
        let mut start = 0;
        let mut findings = Vec::new();
        for name in path.split('/') {
            findings.extend(self.find_in_part(name).into_iter().map(|finding| {
                let range = start + finding.range.start..start + finding.range.end;
                Finding { range, ..finding }
            }));
            start += name.len() + 1;
        }
        findings
    }

    /// What the name of one file or folder says of people.
    fn find_in_part(&self, name: &str) -> Vec<Finding> {
        let digits = name.bytes().filter(u8::is_ascii_digit).count();
        if digits < FEWEST_DIGITS && !name.contains('@') {
            return Vec::new();
        }
        // what stands behind the last dot may be the end of an address or that of the name
        let mut found = [without_ending(name), words(name)].into_iter().map(|words| self.find(&words, &[]));
        let findings = found.find(|found| !found.is_empty()).unwrap_or_default();
        findings.into_iter().filter(|finding| KINDS.contains(&finding.kind)).collect()
    }

    /// The path as it may stand in a message.
    pub fn masked_name(&self, path: &str) -> String {
        masked(path, &self.find_in_name(path))
    }

    /// Takes personal data out of the names of files in messages.
    pub fn mask_names(&self, problems: &mut [Diagnostic]) {
        for problem in problems {
            let Some(place) = &mut problem.place else { continue };
            let hidden = self.masked_name(&place.file);
            if hidden != place.file {
                problem.message = problem.message.replace(&place.file, &hidden);
                problem.help = problem.help.take().map(|help| help.replace(&place.file, &hidden));
                place.file = hidden;
            }
        }
    }
}

/// A name with its words set apart as in a text, as long as it is: a low line is
/// a blank, and so is a dash that does not stand between digits.
fn words(name: &str) -> String {
    let is_digit = |c: char| c.is_ascii_digit();
    let mut before = ' ';
    let mut characters = name.chars().peekable();
    let mut words = String::with_capacity(name.len());
    while let Some(c) = characters.next() {
        let joins = is_digit(before) && characters.peek().copied().is_some_and(is_digit);
        words.push(if c == '_' || (c == '-' && !joins) { ' ' } else { c });
        before = c;
    }
    words
}

/// The same with a blank before the ending of the name.
fn without_ending(path: &str) -> String {
    let words = words(path);
    words.rsplit_once('.').map_or(words.clone(), |(name, ending)| format!("{name} {ending}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_tell_of_somebody() {
        let masked = |path| Policy::new("https://qna.brand.kr").masked_name(path);
        assert_eq!(masked("static/홍길동-010-1234-5678.pdf"), "static/홍길동-***-****-****.pdf");
        assert_eq!(masked("pages/hong-010-1234-5678.md"), "pages/hong-***-****-****.md");
        assert_eq!(masked("a/hong_01012345678_1.jpg"), "a/hong_***********_1.jpg");
        assert_eq!(masked("a/hong@naver.com.txt"), "a/****@*****.***.txt");
        assert_eq!(masked("a/hong@naver.com"), "a/****@*****.***");
        for path in [
            "questions/2026/00123-why-roaches-flip.md",
            "KakaoTalk_20240301_123456789.jpg",
            "2026/010/1234/5678.md",
            "img-2026-03-01-12-34-56.png",
            "a/0a1b2c3d4e5f01012345678.css",
        ] {
            assert_eq!(masked(path), path);
        }
    }
}
