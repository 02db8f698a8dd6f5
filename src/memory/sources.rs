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

/// Every question, by the path of its file.
#[derive(Debug)]
pub struct Sources {
    shelves: Vec<Shelf>,
}

/// The questions that lie in one file.
#[derive(Debug, Default)]
struct Shelf {
    /// By the hash of the path.
    sources: FxHashMap<Hash, Remembered>,
    /// Whether the file holds just these.
    is_kept: bool,
}

/// A question with what it was understood from.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Remembered {
    /// The stamp of its file, where every change would show.
    pub stamp: Option<Stamp>,
    /// The hash of all pictures of the archive, where it names any.
    pub pictures: Option<Hash>,
    /// The question.
    pub question: Arc<Question>,
    /// What was said of it.
    pub notes: Vec<Note>,
}

impl Default for Sources {
    fn default() -> Self {
        Self { shelves: (0..SHELVES).map(|_| Shelf::default()).collect() }
    }
}

impl Sources {
    /// The question in this file below `questions/`.
    pub fn get(&self, path: &str) -> Option<&Remembered> {
        let path = Hash::of(path.as_bytes());
        self.shelves[path.share(SHELVES)].sources.get(&path)
    }

    /// Remembers the question in this file.
    pub fn put(&mut self, path: &str, source: Remembered) {
        let path = Hash::of(path.as_bytes());
        let shelf = &mut self.shelves[path.share(SHELVES)];
        shelf.sources.insert(path, source);
        shelf.is_kept = false;
    }

    /// Forgets the question in this file.
    pub fn forget(&mut self, path: &str) {
        let path = Hash::of(path.as_bytes());
        let shelf = &mut self.shelves[path.share(SHELVES)];
        shelf.is_kept &= shelf.sources.remove(&path).is_none();
    }

    /// Forgets questions whose files are gone, as soon as there are more of
    /// them than of these files, which are all.
    pub fn keep_only<'p>(&mut self, paths: impl ExactSizeIterator<Item = &'p str>) {
        let known: usize = self.shelves.iter().map(|shelf| shelf.sources.len()).sum();
        if known <= paths.len() {
            return;
        }
        let paths: FxHashSet<Hash> = paths.map(|path| Hash::of(path.as_bytes())).collect();
        for shelf in &mut self.shelves {
            let before = shelf.sources.len();
            shelf.sources.retain(|path, _| paths.contains(path));
            shelf.is_kept &= shelf.sources.len() == before;
        }
    }

    /// What lies in the store.
    pub fn load(store: &Store) -> Self {
        Self { shelves: (0..SHELVES).into_par_iter().map(|number| Shelf::load(store, number)).collect() }
    }

    /// Puts every shelf into the store on which anything changed.
    pub fn save(&mut self, store: &Store) {
        let changed = self.shelves.par_iter_mut().enumerate().filter(|(_, shelf)| !shelf.is_kept);
        changed.for_each(|(number, shelf)| shelf.save(store, number));
    }
}

impl Shelf {
    fn load(store: &Store, number: usize) -> Self {
        let sources = store.read(&name(number), |bytes| postcard::from_bytes(bytes).ok());
        Self { is_kept: sources.is_some(), sources: sources.unwrap_or_default() }
    }

    fn save(&mut self, store: &Store, number: usize) {
        store.put(&name(number), &self.sources);
        self.is_kept = true;
    }
}

fn name(shelf: usize) -> String {
    format!("questions-{shelf}")
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
            pictures: None,
            question: Arc::clone(&question),
            notes: Vec::new(),
        };
        let mut sources = Sources::default();
        sources.put("1.md", remembered.clone());
        sources.save(&store);
        let loaded = Sources::load(&store);
        let loaded = loaded.get("1.md").expect("it is there");
        assert_eq!(loaded.stamp, remembered.stamp);
        let bytes = |question| postcard::to_stdvec(question).unwrap();
        assert_eq!(bytes(&loaded.question), bytes(&question));
        assert_eq!(postcard::from_bytes::<Question>(&bytes(&question)).map(|_| ()), Ok(()));
    }
}
