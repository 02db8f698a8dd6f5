//! An entry: one file of the new site, and how it differs from the old one.

use std::time::SystemTime;

use serde::Deserialize;
use serde::Serialize;

use crate::fs::Stamp;
use crate::hash::Hash;
use crate::output::path::OutputPath;

/// One file of the new site; small, as there are as many as pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where it stands.
    pub path: OutputPath,
    /// The hash of its new content.
    pub hash: Hash,
    /// The size of its new content, in bytes.
    pub size: u64,
    /// How it differs from the old site.
    pub state: State,
    /// Where its new content comes from.
    pub provenance: Provenance,
    /// The stamp of the file as it stands in the output, or waits to be moved
    /// there.
    pub stamp: Option<Stamp>,
}

/// Where the content of a file comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provenance {
    /// This program made it.
    Made,
    /// It is a copy of a file of the archive: somebody else may have put the
    /// same into the output.
    Copied,
}

/// What a build left in a file of the output, as the next one remembers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// The hash of its content.
    pub hash: Hash,
    /// The size of its content, in bytes.
    pub size: u64,
    /// Its stamp.
    pub stamp: Stamp,
}

/// How a file of the new site differs from what stands in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The old site had no such file, or it is gone. Should somebody else's
    /// file stand there, the commit finds out and leaves it alone.
    New,
    /// The old site had other content here, which is replaced.
    Changed,
    /// The old site has it already.
    Unchanged,
    /// Somebody edited the old site's file by hand, so it is left alone.
    Kept,
}

impl State {
    /// Whether the new content waits in the staging folder.
    pub fn is_staged(self) -> bool {
        matches!(self, Self::New | Self::Changed)
    }
}

/// What a commit did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many files were written.
    pub written: usize,
    /// How many stood there already with the same content.
    pub unchanged: usize,
    /// How many files of the old site were deleted.
    pub removed: usize,
    /// The files that are not as the build would have them, but are not ours to
    /// replace or delete: edited by hand, or never written by us. Sorted. Each
    /// deserves a warning, in every build until somebody decides.
    pub kept: Vec<OutputPath>,
    /// The size of the written files together, in bytes.
    pub bytes: u64,
}

impl Entry {
    /// What the file holds for the next build to remember, where it is ours and
    /// every change of it from this `moment` on would show.
    pub fn left(&self, moment: SystemTime) -> Option<Left> {
        let stamp = self.stamp.filter(|stamp| stamp.is_settled(moment) && self.state != State::Kept)?;
        Some(Left { hash: self.hash, size: self.size, stamp })
    }
}

impl Summary {
    /// The summary of a commit that left `entries` in these states and removed
    /// nothing.
    pub fn of(entries: &[Entry]) -> Self {
        let mut summary = Self::default();
        for entry in entries {
            match entry.state {
                State::New | State::Changed => {
                    summary.written += 1;
                    summary.bytes += entry.size;
                }
                State::Unchanged => summary.unchanged += 1,
                State::Kept => summary.kept.push(entry.path.clone()),
            }
        }
        summary
    }
}
