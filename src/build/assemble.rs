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
    pub is_editable: bool,
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
    pub inputs: &'a Inputs,
    pub words: &'a TurnWords,
    /// As in [`Latest`](crate::memory::Latest).
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
        // one without the other is of another build
        let (latest, said) = self.memory.latest.take().zip(self.memory.said.take())?;
        let changed = inputs.changed.as_ref()?;
        if latest.surroundings != surroundings || latest.archive.frame != parts.frame() {
            return None;
        }
        let archive = latest.archive;
        let context = context(parts, materials.words);
        let mut texts = Vec::with_capacity(changed.len());
        let mut notes = self.notes_of_others(said, content, changed);
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
    fn edited(&mut self, parts: Parts, unread: &Unread, edit: Edit) -> Assembled {
        let Edit { archive, texts, notes } = edit;
        let edited: Vec<_> = texts.iter().map(|(id, _)| *id).collect();
        self.notice_masked(notes);
        self.lap("read");
        let archive = Arc::new(archive.edited(parts, texts));
        self.diagnostics.extend(archive::references_of(&archive, unread, edited.iter().copied()));
        self.lap("assemble");
        Assembled { archive, edited: Some(edited), is_editable: true }
    }

    /// What was said of each question but those that changed.
    fn notes_of_others(
        &self,
        mut said: Vec<Diagnostic>,
        content: &Content,
        changed: &BTreeSet<usize>,
    ) -> Vec<Diagnostic> {
        let folder = format!("{}/questions/", self.options.content_name);
        let changed: FxHashSet<_> = changed.iter().map(|&at| content.questions[at].name.as_str()).collect();
        let is_of_other = |file: &str| file.starts_with(&folder) && !changed.contains(file);
        said.retain(|note| note.place.as_ref().is_some_and(|place| is_of_other(&place.file)));
        said
    }

    /// Reads every question, and works out what they have to do with each other
    /// unless that is remembered.
    fn anew(&mut self, parts: Parts, mut unread: Unread, materials: Materials) -> Assembled {
        let Materials { content, inputs, words, .. } = materials;
        let questions = self.questions(content, inputs, context(&parts, words), &mut unread);
        let known = self.memory.company(parts.cards(&questions));
        let archive = Archive::assemble(parts, &questions, known);
        let is_editable = archive.diagnostics.is_empty();
        if is_editable {
            self.memory.learn_company(archive.value.company());
        }
        let archive = Arc::new(archive.into_value(&mut self.diagnostics));
        self.diagnostics.extend(archive::references(&archive, &unread));
        self.lap("assemble");
        Assembled { archive, edited: None, is_editable }
    }
}

/// What questions are understood with.
fn context<'a>(parts: &'a Parts, words: &'a TurnWords) -> Context<'a> {
    Context { config: &parts.config, people: &parts.people, statics: &parts.statics, words }
}
