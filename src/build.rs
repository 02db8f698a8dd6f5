//! The build: every step from the files of an archive to its site.

mod personal;
mod timings;

use std::ops::Range;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use jiff::civil::Date;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::archive::Archive;
use crate::archive::Parts;
use crate::archive::Unread;
use crate::archive::dangling_address;
use crate::config;
use crate::config::Config;
use crate::config::People;
use crate::config::SearchSettings;
use crate::content;
use crate::content::Content;
use crate::date;
use crate::diagnostic;
use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::fs;
use crate::key::Key;
use crate::markdown::Link;
use crate::markdown::Target;
use crate::output;
use crate::output::Destination;
use crate::output::Output;
use crate::output::Placed;
use crate::output::Site;
use crate::own_page::OwnPage;
use crate::page;
use crate::page::Kind;
use crate::page::Page;
use crate::personal::Policy;
use crate::personal::Remedy;
use crate::question::Context;
use crate::question::Question;
use crate::question::TurnKind;
use crate::question::TurnWords;
use crate::render::Renderer;
use crate::search;
use crate::search::IndexFile;
use crate::theme;
use crate::theme::Strings;
use crate::theme::Theme;

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
    /// The site, as far as it is kept.
    pub site: Site,
}

/// Told how far a build has come.
pub trait Progress: Sync {
    /// A step begins that has `length` parts.
    fn start(&self, step: &'static str, length: usize);
    /// One part of the step is done.
    fn advance(&self);
}

/// Keeps to itself.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Progress for Silent {
    fn start(&self, _: &'static str, _: usize) {}
    fn advance(&self) {}
}

/// Builds a site, or says what is wrong with its archive.
///
/// An error leaves the site on disk as it was.
pub fn build(options: &Options, progress: &dyn Progress) -> Outcome {
    let mut run = Run {
        options,
        progress,
        diagnostics: Vec::new(),
        policy: Policy::default(),
        timings: Timings::default(),
        since: Instant::now(),
    };
    let built = run.steps();
    let Run { diagnostics, timings, policy, .. } = run;
    // any message may quote a line, and logs are read by more people than the archive
    let mut diagnostics: Vec<_> =
        diagnostics.into_iter().map(|problem| policy.masked_diagnostic(problem)).collect();
    diagnostic::sort(&mut diagnostics);
    Outcome { diagnostics, built, timings }
}

/// Everything that was read from `questions/` and `pages/`.
struct Read {
    questions: Vec<Question>,
    pages: Vec<OwnPage>,
    unread: Unread,
}

/// One build on its way.
struct Run<'a> {
    options: &'a Options,
    progress: &'a dyn Progress,
    diagnostics: Vec<Diagnostic>,
    /// What is done about personal data; the usual, until the settings are read.
    policy: Policy,
    timings: Timings,
    since: Instant,
}

impl Run<'_> {
    /// The steps in order; ends early at the first one that cannot go on.
    fn steps(&mut self) -> Option<Built> {
        let content = content::find(&self.options.content, &self.options.content_name);
        let content = self.done("find", content);
        let config = self.config(&content);
        let people = self.people(&content);
        let searching = self.searching(&content);
        let config = config?;
        let today = self.today(&config)?;
        let theme = self.theme(&content, &config);
        let theme = self.done("theme", theme)?;
        let Read { questions, pages, unread } = self.read(&content, &config, &people, theme.strings());
        let parts = Parts { config, people, statics: content.statics, questions, pages, unread, today };
        let archive = self.done_with("assemble", || Archive::assemble(parts));
        // in an archive with errors a question may be missing that a search has to find
        let tested = !diagnostic::any_error(&self.diagnostics);
        let index = self.done_with("index", || index(&archive, &searching, tested));
        let pages = self.done_with("list pages", || {
            let assets = theme.assets().map(|asset| asset.address.as_str());
            page::list(&archive, assets, index.iter().map(|file| file.address.as_str()))
        });
        self.done_with("check links", || Checked {
            value: (),
            diagnostics: dangling_addresses(&archive, &pages),
        });
        self.site(&archive, theme, &pages, &index)
    }

    fn config(&mut self, content: &Content) -> Option<Config> {
        let Some(file) = &content.site else {
            // a folder that cannot be read has been reported already
            if !diagnostic::any_error(&self.diagnostics) {
                self.diagnostics.push(missing_site(&content.name));
            }
            return None;
        };
        let read = match fs::read_text(file) {
            Ok(text) => {
                let read = config::read(&file.name, &text);
                if let Some(config) = &read.value {
                    self.policy = config.personal_data.clone();
                }
                self.personal_data(&file.name, &text);
                read
            }
            Err(problem) => Checked { value: None, diagnostics: vec![problem] },
        };
        self.done("settings", read)
    }

    fn people(&mut self, content: &Content) -> People {
        let Some(file) = &content.people else {
            // a link to nothing, or a pipe, has been reported already
            let is_there = self.diagnostics.iter().any(|problem| is_people(problem, &content.name));
            return if is_there { People::unread() } else { People::default() };
        };
        let Some(text) = self.text(file) else { return People::unread() };
        config::read_people(&file.name, &text).into_value(&mut self.diagnostics)
    }

    fn searching(&mut self, content: &Content) -> SearchSettings {
        let Some(file) = &content.search else { return SearchSettings::default() };
        let Some(text) = self.text(file) else { return SearchSettings::default() };
        config::read_search(&file.name, &text).into_value(&mut self.diagnostics)
    }

    /// The text of a file of settings, with the personal data in it reported.
    fn text(&mut self, file: &fs::SourcePath) -> Option<String> {
        let text = self.take(fs::read_text(file))?;
        self.personal_data(&file.name, &text);
        Some(text)
    }

    /// Reports the personal data in a file of settings.
    fn personal_data(&mut self, file: &str, text: &str) {
        self.diagnostics.extend(self.policy.check(file, text, Remedy::Own));
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

    fn theme(&self, content: &Content, config: &Config) -> Checked<Option<Theme>> {
        Theme::load(theme::Request { config, themes: &self.options.themes, overrides: &content.templates })
    }

    /// Reads every question and own page, each on its own.
    fn read(&mut self, content: &Content, config: &Config, people: &People, strings: &Strings) -> Read {
        let words = turn_words(strings);
        let statics = &content.statics;
        let context = Context { config, people, statics, words: &words };
        self.progress.start("reading", content.questions.len());
        let mut unread = Unread::default();
        let policy = &config.personal_data;
        let questions = self.read_all(&content.questions, |file, text| {
            let parse = |text| Question::parse(file, text, context);
            personal::parse(policy, file, text, parse, |question| &question.front.personal_data_allowed)
        });
        let questions = questions.into_iter().filter_map(|(file, question)| {
            question.or_else(|| {
                unread.questions.extend(Key::from_file_name(file.file_name()));
                None
            })
        });
        let questions = questions.collect();
        let pages = self.read_all(&content.pages, |file, text| {
            let parse = |text| OwnPage::parse(file, text, config, statics);
            personal::parse(policy, file, text, parse, |page| &page.personal_data_allowed)
        });
        let pages = pages.into_iter().filter_map(|(file, page)| {
            page.or_else(|| {
                unread.pages.insert(file.relative.trim_end_matches(".md").to_owned());
                None
            })
        });
        let pages = pages.collect();
        self.diagnostics.extend(statics.iter().flat_map(|(_, file)| personal::of_static(policy, file)));
        self.lap("read");
        Read { questions, pages, unread }
    }

    /// What each file holds; none where it could not be understood.
    fn read_all<'f, T: Send>(
        &mut self,
        files: &'f [fs::SourcePath],
        parse: impl Fn(&fs::SourcePath, String) -> Checked<Option<T>> + Sync,
    ) -> Vec<(&'f fs::SourcePath, Option<T>)> {
        let progress = self.progress;
        let read: Vec<_> = files
            .par_iter()
            .map(|file| {
                let checked = match fs::read_text(file) {
                    Ok(text) => parse(file, text),
                    Err(problem) => Checked { value: None, diagnostics: vec![problem] },
                };
                progress.advance();
                checked
            })
            .collect();
        let values = read.into_iter().map(|checked| checked.into_value(&mut self.diagnostics));
        files.iter().zip(values).collect()
    }

    /// Renders the pages, and puts them where the site goes.
    fn site(
        &mut self,
        archive: &Archive,
        theme: Theme,
        pages: &[Page],
        index: &[IndexFile],
    ) -> Option<Built> {
        if diagnostic::any_error(&self.diagnostics) {
            return None;
        }
        let output = self.take(Output::open(&self.options.destination))?;
        let renderer = self.take(Renderer::new(archive, theme, pages, index))?;
        self.lap("views");
        let placed = self.pages(&renderer, archive, pages, &output)?;
        let site = self.take(output.commit(placed))?;
        self.lap("commit");
        self.diagnostics.extend(site.kept().iter().map(|path| edited(path.as_str())));
        let base = archive.config.base().to_owned();
        Some(Built { questions: archive.questions.len(), pages: pages.len(), base, site })
    }

    /// Renders every page and puts it into the output; none when any of them
    /// failed. The first that cannot be written ends it: a disk that is full
    /// has no room for the others either.
    fn pages(
        &mut self,
        renderer: &Renderer,
        archive: &Archive,
        pages: &[Page],
        output: &Output,
    ) -> Option<Vec<Placed>> {
        self.progress.start("writing", pages.len());
        let progress = self.progress;
        let refused = AtomicBool::new(false);
        let done: Vec<_> = pages
            .par_iter()
            .filter_map(|page| {
                if refused.load(Ordering::Relaxed) {
                    return None;
                }
                let since = Instant::now();
                let rendered = renderer.render(page);
                let took = since.elapsed();
                let placed = rendered.and_then(|bytes| put(output, archive, page, bytes));
                progress.advance();
                let is_refused = placed.as_ref().is_err_and(output::is_write_failure);
                // threads may meet the full disk at once; one of them says so
                let is_known = is_refused && refused.swap(true, Ordering::Relaxed);
                (!is_known).then(|| (page.kind.name(), took, placed))
            })
            .collect();
        let mut all = Vec::with_capacity(done.len());
        for (name, took, placed) in done {
            self.timings.add_page(name, took);
            all.extend(self.take(placed));
        }
        self.lap("pages");
        (!diagnostic::any_error(&self.diagnostics)).then_some(all)
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

/// Puts a page into the output; a static file has no `bytes` and is copied.
fn put(
    output: &Output,
    archive: &Archive,
    page: &Page,
    bytes: Option<Vec<u8>>,
) -> Result<Placed, Diagnostic> {
    match &page.kind {
        Kind::Static(path) => {
            let file = archive.statics.get(path).map_or_else(PathBuf::new, |file| file.source.path.clone());
            output.put_copy(&page.path, &file)
        }
        _ => output.put(&page.path, bytes.unwrap_or_default()),
    }
}

/// The search index; where it is `tested`, which queries do not find what they
/// must.
fn index(archive: &Archive, searching: &SearchSettings, tested: bool) -> Checked<Vec<IndexFile>> {
    let synonyms: Vec<_> = archive.config.synonyms.iter().chain(&searching.synonyms).cloned().collect();
    let index = search::build(archive, &synonyms);
    let tests: &[_] = if tested { &searching.tests } else { &[] };
    let diagnostics = search::check(archive, &index, tests);
    Checked { value: index, diagnostics }
}

/// The headings that start a turn, in every language that has strings.
fn turn_words(strings: &Strings) -> TurnWords {
    let mut words = TurnWords::default();
    let languages: Vec<_> = strings.languages().collect();
    for kind in [TurnKind::Question, TurnKind::Answer, TurnKind::FollowUpQuestion, TurnKind::FollowUpAnswer] {
        for language in &languages {
            if let Some(word) = strings.get(language, &format!("turn.{}", kind.name())) {
                words.add(word, kind);
            }
        }
    }
    words
}

/// Links to addresses of the site that no page has.
fn dangling_addresses(archive: &Archive, pages: &[Page]) -> Vec<Diagnostic> {
    let questions = archive.questions.iter();
    let in_questions =
        questions.flat_map(|question| addresses(&question.links, |range| question.place(range)));
    let in_pages = archive.pages.iter().flat_map(|page| addresses(&page.links, |range| page.place(range)));
    let linked: Vec<(&str, Place)> = in_questions.chain(in_pages).collect();
    if linked.is_empty() {
        return Vec::new();
    }
    let known: FxHashSet<String> = pages.iter().map(Page::address).collect();
    let is_known = |address: &str| {
        let folder = format!("{}/", address.trim_end_matches('/'));
        known.contains(address) || known.contains(&folder)
    };
    linked
        .into_iter()
        .filter(|(address, _)| !is_known(address))
        .map(|(address, place)| dangling_address(address).at(place))
        .collect()
}

/// The addresses among `links`, each with the place that `place` tells of its
/// bytes.
fn addresses(links: &[Link], place: impl Fn(Range<usize>) -> Place) -> impl Iterator<Item = (&str, Place)> {
    links.iter().filter_map(move |link| match &link.target {
        Target::Address(address) => Some((address.as_str(), place(link.range.clone()))),
        _ => None,
    })
}

fn is_people(problem: &Diagnostic, content: &str) -> bool {
    problem.place.as_ref().is_some_and(|place| place.file == format!("{content}/people.yaml"))
}

fn missing_site(content: &str) -> Diagnostic {
    Diagnostic::error("missing-site", format!("there is no `{content}/site.yaml`"))
        .at(Place::file(format!("{content}/site.yaml")))
        .help("write one with `title`, `url` and `language`, or start an archive with `mundap init DIR`")
}

fn edited(path: &str) -> Diagnostic {
    Diagnostic::warning(
        "output-edited",
        format!("`{path}` holds something that mundap did not write, and is left alone"),
    )
    .help("delete it to have mundap write it")
}

/// A duration in seconds, for messages.
pub fn seconds(duration: Duration) -> String {
    format!("{:.2} s", duration.as_secs_f64())
}
