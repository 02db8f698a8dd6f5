//! Sources: every question, as it was understood, with what tells that its file
//! is still the same.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;
use serde::Deserialize;
use serde::Serialize;

use super::note::Note;
use super::store::Store;
use crate::fs::Stamp;
use crate::hash::Hash;
use crate::question::Question;

/// How many files they lie in: a change of one question writes one of them
/// anew.
const SHELVES: usize = 64;

/// Every question by its path below `questions/`.
#[derive(Debug, Default)]
pub struct Sources {
    known: FxHashMap<String, Remembered>,
    /// What lies on each shelf.
    shelved: Vec<Hash>,
}

/// A question with what it was understood from.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Remembered {
    /// The stamp of its file, where every change would show.
    pub stamp: Option<Stamp>,
    /// The hash of all pictures of the archive, where it names any.
    pub pictures: Hash,
    /// The question.
    pub question: Arc<Question>,
    /// What was said of it.
    pub notes: Vec<Note>,
}

impl Sources {
    /// The question in this file below `questions/`.
    pub fn get(&self, relative: &str) -> Option<&Remembered> {
        self.known.get(relative)
    }

    /// Remembers these questions, and no others.
    pub fn replace(&mut self, all: impl Iterator<Item = (String, Remembered)>) {
        self.known = all.collect();
    }

    /// Forgets the questions in these files.
    pub fn forget(&mut self, files: &FxHashSet<String>) {
        files.iter().for_each(|file| _ = self.known.remove(file));
    }

    /// Remembers these questions as well.
    pub fn add(&mut self, more: impl Iterator<Item = (String, Remembered)>) {
        self.known.extend(more);
    }

    /// What lies in the store.
    pub fn load(store: &Store) -> Self {
        let shelves: Vec<_> = (0..SHELVES).into_par_iter().map(|shelf| read(store, shelf)).collect();
        let shelved = shelves.iter().map(|shelf| mark(shelf.iter())).collect();
        let known = shelves.into_iter().flatten();
        Self { known: known.map(|source| (path(&source).to_owned(), source)).collect(), shelved }
    }

    /// Puts every shelf into the store on which anything changed.
    pub fn save(&mut self, store: &Store) {
        let mut shelves = vec![Vec::new(); SHELVES];
        for (path, source) in &self.known {
            shelves[shelf(path)].push(source);
        }
        let shelved = std::mem::take(&mut self.shelved);
        self.shelved = shelves
            .into_par_iter()
            .enumerate()
            .map(|(shelf, mut sources)| {
                sources.sort_unstable_by_key(|source| path(source));
                let mark = mark(sources.iter().copied());
                if shelved.get(shelf) != Some(&mark) {
                    // serialising into memory fails for no value that we have
                    store.write(&name(shelf), &postcard::to_stdvec(&sources).unwrap_or_default());
                }
                mark
            })
            .collect();
    }
}

fn read(store: &Store, shelf: usize) -> Vec<Remembered> {
    store.read(&name(shelf), |bytes| postcard::from_bytes(bytes).ok()).unwrap_or_default()
}

fn name(shelf: usize) -> String {
    format!("questions-{shelf}")
}

fn shelf(path: &str) -> usize {
    Hash::of(path.as_bytes()).share(SHELVES)
}

/// The path of its file below `questions/`.
fn path(source: &Remembered) -> &str {
    let path = source.question.relative.as_str();
    path.strip_prefix("questions/").unwrap_or(path)
}

/// A hash of what lies on a shelf.
fn mark<'a>(sources: impl Iterator<Item = &'a Remembered>) -> Hash {
    let marks: Vec<_> = sources
        .map(|Remembered { stamp, pictures, question, .. }| {
            (&question.relative, question.hash, stamp, pictures)
        })
        .collect();
    Hash::of_value(&marks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;
    use crate::config::People;
    use crate::content::Statics;
    use crate::fs::SourcePath;
    use crate::question::Context;
    use crate::question::TurnKind;
    use crate::question::TurnWords;

    const SITE: &str =
        "title: 문답\nurl: https://a.example\nlanguage: ko\ncategories: { pests: { name: 해충 } }\n";

    /// Says everything that front matter can say.
    const TEXT: &str = "---\ntitle: 왜 그런가요?\nasked: 2026-03-01T10:00:05+09:00\nanswered: 2026-03-02 11:00\n\
        status: declined\nreason: 까닭\ncategory: pests\ntags: [하나, 둘]\nasker: 김*지\n\
        asks: [{ asked: 2026-03-03, wording: 왜요 }]\nsummary: 요약\nrelated: [2, refund]\nfollows: [3]\n\
        aliases: [/old/1]\nreview_by: 2027-01-01\nvalid_until: 2028-01-01\n\
        corrections: [{ date: 2026-03-04, kind: fact, note: 고침 }]\n\
        sources: [{ title: 책, url: \"https://b.example\", checked: 2026-03-05 }]\nlang: en\ntranslation_of: 4\n\
        publish_on: 2026-03-06\npinned: true\nai: drafted\nx_mine: 5\n\
        personal_data_allowed: [{ kind: phone, reason: 동의, hash: 3f0c9a71be }]\n---\n\
        [링크](q:2) [쪽](../pages/a.md) [곳](/b/)\n\n## 답변\n\n네.\n";

    fn question() -> Question {
        let file = SourcePath {
            relative: "1.md".into(),
            name: "content/questions/1.md".into(),
            path: "1.md".into(),
        };
        let config = config::read("site.yaml", SITE).value.unwrap();
        let mut words = TurnWords::default();
        words.add("답변", TurnKind::Answer);
        let (people, statics) = (People::default(), Statics::default());
        let context = Context { config: &config, people: &people, statics: &statics, words: &words };
        Question::parse(&file, TEXT.to_owned(), context).value.unwrap()
    }

    #[test]
    fn a_question_comes_back_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned(), Hash::default());
        let question = Arc::new(question());
        let remembered = Remembered {
            stamp: Some(Stamp::of(folder.path()).unwrap()),
            pictures: Hash::default(),
            question: Arc::clone(&question),
            notes: Vec::new(),
        };
        let mut sources = Sources::default();
        sources.replace([("1.md".to_owned(), remembered.clone())].into_iter());
        sources.save(&store);
        let loaded = Sources::load(&store);
        let loaded = loaded.get("1.md").expect("it is there");
        assert_eq!(loaded.stamp, remembered.stamp);
        let bytes = |question| postcard::to_stdvec(question).unwrap();
        assert_eq!(bytes(&loaded.question), bytes(&question));
        assert_eq!(postcard::from_bytes::<Question>(&bytes(&question)).map(|_| ()), Ok(()));
    }
}
