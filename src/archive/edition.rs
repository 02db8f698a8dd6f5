//! An edition: the listed questions of one language, by everything that they
//! can be browsed by.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde::Serialize;

use super::Archive;
use super::QuestionId;
use super::Visibility;
use crate::config::CategoryId;
use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::korean;
use crate::korean::Initial;
use crate::output::OutputPath;
use crate::question::Status;
use crate::slug;

/// The listed questions of one language.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Edition {
    /// The language, as a BCP 47 tag.
    pub language: String,
    /// What its addresses start with: nothing for the site's own language,
    /// `/en` for another.
    pub prefix: String,
    /// Every question, newest first.
    pub questions: Vec<QuestionId>,
    /// The questions of each category and of all below it, newest first; by
    /// [`CategoryId`].
    pub categories: Vec<Vec<QuestionId>>,
    /// Every tag, by slug.
    pub tags: Vec<Tag>,
    tag_indexes: FxHashMap<String, usize>,
    /// Everyone who has answered, by id.
    pub people: Vec<Person>,
    /// The questions of each month, as (year, month), newest first.
    pub months: BTreeMap<(i16, i8), Vec<QuestionId>>,
    /// The questions by the initial of their title, each in 가나다 order; no
    /// initial without a question.
    pub initials: BTreeMap<Initial, Vec<QuestionId>>,
    /// What is not answered yet, oldest first.
    pub waiting: Vec<QuestionId>,
    /// What was asked more than once, most asked first.
    pub popular: Vec<QuestionId>,
    /// What staff want to be seen first, newest first.
    pub pinned: Vec<QuestionId>,
}

/// A tag with its questions.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Tag {
    /// The word.
    pub name: String,
    /// What its address is made of.
    pub slug: String,
    /// Its questions, newest first.
    pub questions: Vec<QuestionId>,
}

/// Somebody with the questions they answered.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Person {
    /// Their id in `people.yaml`.
    pub id: String,
    /// Their questions, newest first.
    pub questions: Vec<QuestionId>,
}

impl Edition {
    /// The questions of a category and of all below it.
    pub fn category(&self, id: CategoryId) -> &[QuestionId] {
        &self.categories[id.0]
    }

    /// The position of the tag that is written `name`.
    pub fn tag_index(&self, name: &str) -> Option<usize> {
        self.tag_indexes.get(name).copied()
    }

    /// A path from the site's root in this edition.
    pub fn address(&self, path: &str) -> String {
        [&self.prefix, path].concat()
    }
}

/// The editions of an archive: the site's own language, then every other that
/// has a listed question.
pub fn editions(archive: &Archive) -> Checked<Vec<Edition>> {
    let own = archive.config.language.as_str();
    let listed = archive.iter().filter(|(id, _)| archive.visibility(*id) == Visibility::Listed);
    let others: BTreeSet<&str> = listed.map(|(_, question)| question.language(&archive.config)).collect();
    let languages = std::iter::once(own).chain(others.into_iter().filter(|&language| language != own));
    let mut diagnostics = Vec::new();
    let editions =
        languages.map(|language| edition(archive, language).into_value(&mut diagnostics)).collect();
    Checked { value: editions, diagnostics }
}

/// What the addresses of an edition start with that is not in the site's own
/// language.
pub fn edition_prefix(language: &str) -> String {
    format!("/{language}")
}

fn edition(archive: &Archive, language: &str) -> Checked<Edition> {
    let config = &archive.config;
    let in_edition = |id: &QuestionId| {
        archive.visibility(*id) == Visibility::Listed && archive.question(*id).language(config) == language
    };
    let questions: Vec<_> = archive.iter().map(|(id, _)| id).filter(in_edition).collect();
    let tags = tags(archive, &questions);
    let edition = Edition {
        language: language.to_owned(),
        prefix: if language == config.language { String::new() } else { edition_prefix(language) },
        categories: categories(archive, &questions),
        tags: tags.value.all,
        tag_indexes: tags.value.indexes,
        people: people(archive, &questions),
        months: months(archive, &questions),
        initials: initials(archive, &questions),
        waiting: waiting(archive, &questions),
        popular: popular(archive, &questions),
        pinned: questions.iter().copied().filter(|&id| archive.question(id).front.pinned).collect(),
        questions,
    };
    Checked { value: edition, diagnostics: tags.diagnostics }
}

fn categories(archive: &Archive, questions: &[QuestionId]) -> Vec<Vec<QuestionId>> {
    let tree = &archive.config.categories;
    let mut lists = vec![Vec::new(); tree.iter().count()];
    for &id in questions {
        let Some(category) = archive.question(id).front.category else { continue };
        for above in tree.lineage(category) {
            lists[above.0].push(id);
        }
    }
    lists
}

/// Every tag by slug, and the position of each by all the ways it is written.
#[derive(Debug, Default)]
struct Tags {
    all: Vec<Tag>,
    indexes: FxHashMap<String, usize>,
}

/// Tags by slug; two words that would share an address are an error, as either
/// could move when the other goes. Spellings that share
/// an address and differ in spaces, marks and case alone are one tag, called
/// by its most frequent spelling.
fn tags(archive: &Archive, questions: &[QuestionId]) -> Checked<Tags> {
    let mut by_slug: BTreeMap<String, Vec<(&str, Vec<QuestionId>)>> = BTreeMap::new();
    let mut diagnostics = Vec::new();
    for (name, questions) in by_spelling(archive, questions) {
        let slug = archive.config.tags.get(name).cloned().unwrap_or_else(|| slug::slug(name));
        let place = || archive.question(questions[0]).place_of_item("tags", |tag| tag == name);
        let spellings = by_slug.entry(slug.clone()).or_default();
        match spellings.first() {
            // nothing is left of `!!!`, and no file can be called `aux` on Windows
            _ if OutputPath::new(&slug).is_err() => diagnostics.push(nameless_tag(name).at(place())),
            Some((other, _)) if letters(other) != letters(name) => {
                diagnostics.push(clashing_tags(name, other, &slug).at(place()));
            }
            _ => spellings.push((name, questions)),
        }
    }
    let mut tags = Tags::default();
    for (slug, spellings) in by_slug {
        tags.add(slug, spellings);
    }
    Checked { value: tags, diagnostics }
}

impl Tags {
    fn add(&mut self, slug: String, spellings: Vec<(&str, Vec<QuestionId>)>) {
        let most =
            spellings.iter().max_by_key(|(name, questions)| (questions.len(), std::cmp::Reverse(*name)));
        let Some((name, _)) = most else { return };
        let name = (*name).to_owned();
        self.indexes.extend(spellings.iter().map(|(name, _)| ((*name).to_owned(), self.all.len())));
        let mut questions: Vec<_> = spellings.into_iter().flat_map(|(_, questions)| questions).collect();
        questions.sort_unstable();
        questions.dedup();
        self.all.push(Tag { name, slug, questions });
    }
}

/// The questions of each tag as it is written.
fn by_spelling<'a>(archive: &'a Archive, questions: &[QuestionId]) -> BTreeMap<&'a str, Vec<QuestionId>> {
    let mut by_spelling: BTreeMap<&str, Vec<QuestionId>> = BTreeMap::new();
    for &id in questions {
        for tag in &archive.question(id).front.tags {
            let list = by_spelling.entry(tag).or_default();
            if list.last() != Some(&id) {
                list.push(id);
            }
        }
    }
    by_spelling
}

/// What makes a tag the word that it is; C++ and C# are two.
fn letters(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, '+' | '#'))
        .flat_map(char::to_lowercase)
        .collect()
}

fn nameless_tag(name: &str) -> Diagnostic {
    Diagnostic::error("tag-without-address", format!("the tag `{name}` makes no address"))
        .help(format!("give it a name in `site.yaml`: tags: {{ \"{name}\": some-name }}"))
}

fn clashing_tags(name: &str, other: &str, slug: &str) -> Diagnostic {
    Diagnostic::error("tag-clash", format!("the tags `{other}` and `{name}` would both be `/tag/{slug}/`"))
        .help(format!("use one of them, or name one in `site.yaml`: tags: {{ \"{name}\": {slug}-2 }}"))
}

fn people(archive: &Archive, questions: &[QuestionId]) -> Vec<Person> {
    let mut by_id: BTreeMap<&str, Vec<QuestionId>> = BTreeMap::new();
    for &id in questions {
        let speakers = archive.question(id).turns.iter().flat_map(|turn| &turn.by);
        // one that nobody has has been reported where it is written
        for person in speakers.filter(|person| archive.people.has(person)) {
            let list = by_id.entry(person).or_default();
            if list.last() != Some(&id) {
                list.push(id);
            }
        }
    }
    by_id.into_iter().map(|(id, questions)| Person { id: id.to_owned(), questions }).collect()
}

fn months(archive: &Archive, questions: &[QuestionId]) -> BTreeMap<(i16, i8), Vec<QuestionId>> {
    let mut months: BTreeMap<(i16, i8), Vec<QuestionId>> = BTreeMap::new();
    for &id in questions {
        let day = archive.question(id).front.asked.date(&archive.config.timezone);
        months.entry((day.year(), day.month())).or_default().push(id);
    }
    months
}

fn initials(archive: &Archive, questions: &[QuestionId]) -> BTreeMap<Initial, Vec<QuestionId>> {
    let mut sorted: Vec<_> =
        questions.par_iter().map(|&id| (korean::sort_key(&archive.question(id).front.title), id)).collect();
    sorted.par_sort_unstable();
    let mut initials: BTreeMap<Initial, Vec<QuestionId>> = BTreeMap::new();
    for (_, id) in sorted {
        initials.entry(Initial::of(&archive.question(id).front.title)).or_default().push(id);
    }
    initials
}

fn waiting(archive: &Archive, questions: &[QuestionId]) -> Vec<QuestionId> {
    let is_waiting = |id: &QuestionId| archive.question(*id).status == Status::Waiting;
    questions.iter().rev().copied().filter(is_waiting).collect()
}

fn popular(archive: &Archive, questions: &[QuestionId]) -> Vec<QuestionId> {
    let times = |id: QuestionId| archive.times_asked(id);
    let mut popular: Vec<_> = questions.iter().copied().filter(|&id| times(id) > 1).collect();
    popular.sort_by_key(|&id| (std::cmp::Reverse(times(id)), id));
    popular
}
