//! A YAML document: guarded, parsed, and read field by field with every
//! problem placed in the author's file.
//!
//! This is the one place that knows the YAML library. The library alone is not
//! safe for text that people paste: it takes minutes over `[[[[…`, silently
//! drops text (`title: &hello there` becomes `there`) and takes U+0085 for a
//! line break. [`Document::parse`] therefore refuses such input first.

mod address;
mod fields;
mod front_matter;
mod guard;
mod invisible;
mod locate;
mod quote;
mod syntax;
mod typed;

use std::cell::OnceCell;
use std::cell::RefCell;
use std::ops::Range;

pub use serde_yaml::Value;

use crate::characters;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Few;
use crate::diagnostic::Place;
use crate::nfc;

pub use self::address::decode_path;
pub use self::address::encode_path;
pub use self::address::is_web_address;
pub use self::address::read_address;
pub use self::address::write_address;
pub use self::fields::Fields;
pub use self::front_matter::Parts;
pub use self::front_matter::split;
pub use self::guard::Limits;
pub use self::guard::is_block_header;
pub use self::locate::Step;

/// A parsed YAML document that still knows where it stood.
#[derive(Debug)]
pub struct Document<'a> {
    file: &'a str,
    text: &'a str,
    range: Range<usize>,
    /// The parsed content.
    pub root: Value,
    /// What is wrong with the fields that were read so far, however deep they
    /// stand: the whole document has one limit.
    problems: RefCell<Few>,
    /// The content with its numbers as they were typed, once one was asked for.
    typed: OnceCell<Option<Value>>,
}

impl<'a> Document<'a> {
    /// Parses the bytes `range` of `text`, the content of `file`.
    ///
    /// # Errors
    /// Every breach of the guard, or the first error of the YAML itself.
    pub fn parse(
        file: &'a str,
        text: &'a str,
        range: Range<usize>,
        limits: Limits,
    ) -> Result<Self, Vec<Diagnostic>> {
        let block = &text[range.clone()];
        let place =
            |part: Range<usize>| Place::new(file, text, range.start + part.start..range.start + part.end);
        let breaches = guard::check(block, limits, &place);
        if !breaches.is_empty() {
            return Err(breaches);
        }
        match serde_yaml::from_str(block) {
            Ok(root) => {
                let root = if is_plain(block) { root } else { permitted(root) };
                let (problems, typed) = (RefCell::default(), OnceCell::new());
                Ok(Self { file, text, range, root, problems, typed })
            }
            Err(error) => Err(vec![syntax::explain(block, &error, &place)]),
        }
    }

    /// Where the value at `path` stands; the whole document if it is not there.
    pub fn place(&self, path: &[Step]) -> Place {
        self.place_of(locate::value(self.block(), path))
    }

    /// Where the item stands whose text `is` the one, in the list under `key`;
    /// the whole value where there is no such item.
    pub fn item_place(&self, key: &str, is: impl Fn(&str) -> bool) -> Place {
        let mut items = self.sources(&[key.into()]).into_iter();
        match items.position(|text| is(&nfc::composed(text.trim()))) {
            Some(index) => self.place(&[key.into(), Step::Item(index)]),
            None => self.place(&[key.into()]),
        }
    }

    /// Where the key at the end of `path` stands.
    pub fn key_place(&self, path: &[Step]) -> Place {
        self.place_of(locate::key(self.block(), path))
    }

    /// The value at `path` as its author typed it, quotes included.
    pub fn source(&self, path: &[Step]) -> &'a str {
        locate::value(self.block(), path).map_or("", |range| &self.block()[range])
    }

    /// The number at `path` as its author typed it. The first that is asked for
    /// takes a reading of the document, and the others none.
    pub fn number(&self, path: &[Step]) -> &str {
        let typed = self.typed.get_or_init(|| typed::numbers(self.block(), &self.root));
        let number =
            typed.as_ref().and_then(|typed| path.iter().try_fold(typed, step_down)).and_then(Value::as_str);
        number.unwrap_or_else(|| self.source(path))
    }

    /// The items of the list at `path` as text, numbers as their author typed
    /// them; none where one of them is a list or has keys.
    pub fn sources(&self, path: &[Step]) -> Vec<String> {
        locate::texts(self.block(), path).unwrap_or_default()
    }

    /// Every text of the document, keys too, with the path to it, or to the value
    /// of the key.
    pub fn texts(&self) -> Vec<(Vec<Step>, &str)> {
        let mut texts = Vec::new();
        gather(&self.root, &mut Vec::new(), &mut texts);
        texts
    }

    /// What was wrong with the fields that were read, and what they hide.
    pub fn into_problems(self) -> Vec<Diagnostic> {
        let hidden = self.invisible_characters();
        let mut problems = self.problems.into_inner().into_told();
        problems.extend(hidden);
        problems
    }

    fn block(&self) -> &'a str {
        &self.text[self.range.clone()]
    }

    fn place_of(&self, range: Option<Range<usize>>) -> Place {
        let range = range.unwrap_or(0..0);
        Place::new(self.file, self.text, self.range.start + range.start..self.range.start + range.end)
    }
}

/// The value that is one step below.
fn step_down<'v>(value: &'v Value, step: &Step) -> Option<&'v Value> {
    match step {
        Step::Key(key) => value.get(key.as_str()),
        Step::Item(index) => value.get(*index),
    }
}

/// Adds every text of `value`, which stands at `path`; no deeper than the guard
/// lets one be.
fn gather<'v>(value: &'v Value, path: &mut Vec<Step>, texts: &mut Vec<(Vec<Step>, &'v str)>) {
    match value {
        Value::String(text) => texts.push((path.clone(), text)),
        Value::Sequence(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(Step::Item(index));
                gather(item, path, texts);
                path.pop();
            }
        }
        Value::Mapping(map) => {
            for (key, value) in map {
                path.push(Step::Key(key.as_str().unwrap_or_default().to_owned()));
                gather(key, path, texts);
                gather(value, path, texts);
                path.pop();
            }
        }
        _ => {}
    }
}

/// Whether no value of the block can hold a character that no page may hold.
fn is_plain(block: &str) -> bool {
    !block.contains('\\') && !block.contains(characters::is_forbidden)
}

/// The value without the characters that no page may hold: quotes let an author
/// write them, as `"\u0007"`.
fn permitted(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(characters::permitted(text.into()).into_owned()),
        Value::Sequence(items) => Value::Sequence(items.into_iter().map(permitted).collect()),
        Value::Mapping(map) => {
            Value::Mapping(map.into_iter().map(|(key, value)| (permitted(key), permitted(value))).collect())
        }
        value => value,
    }
}
