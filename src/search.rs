//! Search: an index in small files, and the engine that answers from them.
//!
//! A reader's browser loads the few files that a query needs and ranks by
//! itself, so no server is asked and nobody learns what was searched for. The
//! engine here answers in the terminal and for `check`; the one in the theme's
//! `static/search/` does the same in the browser, result for result.
//!
//! # How a query is answered
//!
//! 1. `query` cuts it into terms: pairs of neighbouring syllables,
//!    stems of words in an alphabet, or initial consonants.
//! 2. The `shard` of each term gives its postings: which questions
//!    have it, and how much it says there.
//! 3. `repair` looks at words that no question has: another layout of the
//!    keyboard, another spelling, a word that is still being typed.
//! 4. The `engine` adds up weight times impact, holds it against a document if
//!    it has some pairs of a short word only, and the blocks of the best give
//!    their results.
//!
//! # The files
//!
//! All stand below `/search/`, or `/en/search/` in another edition. Every file
//! but the manifest is packed with DEFLATE (RFC 1951) by itself, so that its
//! size does not hang on the server; `N` is a decimal number from 0.
//!
//! | file | what |
//! |---|---|
//! | `manifest.json` | [`Manifest`]: what has to be known before the first query |
//! | `terms/N.bin` | shards (`shard`) of postings (`posting`) by term |
//! | `initials/N.bin` | the same by initial consonants |
//! | `spelling/N.bin` | shards of candidates (`spelling`) by context |
//! | `filters/N.bin` | shards of questions by `category:pests/ant` and `year:2026` |
//! | `results/N.bin` | blocks (`result`) of eight results, by question, as JSON; all but the first are packed with the first, unpacked, as their dictionary |
//!
//! Questions are numbered from the oldest of the edition, so that a new one
//! leaves the numbers of all others, and most files, as they are. A name of a
//! file never changes; a reader adds `?v=` and the version in the manifest, so
//! that a new site is never read with old shards.
//!
//! # How the index is made
//!
//! 1. A `document` is what search sees of a question.
//! 2. The `counting` counts its words and what they lead to; a
//!    [`CountedArchive`] keeps the `counts`, so that the next build counts only what changed.
//! 3. The `index` is made of the counts of all documents, each time: what a
//!    term says of a question hangs on all others.

mod bytes;
mod check;
mod counted_archive;
mod counting;
mod counts;
mod document;
mod engine;
pub mod evaluate;
mod index;
mod manifest;
mod merge;
mod moves;
mod posting;
mod query;
mod repair;
mod result;
mod shard;
mod spelling;
mod table;
mod term;
mod tuning;

pub use self::check::check;
pub use self::counted_archive::CountedArchive;
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
