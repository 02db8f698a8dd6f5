//! A layer: the files of one theme, from a folder or from the program itself.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::read;
use std::path::Path;

use include_dir::Dir;
use include_dir::include_dir;

use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::fs;
use crate::suggestion;
use crate::yaml::Document;
use crate::yaml::Fields;
use crate::yaml::Limits;

/// The themes that come with the program.
static EMBEDDED: Dir = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// The files of one theme.
#[derive(Debug)]
pub struct Layer {
    /// The name of the theme.
    pub name: String,
    /// What its templates' names start with inside Tera.
    pub prefix: String,
    /// Whether it comes with the program.
    pub embedded: bool,
    /// The theme it extends, and where it says so.
    pub extends: Option<(String, Place)>,
    /// The settings that it declares, with their defaults.
    pub settings: BTreeMap<String, String>,
    files: BTreeMap<String, ThemeFile>,
}

/// One file of a theme.
#[derive(Debug)]
pub struct ThemeFile {
    /// What messages call it.
    pub name: String,
    /// What it holds.
    pub bytes: Cow<'static, [u8]>,
}

impl ThemeFile {
    /// Its content as text.
    ///
    /// # Errors
    /// A diagnostic when it is not UTF-8.
    pub fn text(&self) -> Result<String, Diagnostic> {
        fs::decode(&self.name, &self.bytes)
    }
}

impl Layer {
    /// The theme called `name`: a folder in `themes`, else one that comes with
    /// the program.
    ///
    /// # Errors
    /// A diagnostic without a place when there is no such theme.
    pub fn find(name: &str, themes: &Path) -> Result<Checked<Self>, Box<Diagnostic>> {
        let folder = themes.join(name);
        let plain = !name.is_empty() && !name.contains(['/', '\\']) && name != "..";
        if plain && folder.is_dir() {
            return Ok(Self::folder(name, &folder, themes));
        }
        Self::embedded(name).ok_or_else(|| Box::new(unknown(name, themes)))
    }

    /// The theme called `name` that comes with the program.
    pub fn embedded(name: &str) -> Option<Checked<Self>> {
        let dir = EMBEDDED.get_dir(name)?;
        let mut files = BTreeMap::new();
        collect_embedded(dir, name, &mut files);
        Some(Self::from_files(name, format!("mundap:{name}/"), true, files))
    }

    fn folder(name: &str, folder: &Path, themes: &Path) -> Checked<Self> {
        let mut diagnostics = Vec::new();
        let mut files = BTreeMap::new();
        for file in fs::walk(folder, &format!("themes/{name}"), themes).into_value(&mut diagnostics) {
            match read(&file.path) {
                Ok(bytes) => {
                    files.insert(file.relative, ThemeFile { name: file.name, bytes: bytes.into() });
                }
                Err(error) => diagnostics.push(fs::unreadable(&file.name, &error)),
            }
        }
        let layer = Self::from_files(name, format!("{name}/"), false, files).into_value(&mut diagnostics);
        Checked { value: layer, diagnostics }
    }

    fn from_files(
        name: &str,
        prefix: String,
        embedded: bool,
        files: BTreeMap<String, ThemeFile>,
    ) -> Checked<Self> {
        let mut layer =
            Self { name: name.to_owned(), prefix, embedded, extends: None, settings: BTreeMap::new(), files };
        let Some(file) = layer.files.get("theme.yaml") else { return Checked::fine(layer) };
        let (text, name) = match file.text() {
            Ok(text) => (text, file.name.clone()),
            Err(problem) => return Checked { value: layer, diagnostics: vec![problem] },
        };
        let document = match Document::parse(&name, &text, 0..text.len(), Limits::SETTINGS) {
            Ok(document) => document,
            Err(diagnostics) => return Checked { value: layer, diagnostics },
        };
        let mut fields = Fields::of(&document);
        fields.text("name");
        layer.extends = fields.text("extends").map(|parent| (parent, fields.place("extends")));
        if let Some(mut inner) = fields.map("settings") {
            let names: Vec<_> = inner.entries().into_iter().map(|(name, _)| name).collect();
            layer.settings =
                names.into_iter().filter_map(|name| Some((name.clone(), inner.text(&name)?))).collect();
        }
        fields.finish(&["name", "extends", "settings"]);
        Checked { value: layer, diagnostics: document.into_problems() }
    }

    /// A theme made of these files, for tests.
    #[cfg(test)]
    pub fn of(files: impl Iterator<Item = (String, String)>) -> Self {
        let files = files.map(|(path, text)| {
            let file = ThemeFile { name: path.clone(), bytes: text.into_bytes().into() };
            (path, file)
        });
        Self::from_files("test", "test/".to_owned(), false, files.collect()).value
    }

    /// The files whose path starts with `folder`, named by the rest of it.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a ThemeFile)> {
        self.files.iter().filter_map(move |(path, file)| Some((path.strip_prefix(folder)?, file)))
    }
}

fn collect_embedded(dir: &'static Dir, theme: &str, files: &mut BTreeMap<String, ThemeFile>) {
    for file in dir.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        let relative = path.strip_prefix(theme).unwrap_or(&path).trim_start_matches('/').to_owned();
        files.insert(relative, ThemeFile { name: format!("themes/{path}"), bytes: file.contents().into() });
    }
    for dir in dir.dirs() {
        collect_embedded(dir, theme, files);
    }
}

fn unknown(name: &str, themes: &Path) -> Diagnostic {
    let mut known: Vec<String> =
        EMBEDDED.dirs().map(|dir| dir.path().to_string_lossy().into_owned()).collect();
    let folders = themes.read_dir().into_iter().flatten().flatten();
    known.extend(folders.map(|entry| entry.file_name().to_string_lossy().into_owned()));
    known.sort();
    known.dedup();
    let all = || {
        let names = known.join("`, `");
        format!("the themes here are `{names}`; a theme of your own is a folder in `themes/`")
    };
    let help = suggestion::help(name, known.iter().map(String::as_str), all);
    Diagnostic::error("unknown-theme", format!("there is no theme `{name}`")).help(help)
}

/// A diagnostic without a place, for themes that extend each other in a ring,
/// or endlessly.
pub fn circular(name: &str) -> Diagnostic {
    Diagnostic::error("circular-theme", format!("the theme `{name}` ends up extending itself"))
        .help("remove one of the `extends` lines")
}
