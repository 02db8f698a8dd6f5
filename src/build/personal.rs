//! The gate: no step goes on with a file that says more of people than it may.

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
        let findings = personal::find(&personal::words_of_drawing(&text));
        found.extend(policy.check_file(&source.name, personal::described_drawing(&text).kinds()));
        found.extend(policy.report(&source.name, &text, findings, &[], Remedy::Own));
    }
    found
}
