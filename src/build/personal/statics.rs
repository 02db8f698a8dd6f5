//! Static files: what they say of people, in their text or beside their picture.

use crate::content::StaticFile;
use crate::diagnostic::Diagnostic;
use crate::fs;
use crate::fs::Piece;
use crate::fs::SourcePath;
use crate::personal;
use crate::personal::Kind;
use crate::personal::Policy;
use crate::personal::Remedy;

/// Endings of files in `static/` that people write text into.
const TEXTS: &[&str] = &[
    "txt",
    "csv",
    "tsv",
    "md",
    "html",
    "htm",
    "xhtml",
    "json",
    "jsonl",
    "geojson",
    "webmanifest",
    "js",
    "mjs",
    "css",
    "xml",
    "rss",
    "atom",
    "ics",
    "vcf",
    "yaml",
    "yml",
    "toml",
    "ini",
    "log",
    "sql",
    "srt",
    "vtt",
];

/// Endings of drawings, whose words are read.
const DRAWINGS: &[&str] = &["svg"];

/// Endings of what office programs write, which is packed, and not read.
const OFFICE_DOCUMENTS: &[&str] = &[
    "doc", "docx", "dot", "hwp", "hwpx", "key", "numbers", "odp", "ods", "odt", "pages", "ppt", "pptx",
    "rtf", "show", "cell", "xls", "xlsm", "xlsx",
];

/// How many findings of one file in `static/` are told of.
const MOST_TOLD: usize = 100;

/// What a file says that is copied as it is: in its text, or beside its
/// picture.
pub fn of_static(policy: &Policy, file: &StaticFile) -> Vec<Diagnostic> {
    let source = &file.source;
    let name = source.file_name();
    // what has no ending, such as CNAME, is a text more often than not
    let ending = name.rsplit_once('.').map_or("txt", |(_, ending)| ending).to_ascii_lowercase();
    let is_one_of = |endings: &[&str]| endings.contains(&&*ending);
    let unread = is_one_of(OFFICE_DOCUMENTS).then_some(Kind::OfficeDocument);
    let mut found = policy.check_file(&source.name, file.described.kinds().chain(unread));
    let read = match () {
        () if is_one_of(TEXTS) => of_text(policy, source),
        () if is_one_of(DRAWINGS) => of_drawing(policy, source),
        () => Ok(Vec::new()),
    };
    found.extend(read.map_or_else(|problem| vec![problem], first_of_many));
    found
}

fn of_text(policy: &Policy, source: &SourcePath) -> Result<Vec<Diagnostic>, Diagnostic> {
    let mut found = Vec::new();
    fs::pieces(source, |Piece { text, lines_before }| {
        // no text has a NUL
        if text.contains('\0') {
            return;
        }
        let problems = policy.check(&source.name, &text, Remedy::Own).into_iter();
        found.extend(problems.map(|mut problem| {
            problem.place = problem.place.map(|mut place| {
                place.line += lines_before;
                place
            });
            problem
        }));
    })?;
    Ok(found)
}

fn of_drawing(policy: &Policy, source: &SourcePath) -> Result<Vec<Diagnostic>, Diagnostic> {
    let text = fs::read_any_text(source)?;
    let findings = policy.find(&personal::words_of_drawing(&text), &[]);
    let mut found = policy.check_file(&source.name, personal::described_drawing(&text).kinds());
    found.extend(policy.report(&source.name, &text, &findings, Remedy::Own));
    Ok(found)
}

/// As many problems of one file as somebody can read, errors first, and how many
/// there are besides: a list of customers has thousands.
fn first_of_many(mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let more = problems.len().saturating_sub(MOST_TOLD);
    problems.sort_by_key(|problem| !problem.is_error());
    problems.truncate(MOST_TOLD);
    if let Some(last) = problems.last_mut().filter(|_| more > 0) {
        last.message.push_str(&format!("; {more} more of this file are not listed"));
    }
    problems
}
