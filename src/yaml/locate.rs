//! Where a value stands in its YAML document.
//!
//! The library does not keep positions, but its errors have them: to find a
//! value, the document is read once more by a reader that walks down the path
//! and fails on purpose when it arrives. That costs a parse, which only an
//! author with an error pays.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::DeserializeSeed;
use serde::de::Deserializer;
use serde::de::Error;
use serde::de::IgnoredAny;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Visitor;

/// One step down into a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// To the value of a key.
    Key(String),
    /// To an item of a list, from 0.
    Item(usize),
}

impl From<&str> for Step {
    fn from(key: &str) -> Self {
        Self::Key(key.to_owned())
    }
}

/// The bytes of the value at `path`.
pub fn value(block: &str, path: &[Step]) -> Option<Range<usize>> {
    let start = arrive(block, path, Goal::Value)?;
    Some(start..start + token_length(block, start))
}

/// The bytes of the last key of `path`.
pub fn key(block: &str, path: &[Step]) -> Option<Range<usize>> {
    Some(key_at(block, arrive(block, path, Goal::Key)?))
}

/// The items of the list at `path` as they are written, without quotes; all at
/// one reading.
pub fn texts(block: &str, path: &[Step]) -> Option<Vec<String>> {
    Items { path }.deserialize(serde_yaml::Deserializer::from_str(block)).ok()?
}

/// The second of two equal keys of one mapping, the first such of all.
pub fn duplicate_key(block: &str) -> Option<Range<usize>> {
    let error = NoTwins.deserialize(serde_yaml::Deserializer::from_str(block)).err()?;
    let location = error.location()?;
    Some(key_at(block, offset(block, location.line(), location.column())))
}

fn key_at(block: &str, start: usize) -> Range<usize> {
    let rest = &block[start..];
    let length = match rest.as_bytes().first() {
        Some(b'"' | b'\'') => quoted_length(rest),
        _ => rest.find([':', '\n']).unwrap_or(rest.len()),
    };
    start..start + length
}

/// The byte at `line` and `column`, both from 1, columns in characters.
pub fn offset(block: &str, line: usize, column: usize) -> usize {
    let start: usize = block.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &block[start..];
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at)
}

/// What the reader is looking for at the end of its path.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Goal {
    Key,
    Value,
}

fn arrive(block: &str, path: &[Step], goal: Goal) -> Option<usize> {
    let seed = Walk { path, goal };
    let error = seed.deserialize(serde_yaml::Deserializer::from_str(block)).err()?;
    let location = error.location()?;
    Some(offset(block, location.line(), location.column()))
}

/// How long the value is that starts at `start`: to its closing quote or
/// bracket, or to the end of the line or of the item within brackets.
fn token_length(block: &str, start: usize) -> usize {
    let rest = &block[start..];
    match rest.as_bytes().first() {
        Some(b'"' | b'\'') => quoted_length(rest),
        Some(b'[' | b'{') => collection_length(rest),
        _ => plain_length(rest, is_in_brackets(block, start)),
    }
}

/// To the closing quote, or to the end of the line where there is none.
fn quoted_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if bytes[0] == b'"' => at += 1,
            b'\'' if bytes[0] == b'\'' && bytes.get(at + 1) == Some(&b'\'') => at += 1,
            byte if byte == bytes[0] => return at + 1,
            _ => {}
        }
        at += 1;
    }
    rest.find('\n').unwrap_or(rest.len())
}

/// To the closing bracket, or to the end of the line where there is none.
fn collection_length(rest: &str) -> usize {
    let mut brackets = Brackets::default();
    for (at, c) in rest.char_indices() {
        brackets.pass(&rest[at..], c);
        if brackets.depth == 0 {
            return at + 1;
        }
    }
    rest.find('\n').unwrap_or(rest.len())
}

/// To the end of the line or a comment; within brackets, of the item.
fn plain_length(rest: &str, in_brackets: bool) -> usize {
    let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
    let stops: &[&str] = if in_brackets { &[" #", ", ", ",", "]", "}"] } else { &[" #"] };
    let end = stops.iter().filter_map(|stop| line.find(stop)).min().unwrap_or(line.len());
    line[..end].trim_end().len()
}

/// Whether byte `at` stands within brackets. Brackets close before the next
/// line that is not indented, so that is where counting begins.
pub fn is_in_brackets(block: &str, at: usize) -> bool {
    let outer = |start: &usize| !block[*start..].starts_with([' ', '-', '#', '\n']);
    let mut starts = block[..at].match_indices('\n').map(|(newline, _)| newline + 1).filter(outer);
    let start = starts.next_back().unwrap_or(0);
    let mut brackets = Brackets::default();
    for (offset, c) in block[start..at].char_indices() {
        brackets.pass(&block[start + offset..at], c);
    }
    brackets.depth > 0
}

/// Counts brackets, other than those in quotes or in the middle of a text.
#[derive(Default)]
struct Brackets {
    depth: usize,
    /// Bytes of a quoted text that are still to pass.
    quoted: usize,
    /// Whether the last character belongs to a text, so that a bracket or a
    /// quote behind it does too.
    in_text: bool,
}

impl Brackets {
    /// Passes `c`, the first character of `rest`.
    fn pass(&mut self, rest: &str, c: char) {
        if self.quoted > 0 {
            self.quoted = self.quoted.saturating_sub(c.len_utf8());
            return;
        }
        match c {
            '"' | '\'' if !self.in_text => self.quoted = quoted_length(rest) - 1,
            '[' | '{' if !self.in_text => self.depth += 1,
            ']' | '}' if self.depth > 0 => {
                self.depth -= 1;
                self.in_text = false;
            }
            ',' if self.depth > 0 => self.in_text = false,
            ':' | '-' if rest[1..].starts_with(' ') => self.in_text = false,
            '\n' => self.in_text = false,
            c if c.is_whitespace() => {}
            _ => self.in_text = true,
        }
    }
}

/// A reader that fails on arrival.
struct Walk<'a> {
    path: &'a [Step],
    goal: Goal,
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("the path's end")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Some((step, rest)) = self.path.split_first() else { return Err(A::Error::custom("here")) };
        let Step::Key(wanted) = step else { return Ok(()) };
        let stop = rest.is_empty() && self.goal == Goal::Key;
        while let Some(found) = map.next_key_seed(KeyIs { wanted, stop })? {
            if found {
                return map.next_value_seed(Walk { path: rest, goal: self.goal });
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Some((step, rest)) = self.path.split_first() else { return Err(A::Error::custom("here")) };
        let Step::Item(index) = step else { return Ok(()) };
        for _ in 0..*index {
            if seq.next_element::<IgnoredAny>()?.is_none() {
                return Ok(());
            }
        }
        seq.next_element_seed(Walk { path: rest, goal: self.goal })?;
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        self.scalar()
    }
    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        self.scalar()
    }
    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        self.scalar()
    }
    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        self.scalar()
    }
    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        self.scalar()
    }
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.scalar()
    }
}

impl Walk<'_> {
    fn scalar<E: Error>(self) -> Result<(), E> {
        if self.path.is_empty() { Err(E::custom("here")) } else { Ok(()) }
    }
}

/// A reader that takes the list at the end of its path.
struct Items<'a> {
    path: &'a [Step],
}

impl<'de> DeserializeSeed<'de> for Items<'_> {
    type Value = Option<Vec<String>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        if self.path.is_empty() {
            // asked for text, the library gives a number as it is written
            return Vec::deserialize(deserializer).map(Some);
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Items<'_> {
    type Value = Option<Vec<String>>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("the path's end")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut items = None;
        let Some((Step::Key(wanted), rest)) = self.path.split_first() else { return Ok(None) };
        while let Some(found) = map.next_key_seed(KeyIs { wanted, stop: false })? {
            if found {
                items = map.next_value_seed(Items { path: rest })?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(items)
    }
}

/// Tells whether a key is the wanted one; fails on it where it is the goal.
struct KeyIs<'a> {
    wanted: &'a str,
    stop: bool,
}

impl<'de> DeserializeSeed<'de> for KeyIs<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeyIs<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, found: &str) -> Result<bool, E> {
        match (found == self.wanted, self.stop) {
            (true, true) => Err(E::custom("here")),
            (found, _) => Ok(found),
        }
    }
}

/// A reader that fails on the second of two equal keys.
struct NoTwins;

impl<'de> DeserializeSeed<'de> for NoTwins {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for NoTwins {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("YAML")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = BTreeSet::new();
        while map.next_key_seed(NewKey(&mut seen))?.is_some() {
            map.next_value_seed(NoTwins)?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(NoTwins)?.is_some() {}
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }
    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }
    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}

/// Remembers a key; fails on one that was there before.
struct NewKey<'a>(&'a mut BTreeSet<String>);

impl<'de> DeserializeSeed<'de> for NewKey<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for NewKey<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<(), E> {
        if self.0.insert(key.to_owned()) { Ok(()) } else { Err(E::custom("here")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLOCK: &str = "title: 바퀴벌레 # note\nasks:\n  - { asked: 2026-01-02, channel: emial }\n  - asked: 2026-01-03\n    wording: \"왜: 요\"\ntags: [하나, 둘]\n";

    fn text(path: &[Step]) -> &'static str {
        value(BLOCK, path).map_or("", |range| &BLOCK[range])
    }

    #[test]
    fn scalars_are_found() {
        assert_eq!(text(&["title".into()]), "바퀴벌레");
    }

    #[test]
    fn nested_values_are_found() {
        assert_eq!(text(&["asks".into(), Step::Item(0), "channel".into()]), "emial");
        assert_eq!(text(&["asks".into(), Step::Item(1), "wording".into()]), "\"왜: 요\"");
        assert_eq!(text(&["tags".into(), Step::Item(1)]), "둘");
    }

    #[test]
    fn keys_are_found() {
        let range = key(BLOCK, &["asks".into(), Step::Item(1), "wording".into()]).unwrap();
        assert_eq!(&BLOCK[range], "wording");
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        assert_eq!(value(BLOCK, &["nothing".into()]), None);
        assert_eq!(value(BLOCK, &["tags".into(), Step::Item(5)]), None);
    }

    #[test]
    fn the_second_of_two_keys_is_found() {
        assert_eq!(duplicate_key("a: 1\nb: 2\na: 3\n"), Some(10..11));
        assert_eq!(duplicate_key("- a: 1\n- a: 2\n  \"a\": 3\n"), Some(16..19));
        assert_eq!(duplicate_key("x: { a: 1, a: 2 }\n"), Some(11..12));
        assert_eq!(duplicate_key("a: 1\nb: { a: 1 }\n"), None);
    }

    #[test]
    fn a_value_ends_with_its_bracket_or_quote() {
        let block = "a: [{ b: [하나, 둘] }, { b: 'it''s', c: \"]\" }]\nd: 하나, 둘 [셋] # x\n";
        let text = |path: &[Step]| value(block, path).map_or("", |range| &block[range]);
        let item = |index, key: &str| [Step::from("a"), Step::Item(index), key.into()];
        assert_eq!(text(&item(0, "b")), "[하나, 둘]");
        assert_eq!(text(&item(1, "b")), "'it''s'");
        assert_eq!(text(&item(1, "c")), "\"]\"");
        assert_eq!(text(&["a".into(), Step::Item(1)]), "{ b: 'it''s', c: \"]\" }");
        assert_eq!(text(&["d".into()]), "하나, 둘 [셋]");
    }
}
