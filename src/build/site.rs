//! The site: every page is rendered, or stays as an earlier build left it.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;
use std::time::Instant;
use std::time::SystemTime;

use rayon::prelude::*;

use super::Built;
use super::Destination;
use super::Options;
use super::Run;
use super::Shown;
use super::Site;
use super::assemble::Assembled;
use super::assemble::Materials;
use super::concealed::Concealed;
use super::inputs::Inputs;
use super::ledger;
use super::shown::Searching;
use crate::archive::Archive;
use crate::archive::QuestionId;
use crate::archive::dangling_address;
use crate::config::SearchSettings;
use crate::diagnostic;
use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::fs::Stamp;
use crate::fs::TICK;
use crate::hash::Hash;
use crate::ledger::Ledger;
use crate::markdown::Link;
use crate::markdown::Target;
use crate::memory::Latest;
use crate::memory::LeftPage;
use crate::memory::Pages;
use crate::memory::Whole;
use crate::output;
use crate::output::Entry;
use crate::output::OutputFolder;
use crate::output::Settings;
use crate::output::Summary;
use crate::page;
use crate::page::Kind;
use crate::page::Page;
use crate::render::Renderer;
use crate::search;
use crate::search::IndexFile;
use crate::theme::Theme;

/// From so many files on it is worth a moment that all of them are settled when
/// they are remembered: the next build need not look into any.
const MANY: usize = 1000;

/// A page that was rendered, or did not have to be.
struct Made {
    took: Duration,
    /// Its entry in the output; none where there is no output.
    entry: Result<Option<Entry>, Diagnostic>,
}

impl Run<'_> {
    /// Makes the pages, and puts them where the site goes.
    pub(super) fn site(
        &mut self,
        assembled: Assembled,
        theme: Arc<Theme>,
        searching: &SearchSettings,
        ledger: &Ledger,
        materials: Materials,
    ) -> Option<Built> {
        let Materials { inputs, surroundings, .. } = materials;
        let Assembled { archive, edited, is_editable } = assembled;
        let surface = Hash::of_value(&(archive.cards(), surroundings));
        // whoever looks at the site waits for no index before they search
        let is_shown = matches!(self.options.destination, Destination::Eyes);
        let index = if is_shown { Vec::new() } else { self.index(&archive, searching) };
        let index = Arc::new(index);
        let pages = self.list(&archive, &theme, ledger, &index, surface);
        let known = |address: &str| page::stands_at(&pages, address);
        let dangling = match &edited {
            Some(edited) => dangling_addresses(&archive, edited.iter().copied(), known),
            None => dangling_addresses(&archive, archive.iter().map(|(id, _)| id), known),
        };
        self.done_with("check links", || Checked { value: (), diagnostics: dangling });
        // in an archive with errors a question may be missing that has an address
        if !diagnostic::any_error(&self.diagnostics) {
            self.diagnostics.extend(ledger::vanished(ledger, &archive, &pages));
        }
        if diagnostic::any_error(&self.diagnostics) {
            return None;
        }
        let latest = is_editable.then(|| Latest { archive: Arc::clone(&archive), surroundings });
        let (questions, base) = (archive.questions.len(), archive.config.base().to_owned());
        let until = self.until(&archive.config);
        let but_style = theme.hash_without_style;
        let renderer = Renderer::new(archive, theme, Arc::clone(&pages), index);
        let renderer = self.take(renderer)?;
        self.lap("views");
        let site = match &self.options.destination {
            Destination::Nowhere => self.render(&renderer, &pages).map(|()| Site::Checked),
            Destination::Folder(settings) => {
                self.write(settings, renderer, &pages, surface, inputs, ledger).map(Site::Written)
            }
            Destination::Eyes => self.show(renderer, searching, but_style, edited.is_some()),
        };
        let site = site?;
        self.memory.learn_latest(latest);
        Some(Built { questions, pages: pages.len(), base, until, site })
    }

    /// The search index; also notices which queries do not find what they must.
    fn index(&mut self, archive: &Archive, searching: &SearchSettings) -> Vec<IndexFile> {
        let counts = Arc::clone(&self.memory.counts);
        let index = {
            let mut counts = counts.lock().unwrap_or_else(PoisonError::into_inner);
            search::build(archive, &synonyms(archive, searching), &mut counts)
        };
        // in an archive with errors a question may be missing that a search has to find
        let is_tested = !diagnostic::any_error(&self.diagnostics);
        let tested = is_tested.then(|| search::check(archive, &index, searching));
        let diagnostics = tested.unwrap_or_default();
        self.done_with("index", || Checked { value: index, diagnostics })
    }

    /// Which pages exist; the list of the last build, where nothing has changed
    /// that decides it.
    fn list(
        &mut self,
        archive: &Archive,
        theme: &Theme,
        ledger: &Ledger,
        index: &[IndexFile],
        surface: Hash,
    ) -> Arc<Vec<Page>> {
        let files: Vec<_> = index.iter().map(|file| file.address.as_str()).collect();
        let inputs = Hash::of_value(&(surface, &files));
        if let Some((_, list)) = self.memory.list.as_ref().filter(|(made_from, _)| *made_from == inputs) {
            return Arc::clone(list);
        }
        let assets = theme.assets().map(|asset| asset.address.as_str());
        let checked = page::list(archive, assets, files.into_iter(), ledger.addresses());
        let is_sound = checked.diagnostics.is_empty();
        let list = Arc::new(self.done("list pages", checked));
        self.memory.list = is_sound.then(|| (inputs, Arc::clone(&list)));
        list
    }

    /// Renders every page and forgets it.
    fn render(&mut self, renderer: &Renderer, pages: &[Page]) -> Option<()> {
        self.make(pages, |_, page| renderer.render(page).map(|_| None)).map(|_| ())
    }

    /// Renders the pages that the output folder has not, and commits them to it.
    fn write(
        &mut self,
        settings: &Settings,
        mut renderer: Renderer,
        pages: &[Page],
        surface: Hash,
        inputs: &Inputs,
        ledger: &Ledger,
    ) -> Option<Summary> {
        let output = self.take(OutputFolder::open(settings, &renderer.archive().config.url))?;
        // the project is ours alone from here on; and what is written down now takes no room later
        self.memory.keep_company();
        self.memory.keep_sources();
        self.memory.keep_counts();
        let left = std::mem::take(self.memory.pages()).at(pages.iter().map(|page| &page.path));
        let fingerprints: Vec<_> =
            pages.par_iter().map(|page| self.fingerprint(&renderer, page, surface)).collect();
        let entries = self.make(pages, |at, page| {
            if let Some((fingerprint, left)) = &left[at]
                && fingerprints[at] == Some(*fingerprint)
                && let Some(entry) = output.keep(&page.path, left)
            {
                return Ok(Some(entry));
            }
            let entry = match source(renderer.archive(), page) {
                Some(source) => output.put_copy(&page.path, &source),
                None => output.put(&page.path, &renderer.render(page)?.unwrap_or_default()),
            };
            entry.map(Some)
        });
        let mut entries = entries?;
        let whole = inputs.hash.map(|inputs| Whole::new(inputs, renderer.archive(), entries.len()));
        let concealed = Concealed::of(renderer.archive());
        drop(left);
        renderer.part_with_index();
        self.memory.part_with(renderer);
        // nobody else publishes from here on, as the project is ours
        let Options { content, content_name, .. } = self.options;
        self.take(ledger::check_unchanged(ledger, content, content_name))?;
        let (summary, lock) = self.take(output.commit(&mut entries))?;
        self.lap("commit");
        // what is not in the ledger yet, or shows what it must not, the next build must not take for done
        let is_published = self.publish(ledger, pages, settings.durable);
        self.diagnostics.extend(summary.kept.iter().map(|path| concealed.left_alone(path.as_str())));
        self.diagnostics.extend(concealed.still_standing(&settings.output, pages, &summary.kept));
        let whole = whole.filter(|_| is_published && !diagnostic::any_error(&self.diagnostics));
        let manifest = output::manifest_stamp(&settings.output);
        self.remember_pages(entries, &fingerprints, manifest, whole);
        self.lap("remember");
        drop(lock);
        Some(summary)
    }

    /// Writes the ledger, if the site is published; false where it cannot be
    /// written.
    fn publish(&mut self, ledger: &Ledger, pages: &[Page], durable: bool) -> bool {
        let Options { content, publish, .. } = self.options;
        !publish || self.take(ledger::publish(ledger, content, pages, durable)).is_some()
    }

    /// Remembers every file that is as it should be.
    fn remember_pages(
        &mut self,
        entries: Vec<Entry>,
        fingerprints: &[Option<Hash>],
        manifest: Option<Stamp>,
        whole: Option<Whole>,
    ) {
        if entries.len() >= MANY {
            thread::sleep(TICK);
        }
        let now = SystemTime::now();
        self.mask();
        let whole = whole.map(|whole| whole.left(manifest, &self.diagnostics));
        let left = entries.into_par_iter().zip(fingerprints).map(|(entry, fingerprint)| {
            let (fingerprint, left) = ((*fingerprint)?, entry.left(now)?);
            Some(LeftPage { path: entry.path, fingerprint, left })
        });
        self.memory.keep_pages(Pages::new(left, whole));
    }

    /// Prepares the site to be looked at, page by page.
    fn show(
        &mut self,
        renderer: Renderer,
        searching: &SearchSettings,
        but_style: Hash,
        is_edited: bool,
    ) -> Option<Site> {
        let synonyms = synonyms(renderer.archive(), searching);
        let counts = Arc::clone(&self.memory.counts);
        let searching = Searching { synonyms, settings: searching.clone(), counts };
        let shown = Shown::new(renderer, searching, but_style);
        // a text alone breaks no template
        if !is_edited {
            self.diagnostics.extend(shown.try_each_template());
        }
        self.lap("try templates");
        (!diagnostic::any_error(&self.diagnostics)).then(|| Site::Shown(Arc::new(shown)))
    }

    /// Makes every page, and returns those that reached the output; nothing
    /// when any of them failed. The first that cannot be written ends it: a disk
    /// that is full has no room for the others either.
    fn make(
        &mut self,
        pages: &[Page],
        make: impl Fn(usize, &Page) -> Result<Option<Entry>, Diagnostic> + Sync,
    ) -> Option<Vec<Entry>> {
        self.progress.start("writing", pages.len());
        let progress = self.progress;
        let refused = AtomicBool::new(false);
        let made: Vec<Option<Made>> = pages
            .par_iter()
            .enumerate()
            .map(|(at, page)| {
                if refused.load(Ordering::Relaxed) {
                    return None;
                }
                let since = Instant::now();
                let entry = make(at, page);
                progress.advance();
                let is_refused = entry.as_ref().is_err_and(output::is_write_failure);
                // threads may meet the full disk at once; one of them says so
                let is_known = is_refused && refused.swap(true, Ordering::Relaxed);
                (!is_known).then(|| Made { took: since.elapsed(), entry })
            })
            .collect();
        let entry = |(made, page): (Option<Made>, &Page)| {
            let Made { took, entry } = made?;
            self.timings.add_page(page.kind.name(), took);
            self.take(entry).flatten()
        };
        let entries = made.into_iter().zip(pages).filter_map(entry).collect();
        self.lap("pages");
        (!diagnostic::any_error(&self.diagnostics)).then_some(entries)
    }

    /// The hash of all that a page is made from; none where that may change
    /// without a trace.
    fn fingerprint(&self, renderer: &Renderer, page: &Page, surface: Hash) -> Option<Hash> {
        let archive = renderer.archive();
        Some(match &page.kind {
            Kind::Index(at) => renderer.index().get(*at)?.fingerprint,
            Kind::Static(_) => {
                let stamp = Stamp::behind(&source(archive, page)?).ok()?;
                Hash::of_value(&stamp.is_settled(self.started).then_some(stamp)?)
            }
            kind => renderer.fingerprint(kind, surface),
        })
    }
}

/// The file that a page is a copy of, where it is one.
fn source(archive: &Archive, page: &Page) -> Option<PathBuf> {
    let Kind::Static(path) = &page.kind else { return None };
    archive.statics.get(path).map(|file| file.source.path.clone())
}

/// Words that mean the same, group by group.
fn synonyms(archive: &Archive, searching: &SearchSettings) -> Vec<Vec<String>> {
    archive.config.synonyms.iter().chain(&searching.synonyms).cloned().collect()
}

/// Links of these questions and of all own pages to addresses of the site that
/// no page has.
fn dangling_addresses(
    archive: &Archive,
    questions: impl Iterator<Item = QuestionId>,
    is_known: impl Fn(&str) -> bool,
) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for question in questions.map(|id| archive.question(id)) {
        let found = question.links.iter().filter_map(|link| dangling(link, &is_known));
        diagnostics.extend(diagnostic::placed(found, |range| question.place(range)));
    }
    for page in &archive.pages {
        let found = page.links.iter().filter_map(|link| dangling(link, &is_known));
        diagnostics.extend(diagnostic::placed(found, |range| page.place(range)));
    }
    diagnostics
}

fn dangling(link: &Link, is_known: impl Fn(&str) -> bool) -> Option<(Range<usize>, Diagnostic)> {
    match &link.target {
        Target::Address(address) if !is_known(address) => {
            Some((link.range.clone(), dangling_address(address)))
        }
        _ => None,
    }
}
