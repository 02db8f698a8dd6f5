//! Postings: which documents a term stands in, and how much it says there.
//!
//! A document is a question as search sees it, by its number: the oldest of the
//! edition has 0, so that a new question leaves all others where they are. How much a term says of a document, its *impact*, is the part
//! of BM25F that needs no other document: how often the term stands there,
//! headlines counting more than the body, against the length of the document
//! (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009). It
//! is computed once, when the index is built, and kept in four bits (Anh and
//! Moffat, "Pruned query evaluation using pre-computed impacts", 2006).
//!
//! A list of postings, as it stands in a shard: the weight of the term; then
//! for each impact that occurs, from the highest, the impact, how many documents
//! have it, and their numbers in rising order, each but the first as its
//! distance to the one before.

use super::bytes::Reader;
use super::bytes::push_number;
use super::bytes::push_rising;
use super::counts::Counts;
use super::counts::Occurrences;
use super::table::Table;
use super::tuning::BODY;
use super::tuning::Tuning;

/// The highest impact: what four bits hold.
const MAX_IMPACT: u32 = 15;

/// The most documents in one list: of a term that more have, the best are
/// kept, and nobody reads further.
pub const LONGEST: usize = 2000;

/// How many steps the weight of a term has for each doubling of its rarity.
const STEPS: u32 = 16;

/// The most that a term can weigh: what one in as many documents as a number
/// counts.
const MAX_WEIGHT: u32 = 33 * STEPS;

/// A document with its impact.
pub type Posting = (u32, u32);

/// The list of every term that is counted, given the `lengths` of all documents
/// and what suits their language.
pub fn lists(counts: &Counts, lengths: &[u32], tuning: &Tuning) -> Table {
    let impacts = Impacts::new(lengths, tuning);
    Table::in_parts(|part, bits| {
        let mut table = Table::default();
        let mut groups = Groups::default();
        for (term, entry) in counts.part(part, bits) {
            groups.take(entry.occurrences, &impacts);
            let weight = weight(u64::from(entry.documents), lengths.len() as u64);
            table.push(term, |bytes| groups.write(bytes, weight));
        }
        table
    })
}

/// What terms say of documents, by how much they count there.
struct Impacts {
    /// What each document is divided by.
    norms: Vec<f64>,
    /// The impacts of the lowest counts in each document, four bits each: to
    /// look one up is quicker than to work it out, and nearly all are low.
    of_low: Vec<u64>,
}

impl Impacts {
    fn new(lengths: &[u32], tuning: &Tuning) -> Self {
        let all: u64 = lengths.iter().map(|length| u64::from(*length)).sum();
        let average = (all as f64 / lengths.len().max(1) as f64).max(1.0);
        let norm = |length: &u32| norm(f64::from(*length) / average, tuning);
        let norms: Vec<f64> = lengths.iter().map(norm).collect();
        let of_low = |norm: &f64| (0..16).map(|count| u64::from(impact(count, *norm)) << (count * 4)).sum();
        let of_low = norms.iter().map(of_low).collect();
        Self { norms, of_low }
    }

    fn of(&self, document: u32, count: u32) -> u32 {
        match count {
            0..16 => (self.of_low[document as usize] >> (count * 4)) as u32 & MAX_IMPACT,
            _ => impact(count, self.norms[document as usize]),
        }
    }
}

/// The documents of a term by their impact; used again for one term after the
/// other.
#[derive(Default)]
struct Groups {
    by_impact: [Vec<u32>; MAX_IMPACT as usize + 1],
    /// A bit for each impact that occurs.
    found: u32,
}

impl Groups {
    /// Takes the documents of a term in the place of those before.
    fn take(&mut self, occurrences: Occurrences, impacts: &Impacts) {
        self.by_impact.iter_mut().for_each(Vec::clear);
        self.found = 0;
        for (document, count) in occurrences {
            let impact = impacts.of(document, count);
            self.by_impact[impact as usize].push(document);
            self.found |= 1 << impact;
        }
    }

    /// Writes them as a list.
    fn write(&self, bytes: &mut Vec<u8>, weight: u32) {
        push_number(bytes, weight);
        let mut room = LONGEST;
        let occurring = (0..=MAX_IMPACT).rev().filter(|impact| self.found >> impact & 1 == 1);
        for impact in occurring {
            let group = &self.by_impact[impact as usize];
            // of those that are as good the newer ones
            let group = &group[group.len().saturating_sub(room)..];
            room -= group.len();
            if !group.is_empty() {
                push_number(bytes, impact);
                push_number(bytes, group.len() as u32);
                push_rising(bytes, group);
            }
        }
    }
}

/// What a document of this length, where 1 is the average, is divided by.
fn norm(length: f64, tuning: &Tuning) -> f64 {
    let Tuning { saturation, length_penalty, .. } = tuning;
    f64::from(BODY) * saturation * (1.0 - length_penalty + length_penalty * length)
}

fn impact(count: u32, norm: f64) -> u32 {
    let count = f64::from(count);
    let share = count / (count + norm);
    // the half rounds, as `round` would call a function for on most machines
    ((share * f64::from(MAX_IMPACT) + 0.5) as u32).max(1)
}

/// How rare a term is that `count` of `documents` have: sixteenths of the
/// binary logarithm of 1 + documents / count.
///
/// Worked out in whole numbers, so that every machine comes to the same.
fn weight(count: u64, documents: u64) -> u32 {
    // 2^32 stands for 1
    let mut ratio = (1 << 32) + (documents << 32) / count.max(1);
    let whole = ratio.ilog2() - 32;
    ratio >>= whole;
    let mut steps = 0;
    let mut step = STEPS;
    while step > 1 {
        step /= 2;
        // squaring doubles the logarithm: one more bit of it comes to light
        ratio = ((u128::from(ratio) * u128::from(ratio)) >> 32) as u64;
        if ratio >= 2 << 32 {
            ratio >>= 1;
            steps += step;
        }
    }
    whole * STEPS + steps
}

/// A list as it is read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// How rare the term is, in sixteenths of a doubling.
    pub weight: u32,
    /// Its documents with their impact, the highest impact first.
    pub postings: Vec<Posting>,
}

/// The list that is written in `bytes`; none where they are damaged, so that no
/// weight or impact is larger than what scores have room for.
pub fn read(bytes: &[u8]) -> Option<List> {
    let mut reader = Reader::new(bytes);
    let weight = reader.number().filter(|weight| *weight <= MAX_WEIGHT)?;
    let mut postings = Vec::new();
    while !reader.is_done() {
        let impact = reader.number().filter(|impact| *impact <= MAX_IMPACT)?;
        let mut document = 0_u32;
        for _ in 0..reader.number()? {
            document = reader.number()?.checked_add(document)?;
            postings.push((document, impact));
        }
    }
    Some(List { weight, postings })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::counting;
    use crate::search::document::Document;
    use crate::search::term::Term;

    /// The list of a word that stands in these bodies, as it comes back.
    fn list(word: &str, bodies: &[&str]) -> List {
        let document = |body: &&str| Document { headline: String::new(), body: (*body).to_owned() };
        let documents: Vec<Document> = bodies.iter().map(document).collect();
        let numbers: Vec<u32> = (0..documents.len() as u32).collect();
        let (counted, lengths) = counting::count(&documents, &numbers, "ko");
        let lengths: Vec<u32> = lengths.iter().map(|length| length.terms).collect();
        let lists = lists(&counted.terms, &lengths, Tuning::of("ko"));
        let found = lists.iter().find(|(term, _)| *term == Term::new(word));
        read(found.expect("the term is there").1).expect("it is whole")
    }

    #[test]
    fn a_list_comes_back_with_the_best_first() {
        let list = list("환불", &["환불 교환 교환 교환 교환", "교환", "환불 환불 환불 환불", "환불"]);
        assert_eq!(list.postings.iter().map(|(document, _)| *document).collect::<Vec<_>>(), [2, 3, 0]);
        assert!(list.postings[0].1 > list.postings[2].1);
    }

    #[test]
    fn words_that_share_a_pair_share_its_list() {
        let list = list("환불", &["환불규정", "규정", "환불은 환불이"]);
        assert_eq!(list.postings.iter().map(|(document, _)| *document).collect::<Vec<_>>(), [2, 0]);
    }

    #[test]
    fn the_longest_list_keeps_the_best() {
        let bodies: Vec<&str> =
            (0..5000).map(|at| if at % 5 == 0 { "환불 환불 환불" } else { "환불" }).collect();
        let list = list("환불", &bodies);
        assert_eq!(list.postings.len(), LONGEST);
        assert!(list.postings[..1000].iter().all(|(document, _)| document % 5 == 0));
        assert_eq!(list.postings.last().map(|(document, _)| *document), Some(4999), "the newer ones");
        assert_eq!(list.weight, weight(5000, 5000));
    }

    #[test]
    fn a_repeated_word_counts_on_for_longer_in_english() {
        let gained = |language| {
            let norm = norm(1.0, Tuning::of(language));
            impact(16, norm) - impact(8, norm)
        };
        assert!(gained("en") > gained("ko"));
    }

    #[test]
    fn rarer_terms_weigh_more() {
        assert_eq!(weight(1, 1), STEPS);
        assert_eq!(weight(1, 3), 2 * STEPS);
        assert_eq!(weight(1, 100_000), 265);
        let weights: Vec<_> = (1..1000).map(|count| weight(count, 1000)).collect();
        assert!(weights.is_sorted_by(|rare, common| rare >= common));
        // 16 · log2(1 + 1000/9) = 108.9
        assert_eq!(weight(9, 1000), 108);
    }

    #[test]
    fn damaged_lists_are_told() {
        assert_eq!(read(&[]), None);
        assert_eq!(read(&[5, 3, 9, 1]), None);
        assert_eq!(read(&[0xFF, 0xFF, 3, 1, 1, 0]), None, "no term is as rare");
        assert_eq!(read(&[5, 16, 1, 0]), None, "no impact is as high");
    }
}
