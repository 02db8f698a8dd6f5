//! Bad input: every problem is reported at its place, in words that say what
//! to type, and none stops the program in another way.
//!
//! A folder in `tests/fixtures/diagnostics/` is an archive with something in
//! it, put over the default one, and `expected.txt` is what `mundap check`
//! says of it to a person.

use std::fs;
use std::path::Path;

use mundap::diagnostic::MOST_OF_A_KIND;
use rayon::prelude::*;

use super::harness::Archive;
use super::harness::TODAY;
use super::harness::assert_blessed;
use super::harness::fixtures;
use super::harness::question;

#[test]
fn every_bad_input_is_explained() {
    let mut folders: Vec<_> =
        fs::read_dir(fixtures("diagnostics")).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let archives = folders.par_iter().filter(|folder| has_archive(folder));
    archives.for_each(|folder| explains(folder));
}

#[test]
fn an_archive_without_questions_builds() {
    Archive::new().build().succeeds().quietly();
}

#[test]
fn an_error_leaves_no_site() {
    let run = Archive::fixture(&fixtures("diagnostics").join("unknown-category")).build().fails();
    assert_eq!(run.project.files("public"), [""; 0]);
}

#[test]
fn one_slip_made_a_thousand_times_is_told_as_often_as_anybody_reads() {
    let text = "[정책](q:refund-polcy)\n".repeat(1000) + &"![표](/tabel.png)\n".repeat(1000);
    let run = Archive::new()
        .question("1.md", &question("", &text))
        .question("refund-policy.md", &question("", "글"))
        .file("content/static/table.png", "")
        .check()
        .fails();
    for (code, meant) in [("unknown-question", "refund-policy"), ("missing-image", "/table.png")] {
        let told: Vec<_> = run.diagnostics.iter().filter(|diagnostic| diagnostic.code == code).collect();
        assert_eq!(told.len(), MOST_OF_A_KIND, "{code}");
        for diagnostic in &told {
            diagnostic.helping(&format!("did you mean `{meant}`?"));
        }
        told[MOST_OF_A_KIND - 1].helping("900 more like this are in the file");
    }
}

#[test]
fn a_person_whom_nobody_knows_has_no_page() {
    let id = "a".repeat(300);
    let body = format!("왜요?\n\n## 이어진 답변 {{by={id}}}\n\n글");
    let run = Archive::new().question("1.md", &question("answered: 2026-03-02\n", &body)).check().fails();
    let run = run.reports_only(&["unknown-person"]);
    run.reports("unknown-person").saying(&format!("nobody is called `{}…`", &id[..100]));
}

/// Whether a folder holds an archive; where it holds only what is expected, a
/// test makes the archive, as git could not keep it.
fn has_archive(folder: &Path) -> bool {
    folder.join("content").is_dir()
}

#[track_caller]
fn explains(folder: &Path) {
    let run = Archive::fixture(folder).write().command("check").for_people().run();
    let printed = run.printed();
    assert_blessed(&folder.join("expected.txt"), &printed);
    run.exits(i32::from(printed.contains("error[")));
}

/// Of what can be wrong in each of many files or entries, few are told, and
/// each in few words.
mod many {
    use super::*;
    use crate::harness::Run;
    use crate::harness::question;

    const MANY: usize = 130;

    /// No more than a hundred have this code, and the last says how many more
    /// there are in `whole`.
    #[track_caller]
    fn tells_of_few(run: &Run, code: &str, more: usize, whole: &str) {
        let told: Vec<_> = run.diagnostics.iter().filter(|problem| problem.code == code).collect();
        assert_eq!(told.len(), 100, "{}", run.stdout);
        let more = format!("; {more} more like this are in {whole}");
        assert!(told.iter().any(|problem| problem.help.as_ref().is_some_and(|help| help.ends_with(&more))));
    }

    fn questions(front: impl Fn(usize) -> String) -> Archive {
        (1..=MANY).fold(Archive::new(), |archive, at| {
            archive.question(&format!("{at}.md"), &question(&front(at), "왜요?"))
        })
    }

    #[test]
    fn questions_of_one_ring_are_named_in_part() {
        let run = questions(|at| format!("follows: [{}]\n", at % MANY + 1)).check().fails();
        run.reports("ring")
            .saying("`follows` leads in a ring: `130` to `1` to `2` to `3` to `4` to … to `129` to `130`");
    }

    #[test]
    fn rings_are_told_in_part() {
        let run = questions(|at| format!("follows: [{}, 1]\n", at % MANY + 1)).check().fails();
        // the first refers to itself, and of two rings of the last one leads on to the first
        tells_of_few(&run, "ring", MANY - 1 - 100, "the archive");
    }

    #[test]
    fn clashes_are_told_in_part() {
        let run = questions(|at| format!("aliases: [/old/, /old/{at}/, /old/{}/]\n", at + 1)).check().fails();
        tells_of_few(&run, "address-clash", 2 * (MANY - 1) - 100, "the archive");
    }

    #[test]
    fn addresses_that_moved_to_nowhere_are_told_in_part() {
        let moved: String = (0..MANY).map(|at| format!("  /old/{at}/: /nowhere/{at}/\n")).collect();
        let run = Archive::new().site_also(&format!("moved:\n{moved}")).check().fails();
        tells_of_few(&run, "moved-nowhere", MANY - 100, "the archive");
    }

    #[test]
    fn addresses_that_vanished_are_told_in_part() {
        let gone: String = (0..MANY).map(|at| format!("/q/{at}/\n")).collect();
        let run = Archive::new().file("content/addresses.txt", gone).check().fails();
        tells_of_few(&run, "address-vanished", MANY - 100, "the file");
    }

    #[test]
    fn queries_that_fail_are_told_in_part() {
        let tests: String = (0..MANY).map(|at| format!("  - {{ query: 없는{at}, expect: [1] }}\n")).collect();
        let archive = Archive::new().question("1.md", &question("", "왜요?"));
        let run = archive.file("content/search.yaml", format!("tests:\n{tests}")).check().fails();
        tells_of_few(&run, "search-test-failed", MANY - 100, "the file");
    }

    #[test]
    fn words_behind_a_heading_are_told_in_part() {
        let names: String = (0..MANY).map(|at| format!(" x{at}=")).collect();
        let ids: Vec<_> = (0..MANY).map(|at| format!("mijni{at}")).collect();
        let body = format!("왜요?\n\n## 이어진 질문 {{by={}{names}}}\n\n글", ids.join(","));
        let run = Archive::new().question("1.md", &question("", &body)).check().fails();
        tells_of_few(&run, "unknown-attribute", MANY - 100, "the file");
        tells_of_few(&run, "unknown-person", MANY - 100, "the file");
    }

    #[test]
    fn people_of_one_list_are_told_in_part() {
        let people = |rest: &str| -> String {
            (0..MANY).map(|at| format!("p{at}: {{ name: 김, {rest} }}\n")).collect()
        };
        let ids = (0..MANY).map(|at| format!("p{at}")).collect::<Vec<_>>().join(", ");
        let body = "왜요?\n\n## 답변\n\n글";
        let front = format!("answered: {TODAY}\napproved_by: [{ids}]\n");
        let archive = Archive::new().people(&people("affiliation: agency"));
        let run = archive.question("1.md", &question(&front, body)).check().fails();
        tells_of_few(&run, "bad-approval", MANY - 100, "the file");
        let front = format!("answered: {TODAY}\nanswered_by: [{ids}]\n");
        let archive = Archive::new().people(&people("until: 2020-01-01"));
        let run = archive.question("1.md", &question(&front, body)).check().succeeds();
        tells_of_few(&run, "answered-after-leaving", MANY - 100, "the file");
    }

    #[test]
    fn turns_out_of_order_are_told_in_part() {
        let turn = |at: usize| format!("\n\n## 이어진 질문 {{date=2026-03-0{}}}\n\n글", 4 + at % 2);
        let body: String = (0..=2 * MANY).map(turn).collect();
        let run = Archive::new().question("1.md", &question("", &body)).check().fails();
        tells_of_few(&run, "turn-order", MANY - 100, "the file");
    }

    #[test]
    fn one_person_named_many_times_is_told_of_in_part() {
        let ids = vec!["sora"; MANY + 1].join(", ");
        let front = format!("answered: {TODAY}\nanswered_by: minji\napproved_by: [{ids}]\n");
        let archive = Archive::new().question("1.md", &question(&front, "왜요?\n\n## 답변\n\n글"));
        let run = archive.check().fails();
        tells_of_few(&run, "repeated-person", MANY - 100, "the file");
        assert_eq!(run.diagnostics.iter().filter(|problem| problem.code == "bad-approval").count(), 1);
    }

    #[test]
    fn numbers_that_only_pages_show_are_told_in_part() {
        let number = |at: usize| format!("[전화](tel:010%2D1234%2D5{at:03}) ");
        let line: String = (0..MANY).map(number).collect();
        let run = Archive::new().question("1.md", &question("", &line)).check().fails();
        tells_of_few(&run, "personal-mobile-phone", MANY - 100, "the file");
        let tag = |at: usize| format!("\"010-1234-\\u0035{at:03}\"");
        let tags: Vec<_> = (0..MANY).map(tag).collect();
        let front = format!("tags: [{}]\n", tags.join(", "));
        let run = Archive::new().question("1.md", &question(&front, "왜요?")).check().fails();
        tells_of_few(&run, "personal-mobile-phone", MANY - 100, "the file");
    }
}
