//! The fields of one mapping, read one by one; each problem is placed where it
//! stands, and reading goes on.

use jiff::civil::Date;
use serde_yaml::Mapping;
use serde_yaml::Value;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::is_nfc;

use crate::date;
use crate::date::Moment;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::suggestion;
use crate::yaml::Document;
use crate::yaml::Step;

/// A mapping being read.
#[derive(Debug)]
pub struct Fields<'d> {
    document: &'d Document<'d>,
    path: Vec<Step>,
    map: Option<&'d Mapping>,
    diagnostics: Vec<Diagnostic>,
}

impl<'d> Fields<'d> {
    /// The fields at the top of `document`; an empty document has none.
    pub fn of(document: &'d Document<'d>) -> Self {
        Self::at(document, Vec::new(), &document.root)
    }

    fn at(document: &'d Document<'d>, path: Vec<Step>, value: &'d Value) -> Self {
        let mut fields = Self { document, path, map: value.as_mapping(), diagnostics: Vec::new() };
        if fields.map.is_none() && !value.is_null() {
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
        let value = self.value(key)?;
        self.as_text(&[key.into()], value)
    }

    /// Like [`Fields::text`]; its absence is an error.
    pub fn required_text(&mut self, key: &str) -> Option<String> {
        self.require(key);
        self.text(key)
    }

    /// Reports it when `key` is missing.
    pub fn require(&mut self, key: &str) {
        if !self.has(key) {
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
        let items = match self.value(key) {
            None | Some(Value::Null) => return Vec::new(),
            Some(Value::Sequence(items)) => items,
            Some(value) => return self.as_text(&[key.into()], value).into_iter().collect(),
        };
        let read = items.iter().enumerate();
        read.filter_map(|(index, item)| self.as_text(&[key.into(), Step::Item(index)], item)).collect()
    }

    /// A list of lists of texts.
    pub fn text_lists(&mut self, key: &str) -> Vec<Vec<String>> {
        let Some(items) = self.items(key) else { return Vec::new() };
        let mut lists = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let Value::Sequence(words) = item else {
                self.wrong_type(&[key.into(), Step::Item(index)], "a list in brackets", item);
                continue;
            };
            let path = |word| [key.into(), Step::Item(index), Step::Item(word)];
            let words = words.iter().enumerate();
            lists.push(words.filter_map(|(word, value)| self.as_text(&path(word), value)).collect());
        }
        lists
    }

    /// `true` or `false`.
    pub fn flag(&mut self, key: &str) -> Option<bool> {
        let value = self.value(key)?;
        let flag = value.as_bool();
        if flag.is_none() {
            self.wrong_type(&[key.into()], "`true` or `false`", value);
        }
        flag
    }

    /// A whole number from `least` up.
    pub fn whole(&mut self, key: &str, least: u32) -> Option<u32> {
        let value = self.value(key)?;
        let number =
            value.as_u64().and_then(|number| u32::try_from(number).ok()).filter(|&number| number >= least);
        if number.is_none() {
            self.wrong_type(&[key.into()], &format!("a whole number from {least}"), value);
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
        let text = self.text(key)?;
        self.as_moment(&[key.into()], &text)
    }

    /// A date without a time.
    pub fn day(&mut self, key: &str) -> Option<Date> {
        let text = self.text(key)?;
        self.as_day(&[key.into()], &text)
    }

    /// A list of dates.
    pub fn days(&mut self, key: &str) -> Vec<Date> {
        let texts = self.texts(key);
        let days = texts.iter().enumerate();
        days.filter_map(|(index, text)| self.as_day(&[key.into(), Step::Item(index)], text)).collect()
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
                Value::String(key) => entries.push((key.nfc().collect(), value)),
                other => {
                    let message = format!("a key has to be text, not {}", kind(other));
                    let place = self.document.place(&self.path);
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
        self.diagnostics
    }

    /// Like [`Fields::finish`], but keys that start with `x_` are let be.
    pub fn finish_open(mut self, known: &[&str]) -> Vec<Diagnostic> {
        for (key, _) in self.entries() {
            if !known.contains(&key.as_str()) && !key.starts_with("x_") {
                self.unknown_key(&key, known);
            }
        }
        self.diagnostics
    }

    /// Ends reading of a mapping whose keys are free.
    pub fn finish_free(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    fn unknown_key(&mut self, key: &str, known: &[&str]) {
        let help = match suggestion::nearest(key, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the keys here are {}", quoted_list(known.iter().copied())),
        };
        let place = self.document.key_place(&self.below(&[key.into()]));
        self.diagnostics
            .push(Diagnostic::error("unknown-key", format!("there is no key `{key}`")).at(place).help(help));
    }

    fn items(&mut self, key: &str) -> Option<&'d [Value]> {
        match self.value(key)? {
            Value::Sequence(items) => Some(items),
            Value::Null => None,
            value => {
                self.wrong_type(&[key.into()], "a list", value);
                None
            }
        }
    }

    fn as_text(&mut self, path: &[Step], value: &Value) -> Option<String> {
        let text = match value {
            Value::String(text) => text.as_str(),
            Value::Number(_) => self.document.source(&self.below(path)),
            other => {
                self.wrong_type(path, "text", other);
                return None;
            }
        };
        let text = text.trim();
        if text.is_empty() {
            let name = name_of(path);
            self.fail_at(
                path,
                Diagnostic::error("empty-value", format!("`{name}` is empty"))
                    .help(format!("give it a text, or remove the line `{name}:`")),
            );
            return None;
        }
        Some(if is_nfc(text) { text.to_owned() } else { text.nfc().collect() })
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
                self.fail_at(path, Diagnostic::error("bad-date", error.to_string()).help(error.help()));
                None
            }
        }
    }

    fn wrong_type(&mut self, path: &[Step], expected: &str, value: &Value) {
        let name = name_of(path);
        let source = self.document.source(&self.below(path));
        let diagnostic = match (value, source) {
            (Value::Null, _) => Diagnostic::error("empty-value", format!("`{name}` is empty"))
                .help(format!("give it {expected}, or remove the line")),
            (_, source) => {
                let found = kind(value);
                let message = format!("`{name}` has to be {expected}, not {found}");
                let help = if expected == "text"
                    && !source.is_empty()
                    && !matches!(value, Value::Sequence(_) | Value::Mapping(_))
                {
                    format!("put it in quotes: {name}: \"{source}\"")
                } else {
                    format!("write {expected}")
                };
                Diagnostic::error("wrong-type", message).help(help)
            }
        };
        self.fail_at(path, diagnostic);
    }

    fn fail_at(&mut self, path: &[Step], diagnostic: Diagnostic) {
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
