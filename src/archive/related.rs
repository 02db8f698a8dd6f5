//! Related questions: those that share rare terms, tags and the category.
//!
//! Common terms say little and would make every question a candidate for every
//! other, so only terms that few questions share are followed. That keeps the
//! work in proportion to the archive.

use std::hash::BuildHasher;

use rayon::prelude::*;
use rustc_hash::FxBuildHasher;
use rustc_hash::FxHashMap;

use super::Archive;
use super::Edition;
use super::QuestionId;

/// How many related questions a page shows.
const SHOWN: usize = 4;

/// A term that more questions share is common.
const COMMON: usize = 24;

/// How many of its rarest terms a question is compared by.
const TERMS: usize = 8;

/// What a shared category or tag is worth, in the units of [`rarity`].
const SAME_PLACE: u32 = 300;

/// The related questions of every listed question of an edition, the closest
/// first, in the order of the edition.
pub fn related(archive: &Archive, edition: &Edition) -> Vec<Vec<QuestionId>> {
    let terms: Vec<Vec<Term>> = edition.questions.par_iter().map(|&id| terms(archive, id)).collect();
    let mut postings: FxHashMap<Term, Vec<u32>> = FxHashMap::default();
    for (at, terms) in terms.iter().enumerate() {
        for &term in terms {
            postings.entry(term).or_default().push(u32::try_from(at).unwrap_or(u32::MAX));
        }
    }
    let positions = 0..edition.questions.len();
    positions.into_par_iter().map(|at| closest(archive, edition, &terms[at], &postings, at)).collect()
}

/// Two Hangul syllables, or a word of another script, as a hash: two terms
/// that share one would only make a question look a little closer.
type Term = u64;

/// The terms of a question's title and tags, each once.
fn terms(archive: &Archive, id: QuestionId) -> Vec<Term> {
    let front = &archive.question(id).front;
    let texts = std::iter::once(&front.title).chain(&front.tags);
    let words = texts.flat_map(|text| text.split(|c: char| !is_hangul(c) && !c.is_alphanumeric()));
    let mut terms = Vec::with_capacity(32);
    for word in words.filter(|word| !word.is_empty()) {
        if !word.chars().any(is_hangul) {
            if word.len() > 2 {
                terms.push(term(&word.to_lowercase()));
            }
            continue;
        }
        let bounds: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
        terms.extend(bounds.windows(3).map(|bound| term(&word[bound[0]..bound[2]])));
    }
    terms.sort_unstable();
    terms.dedup();
    terms
}

fn is_hangul(c: char) -> bool {
    ('가'..='힣').contains(&c)
}

fn term(text: &str) -> Term {
    FxBuildHasher.hash_one(text)
}

fn closest(
    archive: &Archive,
    edition: &Edition,
    terms: &[Term],
    postings: &FxHashMap<Term, Vec<u32>>,
    at: usize,
) -> Vec<QuestionId> {
    let mut rare: Vec<&Vec<u32>> = terms
        .iter()
        .filter_map(|term| postings.get(term))
        .filter(|list| (2..=COMMON).contains(&list.len()))
        .collect();
    rare.sort_by_key(|list| list.len());
    let mut scores: FxHashMap<u32, u32> = FxHashMap::default();
    for list in rare.into_iter().take(TERMS) {
        for &other in list {
            *scores.entry(other).or_default() += rarity(list.len());
        }
    }
    let id = edition.questions[at];
    let known = known(archive, id);
    let mut scored: Vec<(u32, QuestionId)> = scores
        .into_iter()
        .map(|(other, score)| (score, edition.questions[other as usize]))
        .filter(|(_, other)| *other != id && !known.contains(other))
        .map(|(score, other)| (score + company(archive, id, other), other))
        .collect();
    scored.sort_unstable_by_key(|&(score, other)| (std::cmp::Reverse(score), other));
    let mut closest: Vec<_> = scored.into_iter().map(|(_, other)| other).take(SHOWN).collect();
    fill_up(archive, edition, id, &known, &mut closest);
    closest
}

/// What a term is worth that `count` questions share, in thousandths.
fn rarity(count: usize) -> u32 {
    // whole numbers, so that every machine comes to the same order
    1000 * (COMMON as u32 + 1) / (count as u32 + COMMON as u32 / 4)
}

/// What it is worth that two questions stand in one category and share tags.
fn company(archive: &Archive, one: QuestionId, other: QuestionId) -> u32 {
    let (one, other) = (&archive.question(one).front, &archive.question(other).front);
    let same_category = one.category.is_some() && one.category == other.category;
    let tags = one.tags.iter().filter(|tag| other.tags.contains(tag)).count() as u32;
    (u32::from(same_category) + tags.min(3)) * SAME_PLACE
}

/// What the page links to anyway.
fn known(archive: &Archive, id: QuestionId) -> Vec<QuestionId> {
    let front = &archive.question(id).front;
    let named = front.related.iter().chain(&front.follows).filter_map(|key| archive.find(key));
    named.chain(archive.followed_by(id).iter().copied()).collect()
}

/// Neighbours in the same category, where terms found too few.
fn fill_up(
    archive: &Archive,
    edition: &Edition,
    id: QuestionId,
    known: &[QuestionId],
    closest: &mut Vec<QuestionId>,
) {
    let Some(category) = archive.question(id).front.category else { return };
    let list = edition.category(category);
    let at = list.partition_point(|&other| other < id);
    let around = list[at..].iter().skip(1).take(SHOWN).chain(list[..at].iter().rev().take(SHOWN));
    for &other in around {
        if closest.len() == SHOWN {
            return;
        }
        if other != id && !known.contains(&other) && !closest.contains(&other) {
            closest.push(other);
        }
    }
}
