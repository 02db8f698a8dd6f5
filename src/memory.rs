//! A memory: what a build leaves for the next, so that it does only what has
//! changed.
//!
//! Nothing is decided by it: each thing is remembered together with all that it
//! was worked out from, and used only where that is still the same. So a build
//! with a memory makes the same bytes as one without, and a memory that is
//! lost, old or damaged costs time and nothing else.
//!
//! While somebody writes it stays where it is, from build to build. Between two
//! runs it lies in the project's `.mundap/`, in files that each stand for
//! themselves: a kill between two of them leaves none of them wrong.
//!
//! # What is left out, and when
//!
//! | left out | where this is the same |
//! |---|---|
//! | the whole build | the stamps of all that is read, and of all that was written |
//! | rendering and writing a file | its fingerprint, and the stamp of what was left |
//! | understanding a question | the stamp or the hash of its file, the settings and strings |
//! | what questions have to do with each other | their cards: all but their texts |
//! | counting the words of a question | its text |
//!
//! Within a run, builds that follow each other leave out more:
//!
//! | left out | where this is the same |
//! |---|---|
//! | finding the files | the watcher knows which of them changed, and none came or went |
//! | assembling the archive | only texts of questions changed |
//! | loading the theme | its files |
//! | planning the pages | the cards, the theme, and the published addresses |

mod left;
mod note;
mod packed;
mod sources;
mod store;

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use crate::archive::Archive;
use crate::archive::Company;
use crate::content::Content;
use crate::diagnostic::Diagnostic;
use crate::hash::Hash;
use crate::page::Page;
use crate::search;
use crate::theme::Theme;

pub use self::left::LastBuild;
pub use self::left::LeftFile;
pub use self::left::LeftFiles;
pub use self::note::Note;
pub use self::sources::Remembered;
pub use self::sources::Sources;

use self::store::Store;

/// The name of this very program: what another one left is of no use to it.
const PROGRAM: &str = env!("MUNDAP_PROGRAM");

/// The file of what the search index is made from.
const INDEX: &str = "index";

/// The file of what questions have to do with each other.
const COMPANY: &str = "company";

/// What a build leaves for the next.
#[derive(Debug, Default)]
pub struct Memory {
    /// Where it lies between two runs; nowhere if absent.
    folder: Option<PathBuf>,
    /// Whether this run builds again and again.
    is_lasting: bool,
    /// What the questions and the index were worked out with.
    basis: Hash,
    /// Every question, as it was understood.
    pub sources: Sources,
    /// The counts behind the search index, for whoever makes it next.
    pub counts: Arc<Mutex<search::CountedArchive>>,
    /// Every file of the output, as it was left; read when they are asked for.
    left: Option<LeftFiles>,
    /// The files that the last build in this run found.
    pub content: Option<Arc<Content>>,
    /// The files that changed since; none where any may have.
    pub changed: Option<Vec<PathBuf>>,
    /// The archive of the last build in this run, if it may be edited.
    pub latest: Option<Latest>,
    /// Everything that was noticed by that build, if whoever asked for it gives
    /// it back.
    pub noticed: Option<Vec<Diagnostic>>,
    /// The theme of the last build in this run, if there was nothing to say of
    /// it.
    theme: Option<Arc<Theme>>,
    /// What the questions of the last build have to do with each other.
    company: Option<Arc<Company>>,
    /// The cards of the company that lies in the store.
    kept_company: Option<Hash>,
    /// The pages of the last build in this run, with the hash of what decided
    /// which there are.
    pages: Option<(Hash, Arc<Vec<Page>>)>,
}

/// An archive that was built, of whose company there was nothing to say.
#[derive(Debug)]
pub struct Latest {
    /// The archive.
    pub archive: Arc<Archive>,
    /// The hash of what else decides which pages it has and how they look.
    pub surroundings: Hash,
}

impl Memory {
    /// The memory that lies in `folder`, of which nothing is read yet, for a run
    /// that ends with the build.
    ///
    /// There is none behind a link: that leads to what is none of ours.
    pub fn open(folder: PathBuf) -> Self {
        let is_ours = folder.ancestors().take(2).all(|folder| !folder.is_symlink());
        Self { folder: is_ours.then_some(folder), ..Self::default() }
    }

    /// The same for a run that builds again and again.
    pub fn lasting(folder: PathBuf) -> Self {
        Self { is_lasting: true, ..Self::open(folder) }
    }

    /// Every file of the output, as the last build left it.
    pub fn left(&mut self) -> &LeftFiles {
        let folder = self.folder.clone();
        self.left.get_or_insert_with(|| {
            folder.and_then(|folder| LeftFiles::load(&Store::new(folder, program()))).unwrap_or_default()
        })
    }

    /// The same, for a build that leaves others.
    pub fn take_left(&mut self) -> LeftFiles {
        self.left();
        self.left.take().unwrap_or_default()
    }

    /// Remembers questions and index where they were worked out with this
    /// `basis`, and takes those from the store where it was another. Tells
    /// whether it was the same.
    pub fn rest_on(&mut self, basis: Hash) -> bool {
        if self.basis == basis {
            return true;
        }
        self.basis = basis;
        let store = self.store();
        self.sources = store.as_ref().map(Sources::load).unwrap_or_default();
        let counts = store.and_then(|store| store.read(INDEX, search::CountedArchive::from_bytes));
        self.counts = Arc::new(Mutex::new(counts.unwrap_or_default()));
        self.company = None;
        self.kept_company = None;
        false
    }

    /// Remembers the archive of a build where there are more to come.
    pub fn learn_latest(&mut self, latest: Option<Latest>) {
        self.latest = latest.filter(|_| self.is_lasting);
    }

    /// The theme of the last build in this run, if there was nothing to say of
    /// it.
    pub fn theme(&self) -> Option<&Arc<Theme>> {
        self.theme.as_ref()
    }

    /// Remembers a theme where there are more builds to come.
    pub fn learn_theme(&mut self, theme: Option<&Arc<Theme>>) {
        self.theme = theme.filter(|_| self.is_lasting).cloned();
    }

    /// The pages of the last build in this run, if this decided which there are.
    pub fn pages(&self, decided_by: Hash) -> Option<Arc<Vec<Page>>> {
        let (hash, pages) = self.pages.as_ref()?;
        (*hash == decided_by).then(|| Arc::clone(pages))
    }

    /// Remembers pages with the hash of what decided which there are.
    pub fn learn_pages(&mut self, pages: Option<(Hash, Arc<Vec<Page>>)>) {
        self.pages = pages;
    }

    /// What questions with these [cards](crate::archive::Parts::cards) have to
    /// do with each other.
    pub fn company(&mut self, cards: Hash) -> Option<Arc<Company>> {
        if self.company.is_none() {
            let company = self.store()?.read(COMPANY, |bytes| {
                let (of, company) = postcard::take_from_bytes::<Hash>(bytes).ok()?;
                if of == cards { postcard::from_bytes(company).ok() } else { None }
            })?;
            self.company = Some(Arc::new(company));
            self.kept_company = Some(cards);
        }
        self.company.clone().filter(|company| company.cards() == cards)
    }

    /// Remembers what questions have to do with each other.
    pub fn learn_company(&mut self, company: &Arc<Company>) {
        self.company = Some(Arc::clone(company));
    }

    /// Writes down for the next run what was understood, and forgets what no
    /// other build of this run needs. That it cannot be done is no failure of the
    /// build.
    pub fn keep_understanding(&mut self) {
        self.keep_company();
        self.keep_sources();
        self.keep_counts();
    }

    fn keep_company(&mut self) {
        let (Some(store), Some(company)) = (self.store(), &self.company) else { return };
        let cards = company.cards();
        if self.kept_company != Some(cards) {
            store.put(COMPANY, &(cards, &**company));
            self.kept_company = Some(cards);
        }
    }

    fn keep_sources(&mut self) {
        let Some(store) = self.store() else { return };
        self.sources.save(&store);
        if !self.is_lasting {
            self.sources = Sources::default();
        }
    }

    fn keep_counts(&mut self) {
        let Some(store) = self.store() else { return };
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        store.write(INDEX, |payload| payload.write_all(&counts.to_bytes()));
        if !self.is_lasting {
            *counts = search::CountedArchive::default();
        }
    }

    /// Remembers what a build left, and writes it down for the next run.
    pub fn keep_left(&mut self, left: LeftFiles) {
        if let Some(folder) = self.folder.clone() {
            left.save(&Store::new(folder, program()));
        }
        self.left = Some(left);
    }

    /// Takes leave of something large: of use to no other build, it is taken to
    /// pieces, or left to the system where this run ends with the build.
    pub fn part_with<T>(&self, large: T) {
        if self.is_lasting {
            drop(large);
        } else {
            std::mem::forget(large);
        }
    }

    fn store(&self) -> Option<Store> {
        let folder = self.folder.clone()?;
        Some(Store::new(folder, Hash::of_value(&(PROGRAM, self.basis))))
    }
}

fn program() -> Hash {
    Hash::of(PROGRAM.as_bytes())
}
