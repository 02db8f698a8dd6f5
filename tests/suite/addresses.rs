//! Addresses in an author's text: however one is spelt, it leads where the
//! author means it to.

use super::harness::Archive;
use super::harness::Run;
use super::harness::question;
use super::markup::html::Page;

/// The default archive with a few files to name, and `text` in a question.
fn typed(front: &str, text: &str) -> Archive {
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"4\"/>";
    Archive::new()
        .question("1.md", &question(front, text))
        .file("content/static/images/한글 그림.svg", drawing)
        .file("content/static/files/이용 약관.pdf", "")
        .file("content/static/100%.txt", "")
}

/// The values of an attribute on the page of the question.
fn values(run: &Run, element: &str, attribute: &str) -> Vec<String> {
    let page = Page::parse("q/1/", &run.site("q/1/index.html"));
    page.elements(element).filter_map(|element| element.attributes.get(attribute).cloned()).collect()
}

const PICTURE: &str = "/images/%ED%95%9C%EA%B8%80%20%EA%B7%B8%EB%A6%BC.svg";

/// The front matter and the text of an answer, beside which a picture is shown.
const ANSWERED: &str = "answered: 2026-03-01\nanswered_by: minji\n";
const ANSWER: &str = "왜요?\n\n## 답변\n\n네.";

#[test]
fn a_picture_is_found_in_every_spelling() {
    for spelling in [
        "</images/한글 그림.svg>",
        "/images/한글%20그림.svg",
        PICTURE,
        "/images/%ed%95%9c%ea%b8%80%20그림.svg",
        "</images/\u{1112}\u{1161}\u{11ab}글 그림.svg>",
    ] {
        let run = typed("", &format!("![그림]({spelling})")).build().succeeds().quietly();
        assert_eq!(values(&run, "img", "src"), [PICTURE], "{spelling}");
        assert!(run.site("q/1.md").contains(&format!("](https://qna.example.org{PICTURE})")), "{spelling}");
    }
}

#[test]
fn a_picture_in_the_front_matter_is_found_in_every_spelling() {
    for spelling in ["images/한글 그림.svg", "/images/한글%20그림.svg", PICTURE] {
        let run = typed(&format!("{ANSWERED}image: \"{spelling}\"\n"), ANSWER).build().succeeds().quietly();
        assert_eq!(values(&run, "img", "src"), [PICTURE], "{spelling}");
        assert!(run.site("q/1/index.html").contains(&format!("\"https://qna.example.org{PICTURE}\"")));
    }
}

#[test]
fn a_logo_is_found_in_every_spelling() {
    for spelling in ["images/한글 그림.svg", PICTURE] {
        let archive = typed("", "글").site_also(&format!("brand: {{ logo: \"{spelling}\" }}\n"));
        let run = archive.build().succeeds().quietly();
        assert_eq!(values(&run, "img", "src"), [PICTURE], "{spelling}");
    }
}

#[test]
fn a_picture_is_shown_once_by_a_question_that_names_it_twice() {
    let front = format!("{ANSWERED}image: images/한글 그림.svg\n");
    let run = typed(&front, &format!("![그림]({PICTURE})\n{ANSWER}")).build().succeeds();
    assert_eq!(values(&run, "img", "src"), [PICTURE]);
}

#[test]
fn a_link_is_found_in_every_spelling_and_keeps_what_follows_its_path() {
    for (spelling, href) in [
        ("/files/이용%20약관.pdf", "/files/%EC%9D%B4%EC%9A%A9%20%EC%95%BD%EA%B4%80.pdf"),
        ("/search/?q=환불", "/search/?q=%ED%99%98%EB%B6%88"),
        ("/q/1/?from=kakao#answer", "/q/1/?from=kakao#answer"),
        ("q:1?from=kakao", "/q/1/?from=kakao"),
        ("./1.md?a=%2B#b", "/q/1/?a=%2B#b"),
        ("/100%25.txt", "/100%25.txt"),
        ("/100%.txt", "/100%25.txt"),
        ("< https://b.example/ >", "https://b.example/"),
    ] {
        let run = typed("", &format!("[곳]({spelling})")).build().succeeds().quietly();
        assert!(values(&run, "a", "href").iter().any(|found| found == href), "{spelling}: {href}");
        let twin = run.site("q/1.md");
        assert!(twin.contains(&format!("{href})")), "{spelling}: {twin}");
    }
}

#[test]
fn what_is_not_there_is_named_in_letters() {
    let run = typed("", "[곳](/%EA%B0%80/?a) ![그림](/images/%EA%B0%80.png)").build().fails();
    run.reports("dangling-address").saying("`/가/`");
    run.reports("missing-image").saying("`/images/가.png`");
}

#[test]
fn no_percent_sign_leads_out_of_the_site() {
    let run = typed("", "[곳](/%2Fb.example/) [곳](/%5Cb.example/)").build().succeeds();
    let links = values(&run, "a", "href");
    for href in ["/%2Fb.example/", "/%5Cb.example/"] {
        assert!(links.iter().any(|link| link == href), "{links:?}");
    }
}
