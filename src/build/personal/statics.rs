//! Static files: what they say of people, in their text or beside their picture.

use crate::content::StaticFile;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::MOST_OF_A_KIND;
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
    let mut told = Told { policy, file: &source.name, errors: Level::default(), warnings: Level::default() };
    let read = match () {
        () if is_one_of(TEXTS) => fs::pieces(source, |piece| told.text(&piece)),
        () if is_one_of(DRAWINGS) => fs::read_any_text(source).map(|text| told.drawing(&text)),
        () => Ok(()),
    };
    found.extend(told.problems());
    found.extend(read.err());
    found
}

/// What is told of a file.
struct Told<'a> {
    policy: &'a Policy,
    file: &'a str,
    errors: Level,
    warnings: Level,
}

/// What is told at one level.
#[derive(Default)]
struct Level {
    problems: Vec<Diagnostic>,
    /// How many more there are.
    more: usize,
}

impl Told<'_> {
    fn text(&mut self, Piece { text, lines_before }: &Piece) {
        // no text has a NUL
        if !text.contains('\0') {
            self.findings(text, &self.policy.find(text, &[]), *lines_before);
        }
    }

    fn drawing(&mut self, text: &str) {
        let described = personal::described_drawing(text);
        self.warnings.problems.extend(self.policy.check_file(self.file, described.kinds()));
        self.findings(text, &self.policy.find(&personal::words_of_drawing(text), &[]), 0);
    }

    fn findings(&mut self, text: &str, findings: &[Finding], lines_before: usize) {
        let mask = Mask::new(text, findings);
        for finding in findings {
            let is_error = self.policy.level(finding) == personal::Level::Block;
            let level = if is_error { &mut self.errors } else { &mut self.warnings };
            if level.problems.len() >= MOST_OF_A_KIND {
                level.more += 1;
                continue;
            }
            let mut place = mask.place(self.file, &finding.range);
            place.line += lines_before;
            level.problems.push(self.policy.report_one(finding, place, Remedy::Own));
        }
    }

    fn problems(self) -> Vec<Diagnostic> {
        let levels = [self.errors, self.warnings].into_iter();
        levels.flat_map(Level::problems).collect()
    }
}

impl Level {
    fn problems(mut self) -> Vec<Diagnostic> {
        if let Some(last) = self.problems.last_mut().filter(|_| self.more > 0) {
            last.message.push_str(&format!("; {} more of this file are not listed", self.more));
        }
        self.problems
    }
}
