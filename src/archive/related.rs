//! Related questions: those that share rare terms, tags and the category.
//!
//! Common terms say little and would make every question a candidate for every
//! other, so only terms that few questions share are followed. That keeps the
//! work in proportion to the archive.

use std::hash::BuildHasher;
use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxBuildHasher;
use rustc_hash::FxHashMap;

use super::Archive;
use super::Edition;
use super::QuestionId;
use crate::config::CategoryId;

/// How many related questions are known of each; a page shows those first that its
/// author named.
const KEPT: usize = 4;

/// A term that more questions share is common.
const COMMON: usize = 24;

/// How many of its rarest terms a question is compared by.
const TERMS: usize = 8;

/// What a shared category or tag is worth, in the units of [`rarity`].
const SAME_PLACE: u32 = 300;

/// The related questions of every listed question of an edition, the closest
/// first, in the order of the edition.
pub fn related(archive: &Archive, edition: &Edition) -> Vec<Vec<QuestionId>> {
    let postings = Postings::new(archive, edition);
    let rare = postings.rare_of_each(edition.questions.len());
    let company = company(archive, edition);
    let closest = |scores: &mut Vec<_>, at: usize| {
        postings.score(&rare[at], scores);
        closest(archive, edition, &company, scores, at)
    };
    (0..edition.questions.len()).into_par_iter().map_init(Vec::new, closest).collect()
}

/// A question by its position in the edition.
type Position = u32;

/// Which questions have each term, sorted by term.
struct Postings {
    all: Vec<(Term, Position)>,
}

impl Postings {
    fn new(archive: &Archive, edition: &Edition) -> Self {
        let terms = edition.questions.par_iter().map(|&id| terms(archive, id));
        let terms: Vec<Vec<Term>> = terms.collect();
        let mut all = Vec::with_capacity(terms.iter().map(Vec::len).sum());
        for (at, terms) in (0..).zip(terms) {
            all.extend(terms.into_iter().map(|term| (term, at)));
        }
        all.par_sort_unstable();
        Self { all }
    }

    /// The stretches of rare terms that each of `count` questions has, the
    /// rarest first.
    fn rare_of_each(&self, count: usize) -> Vec<Vec<Range<u32>>> {
        let mut each = vec![Vec::new(); count];
        let mut start = 0;
        for same in self.all.chunk_by(|(one, _), (other, _)| one == other) {
            let stretch = start..start + same.len() as u32;
            start = stretch.end;
            if (2..=COMMON).contains(&same.len()) {
                same.iter().for_each(|&(_, at)| each[at as usize].push(stretch.clone()));
            }
        }
        each.par_iter_mut().for_each(|rare| {
            // terms of one rarity stay in their order
            rare.sort_by_key(ExactSizeIterator::len);
            rare.truncate(TERMS);
        });
        each
    }

    /// What the terms in these stretches make of every question that has any,
    /// sorted by position.
    fn score(&self, rare: &[Range<u32>], scores: &mut Vec<(Position, u32)>) {
        scores.clear();
        for stretch in rare {
            let worth = rarity(stretch.len());
            let same = &self.all[stretch.start as usize..stretch.end as usize];
            scores.extend(same.iter().map(|&(_, at)| (at, worth)));
        }
        scores.sort_unstable();
        scores.dedup_by(|(at, worth), (kept, sum)| {
            let is_same = at == kept;
            if is_same {
                *sum += *worth;
            }
            is_same
        });
    }
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
    company: &[Company],
    scores: &[(Position, u32)],
    at: usize,
) -> Vec<QuestionId> {
    let id = edition.questions[at];
    let known = known(archive, id);
    let mut scored: Vec<(u32, QuestionId)> = scores
        .iter()
        .map(|&(other, score)| (score, other as usize, edition.questions[other as usize]))
        .filter(|(_, _, other)| *other != id && !known.contains(other))
        .map(|(score, position, other)| (score + company[at].shared(&company[position]), other))
        .collect();
    scored.sort_unstable_by_key(|&(score, other)| (std::cmp::Reverse(score), other));
    // collecting what `scored` holds would keep all of its room, for every question
    let mut closest = Vec::with_capacity(KEPT);
    closest.extend(scored.iter().map(|&(_, other)| other).take(KEPT));
    fill_up(archive, edition, id, &known, &mut closest);
    closest
}

/// What a term is worth that `count` questions share, in thousandths.
fn rarity(count: usize) -> u32 {
    // whole numbers, so that every machine comes to the same order
    1000 * (COMMON as u32 + 1) / (count as u32 + COMMON as u32 / 4)
}

/// Where a question stands, and what it is tagged with.
struct Company {
    category: Option<CategoryId>,
    /// The number of each tag.
    tags: Vec<usize>,
}

/// The company of every question of an edition.
fn company(archive: &Archive, edition: &Edition) -> Vec<Company> {
    let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
    let company = edition.questions.iter().map(|&id| {
        let front = &archive.question(id).front;
        let number = |tag| {
            let next = numbers.len();
            *numbers.entry(tag).or_insert(next)
        };
        Company {
            category: front.category,
            tags: front.tags.iter().map(String::as_str).map(number).collect(),
        }
    });
    company.collect()
}

impl Company {
    /// What it is worth that two questions stand in one category and share
    /// tags.
    fn shared(&self, other: &Self) -> u32 {
        let same_category = self.category.is_some() && self.category == other.category;
        let tags = self.tags.iter().filter(|tag| other.tags.contains(tag)).count() as u32;
        (u32::from(same_category) + tags.min(3)) * SAME_PLACE
    }
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
    let around = list[at..].iter().skip(1).take(KEPT).chain(list[..at].iter().rev().take(KEPT));
    for &other in around {
        if closest.len() == KEPT {
            return;
        }
        if other != id && !known.contains(&other) && !closest.contains(&other) {
            closest.push(other);
        }
    }
}
