//! The staging folder: where the files of the new site wait until all of them
//! are there.

use std::fs;
use std::fs::File;
use std::io;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::PoisonError;

use crate::diagnostic::Diagnostic;
use crate::fs::Stamp;
use crate::hash;
use crate::hash::Hash;
use crate::output::durability::Durability;
use crate::output::entry::Entry;
use crate::output::manifest::Manifest;
use crate::output::manifest::SCRATCH;
use crate::output::path::OutputPath;
use crate::output::problem;

/// Its name in the memory folder.
const NAME: &str = "staging";

/// A folder in the project's memory that has the shape of the output folder;
/// gone when the value is.
pub struct Staging {
    root: PathBuf,
    /// Held while a file goes to another file system, as all go by one scratch
    /// file.
    scratch: Mutex<()>,
    /// How far a file has to be before it counts as written.
    pub durability: Durability,
}

impl Staging {
    /// An empty staging folder in `memory`; what a killed build left there is
    /// removed.
    ///
    /// # Errors
    /// What the system reports.
    pub fn create(memory: &Path, durability: Durability) -> io::Result<Self> {
        let root = memory.join(NAME);
        remove(&root)?;
        fs::create_dir(&root)?;
        Ok(Self { root, scratch: Mutex::new(()), durability })
    }

    /// Writes a file that is not there yet; returns its stamp.
    ///
    /// # Errors
    /// What the system reports.
    pub fn write(&self, path: &OutputPath, bytes: &[u8]) -> io::Result<Stamp> {
        let mut file = self.create_file(path)?;
        file.write_all(bytes)?;
        self.durability.sync_file(&file)?;
        file.metadata().map(|metadata| Stamp::from(&metadata))
    }

    /// Copies all of `from` to a file that is not there yet; returns the hash
    /// and the size of what was copied.
    ///
    /// # Errors
    /// What the system reports for either side.
    pub fn copy(&self, path: &OutputPath, from: &mut impl Read) -> io::Result<(Hash, u64)> {
        let mut file = self.create_file(path)?;
        let copied = hash::copy(from, &mut file)?;
        self.durability.sync_file(&file)?;
        Ok(copied)
    }

    /// A page has a folder of its own, which is made first; other files stand
    /// beside each other, so that theirs is there but for the first. Either way
    /// one call is saved that would fail.
    fn create_file(&self, path: &OutputPath) -> io::Result<File> {
        let file = self.root.join(path.as_str());
        if !path.as_str().ends_with("/index.html") {
            match File::create_new(&file) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                created => return created,
            }
        }
        create_parent(&file)?;
        File::create_new(file)
    }

    /// Makes the staging folder itself the output folder, which holds nothing
    /// yet or does not exist; `entries` are what is staged, of the site at the
    /// address `site`.
    ///
    /// Returns false where the system cannot do that: the folder is on another
    /// file system, is in use, or is no longer empty.
    ///
    /// # Errors
    /// `output-write-failed`.
    pub fn become_site(&self, output: &Path, site: &str, entries: &[Entry]) -> Result<bool, Diagnostic> {
        let failed = |error: io::Error| problem::write_failed(&output.display(), &error);
        self.dress_as(output, site, entries).map_err(failed)?;
        if fs::rename(&self.root, output).is_err() {
            return Ok(false);
        }
        let parent = output.parent().unwrap_or(output);
        self.durability.sync_folder(parent).map_err(failed)?;
        Ok(true)
    }

    /// Completes the staging folder to a site that can take the place of
    /// `output`.
    fn dress_as(&self, output: &Path, site: &str, entries: &[Entry]) -> io::Result<()> {
        let manifest: Manifest = entries.iter().map(|entry| (entry.path.clone(), entry.hash)).collect();
        manifest.of(site).write(&self.root, self.durability)?;
        self.durability.sync_folders(&self.root, entries.iter().map(|entry| &entry.path))?;
        match fs::metadata(output) {
            // who may see the site was decided when the empty folder was made
            Ok(empty) => fs::set_permissions(&self.root, empty.permissions()),
            Err(_) => create_parent(output),
        }
    }

    /// Moves a staged file to its place in the output folder, at one stroke.
    ///
    /// # Errors
    /// What the system reports.
    pub fn move_to(&self, path: &OutputPath, output: &Path) -> io::Result<()> {
        let from = self.root.join(path.as_str());
        let to = output.join(path.as_str());
        match rename(&from, &to) {
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
                self.copy_across(&from, &to, &output.join(SCRATCH))
            }
            other => other,
        }
    }

    /// Moves a file to another file system, by way of `scratch` on that one: at
    /// the top of the output, where the next build finds it after a kill.
    fn copy_across(&self, from: &Path, to: &Path, scratch: &Path) -> io::Result<()> {
        let _turn = self.scratch.lock().unwrap_or_else(PoisonError::into_inner);
        let copied = fs::copy(from, scratch)
            .and_then(|_| self.durability.sync_file(&File::open(scratch)?))
            .and_then(|()| fs::rename(scratch, to));
        if copied.is_err() {
            _ = fs::remove_file(scratch);
        }
        copied
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // what cannot be removed now, the next build removes
        _ = remove(&self.root);
    }
}

/// Renames a file, making the folder that it goes to.
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            create_parent(to)?;
            fs::rename(from, to)
        }
        other => other,
    }
}

fn create_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(path: &str) -> OutputPath {
        OutputPath::new(path).unwrap()
    }

    #[test]
    fn a_staged_file_moves_into_folders_that_are_not_there_yet() {
        let temp = tempfile::tempdir().unwrap();
        let staging = Staging::create(temp.path(), Durability::Synced).unwrap();
        staging.write(&path("q/1/index.html"), b"one").unwrap();
        let output = temp.path().join("public");
        staging.move_to(&path("q/1/index.html"), &output).unwrap();
        assert_eq!(fs::read(output.join("q/1/index.html")).unwrap(), b"one");
    }

    #[test]
    fn a_path_is_staged_once() {
        let temp = tempfile::tempdir().unwrap();
        let staging = Staging::create(temp.path(), Durability::Cached).unwrap();
        staging.write(&path("a"), b"one").unwrap();
        assert_eq!(staging.write(&path("a"), b"two").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
    }

    #[test]
    fn what_a_killed_build_left_is_removed() {
        let temp = tempfile::tempdir().unwrap();
        fs::create_dir_all(temp.path().join("staging/q/1")).unwrap();
        fs::write(temp.path().join("staging/q/1/index.html"), "half").unwrap();
        let staging = Staging::create(temp.path(), Durability::Cached).unwrap();
        assert_eq!(fs::read_dir(&staging.root).unwrap().count(), 0);
        drop(staging);
        assert_eq!(fs::read_dir(temp.path()).unwrap().count(), 0);
    }

    #[test]
    fn copying_across_file_systems_leaves_no_scratch_file() {
        let temp = tempfile::tempdir().unwrap();
        let staging = Staging::create(temp.path(), Durability::Synced).unwrap();
        staging.write(&path("a"), b"one").unwrap();
        let (from, scratch) = (staging.root.join("a"), temp.path().join(SCRATCH));
        staging.copy_across(&from, &temp.path().join("a"), &scratch).unwrap();
        assert_eq!(fs::read(temp.path().join("a")).unwrap(), b"one");
        let nowhere = temp.path().join("none/a");
        assert!(staging.copy_across(&from, &nowhere, &scratch).is_err());
        assert!(!scratch.exists());
    }
}
