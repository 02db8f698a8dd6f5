//! Writing: the output folder comes to hold the site, and what is left there is
//! remembered.

use std::path::PathBuf;
use std::thread;
use std::time::SystemTime;

use rayon::prelude::*;

use super::Options;
use super::Run;
use super::Site;
use super::concealed::Concealed;
use super::concealed::still_standing;
use super::ledger;
use crate::archive::Archive;
use crate::diagnostic::Diagnostic;
use crate::fs::Stamp;
use crate::fs::TICK;
use crate::hash::Hash;
use crate::ledger::Ledger;
use crate::memory::LastBuild;
use crate::memory::LeftFile;
use crate::memory::LeftFiles;
use crate::output;
use crate::output::Durability;
use crate::output::Entry;
use crate::output::OutputFolder;
use crate::output::Settings;
use crate::page::Kind;
use crate::page::Page;
use crate::render::Renderer;

/// From so many files on it is worth a moment that all of them are settled when
/// they are remembered: the next build need not look into any.
const MANY: usize = 1000;

impl Run<'_> {
    /// Renders the pages that the output folder has not, and commits them to it.
    ///
    /// `inputs` is the hash of all that the build is made from, if it is known.
    pub(super) fn write(
        &mut self,
        settings: &Settings,
        mut renderer: Renderer,
        inputs: Option<Hash>,
        ledger: &Ledger,
    ) -> Option<Site> {
        let pages = &*renderer.shared_pages();
        let output = self.take(OutputFolder::open(settings, &renderer.archive().config.url))?;
        // the project is ours alone from here on; and what is written down now takes no room later
        self.memory.keep_understanding();
        let fingerprints = self.fingerprints(&renderer);
        let mut entries = self.put(&output, &renderer, &fingerprints)?;
        let concealed = Concealed::of(renderer.archive());
        let unwanted = concealed.without_page(pages);
        let build = inputs.map(|inputs| LastBuild::new(inputs, renderer.archive(), entries.len()));
        let build = build.map(|build| build.without(unwanted.clone()));
        renderer.part_with_index();
        self.memory.part_with(renderer);
        // nobody else publishes from here on, as the project is ours
        let Options { content, content_name, .. } = self.options;
        self.take(ledger::check_unchanged(ledger, content, content_name))?;
        let (summary, lock) = self.take(output.commit(&mut entries))?;
        self.lap("commit");
        let is_published = self.publish(ledger, pages, settings.durability);
        self.diagnostics.extend(summary.kept.iter().map(|path| concealed.left_alone(path.as_str())));
        self.diagnostics.extend(still_standing(&settings.output, &unwanted, &summary.kept));
        // what is not in the ledger yet, shows what it must not, or was left alone, the next build must
        // not take for done
        let build = build.filter(|_| is_published && summary.kept.is_empty() && !self.has_error());
        self.remember_left(entries, &fingerprints, output::manifest_stamp(&settings.output), build);
        drop(lock);
        Some(Site::Written(summary))
    }

    /// Takes every page in, rendered or as the last build left it.
    fn put(
        &mut self,
        output: &OutputFolder,
        renderer: &Renderer,
        fingerprints: &[Option<Hash>],
    ) -> Option<Vec<Entry>> {
        let pages = renderer.pages();
        let left = self.memory.take_left().at(pages.iter().map(|page| &page.path));
        self.make(pages, |at, page| {
            if let Some((fingerprint, left)) = &left[at]
                && fingerprints[at] == Some(*fingerprint)
                && let Some(entry) = output.keep(&page.path, left)
            {
                return Ok(Some(entry));
            }
            put(output, renderer, page).map(Some)
        })
    }

    /// Writes the ledger, if the site is published; false where it cannot be
    /// written.
    fn publish(&mut self, ledger: &Ledger, pages: &[Page], durability: Durability) -> bool {
        let Options { content, content_name, publish, .. } = self.options;
        !publish || self.take(ledger::publish(ledger, content, content_name, pages, durability)).is_some()
    }

    /// Remembers every file that is as it should be, and the `build` where all
    /// are.
    fn remember_left(
        &mut self,
        entries: Vec<Entry>,
        fingerprints: &[Option<Hash>],
        manifest: Option<Stamp>,
        build: Option<LastBuild>,
    ) {
        if entries.len() >= MANY {
            thread::sleep(TICK);
        }
        let now = SystemTime::now();
        self.mask();
        let build = build.map(|build| build.left(manifest, &self.masked));
        let left = entries.into_par_iter().zip(fingerprints).map(|(entry, fingerprint)| {
            let (fingerprint, left) = ((*fingerprint)?, entry.left(now)?);
            Some(LeftFile { path: entry.path, fingerprint, left })
        });
        self.memory.keep_left(LeftFiles::new(left, build));
        self.lap("remember");
    }

    fn fingerprints(&self, renderer: &Renderer) -> Vec<Option<Hash>> {
        renderer.pages().par_iter().map(|page| self.fingerprint(renderer, page)).collect()
    }

    /// The hash of all that a page is made from; none where that may change
    /// without a trace.
    fn fingerprint(&self, renderer: &Renderer, page: &Page) -> Option<Hash> {
        match &page.kind {
            Kind::Static(_) => {
                let stamp = Stamp::behind(&source(renderer.archive(), page)?).ok()?;
                stamp.is_settled(self.started).then(|| Hash::of_value(&stamp))
            }
            kind => renderer.fingerprint(kind),
        }
    }
}

/// Takes in a page: rendered, or a copy of a file of the archive.
fn put(output: &OutputFolder, renderer: &Renderer, page: &Page) -> Result<Entry, Diagnostic> {
    match source(renderer.archive(), page) {
        Some(source) => output.put_copy(&page.path, &source),
        None => output.put(&page.path, &renderer.render(page)?.unwrap_or_default()),
    }
}

/// The file that a page is a copy of, where it is one.
fn source(archive: &Archive, page: &Page) -> Option<PathBuf> {
    let Kind::Static(path) = &page.kind else { return None };
    archive.statics.get(path).map(|file| file.source.path.clone())
}
