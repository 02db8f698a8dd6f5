//! Pages: every file of the output as a build left it, with what tells whether
//! the next would write the same.

use rayon::prelude::*;
use serde::Deserialize;
use serde::Serialize;

use super::note::Note;
use super::store::Store;
use crate::archive::Archive;
use crate::diagnostic::Diagnostic;
use crate::fs::Stamp;
use crate::hash::Hash;
use crate::output::Left;
use crate::output::OutputPath;

/// The file that they lie in.
const NAME: &str = "pages";

/// Every file of the output, and the build that left it.
#[derive(Debug, Default)]
pub struct Pages {
    /// Sorted by path.
    left: Vec<LeftPage>,
    whole: Option<Whole>,
}

/// A file of the output as a build left it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LeftPage {
    /// Where it stands.
    pub path: OutputPath,
    /// The hash of all that it was made from.
    pub fingerprint: Hash,
    /// What the build left there.
    pub left: Left,
}

/// A build that left every file of its site as it should be, and what came of
/// it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Whole {
    /// The hash of all that it was made from.
    pub inputs: Hash,
    /// How many questions the archive had.
    pub questions: usize,
    /// The folder that the site stands in below its host.
    pub base: String,
    /// The stamp of the manifest.
    pub manifest: Option<Stamp>,
    notes: Vec<Note>,
}

impl Pages {
    /// What a build left at each of `paths`, which are sorted.
    pub fn at<'p>(&self, paths: impl Iterator<Item = &'p OutputPath>) -> Vec<Option<&LeftPage>> {
        let mut rest = self.left.iter().peekable();
        let at = |path: &OutputPath| {
            while rest.next_if(|page| page.path < *path).is_some() {}
            rest.next_if(|page| page.path == *path)
        };
        paths.map(at).collect()
    }

    /// Remembers these files, which are sorted by path, and no others.
    pub fn new(left: Vec<LeftPage>, whole: Option<Whole>) -> Self {
        Self { left, whole }
    }

    /// The build that left all this, if it was made from these `inputs`, and
    /// every file of its site `stands` as it was left; and how many files that
    /// are.
    pub fn whole(
        &self,
        inputs: Hash,
        stands: impl Fn(&OutputPath, &Left) -> bool + Sync,
    ) -> Option<(&Whole, usize)> {
        let whole = self.whole.as_ref().filter(|whole| whole.inputs == inputs)?;
        let all = self.left.par_iter().all(|page| stands(&page.path, &page.left));
        all.then_some((whole, self.left.len()))
    }

    /// What lies in the store.
    pub fn load(store: &Store) -> Option<Self> {
        store.read(NAME, |bytes| {
            let (whole, left) = postcard::from_bytes(bytes).ok()?;
            Some(Self { left, whole })
        })
    }

    /// Puts all of it into the store.
    pub fn save(&self, store: &Store) {
        store.put(NAME, &(&self.whole, &self.left));
    }
}

impl Whole {
    /// A build of `archive` that is made from these `inputs`.
    pub fn new(inputs: Hash, archive: &Archive) -> Self {
        let (questions, base) = (archive.questions.len(), archive.config.base().to_owned());
        Self { inputs, questions, base, manifest: None, notes: Vec::new() }
    }

    /// The same when it has left a `manifest`, and noticed only what it warned
    /// of.
    #[must_use]
    pub fn left(self, manifest: Option<Stamp>, diagnostics: &[Diagnostic]) -> Self {
        Self { manifest, notes: Note::of_all(diagnostics), ..self }
    }

    /// What it warned of.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        self.notes.iter().map(Note::diagnostic).collect()
    }
}
