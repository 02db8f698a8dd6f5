//! A snapshot: what some folders looked like, for systems that do not tell
//! when that changes.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::thread;
use std::time::SystemTime;

use super::POLL;
use super::is_leftover;
use super::is_over;

/// Every file below some folders with its time and size, sorted.
#[derive(Debug, PartialEq, Eq)]
pub struct Snapshot {
    files: Vec<(PathBuf, Option<SystemTime>, u64)>,
}

impl Snapshot {
    /// What `folders` look like now.
    pub fn of(folders: &[PathBuf]) -> Self {
        let mut files = Vec::new();
        folders.iter().for_each(|folder| look(folder, folder, &mut files));
        files.sort();
        Self { files }
    }

    /// Looks until the folders look differently, and then the same twice, but no
    /// longer than `until`.
    pub fn wait_for_another(&mut self, folders: &[PathBuf], until: Option<SystemTime>) {
        let mut is_other = false;
        loop {
            thread::sleep(if is_other { POLL / 10 } else { POLL });
            let now = Self::of(folders);
            let is_quiet = now == *self;
            *self = now;
            if is_quiet && (is_other || is_over(until)) {
                return;
            }
            is_other |= !is_quiet;
        }
    }
}

/// Adds what is in `folder`, and below it.
fn look(root: &Path, folder: &Path, files: &mut Vec<(PathBuf, Option<SystemTime>, u64)>) {
    // a folder that has just gone is one that is not in the snapshot
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.strip_prefix(root).is_ok_and(is_leftover) {
            continue;
        }
        let Ok(metadata) = entry.metadata() else { continue };
        if metadata.is_dir() {
            look(root, &path, files);
        }
        let size = if metadata.is_dir() { 0 } else { metadata.len() };
        files.push((path, metadata.modified().ok(), size));
    }
}
