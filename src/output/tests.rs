//! What a build does to the files on disk, from opening the folder to the
//! commit.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::SystemTime;

use rayon::prelude::*;
use tempfile::TempDir;

use crate::diagnostic::Diagnostic;
use crate::hash::Hash;
use crate::hash::MAX_WHOLE_BYTES;
use crate::output::Durability;
use crate::output::Entry;
use crate::output::Manifest;
use crate::output::OutputFolder;
use crate::output::OutputPath;
use crate::output::Settings;
use crate::output::State;
use crate::output::Summary;
use crate::output::manifest::NAME as MANIFEST;
use crate::output::manifest::SCRATCH;

/// A site as path -> content.
type Files<'a> = [(&'a str, &'a str)];

const URL: &str = "https://qna.example.org";

const SITE: &Files<'static> =
    &[("index.html", "home"), ("q/1/index.html", "one"), ("q/2/index.html", "two"), ("q/2.md", "2")];

/// A project in a folder of its own.
struct Project {
    temp: TempDir,
    settings: Settings,
}

impl Project {
    fn new() -> Self {
        let temp = tempfile::tempdir().unwrap();
        let root = temp.path().canonicalize().unwrap();
        fs::create_dir(root.join("content")).unwrap();
        let settings = Settings {
            output: root.join("public"),
            memory: root.join(".mundap"),
            sources: vec![root.join("content")],
            ..Settings::default()
        };
        Self { temp, settings }
    }

    #[must_use]
    fn adopting(mut self) -> Self {
        self.settings.adopt = true;
        self
    }

    /// A project that was built once.
    fn built() -> Self {
        let project = Self::new();
        project.build(SITE);
        project
    }

    fn file(&self, path: &str) -> PathBuf {
        self.settings.output.join(path)
    }

    fn write(&self, path: &str, content: &str) {
        fs::create_dir_all(self.file(path).parent().unwrap()).unwrap();
        fs::write(self.file(path), content).unwrap();
    }

    #[track_caller]
    fn open(&self) -> OutputFolder {
        OutputFolder::open(&self.settings, URL).unwrap_or_else(|refusal| panic!("{}", refusal.message))
    }

    #[track_caller]
    fn refusal(&self) -> Diagnostic {
        OutputFolder::open(&self.settings, URL).err().expect("this should be refused")
    }

    #[track_caller]
    fn build(&self, files: &Files<'_>) -> Summary {
        let folder = self.open();
        let mut entries = put_all(&folder, files).unwrap();
        folder.commit(&mut entries).unwrap().0
    }

    /// Every file and every empty folder of the output, without the manifest.
    fn tree(&self) -> BTreeMap<String, String> {
        let mut tree = BTreeMap::new();
        collect(&self.settings.output, "", &mut tree);
        tree.remove(MANIFEST);
        tree
    }

    #[track_caller]
    fn has(&self, files: &Files<'_>) {
        let expected = files.iter().map(|(path, content)| (path.to_string(), content.to_string()));
        assert_eq!(self.tree(), expected.collect());
        assert!(!self.settings.memory.join("staging").exists());
    }

    fn manifest(&self) -> String {
        fs::read_to_string(self.file(MANIFEST)).unwrap()
    }

    /// What the manifest of a clean build of `files` reads.
    fn clean_manifest(files: &Files<'_>) -> String {
        let clean = Self::new();
        clean.build(files);
        clean.manifest()
    }
}

fn path(path: &str) -> OutputPath {
    OutputPath::new(path).unwrap()
}

fn put_all(folder: &OutputFolder, files: &Files<'_>) -> Result<Vec<Entry>, Diagnostic> {
    files.par_iter().map(|(name, content)| folder.put(&path(name), content.as_bytes())).collect()
}

fn collect(folder: &Path, prefix: &str, tree: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if !entry.file_type().unwrap().is_dir() {
            tree.insert(name, fs::read_to_string(entry.path()).unwrap());
        } else if fs::read_dir(entry.path()).unwrap().next().is_none() {
            tree.insert(name + "/", String::new());
        } else {
            collect(&entry.path(), &format!("{name}/"), tree);
        }
    }
}

fn with<'a>(files: &Files<'a>, more: &Files<'a>) -> Vec<(&'a str, &'a str)> {
    files.iter().chain(more).copied().collect()
}

#[test]
fn a_first_build_writes_everything() {
    let project = Project::new();
    let summary = project.build(SITE);
    assert_eq!(summary, Summary { written: 4, bytes: 11, ..Summary::default() });
    project.has(SITE);
    let expected = format!(
        "mundap manifest 1\nsite https://qna.example.org\n{} index.html\n{} q/1/index.html\n{} q/2.md\n{} q/2/index.html\n",
        Hash::of(b"home"),
        Hash::of(b"one"),
        Hash::of(b"2"),
        Hash::of(b"two"),
    );
    assert_eq!(project.manifest(), expected);
}

#[test]
fn an_empty_folder_is_no_old_site() {
    let project = Project::new();
    fs::create_dir(&project.settings.output).unwrap();
    project.build(SITE);
    project.has(SITE);
}

#[cfg(unix)]
#[test]
fn an_empty_folder_behind_a_link_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let mut project = Project::new();
    let folder = project.temp.path().join("www");
    fs::create_dir(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o750)).unwrap();
    std::os::unix::fs::symlink(&folder, &project.settings.output).unwrap();
    project.build(SITE);
    project.has(SITE);
    assert!(project.settings.output.is_symlink());
    assert_eq!(folder.metadata().unwrap().permissions().mode() & 0o777, 0o750);
    project.settings.output = folder;
    assert_eq!(project.build(SITE).unchanged, 4);
}

#[test]
fn a_folder_that_is_not_there_yet_is_made_with_its_parents() {
    let mut project = Project::new();
    project.settings.output = project.temp.path().join("a/b/public");
    project.build(SITE);
    project.has(SITE);
}

#[test]
fn a_site_without_files_is_a_site() {
    let project = Project::built();
    assert_eq!(project.build(&[]).removed, 4);
    project.has(&[]);
    assert_eq!(project.manifest(), "mundap manifest 1\nsite https://qna.example.org\n");
}

#[test]
fn the_order_of_entries_does_not_show() {
    let project = Project::new();
    let mut reversed = SITE.to_vec();
    reversed.reverse();
    project.build(&reversed);
    assert_eq!(project.manifest(), Project::clean_manifest(SITE));
}

#[test]
fn an_unchanged_rebuild_writes_nothing() {
    let project = Project::built();
    let long_ago = SystemTime::now() - Duration::from_secs(3600);
    let files = || SITE.iter().map(|(path, _)| *path).chain([MANIFEST]).map(|path| project.file(path));
    for file in files() {
        fs::File::options().write(true).open(file).unwrap().set_modified(long_ago).unwrap();
    }
    let summary = project.build(SITE);
    assert_eq!(summary, Summary { unchanged: 4, ..Summary::default() });
    for file in files() {
        assert_eq!(file.metadata().unwrap().modified().unwrap(), long_ago, "{}", file.display());
    }
    project.has(SITE);
}

#[test]
fn only_what_changed_is_written() {
    let project = Project::built();
    let files = [("index.html", "home"), ("q/1/index.html", "one more"), ("q/3/index.html", "three")];
    let summary = project.build(&files);
    assert_eq!(summary, Summary { written: 2, unchanged: 1, removed: 2, bytes: 13, kept: vec![] });
    project.has(&files);
    assert_eq!(project.manifest(), Project::clean_manifest(&files));
}

#[test]
fn put_tells_how_a_file_differs() {
    let project = Project::built();
    project.write("q/2.md", "edited");
    let folder = project.open();
    let state = |name, content: &str| folder.put(&path(name), content.as_bytes()).unwrap().state;
    assert_eq!(state("index.html", "home"), State::Unchanged);
    assert_eq!(state("q/1/index.html", "more"), State::Changed);
    assert_eq!(state("q/2.md", "2"), State::Kept);
    assert_eq!(state("q/9.md", "9"), State::New);
}

#[test]
fn dropping_the_folder_leaves_the_old_site() {
    let project = Project::built();
    let manifest = project.manifest();
    let folder = project.open();
    put_all(&folder, &[("index.html", "other"), ("new.html", "new")]).unwrap();
    drop(folder);
    project.has(SITE);
    assert_eq!(project.manifest(), manifest);
}

#[test]
fn dropping_the_folder_before_a_first_build_leaves_no_output() {
    let project = Project::new();
    let folder = project.open();
    put_all(&folder, SITE).unwrap();
    drop(folder);
    assert!(!project.settings.output.exists());
    assert!(!project.settings.memory.join("staging").exists());
}

#[test]
fn a_file_and_a_folder_may_trade_places() {
    let project = Project::new();
    let before = [("about", "page"), ("q/1/index.html", "one"), ("q/1/a/b", "deep")];
    let after = [("about/index.html", "page"), ("q/1", "one")];
    project.build(&before);
    project.build(&after);
    project.has(&after);
    let summary = project.build(&before);
    project.has(&before);
    assert_eq!(summary, Summary { written: 3, removed: 2, bytes: 11, ..Summary::default() });
    assert_eq!(project.manifest(), Project::clean_manifest(&before));
}

#[test]
fn a_name_may_change_its_case() {
    let project = Project::new();
    project.build(&[("Logo.svg", "logo"), ("FAQ.md", "faq")]);
    let after = [("logo.svg", "logo"), ("faq.md", "new faq")];
    project.build(&after);
    project.has(&after);
}

#[test]
fn files_of_somebody_else_stay() {
    let project = Project::built();
    project.write("CNAME", "example.org");
    project.write("q/1/notes.txt", "mine");
    fs::create_dir_all(project.file("empty/folder")).unwrap();
    let summary = project.build(&SITE[..1]);
    assert_eq!((summary.removed, summary.kept), (3, vec![]));
    let theirs = [("CNAME", "example.org"), ("q/1/notes.txt", "mine"), ("empty/folder/", "")];
    project.has(&with(&SITE[..1], &theirs));
}

#[test]
fn a_file_of_somebody_else_in_the_way_is_kept_and_named() {
    let project = Project::built();
    project.write("CNAME", "theirs");
    fs::create_dir(project.file("notes")).unwrap();
    project.write("blog", "theirs");
    let ours = [("CNAME", "ours"), ("notes", "ours"), ("blog/index.html", "ours")];
    let summary = project.build(&with(SITE, &ours));
    assert_eq!(summary.kept, ["CNAME", "blog/index.html", "notes"].map(path));
    project.has(&with(SITE, &[("CNAME", "theirs"), ("notes/", ""), ("blog", "theirs")]));
    assert_eq!(project.manifest(), Project::clean_manifest(SITE));
}

#[test]
fn an_edited_file_is_kept_and_named_until_the_edit_is_gone() {
    let project = Project::built();
    project.write("q/1/index.html", "edited");
    let edited = [("index.html", "home"), ("q/1/index.html", "edited")];
    let after = [("index.html", "home"), ("q/1/index.html", "newer")];
    for _ in 0..2 {
        assert_eq!(project.build(&after).kept, [path("q/1/index.html")]);
        project.has(&edited);
    }
    project.write("q/1/index.html", "one");
    let summary = project.build(&after);
    assert_eq!((summary.written, summary.kept), (1, vec![]));
    project.has(&after);
    assert_eq!(project.manifest(), Project::clean_manifest(&after));
}

#[test]
fn an_edited_file_that_the_site_no_longer_has_is_kept_until_it_is_deleted() {
    let project = Project::built();
    project.write("q/1/index.html", "edited");
    let after = &SITE[..1];
    for _ in 0..2 {
        assert_eq!(project.build(after).kept, [path("q/1/index.html")]);
        project.has(&with(after, &[("q/1/index.html", "edited")]));
    }
    fs::remove_file(project.file("q/1/index.html")).unwrap();
    assert_eq!(project.build(after).kept, []);
    project.has(after);
    assert_eq!(project.manifest(), Project::clean_manifest(after));
}

#[test]
fn an_edit_between_put_and_commit_is_kept() {
    let project = Project::built();
    let folder = project.open();
    let files = [("index.html", "newer"), ("new.html", "ours")];
    let mut entries = put_all(&folder, &files).unwrap();
    project.write("index.html", "edited");
    project.write("new.html", "theirs");
    let summary = folder.commit(&mut entries).unwrap().0;
    assert_eq!(summary.kept, ["index.html", "new.html"].map(path));
    project.has(&[("index.html", "edited"), ("new.html", "theirs")]);
}

#[test]
fn files_that_appear_during_a_first_build_are_kept() {
    let project = Project::new();
    let folder = project.open();
    let mut entries = put_all(&folder, SITE).unwrap();
    project.write("index.html", "theirs");
    let summary = folder.commit(&mut entries).unwrap().0;
    assert_eq!((summary.written, summary.kept), (3, vec![path("index.html")]));
    project.has(&with(&SITE[1..], &[("index.html", "theirs")]));
}

#[test]
fn a_deleted_file_comes_back() {
    let project = Project::built();
    fs::remove_dir_all(project.file("q")).unwrap();
    assert_eq!(project.build(SITE).written, 3);
    project.has(SITE);
}

#[test]
fn a_folder_of_somebody_else_is_refused() {
    let project = Project::new();
    project.write("thesis.txt", "mine");
    let refusal = project.refusal();
    assert_eq!(refusal.code, "output-not-ours");
    let folder = project.settings.output.display();
    assert_eq!(refusal.message, format!("`{folder}` holds files that mundap did not write"));
    let help = "name another folder with `--output`, or pass `--adopt` to let mundap write there; \
                nothing of yours is deleted";
    assert_eq!(refusal.help.as_deref(), Some(help));
    project.has(&[("thesis.txt", "mine")]);
}

#[test]
fn a_damaged_manifest_is_no_manifest_and_says_so() {
    let project = Project::built();
    fs::write(project.file(MANIFEST), "mundap manifest 1\nindex.html\n").unwrap();
    let refusal = project.refusal();
    assert_eq!(refusal.code, "output-not-ours");
    assert!(
        refusal.message.ends_with("its manifest is damaged: line 2 of `.mundap-manifest` cannot be read")
    );
    project.has(SITE);
}

#[test]
fn adopting_a_folder_keeps_what_is_in_it() {
    let project = Project::new().adopting();
    project.write("thesis.txt", "mine");
    project.write("index.html", "mine too");
    project.write("q/2.md", "2");
    let summary = project.build(SITE);
    assert_eq!((summary.written, summary.unchanged), (2, 1));
    assert_eq!(summary.kept, [path("index.html")]);
    project.has(&with(&SITE[1..], &[("thesis.txt", "mine"), ("index.html", "mine too")]));
    assert_eq!(project.manifest(), Project::clean_manifest(&SITE[1..]));
}

#[test]
fn a_file_that_equals_a_copy_stays_with_whoever_put_it_there() {
    let mut project = Project::new().adopting();
    project.write("logo.png", "logo");
    let source = project.settings.sources[0].join("logo.png");
    fs::write(&source, "logo").unwrap();
    let build = |project: &Project| {
        let folder = project.open();
        let entry = folder.put_copy(&path("logo.png"), &source).unwrap();
        folder.commit(&mut [entry]).unwrap().0
    };
    assert_eq!(build(&project).kept, [path("logo.png")]);
    project.settings.adopt = false;
    assert_eq!(build(&project).kept, [path("logo.png")]);
    project.build(SITE);
    project.has(&with(SITE, &[("logo.png", "logo")]));
}

#[test]
fn an_adopted_folder_is_ours_from_then_on() {
    let mut project = Project::new().adopting();
    project.write("thesis.txt", "mine");
    project.build(&[]);
    project.settings.adopt = false;
    project.build(SITE);
    project.has(&with(SITE, &[("thesis.txt", "mine")]));
}

#[test]
fn an_unsafe_place_is_refused_before_anything_is_written() {
    let mut project = Project::new();
    project.settings.output = project.settings.sources[0].clone();
    assert_eq!(project.refusal().code, "output-unsafe");
    assert!(!project.settings.memory.exists());
}

#[test]
fn a_second_build_at_the_same_time_is_refused() {
    let project = Project::new();
    let folder = project.open();
    let refusal = project.refusal();
    assert_eq!(refusal.code, "build-running");
    let message = format!("another build is running here, as process {}", std::process::id());
    assert_eq!(refusal.message, message);
    assert_eq!(refusal.help.as_deref(), Some("wait until it ends, or stop it"));
    let (_, lock) = folder.commit(&mut []).unwrap();
    assert_eq!(project.refusal().code, "build-running");
    drop(lock);
    project.open();
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_a_link_is_an_error_that_names_it() {
    let project = Project::built();
    let elsewhere = project.temp.path().join("elsewhere");
    fs::rename(project.file("q"), &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, project.file("q")).unwrap();
    let refusal = put_all(&project.open(), SITE).unwrap_err();
    assert_eq!(refusal.code, "output-symlink");
    assert!(refusal.message.ends_with("`q` in the output folder is a symbolic link"), "{}", refusal.message);
    let refusal = put_all(&project.open(), &[("q/2/new/page", "new")]).unwrap_err();
    assert_eq!(refusal.code, "output-symlink");
}

#[cfg(unix)]
#[test]
fn nothing_behind_a_link_is_removed() {
    let project = Project::built();
    let elsewhere = project.temp.path().join("elsewhere");
    fs::rename(project.file("q"), &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, project.file("q")).unwrap();
    let summary = project.build(&SITE[..1]);
    assert_eq!(summary.kept, ["q/1/index.html", "q/2.md", "q/2/index.html"].map(path));
    assert_eq!(fs::read_to_string(elsewhere.join("1/index.html")).unwrap(), "one");
}

#[cfg(unix)]
#[test]
fn a_link_in_place_of_a_file_is_kept() {
    let project = Project::built();
    let target = project.temp.path().join("target");
    fs::write(&target, "theirs").unwrap();
    fs::remove_file(project.file("index.html")).unwrap();
    std::os::unix::fs::symlink(&target, project.file("index.html")).unwrap();
    let summary = project.build(&[("index.html", "newer")]);
    assert_eq!(summary.kept, [path("index.html")]);
    assert!(project.file("index.html").is_symlink());
    assert_eq!(fs::read_to_string(target).unwrap(), "theirs");
}

#[test]
fn a_kill_at_any_step_of_the_commit_is_mended_by_the_next_build() {
    let before = SITE;
    let after = [("index.html", "newer"), ("q/1/index.html", "one"), ("q/3/index.html", "three")];
    let lines = |files: &Files<'_>| -> Vec<_> {
        files.iter().map(|(name, content)| (path(name), Hash::of(content.as_bytes()))).collect()
    };
    let both: Manifest = lines(before).into_iter().chain(lines(&after)).collect();
    type Step = fn(&Project);
    let steps: [Step; 5] = [
        |project| project.write(SCRATCH, "mundap mani"),
        |project| project.write("q/3/index.html", "three"),
        |project| project.write("index.html", "newer"),
        |project| fs::remove_file(project.file("q/2/index.html")).unwrap(),
        |project| fs::remove_dir(project.file("q/2")).unwrap(),
    ];
    for last in 0..=steps.len() {
        for next in [before, &after] {
            let project = Project::built();
            fs::create_dir_all(project.settings.memory.join("staging/q")).unwrap();
            both.write(&project.settings.output, Durability::Cached).unwrap();
            steps.iter().take(last).for_each(|step| step(&project));
            assert_eq!(project.build(next).kept, [], "after step {last}");
            project.has(next);
            assert_eq!(project.manifest(), Project::clean_manifest(next));
        }
    }
}

#[test]
fn a_kill_while_a_file_and_a_folder_trade_places_is_mended() {
    let before = [("about", "page"), ("q/1/index.html", "one")];
    let after = [("about/index.html", "page"), ("q/1", "one")];
    let project = Project::new();
    project.build(&before);
    let listed = fs::read(project.file(MANIFEST)).unwrap();
    project.build(&after);
    let manifest = project.manifest();
    let both = String::from_utf8(listed).unwrap() + manifest.splitn(3, '\n').last().unwrap();
    fs::write(project.file(MANIFEST), both).unwrap();
    assert_eq!(project.build(&after), Summary { unchanged: 2, ..Summary::default() });
    project.has(&after);
    assert_eq!(project.manifest(), Project::clean_manifest(&after));
}

#[test]
fn a_durable_build_is_the_same_build() {
    let mut project = Project::new();
    project.settings.durability = Durability::Synced;
    project.build(SITE);
    project.has(SITE);
    let after = [("index.html", "newer"), ("q/3/index.html", "three")];
    project.build(&after);
    project.has(&after);
}

// /dev/shm is a file system of its own on Linux, and others may not have it
#[cfg(target_os = "linux")]
#[test]
fn memory_and_output_may_be_on_two_file_systems() {
    let Ok(other) = tempfile::tempdir_in("/dev/shm") else { return };
    let mut project = Project::new();
    project.settings.memory = other.path().join(".mundap");
    project.build(SITE);
    project.has(SITE);
    let after = [("index.html", "newer"), ("q/3/index.html", "three")];
    assert_eq!(project.build(&after).written, 2);
    project.has(&after);
    assert_eq!(project.manifest(), Project::clean_manifest(&after));
}

#[test]
fn a_copy_is_the_file_whatever_its_size() {
    let project = Project::new();
    let small = project.settings.sources[0].join("small");
    let large = project.settings.sources[0].join("large");
    fs::write(&small, "small").unwrap();
    fs::write(&large, "x".repeat(MAX_WHOLE_BYTES as usize + 1)).unwrap();
    let build = || {
        let folder = project.open();
        let entries = [("a/small", &small), ("a/large", &large)];
        let entries = entries.map(|(name, source)| folder.put_copy(&path(name), source).unwrap());
        folder.commit(&mut entries.to_vec()).unwrap().0
    };
    let bytes = MAX_WHOLE_BYTES + 6;
    assert_eq!(build(), Summary { written: 2, bytes, ..Summary::default() });
    assert_eq!(fs::read(project.file("a/large")).unwrap(), fs::read(&large).unwrap());
    assert_eq!(build(), Summary { unchanged: 2, ..Summary::default() });
    fs::write(&large, "y".repeat(MAX_WHOLE_BYTES as usize + 2)).unwrap();
    assert_eq!(
        build(),
        Summary { written: 1, unchanged: 1, bytes: MAX_WHOLE_BYTES + 2, ..Summary::default() }
    );
}

#[test]
fn a_source_that_cannot_be_read_is_named() {
    let project = Project::new();
    let refusal = project.open().put_copy(&path("a"), Path::new("no/such/file")).unwrap_err();
    assert_eq!(refusal.code, "unreadable");
    assert_eq!(refusal.place.unwrap().file, "no/such/file");
}

#[test]
fn a_write_that_fails_names_the_file() {
    let project = Project::built();
    let folder = project.open();
    fs::remove_dir_all(project.settings.memory.join("staging")).unwrap();
    fs::write(project.settings.memory.join("staging"), "in the way").unwrap();
    let refusal = folder.put(&path("q/9/index.html"), b"nine").unwrap_err();
    assert_eq!(refusal.code, "output-write-failed");
    assert!(refusal.message.starts_with("`q/9/index.html` cannot be written: "), "{}", refusal.message);
    drop(folder);
    fs::remove_file(project.settings.memory.join("staging")).unwrap();
    project.has(SITE);
}

#[test]
fn many_threads_may_put_at_once() {
    let project = Project::new();
    let names: Vec<_> = (0..500).map(|number| format!("q/{number}/index.html")).collect();
    let files: Vec<_> = names.iter().map(|name| (name.as_str(), name.as_str())).collect();
    assert_eq!(project.build(&files).written, 500);
    project.has(&files);
    let fewer = &files[100..];
    let summary = project.build(fewer);
    assert_eq!((summary.unchanged, summary.removed), (400, 100));
    project.has(fewer);
}
