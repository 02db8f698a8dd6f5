//! Spelling: which words the archive knows that a misspelt one may be.
//!
//! A slip of a finger spoils one syllable and leaves its neighbours, so what
//! stands between two syllables elsewhere in the archive is what was meant:
//! between 재 and 사 in 재*사. Words of the Latin alphabet are kept by their
//! first two letters and by their last two, one of which a slip leaves alone.
//!
//! The candidates under a context, as they stand in a shard: for each, how many
//! documents have it, the length of its text in bytes, and the text; the most
//! frequent first.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::korean;
use crate::tokenize;
use crate::tokenize::Script;

use super::bytes::Reader;
use super::bytes::push_number;
use super::counts::Counts;
use super::counts::Entry;
use super::table::Table;
use super::term::Term;

/// A word that fewer documents have may be misspelt itself.
const SEEN: u32 = 2;

/// The shortest word of the Latin alphabet that is worth correcting.
const SHORTEST: usize = 4;

/// What stands for the beginning of a word, and for its end.
const EDGES: [char; 2] = ['^', '$'];

/// How many bits a letter takes.
const LETTER_BITS: u32 = 21;

/// Something that stands in a context, and how many documents have it there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// A syllable, or a word of the Latin alphabet.
    pub text: String,
    /// How many documents have it, those counted twice that have it in two
    /// words.
    pub documents: u32,
}

/// The candidates of every context in the words.
pub fn contexts(words: &Counts) -> Table {
    let mut syllables: FxHashMap<u64, u32> = FxHashMap::default();
    let mut found: Vec<(Term, Candidate)> = Vec::new();
    for (_, Entry { name: word, documents, .. }) in words.iter() {
        match tokenize::script(word) {
            Some(Script::Hangul) => {
                each_context(word, |seen| *syllables.entry(seen).or_default() += documents)
            }
            _ if documents >= SEEN => {
                for context in ends(word).into_iter().flatten() {
                    found.push((context, Candidate { text: word.to_owned(), documents }));
                }
            }
            _ => {}
        }
    }
    let syllables = syllables.into_iter().filter(|(_, documents)| *documents >= SEEN);
    found.extend(syllables.map(|(seen, documents)| {
        let [before, syllable, after] = [2, 1, 0].map(|place| letter(seen >> (place * LETTER_BITS)));
        (between(before, after), Candidate { text: syllable.into(), documents })
    }));
    found.par_sort_unstable_by(|(context, one), (other_context, other)| {
        let frequency = other.documents.cmp(&one.documents);
        context.cmp(other_context).then(frequency).then_with(|| one.text.cmp(&other.text))
    });
    let mut table = Table::default();
    for context in found.chunk_by(|(one, _), (other, _)| one == other) {
        table.push(context[0].0, |bytes| write(bytes, context));
    }
    table
}

/// Each syllable of a word's stem between the letters around it, as one number,
/// which is quicker to look up than three letters.
fn each_context(word: &str, mut found: impl FnMut(u64)) {
    let mut around = u64::from(EDGES[0]);
    for (place, next) in korean::stem(word).chars().chain([EDGES[1]]).enumerate() {
        around = (around << LETTER_BITS | u64::from(next)) & ((1 << (3 * LETTER_BITS)) - 1);
        if place > 0 {
            found(around);
        }
    }
}

/// The letter in the lowest bits.
fn letter(bits: u64) -> char {
    char::from_u32(bits as u32 & ((1 << LETTER_BITS) - 1)).unwrap_or_default()
}

/// The letters of a word between the marks of its edges.
pub fn marked(word: &str) -> Vec<char> {
    [EDGES[0]].into_iter().chain(word.chars()).chain([EDGES[1]]).collect()
}

/// The context of what stands between two letters: 재*사.
pub fn between(before: char, after: char) -> Term {
    let (mut one, mut other) = ([0; 4], [0; 4]);
    Term::of(&[before.encode_utf8(&mut one), "*", after.encode_utf8(&mut other)])
}

/// The contexts of a word of the Latin alphabet, `re*` and `*nd`; none where
/// it is too short to tell, or has anything but letters.
pub fn ends(word: &str) -> Option<[Term; 2]> {
    is_latin(word).then(|| [Term::of(&[&word[..2], "*"]), Term::of(&["*", &word[word.len() - 2..]])])
}

fn is_latin(word: &str) -> bool {
    word.len() >= SHORTEST && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn write(bytes: &mut Vec<u8>, context: &[(Term, Candidate)]) {
    for (_, Candidate { text, documents }) in context {
        push_number(bytes, *documents);
        push_number(bytes, text.len() as u32);
        bytes.extend(text.as_bytes());
    }
}

/// The candidates that are written in `bytes`; none where they are damaged.
pub fn read(bytes: &[u8]) -> Option<Vec<Candidate>> {
    let mut reader = Reader::new(bytes);
    let mut candidates = Vec::new();
    while !reader.is_done() {
        let documents = reader.number()?;
        let length = reader.number()? as usize;
        let text = std::str::from_utf8(reader.take(length)?).ok()?.to_owned();
        candidates.push(Candidate { text, documents });
    }
    Some(candidates)
}
