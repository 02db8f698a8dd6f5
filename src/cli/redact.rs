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
use crate::config::Config;
use crate::content;
use crate::content::Content;
use crate::diagnostic;
use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::fs;
use crate::fs::SourcePath;
use crate::personal::Policy;
use crate::redact;
use crate::redact::Change;
use crate::redact::Format;
use crate::redact::Redacted;

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
    let mut problems = Vec::new();
    let mut content = content::find(&global.content, name.trim_end_matches('/')).into_value(&mut problems);
    // what is no error is none of this command's business
    problems.retain(Diagnostic::is_error);
    let Some(config) = settings(&content, &mut problems) else {
        let exit = told(problems, printer);
        printer.say("nothing was redacted: what is the brand's own is not known");
        return exit;
    };
    let Config { personal_data: policy, language, .. } = config;
    let files = if arguments.paths.is_empty() {
        content.questions.append(&mut content.pages);
        content.questions
    } else {
        // the archive is not what was asked for
        problems.clear();
        arguments.paths.iter().flat_map(|path| files_at(path, &mut problems)).collect()
    };
    let (mut changes, mut changed) = (0, 0);
    for file in &files {
        let redacted = redacted(file, &policy, &language).and_then(|redacted| {
            if !arguments.dry_run {
                write(file, &redacted)?;
            }
            Ok(redacted)
        });
        match redacted {
            Ok(Redacted { changes: replaced, left, .. }) => {
                let name = policy.masked_name(&file.name);
                replaced.iter().for_each(|change| tell(&name, change, printer));
                changes += replaced.len();
                changed += usize::from(!replaced.is_empty());
                problems.extend(left);
            }
            Err(mut problem) => {
                policy.mask(&mut problem);
                problems.push(problem);
            }
        }
    }
    policy.mask_names(&mut problems);
    let exit = told(problems, printer);
    let verb = if arguments.dry_run { "would replace" } else { "replaced" };
    printer.say(&format!("{verb} {} in {}", counted(changes, "place"), counted(changed, "file")));
    exit
}

/// The settings of the archive; none where there is an error in them or no such
/// file: what is the brand's own, and what it allows, would be lost.
fn settings(content: &Content, problems: &mut Vec<Diagnostic>) -> Option<Config> {
    let Some(file) = content.site.file() else {
        // an archive that is not there, or a link to nothing, is told of already
        if problems.is_empty() {
            problems.push(missing_site(&content.name));
        }
        return None;
    };
    let text = fs::read_text(file).map_err(|problem| problems.push(problem)).ok()?;
    let Checked { value, mut diagnostics } = config::read(&file.name, &text);
    diagnostics.retain(Diagnostic::is_error);
    let is_whole = diagnostics.is_empty();
    Policy::default().mask_all(&text, &mut diagnostics);
    problems.extend(diagnostics);
    value.filter(|_| is_whole)
}

/// Tells of the problems, and how the command ends with them.
fn told(mut problems: Vec<Diagnostic>, printer: &Printer) -> Exit {
    diagnostic::sort(&mut problems);
    printer.diagnostics(&problems);
    if problems.is_empty() {
        Exit::Success
    } else if problems.iter().all(super::is_usage) {
        Exit::Usage
    } else {
        Exit::Errors
    }
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

/// What becomes of a file.
fn redacted(file: &SourcePath, policy: &Policy, language: &str) -> Result<Redacted, Diagnostic> {
    let text = fs::read_exactly(file)?;
    redact::redact(&file.name, &text, Format::of(&file.relative), policy, language)
}

/// Puts what becomes of a file in its place, if anything changed.
fn write(file: &SourcePath, redacted: &Redacted) -> Result<(), Diagnostic> {
    if redacted.changes.is_empty() {
        return Ok(());
    }
    fs::replace(&file.path, &redacted.text).map_err(|error| fs::not_written(&file.name, &error))
}

fn tell(file: &str, Change { kind, line, column, label }: &Change, printer: &Printer) {
    printer.tell(|| {
        json!({
            "type": "redacted", "file": file, "line": line, "column": column,
            "kind": kind.name(), "label": label,
        })
    });
    printer.say(&format!("{file}:{line}:{column}: {} -> {label}", kind.noun()));
}

fn missing_site(content: &str) -> Diagnostic {
    content::missing_site(content).help(format!(
        "go to the folder that `{content}` stands in, or name the archive with `--content`: its settings say what is the brand's own"
    ))
}
