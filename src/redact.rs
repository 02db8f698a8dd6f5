//! Redacting: a file of the archive with labels in place of personal data, and
//! everything else as it was, byte for byte.
//!
//! A label has brackets, which mean something in YAML and in Markdown. In front
//! matter each replacement is tried, and the YAML read again: it is taken only
//! where everything else says what it said before.

use std::ops::Range;

use crate::config::read_consents;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::personal::Consents;
use crate::personal::Finding;
use crate::personal::Kind;
use crate::personal::Policy;
use crate::personal::masked;
use crate::yaml;
use crate::yaml::Document;
use crate::yaml::Fields;
use crate::yaml::Limits;
use crate::yaml::Value;

/// What Windows writes before a text.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A file after redacting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redacted {
    /// Its text.
    pub text: String,
    /// What was replaced, in order.
    pub changes: Vec<Change>,
}

/// One replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What was there.
    pub kind: Kind,
    /// Where it was.
    pub place: Place,
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
    let mark = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK } else { "" };
    let text = &text[mark.len()..];
    let front = front(file, text, format);
    let head = head(file, &text[front.clone()]);
    let mut redaction = Redaction {
        file,
        is_markdown: format == Format::Markdown,
        text: text.to_owned(),
        behind: text.len() - front.end,
        front: front.start,
        language: head.language.as_deref().unwrap_or(language),
        changes: Vec::new(),
    };
    // once a number is gone, the one beside it may stand out: until there is none
    loop {
        let findings = policy.find(&redaction.text, &head.consents);
        if findings.is_empty() {
            break;
        }
        redaction.replace(&findings)?;
    }
    Ok(Redacted { text: [mark, &redaction.text].concat(), changes: redaction.changes })
}

/// Which bytes of `text` are YAML.
fn front(file: &str, text: &str, format: Format) -> Range<usize> {
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
    let block = with_plain_line_ends(block);
    let Ok(document) = Document::parse(file, &block, 0..block.len(), Limits::SETTINGS) else {
        return Head::default();
    };
    let mut fields = Fields::of(&document);
    Head { language: fields.text("lang"), consents: read_consents(&mut fields) }
}

/// A text on its way.
struct Redaction<'a> {
    file: &'a str,
    is_markdown: bool,
    text: String,
    /// Where the YAML starts.
    front: usize,
    /// How many bytes stand behind it, which replacing in it does not change.
    behind: usize,
    language: &'a str,
    changes: Vec<Change>,
}

impl Redaction<'_> {
    /// Replaces the findings, which are in order; from the last on, so that the
    /// places of the others stay.
    fn replace(&mut self, findings: &[Finding]) -> Result<(), Diagnostic> {
        let hidden = masked(&self.text, findings);
        let place = |range: &Range<usize>| Place::new(self.file, &hidden, range.clone());
        let changes = findings.iter().map(|Finding { kind, range, .. }| Change {
            kind: *kind,
            place: place(range),
            label: kind.label().in_language(self.language),
        });
        let changes: Vec<_> = changes.collect();
        for (finding, change) in findings.iter().zip(&changes).rev() {
            let range = finding.range.clone();
            let end = self.text.len() - self.behind;
            if range.start < end && range.end > self.front {
                let old = &self.text[self.front..end];
                let inner = range.start.max(self.front) - self.front..range.end.min(end) - self.front;
                let new = in_yaml(self.file, old, inner, change.label).ok_or_else(|| refused(change))?;
                self.text.replace_range(self.front..end, &new);
            } else {
                let label = match self.is_markdown {
                    true => in_markdown(change.label, &self.text[range.end..]),
                    false => change.label.to_owned(),
                };
                self.behind = self.behind + label.len() - range.len();
                self.text.replace_range(range, &label);
            }
        }
        self.changes.extend(changes);
        Ok(())
    }
}

/// The label in Markdown: before `(`, `[` and `:` a text in brackets would
/// start a link.
fn in_markdown(label: &str, behind: &str) -> String {
    if behind.starts_with(['(', '[', ':']) { format!("\\{label}") } else { label.to_owned() }
}

/// The YAML `block` with `label` in place of `range`; none where that would
/// change what it says beside.
fn in_yaml(file: &str, block: &str, range: Range<usize>, label: &str) -> Option<String> {
    let plain = [&block[..range.start], label, &block[range.end..]].concat();
    let Some(old) = parse(file, block) else { return Some(plain) };
    let says_the_same = |new: &String| parse(file, new).is_some_and(|new| is_same(&old, &new, label));
    if says_the_same(&plain) {
        return Some(plain);
    }
    let quoted = scalars(block, &range).map(|scalar| {
        let text = [&block[scalar.start..range.start], label, &block[range.end..scalar.end]].concat();
        [&block[..scalar.start], &in_quotes(&text), &block[scalar.end..]].concat()
    });
    quoted.into_iter().find(says_the_same)
}

/// Every stretch around `range` that could be a text without quotes, the
/// shortest first: which one is, is seen by trying.
fn scalars(block: &str, range: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let line_start = block[..range.start].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = block[range.end..].find(['\r', '\n']).map_or(block.len(), |newline| range.end + newline);
    let before = &block[line_start..range.start];
    let behind = &block[range.end..line_end];
    let ends_of =
        |mark: &str| before.match_indices(mark).map(|(at, mark)| at + mark.len()).collect::<Vec<_>>();
    let mut starts: Vec<_> =
        [": ", "- ", "[", "{", ", ", ","].iter().flat_map(|mark| ends_of(mark)).collect();
    let indent = before.len() - before.trim_start().len();
    starts.push(indent);
    let starts: Vec<_> =
        starts.iter().map(|at| at + before[*at..].len() - before[*at..].trim_start().len()).collect();
    let mut ends: Vec<_> = behind.match_indices([',', ']', '}', '#']).map(|(at, _)| at).collect();
    ends.push(behind.len());
    let ends: Vec<_> = ends.iter().map(|at| behind[..*at].trim_end().len()).collect();
    let end = range.end;
    let mut all: Vec<_> = starts
        .iter()
        .flat_map(|start| ends.iter().map(move |behind| line_start + start..end + behind))
        .collect();
    all.sort_by_key(|scalar| scalar.len());
    all.into_iter()
}

fn in_quotes(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn parse(file: &str, block: &str) -> Option<Value> {
    let block = with_plain_line_ends(block);
    Document::parse(file, &block, 0..block.len(), Limits::SETTINGS).ok().map(|document| document.root)
}

fn with_plain_line_ends(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// Whether two values are the same but for a label in the new one.
fn is_same(old: &Value, new: &Value, label: &str) -> bool {
    match (old, new) {
        (Value::Mapping(old), Value::Mapping(new)) => {
            let pairs = || old.iter().zip(new);
            old.len() == new.len()
                && pairs().all(|((old, _), (new, _))| is_same(old, new, label))
                && pairs().all(|((_, old), (_, new))| is_same(old, new, label))
        }
        (Value::Sequence(old), Value::Sequence(new)) => {
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| is_same(old, new, label))
        }
        (Value::String(old), Value::String(new)) => old == new || is_same_text(old, new, label),
        (Value::Number(_), Value::String(new)) => new == label,
        _ => old == new,
    }
}

/// Whether `new` is `old` with the label somewhere in place of something.
fn is_same_text(old: &str, new: &str, label: &str) -> bool {
    new.match_indices(label).any(|(at, _)| {
        let (before, behind) = (&new[..at], &new[at + label.len()..]);
        old.len() >= before.len() + behind.len() && old.starts_with(before) && old.ends_with(behind)
    })
}

fn refused(change: &Change) -> Diagnostic {
    let message =
        format!("{} cannot be replaced here without changing the YAML around it", change.kind.noun());
    Diagnostic::error("redact-refused", message)
        .at(change.place.clone())
        .help(format!("replace it by hand: \"{}\"", change.label))
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
    fn a_label_starts_no_link() {
        let body = |text: &str| format!("---\ntitle: 왜\n---\n{text}");
        assert_eq!(of(&body("010-1234-5678(문자)")), body("\\[전화번호](문자)"));
        assert_eq!(of(&body("010-1234-5678: 집")), body("\\[전화번호]: 집"));
        assert_eq!(of(&body("[전화](tel:010-1234-5678)")), body("[전화](tel:[전화번호])"));
    }

    #[test]
    fn what_is_agreed_to_stays() {
        let policy = Policy::new("https://qna.brand.kr");
        let hash = policy.hash(&policy.find("010-1234-5678", &[])[0]);
        let line = format!("personal_data_allowed: [{{ kind: mobile_phone, reason: 동의, hash: {hash} }}]");
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
