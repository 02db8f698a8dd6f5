//! Assembling: the questions come together in an archive, or some change their
//! text in the archive of the last build.
//!
//! Who writes changes texts, and a text changes nothing but its own page and the
//! search. So as long as a run goes on, the archive of the last build is taken
//! over with all that was found out about it, and none of the other questions is
//! looked at.

use std::sync::Arc;

use super::Run;
use super::inputs::Inputs;
use crate::archive;
use crate::archive::Archive;
use crate::archive::Parts;
use crate::archive::QuestionId;
use crate::archive::Unread;
use crate::content::Content;
use crate::diagnostic;
use crate::diagnostic::Diagnostic;
use crate::hash::Hash;
use crate::memory::Latest;
use crate::question::Context;
use crate::question::Question;
use crate::question::TurnWords;

/// An archive that was put together, and what is new about it.
pub struct Assembled {
    pub archive: Arc<Archive>,
    /// The questions that changed since the last build; none where more did than
    /// what was said in their turns.
    pub edited: Option<Vec<QuestionId>>,
    /// What was noticed of its questions; none where the next build cannot
    /// take the archive over.
    pub notes: Option<Vec<Diagnostic>>,
}

/// The archive of the last build, and what changes in it.
struct Edit {
    latest: Latest,
    texts: Vec<(QuestionId, Arc<Question>)>,
}

/// What the archive is made from.
#[derive(Clone, Copy)]
pub struct Materials<'a> {
    pub content: &'a Content,
    pub inputs: &'a Inputs,
    pub words: &'a TurnWords,
    /// As in [`Latest::surroundings`].
    pub surroundings: Hash,
}

impl Run<'_> {
    /// Puts the archive together from `parts` and questions.
    ///
    /// Nothing is said of links that lead to what is `unread`.
    pub(super) fn assemble(&mut self, parts: Parts, unread: Unread, materials: Materials) -> Assembled {
        match self.edit(&parts, materials) {
            Some(edit) => self.edited(parts, &unread, edit),
            None => self.anew(parts, unread, materials),
        }
    }

    /// The archive of the last build with the texts that were written since;
    /// none where anything else changed.
    fn edit(&mut self, parts: &Parts, materials: Materials) -> Option<Edit> {
        let Materials { content, inputs, surroundings, .. } = materials;
        let mut latest = self.memory.latest()?;
        let changed = inputs.changed.as_ref()?;
        if latest.surroundings != surroundings || latest.archive.frame != parts.frame() {
            return None;
        }
        let context = context(parts, materials.words);
        let mut texts = Vec::with_capacity(changed.len());
        for &at in changed {
            let (id, file) = (latest.archive.read_at(at)?, &content.questions[at]);
            let read = self.question(content, at, context).checked;
            let question = read.value.filter(|question| question.card == latest.archive.question(id).card)?;
            if diagnostic::any_error(&read.diagnostics) {
                return None;
            }
            texts.push((id, question));
            latest.notes.retain(|note| note.place.as_ref().is_none_or(|place| place.file != file.name));
            latest.notes.extend(read.diagnostics);
        }
        Some(Edit { latest, texts })
    }

    fn edited(&mut self, parts: Parts, unread: &Unread, edit: Edit) -> Assembled {
        let Edit { latest, texts } = edit;
        let edited: Vec<_> = texts.iter().map(|(id, _)| *id).collect();
        let before = self.diagnostics.len();
        self.notice_masked(latest.notes);
        self.lap("read");
        let archive = Arc::new(latest.archive.edited(parts, texts));
        self.notice(archive::references_of(&archive, unread, edited.iter().copied()));
        self.lap("assemble");
        Assembled { archive, edited: Some(edited), notes: Some(self.diagnostics[before..].to_vec()) }
    }

    /// Reads every question, and works out what they have to do with each other
    /// unless that is remembered.
    fn anew(&mut self, parts: Parts, mut unread: Unread, materials: Materials) -> Assembled {
        let Materials { content, inputs, words, .. } = materials;
        let before = self.diagnostics.len();
        let questions = self.questions(content, inputs, context(&parts, words), &mut unread);
        let known = self.memory.company(parts.cards(&questions));
        let archive = Archive::assemble(parts, &questions, known);
        let is_alone = archive.diagnostics.is_empty();
        if is_alone {
            self.memory.learn_company(archive.value.company());
        }
        let archive = Arc::new(archive.into_value(&mut self.diagnostics));
        self.notice(archive::references(&archive, &unread));
        self.lap("assemble");
        let is_kept = is_alone && self.memory.is_lasting();
        let notes = is_kept.then(|| self.diagnostics[before..].to_vec());
        Assembled { archive, edited: None, notes }
    }
}

/// What questions are understood with.
fn context<'a>(parts: &'a Parts, words: &'a TurnWords) -> Context<'a> {
    Context { config: &parts.config, people: &parts.people, statics: &parts.statics, words }
}
