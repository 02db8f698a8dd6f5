//! A page: one file of the site, and what it shows.
//!
//! [`plan`] decides which pages exist. It is the only place that knows every
//! address, so it is also where two pages with one address are found.

mod addresses;
mod clash;
mod lasting;
mod plan;

use crate::archive::QuestionId;
use crate::config::CategoryId;
use crate::config::Config;
use crate::korean::Initial;
use crate::output::OutputPath;

pub use self::addresses::Addresses;
pub use self::lasting::is_lasting;
pub use self::plan::SITEMAP_ADDRESSES;
pub use self::plan::is_indexed;
pub use self::plan::plan;

/// One file of the site.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where it is written.
    pub path: OutputPath,
    /// What it shows.
    pub kind: Kind,
}

impl Page {
    /// Its address, a path from the site's root.
    pub fn address(&self) -> String {
        let path = self.path.as_str();
        match path.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => format!("/{folder}"),
            _ => format!("/{path}"),
        }
    }
}

/// Whether one of `pages`, which are sorted by path, has an address, be it
/// written with or without its last slash.
pub fn stands_at(pages: &[Page], address: &str) -> bool {
    let has = |path: &String| pages.binary_search_by(|page| page.path.as_str().cmp(path)).is_ok();
    paths(address).iter().any(has)
}

/// The paths of which one is that of a page at `address`, be it written with or
/// without its last slash: of a file, or of the one in a folder.
pub fn paths(address: &str) -> [String; 2] {
    let file = address.trim_start_matches('/');
    let folder = format!("{}/index.html", file.trim_end_matches('/'));
    [file.to_owned(), folder.trim_start_matches('/').to_owned()]
}

/// An edition by its position in [`Archive::editions`](crate::archive::Archive::editions).
pub type EditionIndex = usize;

/// What a page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The first page of an edition.
    Home(EditionIndex),
    /// A question with its answers.
    Question(QuestionId),
    /// That a question was removed, and why.
    Removed(QuestionId),
    /// A question as Markdown.
    Markdown(QuestionId),
    /// A question as JSON.
    Json(QuestionId),
    /// One page of a list of questions.
    List {
        /// The edition it belongs to.
        edition: EditionIndex,
        /// Which questions it lists.
        list: List,
        /// Which page of the list this is, from 1.
        number: usize,
    },
    /// All lists of one kind: every category, every tag, everyone.
    Overview(EditionIndex, Overview),
    /// What was corrected, newest first.
    Changes(EditionIndex),
    /// Which questions were answered in time.
    Promise(EditionIndex),
    /// Where readers search.
    Search(EditionIndex),
    /// How readers ask.
    Ask(EditionIndex),
    /// An own page, by its position in the archive.
    Own(usize),
    /// What is shown where there is nothing.
    NotFound,
    /// An old address that leads to this one.
    Redirect(String),
    /// The newest questions of an edition or a category, for feed readers.
    Feed {
        /// The edition it belongs to.
        edition: EditionIndex,
        /// The category, or everything.
        category: Option<CategoryId>,
        /// In which format.
        format: FeedFormat,
    },
    /// What was corrected, as Atom.
    ChangesFeed(EditionIndex),
    /// The addresses from this one of the sitemap's parts, from 0.
    Sitemap(usize),
    /// Where the parts of the sitemap are.
    SitemapIndex(usize),
    /// What crawlers may read.
    Robots,
    /// The redirects in the format that static hosts read.
    Redirects,
    /// The headers that pages are to be sent with, in the same format.
    Headers,
    /// What the site is, for language models.
    Llms,
    /// A file of the search index, by its position there.
    Index(usize),
    /// A static file of the theme, by its position there.
    Asset(usize),
    /// A static file of the archive, by its path there.
    Static(String),
}

/// Which questions a list lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// All of them.
    All,
    /// Those of a category and of all below it.
    Category(CategoryId),
    /// Those with a tag, by its position in the edition.
    Tag(usize),
    /// Those that somebody answered, by their position in the edition.
    Person(usize),
    /// Those of a month.
    Month(i16, i8),
    /// Those whose titles begin alike.
    Initial(Initial),
    /// Those asked more than once, most asked first.
    Popular,
    /// Those not answered yet, oldest first.
    Waiting,
}

impl List {
    /// Questions on one page of the list: an index shows titles alone, so it
    /// has room for more.
    pub fn per_page(self, config: &Config) -> usize {
        if matches!(self, Self::Initial(_)) { config.per_page * 10 } else { config.per_page }
    }
}

/// All lists of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overview {
    /// Every category.
    Categories,
    /// Every tag.
    Tags,
    /// Everyone who answers.
    People,
    /// Every month.
    Months,
    /// Every initial.
    Initials,
}

impl Overview {
    /// Every kind of overview.
    pub const ALL: [Self; 5] = [Self::Categories, Self::Tags, Self::People, Self::Months, Self::Initials];

    /// Its address in an edition without a prefix.
    pub fn address(self) -> &'static str {
        match self {
            Self::Categories => "/category/",
            Self::Tags => "/tag/",
            Self::People => "/people/",
            Self::Months => "/archive/",
            Self::Initials => "/index/",
        }
    }
}

/// The formats of feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedFormat {
    /// Atom 1.0, RFC 4287.
    Atom,
    /// RSS 2.0, which Naver reads.
    Rss,
    /// JSON Feed 1.1.
    Json,
}

impl FeedFormat {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Atom, Self::Rss, Self::Json];

    /// The file it is written to.
    pub fn file(self) -> &'static str {
        match self {
            Self::Atom => "feed.xml",
            Self::Rss => "rss.xml",
            Self::Json => "feed.json",
        }
    }
}

impl Kind {
    /// What timings call it: its template, where it has one.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Home(_) => "home.html",
            Self::Question(_) => "question.html",
            Self::Removed(_) => "removed.html",
            Self::Markdown(_) => "question as Markdown",
            Self::Json(_) => "question as JSON",
            Self::List { .. } => "list.html",
            Self::Overview(..) => "overview.html",
            Self::Changes(_) => "changes.html",
            Self::Promise(_) => "promise.html",
            Self::Search(_) => "search.html",
            Self::Ask(_) => "ask.html",
            Self::Own(_) => "page.html",
            Self::NotFound => "404.html",
            Self::Redirect(_) => "redirect.html",
            Self::Feed { .. } | Self::ChangesFeed(_) => "feed",
            Self::Sitemap(_) | Self::SitemapIndex(_) => "sitemap",
            Self::Robots => "robots",
            Self::Redirects => "redirects",
            Self::Headers => "headers",
            Self::Llms => "llms.txt",
            Self::Index(_) => "search index",
            Self::Asset(_) => "asset",
            Self::Static(_) => "static file",
        }
    }
}
