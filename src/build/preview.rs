//! A preview: a site whose pages are rendered as somebody asks for them.

use std::io::Read;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::OnceLock;
use std::sync::PoisonError;

use rustc_hash::FxHashSet;

use super::Run;
use super::Site;
use super::plan::synonyms;
use crate::config::SearchSettings;
use crate::content::StaticFile;
use crate::diagnostic::Diagnostic;
use crate::fs::unreadable;
use crate::hash::Hash;
use crate::page::Kind;
use crate::page::Page;
use crate::render::Renderer;
use crate::search;
use crate::search::IndexFile;

/// A site that is rendered page by page, as somebody asks for it.
///
/// What is no page waits as well: the search index is made for the first who
/// searches.
#[derive(Debug)]
pub struct Preview {
    renderer: Renderer,
    searching: Searching,
    index: OnceLock<Vec<IndexFile>>,
    /// What any page shows, but for its style.
    hash_without_style: Hash,
}

/// What the search index is made from, besides the archive.
#[derive(Debug)]
struct Searching {
    /// Words that mean the same, group by group.
    synonyms: Vec<Vec<String>>,
    /// The settings, with queries and what they must find.
    settings: SearchSettings,
    /// The counts of the index before.
    counts: Arc<Mutex<search::CountedArchive>>,
}

impl Run<'_> {
    /// Prepares the site to be looked at, page by page; `is_edited` tells that
    /// only texts changed since the last one.
    pub(super) fn preview(
        &mut self,
        renderer: Renderer,
        searching: &SearchSettings,
        is_edited: bool,
    ) -> Option<Site> {
        let synonyms = synonyms(renderer.archive(), searching);
        let counts = Arc::clone(&self.memory.counts);
        let preview = Preview::new(renderer, Searching { synonyms, settings: searching.clone(), counts });
        // a text alone breaks no template
        if !is_edited {
            self.diagnostics.extend(preview.try_each_template());
        }
        self.lap("try templates");
        self.stop_at_errors().map(|()| Site::Preview(Arc::new(preview)))
    }
}

impl Preview {
    fn new(renderer: Renderer, searching: Searching) -> Self {
        let archive = renderer.archive();
        let pages: Vec<_> = archive.own_pages.iter().map(|page| (&page.path, &page.source)).collect();
        let settings = (archive.config.hash_without_style(), format!("{:?}", archive.people), archive.today);
        let files = archive.statics.iter().filter(|(path, _)| !is_sheet(path));
        let files: Vec<_> = files.map(|(path, file)| (path, file.stamp)).collect();
        let hash_without_style = Hash::of_value(&(
            settings,
            archive.questions.hash(),
            pages,
            archive.statics.hash(),
            files,
            renderer.theme().hash_without_style,
        ));
        Self { renderer, searching, index: OnceLock::new(), hash_without_style }
    }

    /// The hash of what any page shows, but for its style.
    pub fn hash_without_style(&self) -> Hash {
        self.hash_without_style
    }

    /// Every style sheet, by its path.
    pub fn sheets(&self) -> Vec<(String, Hash)> {
        let assets = self.renderer.theme().assets().filter(|asset| is_sheet(&asset.address));
        let assets =
            assets.map(|asset| (asset.address.trim_start_matches('/').to_owned(), Hash::of(&asset.bytes)));
        let statics = self.renderer.archive().statics.iter().filter(|(path, _)| is_sheet(path));
        let statics = statics.map(|(path, file)| {
            let bytes = read_static(file).unwrap_or_default();
            (path.to_owned(), Hash::of(&bytes))
        });
        assets.chain(statics).collect()
    }

    /// Whether there is a file at `path`.
    pub fn has(&self, path: &str) -> bool {
        self.page(path).is_some() || self.index_file(path).is_some()
    }

    /// What the file at `path` holds; none where there is no such file.
    ///
    /// # Errors
    /// A diagnostic that points into the template, or names a file that cannot
    /// be read.
    pub fn read(&self, path: &str) -> Option<Result<Vec<u8>, Diagnostic>> {
        let Some(page) = self.page(path) else {
            return Some(Ok(self.index_file(path)?.bytes()));
        };
        let Kind::Static(below) = &page.kind else {
            return Some(self.renderer.render(page).map(Option::unwrap_or_default));
        };
        let file = self.renderer.archive().statics.get(below)?;
        Some(read_static(file))
    }

    /// What is wrong with the first page of each template: most mistakes show
    /// there.
    fn try_each_template(&self) -> Vec<Diagnostic> {
        let mut seen = FxHashSet::default();
        let pages = self.renderer.pages().iter().filter(|page| page.kind.name().ends_with(".html"));
        let first = pages.filter(|page| seen.insert(page.kind.name()));
        first.filter_map(|page| self.renderer.render(page).err()).collect()
    }

    /// Which queries do not find what they must.
    pub fn check_search(&self) -> Vec<Diagnostic> {
        let settings = &self.searching.settings;
        if settings.tests.is_empty() {
            return Vec::new();
        }
        search::check(self.renderer.archive(), self.index(), settings)
    }

    fn page(&self, path: &str) -> Option<&Page> {
        let pages = self.renderer.pages();
        pages.binary_search_by(|page| page.path.as_str().cmp(path)).ok().map(|at| &pages[at])
    }

    fn index_file(&self, path: &str) -> Option<&IndexFile> {
        let is_in_index = |folder: String| path.starts_with(folder.trim_start_matches('/'));
        let editions = self.renderer.archive().editions();
        if !editions.iter().any(|edition| is_in_index(edition.address("/search/"))) {
            return None;
        }
        let address = format!("/{path}");
        let index = self.index();
        index.binary_search_by(|file| file.address.cmp(&address)).ok().map(|at| &index[at])
    }

    fn index(&self) -> &[IndexFile] {
        self.index.get_or_init(|| {
            let mut counts = self.searching.counts.lock().unwrap_or_else(PoisonError::into_inner);
            search::build(self.renderer.archive(), &self.searching.synonyms, &mut counts)
        })
    }
}

/// What a file holds that is shown as it is.
fn read_static(file: &StaticFile) -> Result<Vec<u8>, Diagnostic> {
    let mut bytes = Vec::new();
    let read = file.open()?.read_to_end(&mut bytes);
    read.map(|_| bytes).map_err(|error| unreadable(&file.source.name, &error))
}

fn is_sheet(path: &str) -> bool {
    path.ends_with(".css")
}
