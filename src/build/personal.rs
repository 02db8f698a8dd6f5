//! The gate: no step goes on with a file that says more of people than it may.

use crate::content::StaticFile;
use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::fs;
use crate::fs::SourcePath;
use crate::personal;
use crate::personal::Consent;
use crate::personal::Policy;
use crate::personal::Remedy;

/// Endings of files in `static/` that people write text into.
const TEXTS: &[&str] = &["txt", "csv", "tsv", "md", "html", "htm", "json", "xml", "ics", "vcf"];

/// What `parse` makes of `text`, the content of `file`, with the personal data
/// that is in it and that its `consents` do not cover.
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
    if let Some(text) = kept {
        let consents = checked.value.as_ref().map(consents).unwrap_or_default();
        let found = policy.report(&file.name, &text, findings, consents, Remedy::Consent);
        let unneeded = policy.check_consents(&file.name, &text, consents);
        checked.diagnostics.extend(found.into_iter().chain(unneeded));
    }
    checked
}

/// What a file says that is copied as it is: in its text, or beside its
/// picture.
pub fn of_static(policy: &Policy, file: &StaticFile) -> Vec<Diagnostic> {
    let source = &file.source;
    let mut found = policy.check_picture(&source.name, file.described);
    let is_text =
        source.relative.rsplit('.').next().is_some_and(|end| TEXTS.contains(&&*end.to_ascii_lowercase()));
    // what is no text, or too long for one, is copied without a word
    if let Some(text) = is_text.then(|| fs::read_text(source).ok()).flatten() {
        found.extend(policy.check(&source.name, &text, Remedy::Own));
    }
    found
}
