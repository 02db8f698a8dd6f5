//! The content folder: which files an archive is made of.

mod change;
mod image;

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::OnceLock;

use rayon::prelude::*;

use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::fs;
use crate::fs::SourcePath;
use crate::fs::Stamp;
use crate::hash::Hash;
use crate::personal;
use crate::personal::Described;
use crate::suggestion;

pub use self::image::ImageSize;

/// The name of the ledger: every address that was ever published.
pub const LEDGER: &str = "addresses.txt";

/// The files that may stand at the top of a content folder.
const FILES: &[&str] = &["site.yaml", "people.yaml", "search.yaml", LEDGER];

/// The folders that may.
const FOLDERS: &[&str] = &["questions", "pages", "static", "templates"];

/// The files of an archive by what they are for, each list sorted by name.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// What messages call the folder: `content`.
    pub name: String,
    /// `site.yaml`.
    pub site: Single,
    /// `people.yaml`.
    pub people: Single,
    /// `search.yaml`.
    pub search: Single,
    /// `addresses.txt`.
    pub addresses: Single,
    /// The Markdown files below `questions/`.
    pub questions: Vec<SourcePath>,
    /// The Markdown files below `pages/`.
    pub pages: Vec<SourcePath>,
    /// The files below `static/`.
    pub statics: Statics,
    /// The files below `templates/`.
    pub templates: Vec<SourcePath>,
    /// Whether any of them is a link, once that was asked.
    has_links: OnceLock<bool>,
}

/// A file that an archive has once, or not at all.
#[derive(Clone, Debug, Default)]
pub enum Single {
    /// There is none.
    #[default]
    Absent,
    /// There is something that cannot be read, which has been reported.
    Unreadable,
    /// There it is.
    File(SourcePath),
}

/// The files that are copied as they are, by their path below `static/`.
#[derive(Clone, Debug, Default)]
pub struct Statics {
    files: BTreeMap<String, StaticFile>,
}

/// A file that is copied as it is.
#[derive(Clone, Debug)]
pub struct StaticFile {
    /// Where it is.
    pub source: SourcePath,
    /// Its size, where it is an image that says so.
    pub size: Option<ImageSize>,
    /// Tells whether it is still the file that was found.
    pub stamp: Stamp,
    /// What it says of its maker, where it is a picture.
    pub described: Described,
}

impl Content {
    /// Every file but the questions.
    pub fn others(&self) -> impl Iterator<Item = &SourcePath> {
        let settings = [&self.site, &self.people, &self.search, &self.addresses];
        let settings = settings.into_iter().filter_map(Single::file);
        let statics = self.statics.files.values().map(|file| &file.source);
        settings.chain(&self.pages).chain(&self.templates).chain(statics)
    }
}

impl Single {
    /// The file, where it can be read.
    pub fn file(&self) -> Option<&SourcePath> {
        match self {
            Self::File(file) => Some(file),
            Self::Absent | Self::Unreadable => None,
        }
    }
}

impl StaticFile {
    /// Opens it, if it is still the file that was found, which lies in the
    /// archive; what took its name since may be a link that leads out.
    ///
    /// # Errors
    /// `unreadable`.
    pub fn open(&self) -> Result<File, Diagnostic> {
        fs::open_same(&self.source.path, self.stamp)
            .map_err(|error| fs::unreadable(&self.source.name, &error))
    }
}

impl Statics {
    /// The file at `path` below `static/`.
    pub fn get(&self, path: &str) -> Option<&StaticFile> {
        self.files.get(path)
    }

    /// What is wrong with `picture`, a path from `static/` on, where there is none.
    pub fn missing(&self, picture: &str) -> Option<Diagnostic> {
        let is_there = self.files.contains_key(picture.trim_start_matches('/'));
        (!is_there).then(|| missing_picture(picture).help(self.help_with(picture)))
    }

    /// What to do about a `picture` that is not there, after a look at all there are.
    pub fn help_with(&self, picture: &str) -> String {
        let path = picture.trim_start_matches('/');
        match suggestion::nearest(path, self.paths()) {
            Some(near) => format!("did you mean `/{near}`?"),
            None if path.contains(':') || path.contains("..") => {
                "write the path of a picture in `content/static/`: /images/a.png".to_owned()
            }
            None => format!("put it in `content/static/{path}`"),
        }
    }

    /// Whether there is one at `path`, or in the folder of that name.
    fn any_below(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        path.is_empty() && !self.files.is_empty()
            || self.files.contains_key(path)
            || self.files.range(folder.clone()..).next().is_some_and(|(first, _)| first.starts_with(&folder))
    }

    /// Every path, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// A hash of all that a page can show of them: where they are, and the sizes
    /// of pictures.
    pub fn hash(&self) -> Hash {
        let files = self.files.iter().map(|(path, file)| (path, &file.source.name, file.size));
        Hash::of_value(&files.collect::<Vec<_>>())
    }

    /// Every file with its path, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &StaticFile)> {
        self.files.iter().map(|(path, file)| (path.as_str(), file))
    }
}

/// The problem of a `picture` that is not there; its help line takes longer, see
/// [`Statics::help_with`].
pub fn missing_picture(picture: &str) -> Diagnostic {
    Diagnostic::error("missing-image", format!("there is no picture `{picture}`"))
}

/// Finds the files of the archive in `root`, which messages call `name`.
pub fn find(root: &Path, name: &str) -> Checked<Content> {
    let mut diagnostics = Vec::new();
    if !root.is_dir() {
        return unreadable(name, missing_content(root, name));
    }
    if let Err(error) = root.read_dir() {
        return unreadable(name, fs::unreadable(name, &error));
    }
    let mut folder = |sub: &str| {
        let walked = fs::walk(&root.join(sub), &format!("{name}/{sub}"), root);
        walked.into_value(&mut diagnostics)
    };
    let questions = folder("questions");
    let pages = folder("pages");
    let statics = folder("static");
    let templates = folder("templates");
    diagnostics.extend(stray_entries(root, name));
    let content = Content {
        name: name.to_owned(),
        site: single(root, name, "site.yaml", &mut diagnostics),
        people: single(root, name, "people.yaml", &mut diagnostics),
        search: single(root, name, "search.yaml", &mut diagnostics),
        addresses: single(root, name, LEDGER, &mut diagnostics),
        questions: markdown_only(questions, &mut diagnostics),
        pages: markdown_only(pages, &mut diagnostics),
        statics: measure(statics).into_value(&mut diagnostics),
        templates,
        has_links: OnceLock::new(),
    };
    Checked { value: content, diagnostics }
}

/// A folder of which nothing can be read, for this reason.
fn unreadable(name: &str, problem: Diagnostic) -> Checked<Content> {
    let content = Content { name: name.to_owned(), site: Single::Unreadable, ..Content::default() };
    Checked { value: content, diagnostics: vec![problem] }
}

fn missing_content(root: &Path, name: &str) -> Diagnostic {
    let is_inside = root.parent().is_some_and(|here| here.join("site.yaml").is_file());
    let (message, help) = if root.exists() {
        (format!("`{name}` is not a folder"), "name the folder that holds `site.yaml` with `--content`")
    } else if is_inside {
        (format!("there is no folder `{name}` here, but a `site.yaml`"), "go one folder up")
    } else {
        (
            format!("there is no folder `{name}` here"),
            "go to the archive's folder, name it with `--content`, or start one with `mundap init DIR`",
        )
    };
    Diagnostic::error("missing-content", message).at(Place::file(name)).help(help)
}

fn single(root: &Path, name: &str, file: &str, diagnostics: &mut Vec<Diagnostic>) -> Single {
    match fs::single(root.join(file), &format!("{name}/{file}"), root) {
        Ok(Some(file)) => Single::File(file),
        Ok(None) => Single::Absent,
        Err(problem) => {
            diagnostics.push(problem);
            Single::Unreadable
        }
    }
}

/// The problem of an archive without settings.
pub fn missing_site(content: &str) -> Diagnostic {
    Diagnostic::error("missing-site", format!("there is no `{content}/site.yaml`"))
        .at(Place::file(format!("{content}/site.yaml")))
        .help("write one with `title`, `url` and `language`, or start an archive with `mundap init DIR`")
}

/// Entries at the top that no archive has: most often a misspelt folder.
fn stray_entries(root: &Path, name: &str) -> Vec<Diagnostic> {
    let Ok(entries) = root.read_dir() else { return Vec::new() };
    let mut found: Vec<_> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    found.sort();
    let is_known = |entry: &str| fs::is_leftover(entry) || known_entries().any(|known| known == entry);
    let stray = found.into_iter().filter(|entry| !is_known(entry));
    stray
        .map(|entry| {
            let help = suggestion::help(&entry, known_entries(), all_entries);
            Diagnostic::warning("stray-entry", "this is no part of an archive and is left out")
                .at(Place::file(format!("{name}/{entry}")))
                .help(help)
        })
        .collect()
}

fn known_entries() -> impl Iterator<Item = &'static str> {
    FILES.iter().chain(FOLDERS).copied()
}

fn all_entries() -> String {
    let files = FILES.iter().map(|file| format!("`{file}`"));
    let folders = FOLDERS.iter().map(|folder| format!("`{folder}/`"));
    format!("an archive has {}", files.chain(folders).collect::<Vec<_>>().join(", "))
}

fn markdown_only(files: Vec<SourcePath>, diagnostics: &mut Vec<Diagnostic>) -> Vec<SourcePath> {
    let (markdown, other): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|file| file.relative.ends_with(".md"));
    diagnostics.extend(other.iter().map(|file| {
        Diagnostic::warning("not-markdown", "this file is not Markdown and is left out")
            .at(Place::file(&file.name))
            .help("give it a name that ends in `.md`, or move it to `static/`")
    }));
    markdown
}

/// Reads the size of every image, from its first bytes, and what it says of its
/// maker, and sees of each file whether it can be copied.
fn measure(files: Vec<SourcePath>) -> Checked<Statics> {
    let measured: Vec<_> = files
        .into_par_iter()
        .map(|source| match measured(&source) {
            Ok((size, stamp, described)) => {
                Ok((source.relative.clone(), StaticFile { source, size, stamp, described }))
            }
            Err(error) => Err(fs::unreadable(&source.name, &error)),
        })
        .collect();
    let mut diagnostics = Vec::new();
    let readable =
        measured.into_iter().filter_map(|file| file.map_err(|problem| diagnostics.push(problem)).ok());
    let files = readable.collect();
    Checked { value: Statics { files }, diagnostics }
}

fn measured(source: &SourcePath) -> io::Result<(Option<ImageSize>, Stamp, Described)> {
    let mut file = File::open(&source.path)?;
    let stamp = Stamp::from(&file.metadata()?);
    Ok((image::size(&source.path), stamp, personal::described(&mut file)))
}
