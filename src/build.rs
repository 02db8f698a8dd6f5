//! The build: every step from the files of an archive to its site.

mod assemble;
mod comparison;
mod concealed;
mod inputs;
mod ledger;
mod personal;
mod read;
mod shown;
mod site;
mod timings;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;
use std::time::SystemTime;

use jiff::civil::Date;

use crate::archive::Parts;
use crate::archive::Unread;
use crate::config;
use crate::config::Config;
use crate::config::People;
use crate::config::SearchSettings;
use crate::content::Content;
use crate::date;
use crate::diagnostic;
use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::fs;
use crate::hash::Hash;
use crate::invisible;
use crate::memory::Memory;
use crate::output::Settings;
use crate::output::Summary;
use crate::personal::Policy;
use crate::progress::Progress;
use crate::theme;
use crate::theme::Strings;
use crate::theme::Theme;

use self::assemble::Materials;
pub use self::comparison::compare;
use self::read::turn_words;
pub use self::shown::Shown;
pub use self::timings::Timings;

/// What to build, and where to.
#[derive(Clone, Debug)]
pub struct Options {
    /// The content folder.
    pub content: PathBuf,
    /// What messages call the content folder.
    pub content_name: String,
    /// The folder of the site's own themes.
    pub themes: PathBuf,
    /// The day to build for, as `2026-03-02`; today if absent.
    pub today: Option<String>,
    /// The value of `SOURCE_DATE_EPOCH`.
    pub source_date_epoch: Option<String>,
    /// Where the site goes.
    pub destination: Destination,
    /// Whether the site is published with this build, so that none of its
    /// addresses may ever vanish.
    pub publish: bool,
}

/// Where a site goes.
#[derive(Clone, Debug)]
pub enum Destination {
    /// Nowhere: the archive is only checked.
    Nowhere,
    /// Into a folder, for a host.
    Folder(Settings),
    /// Before the eyes of whoever asks for a page of it.
    Eyes,
}

/// What came of a build.
#[derive(Debug)]
pub struct Outcome {
    /// Everything that was noticed, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// The site; absent when an error stopped it.
    pub built: Option<Built>,
    /// How long each step took.
    pub timings: Timings,
}

/// A site that was built.
#[derive(Debug)]
pub struct Built {
    /// How many questions the archive has, hidden ones included.
    pub questions: usize,
    /// How many files the site has.
    pub pages: usize,
    /// The folder that the site stands in below its host, as `/docs`; empty
    /// where it has the host to itself.
    pub base: String,
    /// When it has to be built again even if nothing changes: the next day may
    /// be one that a question waits for. None where the day was asked for.
    pub until: Option<SystemTime>,
    /// The site.
    pub site: Site,
}

/// A site that reached its destination.
#[derive(Debug)]
pub enum Site {
    /// It was only rendered.
    Checked,
    /// It is on disk; this is what changed there.
    Written(Summary),
    /// It is rendered page by page, as somebody asks for it.
    Shown(Arc<Shown>),
}

/// Builds a site, or says what is wrong with its archive.
///
/// What the `memory` holds is not done again. An error leaves the site on disk
/// as it was.
pub fn build(options: &Options, memory: &mut Memory, progress: &dyn Progress) -> Outcome {
    let mut run = Run {
        options,
        memory,
        progress,
        started: SystemTime::now(),
        diagnostics: Vec::new(),
        masked: 0,
        policy: Policy::default(),
        timings: Timings::default(),
        since: Instant::now(),
    };
    let built = run.steps();
    run.mask();
    let Run { mut diagnostics, timings, policy, .. } = run;
    policy.mask_names(&mut diagnostics);
    diagnostic::sort(&mut diagnostics);
    Outcome { diagnostics, built, timings }
}

/// Settings with the hash of the text that says them.
struct Hashed<T> {
    value: T,
    hash: Hash,
}

/// One build on its way.
struct Run<'a> {
    options: &'a Options,
    memory: &'a mut Memory,
    progress: &'a dyn Progress,
    started: SystemTime,
    diagnostics: Vec<Diagnostic>,
    /// How many of the diagnostics are masked already.
    masked: usize,
    /// What is done about personal data; the usual, until the settings are read.
    policy: Policy,
    timings: Timings,
    since: Instant,
}

impl Run<'_> {
    /// The steps in order; ends early at the first one that cannot go on.
    fn steps(&mut self) -> Option<Built> {
        let (content, changed) = self.content();
        let is_sound = self.diagnostics.is_empty();
        let config = self.config(&content);
        let people = self.people(&content);
        let searching = self.searching(&content);
        let ledger = ledger::read(&content).into_value(&mut self.diagnostics);
        let (config, people) = (config?, people);
        let today = self.today(&config.value)?;
        let mut inputs = self.inputs(&content, changed, today);
        if let Some(built) = self.recall(&inputs, &config.value) {
            return Some(built);
        }
        let theme = self.theme(&content, &config.value);
        let theme = self.done("theme", theme)?;
        let basis = self.basis([config.hash, people.hash], theme.strings());
        if !self.memory.rest_on(basis) {
            // what was understood in another way may have changed meanwhile
            inputs.changed = None;
        }
        let mut unread = Unread::default();
        let pages = self.own_pages(&content, &config.value, &mut unread);
        self.statics(&content, &config.value);
        let (config, people, statics) = (config.value, people.value, content.statics.clone());
        let published = ledger.questions().collect();
        let parts = Parts { config, people, statics, pages, today, published, basis };
        let words = &turn_words(theme.strings());
        let surroundings = Hash::of_value(&(theme.hash, ledger.addresses().collect::<Vec<_>>()));
        let materials = Materials { content: &content, inputs: &inputs, words, surroundings };
        let assembled = self.assemble(parts, unread, materials);
        // before this, what changed was not read, and the next build must not think so
        self.memory.content = is_sound.then(|| Arc::clone(&content));
        self.site(assembled, theme, &searching, &ledger, materials)
    }

    fn config(&mut self, content: &Content) -> Option<Hashed<Config>> {
        let Some(file) = &content.site else {
            // a folder that cannot be read has been reported already
            if !diagnostic::any_error(&self.diagnostics) {
                self.diagnostics.push(missing_site(&content.name));
            }
            return None;
        };
        let text = self.take(fs::read_text(file))?;
        self.diagnostics.extend(invisible::in_text(&file.name, &text, text.len()));
        let read = config::read(&file.name, &text);
        if let Some(config) = &read.value {
            self.policy = config.personal_data.clone();
        }
        self.personal_data(&file.name, &text);
        let config = self.done("settings", read)?;
        Some(Hashed { value: config, hash: Hash::of(text.as_bytes()) })
    }

    fn people(&mut self, content: &Content) -> Hashed<People> {
        let Some(file) = &content.people else {
            // a link to nothing, or a pipe, has been reported already
            let is_there = self.diagnostics.iter().any(|problem| is_people(problem, &content.name));
            let people = if is_there { People::unread() } else { People::default() };
            return Hashed { value: people, hash: Hash::default() };
        };
        let Some(text) = self.text(file) else {
            return Hashed { value: People::unread(), hash: Hash::default() };
        };
        let people = config::read_people(&file.name, &text).into_value(&mut self.diagnostics);
        Hashed { value: people, hash: Hash::of(text.as_bytes()) }
    }

    fn searching(&mut self, content: &Content) -> SearchSettings {
        let Some(file) = &content.search else { return SearchSettings::default() };
        let Some(text) = self.text(file) else { return SearchSettings::default() };
        config::read_search(&file.name, &text).into_value(&mut self.diagnostics)
    }

    /// The text of a file of settings, with the personal data in it reported.
    fn text(&mut self, file: &fs::SourcePath) -> Option<String> {
        let text = self.take(fs::read_text(file))?;
        self.diagnostics.extend(invisible::in_text(&file.name, &text, text.len()));
        self.personal_data(&file.name, &text);
        Some(text)
    }

    /// Reports the personal data in a file of settings.
    fn personal_data(&mut self, file: &str, text: &str) {
        self.diagnostics.extend(personal::of_settings(&self.policy, file, text));
    }

    fn today(&mut self, config: &Config) -> Option<Date> {
        let Options { today, source_date_epoch, .. } = self.options;
        match date::today(&config.timezone, today.as_deref(), source_date_epoch.as_deref()) {
            Ok(today) => Some(today),
            Err(message) => {
                let help = "write it as `--today 2026-03-02`, or `SOURCE_DATE_EPOCH` in seconds since 1970";
                self.diagnostics.push(Diagnostic::error("bad-today", message).help(help));
                None
            }
        }
    }

    /// The hash of what questions are understood with.
    fn basis(&self, settings: [Hash; 2], strings: &Strings) -> Hash {
        Hash::of_value(&(settings, &self.options.content_name, turn_words(strings)))
    }

    /// When the day ends that the site is built for, if it does by itself.
    fn until(&self, config: &Config) -> Option<SystemTime> {
        let Options { today, source_date_epoch, .. } = self.options;
        let is_fixed = today.is_some() || source_date_epoch.is_some();
        if is_fixed { None } else { date::next_day(&config.timezone) }
    }

    fn theme(&mut self, content: &Content, config: &Config) -> Checked<Option<Arc<Theme>>> {
        let themes = &self.options.themes;
        let last = self.memory.theme();
        let theme = Theme::load(theme::Request { config, themes, overrides: &content.templates, last });
        self.memory.learn_theme(theme.value.as_ref().filter(|_| theme.diagnostics.is_empty()));
        theme
    }

    /// Takes personal data out of every message: any may quote a line, and logs
    /// are read by more people than the archive.
    fn mask(&mut self) {
        let Options { content, content_name, .. } = self.options;
        personal::mask(&self.policy, content, content_name, &mut self.diagnostics[self.masked..]);
        self.masked = self.diagnostics.len();
    }

    /// Adds what was masked when it was noticed.
    fn notice_masked(&mut self, noticed: Vec<Diagnostic>) {
        self.mask();
        self.diagnostics.extend(noticed);
        self.masked = self.diagnostics.len();
    }

    /// Takes the value of a step that either works or has one problem.
    fn take<T>(&mut self, result: Result<T, Diagnostic>) -> Option<T> {
        result.map_err(|problem| self.diagnostics.push(problem)).ok()
    }

    /// Takes the value of a step that has just ended, and its time.
    fn done<T>(&mut self, step: &'static str, checked: Checked<T>) -> T {
        self.lap(step);
        checked.into_value(&mut self.diagnostics)
    }

    fn done_with<T>(&mut self, step: &'static str, run: impl FnOnce() -> Checked<T>) -> T {
        let checked = run();
        self.done(step, checked)
    }

    fn lap(&mut self, step: &'static str) {
        self.timings.add_step(step, std::mem::replace(&mut self.since, Instant::now()).elapsed());
    }
}

fn is_people(problem: &Diagnostic, content: &str) -> bool {
    problem.place.as_ref().is_some_and(|place| place.file == format!("{content}/people.yaml"))
}

fn missing_site(content: &str) -> Diagnostic {
    Diagnostic::error("missing-site", format!("there is no `{content}/site.yaml`"))
        .at(Place::file(format!("{content}/site.yaml")))
        .help("write one with `title`, `url` and `language`, or start an archive with `mundap init DIR`")
}

/// A duration in seconds, for messages.
pub fn seconds(duration: Duration) -> String {
    format!("{:.2} s", duration.as_secs_f64())
}
