//! The vocabulary: the words of some documents, each worked out once.
//!
//! A text says most of its words again and again, and what a word leads to
//! costs far more to find out than to copy.

use rustc_hash::FxHashMap;

use crate::tokenize;
use crate::tokenize::Word;

use super::document::Document;
use super::document::HEADLINE;
use super::document::each_initial_of;
use super::document::each_term_of;
use super::posting::BODY;
use super::posting::Frequency;
use super::term::Term;

/// What some documents can be found by.
#[derive(Debug, Default)]
pub struct Counts {
    /// The terms of each document, each once.
    pub terms: Vec<Vec<Frequency>>,
    /// The terms of each document's initials, each once.
    pub initials: Vec<Vec<Frequency>>,
    /// How many documents have each word.
    pub words: FxHashMap<String, u32>,
}

impl Counts {
    /// Counts the words of `documents`, which are in `language`.
    pub fn of(documents: &[Document], language: &str) -> Self {
        let mut vocabulary = Vocabulary::default();
        let mut counts = Self::default();
        for document in documents {
            let words = vocabulary.count(document, HEADLINE[usize::from(language != "ko")]);
            counts.terms.push(vocabulary.sum(&words, |known| known.terms.as_slice()));
            counts.initials.push(vocabulary.sum(&words, |known| known.initials.as_slice()));
        }
        let words = vocabulary.known.into_iter();
        counts.words = words.map(|known| (known.text.to_owned(), known.documents)).collect();
        counts
    }

    /// These counts, and then those of the documents behind.
    pub fn and(mut self, behind: Self) -> Self {
        self.terms.extend(behind.terms);
        self.initials.extend(behind.initials);
        for (word, documents) in behind.words {
            *self.words.entry(word).or_default() += documents;
        }
        self
    }
}

/// A word, and what it leads to.
#[derive(Debug)]
struct Known<'d> {
    text: &'d str,
    terms: Vec<Term>,
    initials: Vec<Term>,
    /// How many documents have it.
    documents: u32,
}

/// Every word so far.
#[derive(Debug, Default)]
struct Vocabulary<'d> {
    places: FxHashMap<&'d str, usize>,
    known: Vec<Known<'d>>,
}

impl<'d> Vocabulary<'d> {
    /// The words of a document by their place in the vocabulary, with how much
    /// they count.
    fn count(&mut self, document: &'d Document, headline: u32) -> Vec<(usize, u32)> {
        let mut words: FxHashMap<usize, u32> = FxHashMap::default();
        for (text, counts) in [(&document.headline, headline), (&document.body, BODY)] {
            for word in tokenize::words(text) {
                *words.entry(self.place(word)).or_default() += counts;
            }
        }
        words.keys().for_each(|&place| self.known[place].documents += 1);
        words.into_iter().collect()
    }

    fn place(&mut self, word: Word<'d>) -> usize {
        *self.places.entry(word.text).or_insert_with(|| {
            let mut known = Known { text: word.text, terms: Vec::new(), initials: Vec::new(), documents: 0 };
            each_term_of(word, &mut |term| known.terms.push(Term::new(term)));
            each_initial_of(word, &mut |term| known.initials.push(Term::new(term)));
            self.known.push(known);
            self.known.len() - 1
        })
    }

    /// The terms that some words lead to, each once, sorted.
    fn sum(&self, words: &[(usize, u32)], terms: for<'k> fn(&'k Known<'d>) -> &'k [Term]) -> Vec<Frequency> {
        // a term and its count as one number, which sorts faster than two
        let mut all: Vec<u128> = Vec::with_capacity(words.len() * 4);
        for &(place, counts) in words {
            let terms = terms(&self.known[place]).iter();
            all.extend(terms.map(|term| u128::from(term.bits()) << 32 | u128::from(counts)));
        }
        all.sort_unstable();
        let mut sums: Vec<Frequency> = Vec::with_capacity(all.len());
        for same in all.chunk_by(|one, other| one >> 32 == other >> 32) {
            let sum = same.iter().map(|counts| *counts as u32).sum();
            sums.push((Term::from_bits((same[0] >> 32) as u64), sum));
        }
        sums.shrink_to_fit();
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_by_document_and_terms_by_occurrence() {
        let document = |headline: &str, body: &str| Document { headline: headline.into(), body: body.into() };
        let documents = [document("환불", "환불 환불규정"), document("", "환불")];
        let counts = Counts::of(&documents[..1], "ko").and(Counts::of(&documents[1..], "ko"));
        assert_eq!(counts.words["환불"], 2);
        assert_eq!(counts.words["환불규정"], 1);
        let of = |document: usize, term: &str| {
            counts.terms[document]
                .iter()
                .find(|(known, _)| *known == Term::new(term))
                .map(|(_, count)| *count)
        };
        assert_eq!((of(0, "환불"), of(0, "불규"), of(1, "환불")), (Some(7), Some(2), Some(2)));
    }
}
