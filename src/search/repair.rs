//! Repairs: what a reader meant whose query, as typed, is not in the archive.
//!
//! Nothing is repaired that the archive knows: a word is taken for a slip only
//! where no question has it.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use crate::english;
use crate::jamo;
use crate::jamo::Syllable;
use crate::korean;
use crate::tokenize::Script;
use crate::tokenize::Word;

use super::engine::Engine;
use super::engine::Files;
use super::engine::Unanswered;
use super::posting;
use super::posting::List;
use super::query;
use super::query::TermTable;
use super::spelling;
use super::spelling::Candidate;
use super::term::Term;

/// How many syllables of a word are looked at, the most suspicious first.
const SUSPECTS: usize = 3;

/// How many spellings of a word are tried.
const TRIES: usize = 4;

/// How many words a half-typed one is completed to.
const COMPLETIONS: usize = 3;

/// A query that was spelt otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelt {
    /// What was meant, folded.
    pub text: String,
    /// Whether the reader has to be told: a word was changed, not completed.
    pub is_told: bool,
}

/// The query with each word typed on the other layout of the keyboard that the
/// archive knows only so; none where nothing was changed.
pub fn keyboard<F: Files>(engine: &Engine<F>, typed: &str) -> Result<Option<String>, Unanswered> {
    let mut changed = false;
    let mut words = Vec::new();
    for word in typed.split_whitespace().take(query::FEW_WORDS) {
        let meant = on_other_layout(engine, word)?;
        changed |= meant.is_some();
        words.push(meant.unwrap_or_else(|| word.to_owned()));
    }
    words.extend(typed.split_whitespace().skip(query::FEW_WORDS).map(str::to_owned));
    Ok(changed.then(|| query::fold(&words.join(" "))))
}

fn on_other_layout<F: Files>(engine: &Engine<F>, word: &str) -> Result<Option<String>, Unanswered> {
    let Some(meant) = korean::to_hangul(word).or_else(|| korean::to_latin(word)) else { return Ok(None) };
    let is_meant = !engine.knows(word)? && engine.knows(&meant)?;
    Ok(is_meant.then_some(meant))
}

/// The query with the words spelt as the archive has them that it has not;
/// none where nothing was changed.
pub fn spelling<F: Files>(engine: &Engine<F>, folded: &str) -> Result<Option<Spelt>, Unanswered> {
    let mut spelt = Spelt { text: String::new(), is_told: false };
    let mut copied = 0;
    for word in engine.correctable(folded) {
        let is_last = word.end() == folded.len();
        let Some((meant, is_told)) = respelt(engine, &word, is_last)? else { continue };
        spelt.text.push_str(&folded[copied..word.start]);
        spelt.text.push_str(&meant);
        spelt.is_told |= is_told;
        copied = word.end();
    }
    if copied == 0 {
        return Ok(None);
    }
    spelt.text.push_str(&folded[copied..]);
    Ok(Some(spelt))
}

/// How a word is spelt in the archive, and whether that has to be told.
fn respelt<F: Files>(
    engine: &Engine<F>,
    word: &Word,
    is_last: bool,
) -> Result<Option<(String, bool)>, Unanswered> {
    match word.script {
        Script::Hangul => respelt_hangul(engine, word.text, is_last),
        Script::Alphabet => respelt_latin(engine, word.text, is_last),
        Script::Jamo | Script::Han => Ok(None),
    }
}

fn respelt_hangul<F: Files>(
    engine: &Engine<F>,
    word: &str,
    is_last: bool,
) -> Result<Option<(String, bool)>, Unanswered> {
    let stem = korean::stem(word);
    if stem.chars().nth(1).is_none() || is_attested(engine, stem)? || is_attested(engine, word)? {
        return Ok(None);
    }
    if is_last
        && let Some(whole) = without_last_coda(word)
        && is_attested(engine, &whole)?
    {
        return Ok(Some((whole, false)));
    }
    for text in [stem, word] {
        if let Some(meant) = corrected(engine, text)? {
            return Ok(Some((format!("{meant}{}", &word[text.len()..]), true)));
        }
        if text == word {
            break;
        }
    }
    Ok(None)
}

/// The word while its last syllable is being typed: the coda may be the
/// beginning of the next one, 세슼 of 세스코.
fn without_last_coda(word: &str) -> Option<String> {
    let (at, last) = word.char_indices().next_back()?;
    let open = jamo::open_syllable(last).filter(|open| *open != last)?;
    Some(format!("{}{open}", &word[..at]))
}

/// The spelling of a word, one slip away, that most documents have.
fn corrected<F: Files>(engine: &Engine<F>, word: &str) -> Result<Option<String>, Unanswered> {
    let letters = spelling::marked(word);
    let mut spellings: Vec<(u32, String)> = Vec::new();
    for place in suspects(engine, &letters)? {
        let typed = letters[place];
        let context = spelling::between(letters[place - 1], letters[place + 1]);
        let candidates = engine.candidates(context)?;
        let seen = candidates.iter().find(|candidate| is_only(&candidate.text, typed));
        let seen = seen.map_or(0, |candidate| candidate.documents);
        for Candidate { text, documents } in candidates.iter().filter(|other| other.documents > seen) {
            if is_slip(text, typed) {
                let (before, after) = (&letters[1..place], &letters[place + 1..letters.len() - 1]);
                let spelling = String::from_iter(before) + text + &String::from_iter(after);
                spellings.push((*documents, spelling));
            }
        }
    }
    spellings.sort_unstable_by(|one, other| other.cmp(one));
    let mut best: Option<(usize, u32, String)> = None;
    for (documents, spelling) in spellings.into_iter().take(TRIES) {
        let attested = attested(engine, &spelling)?;
        if attested > 0 {
            best = best.max(Some((attested, documents, spelling)));
        }
    }
    Ok(best.map(|(_, _, spelling)| spelling))
}

/// The places of the syllables whose neighbourhood is rarest.
fn suspects<F: Files>(engine: &Engine<F>, letters: &[char]) -> Result<Vec<usize>, Unanswered> {
    let mut rarities = vec![u32::MAX];
    for pair in letters[1..letters.len() - 1].windows(2) {
        let list = pair_list(engine, &String::from_iter(pair))?;
        rarities.push(list.map_or(u32::MAX - 1, |list| list.weight));
    }
    rarities.push(u32::MAX);
    let mut suspects: Vec<usize> = (1..letters.len() - 1).collect();
    // a slip makes both pairs rare that its syllable is in
    suspects.sort_by_key(|&place| std::cmp::Reverse(rarities[place - 1].min(rarities[place])));
    suspects.truncate(SUSPECTS);
    Ok(suspects)
}

fn is_only(text: &str, letter: char) -> bool {
    text.chars().eq([letter])
}

fn is_slip(text: &str, typed: char) -> bool {
    let meant = text.chars().next().and_then(Syllable::of);
    meant.zip(Syllable::of(typed)).is_some_and(|(meant, typed)| meant.is_near(typed))
}

fn is_attested<F: Files>(engine: &Engine<F>, word: &str) -> Result<bool, Unanswered> {
    Ok(attested(engine, word)? > 0)
}

/// How many documents have every pair of a word, as far as the lists tell.
fn attested<F: Files>(engine: &Engine<F>, word: &str) -> Result<usize, Unanswered> {
    let mut lists = Vec::new();
    for pair in (Word { text: word, script: Script::Hangul, start: 0 }).pairs() {
        match pair_list(engine, pair)? {
            Some(list) => lists.push(list),
            None => return Ok(0),
        }
    }
    lists.sort_by_key(|list| list.postings.len());
    let Some(shortest) = lists.first() else { return Ok(0) };
    let mut documents: FxHashSet<u32> = shortest.postings.iter().map(|(document, _)| *document).collect();
    // the longest lists may have lost the documents that the others have
    for list in lists[1..].iter().filter(|list| list.postings.len() < posting::LONGEST) {
        let others: FxHashSet<u32> = list.postings.iter().map(|(document, _)| *document).collect();
        documents.retain(|document| others.contains(document));
    }
    Ok(documents.len())
}

fn pair_list<F: Files>(engine: &Engine<F>, pair: &str) -> Result<Option<Rc<List>>, Unanswered> {
    engine.list(TermTable::Terms, Term::new(pair))
}

/// What a word of the Latin alphabet may be: while it is typed, the words that
/// begin so; else the most frequent one that is a slip away.
fn respelt_latin<F: Files>(
    engine: &Engine<F>,
    word: &str,
    is_last: bool,
) -> Result<Option<(String, bool)>, Unanswered> {
    let Some(contexts) = spelling::ends(word) else { return Ok(None) };
    if engine.list(TermTable::Terms, Term::new(&english::stem(word)))?.is_some() {
        return Ok(None);
    }
    let mut candidates = engine.candidates(contexts[0])?;
    if is_last {
        let longer = candidates.iter().filter(|candidate| candidate.text.starts_with(word));
        let longer: Vec<&str> = longer.take(COMPLETIONS).map(|candidate| candidate.text.as_str()).collect();
        if !longer.is_empty() {
            return Ok(Some((longer.join(" "), false)));
        }
    }
    candidates.extend(engine.candidates(contexts[1])?);
    let near = candidates.into_iter().filter(|candidate| is_one_slip(word, &candidate.text));
    let best =
        near.max_by(|one, other| one.documents.cmp(&other.documents).then_with(|| other.text.cmp(&one.text)));
    Ok(best.map(|candidate| (candidate.text, true)))
}

/// Whether one letter less, more, other, or two changed places make one word
/// the other.
fn is_one_slip(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[same..], &other[same..]);
    match one.len() as isize - other.len() as isize {
        0 => {
            let swapped = one.len() > 1 && one[0] == other[1] && one[1] == other[0] && one[2..] == other[2..];
            !one.is_empty() && (one[1..] == other[1..] || swapped)
        }
        1 => one[1..] == *other,
        -1 => *one == other[1..],
        _ => false,
    }
}
