//! The fields of one mapping, read one by one; each problem is added to the
//! document, placed where it stands, and reading goes on.

use jiff::civil::Date;
use serde_yaml::Mapping;
use serde_yaml::Value;

use crate::date;
use crate::date::Moment;
use crate::date::MomentError;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::nfc;
use crate::suggestion;
use crate::yaml::Document;
use crate::yaml::Step;
use crate::yaml::read_address;

/// A mapping being read.
#[derive(Debug)]
pub struct Fields<'d> {
    document: &'d Document<'d>,
    path: Vec<Step>,
    map: Option<&'d Mapping>,
    /// Whether something else stands where keys with values should: then none
    /// of them is missed.
    is_other: bool,
}

/// What a value has to be.
#[derive(Clone, Copy)]
struct Expected {
    /// In words: `a date`.
    what: &'static str,
    /// As an author would type it.
    example: &'static str,
}

const TEXT: Expected = Expected { what: "text", example: "…" };
const FLAG: Expected = Expected { what: "`true` or `false`", example: "true" };
const DAY: Expected = Expected { what: "a date", example: "2026-03-02" };
const LIST: Expected = Expected { what: "a list", example: "[…]" };

/// Words that authors write for `true` and `false`, in small letters; YAML 1.1
/// had the English ones, and YAML 1.2 takes them for text.
const YES: &[&str] = &["true", "yes", "on", "y", "예", "네"];
const NO: &[&str] = &["false", "no", "off", "n", "아니오", "아니요"];

impl<'d> Fields<'d> {
    /// The fields at the top of `document`; an empty document has none.
    pub fn of(document: &'d Document<'d>) -> Self {
        Self::at(document, Vec::new(), &document.root)
    }

    fn at(document: &'d Document<'d>, path: Vec<Step>, value: &'d Value) -> Self {
        let map = value.as_mapping();
        let is_other = map.is_none() && !value.is_null();
        let fields = Self { document, path, map, is_other };
        if is_other {
            let message = format!("keys with values are expected here, not {}", kind(value));
            let help = "write one `key: value` a line";
            fields.fail_at(&[], Diagnostic::error("wrong-type", message).help(help));
        }
        map.into_iter().flatten().for_each(|(key, _)| fields.check_key(key));
        fields
    }

    /// Reports a key that is no text.
    fn check_key(&self, key: &Value) {
        if key.is_string() {
            return;
        }
        let typed = match key {
            Value::Number(number) => number.to_string(),
            other => other.as_bool().map(|flag| flag.to_string()).unwrap_or_default(),
        };
        let message = format!("a key has to be text, not {}", kind(key));
        let problem = Diagnostic::error("wrong-type", message).help("put the key in quotes");
        self.fail_key_with(&typed, problem, |problem| problem);
    }

    /// The value of `key` as it was parsed.
    pub fn value(&self, key: &str) -> Option<&'d Value> {
        self.map?.get(key)
    }

    /// Whether `key` is there.
    pub fn has(&self, key: &str) -> bool {
        self.value(key).is_some()
    }

    /// One line of text, trimmed and in NFC. A number stands for itself as it
    /// was typed.
    pub fn text(&mut self, key: &str) -> Option<String> {
        self.text_for(key, TEXT)
    }

    /// Like [`Fields::text`]; its absence is an error.
    pub fn required_text(&mut self, key: &str) -> Option<String> {
        self.require(key);
        self.text(key)
    }

    /// Reports it when `key` is missing.
    pub fn require(&mut self, key: &str) {
        if !self.has(key) && !self.is_other {
            let problem = Diagnostic::error("missing-key", format!("`{key}` is missing"));
            self.fail_at(&[], problem.help(format!("add a line `{key}: …`")));
        }
    }

    /// A list of texts; a single text is a list of one, nothing an empty list.
    pub fn texts(&mut self, key: &str) -> Vec<String> {
        self.items_for(key, TEXT).into_iter().map(|(_, text)| text).collect()
    }

    /// Like [`Fields::texts`], each text with its position as it was typed:
    /// what is no text is reported and left out.
    pub fn numbered_texts(&mut self, key: &str) -> Vec<(usize, String)> {
        self.items_for(key, TEXT)
    }

    /// A list of lists of texts.
    pub fn text_lists(&mut self, key: &str) -> Vec<Vec<String>> {
        let Some(items) = self.items(key) else { return Vec::new() };
        let mut lists = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let Value::Sequence(words) = item else {
                let words = Expected { what: "a list in brackets", example: "[…, …]" };
                self.wrong_type(&[key.into(), Step::Item(index)], words, item);
                continue;
            };
            let path = |word| [key.into(), Step::Item(index), Step::Item(word)];
            let words = words.iter().enumerate();
            lists.push(words.filter_map(|(word, value)| self.as_text(&path(word), TEXT, value)).collect());
        }
        lists
    }

    /// `true` or `false`.
    pub fn flag(&mut self, key: &str) -> Option<bool> {
        let value = self.value(key)?;
        let flag = value.as_bool();
        if flag.is_none() {
            self.wrong_type(&[key.into()], Expected { example: meant_flag(value), ..FLAG }, value);
        }
        flag
    }

    /// A whole number from `least` up.
    pub fn whole(&mut self, key: &str, least: u32) -> Option<u32> {
        let value = self.value(key)?;
        let number =
            value.as_u64().and_then(|number| u32::try_from(number).ok()).filter(|&number| number >= least);
        if number.is_none() {
            let expected = match least {
                0 => Expected { what: "a whole number from 0", example: "2" },
                _ => Expected { what: "a whole number from 1", example: "20" },
            };
            self.wrong_type(&[key.into()], expected, value);
        }
        number
    }

    /// One of `choices`.
    pub fn choice<T: Copy>(&mut self, key: &str, choices: &[(&str, T)]) -> Option<T> {
        let text = self.text(key)?;
        let found = choices.iter().find(|(name, _)| *name == text);
        if found.is_none() {
            let names = || choices.iter().map(|(name, _)| *name);
            let message = format!("`{key}` cannot be `{text}`");
            let help = suggestion::help(&text, names(), || format!("use one of {}", quoted_list(names())));
            self.fail(key, Diagnostic::error("unknown-value", message).help(help));
        }
        found.map(|(_, value)| *value)
    }

    /// A date, or a date with a time.
    pub fn moment(&mut self, key: &str) -> Option<Moment> {
        let text = self.text_for(key, DAY)?;
        self.as_moment(&[key.into()], &text)
    }

    /// A date without a time.
    pub fn day(&mut self, key: &str) -> Option<Date> {
        let text = self.text_for(key, DAY)?;
        self.as_day(&[key.into()], &text)
    }

    /// A list of dates.
    pub fn days(&mut self, key: &str) -> Vec<Date> {
        let texts = self.items_for(key, DAY);
        texts
            .into_iter()
            .filter_map(|(index, text)| self.as_day(&self.item_path(key, index), &text))
            .collect()
    }

    /// A list of paths on the site: `/bbs/view/1042/`.
    pub fn addresses(&mut self, key: &str) -> Vec<String> {
        let mut addresses = Vec::new();
        for (index, address) in self.numbered_texts(key) {
            if let Some(address) = read_address(&address) {
                addresses.push(address);
                continue;
            }
            let message = format!("`{address}` is no address on this site");
            let help = "write the path alone: /bbs/view/1042/";
            self.fail_item(key, index, Diagnostic::error("bad-alias", message).help(help));
        }
        addresses
    }

    /// The mapping under `key`.
    pub fn map(&self, key: &str) -> Option<Fields<'d>> {
        let value = self.value(key)?;
        Some(Self::at(self.document, self.below(&[key.into()]), value))
    }

    /// A list of mappings.
    pub fn maps(&mut self, key: &str) -> Vec<Fields<'d>> {
        let Some(items) = self.items(key) else { return Vec::new() };
        let fields =
            |(index, item)| Self::at(self.document, self.below(&[key.into(), Step::Item(index)]), item);
        items.iter().enumerate().map(fields).collect()
    }

    /// Every key of this mapping with its value, in the author's order.
    pub fn entries(&self) -> Vec<(String, &'d Value)> {
        let entries = self.map.into_iter().flatten();
        entries.filter_map(|(key, value)| Some((nfc::composed(key.as_str()?).into_owned(), value))).collect()
    }

    /// Every key of the author's own, which starts with `x_`, with its value as
    /// text: a number as it was typed.
    pub fn own_texts(&self) -> Vec<(String, String)> {
        let entries = self.map.into_iter().flatten();
        let entries = entries.filter_map(|(key, value)| Some((key.as_str()?, value)));
        let own = entries.filter(|(key, _)| is_own(key));
        own.map(|(key, value)| (nfc::composed(key).into_owned(), self.any_text(key, value))).collect()
    }

    /// The text that `value` stands for, which may be nothing; what has parts is
    /// reported.
    fn any_text(&self, key: &str, value: &Value) -> String {
        match value {
            Value::Null => String::new(),
            Value::Bool(flag) => flag.to_string(),
            Value::String(text) => text.clone(),
            Value::Number(_) => self.document.number(&self.below(&[key.into()])).to_owned(),
            other => {
                self.wrong_type(&[key.into()], TEXT, other);
                String::new()
            }
        }
    }

    /// Adds `problem` at the value of `key`.
    pub fn fail(&mut self, key: &str, problem: Diagnostic) {
        self.fail_at(&[key.into()], problem);
    }

    /// Adds `problem` at `key` itself.
    pub fn fail_key(&mut self, key: &str, problem: Diagnostic) {
        self.fail_key_with(key, problem, |problem| problem);
    }

    /// Adds `problem` at the item `index` of the list under `key`.
    pub fn fail_item(&mut self, key: &str, index: usize, problem: Diagnostic) {
        self.fail_at(&self.item_path(key, index), problem);
    }

    /// Like [`Fields::fail_item`]; `help` is asked for only if it is told, as a
    /// suggestion takes long to find among many names.
    pub fn fail_item_with(
        &mut self,
        key: &str,
        index: usize,
        problem: Diagnostic,
        help: impl FnOnce() -> String,
    ) {
        self.fail_at_with(&self.item_path(key, index), problem, |problem| problem.help(help()));
    }

    /// Where the value of `key` stands.
    pub fn place(&self, key: &str) -> Place {
        self.document.place(&self.below(&[key.into()]))
    }

    /// Ends reading: every key that is not in `known` is an error.
    pub fn finish(self, known: &[&str]) {
        self.refuse_others(known, |_| false);
    }

    /// Like [`Fields::finish`], but keys that start with `x_` are let be.
    pub fn finish_open(self, known: &[&str]) {
        self.refuse_others(known, is_own);
    }

    /// Reports every key that is neither `known` nor free.
    fn refuse_others(&self, known: &[&str], is_free: impl Fn(&str) -> bool) {
        for (key, _) in self.entries() {
            if !known.contains(&key.as_str()) && !is_free(&key) {
                self.unknown_key(&key, known);
            }
        }
    }

    fn unknown_key(&self, key: &str, known: &[&str]) {
        let names = || known.iter().copied();
        let all = || format!("the keys here are {}", quoted_list(names()));
        let problem = Diagnostic::error("unknown-key", format!("there is no key `{key}`"));
        self.fail_key_with(key, problem, |problem| problem.help(suggestion::help(key, names(), all)));
    }

    fn items(&self, key: &str) -> Option<&'d [Value]> {
        match self.value(key)? {
            Value::Sequence(items) => Some(items),
            Value::Null => None,
            value => {
                self.wrong_type(&[key.into()], LIST, value);
                None
            }
        }
    }

    fn items_for(&self, key: &str, expected: Expected) -> Vec<(usize, String)> {
        let items = match self.value(key) {
            None | Some(Value::Null) => return Vec::new(),
            Some(Value::Sequence(items)) => items,
            Some(value) => {
                let text = self.as_text(&[key.into()], expected, value);
                return text.into_iter().map(|text| (0, text)).collect();
            }
        };
        let text =
            |(index, item)| Some((index, self.as_text(&[key.into(), Step::Item(index)], expected, item)?));
        items.iter().enumerate().filter_map(text).collect()
    }

    fn text_for(&self, key: &str, expected: Expected) -> Option<String> {
        let value = self.value(key)?;
        self.as_text(&[key.into()], expected, value)
    }

    fn as_text(&self, path: &[Step], expected: Expected, value: &Value) -> Option<String> {
        let text = match value {
            Value::String(text) => text.as_str(),
            Value::Number(_) => self.document.number(&self.below(path)),
            other => {
                self.wrong_type(path, expected, other);
                return None;
            }
        };
        let text = text.trim();
        if text.is_empty() {
            self.empty(path, expected);
            return None;
        }
        Some(nfc::composed(text).into_owned())
    }

    fn as_moment(&self, path: &[Step], text: &str) -> Option<Moment> {
        match Moment::parse(text) {
            Ok(moment) => Some(moment),
            Err(error) => {
                self.fail_at(path, Diagnostic::error("bad-date", error.to_string()).help(error.help()));
                None
            }
        }
    }

    fn as_day(&self, path: &[Step], text: &str) -> Option<Date> {
        match date::parse_day(text) {
            Ok(day) => Some(day),
            Err(error) => {
                self.fail_at(path, bad_day(text, &error));
                None
            }
        }
    }

    fn empty(&self, path: &[Step], expected: Expected) {
        let name = name_of(path);
        let diagnostic = match path.last() {
            Some(Step::Item(_)) => Diagnostic::error("empty-value", format!("an item of `{name}` is empty"))
                .help("write something there, or remove the item"),
            _ => Diagnostic::error("empty-value", format!("`{name}` is empty"))
                .help(format!("write it as `{name}: {}`, or remove the line", expected.example)),
        };
        self.fail_at(path, diagnostic);
    }

    fn wrong_type(&self, path: &[Step], expected: Expected, value: &Value) {
        if value.is_null() {
            return self.empty(path, expected);
        }
        let name = name_of(path);
        let (subject, label) = match path.last() {
            Some(Step::Item(_)) => (format!("each item of `{name}`"), String::new()),
            _ => (format!("`{name}`"), format!("{name}: ")),
        };
        let message = format!("{subject} has to be {}, not {}", expected.what, kind(value));
        let source = || self.document.source(&self.below(path));
        let help = || match value {
            Value::Bool(_) if expected.what == TEXT.what => {
                format!("put it in quotes: {label}\"{}\"", source())
            }
            _ if label.is_empty() && expected.what == TEXT.what => "write the item as text alone".to_owned(),
            _ => format!("write it as `{label}{}`", expected.example),
        };
        self.fail_at_with(path, Diagnostic::error("wrong-type", message), |problem| problem.help(help()));
    }

    /// Adds a problem at the value at `path` from here.
    fn fail_at(&self, path: &[Step], problem: Diagnostic) {
        self.fail_at_with(path, problem, |problem| problem);
    }

    /// Adds a problem, completed only if it is told: its place alone takes a
    /// reading of the document.
    fn fail_at_with(
        &self,
        path: &[Step],
        problem: Diagnostic,
        complete: impl FnOnce(Diagnostic) -> Diagnostic,
    ) {
        let place = || self.document.place(&self.below(path));
        self.document.problems.borrow_mut().add_with(problem, |problem| complete(problem).at(place()));
    }

    /// Adds a problem at `key` itself, completed only if it is told.
    fn fail_key_with(&self, key: &str, problem: Diagnostic, complete: impl FnOnce(Diagnostic) -> Diagnostic) {
        let place = || self.document.key_place(&self.below(&[key.into()]));
        self.document.problems.borrow_mut().add_with(problem, |problem| complete(problem).at(place()));
    }

    /// The path from here to the item `index` under `key`, or to the value that
    /// is a list of one.
    fn item_path(&self, key: &str, index: usize) -> Vec<Step> {
        match self.value(key) {
            Some(Value::Sequence(_)) => vec![key.into(), Step::Item(index)],
            _ => vec![key.into()],
        }
    }

    fn below(&self, path: &[Step]) -> Vec<Step> {
        self.path.iter().chain(path).cloned().collect()
    }
}

/// Whether a key is its author's own.
fn is_own(key: &str) -> bool {
    key.starts_with("x_")
}

/// What an author would call the value.
fn kind(value: &Value) -> String {
    match value {
        Value::Null => "nothing".into(),
        Value::Bool(flag) => format!("the truth value `{flag}`"),
        Value::Number(number) => format!("the number `{number}`"),
        Value::String(text) => format!("the text `{text}`"),
        Value::Sequence(_) => "a list".into(),
        Value::Mapping(_) => "keys with values".into(),
        Value::Tagged(_) => "a YAML tag".into(),
    }
}

/// A diagnostic for a text that is no day.
fn bad_day(text: &str, error: &MomentError) -> Diagnostic {
    let (message, help) = match (error, Moment::parse(text)) {
        (_, Ok(_)) => ("a date without a time is expected here".to_owned(), error.help()),
        (MomentError::Shape { meant: None }, _) => {
            (error.to_string(), format!("write it as {}", DAY.example))
        }
        _ => (error.to_string(), error.help()),
    };
    Diagnostic::error("bad-date", message).help(help)
}

/// The truth value that an author probably meant.
fn meant_flag(value: &Value) -> &'static str {
    let text = value.as_str().unwrap_or_default().trim().to_lowercase();
    match text.as_str() {
        text if YES.contains(&text) => "true",
        text if NO.contains(&text) => "false",
        _ => "true` or `false",
    }
}

/// The key that a path is about.
fn name_of(path: &[Step]) -> &str {
    path.iter()
        .rev()
        .find_map(|step| if let Step::Key(key) = step { Some(key.as_str()) } else { None })
        .unwrap_or("value")
}

fn quoted_list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::MOST_OF_A_KIND;
    use crate::yaml::Limits;

    #[test]
    fn all_mappings_of_a_document_have_one_limit() {
        let text: String = (0..110).map(|at| format!("p{at}: {{ nam: 김, until: x }}\n")).collect();
        let document = Document::parse("people.yaml", &text, 0..text.len(), Limits::SETTINGS).unwrap();
        let fields = Fields::of(&document);
        for (id, _) in fields.entries() {
            let mut entry = fields.map(&id).unwrap();
            entry.require("name");
            entry.day("until");
            entry.finish(&["name", "until"]);
        }
        let told = document.into_problems();
        for code in ["missing-key", "bad-date", "unknown-key"] {
            let of_code: Vec<_> = told.iter().filter(|problem| problem.code == code).collect();
            assert_eq!(of_code.len(), MOST_OF_A_KIND, "{code}");
            let help = of_code[MOST_OF_A_KIND - 1].help.as_deref().unwrap_or_default();
            assert!(help.ends_with("; 10 more like this are in the file"), "{help}");
        }
    }

    #[test]
    fn keys_of_the_authors_own_hold_text_as_it_was_typed() {
        let text = "x_a: 1.10\nx_b: 1e3\nx_c: 0x1F\nx_d: true\nx_e:\nx_f: ' 가 '\nx_g: [a, b]\ntitle: 1\n";
        let document = Document::parse("1.md", text, 0..text.len(), Limits::FRONT_MATTER).unwrap();
        let own = Fields::of(&document).own_texts();
        let own: Vec<_> = own.iter().map(|(key, text)| (&key[2..], text.as_str())).collect();
        assert_eq!(own[..4], [("a", "1.10"), ("b", "1e3"), ("c", "0x1F"), ("d", "true")]);
        assert_eq!(own[4..], [("e", ""), ("f", " 가 "), ("g", "")]);
        let told: Vec<_> = document.into_problems().into_iter().map(|problem| problem.message).collect();
        assert_eq!(told, ["`x_g` has to be text, not a list"]);
    }

    #[test]
    fn a_key_that_is_no_text_is_told_once() {
        let text = "1: a\ntrue: b\n";
        let document = Document::parse("site.yaml", text, 0..text.len(), Limits::SETTINGS).unwrap();
        let fields = Fields::of(&document);
        assert_eq!(fields.entries(), []);
        fields.finish(&[]);
        let lines = |problem: &Diagnostic| problem.place.as_ref().map(|place| place.line);
        let told: Vec<_> = document.into_problems().iter().map(lines).collect();
        assert_eq!(told, [Some(1), Some(2)]);
    }
}
