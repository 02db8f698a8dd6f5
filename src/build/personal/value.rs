//! A value: a text of a file as its pages show it.
//!
//! Quotes and references can write a number so that nobody finds it in the
//! source: `"\u0030\u0031\u0030…"`, `010&#8203;-…`. Most values stand in the
//! source letter for letter, and are not looked at again.

use std::ops::Range;

use super::Basis;
use crate::diagnostic::Place;
use crate::own_page::OwnPage;
use crate::personal;
use crate::personal::Consent;
use crate::personal::Finding;
use crate::personal::starred;
use crate::question::Question;

/// Signs in Markdown with which a page says something else than its source.
const SIGNS: [&str; 3] = ["&", "](", "\\"];

/// A file that was understood, and what its pages show.
pub trait Values {
    /// What it agrees to.
    fn consents(&self) -> &[Consent];
    /// The whole file.
    fn source(&self) -> &str;
    /// Its YAML.
    fn front(&self) -> &str;
    /// Its Markdown.
    fn body(&self) -> &str;
    /// Every text of its front matter, with the key it stands under.
    fn texts(&self) -> Vec<(&str, &str)>;
    /// Where a text under a key stands.
    fn place(&self, key: &str, text: &str) -> Place;
    /// Where bytes of the Markdown stand.
    fn place_in_body(&self, range: Range<usize>) -> Place;
    /// Hands what the Markdown says, without its marks, to `look`.
    fn look_at_body<T>(&self, basis: Basis, look: impl FnOnce(&str) -> T) -> T;
}

/// What the pages of `file` show that is not among what was `seen` in its
/// source, with its place, which shows nothing of it.
pub fn unseen<T: Values>(basis: Basis, file: &T, seen: &[Finding]) -> Vec<(Finding, Place)> {
    let mut unseen = Vec::new();
    for (key, text) in file.texts() {
        if !file.front().contains(text) {
            let found = others(text, seen).into_iter();
            unseen.extend(found.map(|finding| (finding, hidden(file.place(key, text)))));
        }
    }
    if SIGNS.iter().any(|sign| file.body().contains(sign)) {
        unseen.extend(file.look_at_body(basis, |text| {
            let found = others(text, seen).into_iter();
            let place = |finding: &Finding| hidden(place_in_body(file, &text[finding.range.clone()]));
            found.map(|finding| (finding.clone(), place(&finding))).collect::<Vec<_>>()
        }));
    }
    unseen
}

/// What is found in `text` and not among what was `seen`.
fn others(text: &str, seen: &[Finding]) -> Vec<Finding> {
    let mut found = personal::find(text);
    found.retain(|finding| seen.iter().all(|seen| seen.essence != finding.essence));
    found
}

/// Where the Markdown shows `value`: where its end stands, which is written in
/// plain letters more often than not.
fn place_in_body(file: &impl Values, value: &str) -> Place {
    let end = value.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or(value);
    let at = file.body().find(end).unwrap_or(0);
    file.place_in_body(at..at + end.len())
}

/// A place whose line is not shown.
fn hidden(mut place: Place) -> Place {
    place.excerpt = starred(&place.excerpt);
    place
}

impl Values for Question {
    fn consents(&self) -> &[Consent] {
        &self.front.personal_data_allowed
    }

    fn source(&self) -> &str {
        &self.source
    }

    fn front(&self) -> &str {
        &self.source[self.parts.front.clone()]
    }

    fn body(&self) -> &str {
        Self::body(self)
    }

    fn texts(&self) -> Vec<(&str, &str)> {
        let front = &self.front;
        let mut texts = vec![("title", front.title.as_str())];
        texts.extend(front.asker.iter().map(|text| ("asker", text.as_str())));
        texts.extend(front.summary.iter().map(|text| ("summary", text.as_str())));
        texts.extend(front.reason.iter().map(|text| ("reason", text.as_str())));
        texts.extend(front.tags.iter().map(|text| ("tags", text.as_str())));
        texts.extend(front.aliases.iter().map(|text| ("aliases", text.as_str())));
        texts.extend(front.asks.iter().flat_map(|ask| &ask.wording).map(|text| ("asks", text.as_str())));
        texts.extend(front.corrections.iter().map(|it| ("corrections", it.note.as_str())));
        texts.extend(front.sources.iter().map(|it| ("sources", it.title.as_str())));
        texts.extend(front.extra.iter().map(|(key, text)| (key.as_str(), text.as_str())));
        texts
    }

    fn place(&self, key: &str, text: &str) -> Place {
        self.place_of_item(key, |item| item == text)
    }

    fn place_in_body(&self, range: Range<usize>) -> Place {
        Self::place(self, range)
    }

    fn look_at_body<T>(&self, basis: Basis, look: impl FnOnce(&str) -> T) -> T {
        self.look_at_text(basis.config, basis.statics, look)
    }
}

impl Values for OwnPage {
    fn consents(&self) -> &[Consent] {
        &self.personal_data_allowed
    }

    fn source(&self) -> &str {
        &self.source
    }

    fn front(&self) -> &str {
        &self.source[self.parts.front.clone()]
    }

    fn body(&self) -> &str {
        &self.source[self.parts.body.clone()]
    }

    fn texts(&self) -> Vec<(&str, &str)> {
        let description = self.description.iter().map(|text| ("description", text.as_str()));
        [("title", self.title.as_str())].into_iter().chain(description).collect()
    }

    fn place(&self, key: &str, text: &str) -> Place {
        self.place_of_item(key, |item| item == text)
    }

    fn place_in_body(&self, range: Range<usize>) -> Place {
        Self::place(self, range)
    }

    fn look_at_body<T>(&self, basis: Basis, look: impl FnOnce(&str) -> T) -> T {
        look(&self.fragment(basis.config, basis.statics).text)
    }
}
