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
//! with its scheme and host. HTML comes in fields called `html`, is safe, and
//! is printed with `| safe`; everything else Tera escapes.

use std::borrow::Cow;

use serde::Serialize;
use tera::Value;

use crate::archive::Archive;
use crate::archive::Edition;
use crate::archive::QuestionId;
use crate::config::CategoryId;
use crate::config::Config;
use crate::date;
use crate::date::Moment;
use crate::markdown::Fragment;
use crate::own_page::OwnPage;
use crate::page::Addresses;
use crate::page::List;
use crate::page::Overview;
use crate::question::Status;

/// What a template sees under the name of its page.
///
/// Questions in lists are shared by many pages. They are marked
/// `#[serde(skip)]` and handed over by [`View::shared`], as serialising them
/// would copy each of them for every page.
pub trait View: Serialize {
    /// The fields that are handed over as they are.
    fn shared(&self) -> Vec<(&'static str, Value)> {
        Vec::new()
    }
}

impl View for () {}
impl View for OverviewView<'_> {}
impl View for ChangesView<'_> {}
impl View for PromiseView<'_> {}
impl View for OwnView<'_> {}
impl View for RemovedView<'_> {}
impl View for RedirectView {}

impl View for HomeView {
    fn shared(&self) -> Vec<(&'static str, Value)> {
        vec![
            ("pinned", list(&self.pinned)),
            ("newest", list(&self.newest)),
            ("popular", list(&self.popular)),
            ("waiting", list(&self.waiting)),
        ]
    }
}

impl View for ListView<'_> {
    fn shared(&self) -> Vec<(&'static str, Value)> {
        vec![("items", list(&self.items))]
    }
}

impl View for QuestionView<'_> {
    fn shared(&self) -> Vec<(&'static str, Value)> {
        vec![
            ("follows", list(&self.follows)),
            ("followed_by", list(&self.followed_by)),
            ("related", list(&self.related)),
            ("previous", self.previous.clone().unwrap_or_else(Value::none)),
            ("next", self.next.clone().unwrap_or_else(Value::none)),
        ]
    }
}

/// Questions in a list as one value; what it holds is shared, not copied.
fn list(items: &[Value]) -> Value {
    Value::from(items.to_vec())
}

/// `site`: what the whole site has in common.
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
    /// Where a reader can ask by e-mail.
    pub ask_email: Option<&'a str>,
    /// Where a reader can ask on a page of the brand's.
    pub ask_url: Option<&'a str>,
    /// The own pages, by path.
    pub pages: Vec<LinkView>,
    /// How many questions are listed, in all languages.
    pub total: usize,
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

impl ImageView {
    /// The same picture by its whole address.
    pub fn whole(&self, config: &Config) -> Self {
        Self { href: format!("{}{}", config.origin(), self.href), ..*self }
    }
}

/// A name that leads somewhere.
#[derive(Clone, Debug, Serialize)]
pub struct LinkView {
    /// What to show.
    pub name: String,
    /// Where it leads.
    pub href: String,
}

/// `edition`: what all pages of one language have in common.
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
}

/// `page`: what every page says about itself.
#[derive(Debug, Serialize)]
pub struct PageView<'a> {
    /// Its title, without the site's.
    pub title: &'a str,
    /// One sentence about it.
    pub description: Option<&'a str>,
    /// Its one address.
    pub url: String,
    /// Its language.
    pub lang: &'a str,
    /// Whether search engines should leave it out.
    pub hidden: bool,
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

/// A question in a list: made once, and shared by every list that it is in.
#[derive(Debug, Serialize)]
pub struct ListedView<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its page.
    pub href: &'a str,
    /// What `item.html` made of it.
    pub html: &'a str,
}

/// `item` in `item.html`: a question as it stands in a list.
#[derive(Debug, Serialize)]
pub struct ItemView<'a> {
    /// Its key.
    pub key: String,
    /// Its title.
    pub title: &'a str,
    /// Its page.
    pub href: String,
    /// `waiting`, `answered`, `unknown`, `declined`.
    pub status: &'static str,
    /// When it was asked.
    pub asked: DateView,
    /// The answer in one sentence.
    pub summary: &'a str,
    /// Its category.
    pub category: Option<LinkView>,
    /// How often it was asked.
    pub times_asked: usize,
    /// How many days it has waited for an answer, as the brand counts.
    pub age: Option<i64>,
    /// Whether it has waited longer than the brand promised.
    pub overdue: bool,
}

/// `question` in `question.html`.
#[derive(Debug, Serialize)]
pub struct QuestionView<'a> {
    /// Its key.
    pub key: String,
    /// Its title.
    pub title: &'a str,
    /// Its address.
    pub url: String,
    /// `waiting`, `answered`, `unknown`, `declined`.
    pub status: &'static str,
    /// Why it was declined.
    pub reason: Option<&'a str>,
    /// When it was asked.
    pub asked: DateView,
    /// When it was answered.
    pub answered: Option<DateView>,
    /// The name shown for who asked; the theme has a word if there is none.
    pub asker: Option<&'a str>,
    /// Where it was asked.
    pub channel: Option<&'a str>,
    /// The answer in one sentence.
    pub summary: &'a str,
    /// Its categories, from the root on.
    pub categories: Vec<LinkView>,
    /// The list of all questions, where it has no category to go back to.
    pub list: LinkView,
    /// Its tags.
    pub tags: Vec<LinkView>,
    /// Who said what, in order.
    pub turns: Vec<TurnView<'a>>,
    /// Who approved the answer.
    pub approved_by: Vec<PersonView<'a>>,
    /// How often it was asked.
    pub times_asked: usize,
    /// The same question in others' words, in order.
    pub asks: Vec<AskView<'a>>,
    /// What was changed since, in order.
    pub corrections: Vec<CorrectionView<'a>>,
    /// Evidence.
    pub sources: Vec<SourceView<'a>>,
    /// The last day that the answer holds, once it is past.
    pub expired: Option<DateView>,
    /// The day that the answer should have been looked at again, once it is
    /// past.
    pub stale: Option<DateView>,
    /// `none`, `translated`, `drafted`: how much a machine wrote.
    pub ai: &'static str,
    /// A picture for the page; absent where the text shows it already.
    pub image: Option<ImageView>,
    /// The questions that it follows up.
    #[serde(skip)]
    pub follows: Vec<Value>,
    /// Questions that follow it up.
    #[serde(skip)]
    pub followed_by: Vec<Value>,
    /// Questions worth reading next.
    #[serde(skip)]
    pub related: Vec<Value>,
    /// The question asked before this one.
    #[serde(skip)]
    pub previous: Option<Value>,
    /// The question asked after this one.
    #[serde(skip)]
    pub next: Option<Value>,
    /// The same question in other languages.
    pub translations: Vec<LinkView>,
    /// The author's own keys, which start with `x_`.
    pub extra: std::collections::BTreeMap<&'a str, &'a str>,
}

/// One person's words in a thread.
#[derive(Debug, Serialize)]
pub struct TurnView<'a> {
    /// `question`, `answer`, `follow_up_question`, `follow_up_answer`.
    pub kind: &'static str,
    /// Its anchor on the page: `answer`, `answer-2`.
    pub id: String,
    /// Who speaks; empty where the asker does.
    pub by: Vec<PersonView<'a>>,
    /// When.
    pub date: Option<DateView>,
    /// Its text.
    pub html: String,
    /// Its text without marks.
    pub text: String,
}

/// Somebody who answers.
#[derive(Debug, Serialize)]
pub struct PersonView<'a> {
    /// Their id.
    pub id: &'a str,
    /// Their name.
    pub name: &'a str,
    /// What they do.
    pub role: Option<&'a str>,
    /// Whether they work for an agency.
    pub agency: bool,
    /// Their page, if it exists in this edition.
    pub href: Option<String>,
}

/// The same question in somebody else's words.
#[derive(Debug, Serialize)]
pub struct AskView<'a> {
    /// When.
    pub asked: Option<DateView>,
    /// Where.
    pub channel: Option<&'a str>,
    /// The words.
    pub wording: Option<&'a str>,
}

/// What was changed in an answer.
#[derive(Debug, Serialize)]
pub struct CorrectionView<'a> {
    /// When.
    pub date: DateView,
    /// `typo`, `clarify`, `fact`, `policy`.
    pub kind: &'static str,
    /// What and why.
    pub note: &'a str,
}

/// Evidence.
#[derive(Debug, Serialize)]
pub struct SourceView<'a> {
    /// What it is called.
    pub title: &'a str,
    /// Where it is.
    pub url: Option<&'a str>,
    /// When it was last looked at.
    pub checked: Option<DateView>,
}

/// `home` in `home.html`.
#[derive(Debug, Serialize)]
pub struct HomeView {
    /// What staff want to be seen first.
    #[serde(skip)]
    pub pinned: Vec<Value>,
    /// The newest questions.
    #[serde(skip)]
    pub newest: Vec<Value>,
    /// The most asked questions.
    #[serde(skip)]
    pub popular: Vec<Value>,
    /// What is not answered yet, oldest first.
    #[serde(skip)]
    pub waiting: Vec<Value>,
    /// The tree of categories.
    pub categories: Vec<CategoryView>,
    /// How many questions there are.
    pub total: usize,
}

/// A category with how many questions it and all below it have.
#[derive(Debug, Serialize)]
pub struct CategoryView {
    /// Its name.
    pub name: String,
    /// Its page.
    pub href: String,
    /// How many questions it has.
    pub count: usize,
    /// The categories below.
    pub children: Vec<CategoryView>,
}

/// `list` in `list.html`.
#[derive(Debug, Serialize)]
pub struct ListView<'a> {
    /// `all`, `category`, `tag`, `person`, `month`, `initial`, `popular`,
    /// `waiting`.
    pub kind: &'static str,
    /// What the list is of: the name of a category, a tag, a person, a month.
    pub name: Option<Cow<'a, str>>,
    /// The person whose answers are listed.
    pub person: Option<PersonView<'a>>,
    /// The categories above.
    pub above: Vec<LinkView>,
    /// The categories below.
    pub below: Vec<CategoryView>,
    /// Every initial, where the list is of one: a way to the others.
    pub initials: Vec<InitialView>,
    /// The questions on this page.
    #[serde(skip)]
    pub items: Vec<Value>,
    /// How many questions there are on all pages.
    pub total: usize,
    /// Which page this is, from 1.
    pub number: usize,
    /// How many pages there are.
    pub last: usize,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// Pages to jump to, in order; a gap where `href` is absent.
    pub pages: Vec<PagerView>,
}

/// An initial of the index.
#[derive(Debug, Serialize)]
pub struct InitialView {
    /// The letter; for digits and everything else the theme has a word.
    pub label: &'static str,
    /// Its name in addresses: `giyeok`, `latin`, `digit`, `other`.
    pub slug: &'static str,
    /// Its page; absent where no title begins with it.
    pub href: Option<String>,
    /// How many titles begin with it.
    pub count: usize,
    /// Whether it is the one being shown.
    pub current: bool,
}

/// A page of a list to jump to.
#[derive(Debug, Serialize)]
pub struct PagerView {
    /// Its number; 0 for a gap.
    pub number: usize,
    /// Where it is; absent for a gap.
    pub href: Option<String>,
}

/// `overview` in `overview.html`.
#[derive(Debug, Default, Serialize)]
pub struct OverviewView<'a> {
    /// `categories`, `tags`, `people`, `months`, `initials`.
    pub kind: &'static str,
    /// The tree of categories.
    pub categories: Vec<CategoryView>,
    /// Every tag, by name.
    pub tags: Vec<CategoryView>,
    /// Everyone who answers.
    pub people: Vec<CountedPersonView<'a>>,
    /// Every year with its months, newest first.
    pub years: Vec<CategoryView>,
    /// Every initial.
    pub initials: Vec<InitialView>,
}

/// Somebody with how many questions they answered.
#[derive(Debug, Serialize)]
pub struct CountedPersonView<'a> {
    /// Who.
    pub person: PersonView<'a>,
    /// How many.
    pub count: usize,
}

/// `changes` in `changes.html`.
#[derive(Debug, Serialize)]
pub struct ChangesView<'a> {
    /// What was corrected, newest first.
    pub entries: Vec<ChangeView<'a>>,
}

/// A correction with the question it belongs to.
#[derive(Debug, Serialize)]
pub struct ChangeView<'a> {
    /// When.
    pub date: DateView,
    /// `typo`, `clarify`, `fact`, `policy`.
    pub kind: &'static str,
    /// What and why.
    pub note: &'a str,
    /// The question.
    pub title: &'a str,
    /// Its page.
    pub href: String,
}

/// `promise` in `promise.html`: from the dates of questions and answers alone.
#[derive(Debug, Serialize)]
pub struct PromiseView<'a> {
    /// How many days an answer may take.
    pub answer_within: u32,
    /// Whether only business days count.
    pub business_days: bool,
    /// How many were answered in time.
    pub kept: usize,
    /// How many were answered late.
    pub late: usize,
    /// How many wait, with time left.
    pub waiting: usize,
    /// How many wait although they should have been answered.
    pub overdue: usize,
    /// How many of a hundred were in time, rounded down.
    pub percent: Option<usize>,
    /// The days that half of all answers took at most.
    pub median: Option<i64>,
    /// Each year, newest first.
    pub years: Vec<YearView>,
    /// The height of the chart, in the units of its bars.
    pub chart_height: usize,
    /// A bar for each of the last months that have questions, oldest first.
    pub chart: Vec<BarView>,
    /// What was late or still is, newest first.
    pub misses: Vec<MissView<'a>>,
}

/// How a year went.
#[derive(Debug, Serialize)]
pub struct YearView {
    /// The year.
    pub year: i16,
    /// How many were answered in time.
    pub kept: usize,
    /// How many were not.
    pub missed: usize,
    /// How many of a hundred were in time, rounded down.
    pub percent: Option<usize>,
}

/// A month in the chart.
#[derive(Debug, Serialize)]
pub struct BarView {
    /// The month: `2026-03`.
    pub label: String,
    /// How many were answered in time.
    pub kept: usize,
    /// How many were not.
    pub missed: usize,
    /// The height of the lower part of the bar.
    pub kept_height: usize,
    /// The height of the upper part of the bar.
    pub missed_height: usize,
}

/// A question that was answered late, or should have been answered.
#[derive(Debug, Serialize)]
pub struct MissView<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its page.
    pub href: String,
    /// When it was asked.
    pub asked: DateView,
    /// When it was answered, if it was.
    pub answered: Option<DateView>,
    /// How many days that took, or has taken so far.
    pub days: i64,
}

/// `own` in `page.html`.
#[derive(Debug, Serialize)]
pub struct OwnView<'a> {
    /// Its heading.
    pub title: &'a str,
    /// Its text.
    pub html: &'a str,
}

/// `removed` in `removed.html`.
#[derive(Debug, Serialize)]
pub struct RemovedView<'a> {
    /// The key of the question.
    pub key: String,
    /// Why it was removed.
    pub reason: Option<&'a str>,
}

/// `redirect` in `redirect.html`.
#[derive(Debug, Serialize)]
pub struct RedirectView {
    /// Where it leads.
    pub href: String,
    /// The same, with scheme and host.
    pub url: String,
}

impl<'a> PageView<'a> {
    /// A page at `address`, a path from the site's root.
    pub fn new(archive: &Archive, address: &str, lang: &'a str, title: &'a str) -> Self {
        Self {
            title,
            description: None,
            url: archive.config.absolute(address),
            lang,
            hidden: false,
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
    let pages = archive.pages.iter();
    SiteView {
        title: &config.title,
        description: config.description.as_deref(),
        url: &config.url,
        language: &config.language,
        brand: config.brand.name.as_deref().unwrap_or(&config.title),
        logo: config.brand.logo.as_deref().map(|logo| image(archive, logo)),
        brand_css: archive.statics.get("brand.css").map(|_| config.href("/brand.css")),
        ask_email: config.ask.email.as_deref(),
        ask_url: config.ask.url.as_deref(),
        pages: pages
            .map(|page| LinkView { name: page.title.clone(), href: config.href(&page.address()) })
            .collect(),
        total: archive.editions.iter().map(|edition| edition.questions.len()).sum(),
    }
}

/// A picture in the archive's static files.
pub fn image(archive: &Archive, path: &str) -> ImageView {
    let path = path.trim_start_matches('/');
    let size = archive.statics.get(path).and_then(|file| file.size);
    ImageView {
        href: archive.config.href(&format!("/{path}")),
        width: size.map(|size| size.width),
        height: size.map(|size| size.height),
    }
}

/// `edition`.
pub fn edition<'a>(archive: &'a Archive, edition: &'a Edition) -> EditionView<'a> {
    let href = |path: &str| archive.config.href(&edition.address(path));
    let others = archive.editions.iter().filter(|other| other.language != edition.language);
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
    }
}

/// A question as it stands in a list.
pub fn item(archive: &Archive, id: QuestionId) -> ItemView<'_> {
    let question = archive.question(id);
    let lang = question.language(&archive.config);
    let edition = archive.edition_of(id);
    let category = question.front.category.zip(edition);
    let promise = archive.config.promise.as_ref();
    let age = age(archive, id);
    ItemView {
        key: question.key.to_string(),
        title: &question.front.title,
        href: archive.config.href(&question.key.address()),
        status: question.front.status.name(),
        asked: day(archive, &question.front.asked, lang),
        summary: &question.summary,
        category: category.map(|(category, edition)| category_link(archive, edition, category)),
        times_asked: archive.times_asked(id),
        age,
        overdue: promise.zip(age).is_some_and(|(promise, age)| age > i64::from(promise.answer_within)),
    }
}

/// How many days a question has waited; none once it is answered.
fn age(archive: &Archive, id: QuestionId) -> Option<i64> {
    let front = &archive.question(id).front;
    let asked = front.asked.date(&archive.config.timezone);
    let calendar =
        archive.config.promise.as_ref().map(|promise| promise.calendar.clone()).unwrap_or_default();
    (front.status == Status::Waiting).then(|| calendar.days_between(asked, archive.today))
}

/// The name of a category and its page.
pub fn category_link(archive: &Archive, edition: &Edition, id: CategoryId) -> LinkView {
    LinkView {
        name: archive.config.categories.get(id).name.clone(),
        href: archive.config.href(&Addresses::new(archive, edition).list(List::Category(id))),
    }
}

/// The tree of categories below `ids`, without empty ones.
pub fn categories(
    archive: &Archive,
    edition: &Edition,
    ids: impl Iterator<Item = CategoryId>,
) -> Vec<CategoryView> {
    let tree = &archive.config.categories;
    let filled = ids.filter(|&id| !edition.category(id).is_empty());
    filled
        .map(|id| {
            let LinkView { name, href } = category_link(archive, edition, id);
            let children = categories(archive, edition, tree.get(id).children.iter().copied());
            CategoryView { name, href, count: edition.category(id).len(), children }
        })
        .collect()
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

/// Somebody who answers, as a page of `edition` shows them.
pub fn person<'a>(archive: &'a Archive, edition: Option<&Edition>, id: &'a str) -> PersonView<'a> {
    let known = archive.people.get(id);
    let listed = edition.and_then(|edition| {
        let index = edition.people.iter().position(|person| person.id == id)?;
        Some(Addresses::new(archive, edition).list(List::Person(index)))
    });
    PersonView {
        id,
        name: known.map_or(id, |person| person.name.as_str()),
        role: known.and_then(|person| person.role.as_deref()),
        agency: known.is_some_and(|person| person.agency),
        href: listed.map(|address| archive.config.href(&address)),
    }
}

/// `own`.
pub fn own<'a>(page: &'a OwnPage, fragment: &'a Fragment) -> OwnView<'a> {
    OwnView { title: &page.title, html: &fragment.html }
}

/// `redirect`.
pub fn redirect(archive: &Archive, target: &str) -> RedirectView {
    RedirectView { href: archive.config.href(target), url: archive.config.absolute(target) }
}
