//! The text of a question between two runs: bytes, as serde would check text
//! slowly.

use serde::Deserialize;
use serde::Deserializer;
use serde::Serializer;
use serde::de::Error;

/// Writes a text as bytes.
pub fn serialize<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(text.as_bytes())
}

/// Reads the text that some bytes are.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let bytes = <&[u8]>::deserialize(deserializer)?;
    simdutf8::basic::from_utf8(bytes).map(str::to_owned).map_err(D::Error::custom)
}
