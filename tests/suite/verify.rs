//! A built site looked at from outside: `mundap verify`.
//!
//! The sites here are written by hand, as those that Mundap builds have nothing
//! to find.

use std::fs;
use std::path::Path;

use super::harness::Archive;
use super::harness::Command;
use super::harness::Project;
use super::harness::Run;
use super::harness::assert_blessed;
use super::harness::assert_explained;

/// A page that is as it should be, with `body` in it.
fn page(body: &str) -> String {
    format!(
        "<!doctype html>\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'\">\n\
         <link rel=\"stylesheet\" href=\"/style.css\"><script src=\"/main.js\"></script>\n{body}\n"
    )
}

/// A site that nobody built, with nothing to find in it.
fn sound() -> Archive {
    let home = "<link rel=\"canonical\" href=\"https://qna.example.org/\"><p id=\"top-of-all\">\
                <a href=\"a\">가</a> <a href=\"a/#part\">나</a> <a href=\"https://elsewhere.example/\">다</a>";
    Archive::empty()
        .file("site/index.html", page(home))
        .file(
            "site/a/index.html",
            page("<p id=\"part\"><a href=\"../#top-of-all\">처음</a> <a href=\"#part\">여기</a>"),
        )
        .file("site/404.html", page("<a href=\"/\">처음</a>"))
        .file("site/style.css", "@font-face { src: url(font.woff2) }\n")
        .file("site/main.js", "export const SVG = 'http://www.w3.org/2000/svg';\n")
        .file("site/font.woff2", [0])
        .file("site/sitemap.xml", sitemap(&["/", "/a/"]))
}

fn sitemap(addresses: &[&str]) -> String {
    let urls =
        addresses.iter().map(|address| format!("<url><loc>https://qna.example.org{address}</loc></url>\n"));
    format!("<?xml version=\"1.0\"?>\n<urlset>\n{}</urlset>\n", urls.collect::<String>())
}

/// The home page with one thing more in it.
fn with(body: &str) -> Archive {
    let home = "<link rel=\"canonical\" href=\"https://qna.example.org/\"><i id=\"top-of-all\"></i><i id=\"part\"></i>\n";
    sound().file("site/index.html", page(&format!("{home}{body}")))
}

trait Verify {
    fn verify(&self) -> Command;
}

impl Verify for Project {
    fn verify(&self) -> Command {
        self.command("verify").arg("site")
    }
}

#[track_caller]
fn verified(archive: Archive) -> Run {
    archive.write().verify().run()
}

/// What `verify` says to a person of a site is kept under this name.
#[track_caller]
fn explained(name: &str, archive: Archive) {
    assert_explained(name, &archive.write().verify().arg("--quiet").for_people().run());
}

mod a_sound_site {
    use super::*;

    #[test]
    fn has_nothing_to_report() {
        let run = verified(sound()).succeeds().quietly();
        let told: serde_json::Value = serde_json::from_str(run.stdout.lines().last().unwrap()).unwrap();
        assert_eq!(told["type"], "verified");
        let counted = |key: &str| told[key].as_u64().unwrap();
        assert_eq!((counted("files"), counted("pages"), counted("protected_pages")), (7, 3, 3));
        assert_eq!((counted("anchors"), counted("links_elsewhere")), (3, 1));
        assert_eq!(told["hosts"], serde_json::json!(["elsewhere.example"]));
    }

    #[test]
    fn may_be_the_demo_archive() {
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        let project = Archive::empty().folder("content", &content).write();
        project.command("build").today("2026-12-31").run().succeeds();
        project.command("verify").run().succeeds().quietly();
    }

    #[test]
    fn may_stand_in_a_folder_and_be_in_two_languages() {
        let sites = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
        for name in ["base-path", "small", "english", "languages", "features"] {
            let content = sites.join(name).join("content");
            // what is looked at is what readers get, so the theme is theirs too
            let settings = fs::read_to_string(content.join("site.yaml")).unwrap();
            let archive = Archive::empty().folder("content", &content);
            let archive = archive.site(&settings.replace("theme: plain", "theme: default"));
            archive.build().succeeds().project.command("verify").run().succeeds().quietly();
        }
    }

    #[test]
    fn may_lead_on_by_its_hosts_rules() {
        let archive = with("<a href=\"/old/x/\">옛 글</a> <a href=\"/two\">둘</a>");
        let archive = archive.file("site/_redirects", "/old/* /a/:splat 301\n/two /a/\n");
        verified(archive).succeeds().quietly();
    }

    #[test]
    fn may_name_its_files_in_any_way_that_hosts_understand() {
        let body = "<a href=\"/b\">1</a> <a href=\"/b.html\">2</a> <a href=\"/%EA%B0%80.txt\">3</a>\
                    <a href=\"a/?x=1#part:~:text=x\">4</a> <a href=\"#top\">5</a> <a href=\"//qna.example.org/a/\">6</a> <a href=\"#b%3C\">8</a> <a href=\"#나\">9</a>\
                    <i id=\"b%3C\"></i><i id=\"나\"></i>\
                    <a href=\"mailto:a@b.example\">7</a> <img src=\"data:image/png;base64,AA==\" alt=\"\">";
        let archive = with(body)
            .file("site/b.html", page("<link rel=canonical href=\"https://qna.example.org/a/\">"))
            .file("site/가.txt", "가");
        verified(archive).succeeds().quietly();
    }
}

mod each_finding {
    use super::*;

    #[test]
    fn foreign_origins() {
        let archive = with("<img src=\"https://tracker.example/p.gif\" alt=\"\">")
            .file("site/style.css", "@import '//fonts.example/a.css';\n")
            .file(
                "site/main.js",
                "fetch('https://api.example/seen');\nconst other = 'https://mentioned.example/';\n",
            );
        explained("verify-foreign-origin", archive);
        let ways = "<link rel=preconnect href=//b.example><meta http-equiv=refresh content='9; https://c.example'>\
                    <form action=https://d.example></form>";
        let archive =
            with(ways).file("site/feed.xml", "<feed><content>&lt;img src='//e.example/x'></content></feed>");
        let run = verified(archive).fails();
        let foreign = run.diagnostics.iter().filter(|found| found.code == "foreign-origin");
        let hosts: Vec<_> = foreign.filter_map(|found| found.message.split('`').nth(1)).collect();
        assert_eq!(hosts, ["e.example", "b.example", "c.example", "d.example"], "{}", run.stdout);
    }

    #[test]
    fn scripts_in_pages() {
        let body =
            "<script>start()</script>\n<p onclick=\"stop()\">그만</p>\n<a href=\"javascript:go()\">가기</a>";
        explained("verify-inline-script", with(body));
    }

    #[test]
    fn what_watches_a_reader() {
        let script = "document.cookie = 'id=1';\nnavigator.sendBeacon('/log');\n";
        explained("verify-watching", sound().file("site/main.js", script));
        verified(with("<a href=\"/a/\" ping=\"/log\">가</a>")).fails().reports_only(&["beacon"]);
    }

    #[test]
    fn links_that_do_not_hold() {
        let body = "<a href=\"/b/\">나</a> <a href=\"a/#none\">다</a>\n<p id=\"part\"></p> <img src=\"가.png\" alt=\"\">";
        explained("verify-links", with(body));
    }

    #[test]
    fn sitemaps_that_are_wrong() {
        let archive = sound()
            .file("site/b.html", page(""))
            .file("site/c.html", page("<meta name=\"robots\" content=\"noindex\">"))
            .file("site/sitemap.xml", sitemap(&["/", "/a/", "/c", "/gone/"]));
        explained("verify-sitemap", archive);
        explained("verify-no-sitemap", sound().without("site/sitemap.xml"));
    }

    #[test]
    fn policies_that_are_wrong() {
        let open = page("").replace("default-src 'self'", "default-src 'self' https:");
        let archive = sound().file("site/404.html", open).file("site/a/index.html", "<p id=\"part\">");
        explained("verify-policy", archive);
    }

    #[test]
    fn sites_that_do_not_say_where_they_are() {
        let archive = Archive::empty()
            .file("site/index.html", page("").replace("<link", "<!--").replace("</script>", "-->"));
        explained("verify-unknown-origin", archive.file("site/sitemap.xml", "<urlset></urlset>"));
        let project = Archive::empty()
            .file("site/index.html", page("<a href=\"https://a.example/x/y\">x</a> <a href=\"/z\">z</a>"))
            .file("site/style.css", "")
            .file("site/main.js", "")
            .file("site/sitemap.xml", "<urlset><url><loc>https://a.example/x/</loc></url></urlset>")
            .write();
        // the folder is that of the sitemap's shortest address
        let run = project.verify().run().fails();
        run.reports("dead-link").saying("`/x/y`");
        run.reports("outside-link").saying("`/style.css`").mildly();
        let run = project.verify().arg("--base-url").arg("https://b.example").run().fails();
        run.reports_only(&["not-in-sitemap", "dead-link"]);
    }

    #[test]
    fn links_that_leave_the_sites_folder() {
        let home =
            "<link rel=canonical href=https://a.example/docs/><a href=/docs/b>나</a> <a href=/b>나</a>";
        let archive = Archive::empty()
            .file("site/index.html", page(home).replace("=\"/", "=\"/docs/"))
            .file("site/b.html", page("").replace("=\"/", "=\"/docs/"))
            .file("site/style.css", "")
            .file("site/main.js", "")
            .file(
                "site/sitemap.xml",
                sitemap(&["/docs/", "/docs/b"]).replace("qna.example.org", "a.example"),
            );
        explained("verify-outside-link", archive);
    }

    #[test]
    fn the_same_finding_on_many_pages_is_told_once() {
        let archive = (1..=9).fold(sound(), |archive, number| {
            archive.file(
                &format!("site/p/{number}.html"),
                page("<meta name=robots content=noindex><a href=/gone/>x</a>"),
            )
        });
        let run = verified(archive).fails().reports_only(&["dead-link"]);
        run.reports("dead-link").in_file("site/p/1.html").at(4, 43).saying("and 8 times more");
    }

    #[test]
    fn a_folder_without_a_site() {
        let project = Archive::empty().file("site/a.txt", "").write();
        assert_explained("verify-no-pages", &project.verify().for_people().run().gives_up());
        assert_explained("verify-missing-output", &project.command("verify").for_people().run().gives_up());
        project.verify().arg("--base-url").arg("qna").run().gives_up();
    }
}

mod the_report {
    use super::*;

    fn report(project: &Project) -> Command {
        project.verify().arg("--report").arg("privacy.md")
    }

    #[test]
    fn is_a_page_that_the_archive_can_publish() {
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/small/content");
        let project = Archive::empty().folder("content", &content).build().succeeds().project;
        let again =
            || project.command("verify").arg("--report").arg("content/pages/privacy.md").run().succeeds();
        again();
        project.build().succeeds();
        again().quietly();
        let page = project.build().succeeds().site("privacy/index.html");
        assert!(
            page.contains("<h1>이 사이트는 지켜보지 않습니다</h1>") && page.contains("<table>"),
            "{page}"
        );
    }

    /// What the demo tells its readers is what is counted in the demo, to the
    /// last page; `BLESS=1` counts again.
    #[test]
    fn stands_in_the_demo_archive_as_it_is_counted() {
        const DAY: &str = "2026-11-24";
        const REPORT: &str = "content/pages/privacy.md";
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let project = Archive::empty().folder("content", &root.join("content")).write();
        project.command("build").today(DAY).run().succeeds();
        project.command("verify").today(DAY).arg("--report").arg(REPORT).run().succeeds();
        assert_blessed(&root.join(REPORT), &project.text(REPORT));
    }

    #[test]
    fn says_what_is_kept_and_why() {
        let project = sound().file("site/main.js", "localStorage.setItem('read', 1)").write();
        report(&project)
            .arg("--lang")
            .arg("en")
            .arg("--reason")
            .arg("read=marks what you have read")
            .run()
            .succeeds();
        let text = project.text("privacy.md");
        assert!(text.contains("- `read` (`localStorage`): marks what you have read\n"), "{text}");
        assert!(text.contains("on 2 March 2026"), "{text}");
    }

    #[test]
    fn is_not_written_while_there_are_errors() {
        let project = with("<script>x</script>").write();
        report(&project).run().fails();
        assert!(!project.path("privacy.md").exists());
    }

    #[test]
    fn takes_the_place_of_no_other_page() {
        let project = sound().file("privacy.md", "---\ntitle: 우리 글\n---\n").write();
        assert_explained(
            "verify-report-of-others",
            &report(&project).arg("--quiet").for_people().run().gives_up(),
        );
        assert_eq!(project.text("privacy.md"), "---\ntitle: 우리 글\n---\n");
        report(&project).arg("--lang").arg("fr").run().gives_up().reports_only(&["bad-argument"]);
        report(&project).arg("--reason").arg("read").run().gives_up().reports_only(&["bad-argument"]);
    }
}
