//! The evaluation: how well an index answers queries whose answers are known.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Deserialize;
use serde::Serialize;

use super::engine::Engine;
use super::engine::Files;
use super::engine::Request;
use super::engine::Unanswered;

/// How many results are looked at.
pub const DEPTH: usize = 10;

/// A query with the questions that answer it.
#[derive(Clone, Debug, Deserialize)]
pub struct Judged {
    /// What it is called.
    pub qid: String,
    /// What a reader would type.
    pub query: String,
    /// The keys of the questions that answer it.
    pub relevant: Vec<String>,
    /// What kind of query it is.
    #[serde(default)]
    pub kind: String,
}

/// What came of one query.
#[derive(Clone, Debug, Serialize)]
pub struct Run {
    /// What it is called.
    pub qid: String,
    /// The keys of its first ten results.
    pub results: Vec<String>,
    /// The place of the first that answers it, from 1.
    pub rank: Option<usize>,
    #[serde(skip)]
    kind: String,
}

/// How well one kind of query was answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Score {
    /// How many queries there were.
    pub queries: usize,
    /// The percentage of them with an answer among the first ten (hit@10).
    pub hit: f64,
    /// The mean of 1 / the place of the first answer, in percent (MRR@10).
    pub mrr: f64,
}

/// Asks every query, in parallel: `open` opens the index once a thread.
///
/// # Errors
/// The first query that got no answer.
pub fn run<F: Files>(
    judged: &[Judged],
    open: impl Fn() -> Result<Engine<F>, Unanswered> + Sync,
) -> Result<Vec<Run>, Unanswered> {
    let chunks = judged.par_chunks(judged.len().div_ceil(rayon::current_num_threads()).max(1));
    let runs: Vec<Vec<Run>> = chunks
        .map(|chunk| {
            let engine = open()?;
            chunk.iter().map(|judged| ask(&engine, judged)).collect()
        })
        .collect::<Result<_, _>>()?;
    Ok(runs.into_iter().flatten().collect())
}

fn ask<F: Files>(engine: &Engine<F>, judged: &Judged) -> Result<Run, Unanswered> {
    let request = Request { query: &judged.query, limit: DEPTH, ..Request::default() };
    let answer = engine.answer(&request)?;
    let results: Vec<String> = answer.results.into_iter().map(|found| found.key.to_string()).collect();
    let answers = |key: &String| judged.relevant.iter().any(|known| known.eq_ignore_ascii_case(key));
    let rank = results.iter().position(answers).map(|place| place + 1);
    Ok(Run { qid: judged.qid.clone(), results, rank, kind: judged.kind.clone() })
}

/// The score of each kind of query, and of all under an empty name.
pub fn scores(runs: &[Run]) -> BTreeMap<String, Score> {
    let mut ranks: BTreeMap<&str, Vec<Option<usize>>> = BTreeMap::new();
    for run in runs {
        ranks.entry(&run.kind).or_default().push(run.rank);
    }
    ranks.insert("", runs.iter().map(|run| run.rank).collect());
    ranks.into_iter().map(|(kind, ranks)| (kind.to_owned(), score(&ranks))).collect()
}

fn score(ranks: &[Option<usize>]) -> Score {
    let percent = |sum: f64| 100.0 * sum / ranks.len().max(1) as f64;
    let hits = ranks.iter().flatten().count() as f64;
    let reciprocal: f64 = ranks.iter().flatten().map(|rank| 1.0 / *rank as f64).sum();
    Score { queries: ranks.len(), hit: percent(hits), mrr: percent(reciprocal) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hits_and_places_are_counted() {
        let run = |kind: &str, rank| Run { qid: String::new(), results: Vec::new(), rank, kind: kind.into() };
        let scores = scores(&[run("kw", Some(1)), run("kw", Some(4)), run("kw", None), run("nl", Some(2))]);
        assert_eq!(scores["nl"], Score { queries: 1, hit: 100.0, mrr: 50.0 });
        assert_eq!(scores["kw"].queries, 3);
        assert!((scores["kw"].hit - 200.0 / 3.0).abs() < 1e-9);
        assert!((scores["kw"].mrr - 125.0 / 3.0).abs() < 1e-9);
        assert_eq!(scores[""].queries, 4);
    }
}
