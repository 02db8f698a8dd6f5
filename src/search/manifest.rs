//! The manifest: what a reader of the index has to know before the first
//! question, as JSON.

use serde::Deserialize;
use serde::Serialize;

/// The format of the index that this program writes and reads.
pub const FORMAT: u32 = 3;

/// What a reader of the index has to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The format of all files; another version of the program may write another.
    pub format: u32,
    /// Changes whenever any file does; a reader adds it to addresses as `?v=`.
    pub version: String,
    /// How many documents there are.
    pub documents: u32,
    /// What every address in a result starts with: the path below the host.
    pub base: String,
    /// How many bits of a term name its shard, family by family.
    pub bits: Bits,
    /// The terms that most documents have, the commonest first, with a space
    /// between: a long question is looked up by others.
    pub common: String,
    /// Words that mean the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub synonyms: Vec<Vec<String>>,
    /// The paths of categories; results name theirs by its place in here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
}

/// How many bits of a term name its shard, family by family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each field is told under the family of its name")]
pub struct Bits {
    pub terms: u32,
    pub initials: u32,
    pub spelling: u32,
    pub filters: u32,
}
