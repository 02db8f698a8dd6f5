//! Who may see a question: the one rule that pages, lists, feeds, sitemap,
//! search and every other output go by.

use jiff::civil::Date;
use serde::Deserialize;
use serde::Serialize;

use crate::question::Question;
use crate::question::Status;

/// Who may see a question, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Visibility {
    /// Everyone, everywhere.
    Listed,
    /// Whoever knows its address.
    Unlisted,
    /// Its address leads to the question it was merged into.
    Merged,
    /// Its address says that it was removed, and why.
    Removed,
    /// Nobody: a draft, or not published yet.
    Hidden,
}

impl Visibility {
    /// Whether its address shows its text.
    pub fn has_page(self) -> bool {
        matches!(self, Self::Listed | Self::Unlisted)
    }

    /// Whether its address leads anywhere at all.
    pub fn has_address(self) -> bool {
        self != Self::Hidden
    }
}

/// Who may see `question` on the day `today`.
pub fn of(question: &Question, today: Date) -> Visibility {
    let front = &question.front;
    let later = front.publish_on.is_some_and(|day| day > today);
    match question.status {
        _ if front.draft || later => Visibility::Hidden,
        Status::Removed => Visibility::Removed,
        Status::Merged => Visibility::Merged,
        _ if front.unlisted => Visibility::Unlisted,
        _ => Visibility::Listed,
    }
}
