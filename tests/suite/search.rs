//! Search: what a reader finds, what nobody finds, and what a damaged index
//! says.

use std::fs;

use mundap::english;
use mundap::korean;
use mundap::tokenize;
use mundap::tokenize::Script;
use mundap::tokenize::Word;
use serde_json::Value;

use super::harness::Archive;
use super::harness::Project;
use super::harness::Run;
use super::harness::assert_explained;
use super::harness::question;

/// A question with a title of its own.
fn titled(title: &str, front: &str, body: &str) -> String {
    format!("---\ntitle: {title}\nasked: 2026-03-01\n{front}---\n{body}\n")
}

/// An answered question.
fn answered(title: &str, front: &str, body: &str) -> String {
    titled(title, &format!("answered: 2026-03-02\nanswered_by: minji\n{front}"), body)
}

/// A small archive with something to find in every place.
fn archive() -> Archive {
    let refund = "asks: [{ asked: 2026-03-02, wording: 물건을 되돌려 보내고 싶어요 }]\ntags: [배송비]\n";
    Archive::new()
        .question("1.md", &answered("환불 규정이 궁금합니다", refund, "영수증이 없어요.\n\n## 답변\n\n칠 일 안에 됩니다."))
        .question("2.md", &answered("바퀴벌레는 왜 뒤집히나요?", "category: pests/cockroach\n", "왜죠?\n\n## 답변\n\n등이 둥글어서요.\n\n## 이어진 질문 {date=2026-03-03}\n\n다리가 굳나요?\n\n## 이어진 답변 {by=junho date=2026-03-04}\n\n관절이 접힙니다."))
        .question("3.md", &titled("세탁기에서 냄새가 나요", "category: laundry\n", "세제를 바꿨어요."))
        .question("4.md", &answered("Does the warranty cover accidents?", "", "I dropped it.\n\n## 답변\n\nIt covers repairs."))
        .question("5.md", &titled("반품은 며칠 안에 하나요", "status: merged\nmerged_into: 1\n", "며칠인가요?"))
}

fn built() -> Project {
    archive().build().succeeds().project
}

/// What `mundap search` answers, as JSON.
#[track_caller]
fn answer(project: &Project, arguments: &[&str]) -> Value {
    let run =
        arguments.iter().fold(project.command("search"), |command, argument| command.arg(argument)).run();
    serde_json::from_str(&run.succeeds().stdout).expect("it answers in JSON")
}

/// The keys of the results, best first.
#[track_caller]
fn keys(project: &Project, arguments: &[&str]) -> Vec<String> {
    let answer = answer(project, arguments);
    let results = answer["results"].as_array().expect("it has results");
    results.iter().map(|result| result["key"].as_str().expect("each has a key").to_owned()).collect()
}

#[track_caller]
fn finds(query: &str, key: &str) {
    assert_eq!(keys(&built(), &[query]).first().map(String::as_str), Some(key), "{query}");
}

#[test]
fn every_visible_text_is_found() {
    for (query, key) in [
        ("환불", "1"),
        ("되돌려", "1"),
        ("배송비", "1"),
        ("영수증", "1"),
        ("반품", "1"),
        ("둥글어서요", "2"),
        ("굳나요", "2"),
        ("관절", "2"),
        ("warranty", "4"),
        ("repairs", "4"),
    ] {
        finds(query, key);
    }
}

#[test]
fn a_word_is_found_however_it_is_typed() {
    for (query, key) in [
        ("환불은요", "1"),
        ("환불규정", "1"),
        ("ㅎㅂ ㄱㅈ", "1"),
        ("ghksqnf", "1"),
        ("Ｗａｒｒａｎｔｙ", "4"),
        ("WARRANTIES", "4"),
        ("바퀴벌ㄹ", "2"),
        ("바퀴벌렝", "2"),
        ("\u{1107}\u{1161}\u{110f}\u{1171}\u{1107}\u{1165}\u{11af}\u{1105}\u{1166}", "2"),
        ("ㅈㅁㄱㄱ무쇼", "4"),
    ] {
        finds(query, key);
    }
}

#[test]
fn a_repair_is_told_and_can_be_refused() {
    let project = built();
    let repaired = answer(&project, &["ghksqnf"]);
    assert_eq!((&repaired["understood"], &repaired["by"]), (&"환불".into(), &"keyboard".into()));
    assert_eq!(keys(&project, &["ghksqnf", "--exact"]), [""; 0]);
}

#[test]
fn a_slip_is_mended_by_what_the_archive_says() {
    let archive = archive()
        .question("6.md", &answered("바퀴벌레 알집", "", "알집요?\n\n## 답변\n\n바퀴벌레 알집입니다."));
    let project = archive.build().succeeds().project;
    let spelt = answer(&project, &["바쿠벌레"]);
    assert_eq!((&spelt["understood"], &spelt["by"]), (&"바퀴벌레".into(), &"spelling".into()));
}

#[test]
fn a_long_question_is_mended_where_its_name_is_misspelt() {
    let archive = archive().question("6.md", &answered("Warranty papers", "", "Lost.\n\n## 답변\n\nWrite."));
    let project = archive.build().succeeds().project;
    let question = "please tell me whether waranty papers cover phones, screens, cables or batteries";
    let spelt = answer(&project, &[question]);
    assert_eq!(
        (&spelt["understood"], &spelt["by"]),
        (&question.replace("waranty", "warranty").into(), &"spelling".into())
    );
    // in Korean the other pairs and words make up for a slip
    let question = "바쿠벌레가 뒤집혀서 다리를 굽히고 등으로 누운 까닭은";
    assert_eq!(answer(&project, &[question])["by"], "");
}

#[test]
fn a_whole_word_comes_before_one_that_shares_a_pair() {
    let other = answered("급여 급여 급여", "", "급여 급여\n\n## 답변\n\n급여");
    let aside = "날씨가 맑고 바람이 잔잔한 날에는 산책을 나갑니다. ".repeat(12);
    let whole = answered("누가 받나요", "", &format!("궁금해요.\n\n## 답변\n\n그달의 급여자입니다. {aside}"));
    let archive = Archive::new().question("1.md", &whole).question("2.md", &other);
    let project = archive.build().succeeds().project;
    assert_eq!(keys(&project, &["급여자"])[0], "1");
}

#[test]
fn categories_and_years_narrow_a_search() {
    let project = built();
    assert_eq!(keys(&project, &["냄새 바퀴벌레", "--category", "laundry"]), ["3"]);
    assert_eq!(keys(&project, &["바퀴벌레", "--category", "pests"]), ["2"]);
    assert_eq!(keys(&project, &["바퀴벌레", "--year", "2026"]), ["2"]);
    assert_eq!(keys(&project, &["바퀴벌레", "--year", "2025"]), [""; 0]);
    assert_eq!(keys(&project, &["바퀴벌레", "--category", "none"]), [""; 0]);
}

#[test]
fn nobody_finds_what_nobody_may_see() {
    let front = ["draft: true\n", "publish_on: 2026-12-24\n", "unlisted: true\n"];
    let mut archive = archive();
    for (at, front) in front.iter().enumerate() {
        let text =
            answered("감춰진 낱말꽃", front, "낱말꽃입니다.\n\n## 답변\n\n낱말꽃 hiddenword hiddenword.");
        archive = archive.question(&format!("1{at}.md"), &text);
    }
    let removed = "status: removed\nreason: 지웠습니다\nasks: [{ asked: 2026-03-02, wording: 낱말꽃 }]\n";
    let merged = "status: merged\nmerged_into: 1\n";
    let project = archive
        .question("20.md", &titled("지워진 낱말꽃", removed, "낱말꽃 hiddenword"))
        .question("21.md", &titled("환불", merged, "낱말꽃 hiddenword"))
        .build()
        .succeeds()
        .project;
    for query in ["낱말꽃", "hiddenword", "ㄴㅁㄲ"] {
        assert_eq!(keys(&project, &[query, "--exact"]), [""; 0], "{query}");
    }
    for (name, bytes) in project.tree("public/search").iter().filter(|(name, _)| name.ends_with(".bin")) {
        let text = String::from_utf8_lossy(&unpacked(bytes)).into_owned();
        assert!(!text.contains("낱말꽃") && !text.contains("hiddenword"), "{name}");
    }
}

fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut unpacked = Vec::new();
    std::io::copy(&mut flate2::read::DeflateDecoder::new(bytes), &mut unpacked).expect("it is packed");
    unpacked
}

#[test]
fn odd_queries_get_an_answer() {
    let project = built();
    let long = "환불 규정 ".repeat(2000);
    for query in
        ["", "   ", "?!", "😀", "ㅎ", "ㅏ", "어떻게 하나요", "the of", "שלום", "مرحبا", "\u{202e}환불", "<b>"]
    {
        project.command("search").title(query).run().succeeds();
    }
    assert_eq!(keys(&project, &[&long]).first().map(String::as_str), Some("1"));
    assert_eq!(keys(&project, &["😀환불"]).first().map(String::as_str), Some("1"));
    assert_eq!(keys(&project, &["어떻게 하나요"]), keys(&project, &["하나요 어떻게"]));
}

#[test]
fn right_to_left_text_is_found() {
    let project =
        Archive::new().question("1.md", &titled("שלום עולם", "", "مرحبا")).build().succeeds().project;
    assert_eq!(keys(&project, &["שלום"]), ["1"]);
    assert_eq!(keys(&project, &["مرحبا"]), ["1"]);
}

#[test]
fn markup_in_a_title_is_text() {
    let project = Archive::new()
        .question("1.md", &titled("\"<script>alert(1)</script> 환불\"", "", "왜?"))
        .build()
        .succeeds()
        .project;
    let answer = answer(&project, &["환불"]);
    assert_eq!(answer["results"][0]["title"], "<script>alert(1)</script> 환불");
}

#[test]
fn an_empty_archive_has_an_index() {
    let project = Archive::new().build().succeeds().project;
    assert_eq!(keys(&project, &["환불"]), [""; 0]);
    assert_eq!(keys(&project, &["ㅎㅂ"]), [""; 0]);
}

#[test]
fn each_language_has_an_index_of_its_own() {
    let project = archive()
        .question("7.md", &answered("A refund in English", "lang: en\n", "How?\n\n## 답변\n\nSo."))
        .build()
        .succeeds()
        .project;
    assert_eq!(keys(&project, &["refund"]), [""; 0]);
    assert_eq!(keys(&project, &["refund", "--language", "en"]), ["7"]);
}

#[test]
fn people_read_a_list() {
    let run = built().command("search").arg("환불").for_people().run();
    run.succeeds().prints(" 1. 환불 규정이 궁금합니다\n    /q/1/ 2026-03-01\n").prints("1 of 1");
    let run = built().command("search").arg("없는낱말").for_people().run();
    run.succeeds().prints("nothing found");
}

#[test]
fn an_evaluation_tells_how_well_queries_do() {
    let project = built();
    project.write(
        "queries.jsonl",
        "{\"qid\": \"a\", \"query\": \"환불\", \"relevant\": [\"1\"], \"kind\": \"kw\"}\n\n{\"qid\": \"b\", \"query\": \"환불\", \"relevant\": [\"9\"], \"kind\": \"kw\"}\n",
    );
    let run = project.command("search").arg("--evaluate").arg("queries.jsonl").for_people().run();
    run.succeeds().prints("kw                      2     50.0     50.0");
    let run = project.command("search").arg("--evaluate").arg("queries.jsonl").run().succeeds();
    let told: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(told["scores"]["kw"]["hit"], 50.0);
    assert_eq!(told["runs"][0]["rank"], 1);
}

// --- words, as the browser cuts them too

#[test]
fn words_are_what_the_browser_takes_them_for() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("../fixtures/tokens.json")).unwrap();
    assert!(cases.len() > 100);
    for case in cases {
        let text = case["text"].as_str().unwrap();
        let folded = tokenize::fold(text);
        let words: Vec<Word> = tokenize::words(&folded).collect();
        let stems: Vec<String> = words.iter().map(stem).collect();
        let named: Vec<[&str; 2]> = words.iter().map(|word| [word.text, script(word)]).collect();
        let actual = serde_json::json!({
            "text": text,
            "folded": folded,
            "words": named,
            "stems": stems,
            "initials": korean::initials(text),
            "hangul": korean::to_hangul(text),
            "latin": korean::to_latin(text),
        });
        assert_eq!(actual, case);
    }
}

fn stem(word: &Word) -> String {
    match word.script {
        Script::Hangul => korean::stem(word.text).to_owned(),
        Script::Alphabet => english::stem(word.text).into_owned(),
        Script::Jamo | Script::Han => word.text.to_owned(),
    }
}

fn script(word: &Word) -> &'static str {
    match word.script {
        Script::Hangul => "hangul",
        Script::Jamo => "jamo",
        Script::Han => "han",
        Script::Alphabet => "alphabet",
    }
}

#[test]
fn endings_and_common_words_are_those_of_the_browser() {
    let rust = include_str!("../../src/korean/stem.rs");
    let script = include_str!("../../themes/default/static/search/korean.js");
    for name in ["ENDINGS", "COMMON"] {
        let (rust, script) = (listed(rust, name), listed(script, name));
        assert!(rust.len() > 50, "{name}: {rust:?}");
        assert_eq!(rust, script, "{name}");
    }
}

/// The words of the list called `name` in a source: the Hangul between the
/// quotes behind it.
fn listed<'a>(source: &'a str, name: &str) -> Vec<&'a str> {
    let start = source.find(&format!("const {name}")).expect("the list is there");
    let end = start + source[start..].find(';').expect("the list ends");
    let words = source[start..end].split(|c: char| !('가'..='힣').contains(&c));
    words.filter(|word| !word.is_empty()).collect()
}

// --- what staff expect of a search

#[test]
fn queries_in_search_yaml_are_held_to_what_they_find() {
    let fine = "synonyms: [[교환, 환불]]\ntests:\n  - { query: 교환, expect: [1] }\n  - { query: 바퀴, expect: 2, within: 1 }\n";
    archive().file("content/search.yaml", fine).check().succeeds().quietly();
    let run =
        archive().file("content/search.yaml", "tests:\n  - { query: 환불, expect: [2] }\n").build().fails();
    run.reports("search-test-failed").at(2, 26).in_file("content/search.yaml").helping("`1`");
    assert_eq!(run.project.files("public"), [""; 0]);
}

#[test]
fn a_question_that_cannot_be_read_fails_no_search() {
    let broken = archive().question("1.md", &question("answerd: 2026-03-01\n", "왜?"));
    let run =
        broken.file("content/search.yaml", "tests:\n  - { query: 환불, expect: [1] }\n").check().fails();
    assert!(run.diagnostics.iter().all(|problem| problem.code != "search-test-failed"), "{}", run.stdout);
}

// --- an index that is not what was written

#[test]
fn a_missing_index_is_told() {
    asks("index-missing", &archive().write()).gives_up();
}

#[test]
fn a_damaged_shard_is_told() {
    let project = built();
    for file in project.files("public/search/terms") {
        fs::write(project.path(&format!("public/search/terms/{file}")), "\u{fffd}").unwrap();
    }
    asks("index-damaged", &project).gives_up();
}

#[test]
fn an_index_of_another_version_is_told() {
    let project = built();
    let manifest = project.text("public/search/manifest.json").replace("\"format\":", "\"format\":9");
    project.write("public/search/manifest.json", manifest);
    asks("index-foreign", &project).gives_up();
}

#[test]
fn queries_that_are_none_are_told() {
    let project = built();
    project.write("queries.jsonl", "{\"qid\": \"a\"}\n");
    let run = project.command("search").arg("--evaluate").arg("queries.jsonl").for_people().run();
    assert_explained("bad-queries", &run);
    run.gives_up();
}

/// Asks for `환불` in the folder `public`, and explains itself as the fixture
/// says.
fn asks(fixture: &str, project: &Project) -> Run {
    let command = project.command("search").arg("환불").arg("--output").arg("public");
    let run = command.for_people().run();
    assert_explained(fixture, &run);
    run
}
