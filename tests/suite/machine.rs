//! Bad input that lies with the file system, the command line or the machine,
//! and so cannot be kept as a fixture: links, pipes, names, permissions, full
//! disks, arguments. What is expected of each stands beside the fixtures.

use std::ffi::OsStr;
use std::fs;
use std::fs::File;
use std::fs::Permissions;
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::fs::symlink;
use std::process;

use super::harness::Archive;
use super::harness::Command;
use super::harness::PEOPLE;
use super::harness::Project;
use super::harness::Run;
use super::harness::SITE;
use super::harness::assert_explained;
use super::harness::assert_same_tree;
use super::harness::fixtures;
use super::harness::question;
use super::harness::scratch_name;

/// A user who is not the one that owns everything; 65534 is `nobody`.
const NOBODY: &str = "65534";

fn archive() -> Project {
    Archive::new().question("1.md", &question("", "왜죠?")).write()
}

#[track_caller]
fn checks(name: &str, project: &Project) -> Run {
    let run = project.command("check").for_people().run();
    assert_explained(name, &run);
    run
}

#[track_caller]
fn builds(name: &str, project: &Project) -> Run {
    prints(name, project.command("build").arg("--output").arg("public"))
}

#[track_caller]
fn prints(name: &str, command: Command) -> Run {
    let run = command.for_people().run();
    assert_explained(name, &run);
    run
}

#[test]
fn every_expected_file_is_asked_for() {
    let sources = [
        include_str!("ledger.rs"),
        include_str!("machine.rs"),
        include_str!("personal.rs"),
        include_str!("search.rs"),
        include_str!("serve.rs"),
        include_str!("verify.rs"),
    ];
    for entry in fs::read_dir(fixtures("diagnostics")).unwrap() {
        let folder = entry.unwrap().path();
        let name = folder.file_name().unwrap().to_str().unwrap();
        let asked = folder.join("content").exists()
            || sources.iter().any(|text| text.contains(&format!("\"{name}\"")));
        assert!(asked, "no test makes an archive for `{name}`");
    }
}

// --- links

#[test]
fn a_link_that_leads_back_is_a_loop() {
    let project = archive();
    fs::create_dir(project.path("content/questions/2026")).unwrap();
    symlink("..", project.path("content/questions/2026/up")).unwrap();
    symlink(".", project.path("content/questions/here")).unwrap();
    checks("link-loop", &project).fails();
}

#[test]
fn a_link_to_itself_leads_to_nothing() {
    let project = archive();
    symlink("self.md", project.path("content/questions/self.md")).unwrap();
    checks("link-to-itself", &project).fails();
}

#[test]
fn a_link_that_leads_out_is_named_with_its_target() {
    let project = archive();
    project.write("secret/2.md", question("", "비밀"));
    symlink("../../secret/2.md", project.path("content/questions/2.md")).unwrap();
    symlink("../../secret", project.path("content/questions/more")).unwrap();
    symlink("../secret", project.path("content/pages")).unwrap();
    checks("link-out", &project).fails();
}

#[test]
fn a_link_to_nothing_is_an_error() {
    let project = archive();
    symlink("gone.md", project.path("content/questions/2.md")).unwrap();
    symlink("gone", project.path("content/static")).unwrap();
    project.remove("content/people.yaml");
    symlink("gone.yaml", project.path("content/people.yaml")).unwrap();
    checks("link-dangling", &project).fails();
}

#[test]
fn settings_that_are_linked_from_elsewhere_are_refused() {
    let project = archive();
    fs::rename(project.path("content/site.yaml"), project.path("site.yaml")).unwrap();
    symlink("../site.yaml", project.path("content/site.yaml")).unwrap();
    checks("link-out-of-settings", &project).fails();
}

#[test]
fn a_link_within_the_archive_is_followed() {
    let project = archive();
    project.write("content/static/a.txt", "가");
    symlink("a.txt", project.path("content/static/b.txt")).unwrap();
    let run = project.build().succeeds().quietly();
    assert_eq!(run.site("b.txt"), "가");
}

// --- links where mundap writes

#[test]
fn a_memory_that_is_a_link_is_refused() {
    let project = archive();
    for name in ["staging/a.txt", "clean/a.txt", "clean-memory/a.txt", "lock", "memory/left"] {
        project.write(&format!("elsewhere/{name}"), "내 것");
    }
    let before = project.tree("elsewhere");
    symlink("elsewhere", project.path(".mundap")).unwrap();
    builds("memory-is-a-link", &project).gives_up();
    project.command("build").arg("--verify").run().gives_up();
    assert_same_tree(&project.tree("elsewhere"), &before);
    project.check().succeeds();
}

#[test]
fn a_link_in_the_memory_is_refused() {
    let project = archive();
    project.write("mine", "내 것").write("elsewhere/a.txt", "내 것");
    fs::create_dir(project.path(".mundap")).unwrap();
    let links = [
        ("lock", "mine"),
        ("lock", "gone"),
        ("staging", "elsewhere"),
        ("clean", "elsewhere"),
        ("clean-memory", "elsewhere"),
        ("memory", "elsewhere"),
    ];
    for (name, target) in links {
        let link = project.path(".mundap").join(name);
        symlink(format!("../{target}"), &link).unwrap();
        let run = project.command("build").arg("--verify").run().gives_up();
        run.reports("output-memory-symlink").saying(name).helping("remove the link");
        fs::remove_file(link).unwrap();
    }
    assert_eq!(project.text("mine"), "내 것");
    assert_eq!(project.files("elsewhere"), ["a.txt"]);
    assert!(!project.path("gone").exists());
    project.build().succeeds();
}

#[test]
fn a_link_in_place_of_what_is_remembered_gives_way() {
    let project = archive();
    project.build().succeeds();
    let remembered = project.files(".mundap/memory");
    assert!(remembered.iter().any(|name| name == "left"), "{remembered:?}");
    fs::remove_dir_all(project.path(".mundap/memory")).unwrap();
    fs::create_dir(project.path(".mundap/memory")).unwrap();
    project.write("mine", "내 것");
    for name in &remembered {
        for name in [name.clone(), format!("{name}.new")] {
            symlink("../../mine", project.path(".mundap/memory").join(name)).unwrap();
        }
    }
    project.write("content/static/a.txt", "가").build().succeeds();
    assert_eq!(project.text("mine"), "내 것");
    assert_eq!(project.files(".mundap/memory"), remembered);
    for name in &remembered {
        assert!(!project.path(".mundap/memory").join(name).is_symlink(), "{name}");
    }
}

#[test]
fn a_pipe_in_the_memory_is_not_waited_for() {
    let project = archive();
    pipe(&project, ".mundap/memory/left");
    project.build().succeeds();
}

#[test]
fn a_link_in_place_of_a_scratch_file_is_not_followed() {
    let text = question("", "010-1234-5678로 전화 주세요");
    let project = Archive::new().question("1.md", &text).write();
    project.write("mine", "내 것");
    for name in [".1.md.mundap-new".to_owned(), scratch_name("1.md")] {
        symlink("../../mine", project.path("content/questions").join(name)).unwrap();
    }
    symlink("../mine", project.path("content").join(scratch_name("addresses.txt"))).unwrap();
    project.command("redact").run().succeeds();
    project.command("build").arg("--publish").run().succeeds();
    assert_eq!(project.text("mine"), "내 것");
    assert!(project.text("content/questions/1.md").contains("[전화번호]"));
    assert!(project.text("content/addresses.txt").contains("/q/1/"));
    for name in ["questions/1.md", "addresses.txt"] {
        assert!(!project.path("content").join(name).is_symlink(), "{name}");
    }
}

#[test]
fn a_scratch_file_that_a_killed_run_left_is_in_nobodys_way() {
    let project = archive();
    let name = format!("content/{}", scratch_name("addresses.txt"));
    project.write(&name, "# Addre");
    project.command("build").arg("--publish").run().succeeds();
    assert!(!project.path(&name).exists());
}

#[test]
fn a_name_as_long_as_names_can_be_is_redacted() {
    let name = format!("1-{}.md", "가".repeat(83));
    assert!((251..=255).contains(&name.len()));
    let text = question("", "010-1234-5678로 전화 주세요");
    let project = Archive::new().question(&name, &text).write();
    project.command("redact").run().succeeds();
    assert!(project.text(&format!("content/questions/{name}")).contains("[전화번호]"));
}

#[test]
fn a_new_question_stays_in_the_archive() {
    for (link, target) in [("2026", "../../elsewhere"), ("2025", "../../elsewhere"), ("", "../elsewhere")] {
        let project = Archive::new().write();
        fs::create_dir(project.path("elsewhere")).unwrap();
        let link = match link {
            "" => project.path("content/questions"),
            year => {
                fs::create_dir(project.path("content/questions")).unwrap();
                project.path("content/questions").join(year)
            }
        };
        symlink(target, link).unwrap();
        let run = project.command("new").title("왜 그런가요?").run().fails();
        run.reports("link-leads-out").saying("elsewhere");
        assert_eq!(project.files("elsewhere"), [""; 0]);
    }
}

#[test]
fn a_link_elsewhere_does_not_keep_a_new_question_out() {
    let project = archive();
    project.write("elsewhere/a.txt", "");
    symlink("../elsewhere", project.path("content/static")).unwrap();
    project.command("new").title("왜 그런가요?").run().succeeds();
}

// --- what is no file

#[test]
fn a_pipe_is_no_file() {
    let project = archive();
    pipe(&project, "content/questions/2.md");
    pipe(&project, "content/static/a.png");
    checks("pipe", &project).fails();
}

#[test]
fn settings_in_a_pipe_are_not_waited_for() {
    let project = archive();
    project.remove("content/site.yaml").remove("content/people.yaml");
    pipe(&project, "content/site.yaml");
    fs::create_dir(project.path("content/people.yaml")).unwrap();
    checks("pipe-of-settings", &project).fails();
}

#[test]
fn a_file_is_no_folder_of_questions() {
    let project = Archive::new().file("content/questions", "왜죠?").write();
    checks("questions-in-a-file", &project).fails();
}

// --- names

#[test]
fn hangul_names_may_be_decomposed() {
    let question_name = "1-\u{110b}\u{116b}.md";
    let picture = "content/static/\u{1100}\u{1161}.png";
    let project = Archive::new()
        .question(question_name, &question("", "![가](/가.png)"))
        .question("2.md", &question("", "[왜](1-왜.md)"))
        .file(picture, "가")
        .write();
    let run = project.build().succeeds().quietly();
    assert_eq!(run.site("가.png"), "가");
}

#[test]
fn one_name_in_two_spellings_is_an_error() {
    let project = archive();
    project.write("content/static/가.png", "1").write("content/static/\u{1100}\u{1161}.png", "2");
    checks("twin-files", &project).fails();
}

#[test]
fn a_name_that_is_not_utf_8_is_an_error() {
    let project = archive();
    let folder = project.path("content/questions");
    fs::write(folder.join(OsStr::from_bytes(b"2-\xbf\xd6.md")), question("", "왜죠?")).unwrap();
    checks("name-in-cp949", &project).fails();
}

#[test]
fn names_that_some_system_refuses_are_not_published() {
    let project = archive();
    for name in ["con.png", "a:b.png", "logo.png", "Logo.png"] {
        project.write(&format!("content/static/{name}"), name);
    }
    checks("names-of-static-files", &project).fails();
}

// --- size

#[test]
fn a_huge_file_is_not_read() {
    let project = archive();
    File::create(project.path("content/questions/2.md")).unwrap().set_len(1 << 40).unwrap();
    checks("file-too-large", &project).fails();
}

#[test]
fn brackets_in_a_title_take_no_time() {
    let title = "[".repeat(100_000);
    let project = Archive::new().question("1.md", &format!("---\ntitle: {title}\n---\n")).write();
    checks("brackets-without-end", &project).fails();
}

// --- templates that would end the program

#[test]
fn templates_stand_inside_each_other_only_so_deep() {
    let include = |number| format!("{{% include \"{number}.html\" %}}");
    let chain = (1..200).fold(Archive::new(), |archive, number| {
        archive.file(&format!("content/templates/{number}.html"), include(number + 1))
    });
    let last = chain.file("content/templates/200.html", "끝");
    let project = last.file("content/templates/foot.html", include(1)).write();
    checks("template-too-deep", &project).fails();
}

#[test]
fn a_template_has_only_so_many_alternatives() {
    let text = format!("{{% if false %}}{}{{% endif %}}", "{% elif false %}".repeat(5000));
    let project = Archive::new().file("content/templates/foot.html", text).write();
    checks("template-elif", &project).fails();
}

#[test]
fn a_page_does_not_fill_the_memory() {
    let text = "{% for a in range(end=10000) %}{% for b in range(end=10000) %}문답{% endfor %}{% endfor %}";
    let project = Archive::new().file("content/templates/foot.html", text).write();
    checks("page-too-large", &project).fails();
}

// --- what a terminal would obey

/// Colours, titles, links and cursor of a terminal, in 7 bits and in 8.
const ESCAPES: &str =
    "\u{1b}[31m\u{1b}]0;가\u{7}\u{1b}]8;;https://a.example\u{1b}\\\u{9b}2J\u{90}q\u{9c}\u{8}\u{202e}";

#[test]
fn no_text_of_an_author_commands_the_terminal() {
    let name = format!("content/questions/2-{ESCAPES}\n\r.md").replace("https://a.example", "x");
    let front = format!("{ESCAPES}: 1\ntags: [\"{}\"]\n", ESCAPES.escape_unicode());
    let project = Archive::new()
        .question("1.md", &question(&front, ESCAPES))
        .question(
            "3.md",
            &question(
                "category: \"\\e[31m\\x9b2J\"\nx_\u{9b}: 1\n",
                &format!("[가](java{ESCAPES}script:가)"),
            ),
        )
        .file(&name, question("", "왜죠?"))
        .file(&name.replace("questions/2", "static/2"), "가")
        .file(&name.replace("questions/2", "templates/2"), "{{ 가 }}")
        .write();
    let commands = [
        project.command("check").for_people(),
        project.command("check").in_lines(),
        project.command("check"),
        project.command("redact").arg("--dry-run").for_people(),
        project.command("new").title(ESCAPES).for_people(),
    ];
    for command in commands {
        let run = command.run();
        let printed = format!("{}{}", run.stdout, run.stderr);
        assert!(!printed.is_empty());
        let obeyed = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
        assert!(!printed.contains(obeyed), "{printed:?}");
    }
}

// --- permissions

#[test]
fn what_may_not_be_read_is_named() {
    let project = open_to_all(archive());
    project
        .write("content/questions/2.md", "")
        .write("content/static/a.png", "")
        .write("content/pages/b.md", "");
    for name in ["content/questions/2.md", "content/static/a.png", "content/pages"] {
        forbid(&project, name);
    }
    explains_to_nobody("unreadable", &project, "check", 1);
}

#[test]
fn a_content_folder_that_may_not_be_read_is_named() {
    let project = open_to_all(archive());
    forbid(&project, "content");
    explains_to_nobody("unreadable-content", &project, "check", 1);
}

#[test]
fn a_folder_that_may_not_be_written_is_named() {
    let project = open_to_all(archive());
    fs::create_dir(project.path(".mundap")).unwrap();
    fs::create_dir(project.path("public")).unwrap();
    allow(&project, ".mundap");
    explains_to_nobody("output-read-only", &project, "build", 2);
    forbid(&project, "public");
    explains_to_nobody("output-unreadable", &project, "build", 2);
}

#[test]
fn memory_that_may_not_be_written_is_named() {
    let project = open_to_all(archive());
    explains_to_nobody("memory-read-only", &project, "build", 2);
}

#[test]
fn a_file_that_may_not_be_replaced_is_named() {
    let project = open_to_all(archive());
    for name in ["public", ".mundap"] {
        fs::create_dir(project.path(name)).unwrap();
        allow(&project, name);
    }
    as_nobody(&project, "build").exits(0);
    let old = project.tree("public");
    fs::set_permissions(project.path("public/q/1"), Permissions::from_mode(0o555)).unwrap();
    project.write("content/questions/1.md", question("", "또 왜죠?"));
    explains_to_nobody("output-write-failed", &project, "build", 2);
    project.remove("content/questions/1.md");
    explains_to_nobody("output-remove-failed", &project, "build", 2);
    assert_same_tree(&project.tree("public"), &old);
}

// --- the output

#[test]
fn output_never_goes_where_sources_are() {
    let project = archive();
    prints("output-in-content", project.command("build").arg("--output").arg("content/public")).gives_up();
    prints("output-is-project", project.command("build").arg("--output").arg(".")).gives_up();
    assert!(!project.path("content/public").exists());
}

#[test]
fn output_that_is_a_file_is_left_alone() {
    let project = archive();
    project.write("public", "내 것");
    builds("output-is-a-file", &project).gives_up();
    assert_eq!(project.text("public"), "내 것");
}

#[test]
fn somebody_elses_files_are_left_alone() {
    let project = archive();
    project.write("public/index.html", "내 것");
    builds("output-not-ours", &project).gives_up();
    assert_eq!(project.text("public/index.html"), "내 것");
    project.command("build").arg("--adopt").run().succeeds();
}

#[test]
fn the_site_of_another_archive_is_left_alone() {
    let project = archive();
    project.command("build").arg("--output").arg("public").run().succeeds();
    let site = project.tree("public");
    let other = SITE.replace("qna.example.org", "faq.example.org");
    project.write("other/content/site.yaml", &other).write("other/content/people.yaml", PEOPLE);
    let build =
        || project.command("build").arg("--content").arg("other/content").arg("--output").arg("public");
    prints("output-of-another-site", build()).gives_up();
    assert_same_tree(&project.tree("public"), &site);
    // a site that moves to another address is still the same
    project.write("content/site.yaml", other);
    let moved = project.command("build").arg("--output").arg("public").run().succeeds();
    assert!(moved.site("sitemap.xml").contains("https://faq.example.org/q/1/"));
    // and a manifest of an older version says nothing of it
    let manifest = project.text("public/.mundap-manifest").replace("site https://faq.example.org\n", "");
    project.write("public/.mundap-manifest", manifest).write("other/content/site.yaml", SITE);
    build().run().succeeds();
    assert!(!project.path("public/q/1/index.html").exists());
}

#[test]
fn a_page_that_was_changed_by_hand_is_left_alone() {
    let project = archive();
    project.command("build").arg("--output").arg("public").run().succeeds();
    project.write("public/robots.txt", "내 것").write("content/static/robots.txt", "새 것");
    let run =
        project.command("build").arg("--output").arg("public").arg("--quiet").for_people().run().succeeds();
    assert_explained("output-edited", &run);
    assert_eq!(project.text("public/robots.txt"), "내 것");
}

#[test]
fn a_page_that_was_changed_by_hand_does_not_outlive_its_question() {
    let project = archive();
    let build = || project.command("build").arg("--output").arg("public").arg("--quiet").for_people();
    build().run().succeeds();
    let page = project.text("public/q/1/index.html");
    project.write("public/q/1/index.html", page + "<!-- cdn -->");
    build().run().succeeds();
    let removed = "---\ntitle: 지움\nasked: 2026-03-01\nstatus: removed\nreason: 요청\n---\n";
    project.write("content/questions/1.md", removed);
    for _ in 0..2 {
        assert_explained("still-public", &build().run().fails());
    }
    project.remove("public/q/1/index.html");
    build().run().succeeds();
}

/// Nothing tells any more that an earlier build wrote it.
#[test]
fn a_page_of_a_question_that_was_taken_back_is_named_after_the_manifest_was_lost() {
    let project = archive();
    project.write("content/questions/2.md", question("", "남는 글"));
    let build = || project.command("build").arg("--output").arg("public");
    build().run().succeeds();
    project.remove("public/.mundap-manifest");
    project.write("content/questions/1.md", question("draft: true\n", "지울 글"));
    for _ in 0..2 {
        let run = build().arg("--adopt").run().fails();
        let named = run.diagnostics.iter().filter(|problem| problem.code == "still-public");
        let named: Vec<_> = named.map(|problem| problem.message.split('`').nth(1).unwrap()).collect();
        assert_eq!(named, ["q/1.md", "q/1/index.html"], "{}", run.stdout);
    }
    project.remove("public/q/1.md").remove("public/q/1/index.html");
    build().run().succeeds();
}

#[test]
fn a_page_that_is_not_what_a_clean_build_makes_is_named() {
    let project = archive();
    project.command("build").arg("--output").arg("public").run().succeeds();
    project.write("public/robots.txt", "내 것");
    let command = project.command("build").arg("--output").arg("public").arg("--quiet").arg("--verify");
    let run = command.for_people().run().fails();
    assert_explained("build-differs", &run);
}

#[test]
fn a_link_in_the_output_is_not_followed() {
    let project = archive();
    project.command("build").arg("--output").arg("public").run().succeeds();
    fs::create_dir(project.path("elsewhere")).unwrap();
    fs::remove_dir_all(project.path("public/q")).unwrap();
    symlink("../elsewhere", project.path("public/q")).unwrap();
    builds("output-symlink", &project).gives_up();
    assert_eq!(project.files("elsewhere"), [""; 0]);
}

#[test]
fn an_output_that_is_a_link_leads_nowhere_unasked() {
    let project = Archive::new().question("1.md", &question("", "왜죠?")).write();
    fs::create_dir(project.path("elsewhere")).unwrap();
    let inner = project.path("archive");
    fs::create_dir(&inner).unwrap();
    fs::rename(project.path("content"), inner.join("content")).unwrap();
    symlink("../elsewhere", inner.join("public")).unwrap();
    let build = || project.command("build").arg("--content").arg("archive/content");
    prints("output-leads-out", build()).gives_up();
    assert_eq!(project.files("elsewhere"), [""; 0]);
    build().arg("--output").arg("archive/public").run().succeeds();
    assert!(project.path("elsewhere/index.html").exists());
    // a folder of the archive is as good under another name
    fs::remove_file(inner.join("public")).unwrap();
    fs::create_dir(inner.join("www")).unwrap();
    symlink("www", inner.join("public")).unwrap();
    build().run().succeeds();
    assert!(inner.join("www/index.html").exists());
}

#[test]
fn a_second_build_does_not_wait() {
    let project = archive();
    fs::create_dir(project.path(".mundap")).unwrap();
    let mut lock = File::create(project.path(".mundap/lock")).unwrap();
    lock.lock().unwrap();
    lock.write_all(b"4711\n").unwrap();
    builds("build-running", &project).gives_up();
    drop(lock);
    project.build().succeeds();
}

#[test]
fn a_full_disk_is_named() {
    let project = archive();
    // all else fits by far, so that this is the file whichever thread is first
    project.write("content/static/large.bin", vec![1; 4 << 20]);
    if let Some(run) = build_on_small_disk(project, "disk", "2m") {
        assert_explained("disk-full", &run);
        run.gives_up();
    }
}

#[test]
fn a_full_disk_is_named_once_and_not_for_every_page() {
    if let Some(run) = build_on_small_disk(archive(), ".mundap", "16k") {
        assert_eq!(run.stderr.matches("error[output-write-failed]").count(), 1, "{}", run.stderr);
        run.gives_up();
    }
}

/// Builds to `disk/public`, while `mount` is a disk of that size; none where
/// nobody may mount one.
fn build_on_small_disk(project: Project, mount: &str, size: &str) -> Option<Run> {
    let may_mount = process::Command::new("unshare").args(["-rm", "true"]).status();
    if !may_mount.is_ok_and(|status| status.success()) {
        println!("skipped: no small disk can be mounted here");
        return None;
    }
    fs::create_dir(project.path(mount)).unwrap();
    let program = env!("CARGO_BIN_EXE_mundap");
    let script = format!(
        "mount -t tmpfs -o size={size} tmpfs {mount} && '{program}' build --output disk/public --color never --today 2026-03-02"
    );
    let mut process = process::Command::new("unshare");
    process.args(["-rm", "sh", "-c", &script]).current_dir(project.path(""));
    Some(Run::of(project, &mut process))
}

// --- the command line

#[test]
fn a_folder_without_an_archive_says_how_to_start() {
    checks("missing-content", &Archive::empty().write()).gives_up();
    checks("inside-content", &Archive::empty().file("site.yaml", "").write()).gives_up();
    let project = archive();
    prints("content-is-a-file", project.command("check").arg("--content").arg("content/site.yaml"))
        .gives_up();
    checks("missing-site", &Archive::new().without("content/site.yaml").file("content/notes", "").write())
        .fails();
}

#[test]
fn a_day_that_is_none_is_refused() {
    let project = archive();
    prints("bad-today", project.command("check").today("내일")).gives_up();
    prints("bad-epoch", project.command("check").any_day().env("SOURCE_DATE_EPOCH", "soon")).gives_up();
    prints("bad-today-of-new", project.command("new").arg("왜 그런가요?").today("2026-02-30")).gives_up();
}

#[test]
fn a_new_archive_needs_an_empty_folder() {
    let project = archive();
    prints("not-empty", project.command("init").arg("content")).gives_up();
    prints("init-in-unknown-language", project.command("init").arg("blog").arg("--language").arg("fr"))
        .gives_up();
    prints("init-below-a-file", project.command("init").arg("content/site.yaml")).gives_up();
}

#[test]
fn a_new_question_needs_a_title_and_an_editor() {
    let project = archive();
    prints("new-without-title", project.command("new").arg(" ")).gives_up();
    let without = project.command("new").arg("왜 그런가요?").arg("--edit").arg("--quiet");
    prints("new-without-editor", without).gives_up();
    let unknown = project
        .command("new")
        .arg("또 왜 그런가요?")
        .arg("--edit")
        .arg("--quiet")
        .env("EDITOR", "no-such-editor");
    prints("new-with-unknown-editor", unknown).gives_up();
}

/// Nobody may see whether it is empty.
#[test]
fn a_new_archive_leaves_a_folder_alone_that_cannot_be_looked_into() {
    let project = open_to_all(archive());
    project.write("taken/content/site.yaml", "mine");
    allow(&project, "taken/content");
    allow(&project, "taken/content/site.yaml");
    fs::set_permissions(project.path("taken"), Permissions::from_mode(0o333)).unwrap();
    let run = lent_to_nobody(&project, project.command("init").arg("taken"));
    run.gives_up().reports("not-written").in_file("taken").saying("permission denied");
    allow(&project, "taken");
    assert_eq!(project.text("taken/content/site.yaml"), "mine");
}

#[test]
fn a_question_that_does_not_fit_on_the_disk_is_not_left_half_written() {
    let project = archive();
    let questions = project.files("content/questions");
    let new = project.command("new").title("왜 그런가요?").into_process();
    // no file may grow, as on a disk that is full
    let mut full = process::Command::new("sh");
    full.args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\""]).arg(new.get_program());
    full.args(new.get_args()).current_dir(project.path(""));
    Run::of(project.clone(), &mut full).gives_up().reports("not-written");
    assert_eq!(project.files("content/questions"), questions);
}

// --- helpers

fn pipe(project: &Project, name: &str) {
    let path = project.path(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    assert!(process::Command::new("mkfifo").arg(path).status().unwrap().success());
}

fn forbid(project: &Project, name: &str) {
    fs::set_permissions(project.path(name), Permissions::from_mode(0o000)).unwrap();
}

fn allow(project: &Project, name: &str) {
    fs::set_permissions(project.path(name), Permissions::from_mode(0o777)).unwrap();
}

/// A project whose folder also `nobody` may enter.
fn open_to_all(project: Project) -> Project {
    fs::set_permissions(project.path(""), Permissions::from_mode(0o755)).unwrap();
    project
}

#[track_caller]
fn explains_to_nobody(name: &str, project: &Project, command: &str, code: i32) {
    let run = as_nobody(project, command);
    assert_explained(name, &run);
    run.exits(code);
}

/// A call of the program by somebody whom permissions stop: root may read
/// everything, so root lends it to `nobody`.
fn as_nobody(project: &Project, name: &str) -> Run {
    let mut command = project.command(name).for_people();
    if name == "build" {
        command = command.arg("--output").arg("public").arg("--quiet");
    }
    lent_to_nobody(project, command)
}

fn lent_to_nobody(project: &Project, command: Command) -> Run {
    let process = command.into_process();
    if !is_root() {
        return Run::of(project.clone(), &mut { process });
    }
    // `nobody` may not enter the folder that the program was built in
    let program = project.path("mundap");
    if !program.exists() {
        fs::copy(process.get_program(), &program).unwrap();
    }
    let mut lent = process::Command::new("setpriv");
    lent.args(["--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"]).arg(program);
    lent.args(process.get_args()).current_dir(project.path("")).env("HOME", "/nonexistent");
    Run::of(project.clone(), &mut lent)
}

fn is_root() -> bool {
    process::Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n")
}
