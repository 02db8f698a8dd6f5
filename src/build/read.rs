//! Reading: each question and own page is understood on its own, or remembered.

use std::sync::Arc;

use rayon::prelude::*;

use super::Run;
use super::assemble::Materials;
use super::personal;
use super::personal::Basis;
use crate::archive::Unread;
use crate::config::Config;
use crate::content::Content;
use crate::diagnostic;
use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::fs;
use crate::fs::SourcePath;
use crate::fs::Stamp;
use crate::hash::Hash;
use crate::key::Key;
use crate::markdown;
use crate::memory::Note;
use crate::memory::Remembered;
use crate::own_page::OwnPage;
use crate::question::Context;
use crate::question::Question;
use crate::question::TurnKind;
use crate::question::TurnWords;
use crate::theme::Strings;

/// A file of `questions/` that was read.
struct QuestionRead {
    checked: Checked<Option<Arc<Question>>>,
    stamp: Option<Stamp>,
    /// Whether just this is remembered already.
    is_known: bool,
}

impl Run<'_> {
    /// Reads every question, but for those that are remembered.
    pub(super) fn questions(
        &mut self,
        materials: Materials,
        context: Context,
        unread: &mut Unread,
    ) -> Vec<Arc<Question>> {
        let Materials { content, stamps, changed, .. } = materials;
        let files = &content.questions;
        let pictures = content.statics.hash();
        self.progress.start("reading", files.len());
        let (run, progress) = (&*self, self.progress);
        let read: Vec<_> = files
            .par_iter()
            .enumerate()
            .map(|(at, file)| {
                let stamp = stamps.get(at).copied().flatten();
                let known = run.known(file, pictures);
                let is_same = known.is_some_and(|known| match changed {
                    Some(changed) => !changed.contains(&at),
                    None => stamp.is_some() && known.stamp == stamp,
                });
                let read = match known.filter(|_| is_same) {
                    Some(known) => QuestionRead::known(known),
                    None => understand(file, stamp, known, context),
                };
                progress.advance();
                read
            })
            .collect();
        for (file, read) in files.iter().zip(&read) {
            self.remember(file, read, pictures);
        }
        self.memory.sources.keep_only(files.iter().map(|file| file.relative.as_str()));
        let mut questions = Vec::with_capacity(files.len());
        for (file, QuestionRead { checked, .. }) in files.iter().zip(read) {
            match checked.into_value(&mut self.masked) {
                Some(question) => questions.push(question),
                None => unread.questions.extend(Key::from_file_name(file.file_name())),
            }
        }
        self.lap("read");
        questions
    }

    /// Reads a question that has changed.
    pub(super) fn question(
        &mut self,
        content: &Content,
        at: usize,
        context: Context,
    ) -> Checked<Option<Arc<Question>>> {
        let (file, pictures) = (&content.questions[at], content.statics.hash());
        let read = understand(file, None, self.known(file, pictures), context);
        self.remember(file, &read, pictures);
        read.checked
    }

    /// What is remembered of a question, if it would be understood in the same
    /// way today.
    fn known(&self, file: &SourcePath, pictures: Hash) -> Option<&Remembered> {
        let known = self.memory.sources.get(&file.relative);
        known.filter(|known| known.pictures.is_none_or(|known| known == pictures))
    }

    /// Remembers a question, unless there is an error in it.
    fn remember(&mut self, file: &SourcePath, read: &QuestionRead, pictures: Hash) {
        let sources = &mut self.memory.sources;
        match read.remembered(pictures) {
            _ if read.is_known => {}
            Some(question) => sources.put(&file.relative, question),
            None => sources.forget(&file.relative),
        }
    }

    /// Reads every own page.
    pub(super) fn own_pages(
        &mut self,
        content: &Content,
        config: &Config,
        unread: &mut Unread,
    ) -> Vec<OwnPage> {
        let statics = &content.statics;
        let read: Vec<Checked<Option<OwnPage>>> = content
            .pages
            .par_iter()
            .map(|file| match fs::read_text(file) {
                Ok(text) => {
                    let parse = |text| OwnPage::parse(file, text, config, statics);
                    personal::parse(Basis { config, statics }, file, text, parse)
                }
                Err(problem) => unreadable(problem),
            })
            .collect();
        let mut pages = Vec::with_capacity(read.len());
        for (file, checked) in content.pages.iter().zip(read) {
            match checked.into_value(&mut self.diagnostics) {
                Some(page) => pages.push(page),
                None => {
                    unread.own_pages.insert(file.relative.trim_end_matches(".md").to_owned());
                }
            }
        }
        pages
    }

    /// Looks for personal data in the files that are copied as they are, and in
    /// the names of all, and for the logo among them.
    pub(super) fn check_statics(&mut self, content: &Content, config: &Config) {
        let policy = &config.personal_data;
        let told = content.statics.iter().flat_map(|(_, file)| personal::of_static(policy, file));
        self.diagnostics.extend(told.chain(personal::of_names(policy, content)));
        let logo =
            config.brand.logo.as_deref().and_then(|logo| content.statics.missing(&markdown::path_of(logo)));
        let place = || config.place_of(&["brand".into(), "logo".into()]);
        self.diagnostics.extend(logo.map(|problem| problem.at(place())));
    }
}

impl QuestionRead {
    /// What was read before.
    fn known(known: &Remembered) -> Self {
        let diagnostics = known.notes.iter().cloned().map(Note::diagnostic).collect();
        let checked = Checked { value: Some(Arc::clone(&known.question)), diagnostics };
        Self { checked, stamp: known.stamp, is_known: true }
    }

    /// What to remember of it; nothing where there is an error. `pictures`
    /// stands for all pictures of the archive.
    fn remembered(&self, pictures: Hash) -> Option<Remembered> {
        let Checked { value, diagnostics } = &self.checked;
        let question = value.as_ref().filter(|_| !diagnostic::any_error(diagnostics))?;
        Some(Remembered {
            stamp: self.stamp,
            pictures: question.pictures.then_some(pictures),
            question: Arc::clone(question),
            notes: Note::of_all(diagnostics),
        })
    }
}

/// Understands a question, unless its file holds what is `known`.
fn understand(
    file: &SourcePath,
    stamp: Option<Stamp>,
    known: Option<&Remembered>,
    context: Context,
) -> QuestionRead {
    let checked = match (fs::read_text(file), known) {
        (Ok(text), Some(known)) if known.question.hash == Hash::of(text.as_bytes()) => {
            return QuestionRead { stamp, is_known: false, ..QuestionRead::known(known) };
        }
        (Ok(text), _) => {
            let parse = |text| Question::parse(file, text, context);
            let basis = Basis { config: context.config, statics: context.statics };
            let checked = personal::parse(basis, file, text, parse);
            checked.map(|question| question.map(Arc::new))
        }
        (Err(problem), _) => unreadable(problem),
    };
    QuestionRead { checked, stamp, is_known: false }
}

fn unreadable<T>(problem: Diagnostic) -> Checked<Option<T>> {
    Checked { value: None, diagnostics: vec![problem] }
}

/// The headings that start a turn, in every language that has strings.
pub fn turn_words(strings: &Strings) -> TurnWords {
    let mut words = TurnWords::default();
    let languages: Vec<_> = strings.languages().collect();
    for kind in [TurnKind::Question, TurnKind::Answer, TurnKind::FollowUpQuestion, TurnKind::FollowUpAnswer] {
        for language in &languages {
            if let Some(word) = strings.get(language, &format!("turn.{}", kind.name())) {
                words.add(word, kind);
            }
        }
    }
    words
}
