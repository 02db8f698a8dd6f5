//! A build that the system lets down at any one call: what stands is whole, and
//! the next build makes the site and its ledger as if nothing had happened.
//!
//! A small library in C, loaded before the program, counts the calls that
//! change the disk and lets one of them fail or be the last. Where there is no
//! C compiler the tests are skipped, and say so.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Stdio;

use tempfile::TempDir;

use super::harness::Archive;
use super::harness::Project;
use super::harness::Run;
use super::harness::assert_same_tree;
use super::harness::c_library;
use super::harness::question;
use super::harness::tree;

/// How many of the calls are tried in every run of the suite; the long test
/// tries each.
const TRIED: usize = 12;

const LEDGER: &str = "content/addresses.txt";

type Tree = BTreeMap<String, Vec<u8>>;

/// An archive whose site is to be replaced by another, and both sites.
struct Change {
    project: Project,
    /// The site and the memory that stand when the build begins.
    stands: Tree,
    old: Tree,
    new: Tree,
    /// What the ledger holds once the new site is published.
    ledger: String,
    library: PathBuf,
    _folder: TempDir,
}

impl Change {
    /// None where nothing can be compiled.
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let library = c_library("fail.c", folder.path())?;
        let archive = (1..6).fold(Archive::new(), |archive, number| {
            archive.question(&format!("{number}.md"), &question("", &format!("{number}번 글")))
        });
        let project = archive.file("content/static/a.txt", "하나").write();
        let old = project.build().succeeds().project.tree("public");
        let stands = whole(&project);
        project.write("content/questions/2.md", question("", "[여섯째](q:6)"));
        project.write("content/questions/6.md", question("", "[둘째](q:2)"));
        project.write("content/static/a.txt", "둘").remove("content/questions/5.md");
        let clean = tempfile::tempdir().unwrap();
        let site = clean.path().join("public");
        project.command("build").arg("--publish").arg("--output").arg(&site).run().succeeds();
        let (new, ledger) = (tree(&site), project.text(LEDGER));
        Some(Self { project, stands, old, new, ledger, library, _folder: folder })
    }

    /// Puts everything back, and builds with one call that fails.
    fn build(&self, at: usize, how: &str) -> Run {
        for folder in ["public", ".mundap"] {
            let _ = fs::remove_dir_all(self.project.path(folder));
        }
        let _ = fs::remove_file(self.project.path(LEDGER));
        for (name, bytes) in &self.stands {
            self.project.write(name, bytes);
        }
        let mut process = self.project.command("build").arg("--publish").into_process();
        process.env("LD_PRELOAD", &self.library).env("RAYON_NUM_THREADS", "2");
        process.env("FAIL_AT", at.to_string()).env("FAIL_HOW", how);
        process.env("FAIL_COUNT", self.project.path("calls")).stderr(Stdio::piped());
        Run::of(self.project.clone(), &mut process)
    }

    /// How many calls change the disk when nothing fails.
    fn calls(&self) -> usize {
        self.build(0, "").succeeds();
        let calls = self.project.text("calls").parse().unwrap();
        assert!(calls > 40, "only {calls} calls were seen");
        calls
    }

    /// What stands is old or new, file by file, and whole.
    #[track_caller]
    fn is_whole(&self, label: &str) {
        let site = self.project.tree("public");
        for (name, bytes) in &site {
            let is_one = [&self.old, &self.new].iter().any(|site| site.get(name) == Some(bytes));
            let is_own = name.starts_with(".mundap-");
            assert!(is_one || is_own, "{label}: {name} is neither old nor new");
        }
        for name in self.old.keys().filter(|name| self.new.contains_key(*name)) {
            assert!(site.contains_key(name), "{label}: {name} is gone");
        }
        let ledger = self.project.path(LEDGER);
        assert!(!ledger.exists() || self.project.text(LEDGER) == self.ledger, "{label}: half a ledger");
    }

    #[track_caller]
    fn is_made_good(&self, label: &str) {
        let run = self.project.command("build").arg("--publish").run();
        assert_eq!(run.code, Some(0), "{label}: {}{}", run.stdout, run.stderr);
        assert_same_tree(&self.project.tree("public"), &self.new);
        assert_eq!(self.project.text(LEDGER), self.ledger, "{label}");
    }

    /// The build says which file it could not write.
    fn fails_at(&self, at: usize, how: &str) {
        let label = format!("{how} at call {at}");
        let run = self.build(at, how);
        assert!(!run.stderr.contains("panicked"), "{label}: {}", run.stderr);
        match run.code {
            // what is only remembered or cleared away may fail
            Some(0) => assert_same_tree(&self.project.tree("public"), &self.new),
            Some(2) => {
                let error = run.diagnostics.iter().find(|problem| problem.severity == "error").expect(&label);
                let reason = if how == "eio" { "input/output" } else { "no space" };
                assert!(
                    error.message.contains(reason)
                        || error.help.as_ref().is_some_and(|help| help.contains(reason)),
                    "{label}: {error:?}"
                );
                assert!(error.file.is_some() || error.message.contains('`'), "{label}: {error:?}");
            }
            code => panic!("{label}: {code:?}\n{}{}", run.stdout, run.stderr),
        }
        self.is_whole(&label);
        self.is_made_good(&label);
    }

    fn is_killed_at(&self, at: usize) {
        let label = format!("killed at call {at}");
        assert_eq!(self.build(at, "kill").code, None, "{label}");
        self.is_whole(&label);
        self.is_made_good(&label);
    }
}

/// The site and the memory of a project.
fn whole(project: &Project) -> Tree {
    let folders = ["public", ".mundap"].map(|folder| (folder, project.tree(folder)));
    let named = folders.into_iter().flat_map(|(folder, files)| {
        files.into_iter().map(move |(name, bytes)| (format!("{folder}/{name}"), bytes))
    });
    named.collect()
}

/// Calls with about the same distance between them, so many as there is time for.
fn some(calls: usize) -> impl Iterator<Item = usize> {
    (1..=calls).step_by((calls / TRIED).max(1))
}

#[test]
fn a_call_that_fails_leaves_a_whole_site() {
    let Some(change) = Change::new() else { return };
    some(change.calls()).for_each(|at| change.fails_at(at, if at % 2 == 0 { "eio" } else { "enospc" }));
}

#[test]
fn a_kill_at_a_call_leaves_a_whole_site() {
    let Some(change) = Change::new() else { return };
    some(change.calls()).for_each(|at| change.is_killed_at(at));
}

#[test]
#[ignore = "takes minutes: every call, in every way"]
fn every_call_may_fail() {
    let Some(change) = Change::new() else { return };
    for at in 1..=change.calls() {
        change.fails_at(at, "enospc");
        change.fails_at(at, "eio");
        change.is_killed_at(at);
    }
}
