//! The output: the folder that the files of a site go to.
//!
//! It is written so that a reader always finds the old site or the new
//! one, and so that nothing of anybody else is lost.
//!
//! # Steps
//! 1. [`OutputFolder::open`] refuses unsafe places, takes the lock, and reads
//!    the manifest of the old site.
//! 2. [`OutputFolder::put`] compares a file with the old one and stages it
//!    where it differs, from as many threads as there are.
//! 3. [`OutputFolder::commit`] moves what is staged into place. Dropping the
//!    folder instead throws it away, and the old site stands as it was.

mod access;
mod commit;
mod durability;
mod entry;
mod lock;
mod manifest;
mod memory_folder;
mod old_site;
mod path;
mod place;
mod problem;
mod staging;
#[cfg(test)]
mod tests;

use std::fs;
use std::fs::File;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use crate::diagnostic::Diagnostic;
use crate::fs::Stamp;
use crate::hash;
use crate::hash::Hash;
use crate::output::commit::Commit;
use crate::output::old_site::OldSite;
use crate::output::place::Place;
use crate::output::staging::Staging;

pub use self::durability::Durability;
pub use self::entry::Entry;
pub use self::entry::Left;
pub use self::entry::Provenance;
pub use self::entry::State;
pub use self::entry::Summary;
pub use self::lock::Lock;
pub use self::manifest::Damage;
pub use self::manifest::Manifest;
pub use self::manifest::ManifestFile;
pub use self::path::OutputPath;
pub use self::path::PathError;
pub use self::path::collisions;
pub use self::place::default_folder;
pub use self::problem::is_build_running;
pub use self::problem::is_write_failure;

/// Where a site is written, and how.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The output folder: `public`.
    pub output: PathBuf,
    /// The project's own folder for what mundap remembers: `.mundap`. The
    /// folder it stands in is the project.
    pub memory: PathBuf,
    /// The folders that are read: content and themes.
    pub sources: Vec<PathBuf>,
    /// Whether to write into a folder that holds files of somebody else.
    pub adopt: bool,
    /// How far the site has to be before a build is done.
    pub durability: Durability,
}

/// The output folder during one build; it is locked until the value is gone, or
/// the lock that its commit hands on.
pub struct OutputFolder {
    place: Place,
    /// The address of the site.
    site: String,
    /// The folder for what is remembered.
    memory: PathBuf,
    /// What stands there already; none where nothing does.
    old: Option<OldSite>,
    staging: Staging,
    /// Held until the staging folder, above, is gone.
    lock: Lock,
}

impl OutputFolder {
    /// Opens the output folder for a build of the site at the address `site`.
    ///
    /// # Errors
    /// `output-unsafe`, `output-not-a-folder`, `output-not-ours` and
    /// `output-read-only` for a place that must not or cannot be written;
    /// `output-memory-symlink` for a memory folder that is not all ours;
    /// `build-running` while another build holds the lock;
    /// `output-write-failed` when the memory folder cannot be written.
    pub fn open(settings: &Settings, site: &str) -> Result<Self, Diagnostic> {
        memory_folder::check(&settings.memory)?;
        let place = Place::resolve(&settings.output, &settings.memory, &settings.sources)?;
        place.check()?;
        let lock = Lock::take(&settings.memory)?;
        let known = memory_folder::sites(&settings.memory);
        let is_this = |theirs: &String| theirs == site || known.contains(theirs);
        let old = standing_site(&place, settings.adopt, is_this)?;
        place.check_writable()?;
        place.remove_leftovers();
        let staging = Staging::create(&settings.memory, settings.durability)
            .map_err(|error| problem::write_failed(&settings.memory.display(), &error))?;
        let (site, memory) = (site.to_owned(), settings.memory.clone());
        Ok(Self { place, site, memory, old, staging, lock })
    }

    /// Takes in one file of the new site; may be called from many threads.
    ///
    /// Each path is put once. The old site is only read, never written.
    ///
    /// # Errors
    /// `output-write-failed`, and `output-symlink` where a symbolic link stands
    /// for a folder of the path.
    pub fn put(&self, path: &OutputPath, bytes: &[u8]) -> Result<Entry, Diagnostic> {
        self.put_bytes(path, bytes, Provenance::Made)
    }

    fn put_bytes(
        &self,
        path: &OutputPath,
        bytes: &[u8],
        provenance: Provenance,
    ) -> Result<Entry, Diagnostic> {
        let hash = Hash::of(bytes);
        let (state, mut stamp) = self.state(path, hash, provenance)?;
        if state.is_staged() {
            let staged = self.staging.write(path, bytes);
            stamp = Some(staged.map_err(|error| problem::write_failed(path, &error))?);
        }
        Ok(Entry { path: path.clone(), hash, size: bytes.len() as u64, state, provenance, stamp })
    }

    /// Takes in one file of the new site that is to hold what an earlier build
    /// left there; none where it no longer stands there as it was left.
    pub fn keep(&self, path: &OutputPath, left: &Left) -> Option<Entry> {
        self.old.as_ref().filter(|old| still_stands(&old.folder, path, left))?;
        let Left { hash, size, stamp } = *left;
        let (state, stamp) = (State::Unchanged, Some(stamp));
        Some(Entry { path: path.clone(), hash, size, state, provenance: Provenance::Made, stamp })
    }

    /// Takes in a copy of the file `source`, of any size.
    ///
    /// # Errors
    /// Those of [`put`](Self::put), and `unreadable` for the source.
    pub fn put_copy(&self, path: &OutputPath, source: &Path) -> Result<Entry, Diagnostic> {
        let size = fs::metadata(source).map_err(|error| problem::unreadable_source(source, &error))?.len();
        if size > hash::MAX_WHOLE_BYTES {
            return self.put_stream(path, source, size);
        }
        let bytes = fs::read(source).map_err(|error| problem::unreadable_source(source, &error))?;
        self.put_bytes(path, &bytes, Provenance::Copied)
    }

    /// Takes in a file too large to hold: reads it once to see whether it
    /// changed, and again to copy it.
    fn put_stream(&self, path: &OutputPath, source: &Path, size: u64) -> Result<Entry, Diagnostic> {
        let hash = Hash::of_file(source).map_err(|error| problem::unreadable_source(source, &error))?;
        let provenance = Provenance::Copied;
        let (state, stamp) = self.state(path, hash, provenance)?;
        if !state.is_staged() {
            return Ok(Entry { path: path.clone(), hash, size, state, provenance, stamp });
        }
        let mut file = File::open(source).map_err(|error| problem::unreadable_source(source, &error))?;
        // what counts is what is written, should the source have changed meanwhile
        let copied = self.staging.copy(path, &mut file);
        let (hash, size) = copied.map_err(|error| problem::write_failed(path, &error))?;
        Ok(Entry { path: path.clone(), hash, size, state, provenance, stamp: None })
    }

    fn state(
        &self,
        path: &OutputPath,
        hash: Hash,
        provenance: Provenance,
    ) -> Result<(State, Option<Stamp>), Diagnostic> {
        match &self.old {
            Some(old) => old.state(path, hash, provenance),
            None => Ok((State::New, None)),
        }
    }

    /// Makes the site on disk the one that `entries` name, which end up sorted
    /// by path and as they stand there.
    ///
    /// A kill at any moment leaves whole files only, and the next build ends
    /// up with the same site as if nothing had happened.
    ///
    /// The lock goes to whoever has more to write down about the site.
    ///
    /// # Errors
    /// `output-write-failed` and `output-symlink`.
    pub fn commit(self, entries: &mut [Entry]) -> Result<(Summary, Lock), Diagnostic> {
        // paths are unique, so threads cannot shine through in the order
        entries.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        let summary = match &self.old {
            Some(old) => Commit::new(old, &self.staging, &self.site, entries).run()?,
            None => self.commit_first(entries)?,
        };
        memory_folder::keep_site(&self.memory, &self.site);
        Ok((summary, self.lock))
    }

    /// Commits where nothing stood before: at one stroke if the system can.
    fn commit_first(&self, entries: &mut [Entry]) -> Result<Summary, Diagnostic> {
        if self.staging.become_site(&self.place.output, &self.site, entries)? {
            return Ok(Summary::of(entries));
        }
        let nothing = OldSite { folder: self.place.output.clone(), manifest: None };
        Commit::new(&nothing, &self.staging, &self.site, entries).run()
    }
}

/// Whether what a build left at `path` of the folder `output` stands there
/// untouched.
pub fn still_stands(output: &Path, path: &OutputPath, left: &Left) -> bool {
    Stamp::of(&output.join(path.as_str())).is_ok_and(|stamp| stamp == left.stamp)
}

/// The stamp of the manifest in the folder `output`.
pub fn manifest_stamp(output: &Path) -> Option<Stamp> {
    Stamp::of(&output.join(manifest::NAME)).ok()
}

/// The site that stands in the output folder, if it `is_this`; none where there
/// is nothing yet.
fn standing_site(
    place: &Place,
    adopt: bool,
    is_this: impl Fn(&String) -> bool,
) -> Result<Option<OldSite>, Diagnostic> {
    let unreadable = |error: io::Error| problem::unreadable_output(&place.name, &error);
    let folder = crate::fs::from_here(&place.output).to_owned();
    let refusal = match ManifestFile::read(&folder).map_err(unreadable)? {
        ManifestFile::Whole(manifest) => match manifest.site.clone().filter(|site| !is_this(site)) {
            Some(another) => problem::of_another(&place.name, &another),
            None => return Ok(Some(OldSite { folder, manifest: Some(manifest) })),
        },
        ManifestFile::Absent if place.is_empty().map_err(unreadable)? => return Ok(None),
        ManifestFile::Absent => problem::not_ours(&place.name, None),
        ManifestFile::Damaged(damage) => problem::not_ours(&place.name, Some(damage)),
    };
    if adopt { Ok(Some(OldSite { folder, manifest: None })) } else { Err(refusal) }
}
