//! The gate: no step goes on with a file that says more of people than it may.

mod statics;
mod value;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;

use rayon::prelude::*;

use crate::config::Config;
use crate::content::Content;
use crate::content::Statics;
use crate::diagnostic;
use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::fs;
use crate::fs::SourcePath;
use crate::personal;
use crate::personal::Finding;
use crate::personal::Policy;
use crate::personal::Remedy;
use crate::yaml::Document;
use crate::yaml::Limits;

use self::value::Seen;
use self::value::Values;

pub use self::statics::of_static;

/// What a file is read with.
#[derive(Clone, Copy)]
pub struct Basis<'a> {
    pub config: &'a Config,
    pub statics: &'a Statics,
}

/// What `parse` makes of `text`, the content of `file`, with the personal data
/// that is in it and that its consents do not cover; no message holds any.
pub fn parse<T: Values>(
    basis: Basis,
    file: &SourcePath,
    text: String,
    parse: impl FnOnce(String) -> Checked<Option<T>>,
) -> Checked<Option<T>> {
    let policy = &basis.config.personal_data;
    let mut seen = personal::find(&text);
    // few files have any, and few have something to agree to: others are not kept twice
    let is_telling = !seen.is_empty() || text.contains("personal_data_allowed");
    let kept = is_telling.then(|| text.clone());
    let mut checked = parse(text);
    let value = checked.value.as_ref();
    let consents = value.map(Values::consents).unwrap_or_default();
    let unsettled = |text: &String| policy.unsettled(text, seen.clone(), consents);
    let findings = kept.as_ref().map(unsettled).unwrap_or_default();
    let sources = Seen { all: &seen, told: &findings };
    let unseen = value.map(|value| value::unseen(basis, value, sources)).unwrap_or_default();
    let Some(text) =
        kept.or_else(|| value.filter(|_| !unseen.is_empty()).map(|it| it.origin().source.to_owned()))
    else {
        checked.diagnostics.iter_mut().for_each(|problem| policy.mask(problem));
        return checked;
    };
    hide_lines(&unseen, &mut checked.diagnostics);
    let mut found = policy.report(&file.name, &text, &findings, Remedy::Consent);
    found.extend(unseen.iter().filter_map(|(finding, place)| {
        Some(policy.report_unseen(finding, consents, Remedy::Plain)?.at(place.clone()))
    }));
    seen.extend(findings.into_iter().chain(unseen.into_iter().map(|(finding, _)| finding)));
    found.extend(policy.check_consents(&file.name, &text, &seen, consents));
    // what nobody agreed to is hidden in these already
    let is_hidden = consents.is_empty();
    if !is_hidden {
        checked.diagnostics.append(&mut found);
    }
    if !checked.diagnostics.is_empty() {
        policy.mask_all(&text, &mut checked.diagnostics);
    }
    checked.diagnostics.extend(found);
    checked
}

/// What is wrong with `text`, the content of a file of settings, which is YAML.
pub fn of_settings(policy: &Policy, file: &str, text: &str) -> Vec<Diagnostic> {
    let mut found = policy.check(file, text, Remedy::Own);
    if !value::may_mean_otherwise(text) {
        return found;
    }
    // an error in it is told of by whoever reads it
    let Ok(document) = Document::parse(file, text, 0..text.len(), Limits::SETTINGS) else { return found };
    let unseen = value::in_yaml(&document, text, &personal::find(text)).into_iter();
    let problems =
        unseen.filter_map(|(finding, path)| Some((path, policy.report_unseen(&finding, &[], Remedy::Own)?)));
    found.extend(diagnostic::placed(problems, |path| value::hidden(document.place(&path))));
    found
}

/// Hides the lines in which something `unseen` stands, whatever they are shown
/// for.
fn hide_lines(unseen: &[(Finding, Place)], problems: &mut [Diagnostic]) {
    let lines: BTreeSet<_> = unseen.iter().map(|(_, place)| place.line).collect();
    let places = problems.iter_mut().filter_map(|problem| problem.place.as_mut());
    for place in places.filter(|place| lines.contains(&place.line)) {
        place.excerpt = personal::starred(&place.excerpt);
    }
}

/// Takes personal data out of what is wrong with files of the archive `name` in
/// the folder `content`: what is to be hidden in a line its neighbours may tell,
/// so each file is read once more.
pub fn mask(policy: &Policy, content: &Path, name: &str, problems: &mut [Diagnostic]) {
    let mut by_file: BTreeMap<String, Vec<&mut Diagnostic>> = BTreeMap::new();
    for problem in problems {
        let shown = problem.place.as_ref().filter(|place| !place.excerpt.is_empty());
        let file = shown.map(|place| place.file.clone()).unwrap_or_default();
        by_file.entry(file).or_default().push(problem);
    }
    by_file.into_par_iter().for_each(|(file, mut problems)| match text_of(content, name, &file) {
        Some(text) => policy.mask_all(&text, problems),
        None => problems.iter_mut().for_each(|problem| policy.mask(problem)),
    });
}

/// The text of a file of the archive, by its name in messages.
fn text_of(content: &Path, name: &str, file: &str) -> Option<String> {
    let relative = file.strip_prefix(name)?.strip_prefix('/')?.to_owned();
    let path = content.join(&relative);
    fs::read_text(&SourcePath { relative, name: file.to_owned(), path }).ok()
}

/// What the names of files say that become a part of addresses.
pub fn of_names(policy: &Policy, content: &Content) -> Vec<Diagnostic> {
    let statics = content.statics.iter().map(|(_, file)| &file.source);
    let files = content.questions.iter().chain(&content.pages).chain(statics);
    files.flat_map(|file| policy.check_name(&file.name)).collect()
}
