//! A theme: templates, assets and strings, looked up through what it extends.
//!
//! A file is looked for in the archive's own `templates/`, then in the site's
//! theme, then in what that extends, and last in the `default` theme, which is
//! part of the program. An override can extend what it overrides.

mod asset;
mod depth;
mod error;
mod filters;
mod inherit;
mod layer;
mod script;
mod strings;

use std::collections::BTreeMap;
use std::io;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use tera::Tera;

use crate::config::Config;
use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::fs;
use crate::fs::SourcePath;
use crate::hash::Hash;
use crate::suggestion;

pub use self::asset::Asset;
pub use self::strings::Strings;

use self::asset::Assets;
use self::error::TemplateSources;
use self::layer::Layer;

/// How much room a page gets to begin with, in bytes: most fit.
const PAGE_BYTES: usize = 16 * 1024;

/// The largest page, in bytes.
const MAX_PAGE_BYTES: usize = 32 * 1024 * 1024;

/// Characters that would end a custom property and begin something else.
const BEYOND_A_VALUE: [char; 5] = [';', '{', '}', '<', '\\'];

/// The deepest chain of themes that extend each other.
const MAX_THEMES: usize = 8;

/// Everything that decides how a site looks and what it says around its texts.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    sources: TemplateSources,
    assets: Arc<Assets>,
    strings: Arc<Strings>,
    /// The hash of all that it was loaded from.
    origin: Hash,
    /// The hash of every file that it is made of.
    pub hash: Hash,
    /// The hash of every file but its style sheets.
    pub hash_without_style: Hash,
    /// The theme's settings, with the site's values where it gives them.
    pub settings: BTreeMap<String, String>,
}

/// Which theme to load, and what the site says about it.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The settings of the site, which name the theme.
    pub config: &'a Config,
    /// The folder that holds the site's own themes.
    pub themes: &'a Path,
    /// The archive's own templates.
    pub overrides: &'a [SourcePath],
    /// The theme of the last build, if there was nothing to say of it.
    pub last: Option<&'a Arc<Theme>>,
}

impl Theme {
    /// Loads a theme, unless it would come out as the last one did; none when
    /// it cannot be used at all.
    pub fn load(request: Request) -> Checked<Option<Arc<Self>>> {
        let mut diagnostics = Vec::new();
        let theme = load(request, &mut diagnostics);
        Checked { value: theme, diagnostics }
    }

    /// What the theme says, by language.
    pub fn strings(&self) -> &Strings {
        &self.strings
    }

    /// The theme's static files, each with a name that changes when it does.
    pub fn assets(&self) -> impl Iterator<Item = &Asset> {
        self.assets.iter()
    }

    /// Renders a template.
    ///
    /// # Errors
    /// A diagnostic that points into the template.
    pub fn render(&self, template: &str, context: &tera::Context) -> Result<Vec<u8>, Diagnostic> {
        let mut page = Bounded { bytes: Vec::with_capacity(PAGE_BYTES), is_full: false };
        match self.tera.render_to(template, context, &mut page) {
            Ok(()) => Ok(page.bytes),
            Err(_) if page.is_full => Err(self.sources.too_large_a_page(template)),
            Err(error) => Err(self.sources.diagnostic(&error)),
        }
    }
}

/// A page on its way, which ends when it grows beyond any that a reader could
/// want: a loop in a template would else fill the memory.
struct Bounded {
    bytes: Vec<u8>,
    is_full: bool,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > MAX_PAGE_BYTES {
            self.is_full = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn load(request: Request, diagnostics: &mut Vec<Diagnostic>) -> Option<Arc<Theme>> {
    let base = request.config.base();
    let layers = layers(request, diagnostics)?;
    let settings = settings(&layers, request, diagnostics);
    let mut sources = TemplateSources::default();
    let overrides = add_overrides(&mut sources, request.overrides, diagnostics);
    let files = files(&layers, overrides);
    let content = Hash::of_value(&files);
    let prefixes: Vec<_> = layers.iter().map(|layer| (&layer.prefix, layer.embedded)).collect();
    let origin = Hash::of_value(&(content, prefixes, &settings, base));
    if let Some(last) = request.last.filter(|last| last.origin == origin) {
        return Some(Arc::clone(last));
    }
    let strings = Arc::new(Strings::collect(&layers).into_value(diagnostics));
    let assets = Arc::new(Assets::collect(&layers, &settings, base));
    add_templates(&mut sources, &layers, diagnostics);
    let mut tera = engine(&settings);
    filters::register(&mut tera, &strings, &assets, base);
    let problems = sources.compile(&mut tera, layers.iter().map(|layer| layer.prefix.clone()).collect());
    if !problems.is_empty() {
        diagnostics.extend(problems);
        return None;
    }
    let hash_without_style = hash_without_style(&files, &sources, &settings);
    let hash = Hash::of_value(&(content, &settings));
    Some(Arc::new(Theme { tera, sources, assets, strings, origin, hash, hash_without_style, settings }))
}

/// Adds the archive's own templates; returns the name and the hash of each.
fn add_overrides<'a>(
    sources: &mut TemplateSources,
    overrides: &'a [SourcePath],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(&'a str, Hash)> {
    let mut added = Vec::new();
    for file in overrides {
        match fs::read_text(file) {
            Ok(text) => {
                added.push((file.name.as_str(), Hash::of(text.as_bytes())));
                sources.add(file.relative.clone(), file.name.clone(), text);
            }
            Err(problem) => diagnostics.push(problem),
        }
    }
    added
}

/// Every file that a theme is made of, with its hash.
fn files<'a>(layers: &'a [Layer], overrides: Vec<(&'a str, Hash)>) -> Vec<(&'a str, Hash)> {
    let files = layers.iter().flat_map(|layer| layer.below(""));
    files.map(|(name, file)| (name, Hash::of(&file.bytes))).chain(overrides).collect()
}

/// Adds the templates of the themes.
fn add_templates(sources: &mut TemplateSources, layers: &[Layer], diagnostics: &mut Vec<Diagnostic>) {
    for layer in layers {
        for (name, file) in layer.below("templates/") {
            match file.text() {
                Ok(text) => sources.add(format!("{}{name}", layer.prefix), file.name.clone(), text),
                Err(problem) => diagnostics.push(problem),
            }
        }
    }
}

/// The template engine, without templates.
fn engine(settings: &BTreeMap<String, String>) -> Tera {
    let mut tera = Tera::new();
    // every output is markup of some kind; Tera's own list would leave XML twins and SVG raw
    tera.autoescape_on([""]);
    tera.global_context().insert("settings", settings);
    tera
}

/// The hash of every file but the style sheets, and of the settings as far as
/// pages show them.
fn hash_without_style(
    files: &[(&str, Hash)],
    sources: &TemplateSources,
    settings: &BTreeMap<String, String>,
) -> Hash {
    let others: Vec<_> = files.iter().filter(|(name, _)| !name.ends_with(".css")).collect();
    let shows_settings = sources.texts().any(shows_settings);
    Hash::of_value(&(Hash::of_value(&others), shows_settings.then_some(settings), settings.is_empty()))
}

/// Whether a template does more with the theme's settings than link to the
/// style sheet that they are.
fn shows_settings(template: &str) -> bool {
    template.replace("settings.css", "").replace("{% if settings %}", "").contains("settings")
}

/// The theme and all that it extends, `default` last.
fn layers(request: Request, diagnostics: &mut Vec<Diagnostic>) -> Option<Vec<Layer>> {
    let mut layers: Vec<Layer> = Vec::new();
    let place = || request.config.place_of(&["theme".into()]);
    let mut next = Some((request.config.theme.clone(), None));
    while let Some((name, named)) = next {
        let again = layers.iter().any(|layer| layer.name == name);
        if again || layers.len() == MAX_THEMES {
            diagnostics.push(layer::circular(&name).at(named.unwrap_or_else(place)));
            return None;
        }
        let layer = match Layer::find(&name, request.themes) {
            Ok(layer) => layer.into_value(diagnostics),
            Err(problem) => {
                diagnostics.push(problem.at(named.unwrap_or_else(place)));
                return None;
            }
        };
        next = layer.extends.clone().map(|(parent, place)| (parent, Some(place)));
        layers.push(layer);
    }
    if !layers.iter().any(|layer| layer.embedded && layer.name == "default") {
        layers.push(Layer::embedded("default")?.into_value(diagnostics));
    }
    Some(layers)
}

/// The settings that the themes declare, with the site's own values.
fn settings(
    layers: &[Layer],
    request: Request,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, String> {
    let mut settings = BTreeMap::new();
    for layer in layers.iter().rev() {
        settings.extend(layer.settings.clone());
    }
    for (name, value) in &request.config.settings {
        let path = ["settings".into(), name.as_str().into()];
        if !settings.contains_key(name) {
            let known = settings.keys().map(String::as_str);
            let problem = unknown_setting(&request.config.theme, name, known);
            diagnostics.push(problem.at(request.config.key_place_of(&path)));
        } else if value.contains(BEYOND_A_VALUE) {
            let problem =
                Diagnostic::error("bad-setting", format!("`{value}` is not one value of a style sheet"))
                    .help(
                        "leave out braces, semicolons and whatever stands behind them: accent: \"#0a7d55\"",
                    );
            diagnostics.push(problem.at(request.config.place_of(&path)));
        } else {
            settings.insert(name.clone(), value.clone());
        }
    }
    settings
}

fn unknown_setting<'a>(theme: &str, name: &str, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    let help = suggestion::nearest(name, known).map(|near| format!("did you mean `{near}`?"));
    Diagnostic::error("unknown-setting", format!("the theme `{theme}` has no setting `{name}`"))
        .help("remove it")
        .maybe_help(help)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::config;

    const SITE: &str = "title: 문답\nurl: https://a.example\nlanguage: ko\ntheme: ours\n";

    /// The files of a theme.
    const THEME: [(&str, &str); 4] = [
        ("theme.yaml", "name: ours\nsettings: { accent: red }\n"),
        ("templates/foot.html", "<footer></footer>"),
        ("static/style.css", "p {}"),
        ("strings/ko.yaml", "home.lead: 안녕하세요\n"),
    ];

    fn load(themes: &Path, site: &str, last: Option<&Arc<Theme>>) -> Arc<Theme> {
        let config = config::read("site.yaml", site).value.unwrap();
        Theme::load(Request { config: &config, themes, overrides: &[], last }).value.unwrap()
    }

    fn is_last(theme: &Arc<Theme>, last: &Arc<Theme>) -> bool {
        Arc::ptr_eq(theme, last)
    }

    #[test]
    fn is_loaded_again_where_anything_changed_that_it_is_made_of() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join("ours").join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        THEME.iter().for_each(|(name, text)| write(name, text));
        let last = load(folder.path(), SITE, None);
        let again = |site: &str| load(folder.path(), site, Some(&last));
        assert!(is_last(&again(SITE), &last));
        assert!(!is_last(&again(&SITE.replace("a.example", "a.example/docs")), &last));
        assert!(!is_last(&again(&format!("{SITE}settings: {{ accent: blue }}\n")), &last));
        assert!(!is_last(&again(&SITE.replace("ours", "default")), &last));
        for (name, text) in THEME {
            write(name, &format!("{text} "));
            assert!(!is_last(&again(SITE), &last), "{name}");
            write(name, text);
            assert!(is_last(&again(SITE), &last), "{name}");
        }
        fs::remove_file(folder.path().join("ours/templates/foot.html")).unwrap();
        assert!(!is_last(&again(SITE), &last));
    }
}
