//! `mundap serve`.

use std::sync::Arc;

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
use super::project;
use super::rebuild;
use super::rebuild::Watching;
use super::stopped;
use crate::build;
use crate::build::Built;
use crate::build::Destination;
use crate::build::Preview;
use crate::diagnostic::Diagnostic;
use crate::memory::Memory;
use crate::server::Files;
use crate::server::Look;
use crate::server::Server;
use crate::server::Settings;
use crate::server::Sheet;
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
    options.destination = Destination::Preview;
    let mut is_first = true;
    let memory = Memory::lasting(project(&global.content).join(".mundap/memory"));
    rebuild::forever(&options, memory, &arguments.watching, global, |outcome, known, took| {
        // whoever saved looks at the page first
        let preview = outcome.built.as_ref().and_then(preview);
        let site = preview.as_ref().map(|(base, preview)| site(base, Arc::clone(preview)));
        server.publish(site, &note(&outcome.diagnostics));
        report(outcome, known, printer);
        if let Some(built) = &outcome.built {
            printer.rebuilt(built, took);
        }
        if std::mem::take(&mut is_first) {
            printer.serving(&server.origin());
            if arguments.open {
                browser::open(&server.origin(), printer);
            }
        }
        // nobody waits for the index before they see their page
        let lost = preview.map(|(_, preview)| preview.check_search()).unwrap_or_default();
        if !lost.is_empty() {
            printer.diagnostics(&lost);
            server.publish(None, &note(&[outcome.diagnostics.as_slice(), &lost].concat()));
        }
    })
}

/// The site that was built, as the server shows it.
fn site(base: &str, preview: Arc<Preview>) -> Site {
    let sheets = preview.sheets().into_iter().map(|(path, hash)| Sheet { path, hash }).collect();
    let look = Look { hash_without_style: preview.hash_without_style(), sheets };
    Site::new(base, Box::new(preview), look)
}

/// The site that was built, and the folder that it stands in below its host.
fn preview(built: &Built) -> Option<(String, Arc<Preview>)> {
    let build::Site::Preview(preview) = &built.site else { return None };
    Some((built.base.clone(), Arc::clone(preview)))
}

impl Files for Arc<Preview> {
    fn has(&self, path: &str) -> bool {
        Preview::has(self, path)
    }

    fn read(&self, path: &str) -> Option<Result<Vec<u8>, Diagnostic>> {
        Preview::read(self, path)
    }
}

/// How many problems an open page shows: nobody reads further, and every save
/// sends them again.
const MOST_PROBLEMS: usize = 30;

/// What open pages show of the problems.
fn note(diagnostics: &[Diagnostic]) -> Value {
    let (errors, warnings): (Vec<_>, Vec<_>) = diagnostics.iter().partition(|problem| problem.is_error());
    let shown = errors.iter().chain(&warnings).take(MOST_PROBLEMS);
    json!({
        "errors": errors.len(),
        "warnings": warnings.len(),
        "problems": shown.map(|diagnostic| problem(diagnostic)).collect::<Vec<_>>(),
    })
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
