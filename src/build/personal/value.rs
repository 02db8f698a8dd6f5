//! A value: a text of a file as its pages show it.
//!
//! YAML and Markdown can write a number so that nobody finds it in the source:
//! `"\u0030\u0031\u0030…"`, `010&#8203;-…`, `88**0215**-…`. What stands in the
//! source letter for letter is not told of again.

use std::cell::LazyCell;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::Range;

use super::Basis;
use crate::diagnostic::Place;
use crate::markdown;
use crate::markdown::Fragment;
use crate::own_page::OwnPage;
use crate::personal;
use crate::personal::Consent;
use crate::personal::Finding;
use crate::personal::starred;
use crate::question::Question;
use crate::yaml::Document;
use crate::yaml::Limits;
use crate::yaml::Parts;
use crate::yaml::Step;

/// A file that was understood, and what its pages show.
pub trait Values {
    /// The file it was understood from.
    fn origin(&self) -> Origin<'_>;
    /// What it agrees to.
    fn consents(&self) -> &[Consent];
    /// Hands what its Markdown says, without marks, to `look`.
    fn look_at_body<T>(&self, basis: Basis, look: impl FnOnce(&str) -> T) -> T;
    /// The same with where it stands in the Markdown, worked out anew.
    fn fragments(&self, basis: Basis) -> Vec<Fragment>;
}

/// A file as its author wrote it.
#[derive(Clone, Copy)]
pub struct Origin<'a> {
    /// Its name in messages.
    pub file: &'a str,
    /// All of its text.
    pub source: &'a str,
    /// Where YAML and Markdown stand in it.
    pub parts: &'a Parts,
}

/// What was found in a source.
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    /// All of it, whoever may know it.
    pub all: &'a [Finding],
    /// What is told of, in order.
    pub told: &'a [Finding],
}

impl Seen<'_> {
    /// All of it behind the byte `start`, with its bytes counted from there.
    fn behind(&self, start: usize) -> Vec<Finding> {
        let behind = self.all.iter().filter(|finding| finding.range.start >= start);
        let counted = |Range { start: first, end }: &Range<usize>| first - start..end - start;
        behind.map(|finding| Finding { range: counted(&finding.range), ..finding.clone() }).collect()
    }

    /// Whether what stands in these bytes is told of already, as more or less of
    /// the same.
    fn is_told(&self, Finding { kind, range, .. }: &Finding) -> bool {
        let first = self.told.partition_point(|told| told.range.end <= range.start);
        let here = self.told[first..].iter().take_while(|told| told.range.start < range.end);
        here.into_iter().any(|told| told.kind == *kind)
    }
}

/// What a page shows that was not seen in its source.
pub struct Unseen {
    /// What it is, with the bytes of the source that it is made of; those of the
    /// whole front matter, where it stands in there.
    pub finding: Finding,
    /// The way to its value in the front matter.
    path: Option<Vec<Step>>,
}

/// Where in a file something unseen stands; no line is shown, as each may say
/// it in another way.
pub struct Places<'f> {
    origin: Origin<'f>,
    /// The source with a star for every letter and digit, once a place in the
    /// body was asked for.
    stars: OnceCell<String>,
    /// The front matter, once a place in it was asked for.
    front: OnceCell<Option<Document<'f>>>,
}

impl<'f> Places<'f> {
    /// The places in a file.
    pub fn of(origin: Origin<'f>) -> Self {
        Self { origin, stars: OnceCell::new(), front: OnceCell::new() }
    }

    /// Where this stands.
    pub fn place(&self, Unseen { finding, path }: &Unseen) -> Place {
        let Origin { file, source, .. } = self.origin;
        let Some(path) = path else {
            // a star is as long as what it stands for
            let stars = self.stars.get_or_init(|| starred(source));
            return Place::new(file, stars, finding.range.clone());
        };
        let front = self.front.get_or_init(|| front_matter(self.origin));
        front.as_ref().map_or_else(|| Place::file(file), |front| covered(front.place(path)))
    }
}

/// What the pages of `file` show that was not `seen` in its source.
pub fn unseen<T: Values>(basis: Basis, file: &T, seen: Seen) -> Vec<Unseen> {
    let mut unseen = in_front(file.origin(), seen);
    unseen.extend(in_body(basis, file, seen));
    unseen
}

fn in_front(origin: Origin, seen: Seen) -> Vec<Unseen> {
    let range = &origin.parts.front;
    let text = &origin.source[range.clone()];
    // an error in it has been told of
    let Some(document) = may_mean_otherwise(text).then(|| front_matter(origin)).flatten() else {
        return Vec::new();
    };
    let unseen =
        |(finding, path)| Unseen { finding: Finding { range: range.clone(), ..finding }, path: Some(path) };
    in_yaml(&document, text, seen.all).into_iter().map(unseen).collect()
}

fn front_matter(Origin { file, source, parts }: Origin<'_>) -> Option<Document<'_>> {
    Document::parse(file, source, parts.front.clone(), Limits::FRONT_MATTER).ok()
}

fn in_body<T: Values>(basis: Basis, file: &T, seen: Seen) -> Vec<Unseen> {
    let Origin { source, parts, .. } = file.origin();
    let known = essences(seen.all);
    let is_new = |finding: &Finding| !known.contains(finding.essence.as_str());
    let body = &source[parts.body.clone()];
    // tags that are shown as text part a number for nobody either
    let has_html = personal::has_marks(body);
    let says_more = file.look_at_body(basis, |text| personal::find(text).iter().any(is_new));
    let says_beside = || markdown::may_have_asides(body) && personal::may_be_in(body);
    if !says_more && !has_html && !says_beside() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let seen_in_body = LazyCell::new(|| seen.behind(parts.body.start));
    for Fragment { text, origins, asides, .. } in file.fragments(basis) {
        found.extend(personal::hidden(&text, body, &origins, || &seen_in_body));
        for aside in asides {
            found.extend(personal::hidden(&aside.text, body, &aside.nearest(body), || &seen_in_body));
        }
    }
    if has_html {
        let (text, origins) = personal::shown_markup(body);
        found.extend(personal::hidden(&text, body, &origins, || &seen_in_body));
    }
    let mut starts = BTreeSet::new();
    let mut unseen = Vec::new();
    for mut finding in found.into_iter().filter(is_new) {
        let Range { start, end } = finding.range;
        finding.range = parts.body.start + start..parts.body.start + end;
        if !seen.is_told(&finding) && starts.insert(finding.range.start) {
            unseen.push(Unseen { finding, path: None });
        }
    }
    unseen
}

/// Whether YAML has signs with which a text means otherwise than it is written:
/// escapes, and further lines.
pub fn may_mean_otherwise(yaml: &str) -> bool {
    yaml.contains('\\') || yaml.contains("\n ")
}

/// What the texts of `document` say that was not `seen` in its `source`, with the
/// path to each.
pub fn in_yaml(document: &Document, source: &str, seen: &[Finding]) -> Vec<(Finding, Vec<Step>)> {
    let known = essences(seen);
    personal::hidden_in_texts(document.texts(), source, |text| {
        let mut found = personal::find(text);
        found.retain(|finding| !known.contains(finding.essence.as_str()));
        found
    })
}

fn essences(findings: &[Finding]) -> BTreeSet<&str> {
    findings.iter().map(|finding| finding.essence.as_str()).collect()
}

/// A place whose line is not shown.
pub fn covered(mut place: Place) -> Place {
    cover(&mut place);
    place
}

/// Shows nothing of the line that a place is in.
pub fn cover(place: &mut Place) {
    place.excerpt = starred(&place.excerpt);
}

impl Values for Question {
    fn origin(&self) -> Origin<'_> {
        Origin { file: &self.file, source: &self.source, parts: &self.parts }
    }

    fn consents(&self) -> &[Consent] {
        &self.front.personal_data_allowed
    }

    fn look_at_body<T>(&self, basis: Basis, look: impl FnOnce(&str) -> T) -> T {
        self.look_at_text(basis.config, basis.statics, look)
    }

    fn fragments(&self, basis: Basis) -> Vec<Fragment> {
        self.read_turns(basis.config, basis.statics)
    }
}

impl Values for OwnPage {
    fn origin(&self) -> Origin<'_> {
        Origin { file: &self.file, source: &self.source, parts: &self.parts }
    }

    fn consents(&self) -> &[Consent] {
        &self.personal_data_allowed
    }

    fn look_at_body<T>(&self, basis: Basis, look: impl FnOnce(&str) -> T) -> T {
        look(&self.fragment(basis.config, basis.statics).text)
    }

    fn fragments(&self, basis: Basis) -> Vec<Fragment> {
        vec![self.fragment(basis.config, basis.statics)]
    }
}
