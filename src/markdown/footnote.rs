//! Footnotes: notes that stand at the end of a fragment, each with a way back
//! to where it is first mentioned.

use std::fmt::Write as _;

use pulldown_cmark::Event;
use pulldown_cmark::html::push_html;
use rustc_hash::FxHashMap;

use super::Author;

/// The footnotes of one page, by who gave them which name: what a customer
/// notes is no note of the staff.
#[derive(Debug, Default)]
pub struct Footnotes {
    numbers: FxHashMap<(Author, String), usize>,
    /// What is known of each, by number from 1.
    known: Vec<Known>,
}

/// What is known of one footnote.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    mentions: usize,
    written: bool,
}

/// A footnote that has been read to its end.
#[derive(Debug)]
pub struct Note<'e> {
    /// Its number on the page.
    pub number: usize,
    /// Its text.
    pub events: Vec<Event<'e>>,
}

impl Footnotes {
    /// The number of a footnote, in the order in which the page first has them.
    pub fn number(&mut self, name: &str, author: Author) -> usize {
        let next = self.numbers.len() + 1;
        let number = *self.numbers.entry((author, name.to_owned())).or_insert(next);
        self.known.resize(self.numbers.len(), Known::default());
        number
    }

    /// A mention of a footnote, as HTML. Only the first has the id that the
    /// note leads back to, as an id stands once on a page.
    pub fn mention(&mut self, name: &str, author: Author) -> String {
        let number = self.number(name, author);
        let known = &mut self.known[number - 1];
        known.mentions += 1;
        let id = match known.mentions {
            1 => format!("fnref-{number}"),
            nth => format!("fnref-{number}-{nth}"),
        };
        format!("<sup><a href=\"#fn-{number}\" id=\"{id}\">{number}</a></sup>")
    }

    /// Writes the notes of a fragment as one list.
    ///
    /// A note that nothing mentions has no way back, and a second note of one
    /// name nothing that leads to it; the words of both are still shown.
    pub fn write(&mut self, mut notes: Vec<Note>, html: &mut String) {
        if notes.is_empty() {
            return;
        }
        notes.sort_by_key(|note| note.number);
        html.push_str("<ol class=\"footnotes\">\n");
        for Note { number, events } in notes {
            let known = &mut self.known[number - 1];
            let id = if known.written { String::new() } else { format!(" id=\"fn-{number}\"") };
            known.written = true;
            // writing into a string cannot fail
            let _ = write!(html, "<li{id} value=\"{number}\">");
            push_html(html, events.into_iter());
            if known.mentions > 0 {
                let _ = write!(
                    html,
                    "<a href=\"#fnref-{number}\" class=\"footnote-back\" role=\"doc-backlink\">↩</a>"
                );
            }
            html.push_str("</li>\n");
        }
        html.push_str("</ol>\n");
    }
}
