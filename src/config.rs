//! The settings of a site, from `site.yaml`, its people, from
//! `people.yaml`, and how it is searched, from `search.yaml`.
//!
//! What was written is read field by field; what it means is [`Config`], where
//! every setting has its value and every category knows its place in the tree.

mod category;
mod keys;
mod people;
mod personal_data;
mod read;
mod search;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;

pub use self::category::Categories;
pub use self::category::Category;
pub use self::category::CategoryId;
pub use self::keys::KeyDoc;
pub use self::keys::SITE_KEYS;
pub use self::people::People;
pub use self::people::Person;
pub use self::people::read as read_people;
pub use self::personal_data::read_consents;
pub use self::read::language_tag;
pub use self::read::read;
pub use self::read::read_language;
pub use self::search::SearchSettings;
pub use self::search::SearchTest;
pub use self::search::read as read_search;

use crate::date::Calendar;
use crate::diagnostic::Place;
use crate::hash::Hash;
use crate::personal::Policy;
use crate::yaml::Document;
use crate::yaml::Limits;
use crate::yaml::Step;

/// Everything `site.yaml` decides.
#[derive(Clone, Debug)]
pub struct Config {
    /// The name of the site.
    pub title: String,
    /// One sentence about it, for search engines and feeds.
    pub description: Option<String>,
    /// Where it is published: `https://host/path`, without a slash at the end.
    pub url: String,
    /// How many bytes of `url` are scheme and host.
    origin_length: usize,
    /// Its language, as a BCP 47 tag: `ko`.
    pub language: String,
    /// The zone that bare dates and times are in.
    pub timezone: TimeZone,
    /// The name of its theme.
    pub theme: String,
    /// Values for the theme's own settings.
    pub settings: BTreeMap<String, String>,
    /// Whose site it is.
    pub brand: Brand,
    /// The tree that questions are filed in.
    pub categories: Categories,
    /// Where questions come from: id -> name.
    pub channels: BTreeMap<String, String>,
    /// ASCII names for tags: tag -> slug.
    pub tags: BTreeMap<String, String>,
    /// Where old addresses of lists lead now: old -> new.
    pub moved: BTreeMap<String, String>,
    /// How soon an answer is promised.
    pub promise: Option<Promise>,
    /// How a reader can ask.
    pub ask: Ask,
    /// Words that mean the same in a search.
    pub synonyms: Vec<Vec<String>>,
    /// Who may read the site by machine.
    pub robots: Robots,
    /// Questions on one page of a list.
    pub per_page: usize,
    /// Which further forms of a question are written.
    pub outputs: Outputs,
    /// Whether staff may write HTML in answers and own pages.
    pub raw_html: bool,
    /// What is done about personal data.
    pub personal_data: Policy,
    /// What was written, for messages.
    written: Written,
}

/// A settings file as it was written.
#[derive(Clone, Debug, Default)]
struct Written {
    file: String,
    text: String,
}

impl Written {
    /// A place in the file, which is parsed again: only an author with an error
    /// pays.
    fn place(&self, find: impl FnOnce(&Document) -> Place) -> Place {
        let Self { file, text } = self;
        let document = Document::parse(file, text, 0..text.len(), Limits::SETTINGS);
        document.map_or_else(|_| Place::file(file), |document| find(&document))
    }
}

impl Config {
    /// A hash of all settings but those of the theme, which are style. It holds
    /// within one run of the program.
    pub fn hash_without_style(&self) -> Hash {
        let rest = Self { settings: BTreeMap::new(), written: Written::default(), ..self.clone() };
        Hash::of(format!("{rest:?}").as_bytes())
    }

    /// What the site is in a sentence, for pages in `language`: it is written in
    /// the site's own.
    pub fn description_in(&self, language: &str) -> Option<&str> {
        self.description.as_deref().filter(|_| language == self.language)
    }

    /// Where a value stands in `site.yaml`.
    pub fn place_of(&self, path: &[Step]) -> Place {
        self.written.place(|document| document.place(path))
    }

    /// Where a key stands in `site.yaml`.
    pub fn key_place_of(&self, path: &[Step]) -> Place {
        self.written.place(|document| document.key_place(path))
    }

    /// The path below the host that every address starts with: empty, or
    /// `/path` without a slash at the end.
    pub fn base(&self) -> &str {
        &self.url[self.origin_length..]
    }

    /// The scheme and host: `https://host`.
    pub fn origin(&self) -> &str {
        &self.url[..self.origin_length]
    }

    /// What a link to `address`, a path from the site's root, has to say.
    pub fn href(&self, address: &str) -> String {
        [self.base(), address].concat()
    }

    /// The full address of `address`, a path from the site's root.
    pub fn absolute(&self, address: &str) -> String {
        [&self.url, address].concat()
    }
}

/// Whose site it is.
#[derive(Clone, Debug, Default)]
pub struct Brand {
    /// The name of the brand; the site's title if absent.
    pub name: Option<String>,
    /// Its logo, a file in `content/static/`.
    pub logo: Option<String>,
    /// Its other homes on the web.
    pub same_as: Vec<String>,
}

/// How soon an answer is promised.
#[derive(Clone, Debug)]
pub struct Promise {
    /// Days from the question to its answer.
    pub answer_within: u32,
    /// Which days count.
    pub calendar: Calendar,
}

impl Promise {
    /// A promise of `answer_within` days, counted as the brand counts them.
    pub fn new(answer_within: u32, business_days: bool, holidays: BTreeSet<Date>) -> Self {
        Self { answer_within, calendar: Calendar { business_days, holidays } }
    }
}

/// How a reader can ask.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// By e-mail to this address.
    pub email: Option<String>,
    /// On this page: a form, or a chat channel.
    pub url: Option<String>,
}

/// Who may read the site by machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Robots {
    /// Everyone.
    #[default]
    Open,
    /// Search engines, but nobody who trains models.
    SearchOnly,
    /// Nobody.
    Closed,
}

/// Which further forms of a question are written.
#[derive(Clone, Copy, Debug)]
pub struct Outputs {
    /// `/q/{key}.md`.
    pub markdown: bool,
    /// `/q/{key}.json`.
    pub json: bool,
    /// A picture for sharing.
    pub cards: bool,
}
