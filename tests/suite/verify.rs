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
        "<!doctype html><meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'\">\n\
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
        let archive = with(
            "<a href=\"/old/x/\">옛 글</a> <a href=\"/two\">둘</a> <a href=\"/p/1\">셋</a> <a href=\"/옛주소\">넷</a>\
             <script src=\"/api\"></script>",
        );
        let archive = archive.file(
            "site/_redirects",
            "/old/* /a/:splat 301!\n/two /a/ Country=kr\n/p/:id /q/:id 200\n/옛주소 /a/\n/api https://api.example/ 200\n",
        );
        verified(archive).succeeds().quietly();
    }

    #[test]
    fn may_name_its_files_in_any_way_that_hosts_understand() {
        let body = "<a href=\"/b\">1</a> <a href=\"/b.html\">2</a> <a href=\"/%EA%B0%80.txt\">3</a>\
                    <a href=\"a/?x=1#part:~:text=x\">4</a> <a href=\"#top\">5</a> <a href=\"//qna.example.org/a/\">6</a> <a href=\"#b%3C\">8</a> <a href=\"#나\">9</a>\
                    <i id=\"b%3C\"></i><i id=\"나\"></i>\
                    <a href=\"/.x/a.html\">10</a> <a href=\"/%2541\">11</a> <a href=\"/c/\">12</a> <a href=\"#/about\">13</a> <a href=\"#!/x\">14</a> <iframe src=\"/b#k=v\"></iframe>\
                    <i id=\"\u{1112}\u{1161}\"></i><a href=\"#\u{1112}\u{1161}\">15</a> <p one=\"1\" only=\"2\">\
                    <a href=\"mailto:a@b.example\">7</a> <img src=\"data:image/png;base64,AA==\" alt=\"\">";
        let archive = with(body)
            .file("site/b.html", page("<link rel=canonical href=\"https://qna.example.org/a/\">"))
            .file("site/가.txt", "가")
            .file("site/.x/a.html", page("<meta name=robots content='none, noarchive'>"))
            .file("site/%41.html", page("<meta name=robots content=noindex>"))
            .file("site/c/index.htm", page("<meta name=robots content=noindex>"))
            .file(
                "site/list.xml",
                "<root><item href=\"https://x.example/\"/><image href=\"https://x.example/\"/></root>",
            );
        verified(archive).succeeds().quietly();
        let shown = with("<p style=\"--t:'https://x.example'; content:var(--t)\">");
        verified(shown).succeeds().reports_only(&["foreign-mention"]);
        let of_drawing = "<base href=\"/\"><svg><g id=\"g\"/><use href=\"#g\"/><path fill=\"url(#g)\"/></svg><p id=\"part\">";
        verified(sound().file("site/a/index.html", page(of_drawing))).succeeds().quietly();
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
                "fetch('https://api.example/seen');\nconst other = 'https://mentioned.example/';\n\
                 fetch(`https://${host}/seen`);\n",
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
    fn addresses_that_cannot_be_read() {
        explained("verify-bad-address", with("<img src=\"http://xn--a.evil.example/a.gif\" alt=\"\">"));
        told_only(
            "bad-address",
            &["<img src='http://a b.evil.example'>", "<base href='http://xn--zz.evil.example/'>"],
        );
        verified(with("<a href='http://xn--a.evil.example/'>x</a>")).succeeds().quietly();
        let long = format!("<base href='/{}/'>{}", "x".repeat(9000), "<a href=/>x</a>".repeat(4));
        told_only("bad-address", &[&long]);
    }

    #[track_caller]
    fn told_only(code: &str, bodies: &[&str]) {
        for body in bodies {
            verified(with(body)).fails().reports_only(&[code]);
        }
    }

    #[test]
    fn pages_without_an_encoding() {
        let silent = page("<p id=part>가").replace("<meta charset=\"utf-8\">", "");
        explained("verify-no-encoding", sound().file("site/a/index.html", silent.as_str()));
        let marked = ["\u{feff}", &silent].concat();
        verified(sound().file("site/a/index.html", marked)).succeeds().quietly();
        verified(sound().file("site/a/index.html", silent.replace('가', "a"))).succeeds().quietly();
    }

    #[test]
    fn headers_that_a_host_is_asked_for() {
        let headers = "/*\n  X-Frame-Options: DENY\n  Link: <https://evil.example/a.css>; rel=preload; as=style\n\
                       /a/\n  Refresh: 0; url=https://evil.example/\n  Set-Cookie: id=1\n";
        let run = verified(sound().file("site/_headers", headers)).fails();
        run.reports_only(&["cookie", "foreign-origin", "foreign-origin"]);
    }

    #[test]
    fn headers_that_have_browsers_report() {
        let headers = "/*\n  Reporting-Endpoints: x=\"https://a.example/r\"\n  NEL: {\"report_to\":\"x\"}\n\
                       \x20 Report-To: {\"group\":\"x\",\"endpoints\":[{\"url\":\"https://b.example/r\"}]}\n\
                       \x20 Content-Security-Policy: default-src 'self'; report-uri https://c.example/r; report-to x\n";
        explained("verify-reporting", sound().file("site/_headers", headers));
        let own =
            "/*\n  Content-Security-Policy: report-uri /r; report-to x\n  Reporting-Endpoints: x=\"/r\"\n";
        verified(sound().file("site/_headers", own)).succeeds().quietly();
        let in_page = page("").replace("'self'", "'self'; report-uri https://c.example/r");
        verified(sound().file("site/404.html", in_page)).succeeds().quietly();
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
    fn files_that_break_off() {
        let atom = "<?xml version=\"1.0\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<entry><title>가</title>\n";
        let json = "{\n \"version\": \"https://jsonfeed.org/version/1.1\",\n \"items\": [{\"id\": \"/q/1";
        let archive = sound()
            .file("site/feed.xml", atom)
            .file("site/feed.json", json)
            .file("site/sitemap.xml", sitemap(&["/", "/a/"]).replace("</urlset>", ""));
        explained("verify-damaged-file", archive);
        for (name, text) in [
            ("rss.xml", "<rss version=\"2.0\"><channel><title>가</ti"),
            ("rss.xml", "<rss><channel><link>https://qna.example.org/?a&b=c</link></channel></rss>"),
            ("rss.xml", "<rss></rss><rss></rss>"),
            ("atom.xml", "<?xml version=\"1.0\"?>\n"),
            ("atom.xml", ""),
            ("q/feed.json", "{\"vers"),
            ("news.json", "{\"version\": \"https:\\/\\/jsonfeed.org\\/version\\/1\", \"items\": ["),
        ] {
            let run = verified(sound().file(&format!("site/{name}"), text)).fails();
            run.reports_only(&["damaged-file"]).reports("damaged-file").saying(&format!("`/{name}`"));
        }
    }

    #[test]
    fn files_that_are_whole() {
        for (name, text) in [
            (
                "feed.xml",
                "\u{feff}<?xml version='1.0' encoding='utf-8'?>\n<!-- a -- b --><feed xmlns='http://www.w3.org/2005/Atom'><title><![CDATA[a & <b>]]></title></feed>\n<?end?>\n",
            ),
            ("atom.xml", "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:title/></a:feed>"),
            (
                "rss.xml",
                "<!DOCTYPE rss PUBLIC '-//Netscape//DTD RSS 0.91//EN' 'rss.dtd'><rss><channel><title>a &amp; b&#33;</title ></channel></rss>",
            ),
            ("feed.json", "\u{feff}{\"version\": \"https://jsonfeed.org/version/1\", \"items\": []}\n"),
            ("settings.json", "{ // no feed\n}"),
            ("lines.json", "{}\n{}\n"),
        ] {
            verified(sound().file(&format!("site/{name}"), text)).succeeds().quietly();
        }
    }

    #[test]
    fn redirects_to_nothing() {
        let body = "<a href=\"/x/\">가</a>\n<a href=\"/round\">나</a>";
        let rules = "/x/ /y/ 301\n/y/ /q/99/ 301\n/round /and 302\n/and /round 302\n";
        explained("verify-dead-redirect", with(body).file("site/_redirects", rules));
        for (rules, address) in [
            ("/x/ /q/99/\n", "/q/99/"),
            ("/x/ https://qna.example.org/q/99/ 308!\n", "/q/99/"),
            ("/* /gone 302\n", "/x/"),
            ("/:any/ /gone#part 302\n", "/gone"),
        ] {
            let run = verified(with("<a href=/x/>가</a>").file("site/_redirects", rules)).fails();
            run.reports_only(&["dead-link"]).reports("dead-link").saying(&format!("`{address}`"));
        }
    }

    #[test]
    fn redirects_that_hold() {
        for rules in [
            "/x/ /y 301\n/y /a/ 301\n",
            "/x/ https://elsewhere.example/ 301\n",
            "/x/ /a 301\n/a /x/ 301\n",
            "/* /:splat/index 301\n",
            "/* /index.html 200\n",
            "/x/ /app/route 301\n/app/* /index.html 200\n",
            "/x/ /.netlify/functions/x 200\n",
        ] {
            verified(with("<a href=/x/>가</a>").file("site/_redirects", rules)).succeeds().quietly();
        }
    }

    #[test]
    fn foreign_origins_in_feeds() {
        let url = "https://evil.example/a";
        let atom = |inner: &str| format!("<feed xmlns=\"http://www.w3.org/2005/Atom\">{inner}</feed>");
        let rss = |inner: &str| format!("<rss><channel>{inner}</channel></rss>");
        let json = |inner: &str| format!("{{\"version\":\"https://jsonfeed.org/version/1.1\",{inner}}}");
        for (name, text) in [
            ("feed.xml", atom(&format!("<logo>{url}</logo>"))),
            ("feed.xml", atom(&format!("<icon> {url} </icon>"))),
            ("feed.xml", atom(&format!("<entry><link rel=\"enclosure\" href=\"{url}\"/></entry>"))),
            ("rss.xml", rss(&format!("<image><title>x</title><url><![CDATA[{url}]]></url></image>"))),
            ("rss.xml", rss(&format!("<item><enclosure url=\"{url}\" type=\"audio/mpeg\"/></item>"))),
            ("rss.xml", rss(&format!("<item><description>&lt;img src=\"{url}\"></description></item>"))),
            ("feed.json", json(&format!("\"icon\":\"{url}\""))),
            ("feed.json", json(&format!("\"favicon\":\"{url}\""))),
            ("feed.json", json(&format!("\"authors\":[{{\"avatar\":\"{url}\"}}]"))),
            ("feed.json", json(&format!("\"items\":[{{\"image\":\"{url}\"}}]"))),
            ("feed.json", json(&format!("\"items\":[{{\"banner_image\":\"{url}\",\"url\":\"/a/\"}}]"))),
            ("feed.json", json(&format!("\"items\":[{{\"attachments\":[{{\"url\":\"{url}\"}}]}}]"))),
        ] {
            let run = verified(sound().file(&format!("site/{name}"), text.as_str())).fails();
            run.reports_only(&["foreign-origin"]).reports("foreign-origin").saying("`evil.example`");
        }
        for (name, text) in [
            (
                "feed.xml",
                atom(&format!(
                    "<link href=\"{url}\"/><link rel=\"hub\" href=\"{url}\"/><author><uri>{url}</uri></author><icon>/font.woff2</icon>"
                )),
            ),
            (
                "rss.xml",
                rss(&format!(
                    "<link>{url}</link><image><link>{url}</link></image><item><source url=\"{url}\">x</source></item>"
                )),
            ),
            (
                "feed.json",
                json(&format!(
                    "\"home_page_url\":\"{url}\",\"hubs\":[{{\"url\":\"{url}\"}}],\"authors\":[{{\"url\":\"{url}\"}}],\"items\":[{{\"external_url\":\"{url}\",\"image\":\"/font.woff2\"}}]"
                )),
            ),
        ] {
            verified(sound().file(&format!("site/{name}"), text.as_str())).succeeds().quietly();
        }
    }

    #[test]
    fn only_an_item_is_described_in_html() {
        let rss = "<rss><channel><description>D &lt;img src=x&gt;</description><image><description>&lt;img src=y&gt;</description></image>\
                   <item><description>&lt;img src=/z&gt;</description></item></channel></rss>";
        let run = verified(sound().file("site/rss.xml", rss)).fails();
        run.reports_only(&["dead-link"]).reports("dead-link").saying("`/z`");
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

/// Each of these was taken for harmless once, and a browser loaded or ran it.
mod nothing_hides {
    use std::time::Duration;
    use std::time::Instant;

    use super::*;

    /// A site is told to have this problem, and no report is written of it.
    #[track_caller]
    fn told(code: &str, archive: Archive, what: &str) {
        let run = archive.write().verify().arg("--report").arg("privacy.md").run();
        let found = run.diagnostics.iter().any(|found| found.code == code);
        assert!(found, "{what}: no {code} in {}", run.stdout);
        assert!(!run.project.path("privacy.md").exists(), "{what}");
    }

    #[track_caller]
    fn told_of_each(code: &str, bodies: &[&str]) {
        bodies.iter().for_each(|body| told(code, with(body), body));
    }

    #[track_caller]
    fn told_of_styles(styles: &[&str]) {
        for style in styles {
            told("foreign-origin", sound().file("site/style.css", *style), style);
        }
    }

    #[track_caller]
    fn told_of_scripts(code: &str, scripts: &[&str]) {
        for script in scripts {
            told(code, sound().file("site/main.js", *script), script);
        }
    }

    #[test]
    fn in_what_is_text_in_a_page_and_not_in_a_drawing() {
        told_of_each(
            "inline-script",
            &[
                "<svg><style><img src=x onerror=go()></style></svg>",
                "<svg><![CDATA[><!--]]></svg><script>go()</script><!-- -->",
                "<noscript><!--</noscript><script>go()</script>-->",
                "<math><annotation-xml encoding=text/html><script>go()</script>",
            ],
        );
        told_of_each(
            "foreign-origin",
            &[
                "<svg><title><script src=https://evil.example></script></title></svg>",
                "<svg><desc><img src=https://evil.example></desc></svg>",
                "<image src=https://evil.example>",
                // what browsers load that read ahead of what they know
                "<math><link rel=stylesheet href=https://evil.example>",
                "<math><mglyph><base href=https://evil.example><img src=a.gif>",
                "<svg><![CDATA[><img src=https://evil.example>]]></svg>",
                "<svg><title><a title='</title><img src=https://evil.example>'></a></title></svg>",
                "<textarea></textarea><caption background=https://evil.example>",
                "<select><title><script src=https://evil.example></script></title></select>",
            ],
        );
    }

    #[test]
    fn behind_more_slashes_than_two() {
        told_of_each(
            "foreign-origin",
            &[
                "<script src=///evil.example/a.js></script>",
                "<img src=////evil.example/a.gif>",
                "<img srcset='///evil.example/a.gif 1x'>",
                "<link rel=stylesheet href='\\\\\\evil.example'>",
                "<base href=////evil.example/>",
                "<meta http-equiv=refresh content='0;url=///evil.example'>",
                "<style>a{b:url(///evil.example)}</style>",
                "<svg><image href=///evil.example /></svg>",
            ],
        );
        told_of_styles(&["@import '///evil.example';"]);
    }

    #[test]
    fn behind_a_rule_of_the_host() {
        let body = "<script src=/cdn/a.js></script>";
        for rules in [
            "/cdn/a.js https://evil.example/a.js 302\n",
            "/cdn/* /x/:splat\n/x/* //evil.example/:splat\n",
            "/:any/a.js https://evil.example/ 301!\n",
        ] {
            told("foreign-origin", with(body).file("site/_redirects", rules), rules);
            told(
                "foreign-origin",
                with(body).file("site/_redirects", rules).file("site/cdn/a.js", ""),
                rules,
            );
        }
        verified(with("<a href=/go>x</a>").file("site/_redirects", "/go https://x.example/"))
            .succeeds()
            .quietly();
    }

    #[test]
    fn in_a_hidden_file() {
        told("foreign-origin", sound().file("site/.x/a.html", page("<img src=//evil.example>")), ".x/a.html");
        told("foreign-origin", sound().file("site/a~/a.html", page("<img src=//evil.example>")), "a~");
    }

    #[test]
    fn in_what_a_browser_makes_of_other_files() {
        let playlist =
            with("<video src=/a.m3u8></video>").file("site/a.m3u8", "#EXTM3U\nhttps://evil.example/a.ts\n");
        told("foreign-origin", playlist, "a.m3u8");
        let frame = with("<iframe src=/frame></iframe>").file("site/frame", "<img src=//evil.example>");
        told("foreign-origin", frame, "frame");
        for text in [
            "<?xml-stylesheet type='text/xsl' href='/t.xsl'?><svg/>",
            "<?xml-stylesheet type='text/xsl' href='/t.xsl'?><rss></rss>",
        ] {
            told("bad-drawing", sound().file("site/a.xml", text), text);
        }
        let names =
            "<html xmlns='http://www.w3.org/1999/xhtml'><img src='&#47;/evil.example/?&nbsp;'/></html>";
        told("foreign-origin", sound().file("site/a.xhtml", names), names);
    }

    #[test]
    fn in_a_manifest() {
        let icon = "{\n \"icons\": [{\"src\": \"https://evil.example/i.png\"}]}";
        let manifest = |name: &str, text: &str| {
            with(&format!("<link rel=manifest href=/{name}>")).file(&format!("site/{name}"), text)
        };
        for text in [
            icon,
            "{\"screenshots\": [{\"src\": \"//evil.example/s.png\"}]}",
            "{\"shortcuts\": [{\"icons\": [{\"src\": \"https:\\/\\/evil.example\"}]}]}",
        ] {
            for name in ["m.webmanifest", "m.json", "m"] {
                told("foreign-origin", manifest(name, text), text);
            }
        }
        let run = verified(manifest("m.json", icon)).fails().reports_only(&["foreign-origin"]);
        run.reports("foreign-origin").in_file("site/m.json").at(2, 21);
        let two = with("<link rel='stylesheet manifest' href=/m>").file("site/m", icon);
        told("foreign-origin", two, "a style sheet and a manifest");
        told_of_each("embedded-file", &["<link rel=manifest href='data:application/json,{}'>"]);
        explained("verify-bad-manifest", manifest("m.webmanifest", "{\"icons\": [],}\n"));
        let own = "{\"start_url\": \"/\", \"icons\": [{\"src\": \"font.woff2\"}]}";
        verified(manifest("m.webmanifest", own)).succeeds().quietly();
    }

    #[test]
    fn behind_a_second_base() {
        told_of_each(
            "foreign-origin",
            &["<base href=https://evil.example><base href=/><script src=a.js></script>"],
        );
        verified(with("<base href='data:,x'><a href=/none>가</a>")).fails().reports_only(&["dead-link"]);
        let run = verified(with("<base href=/><base href=/none/><a href=a/>가</a>"));
        run.succeeds().quietly();
    }

    #[test]
    fn in_a_search_that_a_page_offers() {
        told_of_each("foreign-origin", &["<link rel=search href=https://evil.example/s.xml>"]);
        let own = with("<link rel=search href=/s.xml>").file("site/s.xml", "<OpenSearchDescription/>");
        verified(own).succeeds().quietly();
    }

    #[test]
    fn in_an_old_attribute() {
        told_of_each(
            "foreign-origin",
            &[
                "<table><tr><td background=https://evil.example/p.gif>x</table>",
                "<table background=https://evil.example/p.gif><tr><td>x</table>",
                "<meta http-equiv=refresh content='0 url=https://evil.example'>",
            ],
        );
    }

    #[test]
    fn behind_an_attribute_that_means_nothing() {
        told_of_each(
            "inline-script",
            &[
                "<script href=/main.js>go()</script>",
                "<svg><script src=/main.js>go()</script></svg>",
                "<script type='' type=application/json>go()</script>",
                "<p><body onload=go()>",
            ],
        );
    }

    #[test]
    fn behind_an_old_type_of_script() {
        told_of_each(
            "inline-script",
            &["<script type=text/jscript>go()</script>", "<script type=text/x-JavaScript>go()</script>"],
        );
    }

    #[test]
    fn in_an_address_that_holds_a_file() {
        told_of_each("inline-script", &["<script src='data:text/javascript,go()'></script>"]);
        let frame = "<iframe src='data:text/html,<script src=https://evil.example></script>'></iframe>";
        told_of_each("embedded-file", &[frame, "<object data=' DATA:text/html,x'></object>"]);
        let body = format!("{frame}\n<link rel=stylesheet href=\"data:text/css,a{{}}\">");
        explained("verify-embedded-file", with(&body));
    }

    #[test]
    fn in_a_style() {
        told_of_styles(&[
            "a{b:image-set(\"https://evil.example/p.png\" 1x)}",
            "@import/**/\"https://evil.example/a.css\";",
            "a{b:\\75 rl(https://evil.example/p.png)}",
            "a{b:url(\"https:\\2f/evil.example/p.png\")}",
            "a{content:'\r;b:url(//evil.example)}'",
            "@import 'https://evil.example/a.css",
        ]);
    }

    #[test]
    fn in_a_style_in_a_page() {
        told_of_each(
            "foreign-origin",
            &[
                "<noscript><style>a{b:url(https://evil.example)}</style></noscript>",
                "<iframe srcdoc='<style>a{b:url(https://evil.example)}</style>'></iframe>",
                "<iframe srcdoc='<noscript><p style=b:url(https://evil.example)></noscript>'></iframe>",
                "<p style='a:&#117;rl(https://evil.example)'>",
                "<svg><style>a{b:&#117;rl(https://evil.example)}</style></svg>",
                "<template><style>a{b:url(https://evil.example)}</style></template>",
            ],
        );
    }

    #[test]
    fn in_a_drawing() {
        told_of_each(
            "foreign-origin",
            &[
                "<svg><rect fill='url(https://evil.example/f.svg#a)'/></svg>",
                "<svg><rect clip-path='url(https://evil.example/f.svg#a)'/></svg>",
                "<svg><image><set attributeName=href to=https://evil.example/p.png /></image></svg>",
                "<svg><image><animate attributeName=xlink:href values='a.png;https://evil.example'/></image></svg>",
                "<svg><rect><set attributeName=fill to='url(https://evil.example)'/></rect></svg>",
            ],
        );
        told_of_each(
            "inline-script",
            &["<svg><a><animate attributeName=href values='x;javascript:go()'/></a></svg>"],
        );
    }

    #[test]
    fn in_a_drawing_of_its_own() {
        let names = "xmlns:s='http://www.w3.org/2000/svg' xmlns:x='http://www.w3.org/1999/xlink'";
        for (code, drawing) in [
            ("inline-script", format!("<s:svg {names}><s:script>go()</s:script></s:svg>")),
            ("foreign-origin", format!("<s:svg {names}><s:image x:href='https://evil.example'/></s:svg>")),
            ("foreign-origin", "<?xml-stylesheet href='https://evil.example/a.css'?><svg/>".to_owned()),
            ("foreign-origin", "<svg xmlns='http://www.w3.org/2000/svg'><style><![CDATA[a{b:url(//evil.example)}]]></style></svg>".to_owned()),
            ("inline-script", "<svg xmlns:h='http://www.w3.org/1999/xhtml'><title/><h:script>go()</h:script></svg>".to_owned()),
        ] {
            told(code, sound().file("site/a.SVG", drawing.as_str()), &drawing);
        }
        let entities =
            "<!DOCTYPE svg [\n<!ENTITY e 'https://evil.example'>]>\n<svg><image href='&e;'/></svg>";
        explained(
            "verify-bad-drawing",
            sound().file("site/a.svg", entities).file("site/b.svg", "<svg>\n<a></b>"),
        );
    }

    #[test]
    fn behind_a_policy_that_does_not_hold() {
        let policy = "<meta http-equiv=Content-Security-Policy content=\"default-src 'self'\">";
        for body in [
            format!("<p>x{policy}"),
            format!("<template>{policy}</template>"),
            format!("<noscript>{policy}</noscript>"),
        ] {
            let run = verified(sound().file("site/404.html", format!("<!doctype html>{body}"))).succeeds();
            run.reports_only(&["no-policy"]);
        }
    }

    #[test]
    fn behind_a_redirect_that_leads_nowhere() {
        for body in [
            "<template><meta http-equiv=refresh content='0;url=/'></template>",
            "<meta http-equiv=refresh content='600;'>",
        ] {
            verified(sound().file("site/b.html", page(body))).succeeds().reports_only(&["not-in-sitemap"]);
        }
    }

    #[test]
    fn in_a_file_with_an_unusual_name() {
        let evil = page("<img src=https://evil.example/p.gif>");
        told("foreign-origin", sound().file("site/PAGE.HTML", evil), "PAGE.HTML");
        let script = "document.cookie = 1";
        told("cookie", with("<script src=/app.JS></script>").file("site/app.JS", script), "app.JS");
        told("cookie", with("<script src=/lib></script>").file("site/lib", script), "lib");
        let first = with("<script src=/one></script>").file("site/one", "import './two'");
        told("cookie", first.file("site/two", script), "two");
        let style = with("<link rel=stylesheet href=/look>").file("site/look", "@import url(more)");
        told("foreign-origin", style.file("site/more", "a{b:url(//evil.example)}"), "look");
    }

    #[test]
    fn in_a_script() {
        told_of_scripts(
            "cookie",
            &[
                "`${document.cookie=1}`",
                "document[\"cookie\"]=1",
                "target.ownerDocument.cookie = \"id=\" + x",
                "const { document: d } = window; const k = \"cookie\"; d[k] = \"a=1\"",
                "if(t) /\"/.test(t); document.cookie=1 //\"",
            ],
        );
        told_of_scripts(
            "foreign-origin",
            &[
                "fetch(\"https:\\/\\/evil.example\")",
                "fetch(\"HTTPS://evil.example\")",
                "fetch(`https://evil.example/${x}`)",
                "const U = 'https://evil.example'; fetch(U)",
                "document.write('<script src=\"https://evil.example/a.js\"><\\/script>')",
                "style.textContent = \"@import 'https://evil.example/a.css'\"",
                "location.href = 'https://evil.example/'",
                "new RTCPeerConnection({ iceServers: [{ urls: ['stun:evil.example:3478'] }] })",
            ],
        );
    }

    #[test]
    fn in_a_file_that_is_not_utf_8() {
        let utf_16: Vec<u8> =
            "\u{feff}<img src=//evil.example>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        explained("verify-not-utf8", sound().file("site/a/index.html", utf_16.clone()));
        for name in ["site/style.css", "site/main.js"] {
            told("not-utf8", sound().file(name, utf_16.clone()), name);
        }
        let other =
            "<meta charset=iso-2022-jp>\n<meta http-equiv=Content-Type content='text/html; charset=euc-kr'>";
        explained("verify-other-encoding", with(other));
        for (name, text) in [
            ("site/a.html", "<?xml version='1.0' encoding='iso-2022-jp'?><p>"),
            ("site/a.svg", "<?xml version='1.0' encoding='euc-kr'?><svg/>"),
            ("site/style.css", "@charset \"iso-2022-jp\";"),
            ("site/main.js", "'\u{1b}$B'"),
            ("site/a.html", "<noscript><meta charset=euc-kr></noscript>"),
        ] {
            told("other-encoding", sound().file(name, text), text);
        }
        let same =
            "<meta charset=UTF-8><meta http-equiv=Content-Type content='text/html; charset=\"utf-8\"'>";
        verified(with(same)).succeeds().quietly();
        let marked = ["\u{feff}", &page("<p id=part>")].concat();
        verified(sound().file("site/a/index.html", marked)).succeeds().quietly();
    }

    #[test]
    fn in_what_is_nested_too_deep() {
        let deep = format!("{}<img src=//evil.example>", "<div>\n".repeat(2000));
        explained("verify-too-deep", with(&deep));
        let frames = "<iframe srcdoc='<iframe srcdoc=\"<script>go()</script>\"></iframe>'></iframe>";
        told_of_each("too-deep", &[frames]);
    }

    #[test]
    fn many_findings_of_a_kind_are_told_in_one() {
        // there is a page at `/404`
        let links: String = (0..8000).map(|number| format!("<a href=/{number}>x</a>")).collect();
        let run = verified(with(&links)).fails();
        assert_eq!(run.diagnostics.len(), 101);
        run.reports("dead-link").saying("7899 more places in this file");
    }

    /// No stack overflows, and what takes a fraction of a second each would take
    /// minutes if time grew with the square of the size.
    #[test]
    fn what_is_made_to_take_long_does_not() {
        let of = |piece: &str| piece.repeat(250_000 / piece.len());
        let started = Instant::now();
        let pages = [
            "<b>",
            "<div>",
            "<p>",
            "<noscript>",
            "<a href=x>",
            "<a href=/>",
            "<table><tr>",
            "<svg>",
            "<template>",
            "<select>",
            "<iframe srcdoc='",
            "<b><p>",
            "<i id=1>",
            "</p>",
            "<p a=1 ",
            "<![CDATA[",
            "<!--",
            "<svg><style>",
            "<marquee></div>",
            "<font size=1><p>",
            "&amp",
            "<script>",
            "<title>",
            "\0",
        ];
        let archive = pages.iter().enumerate().fold(sound(), |archive, (number, piece)| {
            archive.file(&format!("site/p/{number}.html"), page(&of(piece)))
        });
        let attributes: String = (0..30_000).map(|number| format!("a{number}=1 ")).collect();
        let base = format!("<base href=/{}/>{}", "x".repeat(120_000), "<a href=y>".repeat(3_000));
        let archive = archive
            .file("site/p/set.html", page(&format!("<svg><set {attributes}>")))
            .file("site/p/base.html", page(&base));
        let styles = [
            "@import(",
            "--a:(",
            "{(",
            "\"\\\"",
            "\"",
            "url(",
            "@import",
            "\\",
            "/*",
            "image-set(",
            "a{",
            "'\n",
        ];
        let archive = styles.iter().enumerate().fold(archive, |archive, (number, piece)| {
            archive.file(&format!("site/s/{number}.css"), of(piece))
        });
        let scripts =
            ["=/[", "\"\\\"", "`${", "}/[", "(", "/*", "\\u{", "a[\"b\"]", "'", "`", "<!--'", "a/", "+/"];
        let archive = scripts.iter().enumerate().fold(archive, |archive, (number, piece)| {
            archive.file(&format!("site/j/{number}.js"), of(piece))
        });
        let drawings = ["<g>", "<g a='", "&#1;", "<?a", "<style>", "<a xmlns:a='b'>"];
        let archive = drawings.iter().enumerate().fold(archive, |archive, (number, piece)| {
            archive.file(&format!("site/d/{number}.svg"), of(piece))
        });
        verified(archive).fails();
        assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
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
            .arg("--language")
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
    fn says_what_was_not_seen() {
        let project = sound().file("site/main.js", "a = 'https://b.example/'; c = `https://${d}/`").write();
        report(&project).arg("--language").arg("en").run().succeeds();
        let text = project.text("privacy.md");
        assert!(text.contains("`b.example`. Whether they are ever loaded was not seen."), "{text}");
        assert!(text.contains("together as it runs: 1. Where that leads was not seen."), "{text}");
        assert!(text.contains("below `https://qna.example.org/`."), "{text}");
    }

    #[test]
    fn counts_each_file_once() {
        let script = "import data from './d.json'; import './a.txt'; import './b.js'";
        let project = sound()
            .file("site/main.js", script)
            .file("site/b.js", "")
            .file("site/a.txt", "localStorage.a = 1")
            .file("site/d.json", "{\"a\": \"https://b.example/\"}")
            .write();
        let run = report(&project).arg("--language").arg("en").run().succeeds();
        run.reports_only(&[]);
        let text = project.text("privacy.md");
        assert!(text.contains("| files of scripts | 3 |"), "{text}");
    }

    #[test]
    fn gives_reasons_for_what_is_kept_alone() {
        let project = sound().file("site/main.js", "localStorage.setItem('read', 1)").write();
        for (reason, help) in [("raed=a", "did you mean `read`?"), ("nokey=a", "alone: `read`")] {
            let run = report(&project).arg("--reason").arg(reason).run().gives_up();
            run.reports("bad-argument").helping(help);
            assert!(!project.path("privacy.md").exists());
        }
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
        report(&project).arg("--language").arg("fr").run().gives_up().reports_only(&["bad-argument"]);
        report(&project).arg("--reason").arg("read").run().gives_up().reports_only(&["bad-argument"]);
    }
}
