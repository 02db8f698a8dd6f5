//! Examining one file of a site, and what is left to see once all have been.

use std::collections::BTreeSet;
use std::ops::Range;

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;
use url::Url;

use super::Counts;
use super::Stored;
use super::document;
use super::drawing;
use super::finding::Findings;
use super::page;
use super::page::Facts;
use super::page::Passage;
use super::page::Purpose;
use super::page::Use;
use super::part::Part;
use super::policy;
use super::problem;
use super::role::Role;
use super::script;
use super::site;
use super::site::FileId;
use super::site::Site;
use super::site::Target;
use super::style;
use crate::diagnostic::Diagnostic;

/// Hosts that give names to things, and are asked for nothing: the namespaces
/// of SVG and the like (Namespaces in XML 1.0, section 2.1).
const NAMING_HOSTS: &[&str] = &["www.w3.org"];

/// Examines the files of a site.
#[derive(Clone, Copy, Debug)]
pub struct Examiner<'a> {
    /// The site.
    pub site: &'a Site,
}

/// What was seen of a site so far.
#[derive(Debug, Default)]
pub struct Seen {
    findings: Findings,
    counts: Counts,
    /// Files that could not be read.
    unread: Vec<Diagnostic>,
    pages: Vec<SeenPage>,
    anchors: Vec<Anchor>,
    /// The files of the site that are loaded as scripts and styles, whatever
    /// they are called.
    loaded: BTreeSet<(FileId, Role)>,
    /// What sitemaps name, with the bytes that name it.
    in_sitemap: Vec<(FileId, FileId, Range<usize>)>,
    has_sitemap: bool,
}

/// What is kept of a page until every other has been read.
#[derive(Debug)]
struct SeenPage {
    file: FileId,
    /// Every id and anchor.
    parts: FxHashSet<String>,
    /// Whether search engines are asked to pass by, or to look elsewhere.
    is_hidden: bool,
    is_redirect: bool,
}

impl SeenPage {
    /// Whether it has a part of this name: as it is written, or else without
    /// its percent signs (WHATWG HTML, "Scrolling to a fragment").
    fn has_part(&self, part: &str) -> bool {
        self.parts.contains(part) || self.parts.contains(site::decoded(part).as_ref())
    }
}

/// A link to a part of another page.
#[derive(Debug)]
struct Anchor {
    file: FileId,
    range: Range<usize>,
    target: FileId,
    part: String,
}

impl Seen {
    /// Both together.
    #[must_use]
    pub fn with(mut self, other: Self) -> Self {
        self.findings = self.findings.with(other.findings);
        self.counts = self.counts.with(other.counts);
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
        loaded.filter(|(file, role)| Role::of(site.path(*file)) != Some(*role)).collect()
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

impl Examiner<'_> {
    /// Examines one file as what its name says; what is neither page, style,
    /// script nor list of addresses can ask for nothing, and is only counted.
    pub fn file(self, file: FileId, seen: &mut Seen) {
        seen.counts.files += 1;
        if let Some(role) = Role::of(self.site.path(file)) {
            seen.counts.read += 1;
            self.file_as(file, role, seen);
        }
    }

    /// Examines one file in the role that it has for a browser.
    pub fn file_as(self, file: FileId, role: Role, seen: &mut Seen) {
        let text = match self.site.text(file) {
            Ok(text) => text,
            Err(problem) => return seen.unread.push(problem),
        };
        let mut one = One { site: self.site, file, url: self.site.url(file), seen };
        match role {
            Role::Style => one.style_sheet(&text),
            Role::Script => one.script(&text),
            Role::Xml => one.xml(&text),
            Role::Json => one.document(document::read_json(&text)),
            Role::Drawing => one.drawing(&text),
            Role::Page => one.page(&text),
        }
    }
}

/// One file on its way.
struct One<'a> {
    site: &'a Site,
    file: FileId,
    /// What the addresses in it are relative to.
    url: Url,
    seen: &'a mut Seen,
}

impl One<'_> {
    fn page(&mut self, text: &str) {
        self.seen.counts.pages += 1;
        let facts = page::read(text);
        if let Some(base) = facts.base.as_ref().and_then(|base| self.url.join(base).ok()) {
            self.url = base;
        }
        self.policy(&facts);
        self.parts_of_page(&facts);
        self.what_it_asks_for(text, facts);
    }

    /// A drawing may hold whatever a page does.
    fn drawing(&mut self, text: &str) {
        let drawing = drawing::read(text);
        self.what_it_asks_for(text, Facts::of_drawing(&drawing.elements));
        if let Some(range) = drawing.broken {
            self.find(problem::bad_drawing(), range);
        }
    }

    fn what_it_asks_for(&mut self, text: &str, facts: Facts) {
        for used in facts.uses {
            self.address(used);
        }
        for script in facts.inline_scripts {
            self.find(problem::inline_script(script.holder), script.range);
        }
        for style in facts.styles {
            self.style(text, &style);
        }
        if let Some(range) = facts.too_deep {
            self.find(problem::too_deep(), range);
        }
    }

    /// A page is protected by each of its policies.
    fn policy(&mut self, facts: &Facts) {
        let weaknesses: Vec<_> = facts.policies.iter().map(|policy| policy::weakness(policy)).collect();
        match weaknesses.iter().min() {
            None => self.find(problem::no_policy(), 0..0),
            Some(Some(source)) => self.find(problem::weak_policy(source), 0..0),
            Some(None) => self.seen.counts.protected_pages += 1,
        }
    }

    /// Keeps the ids of a page, and sees whether each is there once.
    fn parts_of_page(&mut self, facts: &Facts) {
        let mut parts = FxHashSet::default();
        for (id, range) in &facts.ids {
            if !parts.insert(id.clone()) {
                self.find(problem::duplicate_id(id), range.clone());
            }
        }
        parts.extend(facts.names.iter().cloned());
        let is_elsewhere = facts.canonical.as_ref().is_some_and(|canonical| {
            !matches!(self.site.target(&self.url, canonical), Target::File(file, _) if file == self.file)
        });
        let is_hidden = facts.is_hidden || is_elsewhere;
        self.seen.pages.push(SeenPage { file: self.file, parts, is_hidden, is_redirect: facts.is_redirect });
    }

    fn style_sheet(&mut self, text: &str) {
        self.seen.counts.styles += 1;
        self.style(text, &Passage { text: text.to_owned(), range: 0..text.len() });
    }

    /// A style in this text. Where it stands there letter by letter, so do its
    /// addresses.
    fn style(&mut self, text: &str, style: &Passage) {
        let is_literal = text.get(style.range.clone()) == Some(&style.text);
        for style::Loaded { address, range, is_style } in style::addresses(&style.text) {
            let start = style.range.start;
            let range = if is_literal { start + range.start..start + range.end } else { style.range.clone() };
            let part = if is_style { Part::ImportedStyle } else { Part::OfStyle };
            self.address(Use { address, purpose: Purpose::Load(part), range });
        }
    }

    fn script(&mut self, text: &str) {
        self.seen.counts.scripts += 1;
        let facts = script::read(text);
        for (address, range) in facts.asks {
            if let Target::Elsewhere(host) = self.site.target(&self.url, &address) {
                self.find(problem::foreign_origin(Part::File, &host), range);
            }
        }
        for (address, range) in facts.mentions {
            match self.site.target(&self.url, &address) {
                Target::Elsewhere(host) if !NAMING_HOSTS.contains(&host.as_str()) => {
                    self.find(problem::foreign_mention(&host), range);
                    self.seen.counts.mentioned_hosts.insert(host);
                }
                _ => {}
            }
        }
        for address in facts.scripts {
            if let Target::File(file, _) = self.site.target(&self.url, &address) {
                self.seen.loaded.insert((file, Role::Script));
            }
        }
        facts.cookies.into_iter().for_each(|range| self.find(problem::cookie(), range));
        facts.beacons.into_iter().for_each(|range| self.find(problem::beacon(), range));
        let stores = facts.stores.into_iter().map(|store| Stored { key: store.key, area: store.area });
        self.seen.counts.stores.extend(stores);
    }

    /// A browser that opens it runs what is in it, as in any other XML.
    fn xml(&mut self, text: &str) {
        let facts = document::read_xml(text);
        if facts.kind == document::Kind::Other {
            return self.drawing(text);
        }
        let mut opened = Facts::of_drawing(&drawing::read(text).elements);
        opened.uses.retain(|used| matches!(used.purpose, Purpose::Load(_)));
        self.document(facts);
        self.what_it_asks_for(text, opened);
    }

    fn document(&mut self, facts: document::Facts) {
        if facts.kind == document::Kind::Other {
            return;
        }
        self.seen.counts.documents += 1;
        self.seen.has_sitemap |= facts.kind == document::Kind::Sitemap;
        for (address, range) in facts.addresses {
            if facts.kind == document::Kind::Sitemap
                && let Target::File(page, _) = self.site.target(&self.url, &address)
            {
                self.seen.in_sitemap.push((self.file, page, range.clone()));
            }
            self.address(Use { address, purpose: Purpose::Tell, range });
        }
        // a feed reader loads what an entry shows
        for (html, range) in facts.pages {
            let Facts { uses, styles, .. } = page::read(&html);
            uses.into_iter().for_each(|used| self.address(Use { range: range.clone(), ..used }));
            styles.into_iter().for_each(|style| self.style("", &Passage { range: range.clone(), ..style }));
        }
    }

    /// Sees what stands at an address.
    fn address(&mut self, used: Use) {
        let Use { address, purpose, range } = used;
        let target = self.site.target(&self.url, &address);
        match (target, purpose) {
            (Target::Held, Purpose::Load(Part::Script)) => {
                self.find(problem::inline_script("this address"), range)
            }
            (Target::Held, Purpose::Load(part)) if part.is_active() => {
                self.find(problem::embedded_file(part), range)
            }
            (Target::Held | Target::NoPlace, _) => {}
            (_, Purpose::Report) => self.find(problem::beacon(), range),
            (Target::Elsewhere(host), Purpose::Load(part)) => {
                self.find(problem::foreign_origin(part, &host), range)
            }
            (Target::Elsewhere(host), Purpose::Follow) => {
                self.seen.counts.links_elsewhere += 1;
                self.seen.counts.hosts.insert(host);
            }
            // a connection asks for no file, and a base is a place to start from
            (Target::Elsewhere(_), Purpose::Tell) | (_, Purpose::Load(Part::Connection | Part::Base)) => {}
            (target, purpose) => self.address_within(target, &address, purpose, range),
        }
    }

    /// Sees what stands at an address of the site itself.
    fn address_within(&mut self, target: Target, address: &str, purpose: Purpose, range: Range<usize>) {
        match target {
            Target::Outside => {
                let base = self.site.base().path().to_owned();
                self.find(problem::outside_link(&self.resolved(address), &base), range);
            }
            Target::Redirect => self.seen.counts.links += 1,
            Target::File(target, part) => {
                self.seen.counts.links += 1;
                if let Purpose::Load(loaded) = purpose {
                    self.seen.loaded.extend(loaded.role().map(|role| (target, role)));
                }
                self.anchor(target, part.as_deref(), range);
            }
            _ => {
                self.seen.counts.links += 1;
                self.find(problem::dead_link(&self.resolved(address)), range);
            }
        }
    }

    /// Notes a link to a part of a page, which may not have been read yet.
    fn anchor(&mut self, target: FileId, part: Option<&str>, range: Range<usize>) {
        // a browser takes what follows `:~:` for words to look for
        let part = part.and_then(|part| part.split(":~:").next()).unwrap_or_default();
        // every page has a top (WHATWG HTML, "Scrolling to a fragment")
        if part.is_empty() || part.eq_ignore_ascii_case("top") || !site::is_page(self.site.path(target)) {
            return;
        }
        self.seen.counts.anchors += 1;
        // most links to a part stay on their page, whose parts are known by now
        let own = self.seen.pages.last().filter(|page| page.file == target);
        if own.is_some_and(|page| page.has_part(part)) {
            return;
        }
        self.seen.anchors.push(Anchor { file: self.file, range, target, part: part.to_owned() });
    }

    /// An address as a path, whatever it was relative to.
    fn resolved(&self, address: &str) -> String {
        let url = self.url.join(address);
        url.map_or_else(|_| address.to_owned(), |url| site::decoded(url.path()).into_owned())
    }

    fn find(&mut self, problem: Diagnostic, range: Range<usize>) {
        self.seen.findings.add(problem, self.file, range);
    }
}
