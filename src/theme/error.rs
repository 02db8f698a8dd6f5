//! Template errors as diagnostics that point into the author's template.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;

use tera::ErrorKind;
use tera::Tera;

use super::inherit;
use super::inherit::Inherited;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;

/// The largest template, in bytes.
const MAX_TEMPLATE_BYTES: usize = 256 * 1024;

/// The text of every template by its name in Tera, with its file.
#[derive(Debug, Default)]
pub struct TemplateSources {
    templates: BTreeMap<String, Source>,
}

#[derive(Debug)]
struct Source {
    file: String,
    text: String,
    /// What Tera is told to extend instead of the template itself.
    inherited: Option<Inherited>,
}

impl Source {
    /// Bytes of what Tera was given, at their place in the author's file.
    fn place(&self, compiled: Range<usize>) -> Place {
        let written = |at| self.inherited.as_ref().map_or(at, |inherited| inherited.written(at));
        Place::new(&self.file, &self.text, written(compiled.start)..written(compiled.end))
    }

    /// What Tera is given.
    fn compiled(&self) -> Cow<'_, str> {
        inherit::compiled(&self.text, self.inherited.as_ref())
    }
}

impl TemplateSources {
    /// Adds a template that Tera calls `name` and its author `file`.
    pub fn add(&mut self, name: String, file: String, text: String) {
        self.templates.insert(name, Source { file, text, inherited: None });
    }

    /// Gives all templates to `tera`; `prefixes` are tried in order where a
    /// name is not found as it stands.
    pub fn compile(&mut self, tera: &mut Tera, prefixes: Vec<String>) -> Vec<Diagnostic> {
        let mut problems = self.too_large();
        problems.extend(self.syntax_errors());
        if !problems.is_empty() {
            return problems;
        }
        self.inherit(&prefixes);
        let templates = self.templates.iter().map(|(name, source)| (name.as_str(), source.compiled()));
        let loaded = tera.set_fallback_prefixes(prefixes).and_then(|()| tera.add_raw_templates(templates));
        loaded.err().map(|error| self.diagnostics(&error)).unwrap_or_default()
    }

    /// Finds the templates that extend what they override.
    fn inherit(&mut self, prefixes: &[String]) {
        let names: BTreeSet<String> = self.templates.keys().cloned().collect();
        for (name, source) in &mut self.templates {
            source.inherited = Inherited::find(name, &source.text, prefixes, |name| names.contains(name));
        }
    }

    fn too_large(&self) -> Vec<Diagnostic> {
        let large = self.templates.values().filter(|source| source.text.len() > MAX_TEMPLATE_BYTES);
        large
            .map(|source| {
                let message = format!("a template has at most {} KiB", MAX_TEMPLATE_BYTES / 1024);
                Diagnostic::error("template-too-large", message)
                    .at(Place::file(&source.file))
                    .help("split it up")
            })
            .collect()
    }

    /// Tera stops at the first template that it cannot parse, so each is tried
    /// alone to report them all.
    fn syntax_errors(&self) -> Vec<Diagnostic> {
        let tried = self.templates.iter().filter_map(|(name, source)| {
            let error = Tera::new().add_raw_template(name, &source.text).err()?;
            matches!(error.kind(), ErrorKind::SyntaxError(_)).then(|| self.diagnostic(&error))
        });
        tried.collect()
    }

    /// The diagnostic for one error.
    pub fn diagnostic(&self, error: &tera::Error) -> Diagnostic {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let diagnostic = template_error(report.message());
                match self.templates.get(report.filename()) {
                    Some(source) => diagnostic.at(source.place(report.span().range.clone())),
                    None => diagnostic,
                }
            }
            ErrorKind::TemplateNotFound(name) => template_error(&format!("there is no template `{name}`")),
            kind => template_error(&kind.to_string()),
        }
    }

    /// The diagnostics for an error of loading, which can hold several reports
    /// in one text.
    fn diagnostics(&self, error: &tera::Error) -> Vec<Diagnostic> {
        let ErrorKind::Msg(message) = error.kind() else { return vec![self.diagnostic(error)] };
        message.split("\n\n").map(|report| self.reported(report)).collect()
    }

    /// The diagnostic for a report as Tera prints it: `error: …`, then
    /// `--> name:line:column`.
    fn reported(&self, report: &str) -> Diagnostic {
        let mut lines = report.lines();
        let message = lines.next().unwrap_or_default().trim_start_matches("error: ");
        let place = lines.find_map(|line| self.place_in(line.trim().strip_prefix("--> ")?));
        let diagnostic = template_error(message);
        match place {
            Some(place) => diagnostic.at(place),
            None => diagnostic,
        }
    }

    fn place_in(&self, locus: &str) -> Option<Place> {
        let mut parts = locus.rsplitn(3, ':');
        let column: usize = parts.next()?.parse().ok()?;
        let line: usize = parts.next()?.parse().ok()?;
        let source = self.templates.get(parts.next()?)?;
        let text = source.compiled();
        let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let rest = &text[start..];
        let at = start + rest.char_indices().nth(column - 1).map_or(rest.len(), |(at, _)| at);
        Some(source.place(at..at + 1))
    }
}

fn template_error(message: &str) -> Diagnostic {
    let mut letters = message.chars();
    let message: String =
        letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default();
    Diagnostic::error("template", message)
        .help("what a template can see is listed in the documentation of `mundap::render::view`")
}
