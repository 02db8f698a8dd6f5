//! Addresses never die: what was published once leads somewhere for ever.

use std::fs;
use std::process;
use std::thread;
use std::time::Duration;

use mundap::build;
use mundap::build::Destination;
use mundap::build::Options;
use mundap::memory::Memory;
use mundap::output::Settings;
use mundap::progress::Progress;

use super::harness::Archive;
use super::harness::Project;
use super::harness::Run;
use super::harness::TODAY;
use super::harness::assert_explained;
use super::harness::assert_same_tree;
use super::harness::question;
use super::harness::scratch_name;

const LEDGER: &str = "content/addresses.txt";

/// An archive of a few questions, an own page, a tag and somebody who answers.
fn archive() -> Archive {
    Archive::new()
        .question(
            "00001-a.md",
            &question(
                "category: pests/cockroach\ntags: [개미]\nanswered: 2026-03-01\nanswered_by: minji\n",
                "왜요?\n\n## 답변\n\n그래서요.",
            ),
        )
        .question("00002-b.md", &question("aliases: [/bbs/2/]\n", "왜요?"))
        .question("refund.md", &question("", "환불되나요?"))
        .page("about.md", "---\ntitle: 소개\n---\n우리는.\n")
}

/// The archive once its site has been published.
fn published() -> Project {
    let project = archive().write();
    publish(&project).succeeds().quietly();
    project
}

fn publish(project: &Project) -> Run {
    project.command("build").arg("--publish").run()
}

/// The addresses in the ledger.
fn addresses(project: &Project) -> Vec<String> {
    project.text(LEDGER).lines().filter(|line| line.starts_with('/')).map(str::to_owned).collect()
}

mod publishing {
    use super::*;

    #[test]
    fn writes_what_readers_may_have_saved() {
        let project = published();
        let expected = [
            "/",
            "/about/",
            "/bbs/2/",
            "/category/laundry/",
            "/category/pests/",
            "/category/pests/cockroach/",
            "/people/minji/",
            "/q/1/",
            "/q/2/",
            "/q/refund/",
            "/tag/gaemi/",
        ];
        assert_eq!(addresses(&project), expected);
        assert!(project.text(LEDGER).starts_with("# "));
    }

    #[test]
    fn writes_nothing_where_nothing_is_new() {
        let project = published();
        let before = fs::metadata(project.path(LEDGER)).unwrap().modified().unwrap();
        publish(&project).succeeds();
        assert_eq!(fs::metadata(project.path(LEDGER)).unwrap().modified().unwrap(), before);
    }

    #[test]
    fn is_asked_for() {
        let project = archive().write();
        project.build().succeeds();
        project.check().succeeds();
        assert!(!project.path(LEDGER).exists());
    }

    #[test]
    fn waits_for_the_site() {
        let project = archive().question("3.md", "nothing").write();
        publish(&project).fails();
        assert!(!project.path(LEDGER).exists());
        let project = archive().write();
        publish(project.write("public/mine.txt", "")).gives_up();
        assert!(!project.path(LEDGER).exists());
    }

    #[test]
    fn is_tried_again_where_the_ledger_could_not_be_written() {
        let project = archive().write();
        let in_the_way = project.path("content").join(scratch_name("addresses.txt"));
        fs::create_dir(&in_the_way).unwrap();
        for _ in 0..2 {
            // what was just written settles, so that it may be remembered
            thread::sleep(Duration::from_millis(50));
            publish(&project).gives_up().reports("not-written").in_file("content/addresses.txt");
            let verified = project.command("build").arg("--publish").arg("--verify").run();
            verified.gives_up().reports("not-written");
        }
        fs::remove_dir(in_the_way).unwrap();
        publish(&project).succeeds();
        assert!(addresses(&project).contains(&"/q/1/".to_owned()));
    }

    #[test]
    fn keeps_other_builds_out_until_the_ledger_is_written() {
        let project = archive().write();
        let trace = "openat,close,rename,renameat,renameat2";
        let Some(calls) = traced(&project, trace, &[]) else { return };
        let position = |is_meant: &dyn Fn(&str) -> bool| calls.lines().position(is_meant).expect(&calls);
        let opened = position(&|call| call.contains("openat(") && call.contains("/.mundap/lock\""));
        let lock = calls.lines().nth(opened).unwrap().rsplit(" = ").next().unwrap();
        let closes = |call: &str| call.contains(&format!(" close({lock})"));
        let given_back = opened + calls.lines().skip(opened).position(closes).expect(&calls);
        let written = position(&|call| call.contains("rename") && call.contains("/addresses.txt\""));
        let remembered = position(&|call| call.contains("rename") && call.contains("/memory/left\""));
        assert!(written < given_back && remembered < given_back, "{calls}");
    }

    #[test]
    fn waits_for_the_disk_where_that_is_asked_for() {
        let project = archive().write();
        let Some(calls) = traced(&project, "fsync,fdatasync,rename", &["--durable"]) else { return };
        let position = |is_meant: &dyn Fn(&str) -> bool| calls.lines().position(is_meant).expect(&calls);
        let scratch = format!("/content/{}>", scratch_name("addresses.txt"));
        let synced = position(&|call| call.contains("sync(") && call.contains(&scratch));
        let renamed = position(&|call| call.contains("rename(") && call.contains("/addresses.txt\""));
        let folder = position(&|call| call.contains("sync(") && call.contains("/content>"));
        assert!(synced < renamed && renamed < folder, "{calls}");
    }

    /// The calls of these kinds of a build that publishes; none where no program
    /// can be watched.
    fn traced(project: &Project, kinds: &str, arguments: &[&str]) -> Option<String> {
        let build = project.command("build").arg("--publish");
        let build = arguments.iter().fold(build, |build, argument| build.arg(argument)).into_process();
        let mut strace = process::Command::new("strace");
        strace.args(["-f", "-s", "4096", "-o", "calls", "-e", &format!("trace={kinds}")]);
        strace.args(if arguments.is_empty() { [].as_slice() } else { &["-y"] });
        strace.arg(build.get_program()).args(build.get_args()).current_dir(project.path(""));
        let is_traced = strace.output().is_ok_and(|output| output.status.success());
        if !is_traced {
            println!("skipped: no program can be watched here");
        }
        is_traced.then(|| project.text("calls"))
    }

    /// What came into the archive meanwhile is not in the site.
    #[test]
    fn gives_way_to_whoever_published_meanwhile() {
        let project = published();
        let site = project.tree("public");
        project.write("content/questions/3.md", question("", "왜요?"));
        let theirs = project.text(LEDGER) + "/q/4/\n";
        let (ledger, text) = (project.path(LEDGER), theirs.clone());
        let meanwhile = Meanwhile(move || fs::write(&ledger, &text).unwrap());
        let outcome = build::build(&options(&project), &mut Memory::default(), &meanwhile);
        let told: Vec<_> = outcome.diagnostics.iter().map(|it| (it.code, it.message.as_str())).collect();
        let message = "somebody changed this while the site was built, so nothing is written";
        assert_eq!(told, [("not-written", message)]);
        assert!(outcome.built.is_none());
        assert_same_tree(&project.tree("public"), &site);
        assert_eq!(project.text(LEDGER), theirs);
    }

    /// Does something while pages are written.
    struct Meanwhile<F>(F);

    impl<F: Fn() + Sync> Progress for Meanwhile<F> {
        fn start(&self, step: &'static str, _: usize) {
            if step == "writing" {
                (self.0)();
            }
        }
        fn advance(&self) {}
    }

    fn options(project: &Project) -> Options {
        let settings = Settings {
            output: project.path("public"),
            memory: project.path(".mundap"),
            sources: vec![project.path("content")],
            ..Settings::default()
        };
        Options {
            content: project.path("content"),
            content_name: "content".to_owned(),
            themes: project.path("themes"),
            today: Some(TODAY.to_owned()),
            source_date_epoch: None,
            destination: Destination::Folder(settings),
            publish: true,
        }
    }

    #[test]
    fn puts_a_merged_ledger_right() {
        let project = published();
        let text = project.text(LEDGER);
        let merged: String = text.lines().rev().chain(["/q/1/"]).map(|line| format!("{line}\r\n")).collect();
        publish(project.write(LEDGER, merged)).succeeds().quietly();
        assert_eq!(project.text(LEDGER), text);
    }

    #[test]
    fn keeps_comments_with_the_address_below_them() {
        let project = published();
        let commented = |text: &str| text.replace("/q/1/\n", "# 고객 편지에 인쇄됨\n/q/1/\n") + "# 끝\n";
        let text = commented(&project.text(LEDGER));
        publish(project.write(LEDGER, &text)).succeeds().quietly();
        assert_eq!(project.text(LEDGER), text);
        project.write("content/questions/0.md", question("", "왜요?"));
        publish(&project).succeeds().quietly();
        assert_eq!(project.text(LEDGER), text.replace("# 고객", "/q/0/\n# 고객"));
    }

    #[test]
    fn leaves_out_what_comes_and_goes_by_itself() {
        let archive = (3..30).fold(archive().site_also("per_page: 5\n"), |archive, number| {
            archive.question(&format!("{number}.md"), &question("", "왜요?"))
        });
        let project = archive.write();
        publish(&project).succeeds();
        assert!(project.path("public/questions/page/2/index.html").exists());
        assert!(
            !addresses(&project)
                .iter()
                .any(|address| address.contains("/page/") || address.starts_with("/archive/"))
        );
    }

    #[test]
    fn does_not_depend_on_where_the_site_stands_or_on_what_is_remembered() {
        let project = published();
        let text = project.text(LEDGER);
        fs::remove_dir_all(project.path(".mundap")).unwrap();
        fs::remove_dir_all(project.path("public")).unwrap();
        let site = project.text("content/site.yaml").replace("qna.example.org", "example.org/docs");
        publish(project.write("content/site.yaml", site)).succeeds().quietly();
        assert_eq!(project.text(LEDGER), text);
    }
}

mod a_published_address {
    use super::*;

    #[test]
    fn of_a_question_that_is_gone_is_given_to_no_other() {
        let project = published();
        project.write(LEDGER, project.text(LEDGER) + "/q/41/\n");
        project.command("new").arg("왜 그런가요?").run().succeeds().prints("/00042-");
        project.write("content/questions/02.md", question("", "왜요?"));
        let run = project.check().fails();
        run.reports("duplicate-question").helping("the next free number is 43");
        project.write(LEDGER, [0xff]);
        project.command("new").arg("왜죠?").run().fails().reports("not-utf8").in_file(LEDGER);
    }

    #[test]
    fn may_have_a_percent_sign() {
        let alias = question("aliases: [\"/a%2541/\"]\n", "왜요?");
        let project = Archive::new().question("1.md", &alias).write();
        publish(&project).succeeds().quietly();
        assert!(project.text(LEDGER).contains("/a%2541/\n"));
        publish(&project).succeeds().quietly();
        project.write("content/questions/1.md", question("", "왜요?"));
        project.check().fails().reports("address-vanished").helping("{ /a%2541/: ");
    }

    #[test]
    fn does_not_vanish_unnoticed() {
        let project = published();
        project.remove("content/questions/00001-a.md").remove("content/pages/about.md");
        project.write("content/questions/00002-b.md", question("draft: true\n", "왜요?"));
        let site = project.text("content/site.yaml").replace("pests:", "insects:");
        project.write("content/site.yaml", site);
        let text = project.text("content/questions/refund.md");
        project.remove("content/questions/refund.md").write("content/questions/refunds.md", text);
        assert_explained("address-vanished", &project.command("check").for_people().run().fails());
        project.build().fails().reports("address-vanished").in_file(LEDGER);
    }

    #[test]
    fn may_belong_to_a_question_that_was_removed_or_merged() {
        let project = published();
        project.write("content/questions/00001-a.md", question("status: merged\nmerged_into: 2\n", "왜요?"));
        project.write(
            "content/questions/refund.md",
            question("status: removed\nreason: 이름이 있었어요\n", "환불"),
        );
        project.build().succeeds().quietly();
    }

    #[test]
    fn may_be_written_as_browsers_copy_it() {
        let copied = "/%EA%B2%8C%EC%8B%9C%ED%8C%90/7/";
        let archive = Archive::new().question("1.md", &question(&format!("aliases: [{copied}]\n"), "왜요?"));
        let project = archive.file("content/addresses.txt", format!("{copied}\n/q/1/\n")).write();
        project.build().succeeds().quietly();
        assert!(project.text("public/게시판/7/index.html").contains("/q/1/"));
        assert!(project.text("public/_redirects").contains("/게시판/7/ /q/1/ 301"));
        let other = question("aliases: [/게시판/7/]\n", "왜죠?");
        project.write("content/questions/2.md", other);
        project.check().fails().reports("address-clash").in_file("content/questions/2.md");
    }

    #[test]
    fn may_become_an_alias() {
        let project = published();
        project.remove("content/questions/refund.md").remove("content/pages/about.md");
        let front = "aliases: [/bbs/2/, /q/refund/, /about]\n";
        project.write("content/questions/00002-b.md", question(front, "왜요?"));
        let run = project.build().succeeds().quietly();
        assert!(run.site("_redirects").contains("/q/refund/ /q/2/ 301"));
    }

    #[test]
    fn of_a_category_may_move() {
        let project = published();
        let site = project.text("content/site.yaml").replace("pests:", "insects:");
        let moved = "moved:\n  /category/pests/: /category/insects/\n  /category/pests/cockroach/: /category/insects/cockroach/\n";
        project.write("content/site.yaml", site + moved);
        let text = project.text("content/questions/00001-a.md").replace("pests/", "insects/");
        project.write("content/questions/00001-a.md", text);
        let run = project.build().succeeds().quietly();
        assert!(run.site("_redirects").contains("/category/pests/ /category/insects/ 301"));
        assert!(run.site("category/pests/index.html").contains("url=/category/insects/"));
        let redirects = run.site("_redirects");
        for file in ["", "feed.xml", "rss.xml", "feed.json"] {
            let line = format!("/category/pests/{file} /category/insects/{file} 301\n");
            assert!(redirects.contains(&line), "{line}: {redirects}");
        }
    }

    #[test]
    fn of_a_category_moves_in_every_language() {
        let archive = archive().question("3.md", &question("lang: en\ncategory: laundry\n", "Why?"));
        let project = archive.write();
        publish(&project).succeeds().quietly();
        let site = project.text("content/site.yaml").replace("laundry:", "washing:");
        let moved = "moved:\n  /category/laundry/: /category/washing/\n";
        project.write("content/site.yaml", format!("{site}{moved}"));
        project.write("content/questions/3.md", question("lang: en\ncategory: washing\n", "Why?"));
        let run = publish(&project).succeeds().quietly();
        assert!(run.site("en/category/laundry/index.html").contains("url=/en/category/washing/"));
        let redirects = run.site("_redirects");
        assert!(redirects.contains("/en/category/laundry/feed.xml /en/category/washing/feed.xml 301\n"));
        // a line of its own goes before
        let own = "  /en/category/laundry/: /en/category/pests/\n";
        let run = project.write("content/site.yaml", format!("{site}{moved}{own}")).build();
        let page = run.succeeds().quietly().site("en/category/laundry/index.html");
        assert!(page.contains("url=/en/category/pests/"), "{page}");
    }

    #[test]
    fn is_not_said_to_lead_to_what_only_leads_on() {
        let project = published();
        let site = project.text("content/site.yaml").replace("cockroach:", "roach:");
        project.write("content/site.yaml", site);
        project
            .write("content/questions/00001-a.md", question("aliases: [/cockroach/, /board/2/]\n", "왜요?"));
        project.write("content/questions/00002-b.md", question("", "왜요?"));
        let helps: Vec<_> =
            project.check().fails().diagnostics.into_iter().filter_map(|it| it.help).collect();
        for way_out in ["{ /bbs/2/: /q/2/ }", "{ /category/pests/cockroach/: ADDRESS }"] {
            assert!(helps.iter().any(|help| help.contains(way_out)), "{way_out}: {helps:#?}");
        }
    }

    #[test]
    fn leaves_no_room_for_one_that_differs_in_case_alone() {
        let alias = |alias: &str| question(&format!("aliases: [{alias}]\n"), "왜요?");
        let project = Archive::new().question("1.md", &alias("/BBS/View/7/")).write();
        publish(&project).succeeds().quietly();
        project.write("content/questions/1.md", alias("/bbs/view/7/"));
        let run = project.check().fails();
        run.reports("address-vanished")
            .saying("/BBS/View/7/")
            .helping("`/bbs/view/7/` differs from it in case");
        assert!(!run.stdout.contains("moved:"), "{}", run.stdout);
        project.write("content/questions/1.md", alias("/BBS/View/7/"));
        project.check().succeeds();
    }

    #[test]
    fn of_an_own_page_takes_no_feeds_along() {
        let page = "---\ntitle: 글\naliases: [/docs/category/old/, /category/old/]\n---\n글입니다.\n";
        let run = Archive::new().page("docs/category/new.md", page).build().succeeds().quietly();
        let redirects = run.site("_redirects");
        for old in ["/category/old/", "/docs/category/old/"] {
            assert!(redirects.contains(&format!("{old} /docs/category/new/ 301\n")), "{redirects}");
        }
        assert!(!redirects.contains("feed"), "{redirects}");
    }

    #[test]
    fn of_a_tag_or_person_without_questions_leads_to_all_of_them() {
        let project = published();
        project.write(
            "content/questions/00001-a.md",
            question("status: removed\nreason: 이름이 있었어요\n", "왜요?"),
        );
        let run = project.build().succeeds().quietly();
        assert!(run.site("tag/gaemi/index.html").contains("url=/tag/"));
        assert!(run.site("people/minji/index.html").contains("url=/people/"));
    }

    #[test]
    fn of_a_language_without_questions_leads_to_its_like_in_the_sites_own() {
        let front = "lang: en\ncategory: pests\ntags: [ant]\nanswered: 2026-03-01\nanswered_by: minji\n";
        let project = archive().question("3.md", &question(front, "Why?\n\n## 답변\n\nWell.")).write();
        publish(&project).succeeds().quietly();
        project.write(
            "content/questions/3.md",
            question("lang: en\nstatus: removed\nreason: 이름이 있었어요\n", "Why?"),
        );
        let run = publish(&project).succeeds().quietly();
        for (address, heir) in [
            ("", "/"),
            ("category/pests/", "/category/pests/"),
            ("tag/ant/", "/tag/"),
            ("people/minji/", "/people/minji/"),
        ] {
            let page = run.site(&format!("en/{address}index.html"));
            assert!(page.contains(&format!("url={heir}\"")), "{address}: {page}");
        }
        let text: String = run
            .project
            .tree("public")
            .into_values()
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .collect();
        assert!(!text.contains("Well."));
    }

    #[test]
    fn of_a_language_that_no_file_names_any_more_leads_to_its_like_in_the_sites_own() {
        let front = "category: pests\nanswered: 2026-03-01\nanswered_by: minji\n";
        let text = |front: &str| question(front, "Why?\n\n## 답변\n\nWell.");
        let project = archive().question("3.md", &text(&format!("lang: en\n{front}"))).write();
        publish(&project).succeeds().quietly();
        project.write("content/questions/3.md", text(front));
        let run = publish(&project).succeeds().quietly();
        for (address, heir) in
            [("", "/"), ("category/pests/", "/category/pests/"), ("people/minji/", "/people/minji/")]
        {
            let page = run.site(&format!("en/{address}index.html"));
            assert!(page.contains(&format!("url={heir}\"")), "{address}: {page}");
        }
        project.remove("content/questions/3.md");
        project.write("content/questions/00002-b.md", question("aliases: [/bbs/2/, /q/3/]\n", "왜요?"));
        let site = project.text("content/site.yaml").replace("laundry:", "washing:");
        let moved = "moved: { /category/laundry/: /category/washing/ }\n";
        let run = publish(project.write("content/site.yaml", site + moved)).succeeds().quietly();
        assert!(run.site("en/category/laundry/index.html").contains("url=/category/washing/"));
    }

    /// An own page, or an old one, may be called like a language.
    #[test]
    fn of_a_page_that_is_called_like_a_language_is_missed() {
        let project =
            archive().page("bbs.md", "---\ntitle: 글\naliases: [/bbs/tag/7/]\n---\n글입니다.\n").write();
        publish(&project).succeeds().quietly();
        let run = project.remove("content/pages/bbs.md").check().fails();
        for address in ["`/bbs/`", "`/bbs/tag/7/`"] {
            assert!(run.stdout.contains(address), "{address}: {}", run.stdout);
        }
    }

    /// Only a list comes and goes by itself, whatever else is called like one.
    #[test]
    fn of_a_page_alias_or_category_is_missed_whatever_it_is_called() {
        let site = "categories:\n  pests: { name: 해충, children: { cockroach: { name: 바퀴벌레 } } }\n  tag: { name: 표, children: { ant: { name: 개미 } } }\n";
        let project = Archive::new()
            .site(&format!("title: 문답\nurl: https://qna.example.org\nlanguage: ko\n{site}"))
            .page("help/people/team.md", "---\ntitle: 우리\n---\n우리는.\n")
            .question("1.md", &question("category: tag/ant\naliases: [/bbs/tag/1042/]\n", "왜요?"))
            .write();
        publish(&project).succeeds().quietly();
        project
            .remove("content/pages/help/people/team.md")
            .write("content/questions/1.md", question("", "왜요?"));
        let site = project.text("content/site.yaml").split("  tag:").next().unwrap().to_owned();
        let run = project.write("content/site.yaml", site).check().fails();
        for address in ["/help/people/team/", "/bbs/tag/1042/", "/category/tag/ant/"] {
            assert!(run.stdout.contains(address), "{address}: {}", run.stdout);
        }
    }

    #[test]
    fn has_no_blank_of_any_kind() {
        for blank in ['\u{3000}', '\t', '\u{a0}'] {
            let archive = Archive::new()
                .question("1.md", &question(&format!("aliases: [\"/옛{blank}주소/\"]\n"), "왜요?"));
            archive.check().fails().reports_only(&["bad-alias"]);
        }
    }

    #[test]
    fn is_not_missed_where_its_file_cannot_be_understood() {
        let project = published();
        project.write("content/questions/00001-a.md", "nothing");
        let run = project.check().fails();
        assert!(run.diagnostics.iter().all(|found| found.code != "address-vanished"), "{}", run.stdout);
    }
}
