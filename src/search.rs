//! Search: an index in small files, and the engine that answers from them.

mod bytes;
mod document;
mod engine;
pub mod evaluate;
mod index;
mod manifest;
mod posting;
mod query;
mod repair;
mod result;
mod shard;
mod spelling;
mod term;

pub use self::engine::Answer;
pub use self::engine::Engine;
pub use self::engine::Files;
pub use self::engine::Repair;
pub use self::engine::Request;
pub use self::engine::Unanswered;
pub use self::index::IndexFile;
pub use self::index::build;
pub use self::manifest::Manifest;
pub use self::result::Found;
