//! Examining one file of a site.

use std::ops::Range;

use rustc_hash::FxHashSet;
use url::Url;

use super::Stored;
use super::damage;
use super::document;
use super::drawing;
use super::drawing::Drawing;
use super::element::Vocabulary;
use super::encoding;
use super::header;
use super::page;
use super::page::Facts;
use super::passage::Holder;
use super::passage::Passage;
use super::passage::Purpose;
use super::passage::Use;
use super::policy;
use super::problem;
use super::resource::Resource;
use super::role::Role;
use super::script;
use super::seen::Anchor;
use super::seen::Seen;
use super::seen::SeenPage;
use super::site;
use super::site::FileId;
use super::site::Site;
use super::site::Target;
use super::style;
use super::style::Way;
use crate::diagnostic::Diagnostic;
use crate::rules::Rules;

/// Hosts that give names to things, and are asked for nothing: the namespaces
/// of SVG and the like (Namespaces in XML 1.0, section 2.1).
const NAMING_HOSTS: &[&str] = &["www.w3.org"];

/// How many bytes the address may have that others are relative to: each of them
/// is put together with it.
const LONGEST_BASE: usize = 8192;

/// Examines the files of a site.
#[derive(Clone, Copy, Debug)]
pub struct Examiner<'a> {
    /// The site.
    pub site: &'a Site,
}

impl Examiner<'_> {
    /// Examines one file as what its name says; what is neither page, style,
    /// script nor list of addresses can ask for nothing, and is only counted.
    pub fn file(self, file: FileId, seen: &mut Seen) {
        seen.counts.files += 1;
        if let Some(role) = Role::of(self.site.path(file)) {
            self.file_as(file, role, seen);
        }
    }

    /// Examines one file in the role that it has for a browser.
    pub fn file_as(self, file: FileId, role: Role, seen: &mut Seen) {
        let text = match self.site.text(file) {
            Ok(text) => text,
            Err(problem) => return seen.unread.push(problem),
        };
        seen.read.insert(file);
        let mut one = One { site: self.site, file, url: self.site.url(file), seen };
        one.encoding(&text);
        match role {
            Role::Style => one.style_sheet(&text),
            Role::Script => one.script(&text),
            Role::Xml => one.xml(&text),
            Role::Json => one.json(&text),
            Role::Drawing => one.drawing(&text, drawing::read(&text, Vocabulary::Svg)),
            Role::Manifest => one.manifest(&text),
            Role::Playlist => one.playlist(&text),
            Role::Headers => one.headers(&text),
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
    /// Sees whether a browser may take the bytes of this text for another one.
    fn encoding(&mut self, text: &str) {
        if let Some(range) = encoding::other_in_first_bytes(text) {
            self.find(problem::other_encoding(), range);
        }
        if let Some(range) = encoding::sign_of_other(text) {
            self.find(problem::sign_of_other_encoding(), range);
        }
    }

    fn page(&mut self, text: &str) {
        self.seen.counts.pages += 1;
        let facts = page::read(text);
        // what no address can be relative to is no base
        let base = |base: &String| site::join(&self.url, base).ok().filter(Url::has_host);
        let written = facts.base.as_ref().filter(|base| base.len() <= LONGEST_BASE);
        self.url = written.and_then(base).unwrap_or_else(|| self.url.clone());
        if !facts.has_encoding && !text.is_ascii() && !self.site.is_marked(self.file) {
            self.find(problem::no_encoding(), 0..0);
        }
        self.policy(&facts);
        self.parts_of_page(&facts);
        self.what_it_asks_for(text, facts);
    }

    /// A drawing may hold whatever a page does.
    fn drawing(&mut self, text: &str, drawing: Drawing) {
        self.what_it_asks_for(text, Facts::of_drawing(&drawing.elements));
        if let Some(range) = drawing.broken {
            self.find(problem::bad_drawing(), range);
        }
        if let Some(range) = drawing.transformed {
            self.find(problem::transformed(), range);
        }
    }

    fn manifest(&mut self, text: &str) {
        let Some(pictures) = document::read_manifest(text) else {
            return self.find(problem::bad_manifest(), 0..0);
        };
        for (address, range) in pictures {
            self.address(Use { address, purpose: Purpose::Load(Resource::Picture), range });
        }
    }

    fn playlist(&mut self, text: &str) {
        for (address, range) in document::read_playlist(text) {
            self.address(Use { address, purpose: Purpose::Load(Resource::Film), range });
        }
    }

    /// What headers ask for on any page, and that they keep and report nothing.
    fn headers(&mut self, text: &str) {
        for (name, value) in Rules::read("", text).all_headers() {
            self.what_it_asks_for(text, Facts::of_drawing(&header::elements(name, value)));
            if name.eq_ignore_ascii_case("set-cookie") {
                self.find(problem::cookie_header(), 0..0);
            }
            for address in header::reports(name, value) {
                if let Target::Elsewhere(host) = self.site.target(&self.url, &address) {
                    self.find(problem::reporting_header(&host), 0..0);
                }
            }
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
        if let Some(range) = facts.other_encoding {
            self.find(problem::other_encoding(), range);
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
        for style::Loaded { address, range, way } in style::addresses(&style.text) {
            let start = style.range.start;
            let range = if is_literal { start + range.start..start + range.end } else { style.range.clone() };
            match way {
                Way::Style => {
                    self.address(Use { address, purpose: Purpose::Load(Resource::ImportedStyle), range })
                }
                Way::File => self.address(Use { address, purpose: Purpose::Load(Resource::OfStyle), range }),
                Way::Value { is_used } => self.value(&address, is_used, range),
            }
        }
    }

    /// A text that may be an address for whoever uses it; most are none.
    fn value(&mut self, text: &str, is_used: bool, range: Range<usize>) {
        let Target::Elsewhere(host) = self.site.target(&self.url, text) else { return };
        let problem = if is_used {
            problem::foreign_origin(Resource::OfStyle, &host)
        } else {
            problem::foreign_mention("style", &host)
        };
        self.find(problem, range);
    }

    fn script(&mut self, text: &str) {
        self.seen.counts.scripts += 1;
        let facts = script::read(text);
        let mut asked = FxHashSet::default();
        for Use { address, purpose, range } in facts.asks {
            let target = self.site.target(&self.url, &address);
            if let (Target::Elsewhere(host), Purpose::Load(resource)) = (target, purpose) {
                self.find(problem::foreign_origin(resource, &host), range);
                asked.insert(host);
            }
        }
        for (address, range) in facts.mentions {
            match self.site.target(&self.url, &address) {
                Target::Elsewhere(host)
                    if !NAMING_HOSTS.contains(&host.as_str()) && !asked.contains(&host) =>
                {
                    self.find(problem::foreign_mention("script", &host), range);
                    self.seen.counts.mentioned_hosts.insert(host);
                }
                _ => {}
            }
        }
        self.seen.counts.made_addresses += facts.made.len();
        facts.made.into_iter().for_each(|range| self.find(problem::made_address(), range));
        for address in facts.scripts {
            // what a script imports may also be data: `import a from "./a.json"`
            if let Target::File(file, _) = self.site.target(&self.url, &address)
                && Role::of(self.site.path(file)) != Some(Role::Json)
            {
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
        let damage = damage::in_xml(text);
        let drawing = drawing::read(text, Vocabulary::Other);
        if facts.kind == document::Kind::Other {
            // what breaks off early enough does not say what it is
            self.damage(damage.filter(|_| drawing.broken.is_none()));
            return self.drawing(text, drawing);
        }
        self.damage(damage);
        if let Some(range) = drawing.transformed {
            self.find(problem::transformed(), range);
        }
        let mut opened = Facts::of_drawing(&drawing.elements);
        opened.uses.retain(|used| matches!(used.purpose, Purpose::Load(_)));
        self.document(facts);
        self.what_it_asks_for(text, opened);
    }

    fn json(&mut self, text: &str) {
        // what is no feed may be JSON with comments, for a program of its own
        if document::is_to_be_json_feed(self.site.path(self.file), text) {
            self.damage(damage::in_json(text));
        }
        self.document(document::read_json(text));
    }

    fn damage(&mut self, damage: Option<Range<usize>>) {
        if let Some(range) = damage {
            self.find(problem::damaged_file(self.site.url(self.file).path()), range);
        }
    }

    fn document(&mut self, facts: document::Facts) {
        if facts.kind == document::Kind::Other {
            return;
        }
        self.seen.counts.documents += 1;
        self.seen.has_sitemap |= facts.kind == document::Kind::Sitemap;
        for used in facts.addresses {
            if facts.kind == document::Kind::Sitemap
                && let Target::File(page, _) = self.site.target(&self.url, &used.address)
            {
                self.seen.in_sitemap.push((self.file, page, used.range.clone()));
            }
            self.address(used);
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
        // a drawing refers to its own parts, whatever else is relative to a base (SVG 2,
        // "Linking"; CSS Values Level 4, "Fragment URLs")
        let is_of_drawing = matches!(purpose, Purpose::Load(Resource::Picture | Resource::OfStyle));
        if let Some(part) = address.strip_prefix('#').filter(|_| is_of_drawing) {
            self.seen.counts.links += 1;
            return self.anchor(self.file, Some(part), range);
        }
        let target = match purpose {
            Purpose::Load(Resource::Base) if address.len() > LONGEST_BASE => Target::Unknown,
            _ => self.site.target(&self.url, &address),
        };
        match (target, purpose) {
            (Target::Held, Purpose::Load(Resource::Script)) => {
                self.find(problem::inline_script(Holder::Address), range)
            }
            (Target::Held, Purpose::Load(resource)) if resource.is_active() => {
                self.find(problem::embedded_file(resource), range)
            }
            (Target::Unknown, Purpose::Load(_) | Purpose::Report) => {
                self.find(problem::bad_address(&address), range)
            }
            (Target::Held | Target::NoPlace | Target::Unknown, _) => {}
            (_, Purpose::Report) => self.find(problem::beacon(), range),
            (Target::Elsewhere(host), Purpose::Load(resource)) => {
                self.find(problem::foreign_origin(resource, &host), range)
            }
            (Target::Elsewhere(host), Purpose::Follow) => {
                self.seen.counts.links_elsewhere += 1;
                self.seen.counts.hosts.insert(host);
            }
            // a connection asks for no file, and a base is a place to start from
            (Target::Elsewhere(_), Purpose::Tell)
            | (_, Purpose::Load(Resource::Connection | Resource::Base)) => {}
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
            Target::RedirectToNothing(end) => {
                self.seen.counts.links += 1;
                self.find(problem::redirect_to_nothing(&self.resolved(address), &end), range);
            }
            Target::Circle => {
                self.seen.counts.links += 1;
                self.find(problem::circle(&self.resolved(address)), range);
            }
            Target::File(target, part) => {
                self.seen.counts.links += 1;
                if let Purpose::Load(loaded) = purpose {
                    self.seen.loaded.extend(loaded.role().map(|role| (target, role)));
                }
                // what is behind a frame's `#` is as often for a script in it
                let is_framed = matches!(purpose, Purpose::Load(Resource::Frame | Resource::Object));
                self.anchor(target, part.as_deref().filter(|_| !is_framed), range);
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
        // what a script of the page takes for a place of its own
        let is_route = part.starts_with(['/', '!']);
        // every page has a top (WHATWG HTML, "Scrolling to a fragment")
        if is_route
            || part.is_empty()
            || part.eq_ignore_ascii_case("top")
            || !site::is_page(self.site.path(target))
        {
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
        let url = site::join(&self.url, address);
        url.map_or_else(|_| address.to_owned(), |url| site::decoded(url.path()).into_owned())
    }

    fn find(&mut self, problem: Diagnostic, range: Range<usize>) {
        self.seen.findings.add(problem, self.file, range);
    }
}
