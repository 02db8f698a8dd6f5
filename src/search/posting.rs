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

use crate::tokenize;
use crate::tokenize::Word;

use super::bytes::Reader;
use super::bytes::push_number;
use super::bytes::push_rising;
use super::shard::Entry;
use super::term::Term;
use super::vocabulary::Occurrence;
use super::vocabulary::Vocabulary;

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
pub const LONGEST: usize = 2000;

/// How many steps the weight of a term has for each doubling of its rarity.
const STEPS: u32 = 16;

/// The most that a term can weigh: what one in as many documents as a number
/// counts.
const MAX_WEIGHT: u32 = 33 * STEPS;

/// A document with its impact.
pub type Posting = (u32, u32);

/// A list as it stands in a shard, behind its term, and how many documents it
/// is of.
pub type Counted = (Entry, usize);

/// The list of every term that `each` makes of the words, sorted by term, in an
/// edition of so many `documents`.
pub fn lists(
    vocabulary: &Vocabulary,
    documents: usize,
    each: impl Fn(Word, &mut dyn FnMut(&str)) + Sync,
) -> Vec<Counted> {
    let words: Vec<(&str, &[Occurrence])> = vocabulary.iter().collect();
    let mut lengths = vec![0; documents];
    let mut terms: Vec<(Term, u32)> = Vec::with_capacity(words.len() * 4);
    for (place, (word, occurrences)) in words.iter().enumerate() {
        let before = terms.len();
        tokenize::words(word)
            .for_each(|word| each(word, &mut |term| terms.push((Term::new(term), place as u32))));
        let count = (terms.len() - before) as u64;
        occurrences
            .iter()
            .for_each(|&(document, counts)| lengths[document as usize] += u64::from(counts) * count);
    }
    terms.par_sort_unstable();
    let norms = norms(&lengths);
    let lists: Vec<&[(Term, u32)]> = terms.chunk_by(|(one, _), (other, _)| one == other).collect();
    let list = |same: &[(Term, u32)]| {
        let found = merged(same.iter().map(|(_, place)| words[*place as usize].1));
        ((same[0].0, write(&found, &norms, documents)), found.len())
    };
    lists.into_par_iter().map(list).collect()
}

/// What each document is divided by, given the lengths of all.
fn norms(lengths: &[u64]) -> Vec<f64> {
    let average = (lengths.iter().sum::<u64>() as f64 / lengths.len().max(1) as f64).max(1.0);
    lengths.iter().map(|length| norm(*length as f64 / average)).collect()
}

/// The occurrences of several words as those of one, in rising order.
fn merged<'w>(words: impl Iterator<Item = &'w [Occurrence]>) -> Vec<Occurrence> {
    let mut all: Vec<Occurrence> = words.flatten().copied().collect();
    // the sort is quick where runs are sorted already, as each word's are
    all.sort_by_key(|(document, _)| *document);
    all.dedup_by(|(document, counts), (kept, sum)| {
        let same = document == kept;
        if same {
            *sum += *counts;
        }
        same
    });
    all
}

/// What a document of this length, where 1 is the average, is divided by.
fn norm(length: f64) -> f64 {
    f64::from(BODY) * SATURATION * (1.0 - LENGTH_PENALTY + LENGTH_PENALTY * length)
}

fn impact(count: f64, norm: f64) -> u32 {
    let share = count / (count + norm);
    ((share * f64::from(MAX_IMPACT)).round() as u32).max(1)
}

/// The list of a term with these occurrences.
fn write(found: &[Occurrence], norms: &[f64], documents: usize) -> Vec<u8> {
    let mut by_impact: [Vec<u32>; MAX_IMPACT as usize + 1] = Default::default();
    for &(document, counts) in found {
        let impact = impact(f64::from(counts), norms[document as usize]);
        by_impact[impact as usize].push(document);
    }
    let mut bytes = Vec::with_capacity(found.len().min(LONGEST) * 2 + 4);
    push_number(&mut bytes, weight(found.len() as u64, documents as u64));
    let mut room = LONGEST;
    for (impact, group) in by_impact.iter().enumerate().rev() {
        let group = &group[..group.len().min(room)];
        room -= group.len();
        if !group.is_empty() {
            push_number(&mut bytes, impact as u32);
            push_number(&mut bytes, group.len() as u32);
            push_rising(&mut bytes, group);
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
    use crate::search::document::Document;
    use crate::search::document::each_term_of;

    /// The list of a word that stands in these bodies, as it comes back.
    fn list(word: &str, bodies: &[&str]) -> List {
        let document = |body: &&str| Document { headline: String::new(), body: (*body).to_owned() };
        let documents: Vec<Document> = bodies.iter().map(document).collect();
        let lists = lists(&Vocabulary::of(&documents, 0, "ko"), documents.len(), each_term_of);
        let found = lists.iter().find(|((term, _), _)| *term == Term::new(word));
        read(&found.expect("the term is there").0.1).expect("it is whole")
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
        assert_eq!(read(&[0xFF, 0xFF, 3, 1, 1, 0]), None, "no term is as rare");
        assert_eq!(read(&[5, 16, 1, 0]), None, "no impact is as high");
    }
}
