//! A memory: whatever happened since the last build, the next makes the same
//! site as one that remembers nothing.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Stdio;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use jiff::ToSpan;
use jiff::civil::Date;
use mundap::build;
use mundap::build::Destination;
use mundap::build::Options;
use mundap::build::Outcome;
use mundap::build::Site;
use mundap::diagnostic::any_error;
use mundap::memory::Memory;
use mundap::output::Settings;
use mundap::progress::Silent;

use super::harness::Archive;
use super::harness::Chance;
use super::harness::Project;
use super::harness::assert_same_tree;
use super::harness::question;
use super::harness::wanted;

/// How many edits each of six tests makes, one build after each, and how many
/// builds are killed; more on demand, as README says.
const EDITS: usize = 50;
const KILLS: usize = 20;

/// Staff who edit an archive without end.
struct Staff {
    project: Project,
    /// What messages call the content folder.
    content_name: &'static str,
    chance: Chance,
    today: Date,
    /// How many edits were made.
    edits: usize,
}

const WORDS: [&str; 12] = [
    "바퀴벌레가",
    "욕실에서",
    "습기",
    "세탁기",
    "냄새는",
    "환불",
    "진드기",
    "겨울에",
    "배수구",
    "왜",
    "ant",
    "Filter",
];
const CATEGORIES: [&str; 3] = ["pests", "pests/cockroach", "laundry"];

impl Staff {
    fn new(seed: u64) -> Self {
        let mut archive = Archive::new()
            .site_also("theme: mine\npromise: { answer_within: 2 }\nper_page: 3\noutputs: { markdown: true, json: true }\n")
            .file("content/static/photo.svg", "<svg width=\"10\" height=\"10\"></svg>")
            .file("themes/mine/theme.yaml", "name: mine\nextends: default\n")
            .file("themes/mine/templates/foot.html", "<footer>1</footer>")
            .file("content/search.yaml", "synonyms: [[환불, 반품]]\n")
            .page("about.md", "---\ntitle: 소개\n---\n[첫째](q:1)\n");
        // pages show all that they can, so that nothing of it changes without their being rendered
        for shown in ["question", "list", "removed", "redirect", "item"] {
            let template =
                format!("{{{{ site }}}}{{{{ edition }}}}{{{{ lang }}}}{{{{ page }}}}{{{{ {shown} }}}}");
            let template = if shown == "item" { "{{ lang }}{{ item }}" } else { &template };
            archive = archive.file(&format!("themes/mine/templates/{shown}.html"), template);
        }
        for number in 1..=8 {
            archive = archive.question(&format!("{number}.md"), &question("", "처음 쓴 글입니다."));
        }
        let today = "2026-03-02".parse().unwrap();
        let content_name = if seed.is_multiple_of(2) { "content" } else { "../archive/content" };
        Self { project: archive.write(), content_name, chance: Chance(seed), today, edits: 0 }
    }

    fn words(&mut self) -> String {
        let count = 2 + self.chance.below(8);
        (0..count).map(|_| *self.chance.one(&WORDS)).collect::<Vec<_>>().join(" ")
    }

    /// The files of questions.
    fn questions(&self) -> Vec<String> {
        let files = self.project.files("content/questions").into_iter();
        files.map(|file| format!("content/questions/{file}")).collect()
    }

    fn any_question(&mut self) -> String {
        let all = self.questions();
        if all.is_empty() { self.add() } else { self.chance.one(&all).clone() }
    }

    fn add(&mut self) -> String {
        let file = format!("content/questions/{}.md", 1 + self.chance.below(40));
        let text = self.text();
        self.project.write(&file, text);
        file
    }

    /// The number of a question that is there, most of the time.
    fn any_number(&mut self) -> usize {
        let all = self.questions();
        let number = |file: &String| {
            let name = file.trim_start_matches("content/questions/");
            name.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
        };
        let any = 1 + self.chance.below(40);
        if all.is_empty() || self.chance.below(16) == 0 {
            any
        } else {
            number(self.chance.one(&all)).unwrap_or(any)
        }
    }

    /// Everything that a question may say of itself, by chance.
    fn text(&mut self) -> String {
        let day = 1 + self.chance.below(28);
        let mut text = format!("---\ntitle: {}\nasked: 2026-02-{day:02}\n", self.words());
        let number = self.any_number();
        let category = *self.chance.one(&CATEGORIES);
        let tag = *self.chance.one(&WORDS);
        if self.chance.below(2) == 0 {
            text.push_str(&format!("tags: [{tag}, {}]\n", self.chance.one(&WORDS)));
        }
        for line in [
            format!("category: {category}\n"),
            format!("asks: [{{ wording: {tag} 어때요 }}]\n"),
            "pinned: true\n".to_owned(),
            "unlisted: true\n".to_owned(),
            "draft: true\n".to_owned(),
            format!("publish_on: 2026-03-{day:02}\n"),
            format!("review_by: 2026-03-{day:02}\n"),
            format!("related: [{number}]\n"),
            format!("follows: [{number}]\n"),
            format!("status: merged\nmerged_into: {number}\n"),
            "status: removed\nreason: 요청\n".to_owned(),
            "image: photo.svg\n".to_owned(),
            "lang: en\n".to_owned(),
            format!("lang: en\ntranslation_of: {number}\n"),
            format!("aliases: [/old/{number}]\n"),
            format!("corrections: [{{ date: 2026-02-{day:02}, kind: fact, note: {tag} }}]\n"),
        ] {
            if self.chance.below(8) == 0 {
                text.push_str(&line);
            }
        }
        text.push_str(&format!(
            "answered: 2026-02-{day:02}\nanswered_by: {}\n---\n",
            self.chance.one(&["minji", "junho"])
        ));
        text.push_str(&self.words());
        text.push_str(self.chance.one::<&str>(&[
            "",
            " ![사진](/photo.svg)",
            " [다른 글](q:1)",
            " [없는 곳](/nowhere/)",
        ]));
        text.push_str("\n\n## 답변\n\n");
        text.push_str(&self.words());
        text.push_str(".\n");
        text
    }

    /// Changes a part of a file, where it is there.
    fn replace(&mut self, file: &str, from: &str, to: &str) {
        let text = self.project.text(file);
        self.project.write(file, text.replacen(from, to, 1));
    }

    /// Changes what is said in a question.
    fn write_on(&mut self) {
        let (file, words) = (self.any_question(), self.words());
        let text = self.project.text(&file).replace(" [없는 곳](/nowhere/)", "");
        let link = *self.chance.one(&["", "", " [다른 글](q:2)", " [없는 곳](/nowhere/)"]);
        self.project.write(&file, format!("{text}\n{words}{link}\n"));
    }

    /// Does one of the things that happen to an archive; returns what.
    fn edit(&mut self) -> &'static str {
        self.edits += 1;
        let (number, words) = (self.edits, self.words());
        if self.questions().len() < 6 {
            self.add();
            return "a new question of few";
        }
        match self.chance.below(24) {
            0..4 => {
                self.write_on();
                "a changed text"
            }
            4..7 => {
                let (file, text) = (self.any_question(), self.text());
                self.project.write(&file, text);
                "a question written anew"
            }
            7..9 => {
                self.add();
                "a new question"
            }
            9 => {
                let file = self.any_question();
                self.project.remove(&file);
                "a deleted question"
            }
            10 => {
                let file = self.any_question();
                let to = self.project.path(&format!("content/questions/{number}-moved.md"));
                fs::rename(self.project.path(&file), to).unwrap();
                "a renamed question"
            }
            11 => {
                let file = self.any_question();
                self.replace(&file, "title: ", &format!("title: {} ", WORDS[number % WORDS.len()]));
                "another title"
            }
            12 => {
                let file = self.any_question();
                self.replace(&file, "\n---\n", "\ncategory: laundry\n---\n");
                "another category, or one too many"
            }
            13 => {
                let file = self.any_question();
                self.replace(&file, "asked: ", "asked: x");
                "a broken question"
            }
            14..16 => {
                for file in self.questions() {
                    self.replace(&file, "asked: x", "asked: ");
                }
                "mended questions"
            }
            16 => {
                let foot = format!("<footer>{number}</footer>");
                self.project.write("themes/mine/templates/foot.html", foot);
                "another theme"
            }
            17 => {
                let strings = format!("list.all: 모든 질문 {number}\n");
                self.project.write("themes/mine/strings/ko.yaml", strings);
                "other strings"
            }
            18 => {
                let file = "content/site.yaml";
                let text = self.project.text(file);
                let rest = text.split_once('\n').unwrap().1.to_owned();
                self.project.write(file, format!("title: 문답 {number}\n{rest}"));
                "other settings"
            }
            19 => {
                let people = format!("minji: {{ name: 김민지 {number} }}\njunho: {{ name: 이준호 }}\n");
                self.project.write("content/people.yaml", people);
                "other people"
            }
            20 => {
                let size = 10 + number;
                self.project
                    .write("content/static/photo.svg", format!("<svg width=\"{size}\" height=\"9\"></svg>"));
                "another picture"
            }
            21 => {
                self.today = self.today.checked_add(1.day()).unwrap();
                "another day"
            }
            22 => {
                self.project.write("content/pages/about.md", format!("---\ntitle: 소개\n---\n{words}\n"));
                self.project.write("content/search.yaml", format!("synonyms: [[환불, 반품{number}]]\n"));
                "another page, and other synonyms"
            }
            _ => {
                self.meddle(number);
                "a meddler"
            }
        }
    }

    /// Takes away what an error points at, sooner or later.
    fn give_in(&mut self, outcome: &Outcome) {
        for problem in outcome.diagnostics.iter().filter(|problem| problem.is_error()) {
            let file = problem.place.as_ref().map(|place| place.file.clone()).unwrap_or_default();
            let file = file.replacen(self.content_name, "content", 1);
            if file == "content/pages/about.md" {
                self.project.write(&file, "---\ntitle: 소개\n---\n글\n");
            } else if self.chance.below(6) > 0 && self.questions().contains(&file) {
                self.project.remove(&file);
            }
        }
    }

    /// Does what no build expects.
    fn meddle(&mut self, number: usize) {
        let mut files = self.project.files("public");
        // without it nobody knows whose files these are, and a build leaves all of them alone
        files.retain(|file| file != ".mundap-manifest");
        match number % 5 {
            0 => _ = fs::remove_dir_all(self.project.path(".mundap")),
            1 => {
                let files = self.project.files(".mundap/memory");
                if !files.is_empty() {
                    let file = format!(".mundap/memory/{}", self.chance.one(&files));
                    let mut bytes = fs::read(self.project.path(&file)).unwrap();
                    let at = self.chance.below(bytes.len());
                    bytes[at] ^= 1 << (number % 8);
                    self.project.write(&file, bytes);
                }
            }
            2 => _ = fs::remove_dir_all(self.project.path("public")),
            _ if files.is_empty() => {}
            _ => {
                let file = format!("public/{}", self.chance.one(&files));
                self.project.remove(&file);
            }
        }
    }

    /// Every file that a build reads.
    fn sources(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let below = |folder: &str| {
            let root = self.project.path(folder).canonicalize().unwrap();
            self.project.tree(folder).into_iter().map(move |(name, bytes)| (root.join(name), bytes))
        };
        below("content").chain(below("themes")).collect()
    }

    fn options(&self, output: &Path, memory: &Path) -> Options {
        Options {
            content: self.project.path("content"),
            content_name: self.content_name.to_owned(),
            themes: self.project.path("themes"),
            today: Some(self.today.to_string()),
            source_date_epoch: None,
            publish: false,
            destination: Destination::Folder(Settings {
                output: output.to_owned(),
                memory: memory.to_owned(),
                ..Settings::default()
            }),
        }
    }

    fn build(&self, memory: &mut Memory) -> Outcome {
        let options = self.options(&self.project.path("public"), &self.project.path(".mundap"));
        build::build(&options, memory, &Silent)
    }

    /// Builds for the eyes of whoever asks for a page.
    fn show(&self, memory: &mut Memory) -> Outcome {
        let unused = Path::new("");
        let options = Options { destination: Destination::Preview, ..self.options(unused, unused) };
        build::build(&options, memory, &Silent)
    }

    /// The site and the problems of a build that remembers nothing.
    fn build_anew(&self) -> (tempfile::TempDir, Outcome) {
        let folder = tempfile::tempdir().unwrap();
        let options = self.options(&folder.path().join("public"), &folder.path().join("memory"));
        let outcome = build::build(&options, &mut Memory::default(), &Silent);
        (folder, outcome)
    }

    fn memory(&self) -> Memory {
        Memory::lasting(self.project.path(".mundap/memory"))
    }
}

/// Edits and builds again and again, with a memory that `is_new` in every
/// build, as that of another run is, or stays from build to build.
fn edits_are_remembered_rightly(seed: u64, is_new: fn(&mut Chance) -> bool) {
    let mut staff = Staff::new(seed);
    let mut memory = staff.memory();
    let mut sites = 0;
    let edits = wanted("EDITS", EDITS);
    for _ in 0..edits {
        let edit = staff.edit();
        let tampered = staff.project.tree("public");
        if is_new(&mut staff.chance) {
            memory = staff.memory();
        }
        let outcome = staff.build(&mut memory);
        let (folder, anew) = staff.build_anew();
        let label = format!("seed {seed}, edit {}: {edit}", staff.edits);
        assert_eq!(outcome.diagnostics, anew.diagnostics, "{label}");
        if any_error(&anew.diagnostics) {
            assert_same_tree(&staff.project.tree("public"), &tampered);
            staff.give_in(&outcome);
        } else {
            sites += 1;
            let expected = super::harness::tree(&folder.path().join("public"));
            let site = staff.project.tree("public");
            if site != expected {
                eprintln!("{label}");
                assert_same_tree(&site, &expected);
            }
        }
    }
    assert!(sites > edits / 3, "only {sites} edits left an archive that can be built");
}

#[test]
fn edits_between_runs_are_remembered_rightly() {
    edits_are_remembered_rightly(1, |_| true);
}

#[test]
fn edits_within_a_run_are_remembered_rightly() {
    edits_are_remembered_rightly(2, |_| false);
}

#[test]
fn edits_within_runs_and_between_them_are_remembered_rightly() {
    edits_are_remembered_rightly(3, |chance| chance.below(3) == 0);
}

#[test]
fn more_edits_are_remembered_rightly() {
    edits_are_remembered_rightly(4, |chance| chance.below(2) == 0);
}

/// The files that are not as they were, as a watcher tells of them.
fn changed(before: &BTreeMap<PathBuf, Vec<u8>>, after: &BTreeMap<PathBuf, Vec<u8>>) -> Vec<PathBuf> {
    let paths: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    paths.into_iter().filter(|path| before.get(*path) != after.get(*path)).cloned().collect()
}

/// Edits while a run goes on that is told which files changed, and builds for
/// eyes and for a folder in turn, by chance.
fn told_edits_are_remembered_rightly(seed: u64) {
    let mut staff = Staff::new(seed);
    let mut memory = staff.memory();
    let mut seen = staff.sources();
    let (mut sites, mut edited) = (0, 0);
    let edits = wanted("EDITS", EDITS);
    for _ in 0..edits {
        let edit = if staff.chance.below(2) == 0 {
            staff.edit()
        } else {
            staff.write_on();
            "a changed text"
        };
        let sources = staff.sources();
        memory.changed = Some(changed(&seen, &sources));
        seen = sources;
        let (folder, anew) = staff.build_anew();
        let label = format!("seed {seed}, edit {}: {edit}", staff.edits);
        let outcome =
            if staff.chance.below(2) == 0 { staff.show(&mut memory) } else { staff.build(&mut memory) };
        assert_eq!(outcome.diagnostics, anew.diagnostics, "{label}");
        let Some(built) = &outcome.built else {
            staff.give_in(&outcome);
            continue;
        };
        sites += 1;
        edited += usize::from(edit == "a changed text");
        memory.noticed = Some(outcome.diagnostics.clone());
        let expected = super::harness::tree(&folder.path().join("public"));
        match &built.site {
            Site::Preview(preview) => {
                for (path, bytes) in expected.iter().filter(|(path, _)| *path != ".mundap-manifest") {
                    let read = preview.read(path).map(Result::unwrap);
                    assert!(read.as_ref() == Some(bytes), "{label}: {path}");
                }
            }
            _ => assert_same_tree(&staff.project.tree("public"), &expected),
        }
    }
    assert!(sites > edits / 3, "only {sites} edits left an archive that can be built");
    assert!(edited > edits / 5, "only {edited} of them changed a text alone");
}

#[test]
fn edits_that_a_watcher_tells_of_are_remembered_rightly() {
    told_edits_are_remembered_rightly(6);
}

#[test]
fn more_edits_that_a_watcher_tells_of_are_remembered_rightly() {
    told_edits_are_remembered_rightly(7);
}

/// Kills builds that remember at any moment, and sees that the next makes the
/// same site as one that remembers nothing.
#[test]
fn a_killed_build_leaves_no_memory_that_lies() {
    let kills = wanted("KILLS", KILLS);
    let mut staff = Staff::new(5);
    for number in 9..60 {
        let text = question("", &format!("글 {number}"));
        staff.project.write(&format!("content/questions/{number}.md"), text);
    }
    let began = Instant::now();
    staff.project.build().succeeds();
    let whole = began.elapsed();
    let mut cut_short = 0;
    for kill in 0..kills {
        let file = staff.any_question();
        let text = staff.project.text(&file);
        let words = staff.words();
        // sometimes all pages change, and sometimes one
        if kill % 3 == 0 {
            staff.project.write("themes/mine/templates/foot.html", format!("<footer>{kill}</footer>"));
        }
        staff.project.write(&file, format!("{text}\n{words}\n"));
        let mut process = staff.project.command("build").into_process();
        let mut build = process.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(whole.mul_f64(staff.chance.below(1000) as f64 / 1000.0));
        build.kill().unwrap();
        cut_short += usize::from(build.wait().unwrap().code().is_none());
        assert!(!any_error(&staff.build(&mut staff.memory()).diagnostics));
        let (folder, _) = staff.build_anew();
        let expected = super::harness::tree(&folder.path().join("public"));
        assert_same_tree(&staff.project.tree("public"), &expected);
    }
    // else the moments are wrong, and nothing has been shown
    assert!(cut_short > kills / 4, "only {cut_short} builds were killed before they ended");
}

#[test]
fn a_build_is_compared_with_one_that_remembers_nothing() {
    let staff = Staff::new(6);
    staff.project.build().succeeds();
    let run = staff.project.command("build").arg("--verify").for_people().run().succeeds();
    assert!(run.stdout.ends_with("a build without a memory makes the same\n"), "{}", run.stdout);
    assert!(!staff.project.path(".mundap/clean").exists());
}

#[test]
fn nothing_is_done_where_nothing_changed() {
    let staff = Staff::new(7);
    thread::sleep(SETTLED);
    let build = || staff.project.command("build").for_people().run().succeeds().stdout;
    build();
    thread::sleep(SETTLED);
    // what was written in the last moment is looked at once more
    build();
    let done = staff.project.command("build").arg("--timings").for_people().run().succeeds().stderr;
    assert!(done.contains("\nlook") && !done.contains("\nread"), "{done}");
    staff.project.write("content/stray.txt", "");
    let run = staff.project.build().succeeds();
    run.reports("stray-entry").in_file("content/stray.txt");
    staff.project.remove("content/stray.txt").write("content/other.txt", "");
    staff.project.build().reports("stray-entry").in_file("content/other.txt");
}

/// An archive of two questions that is built until nothing is done any more, after
/// the second was changed by `change`.
fn settled(change: impl FnOnce(&Project)) -> Project {
    let archive = Archive::new().question("1.md", &question("", "왜죠?"));
    let project = archive.question("2.md", &question("", "왜요?")).build().succeeds().project;
    change(&project);
    for _ in 0..3 {
        thread::sleep(SETTLED);
        project.build().succeeds();
    }
    project
}

#[test]
fn what_nobody_may_see_is_noticed_where_nothing_changed() {
    let mut page = String::new();
    let project = settled(|project| {
        page = project.text("public/q/2/index.html");
        project.write("content/questions/2.md", question("draft: true\n", "왜요?"));
    });
    project.write("public/q/2/index.html", page).build().fails().reports_only(&["still-public"]);
    project.remove("public/q/2/index.html").build().succeeds().quietly();
}

#[test]
fn what_was_left_alone_is_told_of_no_more_once_it_is_gone() {
    let project = settled(|project| {
        project.write("public/q/2/index.html", "edited").remove("content/questions/2.md");
    });
    project.build().succeeds().reports_only(&["output-edited"]);
    project.remove("public/q/2/index.html").build().succeeds().quietly();
}

/// After this, a file that was written counts as settled.
const SETTLED: Duration = Duration::from_millis(50);

#[test]
fn a_build_that_fails_leaves_nothing_for_git_to_find() {
    let project = Archive::new().question("1.md", &question("category: none\n", "왜죠?")).write();
    project.build().fails();
    assert_eq!(project.files(".mundap"), [""; 0]);
    project.write("content/questions/1.md", question("", "왜죠?")).build().succeeds();
    assert_eq!(project.text(".mundap/.gitignore"), "*\n");
}
