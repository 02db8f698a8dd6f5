//! A destination: where a site goes once it is rendered.

use std::fs;
use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::output::OutputFolder;
use crate::output::Settings;
use crate::output::entry::Entry;
use crate::output::entry::Summary;
use crate::output::path::OutputPath;
use crate::output::problem;

/// Where a site is to go.
#[derive(Clone, Debug)]
pub enum Destination {
    /// Nowhere: the archive is only checked.
    Nowhere,
    /// A folder, for a host.
    Folder(Settings),
    /// Memory, for whoever asked for the build.
    Memory,
}

/// A destination during one build.
pub enum Output {
    /// Forgets what it is given.
    Nowhere,
    /// Stages it, and moves it into the folder at the end.
    Folder(Box<OutputFolder>),
    /// Keeps it.
    Memory,
}

/// What came of one file that was put.
#[derive(Debug)]
pub enum Placed {
    /// It was forgotten.
    Nowhere,
    /// It is in the folder, or waits for the commit.
    Folder(Entry),
    /// It is kept.
    Memory(File),
}

/// A file of a site that is kept in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it stands in the site.
    pub path: OutputPath,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// A site that reached its destination.
#[derive(Debug)]
pub enum Site {
    /// It was only rendered.
    Nowhere,
    /// It is on disk; this is what changed there.
    Folder(Summary),
    /// Its files, sorted by path.
    Memory(Vec<File>),
}

impl Output {
    /// Opens a destination for a build.
    ///
    /// # Errors
    /// Those of [`OutputFolder::open`].
    pub fn open(destination: &Destination) -> Result<Self, Diagnostic> {
        Ok(match destination {
            Destination::Nowhere => Self::Nowhere,
            Destination::Folder(settings) => Self::Folder(Box::new(OutputFolder::open(settings)?)),
            Destination::Memory => Self::Memory,
        })
    }

    /// Takes in one file of the site; may be called from many threads, once for
    /// each path.
    ///
    /// # Errors
    /// Those of [`OutputFolder::put`].
    pub fn put(&self, path: &OutputPath, bytes: Vec<u8>) -> Result<Placed, Diagnostic> {
        match self {
            Self::Nowhere => Ok(Placed::Nowhere),
            Self::Folder(folder) => folder.put(path, &bytes).map(Placed::Folder),
            Self::Memory => Ok(Placed::Memory(File { path: path.clone(), bytes })),
        }
    }

    /// Takes in a copy of the file `source`.
    ///
    /// # Errors
    /// Those of [`OutputFolder::put_copy`].
    pub fn put_copy(&self, path: &OutputPath, source: &Path) -> Result<Placed, Diagnostic> {
        match self {
            Self::Nowhere => Ok(Placed::Nowhere),
            Self::Folder(folder) => folder.put_copy(path, source).map(Placed::Folder),
            Self::Memory => match fs::read(source) {
                Ok(bytes) => self.put(path, bytes),
                Err(error) => Err(problem::unreadable_source(source, &error)),
            },
        }
    }

    /// Makes one site of all that was put.
    ///
    /// # Errors
    /// Those of [`OutputFolder::commit`].
    pub fn commit(self, placed: Vec<Placed>) -> Result<Site, Diagnostic> {
        match self {
            Self::Nowhere => Ok(Site::Nowhere),
            Self::Folder(folder) => {
                folder.commit(placed.into_iter().filter_map(Placed::entry).collect()).map(Site::Folder)
            }
            Self::Memory => {
                let mut files: Vec<_> = placed.into_iter().filter_map(Placed::file).collect();
                files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
                Ok(Site::Memory(files))
            }
        }
    }
}

impl Placed {
    fn entry(self) -> Option<Entry> {
        if let Self::Folder(entry) = self { Some(entry) } else { None }
    }

    fn file(self) -> Option<File> {
        if let Self::Memory(file) = self { Some(file) } else { None }
    }
}

impl Site {
    /// The files on disk that are not as the build would have them, and are
    /// not ours to change.
    pub fn kept(&self) -> &[OutputPath] {
        if let Self::Folder(summary) = self { &summary.kept } else { &[] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_keeps_every_file_in_order() {
        let output = Output::open(&Destination::Memory).unwrap();
        let put = |path: &str| output.put(&OutputPath::new(path).unwrap(), path.into()).unwrap();
        let placed = vec![put("b"), put("a/index.html")];
        let Site::Memory(files) = output.commit(placed).unwrap() else { panic!("not in memory") };
        let paths: Vec<_> = files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["a/index.html", "b"]);
        assert_eq!(files[1].bytes, b"b");
    }
}
