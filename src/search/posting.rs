//! Postings: which documents a term stands in, and how much it says there.
//!
//! A document is a question as search sees it, by its position in the edition,
//! newest first. How much a term says of a document, its *impact*, is the part
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

use rayon::prelude::*;

use super::bytes::Reader;
use super::bytes::push_number;
use super::shard::Entry;
use super::term::Term;

/// How much one occurrence in the body counts; in a headline it is more.
pub const BODY: u32 = 2;

/// How fast a repeated term stops counting; BM25's k1, in occurrences.
const SATURATION: f64 = 1.2;

/// How much a long document is held against it; BM25's b.
const LENGTH_PENALTY: f64 = 0.6;

/// The highest impact: what four bits hold.
const MAX_IMPACT: u32 = 15;

/// The most documents in one list: of a term that more have, the best are
/// kept, and nobody reads further.
const LONGEST: usize = 2000;

/// How many steps the weight of a term has for each doubling of its rarity.
const STEPS: u32 = 16;

/// How often a term stands in a document, times a field's weight.
pub type Frequency = (Term, u32);

/// A document with its impact.
pub type Posting = (u32, u32);

/// The postings of all terms, one list behind the other.
#[derive(Debug)]
pub struct Lists {
    postings: Vec<(Term, u32)>,
}

impl Lists {
    /// The list of each term, by term; the best document of each first.
    pub fn iter(&self) -> impl Iterator<Item = &[(Term, u32)]> {
        self.postings.chunk_by(|(one, _), (other, _)| one == other)
    }
}

/// The lists of all terms. `documents` are the terms of each document, each
/// term once.
pub fn lists(documents: &[Vec<Frequency>]) -> Lists {
    let lengths: Vec<u64> = documents.par_iter().map(|terms| length(terms)).collect();
    let average = (lengths.iter().sum::<u64>() as f64 / documents.len().max(1) as f64).max(1.0);
    let mut postings: Vec<(Term, u32)> = Vec::with_capacity(documents.iter().map(Vec::len).sum());
    for (document, terms) in documents.iter().enumerate() {
        let length = lengths[document] as f64 / average;
        let norm = f64::from(BODY) * SATURATION * (1.0 - LENGTH_PENALTY + LENGTH_PENALTY * length);
        postings.extend(terms.iter().map(|&(term, count)| {
            (term, packed(Posting::from((document as u32, impact(f64::from(count), norm)))))
        }));
    }
    postings.par_sort_unstable();
    Lists { postings }
}

/// The lists as they stand in shards, sorted by term, of so many `documents`.
pub fn entries(lists: &Lists, documents: usize) -> Vec<Entry> {
    let lists: Vec<&[(Term, u32)]> = lists.iter().collect();
    lists.into_par_iter().map(|list| (list[0].0, write(list, documents))).collect()
}

fn length(terms: &[Frequency]) -> u64 {
    terms.iter().map(|(_, count)| u64::from(*count)).sum()
}

fn impact(count: f64, norm: f64) -> u32 {
    let share = count / (count + norm);
    ((share * f64::from(MAX_IMPACT)).round() as u32).max(1)
}

/// A posting in 32 bits that sort by impact, the highest first, and then by
/// document.
fn packed((document, impact): Posting) -> u32 {
    (MAX_IMPACT - impact) << 28 | document
}

fn unpacked(packed: u32) -> Posting {
    (packed & 0x0FFF_FFFF, MAX_IMPACT - (packed >> 28))
}

fn write(list: &[(Term, u32)], documents: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(list.len() * 2 + 4);
    push_number(&mut bytes, weight(list.len() as u64, documents as u64));
    let best = &list[..list.len().min(LONGEST)];
    for group in best.chunk_by(|(_, one), (_, other)| one >> 28 == other >> 28) {
        push_number(&mut bytes, unpacked(group[0].1).1);
        push_number(&mut bytes, group.len() as u32);
        let mut last = 0;
        for (document, _) in group.iter().map(|(_, posting)| unpacked(*posting)) {
            push_number(&mut bytes, document - last);
            last = document;
        }
    }
    bytes
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

/// The list that is written in `bytes`; none where they are damaged.
pub fn read(bytes: &[u8]) -> Option<List> {
    let mut reader = Reader::new(bytes);
    let weight = reader.number()?;
    let mut postings = Vec::new();
    while !reader.is_done() {
        let impact = reader.number()?;
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

    #[test]
    fn a_list_comes_back_with_the_best_first() {
        let term = Term::new("환불");
        let other = Term::new("교환");
        let documents = vec![vec![(term, 1), (other, 9)], vec![(other, 2)], vec![(term, 8)], vec![(term, 1)]];
        let lists = entries(&lists(&documents), documents.len());
        let bytes = &lists.iter().find(|(known, _)| *known == term).expect("the term is there").1;
        let list = read(bytes).expect("it is whole");
        assert_eq!(list.postings.iter().map(|(document, _)| *document).collect::<Vec<_>>(), [2, 3, 0]);
        assert!(list.postings[0].1 > list.postings[1].1);
    }

    #[test]
    fn the_longest_list_keeps_the_best() {
        let term = Term::new("환불");
        let documents: Vec<_> = (0..5000).map(|at| vec![(term, if at % 5 == 0 { 9 } else { 1 })]).collect();
        let list = read(&entries(&lists(&documents), documents.len())[0].1).expect("it is whole");
        assert_eq!(list.postings.len(), LONGEST);
        assert!(list.postings[..1000].iter().all(|(document, _)| document % 5 == 0));
        assert_eq!(list.weight, weight(5000, 5000));
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
    }
}
