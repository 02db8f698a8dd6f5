//! `mundap new`.

mod taken;

use std::path::Path;
use std::process;

use clap::Args;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Exit;
use super::Global;
use super::build::Day;
use super::build::options;
use super::print::Printer;
use super::stopped;
use crate::archive::next_number;
use crate::characters;
use crate::config;
use crate::config::Config;
use crate::content;
use crate::content::Content;
use crate::date;
use crate::diagnostic::Diagnostic;
use crate::fs;
use crate::question;
use crate::scaffold;

use self::taken::taken;

#[derive(Debug, Args)]
pub struct Arguments {
    /// The question in one line
    #[arg(value_name = "QUESTION")]
    title: String,
    /// Open the new file in $EDITOR
    #[arg(long)]
    edit: bool,
    #[command(flatten)]
    day: Day,
}

pub fn run(arguments: &Arguments, global: &Global, printer: &Printer) -> Exit {
    let options = options(global, &arguments.day);
    let found = content::find(&options.content, &options.content_name);
    let hinders = |problem: &Diagnostic| hinders(problem, &options.content_name);
    if let Some(problem) = found.diagnostics.into_iter().find(hinders) {
        return stopped(printer, problem);
    }
    let title = characters::permitted(arguments.title.as_str().into());
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(message) = question::wrong_length(&title) {
        return stopped(
            printer,
            Diagnostic::error("bad-argument", message)
                .help("put the question in one line and in quotes: mundap new \"질문\""),
        );
    }
    let config = settings(&found.value);
    let config = config.as_ref();
    let today = today(config, options.today.as_deref(), options.source_date_epoch.as_deref());
    let written = today.and_then(|today| {
        let number = next_number(&taken(&found.value, config)?).ok_or_else(no_number)?;
        scaffold::new_question(&options.content, number, &title, today)
    });
    match written {
        Err(problem) => stopped(printer, problem),
        Ok(path) => {
            printer.created(&path);
            if arguments.edit { edit(&path, printer) } else { Exit::Success }
        }
    }
}

/// Whether no question can be written into the archive `content` before the
/// problem is solved: through a link that leads out it would not land there, and
/// the numbers that are taken behind it, or in a ledger that is none, are not
/// known.
fn hinders(problem: &Diagnostic, content: &str) -> bool {
    let is_in = |name: &str| {
        let file = problem.place.as_ref().map(|place| Path::new(&place.file));
        file.is_some_and(|file| file.starts_with(format!("{content}/{name}")))
    };
    match problem.code {
        "missing-content" => true,
        "link-leads-out" if is_in("questions") => true,
        _ => is_in(content::LEDGER),
    }
}

/// The settings of the site, where they can be read.
fn settings(content: &Content) -> Option<Config> {
    let file = content.site.file()?;
    config::read(&file.name, &fs::read_text(file).ok()?).value
}

/// Today in the site's time zone; in UTC where it has no settings.
fn today(config: Option<&Config>, today: Option<&str>, epoch: Option<&str>) -> Result<Date, Diagnostic> {
    let zone = config.map_or(TimeZone::UTC, |config| config.timezone.clone());
    date::today(&zone, today, epoch)
        .map_err(|message| Diagnostic::error("bad-today", message).help("write it as `--today 2026-03-02`"))
}

fn no_number() -> Diagnostic {
    Diagnostic::error("not-written", "there is no number above those of all questions")
        .help("write the file yourself, with small letters, digits and `-` for its name: refund-policy.md")
}

fn edit(path: &Path, printer: &Printer) -> Exit {
    let failed = |why: String| {
        let problem =
            Diagnostic::error("not-written", why).help("set `EDITOR` to a program: EDITOR=nano mundap new …");
        stopped(printer, problem)
    };
    let Some(editor) = std::env::var_os("EDITOR").filter(|editor| !editor.is_empty()) else {
        return failed("there is no editor: `EDITOR` is not set".into());
    };
    // an editor may come with arguments: EDITOR="code --wait"
    let editor = editor.to_string_lossy().into_owned();
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or_default();
    match process::Command::new(program).args(words).arg(path).status() {
        Ok(_) => Exit::Success,
        Err(error) => failed(format!("the editor `{editor}` cannot be started: {}", fs::plain(&error))),
    }
}
