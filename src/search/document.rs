//! A document: a question as search sees it.

use crate::archive::Archive;
use crate::archive::QuestionId;
use crate::english;
use crate::korean;
use crate::tokenize;
use crate::tokenize::Script;
use crate::tokenize::Word;

/// Every text of a question that a reader can see, folded.
#[derive(Clone, Debug)]
pub struct Document {
    /// The title, the wordings of those who asked again, and the tags.
    pub headline: String,
    /// What was said in all turns.
    pub body: String,
}

impl Document {
    /// The document of a question.
    pub fn new(archive: &Archive, id: QuestionId) -> Self {
        let question = archive.question(id);
        let mut headline = question.front.title.clone();
        let merged = archive.merged_from(id).iter().map(|&from| &archive.question(from).front.title);
        let wordings = question.front.asks.iter().filter_map(|ask| ask.wording.as_ref());
        for text in merged.chain(wordings).chain(&question.front.tags) {
            headline.push('\n');
            headline.push_str(text);
        }
        Self {
            headline: tokenize::fold(&headline).into_owned(),
            body: tokenize::fold(&question.take_text(&archive.config, &archive.statics)).into_owned(),
        }
    }
}

/// The terms of a word: pairs of characters, or the stem of a word in an
/// alphabet.
///
/// Endings stay on, since what looks like one may be part of a name: it is the
/// query that tells them apart. A word of one syllable with a particle is found
/// by that syllable as well: 쥐가 by 쥐.
pub fn each_term_of(word: Word, found: &mut dyn FnMut(&str)) {
    match word.script {
        Script::Hangul => {
            word.pairs().for_each(&mut *found);
            if let Some(syllable) = single_syllable(word.text) {
                found(syllable);
            }
        }
        Script::Han => word.pairs().for_each(found),
        Script::Alphabet => found(&english::stem(word.text)),
        Script::Jamo => {}
    }
}

/// The syllable of a word that is one with a particle: 쥐 of 쥐가.
pub fn single_syllable(word: &str) -> Option<&str> {
    let mut ends = word.char_indices().skip(1);
    let (first, _) = ends.next()?;
    (ends.next().is_none() && korean::is_particle(&word[first..])).then(|| &word[..first])
}

/// The terms of a word's initials.
pub fn each_initial_of(word: Word, found: &mut dyn FnMut(&str)) {
    if word.script == Script::Hangul {
        each_initial_term(&korean::initials(korean::stem(word.text)), found);
    }
}

/// The terms of initials in a row: all of them, and each three, the beginning
/// being one more letter: `=ㅂㅋㅂㄹ`, `^ㅂㅋ`, `ㅂㅋㅂ`, `ㅋㅂㄹ`.
pub fn each_initial_term(initials: &str, found: &mut dyn FnMut(&str)) {
    found(&format!("={initials}"));
    let marked = format!("^{initials}");
    let bounds: Vec<usize> = marked.char_indices().map(|(at, _)| at).chain([marked.len()]).collect();
    bounds.windows(4).for_each(|bounds| found(&marked[bounds[0]..bounds[3]]));
}
