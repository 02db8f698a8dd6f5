//! Questions that lead to others: where a reader of one ends up, and which
//! others its page names.

use super::harness::Archive;
use super::harness::Run;
use super::harness::question;

/// The languages that a question's page names as its alternates.
fn languages(run: &Run, key: u32) -> Vec<String> {
    let page = run.site(&format!("q/{key}/index.html"));
    let named = page.split("<link rel=\"alternate\" hreflang=\"").skip(1);
    named.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

#[test]
fn a_translation_of_a_translation_is_one_of_the_original() {
    let run = Archive::new()
        .question("1.md", &question("", "글"))
        .question("2.md", &question("lang: en\ntranslation_of: 1\n", "text"))
        .question("3.md", &question("lang: ja\ntranslation_of: 2\n", "文"))
        .question("4.md", &question("lang: de\ntranslation_of: 3\nunlisted: true\n", "Text"))
        .build()
        .succeeds()
        .quietly();
    for key in 1..=3 {
        assert_eq!(languages(&run, key), ["en", "ja", "ko"], "{key}");
    }
    assert_eq!(languages(&run, 4), ["de", "en", "ja", "ko"]);
}

#[test]
fn translations_of_what_was_removed_name_each_other() {
    let run = Archive::new()
        .question("1.md", &question("status: removed\nreason: 개인정보\n", "글"))
        .question("2.md", &question("lang: en\ntranslation_of: 1\n", "text"))
        .question("3.md", &question("lang: ja\ntranslation_of: 1\n", "文"))
        .build()
        .succeeds()
        .quietly();
    assert_eq!([languages(&run, 2), languages(&run, 3)], [["en", "ja"], ["en", "ja"]]);
}

#[test]
fn every_question_of_a_chain_leads_to_its_end() {
    let last = 200;
    let merged = |key: u32| question(&format!("status: merged\nmerged_into: {}\n", key + 1), "글");
    let archive =
        (1..last).fold(Archive::new(), |archive, key| archive.question(&format!("{key}.md"), &merged(key)));
    let run = archive.question(&format!("{last}.md"), &question("", "글")).build().succeeds().quietly();
    for key in 1..last {
        let page = run.site(&format!("q/{key}/index.html"));
        assert!(page.contains(&format!("url=/q/{last}/")), "{key}: {page}");
    }
}
