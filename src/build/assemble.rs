//! Assembling: the questions come together in an archive, or some change their
//! text in the archive of the last build.
//!
//! Who writes changes texts, and no other question depends on a text. So as long
//! as a run goes on, the archive of the last build is taken over with all that
//! was found out about it, and none of the other questions is looked at.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::Run;
use crate::archive;
use crate::archive::Archive;
use crate::archive::Parts;
use crate::archive::QuestionId;
use crate::archive::Unread;
use crate::content::Content;
use crate::diagnostic;
use crate::diagnostic::Diagnostic;
use crate::fs::Stamp;
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
    /// Whether the next build may take it over: there was nothing to say of the
    /// company of its questions.
    is_editable: bool,
    /// As in [`Latest`].
    pub surroundings: Hash,
}

impl Assembled {
    /// What the next build may take over.
    pub fn latest(self) -> Option<Latest> {
        let Self { archive, surroundings, is_editable, .. } = self;
        is_editable.then_some(Latest { archive, surroundings })
    }
}

/// The archive of the last build, and what changes in it.
struct Edit {
    archive: Arc<Archive>,
    texts: Vec<(QuestionId, Arc<Question>)>,
    /// What was and is noticed of each question by itself.
    notes: Vec<Diagnostic>,
}

/// What the archive is made from.
#[derive(Clone, Copy)]
pub struct Materials<'a> {
    pub content: &'a Content,
    /// The stamps of the questions, as in [`Inputs`](super::inputs::Inputs).
    pub stamps: &'a [Option<Stamp>],
    /// The positions of the questions that changed since the last build; none
    /// where any may have.
    pub changed: Option<&'a BTreeSet<usize>>,
    pub words: &'a TurnWords,
    /// As in [`Latest`].
    pub surroundings: Hash,
}

impl Run<'_> {
    /// Puts the archive together from `parts` and questions.
    ///
    /// Nothing is said of links that lead to what is `unread`.
    pub(super) fn assemble(&mut self, parts: Parts, unread: Unread, materials: Materials) -> Assembled {
        match self.edit_of_last_build(&parts, materials) {
            Some(edit) => self.apply(edit, parts, &unread, materials),
            None => self.assemble_all(parts, unread, materials),
        }
    }

    /// The archive of the last build with the texts that were written since;
    /// none where anything else changed.
    fn edit_of_last_build(&mut self, parts: &Parts, materials: Materials) -> Option<Edit> {
        let Materials { content, changed, surroundings, .. } = materials;
        // one without the other is of another build
        let (latest, noticed) = self.memory.latest.take().zip(self.memory.noticed.take())?;
        let changed = changed?;
        if latest.surroundings != surroundings || latest.archive.frame != parts.frame() {
            return None;
        }
        let archive = latest.archive;
        let context = context(parts, materials.words);
        let mut texts = Vec::with_capacity(changed.len());
        let mut notes = self.notes_of_others(noticed, content, changed);
        for &at in changed {
            let id = archive.read_at(at)?;
            let read = self.question(content, at, context);
            let question = read.value.filter(|question| question.card == archive.question(id).card)?;
            if diagnostic::any_error(&read.diagnostics) {
                return None;
            }
            texts.push((id, question));
            notes.extend(read.diagnostics);
        }
        Some(Edit { archive, texts, notes })
    }

    /// Changes the texts in the archive of the last build, and checks them alone.
    fn apply(&mut self, edit: Edit, parts: Parts, unread: &Unread, materials: Materials) -> Assembled {
        let Edit { archive, texts, notes } = edit;
        let edited: Vec<_> = texts.iter().map(|(id, _)| *id).collect();
        self.masked.extend(notes);
        self.lap("read");
        let archive = Arc::new(archive.edited(parts, texts));
        self.diagnostics.extend(archive::references_of(&archive, unread, edited.iter().copied()));
        self.lap("assemble");
        let surroundings = materials.surroundings;
        Assembled { archive, edited: Some(edited), is_editable: true, surroundings }
    }

    /// What was noticed of each question but those that changed.
    fn notes_of_others(
        &self,
        mut noticed: Vec<Diagnostic>,
        content: &Content,
        changed: &BTreeSet<usize>,
    ) -> Vec<Diagnostic> {
        let folder = format!("{}/questions/", self.options.content_name);
        let changed: FxHashSet<_> = changed.iter().map(|&at| content.questions[at].name.as_str()).collect();
        let is_of_other = |file: &str| file.starts_with(&folder) && !changed.contains(file);
        noticed.retain(|note| note.place.as_ref().is_some_and(|place| is_of_other(&place.file)));
        noticed
    }

    /// Reads every question, and works out what they have to do with each other
    /// unless that is remembered.
    fn assemble_all(&mut self, parts: Parts, mut unread: Unread, materials: Materials) -> Assembled {
        let context = context(&parts, materials.words);
        let questions = self.questions(materials, context, &mut unread);
        let known = self.memory.company(parts.cards(&questions));
        let archive = Archive::assemble(parts, &questions, known);
        let is_editable = archive.diagnostics.is_empty();
        if is_editable {
            self.memory.learn_company(archive.value.company());
        }
        let archive = Arc::new(archive.into_value(&mut self.diagnostics));
        self.diagnostics.extend(archive::references(&archive, &unread));
        self.lap("assemble");
        Assembled { archive, edited: None, is_editable, surroundings: materials.surroundings }
    }
}

/// What questions are understood with.
fn context<'a>(parts: &'a Parts, words: &'a TurnWords) -> Context<'a> {
    Context { config: &parts.config, people: &parts.people, statics: &parts.statics, words }
}
