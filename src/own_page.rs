//! An own page: free text of the brand, such as `pages/about.md`.

use std::ops::Range;

use crate::config::Config;
use crate::config::read_consents;
use crate::config::read_language;
use crate::content::Statics;
use crate::diagnostic;
use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::fs::SourcePath;
use crate::invisible;
use crate::markdown;
use crate::markdown::Author;
use crate::markdown::Fragment;
use crate::markdown::Link;
use crate::markdown::Surroundings;
use crate::markdown::Writer;
use crate::personal::Consents;
use crate::slug;
use crate::yaml;
use crate::yaml::Document;
use crate::yaml::Fields;
use crate::yaml::Limits;
use crate::yaml::Parts;

/// The keys that the front matter of an own page may have.
const KEYS: &[&str] = &["title", "description", "lang", "aliases", "draft", "personal_data_allowed"];

/// Free text of the brand.
#[derive(Clone, Debug)]
pub struct OwnPage {
    /// Its path below `pages/`, without `.md`: its address is `/{path}/`.
    pub path: String,
    /// Its file, for messages.
    pub file: String,
    /// Its file below the content folder, where relative links start.
    pub relative: String,
    /// Its heading.
    pub title: String,
    /// One sentence about it.
    pub description: Option<String>,
    /// Its language, if not the site's.
    pub lang: Option<String>,
    /// Old addresses that lead here.
    pub aliases: Vec<String>,
    /// Not published yet.
    pub draft: bool,
    /// Personal data that may be published.
    pub personal_data_allowed: Consents,
    /// The whole file.
    pub source: String,
    /// Where front matter and body stand in `source`.
    pub parts: Parts,
    /// Every link within the site.
    pub links: Vec<Link>,
}

impl OwnPage {
    /// Understands `text`, the content of `file`.
    pub fn parse(
        file: &SourcePath,
        text: String,
        config: &Config,
        statics: &Statics,
    ) -> Checked<Option<Self>> {
        let mut diagnostics = Vec::new();
        let page = parse(file, text, config, statics, &mut diagnostics);
        Checked { value: page, diagnostics }
    }

    /// Its address from the site's root.
    pub fn address(&self) -> String {
        format!("/{}/", self.path)
    }

    /// Its text as HTML.
    pub fn fragment(&self, config: &Config, statics: &Statics) -> Fragment {
        let surroundings = Surroundings {
            file: &self.relative,
            base: config.base(),
            statics,
            raw_html: config.raw_html,
            top_heading: 2,
        };
        let events = markdown::parse(&self.source[self.parts.body.clone()]);
        Writer::new(surroundings).write(&events, Author::Staff)
    }

    /// Where the item stands whose text `is` the one, in the list under `key`
    /// of the front matter; the whole value where there is no such item.
    pub fn place_of_item(&self, key: &str, is: impl Fn(&str) -> bool) -> Place {
        let document =
            Document::parse(&self.file, &self.source, self.parts.front.clone(), Limits::FRONT_MATTER);
        document.map_or_else(|_| Place::file(&self.file), |document| document.item_place(key, is))
    }

    /// Where bytes of the body stand in the file.
    pub fn place(&self, range: Range<usize>) -> Place {
        let start = self.parts.body.start;
        Place::new(&self.file, &self.source, start + range.start..start + range.end)
    }
}

fn parse(
    file: &SourcePath,
    text: String,
    config: &Config,
    statics: &Statics,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<OwnPage> {
    let path = address_path(file).map_err(|problem| diagnostics.push(problem)).ok();
    let parts = yaml::split(&file.name, &text).map_err(|problem| diagnostics.push(problem)).ok()?;
    diagnostics.extend(invisible::in_text(&file.name, &text, parts.body.start));
    let mut page = OwnPage {
        path: path.unwrap_or_default(),
        file: file.name.clone(),
        relative: format!("pages/{}", file.relative),
        title: String::new(),
        description: None,
        lang: None,
        aliases: Vec::new(),
        draft: false,
        personal_data_allowed: Consents::new(),
        source: text,
        parts,
        links: Vec::new(),
    };
    diagnostics.extend(read_front_matter(&mut page));
    let fragment = page.fragment(config, statics);
    let unused = markdown::unused_definitions(&page.source[page.parts.body.clone()]).into_iter();
    let unused = unused.map(|range| (range, markdown::unused_definition()));
    diagnostics
        .extend(diagnostic::placed(fragment.problems.into_iter().chain(unused), |range| page.place(range)));
    page.links = fragment.links;
    (!page.path.is_empty() && !page.title.is_empty()).then_some(page)
}

/// The path that the page has on the site: each folder and the name have to be
/// fit for an address.
fn address_path(file: &SourcePath) -> Result<String, Diagnostic> {
    let path = file.relative.trim_end_matches(".md");
    if path.split('/').all(slug::is_slug) {
        return Ok(path.to_owned());
    }
    Err(Diagnostic::error("bad-file-name", "the name of this file makes no address")
        .at(Place::file(&file.name))
        .help("use small letters, digits and `-`: about.md"))
}

fn read_front_matter(page: &mut OwnPage) -> Vec<Diagnostic> {
    let (file, source) = (page.file.clone(), page.source.clone());
    let document = match Document::parse(&file, &source, page.parts.front.clone(), Limits::FRONT_MATTER) {
        Ok(document) => document,
        Err(diagnostics) => return diagnostics,
    };
    let mut fields = Fields::of(&document);
    page.title = fields.required_text("title").unwrap_or_default();
    page.description = fields.text("description");
    page.lang = read_language(&mut fields, "lang");
    page.aliases = fields.addresses("aliases");
    page.draft = fields.flag("draft").unwrap_or(false);
    page.personal_data_allowed = read_consents(&mut fields);
    fields.finish_open(KEYS);
    document.into_problems()
}
