//! The archive: all questions together, and what follows from their company.
//!
//! Questions are kept newest first, and everything else refers to them by
//! [`QuestionId`], so a list of ids in rising order is a list from new to old.

mod check;
mod edition;
mod merge;
mod promise;
mod related;
mod visibility;

use std::cmp::Reverse;
use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use crate::config::Config;
use crate::config::People;
use crate::content::Statics;
use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::hash::Hash;
use crate::key::Key;
use crate::own_page::OwnPage;
use crate::question::Question;

pub use self::check::dangling_address;
pub use self::check::next_number;
pub use self::edition::Edition;
pub use self::edition::Person;
pub use self::edition::Tag;
pub use self::promise::Case;
pub use self::promise::Fate;
pub use self::promise::cases;
pub use self::visibility::Visibility;

/// A question by its position in [`Archive::questions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuestionId(pub usize);

/// What an archive is made of, each part read by itself.
#[derive(Debug)]
pub struct Parts {
    /// The settings of the site.
    pub config: Config,
    /// Everyone who answers.
    pub people: People,
    /// The files that are copied as they are.
    pub statics: Statics,
    /// The questions, in any order.
    pub questions: Vec<Arc<Question>>,
    /// The own pages, in any order.
    pub pages: Vec<OwnPage>,
    /// The files that could not be understood.
    pub unread: Unread,
    /// The day that decides what is published.
    pub today: Date,
    /// The hash of what all of it was understood with.
    pub basis: Hash,
}

/// Files that could not be understood: what refers to them may be right, and
/// is not reported on top of what is wrong in them.
#[derive(Clone, Debug, Default)]
pub struct Unread {
    /// The keys of questions.
    pub questions: FxHashSet<Key>,
    /// The paths of own pages, as in [`OwnPage::path`].
    pub pages: FxHashSet<String>,
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
    pub questions: Vec<Arc<Question>>,
    /// The published own pages, by path.
    pub pages: Vec<OwnPage>,
    /// The hash of all that a page can show but the text of questions.
    pub cards: Hash,
    /// One for each language, the site's own first.
    pub editions: Arc<Vec<Edition>>,
    visibility: Arc<Vec<Visibility>>,
    by_key: Arc<FxHashMap<Key, QuestionId>>,
    translations: Arc<FxHashMap<QuestionId, Vec<QuestionId>>>,
    followed_by: Arc<FxHashMap<QuestionId, Vec<QuestionId>>>,
    merged_from: Arc<FxHashMap<QuestionId, Vec<QuestionId>>>,
    related: Arc<Vec<Vec<QuestionId>>>,
    /// Which of the parts each question was.
    order: Arc<Vec<usize>>,
    /// Whether there was nothing to say of the company of the questions.
    is_sound: bool,
}

impl Archive {
    /// Puts the parts together and checks what they say of each other.
    ///
    /// What follows from everything but the text of questions is taken from the
    /// archive `before`, where all that is the same in it.
    pub fn assemble(parts: Parts, before: Option<&Self>) -> Checked<Self> {
        let cards = cards(&parts);
        match before.filter(|before| before.cards == cards && before.is_sound) {
            Some(before) => Self::like(before, parts),
            None => Self::anew(parts, cards),
        }
    }

    fn anew(parts: Parts, cards: Hash) -> Checked<Self> {
        let mut diagnostics = check::duplicate_keys(&parts.questions);
        // each file with a key that is taken has been reported, and would clash in every address once more
        let order = newest_first(&parts.questions, &parts.config);
        let unread = parts.unread.clone();
        let mut archive = Self::of(parts, cards, order);
        diagnostics.extend(archive.find_company());
        diagnostics.extend(check::references(&archive, &unread, |_| true));
        archive.is_sound = diagnostics.is_empty();
        Checked { value: archive, diagnostics }
    }

    /// The archive of parts that differ from those of `before` in the text of
    /// questions alone.
    fn like(before: &Self, parts: Parts) -> Checked<Self> {
        let unread = parts.unread.clone();
        let mut archive = Self::of(parts, before.cards, Arc::clone(&before.order));
        archive.keep_company(before);
        let is_new = |id: QuestionId| !Arc::ptr_eq(&archive.questions[id.0], &before.questions[id.0]);
        let diagnostics = check::references(&archive, &unread, is_new);
        archive.is_sound = diagnostics.is_empty();
        Checked { value: archive, diagnostics }
    }

    /// The parts in order, with nothing known of their company.
    fn of(parts: Parts, cards: Hash, order: Arc<Vec<usize>>) -> Self {
        let Parts { config, people, statics, questions, mut pages, today, .. } = parts;
        pages.retain(|page| !page.draft);
        pages.sort_by(|a, b| a.path.cmp(&b.path));
        Self {
            config,
            people,
            statics,
            today,
            questions: order.iter().map(|&at| Arc::clone(&questions[at])).collect(),
            pages,
            cards,
            order,
            editions: Arc::default(),
            visibility: Arc::default(),
            by_key: Arc::default(),
            translations: Arc::default(),
            followed_by: Arc::default(),
            merged_from: Arc::default(),
            related: Arc::default(),
            is_sound: false,
        }
    }

    /// Works out what the questions have to do with each other.
    fn find_company(&mut self) -> Vec<Diagnostic> {
        let questions = &self.questions;
        let by_key = questions.iter().enumerate().map(|(at, q)| (q.key.clone(), QuestionId(at)));
        self.by_key = Arc::new(by_key.collect());
        self.visibility = Arc::new(questions.iter().map(|q| visibility::of(q, self.today)).collect());
        self.translations = Arc::new(translations(self));
        self.followed_by = Arc::new(followed_by(self));
        self.merged_from = Arc::new(merge::merged_from(self));
        let editions = edition::editions(self);
        self.editions = Arc::new(editions.value);
        self.related = Arc::new(all_related(self));
        editions.diagnostics
    }

    /// Takes over what the same questions had to do with each other.
    fn keep_company(&mut self, before: &Self) {
        self.by_key = Arc::clone(&before.by_key);
        self.visibility = Arc::clone(&before.visibility);
        self.translations = Arc::clone(&before.translations);
        self.followed_by = Arc::clone(&before.followed_by);
        self.merged_from = Arc::clone(&before.merged_from);
        self.editions = Arc::clone(&before.editions);
        self.related = Arc::clone(&before.related);
    }

    /// The question itself.
    pub fn question(&self, id: QuestionId) -> &Question {
        &self.questions[id.0]
    }

    /// Every question with its id, newest first.
    pub fn iter(&self) -> impl Iterator<Item = (QuestionId, &Question)> {
        self.questions.iter().enumerate().map(|(at, question)| (QuestionId(at), &**question))
    }

    /// The question with this key.
    pub fn find(&self, key: &Key) -> Option<QuestionId> {
        self.by_key.get(key).copied()
    }

    /// Who may see a question, and how.
    pub fn visibility(&self, id: QuestionId) -> Visibility {
        self.visibility[id.0]
    }

    /// The other languages of a question that everyone may see, by language.
    pub fn translations(&self, id: QuestionId) -> &[QuestionId] {
        self.translations.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The questions that follow up this one and everyone may see, oldest first.
    pub fn followed_by(&self, id: QuestionId) -> &[QuestionId] {
        self.followed_by.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The questions that were merged into this one, oldest first.
    pub fn merged_from(&self, id: QuestionId) -> &[QuestionId] {
        self.merged_from.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The question that a merged one leads to in the end.
    pub fn merge_target(&self, id: QuestionId) -> Option<QuestionId> {
        merge::target(self, id)
    }

    /// How often a question was asked, those counted that were merged into it.
    pub fn times_asked(&self, id: QuestionId) -> usize {
        self.question(id).times_asked() + self.merged_from(id).len()
    }

    /// Listed questions that share a question's terms, closest first.
    pub fn related(&self, id: QuestionId) -> &[QuestionId] {
        &self.related[id.0]
    }

    /// The edition that a question stands in.
    pub fn edition_of(&self, id: QuestionId) -> Option<&Edition> {
        let language = self.question(id).language(&self.config);
        self.editions.iter().find(|edition| edition.language == language)
    }
}

/// The hash of all that decides the company of questions, and of what pages
/// show of it.
fn cards(parts: &Parts) -> Hash {
    let Parts { statics, questions, pages, today, basis, .. } = parts;
    let questions: Vec<_> = questions.iter().map(|question| question.card).collect();
    let pages: Vec<_> = pages.iter().map(|page| (&page.path, Hash::of(page.source.as_bytes()))).collect();
    Hash::of_value(&(questions, pages, statics.hash(), today, basis))
}

/// The positions of the questions from new to old; of two with one key only
/// the first.
fn newest_first(questions: &[Arc<Question>], config: &Config) -> Arc<Vec<usize>> {
    let zone = &config.timezone;
    let mut keys = FxHashSet::default();
    let mut order: Vec<usize> = (0..questions.len()).filter(|&at| keys.insert(&questions[at].key)).collect();
    order.sort_by_cached_key(|&at| {
        let question = &questions[at];
        (Reverse(question.front.asked.instant(zone)), Reverse(question.key.clone()))
    });
    Arc::new(order)
}

/// For each question, the others that say the same in another language.
fn translations(archive: &Archive) -> FxHashMap<QuestionId, Vec<QuestionId>> {
    let mut families: FxHashMap<QuestionId, Vec<QuestionId>> = FxHashMap::default();
    for (id, question) in archive.iter().filter(|(id, _)| archive.visibility(*id).has_page()) {
        let original = question.front.translation_of.as_ref().and_then(|key| archive.find(key));
        let original = original.filter(|&original| archive.visibility(original).has_page());
        if let Some(original) = original {
            families.entry(original).or_insert_with(|| vec![original]).push(id);
        }
    }
    let mut translations = FxHashMap::default();
    for mut family in families.into_values() {
        family.sort_by_key(|&id| archive.question(id).language(&archive.config));
        for &id in &family {
            let listed = |other: &QuestionId| archive.visibility(*other) == Visibility::Listed;
            let others = family.iter().copied().filter(|&other| other != id).filter(listed).collect();
            translations.insert(id, others);
        }
    }
    translations
}

/// The related questions of every question; none for those that are not
/// listed.
fn all_related(archive: &Archive) -> Vec<Vec<QuestionId>> {
    let mut all = vec![Vec::new(); archive.questions.len()];
    for edition in archive.editions.iter() {
        let related = related::related(archive, edition);
        for (id, related) in edition.questions.iter().zip(related) {
            all[id.0] = related;
        }
    }
    all
}

/// For each question, those that follow it up, oldest first.
fn followed_by(archive: &Archive) -> FxHashMap<QuestionId, Vec<QuestionId>> {
    let mut followed_by: FxHashMap<QuestionId, Vec<QuestionId>> = FxHashMap::default();
    for (id, question) in archive.iter().filter(|(id, _)| archive.visibility(*id) == Visibility::Listed) {
        for earlier in question.front.follows.iter().filter_map(|key| archive.find(key)) {
            followed_by.entry(earlier).or_default().insert(0, id);
        }
    }
    followed_by
}
