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

/// The logarithm of how many ranges terms are gathered in.
const RANGE_BITS: u32 = 5;

/// How many steps the weight of a term has for each doubling of its rarity.
const STEPS: u32 = 16;

/// How often a term stands in a document, times a field's weight.
pub type Frequency = (Term, u32);

/// A document with its impact.
pub type Posting = (u32, u32);

/// The list of every term as it stands in a shard, with how many documents
/// have the term; sorted by term. `documents` are the terms of each document,
/// each term once and sorted.
///
/// Terms are gathered a range at a time, so that never all postings of an
/// archive are held twice.
pub fn lists(documents: &[Vec<Frequency>]) -> Vec<(Entry, usize)> {
    let lengths: Vec<u64> = documents.par_iter().map(|terms| length(terms)).collect();
    let average = (lengths.iter().sum::<u64>() as f64 / documents.len().max(1) as f64).max(1.0);
    let norms = lengths.into_iter().map(|length| norm(length as f64 / average));
    let norms: Vec<f64> = norms.collect();
    let ranges = (0..1 << RANGE_BITS).into_par_iter();
    let lists = ranges.map(|range| {
        let mut postings = gather(documents, &norms, range);
        postings.sort_unstable();
        let lists = postings.chunk_by(|one, other| one >> 32 == other >> 32);
        lists.map(|list| ((term(list[0]), write(list, documents.len())), list.len())).collect::<Vec<_>>()
    });
    lists.flatten_iter().collect()
}

/// A posting behind the bits of its term: one number, which sorts by term, then
/// by impact, the highest first, and then by document.
type TermPosting = u128;

fn term(posting: TermPosting) -> Term {
    Term::from_bits((posting >> 32) as u64)
}

/// The postings of the terms in one of the ranges.
fn gather(documents: &[Vec<Frequency>], norms: &[f64], range: usize) -> Vec<TermPosting> {
    let mut postings = Vec::new();
    for (document, (terms, norm)) in documents.iter().zip(norms).enumerate() {
        let start = terms.partition_point(|(term, _)| term.shard(RANGE_BITS) < range);
        let within = terms[start..].iter().take_while(|(term, _)| term.shard(RANGE_BITS) == range);
        postings.extend(within.map(|&(term, count)| {
            let posting = packed((document as u32, impact(f64::from(count), *norm)));
            TermPosting::from(term.bits()) << 32 | TermPosting::from(posting)
        }));
    }
    postings
}

/// What a document of this length, where 1 is the average, is divided by.
fn norm(length: f64) -> f64 {
    f64::from(BODY) * SATURATION * (1.0 - LENGTH_PENALTY + LENGTH_PENALTY * length)
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

fn write(list: &[TermPosting], documents: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(list.len() * 2 + 4);
    push_number(&mut bytes, weight(list.len() as u64, documents as u64));
    let best = &list[..list.len().min(LONGEST)];
    for group in best.chunk_by(|one, other| one >> 28 == other >> 28) {
        push_number(&mut bytes, unpacked(group[0] as u32).1);
        push_number(&mut bytes, group.len() as u32);
        let mut last = 0;
        for (document, _) in group.iter().map(|posting| unpacked(*posting as u32)) {
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
        let lists = lists(&documents);
        let found = lists.iter().find(|((known, _), _)| *known == term);
        let ((_, bytes), count) = found.expect("the term is there");
        assert_eq!(*count, 3);
        let list = read(bytes).expect("it is whole");
        assert_eq!(list.postings.iter().map(|(document, _)| *document).collect::<Vec<_>>(), [2, 3, 0]);
        assert!(list.postings[0].1 > list.postings[1].1);
    }

    #[test]
    fn the_longest_list_keeps_the_best() {
        let term = Term::new("환불");
        let documents: Vec<_> = (0..5000).map(|at| vec![(term, if at % 5 == 0 { 9 } else { 1 })]).collect();
        let list = read(&lists(&documents)[0].0.1).expect("it is whole");
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
