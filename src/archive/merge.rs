//! Merged questions: where their addresses lead, and how often a question was
//! asked with them.

use rustc_hash::FxHashMap;

use super::Archive;
use super::QuestionId;
use super::Visibility;
use super::chain;

/// For each merged question the one that it ends up at, by way of others that
/// were merged themselves; none where they lead nowhere, or round in a ring.
pub fn targets(archive: &Archive) -> FxHashMap<QuestionId, QuestionId> {
    let is_merged = |id: QuestionId| archive.visibility(id) == Visibility::Merged;
    let into = |id| archive.question(id).front.merged_into.as_ref().and_then(|key| archive.find(key));
    let ends = chain::ends(archive.questions.len(), |id| if is_merged(id) { into(id) } else { None });
    let merged = archive.iter().map(|(id, _)| id).filter(|&id| is_merged(id));
    merged.filter_map(|id| Some((id, ends[id.0].filter(|&end| !is_merged(end))?))).collect()
}

/// For each question, those that were merged into it, oldest first; what is
/// unlisted is mentioned nowhere.
pub fn merged_from(archive: &Archive) -> FxHashMap<QuestionId, Vec<QuestionId>> {
    let mut merged: FxHashMap<QuestionId, Vec<QuestionId>> = FxHashMap::default();
    for (id, _) in archive.iter().filter(|(_, question)| !question.front.unlisted) {
        if let Some(target) = archive.merge_target(id) {
            merged.entry(target).or_default().push(id);
        }
    }
    merged.values_mut().for_each(|ids| ids.reverse());
    merged
}
