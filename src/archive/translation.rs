//! Translations: the questions that say the same, each in another language.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::Archive;
use super::QuestionId;
use super::Visibility;
use super::chain;
use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;

/// For each question, the others that say the same in another language, by
/// language; what is unlisted is mentioned nowhere.
pub fn translations(archive: &Archive) -> Checked<FxHashMap<QuestionId, Vec<QuestionId>>> {
    let mut translations = FxHashMap::default();
    let mut diagnostics = Vec::new();
    for (original, family) in families(archive) {
        let family = by_language(archive, original, family).into_value(&mut diagnostics);
        for &id in &family {
            let listed = |other: &QuestionId| archive.visibility(*other) == Visibility::Listed;
            let others = family.iter().copied().filter(|&other| other != id).filter(listed).collect();
            translations.insert(id, others);
        }
    }
    Checked { value: translations, diagnostics }
}

/// The questions with a page that translate each original, be it by way of
/// another translation.
fn families(archive: &Archive) -> FxHashMap<QuestionId, Vec<QuestionId>> {
    let originals = chain::ends(archive.questions.len(), |id| translated(archive, id));
    // one that names no language has been reported, and would clash once more
    let belongs = |id| archive.visibility(id).has_page() && archive.question(id).front.lang.is_some();
    let mut families: FxHashMap<QuestionId, Vec<QuestionId>> = FxHashMap::default();
    for (id, original) in originals.into_iter().enumerate().map(|(at, end)| (QuestionId(at), end)) {
        if let Some(original) = original.filter(|&original| original != id && belongs(id)) {
            families.entry(original).or_default().push(id);
        }
    }
    families
}

/// The question that this one says it translates.
fn translated(archive: &Archive, id: QuestionId) -> Option<QuestionId> {
    archive.find(archive.question(id).front.translation_of.as_ref()?)
}

/// The original and its translations, one of each language: a page cannot name
/// two for one. The original comes first, then each file before those behind it.
fn by_language(
    archive: &Archive,
    original: QuestionId,
    mut family: Vec<QuestionId>,
) -> Checked<Vec<QuestionId>> {
    family.sort_by_key(|&id| &archive.question(id).file);
    let original = Some(original).filter(|&original| archive.visibility(original).has_page());
    let mut by_language = BTreeMap::new();
    let mut diagnostics = Vec::new();
    for id in original.into_iter().chain(family) {
        let language = archive.question(id).language(&archive.config);
        match by_language.get(language) {
            Some(&other) => diagnostics.push(clash(archive, id, other)),
            None => {
                by_language.insert(language, id);
            }
        }
    }
    Checked { value: by_language.into_values().collect(), diagnostics }
}

/// A translation into the language of another, or of the original.
fn clash(archive: &Archive, id: QuestionId, other: QuestionId) -> Diagnostic {
    let [question, other] = [id, other].map(|id| archive.question(id));
    let language = question.language(&archive.config);
    let message = format!("`{}` says the same in `{language}` already", other.file);
    Diagnostic::error("translation-clash", message)
        .at(question.place_of(&["translation_of".into()]))
        .help("correct the `lang` of one of the two, or remove this line")
}
