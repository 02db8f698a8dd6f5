//! Personal data: it is found, wherever it stands and however it is written,
//! and what only looks like it is let be.

use std::fs;
use std::io::Read;
use std::path::Path;

use mundap::personal;
use mundap::personal::Kind;

use super::harness::Archive;
use super::harness::Diagnostic;
use super::harness::assert_explained;
use super::harness::fixtures;
use super::harness::question;

/// The least share of what is found that has to be personal data, and of
/// personal data that has to be found.
const LEAST: f64 = 0.98;

#[test]
fn what_is_personal_is_told_from_what_looks_like_it() {
    let cases: Vec<_> = positive().into_iter().chain(negative()).collect();
    let (mut found, mut right, mut wanted) = (0, 0, 0);
    for case in &cases {
        let findings: Vec<_> =
            personal::find(&case.text).into_iter().map(|finding| (finding.kind, finding.range)).collect();
        let hits = findings.iter().filter(|finding| case.wanted.contains(finding)).count();
        if findings != case.wanted {
            let shown: Vec<_> = findings
                .iter()
                .map(|(kind, range)| format!("{} {}", kind.name(), &case.text[range.clone()]))
                .collect();
            println!("{}: {:?} has {shown:?}", case.name, case.text);
        }
        found += findings.len();
        right += hits;
        wanted += case.wanted.len();
    }
    let (precision, recall) = (right as f64 / found as f64, right as f64 / wanted as f64);
    println!("{} cases, {wanted} in them: precision {precision:.4}, recall {recall:.4}", cases.len());
    assert!(precision >= LEAST && recall >= LEAST, "precision {precision:.4}, recall {recall:.4}");
}

#[test]
fn there_are_enough_cases_of_every_kind() {
    assert!(positive().len() >= 300 && negative().len() >= 300);
    for kind in Kind::ALL.into_iter().filter(|kind| !kind.is_of_files()) {
        let count =
            positive().iter().flat_map(|case| case.wanted.clone()).filter(|wanted| wanted.0 == kind).count();
        assert!(count >= 10, "{}: {count}", kind.name());
    }
}

/// A text, and the personal data in it.
struct Case {
    name: String,
    text: String,
    wanted: Vec<(Kind, std::ops::Range<usize>)>,
}

/// `kind`, a tab, and a text with `⟦` and `⟧` around what is personal; `⏎` is
/// the end of a line in it.
fn positive() -> Vec<Case> {
    lines("positive.tsv")
        .map(|(name, marked)| {
            let kind = Kind::from_name(&name).unwrap_or_else(|| panic!("there is no kind {name}"));
            let (mut text, mut wanted) = (String::new(), Vec::new());
            let mut parts = marked.split('⟦');
            text.push_str(parts.next().unwrap());
            for part in parts {
                let (value, rest) = part.split_once('⟧').unwrap();
                wanted.push((kind, text.len()..text.len() + value.len()));
                text.push_str(value);
                text.push_str(rest);
            }
            Case { name, text, wanted }
        })
        .collect()
}

/// What the text is about, a tab, and the text.
fn negative() -> Vec<Case> {
    lines("negative.tsv").map(|(name, text)| Case { name, text, wanted: Vec::new() }).collect()
}

fn lines(file: &str) -> impl Iterator<Item = (String, String)> {
    let text = fs::read_to_string(fixtures("personal").join(file)).unwrap();
    let lines: Vec<_> = text
        .lines()
        .map(|line| line.split_once('\t').unwrap())
        .map(|(a, b)| (a.to_owned(), b.replace('⏎', "\n")))
        .collect();
    lines.into_iter()
}

/// Everything of a question that is published, and the personal data in it.
const TELLING: &str = "\
---
title: 010-1234-5678로 연락 주실 수 있나요?
asked: 2026-03-01
answered: 2026-03-02
answered_by: minji
asker: hong@naver.com
tags: [바퀴, 011-234-5678]
asks: [{ asked: 2026-03-01, channel: board, wording: 016-345-6789로 전화 주세요 }]
summary: 017-456-7890로 전화합니다.
corrections: [{ date: 2026-03-02, kind: fact, note: 018-567-8901을 지웠습니다 }]
sources: [{ title: 019-678-9012, url: https://example.org/a }]
---
카드는 4111-1111-1111-1111입니다(**010-2345-6789**).

## 답변

900101-1234567은 적지 마세요.
";

/// The digits of each, which nothing of the site may hold.
const VALUES: &[&str] = &[
    "1234-5678",
    "hong@",
    "234-5678",
    "345-6789",
    "456-7890",
    "567-8901",
    "678-9012",
    "1111-1111",
    "2345-6789",
    "1234567",
];

#[test]
fn nothing_personal_reaches_a_site() {
    let project = Archive::new()
        .question("1.md", TELLING)
        .page("about.md", "---\ntitle: 소개\n---\n010-9999-8888입니다.\n")
        .site_also("outputs: { markdown: true, json: true }\n")
        .write();
    let run = project.build().fails();
    assert_eq!(project.files("public"), [""; 0]);
    assert!(run.diagnostics.iter().all(|problem| problem.code.starts_with("personal-")), "{}", run.stdout);
    for value in VALUES {
        assert!(!run.stdout.contains(value) && !run.stderr.contains(value), "{value} is in a message");
    }
    project.command("redact").run().succeeds();
    project.build().succeeds().quietly();
    for (file, bytes) in project.tree("public") {
        let text = unpacked(&bytes);
        for value in VALUES.iter().chain(&["9999-8888"]) {
            assert!(!text.contains(value), "{value} is in {file}");
        }
        let found = personal::find(&text);
        assert!(file.starts_with("theme/") || found.is_empty(), "{file}: {found:?}");
    }
}

/// What a file of a site says; those of the search index are packed.
fn unpacked(bytes: &[u8]) -> String {
    let mut text = Vec::new();
    match flate2::read::DeflateDecoder::new(bytes).read_to_end(&mut text) {
        Ok(_) => String::from_utf8_lossy(&text).into_owned(),
        Err(_) => String::from_utf8_lossy(bytes).into_owned(),
    }
}

#[test]
fn the_gate_holds_whatever_else_is_wrong() {
    let archive = Archive::new().question("1.md", "---\ntitle: [010-1234-5678\n---\n010-8765-4321\n");
    let run = archive.check().fails();
    let count = run.diagnostics.iter().filter(|problem| problem.code == "personal-mobile-phone").count();
    assert_eq!(count, 2, "{}", run.stdout);
    assert!(!run.stdout.contains("1234-5678"), "{}", run.stdout);
}

#[test]
fn the_demo_has_nothing_to_mend() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let archive = Archive::empty().folder("content", &root.join("content"));
    // a day on which all of it is published
    let run = archive.write().command("check").today("2030-01-01").run().succeeds();
    let personal: Vec<_> =
        run.diagnostics.iter().filter(|problem| problem.code.starts_with("personal-")).collect();
    assert!(personal.is_empty(), "{personal:#?}");
}

#[test]
fn a_level_is_the_sites_own_choice() {
    let archive = Archive::new().question("1.md", &question("", "010-1234-5678, 02-345-6789"));
    let with = |levels: &str| archive.clone().site_also(&format!("personal_data: {{ {levels} }}\n")).check();
    with("mobile_phone: allow, phone: allow").succeeds().quietly();
    with("mobile_phone: warn").succeeds().reports_only(&["personal-mobile-phone", "personal-phone"]);
    with("own: [\"+82 10 1234 5678\", \"02) 345.6789\"]").succeeds().quietly();
    with("mobile_phone: allow, phone: block").fails().reports_only(&["personal-phone"]);
}

/// A list as office programs save it.
const LIST: &str = "이름,연락처\n홍길동,010-1234-5678\n";

#[test]
fn a_text_is_read_in_the_encoding_it_has() {
    let (korean, _, _) = encoding_rs::EUC_KR.encode(LIST);
    let wide = |mark: &[u16]| -> Vec<u8> {
        mark.iter().copied().chain(LIST.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    };
    for bytes in [LIST.as_bytes().to_vec(), korean.into_owned(), wide(&[0xfeff]), wide(&[])] {
        let run = Archive::new().file("content/static/list.csv", bytes).check().fails();
        run.reports("personal-mobile-phone").in_file("content/static/list.csv").at(2, 5);
        run.reports_only(&["personal-mobile-phone"]);
    }
}

#[test]
fn a_long_text_is_read_to_its_end() {
    let text = "지어낸 이야기\n".repeat(150_000) + "010-1234-5678\n";
    assert!(text.len() > 2 << 20);
    let run = Archive::new().file("content/static/long.txt", text).check().fails();
    run.reports("personal-mobile-phone").at(150_001, 1);
}

#[test]
fn a_list_of_customers_is_told_of_in_few_words() {
    for between in ["\n", "\",\""] {
        let addresses: Vec<_> = (0..300).map(|at| format!("hong{at}@naver.com")).collect();
        let text = addresses.join(between) + "\n010-1234-5678\n";
        let run = Archive::new().file("content/static/list.txt", text).check().fails();
        assert_eq!(run.diagnostics.len(), 101);
        run.reports("personal-mobile-phone").at(if between == "\n" { 301 } else { 2 }, 1);
        let more = "; 200 more like this are in the file";
        let tells = |problem: &Diagnostic| problem.help.as_ref().is_some_and(|help| help.ends_with(more));
        assert_eq!(run.diagnostics.iter().filter(|problem| tells(problem)).count(), 1, "{}", run.stdout);
    }
}

#[test]
fn every_text_that_is_copied_is_looked_at() {
    let number = "010-1234-5678";
    for (name, text) in [
        ("a.js", format!("const owner = \"{number}\";\n")),
        ("a.json", format!("{{\"owner\":\"{number}\"}}")),
        ("a.html", format!("<p>문의 <b>{number}</b></p>")),
        ("a.HTM", format!("<a href=\"tel:{number}\">문의</a>")),
        ("humans", number.to_owned()),
        ("a.eml", format!("From: {number}\n")),
        ("a.webmanifest", "{\"name\":\"\\u0030\\u0031\\u0030-1234-5678\"}".to_owned()),
        ("b.html", "<p>010-<b>1234</b>-5678</p>".to_owned()),
        (
            "b.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><text>010-<tspan>1234</tspan>-5678</text></svg>"
                .to_owned(),
        ),
        (".well-known/security.txt", format!("Contact: tel:{number}\n")),
        (
            "a.svg",
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><text><![CDATA[문의 {number}]]></text></svg>"),
        ),
    ] {
        let run = Archive::new().file(&format!("content/static/{name}"), &text).check();
        assert!(run.stdout.contains("personal-mobile-phone"), "{name}: {}", run.stdout);
    }
    Archive::new().file("content/static/binary", "\0 010-1234-5678").check().succeeds().quietly();
}

#[test]
fn what_a_page_shows_is_looked_at() {
    let with = |front: &str, body: &str| Archive::new().question("1.md", &question(front, body)).write();
    for (front, body) in [
        ("summary: \"\\u0030\\u0031\\u0030-1234-5678\"\n", "왜죠?"),
        ("asker: \"010-\\x31234-5678\"\n", "왜죠?"),
        ("summary: >\n  문의는 010-1234-\n  5678로\n", "왜죠?"),
        ("tags: [\"\\u0030\\u0031\\u0030-1234-5678\"]\n", "왜죠?"),
        ("asks: [{ wording: \"\\u0030\\u0031\\u0030-1234-5678\" }]\n", "왜죠?"),
        ("", "번호는 010&#8203;-1234-5678입니다."),
        ("", "번호는 010&zwnj;-1234-5678입니다."),
        ("", "번호는 [010](https://example.org)-1234-5678입니다."),
        ("", "> 제 번호는 010-1234-\n> 5678입니다."),
        ("", "- 가\n  - 번호는 010-1234-\n    5678입니다."),
        ("", "번호는 **010**-12*34*-~~56~~78입니다."),
        ("", "번호는 010-1234-\n\n5678"),
        ("", "번호는 `010`[-1234][a]-5678입니다.\n\n[a]: https://example.org"),
        ("", "번호는 010[^1]-1234-5678입니다.\n\n[^1]: 각주"),
        ("", "| 앞 | 중간 | 끝 |\n|---|---|---|\n| 010 | 1234 | 5678 |"),
        ("", "![번호 010-**1234**-5678](/a.png)"),
        ("", "![번호 010-<b>1234</b>-5678](https://example.org/a.png)"),
        ("", "[가](https://example.org \"번호 010-1234&NoBreak;-5678\")"),
        ("", "[가][나]\n\n[나]: https://example.org \"번호 010-1234&NoBreak;-5678\""),
        ("", "[가](tel:010%2D1234%2D5678)"),
        ("sources: [{ title: 가, url: \"https://example.org/\\u0030\\u0031\\u0030-1234-5678\" }]\n", "왜죠?"),
        ("x_more: { deep: [\"\\u0030\\u0031\\u0030-1234-5678\"] }\n", "왜죠?"),
    ] {
        let run = with(front, body).command("check").for_people().run();
        let printed = run.printed();
        println!("{printed}");
        assert!(printed.contains("error[personal-mobile-phone]"), "{front}{body}: {printed}");
        assert!(!printed.contains("5678"), "{front}{body}: {printed}");
    }
}

#[test]
fn what_a_page_shows_is_told_of_once_and_in_its_place() {
    let at = |body: &str| {
        let run = Archive::new().question("1.md", &question("", body)).check();
        let personal = run.diagnostics.iter().filter(|problem| problem.code.starts_with("personal-"));
        personal.map(|problem| (problem.code.clone(), problem.line.unwrap())).collect::<Vec<_>>()
    };
    let mobile = |line: usize| ("personal-mobile-phone".to_owned(), line);
    let first = at("010-1234-5678")[0].1;
    assert_eq!(at("5678, 1234\n\n**010**-12*34*-5678"), [mobile(first + 2)]);
    assert_eq!(at("가\n\n> 010-1234-\n> 5678"), [mobile(first + 2)]);
    let resident = ("personal-resident-number".to_owned(), first);
    assert_eq!(at("880215-1234567\n\n88**0215**-1234567"), [resident]);
    let home = ("personal-home-address".to_owned(), first);
    assert_eq!(at("**101**동 **1203**호에 살아요\n\n호"), [home]);
}

#[test]
fn html_of_the_staff_hides_nothing() {
    for html in ["010<b>-1234</b>-56<i>78</i>", "010<wbr>1234<wbr>5678", "<p>\n010-<br>1234-5678\n</p>"] {
        let page = format!("---\ntitle: 소개\n---\n{html}\n");
        let run = Archive::new().page("about.md", &page).site_also("raw_html: true\n").check().fails();
        run.reports_only(&["personal-mobile-phone"]);
    }
}

#[test]
fn tags_hide_nothing_whether_they_show_or_not() {
    for number in [
        "<b>880317</b>-<i>1</i>928374",
        "010-<b>2345</b>-6789",
        "010-2345-<br>6789",
        "번호 <b>010-2345</b>-6789",
    ] {
        for raw_html in [false, true] {
            let project = Archive::new()
                .page("about.md", &format!("---\ntitle: 소개\n---\n{number}\n"))
                .question("1.md", &question("", number))
                .site_also(&format!("raw_html: {raw_html}\n"))
                .write();
            let run = project.check().fails();
            assert_eq!(run.diagnostics.len(), 2, "{number}: {}", run.stdout);
            project.command("redact").run().succeeds();
            project.check().succeeds().quietly();
            let page = project.text("content/pages/about.md");
            assert!(page.ends_with("번호]\n") && !page.contains('<'), "{page}");
        }
    }
}

#[test]
fn settings_are_looked_at_as_they_are_understood() {
    let number = "\"\\u0030\\u0031\\u0030-1234-5678\"";
    for line in [
        format!("description: {number}"),
        format!("brand: {{ name: {number} }}"),
        format!("search: {{ synonyms: [[{number}, 가]] }}"),
    ] {
        let run = Archive::new().site_also(&format!("{line}\n")).check();
        run.reports("personal-mobile-phone").in_file("content/site.yaml");
        assert!(!run.stdout.contains("1234-5678"), "{}", run.stdout);
    }
    let run = Archive::new().file("content/search.yaml", format!("synonyms: [[{number}, 가]]\n")).check();
    run.reports("personal-mobile-phone").in_file("content/search.yaml");
}

#[test]
fn what_only_a_page_shows_can_be_agreed_to() {
    let with = |line: &str| {
        let front = format!("summary: \"\\u0030\\u0031\\u0030-1234-5678\"\n{line}");
        Archive::new().question("1.md", &question(&front, "왜죠?")).write()
    };
    let run = with("").command("check").for_people().run().fails();
    assert_explained("personal-unseen", &run);
    let help = with("").check().reports("personal-mobile-phone").help.clone().unwrap();
    let hash = help.split("hash: ").nth(1).unwrap().split(' ').next().unwrap();
    with(&format!("personal_data_allowed: [{{ kind: mobile_phone, reason: 동의함, hash: {hash} }}]\n"))
        .check()
        .succeeds()
        .quietly();
}

#[test]
fn the_name_of_a_file_is_looked_at() {
    let project = Archive::new()
        .page("hong-010-1234-5678.md", "---\ntitle: 소개\n---\n[없음](q:9)\n")
        .question("kim-010-1234-5678.md", &question("", "왜죠?"))
        .file("content/static/홍길동-010-1234-5678.txt", "글")
        .write();
    let run = project.command("check").for_people().run().fails();
    assert_explained("personal-names", &run);
    assert!(!run.printed().contains("1234-5678"), "{}", run.printed());
}

#[test]
fn what_settings_hide_is_told_of_in_few_words() {
    let hidden = |at: usize| format!("- [\"\\u0030\\u0031\\u0030-2938-{}\", 말{at}]\n", 4000 + at);
    let settings = format!("synonyms:\n{}", (0..300).map(hidden).collect::<String>());
    let run = Archive::new().file("content/search.yaml", settings).check().fails();
    assert_eq!(run.diagnostics.len(), 100);
    assert!(run.diagnostics.iter().all(|problem| problem.code == "personal-mobile-phone"));
}

#[test]
fn a_problem_of_a_whole_file_hides_nothing_in_it() {
    let text = question("", "010-1234-5678");
    let run = Archive::new().question("2026/Bad_Name!.md", &text).check().fails();
    run.reports_only(&["bad-file-name", "personal-mobile-phone"]);
}

#[test]
fn a_document_that_nobody_looks_at_is_told_of() {
    let archive = Archive::new().file("content/static/forms/a.HWPX", "PK");
    let with = |level: &str| {
        archive.clone().site_also(&format!("personal_data: {{ office_document: {level} }}\n")).check()
    };
    archive.clone().check().fails().reports_only(&["personal-office-document"]);
    for name in ["a.docm", "a.xlsb", "a.ppsx", "a.dotx", "a.zip", "a.epub"] {
        let other = Archive::new().file(&format!("content/static/forms/{name}"), "PK");
        other.check().fails().reports_only(&["personal-office-document"]);
    }
    with("warn").succeeds().reports_only(&["personal-office-document"]);
    with("allow").succeeds().quietly();
}

#[test]
fn a_consent_takes_the_hash_from_the_message() {
    let body = "010-1234-5678";
    let run = Archive::new().question("1.md", &question("", body)).check().fails();
    let help = run.reports("personal-mobile-phone").help.clone().unwrap();
    let hash = help.split("hash: ").nth(1).unwrap().split(' ').next().unwrap();
    let line = format!("personal_data_allowed: [{{ kind: mobile_phone, reason: 동의함, hash: {hash} }}]\n");
    Archive::new().question("1.md", &question(&line, body)).check().succeeds().quietly();
    let other = question(&line, "010-1234-5679");
    Archive::new()
        .question("1.md", &other)
        .check()
        .fails()
        .reports_only(&["consent-unneeded", "personal-mobile-phone"]);
}

/// Lines that only their neighbours tell of, each with something else wrong.
const TOLD_BY_THE_LINE_ABOVE: &str = "\
---
title: 왜 그런가요?
asked: 2026-03-01
x_note: 계좌
tgas: 110-123-456789
channel: 110-123-456788
---
환불 계좌번호를 알려드려요
110-123-456787 [여기](foo:bar) 입니다 [거기](q:99)
";

#[test]
fn no_message_shows_what_the_line_above_tells_of() {
    let page = TOLD_BY_THE_LINE_ABOVE.replace("tgas", "titel").replace("channel", "descriptoin");
    let project = Archive::new()
        .question("1.md", TOLD_BY_THE_LINE_ABOVE)
        .page("about.md", &page)
        .site_also("personal_data: { bank_account: warn }\n")
        .write();
    let run = project.command("check").for_people().run().fails();
    for code in ["unknown-key", "unknown-channel", "unsafe-link", "personal-bank-account"] {
        assert!(run.printed().contains(code), "{code}: {}", run.printed());
    }
    assert!(!run.printed().contains("110-"), "{}", run.printed());
    // what stands in the archive's company is noticed later than the question by itself
    let text = TOLD_BY_THE_LINE_ABOVE.replace("tgas: 110-123-456789\nchannel: 110-123-456788\n", "");
    project.write("content/questions/1.md", text);
    project.remove("content/pages/about.md");
    let run = project.command("check").for_people().run().fails();
    assert!(run.printed().contains("unknown-question"), "{}", run.printed());
    assert!(!run.printed().contains("110-"), "{}", run.printed());
}

#[test]
fn what_stands_side_by_side_is_found_one_by_one() {
    let numbers = "01012345678,01012345679,01012345680";
    let run =
        Archive::new().question("1.md", &question("", numbers)).write().command("check").for_people().run();
    let printed = run.printed();
    assert_eq!(printed.matches("error[personal-mobile-phone]").count(), 3, "{printed}");
    assert!(!printed.contains("010"), "{printed}");
}

mod redact {
    use std::time::Duration;

    use mundap::personal::Policy;
    use mundap::redact::Format;
    use mundap::redact::redact;

    use super::super::harness::Project;
    use super::super::harness::Run;
    use super::super::harness::time_of;
    use super::*;

    #[test]
    fn a_dry_run_tells_and_writes_nothing() {
        let project = Archive::new().question("1.md", TELLING).write();
        let run = project.command("redact").arg("--dry-run").in_lines().run().succeeds();
        assert_eq!(project.text("content/questions/1.md"), TELLING);
        assert!(
            run.stdout.contains("content/questions/1.md:2:8: a mobile phone number -> [전화번호]\n"),
            "{}",
            run.stdout
        );
        assert!(run.stdout.ends_with("would replace 10 places in 1 file\n"), "{}", run.stdout);
        assert!(VALUES.iter().all(|value| !run.stdout.contains(value)));
    }

    #[test]
    fn a_second_run_finds_nothing() {
        let project = Archive::new().question("1.md", TELLING).write();
        project.command("redact").run().succeeds();
        let once = project.text("content/questions/1.md");
        let run = project.command("redact").in_lines().run().succeeds();
        assert_eq!(run.stdout, "replaced 0 places in 0 files\n");
        assert_eq!(project.text("content/questions/1.md"), once);
        assert!(project.files("content/questions").len() == 1, "a scratch file is left");
    }

    #[test]
    fn no_mark_is_left_over() {
        for (text, expected) in [
            ("주민 861003-**2029384** 요", "주민 [주민등록번호] 요"),
            ("전화 `010-2938`-4701 요", "전화 [전화번호] 요"),
            ("전화 010-**2938**-47**01** 요", "전화 [전화번호] 요"),
            ("> 번호는 010-2938-\n> 4701 요", "> 번호는 [전화번호] 요"),
            ("메일 [**hong**](https://a.kr)@naver.com 요", "메일 [이메일] 요"),
            ("메일 hong\\@naver.com 요", "메일 [이메일] 요"),
            ("여**권** M12345678 요", "여**권** [여권번호] 요"),
            ("가  ![]()\n주민 88**0215**-1234567 요 끝말", "가  ![]()\n주민 [주민등록번호] 요 끝말"),
            ("송장번호\n123456789012 (20260301)", "송장번호\n[송장번호] (20260301)"),
        ] {
            let project = Archive::new().question("1.md", &question("", text)).write();
            project.command("redact").run().succeeds();
            assert_eq!(project.text("content/questions/1.md"), question("", expected), "{text}");
            project.check().succeeds();
        }
    }

    #[test]
    fn no_number_goes_over_cells_or_items() {
        for text in [
            "| 가 | 나 | 다 | 라 |\n|---|---|---|---|\n| 3000 | 3500 | 4000 | 7000 |",
            "| | | |\n|---|---|---|\n| 031 | 345 | 6789 |",
            "| 구분 | 법인등록번호 |\n|---|---|\n| 본사 | 110111-7740289 |\n| 자회사 | 110111-6290318 |",
            "1. 010\n2. 1234\n3. 5678",
            "- 010\n  - 1234\n- 5678",
        ] {
            let project = Archive::new().question("1.md", &question("", text)).write();
            project.command("redact").run().succeeds();
            assert_eq!(project.text("content/questions/1.md"), question("", text));
        }
    }

    #[test]
    fn a_file_that_is_left_is_told_of_without_its_name() {
        let text = question("x_card: [4111, 1111, 1111, 1111]\n", "왜?");
        let project = Archive::new().question("2-kim-010-1234-5678.md", &text).write();
        let run = project.command("redact").run().fails();
        assert!(!run.stdout.contains("1234-5678") && !run.stderr.contains("1234-5678"), "{}", run.stdout);
    }

    #[test]
    fn what_it_cannot_reach_is_told_of() {
        let text = question("summary: \"\\u0030\\u0031\\u0030-2938-4758\"\n", "010-1234-5678");
        let project = Archive::new().question("1.md", &text).write();
        let run = project.command("redact").run().fails();
        run.reports("redact-refused").at(4, 10);
        assert!(!run.stdout.contains("2938"), "{}", run.stdout);
        assert!(
            project.text("content/questions/1.md").ends_with("[전화번호]\n"),
            "{}",
            project.text("content/questions/1.md")
        );
    }

    #[test]
    fn it_says_that_settings_with_an_error_stop_it() {
        let text = question("", "010-1234-5678");
        let project = Archive::new().question("1.md", &text).site_also("bogus: [\n").write();
        let run = project.command("redact").for_people().run().fails();
        assert!(run.printed().contains("nothing was redacted"), "{}", run.printed());
        assert_eq!(project.text("content/questions/1.md"), text);
    }

    #[test]
    fn only_what_is_named_is_changed() {
        let text = question("", "010-1234-5678");
        let project = Archive::new().question("1.md", &text).question("2025/2.md", &text).write();
        project.command("redact").arg("content/questions/2025").run().succeeds();
        assert_eq!(project.text("content/questions/1.md"), text);
        assert!(project.text("content/questions/2025/2.md").contains("[전화번호]"));
        project.command("redact").arg("content/questions/1.md").run().succeeds();
        assert!(project.text("content/questions/1.md").contains("[전화번호]"));
        project.command("redact").arg("nowhere.md").run().fails().reports("unreadable");
    }

    #[test]
    fn what_the_site_allows_stays() {
        let text = question("", "010-1234-5678, 02-345-6789, 012-345");
        let project = Archive::new()
            .question("1.md", &text)
            .site_also("personal_data: { phone: allow, own: [010-1234-5678] }\n")
            .write();
        project.command("redact").run().succeeds();
        assert_eq!(project.text("content/questions/1.md"), text);
    }

    #[test]
    fn what_cannot_be_replaced_is_explained() {
        let text = question("x_card: [4111, 1111, 1111, 1111]\n", "왜죠?");
        let project = Archive::new().question("1.md", &text).write();
        let run = project.command("redact").for_people().run().fails();
        assert_explained("redact-refused", &run);
        assert_eq!(project.text("content/questions/1.md"), text);
    }

    /// A question with what its site allows: the brand's own number, an address
    /// of e-mail, and a mobile phone number with consent.
    fn allowed() -> (Archive, String) {
        let site = "personal_data: { own: [02-345-6789], email: allow }\n";
        let number = Archive::new().question("1.md", &question("", "010-1234-5678")).check();
        let help = number.reports("personal-mobile-phone").help.clone().unwrap();
        let hash = help.split("hash: ").nth(1).unwrap().split(' ').next().unwrap();
        let consent =
            format!("personal_data_allowed: [{{ kind: mobile_phone, reason: 동의함, hash: {hash} }}]\n");
        let text = question(&consent, "02-345-6789, 010-1234-5678, hong@naver.com");
        (Archive::new().site_also(site).question("1.md", &text), text)
    }

    #[test]
    fn nothing_is_replaced_without_settings() {
        let (archive, text) = allowed();
        archive.clone().check().succeeds().quietly();
        let stays = |project: &Project| assert_eq!(project.text("content/questions/1.md"), text);

        let project = archive.clone().write();
        project.write("content/site.yaml", project.text("content/site.yaml").replace(": ko\n", ": KO_kr\n"));
        project.command("redact").run().fails().reports_only(&["bad-language"]);
        stays(&project);

        let project = archive.clone().site_also("personal_date: { own: [02-111-2222] }\n").write();
        project.command("redact").arg("content/questions/1.md").run().fails().reports("unknown-key");
        stays(&project);

        let project = archive.without("content/site.yaml").write();
        let run = project.command("redact").for_people().run().fails();
        assert_explained("redact-without-settings", &run);
        stays(&project);
    }

    #[test]
    fn nothing_is_replaced_from_another_folder() {
        let (archive, text) = allowed();
        let project = archive.write();
        let mut process = project.command("redact").arg("1.md").into_process();
        let run = Run::of(project.clone(), process.current_dir(project.path("content/questions")));
        run.gives_up().reports("missing-content");
        assert_eq!(project.text("content/questions/1.md"), text);
    }

    #[test]
    #[cfg(unix)]
    fn what_cannot_be_looked_at_is_told_of() {
        let project = Archive::new().question("1.md", &question("", "010-1234-5678")).write();
        std::os::unix::fs::symlink("nowhere", project.path("content/questions/2.md")).unwrap();
        project.command("redact").run().fails().reports_only(&["link-dangling"]);
        assert!(project.text("content/questions/1.md").contains("[전화번호]"));
    }

    /// Twice the text takes twice the time, or little more.
    #[test]
    fn many_numbers_take_no_longer_each() {
        let body = |count: usize| {
            let numbers: Vec<_> = (0..count).map(|at| format!("010{:08}", 12_345_678 + at)).collect();
            format!("---\ntitle: 왜\n---\n{}", numbers.join(","))
        };
        let tags = |count: usize| {
            let numbers: Vec<_> = (0..count).map(|at| format!("010-1234-{at:04}")).collect();
            format!("---\ntags: [{}]\n---\n왜\n", numbers.join(", "))
        };
        takes_time_in_proportion(&[100, 800].map(body));
        takes_time_in_proportion(&[100, 800].map(tags));
    }

    #[test]
    fn a_number_that_hides_another_takes_no_longer_than_the_text() {
        for part in ["1*", "0**1**", "1~~", "1 "] {
            takes_time_in_proportion(&[1_000, 8_000].map(|length: usize| part.repeat(length / part.len())));
        }
    }

    /// `texts` are a short one and one eight times as long.
    #[track_caller]
    fn takes_time_in_proportion(texts: &[String; 2]) {
        let policy = Policy::new("https://qna.example.org");
        let took = texts.each_ref().map(|text| {
            time_of(|| {
                let redacted = redact("1.md", text, Format::Markdown, &policy, "ko").unwrap();
                assert!(!redacted.text.contains("010"), "{}", redacted.text);
            })
        });
        assert!(took[1] < took[0] * 8 * 3 + Duration::from_millis(100), "{took:?}");
    }
}
