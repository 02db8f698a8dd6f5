//! The gate: no step goes on with a file that says more of people than it may.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use crate::content::StaticFile;
use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::fs;
use crate::fs::SourcePath;
use crate::personal;
use crate::personal::Consent;
use crate::personal::Kind;
use crate::personal::Policy;
use crate::personal::Remedy;

/// Endings of files in `static/` that people write text into.
const TEXTS: &[&str] = &["txt", "csv", "tsv", "md", "html", "htm", "json", "xml", "ics", "vcf"];

/// Endings of drawings, whose words are read.
const DRAWINGS: &[&str] = &["svg"];

/// Endings of what office programs write, which is packed, and not read.
const OFFICE_DOCUMENTS: &[&str] = &[
    "doc", "docx", "dot", "hwp", "hwpx", "key", "numbers", "odp", "ods", "odt", "pages", "ppt", "pptx",
    "rtf", "show", "cell", "xls", "xlsm", "xlsx",
];

/// What `parse` makes of `text`, the content of `file`, with the personal data
/// that is in it and that its `consents` do not cover; no message holds any.
pub fn parse<T>(
    policy: &Policy,
    file: &SourcePath,
    text: String,
    parse: impl FnOnce(String) -> Checked<Option<T>>,
    consents: impl Fn(&T) -> &[Consent],
) -> Checked<Option<T>> {
    let findings = personal::find(&text);
    // few files have any, and few have something to agree to: others are not kept twice
    let is_telling = !findings.is_empty() || text.contains("personal_data_allowed");
    let kept = is_telling.then(|| text.clone());
    let mut checked = parse(text);
    let Some(text) = kept else {
        checked.diagnostics.iter_mut().for_each(|problem| policy.mask(problem));
        return checked;
    };
    let consents = checked.value.as_ref().map(consents).unwrap_or_default();
    let findings = policy.unsettled(&text, findings, consents);
    let found = policy.report(&file.name, &text, &findings, Remedy::Consent);
    let unneeded = policy.check_consents(&file.name, &text, consents);
    checked.diagnostics.extend(found.into_iter().chain(unneeded));
    policy.mask_all(&text, &mut checked.diagnostics);
    checked
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

/// What a file says that is copied as it is: in its text, or beside its
/// picture.
pub fn of_static(policy: &Policy, file: &StaticFile) -> Vec<Diagnostic> {
    let source = &file.source;
    let ending = source.relative.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_one_of = |endings: &[&str]| endings.contains(&&*ending);
    let unread = is_one_of(OFFICE_DOCUMENTS).then_some(Kind::OfficeDocument);
    let mut found = policy.check_file(&source.name, file.described.kinds().chain(unread));
    // what is no text, or too long for one, is copied without a word
    let text = |endings| is_one_of(endings).then(|| fs::read_text(source).ok()).flatten();
    if let Some(text) = text(TEXTS) {
        found.extend(policy.check(&source.name, &text, Remedy::Own));
    }
    if let Some(text) = text(DRAWINGS) {
        let findings = policy.find(&personal::words_of_drawing(&text), &[]);
        found.extend(policy.check_file(&source.name, personal::described_drawing(&text).kinds()));
        found.extend(policy.report(&source.name, &text, &findings, Remedy::Own));
    }
    found
}
