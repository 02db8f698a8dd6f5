//! Views: all that a template can see.
//!
//! Every template sees these names; what else it sees is told with the struct:
//!
//! | name | what |
//! |---|---|
//! | `site` | [`SiteView`] |
//! | `settings` | the theme's settings, by name |
//! | `edition` | [`EditionView`] |
//! | `lang` | the language of the page, as a BCP 47 tag |
//! | `page` | [`PageView`] |
//!
//! Fields called `href` are links to write as they are; `url` is an address
//! with its scheme and host. HTML comes in fields called `html` or `…_html`, is
//! safe, and is printed with `| safe`; everything else Tera escapes. Questions in
//! lists are values already, which a view shares with others and does not copy.

mod list;
mod question;
mod single;

use std::borrow::Cow;

use serde::Serialize;

use super::headers;
use crate::archive::Archive;
use crate::archive::Edition;
use crate::characters::unturned;
use crate::config::Config;
use crate::date;
use crate::date::Moment;
use crate::markdown;
use crate::page::Overview;

pub use self::list::CountedPersonView;
pub use self::list::GroupView;
pub use self::list::HomeView;
pub use self::list::InitialView;
pub use self::list::ItemView;
pub use self::list::ListView;
pub use self::list::ListedView;
pub use self::list::OverviewView;
pub use self::list::PagerView;
pub use self::list::categories;
pub use self::list::category_link;
pub use self::list::item;
pub use self::list::tag;
pub use self::list::tag_language;
pub use self::question::AskView;
pub use self::question::CorrectionView;
pub use self::question::PersonView;
pub use self::question::QuestionView;
pub use self::question::RemovedView;
pub use self::question::SourceView;
pub use self::question::TurnView;
pub use self::question::person;
pub use self::single::BarView;
pub use self::single::ChangeView;
pub use self::single::ChangesView;
pub use self::single::MissView;
pub use self::single::OwnView;
pub use self::single::PromiseView;
pub use self::single::RedirectView;
pub use self::single::SearchView;
pub use self::single::YearView;
pub use self::single::own;
pub use self::single::redirect;

/// `site`: what the whole site has in common; nothing of its questions, as one
/// that is new would change every page.
#[derive(Debug, Serialize)]
pub struct SiteView<'a> {
    /// The name of the site.
    pub title: &'a str,
    /// One sentence about it.
    pub description: Option<&'a str>,
    /// Its address, without a slash at the end.
    pub url: &'a str,
    /// Its language.
    pub language: &'a str,
    /// The name of the brand, or the title.
    pub brand: &'a str,
    /// The brand's logo.
    pub logo: Option<ImageView>,
    /// The brand's own stylesheet: `brand.css` in `content/static/`.
    pub brand_css: Option<String>,
    /// The Content-Security-Policy, as an element that belongs first into every
    /// page's head.
    pub policy_html: String,
    /// Where a reader can ask by e-mail.
    pub ask_email: Option<&'a str>,
    /// Where a reader can ask on a page of the brand's.
    pub ask_url: Option<&'a str>,
    /// The own pages, by path.
    pub pages: Vec<OwnLinkView>,
}

/// A picture.
#[derive(Debug, Serialize)]
pub struct ImageView {
    /// Where it is.
    pub href: String,
    /// Its width in CSS pixels, where the file says so.
    pub width: Option<u32>,
    /// Its height in CSS pixels, where the file says so.
    pub height: Option<u32>,
}

/// A name that leads somewhere.
#[derive(Clone, Debug, Serialize)]
pub struct LinkView {
    /// What to show.
    pub name: String,
    /// Where it leads.
    pub href: String,
}

/// An own page to which every page leads.
#[derive(Clone, Debug, Serialize)]
pub struct OwnLinkView {
    /// Its title.
    pub name: String,
    /// Where it is.
    pub href: String,
    /// Its language, BCP 47.
    pub lang: String,
}

/// A tag that leads to its list.
#[derive(Clone, Debug, Serialize)]
pub struct TagView {
    /// The tag.
    pub name: String,
    /// Its list.
    pub href: String,
    /// How many questions of the edition have it.
    pub count: usize,
    /// Its language, where that is known not to be the edition's.
    pub lang: Option<String>,
}

/// `edition`: what all pages of one language have in common. A page whose
/// language has no edition stands in that of the site's language.
#[derive(Debug, Serialize)]
pub struct EditionView<'a> {
    /// The language.
    pub language: &'a str,
    /// Its first page.
    pub home: String,
    /// All its questions.
    pub questions: String,
    /// All its categories.
    pub categories: String,
    /// All its tags.
    pub tags: String,
    /// Everyone who answers.
    pub people: String,
    /// Every month.
    pub months: String,
    /// Every initial.
    pub initials: String,
    /// What was asked most.
    pub popular: String,
    /// What is not answered yet.
    pub waiting: String,
    /// What was corrected.
    pub changes: String,
    /// Which questions were answered in time; absent where nothing is
    /// promised.
    pub promise: Option<String>,
    /// Where readers search.
    pub search: String,
    /// How readers ask.
    pub ask: String,
    /// Its Atom feed.
    pub feed: String,
    /// The first pages of the other editions.
    pub others: Vec<LinkView>,
    /// What `top.html` made of it, in its language: how pages begin to which
    /// nothing there leads, and those of another language.
    /// In `top.html` and `foot.html`, `page` is the first page.
    pub top_html: String,
    /// What `foot.html` made of it: how every page ends.
    pub foot_html: String,
}

/// `page`: what every page says about itself.
#[derive(Debug, Serialize)]
pub struct PageView<'a> {
    /// Its title, without the site's, and without what would turn that around.
    pub title: Cow<'a, str>,
    /// One sentence about it.
    pub description: Option<&'a str>,
    /// Its one address.
    pub url: String,
    /// The same without the host, as links have it.
    pub href: String,
    /// Its language.
    pub lang: &'a str,
    /// Whether search engines should leave it out.
    pub hidden: bool,
    /// Whether it begins with a search field, so that its header needs none.
    pub searches: bool,
    /// The folder of its own feeds, if it has some.
    pub feeds: Option<String>,
    /// The same page in other languages, itself included; empty if there are
    /// none.
    pub alternates: Vec<AlternateView>,
    /// Its parts for machines: the Markdown twin.
    pub markdown: Option<String>,
    /// The feed of corrections, on the page that shows them.
    pub changes_feed: Option<String>,
    /// Its language as Open Graph names it: `ko_KR`; absent where that needs a
    /// country nobody named.
    pub locale: Option<&'static str>,
    /// Its picture, by its whole address.
    pub image: Option<ImageView>,
    /// When it was published, for articles: RFC 3339.
    pub published: Option<String>,
    /// Its structured data, printed with `| safe` in a script element of the
    /// type `application/ld+json`.
    pub json_ld: Option<String>,
}

/// The same page in another language.
#[derive(Debug, Serialize)]
pub struct AlternateView {
    /// The language.
    pub lang: String,
    /// Its address.
    pub url: String,
}

/// A date, for machines and for people.
#[derive(Clone, Debug, Serialize)]
pub struct DateView {
    /// For `<time datetime>`.
    pub iso: String,
    /// For readers, in the page's language.
    pub text: String,
}

impl ImageView {
    /// The same picture by its whole address.
    pub fn whole(&self, config: &Config) -> Self {
        Self { href: format!("{}{}", config.origin(), self.href), ..*self }
    }
}

impl<'a> PageView<'a> {
    /// A page at `address`, a path from the site's root.
    pub fn new(archive: &Archive, address: &str, lang: &'a str, title: &'a str) -> Self {
        Self {
            title: unturned(title),
            description: None,
            url: archive.config.absolute(address),
            href: archive.config.href(address),
            lang,
            hidden: false,
            searches: false,
            feeds: None,
            alternates: Vec::new(),
            markdown: None,
            changes_feed: None,
            locale: locale(lang),
            image: None,
            published: None,
            json_ld: None,
        }
    }

    /// The same page with one sentence about it.
    #[must_use]
    pub fn described(mut self, description: &'a str) -> Self {
        self.description = (!description.is_empty()).then_some(description);
        self
    }

    /// The same page, to be left out by search engines.
    #[must_use]
    pub fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }
}

/// A language as Open Graph names it, with the country most readers are in.
fn locale(lang: &str) -> Option<&'static str> {
    match lang {
        "ko" | "ko-KR" => Some("ko_KR"),
        "en" | "en-US" => Some("en_US"),
        "en-GB" => Some("en_GB"),
        "ja" | "ja-JP" => Some("ja_JP"),
        "zh" | "zh-CN" => Some("zh_CN"),
        "zh-TW" => Some("zh_TW"),
        "vi" => Some("vi_VN"),
        _ => None,
    }
}

/// `site`.
pub fn site(archive: &Archive) -> SiteView<'_> {
    let config = &archive.config;
    let pages = archive.own_pages.iter();
    SiteView {
        title: &config.title,
        description: config.description.as_deref(),
        url: &config.url,
        language: &config.language,
        brand: config.brand.name.as_deref().unwrap_or(&config.title),
        logo: config.brand.logo.as_deref().map(|logo| image(archive, logo)),
        brand_css: archive.statics.get("brand.css").map(|_| config.href("/brand.css")),
        policy_html: headers::policy_html(),
        ask_email: config.ask.email.as_deref(),
        ask_url: config.ask.url.as_deref(),
        pages: pages
            .map(|page| OwnLinkView {
                name: page.title.clone(),
                href: config.href(&page.address()),
                lang: page.lang.as_ref().unwrap_or(&config.language).clone(),
            })
            .collect(),
    }
}

/// A picture in the archive's static files.
pub fn image(archive: &Archive, path: &str) -> ImageView {
    let path = path.trim_start_matches('/');
    let size = archive.statics.get(&markdown::path_of(path)).and_then(|file| file.size);
    ImageView {
        href: archive.config.href(&format!("/{}", markdown::address_of(path))),
        width: size.map(|size| size.width),
        height: size.map(|size| size.height),
    }
}

/// `edition`, without what templates make of it.
pub fn edition<'a>(archive: &'a Archive, edition: &'a Edition) -> EditionView<'a> {
    let href = |path: &str| archive.config.href(&edition.address(path));
    let others = archive.editions().iter().filter(|other| other.language != edition.language);
    EditionView {
        language: &edition.language,
        home: href("/"),
        questions: href("/questions/"),
        categories: href(Overview::Categories.address()),
        tags: href(Overview::Tags.address()),
        people: href(Overview::People.address()),
        months: href(Overview::Months.address()),
        initials: href(Overview::Initials.address()),
        popular: href("/popular/"),
        waiting: href("/waiting/"),
        changes: href("/changes/"),
        promise: archive.config.promise.as_ref().map(|_| href("/promise/")),
        search: href("/search/"),
        ask: href("/ask/"),
        feed: href("/feed.xml"),
        others: others
            .map(|other| LinkView {
                name: other.language.clone(),
                href: archive.config.href(&other.address("/")),
            })
            .collect(),
        top_html: String::new(),
        foot_html: String::new(),
    }
}

/// A day for machines and people, whatever the time.
pub fn day(archive: &Archive, moment: &Moment, lang: &str) -> DateView {
    let zone = &archive.config.timezone;
    DateView { iso: moment.iso(zone), text: date::long_date(moment.date(zone), lang) }
}

/// A civil day for machines and people.
pub fn civil_day(day: jiff::civil::Date, lang: &str) -> DateView {
    DateView { iso: day.to_string(), text: date::long_date(day, lang) }
}
