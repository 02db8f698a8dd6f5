//! A build: the same archive gives the same bytes, nothing of anybody else is
//! lost, and a reader always finds a whole site.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::fs::File;
use std::fs::Permissions;
use std::os::unix::fs::MetadataExt;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::Duration;
use std::time::Instant;
use std::time::SystemTime;

use tempfile::TempDir;

use super::harness::Archive;
use super::harness::Project;
use super::harness::Run;
use super::harness::assert_same_tree;
#[cfg(target_os = "linux")]
use super::harness::c_library;
use super::harness::question;
use super::harness::tree;

type Tree = BTreeMap<String, Vec<u8>>;

/// An archive that uses everything once.
fn features() -> Archive {
    let sites = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    Archive::empty()
        .folder("content", &sites.join("features/content"))
        .folder("themes", &sites.join("themes"))
}

/// Two questions that link to each other.
fn two_questions() -> Archive {
    Archive::new().question("1.md", &question("", "[둘째](q:2)")).question(
        "2.md",
        &question(
            "answered: 2026-03-01\nanswered_by: minji\nsummary: 네.\n",
            "[첫째](q:1)\n\n## 답변\n\n네. 그렇습니다.",
        ),
    )
}

mod the_same_bytes {
    use super::*;

    #[track_caller]
    fn come_of(build: impl FnOnce(&Project) -> Run) {
        let expected = features().build().succeeds().project.tree("public");
        assert!(expected.len() > 40);
        let project = features().write();
        let run = build(&project).succeeds();
        assert_same_tree(&run.project.tree("public"), &expected);
    }

    #[test]
    fn come_of_another_folder() {
        come_of(Project::build);
    }

    #[test]
    fn come_of_any_number_of_threads() {
        for threads in ["1", "2", "8"] {
            come_of(|project| project.command("build").env("RAYON_NUM_THREADS", threads).run());
        }
    }

    /// Some file systems hand out names in the order they were made, and some in
    /// the order of a hash.
    #[test]
    fn come_of_files_in_another_order() {
        come_of(|project| {
            fs::rename(project.path("content"), project.path("old")).unwrap();
            for name in project.files("old").into_iter().rev() {
                let bytes = fs::read(project.path(&format!("old/{name}"))).unwrap();
                project.write(&format!("content/{name}"), bytes);
            }
            fs::remove_dir_all(project.path("old")).unwrap();
            project.build()
        });
    }

    /// Folders that hand out their names in any order, at any time, also one
    /// before the files were written.
    #[cfg(target_os = "linux")]
    #[test]
    fn come_of_any_order_of_reading_at_any_time() {
        let folder = tempfile::tempdir().unwrap();
        let Some(library) = c_library("elsewhere.c", folder.path()) else { return };
        const TEN_YEARS: i64 = 315_360_000;
        for (seed, shift) in [(1, 0), (2, TEN_YEARS), (3, -TEN_YEARS), (4, 0), (5, 86_400)] {
            come_of(|project| {
                let build = project.command("build").env("LD_PRELOAD", library.to_str().unwrap());
                build.env("READ_ORDER", &seed.to_string()).env("CLOCK_SHIFT", &shift.to_string()).run()
            });
        }
    }

    /// A file's time of change is no part of the site, be it long past or to come.
    #[test]
    fn come_of_files_of_another_time() {
        come_of(|project| {
            for (at, name) in project.files("content").iter().enumerate() {
                let time = SystemTime::UNIX_EPOCH + Duration::from_secs(100_000_000 * (at as u64 % 40));
                let file =
                    File::options().write(true).open(project.path(&format!("content/{name}"))).unwrap();
                file.set_modified(time).unwrap();
            }
            project.build()
        });
    }

    #[test]
    fn come_of_another_language_of_the_system() {
        for locale in ["C", "ko_KR.UTF-8", "tr_TR.UTF-8"] {
            come_of(|project| project.command("build").env("LANG", locale).env("LC_ALL", locale).run());
        }
    }

    #[test]
    fn come_of_every_time_zone() {
        for zone in [
            "Pacific/Kiritimati",
            "Pacific/Pago_Pago",
            "America/Los_Angeles",
            "Asia/Seoul",
            "Asia/Kathmandu",
            "UTC",
        ] {
            come_of(|project| project.command("build").env("TZ", zone).run());
        }
    }

    #[test]
    fn come_of_a_day_given_by_the_environment() {
        // one second before and after midnight in Seoul: 1 March 15:00 UTC
        come_of(|project| project.command("build").any_day().env("SOURCE_DATE_EPOCH", "1772377200").run());
        come_of(|project| project.command("build").any_day().env("SOURCE_DATE_EPOCH", "1772463599").run());
    }

    #[test]
    fn come_of_a_second_build_on_another_day() {
        come_of(|project| {
            project.command("build").today("2031-01-01").run().succeeds();
            project.build()
        });
    }
}

mod what_stands_already {
    use super::*;

    #[test]
    fn is_not_written_again() {
        let project = features().build().succeeds().project;
        let before = identities(&project);
        let run = project.build().succeeds();
        assert_eq!(identities(&project), before);
        assert!(run.stdout.contains("\"written\":0"), "{}", run.stdout);
    }

    #[test]
    fn is_written_again_only_where_it_changed() {
        let project = two_questions().build().succeeds().project;
        let before = identities(&project);
        let text = project.text("content/questions/2.md").replace("그렇습니다", "아닙니다");
        project.write("content/questions/2.md", text).build().succeeds();
        let after = identities(&project);
        let changed: Vec<_> = after.iter().filter(|file| before.get(file.0) != Some(file.1)).collect();
        let changed: Vec<_> = changed.iter().map(|(name, _)| name.as_str()).collect();
        let (index, expected): (Vec<_>, Vec<_>) =
            changed.into_iter().partition(|name| name.starts_with("search/"));
        assert_eq!(
            expected,
            [".mundap-manifest", "feed.json", "feed.xml", "q/2.md", "q/2/index.html", "rss.xml"]
        );
        assert_eq!(index, ["search/initials/0.bin", "search/manifest.json", "search/terms/0.bin"]);
    }

    #[test]
    fn goes_with_its_question() {
        let project = two_questions().build().succeeds().project;
        assert!(project.path("public/q/2").is_dir());
        project
            .remove("content/questions/2.md")
            .write("content/questions/1.md", question("", "혼자"))
            .build()
            .succeeds();
        assert!(!project.path("public/q/2").exists() && !project.path("public/q/2.md").exists());
        assert_same_tree(
            &project.tree("public"),
            &Archive::new().question("1.md", &question("", "혼자")).build().project.tree("public"),
        );
    }

    #[test]
    fn stays_where_it_is_not_ours() {
        let project = two_questions().build().succeeds().project;
        project.write("public/CNAME", "qna.example.org").write("public/q/2/notes.txt", "mine");
        project.remove("content/questions/2.md").write("content/questions/1.md", question("", "혼자"));
        project.build().succeeds().quietly();
        assert_eq!(project.text("public/CNAME"), "qna.example.org");
        assert_eq!(project.files("public/q/2"), ["notes.txt"]);
    }

    #[test]
    fn stays_and_is_named_where_it_was_edited() {
        let project = two_questions().build().succeeds().project;
        let page = project.text("public/q/1/index.html");
        project.write("public/q/1/index.html", "edited");
        let run = project.build().succeeds();
        run.reports("output-edited").mildly().saying("q/1/index.html");
        assert_eq!(project.text("public/q/1/index.html"), "edited");
        project.build().succeeds().reports("output-edited");
        project.remove("public/q/1/index.html").build().succeeds().quietly();
        assert_eq!(project.text("public/q/1/index.html"), page);
    }

    #[test]
    fn stays_where_it_was_edited_even_without_its_question() {
        let project = two_questions().build().succeeds().project;
        project.write("public/q/2/index.html", "edited");
        project.remove("content/questions/2.md").write("content/questions/1.md", question("", "혼자"));
        project.build().succeeds().reports("output-edited").saying("q/2/index.html");
        assert_eq!(project.files("public/q/2"), ["index.html"]);
    }
}

mod a_failed_build {
    use super::*;

    /// A site, and then a change that cannot be built.
    #[track_caller]
    fn leaves_the_old_site(breaking: impl FnOnce(&Project), code: &str) {
        let project = two_questions().build().succeeds().project;
        let before = identities(&project);
        breaking(&project);
        project.build().fails().reports(code);
        assert_eq!(identities(&project), before);
        assert!(!project.path(".mundap/staging").exists());
    }

    #[test]
    fn for_a_question_leaves_the_old_site() {
        leaves_the_old_site(
            |project| {
                project.write("content/questions/3.md", question("answerd: 2026-03-01\n", "왜?"));
            },
            "unknown-key",
        );
    }

    #[test]
    fn for_a_template_leaves_the_old_site() {
        leaves_the_old_site(
            |project| {
                project.write("content/templates/question.html", "{{ question.tilte.x }}");
            },
            "template",
        );
        leaves_the_old_site(
            |project| {
                project.write("content/templates/question.html", "{% if %}");
            },
            "template",
        );
    }

    #[test]
    fn makes_no_site_where_there_was_none() {
        let archive = two_questions().question("3.md", "nothing of the kind");
        let run = archive.build().fails();
        assert!(!run.project.path("public").exists());
    }
}

mod a_killed_build {
    use super::*;

    /// How many builds are killed at any moment, and how many while they change
    /// the site.
    const KILLS: (u32, u32) = (10, 20);

    #[test]
    fn leaves_whole_files_and_no_broken_link() {
        let project = large(0..300).write();
        let mut old = project.build().succeeds().project.tree("public");
        let other = large(30..330).site_also("description: 새 설명\n").write();
        let started = Instant::now();
        let mut new = other.build().succeeds().project.tree("public");
        let whole = started.elapsed();

        let mut moments = Moments(0x9e37_79b9_7f4a_7c15);
        let (mut cut_short, mut mixed) = (0, 0);
        for number in 0..KILLS.0 + KILLS.1 {
            swap(&project.path("content"), &other.path("content"));
            let changes = number >= KILLS.0;
            let mut process = project.command("build").into_process();
            let mut build = process.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            if changes {
                wait_for_change(&project.path("public/.mundap-manifest"));
            }
            thread::sleep(moments.below(if changes { whole / 8 } else { whole }));
            build.kill().unwrap();
            cut_short += u32::from(build.wait().unwrap().code().is_none());

            let site = project.tree("public");
            assert_whole(&site, &old, &new);
            mixed += u32::from(!is_same_site(&site, &old) && !is_same_site(&site, &new));
            project.build().succeeds().quietly();
            assert_same_tree(&project.tree("public"), &new);
            assert!(!project.path(".mundap/staging").exists());
            // the next one goes the other way
            std::mem::swap(&mut old, &mut new);
        }
        // else the moments are wrong, and nothing has been shown
        assert!(cut_short > KILLS.0 / 2, "only {cut_short} builds were killed before they ended");
        assert!(mixed > KILLS.1 / 4, "only {mixed} builds were killed while they changed the site");
    }

    /// Exchanges two folders of one file system.
    fn swap(one: &Path, other: &Path) {
        let between = one.with_extension("between");
        fs::rename(one, &between).unwrap();
        fs::rename(other, one).unwrap();
        fs::rename(&between, other).unwrap();
    }

    /// Every file is the old one or the new one, and no page that outlives the
    /// build leads to nothing: neither itself nor any that it leads to.
    #[track_caller]
    fn assert_whole(site: &Tree, old: &Tree, new: &Tree) {
        for (name, bytes) in site.iter().filter(|(name, _)| !name.starts_with(".mundap")) {
            let whole = old.get(name) == Some(bytes) || new.get(name) == Some(bytes);
            assert!(whole, "{name} is neither the old file nor the new one");
        }
        let lasting = |name: &&String| old.contains_key(*name) && new.contains_key(*name);
        let mut open: Vec<_> =
            site.keys().filter(|name| name.ends_with(".html")).filter(lasting).cloned().collect();
        let mut seen: BTreeSet<_> = open.iter().cloned().collect();
        while let Some(page) = open.pop() {
            for target in targets(&site[&page]) {
                assert!(site.contains_key(&target), "{page} leads to {target}, which does not exist");
                if target.ends_with(".html") && seen.insert(target.clone()) {
                    open.push(target);
                }
            }
        }
    }

    /// Whether two trees are the same but for our own memory.
    fn is_same_site(a: &Tree, b: &Tree) -> bool {
        let files = |tree: &'_ Tree| tree.iter().filter(|file| !file.0.starts_with(".mundap")).count();
        files(a) == files(b)
            && a.iter().all(|(name, bytes)| name.starts_with(".mundap") || b.get(name) == Some(bytes))
    }

    /// The files of the site that a page leads to.
    fn targets(page: &[u8]) -> Vec<String> {
        let page = std::str::from_utf8(page).unwrap();
        let addresses = [" href=\"/", " src=\"/"].into_iter().flat_map(|name| page.split(name).skip(1));
        addresses
            .map(|rest| rest.split(['"', '#']).next().unwrap())
            .map(|path| {
                if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.into() }
            })
            .collect()
    }

    /// Waits until a build begins to change the site: it says so in the
    /// manifest first.
    fn wait_for_change(manifest: &Path) {
        let changed = || fs::metadata(manifest).and_then(|file| file.modified()).ok();
        let (before, since) = (changed(), Instant::now());
        while changed() == before && since.elapsed() < Duration::from_secs(60) {
            thread::sleep(Duration::from_micros(500));
        }
    }

    /// Moments that are spread like dice but fall alike in each run (xorshift,
    /// Marsaglia 2003).
    struct Moments(u64);

    impl Moments {
        fn below(&mut self, end: Duration) -> Duration {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            end.mul_f64((self.0 >> 11) as f64 / (1u64 << 53) as f64)
        }
    }
}

mod builds_at_once {
    use super::*;

    #[test]
    fn take_turns_or_give_up() {
        let project = large(0..40).write();
        let expected = large(0..40).build().succeeds().project.tree("public");
        let builds: Vec<_> = (0..6)
            .map(|_| {
                let mut process = project.command("build").into_process();
                process.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
            })
            .collect();
        let mut succeeded = 0;
        for build in builds {
            let output = build.wait_with_output().unwrap();
            let printed = String::from_utf8_lossy(&output.stdout);
            match output.status.code() {
                Some(0) => succeeded += 1,
                Some(2) => assert!(printed.contains("build-running"), "{printed}"),
                other => panic!("{other:?}: {printed}"),
            }
        }
        assert!(succeeded > 0);
        assert_same_tree(&project.tree("public"), &expected);
    }
}

mod the_output_folder {
    use super::*;

    #[test]
    fn of_somebody_else_is_refused() {
        let project = two_questions().write();
        project.write("public/index.html", "mine");
        project.build().gives_up().reports("output-not-ours").helping("--adopt");
        assert_eq!(project.files("public"), ["index.html"]);
    }

    #[test]
    fn of_somebody_else_can_be_adopted() {
        let project = two_questions().write();
        project.write("public/index.html", "mine").write("public/CNAME", "qna.example.org");
        let run = project.command("build").arg("--adopt").run().succeeds();
        run.reports("output-edited").saying("index.html");
        assert_eq!(project.text("public/index.html"), "mine");
        assert_eq!(project.text("public/CNAME"), "qna.example.org");
        assert!(project.text("public/q/1/index.html").contains("둘째"));
        project.build().succeeds();
        assert_eq!(project.text("public/index.html"), "mine");
    }

    #[test]
    fn may_be_elsewhere() {
        let expected = two_questions().build().succeeds().project.tree("public");
        let project = two_questions().write();
        for output in
            ["www".to_owned(), "deep/er/www/".to_owned(), project.path("absolute").display().to_string()]
        {
            project.command("build").arg("--output").arg(&output).run().succeeds().quietly();
            assert_same_tree(&project.tree(&output), &expected);
        }
        assert!(!project.path("public").exists());
    }

    #[test]
    fn may_be_on_another_file_system() {
        let Some(elsewhere) = another_file_system() else { return };
        let output = elsewhere.path().join("www");
        let build =
            |project: &Project| project.command("build").arg("--output").arg(&output).run().succeeds();
        let project = two_questions().write();
        build(&project);
        assert_same_tree(&tree(&output), &two_questions().build().project.tree("public"));
        project.remove("content/questions/2.md").write("content/questions/1.md", question("", "혼자"));
        build(&project).quietly();
        let alone = Archive::new().question("1.md", &question("", "혼자"));
        assert_same_tree(&tree(&output), &alone.build().project.tree("public"));
    }

    #[test]
    fn is_known_by_every_address_that_the_site_had() {
        let project = two_questions().write();
        project.build().succeeds();
        let site = project.text("content/site.yaml").replace("qna.example.org", "www.example.org");
        project.write("content/site.yaml", site);
        project.command("build").arg("--output").arg("preview").run().succeeds();
        project.build().succeeds().quietly();
        assert_same_tree(&project.tree("public"), &project.tree("preview"));
    }

    #[test]
    fn is_refused_where_it_would_endanger_the_archive() {
        let project = two_questions().write();
        let before = project.tree("content");
        for output in [".", "content", "content/public", "..", "/", ".mundap"] {
            let run = project.command("build").arg("--output").arg(output).run().gives_up();
            run.reports("output-unsafe");
        }
        assert_same_tree(&project.tree("content"), &before);
    }

    fn another_file_system() -> Option<TempDir> {
        let elsewhere = TempDir::new_in("/dev/shm").ok()?;
        let here = TempDir::new().unwrap();
        let device = |folder: &TempDir| folder.path().metadata().unwrap().dev();
        (device(&elsewhere) != device(&here)).then_some(elsewhere)
    }
}

mod the_sources {
    use super::*;

    #[test]
    fn are_not_what_editors_leave_behind() {
        let archive = two_questions()
            .file("content/.site.yaml.swp", "")
            .file("content/#site.yaml#", "")
            .file("content/questions/1.md~", "")
            .file("content/questions/#1.md#", "")
            .file("content/static/#note.txt#", "")
            .file("content/static/4913/note.txt", "a folder as an old board numbered it");
        let published = archive.build().succeeds().quietly().project.files("public");
        let notes: Vec<_> = published.iter().filter(|name| name.contains("note")).collect();
        assert_eq!(notes, ["4913/note.txt"]);
    }

    #[test]
    fn are_only_read() {
        let project = features().write();
        set_mode(&project.path("content"), 0o555, 0o444);
        let identities = |folder: &Path| -> BTreeMap<_, _> {
            tree(folder).into_keys().map(|name| (name.clone(), identity(&folder.join(name)))).collect()
        };
        let before = identities(&project.path("content"));
        project.build().succeeds().quietly();
        project.check().succeeds().quietly();
        assert_eq!(identities(&project.path("content")), before);
        // else the temporary folder could not be removed
        set_mode(&project.path("content"), 0o755, 0o644);
    }

    fn set_mode(folder: &Path, folders: u32, files: u32) {
        fs::set_permissions(folder, Permissions::from_mode(0o755)).unwrap();
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                set_mode(&entry.path(), folders, files);
            } else {
                fs::set_permissions(entry.path(), Permissions::from_mode(files)).unwrap();
            }
        }
        fs::set_permissions(folder, Permissions::from_mode(folders)).unwrap();
    }
}

mod what_nobody_may_see {
    use super::*;

    /// What makes each word unlike any other of the site.
    const MARK: &str = "zqx";

    /// Front matter and text with a marked word wherever there is room for one.
    fn marked(name: &str, keys: &str) -> String {
        let word = |part: &str| format!("{MARK}{name}{part}");
        format!(
            "---\ntitle: {title}\nasked: 2026-02-01\nanswered: 2026-02-02\nanswered_by: {MARK}ghost\n\
             category: {MARK}cellar\ntags: [{tag}]\nchannel: {MARK}pipe\nasker: {asker}\nsummary: {summary}\n\
             asks: [{{ wording: {ask} }}]\ncorrections: [{{ date: 2026-02-03, kind: fact, note: {note} }}]\n\
             sources: [{{ title: {source}, url: \"https://{source}.example/\" }}]\nx_own: {own}\n{keys}---\n\
             {body}\n\n## 답변\n\n### {heading}\n\n{answer}[^1]\n\n[^1]: {footnote}\n",
            title = word("title"),
            tag = word("tag"),
            asker = word("asker"),
            summary = word("summary"),
            ask = word("ask"),
            note = word("note"),
            source = word("source"),
            own = word("own"),
            body = word("body"),
            heading = word("heading"),
            answer = word("answer"),
            footnote = word("footnote"),
        )
    }

    /// An archive whose questions but the first are all hidden in some way.
    fn archive() -> Archive {
        let site = "outputs: { json: true, markdown: true }\n";
        Archive::new()
            .site_also(site)
            .people(&format!("minji: {{ name: 김민지 }}\n{MARK}ghost: {{ name: {MARK}ghostname, role: {MARK}ghostrole }}\n"))
            .site(&format!(
                "title: 문답\nurl: https://qna.example.org\nlanguage: ko\n{site}\
                 categories: {{ {MARK}cellar: {{ name: 지하실 }} }}\nchannels: {{ {MARK}pipe: {{ name: {MARK}pipename }} }}\n"
            ))
            .question("1.md", &question("answered: 2026-03-01\nanswered_by: minji\n", "보이는 질문\n\n## 답변\n\n네."))
            .question("2.md", &marked("draft", "draft: true\nfollows: 1\naliases: [/zqxdraftalias/]\n"))
            .question("3.md", &marked("later", "publish_on: 2026-03-03\nfollows: 1\naliases: [/zqxlateralias/]\n"))
            .question("4.md", &marked("unlisted", "unlisted: true\nfollows: 1\nlang: en\ntranslation_of: 1\npinned: true\n"))
            .question("5.md", &marked("merged", "status: merged\nmerged_into: 1\nfollows: 1\npinned: true\n"))
            .question("6.md", &marked("removed", "status: removed\nreason: 개인정보\nfollows: 1\npinned: true\n"))
            .page("hidden.md", "---\ntitle: zqxpagetitle\ndraft: true\naliases: [/zqxpagealias/]\n---\nzqxpagebody\n")
    }

    /// Every marked word of the site, with the files that have it in their
    /// name or bytes, those of the search index unpacked.
    fn found(site: &Tree, word: &str) -> Vec<String> {
        let has = |bytes: &[u8]| bytes.windows(word.len()).any(|window| window == word.as_bytes());
        let holds = |bytes: &[u8]| has(bytes) || unpacked(bytes).is_some_and(|bytes| has(&bytes));
        site.iter()
            .filter(|(name, bytes)| name.contains(word) || holds(bytes))
            .map(|(name, _)| name.clone())
            .collect()
    }

    /// What DEFLATE made of `bytes`; none where they are something else.
    fn unpacked(bytes: &[u8]) -> Option<Vec<u8>> {
        let mut unpacked = Vec::new();
        let mut decoder = flate2::read::DeflateDecoder::new(bytes);
        std::io::Read::read_to_end(&mut decoder, &mut unpacked).is_ok().then_some(unpacked)
    }

    #[test]
    fn stands_nowhere() {
        let site = archive().build().succeeds().quietly().project.tree("public");
        for hidden in ["draft", "later", "removed", "page"] {
            assert_eq!(found(&site, &format!("{MARK}{hidden}")), [""; 0], "{hidden}");
        }
    }

    /// Its title is one more wording of the question that it was merged into;
    /// the rest of it is gone.
    #[test]
    fn stands_as_a_wording_where_it_was_merged() {
        let mut site = archive().build().succeeds().project.tree("public");
        for page in ["q/1.json", "q/1/index.html", "search/manifest.json"] {
            let text = String::from_utf8(site.remove(page).unwrap()).unwrap();
            // the index names its commonest terms by their stems
            let text =
                text.replace("zqxmergedtitle", "").replace("zqxmergedtitl", "").replace("zqxpipename", "");
            site.insert(page.to_owned(), text.into_bytes());
        }
        assert_eq!(found(&site, "zqxmerged"), [""; 0]);
    }

    #[test]
    fn stands_on_its_own_page_where_it_is_unlisted() {
        let site = archive().build().succeeds().project.tree("public");
        let own = ["q/4.json", "q/4.md", "q/4/index.html"];
        assert_eq!(found(&site, &format!("{MARK}unlisted")), own);
        assert_eq!(found(&site, &format!("{MARK}ghost")), own);
    }

    #[test]
    fn is_reached_from_no_other_page() {
        let mut site = archive().build().succeeds().project.tree("public");
        site.retain(|name, _| !name.starts_with("q/4") && name != ".mundap-manifest");
        assert_eq!(found(&site, "/q/4"), [""; 0]);
        for hidden in ["/q/2", "/q/3", "q/2/", "q/3/"] {
            assert_eq!(found(&site, hidden), [""; 0]);
        }
    }

    #[test]
    fn is_seen_from_the_day_that_was_set() {
        let run = archive().write().command("build").today("2026-03-03").run().succeeds();
        assert!(run.site("q/3/index.html").contains("zqxlatertitle"));
        assert!(run.site("questions/index.html").contains("zqxlatertitle"));
        assert!(run.site("zqxlateralias/index.html").contains("/q/3/"));
    }
}

/// Questions that lead to their neighbours, with everything that changes when
/// one of them comes or goes; every third says something else when others are
/// asked for.
fn large(numbers: std::ops::Range<u32>) -> Archive {
    let (first, end) = (numbers.start, numbers.end);
    let archive = Archive::new().site_also("outputs: { markdown: false }\n");
    numbers.fold(archive, |archive, number| {
        let next = if number + 1 < end { number + 1 } else { first };
        let text = if number % 3 == 0 { format!("{first}부터 {end}까지") } else { "늘 같은 말".to_owned() };
        let front = format!(
            "answered: 2026-03-01\nanswered_by: minji\ncategory: pests\ntags: [말 {tag}]\nrelated: [{next}]\n",
            tag = number % 7,
        );
        let body = format!("[다음](q:{next})\n\n## 답변\n\n{number}. {text}.");
        archive.question(&format!("{number:05}-a.md"), &question(&front, &body))
    })
}

/// What tells one version of a file from another, even with the same bytes.
type Identity = (u64, SystemTime);

fn identity(file: &Path) -> Identity {
    let metadata = fs::symlink_metadata(file).unwrap();
    (metadata.ino(), metadata.modified().unwrap())
}

/// The identity of every file of the site.
fn identities(project: &Project) -> BTreeMap<String, Identity> {
    let files = project.files("public").into_iter();
    files.map(|name| (name.clone(), identity(&project.path(&format!("public/{name}"))))).collect()
}
