//! `mundap search`.

use std::path::Path;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::Exit;
use super::Global;
use super::print::Printer;
use super::project;
use super::stopped;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::fs;
use crate::search::Answer;
use crate::search::Engine;
use crate::search::Files;
use crate::search::Repair;
use crate::search::Request;
use crate::search::Unanswered;
use crate::search::evaluate;
use crate::search::evaluate::Judged;

#[derive(Debug, Args)]
pub struct Arguments {
    /// What to look for, as a reader would type it
    #[arg(value_name = "QUERY", required_unless_present = "evaluate")]
    query: Option<String>,
    /// Where the site was built [default: public/ beside the content folder]
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Search the questions of another language than the site's, such as `en`
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
    /// How many questions to show
    #[arg(long, short = 'n', value_name = "NUMBER", default_value_t = 10)]
    limit: usize,
    /// Only questions of this category, such as pests/cockroach
    #[arg(long, value_name = "PATH")]
    category: Option<String>,
    /// Only questions of this year
    #[arg(long, value_name = "YEAR")]
    year: Option<String>,
    /// Search for exactly what is typed: no other keyboard, no other spelling
    #[arg(long)]
    exact: bool,
    /// Ask every query of a file of JSON lines, {"qid", "query", "relevant": [keys], "kind"}, and print
    /// how many find an answer among the first ten, kind by kind
    #[arg(long, value_name = "FILE", conflicts_with_all = ["query", "category", "year", "exact"])]
    evaluate: Option<PathBuf>,
}

pub fn run(arguments: &Arguments, global: &Global, printer: &Printer) -> Exit {
    let output = arguments.output.clone().unwrap_or_else(|| project(&global.content).join("public"));
    let index = Index { folder: folder(&output, arguments.language.as_deref()) };
    let done = match (&arguments.evaluate, &arguments.query) {
        (Some(file), _) => evaluate(&index, file, printer),
        (None, Some(query)) => answer(&index, query, arguments, printer),
        (None, None) => Ok(()),
    };
    done.map_or_else(|problem| stopped(printer, problem), |()| Exit::Success)
}

/// The folder of the index in the site at `output`.
fn folder(output: &Path, language: Option<&str>) -> PathBuf {
    language.map_or_else(|| output.to_owned(), |language| output.join(language)).join("search")
}

/// The index of a built site, on disk.
struct Index {
    folder: PathBuf,
}

impl Files for &Index {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let path = self.folder.join(path);
        std::fs::read(&path).map_err(|error| format!("cannot read `{}`: {error}", path.display()))
    }
}

fn answer(index: &Index, query: &str, arguments: &Arguments, printer: &Printer) -> Result<(), Diagnostic> {
    let request = Request {
        query,
        offset: 0,
        limit: arguments.limit,
        exact: arguments.exact,
        category: arguments.category.as_deref(),
        year: arguments.year.as_deref(),
    };
    let engine = Engine::open(index).map_err(unanswered)?;
    let answer = engine.answer(&request).map_err(unanswered)?;
    printer.tell(|| as_json(query, &answer));
    printer.say(&as_text(query, &answer));
    Ok(())
}

fn as_text(query: &str, answer: &Answer) -> String {
    let mut text = String::new();
    if answer.by != Repair::None {
        text += &format!(
            "showing results for `{}` instead of `{query}`; `--exact` keeps it\n",
            answer.understood
        );
    }
    if answer.results.is_empty() {
        return text + "nothing found: try fewer or other words";
    }
    for (place, found) in answer.results.iter().enumerate() {
        let address = found.key.address();
        text += &format!("{:>2}. {}\n    {address} {}\n", place + 1, found.title, found.asked);
    }
    text + &format!("{} of {}", answer.results.len(), answer.total)
}

fn as_json(query: &str, answer: &Answer) -> serde_json::Value {
    let by = match answer.by {
        Repair::None => "",
        Repair::Keyboard => "keyboard",
        Repair::Spelling => "spelling",
    };
    let results = answer.results.iter().map(|found| {
        json!({ "key": found.key.to_string(), "title": found.title, "address": found.key.address(), "asked": found.asked, "snippet": found.snippet })
    });
    json!({
        "query": query, "understood": answer.understood, "by": by, "total": answer.total,
        "results": results.collect::<Vec<_>>(),
    })
}

fn evaluate(index: &Index, file: &Path, printer: &Printer) -> Result<(), Diagnostic> {
    let judged = judged(file)?;
    let runs = evaluate::run(&judged, || Engine::open(index)).map_err(unanswered)?;
    let scores = evaluate::scores(&runs);
    printer.tell(|| json!({ "scores": scores, "runs": runs }));
    let mut table = format!("{:<16} {:>8} {:>8} {:>8}\n", "kind", "queries", "hit@10", "MRR@10");
    let (all, kinds) = (scores.get(""), scores.iter().filter(|(kind, _)| !kind.is_empty()));
    for (kind, score) in kinds.map(|(kind, score)| (kind.as_str(), score)).chain(all.map(|all| ("all", all)))
    {
        table += &format!("{kind:<16} {:>8} {:>8.1} {:>8.1}\n", score.queries, score.hit, score.mrr);
    }
    printer.say(table.trim_end());
    Ok(())
}

fn judged(file: &Path) -> Result<Vec<Judged>, Diagnostic> {
    let name = file.display().to_string();
    let text = std::fs::read_to_string(file).map_err(|error| fs::unreadable(&name, &error))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| serde_json::from_str(line).map_err(|error| not_judged(&name, at, &error)))
        .collect()
}

fn not_judged(name: &str, at: usize, error: &serde_json::Error) -> Diagnostic {
    Diagnostic::error("bad-queries", format!("line {} of `{name}` is no query: {error}", at + 1))
        .at(Place::file(name))
        .help(r#"write each as {"qid": "1", "query": "환불", "relevant": ["123"], "kind": "word"}"#)
}

fn unanswered(problem: Unanswered) -> Diagnostic {
    match problem {
        Unanswered::Unread(message) => Diagnostic::error("index-missing", message)
            .help("build the site first with `mundap build`, or name its folder with `--output`"),
        Unanswered::Damaged(path) => {
            Diagnostic::error("index-damaged", format!("`{path}` of the search index is damaged"))
                .help("delete it and build the site again with `mundap build`")
        }
        Unanswered::Foreign => {
            Diagnostic::error("index-foreign", "the search index was written by another version of mundap")
                .help("build the site again with `mundap build`")
        }
    }
}
