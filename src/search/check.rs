//! The check of a search: whether the queries that staff care about find what
//! they must.

use rustc_hash::FxHashMap;

use crate::archive::Archive;
use crate::archive::Visibility;
use crate::config::SearchSettings;
use crate::config::SearchTest;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Few;
use crate::key::Key;

use super::engine::Engine;
use super::engine::Files;
use super::engine::Request;
use super::index::IndexFile;

/// How many results are named where others were expected.
const NAMED: usize = 5;

/// Runs every test against the index that was just built.
pub fn check(archive: &Archive, index: &[IndexFile], settings: &SearchSettings) -> Vec<Diagnostic> {
    let mut problems = Few::default();
    for test in &settings.tests {
        for problem in run(archive, index, test) {
            problems.add(problem, || settings.place_of(test));
        }
    }
    problems.into_told()
}

fn run(archive: &Archive, index: &[IndexFile], test: &SearchTest) -> Vec<Diagnostic> {
    let language = test.lang.as_deref().unwrap_or(&archive.config.language);
    let Some(edition) = archive.editions().iter().find(|edition| edition.language == language) else {
        return vec![no_edition(language)];
    };
    let folder = edition.address("/search/");
    let found = Engine::open(&Built::of(index, &folder)).and_then(|engine| {
        engine.answer(&Request { query: &test.query, limit: test.within, ..Request::default() })
    });
    // the index that was just built is whole
    let found = found.map(|answer| answer.results).unwrap_or_default();
    let keys: Vec<Key> = found.into_iter().map(|found| found.key).collect();
    let missing = test.expect.iter().filter(|key| !keys.contains(key));
    missing
        .map(|key| unlisted(archive, key, language).unwrap_or_else(|| not_found(test, key, &keys)))
        .collect()
}

/// Why no search at all can find a question.
fn unlisted(archive: &Archive, key: &Key, language: &str) -> Option<Diagnostic> {
    let Some(id) = archive.find(key) else {
        let help = "correct the key: the number that its file name starts with, or its whole name";
        return Some(
            Diagnostic::error("unknown-question", format!("there is no question `{key}`")).help(help),
        );
    };
    let question = archive.question(id);
    if archive.visibility(id) != Visibility::Listed {
        let message = format!("the question `{key}` is not listed, so no search finds it");
        return Some(
            Diagnostic::error("search-unlisted", message).help(format!("look at `{}`", question.file)),
        );
    }
    let other = question.language(&archive.config);
    (other != language).then(|| {
        let message = format!("the question `{key}` is in another language");
        Diagnostic::error("search-unlisted", message).help(format!("write `lang: {other}` in this test"))
    })
}

fn not_found(test: &SearchTest, key: &Key, found: &[Key]) -> Diagnostic {
    let SearchTest { query, within, .. } = test;
    let message = format!("a search for `{query}` does not find `{key}` among its first {within}");
    let found: Vec<String> = found.iter().take(NAMED).map(|key| format!("`{key}`")).collect();
    let instead = match found.as_slice() {
        [] => "it finds nothing".to_owned(),
        found => format!("it finds {}", found.join(", ")),
    };
    Diagnostic::error("search-test-failed", message)
        .help(format!("{instead}; give the question this `wording` under `asks`, or add to `synonyms` here"))
}

fn no_edition(language: &str) -> Diagnostic {
    Diagnostic::error("search-unlisted", format!("no question is in the language `{language}`"))
        .help("leave `lang` out to search the site's own language")
}

/// An index that was just built.
struct Built<'a> {
    files: FxHashMap<&'a str, &'a IndexFile>,
}

impl<'a> Built<'a> {
    fn of(index: &'a [IndexFile], folder: &str) -> Self {
        let below = |file: &'a IndexFile| Some((file.address.strip_prefix(folder)?, file));
        Self { files: index.iter().filter_map(below).collect() }
    }
}

impl Files for &Built<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        self.files.get(path).map(|file| file.bytes()).ok_or_else(|| format!("there is no `{path}`"))
    }
}
