//! A query: what a reader typed, as the terms it is looked up by.

use rustc_hash::FxHashMap;

use crate::english;
use crate::korean;
use crate::tokenize;
use crate::tokenize::Script;
use crate::tokenize::Word;

use super::document::each_initial_term;
use super::document::single_syllable;
use super::term::Term;

/// The most of a query that is read, in characters: room for a long question.
const LONGEST: usize = 400;

/// The most terms that a query is looked up by.
const MOST_TERMS: usize = 12;

/// A query of no more words is short: an ending in it may be part of a name,
/// and nothing makes up for a slip.
pub const FEW_WORDS: usize = 4;

/// A word of more pairs than this is often written as two.
const MOST_PAIRS: usize = 3;

/// What a term counts that stands in the query as it is.
const WHOLE: u32 = 20;

/// What a synonym counts.
const SYNONYM: u32 = 16;

/// What a pair counts that two neighbouring words would share if they were
/// written as one: 취업 능력 -> 업능.
const BRIDGE: u32 = 3;

/// What a pair counts that reaches into an ending.
const ENDING: u32 = 4;

/// The table that a term stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TermTable {
    /// What was written.
    Terms,
    /// Initial consonants.
    Initials,
}

/// A term of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Where to look it up.
    pub table: TermTable,
    /// As it is written.
    pub text: String,
    /// What it counts, 20 for a term that was typed.
    pub weight: u32,
    /// The number of the word that it is a pair of: of a short one, which a
    /// document has that has all of its pairs.
    pub word: Option<usize>,
}

impl Part {
    /// What it is looked up by.
    pub fn term(&self) -> Term {
        Term::new(&self.text)
    }
}

/// The folded text that is searched for.
pub fn fold(text: &str) -> String {
    let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(end, _)| end);
    tokenize::fold(&text[..end]).into_owned()
}

/// The words of a folded query that count: those that only ask are left out
/// where any other is left.
pub fn telling_words(folded: &str) -> Vec<Word<'_>> {
    let words: Vec<Word> = tokenize::words(folded).collect();
    let telling: Vec<Word> = words.iter().filter(|word| !is_common(word)).copied().collect();
    if telling.is_empty() { words } else { telling }
}

/// The words of a folded query that are worth correcting, where `parts` are its
/// terms.
///
/// In a long query the pairs of a misspelt word that are right, and the other
/// words, make up for a slip. A word of an alphabet is one term that is right
/// or wrong, and the one nobody knows is often the name of what is asked about.
pub fn correctable<'a>(folded: &'a str, parts: &[Part]) -> Vec<Word<'a>> {
    let mut words = telling_words(folded);
    if words.len() > FEW_WORDS {
        let is_looked_up = |stem: &str| parts.iter().any(|part| part.text == stem);
        words.retain(|word| word.script == Script::Alphabet && is_looked_up(&english::stem(word.text)));
    }
    words
}

fn is_common(word: &Word) -> bool {
    match word.script {
        Script::Hangul => korean::is_common(word.text),
        Script::Alphabet => english::is_common(word.text),
        Script::Jamo | Script::Han => false,
    }
}

/// The terms of a folded query, the most telling first, and at most 12.
///
/// `common` says how common a term is: none for one that few documents have,
/// else a number that is higher for a commoner one. `synonyms` are words that
/// mean the same.
pub fn parts(folded: &str, common: &FxHashMap<Term, usize>, synonyms: &[Vec<String>]) -> Vec<Part> {
    let mut parts = Parts::default();
    let words = telling_words(folded);
    let few = tokenize::words(folded).count() <= FEW_WORDS;
    for word in &words {
        parts.add_word(word, WHOLE, few, words.len() == 1);
        for synonym in synonyms_of(word, synonyms) {
            let synonym = tokenize::fold(synonym);
            tokenize::words(&synonym).for_each(|word| parts.add_word(&word, SYNONYM, false, false));
        }
    }
    for pair in words.windows(2) {
        parts.add_bridge(&pair[0], &pair[1]);
    }
    let mut parts = parts.all;
    // the sort is stable: of two that tell as much, the one typed first
    parts.sort_by_key(|part| (std::cmp::Reverse(part.weight), common.get(&part.term()).copied()));
    parts.truncate(MOST_TERMS);
    parts
}

#[derive(Default)]
struct Parts {
    all: Vec<Part>,
    /// How many words of syllables they are of.
    words: usize,
}

impl Parts {
    fn add(&mut self, table: TermTable, text: &str, weight: u32) {
        self.add_part(Part { table, text: text.to_owned(), weight, word: None });
    }

    fn add_part(&mut self, part: Part) {
        match self.all.iter_mut().find(|known| known.table == part.table && known.text == part.text) {
            Some(known) if known.weight < part.weight => *known = part,
            Some(_) => {}
            None => self.all.push(part),
        }
    }

    /// Adds a word; with its ending where the query has `few` words. Letters
    /// that are no syllable count as initials if there are two, or nothing else
    /// was typed: `alone`.
    fn add_word(&mut self, word: &Word, weight: u32, few: bool, alone: bool) {
        match word.script {
            Script::Hangul => self.add_hangul(word, weight, few),
            Script::Han => word.pairs().for_each(|pair| self.add(TermTable::Terms, pair, weight)),
            Script::Alphabet => self.add(TermTable::Terms, &english::stem(word.text), weight),
            Script::Jamo => {
                let initials = korean::single_consonants(word.text);
                if initials.chars().nth(1).is_some() || alone {
                    each_initial_term(&initials, &mut |term| self.add(TermTable::Initials, term, weight));
                }
            }
        }
    }

    fn add_hangul(&mut self, word: &Word, weight: u32, few: bool) {
        let stem = korean::stem(word.text);
        let kept = stem.chars().count().max(2) - 1;
        self.words += 1;
        let short = (kept <= MOST_PAIRS).then_some(self.words);
        for (place, pair) in word.pairs().enumerate() {
            if place < kept {
                self.add_part(Part { table: TermTable::Terms, text: pair.to_owned(), weight, word: short });
            } else if few {
                self.add(TermTable::Terms, pair, ENDING);
            }
        }
        if let Some(syllable) = single_syllable(word.text) {
            self.add(TermTable::Terms, syllable, ENDING);
        }
    }

    /// Adds the pair between two words of syllables that one space or mark
    /// parts.
    fn add_bridge(&mut self, one: &Word, other: &Word) {
        let hangul = one.script == Script::Hangul && other.script == Script::Hangul;
        let ends = (one.text.chars().next_back(), other.text.chars().next());
        if let (true, (Some(last), Some(first))) = (hangul && other.start == one.end() + 1, ends) {
            self.add(TermTable::Terms, &String::from_iter([last, first]), BRIDGE);
        }
    }
}

/// The other words of every group that `word` is in, as it is or by its stem.
fn synonyms_of<'a>(word: &Word, synonyms: &'a [Vec<String>]) -> Vec<&'a str> {
    let names = [word.text, korean::stem(word.text)];
    let is_word = |known: &String| names.contains(&tokenize::fold(known).as_ref());
    let groups = synonyms.iter().filter(|group| group.iter().any(is_word));
    groups.flatten().filter(|known| !is_word(known)).map(String::as_str).collect()
}
