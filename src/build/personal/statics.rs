//! Static files: what they say of people, in their text or beside their picture.

use std::cell::LazyCell;

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

/// Endings of drawings, whose words are read.
const DRAWINGS: &[&str] = &["svg"];

/// Endings of what office programs write, which is packed, and not read; and of
/// what else is packed in the same way, and may hold any of it.
const OFFICE_DOCUMENTS: &[&str] = &[
    "7z", "cell", "doc", "docm", "docx", "dot", "dotm", "dotx", "epub", "hwp", "hwpx", "hwt", "key",
    "numbers", "odg", "odp", "ods", "odt", "ott", "pages", "pot", "potm", "potx", "pps", "ppsm", "ppsx",
    "ppt", "pptm", "pptx", "rar", "rtf", "show", "xls", "xlsb", "xlsm", "xlsx", "xlt", "xltm", "xltx", "zip",
];

/// What a file says that is copied as it is: in its text, or beside its
/// picture.
pub fn of_static(policy: &Policy, file: &StaticFile) -> Vec<Diagnostic> {
    let source = &file.source;
    let name = source.file_name();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let is_one_of = |endings: &[&str]| endings.contains(&&*ending);
    let unread = is_one_of(OFFICE_DOCUMENTS).then_some(Kind::OfficeDocument);
    let mut found = policy.check_file(&source.name, file.described.kinds().chain(unread));
    let mut told = Told { policy, file: &source.name, few: Few::default() };
    let read = if unread.is_some() {
        Ok(())
    } else if is_one_of(DRAWINGS) {
        fs::read_any_text(source).map(|text| {
            found.extend(policy.check_file(&source.name, personal::described_drawing(&text).kinds()));
            told.findings(&text, policy.find(&personal::words_of_drawing(&text), &[]), 0);
        })
    } else {
        fs::pieces(source, |Piece { text, lines_before }| {
            told.findings(&text, policy.find(&text, &[]), lines_before)
        })
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
    /// Tells of what was found in `text`, and of what tags and escapes hide in it.
    fn findings(&mut self, text: &str, mut findings: Vec<Finding>, lines_before: usize) {
        if personal::has_marks(text) {
            let (shown, origins) = personal::shown_markup(text);
            let seen = LazyCell::new(|| personal::find(text));
            let hidden = personal::hidden(&shown, text, &origins, || &seen);
            let hidden = self.policy.left(hidden, &[]);
            findings = personal::joined(findings.into_iter().chain(hidden));
        }
        let mask = Mask::new(text, &findings);
        for finding in &findings {
            self.few.add(self.policy.diagnostic(finding, Remedy::Own), || {
                let mut place = mask.place(self.file, &finding.range);
                place.line += lines_before;
                place
            });
        }
    }
}
