//! Questions that lead to others: where a reader of one ends up.

use super::harness::Archive;
use super::harness::question;

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
