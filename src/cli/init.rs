//! `mundap init`.

use std::path::PathBuf;

use clap::Args;

use super::Exit;
use super::print::Printer;
use super::stopped;
use crate::scaffold;

#[derive(Debug, Args)]
pub struct Arguments {
    /// The folder to start the archive in; it must be empty or not exist yet
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The language of the archive: ko or en
    #[arg(long, value_name = "LANGUAGE", default_value = "ko")]
    language: String,
}

pub fn run(arguments: &Arguments, printer: &Printer) -> Exit {
    if let Err(problem) = scaffold::init(&arguments.folder, &arguments.language) {
        return stopped(printer, problem);
    }
    let folder = arguments.folder.display();
    // both are four columns wide on a terminal
    let words = if arguments.language == "ko" { "질문" } else { "Why?" };
    printer.say(&format!(
        "started an archive in {folder}\n\n\
         next:\n  cd {folder}\n  mundap build          writes the site to public/, for any web server\n  \
         mundap new \"{words}\"     writes a file for a new question\n\n\
         the name of the site and its address are in content/site.yaml"
    ));
    Exit::Success
}
