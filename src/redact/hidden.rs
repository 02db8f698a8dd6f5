//! What is hidden: personal data that only who reads the page finds in a file.

use crate::content::Statics;
use crate::markdown;
use crate::markdown::Author;
use crate::markdown::Fragment;
use crate::markdown::Surroundings;
use crate::markdown::Writer;
use crate::personal;
use crate::personal::Consent;
use crate::personal::Finding;
use crate::personal::Policy;

/// The findings, which are in order, with those that the Markdown of `text`
/// hides, which starts at the byte `start`; those that overlap as one.
pub fn with_those_in(
    text: &str,
    start: usize,
    findings: Vec<Finding>,
    policy: &Policy,
    consents: &[Consent],
) -> Vec<Finding> {
    let body = &text[start..];
    let Fragment { text: shown, origins, .. } = read(body);
    let mut hidden = policy.left(personal::hidden(&shown, body, &origins, || personal::find(body)), consents);
    for finding in &mut hidden {
        finding.range = start + finding.range.start..start + finding.range.end;
    }
    personal::joined(findings.into_iter().chain(hidden))
}

/// Markdown as a page shows it, wherever its links lead.
fn read(body: &str) -> Fragment {
    let statics = &Statics::default();
    let surroundings = Surroundings { file: "", base: "", statics, raw_html: false, top_heading: 2 };
    Writer::new(surroundings).read(&markdown::parse(body), Author::Customer)
}
