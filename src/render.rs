//! Rendering: a page becomes the bytes that are written.
//!
//! What many pages show is made once and shared: the item that stands for a
//! question in lists, and what all pages of an edition have in common. A
//! page's own view is made, rendered and dropped in one go, so memory stays
//! flat however large the archive is.

mod feed;
mod fingerprint;
mod headers;
mod list;
mod machine;
mod markdown_twin;
mod promise;
mod question;
mod single;
mod structured;
pub mod view;
mod xml;

use std::sync::Arc;
use std::sync::OnceLock;

use serde::Serialize;
use tera::Context;
use tera::Value;

use crate::archive::Archive;
use crate::archive::Edition;
use crate::archive::QuestionId;
use crate::diagnostic::Diagnostic;
use crate::hash::Hash;
use crate::page::Addresses;
use crate::page::EditionIndex;
use crate::page::Kind;
use crate::page::Page;
use crate::search::IndexFile;
use crate::theme::Theme;

use self::feed::Entry;
use self::view::PageView;

pub use self::headers::CACHE_OF_THEME;
pub use self::headers::HEADERS;
pub use self::headers::TYPE_OF_MARKDOWN;

/// What a site consists of: its pages, and all that they show.
#[derive(Debug)]
pub struct Plan {
    /// The questions and all else that the pages show.
    pub archive: Arc<Archive>,
    /// What the pages look like.
    pub theme: Arc<Theme>,
    /// Every page, sorted by path.
    pub pages: Arc<Vec<Page>>,
    /// The files of the search index.
    pub index: Arc<Vec<IndexFile>>,
    /// The hash of everything but the texts of questions, and of which pages
    /// there are.
    pub surface: Hash,
}

/// Renders the pages of one archive.
#[derive(Debug)]
pub struct Renderer {
    archive: Arc<Archive>,
    theme: Arc<Theme>,
    /// What every template sees of the site.
    site: Value,
    pages: Arc<Vec<Page>>,
    /// The files of the search index.
    index: Arc<Vec<IndexFile>>,
    /// What stands for each question in lists, as soon as one asks for it.
    items: Vec<OnceLock<Result<Value, Diagnostic>>>,
    /// What all pages of each edition share.
    editions: Vec<Value>,
    /// As in [`Plan`].
    surface: Hash,
    /// The hash of all that pages share.
    frame: Hash,
    /// The position of each listed question in its edition.
    positions: Vec<Option<usize>>,
    /// What stands for each question in feeds, as soon as one asks for it.
    entries: Vec<OnceLock<Box<Entry>>>,
}

impl Renderer {
    /// Prepares everything that pages share.
    ///
    /// # Errors
    /// A diagnostic that points into `top.html` or `foot.html`.
    pub fn new(plan: Plan) -> Result<Self, Diagnostic> {
        let Plan { archive, theme, pages, index, surface } = plan;
        let site = value(&view::site(&archive));
        let editions = archive.editions().iter().map(|edition| shared(&archive, &theme, &site, edition));
        let editions = editions.collect::<Result<_, _>>()?;
        let frame = fingerprint::frame(&archive, &theme);
        let positions = positions(&archive);
        let items = archive.questions.iter().map(|_| OnceLock::new()).collect();
        let entries = archive.questions.iter().map(|_| OnceLock::new()).collect();
        Ok(Self { archive, theme, site, pages, index, items, editions, surface, frame, positions, entries })
    }

    /// What stands for a question in every list that it is in.
    fn listed(&self, id: QuestionId) -> Result<Value, Diagnostic> {
        if !self.archive.visibility(id).has_page() {
            return Ok(Value::none());
        }
        let item = view::item(&self.archive, id);
        let lang = self.archive.question(id).language(&self.archive.config);
        let mut context = context(&self.site, lang);
        context.insert("item", &item);
        let html = self.theme.render("item.html", &context)?;
        Ok(value(&view::ListedView {
            title: item.title,
            href: &item.href,
            lang,
            html: &String::from_utf8_lossy(&html),
        }))
    }

    /// The archive that the pages are of.
    pub fn archive(&self) -> &Archive {
        &self.archive
    }

    /// Every page, sorted by path.
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// The same, for whoever needs them longer.
    pub fn shared_pages(&self) -> Arc<Vec<Page>> {
        Arc::clone(&self.pages)
    }

    /// What the pages look like.
    pub fn theme(&self) -> &Theme {
        &self.theme
    }

    /// Gives up the files of the search index, once all are written: much
    /// memory in few pieces.
    pub fn part_with_index(&mut self) {
        self.index = Arc::default();
    }

    /// The bytes of a page; none for a static file of the archive, which is
    /// copied.
    ///
    /// # Errors
    /// A diagnostic that points into the template.
    pub fn render(&self, page: &Page) -> Result<Option<Vec<u8>>, Diagnostic> {
        let text = |text: String| Ok(Some(text.into_bytes()));
        let archive = &self.archive;
        match &page.kind {
            Kind::Home(edition) => self.home(*edition).map(Some),
            Kind::Question(id) => self.question(*id).map(Some),
            Kind::Removed(id) => self.removed(*id).map(Some),
            Kind::List { edition, list, number } => self.list(*edition, *list, *number).map(Some),
            Kind::Overview(edition, overview) => self.overview(*edition, *overview).map(Some),
            Kind::Changes(edition) => self.changes(*edition).map(Some),
            Kind::Promise(edition) => self.promise(*edition).map(Some),
            Kind::Search(edition) => self.search(*edition).map(Some),
            Kind::Ask(edition) => self.ask(*edition).map(Some),
            Kind::Own(index) => self.own_page(*index).map(Some),
            Kind::NotFound => self.not_found().map(Some),
            Kind::Redirect(target) => self.redirect(target).map(Some),
            // what no template has a say in
            Kind::Markdown(id) => text(markdown_twin::write(archive, self.theme.strings(), *id)),
            Kind::Json(id) => text(self.json(*id)),
            Kind::Feed { edition, category, format } => text(self.feed(*edition, *category, *format)),
            Kind::ChangesFeed(edition) => text(self.changes_feed(*edition)),
            Kind::Sitemap(part) => text(machine::sitemap(archive, &self.pages, *part)),
            Kind::SitemapIndex(parts) => text(machine::sitemap_index(archive, *parts)),
            Kind::Robots => text(machine::robots(&archive.config)),
            Kind::Redirects => text(machine::redirects(archive, &self.pages)),
            Kind::Headers => text(headers::file(&archive.config)),
            Kind::Llms => text(machine::llms(archive, self.theme.strings())),
            Kind::Asset(index) => Ok(self.theme.assets().nth(*index).map(|asset| asset.bytes.to_vec())),
            Kind::Index(index) => Ok(self.index.get(*index).map(IndexFile::bytes)),
            Kind::Static(_) => Ok(None),
        }
    }

    /// Renders a template with what its page shows under `name`.
    fn template(
        &self,
        template: &str,
        edition: EditionIndex,
        page: &PageView,
        name: &'static str,
        shown: &impl Serialize,
    ) -> Result<Vec<u8>, Diagnostic> {
        let mut context = context(&self.site, page.lang);
        context.insert_value("edition", self.editions[edition].clone());
        context.insert("page", page);
        context.insert(name, shown);
        self.theme.render(template, &context)
    }

    /// What stands for a question in lists, made once for all of them.
    fn item(&self, id: QuestionId) -> Result<Value, Diagnostic> {
        self.items[id.0].get_or_init(|| self.listed(id)).clone()
    }

    fn items(&self, ids: &[QuestionId]) -> Result<Vec<Value>, Diagnostic> {
        ids.iter().map(|&id| self.item(id)).collect()
    }

    fn addresses(&self, edition: EditionIndex) -> Addresses<'_> {
        Addresses::new(&self.archive, &self.archive.editions()[edition])
    }

    /// A string of the theme without places to fill.
    fn say(&self, language: &str, key: &str) -> String {
        self.theme.strings().say(language, key, |_| None).unwrap_or_else(|_| key.to_owned())
    }

    fn not_found(&self) -> Result<Vec<u8>, Diagnostic> {
        let language = &self.archive.config.language;
        let title = self.say(language, "not_found.title");
        let page = PageView::new(&self.archive, "/404.html", language, &title).hidden();
        let page = PageView { searches: true, ..page };
        self.template("404.html", 0, &page, "not_found", &())
    }

    fn redirect(&self, target: &str) -> Result<Vec<u8>, Diagnostic> {
        let language = &self.archive.config.language;
        let title = self.say(language, "redirect.title");
        let page = PageView::new(&self.archive, target, language, &title).hidden();
        self.template("redirect.html", 0, &page, "redirect", &view::redirect(&self.archive, target))
    }

    fn own_page(&self, index: usize) -> Result<Vec<u8>, Diagnostic> {
        let own = &self.archive.own_pages[index];
        let config = &self.archive.config;
        let language = own.lang.as_deref().unwrap_or(&config.language);
        let edition = self.archive.edition_in(language);
        let fragment = own.fragment(config, &self.archive.statics);
        let description =
            own.description.clone().unwrap_or_else(|| crate::question::first_sentence(&fragment.text));
        let page = PageView::new(&self.archive, &own.address(), language, &own.title).described(&description);
        self.template("page.html", edition, &page, "own", &view::own(own, &fragment))
    }
}

/// A view as the value that templates read.
fn value<T: Serialize + ?Sized>(view: &T) -> Value {
    Value::from_serializable(view)
}

/// What every template sees, in one language.
fn context(site: &Value, language: &str) -> Context {
    let mut context = Context::new();
    context.insert_value("site", site.clone());
    context.insert("lang", language);
    context
}

/// What all pages of an edition share, the parts of them included that look the
/// same on every page.
fn shared(archive: &Archive, theme: &Theme, site: &Value, edition: &Edition) -> Result<Value, Diagnostic> {
    let mut shared = view::edition(archive, edition);
    let home = PageView::new(archive, &edition.address("/"), &edition.language, &archive.config.title);
    let mut context = context(site, &edition.language);
    context.insert("page", &home);
    context.insert("edition", &shared);
    let html = |template| Ok(String::from_utf8_lossy(&theme.render(template, &context)?).into_owned());
    (shared.top_html, shared.foot_html) = (html("top.html")?, html("foot.html")?);
    Ok(value(&shared))
}

/// The position of each listed question in its edition.
fn positions(archive: &Archive) -> Vec<Option<usize>> {
    let mut positions = vec![None; archive.questions.len()];
    for edition in archive.editions() {
        for (position, id) in edition.questions.iter().enumerate() {
            positions[id.0] = Some(position);
        }
    }
    positions
}
