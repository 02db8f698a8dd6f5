//! Which pages exist.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::Addresses;
use super::EditionIndex;
use super::FeedFormat;
use super::Kind;
use super::List;
use super::Overview;
use super::Page;
use super::lasting::overview_of_emptied;
use crate::archive::Archive;
use crate::archive::QuestionId;
use crate::archive::Visibility;
use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::output;
use crate::output::OutputPath;
use crate::yaml::read_address;

/// The most addresses one part of a sitemap may hold (sitemaps.org, "Sitemap
/// file requirements").
pub const SITEMAP_ADDRESSES: usize = 50_000;

/// Every page of the site, sorted by path.
///
/// `assets` are the addresses of the theme's static files, and `index` those of
/// the search index, each in its own order. `published` are the addresses that
/// the site ever had.
pub fn list<'a>(
    archive: &Archive,
    assets: impl Iterator<Item = &'a str>,
    index: impl Iterator<Item = &'a str>,
    published: impl Iterator<Item = &'a str>,
) -> Checked<Vec<Page>> {
    let mut list = Pages { archive, pages: Vec::new(), diagnostics: Vec::new() };
    for edition in 0..archive.editions().len() {
        list.edition(edition);
    }
    for (id, _) in archive.iter() {
        list.question(id);
    }
    list.own_pages();
    list.aliases();
    list.moved();
    list.emptied(published);
    for (index, address) in assets.enumerate() {
        list.add(address, Kind::Asset(index));
    }
    for (position, address) in index.enumerate() {
        list.add(address, Kind::Index(position));
    }
    for path in archive.statics.paths() {
        list.add_static(path);
    }
    list.for_machines();
    list.finish()
}

/// The pages found so far.
struct Pages<'a> {
    archive: &'a Archive,
    pages: Vec<Page>,
    diagnostics: Vec<Diagnostic>,
}

impl Pages<'_> {
    /// Adds the page at `address`, a path from the site's root; an address
    /// that ends in a slash is the `index.html` of a folder.
    fn add(&mut self, address: &str, kind: Kind) {
        let file = if address.ends_with('/') { format!("{address}index.html") } else { address.to_owned() };
        match OutputPath::new(file.trim_start_matches('/')) {
            Ok(path) => self.pages.push(Page { path, kind }),
            Err(error) => {
                let message = format!("`{address}` cannot be an address: {error}");
                let problem = Diagnostic::error("bad-address", message).help("choose another name");
                let place = match &kind {
                    Kind::Redirect(target) => self.redirect_place(address, target),
                    Kind::Question(id) | Kind::Removed(id) | Kind::Markdown(id) | Kind::Json(id) => {
                        Some(Place::file(&self.archive.question(*id).file))
                    }
                    Kind::Own(index) => Some(Place::file(&self.archive.pages[*index].file)),
                    Kind::List { list: List::Category(_), .. } => {
                        Some(self.archive.config.key_place_of(&["categories".into()]))
                    }
                    _ => None,
                };
                self.diagnostics.push(match place {
                    Some(place) => problem.at(place),
                    None => problem,
                });
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
        self.list(index, List::All, edition.questions.len());
        for (id, _) in tree.iter() {
            self.list(index, List::Category(id), edition.category(id).len());
        }
        for (at, tag) in edition.tags.iter().enumerate() {
            self.list(index, List::Tag(at), tag.questions.len());
        }
        for (at, person) in edition.people.iter().enumerate() {
            self.list(index, List::Person(at), person.questions.len());
        }
        for (&(year, month), questions) in &edition.months {
            self.list(index, List::Month(year, month), questions.len());
        }
        for (&initial, questions) in &edition.initials {
            self.list(index, List::Initial(initial), questions.len());
        }
        self.list(index, List::Popular, edition.popular.len());
        self.list(index, List::Waiting, edition.waiting.len());
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

    fn list(&mut self, edition: EditionIndex, list: List, length: usize) {
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
                    self.add(&format!("/q/{}.md", question.key), Kind::Markdown(id));
                }
                if outputs.json {
                    self.add(&format!("/q/{}.json", question.key), Kind::Json(id));
                }
            }
        }
    }

    fn own_pages(&mut self) {
        for (index, page) in self.archive.pages.iter().enumerate() {
            self.add(&page.address(), Kind::Own(index));
        }
    }

    /// Old addresses. Those with a query, such as `/board.php?id=3`, no static
    /// host can serve; reading has refused them already.
    fn aliases(&mut self) {
        let questions = self.archive.iter().filter(|(id, _)| self.archive.visibility(*id).has_address());
        let questions = questions.map(|(_, question)| (&question.front.aliases, question.key.address()));
        let pages = self.archive.pages.iter().map(|page| (&page.aliases, page.address()));
        for (aliases, target) in questions.chain(pages).collect::<Vec<_>>() {
            for alias in aliases {
                self.add(&alias_address(alias), Kind::Redirect(target.clone()));
            }
        }
    }

    /// Old addresses of lists, as the settings have them.
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
                let place = self.archive.config.place_of(&["moved".into(), old.as_str().into()]);
                self.diagnostics.push(moved_nowhere(new).at(place));
            }
        }
    }

    /// Published lists by tag and person that have no questions any more: what
    /// readers saved leads to all tags, and to everyone who answers.
    fn emptied<'p>(&mut self, published: impl Iterator<Item = &'p str>) {
        let editions = self.archive.editions().iter();
        let overviews: Vec<_> = editions
            .flat_map(|edition| ["/tag/", "/people/"].map(|overview| edition.address(overview)))
            .collect();
        let mut published = published
            .filter_map(|address| Some((address, overview_of_emptied(address, &overviews)?)))
            .peekable();
        if published.peek().is_none() {
            return;
        }
        let known: FxHashSet<String> = self.pages.iter().map(Page::address).collect();
        for (address, overview) in published.filter(|(address, _)| !known.contains(*address)) {
            let overview = if known.contains(overview) { overview } else { "/" };
            self.add(address, Kind::Redirect(overview.to_owned()));
        }
    }

    fn add_static(&mut self, path: &str) {
        match OutputPath::new(path) {
            Ok(output) => self.pages.push(Page { path: output, kind: Kind::Static(path.to_owned()) }),
            Err(error) => {
                let file = self.archive.statics.get(path).map_or(path, |file| file.source.name.as_str());
                self.diagnostics.push(
                    Diagnostic::error(
                        "bad-address",
                        format!("this file cannot be published under its name: {error}"),
                    )
                    .at(Place::file(file))
                    .help("rename it"),
                );
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
        let clashes = self.clashes();
        self.diagnostics.extend(clashes);
        Checked { value: self.pages, diagnostics: self.diagnostics }
    }

    /// Two pages with one address, also where only a file system that ignores
    /// case would mix them up.
    fn clashes(&self) -> Vec<Diagnostic> {
        let collisions = output::collisions(self.pages.iter().map(|page| &page.path));
        if collisions.is_empty() {
            return Vec::new();
        }
        let mut by_path: BTreeMap<&OutputPath, Vec<&Page>> = BTreeMap::new();
        for page in &self.pages {
            by_path.entry(&page.path).or_default().push(page);
        }
        collisions.iter().map(|(first, second)| self.clash(first, second, &by_path)).collect()
    }

    fn clash(
        &self,
        first: &OutputPath,
        second: &OutputPath,
        by_path: &BTreeMap<&OutputPath, Vec<&Page>>,
    ) -> Diagnostic {
        let page = |path: &OutputPath, at: usize| {
            by_path.get(path).and_then(|pages| pages.get(at).or(pages.last())).copied()
        };
        let pages = [page(first, 0), page(second, usize::from(first == second))];
        let owners = pages.map(|page| page.map(|page| self.owner(page)).unwrap_or_default());
        let address = pages[0].map(Page::address).unwrap_or_default();
        let message = format!("`{address}` would be written by {} and by {}", owners[0], owners[1]);
        let problem = Diagnostic::error("address-clash", message).help("change one of the two addresses");
        // an alias is changed more easily than a page
        let aliases = pages.iter().flatten().filter(|page| matches!(page.kind, Kind::Redirect(_)));
        let all = aliases.chain(pages.iter().rev().flatten());
        match all.filter_map(|page| self.place(page)).next() {
            Some(place) => problem.at(place),
            None => problem,
        }
    }

    /// What an author would call the source of a page.
    fn owner(&self, page: &Page) -> String {
        match (&page.kind, self.place(page)) {
            (Kind::Redirect(_), Some(place)) => format!("an alias in `{}`", place.file),
            (_, Some(place)) => format!("`{}`", place.file),
            (_, None) => "mundap itself".to_owned(),
        }
    }

    /// Where an author asked for a page, where one did.
    fn place(&self, page: &Page) -> Option<Place> {
        match &page.kind {
            Kind::Question(id) | Kind::Removed(id) | Kind::Markdown(id) | Kind::Json(id) => {
                Some(Place::file(&self.archive.question(*id).file))
            }
            Kind::Own(index) => Some(Place::file(&self.archive.pages[*index].file)),
            Kind::Redirect(target) => self.redirect_place(&page.address(), target),
            Kind::Static(path) => self.archive.statics.get(path).map(|file| Place::file(&file.source.name)),
            _ => None,
        }
    }

    /// Where it is written that `address` leads to `target`.
    fn redirect_place(&self, address: &str, target: &str) -> Option<Place> {
        let is_alias =
            |alias: &str| read_address(alias).is_some_and(|alias| alias_address(&alias) == address);
        let has_alias = |aliases: &[String]| aliases.iter().any(|alias| is_alias(alias));
        let mut questions = self.archive.questions.iter();
        let question = questions.find(|q| q.key.address() == target && has_alias(&q.front.aliases));
        let mut pages = self.archive.pages.iter();
        let page = pages.find(|page| page.address() == target && has_alias(&page.aliases));
        let mut merged = self.archive.questions.iter();
        let config = &self.archive.config;
        let moved = config.moved.iter().find(|(old, new)| is_alias(old) && *new == target);
        let moved = moved.map(|(old, _)| config.key_place_of(&["moved".into(), old.as_str().into()]));
        question
            .map(|question| question.place_of_item("aliases", is_alias))
            .or_else(|| page.map(|page| page.place_of_item("aliases", is_alias)))
            .or(moved)
            .or_else(|| {
                merged.find(|q| q.key.address() == address).map(|q| q.place_of(&["merged_into".into()]))
            })
    }
}

fn is_redirect(page: &Page) -> bool {
    matches!(page.kind, Kind::Redirect(_))
}

fn moved_nowhere(target: &str) -> Diagnostic {
    Diagnostic::error("moved-nowhere", format!("there is no page at `{target}` to lead to"))
        .help("name the address of a page of this site, with a slash at the end: /category/insects/")
}

/// The address of an alias: that of a folder, unless it names a file.
fn alias_address(alias: &str) -> String {
    if let Some(folder) = alias.strip_suffix("index.html").filter(|folder| folder.ends_with('/')) {
        return folder.to_owned();
    }
    let is_file = alias.rsplit('/').next().is_some_and(|name| name.contains('.'));
    if is_file || alias.ends_with('/') { alias.to_owned() } else { format!("{alias}/") }
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
