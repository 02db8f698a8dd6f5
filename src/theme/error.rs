//! Template errors as diagnostics that point into the author's template.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;

use tera::ErrorKind;
use tera::Tera;

use super::depth;
use super::inherit;
use super::inherit::Inherited;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::suggestion;

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

    /// The text of every template, as its author wrote it.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.templates.values().map(|source| source.text.as_str())
    }

    /// Gives all templates to `tera`; `prefixes` are tried in order where a
    /// name is not found as it stands.
    pub fn compile(&mut self, tera: &mut Tera, prefixes: Vec<String>) -> Vec<Diagnostic> {
        let mut problems = self.too_large();
        problems.extend(self.too_deep(&prefixes));
        problems.extend(self.too_many_elif());
        if !problems.is_empty() {
            // these would end the program
            return problems;
        }
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

    fn too_deep(&self, prefixes: &[String]) -> Vec<Diagnostic> {
        let texts =
            self.templates.iter().map(|(name, source)| (name.as_str(), source.text.as_str())).collect();
        let deep = depth::too_deep(&texts, prefixes).into_iter().filter_map(|name| self.templates.get(name));
        deep.map(|source| {
            let message = format!("more than {} templates stand inside each other here", depth::MAX_DEPTH);
            Diagnostic::error("template-too-deep", message)
                .at(Place::file(&source.file))
                .help("put the text of some of them into the templates that include them")
        })
        .collect()
    }

    fn too_many_elif(&self) -> Vec<Diagnostic> {
        let many = self.templates.values().filter(|source| depth::has_too_many_elif(&source.text));
        many.map(|source| {
            let message = format!("a template has at most {} `elif`", depth::MAX_ELIF);
            Diagnostic::error("template-too-deep", message)
                .at(Place::file(&source.file))
                .help("write several `{% if … %}` one after the other")
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
            ErrorKind::MissingParent { current, parent } => self.extends(
                current,
                &format!("there is no template `{parent}` to extend"),
                &self.known_templates(parent),
            ),
            ErrorKind::CircularExtend { tpl, .. } => {
                self.extends(tpl, "this template ends up extending itself", "extend another template")
            }
            ErrorKind::TemplateNotFound(name) => {
                Diagnostic::error("template", format!("there is no template `{name}`"))
                    .help(self.known_templates(name))
            }
            kind => template_error(&kind.to_string()),
        }
    }

    /// The diagnostic for a page that grew beyond every measure.
    pub fn too_large_a_page(&self, template: &str) -> Diagnostic {
        let problem =
            Diagnostic::error("page-too-large", format!("`{template}` makes a page of more than 32 MiB"));
        problem.help("look for a loop in it that goes over too much, or write shorter texts")
    }

    /// A diagnostic at the `extends` tag of a template.
    fn extends(&self, name: &str, message: &str, help: &str) -> Diagnostic {
        let diagnostic = Diagnostic::error("template", message).help(help);
        let Some(source) = self.templates.get(name) else { return diagnostic };
        let start = source.text.find("extends").unwrap_or(0);
        let length = source.text[start..].find("%}").unwrap_or(0);
        let tag = source.text[start..start + length].trim_end_matches('-').trim_end();
        diagnostic.at(Place::new(&source.file, &source.text, start..start + tag.len()))
    }

    /// What to do where there is no template `name`.
    fn known_templates(&self, name: &str) -> String {
        // those of a theme are known by their name alone as well
        let known =
            self.templates.keys().map(|known| known.split_once('/').map_or(&**known, |(_, rest)| rest));
        suggestion::help(name, known, || format!("write one as `content/templates/{name}`, or name another"))
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
        let diagnostic = match message.strip_prefix("Unknown template `") {
            Some(name) => template_error(message).help(self.known_templates(name.trim_end_matches('`'))),
            None => template_error(message),
        };
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

/// Tera's message as ours: what is known, or a hint behind a semicolon, goes
/// to the help line.
fn template_error(message: &str) -> Diagnostic {
    let mut letters = message.trim_end_matches('.').chars();
    let message: String =
        letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default();
    if let Some((message, hint)) = message.split_once("; ") {
        return Diagnostic::error("template", message).help(hint);
    }
    if let Some((message, known)) = message.split_once(". Available ") {
        let known = known.split_once(": ").map_or(known, |(_, names)| names);
        return Diagnostic::error("template", message).help(known_names(message, known));
    }
    let help = help(&message);
    Diagnostic::error("template", message).help(help)
}

/// What to write instead of the name in backticks that `message` is about.
fn known_names(message: &str, known: &str) -> String {
    let unknown = message.split('`').nth(1).unwrap_or_default();
    let all = || format!("there are `{}`", known.replace(", ", "`, `"));
    suggestion::help(unknown, known.split(", "), all)
}

/// What to do about an error that says no more itself.
fn help(message: &str) -> &'static str {
    if message.contains("needs a value") {
        "pass it as in `{{ \"a.key\" | t(count=37) }}`"
    } else if message.contains("in any parent template") {
        "write the block, empty if need be, in the template that this one extends"
    } else if message.contains("static file") {
        "put it in the theme's `static/`"
    } else if message.contains("filter") || message.contains("function") {
        "besides Tera's own filters there are `t`, `josa` and `href`, and the function `asset`"
    } else {
        "each `{{` needs its `}}`, and each `{% if %}`, `{% for %}` and `{% block %}` its end"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_the_help() {
        let problem = template_error("Field `colour` is not defined. Available fields: accent, logo");
        assert_eq!(problem.message, "field `colour` is not defined");
        assert_eq!(problem.help.as_deref(), Some("there are `accent`, `logo`"));
        let problem = template_error("Variable `pgae` is not defined. Available variables: lang, page");
        assert_eq!(problem.help.as_deref(), Some("did you mean `page`?"));
    }

    #[test]
    fn a_hint_is_the_help() {
        let problem = template_error("the theme has no static file `a`; did you mean `b`?");
        assert_eq!(problem.message, "the theme has no static file `a`");
        assert_eq!(problem.help.as_deref(), Some("did you mean `b`?"));
    }
}
