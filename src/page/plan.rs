//! The plan: which pages exist.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use super::Addresses;
use super::EditionIndex;
use super::FeedFormat;
use super::Kind;
use super::List;
use super::Overview;
use super::Page;
use super::clash::alias_address;
use super::clash::cause;
use super::clash::find_clashes;
use super::lasting::Emptied;
use crate::archive::Archive;
use crate::archive::QuestionId;
use crate::archive::Visibility;
use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Few;
use crate::diagnostic::Place;
use crate::output::OutputPath;

/// The most addresses one part of a sitemap may hold (sitemaps.org, "Sitemap
/// file requirements").
pub const SITEMAP_ADDRESSES: usize = 50_000;

/// Every page of the site, sorted by path.
///
/// `assets` are the addresses of the theme's static files, and `index` those of
/// the search index, each in its own order. `published` are the addresses that
/// the site ever had.
pub fn plan<'a>(
    archive: &Archive,
    assets: impl Iterator<Item = &'a str>,
    index: impl Iterator<Item = &'a str>,
    published: impl Iterator<Item = &'a str>,
) -> Checked<Vec<Page>> {
    let mut planned = Planned { archive, pages: Vec::new(), problems: Few::of_archive() };
    for edition in 0..archive.editions().len() {
        planned.edition(edition);
    }
    for (id, _) in archive.iter() {
        planned.question(id);
    }
    planned.own_pages();
    planned.aliases();
    planned.moved();
    planned.emptied(published);
    for (index, address) in assets.enumerate() {
        planned.add(address, Kind::Asset(index));
    }
    for (position, address) in index.enumerate() {
        planned.add(address, Kind::Index(position));
    }
    for path in archive.statics.paths() {
        planned.add_static(path);
    }
    planned.for_machines();
    planned.finish()
}

/// The pages that are planned so far.
struct Planned<'a> {
    archive: &'a Archive,
    pages: Vec<Page>,
    problems: Few,
}

impl Planned<'_> {
    /// Adds the page at `address`, a path from the site's root; an address
    /// that ends in a slash is the `index.html` of a folder.
    fn add(&mut self, address: &str, kind: Kind) {
        let file = if address.ends_with('/') { format!("{address}index.html") } else { address.to_owned() };
        match OutputPath::new(file.trim_start_matches('/')) {
            Ok(path) => self.pages.push(Page { path, kind }),
            Err(error) => {
                let message = format!("`{address}` cannot be an address: {error}");
                let problem = Diagnostic::error("bad-address", message).help("choose another name");
                let archive = self.archive;
                let place = || match &kind {
                    Kind::List { list: List::Category(_), .. } => {
                        Some(archive.config.key_place_of(&["categories".into()]))
                    }
                    kind => cause(archive, address, kind),
                };
                self.problems.add_with(problem, |problem| problem.maybe_at(place()));
            }
        }
    }

    fn edition(&mut self, index: EditionIndex) {
        let edition = &self.archive.editions()[index];
        let tree = &self.archive.config.categories;
        self.add(&edition.address("/"), Kind::Home(index));
        for overview in Overview::ALL {
            self.add(&edition.address(overview.address()), Kind::Overview(index, overview));
        }
        self.list_pages(index, List::All, edition.questions.len());
        for (id, _) in tree.iter() {
            self.list_pages(index, List::Category(id), edition.category(id).len());
        }
        for (at, tag) in edition.tags.iter().enumerate() {
            self.list_pages(index, List::Tag(at), tag.questions.len());
        }
        for (at, person) in edition.people.iter().enumerate() {
            self.list_pages(index, List::Person(at), person.questions.len());
        }
        for (&(year, month), questions) in &edition.months {
            self.list_pages(index, List::Month(year, month), questions.len());
        }
        for (&initial, questions) in &edition.initials {
            self.list_pages(index, List::Initial(initial), questions.len());
        }
        self.list_pages(index, List::Popular, edition.popular.len());
        self.list_pages(index, List::Waiting, edition.waiting.len());
        self.single_pages(index);
        for category in std::iter::once(None).chain(tree.iter().map(|(id, _)| Some(id))) {
            self.feeds(index, category);
        }
    }

    /// The pages of which each edition has one.
    fn single_pages(&mut self, index: EditionIndex) {
        let edition = &self.archive.editions()[index];
        self.add(&edition.address("/changes/"), Kind::Changes(index));
        self.add(&edition.address("/changes/feed.xml"), Kind::ChangesFeed(index));
        self.add(&edition.address("/search/"), Kind::Search(index));
        self.add(&edition.address("/ask/"), Kind::Ask(index));
        if self.archive.config.promise.is_some() {
            self.add(&edition.address("/promise/"), Kind::Promise(index));
        }
    }

    /// The pages that a list of this `length` is spread over.
    fn list_pages(&mut self, edition: EditionIndex, list: List, length: usize) {
        let last = length.div_ceil(list.per_page(&self.archive.config)).max(1);
        let addresses = Addresses::new(self.archive, &self.archive.editions()[edition]);
        for number in 1..=last {
            self.add(&addresses.list_page(list, number), Kind::List { edition, list, number });
        }
    }

    fn feeds(&mut self, edition: EditionIndex, category: Option<crate::config::CategoryId>) {
        let folder = Addresses::new(self.archive, &self.archive.editions()[edition]).feed_folder(category);
        for format in FeedFormat::ALL {
            self.add(&format!("{folder}{}", format.file()), Kind::Feed { edition, category, format });
        }
    }

    fn question(&mut self, id: QuestionId) {
        let question = self.archive.question(id);
        let outputs = self.archive.config.outputs;
        let address = question.key.address();
        match self.archive.visibility(id) {
            Visibility::Hidden => {}
            Visibility::Removed => self.add(&address, Kind::Removed(id)),
            Visibility::Merged => {
                if let Some(target) = self.archive.merge_target(id) {
                    self.add(&address, Kind::Redirect(self.archive.question(target).key.address()));
                }
            }
            Visibility::Listed | Visibility::Unlisted => {
                self.add(&address, Kind::Question(id));
                if outputs.markdown {
                    self.add(&question.key.markdown_address(), Kind::Markdown(id));
                }
                if outputs.json {
                    self.add(&question.key.json_address(), Kind::Json(id));
                }
            }
        }
    }

    fn own_pages(&mut self) {
        for (index, page) in self.archive.own_pages.iter().enumerate() {
            self.add(&page.address(), Kind::Own(index));
        }
    }

    /// Old addresses. Those with a query, such as `/board.php?id=3`, no static
    /// host can serve; reading has refused them already.
    fn aliases(&mut self) {
        let questions = self.archive.iter().filter(|(id, _)| self.archive.visibility(*id).has_address());
        let questions = questions.map(|(_, question)| (&question.front.aliases, question.key.address()));
        let pages = self.archive.own_pages.iter().map(|page| (&page.aliases, page.address()));
        for (aliases, target) in questions.chain(pages).collect::<Vec<_>>() {
            for alias in aliases {
                self.add(&alias_address(alias), Kind::Redirect(target.clone()));
            }
        }
    }

    /// Old addresses of lists, as the settings have them, in every edition.
    fn moved(&mut self) {
        let moved = &self.archive.config.moved;
        if moved.is_empty() {
            return;
        }
        let pages: FxHashSet<String> =
            self.pages.iter().filter(|page| !is_redirect(page)).map(Page::address).collect();
        for (old, new) in moved {
            if pages.contains(new) {
                self.add(&alias_address(old), Kind::Redirect(new.clone()));
            } else {
                let place = || self.archive.config.place_of(&["moved".into(), old.as_str().into()]);
                self.problems.add(moved_nowhere(new), place);
            }
        }
        self.moved_editions(&pages);
    }

    /// What moved in the site's own language moved in every other that has one of
    /// the `pages` there, unless the settings or a page say otherwise.
    fn moved_editions(&mut self, pages: &FxHashSet<String>) {
        let archive = self.archive;
        let mut known: FxHashSet<String> = self.pages.iter().map(Page::address).collect();
        for edition in archive.editions().iter().skip(1) {
            for (old, new) in &archive.config.moved {
                let (old, new) = (edition.address(&alias_address(old)), edition.address(new));
                if pages.contains(&new) && known.insert(old.clone()) {
                    self.add(&old, Kind::Redirect(new));
                }
            }
        }
    }

    /// Published lists that ended with their last question: what readers saved
    /// leads to what stands in for them.
    fn emptied<'p>(&mut self, published: impl Iterator<Item = &'p str>) {
        let published: BTreeSet<&str> = published.collect();
        let emptied = Emptied::of(self.archive, &published);
        let mut ended =
            published.iter().filter_map(|address| Some((*address, emptied.heirs(address)?))).peekable();
        if ended.peek().is_none() {
            return;
        }
        let leads: FxHashMap<String, String> = self.pages.iter().map(where_it_leads).collect();
        for (address, heirs) in ended.filter(|(address, _)| !leads.contains_key(*address)) {
            let heir = heirs.into_iter().find_map(|heir| leads.get(heir)).map_or("/", String::as_str);
            self.add(address, Kind::Redirect(heir.to_owned()));
        }
    }

    fn add_static(&mut self, path: &str) {
        match OutputPath::new(path) {
            Ok(output) => self.pages.push(Page { path: output, kind: Kind::Static(path.to_owned()) }),
            Err(error) => {
                let file = self.archive.statics.get(path).map_or(path, |file| file.source.name.as_str());
                let message = format!("this file cannot be published under its name: {error}");
                let problem = Diagnostic::error("bad-address", message).help("rename it");
                self.problems.add(problem, || Place::file(file));
            }
        }
    }

    fn for_machines(&mut self) {
        self.add("/404.html", Kind::NotFound);
        let files = [
            ("robots.txt", Kind::Robots),
            ("_redirects", Kind::Redirects),
            ("_headers", Kind::Headers),
            ("llms.txt", Kind::Llms),
        ];
        for (file, kind) in files {
            // a brand may write its own
            if self.archive.statics.get(file).is_none() {
                self.add(&format!("/{file}"), kind);
            }
        }
        let addresses = self.pages.iter().filter(|page| is_indexed(self.archive, &page.kind)).count();
        let parts = addresses.div_ceil(SITEMAP_ADDRESSES).max(1);
        if parts == 1 {
            return self.add("/sitemap.xml", Kind::Sitemap(0));
        }
        self.add("/sitemap.xml", Kind::SitemapIndex(parts));
        for part in 0..parts {
            self.add(&format!("/sitemap-{}.xml", part + 1), Kind::Sitemap(part));
        }
    }

    fn finish(mut self) -> Checked<Vec<Page>> {
        self.pages.sort_by(|a, b| a.path.cmp(&b.path));
        find_clashes(self.archive, &self.pages, &mut self.problems);
        Checked { value: self.pages, diagnostics: self.problems.into_told() }
    }
}

fn is_redirect(page: &Page) -> bool {
    matches!(page.kind, Kind::Redirect(_))
}

/// The address of a page, and of the one that readers come to there: nobody has
/// to follow two redirects.
fn where_it_leads(page: &Page) -> (String, String) {
    let address = page.address();
    let target = if let Kind::Redirect(target) = &page.kind { target.clone() } else { address.clone() };
    (address, target)
}

fn moved_nowhere(target: &str) -> Diagnostic {
    Diagnostic::error("moved-nowhere", format!("there is no page at `{target}` to lead to"))
        .help("name the address of a page of this site, with a slash at the end: /category/insects/")
}

/// Whether the sitemap names the page: what readers should find, each once.
pub fn is_indexed(archive: &Archive, kind: &Kind) -> bool {
    match kind {
        Kind::Home(_) | Kind::Overview(..) | Kind::Own(_) | Kind::List { .. } => true,
        Kind::Changes(_) | Kind::Promise(_) | Kind::Ask(_) => true,
        Kind::Question(id) => archive.visibility(*id) == Visibility::Listed,
        _ => false,
    }
}
