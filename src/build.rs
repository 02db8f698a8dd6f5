//! The build: every step from the files of an archive to its site.

mod assemble;
mod comparison;
mod concealed;
mod inputs;
mod ledger;
mod personal;
mod plan;
mod preview;
mod read;
mod rendering;
mod settings;
mod timings;
mod write;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;
use std::time::SystemTime;

use crate::archive::Parts;
use crate::archive::Unread;
use crate::config::Config;
use crate::content::Content;
use crate::date;
use crate::diagnostic;
use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::hash::Hash;
use crate::ledger::Ledger;
use crate::memory::Memory;
use crate::output;
use crate::output::Summary;
use crate::personal::Policy;
use crate::progress::Progress;
use crate::render::Plan;
use crate::render::Renderer;
use crate::theme;
use crate::theme::Theme;

use self::assemble::Assembled;
use self::assemble::Materials;
use self::inputs::Inputs;
use self::read::turn_words;
use self::settings::Settings;

pub use self::comparison::compare;
pub use self::preview::Preview;
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
    Folder(output::Settings),
    /// Before the eyes of whoever asks for a page of it.
    Preview,
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
    pub files: usize,
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
    Preview(Arc<Preview>),
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
        masked: Vec::new(),
        policy: Policy::default(),
        timings: Timings::default(),
        since: Instant::now(),
    };
    let built = run.steps();
    run.mask();
    let Run { masked: mut diagnostics, timings, policy, .. } = run;
    policy.mask_names(&mut diagnostics);
    diagnostic::sort(&mut diagnostics);
    Outcome { diagnostics, built, timings }
}

/// One build on its way.
struct Run<'a> {
    options: &'a Options,
    memory: &'a mut Memory,
    progress: &'a dyn Progress,
    started: SystemTime,
    /// What was noticed, and may quote personal data.
    diagnostics: Vec<Diagnostic>,
    /// What was noticed, and quotes none.
    masked: Vec<Diagnostic>,
    /// What is done about personal data; the usual, until the settings are read.
    policy: Policy,
    timings: Timings,
    since: Instant,
}

impl Run<'_> {
    /// The steps in order; ends early at the first one that cannot go on.
    fn steps(&mut self) -> Option<Built> {
        let (content, changed) = self.find();
        let is_sound = self.diagnostics.is_empty();
        let settings = self.settings(&content);
        let searching = self.searching(&content);
        let ledger = self.ledger(&content);
        let settings = settings?;
        let inputs = self.inputs(&content, changed, settings.today);
        if let Some(built) = self.recall(&inputs, &settings.config) {
            return Some(built);
        }
        let theme = self.theme(&content, &settings.config)?;
        let assembled = self.understand(&content, &inputs, settings, &ledger, &theme);
        // had the build ended above, the next would take the changed files for read
        self.memory.content = is_sound.then_some(content);
        let index = self.index(&assembled.archive, &searching);
        let plan = self.plan(&assembled, theme, index, &ledger);
        self.check_links(&plan, assembled.edited.as_deref());
        self.check_ledger(&plan, &ledger);
        self.stop_at_errors()?;
        let (archive, files) = (Arc::clone(&plan.archive), plan.pages.len());
        let renderer = self.renderer(plan)?;
        let site = match &self.options.destination {
            Destination::Nowhere => self.try_pages(&renderer)?,
            Destination::Folder(settings) => self.write(settings, renderer, inputs.hash, &ledger)?,
            Destination::Preview => self.preview(renderer, &searching, assembled.edited.is_some())?,
        };
        self.memory.learn_latest(assembled.latest());
        let (questions, base) = (archive.questions.len(), archive.config.base().to_owned());
        Some(Built { questions, files, base, until: self.until(&archive.config), site })
    }

    /// Reads pages and questions, and puts the archive together.
    fn understand(
        &mut self,
        content: &Content,
        inputs: &Inputs,
        settings: Settings,
        ledger: &Ledger,
        theme: &Theme,
    ) -> Assembled {
        let words = &turn_words(theme.strings());
        let basis = Hash::of_value(&(settings.hash, &self.options.content_name, words));
        let is_same = self.memory.rest_on(basis);
        // what was understood in another way may have changed meanwhile
        let changed = inputs.changed.as_ref().filter(|_| is_same);
        let Settings { config, people, today, .. } = settings;
        let mut unread = Unread::default();
        let own_pages = self.own_pages(content, &config, &mut unread);
        self.check_statics(content, &config);
        let published = ledger.questions().collect();
        let statics = content.statics.clone();
        let parts = Parts { config, people, statics, own_pages, today, published, basis };
        let surroundings = Hash::of_value(&(theme.hash, ledger.addresses().collect::<Vec<_>>()));
        let stamps = &inputs.questions;
        self.assemble(parts, unread, Materials { content, stamps, changed, words, surroundings })
    }

    /// When the day ends that the site is built for, if it does by itself.
    fn until(&self, config: &Config) -> Option<SystemTime> {
        let Options { today, source_date_epoch, .. } = self.options;
        let is_fixed = today.is_some() || source_date_epoch.is_some();
        if is_fixed { None } else { date::next_day(&config.timezone) }
    }

    fn theme(&mut self, content: &Content, config: &Config) -> Option<Arc<Theme>> {
        let themes = &self.options.themes;
        let last = self.memory.theme();
        let theme = Theme::load(theme::Request { config, themes, overrides: &content.templates, last });
        self.memory.learn_theme(theme.value.as_ref().filter(|_| theme.diagnostics.is_empty()));
        self.done("theme", theme)
    }

    /// Prepares what pages share.
    fn renderer(&mut self, plan: Plan) -> Option<Renderer> {
        let renderer = self.take(Renderer::new(plan));
        self.lap("views");
        renderer
    }

    /// Whether anything was noticed that no site may be made with.
    fn has_error(&self) -> bool {
        diagnostic::any_error(&self.diagnostics) || diagnostic::any_error(&self.masked)
    }

    /// Nothing where there is an error.
    fn stop_at_errors(&self) -> Option<()> {
        (!self.has_error()).then_some(())
    }

    /// Takes personal data out of every message: any may quote a line, and logs
    /// are read by more people than the archive.
    fn mask(&mut self) {
        let Options { content, content_name, .. } = self.options;
        personal::mask(&self.policy, content, content_name, &mut self.diagnostics);
        self.masked.append(&mut self.diagnostics);
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

    fn lap(&mut self, step: &'static str) {
        self.timings.add_step(step, std::mem::replace(&mut self.since, Instant::now()).elapsed());
    }
}

/// A duration in seconds, for messages.
pub fn seconds(duration: Duration) -> String {
    format!("{:.2} s", duration.as_secs_f64())
}
