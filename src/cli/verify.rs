//! `mundap verify`.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Exit;
use super::Format;
use super::Global;
use super::build::Day;
use super::print::Printer;
use super::progress;
use super::project;
use super::stopped;
use crate::date;
use crate::diagnostic;
use crate::diagnostic::Diagnostic;
use crate::fs;
use crate::suggestion;
use crate::verify;
use crate::verify::Counts;
use crate::verify::Options;
use crate::verify::Report;
use crate::verify::Verdict;

#[derive(Debug, Args)]
pub struct Arguments {
    /// The folder of a built site, also one that mundap did not build [default: public/ beside the content folder]
    #[arg(value_name = "DIR")]
    site: Option<PathBuf>,
    /// Where the site is published, such as https://qna.example.org/ [default: what the site says itself]
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Write what was counted into a page for your readers, such as content/pages/privacy.md
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// The language of the report
    #[arg(long, value_name = "LANGUAGE", default_value = "ko", requires = "report")]
    language: String,
    /// Say in the report why scripts keep something in the browser; once for each key
    #[arg(long, value_name = "KEY=WHY", requires = "report")]
    reason: Vec<String>,
    #[command(flatten)]
    day: Day,
}

pub fn run(arguments: &Arguments, global: &Global, printer: &Printer) -> Exit {
    match look(arguments, global, printer) {
        Ok(exit) => exit,
        Err(problem) => stopped(printer, problem),
    }
}

fn look(arguments: &Arguments, global: &Global, printer: &Printer) -> Result<Exit, Diagnostic> {
    let since = Instant::now();
    let reasons = reasons(&arguments.reason)?;
    let day = today(&arguments.day)?;
    let options = options(arguments, global);
    let verdict = progress::with_bar(global, |progress| verify::verify(&options, progress))?;
    printer.diagnostics(&verdict.diagnostics);
    printer.verified(&verdict, &options.name, since.elapsed());
    if diagnostic::any_error(&verdict.diagnostics) {
        if printer.format() == Format::Human {
            printer.counts(&verdict.diagnostics);
        }
        return Ok(Exit::Errors);
    }
    if let Some(file) = &arguments.report {
        write(&verdict, file, day, &arguments.language, &reasons, printer)?;
    }
    Ok(Exit::Success)
}

fn write(
    verdict: &Verdict,
    file: &Path,
    day: Date,
    language: &str,
    reasons: &BTreeMap<String, String>,
    printer: &Printer,
) -> Result<(), Diagnostic> {
    let Verdict { counts, base_url, .. } = verdict;
    if let Some(unknown) = reasons.keys().find(|key| !keys(counts).contains(&key.as_str())) {
        return Err(kept_by_none(unknown, &keys(counts)));
    }
    verify::write_report(&Report { counts, base_url: base_url.as_deref(), day, language, reasons }, file)?;
    printer.created(file);
    Ok(())
}

fn options(arguments: &Arguments, global: &Global) -> Options {
    let beside = || fs::from_here(&project(&global.content).join("public")).to_owned();
    let folder = arguments.site.clone().unwrap_or_else(beside);
    let name = folder.to_string_lossy().replace('\\', "/");
    let name = name.trim_end_matches('/').to_owned();
    Options { folder, name, base_url: arguments.base_url.clone() }
}

/// Why scripts keep something, by key.
fn reasons(written: &[String]) -> Result<BTreeMap<String, String>, Diagnostic> {
    let pair = |text: &String| {
        let (key, why) = text.split_once('=').ok_or_else(|| {
            Diagnostic::error("bad-argument", format!("`{text}` is not a key with a reason"))
                .help("write them in one: --reason read=\"읽은 질문을 표시합니다\"")
        })?;
        Ok((key.trim().to_owned(), why.trim().to_owned()))
    };
    written.iter().map(pair).collect()
}

/// The keys that scripts keep something under.
fn keys(counts: &Counts) -> Vec<&str> {
    counts.stores.iter().filter_map(|stored| stored.key.as_deref()).collect()
}

fn kept_by_none(key: &str, known: &[&str]) -> Diagnostic {
    let help = match (suggestion::nearest(key, known.iter().copied()), known) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, []) => "leave the reason out: no script keeps anything under a key".to_owned(),
        (None, known) => format!("give reasons for what is kept alone: `{}`", known.join("`, `")),
    };
    Diagnostic::error("bad-argument", format!("no script keeps anything under `{key}`")).help(help)
}

/// Today where this machine is: the site itself has no time zone.
fn today(day: &Day) -> Result<Date, Diagnostic> {
    let epoch = std::env::var("SOURCE_DATE_EPOCH").ok();
    date::today(&TimeZone::system(), day.today.as_deref(), epoch.as_deref())
        .map_err(|message| Diagnostic::error("bad-today", message).help("write it as `--today 2026-03-02`"))
}
