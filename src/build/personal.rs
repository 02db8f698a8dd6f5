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
use crate::fs;
use crate::fs::SourcePath;
use crate::personal;
use crate::personal::Consent;
use crate::personal::Finding;
use crate::personal::Policy;
use crate::personal::Remedy;
use crate::yaml::Document;
use crate::yaml::Limits;

use self::value::Places;
use self::value::Seen;
use self::value::Unseen;
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
    let seen = personal::find(&text);
    // few files have any, and few have something to agree to: others are not kept twice
    let is_kept = !seen.is_empty() || text.contains("personal_data_allowed");
    let kept = is_kept.then(|| text.clone());
    let Checked { value, mut diagnostics } = parse(text);
    match Found::find(basis, &file.name, kept.as_deref(), seen, value.as_ref()) {
        Some(found) => found.tell(&mut diagnostics),
        None => mask_alone(&basis.config.personal_data, value.as_ref(), &mut diagnostics),
    }
    Checked { value, diagnostics }
}

/// Takes personal data out of the problems of a file in which none was found;
/// many may stand in one long line, which is looked through once.
fn mask_alone<T: Values>(policy: &Policy, value: Option<&T>, problems: &mut [Diagnostic]) {
    match value {
        _ if problems.is_empty() => {}
        Some(value) => policy.mask_all(value.origin().source, problems),
        None => problems.iter_mut().for_each(|problem| policy.mask(problem)),
    }
}

/// What a file says of people.
struct Found<'f> {
    policy: &'f Policy,
    /// The name of the file in messages.
    file: &'f str,
    text: &'f str,
    /// What it agrees to.
    consents: &'f [Consent],
    /// What its source says letter for letter, whoever may know it.
    seen: Vec<Finding>,
    /// What of that has to go.
    left: Vec<Finding>,
    /// What only its pages say.
    unseen: Vec<Unseen>,
    /// Where that stands; of a file that was understood.
    places: Option<Places<'f>>,
}

impl<'f> Found<'f> {
    /// What is found in a file of which the source is `kept` if it says anything
    /// or may have consents, and `value` if it was understood; nothing where
    /// neither its source nor its pages say anything.
    fn find<T: Values>(
        basis: Basis<'f>,
        file: &'f str,
        kept: Option<&'f str>,
        seen: Vec<Finding>,
        value: Option<&'f T>,
    ) -> Option<Self> {
        let policy = &basis.config.personal_data;
        let consents = value.map(Values::consents).unwrap_or_default();
        let left = kept.map(|text| policy.unsettled(text, seen.clone(), consents)).unwrap_or_default();
        let sources = Seen { all: &seen, told: &left };
        let unseen = value.map(|value| value::unseen(basis, value, sources)).unwrap_or_default();
        let source = || value.filter(|_| !unseen.is_empty()).map(|value| value.origin().source);
        let text = kept.or_else(source)?;
        let places = value.map(|value| Places::of(value.origin()));
        Some(Self { policy, file, text, consents, seen, left, unseen, places })
    }

    /// Adds what is wrong with the file, and takes what it says out of its other
    /// `problems`.
    fn tell(self, problems: &mut Vec<Diagnostic>) {
        self.hide_unseen(problems);
        let mut told = self.report();
        // what nobody agreed to is hidden in these already
        if !self.consents.is_empty() {
            problems.append(&mut told);
        }
        if !problems.is_empty() {
            self.policy.mask_all(self.text, problems.iter_mut());
        }
        problems.extend(told);
    }

    /// What is wrong with the file.
    fn report(&self) -> Vec<Diagnostic> {
        let Self { policy, file, text, consents, .. } = *self;
        let mut told = policy.report(file, text, &self.left, Remedy::Consent);
        if let Some(places) = &self.places {
            let problem = |unseen: &Unseen| policy.report_unseen(&unseen.finding, consents, Remedy::Plain);
            let problems = self.unseen.iter().filter_map(|unseen| Some((unseen, problem(unseen)?)));
            told.extend(diagnostic::placed(problems, |unseen| places.place(unseen)));
        }
        let unseen = self.unseen.iter().map(|unseen| &unseen.finding);
        let all: Vec<_> = self.seen.iter().chain(&self.left).chain(unseen).cloned().collect();
        told.extend(policy.check_consents(file, text, &all, consents));
        told
    }

    /// Hides the lines in which something unseen stands, whatever they are shown
    /// for.
    fn hide_unseen(&self, problems: &mut [Diagnostic]) {
        let ends: Vec<_> = self.text.match_indices('\n').map(|(at, _)| at).collect();
        let line = |at: usize| ends.partition_point(|end| *end < at) + 1;
        let ranges = self.unseen.iter().map(|unseen| &unseen.finding.range);
        let lines: BTreeSet<_> = ranges.flat_map(|range| line(range.start)..=line(range.end)).collect();
        let places = problems.iter_mut().filter_map(|problem| problem.place.as_deref_mut());
        places.filter(|place| lines.contains(&place.line)).for_each(value::cover);
    }
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
    found.extend(diagnostic::placed(problems, |path| value::covered(document.place(&path))));
    found
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
