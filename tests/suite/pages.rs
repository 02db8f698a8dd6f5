//! What the default theme makes of pages that are rare: the demo archive has
//! none of these.

use super::harness::Archive;
use super::harness::question;
use super::markup::html::Page;

mod a_declined_question {
    use super::*;

    const DECLINED: &str = "status: declined\nreason: 의사에게 물어보실 일입니다\n";

    /// The reason, and the words that go with it, stand once on its page.
    #[track_caller]
    fn says_why_once(front: &str, body: &str) {
        let archive = Archive::new().question("1.md", &question(&format!("{DECLINED}{front}"), body));
        let run = archive.build().succeeds().quietly();
        let page = run.site("q/1/index.html");
        for text in ["의사에게 물어보실 일입니다", "답하지 않기로 했습니다", "<h2>답변</h2>"]
        {
            assert_eq!(page.matches(text).count(), 1, "{text}: {page}");
        }
    }

    #[test]
    fn without_an_answer_says_why() {
        says_why_once("", "약을 먹어도 되나요?");
    }

    #[test]
    fn with_an_answer_says_why() {
        says_why_once("answered: 2026-03-02\n", "약을 먹어도 되나요?\n\n## 답변\n\n병원에 가 보세요.");
    }
}

mod a_page_whose_language_has_no_edition {
    use super::*;

    /// WCAG 3.1.2: what stands around the text is Korean and says so.
    #[track_caller]
    fn says_where_its_language_changes(page: &str) {
        let page = Page::parse("page", page);
        assert_eq!(page.errors, [""; 0]);
        let is_hangul = |c: char| matches!(c, '가'..='힣');
        let shown =
            page.elements.iter().filter(|element| !matches!(element.name.as_str(), "title" | "script"));
        for element in shown.filter(|element| element.text.contains(is_hangul)) {
            assert_eq!(element.lang.as_deref(), Some("ko"), "{element:?}");
        }
        let lang_of = |name: &str| page.elements(name).next().and_then(|element| element.lang.clone());
        let langs = ["html", "a", "header", "main", "footer"].map(lang_of);
        assert_eq!(langs, ["en", "ko", "ko", "en", "ko"].map(|lang| Some(lang.to_owned())));
        assert!(page.elements("a").next().is_some_and(|skip| skip.text == "본문 바로가기"));
    }

    #[test]
    fn is_one_of_the_brand() {
        let archive = Archive::new().page("about.md", "---\ntitle: About\nlang: en\n---\nUs.\n");
        says_where_its_language_changes(&archive.build().succeeds().quietly().site("about/index.html"));
    }

    #[test]
    fn is_an_unlisted_question() {
        let text = "---\ntitle: Why?\nasked: 2026-03-01\nlang: en\nunlisted: true\n---\nWhy?\n";
        let run = Archive::new().question("1.md", text).build().succeeds().quietly();
        says_where_its_language_changes(&run.site("q/1/index.html"));
    }

    #[test]
    fn is_that_of_a_question_that_was_removed() {
        let text =
            "---\ntitle: Why?\nasked: 2026-03-01\nlang: en\nstatus: removed\nreason: Twice.\n---\nWhy?\n";
        let run = Archive::new().question("1.md", text).build().succeeds().quietly();
        says_where_its_language_changes(&run.site("q/1/index.html"));
    }
}

mod a_number {
    use super::*;

    /// Whether the page of a question shows a number above its title.
    #[track_caller]
    fn stands_above(file: &str, front: &str) -> bool {
        let run = Archive::new().question(file, &question(front, "왜죠?")).build().succeeds().quietly();
        let key = file.trim_end_matches(".md");
        let has_number = |page: &str| page.contains(&format!("제{key}호"));
        let is_listed = run.site("questions/index.html").contains(&format!("<b>{key}</b>"));
        let is_shown = has_number(&run.site(&format!("q/{key}/index.html")));
        assert_eq!(is_listed, is_shown && front.is_empty(), "{file}");
        is_shown
    }

    #[test]
    fn is_what_a_key_of_digits_is() {
        assert!(stands_above("12.md", "") && stands_above("0.md", ""));
    }

    #[test]
    fn is_no_slug_that_begins_with_a_digit() {
        assert!(!stands_above("2fa-guide.md", "") && !stands_above("refund.md", ""));
    }

    #[test]
    fn is_kept_where_the_question_is_removed() {
        let removed = "status: removed\nreason: 두 번 올렸습니다\n";
        assert!(stands_above("12.md", removed) && !stands_above("2fa-guide.md", removed));
    }
}
