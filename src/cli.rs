//! The command line: one file a command, and the only place that prints.

mod browser;
mod build;
mod check;
mod completions;
mod init;
mod new;
mod print;
mod progress;
mod rebuild;
mod redact;
mod search;
mod serve;
mod verify;

use std::ffi::OsString;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;
use std::thread::JoinHandle;

use clap::Args;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;

use crate::diagnostic::Diagnostic;

use self::print::Printer;

/// How large a stack each thread gets: a template that includes others to the
/// depth that Tera allows needs more than the usual 2 MiB.
const STACK_BYTES: usize = 16 * 1024 * 1024;

/// Turns a folder of Markdown questions and answers into a searchable static site.
#[derive(Debug, Parser)]
#[command(name = "mundap", version, max_term_width = 100, disable_help_subcommand = true, after_help = AFTER_HELP)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "\
To start: `mundap init my-archive`, and `mundap serve --open` in that folder; what you save in content/
is in the browser at once. `mundap build` then writes the site into public/, for any web server.
Exit codes: 0 all is well, 1 the archive has errors, 2 the command line or the machine has.";

/// What every command understands.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Options of every command")]
struct Global {
    /// The folder that holds the archive: site.yaml, questions/ and the rest
    #[arg(long, global = true, value_name = "DIR", default_value = "content")]
    content: PathBuf,
    /// How to print problems: for people, one a line, or as JSON
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human")]
    format: Format,
    /// Print problems only
    #[arg(long, short, global = true)]
    quiet: bool,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Color,
}

/// How to print problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With the source line and a hint
    Human,
    /// One a line: file:line:column: severity[code]: message
    Short,
    /// One JSON object a line
    Json,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start a new archive in DIR, with a first question to try it out
    Init(init::Arguments),
    /// Write a file for a new question, with the next free number and today's date
    New(new::Arguments),
    /// Build the site, into public/ beside the archive
    Build(build::Arguments),
    /// Show the site in your browser while you write; every saved file is there at once
    Serve(serve::Arguments),
    /// Check the archive without writing anything
    Check(check::Arguments),
    /// Look whether a built site loads nothing foreign, and whether its links hold
    Verify(verify::Arguments),
    /// Put labels such as [전화번호] in place of the personal data in questions and pages
    Redact(redact::Arguments),
    /// Search a built site in the terminal, with the ranking that readers get
    Search(search::Arguments),
    /// Print a script that completes commands in a shell
    Completions(completions::Arguments),
}

/// How a run ended; the later, the worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// All is well.
    Success,
    /// The author's files have errors.
    Errors,
    /// The command line or the machine has.
    Usage,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Success => 0,
            Exit::Errors => 1,
            Exit::Usage => 2,
        })
    }
}

/// Runs the program with its arguments, the first of them its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // writing the help to a closed pipe is no reason to fail
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage } else { Exit::Success };
        }
    };
    // a second pool, in a test that calls this twice, is not needed
    let _ = rayon::ThreadPoolBuilder::new().stack_size(STACK_BYTES).build_global();
    // how large the stack is that the system gave us depends on the system
    let command = thread::Builder::new().stack_size(STACK_BYTES).spawn(move || obey(cli));
    match command.map(JoinHandle::join) {
        Ok(Ok(exit)) => exit,
        Ok(Err(panic)) => std::panic::resume_unwind(panic),
        Err(error) => {
            eprintln!("error: no thread can be started: {error}");
            Exit::Usage
        }
    }
}

fn obey(cli: Cli) -> Exit {
    let printer = Printer::new(&cli.global);
    match cli.command {
        Command::Init(arguments) => init::run(&arguments, &printer),
        Command::New(arguments) => new::run(&arguments, &cli.global, &printer),
        Command::Build(arguments) => build::run(&arguments, &cli.global, &printer),
        Command::Serve(arguments) => serve::run(&arguments, &cli.global, &printer),
        Command::Check(arguments) => check::run(&arguments, &cli.global, &printer),
        Command::Verify(arguments) => verify::run(&arguments, &cli.global, &printer),
        Command::Redact(arguments) => redact::run(&arguments, &cli.global, &printer),
        Command::Search(arguments) => search::run(&arguments, &cli.global, &printer),
        Command::Completions(arguments) => completions::run(&arguments),
    }
}

/// How a command ends that a problem stopped.
fn stopped(printer: &Printer, problem: Diagnostic) -> Exit {
    let exit = if is_usage(&problem) { Exit::Usage } else { Exit::Errors };
    printer.diagnostics(&[problem]);
    exit
}

/// Whether the problem lies with the command line or the machine, rather than
/// with an author's file.
fn is_usage(problem: &Diagnostic) -> bool {
    const USAGE: &[&str] = &[
        "bad-argument",
        "bad-host",
        "bad-port",
        "bad-queries",
        "bad-today",
        "build-running",
        "missing-content",
        "missing-output",
        "no-pages",
        "not-empty",
        "not-written",
    ];
    ["output-", "index-"].iter().any(|kind| problem.code.starts_with(kind)) || USAGE.contains(&problem.code)
}

/// The folder that the content folder stands in.
fn project(content: &Path) -> PathBuf {
    let absolute = std::path::absolute(content).unwrap_or_else(|_| content.to_owned());
    let absolute = absolute.canonicalize().unwrap_or(absolute);
    absolute.parent().map_or_else(|| PathBuf::from("."), Path::to_owned)
}
