//! The old site: what stands in the output folder before a build, and which of
//! it is ours.

use std::fs;
use std::fs::Metadata;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use crate::diagnostic::Diagnostic;
use crate::fs::Stamp;
use crate::hash::Hash;
use crate::output::entry::Entry;
use crate::output::entry::Provenance;
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
    /// A file with this content and this stamp.
    File(Hash, Stamp),
    /// Nothing that we may look at: this folder on the way is a symbolic link.
    Link(String),
    /// No file, or a file in place of a folder on the way.
    Obstacle,
}

impl OldSite {
    /// How a new file at `path` differs from what stands there, and the stamp of
    /// that where it does not. A copy may be what somebody else put there too.
    ///
    /// # Errors
    /// `output-symlink`, and `output-write-failed` for what cannot be read.
    pub fn state(
        &self,
        path: &OutputPath,
        hash: Hash,
        provenance: Provenance,
    ) -> Result<(State, Option<Stamp>), Diagnostic> {
        let is_copy = provenance == Provenance::Copied;
        let state = match self.look(path)? {
            // an obstacle may be ours and not belong to the new site: commit knows
            Standing::Nothing | Standing::Obstacle => State::New,
            // before anything is listed, or a kill would make it ours
            Standing::File(found, _) if is_copy && found == hash && self.manifest.is_none() => State::Kept,
            // unlisted, it may still be ours in another spelling, where case does not count
            Standing::File(..) if !self.lists(path) => State::New,
            Standing::File(found, stamp) if found == hash => return Ok((State::Unchanged, Some(stamp))),
            Standing::File(found, _) if self.holds(path, found) => State::Changed,
            Standing::File(..) => State::Kept,
            Standing::Link(link) => return Err(problem::symlink(path, &link)),
        };
        Ok((state, None))
    }

    /// The state of a staged entry right before it is moved into place: the
    /// same, unless something stands there that it must not replace.
    ///
    /// # Errors
    /// `output-symlink`, and `output-write-failed` for what cannot be read.
    pub fn settle(&self, entry: &Entry) -> Result<State, Diagnostic> {
        let is_copy = entry.provenance == Provenance::Copied;
        match self.look(&entry.path)? {
            Standing::Nothing => Ok(entry.state),
            Standing::File(..) if is_copy && !self.lists(&entry.path) => Ok(State::Kept),
            Standing::File(found, _) if found == entry.hash => Ok(State::Unchanged),
            Standing::File(found, _) if self.holds(&entry.path, found) => Ok(entry.state),
            Standing::File(..) | Standing::Obstacle => Ok(State::Kept),
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
            match metadata(&self.folder.join(folder))?.map(|found| found.file_type()) {
                None => return Ok(Standing::Nothing),
                Some(kind) if kind.is_symlink() => return Ok(Standing::Link(folder.to_owned())),
                Some(kind) if kind.is_dir() => {}
                Some(_) => return Ok(Standing::Obstacle),
            }
        }
        let file = self.folder.join(path.as_str());
        match metadata(&file)? {
            None => Ok(Standing::Nothing),
            // the stamp is older than the content that is read: a change meanwhile shows
            Some(found) if found.is_file() => Ok(Standing::File(Hash::of_file(&file)?, Stamp::from(&found))),
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

/// What the system tells of `path`, itself and not what it links to.
fn metadata(path: &Path) -> io::Result<Option<Metadata>> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
