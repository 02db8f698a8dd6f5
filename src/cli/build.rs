//! `mundap build`.

use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

use clap::Args;

use super::Exit;
use super::Format;
use super::Global;
use super::print::Printer;
use super::progress;
use super::project;
use super::rebuild;
use super::rebuild::Watching;
use crate::build;
use crate::build::Destination;
use crate::build::Options;
use crate::build::Outcome;
use crate::diagnostic;
use crate::diagnostic::Diagnostic;
use crate::memory::Memory;
use crate::output;
use crate::output::Durability;
use crate::output::Settings;

#[derive(Debug, Args)]
pub struct Arguments {
    /// Where to write the site, a folder of this archive alone [default: public/ beside the content folder]
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    day: Day,
    /// Write into a folder that holds other files; none of them is deleted or changed
    #[arg(long)]
    adopt: bool,
    /// Wait until all is on the disk, so that the site survives a loss of power
    #[arg(long)]
    durable: bool,
    /// Add the addresses of this site to content/addresses.txt: once published, none may vanish
    #[arg(long, conflicts_with = "watch")]
    publish: bool,
    /// Print how long each step took, and each kind of page
    #[arg(long)]
    timings: bool,
    /// Build once more without what mundap remembers of the last build, and compare
    #[arg(long, conflicts_with = "watch")]
    verify: bool,
    /// Build again whenever a file changes, until you press Ctrl-C
    #[arg(long, short)]
    watch: bool,
    #[command(flatten)]
    watching: Watching,
}

/// The day that decides what is published, and when a new question was asked.
#[derive(Clone, Debug, Args)]
pub struct Day {
    /// The day to take for today, such as 2026-03-02 [default: today in the site's time zone]
    #[arg(long, value_name = "DATE")]
    pub today: Option<String>,
}

pub fn run(arguments: &Arguments, global: &Global, printer: &Printer) -> Exit {
    let since = Instant::now();
    let project = project(&global.content);
    let output = match arguments.output.clone().map_or_else(|| output::default_folder(&project), Ok) {
        Ok(output) => output,
        Err(problem) => return super::stopped(printer, problem),
    };
    let settings = Settings {
        output,
        memory: project.join(".mundap"),
        sources: vec![global.content.clone(), project.join("themes")],
        adopt: arguments.adopt,
        durability: if arguments.durable { Durability::Synced } else { Durability::Cached },
    };
    let mut options = options(global, &arguments.day);
    options.destination = Destination::Folder(settings.clone());
    options.publish = arguments.publish;
    let folder = project.join(".mundap/memory");
    if arguments.watch {
        let memory = Memory::lasting(folder);
        rebuild::forever(&options, memory, &arguments.watching, global, |outcome, known, took| {
            print(outcome, known, took, arguments, printer);
        });
    }
    let mut memory = Memory::open(folder);
    let outcome = progress::with_bar(global, |progress| build::build(&options, &mut memory, progress));
    let exit = print(&outcome, &[], since.elapsed(), arguments, printer);
    // the program ends here, and the system takes everything back at once
    std::mem::forget(memory);
    if arguments.verify && outcome.built.is_some() {
        return exit.max(compare(&options, &settings, global, printer));
    }
    exit
}

/// Builds once more without a memory, and tells whether that makes the same.
fn compare(options: &Options, settings: &Settings, global: &Global, printer: &Printer) -> Exit {
    let differing = progress::with_bar(global, |progress| build::compare(options, settings, progress));
    printer.diagnostics(&differing);
    printer.compared(&differing);
    if differing.is_empty() { Exit::Success } else { Exit::Errors }
}

/// Prints all that a build came to, and tells how it ended.
fn print(
    outcome: &Outcome,
    known: &[Diagnostic],
    took: Duration,
    arguments: &Arguments,
    printer: &Printer,
) -> Exit {
    let exit = report(outcome, known, printer);
    if arguments.timings {
        printer.timings(&outcome.timings);
    }
    if let Some(built) = &outcome.built {
        printer.built(built, took);
    }
    exit
}

/// What to build, without anywhere to write it.
pub fn options(global: &Global, day: &Day) -> Options {
    let name = global.content.to_string_lossy().replace('\\', "/");
    Options {
        content: global.content.clone(),
        content_name: name.trim_end_matches('/').to_owned(),
        themes: project(&global.content).join("themes"),
        today: day.today.clone(),
        source_date_epoch: std::env::var("SOURCE_DATE_EPOCH").ok(),
        destination: Destination::Nowhere,
        publish: false,
    }
}

/// Prints what was noticed, but for what is `known`, and tells how the run ended.
pub fn report(outcome: &Outcome, known: &[Diagnostic], printer: &Printer) -> Exit {
    printer.news(&outcome.diagnostics, known);
    let errors = || outcome.diagnostics.iter().filter(|problem| problem.is_error());
    if !diagnostic::any_error(&outcome.diagnostics) {
        return Exit::Success;
    }
    if printer.format() == Format::Human {
        printer.counts(&outcome.diagnostics);
    }
    if errors().all(super::is_usage) { Exit::Usage } else { Exit::Errors }
}
