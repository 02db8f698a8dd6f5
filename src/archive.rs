//! The archive: all questions together, and what follows from their company.
//!
//! Questions are kept newest first, and everything else refers to them by
//! [`QuestionId`], so a list of ids in rising order is a list from new to old.

mod chain;
mod check;
mod company;
mod edition;
mod merge;
mod promise;
mod questions;
mod related;
mod translation;
mod visibility;

use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::FxHashSet;
use serde::Deserialize;
use serde::Serialize;

use crate::config::Config;
use crate::config::People;
use crate::content::Statics;
use crate::diagnostic::Checked;
use crate::hash::Hash;
use crate::key::Key;
use crate::own_page::OwnPage;
use crate::question::Question;

pub use self::check::dangling_address;
pub use self::check::next_number;
pub use self::check::references;
pub use self::check::references_of;
pub use self::company::Company;
pub use self::edition::Edition;
pub use self::edition::Person;
pub use self::edition::Tag;
pub use self::edition::edition_prefix;
pub use self::promise::Case;
pub use self::promise::Fate;
pub use self::promise::cases;
pub use self::promise::is_overdue;
pub use self::questions::Questions;
pub use self::visibility::Visibility;

/// A question by its position in [`Archive::questions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct QuestionId(pub usize);

/// What an archive is made of besides its questions, each part read by itself.
#[derive(Debug)]
pub struct Parts {
    /// The settings of the site.
    pub config: Config,
    /// Everyone who answers.
    pub people: People,
    /// The files that are copied as they are.
    pub statics: Statics,
    /// The own pages, in any order.
    pub own_pages: Vec<OwnPage>,
    /// The day that decides what is published.
    pub today: Date,
    /// The keys of questions that were ever published.
    pub published: Vec<Key>,
    /// The hash of what all of it was understood with.
    pub basis: Hash,
}

impl Parts {
    /// The hash of all that decides the company of these questions, and of what
    /// pages show of it: everything but their text.
    pub fn cards(&self, questions: &[Arc<Question>]) -> Hash {
        let cards: Vec<_> = questions.iter().map(|question| question.card).collect();
        Hash::of_value(&(cards, self.frame()))
    }

    /// The hash of everything but the questions.
    pub fn frame(&self) -> Hash {
        let Self { statics, own_pages, today, basis, .. } = self;
        let pages: Vec<_> =
            own_pages.iter().map(|page| (&page.path, Hash::of(page.source.as_bytes()))).collect();
        Hash::of_value(&(pages, statics.hash(), today, basis))
    }
}

/// Files that could not be understood: what refers to them may be right, and
/// is not reported on top of what is wrong in them.
#[derive(Clone, Debug, Default)]
pub struct Unread {
    /// The keys of questions.
    pub questions: FxHashSet<Key>,
    /// The paths of own pages, as in [`OwnPage::path`].
    pub own_pages: FxHashSet<String>,
}

/// All questions together.
#[derive(Debug)]
pub struct Archive {
    /// The settings of the site.
    pub config: Config,
    /// Everyone who answers.
    pub people: People,
    /// The files that are copied as they are.
    pub statics: Statics,
    /// The day that decides what is published.
    pub today: Date,
    /// Every question, newest first.
    pub questions: Questions,
    /// The published own pages, by path.
    pub own_pages: Vec<OwnPage>,
    /// The hash of everything but the questions.
    pub frame: Hash,
    company: Arc<Company>,
}

impl Archive {
    /// Puts `questions`, in any order, and the other parts together.
    ///
    /// Their company is worked out, unless it is `known` from an archive with
    /// the same [cards](Parts::cards) of which there was nothing to say.
    pub fn assemble(parts: Parts, questions: &[Arc<Question>], known: Option<Arc<Company>>) -> Checked<Self> {
        if let Some(company) = known {
            return Checked { value: Self::of(parts, questions, company), diagnostics: Vec::new() };
        }
        // each file with a key that is taken has been reported, and would clash in every address once more
        let mut diagnostics = check::duplicate_keys(questions, &parts);
        let company = Company::in_order(&parts, questions);
        let mut archive = Self::of(parts, questions, Arc::new(company));
        diagnostics.extend(company::find(&mut archive));
        Checked { value: archive, diagnostics }
    }

    /// The parts in the order of their company.
    fn of(parts: Parts, questions: &[Arc<Question>], company: Arc<Company>) -> Self {
        let questions = company.order.iter().map(|&at| Arc::clone(&questions[at])).collect();
        Self::in_order(parts, questions, company)
    }

    fn in_order(parts: Parts, questions: Questions, company: Arc<Company>) -> Self {
        let frame = parts.frame();
        let Parts { config, people, statics, mut own_pages, today, .. } = parts;
        own_pages.retain(|page| !page.draft);
        own_pages.sort_by(|a, b| a.path.cmp(&b.path));
        Self { config, people, statics, today, questions, own_pages, frame, company }
    }

    /// This archive with other texts of some questions, each with the card that
    /// it had; `parts` have the same [frame](Parts::frame).
    #[must_use]
    pub fn edited(&self, parts: Parts, texts: Vec<(QuestionId, Arc<Question>)>) -> Self {
        let mut questions = self.questions.clone();
        for (id, question) in texts {
            questions.put(id, question);
        }
        Self::in_order(parts, questions, Arc::clone(&self.company))
    }

    /// The question that was read at this position.
    pub fn read_at(&self, position: usize) -> Option<QuestionId> {
        self.company.order.iter().position(|&at| at == position).map(QuestionId)
    }

    /// What the questions have to do with each other.
    pub fn company(&self) -> &Arc<Company> {
        &self.company
    }

    /// The hash of all that a page can show but the text of questions.
    pub fn cards(&self) -> Hash {
        self.company.cards()
    }

    /// One for each language, the site's own first.
    pub fn editions(&self) -> &[Edition] {
        &self.company.editions
    }

    /// The place of a language's edition; of the site's own where it has none.
    pub fn edition_in(&self, language: &str) -> usize {
        self.editions().iter().position(|edition| edition.language == language).unwrap_or(0)
    }

    /// The question itself.
    pub fn question(&self, id: QuestionId) -> &Question {
        self.questions.get(id)
    }

    /// Every question with its id, newest first.
    pub fn iter(&self) -> impl Iterator<Item = (QuestionId, &Question)> {
        self.questions.iter().enumerate().map(|(at, question)| (QuestionId(at), &**question))
    }

    /// The question with this key.
    pub fn find(&self, key: &Key) -> Option<QuestionId> {
        let by_key = &self.company.by_key;
        by_key.binary_search_by(|&id| self.question(id).key.cmp(key)).ok().map(|at| by_key[at])
    }

    /// Who may see a question, and how.
    pub fn visibility(&self, id: QuestionId) -> Visibility {
        self.company.visibility[id.0]
    }

    /// The other languages of a question that everyone may see, by language.
    pub fn translations(&self, id: QuestionId) -> &[QuestionId] {
        self.company.translations.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The questions that follow up this one and everyone may see, oldest first.
    pub fn followed_by(&self, id: QuestionId) -> &[QuestionId] {
        self.company.followed_by.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The questions that were merged into this one, oldest first.
    pub fn merged_from(&self, id: QuestionId) -> &[QuestionId] {
        self.company.merged_from.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The question that a merged one leads to in the end.
    pub fn merge_target(&self, id: QuestionId) -> Option<QuestionId> {
        self.company.merge_targets.get(&id).copied()
    }

    /// How often a question was asked, those counted that were merged into it.
    pub fn times_asked(&self, id: QuestionId) -> usize {
        self.question(id).times_asked() + self.merged_from(id).len()
    }

    /// Listed questions that share a question's terms, closest first.
    pub fn related(&self, id: QuestionId) -> &[QuestionId] {
        &self.company.related[id.0]
    }

    /// The edition that a question stands in.
    pub fn edition_of(&self, id: QuestionId) -> Option<&Edition> {
        let language = self.question(id).language(&self.config);
        self.editions().iter().find(|edition| edition.language == language)
    }
}
