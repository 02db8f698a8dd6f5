//! What is left: every file of the output as a build left it, with what tells
//! whether the next would write the same.

use rayon::prelude::*;
use serde::Deserialize;
use serde::Serialize;

use super::note::Note;
use super::packed::Packed;
use super::store::Store;
use crate::archive::Archive;
use crate::diagnostic::Diagnostic;
use crate::fs::Stamp;
use crate::hash::Hash;
use crate::output::Left;
use crate::output::OutputPath;

/// The file that they lie in.
const NAME: &str = "left";

/// How many files there are on a sheet.
const SHEET: usize = 1024;

/// Every file of the output, and the build that left it.
#[derive(Debug, Default)]
pub struct LeftFiles {
    /// Sorted by path, sheet by sheet: who looks at each once need not
    /// have all of them spread out.
    sheets: Vec<Packed<Vec<LeftFile>>>,
    /// The build that left all of them, if all are as they should be.
    build: Option<LastBuild>,
}

/// A file of the output as a build left it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LeftFile {
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
pub struct LastBuild {
    /// The hash of all that it was made from.
    pub inputs: Hash,
    /// How many questions the archive had.
    pub questions: usize,
    /// How many files the site has.
    pub files: usize,
    /// The folder that the site stands in below its host.
    pub base: String,
    /// The stamp of the manifest.
    pub manifest: Option<Stamp>,
    /// The files that must not stand beside it: they would show what nobody may
    /// see.
    pub unwanted: Vec<String>,
    notes: Packed<Vec<Note>>,
}

impl LeftFiles {
    /// These files and no others, sorted by path, with nothing for one that is
    /// not as it should be; then the `build` did not leave the whole site.
    pub fn new(
        left: impl IndexedParallelIterator<Item = Option<LeftFile>>,
        build: Option<LastBuild>,
    ) -> Self {
        let sheets = left.chunks(SHEET).map(|files| files.into_iter().flatten().collect::<Vec<_>>());
        let (sheets, counts): (_, Vec<_>) = sheets.map(|files| (Packed::new(&files), files.len())).unzip();
        let count: usize = counts.iter().sum();
        Self { sheets, build: build.filter(|build| build.files == count) }
    }

    /// What a build left at each of `paths`, which are sorted, with the
    /// fingerprint of it.
    pub fn at<'p>(&self, paths: impl Iterator<Item = &'p OutputPath>) -> Vec<Option<(Hash, Left)>> {
        let mut rest = self.sheets.iter().filter_map(Packed::unpack).flatten().peekable();
        let at = |path: &OutputPath| {
            while rest.next_if(|file| file.path < *path).is_some() {}
            rest.next_if(|file| file.path == *path).map(|file| (file.fingerprint, file.left))
        };
        paths.map(at).collect()
    }

    /// The build that left all this, if it was made from these `inputs`.
    pub fn last_build(&self, inputs: Hash) -> Option<&LastBuild> {
        self.build.as_ref().filter(|build| build.inputs == inputs)
    }

    /// Whether every file `stands` as it was left.
    pub fn all(&self, stands: impl Fn(&OutputPath, &Left) -> bool + Sync) -> bool {
        let stand = |files: Vec<LeftFile>| files.iter().all(|file| stands(&file.path, &file.left));
        self.sheets.par_iter().all(|sheet| sheet.unpack().is_some_and(stand))
    }

    /// What lies in the store.
    pub fn load(store: &Store) -> Option<Self> {
        store.read(NAME, |bytes| {
            let (build, sheets) = postcard::from_bytes(bytes).ok()?;
            Some(Self { sheets, build })
        })
    }

    /// Puts all of it into the store.
    pub fn save(&self, store: &Store) {
        store.put(NAME, &(&self.build, &self.sheets));
    }
}

impl LastBuild {
    /// A build of `archive` into this many `files`, that is made from these
    /// `inputs`.
    pub fn new(inputs: Hash, archive: &Archive, files: usize) -> Self {
        let (questions, base) = (archive.questions.len(), archive.config.base().to_owned());
        let (unwanted, notes) = (Vec::new(), Packed::new(&Vec::new()));
        Self { inputs, questions, files, base, manifest: None, unwanted, notes }
    }

    /// The same where nothing may stand at these paths.
    #[must_use]
    pub fn without(self, unwanted: Vec<String>) -> Self {
        Self { unwanted, ..self }
    }

    /// The same when it has left a `manifest`, and noticed only what it warned
    /// of.
    #[must_use]
    pub fn left(self, manifest: Option<Stamp>, diagnostics: &[Diagnostic]) -> Self {
        Self { manifest, notes: Packed::new(&Note::of_all(diagnostics)), ..self }
    }

    /// What it warned of.
    pub fn diagnostics(&self) -> Option<Vec<Diagnostic>> {
        Some(self.notes.unpack()?.into_iter().map(Note::diagnostic).collect())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// More than two sheets of them, and then some.
    const COUNT: usize = 2 * SHEET + 7;

    fn path(number: usize) -> OutputPath {
        OutputPath::new(&format!("q/{number:05}/index.html")).unwrap()
    }

    fn file(number: usize) -> LeftFile {
        let stamp = Stamp::of(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
        let hash = Hash::of(&number.to_le_bytes());
        LeftFile { path: path(number), fingerprint: hash, left: Left { hash, size: number as u64, stamp } }
    }

    fn last() -> LastBuild {
        let inputs = Hash::of(b"inputs");
        LastBuild {
            inputs,
            questions: 3,
            files: COUNT,
            base: String::new(),
            manifest: None,
            unwanted: Vec::new(),
            notes: Packed::new(&Vec::new()),
        }
    }

    fn files() -> LeftFiles {
        LeftFiles::new((0..COUNT).into_par_iter().map(|number| Some(file(number))), Some(last()))
    }

    #[test]
    fn each_is_found_at_its_path_and_nowhere_else() {
        let asked = [path(0), path(SHEET - 1), path(SHEET), path(COUNT - 1), path(COUNT)];
        let sizes = files().at(asked.iter()).into_iter().map(|at| Some(at?.1.size as usize));
        let sizes: Vec<_> = sizes.collect();
        assert_eq!(sizes, [Some(0), Some(SHEET - 1), Some(SHEET), Some(COUNT - 1), None]);
    }

    #[test]
    fn a_site_is_whole_where_all_of_it_stands() {
        let files = files();
        assert!(files.last_build(last().inputs).is_some() && files.all(|_, _| true));
        assert!(files.last_build(Hash::of(b"others")).is_none());
        for gone in [0, SHEET, COUNT - 1] {
            assert!(!files.all(|at, _| *at != path(gone)), "{gone}");
        }
    }

    #[test]
    fn a_site_is_not_whole_where_a_file_is_not_as_it_should_be() {
        let left = (0..COUNT).into_par_iter().map(|number| (number != SHEET).then(|| file(number)));
        let files = LeftFiles::new(left, Some(last()));
        assert!(files.last_build(last().inputs).is_none());
        assert_eq!(files.at([path(SHEET), path(SHEET + 1)].iter()).iter().flatten().count(), 1);
    }

    #[test]
    fn files_come_back_from_the_store() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned(), Hash::default());
        files().save(&store);
        let back = LeftFiles::load(&store).unwrap();
        assert!(back.last_build(last().inputs).is_some());
        assert_eq!(back.at([path(0), path(COUNT - 1)].iter()).iter().flatten().count(), 2);
    }
}
