//! What is hidden: personal data that only who reads the page finds in a file.

use std::cell::LazyCell;
use std::ops::Range;

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

/// The findings, which are in order, with those that the Markdown of `text` and
/// tags in it hide, which starts at the byte `start`; those that overlap as one.
pub fn with_those_in(
    text: &str,
    start: usize,
    findings: Vec<Finding>,
    policy: &Policy,
    consents: &[Consent],
) -> Vec<Finding> {
    let body = &text[start..];
    let Fragment { text: shown, origins, asides, .. } = read(body);
    let seen = LazyCell::new(|| personal::find(body));
    let mut hidden = personal::hidden(&shown, body, &origins, || &seen);
    for aside in asides {
        let origins = aside.origins(body);
        hidden.extend(origins.into_iter().flat_map(|it| personal::hidden(&aside.text, body, &it, || &seen)));
    }
    if personal::has_marks(body) {
        let (shown, origins) = personal::shown_markup(body);
        hidden.extend(personal::hidden(&shown, body, &origins, || &seen));
    }
    let mut hidden = policy.left(hidden, consents);
    for finding in &mut hidden {
        finding.range = start + finding.range.start..start + finding.range.end;
    }
    personal::joined(findings.into_iter().chain(hidden))
}

/// What the Markdown of `text`, which starts at the byte `start`, says of people
/// beside its text and out of reach, as in the title of a link that is defined
/// elsewhere; with the bytes of the link.
pub fn out_of_reach(
    text: &str,
    start: usize,
    find: impl Fn(&str) -> Vec<Finding>,
) -> Vec<(Finding, Range<usize>)> {
    let body = &text[start..];
    let asides = read(body).asides;
    let far = asides.iter().filter(|aside| aside.origins(body).is_none());
    let place = |range: &Range<usize>| start + range.start..start + range.end;
    personal::hidden_in_texts(far.map(|aside| (place(&aside.range), &*aside.text)), body, find)
}

/// Markdown as a page shows it, wherever its links lead.
fn read(body: &str) -> Fragment {
    let statics = &Statics::default();
    let surroundings = Surroundings { file: "", base: "", statics, raw_html: false, top_heading: 2 };
    Writer::new(surroundings).read(&markdown::parse(body), Author::Customer)
}
