//! A result: what is shown of a question that was found.
//!
//! Results stand in blocks of eight, by the number of their document, so that a
//! page of results costs a few small files and no table.

use serde::Deserialize;
use serde::Serialize;

use crate::archive::Archive;
use crate::archive::QuestionId;

use super::bytes::Packer;
use super::bytes::unpack;

/// How many results stand in one block.
pub const BLOCK: usize = 8;

/// The longest snippet, in characters.
const SNIPPET: usize = 90;

/// What is shown of a question that was found. Written as a list, in this
/// order, so that no name is repeated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found(
    /// Its title.
    pub String,
    /// Its key.
    pub String,
    /// The day when it was asked: `2026-03-02`.
    pub String,
    /// Its summary, cut.
    pub String,
    /// The place of its category in the manifest; −1 without one.
    pub i32,
    /// Its status: 0 answered, 1 waiting, 2 unknown, 3 declined.
    pub u8,
);

impl Found {
    /// The address of the question, from the site's root.
    pub fn address(&self) -> String {
        format!("/q/{}/", self.1)
    }

    /// What is shown of a question. `category` is the place of its category in
    /// the manifest.
    pub fn new(archive: &Archive, id: QuestionId, category: Option<usize>) -> Self {
        use crate::question::Status;
        let question = archive.question(id);
        let status = match question.front.status {
            Status::Waiting => 1,
            Status::Unknown => 2,
            Status::Declined => 3,
            Status::Answered | Status::Merged | Status::Removed => 0,
        };
        Self(
            question.front.title.clone(),
            question.key.to_string(),
            question.front.asked.date(&archive.config.timezone).to_string(),
            snippet(&question.summary),
            category.and_then(|place| i32::try_from(place).ok()).unwrap_or(-1),
            status,
        )
    }
}

fn snippet(summary: &str) -> String {
    let Some((end, _)) = summary.char_indices().nth(SNIPPET) else { return summary.to_owned() };
    let cut = summary[..end].rfind(' ').filter(|space| *space > end / 2).unwrap_or(end);
    format!("{}…", summary[..cut].trim_end())
}

/// A block of results, packed.
pub fn write(packer: &mut Packer, block: &[Found]) -> Vec<u8> {
    // strings and numbers always make JSON
    packer.pack(&serde_json::to_vec(block).unwrap_or_default())
}

/// The results of a packed block; none where it is damaged.
pub fn read(packed: &[u8]) -> Option<Vec<Found>> {
    serde_json::from_slice(&unpack(packed)?).ok()
}
