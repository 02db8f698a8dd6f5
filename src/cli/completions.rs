//! `mundap completions`.

use clap::Args;
use clap::CommandFactory;
use clap_complete::Shell;

use super::Cli;
use super::Exit;

#[derive(Debug, Args)]
pub struct Arguments {
    /// The shell: for bash, `mundap completions bash > ~/.local/share/bash-completion/completions/mundap`
    shell: Shell,
}

pub fn run(arguments: &Arguments) -> Exit {
    clap_complete::generate(arguments.shell, &mut Cli::command(), "mundap", &mut std::io::stdout());
    Exit::Success
}
