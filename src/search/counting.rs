//! The counting: what documents say, as counts of words, terms and initials.
//!
//! A text says most of its words again and again, and has far fewer words than
//! terms: so words are what is counted, and what each leads to is worked out
//! once.

use rustc_hash::FxHashMap;

use crate::tokenize;
use crate::tokenize::Word;

use super::counts::Counts;
use super::counts::Occurrence;
use super::document::Document;
use super::document::each_initial_of;
use super::document::each_term_of;
use super::moves::Moves;
use super::term::Term;
use super::tuning::BODY;
use super::tuning::Tuning;

/// Everything that is counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// By word, which is the name.
    pub words: Counts,
    /// By term.
    pub terms: Counts,
    /// By term of initials.
    pub initials: Counts,
}

/// What each document counts, all terms together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Length {
    /// Its terms.
    pub terms: u32,
    /// Its terms of initials.
    pub initials: u32,
}

impl Counted {
    /// These counts as the documents have moved, and those of `fresh` ones.
    pub fn updated(self, moves: &Moves, fresh: Vec<Self>) -> Self {
        let (mut words, mut terms, mut initials) = (Vec::new(), Vec::new(), Vec::new());
        for counted in fresh {
            words.push(counted.words);
            terms.push(counted.terms);
            initials.push(counted.initials);
        }
        let gone = self.words.gone(moves);
        let gone_words = sorted(gone.iter().map(|word| Term::new(word)).collect());
        let gone_terms = terms_of(&gone, each_term_of);
        let gone_initials = terms_of(&gone, each_initial_of);
        Self {
            words: self.words.updated(moves, &gone_words, words),
            terms: self.terms.updated(moves, &gone_terms, terms),
            initials: self.initials.updated(moves, &gone_initials, initials),
        }
    }
}

/// The terms that `each` makes of words, sorted.
fn terms_of(words: &[&str], each: impl Fn(Word, &mut dyn FnMut(&str))) -> Vec<Term> {
    let mut terms = Vec::new();
    for word in words.iter().flat_map(|word| tokenize::words(word)) {
        each(word, &mut |term| terms.push(Term::new(term)));
    }
    sorted(terms)
}

fn sorted(mut terms: Vec<Term>) -> Vec<Term> {
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// Counts `documents`, which are in `language` and have these `numbers`, in
/// rising order.
pub fn count(documents: &[Document], numbers: &[u32], language: &str) -> (Counted, Vec<Length>) {
    let words = Words::of(documents, language);
    let (terms, term_lengths) = words.leading_to(numbers, each_term_of);
    let (initials, initial_lengths) = words.leading_to(numbers, each_initial_of);
    let lengths = term_lengths.into_iter().zip(initial_lengths);
    let lengths = lengths.map(|(terms, initials)| Length { terms, initials }).collect();
    (Counted { words: words.counts(numbers), terms, initials }, lengths)
}

/// The words of some documents, each with where it stands.
struct Words<'d> {
    /// As they are written, in the order in which they first come.
    texts: Vec<&'d str>,
    /// Where the occurrences of each begin, and where the last end.
    bounds: Vec<usize>,
    /// The occurrences of all; documents by their place.
    occurrences: Vec<Occurrence>,
    /// How many documents there are.
    documents: usize,
}

impl<'d> Words<'d> {
    fn of(documents: &'d [Document], language: &str) -> Self {
        let mut log = Log::default();
        let headline = Tuning::of(language).headline;
        for (place, document) in (0..).zip(documents) {
            for (text, counts) in [(&document.headline, headline), (&document.body, BODY)] {
                tokenize::words(text).for_each(|word| log.add(word.text, place, counts));
            }
        }
        let Log { texts, entries, .. } = log;
        let mut bounds = vec![0; texts.len() + 1];
        entries.iter().for_each(|entry| bounds[entry.word as usize + 1] += 1);
        for word in 0..texts.len() {
            bounds[word + 1] += bounds[word];
        }
        let mut next = bounds.clone();
        let mut occurrences = vec![(0, 0); entries.len()];
        for Logged { word, document, counts } in entries {
            occurrences[next[word as usize]] = (document, counts);
            next[word as usize] += 1;
        }
        Self { texts, bounds, occurrences, documents: documents.len() }
    }

    fn of_word(&self, word: usize) -> &[Occurrence] {
        &self.occurrences[self.bounds[word]..self.bounds[word + 1]]
    }

    /// The counts of the words themselves.
    fn counts(&self, numbers: &[u32]) -> Counts {
        let mut sorted: Vec<(Term, usize)> =
            self.texts.iter().enumerate().map(|(word, text)| (Term::new(text), word)).collect();
        sorted.sort_unstable_by_key(|&(term, word)| (term, self.texts[word]));
        let mut counts = Counts::default();
        let mut found = Vec::new();
        for (term, word) in sorted {
            found.clear();
            found.extend(self.of_word(word).iter().map(|&(place, count)| (numbers[place as usize], count)));
            counts.push(term, self.texts[word], &found);
        }
        counts
    }

    /// The counts of all terms that `each` makes of the words, and of each
    /// document the sum of them.
    fn leading_to(&self, numbers: &[u32], each: impl Fn(Word, &mut dyn FnMut(&str))) -> (Counts, Vec<u32>) {
        let mut terms: Vec<(Term, u32)> = Vec::with_capacity(self.texts.len() * 4);
        for (place, text) in (0..).zip(&self.texts) {
            let mut add = |term: &str| terms.push((Term::new(term), place));
            tokenize::words(text).for_each(|word| each(word, &mut add));
        }
        terms.sort_unstable();
        let mut counts = Counts::default();
        let mut lengths = vec![0; self.documents];
        let mut sums = Sums::new(self.documents);
        let mut found = Vec::new();
        for same in terms.chunk_by(|(one, _), (other, _)| one == other) {
            found.clear();
            match same {
                [(_, word)] => found.extend(self.of_word(*word as usize)),
                _ => {
                    let all = same.iter().flat_map(|(_, word)| self.of_word(*word as usize));
                    all.for_each(|&(place, count)| sums.add(place, count));
                    sums.drain_into(&mut found);
                }
            }
            for (document, count) in &mut found {
                lengths[*document as usize] += *count;
                *document = numbers[*document as usize];
            }
            counts.push(same[0].0, "", &found);
        }
        (counts, lengths)
    }
}

/// The words of documents as they come, document by document.
#[derive(Default)]
struct Log<'d> {
    texts: Vec<&'d str>,
    known: FxHashMap<&'d str, u32>,
    /// The newest entry of each word.
    newest: Vec<usize>,
    entries: Vec<Logged>,
}

/// That a document has a word.
struct Logged {
    word: u32,
    document: u32,
    counts: u32,
}

impl<'d> Log<'d> {
    fn add(&mut self, text: &'d str, document: u32, counts: u32) {
        let word = *self.known.entry(text).or_insert(self.texts.len() as u32);
        if word as usize == self.texts.len() {
            self.texts.push(text);
            self.newest.push(usize::MAX);
        }
        let newest = &mut self.newest[word as usize];
        match self.entries.get_mut(*newest) {
            Some(entry) if entry.document == document => entry.counts += counts,
            _ => {
                *newest = self.entries.len();
                self.entries.push(Logged { word, document, counts });
            }
        }
    }
}

/// Counts by document, of one term after the other: a place for each document
/// is quicker than to sort what its words are found in.
struct Sums {
    counts: Vec<u32>,
    /// A bit for each document that counts anything.
    found: Vec<u64>,
}

impl Sums {
    fn new(documents: usize) -> Self {
        Self { counts: vec![0; documents], found: vec![0; documents.div_ceil(64)] }
    }

    fn add(&mut self, document: u32, counts: u32) {
        self.counts[document as usize] += counts;
        self.found[document as usize / 64] |= 1 << (document % 64);
    }

    /// Moves everything out, in the order of documents.
    fn drain_into(&mut self, all: &mut Vec<Occurrence>) {
        for (first, bits) in (0..).step_by(64).zip(&mut self.found) {
            let mut bits = std::mem::take(bits);
            while bits != 0 {
                let document = first + bits.trailing_zeros();
                all.push((document, std::mem::take(&mut self.counts[document as usize])));
                bits &= bits - 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted() -> (Counted, Vec<Length>) {
        let document = |headline: &str, body: &str| Document { headline: headline.into(), body: body.into() };
        count(&[document("환불", "환불 환불규정"), document("", "환불")], &[3, 7], "ko")
    }

    fn of(counts: &Counts, text: &str) -> Vec<Occurrence> {
        let mut all = counts.iter().filter(|(term, _)| *term == Term::new(text));
        all.next().map(|(_, entry)| entry.occurrences.collect()).unwrap_or_default()
    }

    #[test]
    fn words_are_counted_document_by_document() {
        let (counted, _) = counted();
        assert_eq!(of(&counted.words, "환불"), [(3, 5), (7, 2)]);
        assert_eq!(of(&counted.words, "환불규정"), [(3, 2)]);
    }

    #[test]
    fn words_that_share_a_term_are_counted_together() {
        let (counted, lengths) = counted();
        assert_eq!(of(&counted.terms, "환불"), [(3, 7), (7, 2)]);
        assert_eq!(of(&counted.terms, "불규"), [(3, 2)]);
        assert_eq!(lengths.iter().map(|length| length.terms).collect::<Vec<_>>(), [11, 2]);
    }

    #[test]
    fn a_term_that_stands_twice_in_a_word_counts_twice() {
        let documents = [Document { headline: String::new(), body: "가나가나".into() }];
        let (counted, lengths) = count(&documents, &[0], "ko");
        assert_eq!(of(&counted.terms, "가나"), [(0, 4)]);
        assert_eq!(lengths[0].terms, 6);
    }
}
