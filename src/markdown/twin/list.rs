//! A list of a twin: what stands before its items.

use pulldown_cmark::Event;
use pulldown_cmark::Tag;

use crate::markdown::Spanned;

/// The largest number that an item may have (CommonMark 5.2).
const LARGEST_NUMBER: u64 = 999_999_999;

/// A list whose end is not reached yet.
#[derive(Debug)]
pub struct List {
    /// The number of its next item.
    number: Option<u64>,
    /// Whether its items have the other one of two marks, as it stands right
    /// behind another list.
    pub is_other: bool,
    /// Whether its items are lines, with none free between them.
    pub is_tight: bool,
    /// Whether none of its items has started.
    pub is_new: bool,
    /// How many bytes stand before the words of its last item.
    pub width: usize,
}

impl List {
    /// A list without items yet.
    pub fn new(number: Option<u64>, is_other: bool, is_tight: bool) -> Self {
        Self { number, is_other, is_tight, is_new: true, width: 0 }
    }

    /// What stands before its next item.
    pub fn next_mark(&mut self) -> String {
        let mark = match &mut self.number {
            Some(number) => {
                let mark = format!("{number}{} ", if self.is_other { ')' } else { '.' });
                *number = (*number + 1).min(LARGEST_NUMBER);
                mark
            }
            None => if self.is_other { "* " } else { "- " }.to_owned(),
        };
        self.width = mark.len();
        mark
    }

    /// Whether it can follow right behind words (CommonMark 5.2).
    pub fn interrupts(&self) -> bool {
        self.number.is_none_or(|number| number == 1)
    }
}

/// Whether the list that the first of `events` starts has no paragraphs, as its
/// first item shows.
pub fn is_tight(events: &[Spanned]) -> bool {
    let first = events.get(2).map(|(event, _)| event);
    let is_block = |tag: &Tag| {
        !matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        )
    };
    match first {
        Some(Event::Start(tag)) => !is_block(tag),
        Some(Event::End(_) | Event::Rule) | None => false,
        Some(_) => true,
    }
}
