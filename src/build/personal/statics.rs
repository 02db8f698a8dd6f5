//! Static files: what they say of people, in their text or beside their picture.

use crate::content::StaticFile;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Few;
use crate::fs;
use crate::fs::Piece;
use crate::personal;
use crate::personal::Finding;
use crate::personal::Kind;
use crate::personal::Mask;
use crate::personal::Policy;
use crate::personal::Remedy;

/// Endings of files in `static/` that people write text into.
const TEXTS: &[&str] = &[
    "txt", "csv", "tsv", "md", "html", "htm", "xhtml", "json", "jsonl", "geojson", "js", "mjs", "css", "xml",
    "rss", "atom", "ics", "vcf", "yaml", "yml", "toml", "ini", "log", "sql", "srt", "vtt",
];

/// Endings of drawings, whose words are read.
const DRAWINGS: &[&str] = &["svg"];

/// Endings of what office programs write, which is packed, and not read.
const OFFICE_DOCUMENTS: &[&str] = &[
    "doc", "docx", "dot", "hwp", "hwpx", "key", "numbers", "odp", "ods", "odt", "pages", "ppt", "pptx",
    "rtf", "show", "cell", "xls", "xlsm", "xlsx",
];

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
    let mut told = Told { policy, file: &source.name, few: Few::default() };
    let read = if is_one_of(TEXTS) {
        // a program has no ending either, but a NUL
        let is_text = |piece: &Piece| name.contains('.') || !piece.text.contains('\0');
        fs::pieces(source, |piece| {
            if is_text(&piece) {
                told.text(&piece)
            }
        })
    } else if is_one_of(DRAWINGS) {
        fs::read_any_text(source).map(|text| {
            found.extend(policy.check_file(&source.name, personal::described_drawing(&text).kinds()));
            told.findings(&text, &policy.find(&personal::words_of_drawing(&text), &[]), 0);
        })
    } else {
        Ok(())
    };
    found.extend(told.few.into_told());
    found.extend(read.err());
    found
}

/// What is told of a file.
struct Told<'a> {
    policy: &'a Policy,
    file: &'a str,
    few: Few,
}

impl Told<'_> {
    fn text(&mut self, Piece { text, lines_before }: &Piece) {
        self.findings(text, &self.policy.find(text, &[]), *lines_before);
    }

    fn findings(&mut self, text: &str, findings: &[Finding], lines_before: usize) {
        let mask = Mask::new(text, findings);
        for finding in findings {
            self.few.add(self.policy.diagnostic(finding, Remedy::Own), || {
                let mut place = mask.place(self.file, &finding.range);
                place.line += lines_before;
                place
            });
        }
    }
}
