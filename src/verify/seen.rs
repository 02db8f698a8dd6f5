//! What was seen of a site, and what is left to see once all files have been
//! read.

use std::collections::BTreeSet;
use std::ops::Range;

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use super::Counts;
use super::finding::Findings;
use super::problem;
use super::role::Role;
use super::site;
use super::site::FileId;
use super::site::Site;
use crate::diagnostic::Diagnostic;

/// What was seen of a site so far.
#[derive(Debug, Default)]
pub struct Seen {
    /// What is wrong.
    pub findings: Findings,
    /// How much there is.
    pub counts: Counts,
    /// Files that were read, in whatever roles.
    pub read: FxHashSet<FileId>,
    /// Files that could not be read.
    pub unread: Vec<Diagnostic>,
    /// The pages, and what others may say of them.
    pub pages: Vec<SeenPage>,
    /// The links to parts of other pages.
    pub anchors: Vec<Anchor>,
    /// The files of the site that are loaded as scripts and styles, whatever
    /// they are called.
    pub loaded: BTreeSet<(FileId, Role)>,
    /// What sitemaps name, with the bytes that name it.
    pub in_sitemap: Vec<(FileId, FileId, Range<usize>)>,
    /// Whether there is a list of the site's addresses.
    pub has_sitemap: bool,
}

/// What is kept of a page until every other has been read.
#[derive(Debug)]
pub struct SeenPage {
    /// The page.
    pub file: FileId,
    /// Every id and anchor.
    pub parts: FxHashSet<String>,
    /// Whether search engines are asked to pass by, or to look elsewhere.
    pub is_hidden: bool,
    /// Whether it sends readers on.
    pub is_redirect: bool,
}

impl SeenPage {
    /// Whether it has a part of this name: as it is written, or else without
    /// its percent signs (WHATWG HTML, "Scrolling to a fragment").
    pub fn has_part(&self, part: &str) -> bool {
        self.parts.contains(part) || self.parts.contains(site::decoded(part).as_ref())
    }
}

/// A link to a part of another page.
#[derive(Debug)]
pub struct Anchor {
    /// The file that holds it.
    pub file: FileId,
    /// The bytes that hold it.
    pub range: Range<usize>,
    /// The page that it leads to.
    pub target: FileId,
    /// The part of that page, with its percent signs.
    pub part: String,
}

impl Seen {
    /// Both together.
    #[must_use]
    pub fn with(mut self, other: Self) -> Self {
        self.findings = self.findings.with(other.findings);
        self.counts = self.counts.with(other.counts);
        self.read.extend(other.read);
        self.unread.extend(other.unread);
        self.pages.extend(other.pages);
        self.anchors.extend(other.anchors);
        self.loaded.extend(other.loaded);
        self.in_sitemap.extend(other.in_sitemap);
        self.has_sitemap |= other.has_sitemap;
        self
    }

    /// The files that are loaded as something else than their names say.
    pub fn misnamed(&self, site: &Site) -> BTreeSet<(FileId, Role)> {
        let loaded = self.loaded.iter().copied();
        let is_misnamed = |(file, role): &(FileId, Role)| match role {
            // what a frame shows is a page unless its name says otherwise, as `.pdf` does
            Role::Page => !site.path(*file).rsplit('/').next().unwrap_or_default().contains('.'),
            _ => Role::of(site.path(*file)) != Some(*role),
        };
        loaded.filter(is_misnamed).collect()
    }

    /// What was found and counted, now that every file of the site, which
    /// messages call `name`, has been read.
    pub fn concluded(
        mut self,
        site: &Site,
        name: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> (Findings, Counts) {
        self.look_up_anchors(site);
        if self.has_sitemap {
            self.look_into_sitemap(site);
        } else {
            diagnostics.push(problem::no_sitemap(name));
        }
        diagnostics.extend(self.unread);
        self.counts.read = self.read.len();
        (self.findings, self.counts)
    }

    fn look_up_anchors(&mut self, site: &Site) {
        let pages: FxHashMap<_, _> = self.pages.iter().map(|page| (page.file, page)).collect();
        for anchor in &self.anchors {
            let Some(page) = pages.get(&anchor.target) else { continue };
            // what sends readers on has no parts to look for
            if !page.is_redirect && !page.has_part(&anchor.part) {
                let problem =
                    problem::broken_anchor(site.url(anchor.target).path(), &site::decoded(&anchor.part));
                self.findings.add(problem, anchor.file, anchor.range.clone());
            }
        }
    }

    fn look_into_sitemap(&mut self, site: &Site) {
        let named: FxHashSet<_> = self.in_sitemap.iter().map(|(_, page, _)| *page).collect();
        let mut hidden = FxHashSet::default();
        for page in &self.pages {
            let is_error_page = site.path(page.file) == "404.html";
            match (page.is_hidden || page.is_redirect || is_error_page, named.contains(&page.file)) {
                (false, false) => {
                    let problem = problem::not_in_sitemap(site.url(page.file).path());
                    self.findings.add(problem, page.file, 0..0);
                }
                (true, true) => _ = hidden.insert(page.file),
                _ => {}
            }
        }
        for (sitemap, page, range) in &self.in_sitemap {
            if hidden.contains(page) {
                let problem = problem::hidden_in_sitemap(site.url(*page).path());
                self.findings.add(problem, *sitemap, range.clone());
            }
        }
    }
}
