//! A commit: the new site takes the place of the old one, file by file.
//!
//! The order of the steps is what keeps every moment safe: whenever the build
//! is killed, each file is whole, each link of a page leads to a file, and the
//! manifest lists every content that we may have left.

use std::collections::BTreeSet;
use std::fs;
use std::mem;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::fs::Stamp;
use crate::hash::Hash;
use crate::output::access;
use crate::output::entry::Entry;
use crate::output::entry::State;
use crate::output::entry::Summary;
use crate::output::manifest::Manifest;
use crate::output::manifest::NAME as MANIFEST;
use crate::output::old_site::OldSite;
use crate::output::old_site::Standing;
use crate::output::path::OutputPath;
use crate::output::path::collisions;
use crate::output::problem;
use crate::output::staging::Staging;

/// A commit on its way.
pub struct Commit<'a> {
    old: &'a OldSite,
    staging: &'a Staging,
    /// The address of the site.
    site: &'a str,
    /// The new site, sorted by path.
    entries: &'a mut [Entry],
    /// The paths that only the old site has, sorted.
    stale: Vec<OutputPath>,
    /// Stale files that are not as we left them.
    edited: Vec<OutputPath>,
    /// How many stale files are gone.
    removed: usize,
}

impl<'a> Commit<'a> {
    /// A commit of `entries`, sorted by path, whose changed content is staged, to
    /// the site at the address `site`.
    pub fn new(old: &'a OldSite, staging: &'a Staging, site: &'a str, entries: &'a mut [Entry]) -> Self {
        let stale = stale_paths(old, entries);
        Self { old, staging, site, entries, stale, edited: Vec::new(), removed: 0 }
    }

    /// Takes every step, in order.
    ///
    /// # Errors
    /// `output-write-failed`, `output-remove-failed` and `output-symlink`; the
    /// next build mends what this one left.
    pub fn run(mut self) -> Result<Summary, Diagnostic> {
        self.ask_for_access()?;
        let both = self.announce()?;
        self.clear_the_way()?;
        self.place(State::New)?;
        self.place(State::Changed)?;
        self.remove_stale()?;
        self.conclude(&both)?;
        Ok(self.summary())
    }

    /// Sees that every file can be moved into place, or out of it.
    fn ask_for_access(&self) -> Result<(), Diagnostic> {
        let staged = self.entries.iter().filter(|entry| entry.state.is_staged()).map(|entry| &entry.path);
        access::check(&self.old.folder, staged, problem::write_failed)?;
        access::check(&self.old.folder, self.stale.iter(), problem::remove_failed)
    }

    /// Lists the new site beside the old one, before anything moves: from now
    /// on a kill cannot make a file of ours look like somebody else's.
    fn announce(&self) -> Result<Manifest, Diagnostic> {
        let nothing = Manifest::default();
        let old = self.old.manifest.as_ref().unwrap_or(&nothing);
        let fresh = old.lacks(self.new_lines());
        let is_listed = fresh.is_empty() && old.site.as_deref() == Some(self.site);
        let both = old.into_iter().cloned().chain(fresh).collect::<Manifest>().of(self.site);
        if !is_listed {
            self.write_manifest(&both)?;
        }
        Ok(both)
    }

    /// Removes the stale files that a new file cannot stand beside: one in
    /// place of its folder, below it, or with its name in other case.
    fn clear_the_way(&mut self) -> Result<(), Diagnostic> {
        if self.stale.is_empty() {
            return Ok(());
        }
        let new = self.entries.iter().filter(|entry| entry.state == State::New).map(|entry| &entry.path);
        let colliding: BTreeSet<_> =
            collisions(new.chain(&self.stale)).into_iter().flat_map(|(a, b)| [a, b]).collect();
        let (in_the_way, stale) =
            mem::take(&mut self.stale).into_iter().partition(|path| colliding.contains(path));
        self.stale = stale;
        self.remove_all(in_the_way)
    }

    /// Moves the staged files of one state into place.
    fn place(&mut self, state: State) -> Result<(), Diagnostic> {
        let (old, staging) = (self.old, self.staging);
        let staged = self.entries.par_iter_mut().filter(|entry| entry.state == state);
        staged.try_for_each(|entry| {
            entry.state = old.settle(entry)?;
            if !entry.state.is_staged() {
                return Ok(());
            }
            let moved = staging.move_to(&entry.path, &old.folder);
            let stamp = moved.and_then(|()| Stamp::of(&old.folder.join(entry.path.as_str())));
            entry.stamp = Some(stamp.map_err(|error| problem::write_failed(&entry.path, &error))?);
            Ok(())
        })?;
        let placed = self.entries.iter().filter(|entry| entry.state == state);
        self.sync(placed.map(|entry| &entry.path))
    }

    /// Removes what only the old site has: last, so that no page which still
    /// links to it stands.
    fn remove_stale(&mut self) -> Result<(), Diagnostic> {
        let stale = mem::take(&mut self.stale);
        self.remove_all(stale)
    }

    fn remove_all(&mut self, paths: Vec<OutputPath>) -> Result<(), Diagnostic> {
        let mut emptied = BTreeSet::new();
        for path in &paths {
            if self.remove(path)? {
                emptied.extend(path.folders());
            }
        }
        // the innermost come last in the set; one that still holds something stays
        for folder in emptied.iter().rev() {
            _ = fs::remove_dir(self.old.folder.join(folder));
        }
        self.sync(paths.iter())
    }

    /// Removes a file that is as we left it; returns whether it is gone.
    fn remove(&mut self, path: &OutputPath) -> Result<bool, Diagnostic> {
        match self.old.look(path)? {
            Standing::File(found, _) if self.old.holds(path, found) => {}
            // removed before, by hand or by a build that was killed; a folder of
            // the new site may have its name by now
            Standing::Nothing | Standing::Obstacle => return Ok(true),
            Standing::File(..) | Standing::Link(_) => {
                self.edited.push(path.clone());
                return Ok(false);
            }
        }
        let removed = fs::remove_file(self.old.folder.join(path.as_str()));
        removed.map_err(|error| problem::remove_failed(path, &error))?;
        self.removed += 1;
        Ok(true)
    }

    /// Lists the new site alone, and what a later build must still know: what
    /// we once wrote to the files that somebody edited. Should they become what
    /// they were, they are ours again; until then every build names them.
    fn conclude(&self, both: &Manifest) -> Result<(), Diagnostic> {
        let old = self.kept().flat_map(|path| self.old.lines(path));
        let new = self.new_lines().map(|(path, hash)| (path.clone(), hash));
        let last = new.chain(old).collect::<Manifest>().of(self.site);
        if last == *both {
            return Ok(());
        }
        self.write_manifest(&last)
    }

    fn summary(self) -> Summary {
        let mut summary = Summary::of(self.entries);
        summary.removed = self.removed;
        summary.kept.extend(self.edited);
        summary.kept.sort_unstable();
        summary
    }

    /// The lines that the new site has in the manifest.
    fn new_lines(&self) -> impl Iterator<Item = (&OutputPath, Hash)> {
        let ours = self.entries.iter().filter(|entry| entry.state != State::Kept);
        ours.map(|entry| (&entry.path, entry.hash))
    }

    /// The files that were left alone.
    fn kept(&self) -> impl Iterator<Item = &OutputPath> {
        let kept = self.entries.iter().filter(|entry| entry.state == State::Kept).map(|entry| &entry.path);
        kept.chain(&self.edited)
    }

    fn write_manifest(&self, manifest: &Manifest) -> Result<(), Diagnostic> {
        let folder = &self.old.folder;
        let written =
            fs::create_dir_all(folder).and_then(|()| manifest.write(folder, self.staging.durability));
        written.map_err(|error| problem::write_failed(&folder.join(MANIFEST).display(), &error))
    }

    fn sync<'b>(&self, paths: impl Iterator<Item = &'b OutputPath>) -> Result<(), Diagnostic> {
        let folder = &self.old.folder;
        let synced = self.staging.durability.sync_folders(folder, paths);
        synced.map_err(|error| problem::write_failed(&folder.display(), &error))
    }
}

/// The paths that the old site has and the new one, sorted, has not.
fn stale_paths(old: &OldSite, entries: &[Entry]) -> Vec<OutputPath> {
    let mut rest = entries.iter().peekable();
    let is_stale = |path: &&OutputPath| {
        while rest.next_if(|entry| entry.path < **path).is_some() {}
        rest.peek().is_none_or(|entry| entry.path != **path)
    };
    old.manifest.iter().flat_map(Manifest::paths).filter(is_stale).cloned().collect()
}
