//! `mundap completions`.

use std::io;
use std::io::Write;

use clap::Args;
use clap::CommandFactory;
use clap_complete::Shell;

use super::Cli;
use super::Exit;

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// The shell that is to complete
    shell: Shell,
}

const AFTER_HELP: &str =
    "For bash: mundap completions bash > ~/.local/share/bash-completion/completions/mundap";

pub fn run(arguments: &Arguments) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "mundap", &mut script);
    // the library would panic over a closed pipe, which ends nothing
    let _ = io::stdout().write_all(&script);
    Exit::Success
}
