//! Redacting: a file of the archive with labels in place of personal data, and
//! everything else as it was, byte for byte.
//!
//! ```text
//! text -> findings, also what stands out once they are gone -> replacements -> text
//! ```
//!
//! What Markdown parts, `88**0215**-1234567`, is found as its readers have it; what
//! YAML hides in quotes or over lines is told of, and left to a person.
//!
//! A label has brackets, which mean something in YAML and in Markdown. What is
//! written in front matter is therefore read again: it is taken only where
//! everything else says what it said before.

mod bracket;
mod front;
mod hidden;
mod reading;
mod replacement;
mod scalar;

use std::cell::LazyCell;
use std::ops::Range;

use crate::config::read_consents;
use crate::diagnostic;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::markdown;
use crate::personal;
use crate::personal::Consents;
use crate::personal::Finding;
use crate::personal::Kind;
use crate::personal::Policy;
use crate::personal::masked;
use crate::yaml;
use crate::yaml::Document;
use crate::yaml::Fields;
use crate::yaml::Limits;

use self::reading::Reading;
use self::replacement::Replacement;
use self::replacement::replaced;

/// How often a file is redacted anew, where replacing has made something stand
/// out that is far from what was replaced.
const MOST_ROUNDS: usize = 8;

/// A file after redacting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redacted {
    /// Its text.
    pub text: String,
    /// What was replaced, in order.
    pub changes: Vec<Change>,
    /// What is left, as nobody but a reader finds it.
    pub left: Vec<Diagnostic>,
}

/// One replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What was there.
    pub kind: Kind,
    /// The line where it was, from 1.
    pub line: usize,
    /// The column of its first character, from 1, in characters.
    pub column: usize,
    /// What is there now.
    pub label: &'static str,
}

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Markdown below front matter.
    Markdown,
    /// YAML alone.
    Yaml,
    /// Neither.
    Text,
}

impl Format {
    /// The format of the file with this name.
    pub fn of(name: &str) -> Self {
        match name.rsplit('.').next() {
            Some("md") => Self::Markdown,
            Some("yaml" | "yml") => Self::Yaml,
            _ => Self::Text,
        }
    }
}

/// `text`, the content of `file`, with labels in `language`, unless its front
/// matter names another, in place of what `policy` finds in it.
///
/// The time it takes grows with the length of the text, and not with its
/// square.
///
/// # Errors
/// `redact-refused` where a label cannot stand without changing what the rest
/// of the front matter says.
pub fn redact(
    file: &str,
    text: &str,
    format: Format,
    policy: &Policy,
    language: &str,
) -> Result<Redacted, Diagnostic> {
    let mut redacted = Redacted { text: text.to_owned(), changes: Vec::new(), left: Vec::new() };
    for _ in 0..MOST_ROUNDS {
        let round = Round::new(file, &redacted.text, format, language);
        let findings = round.findings(policy);
        if findings.is_empty() {
            redacted.left = round.left(policy);
            return Ok(redacted);
        }
        redacted.text = replaced(&redacted.text, &round.replacements(&findings)?);
        redacted.changes.extend(round.changes(&findings));
    }
    Err(too_dense(file))
}

/// A text being looked at once.
struct Round<'a> {
    file: &'a str,
    format: Format,
    reading: Reading,
    /// Which bytes of the reading are YAML.
    front: Range<usize>,
    language: String,
    consents: Consents,
}

impl<'a> Round<'a> {
    fn new(file: &'a str, source: &str, format: Format, language: &str) -> Self {
        let reading = Reading::of(source);
        let front = front_of(file, &reading.text, format);
        let head = head(file, &reading.text[front.clone()]);
        let language = head.language.unwrap_or_else(|| language.to_owned());
        Self { file, format, reading, front, language, consents: head.consents }
    }

    fn text(&self) -> &str {
        &self.reading.text
    }

    fn findings(&self, policy: &Policy) -> Vec<Finding> {
        let mut findings = policy.find(self.text(), &self.consents);
        if self.format == Format::Markdown {
            findings = hidden::with_those_in(self.text(), self.front.end, findings, policy, &self.consents);
        }
        bracket::taken_along(self.text(), findings)
    }

    /// What is wrong with what is out of reach in it.
    fn left(&self, policy: &Policy) -> Vec<Diagnostic> {
        let mut left = self.left_in_front(policy);
        if self.format == Format::Markdown {
            let find = |text: &str| policy.find(text, &self.consents);
            let far = hidden::out_of_reach(self.text(), self.front.end, find).into_iter();
            let problems = far.map(|(finding, range)| (range, self.hidden(&finding)));
            left.extend(diagnostic::placed(problems, |range| {
                let place = Place::new(self.file, self.text(), range.clone());
                Place { excerpt: personal::starred(&place.excerpt), ..place }
            }));
        }
        left
    }

    /// What is wrong with what its YAML hides.
    fn left_in_front(&self, policy: &Policy) -> Vec<Diagnostic> {
        let (text, front) = (self.text(), self.front.clone());
        // an error in it is told of by whoever builds
        let Ok(document) = Document::parse(self.file, text, front.clone(), Limits::SETTINGS) else {
            return Vec::new();
        };
        let find = |text: &str| policy.find(text, &self.consents);
        let hidden = personal::hidden_in_texts(document.texts(), &text[front], find).into_iter();
        let problems = hidden.map(|(finding, path)| (path, self.hidden(&finding)));
        diagnostic::placed(problems, |path| {
            let place = document.place(&path);
            Place { excerpt: personal::starred(&place.excerpt), ..place }
        })
    }

    /// What is wrong with a finding that is no text of the file.
    fn hidden(&self, finding: &Finding) -> Diagnostic {
        let message = format!("{} is hidden here by how it is written", finding.kind.noun());
        Diagnostic::error("redact-refused", message)
            .help(format!("replace it by hand: \"{}\"", self.label(finding)))
    }

    fn label(&self, finding: &Finding) -> &'static str {
        finding.kind.label().in_language(&self.language)
    }

    /// What is written in the file in place of the findings, which are in order.
    fn replacements(&self, findings: &[Finding]) -> Result<Vec<Replacement>, Diagnostic> {
        let start = findings.partition_point(|finding| finding.range.end <= self.front.start);
        let (before, rest) = findings.split_at(start);
        let end = rest.partition_point(|finding| finding.range.start < self.front.end);
        let (inside, behind) = rest.split_at(end);
        let label = |finding: &Finding| self.label(finding);
        let in_front = front::replacements(self.file, self.text(), &self.front, inside, &label);
        let mut replacements = self.in_text(before);
        replacements.extend(in_front.map_err(|refused| self.refused(findings, refused))?);
        replacements.extend(self.in_text(behind));
        for Replacement { range, .. } in &mut replacements {
            *range = self.reading.origin(range);
        }
        Ok(replacements)
    }

    /// What is written in place of findings that stand in no YAML.
    fn in_text(&self, findings: &[Finding]) -> Vec<Replacement> {
        let next = findings.iter().skip(1).map(|next| next.range.start).chain([usize::MAX]);
        // a stroke shows in code, where no link starts either
        let code = LazyCell::new(|| markdown::code(self.text(), self.front.end));
        let is_code = |at: usize| {
            let next = code.partition_point(|code| code.end <= at);
            code.get(next).is_some_and(|code| code.start <= at)
        };
        let replacement = |(finding, next): (&Finding, usize)| {
            let label = self.label(finding);
            let range = finding.range.clone();
            let starts_link = range.end == next || self.text()[range.end..].starts_with(['(', '[', ':']);
            let is_escaped = self.format == Format::Markdown && starts_link && !is_code(range.start);
            let text = if is_escaped { format!("\\{label}") } else { label.to_owned() };
            Replacement { range, text }
        };
        findings.iter().zip(next).map(replacement).collect()
    }

    /// The findings, which are in order, as what is told of them.
    fn changes(&self, findings: &[Finding]) -> Vec<Change> {
        let (mut at, mut line, mut column) = (0, 1, 1);
        let change = |finding: &Finding| {
            for c in self.text()[at..finding.range.start].chars() {
                (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
            }
            at = finding.range.start;
            Change { kind: finding.kind, line, column, label: self.label(finding) }
        };
        findings.iter().map(change).collect()
    }

    fn refused(&self, findings: &[Finding], finding: &Finding) -> Diagnostic {
        let hidden = masked(self.text(), findings);
        let noun = finding.kind.noun();
        let message = format!("{noun} cannot be replaced here without changing the YAML around it");
        Diagnostic::error("redact-refused", message)
            .at(Place::new(self.file, &hidden, finding.range.clone()))
            .help(format!("replace it by hand: \"{}\"", self.label(finding)))
    }
}

/// Which bytes of `text` are YAML.
fn front_of(file: &str, text: &str, format: Format) -> Range<usize> {
    match format {
        Format::Yaml => 0..text.len(),
        Format::Markdown => yaml::split(file, text).map_or(0..0, |parts| parts.front),
        Format::Text => 0..0,
    }
}

/// What front matter says that matters here.
#[derive(Default)]
struct Head {
    language: Option<String>,
    consents: Consents,
}

fn head(file: &str, block: &str) -> Head {
    let Some(document) = front::parse(file, block) else { return Head::default() };
    let mut fields = Fields::of(&document);
    Head { language: fields.text("lang"), consents: read_consents(&mut fields) }
}

fn too_dense(file: &str) -> Diagnostic {
    Diagnostic::error("redact-refused", "what is replaced here makes ever more stand out")
        .at(Place::file(file))
        .help("replace it by hand, or put blanks between the numbers")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> String {
        redacted(text).unwrap()
    }

    fn redacted(text: &str) -> Result<String, Diagnostic> {
        let policy = Policy::new("https://qna.brand.kr");
        redact("1.md", text, Format::Markdown, &policy, "ko").map(|redacted| redacted.text)
    }

    /// Front matter with one line more.
    fn with(line: &str) -> String {
        format!("---\n{line}\nasked: 2026-03-01\n---\n왜?\n")
    }

    /// Front matter that agrees to a number.
    fn consent(number: &str) -> String {
        let policy = Policy::new("https://qna.brand.kr");
        let hash = policy.hash(&policy.find(number, &[])[0]);
        format!("personal_data_allowed: [{{ kind: mobile_phone, reason: 동의, hash: {hash} }}]")
    }

    #[track_caller]
    fn turns(line: &str, expected: &str) {
        assert_eq!(of(&with(line)), with(expected));
    }

    #[test]
    fn everything_else_stays_byte_for_byte() {
        let text = "\u{feff}---\r\ntitle: 왜\r\n---\r\n 번호는  010-1234-5678 \t\r\n\r\n끝";
        let expected = "\u{feff}---\r\ntitle: 왜\r\n---\r\n 번호는  [전화번호] \t\r\n\r\n끝";
        assert_eq!(of(text), expected);
        assert_eq!(of(expected), expected);
    }

    #[test]
    fn yaml_goes_on_saying_what_it_said() {
        turns("title: 번호 010-1234-5678 맞나요?", "title: 번호 [전화번호] 맞나요?");
        turns("title: 010-1234-5678 누구죠?", "title: \"[전화번호] 누구죠?\"");
        turns("title: 010-1234-5678", "title: \"[전화번호]\"");
        turns("x_phone: 01012345678", "x_phone: \"[전화번호]\"");
        turns("title: \"010-1234-5678 누구죠?\"", "title: \"[전화번호] 누구죠?\"");
        turns("title: '010-1234-5678 누구죠?'", "title: '[전화번호] 누구죠?'");
        turns("tags: [바퀴, 010-1234-5678, 개미]", "tags: [바퀴, \"[전화번호]\", 개미]");
        turns(
            "asks: [{ wording: 제 번호 010-1234-5678, channel: a }]",
            "asks: [{ wording: \"제 번호 [전화번호]\", channel: a }]",
        );
        turns("summary: |\n  010-1234-5678\n  둘", "summary: |\n  [전화번호]\n  둘");
        turns("tags:\n  - 010-1234-5678", "tags:\n  - \"[전화번호]\"");
    }

    #[test]
    fn yaml_that_cannot_be_read_gets_quotes_all_the_same() {
        let broken = |line: &str| with(&format!("title: 질문: 왜\n{line}"));
        let turns = |line: &str, expected: &str| assert_eq!(of(&broken(line)), broken(expected));
        turns("tags: 010-1234-5678", "tags: \"[전화번호]\"");
        turns("tags: [바퀴, 010-1234-5678]", "tags: [바퀴, \"[전화번호]\"]");
        turns("x_note: 010-1234-5678 \"집\"", "x_note: \"[전화번호] \\\"집\\\"\"");
        turns("x_note: '010-1234-5678", "x_note: '[전화번호]");
        turns("summary: 번호: 010-1234-5678", "summary: 번호: [전화번호]");
    }

    #[test]
    fn a_carriage_return_ends_a_line_as_it_does_in_a_build() {
        let text = "---\rtitle: 010-1234-5678 누구죠?\rasked: 2026-03-01\r---\r010-1234-5678\r";
        let expected = "---\rtitle: \"[전화번호] 누구죠?\"\rasked: 2026-03-01\r---\r[전화번호]\r";
        assert_eq!(of(text), expected);
        let consent = text.replace("asked: 2026-03-01", &consent("010-1234-5678"));
        assert_eq!(of(&consent), consent);
    }

    #[test]
    fn what_no_page_holds_may_stand_before_a_number() {
        let controls = "\0".repeat(99);
        assert_eq!(of(&format!("{controls} 010-1234-5678")), format!("{controls} [전화번호]"));
        let text = format!("{controls} 전화 010-\0\01234-5678");
        assert_eq!(of(&text), format!("{controls} 전화 [전화번호]"));
    }

    #[test]
    fn a_bracket_goes_with_the_number_it_belongs_to() {
        assert_eq!(of("문의 (010) 1234-5678(집)"), "문의 \\[전화번호](집)");
        turns("asker: (010) 1234-5678", "asker: \"[전화번호]\"");
    }

    #[test]
    fn several_numbers_in_one_text_share_its_quotes() {
        turns("title: 010-1234-5678, 010-8765-4321 중?", "title: \"[전화번호], [전화번호] 중?\"");
        turns("tags: [집 010-1234-5678 010-8765-4321]", "tags: [\"집 [전화번호] [전화번호]\"]");
    }

    #[test]
    fn a_place_is_that_of_the_text_before() {
        let text = with("title: 010-1234-5678, 010-8765-4321") + "\n가 010-1234-5678";
        let policy = Policy::new("https://qna.brand.kr");
        let changes = redact("1.md", &text, Format::Markdown, &policy, "ko").unwrap().changes;
        let places: Vec<_> = changes.iter().map(|change| (change.line, change.column)).collect();
        assert_eq!(places, [(2, 8), (2, 23), (7, 3)]);
    }

    #[test]
    fn a_label_starts_no_link() {
        let body = |text: &str| format!("---\ntitle: 왜\n---\n{text}");
        assert_eq!(of(&body("010-1234-5678(문자)")), body("\\[전화번호](문자)"));
        assert_eq!(of(&body("010-1234-5678: 집")), body("\\[전화번호]: 집"));
        assert_eq!(of(&body("`010-1234-5678(문자)`")), body("`[전화번호](문자)`"));
        assert_eq!(of(&body("```\n010-1234-5678: 집\n```")), body("```\n[전화번호]: 집\n```"));
        assert_eq!(of(&body("[전화](tel:010-1234-5678)")), body("[전화](tel:[전화번호])"));
    }

    #[test]
    fn what_stands_beside_the_text_is_found_too() {
        let resident = "[x](https://a.kr \"주민 880215-1&NoBreak;234567\")";
        for (text, expected) in [
            ("![주민 88**0215**-1234567](/a.png)", "![주민 [주민등록번호]](/a.png)"),
            ("![02-34<!-- x -->5-6789](https://a.kr/a.png)", "![[전화번호]](https://a.kr/a.png)"),
            (resident, "[x](https://a.kr \"주민 [주민등록번호]\")"),
            ("[x](mailto:hong%40naver.com)", "[x](mailto:[이메일])"),
            ("[x](tel:010%2D1234%2D5678)", "[x](tel:[전화번호])"),
        ] {
            assert_eq!(of(text), expected);
        }
    }

    #[test]
    fn a_title_that_is_defined_elsewhere_is_left_to_a_person() {
        let text = "[x][r]\n\n[r]: https://a.kr \"주민 880215-1&NoBreak;234567\"";
        let policy = Policy::new("https://qna.brand.kr");
        let redacted = redact("1.md", text, Format::Markdown, &policy, "ko").unwrap();
        assert_eq!((redacted.left.len(), redacted.left[0].code), (1, "redact-refused"));
    }

    #[test]
    fn what_is_agreed_to_stays() {
        let line = consent("010-1234-5678");
        let text = with(&line) + "010-1234-5678, 010-8765-4321";
        assert_eq!(of(&text), with(&line) + "010-1234-5678, [전화번호]");
    }

    #[test]
    fn labels_speak_the_language_of_the_question() {
        let text = with("lang: en") + "call 010-1234-5678";
        assert_eq!(of(&text), with("lang: en") + "call [phone number]");
    }

    #[test]
    fn a_number_over_several_items_is_left_to_a_person() {
        let problem = redacted(&with("x_card: [4111, 1111, 1111, 1111]")).unwrap_err();
        assert_eq!(problem.code, "redact-refused");
        assert!(!format!("{problem:?}").contains("1111"));
    }
}
