//! `mundap redact`.

use std::path::Path;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::Exit;
use super::Global;
use super::print::Printer;
use super::print::counted;
use crate::config;
use crate::content;
use crate::content::Content;
use crate::diagnostic;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::fs;
use crate::fs::SourcePath;
use crate::personal::Policy;
use crate::redact;
use crate::redact::Change;
use crate::redact::Format;

/// The language of labels where the settings cannot be read.
const LANGUAGE: &str = "ko";

#[derive(Debug, Args)]
pub struct Arguments {
    /// Files or folders to redact [default: every question and page]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Show what would be replaced, and write nothing
    #[arg(long)]
    dry_run: bool,
}

pub fn run(arguments: &Arguments, global: &Global, printer: &Printer) -> Exit {
    let name = global.content.to_string_lossy().replace('\\', "/");
    let found = content::find(&global.content, name.trim_end_matches('/'));
    let mut problems = Vec::new();
    let (policy, language) = settings(&found.value);
    let files = match arguments.paths.is_empty() {
        true => {
            problems
                .extend(found.diagnostics.into_iter().filter(|problem| problem.code == "missing-content"));
            [found.value.questions, found.value.pages].concat()
        }
        false => arguments.paths.iter().flat_map(|path| files_at(path, &mut problems)).collect(),
    };
    let (mut changes, mut changed) = (0, 0);
    for file in &files {
        match redact_file(file, arguments.dry_run, &policy, &language) {
            Ok(replaced) => {
                replaced.iter().for_each(|change| tell(change, printer));
                changes += replaced.len();
                changed += usize::from(!replaced.is_empty());
            }
            Err(mut problem) => {
                policy.mask(&mut problem);
                problems.push(problem);
            }
        }
    }
    diagnostic::sort(&mut problems);
    printer.diagnostics(&problems);
    let verb = if arguments.dry_run { "would replace" } else { "replaced" };
    printer.say(&format!("{verb} {} in {}", counted(changes, "place"), counted(changed, "file")));
    match problems.iter().all(super::is_usage) {
        true if problems.is_empty() => Exit::Success,
        true => Exit::Usage,
        false => Exit::Errors,
    }
}

/// What the settings of the archive say, as far as there are any.
fn settings(content: &Content) -> (Policy, String) {
    let text = content.site.as_ref().and_then(|file| Some((file, fs::read_text(file).ok()?)));
    let config = text.and_then(|(file, text)| config::read(&file.name, &text).value);
    config.map_or_else(
        || (Policy::default(), LANGUAGE.to_owned()),
        |config| (config.personal_data, config.language),
    )
}

/// The file at `path`, or the files below it that hold text.
fn files_at(path: &Path, problems: &mut Vec<Diagnostic>) -> Vec<SourcePath> {
    let name = path.to_string_lossy().replace('\\', "/");
    if path.is_dir() {
        let mut files = fs::walk(path, name.trim_end_matches('/'), path).into_value(problems);
        files.retain(|file| Format::of(&file.relative) != Format::Text);
        return files;
    }
    let relative = name.rsplit('/').next().unwrap_or(&name).to_owned();
    vec![SourcePath { relative, name, path: path.to_owned() }]
}

/// Redacts a file, unless the run is dry; what was replaced in it.
fn redact_file(
    file: &SourcePath,
    is_dry: bool,
    policy: &Policy,
    language: &str,
) -> Result<Vec<Change>, Diagnostic> {
    let text = fs::read_exactly(file)?;
    let redacted = redact::redact(&file.name, &text, Format::of(&file.relative), policy, language)?;
    if !is_dry && !redacted.changes.is_empty() {
        fs::replace(&file.path, &redacted.text).map_err(|error| not_written(&file.name, &error))?;
    }
    Ok(redacted.changes)
}

fn tell(Change { kind, place, label }: &Change, printer: &Printer) {
    let Place { file, line, column, .. } = place;
    printer.tell(|| {
        json!({
            "type": "redacted", "file": file, "line": line, "column": column,
            "kind": kind.name(), "label": label,
        })
    });
    printer.say(&format!("{file}:{line}:{column}: {} -> {label}", kind.noun()));
}

fn not_written(name: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error("not-written", format!("this cannot be written: {}", fs::plain(error)))
        .at(Place::file(name))
        .help("check that you may write this file and its folder")
}
