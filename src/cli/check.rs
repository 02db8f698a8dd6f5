//! `mundap check`.

use clap::Args;

use super::Exit;
use super::Global;
use super::build::Day;
use super::build::options;
use super::build::report;
use super::print::Printer;
use super::progress;
use crate::build;
use crate::memory::Memory;

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    day: Day,
}

pub fn run(arguments: &Arguments, global: &Global, printer: &Printer) -> Exit {
    let options = options(global, &arguments.day);
    let outcome =
        progress::with_bar(global, |progress| build::build(&options, &mut Memory::default(), progress));
    let exit = report(&outcome, &[], printer);
    if let Some(built) = &outcome.built {
        printer.checked(built, &outcome.diagnostics);
    }
    exit
}
