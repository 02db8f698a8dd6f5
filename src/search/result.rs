//! A result: what is shown of a question that was found.
//!
//! Results stand in blocks of eight, by the number of their document, so that a
//! page of results costs a few small files and no table. Eight say little that
//! repeats, and an archive says much the same over and over: every block but
//! the first is packed with the first as its dictionary, which makes it a fifth
//! smaller. The first is that of the oldest questions, which seldom changes.

use serde::Deserialize;
use serde::Serialize;
use serde::Serializer;

use crate::archive::Archive;
use crate::archive::QuestionId;
use crate::key::Key;
use crate::question::Status;

/// How many results stand in one block.
pub const BLOCK: usize = 8;

/// The longest snippet, in characters.
const SNIPPET: usize = 90;

/// What is shown of a question that was found.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Row")]
pub struct Found {
    /// Its title.
    pub title: String,
    /// Its key.
    pub key: Key,
    /// The day when it was asked: `2026-03-02`.
    pub asked: String,
    /// Its summary, cut.
    pub snippet: String,
    /// The place of its category in the manifest; −1 without one.
    pub category: i32,
    /// Its status: 0 answered, 1 waiting, 2 unknown, 3 declined.
    pub status: u8,
}

/// A result as it is written: a list in the order of [`Found`], so that no name
/// is repeated.
type Row = (String, String, String, String, i32, u8);

impl TryFrom<Row> for Found {
    type Error = &'static str;

    fn try_from((title, key, asked, snippet, category, status): Row) -> Result<Self, Self::Error> {
        let key = Key::parse(&key).ok_or("this is no key of a question")?;
        Ok(Self { title, key, asked, snippet, category, status })
    }
}

impl Serialize for Found {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { title, key, asked, snippet, category, status } = self;
        (title, key.to_string(), asked, snippet, category, status).serialize(serializer)
    }
}

impl Found {
    /// What is shown of a question. `category` is the place of its category in
    /// the manifest.
    pub fn new(archive: &Archive, id: QuestionId, category: Option<usize>) -> Self {
        let question = archive.question(id);
        let status = match question.status {
            Status::Waiting => 1,
            Status::Unknown => 2,
            Status::Declined => 3,
            Status::Answered | Status::Merged | Status::Removed => 0,
        };
        Self {
            title: question.front.title.clone(),
            key: question.key.clone(),
            asked: question.front.asked.date(&archive.config.timezone).to_string(),
            snippet: snippet(&question.summary),
            category: category.and_then(|place| i32::try_from(place).ok()).unwrap_or(-1),
            status,
        }
    }
}

fn snippet(summary: &str) -> String {
    if summary.len() <= SNIPPET {
        return summary.to_owned();
    }
    let Some((end, _)) = summary.char_indices().nth(SNIPPET) else { return summary.to_owned() };
    let cut = summary[..end].rfind(' ').filter(|space| *space > end / 2).unwrap_or(end);
    format!("{}…", summary[..cut].trim_end())
}

/// A block of results.
pub fn write(block: &[Found]) -> Vec<u8> {
    // strings and numbers always make JSON
    serde_json::to_vec(block).unwrap_or_default()
}

/// The results of a block; none where it is damaged.
pub fn read(block: &[u8]) -> Option<Vec<Found>> {
    serde_json::from_slice(block).ok()
}
