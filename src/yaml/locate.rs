//! Where a value stands in its YAML document.
//!
//! The library does not keep positions, but its errors have them: to find a
//! value, the document is read once more by a reader that walks down the path
//! and fails on purpose when it arrives. That costs a parse, which only an
//! author with an error pays.

use std::fmt;
use std::ops::Range;

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
    Some(start..start + token_length(&block[start..]))
}

/// The bytes of the last key of `path`.
pub fn key(block: &str, path: &[Step]) -> Option<Range<usize>> {
    let start = arrive(block, path, Goal::Key)?;
    let rest = &block[start..];
    let length = match rest.as_bytes().first() {
        Some(b'"' | b'\'') => token_length(rest),
        _ => rest.find([':', '\n']).unwrap_or(rest.len()),
    };
    Some(start..start + length)
}

/// The second place where a line starts with `name` as a key.
pub fn second_key(block: &str, name: &str) -> Option<Range<usize>> {
    let mut start = 0;
    let mut seen = 0;
    for line in block.split_inclusive('\n') {
        let trimmed = line.trim_start().trim_start_matches("- ");
        let bare = trimmed.trim_start_matches(['"', '\'']);
        if bare
            .strip_prefix(name)
            .is_some_and(|rest| rest.trim_start_matches(['"', '\'']).trim_start().starts_with(':'))
        {
            seen += 1;
            if seen == 2 {
                let at = start + line.len() - bare.len();
                return Some(at..at + name.len());
            }
        }
        start += line.len();
    }
    None
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

/// How long the scalar or collection is that `rest` starts with: to its
/// closing quote, or to the end of the line or of the flow item.
fn token_length(rest: &str) -> usize {
    let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
    let first = line.as_bytes().first().copied();
    match first {
        Some(quote @ (b'"' | b'\'')) => {
            let close = line[1..].find(quote as char).map(|at| at + 2);
            close.unwrap_or(line.len())
        }
        Some(b'[') => line.rfind(']').map_or(line.len(), |at| at + 1),
        Some(b'{') => line.rfind('}').map_or(line.len(), |at| at + 1),
        _ => {
            let end =
                [" #", ", ", "]", "}"].iter().filter_map(|stop| line.find(stop)).min().unwrap_or(line.len());
            line[..end].trim_end().len()
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
        let range = second_key("a: 1\nb: 2\na: 3\n", "a").unwrap();
        assert_eq!(range, 10..11);
    }
}
