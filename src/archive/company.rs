//! The company of questions: what follows from all of them together, their
//! text left aside.

use std::cmp::Reverse;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;
use serde::Deserialize;
use serde::Serialize;

use super::Archive;
use super::Edition;
use super::Parts;
use super::QuestionId;
use super::Visibility;
use super::edition;
use super::merge;
use super::related;
use super::translation;
use super::visibility;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::hash::Hash;
use crate::question::Question;

/// What questions have to do with each other.
///
/// It is the same for all archives with the same [cards](Parts::cards), so an
/// edit of a text leaves it as it is.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Company {
    /// The hash of all that it was worked out from.
    cards: Hash,
    /// Which of the parts each question was.
    pub(super) order: Vec<usize>,
    /// Every question, by its key.
    pub(super) by_key: Vec<QuestionId>,
    pub(super) visibility: Vec<Visibility>,
    pub(super) translations: FxHashMap<QuestionId, Vec<QuestionId>>,
    pub(super) followed_by: FxHashMap<QuestionId, Vec<QuestionId>>,
    pub(super) merge_targets: FxHashMap<QuestionId, QuestionId>,
    pub(super) merged_from: FxHashMap<QuestionId, Vec<QuestionId>>,
    pub(super) editions: Vec<Edition>,
    pub(super) related: Vec<Vec<QuestionId>>,
}

impl Company {
    /// The hash of all that it was worked out from, as in [`Parts::cards`].
    pub fn cards(&self) -> Hash {
        self.cards
    }

    /// The questions in their order, with nothing known yet of what they have to
    /// do with each other.
    pub(super) fn in_order(parts: &Parts, questions: &[Arc<Question>]) -> Self {
        let order = newest_first(questions, &parts.config);
        Self { cards: parts.cards(questions), order, ..Self::default() }
    }
}

/// Works out what the questions of an archive have to do with each other.
pub fn find(archive: &mut Archive) -> Vec<Diagnostic> {
    // each step looks at what those before it have found
    learn(archive, by_key, |company| &mut company.by_key);
    learn(archive, each_visibility, |company| &mut company.visibility);
    let translations = translation::translations(archive);
    learn(archive, |_| translations.value, |company| &mut company.translations);
    learn(archive, followed_by, |company| &mut company.followed_by);
    learn(archive, merge::targets, |company| &mut company.merge_targets);
    learn(archive, merge::merged_from, |company| &mut company.merged_from);
    let editions = edition::editions(archive);
    learn(archive, |_| editions.value, |company| &mut company.editions);
    learn(archive, all_related, |company| &mut company.related);
    [translations.diagnostics, editions.diagnostics].concat()
}

/// Has the company of an archive hold what `find` finds in the archive.
fn learn<T>(
    archive: &mut Archive,
    find: impl FnOnce(&Archive) -> T,
    field: impl FnOnce(&mut Company) -> &mut T,
) {
    let found = find(archive);
    *field(Arc::make_mut(&mut archive.company)) = found;
}

/// The positions of the questions from new to old; of two with one key only
/// the first.
fn newest_first(questions: &[Arc<Question>], config: &Config) -> Vec<usize> {
    let zone = &config.timezone;
    let mut keys = FxHashSet::default();
    let mut order: Vec<usize> = (0..questions.len()).filter(|&at| keys.insert(&questions[at].key)).collect();
    order.sort_by_cached_key(|&at| {
        let question = &questions[at];
        (Reverse(question.front.asked.instant(zone)), Reverse(question.key.clone()))
    });
    order
}

fn by_key(archive: &Archive) -> Vec<QuestionId> {
    let mut ids: Vec<_> = archive.iter().map(|(id, _)| id).collect();
    ids.sort_unstable_by_key(|&id| &archive.question(id).key);
    ids
}

fn each_visibility(archive: &Archive) -> Vec<Visibility> {
    archive.questions.iter().map(|question| visibility::of(question, archive.today)).collect()
}

/// For each question, those that follow it up, oldest first.
fn followed_by(archive: &Archive) -> FxHashMap<QuestionId, Vec<QuestionId>> {
    let mut followed_by: FxHashMap<QuestionId, Vec<QuestionId>> = FxHashMap::default();
    for (id, question) in archive.iter().filter(|(id, _)| archive.visibility(*id) == Visibility::Listed) {
        for earlier in question.front.follows.iter().filter_map(|key| archive.find(key)) {
            followed_by.entry(earlier).or_default().push(id);
        }
    }
    followed_by.values_mut().for_each(|ids| ids.reverse());
    followed_by
}

/// The related questions of every question; none for those that are not
/// listed.
fn all_related(archive: &Archive) -> Vec<Vec<QuestionId>> {
    let mut all = vec![Vec::new(); archive.questions.len()];
    for edition in archive.editions() {
        let related = related::related(archive, edition);
        for (id, related) in edition.questions.iter().zip(related) {
            all[id.0] = related;
        }
    }
    all
}
