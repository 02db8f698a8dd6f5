//! The fields of one mapping, read one by one; each problem is placed where it
//! stands, and reading goes on.

use jiff::civil::Date;
use serde_yaml::Mapping;
use serde_yaml::Value;

use crate::date;
use crate::date::Moment;
use crate::date::MomentError;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::MOST_OF_A_KIND;
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
    diagnostics: Vec<Diagnostic>,
    /// How many problems are not told, as there are so many.
    left_out: usize,
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
        let mut fields = Self { document, path, map, is_other, diagnostics: Vec::new(), left_out: 0 };
        if is_other {
            let found = kind(value);
            fields.diagnostics.push(
                Diagnostic::error("wrong-type", format!("keys with values are expected here, not {found}"))
                    .at(document.place(&fields.path))
                    .help("write one `key: value` a line"),
            );
        }
        fields
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
            let place = self.document.place(&self.path);
            self.diagnostics.push(
                Diagnostic::error("missing-key", format!("`{key}` is missing"))
                    .at(place)
                    .help(format!("add a line `{key}: …`")),
            );
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
            let help = match suggestion::nearest(&text, names()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("use one of {}", quoted_list(names())),
            };
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
        let path = |index| match self.value(key) {
            Some(Value::Sequence(_)) => vec![key.into(), Step::Item(index)],
            _ => vec![key.into()],
        };
        let days: Vec<_> = texts.into_iter().map(|(index, text)| (path(index), text)).collect();
        days.into_iter().filter_map(|(path, text)| self.as_day(&path, &text)).collect()
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
    pub fn map(&mut self, key: &str) -> Option<Fields<'d>> {
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
    pub fn entries(&mut self) -> Vec<(String, &'d Value)> {
        let Some(map) = self.map else { return Vec::new() };
        let mut entries = Vec::new();
        for (key, value) in map {
            match key {
                Value::String(key) => entries.push((nfc::composed(key).into_owned(), value)),
                other => {
                    let message = format!("a key has to be text, not {}", kind(other));
                    let typed = match other {
                        Value::Number(number) => number.to_string(),
                        other => other.as_bool().map(|flag| flag.to_string()).unwrap_or_default(),
                    };
                    let place = self.document.key_place(&self.below(&[Step::Key(typed)]));
                    self.diagnostics.push(
                        Diagnostic::error("wrong-type", message).at(place).help("put the key in quotes"),
                    );
                }
            }
        }
        entries
    }

    /// Adds `diagnostic` at the value of `key`.
    pub fn fail(&mut self, key: &str, diagnostic: Diagnostic) {
        self.fail_at(&[key.into()], diagnostic);
    }

    /// Adds `diagnostic` at `key` itself.
    pub fn fail_key(&mut self, key: &str, diagnostic: Diagnostic) {
        let place = self.document.key_place(&self.below(&[key.into()]));
        self.diagnostics.push(diagnostic.at(place));
    }

    /// Adds `diagnostic` at the item `index` of the list under `key`.
    pub fn fail_item(&mut self, key: &str, index: usize, diagnostic: Diagnostic) {
        match self.value(key) {
            Some(Value::Sequence(_)) => self.fail_at(&[key.into(), Step::Item(index)], diagnostic),
            _ => self.fail(key, diagnostic),
        }
    }

    /// Adds what another reader found.
    pub fn extend(&mut self, diagnostics: Vec<Diagnostic>) {
        self.diagnostics.extend(diagnostics);
    }

    /// Where the value of `key` stands.
    pub fn place(&self, key: &str) -> Place {
        self.document.place(&self.below(&[key.into()]))
    }

    /// Ends reading: every key that is not in `known` is an error.
    pub fn finish(mut self, known: &[&str]) -> Vec<Diagnostic> {
        for (key, _) in self.entries() {
            if !known.contains(&key.as_str()) {
                self.unknown_key(&key, known);
            }
        }
        self.finish_free()
    }

    /// Like [`Fields::finish`], but keys that start with `x_` are let be.
    pub fn finish_open(mut self, known: &[&str]) -> Vec<Diagnostic> {
        for (key, _) in self.entries() {
            if !known.contains(&key.as_str()) && !key.starts_with("x_") {
                self.unknown_key(&key, known);
            }
        }
        self.finish_free()
    }

    /// Ends reading of a mapping whose keys are free.
    pub fn finish_free(mut self) -> Vec<Diagnostic> {
        if let Some(last) = self.diagnostics.last_mut() {
            last.tell_of_more(self.left_out);
        }
        self.diagnostics
    }

    fn unknown_key(&mut self, key: &str, known: &[&str]) {
        let help = match suggestion::nearest(key, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the keys here are {}", quoted_list(known.iter().copied())),
        };
        self.fail_key(key, Diagnostic::error("unknown-key", format!("there is no key `{key}`")).help(help));
    }

    fn items(&mut self, key: &str) -> Option<&'d [Value]> {
        match self.value(key)? {
            Value::Sequence(items) => Some(items),
            Value::Null => None,
            value => {
                self.wrong_type(&[key.into()], LIST, value);
                None
            }
        }
    }

    fn items_for(&mut self, key: &str, expected: Expected) -> Vec<(usize, String)> {
        let items = match self.value(key) {
            None | Some(Value::Null) => return Vec::new(),
            Some(Value::Sequence(items)) => items,
            Some(value) => {
                let text = self.as_text(&[key.into()], expected, value);
                return text.into_iter().map(|text| (0, text)).collect();
            }
        };
        // numbers as they were typed, all at one reading of the document
        let has_numbers = items.iter().any(Value::is_number);
        let typed = if has_numbers { self.document.sources(&self.below(&[key.into()])) } else { Vec::new() };
        let mut texts = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let text = match typed.get(index) {
                Some(text) if item.is_number() => Some(text.clone()),
                _ => self.as_text(&[key.into(), Step::Item(index)], expected, item),
            };
            texts.extend(text.map(|text| (index, text)));
        }
        texts
    }

    fn text_for(&mut self, key: &str, expected: Expected) -> Option<String> {
        let value = self.value(key)?;
        self.as_text(&[key.into()], expected, value)
    }

    fn as_text(&mut self, path: &[Step], expected: Expected, value: &Value) -> Option<String> {
        let text = match value {
            Value::String(text) => text.as_str(),
            Value::Number(_) => self.document.source(&self.below(path)),
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

    fn as_moment(&mut self, path: &[Step], text: &str) -> Option<Moment> {
        match Moment::parse(text) {
            Ok(moment) => Some(moment),
            Err(error) => {
                self.fail_at(path, Diagnostic::error("bad-date", error.to_string()).help(error.help()));
                None
            }
        }
    }

    fn as_day(&mut self, path: &[Step], text: &str) -> Option<Date> {
        match date::parse_day(text) {
            Ok(day) => Some(day),
            Err(error) => {
                self.fail_at(path, bad_day(text, &error));
                None
            }
        }
    }

    fn empty(&mut self, path: &[Step], expected: Expected) {
        let name = name_of(path);
        let diagnostic = match path.last() {
            Some(Step::Item(_)) => Diagnostic::error("empty-value", format!("an item of `{name}` is empty"))
                .help("write something there, or remove the item"),
            _ => Diagnostic::error("empty-value", format!("`{name}` is empty"))
                .help(format!("write it as `{name}: {}`, or remove the line", expected.example)),
        };
        self.fail_at(path, diagnostic);
    }

    fn wrong_type(&mut self, path: &[Step], expected: Expected, value: &Value) {
        if value.is_null() {
            return self.empty(path, expected);
        }
        if self.diagnostics.len() >= MOST_OF_A_KIND {
            self.left_out += 1;
            return;
        }
        let name = name_of(path);
        let (subject, label) = match path.last() {
            Some(Step::Item(_)) => (format!("each item of `{name}`"), String::new()),
            _ => (format!("`{name}`"), format!("{name}: ")),
        };
        let message = format!("{subject} has to be {}, not {}", expected.what, kind(value));
        let source = self.document.source(&self.below(path));
        let help = match value {
            Value::Bool(_) if expected.what == TEXT.what => {
                format!("put it in quotes: {label}\"{source}\"")
            }
            _ if label.is_empty() && expected.what == TEXT.what => "write the item as text alone".to_owned(),
            _ => format!("write it as `{label}{}`", expected.example),
        };
        self.fail_at(path, Diagnostic::error("wrong-type", message).help(help));
    }

    /// Adds a problem at a place, which takes a reading of the document.
    fn fail_at(&mut self, path: &[Step], diagnostic: Diagnostic) {
        if self.diagnostics.len() >= MOST_OF_A_KIND {
            self.left_out += 1;
            return;
        }
        let place = self.document.place(&self.below(path));
        self.diagnostics.push(diagnostic.at(place));
    }

    fn below(&self, path: &[Step]) -> Vec<Step> {
        self.path.iter().chain(path).cloned().collect()
    }
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
