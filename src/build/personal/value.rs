//! A value: a text of a file as its pages show it.
//!
//! Quotes and references can write a number so that nobody finds it in the
//! source: `"\u0030\u0031\u0030…"`, `010&#8203;-…`. Most values stand in the
//! source letter for letter, and are not looked at again.

use std::collections::BTreeSet;

use super::Basis;
use crate::diagnostic::Place;
use crate::own_page::OwnPage;
use crate::personal;
use crate::personal::Consent;
use crate::personal::Finding;
use crate::personal::Mask;
use crate::personal::starred;
use crate::question::Question;
use crate::yaml::Parts;

/// A file that was understood, and what its pages show.
pub trait Values {
    /// The file it was understood from.
    fn origin(&self) -> Origin<'_>;
    /// What it agrees to.
    fn consents(&self) -> &[Consent];
    /// Every text of its front matter, with the key it stands under.
    fn texts(&self) -> Vec<(&str, &str)>;
    /// Where a text under a key stands.
    fn place(&self, key: &str, text: &str) -> Place;
    /// Hands what its Markdown says, without marks, to `look`.
    fn look_at_body<T>(&self, basis: Basis, look: impl FnOnce(&str) -> T) -> T;
}

/// A file as its author wrote it.
#[derive(Clone, Copy)]
pub struct Origin<'a> {
    /// Its name in messages.
    pub file: &'a str,
    /// All of its text.
    pub source: &'a str,
    /// Where YAML and Markdown stand in it.
    pub parts: &'a Parts,
}

/// What the pages of `file` show that is not among what was `seen` in its
/// source, with its place, which shows nothing of it.
pub fn unseen<T: Values>(basis: Basis, file: &T, seen: &[Finding]) -> Vec<(Finding, Place)> {
    let seen: BTreeSet<&str> = seen.iter().map(|finding| finding.essence.as_str()).collect();
    let mut unseen = Vec::new();
    let Origin { source, parts, .. } = file.origin();
    let front = &source[parts.front.clone()];
    for (key, text) in file.texts().into_iter().filter(|(_, text)| !front.contains(text)) {
        let found = others(text, &seen).into_iter();
        unseen.extend(found.map(|finding| (finding, hidden(file.place(key, text)))));
    }
    if may_show_otherwise(&source[parts.body.clone()]) {
        unseen.extend(file.look_at_body(basis, |text| placed(file.origin(), text, others(text, &seen))));
    }
    unseen
}

/// Whether Markdown has signs with which a page shows a number otherwise than it
/// is written: references, escapes, and links that end beside one.
fn may_show_otherwise(body: &str) -> bool {
    let is_beside = |at: usize| !body[..at].ends_with(char::is_alphabetic);
    body.contains(['&', '\\']) || body.match_indices("](").any(|(at, _)| is_beside(at))
}

/// What is found in `text` and was not `seen`.
fn others(text: &str, seen: &BTreeSet<&str>) -> Vec<Finding> {
    let mut found = personal::find(text);
    found.retain(|finding| !seen.contains(finding.essence.as_str()));
    found
}

/// What was found in `text`, which the Markdown of a file says: where its end
/// stands, which is written in plain letters more often than not.
fn placed(Origin { file, source, parts }: Origin, text: &str, found: Vec<Finding>) -> Vec<(Finding, Place)> {
    if found.is_empty() {
        return Vec::new();
    }
    let mut from = parts.body.start;
    let mask = Mask::new(source, &[]);
    let place = |finding: Finding| {
        let value = &text[finding.range.clone()];
        let end = value.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or(value);
        let found = source[from..].find(end).map(|at| from + at..from + at + end.len());
        let range = found.unwrap_or(from..from);
        from = range.start;
        (finding, hidden(mask.place(file, &range)))
    };
    found.into_iter().map(place).collect()
}

/// A place whose line is not shown.
fn hidden(mut place: Place) -> Place {
    place.excerpt = starred(&place.excerpt);
    place
}

impl Values for Question {
    fn origin(&self) -> Origin<'_> {
        Origin { file: &self.file, source: &self.source, parts: &self.parts }
    }

    fn consents(&self) -> &[Consent] {
        &self.front.personal_data_allowed
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

    fn look_at_body<T>(&self, basis: Basis, look: impl FnOnce(&str) -> T) -> T {
        self.look_at_text(basis.config, basis.statics, look)
    }
}

impl Values for OwnPage {
    fn origin(&self) -> Origin<'_> {
        Origin { file: &self.file, source: &self.source, parts: &self.parts }
    }

    fn consents(&self) -> &[Consent] {
        &self.personal_data_allowed
    }

    fn texts(&self) -> Vec<(&str, &str)> {
        let description = self.description.iter().map(|text| ("description", text.as_str()));
        [("title", self.title.as_str())].into_iter().chain(description).collect()
    }

    fn place(&self, key: &str, text: &str) -> Place {
        self.place_of_item(key, |item| item == text)
    }

    fn look_at_body<T>(&self, basis: Basis, look: impl FnOnce(&str) -> T) -> T {
        look(&self.fragment(basis.config, basis.statics).text)
    }
}
