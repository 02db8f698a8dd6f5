//! Pages: every file of the output as a build left it, with what tells whether
//! the next would write the same.

use rayon::prelude::*;
use serde::Deserialize;
use serde::Serialize;

use super::note::Note;
use super::store::Store;
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
#[derive(Clone, Debug)]
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
            let (whole, rows): (_, Vec<(&str, Hash, Left)>) = postcard::from_bytes(bytes).ok()?;
            let page = |(path, fingerprint, left)| {
                Some(LeftPage { path: OutputPath::new(path).ok()?, fingerprint, left })
            };
            let left: Option<Vec<_>> = rows.into_iter().map(page).collect();
            Some(Self { left: left?, whole })
        })
    }

    /// Puts all of it into the store.
    pub fn save(&self, store: &Store) {
        let rows = self.left.iter().map(|page| (page.path.as_str(), page.fingerprint, page.left));
        let rows: Vec<_> = rows.collect();
        store.write(NAME, &postcard::to_stdvec(&(&self.whole, rows)).unwrap_or_default());
    }
}

impl Whole {
    /// A build of so many `questions` that was made from these `inputs`, and
    /// noticed only what it warned of.
    pub fn new(
        inputs: Hash,
        questions: usize,
        base: &str,
        manifest: Option<Stamp>,
        diagnostics: &[Diagnostic],
    ) -> Self {
        Self { inputs, questions, base: base.to_owned(), manifest, notes: Note::of_all(diagnostics) }
    }

    /// What it warned of.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        self.notes.iter().map(Note::diagnostic).collect()
    }
}
