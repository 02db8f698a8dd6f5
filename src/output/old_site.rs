//! The old site: what stands in the output folder before a build, and which of
//! it is ours.

use std::fs;
use std::fs::FileType;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use crate::diagnostic::Diagnostic;
use crate::hash::Hash;
use crate::output::entry::Entry;
use crate::output::entry::State;
use crate::output::manifest::Manifest;
use crate::output::path::OutputPath;
use crate::output::problem;

/// The output folder as the last build left it and others may have changed it.
pub struct OldSite {
    /// The output folder.
    pub folder: PathBuf,
    /// What the last build wrote; none where there is no manifest, so that
    /// nothing is ours.
    pub manifest: Option<Manifest>,
}

/// What stands where a file goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing.
    Nothing,
    /// A file with this content.
    File(Hash),
    /// Nothing that we may look at: this folder on the way is a symbolic link.
    Link(String),
    /// No file, or a file in place of a folder on the way.
    Obstacle,
}

impl OldSite {
    /// How a new file at `path` differs from what stands there.
    ///
    /// # Errors
    /// `output-symlink`, and `output-write-failed` for what cannot be read.
    pub fn state(&self, path: &OutputPath, hash: Hash) -> Result<State, Diagnostic> {
        match self.look(path)? {
            // an obstacle may be ours and not belong to the new site: commit knows
            Standing::Nothing | Standing::Obstacle => Ok(State::New),
            // unlisted, it may still be ours in another spelling, where case does not count
            Standing::File(_) if !self.lists(path) => Ok(State::New),
            Standing::File(found) if found == hash => Ok(State::Unchanged),
            Standing::File(found) if self.holds(path, found) => Ok(State::Changed),
            Standing::File(_) => Ok(State::Kept),
            Standing::Link(link) => Err(problem::symlink(path, &link)),
        }
    }

    /// The state of a staged entry right before it is moved into place: the
    /// same, unless something stands there that it must not replace.
    ///
    /// # Errors
    /// `output-symlink`, and `output-write-failed` for what cannot be read.
    pub fn settle(&self, entry: &Entry) -> Result<State, Diagnostic> {
        match self.look(&entry.path)? {
            Standing::Nothing => Ok(entry.state),
            Standing::File(found) if found == entry.hash => Ok(State::Unchanged),
            Standing::File(found) if self.holds(&entry.path, found) => Ok(entry.state),
            Standing::File(_) | Standing::Obstacle => Ok(State::Kept),
            Standing::Link(link) => Err(problem::symlink(&entry.path, &link)),
        }
    }

    /// What stands where `path` goes.
    ///
    /// # Errors
    /// `output-write-failed` for what cannot be read.
    pub fn look(&self, path: &OutputPath) -> Result<Standing, Diagnostic> {
        self.standing(path).map_err(|error| problem::write_failed(path, &error))
    }

    fn standing(&self, path: &OutputPath) -> io::Result<Standing> {
        for folder in path.folders() {
            match file_type(&self.folder.join(folder))? {
                None => return Ok(Standing::Nothing),
                Some(kind) if kind.is_symlink() => return Ok(Standing::Link(folder.to_owned())),
                Some(kind) if kind.is_dir() => {}
                Some(_) => return Ok(Standing::Obstacle),
            }
        }
        let file = self.folder.join(path.as_str());
        match file_type(&file)? {
            None => Ok(Standing::Nothing),
            Some(kind) if kind.is_file() => Ok(Standing::File(Hash::of_file(&file)?)),
            Some(_) => Ok(Standing::Obstacle),
        }
    }

    /// Whether the last build left, or may have left, this content at `path`.
    pub fn holds(&self, path: &OutputPath, hash: Hash) -> bool {
        self.manifest.as_ref().is_some_and(|manifest| manifest.holds(path, hash))
    }

    /// What the last build left, or may have left, at `path`.
    pub fn lines<'a>(&'a self, path: &'a OutputPath) -> impl Iterator<Item = (OutputPath, Hash)> {
        let hashes = self.manifest.iter().flat_map(|manifest| manifest.hashes(path));
        hashes.map(|hash| (path.clone(), hash))
    }

    fn lists(&self, path: &OutputPath) -> bool {
        self.manifest.as_ref().is_some_and(|manifest| manifest.lists(path))
    }
}

/// The kind of what stands at `path`, itself and not what it links to.
fn file_type(path: &Path) -> io::Result<Option<FileType>> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(metadata.file_type())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
