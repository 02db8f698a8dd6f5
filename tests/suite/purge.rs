//! What is not to be seen is nowhere: words planted in every field of a
//! question are searched for in every byte of the site, the packed search
//! index included.
//!
//! A question past its `valid_until` is no such question: it stays, with a
//! notice.

use std::collections::BTreeMap;
use std::io::Read;

use flate2::read::DeflateDecoder;

use super::harness::Archive;
use super::harness::PEOPLE;
use super::harness::Project;
use super::harness::Run;
use super::harness::SITE;
use super::harness::question;

/// The words of a question, one for each field that has text.
const FIELDS: &[&str] = &[
    "title", "asker", "summary", "tag", "wording", "note", "source", "address", "person", "extra",
    "question", "answer", "followup", "reply", "alt", "link",
];

/// A word that stands nowhere else: Latin letters, so that it is one token and
/// one run of bytes in every output.
fn word(state: &str, field: &str) -> String {
    format!("zq{state}{field}qz")
}

/// A question whose every text is planted; `front` puts it into its state.
fn planted(state: &str, front: &str) -> String {
    let w = |field| word(state, field);
    format!(
        "---\ntitle: {title} 질문\nasked: 2026-02-01\nanswered: 2026-02-02\nanswered_by: {state}\n\
         category: pests/cockroach\nchannel: board\nasker: {asker}\nsummary: {summary} 입니다.\ntags: [{tag}]\n\
         asks: [{{ asked: 2026-02-03, channel: board, wording: {wording} 인가요 }}]\n\
         corrections: [{{ date: 2026-02-04, kind: fact, note: {note} 고침 }}]\n\
         sources: [{{ title: {source}, url: \"https://example.org/{address}\", checked: 2026-02-01 }}]\n\
         pinned: true\nx_extra: {extra}\n{front}---\n\
         {question} 물어요.\n\n## 답변\n\n{answer} 답해요. ![{alt}](/p.png) [{link}](q:1)\n\n\
         ## 이어진 질문 {{date=2026-02-05}}\n\n{followup} 물어요.\n\n\
         ## 이어진 답변 {{by={state} date=2026-02-06}}\n\n{reply} 답해요.\n",
        title = w("title"),
        asker = w("asker"),
        summary = w("summary"),
        tag = w("tag"),
        wording = w("wording"),
        note = w("note"),
        source = w("source"),
        address = w("address"),
        extra = w("extra"),
        question = w("question"),
        answer = w("answer"),
        alt = w("alt"),
        link = w("link"),
        followup = w("followup"),
        reply = w("reply"),
    )
}

/// An archive with one planted question, `/q/7/`, and one that anybody may see
/// and that speaks of it, where it would not lead there.
fn archive(state: &str, front: &str) -> Archive {
    let outputs = "outputs: { markdown: true, json: true }\npromise: { answer_within: 2 }\n";
    let person = format!("{state}: {{ name: {} }}\n", word(state, "person"));
    let is_apart = matches!(state, "draft" | "future" | "unlisted");
    let speaks = if is_apart { "" } else { "related: [7]\nfollows: 7\n" };
    let link = if is_apart { "" } else { "[앞의 일](q:7)" };
    Archive::new()
        .site(&format!("{SITE}{outputs}"))
        .people(&format!("{PEOPLE}{person}"))
        .file("content/static/p.png", "")
        .question("7.md", &planted(state, front))
        .question(
            "1.md",
            &question(&format!("category: pests/cockroach\n{speaks}"), &format!("왜요? {link}")),
        )
        .question("8.md", &question("status: merged\nmerged_into: 1\n", "왜요?"))
}

/// Where in the site each planted word stands.
fn found(project: &Project, state: &str) -> BTreeMap<String, Vec<&'static str>> {
    let mut found = BTreeMap::new();
    for (file, bytes) in project.tree("public") {
        let text = String::from_utf8_lossy(&bytes).into_owned() + &unpacked(&bytes);
        let words: Vec<_> =
            FIELDS.iter().copied().filter(|field| text.contains(&word(state, field))).collect();
        if !words.is_empty() {
            found.insert(file, words);
        }
    }
    found
}

/// What a file of the index holds once a browser has unpacked it; nothing of
/// any other file.
fn unpacked(bytes: &[u8]) -> String {
    let mut text = Vec::new();
    // what is not packed fails, with whatever it gave until then
    let _ = DeflateDecoder::new(bytes).read_to_end(&mut text);
    String::from_utf8_lossy(&text).into_owned()
}

/// What a search for a word finds.
fn hits(project: &Project, word: &str) -> String {
    project.command("search").arg("--exact").arg(word).run().succeeds().stdout
}

#[track_caller]
fn built(state: &str, front: &str) -> Run {
    archive(state, front).build().succeeds()
}

/// Nothing of a question in this state stands anywhere.
#[track_caller]
fn is_nowhere(state: &str, front: &str) -> Run {
    let run = built(state, front);
    assert_eq!(found(&run.project, state), BTreeMap::new());
    for field in FIELDS {
        let word = word(state, field);
        let hits = hits(&run.project, &word);
        assert!(hits.contains("\"total\":0"), "{field}: {hits}");
        // nor is it offered in place of a word like it
        let slip = word.replace("zq", "zzq");
        let offered = run.project.command("search").arg(&slip).run().succeeds().stdout;
        assert!(!offered.contains(&format!("\"{word}\"")), "{field}: {offered}");
    }
    run
}

#[test]
fn planted_words_are_found_where_they_may_be() {
    let run = built("listed", "");
    let found = found(&run.project, "listed");
    let all: Vec<_> = found.values().flatten().collect();
    let missing: Vec<_> = FIELDS.iter().filter(|field| !all.contains(field)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(found.keys().any(|file| file.ends_with(".bin")), "no word in the index: {:?}", found.keys());
    assert!(hits(&run.project, &word("listed", "wording")).contains("/q/7/"));
}

#[test]
fn a_removed_question_leaves_its_reason_alone() {
    let run = is_nowhere("removed", "status: removed\nreason: 전화번호가 있었습니다\n");
    let page = run.site("q/7/index.html");
    assert!(page.contains("전화번호가 있었습니다") && page.contains("noindex"), "{page}");
    assert!(!run.project.path("public/q/7.md").exists() && !run.project.path("public/q/7.json").exists());
}

#[test]
fn a_draft_is_nowhere() {
    let run = is_nowhere("draft", "draft: true\n");
    assert!(!run.project.path("public/q/7").exists());
}

#[test]
fn what_is_to_be_published_later_is_nowhere_until_then() {
    let run = is_nowhere("future", "publish_on: 2026-03-03\n");
    assert!(!run.project.path("public/q/7").exists());
    let later = run.project.command("build").today("2026-03-03").run().succeeds();
    assert!(later.site("q/7/index.html").contains(&word("future", "title")));
}

#[test]
fn an_unlisted_question_is_at_its_own_address_alone() {
    let run = built("unlisted", "unlisted: true\n");
    let files: Vec<_> = found(&run.project, "unlisted").into_keys().collect();
    assert_eq!(files, ["q/7.json", "q/7.md", "q/7/index.html"]);
    for file in ["sitemap.xml", "llms.txt", "feed.xml"] {
        assert!(!run.site(file).contains("/q/7"), "{file}");
    }
    assert!(hits(&run.project, &word("unlisted", "title")).contains("\"total\":0"));
}

#[test]
fn an_unlisted_question_is_not_told_of_by_what_it_follows_or_was_merged_into() {
    for front in ["unlisted: true\nfollows: 1\n", "unlisted: true\nstatus: merged\nmerged_into: 1\n"] {
        let archive = archive("unlisted", front);
        let run = archive.build().succeeds();
        let page = run.site("q/1/index.html");
        assert!(!page.contains(&word("unlisted", "title")), "{front}: {page}");
        assert!(hits(&run.project, &word("unlisted", "title")).contains("\"total\":0"), "{front}");
    }
}

#[test]
fn what_was_seen_once_is_gone_once_it_is_removed() {
    let project = archive("gone", "").write();
    project.build().succeeds();
    assert!(!found(&project, "gone").is_empty());
    project.write("content/questions/7.md", planted("gone", "status: removed\nreason: 지웠습니다\n"));
    project.build().succeeds();
    assert_eq!(found(&project, "gone"), BTreeMap::new());
}
