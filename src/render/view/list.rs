//! What the pages that lead to questions show: home, lists, overviews.

use std::borrow::Cow;

use serde::Serialize;
use tera::Value;

use super::DateView;
use super::LinkView;
use super::PersonView;
use super::TagView;
use super::day;
use crate::archive::Archive;
use crate::archive::Edition;
use crate::archive::QuestionId;
use crate::archive::is_overdue;
use crate::config::CategoryId;
use crate::date::Calendar;
use crate::page::Addresses;
use crate::page::List;
use crate::question::Status;

/// A question in a list: made once, and shared by every list that it is in.
#[derive(Debug, Serialize)]
pub struct ListedView<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its page.
    pub href: &'a str,
    /// Its language, BCP 47.
    pub lang: &'a str,
    /// What `item.html` made of it.
    pub html: &'a str,
}

/// `item` in `item.html`: a question as it stands in a list.
#[derive(Debug, Serialize)]
pub struct ItemView<'a> {
    /// Its key.
    pub key: String,
    /// Whether the key is a running number, not a slug.
    pub numbered: bool,
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
    /// How many days it has waited for an answer, by the calendar.
    pub age: Option<i64>,
    /// Whether it has waited longer than the brand promised.
    pub overdue: bool,
}

/// `home` in `home.html`.
#[derive(Debug, Serialize)]
pub struct HomeView {
    /// What staff want to be seen first.
    pub pinned: Vec<Value>,
    /// The newest questions.
    pub newest: Vec<Value>,
    /// The most asked questions.
    pub popular: Vec<Value>,
    /// What is not answered yet, oldest first.
    pub waiting: Vec<Value>,
    /// The tree of categories.
    pub categories: Vec<GroupView>,
    /// How many questions there are.
    pub total: usize,
}

/// Questions that belong together: those of a category, a year or a month.
#[derive(Debug, Serialize)]
pub struct GroupView {
    /// Its name.
    pub name: String,
    /// What tells it from others of its kind, and what its address ends in:
    /// `pests/cockroach`; of a year `2026`, of a month `2026/03`.
    pub path: String,
    /// Its page.
    pub href: String,
    /// How many questions it and all below it have.
    pub count: usize,
    /// The categories below; the months of a year.
    pub children: Vec<GroupView>,
}

/// `list` in `list.html`.
#[derive(Debug, Serialize)]
pub struct ListView<'a> {
    /// `all`, `category`, `tag`, `person`, `month`, `initial`, `popular`,
    /// `waiting`.
    pub kind: &'static str,
    /// What the list is of: the name of a category, a tag, a person, a month.
    pub name: Option<Cow<'a, str>>,
    /// The language of the name, where that is not the page's.
    pub lang: Option<String>,
    /// The person whose answers are listed.
    pub person: Option<PersonView<'a>>,
    /// The categories above.
    pub above: Vec<LinkView>,
    /// The categories below.
    pub below: Vec<GroupView>,
    /// Every initial, where the list is of one: a way to the others.
    pub initials: Vec<InitialView>,
    /// The questions on this page.
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

impl PagerView {
    /// What stands for the pages that are left out.
    pub const GAP: Self = Self { number: 0, href: None };
}

/// `overview` in `overview.html`.
#[derive(Debug, Default, Serialize)]
pub struct OverviewView<'a> {
    /// `categories`, `tags`, `people`, `months`, `initials`.
    pub kind: &'static str,
    /// The tree of categories.
    pub categories: Vec<GroupView>,
    /// Every tag, by name.
    pub tags: Vec<TagView>,
    /// Everyone who answers.
    pub people: Vec<CountedPersonView<'a>>,
    /// Every year with its months, newest first.
    pub years: Vec<GroupView>,
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

/// A question as it stands in a list.
pub fn item(archive: &Archive, id: QuestionId) -> ItemView<'_> {
    let question = archive.question(id);
    let lang = question.language(&archive.config);
    let edition = archive.edition_of(id);
    let category = question.front.category.zip(edition);
    ItemView {
        key: question.key.to_string(),
        numbered: question.key.is_number(),
        title: &question.front.title,
        href: archive.config.href(&question.key.address()),
        status: question.status.name(),
        asked: day(archive, &question.front.asked, lang),
        summary: &question.summary,
        category: category.map(|(category, edition)| category_link(archive, edition, category)),
        times_asked: archive.times_asked(id),
        age: age(archive, id),
        overdue: is_overdue(archive, id),
    }
}

/// How many days a question has waited, by the calendar as its readers see it;
/// none once it is answered.
fn age(archive: &Archive, id: QuestionId) -> Option<i64> {
    let question = archive.question(id);
    let asked = question.front.asked.date(&archive.config.timezone);
    (question.status == Status::Waiting).then(|| Calendar::default().days_between(asked, archive.today))
}

/// The name of a category and its page.
pub fn category_link(archive: &Archive, edition: &Edition, id: CategoryId) -> LinkView {
    LinkView {
        name: archive.config.categories.get(id).name.clone(),
        href: archive.config.href(&Addresses::new(archive, edition).list(List::Category(id))),
    }
}

/// The tag at `index` of an edition.
pub fn tag(archive: &Archive, edition: &Edition, index: usize) -> TagView {
    let tag = &edition.tags[index];
    TagView {
        name: tag.name.clone(),
        href: archive.config.href(&Addresses::new(archive, edition).list(List::Tag(index))),
        count: tag.questions.len(),
        lang: tag_language(archive, edition, &tag.name),
    }
}

/// The language of a tag in an edition that is not the site's: the site's, if
/// its own edition has the tag as well.
pub fn tag_language(archive: &Archive, edition: &Edition, name: &str) -> Option<String> {
    let language = &archive.config.language;
    let own = archive.editions().iter().find(|own| own.language == *language)?;
    (edition.language != *language && own.tag_index(name).is_some()).then(|| language.clone())
}

/// The tree of categories below `ids`, without empty ones.
pub fn categories(
    archive: &Archive,
    edition: &Edition,
    ids: impl Iterator<Item = CategoryId>,
) -> Vec<GroupView> {
    let tree = &archive.config.categories;
    let filled = ids.filter(|&id| !edition.category(id).is_empty());
    filled
        .map(|id| {
            let LinkView { name, href } = category_link(archive, edition, id);
            let category = tree.get(id);
            let children = categories(archive, edition, category.children.iter().copied());
            let path = category.path.clone();
            GroupView { name, path, href, count: edition.category(id).len(), children }
        })
        .collect()
}
