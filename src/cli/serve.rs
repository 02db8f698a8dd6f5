//! `mundap serve`.

use clap::Args;
use serde_json::Value;
use serde_json::json;

use super::Exit;
use super::Global;
use super::browser;
use super::build::Day;
use super::build::options;
use super::build::report;
use super::print::Printer;
use super::rebuild;
use super::rebuild::Watching;
use super::stopped;
use crate::build::Built;
use crate::diagnostic::Diagnostic;
use crate::output;
use crate::output::Destination;
use crate::server::Server;
use crate::server::Settings;
use crate::server::Site;

#[derive(Debug, Args)]
pub struct Arguments {
    /// The port to listen at [default: the first free one from 4000 on]
    #[arg(long, short, value_name = "PORT")]
    port: Option<u16>,
    /// Whom to listen for: an address or a name of this machine; 0.0.0.0 lets phones on your network in
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    host: String,
    /// Open the site in your browser
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    day: Day,
    #[command(flatten)]
    watching: Watching,
}

pub fn run(arguments: &Arguments, global: &Global, printer: &Printer) -> Exit {
    let settings = Settings { host: arguments.host.clone(), port: arguments.port };
    let server = match Server::start(&settings) {
        Ok(server) => server,
        Err(problem) => return stopped(printer, problem),
    };
    let mut options = options(global, &arguments.day);
    options.destination = Destination::Memory;
    let mut is_first = true;
    rebuild::forever(&options, &arguments.watching, global, |outcome, took| {
        report(&outcome, printer);
        let note = note(&outcome.diagnostics);
        if let Some(built) = &outcome.built {
            printer.rebuilt(built, took);
        }
        server.publish(outcome.built.map(site), &note);
        if std::mem::take(&mut is_first) {
            printer.serving(&server.origin());
            if arguments.open {
                browser::open(&server.origin(), printer);
            }
        }
    })
}

/// The site that was built, as the server shows it.
fn site(built: Built) -> Site {
    let files = if let output::Site::Memory(files) = built.site { files } else { Vec::new() };
    Site::new(&built.base, files.into_iter().map(|file| (file.path.as_str().to_owned(), file.bytes)))
}

/// What open pages show of the problems.
fn note(diagnostics: &[Diagnostic]) -> Value {
    json!({ "problems": diagnostics.iter().map(problem).collect::<Vec<_>>() })
}

fn problem(diagnostic: &Diagnostic) -> Value {
    let place = diagnostic.place.as_deref();
    let line = place.filter(|place| place.line > 0);
    json!({
        "severity": diagnostic.severity,
        "code": diagnostic.code,
        "message": diagnostic.message,
        "place": place.map(|place| match place.line {
            0 => place.file.clone(),
            line => format!("{}:{line}:{}", place.file, place.column),
        }),
        "excerpt": line.map(|place| {
            let (before, rest) = place.excerpt.split_at(place.span.start);
            let (meant, after) = rest.split_at(place.span.len());
            [before, meant, after]
        }),
        "help": diagnostic.help,
    })
}
