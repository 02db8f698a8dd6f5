//! The numbers of a document as their author typed them: `1.50`, not 1.5.
//!
//! Asked for text, the library gives a number as it is written, so one more
//! reading of the document tells all of them.

use std::fmt;

use serde::Deserialize;
use serde::de::DeserializeSeed;
use serde::de::Deserializer;
use serde::de::IgnoredAny;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Visitor;
use serde_yaml::Mapping;
use serde_yaml::Value;

/// The content of `block`, of which `root` is known, with each number as the
/// text that it was typed as, and nothing in place of all else.
pub fn numbers(block: &str, root: &Value) -> Option<Value> {
    Typed(root).deserialize(serde_yaml::Deserializer::from_str(block)).ok()
}

/// A reader of a value that is known but for how its numbers were typed.
struct Typed<'v>(&'v Value);

impl<'de> DeserializeSeed<'de> for Typed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        match self.0 {
            Value::Mapping(_) => deserializer.deserialize_map(self),
            Value::Sequence(_) => deserializer.deserialize_seq(self),
            Value::Number(_) => String::deserialize(deserializer).map(Value::String),
            _ => IgnoredAny::deserialize(deserializer).map(|_| Value::Null),
        }
    }
}

impl<'de> Visitor<'de> for Typed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("what was there before")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut typed = Mapping::new();
        while let Some(key) = map.next_key::<Value>()? {
            let known = self.0.get(&key).unwrap_or(&Value::Null);
            let value = map.next_value_seed(Typed(known))?;
            typed.insert(key, value);
        }
        Ok(Value::Mapping(typed))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut typed = Vec::new();
        while let Some(value) =
            seq.next_element_seed(Typed(self.0.get(typed.len()).unwrap_or(&Value::Null)))?
        {
            typed.push(value);
        }
        Ok(Value::Sequence(typed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_they_were_typed() {
        let block = "a: 7.0\nb: [1.50, x, {c: 0x1F}]\n2: -0\nd: '3'\n";
        let typed = numbers(block, &serde_yaml::from_str(block).unwrap()).unwrap();
        let expected = "a: '7.0'\nb: ['1.50', null, {c: '0x1F'}]\n2: '-0'\nd: null\n";
        assert_eq!(typed, serde_yaml::from_str::<Value>(expected).unwrap());
    }
}
