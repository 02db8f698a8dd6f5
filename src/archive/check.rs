//! What questions say of each other, checked.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::Archive;
use super::Parts;
use super::QuestionId;
use super::Unread;
use super::Visibility;
use crate::diagnostic;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Few;
use crate::diagnostic::Place;
use crate::key::Key;
use crate::markdown::Link;
use crate::markdown::Target;
use crate::question::Question;
use crate::suggestion::Known;

/// What to do about a question that is not found.
const KEYS_ARE: &str =
    "name it by the number its file name starts with, or by the whole name: 123, refund-policy";

/// Two files with one key; `parts` are the rest of their archive.
pub fn duplicate_keys(questions: &[Arc<Question>], parts: &Parts) -> Vec<Diagnostic> {
    let mut keys = FxHashSet::default();
    if questions.iter().all(|question| keys.insert(&question.key)) {
        return Vec::new();
    }
    let mut by_key: BTreeMap<&Key, Vec<&Question>> = BTreeMap::new();
    for question in questions {
        by_key.entry(&question.key).or_default().push(question);
    }
    let next = next_number(&taken(questions, parts));
    let next = next.map(|next| format!("; the next free number is {next}")).unwrap_or_default();
    let mut diagnostics = Vec::new();
    for (key, mut files) in by_key {
        files.sort_by(|a, b| a.file.cmp(&b.file));
        for file in files.iter().skip(1) {
            let message = format!("the key `{key}` is already taken by `{}`", files[0].file);
            diagnostics.push(
                Diagnostic::error("duplicate-question", message)
                    .at(Place::file(&file.file))
                    .help(format!("rename one of the two{next}")),
            );
        }
    }
    diagnostics
}

/// The keys that no other question may have.
fn taken(questions: &[Arc<Question>], parts: &Parts) -> Vec<Key> {
    let aliases = questions.iter().flat_map(|question| &question.front.aliases);
    let aliases = aliases.chain(parts.own_pages.iter().flat_map(|page| &page.aliases));
    let elsewhere = aliases.chain(parts.config.moved.keys()).filter_map(|address| Key::of_address(address));
    let keys = questions.iter().map(|question| &question.key).chain(&parts.published);
    keys.cloned().chain(elsewhere).collect()
}

/// The lowest number above all that are taken: those in use, those of questions
/// that were published and are gone, whose readers must not meet another one, and
/// those at whose addresses something else stands. None where there is no higher.
pub fn next_number(taken: &[Key]) -> Option<u64> {
    let number = |key: &Key| if let Key::Number(number) = key { Some(*number) } else { None };
    taken.iter().filter_map(number).max().map_or(Some(1), |highest| highest.checked_add(1))
}

/// Every key and link that leads to another question or page.
///
/// Nothing is said of those that lead to what is `unread`.
pub fn references(archive: &Archive, unread: &Unread) -> Vec<Diagnostic> {
    let mut diagnostics = references_of(archive, unread, archive.iter().map(|(id, _)| id));
    diagnostics.extend(rings(archive, "follows", |question| &question.front.follows));
    diagnostics.extend(rings(archive, "merged_into", |question| question.front.merged_into.as_slice()));
    diagnostics.extend(rings(archive, "translation_of", |question| question.front.translation_of.as_slice()));
    diagnostics
}

/// Every key and link by which these questions and all own pages lead to another
/// question or page.
pub fn references_of(
    archive: &Archive,
    unread: &Unread,
    questions: impl IntoIterator<Item = QuestionId>,
) -> Vec<Diagnostic> {
    let references = References { archive, unread, keys: OnceCell::new(), pages: OnceCell::new() };
    let mut diagnostics = Vec::new();
    for id in questions {
        let question = archive.question(id);
        diagnostics.extend(references.front_matter(id, question));
        // a link from a hidden question harms nobody until it is published
        diagnostics.extend(references.links(&question.links, |range| question.place(range)));
    }
    for page in &archive.own_pages {
        diagnostics.extend(references.links(&page.links, |range| page.place(range)));
    }
    diagnostics
}

/// A link to an address that no page has.
pub fn dangling_address(address: &str) -> Diagnostic {
    Diagnostic::warning("dangling-address", format!("there is nothing at `{address}` on this site"))
        .help("link to a question as `q:123`, or put the file in `content/static/`")
}

/// Checks what leads from one file to another.
///
/// What was probably meant is looked for only where a problem is told: a
/// customer can type thousands of links that lead nowhere.
struct References<'a> {
    archive: &'a Archive,
    unread: &'a Unread,
    /// The key of every question, once one was not found.
    keys: OnceCell<Known>,
    /// The path of every own page, once one was not found.
    pages: OnceCell<Known>,
}

impl References<'_> {
    fn front_matter(&self, id: QuestionId, question: &Question) -> Vec<Diagnostic> {
        let front = &question.front;
        let named = [
            ("merged_into", front.merged_into.as_slice()),
            ("translation_of", front.translation_of.as_slice()),
            ("related", front.related.as_slice()),
            ("follows", front.follows.as_slice()),
        ];
        let all = named.into_iter().flat_map(|(name, keys)| keys.iter().map(move |key| (name, key)));
        let problem = |key: &Key| {
            let is_itself = self.archive.find(key) == Some(id);
            if is_itself { Some(refers_to_itself(key)) } else { self.key_problem(key) }
        };
        let problems = all.filter_map(|(name, key)| Some(((name, key), problem(key)?)));
        diagnostic::completed(problems, |(name, key), problem| {
            problem.maybe_help(self.key_meant(key)).at(question.place_of_reference(name, key))
        })
    }

    fn links(&self, links: &[Link], place: impl Fn(Range<usize>) -> Place) -> Vec<Diagnostic> {
        let problems = links.iter().filter_map(|link| Some((link, self.link_problem(link)?)));
        diagnostic::completed(problems, |link, problem| {
            problem.maybe_help(self.meant(&link.target)).at(place(link.range.clone()))
        })
    }

    fn key_problem(&self, key: &Key) -> Option<Diagnostic> {
        let archive = self.archive;
        if self.unread.questions.contains(key) {
            return None;
        }
        let Some(id) = archive.find(key) else {
            let message = format!("there is no question `{key}`");
            return Some(Diagnostic::error("unknown-question", message).help(KEYS_ARE));
        };
        match archive.visibility(id) {
            Visibility::Hidden => Some(
                Diagnostic::error("hidden-question", format!("the question `{key}` is not published"))
                    .help(format!("publish `{}`, or remove this", archive.question(id).file)),
            ),
            _ => None,
        }
    }

    fn link_problem(&self, link: &Link) -> Option<Diagnostic> {
        match &link.target {
            Target::Question(key) => self.key_problem(key),
            Target::Page(path) if self.unread.own_pages.contains(path) || self.has_page(path) => None,
            Target::Page(path) => Some(
                Diagnostic::error("unknown-page", format!("there is no page `{path}.md`"))
                    .help("check its file's name below `content/pages/`"),
            ),
            Target::File(path) => Some(
                Diagnostic::error("unknown-question", format!("`{path}` is no question of this archive"))
                    .help("link to a question as `q:123`, or by the path of its file"),
            ),
            _ => None,
        }
    }

    fn has_page(&self, path: &str) -> bool {
        self.archive.own_pages.binary_search_by(|page| page.path.as_str().cmp(path)).is_ok()
    }

    /// What to ask of a link that leads nowhere.
    fn meant(&self, target: &Target) -> Option<String> {
        match target {
            Target::Question(key) => self.key_meant(key),
            Target::Page(path) => {
                let all = || self.archive.own_pages.iter().map(|page| page.path.clone()).collect();
                let near = self.pages.get_or_init(all).nearest(path);
                near.map(|near| format!("did you mean `{near}.md`?"))
            }
            _ => None,
        }
    }

    /// What to ask of a key, if no question has it.
    fn key_meant(&self, key: &Key) -> Option<String> {
        // a number that is close says nothing
        let Key::Slug(slug) = key else { return None };
        if self.archive.find(key).is_some() {
            return None;
        }
        let all = || self.archive.questions.iter().map(|question| question.key.to_string()).collect();
        let near = self.keys.get_or_init(all).nearest(slug);
        near.map(|near| format!("did you mean `{near}`?"))
    }
}

fn refers_to_itself(key: &Key) -> Diagnostic {
    Diagnostic::error("refers-to-itself", format!("`{key}` is this question itself"))
        .help("name another question")
}

/// Questions that lead back to themselves by way of others.
///
/// Each ring is reported once, at the question where the walk closed it.
fn rings(archive: &Archive, key: &'static str, next: impl Fn(&Question) -> &[Key]) -> Vec<Diagnostic> {
    let mut walk =
        Walk { archive, next, state: vec![State::New; archive.questions.len()], rings: Vec::new() };
    for (id, _) in archive.iter() {
        walk.from(id);
    }
    let mut problems = Few::of_archive();
    walk.rings.iter().for_each(|ring| problems.tell("ring", || ring.problem(archive, key)));
    problems.into_told()
}

/// The most questions of a ring that are named: one can lead through the whole
/// archive.
const NAMED: usize = 6;

/// Questions that lead from one to the next, and from the last to the first.
struct Ring {
    /// Those in front of the last, as far as they are named.
    first: Vec<QuestionId>,
    last: QuestionId,
    /// Whether some between them are not named.
    is_cut: bool,
}

impl Ring {
    /// The ring that is the end of a path.
    fn of(path: &[(QuestionId, usize)]) -> Option<Self> {
        let (&(last, _), others) = path.split_last()?;
        let first = others.iter().take(NAMED - 1).map(|&(id, _)| id).collect();
        Some(Self { first, last, is_cut: others.len() >= NAMED })
    }

    /// The ring as a diagnostic at its last question, which leads to the first.
    fn problem(&self, archive: &Archive, key: &str) -> Diagnostic {
        let name = |&id: &QuestionId| format!("`{}`", archive.question(id).key);
        let back = self.first.first().unwrap_or(&self.last);
        let between = self.is_cut.then(|| "…".to_owned());
        let steps = self.first.iter().map(name).chain(between).chain([&self.last, back].map(name));
        let steps: Vec<_> = steps.collect();
        Diagnostic::error("ring", format!("`{key}` leads in a ring: {}", steps.join(" to ")))
            .at(archive.question(self.last).place_of_reference(key, &archive.question(*back).key))
            .help(format!("remove one of these from `{key}`"))
    }
}

/// How far a walk has come with a question.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    /// At this position of the path.
    Open(usize),
    Done,
}

/// A walk in depth over what questions lead to; a step to one that is still
/// open closes a ring.
struct Walk<'a, F> {
    archive: &'a Archive,
    next: F,
    state: Vec<State>,
    rings: Vec<Ring>,
}

impl<F: Fn(&Question) -> &[Key]> Walk<'_, F> {
    /// Walks without recursion: a chain may be as long as the archive.
    fn from(&mut self, start: QuestionId) {
        if self.state[start.0] != State::New {
            return;
        }
        self.state[start.0] = State::Open(0);
        let mut path = vec![(start, 0)];
        while let Some((id, at)) = path.last_mut() {
            let id = *id;
            let Some(key) = (self.next)(self.archive.question(id)).get(*at) else {
                self.state[id.0] = State::Done;
                path.pop();
                continue;
            };
            *at += 1;
            let Some(target) = self.archive.find(key).filter(|&target| target != id) else { continue };
            match self.state[target.0] {
                State::New => {
                    self.state[target.0] = State::Open(path.len());
                    path.push((target, 0));
                }
                State::Open(at) => self.rings.extend(Ring::of(&path[at..])),
                State::Done => {}
            }
        }
    }
}
