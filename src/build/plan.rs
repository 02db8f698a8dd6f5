//! The plan: what the site consists of, and whether everything that leads into
//! it finds it.

use std::ops::Range;
use std::sync::Arc;
use std::sync::PoisonError;

use super::Destination;
use super::Run;
use super::assemble::Assembled;
use super::ledger;
use crate::archive::Archive;
use crate::archive::QuestionId;
use crate::archive::dangling_address;
use crate::config::SearchSettings;
use crate::diagnostic;
use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::hash::Hash;
use crate::ledger::Ledger;
use crate::markdown;
use crate::markdown::Link;
use crate::markdown::Target;
use crate::page;
use crate::page::Page;
use crate::render::Plan;
use crate::search;
use crate::search::IndexFile;
use crate::theme::Theme;

impl Run<'_> {
    /// The search index; also notices which queries do not find what they must.
    pub(super) fn index(&mut self, archive: &Archive, searching: &SearchSettings) -> Vec<IndexFile> {
        if matches!(self.options.destination, Destination::Preview) {
            // it is made for the first who searches
            return Vec::new();
        }
        let counts = Arc::clone(&self.memory.counts);
        let index = {
            let mut counts = counts.lock().unwrap_or_else(PoisonError::into_inner);
            search::build(archive, &synonyms(archive, searching), &mut counts)
        };
        // in an archive with errors a question may be missing that a search has to find
        let is_tested = !self.has_error();
        let tested = is_tested.then(|| search::check(archive, &index, searching));
        self.done("index", Checked { value: index, diagnostics: tested.unwrap_or_default() })
    }

    /// Decides which pages there are.
    pub(super) fn plan(
        &mut self,
        assembled: &Assembled,
        theme: Arc<Theme>,
        index: Vec<IndexFile>,
        ledger: &Ledger,
    ) -> Plan {
        let archive = Arc::clone(&assembled.archive);
        let surface = Hash::of_value(&(archive.cards(), assembled.surroundings));
        let pages = self.pages(&archive, &theme, &index, ledger, surface);
        Plan { archive, theme, pages, index: Arc::new(index), surface }
    }

    /// Which pages there are; those of the last build, where nothing has changed
    /// that decides it.
    fn pages(
        &mut self,
        archive: &Archive,
        theme: &Theme,
        index: &[IndexFile],
        ledger: &Ledger,
        surface: Hash,
    ) -> Arc<Vec<Page>> {
        let files: Vec<_> = index.iter().map(|file| file.address.as_str()).collect();
        let decided_by = Hash::of_value(&(surface, &files));
        if let Some(pages) = self.memory.pages(decided_by) {
            return pages;
        }
        let assets = theme.assets().map(|asset| asset.address.as_str());
        let checked = page::plan(archive, assets, files.into_iter(), ledger.addresses());
        let is_sound = checked.diagnostics.is_empty();
        let pages = Arc::new(self.done("plan", checked));
        self.memory.learn_pages(is_sound.then(|| (decided_by, Arc::clone(&pages))));
        pages
    }

    /// Notices links to addresses of the site that no page has, of all own pages
    /// and of the `edited` questions; of all where that is not known.
    pub(super) fn check_links(&mut self, plan: &Plan, edited: Option<&[QuestionId]>) {
        let Plan { archive, pages, .. } = plan;
        let known = |address: &str| page::stands_at(pages, address);
        let dangling = match edited {
            Some(edited) => dangling_addresses(archive, edited.iter().copied(), known),
            None => dangling_addresses(archive, archive.iter().map(|(id, _)| id), known),
        };
        self.done("check links", Checked { value: (), diagnostics: dangling });
    }

    /// Notices published addresses that no page has any more.
    pub(super) fn check_ledger(&mut self, plan: &Plan, ledger: &Ledger) {
        // in an archive with errors a question may be missing that has an address
        if !self.has_error() {
            self.diagnostics.extend(ledger::vanished(ledger, &plan.archive, &plan.pages));
        }
    }
}

/// Words that mean the same, group by group.
pub fn synonyms(archive: &Archive, searching: &SearchSettings) -> Vec<Vec<String>> {
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
    for page in &archive.own_pages {
        let found = page.links.iter().filter_map(|link| dangling(link, &is_known));
        diagnostics.extend(diagnostic::placed(found, |range| page.place(range)));
    }
    diagnostics
}

fn dangling(link: &Link, is_known: impl Fn(&str) -> bool) -> Option<(Range<usize>, Diagnostic)> {
    match &link.target {
        Target::Address(address) => {
            let path = markdown::path_of(address);
            (!is_known(&path)).then(|| (link.range.clone(), dangling_address(&path)))
        }
        _ => None,
    }
}
