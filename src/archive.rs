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

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use crate::config::Config;
use crate::config::People;
use crate::content::Statics;
use crate::diagnostic::Checked;
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
    pub questions: Vec<Question>,
    /// The own pages, in any order.
    pub pages: Vec<OwnPage>,
    /// The files that could not be understood.
    pub unread: Unread,
    /// The day that decides what is published.
    pub today: Date,
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
    pub questions: Vec<Question>,
    /// The published own pages, by path.
    pub pages: Vec<OwnPage>,
    /// One for each language, the site's own first.
    pub editions: Vec<Edition>,
    visibility: Vec<Visibility>,
    by_key: FxHashMap<Key, QuestionId>,
    translations: FxHashMap<QuestionId, Vec<QuestionId>>,
    followed_by: FxHashMap<QuestionId, Vec<QuestionId>>,
    merged_from: FxHashMap<QuestionId, Vec<QuestionId>>,
    related: Vec<Vec<QuestionId>>,
}

impl Archive {
    /// Puts the parts together and checks what they say of each other.
    pub fn assemble(parts: Parts) -> Checked<Self> {
        let Parts { config, people, statics, mut questions, mut pages, unread, today } = parts;
        let mut diagnostics = check::duplicate_keys(&questions);
        // each file with a key that is taken has been reported, and would clash in every address once more
        let mut keys = FxHashSet::default();
        questions.retain(|question| keys.insert(question.key.clone()));
        sort_newest_first(&mut questions, &config);
        pages.retain(|page| !page.draft);
        pages.sort_by(|a, b| a.path.cmp(&b.path));
        let visibility = questions.iter().map(|question| visibility::of(question, today)).collect();
        let by_key = questions.iter().enumerate().map(|(at, q)| (q.key.clone(), QuestionId(at))).collect();
        let mut archive = Self {
            config,
            people,
            statics,
            today,
            questions,
            pages,
            editions: Vec::new(),
            visibility,
            by_key,
            translations: FxHashMap::default(),
            followed_by: FxHashMap::default(),
            merged_from: FxHashMap::default(),
            related: Vec::new(),
        };
        diagnostics.extend(check::references(&archive, &unread));
        archive.translations = translations(&archive);
        archive.followed_by = followed_by(&archive);
        archive.merged_from = merge::merged_from(&archive);
        archive.editions = edition::editions(&archive).into_value(&mut diagnostics);
        archive.related = all_related(&archive);
        Checked { value: archive, diagnostics }
    }

    /// The question itself.
    pub fn question(&self, id: QuestionId) -> &Question {
        &self.questions[id.0]
    }

    /// Every question with its id, newest first.
    pub fn iter(&self) -> impl Iterator<Item = (QuestionId, &Question)> {
        self.questions.iter().enumerate().map(|(at, question)| (QuestionId(at), question))
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

fn sort_newest_first(questions: &mut [Question], config: &Config) {
    let zone = &config.timezone;
    questions.sort_by_cached_key(|question| {
        (std::cmp::Reverse(question.front.asked.instant(zone)), std::cmp::Reverse(question.key.clone()))
    });
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
    for edition in &archive.editions {
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
