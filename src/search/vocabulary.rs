//! The vocabulary: every word of an edition, with the documents that have it.
//!
//! A text says most of its words again and again, and has far fewer words than
//! terms: so words are what is counted, and what each leads to is worked out
//! once.

use rustc_hash::FxHashMap;

use crate::tokenize;

use super::document::Document;
use super::document::headline;
use super::posting::BODY;

/// A document, and how much a word counts in it.
pub type Occurrence = (u32, u32);

/// Every word with its documents, in rising order.
#[derive(Debug, Default)]
pub struct Vocabulary {
    words: FxHashMap<String, Vec<Occurrence>>,
}

impl Vocabulary {
    /// The words of `documents`, which are in `language`; the first of them has
    /// the number `first`.
    pub fn of(documents: &[Document], first: usize, language: &str) -> Self {
        let headline = headline(language);
        let mut words: FxHashMap<&str, Vec<Occurrence>> = FxHashMap::default();
        for (number, document) in (first as u32..).zip(documents) {
            for (text, counts) in [(&document.headline, headline), (&document.body, BODY)] {
                for word in tokenize::words(text) {
                    let occurrences = words.entry(word.text).or_default();
                    match occurrences.last_mut() {
                        Some((last, sum)) if *last == number => *sum += counts,
                        _ => occurrences.push((number, counts)),
                    }
                }
            }
        }
        Self { words: words.into_iter().map(|(word, documents)| (word.to_owned(), documents)).collect() }
    }

    /// These words, and those of the documents behind.
    pub fn and(mut self, behind: Self) -> Self {
        if self.words.is_empty() {
            return behind;
        }
        for (word, documents) in behind.words {
            self.words.entry(word).or_default().extend(documents);
        }
        self
    }

    /// Every word with its documents, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[Occurrence])> {
        self.words.iter().map(|(word, documents)| (word.as_str(), documents.as_slice()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_document_by_document() {
        let document = |headline: &str, body: &str| Document { headline: headline.into(), body: body.into() };
        let documents = [document("환불", "환불 환불규정"), document("", "환불")];
        let vocabulary =
            Vocabulary::of(&documents[..1], 0, "ko").and(Vocabulary::of(&documents[1..], 1, "ko"));
        assert_eq!(vocabulary.words["환불"], [(0, 5), (1, 2)]);
        assert_eq!(vocabulary.words["환불규정"], [(0, 2)]);
    }
}
