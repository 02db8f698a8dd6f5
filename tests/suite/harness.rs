//! The words that tests are written in: an archive, a run of the program on
//! it, and what it reported.
//!
//! ```text
//! Archive::new()
//!     .question("1.md", "---\ntitle: 왜?\nasked: 2026-13-01\n---\n왜요?\n")
//!     .build()
//!     .fails()
//!     .reports("bad-date").at(3, 8).saying("there is no month 13");
//! ```
//!
//! An [`Archive`] is only described; [`Archive::write`] makes a [`Project`] of
//! it, a temporary folder to which more can happen between two runs. A
//! [`Run`] keeps its folder alive, so its site can be looked into.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process;
use std::rc::Rc;
use std::time::Duration;

use mundap::hash::Hash;
use serde_json::Value;
use tempfile::TempDir;

/// The day on which every test takes place.
pub const TODAY: &str = "2026-03-02";

/// The settings of an archive that says nothing else.
pub const SITE: &str = "\
title: 쓱싹 문답
url: https://qna.example.org
language: ko
timezone: Asia/Seoul
categories:
  pests: { name: 해충, children: { cockroach: { name: 바퀴벌레 } } }
  laundry: { name: 세탁 }
channels: { board: { name: 게시판 }, email: { name: 이메일 } }
";

/// The people of an archive that says nothing else: two of the brand's own,
/// and one of an agency.
pub const PEOPLE: &str = "\
minji: { name: 김민지, role: 해충 연구원 }
junho: { name: 이준호 }
sora: { name: 박소라, affiliation: agency }
";

/// An archive, described and not yet written.
#[derive(Clone, Debug)]
#[must_use]
pub struct Archive {
    files: BTreeMap<String, Vec<u8>>,
}

impl Archive {
    /// An archive with the default settings and people, and no question.
    pub fn new() -> Self {
        Self::empty().site(SITE).people(PEOPLE)
    }

    /// A folder with nothing in it, not even settings.
    pub fn empty() -> Self {
        Self { files: BTreeMap::new() }
    }

    /// The default archive with the files of `folder` put over it.
    pub fn fixture(folder: &Path) -> Self {
        files_below(folder)
            .into_iter()
            .filter(|name| name != "expected.txt")
            .fold(Self::new(), |archive, name| archive.file(&name, read(&folder.join(&name))))
    }

    /// With a question; `name` is its path below `content/questions/`.
    pub fn question(self, name: &str, text: &str) -> Self {
        self.file(&format!("content/questions/{name}"), text)
    }

    /// With an own page; `name` is its path below `content/pages/`.
    pub fn page(self, name: &str, text: &str) -> Self {
        self.file(&format!("content/pages/{name}"), text)
    }

    /// With these settings.
    pub fn site(self, yaml: &str) -> Self {
        self.file("content/site.yaml", yaml)
    }

    /// With a few lines more in its settings.
    pub fn site_also(self, yaml: &str) -> Self {
        self.also("content/site.yaml", yaml)
    }

    /// With these people.
    pub fn people(self, yaml: &str) -> Self {
        self.file("content/people.yaml", yaml)
    }

    /// With any file at all; `name` is its path below the project's folder.
    pub fn file(mut self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.files.insert(name.to_owned(), bytes.as_ref().to_owned());
        self
    }

    /// With every file below `folder` of the disk, under `name`; nothing where
    /// there is no such folder.
    pub fn folder(self, name: &str, folder: &Path) -> Self {
        files_below(folder)
            .into_iter()
            .fold(self, |archive, file| archive.file(&format!("{name}/{file}"), read(&folder.join(&file))))
    }

    /// Without a file.
    pub fn without(mut self, name: &str) -> Self {
        self.files.remove(name);
        self
    }

    /// Puts the archive into a folder of its own.
    pub fn write(self) -> Project {
        let project = Project { root: Rc::new(TempDir::new().unwrap()) };
        for (name, bytes) in &self.files {
            project.write(name, bytes);
        }
        project
    }

    /// Writes and builds it.
    pub fn build(self) -> Run {
        self.write().build()
    }

    /// Writes and checks it.
    pub fn check(self) -> Run {
        self.write().check()
    }

    fn also(mut self, name: &str, text: &str) -> Self {
        self.files.entry(name.to_owned()).or_default().extend(text.bytes());
        self
    }
}

/// An archive on disk, in a temporary folder that goes with the last run that
/// looked at it.
#[derive(Clone, Debug)]
pub struct Project {
    root: Rc<TempDir>,
}

impl Project {
    /// Where `name` is on disk; the project's folder itself for an empty one.
    pub fn path(&self, name: &str) -> PathBuf {
        if name.is_empty() { self.root.path().to_owned() } else { self.root.path().join(name) }
    }

    /// Writes a file, with the folders above it.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    /// Takes a file away.
    #[track_caller]
    pub fn remove(&self, name: &str) -> &Self {
        fs::remove_file(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        self
    }

    /// The text of a file.
    #[track_caller]
    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Every file below a folder of the project, sorted; nothing where there
    /// is no such folder.
    pub fn files(&self, folder: &str) -> Vec<String> {
        files_below(&self.path(folder))
    }

    /// Every file below a folder of the project with its bytes; nothing where
    /// there is no such folder.
    pub fn tree(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        tree(&self.path(folder))
    }

    /// Builds the site.
    pub fn build(&self) -> Run {
        self.command("build").run()
    }

    /// Checks the archive.
    pub fn check(&self) -> Run {
        self.command("check").run()
    }

    /// A call of the program that can still be given more arguments.
    pub fn command(&self, name: &str) -> Command {
        let mut process = process::Command::new(env!("CARGO_BIN_EXE_mundap"));
        process.current_dir(self.path("")).arg(name);
        for variable in ["SOURCE_DATE_EPOCH", "EDITOR", "NO_COLOR"] {
            process.env_remove(variable);
        }
        let today = matches!(name, "build" | "check" | "new" | "serve" | "verify").then(|| TODAY.to_owned());
        Command { project: self.clone(), process, today, format: "json", last: None }
    }
}

/// A call of the program, being put together.
#[derive(Debug)]
#[must_use]
pub struct Command {
    project: Project,
    process: process::Command,
    today: Option<String>,
    format: &'static str,
    /// What stands behind `--`.
    last: Option<String>,
}

impl Command {
    /// With an argument.
    pub fn arg(mut self, argument: impl AsRef<std::ffi::OsStr>) -> Self {
        self.process.arg(argument);
        self
    }

    /// With the title of a new question, which may start with a dash.
    pub fn title(mut self, title: &str) -> Self {
        self.last = Some(title.to_owned());
        self
    }

    /// With a variable of the environment.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.process.env(name, value);
        self
    }

    /// On another day than [`TODAY`], or on a day that is no day.
    pub fn today(mut self, today: &str) -> Self {
        self.today = Some(today.to_owned());
        self
    }

    /// On the day that the clock or the environment says.
    pub fn any_day(mut self) -> Self {
        self.today = None;
        self
    }

    /// Speaking to a person; there are no diagnostics to ask for then.
    pub fn for_people(mut self) -> Self {
        self.format = "human";
        self
    }

    /// Speaking in lines; there are no diagnostics to ask for then.
    pub fn in_lines(mut self) -> Self {
        self.format = "short";
        self
    }

    /// The command line, complete, for a test that has it run by somebody else.
    pub fn into_process(mut self) -> process::Command {
        self.process.args(["--color", "never", "--format", self.format]);
        if let Some(today) = &self.today {
            self.process.args(["--today", today]);
        }
        if let Some(last) = &self.last {
            self.process.args(["--", last]);
        }
        self.process
    }

    /// Runs it to its end.
    pub fn run(self) -> Run {
        let project = self.project.clone();
        Run::of(project, &mut self.into_process())
    }
}

/// What a call of the program came to.
#[derive(Debug)]
pub struct Run {
    /// Where it ran.
    pub project: Project,
    /// Its exit code; absent when a signal ended it.
    pub code: Option<i32>,
    /// What it printed.
    pub stdout: String,
    /// What it printed beside that.
    pub stderr: String,
    /// The problems it reported, in order.
    pub diagnostics: Vec<Diagnostic>,
}

impl Run {
    /// Runs `process`, which is a call of the program in `project`.
    pub fn of(project: Project, process: &mut process::Command) -> Self {
        let output = process.stdin(process::Stdio::null()).output().unwrap();
        let stdout = String::from_utf8(output.stdout).unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        let diagnostics = stdout.lines().filter_map(Diagnostic::parse).collect();
        Self { project, code: output.status.code(), stdout, stderr, diagnostics }
    }

    /// It ended well.
    #[track_caller]
    pub fn succeeds(self) -> Self {
        self.exits(0)
    }

    /// It found errors in the archive.
    #[track_caller]
    pub fn fails(self) -> Self {
        self.exits(1)
    }

    /// The command line or the machine was to blame.
    #[track_caller]
    pub fn gives_up(self) -> Self {
        self.exits(2)
    }

    /// It ended with this code, and not in a panic.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "\n{}{}", self.stdout, self.stderr);
        assert!(!self.stderr.contains("panicked at"), "{}", self.stderr);
        self
    }

    /// It reported nothing at all.
    #[track_caller]
    pub fn quietly(self) -> Self {
        assert!(self.diagnostics.is_empty(), "\n{}", self.stdout);
        self
    }

    /// It reported these codes and no other, in this order.
    #[track_caller]
    pub fn reports_only(self, codes: &[&str]) -> Self {
        let found: Vec<_> = self.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
        assert_eq!(found, codes, "\n{}", self.stdout);
        self
    }

    /// It reported `code`; what of it is then asked of the first such report.
    #[track_caller]
    pub fn reports(&self, code: &str) -> &Diagnostic {
        let found = self.diagnostics.iter().find(|diagnostic| diagnostic.code == code);
        found.unwrap_or_else(|| panic!("`{code}` was not reported:\n{}{}", self.stdout, self.stderr))
    }

    /// Everything it printed, with the project's folder called `/project`.
    pub fn printed(&self) -> String {
        let root = self.project.path("").canonicalize().unwrap();
        format!("{}{}", self.stderr, self.stdout).replace(&*root.to_string_lossy(), "/project")
    }

    /// It printed `text` somewhere.
    #[track_caller]
    pub fn prints(self, text: &str) -> Self {
        let printed = format!("{}{}", self.stdout, self.stderr);
        assert!(printed.contains(text), "`{text}` was not printed:\n{printed}");
        self
    }

    /// The text of a file of the site.
    #[track_caller]
    pub fn site(&self, name: &str) -> String {
        self.project.text(&format!("public/{name}"))
    }
}

/// A problem as the program reported it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub severity: String,
    pub code: String,
    pub message: String,
    pub file: Option<String>,
    /// From 1; absent where the file as a whole is meant.
    pub line: Option<usize>,
    /// From 1, in characters.
    pub column: Option<usize>,
    /// The column behind the last character that is meant.
    pub end_column: Option<usize>,
    pub help: Option<String>,
}

impl Diagnostic {
    /// Reads a line of the program's JSON; none when it tells something else.
    fn parse(line: &str) -> Option<Self> {
        let json: Value = serde_json::from_str(line).ok()?;
        if json["type"] != "diagnostic" {
            return None;
        }
        let text = |key: &str| json[key].as_str().map(str::to_owned);
        let number = |key: &str| json[key].as_u64().map(|number| number as usize);
        Some(Self {
            severity: text("severity")?,
            code: text("code")?,
            message: text("message")?,
            file: text("file"),
            line: number("line"),
            column: number("column"),
            end_column: number("end_column"),
            help: text("help"),
        })
    }

    /// It stands at this line and column.
    #[track_caller]
    pub fn at(&self, line: usize, column: usize) -> &Self {
        assert_eq!((self.line, self.column), (Some(line), Some(column)), "{self:?}");
        self
    }

    /// It is about this file, named from the project's folder on.
    #[track_caller]
    pub fn in_file(&self, file: &str) -> &Self {
        assert_eq!(self.file.as_deref(), Some(file), "{self:?}");
        self
    }

    /// Its message has `text` in it.
    #[track_caller]
    pub fn saying(&self, text: &str) -> &Self {
        assert!(self.message.contains(text), "{self:?}");
        self
    }

    /// Its help line has `text` in it.
    #[track_caller]
    pub fn helping(&self, text: &str) -> &Self {
        assert!(self.help.as_ref().is_some_and(|help| help.contains(text)), "{self:?}");
        self
    }

    /// It is only a warning.
    #[track_caller]
    pub fn mildly(&self) -> &Self {
        assert_eq!(self.severity, "warning", "{self:?}");
        self
    }
}

/// A question file: its front matter, complete with what every question needs,
/// and its text.
pub fn question(front: &str, body: &str) -> String {
    format!("---\ntitle: 왜 그런가요?\nasked: 2026-03-01\n{front}---\n{body}\n")
}

/// What the file `name` of the archive is called while it is written anew.
pub fn scratch_name(name: &str) -> String {
    format!(".mundap-{}", Hash::of(name.as_bytes()))
}

/// The folder of a kind of fixtures.
pub fn fixtures(kind: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(kind)
}

/// The number that the environment has under `name`, for a longer run.
pub fn wanted(name: &str, otherwise: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// Whether expected files are to be written rather than compared.
pub fn blesses() -> bool {
    std::env::var_os("BLESS").is_some_and(|value| value == "1")
}

/// `actual` is what the file `expected` holds, byte for byte.
#[track_caller]
pub fn assert_blessed(expected: &Path, actual: &str) {
    if blesses() {
        return fs::write(expected, actual).unwrap();
    }
    let wanted = fs::read_to_string(expected).unwrap_or_default();
    let name = expected.display();
    assert!(
        wanted == actual,
        "{name} differs; bless it with BLESS=1\n--- expected\n{wanted}--- actual\n{actual}"
    );
}

/// What `run`, of an archive that git could not keep, printed to a person is
/// what `tests/fixtures/diagnostics/{name}/expected.txt` holds.
#[track_caller]
pub fn assert_explained(name: &str, run: &Run) {
    let folder = fixtures("diagnostics").join(name);
    if blesses() {
        fs::create_dir_all(&folder).unwrap();
    }
    assert_blessed(&folder.join("expected.txt"), &run.printed());
}

/// Every file below `folder`, by its path from there with `/` between
/// folders, sorted; links are not followed.
pub fn files_below(folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else {
                let path = entry.path();
                files.push(path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/"));
            }
        }
    }
    files.sort();
    files
}

/// Every file below `folder` with its bytes, as [`files_below`] names it.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    files_below(folder).into_iter().map(|name| (name.clone(), read(&folder.join(name)))).collect()
}

/// Two trees hold the same files with the same bytes.
#[track_caller]
pub fn assert_same_tree(actual: &BTreeMap<String, Vec<u8>>, expected: &BTreeMap<String, Vec<u8>>) {
    let names: BTreeSet<_> = actual.keys().chain(expected.keys()).collect();
    let differing: Vec<_> =
        names.into_iter().filter(|name| actual.get(*name) != expected.get(*name)).collect();
    assert!(differing.is_empty(), "these files differ: {differing:#?}");
}

#[track_caller]
fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Chance that comes out the same in every run (Marsaglia, "Xorshift RNGs",
/// 2003).
pub struct Chance(pub u64);

impl Chance {
    /// A number below `count`; 0 where that is 0.
    pub fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % count.max(1)
    }

    /// One of several things.
    pub fn one<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// A library of `tests/suite/crash/`, compiled into `folder`, for `LD_PRELOAD`;
/// none where there is no C compiler.
#[cfg(target_os = "linux")]
pub fn c_library(source: &str, folder: &Path) -> Option<PathBuf> {
    let library = folder.join(source).with_extension("so");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/crash").join(source);
    let mut compiler = std::process::Command::new("cc");
    compiler.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source).arg("-ldl");
    let is_compiled = compiler.status().is_ok_and(|status| status.success());
    if !is_compiled {
        println!("skipped: there is no C compiler");
    }
    is_compiled.then_some(library)
}

/// How long `work` keeps this thread at work, whatever else the machine does
/// meanwhile.
pub fn time_of(work: impl FnOnce()) -> Duration {
    let since = at_work();
    work();
    at_work() - since
}

/// How long this thread has been at work.
#[cfg(unix)]
fn at_work() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or_default())
}

/// The time there is, where no thread knows its own.
#[cfg(not(unix))]
fn at_work() -> Duration {
    std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default()
}
