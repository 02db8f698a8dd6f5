//! Merged questions: where their addresses lead, and how often a question was
//! asked with them.

use rustc_hash::FxHashMap;

use super::Archive;
use super::QuestionId;
use super::Visibility;

/// For each question, those that were merged into it, oldest first; what is
/// unlisted is mentioned nowhere.
pub fn merged_from(archive: &Archive) -> FxHashMap<QuestionId, Vec<QuestionId>> {
    let mut merged: FxHashMap<QuestionId, Vec<QuestionId>> = FxHashMap::default();
    let is_told =
        |id: QuestionId| archive.visibility(id) == Visibility::Merged && !archive.question(id).front.unlisted;
    for (id, _) in archive.iter().filter(|(id, _)| is_told(*id)) {
        if let Some(target) = target(archive, id) {
            merged.entry(target).or_default().insert(0, id);
        }
    }
    merged
}

/// The question that a merged one ends up at, by way of others that were
/// merged themselves; none where they lead round in a ring.
pub fn target(archive: &Archive, id: QuestionId) -> Option<QuestionId> {
    let mut at = id;
    // longer than the archive can only be a ring
    for _ in 0..archive.questions.len() {
        if archive.visibility(at) != Visibility::Merged {
            return Some(at);
        }
        at = archive.find(archive.question(at).front.merged_into.as_ref()?)?;
    }
    None
}
