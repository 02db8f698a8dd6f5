//! Durability: how far a write has to be before the next step.

use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::path::Path;

use crate::output::path::OutputPath;

/// How far a write has to be before the next step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Durability {
    /// In the system's cache: it survives a kill, not a loss of power.
    #[default]
    Cached,
    /// On the disk itself.
    Synced,
}

impl Durability {
    /// Waits for the content of `file`.
    ///
    /// # Errors
    /// What the system reports, which may be a write that failed earlier.
    pub fn sync_file(self, file: &File) -> io::Result<()> {
        match self {
            Self::Cached => Ok(()),
            Self::Synced => file.sync_all(),
        }
    }

    /// Waits for the names in `folder`, if it is still there, on systems that
    /// store them apart from the files.
    ///
    /// # Errors
    /// What the system reports.
    pub fn sync_folder(self, folder: &Path) -> io::Result<()> {
        if self == Self::Cached || cfg!(windows) {
            return Ok(());
        }
        match File::open(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            opened => opened?.sync_all(),
        }
    }

    /// Waits for the names of `paths` below `root`.
    ///
    /// # Errors
    /// What the system reports.
    pub fn sync_folders<'a>(
        self,
        root: &Path,
        paths: impl Iterator<Item = &'a OutputPath>,
    ) -> io::Result<()> {
        if self == Self::Cached {
            return Ok(());
        }
        let folders: BTreeSet<_> = paths.flat_map(OutputPath::folders).collect();
        folders.iter().try_for_each(|folder| self.sync_folder(&root.join(folder)))?;
        self.sync_folder(root)
    }
}
