//! The command line: what each command does, prints and exits with.

use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::process::Stdio;

use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use super::harness::Archive;
use super::harness::Project;
use super::harness::Run;
use super::harness::TODAY;
use super::harness::assert_blessed;
use super::harness::fixtures;
use super::harness::question;

/// A folder with nothing in it.
fn nothing() -> Project {
    Archive::empty().write()
}

/// Two questions, one of them with an error and one with a warning.
fn flawed() -> Archive {
    Archive::new()
        .question("1.md", &question("answerd: 2026-03-01\n", "왜?"))
        .question("2.md", &question("", "[없음](/nowhere/)"))
}

/// A call with these arguments and no other.
fn call(project: &Project, arguments: &[&str]) -> Command {
    let mut process = Command::new(env!("CARGO_BIN_EXE_mundap"));
    for variable in ["SOURCE_DATE_EPOCH", "EDITOR", "NO_COLOR", "COLUMNS"] {
        process.env_remove(variable);
    }
    process.current_dir(project.path("")).args(arguments);
    process
}

fn mundap(project: &Project, arguments: &[&str]) -> Run {
    Run::of(project.clone(), &mut call(project, arguments))
}

mod init {
    use super::*;

    #[track_caller]
    fn starts_an_archive(arguments: &[&str], language: &str) {
        let project = nothing();
        mundap(&project, &[&["init", "my-archive"], arguments].concat()).succeeds().prints("my-archive");
        assert!(project.text("my-archive/content/site.yaml").contains(&format!("language: {language}")));
        assert!(project.text("my-archive/.gitignore").contains("public/"));
        for command in ["check", "build"] {
            let arguments = ["--content", "my-archive/content", "--format", "json", command];
            mundap(&project, &arguments).succeeds().quietly();
        }
        assert!(project.text("my-archive/public/index.html").contains(&format!("lang=\"{language}\"")));
    }

    #[test]
    fn starts_an_archive_that_builds_without_a_warning() {
        starts_an_archive(&[], "ko");
        starts_an_archive(&["--language", "ko"], "ko");
        starts_an_archive(&["--language", "en"], "en");
    }

    #[test]
    fn takes_an_empty_folder() {
        let project = nothing();
        mundap(&project, &["init", "."]).succeeds();
        mundap(&project, &["build"]).succeeds();
    }

    #[test]
    fn refuses_a_folder_that_holds_something() {
        let project = nothing();
        project.write("taken/notes.txt", "mine");
        mundap(&project, &["init", "taken", "--format", "json"]).gives_up().reports("not-empty");
        mundap(&project, &["init", "taken/notes.txt", "--format", "json"]).gives_up().reports("not-written");
        assert_eq!(project.files(""), ["taken/notes.txt"]);
    }

    #[test]
    fn refuses_a_language_that_it_cannot_start_in() {
        let project = nothing();
        let run = mundap(&project, &["init", "a", "--language", "eo", "--format", "json"]).gives_up();
        run.reports("bad-argument").helping("`--language en` or `--language ko`");
        assert!(!project.path("a").exists());
    }
}

mod new {
    use super::*;

    #[test]
    fn writes_a_question_with_the_next_number_and_todays_date() {
        let project = Archive::new()
            .question("2025/00041-a.md", &question("", "왜?"))
            .question("refund-policy.md", &question("", "왜?"))
            .write();
        let run = project.command("new").arg("개미는 왜 줄을 서나요?").for_people().run().succeeds();
        let file = "content/questions/2026/00042-gaemineun-wae-jureul-seonayo.md";
        assert_eq!(run.stdout, format!("{file}\n"));
        let expected = format!("---\ntitle: \"개미는 왜 줄을 서나요?\"\nasked: {TODAY}\n---\n\n");
        assert_eq!(project.text(file), expected);
        let run = project.command("new").arg("둘째").run().succeeds();
        assert!(
            run.stdout.contains("\"file\":\"content/questions/2026/00043-duljjae.md\""),
            "{}",
            run.stdout
        );
    }

    #[test]
    fn takes_no_number_at_whose_address_something_stands() {
        let aliases = |address: &str| format!("aliases: [{address}]\n");
        let project = Archive::new()
            .site_also("moved: { /q/8/: /category/pests/ }\n")
            .question("1.md", &question(&aliases("/q/7"), "왜?"))
            .write();
        let new = |number: usize| {
            let run = project.command("new").arg("왜요?").run().succeeds();
            run.prints(&format!("/{number:05}-"));
            project.build().succeeds();
        };
        new(9);
        project.write("content/pages/about.md", format!("---\ntitle: 소개\n{}---\n글\n", aliases("/q/20/")));
        new(21);
        project
            .write("content/static/q/30/index.html", "")
            .write("content/pages/q/40.md", "---\ntitle: 글\n---\n글\n");
        new(41);
        project.write("content/questions/041.md", question("", "왜?"));
        project.check().fails().reports("duplicate-question").helping("the next free number is 42");
    }

    #[test]
    fn takes_no_number_twice_where_there_is_none_above() {
        let project = Archive::new().question("18446744073709551615.md", &question("", "왜?")).write();
        let run = project.command("new").arg("왜요?").run().gives_up();
        run.reports("not-written").saying("there is no number above");
        assert_eq!(project.files("content/questions").len(), 1);
    }

    #[test]
    fn takes_any_title_there_is() {
        const TITLES: &[&str] = &[
            "\"따옴표\": 그리고 # 샵",
            "&앵커 *별 !느낌",
            "- 목록인가",
            "[[[[[[[[[[",
            "{{ 7 * 7 }} {% raw %}",
            "---",
            "../../../etc/passwd",
            "/q/1/",
            "CON",
            "null",
            "no",
            "2026-01-01",
            "\\\\ 역빗금",
            "'%s %n'",
            "두\n줄",
            "칸\t칸\u{a0}칸",
            "줄\u{2028}바꿈\u{85}또",
            "\u{202e}거꾸로",
            "\u{1b}[31m빨강",
            "<script>alert(1)</script>",
            "🪳🪳🪳",
            "👩‍👩‍👧‍👦 가족",
            "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}",
            "??",
        ];
        let project = Archive::new().write();
        for title in TITLES {
            mundap(&project, &["new", "--today", TODAY, "--", title]).succeeds();
        }
        project.command("new").arg("가".repeat(200)).run().succeeds();
        let files = project.files("content/questions/2026");
        assert_eq!(files.len(), TITLES.len() + 1);
        assert!(files.iter().all(|file| file.is_ascii() && file.len() <= 60), "{files:?}");
        // the title that is turned around is told of, and shown
        let run = project.build().succeeds().reports_only(&["invisible-character"]);
        for (number, title) in (1..).zip(TITLES) {
            let page = run.site(&format!("q/{number}.md"));
            let title = mundap::characters::permitted((*title).into());
            let shown: String = title.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect();
            let first =
                page.lines().next().unwrap().replace('\\', "").replace("&lt;", "<").replace("&amp;", "&");
            assert_eq!(first, format!("# {}", shown.replace('\\', "")), "{title:?}: {page}");
        }
    }

    #[test]
    fn refuses_a_title_that_no_question_may_have() {
        let project = Archive::new().write();
        for title in ["", "가", "  가 ", &"가".repeat(201)] {
            let run = project.command("new").arg(title).run().gives_up();
            run.reports("bad-argument").saying("2 to 200 characters");
        }
        assert!(project.files("content/questions").is_empty());
    }

    #[test]
    fn needs_an_archive() {
        nothing().command("new").arg("왜 그래요?").run().gives_up().reports("missing-content");
    }

    #[test]
    fn opens_the_editor_on_the_file() {
        let project = Archive::new().write();
        project.write("my editor.sh", "#!/bin/sh\nprintf '%s' \"$*\" >> opened\n");
        let editor = project.path("editor");
        fs::rename(project.path("my editor.sh"), &editor).unwrap();
        fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
        let editor = format!("{} --wait", editor.display());
        project.command("new").arg("왜 그래요?").arg("--edit").env("EDITOR", &editor).run().succeeds();
        assert_eq!(project.text("opened"), "--wait content/questions/2026/00001-wae-geuraeyo.md");
    }

    #[test]
    fn says_what_is_wrong_with_the_editor() {
        let project = Archive::new().write();
        let edit = || project.command("new").arg("왜 그래요?").arg("--edit");
        edit().run().gives_up().reports("not-written").saying("`EDITOR` is not set");
        edit()
            .env("EDITOR", "no-such-editor")
            .run()
            .gives_up()
            .reports("not-written")
            .saying("no-such-editor");
        // the file is there all the same
        assert_eq!(project.files("content/questions").len(), 2);
    }
}

mod check {
    use super::*;

    #[test]
    fn writes_nothing() {
        for archive in [flawed(), Archive::new().question("1.md", &question("", "왜?"))] {
            let project = archive.write();
            let before = project.tree("");
            project.check();
            assert_eq!(project.tree(""), before);
        }
    }

    #[test]
    fn finds_what_a_build_finds() {
        let project = flawed().write();
        let (checked, built) = (project.check().fails(), project.build().fails());
        assert!(!checked.diagnostics.is_empty());
        assert_eq!(checked.diagnostics, built.diagnostics);
    }

    #[test]
    fn finds_what_only_rendering_can_find() {
        let archive = Archive::new().file("content/templates/404.html", "{{ page.tilte.x }}");
        archive.check().fails().reports("template").in_file("content/templates/404.html");
    }
}

mod help {
    use super::*;

    /// The names in the list of commands.
    fn commands() -> Vec<String> {
        let help = mundap(&nothing(), &["--help"]).succeeds().stdout;
        let list = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
        list.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
    }

    #[test]
    fn reads_as_expected() {
        let folder = fixtures("help");
        fs::create_dir_all(&folder).unwrap();
        let help = mundap(&nothing(), &["--help"]).succeeds().stdout;
        assert_blessed(&folder.join("mundap.txt"), &help);
        for command in commands() {
            let help = mundap(&nothing(), &[&command, "--help"]).succeeds().stdout;
            assert_blessed(&folder.join(format!("{command}.txt")), &help);
        }
    }

    #[test]
    fn is_given_where_a_command_is_missing() {
        let run = mundap(&nothing(), &[]).gives_up();
        assert!(run.stdout.is_empty() && run.stderr.contains("Usage: mundap"), "{}", run.stderr);
    }

    #[test]
    fn names_the_version() {
        let run = mundap(&nothing(), &["--version"]).succeeds();
        assert_eq!(run.stdout, format!("mundap {}\n", env!("CARGO_PKG_VERSION")));
    }

    #[test]
    fn of_a_shell_knows_every_command() {
        for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
            let script = mundap(&nothing(), &["completions", shell]).succeeds().stdout;
            for command in commands() {
                assert!(script.contains(&command), "{shell}: {command}");
            }
            assert!(script.contains("--content") || script.contains("l content"), "{shell}");
        }
    }
}

mod exit_code {
    use super::*;

    #[test]
    fn is_0_where_all_is_well_or_merely_noticed() {
        Archive::new().build().succeeds();
        let noticed = Archive::new().question("2.md", &question("", "[없음](/nowhere/)"));
        noticed.build().succeeds().reports_only(&["dangling-address"]);
    }

    #[test]
    fn is_1_where_the_archive_has_errors() {
        flawed().build().fails();
        flawed().check().fails();
    }

    #[test]
    fn is_2_where_the_command_line_is_wrong() {
        let project = Archive::new().write();
        for arguments in [
            &["buidl"][..],
            &["build", "--no-such-flag"],
            &["build", "--format", "xml"],
            &["build", "--today", "gestern"],
            &["build", "--today", "2026-02-30"],
            &["build", "--content", "elsewhere"],
            &["build", "too", "many"],
            &["new"],
            &["completions", "cmd"],
        ] {
            let run = mundap(&project, arguments).gives_up();
            assert!(run.stdout.is_empty(), "{arguments:?}: {}", run.stdout);
            assert!(!run.stderr.is_empty(), "{arguments:?}");
        }
        let run = Run::of(project.clone(), call(&project, &["build"]).env("SOURCE_DATE_EPOCH", "soon"));
        run.gives_up().prints("SOURCE_DATE_EPOCH");
        assert!(project.files("public").is_empty());
    }
}

mod a_report {
    use super::*;

    #[test]
    fn in_lines_has_one_line_a_problem() {
        let run = flawed().write().command("check").in_lines().run().fails();
        assert!(run.stdout.is_empty(), "{}", run.stdout);
        let lines: Vec<_> = run.stderr.lines().collect();
        assert_eq!(lines.len(), 2, "{}", run.stderr);
        assert!(lines[0].starts_with("content/questions/1.md:4:1: error[unknown-key]: "), "{}", lines[0]);
        assert!(lines[0].ends_with(')') && lines[0].contains(" (did you mean `answered`?"), "{}", lines[0]);
        assert!(
            lines[1].starts_with("content/questions/2.md:5:1: warning[dangling-address]: "),
            "{}",
            lines[1]
        );
    }

    #[test]
    fn in_json_has_one_object_a_line_and_nothing_else() {
        let project = flawed().write();
        let good = Archive::new().write();
        for run in [
            project.check(),
            good.check(),
            good.build(),
            good.command("build").arg("--timings").run(),
            good.command("new").arg("왜 그래요?").run(),
        ] {
            assert!(run.stderr.is_empty(), "{}", run.stderr);
            assert!(!run.stdout.is_empty());
            for line in run.stdout.lines() {
                let json: Value = serde_json::from_str(line).unwrap();
                assert!(json["type"].is_string(), "{line}");
            }
        }
    }

    #[test]
    fn in_json_has_every_member_in_every_problem() {
        const MEMBERS: [&str; 9] =
            ["code", "column", "end_column", "file", "help", "line", "message", "severity", "type"];
        let run = flawed().question("3.md", "").check().fails();
        for line in run.stdout.lines() {
            let json: Value = serde_json::from_str(line).unwrap();
            let members: Vec<_> = json.as_object().unwrap().keys().collect();
            assert_eq!(members, MEMBERS, "{line}");
        }
    }

    #[test]
    fn for_people_ends_with_a_count() {
        let run = flawed().write().command("check").for_people().run().fails();
        assert!(run.stdout.is_empty(), "{}", run.stdout);
        assert!(run.stderr.ends_with("1 error, 1 warning\n"), "{}", run.stderr);
    }

    #[test]
    fn of_a_good_build_is_one_line() {
        let project = Archive::new().question("1.md", &question("", "왜?")).write();
        let run = project.command("build").for_people().run().succeeds();
        assert!(run.stderr.is_empty(), "{}", run.stderr);
        assert!(
            run.stdout.starts_with("built 1 question into ") && run.stdout.lines().count() == 1,
            "{}",
            run.stdout
        );
        let run = project.command("check").for_people().run().succeeds();
        assert_eq!(run.stdout, "checked 1 question: nothing to mend\n");
    }

    #[test]
    fn that_is_to_be_quiet_has_problems_alone() {
        let good = Archive::new().write();
        for format in ["human", "short", "json"] {
            for command in ["build", "check"] {
                let run = mundap(&good, &[command, "--quiet", "--format", format]).succeeds();
                assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""), "{command} {format}");
            }
        }
        let flawed = flawed().write();
        mundap(&flawed, &["-q", "check"]).fails().prints("unknown-key");
    }

    #[test]
    fn of_timings_names_each_step_and_kind_of_page() {
        let archive = Archive::new().question("1.md", &question("", "왜?"));
        let run = archive.clone().write().command("build").arg("--timings").for_people().run().succeeds();
        for name in
            ["find", "settings", "theme", "read", "assemble", "pages", "commit", "all", "question.html"]
        {
            assert!(run.stderr.lines().any(|line| line.starts_with(name)), "{name}: {}", run.stderr);
        }
        // another project: a build of what has not changed looks at no page
        let run = archive.write().command("build").arg("--timings").run().succeeds();
        let timings = run.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let timings = timings.into_iter().find(|line| line["type"] == "timings").unwrap();
        let pages = timings["pages"].as_array().unwrap();
        assert!(pages.iter().any(|page| page["page"] == "question.html" && page["count"] == 1), "{timings}");
    }

    #[test]
    fn that_nobody_reads_to_its_end_is_no_trouble() {
        let many = (1..600).fold(Archive::new(), |archive, number| {
            archive.question(&format!("{number}.md"), &question("answerd: 2026-03-01\n", "왜?"))
        });
        let project = many.write();
        for arguments in [&["check", "--format", "json"][..], &["completions", "bash"]] {
            let mut process = call(&project, arguments);
            let mut running = process.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
            let mut first = String::new();
            BufReader::with_capacity(1, running.stdout.take().unwrap()).read_line(&mut first).unwrap();
            let output = running.wait_with_output().unwrap();
            assert!(!first.is_empty());
            assert!(matches!(output.status.code(), Some(0 | 1)), "{arguments:?}: {:?}", output.status);
            assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        }
    }

    #[test]
    fn to_a_pipe_that_is_closed_already_is_no_trouble() {
        let project = nothing();
        for arguments in [&["completions", "zsh"][..], &["--help"], &["--version"]] {
            let mut process = call(&project, arguments);
            let mut running = process.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
            drop(running.stdout.take());
            let output = running.wait_with_output().unwrap();
            assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        }
    }
}

mod colour {
    use super::*;

    const ESCAPE: char = '\u{1b}';

    #[test]
    fn is_kept_out_of_pipes_unless_it_is_asked_for() {
        let project = flawed().write();
        assert!(!mundap(&project, &["check"]).stderr.contains(ESCAPE));
        assert!(!mundap(&project, &["check", "--color", "never"]).stderr.contains(ESCAPE));
        assert!(mundap(&project, &["check", "--color", "always"]).stderr.contains(ESCAPE));
        for format in ["short", "json"] {
            let run = mundap(&project, &["check", "--color", "always", "--format", format]);
            assert!(!run.stdout.contains(ESCAPE) && !run.stderr.contains(ESCAPE), "{format}");
        }
    }

    #[test]
    fn is_asked_for_by_flag_even_against_the_environment() {
        let project = flawed().write();
        let mut process = call(&project, &["check", "--color", "always"]);
        assert!(Run::of(project.clone(), process.env("NO_COLOR", "1")).stderr.contains(ESCAPE));
    }

    /// `script` of util-linux lends a terminal; without it there is none to
    /// test on.
    #[test]
    fn is_shown_on_a_terminal_unless_the_environment_forbids_it() {
        let project = flawed().write();
        let on_a_terminal = |no_color: Option<&str>| {
            let mut process = Command::new("script");
            let line = format!("{} check", env!("CARGO_BIN_EXE_mundap"));
            process.args(["--quiet", "--return", "--command", &line, "/dev/null"]);
            process.current_dir(project.path("")).env_remove("NO_COLOR").stdin(Stdio::null());
            let output = process.envs(no_color.map(|value| ("NO_COLOR", value))).output().ok()?;
            Some(String::from_utf8_lossy(&output.stdout).contains(ESCAPE))
        };
        let Some(coloured) = on_a_terminal(None) else { return };
        assert!(coloured);
        assert_eq!(on_a_terminal(Some("1")), Some(false));
        // an empty value forbids nothing (no-color.org)
        assert_eq!(on_a_terminal(Some("")), Some(true));
    }
}

mod the_content_folder {
    use super::*;

    /// Builds from `current`, a folder of the project, with `--content name`.
    #[track_caller]
    fn builds(current: &str, name: &str) {
        let project = Archive::new().question("1.md", &question("", "[없음](/nowhere/)")).write();
        fs::create_dir_all(project.path("other/folder")).unwrap();
        let absolute = project.path("content").display().to_string();
        let name = if name == "ABSOLUTE" { absolute.as_str() } else { name };
        let mut process = call(&project, &["build", "--content", name, "--format", "json", "--today", TODAY]);
        let run = Run::of(project.clone(), process.current_dir(project.path(current))).succeeds();
        let file = format!("{}/questions/1.md", name.trim_end_matches('/'));
        run.reports("dangling-address").in_file(&file);
        assert!(project.path("public/q/1/index.html").is_file(), "{name} in {current}");
        assert!(project.path(".mundap").is_dir());
        assert_eq!(project.files("other/folder"), [""; 0]);
        assert!(!project.path("content/public").exists() && !project.path("content/.mundap").exists());
        // the site is found where it was built
        let mut process =
            call(&project, &["verify", "--content", name, "--format", "json", "--today", TODAY]);
        let run = Run::of(project.clone(), process.current_dir(project.path(current))).fails();
        run.reports("dead-link").saying("there is nothing at `/nowhere/`");
    }

    #[test]
    fn may_be_named_in_every_way() {
        builds("", "content");
        builds("", "content/");
        builds("", "./content");
        builds("", "ABSOLUTE");
        builds("content", ".");
        builds("content", "../content");
        builds("content/questions", "..");
        builds("other/folder", "../../content");
        builds("other/folder", "ABSOLUTE");
    }

    #[test]
    fn may_have_another_name() {
        let project = nothing();
        project.write("qna/site.yaml", "title: 문답\nurl: https://qna.example.org\nlanguage: ko\n");
        mundap(&project, &["build", "--content", "qna"]).succeeds();
        mundap(&project, &["--content", "qna", "new", "왜 그래요?", "--today", TODAY]).succeeds();
        assert!(project.path("qna/questions/2026/00001-wae-geuraeyo.md").is_file());
    }
}
