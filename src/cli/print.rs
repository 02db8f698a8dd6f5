//! Printing: what a run found and did, for people and for machines.

use std::io;
use std::io::IsTerminal;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use annotate_snippets::AnnotationKind;
use annotate_snippets::Level;
use annotate_snippets::Origin;
use annotate_snippets::Renderer;
use annotate_snippets::Snippet;
use rustc_hash::FxHashSet;
use serde_json::Value;
use serde_json::json;

use super::Color;
use super::Format;
use super::Global;
use crate::build::Built;
use crate::build::Site;
use crate::build::Timings;
use crate::build::seconds;
use crate::characters::is_obeyed;
use crate::characters::visible;
use crate::characters::visible_line;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::diagnostic::Severity;
use crate::verify::Verdict;

/// How many warnings are printed for people.
const MOST_WARNINGS: usize = 30;

/// Prints problems to standard error, and results to standard output.
#[derive(Debug)]
pub struct Printer {
    format: Format,
    quiet: bool,
    styled: bool,
}

impl Printer {
    /// A printer as the command line asks for it.
    pub fn new(global: &Global) -> Self {
        let styled = match global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                io::stderr().is_terminal()
                    && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            }
        };
        Self { format: global.format, quiet: global.quiet, styled }
    }

    /// How problems are printed.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Prints what was noticed, in order.
    pub fn diagnostics(&self, diagnostics: &[Diagnostic]) {
        self.news(diagnostics, &[]);
    }

    /// The same where people know some of it from the build before: they are
    /// not told again of a warning that they leave as it is.
    pub fn news(&self, diagnostics: &[Diagnostic], known: &[Diagnostic]) {
        match self.format {
            Format::Human => self.people_read(diagnostics, known),
            Format::Short => diagnostics.iter().for_each(|diagnostic| print_error(&short(diagnostic))),
            Format::Json => diagnostics.iter().for_each(|diagnostic| print_line(&json_line(diagnostic))),
        }
    }

    /// Prints every error, and as many new warnings as anybody reads.
    fn people_read(&self, diagnostics: &[Diagnostic], known: &[Diagnostic]) {
        let known: FxHashSet<_> = known.iter().map(identity).collect();
        let is_old = |problem: &&Diagnostic| !problem.is_error() && known.contains(&identity(problem));
        let (old, new): (Vec<_>, Vec<_>) = diagnostics.iter().partition(is_old);
        let mut warnings = 0;
        for diagnostic in new {
            warnings += usize::from(!diagnostic.is_error());
            if diagnostic.is_error() || warnings <= MOST_WARNINGS {
                print_error(&self.human(diagnostic));
            }
        }
        if warnings > MOST_WARNINGS {
            let more = counted(warnings - MOST_WARNINGS, "more warning");
            print_error(&format!("{more}; `--format short` prints all of them, one a line\n"));
        }
        if !old.is_empty() {
            print_error(&format!("{} as before\n", counted(old.len(), "warning")));
        }
    }

    /// Prints how many problems there were.
    pub fn counts(&self, diagnostics: &[Diagnostic]) {
        let errors = diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
        let warnings = diagnostics.len() - errors;
        let parts = [(errors, "error"), (warnings, "warning")];
        let parts: Vec<_> =
            parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, noun)| counted(n, noun)).collect();
        print_error(&parts.join(", "));
    }

    /// Prints a result, unless the run is quiet or speaks JSON.
    pub fn say(&self, text: &str) {
        if !self.quiet && self.format != Format::Json {
            print_line(&visible(text));
        }
    }

    /// Prints a result as JSON, where the run speaks it and is not quiet.
    pub fn tell(&self, line: impl FnOnce() -> Value) {
        if !self.quiet && self.format == Format::Json {
            print_line(&escaped(&line()));
        }
    }

    /// Prints which file was made.
    pub fn created(&self, path: &Path) {
        let path = path.display().to_string();
        self.tell(|| json!({ "type": "created", "file": path }));
        self.say(&path);
    }

    /// Prints what a build wrote, in one line.
    pub fn built(&self, built: &Built, took: Duration) {
        let Site::Written(summary) = &built.site else { return };
        self.tell(|| {
            json!({
                "type": "built",
                "questions": built.questions,
                "files": built.files,
                "written": summary.written,
                "unchanged": summary.unchanged,
                "removed": summary.removed,
                "seconds": took.as_secs_f64(),
            })
        });
        let mut changes = vec![format!("{} written", summary.written)];
        changes.extend((summary.unchanged > 0).then(|| format!("{} unchanged", summary.unchanged)));
        changes.extend((summary.removed > 0).then(|| format!("{} removed", summary.removed)));
        self.say(&format!(
            "built {} into {} in {}: {}",
            counted(built.questions, "question"),
            counted(built.files, "file"),
            seconds(took),
            changes.join(", "),
        ));
    }

    /// Prints whether a build without a memory made the same.
    pub fn compared(&self, differing: &[Diagnostic]) {
        self.tell(|| json!({ "type": "compared", "differing": differing.len() }));
        if differing.is_empty() {
            self.say("a build without a memory makes the same");
        }
    }

    /// Prints that a site was built into memory, in one line.
    pub fn rebuilt(&self, built: &Built, took: Duration) {
        self.tell(|| {
            json!({
                "type": "built",
                "questions": built.questions,
                "files": built.files,
                "seconds": took.as_secs_f64(),
            })
        });
        self.say(&format!("built {} in {}", counted(built.questions, "question"), seconds(took)));
    }

    /// Prints where the site is shown.
    pub fn serving(&self, origin: &str) {
        self.tell(|| json!({ "type": "serving", "address": origin }));
        self.say(&format!("the site is at {origin}/ until you press Ctrl-C"));
    }

    /// Prints that an archive has no errors.
    pub fn checked(&self, built: &Built, diagnostics: &[Diagnostic]) {
        self.tell(
            || json!({ "type": "checked", "questions": built.questions, "warnings": diagnostics.len() }),
        );
        let warnings = match diagnostics.len() {
            0 => "nothing to mend".to_owned(),
            n => counted(n, "warning"),
        };
        self.say(&format!("checked {}: {warnings}", counted(built.questions, "question")));
    }

    /// Prints what was looked at in the site `name`, and what scripts keep.
    pub fn verified(&self, verdict: &Verdict, name: &str, took: Duration) {
        let counts = &verdict.counts;
        let stores = counts.stores.iter();
        let stores = stores.map(|stored| json!({ "key": stored.key, "area": stored.area }));
        self.tell(|| {
            json!({
                "type": "verified",
                "base_url": verdict.base_url,
                "files": counts.files,
                "read": counts.read,
                "pages": counts.pages,
                "protected_pages": counts.protected_pages,
                "styles": counts.styles,
                "scripts": counts.scripts,
                "sitemaps_and_feeds": counts.documents,
                "links": counts.links,
                "anchors": counts.anchors,
                "links_elsewhere": counts.links_elsewhere,
                "hosts": counts.hosts,
                "stores": stores.collect::<Vec<_>>(),
                "findings": verdict.diagnostics.len(),
                "seconds": took.as_secs_f64(),
            })
        });
        self.say(&looked_at(verdict, name, took));
        if verdict.diagnostics.is_empty() {
            self.say(
                "nothing is loaded from elsewhere, no cookie, no script in a page, and every link holds",
            );
        }
    }

    /// Prints how long everything took.
    pub fn timings(&self, timings: &Timings) {
        if self.format == Format::Json {
            let steps: Vec<_> = timings
                .steps
                .iter()
                .map(|(name, took)| json!({ "step": name, "seconds": took.as_secs_f64() }))
                .collect();
            let pages: Vec<_> = timings
                .pages
                .iter()
                .map(|(name, (count, took))| json!({ "page": name, "count": count, "seconds": took.as_secs_f64() }))
                .collect();
            return print_line(&json!({ "type": "timings", "steps": steps, "pages": pages }).to_string());
        }
        print_error("step                      wall");
        for (name, took) in &timings.steps {
            print_error(&format!("{name:<22}{:>8.1} ms", took.as_secs_f64() * 1e3));
        }
        print_error(&format!("{:<22}{:>8.1} ms\n", "all", timings.total().as_secs_f64() * 1e3));
        print_error("page                     count        all        each");
        let mut pages: Vec<_> = timings.pages.iter().collect();
        pages.sort_by_key(|(_, (_, took))| std::cmp::Reverse(*took));
        for (name, (count, took)) in pages {
            let each = took.as_secs_f64() * 1e6 / *count as f64;
            print_error(&format!("{name:<22}{count:>8}{:>8.1} ms{each:>9.1} µs", took.as_secs_f64() * 1e3));
        }
    }

    fn human(&self, diagnostic: &Diagnostic) -> String {
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let message = visible_line(&diagnostic.message);
        let excerpt = diagnostic.place.as_deref().map(visible_excerpt);
        let mut group = level
            .primary_title(message)
            .id(diagnostic.code)
            .elements(std::iter::empty::<Snippet<'_, annotate_snippets::Annotation>>());
        match (&diagnostic.place, &excerpt) {
            (Some(place), Some((excerpt, span))) if place.line > 0 => {
                group = group.element(
                    Snippet::source(excerpt.as_str())
                        .line_start(place.line)
                        .path(visible_line(&place.file))
                        .annotation(AnnotationKind::Primary.span(span.clone())),
                );
            }
            (Some(place), _) => group = group.element(Origin::path(visible_line(&place.file))),
            (None, _) => {}
        }
        if let Some(help) = &diagnostic.help {
            group = group.element(Level::HELP.message(visible(help)));
        }
        let renderer = if self.styled { Renderer::styled() } else { Renderer::plain() };
        format!("{}\n", renderer.render(&[group]))
    }
}

/// What makes a diagnostic the same as one before, wherever its line has moved.
fn identity(diagnostic: &Diagnostic) -> (&str, &str, Option<(&str, &str)>) {
    let place = diagnostic.place.as_deref();
    (diagnostic.code, &diagnostic.message, place.map(|place| (place.file.as_str(), place.excerpt.as_str())))
}

/// What a look at the site `name` came to, in a line or two.
fn looked_at(verdict: &Verdict, name: &str, took: Duration) -> String {
    let counts = &verdict.counts;
    let parts = [
        (counts.pages, "page"),
        (counts.styles, "style sheet"),
        (counts.scripts, "script"),
        (counts.documents, "machine-readable list"),
        (counts.links, "link"),
        (counts.anchors, "anchor"),
    ];
    let parts: Vec<_> = parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, noun)| counted(n, noun)).collect();
    let place = verdict.base_url.as_ref().map(|base| format!(" as {base}")).unwrap_or_default();
    let mut text = format!("looked at {name}{place} in {}: {}", seconds(took), parts.join(", "));
    if counts.links_elsewhere > 0 {
        text += &format!(", {} to elsewhere", counted(counts.links_elsewhere, "link"));
    }
    for stored in &counts.stores {
        let key = stored.key.as_deref().map(|key| format!("`{}`", visible_line(key)));
        let key = key.as_deref().unwrap_or("a key of its own making");
        text += &format!("\nkept in the browser: {key} in {}", stored.area);
    }
    text
}

fn short(diagnostic: &Diagnostic) -> String {
    let place = match &diagnostic.place {
        Some(place) if place.line > 0 => format!("{}:{}:{}: ", place.file, place.line, place.column),
        Some(place) => format!("{}: ", place.file),
        None => String::new(),
    };
    let help = diagnostic.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
    visible(&format!("{place}{}[{}]: {}{help}", severity(diagnostic), diagnostic.code, diagnostic.message))
        .replace('\n', " ")
}

fn json_line(diagnostic: &Diagnostic) -> String {
    let place = diagnostic.place.as_deref();
    let line = place.filter(|place| place.line > 0);
    escaped(&json!({
        "type": "diagnostic",
        "severity": severity(diagnostic),
        "code": diagnostic.code,
        "message": diagnostic.message,
        "file": place.map(|place| &place.file),
        "line": line.map(|place| place.line),
        "column": line.map(|place| place.column),
        "end_column": line.map(|place| place.column + place.excerpt[place.span.clone()].chars().count()),
        "help": diagnostic.help,
    }))
}

/// The value as a line of JSON that also a terminal can show: what it would obey
/// stands in strings alone, where it can be written as an escape.
fn escaped(json: &Value) -> String {
    let json = json.to_string();
    if !json.contains(is_obeyed) {
        return json;
    }
    let shown = |c: char| match c {
        c if is_obeyed(c) => {
            c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect()
        }
        c => c.to_string(),
    };
    json.chars().map(shown).collect()
}

fn severity(diagnostic: &Diagnostic) -> &'static str {
    match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// `1 question`, `2 questions`.
pub fn counted(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// The source line of a place and the bytes that are meant, both without
/// characters that a terminal would obey.
fn visible_excerpt(place: &Place) -> (String, std::ops::Range<usize>) {
    let before = visible(&place.excerpt[..place.span.start]);
    let meant = visible(&place.excerpt[place.span.clone()]);
    let after = visible(&place.excerpt[place.span.end..]);
    let span = before.len()..before.len() + meant.len();
    (format!("{before}{meant}{after}"), span)
}

/// Writes a line; a closed pipe ends nothing.
fn print_line(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}

fn print_error(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}
