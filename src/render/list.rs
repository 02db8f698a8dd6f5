//! The pages that lead to questions: home, lists and overviews.

use jiff::civil::Date;

use super::Renderer;
use super::structured;
use super::view;
use super::view::CountedPersonView;
use super::view::GroupView;
use super::view::HomeView;
use super::view::InitialView;
use super::view::LinkView;
use super::view::ListView;
use super::view::OverviewView;
use super::view::PageView;
use super::view::PagerView;
use super::view::TagView;
use crate::archive::Edition;
use crate::archive::QuestionId;
use crate::config::CategoryId;
use crate::date;
use crate::diagnostic::Diagnostic;
use crate::korean::Initial;
use crate::page::Addresses;
use crate::page::EditionIndex;
use crate::page::List;
use crate::page::Overview;

/// How many questions each part of the home page shows.
const HOME_ITEMS: usize = 10;

/// One page of a list.
pub(super) struct Part<'e> {
    /// The questions on it.
    pub ids: &'e [QuestionId],
    /// How many the whole list has.
    pub total: usize,
    /// The number of the last page.
    pub last: usize,
}

impl Renderer {
    /// The first page of an edition.
    pub(super) fn home(&self, index: EditionIndex) -> Result<Vec<u8>, Diagnostic> {
        let edition = &self.archive.editions()[index];
        let some = |ids: &[QuestionId]| self.items(&ids[..ids.len().min(HOME_ITEMS)]);
        let unpinned: Vec<_> = edition
            .questions
            .iter()
            .copied()
            .filter(|id| !edition.pinned.contains(id))
            .take(HOME_ITEMS)
            .collect();
        let shown = HomeView {
            pinned: some(&edition.pinned)?,
            newest: self.items(&unpinned)?,
            popular: some(&edition.popular)?,
            waiting: some(&edition.waiting)?,
            categories: view::categories(&self.archive, edition, self.archive.config.categories.roots()),
            total: edition.questions.len(),
        };
        let config = &self.archive.config;
        let page = PageView {
            searches: true,
            feeds: Some(config.href(&edition.address("/"))),
            json_ld: Some(structured::home(
                config,
                &config.absolute(&edition.address("/")),
                &edition.language,
            )),
            alternates: self.home_alternates(),
            ..PageView::new(&self.archive, &edition.address("/"), &edition.language, &config.title)
        };
        let lead = config
            .description_in(&edition.language)
            .map_or_else(|| self.say(&edition.language, "home.lead"), str::to_owned);
        let page = page.described(&lead);
        self.template("home.html", index, &page, "home", &shown)
    }

    fn home_alternates(&self) -> Vec<view::AlternateView> {
        if self.archive.editions().len() == 1 {
            return Vec::new();
        }
        let editions = self.archive.editions().iter();
        editions
            .map(|edition| view::AlternateView {
                lang: edition.language.clone(),
                url: self.archive.config.absolute(&edition.address("/")),
            })
            .collect()
    }

    /// One page of a list of questions.
    pub(super) fn list(&self, index: EditionIndex, list: List, number: usize) -> Result<Vec<u8>, Diagnostic> {
        let edition = &self.archive.editions()[index];
        let addresses = self.addresses(index);
        let Part { ids, total, last } = self.part(edition, list, number);
        let href = |number: usize| self.archive.config.href(&addresses.list_page(list, number));
        let mut shown = ListView {
            kind: "all",
            name: None,
            lang: None,
            person: None,
            above: Vec::new(),
            below: Vec::new(),
            initials: Vec::new(),
            items: self.items(ids)?,
            total,
            number,
            last,
            previous: (number > 1).then(|| href(number - 1)),
            next: (number < last).then(|| href(number + 1)),
            pages: pager(number, last, href),
        };
        self.describe(&mut shown, edition, list);
        let title = self.list_title(&shown, &edition.language);
        let feeds = match list {
            List::All => Some(addresses.feed_folder(None)),
            List::Category(id) => Some(addresses.feed_folder(Some(id))),
            _ => None,
        };
        let page = PageView {
            feeds: feeds.map(|folder| self.archive.config.href(&folder)),
            ..PageView::new(&self.archive, &addresses.list_page(list, number), &edition.language, &title)
        };
        self.template("list.html", index, &page, "list", &shown)
    }

    /// What one page of a list shows of it.
    pub(super) fn part<'e>(&self, edition: &'e Edition, list: List, number: usize) -> Part<'e> {
        let all = questions(edition, list);
        let per_page = list.per_page(&self.archive.config);
        let first = (number - 1) * per_page;
        Part {
            ids: &all[first..all.len().min(first + per_page)],
            total: all.len(),
            last: all.len().div_ceil(per_page).max(1),
        }
    }

    fn describe<'v>(&'v self, shown: &mut ListView<'v>, edition: &'v Edition, list: List) {
        let tree = &self.archive.config.categories;
        match list {
            List::All => {
                shown.below = view::categories(&self.archive, edition, tree.roots());
            }
            List::Category(id) => {
                shown.kind = "category";
                shown.name = Some(tree.get(id).name.as_str().into());
                let language = &self.archive.config.language;
                shown.lang = (edition.language != *language).then(|| language.clone());
                shown.above = self.above(edition, id);
                shown.below = view::categories(&self.archive, edition, tree.get(id).children.iter().copied());
            }
            List::Tag(index) => {
                shown.kind = "tag";
                let name = &edition.tags[index].name;
                shown.name = Some(name.as_str().into());
                shown.lang = view::tag_language(&self.archive, edition, name);
            }
            List::Person(index) => {
                let person = view::person(&self.archive, None, &edition.people[index].id);
                shown.kind = "person";
                shown.name = Some(person.name.into());
                shown.person = Some(person);
            }
            List::Month(year, month) => {
                shown.kind = "month";
                shown.name = Some(month_name(year, month, &edition.language).into());
            }
            List::Initial(initial) => {
                shown.kind = "initial";
                shown.name = Some(self.initial_label(initial, &edition.language).into());
                shown.initials = self.initials(edition, Some(initial));
            }
            List::Popular => shown.kind = "popular",
            List::Waiting => shown.kind = "waiting",
        }
    }

    fn above(&self, edition: &Edition, id: CategoryId) -> Vec<LinkView> {
        let mut lineage = self.archive.config.categories.lineage(id);
        lineage.pop();
        lineage.into_iter().map(|above| view::category_link(&self.archive, edition, above)).collect()
    }

    /// The title of a list; its pages after the first say which they are.
    fn list_title(&self, shown: &ListView, language: &str) -> String {
        let number = shown.number.to_string();
        let find = |name: &str| match name {
            "name" => shown.name.as_deref(),
            "number" => Some(number.as_str()),
            _ => None,
        };
        let strings = self.theme.strings();
        let say = |key: &str| strings.say(language, key, find).unwrap_or_else(|_| key.to_owned());
        let title = say(&format!("list.{}", shown.kind));
        if shown.number == 1 { title } else { format!("{title} · {}", say("list.page")) }
    }

    /// All lists of one kind.
    pub(super) fn overview(&self, index: EditionIndex, overview: Overview) -> Result<Vec<u8>, Diagnostic> {
        let edition = &self.archive.editions()[index];
        let mut shown = OverviewView::default();
        match overview {
            Overview::Categories => {
                shown.kind = "categories";
                shown.categories =
                    view::categories(&self.archive, edition, self.archive.config.categories.roots());
            }
            Overview::Tags => {
                shown.kind = "tags";
                shown.tags = self.tags(index);
            }
            Overview::People => {
                shown.kind = "people";
                shown.people = self.people(edition);
            }
            Overview::Months => {
                shown.kind = "months";
                shown.years = self.years(index);
            }
            Overview::Initials => {
                shown.kind = "initials";
                shown.initials = self.initials(edition, None);
            }
        }
        let title = self.say(&edition.language, &format!("overview.{}", shown.kind));
        let address = edition.address(overview.address());
        let page = PageView::new(&self.archive, &address, &edition.language, &title);
        self.template("overview.html", index, &page, "overview", &shown)
    }

    /// Every year with its months, newest first.
    pub(super) fn years(&self, index: EditionIndex) -> Vec<GroupView> {
        let edition = &self.archive.editions()[index];
        let addresses = self.addresses(index);
        let mut years: Vec<GroupView> = Vec::new();
        for (&(year, month), questions) in edition.months.iter().rev() {
            let shown = GroupView {
                name: within_year(year, month, &edition.language),
                path: format!("{year}/{month:02}"),
                href: self.archive.config.href(&addresses.list(List::Month(year, month))),
                count: questions.len(),
                children: Vec::new(),
            };
            let name = year.to_string();
            match years.last_mut().filter(|last| last.name == name) {
                Some(last) => {
                    last.count += shown.count;
                    last.children.push(shown);
                }
                None => years.push(GroupView {
                    path: name.clone(),
                    name,
                    href: shown.href.clone(),
                    count: shown.count,
                    children: vec![shown],
                }),
            }
        }
        years
    }

    /// The initials of the index, with the one being shown marked: those that
    /// titles begin with, and in Korean every consonant, as in a dictionary.
    fn initials(&self, edition: &Edition, current: Option<Initial>) -> Vec<InitialView> {
        let addresses = Addresses::new(&self.archive, edition);
        let korean = edition.language.starts_with("ko");
        let counted = Initial::ALL
            .into_iter()
            .map(|initial| (initial, edition.initials.get(&initial).map_or(0, Vec::len)));
        let shown = counted.filter(|&(initial, count)| count > 0 || (korean && initial.is_hangul()));
        shown
            .map(|(initial, count)| InitialView {
                label: initial.label(),
                slug: initial.slug(),
                href: (count > 0).then(|| self.archive.config.href(&addresses.list(List::Initial(initial)))),
                count,
                current: current == Some(initial),
            })
            .collect()
    }

    /// What readers call an initial: the letter, or the theme's word.
    fn initial_label(&self, initial: Initial, lang: &str) -> String {
        match initial {
            Initial::Latin | Initial::Digit | Initial::Other => {
                self.say(lang, &format!("initial.{}", initial.slug()))
            }
            letter => letter.label().to_owned(),
        }
    }

    /// Every tag, in the order of the dictionary.
    fn tags(&self, index: EditionIndex) -> Vec<TagView> {
        let edition = &self.archive.editions()[index];
        let mut tags: Vec<_> = edition.tags.iter().enumerate().collect();
        tags.sort_by_cached_key(|(_, tag)| crate::korean::sort_key(&tag.name));
        tags.into_iter().map(|(at, _)| view::tag(&self.archive, edition, at)).collect()
    }

    /// Everyone who answers, by how much they answered.
    fn people<'v>(&'v self, edition: &'v Edition) -> Vec<CountedPersonView<'v>> {
        let mut people: Vec<_> = edition
            .people
            .iter()
            .map(|person| CountedPersonView {
                person: view::person(&self.archive, Some(edition), &person.id),
                count: person.questions.len(),
            })
            .collect();
        people.sort_by_key(|person| std::cmp::Reverse(person.count));
        people
    }
}

/// `2026년 3월`.
fn month_name(year: i16, month: i8, lang: &str) -> String {
    name_of(year, month, |first| date::year_month(first, lang))
}

/// `3월`, below a heading that says the year.
fn within_year(year: i16, month: i8, lang: &str) -> String {
    name_of(year, month, |first| date::month(first, lang))
}

fn name_of(year: i16, month: i8, name: impl Fn(Date) -> String) -> String {
    Date::new(year, month, 1).map_or_else(|_| format!("{year}-{month:02}"), name)
}

/// The questions of a list, in its order.
fn questions(edition: &Edition, list: List) -> &[QuestionId] {
    match list {
        List::All => &edition.questions,
        List::Category(id) => edition.category(id),
        List::Tag(index) => &edition.tags[index].questions,
        List::Person(index) => &edition.people[index].questions,
        List::Month(year, month) => edition.months.get(&(year, month)).map_or(&[], Vec::as_slice),
        List::Initial(initial) => edition.initials.get(&initial).map_or(&[], Vec::as_slice),
        List::Popular => &edition.popular,
        List::Waiting => &edition.waiting,
    }
}

/// The first page, the last, and those around `number`, with gaps between.
fn pager(number: usize, last: usize, href: impl Fn(usize) -> String) -> Vec<PagerView> {
    let mut pages = Vec::new();
    let mut before = 0;
    for page in (1..=last).filter(|&page| page == 1 || page == last || page.abs_diff(number) <= 2) {
        if page > before + 1 {
            pages.push(PagerView::GAP);
        }
        pages.push(PagerView { number: page, href: Some(href(page)) });
        before = page;
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(number: usize, last: usize) -> Vec<usize> {
        pager(number, last, |_| String::new()).iter().map(|page| page.number).collect()
    }

    #[test]
    fn a_pager_shows_both_ends_and_the_neighbours() {
        assert_eq!(numbers(1, 1), [1]);
        assert_eq!(numbers(1, 9), [1, 2, 3, 0, 9]);
        assert_eq!(numbers(5, 9), [1, 0, 3, 4, 5, 6, 7, 0, 9]);
    }
}
