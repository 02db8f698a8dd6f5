//! What strangers type, everywhere that they can type: each text is shown as
//! the text it is, or refused with a reason, and nothing of it becomes markup.
//!
//! `tests/corpora/own.json` holds our own texts. Those that others collected
//! are installed by `tests/run`, which names the file they are in; a run
//! without it has our own texts alone.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use mundap::build;
use mundap::build::Destination;
use mundap::build::Options;
use mundap::build::Outcome;
use mundap::memory::Memory;
use mundap::personal::Kind;
use mundap::progress::Silent;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;
use url::Url;

use super::fidelity;
use super::harness::Archive;
use super::harness::Project;
use super::harness::TODAY;
use super::harness::files_below;
use super::harness::question;
use super::markup::html::Element;
use super::markup::html::Page;
use super::markup::xml;

const ORIGIN: &str = "https://qna.example.org";

/// Elements that no text may add to a page, or take from it.
const FRAME: &[&str] = &[
    "html", "head", "title", "link", "script", "style", "base", "body", "main", "article", "h1", "form",
    "input", "button", "select", "textarea", "iframe", "object", "embed", "svg", "math", "template",
    "noscript", "video", "audio", "source", "marquee", "img",
];

/// Attributes that Markdown may give an element, whatever the theme does.
const MARKDOWN: &[&str] = &[
    "href",
    "title",
    "rel",
    "id",
    "class",
    "start",
    "value",
    "scope",
    "role",
    "aria-label",
    "dir",
    "hidden",
    "lang",
];

/// How many questions an archive has that is like others; enough for lists of
/// several pages.
const COMMON: usize = 60;

/// The collections of which each run takes a part: `HOSTILE=all` takes all of
/// them, which takes minutes.
const LARGE: [&str; 2] = ["brs-kb", "payloadbox"];

/// How many texts one archive has at the most.
const ONE_SITE: usize = 2400;

/// Where a text stands in its question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Everywhere,
    FrontMatter,
    Tag,
    Question,
    Answer,
}

impl Field {
    /// What a text that cannot stand everywhere at once is tried as.
    const EACH: [Self; 4] = [Self::FrontMatter, Self::Tag, Self::Question, Self::Answer];

    fn covers(self, field: Self) -> bool {
        self == field || self == Self::Everywhere
    }
}

/// A text in a question of its own.
#[derive(Clone, Debug)]
struct Case {
    text: String,
    field: Field,
}

impl Case {
    fn in_front(&self) -> &str {
        if self.field.covers(Field::FrontMatter) { &self.text } else { "왜 그런가요" }
    }

    /// As much of the text as a title has room for.
    fn title(&self) -> String {
        let title: String = format!("왜 {}", self.in_front()).chars().take(200).collect();
        words(&title)
    }

    fn file(&self, number: usize) -> String {
        let covered = |field| if self.field.covers(field) { self.text.as_str() } else { "그냥요" };
        let front = quoted(self.in_front());
        let tag = quoted(covered(Field::Tag));
        let (question, answer) = (covered(Field::Question), covered(Field::Answer));
        format!(
            "---\ntitle: {}\nasked: 2026-03-01\nanswered: 2026-03-02\nanswered_by: minji\n\
             category: c{}\nasker: {front}\ntags: [{tag}]\nx_note: {front}\n\
             asks: [{{ asked: 2026-03-01, wording: {front} }}]\n\
             corrections: [{{ date: 2026-03-02, kind: fact, note: {front} }}]\n\
             sources: [{{ title: {front}, url: \"https://a.example/\" }}]\n---\n{question}\n\n## 답변\n\n{answer}\n",
            quoted(&self.title()),
            number / 20,
        )
    }
}

/// The text as a browser shows it: composed, without what is no character, and
/// with one space for any.
pub fn words(text: &str) -> String {
    let none = |c: char| (c.is_control() && c != '\n' && c != '\t') || c as u32 & 0xfffe == 0xfffe;
    text.replace(none, "").nfc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text as a scalar of YAML that every reader understands alike.
pub fn quoted(text: &str) -> String {
    let escape = |c: char| match c {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        c if c.is_control()
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}') =>
        {
            format!("\\u{:04x}", c as u32)
        }
        c => c.to_string(),
    };
    format!("\"{}\"", text.chars().map(escape).collect::<String>())
}

/// Every text that is at hand.
pub fn texts() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpora");
    let own: Vec<String> = serde_json::from_slice(&fs::read(folder.join("own.json")).unwrap()).unwrap();
    let mut texts: BTreeSet<String> = own.into_iter().collect();
    let named = std::env::var_os("MUNDAP_CORPORA").map(PathBuf::from);
    let file = named.clone().unwrap_or_else(|| folder.join("node_modules/texts.json"));
    match fs::read(&file) {
        Ok(bytes) => {
            let foreign: Vec<Value> = serde_json::from_slice(&bytes).unwrap();
            let all = std::env::var("HOSTILE").is_ok_and(|wanted| wanted == "all");
            let is_tried = |at: usize, suite: &Value| {
                all || at.is_multiple_of(8) || !LARGE.contains(&suite.as_str().unwrap_or_default())
            };
            let tried = foreign.iter().enumerate().filter(|(at, text)| is_tried(*at, &text["suite"]));
            texts.extend(tried.filter_map(|(_, text)| text["text"].as_str()).map(str::to_owned));
        }
        Err(error) if named.is_some() => panic!("{}: {error}", file.display()),
        Err(_) => println!("skipped: what others collected is not installed; `tests/run` does that"),
    }
    texts.into_iter().collect()
}

/// The site of all texts, with what became of each.
struct Hostile {
    project: Project,
    /// The texts that have a page, by their number.
    cases: BTreeMap<usize, Case>,
    site: BTreeMap<String, Vec<u8>>,
}

impl Hostile {
    fn build(texts: &[String]) -> Self {
        let count = texts.len();
        let whole = texts.iter().map(|text| Case { text: text.clone(), field: Field::Everywhere });
        let mut cases: BTreeMap<usize, Case> = whole.enumerate().map(|(at, case)| (at + 2, case)).collect();
        cases.insert(1, Case { text: "그냥요".to_owned(), field: Field::Everywhere });
        let project = settings(5 * count).write();
        for (number, case) in &cases {
            project.write(&file(*number), case.file(*number));
        }
        let mut memory = Memory::default();
        let mut explained = BTreeMap::<&str, usize>::new();
        for _ in 0..20 {
            let bad = explanations(&checks(&project, &mut memory));
            if bad.is_empty() {
                println!("{count} texts, {} questions, explained: {explained:?}", cases.len());
                let refused: usize = explained.values().sum();
                assert!(refused * 8 < 4 * count, "too much is refused: {explained:?}");
                let site = project.build().succeeds().project.tree("public");
                return Self { project, cases, site };
            }
            for (number, code) in bad {
                project.remove(&file(number));
                let Some(case) = cases.remove(&number) else { panic!("{number}: {code}") };
                if case.field != Field::Everywhere {
                    *explained.entry(code).or_default() += 1;
                    continue;
                }
                for field in Field::EACH {
                    let next = cases.last_key_value().map_or(1, |(last, _)| last + 1);
                    let case = Case { text: case.text.clone(), field };
                    project.write(&file(next), case.file(next));
                    cases.insert(next, case);
                }
            }
        }
        panic!("there is no end of problems");
    }

    fn text(&self, name: &str) -> &str {
        std::str::from_utf8(&self.site[name]).unwrap()
    }

    /// The files whose names end so.
    fn files<'a>(&'a self, end: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let names = self.site.keys().filter(move |name| name.ends_with(end));
        names.map(|name| (name.as_str(), self.text(name)))
    }

    fn page(&self, number: usize) -> Page {
        let name = format!("q/{number}/index.html");
        Page::parse(&name, self.text(&name))
    }
}

fn file(number: usize) -> String {
    format!("content/questions/{number}.md")
}

/// Settings that let all personal data be, with a category for each twenty
/// questions, so that each stands in a feed.
pub fn settings(count: usize) -> Archive {
    let categories = (0..=count / 20).map(|at| format!("  c{at}:\n    name: {at}\n")).collect::<String>();
    let allow = Kind::ALL.map(|kind| format!("  {}: allow\n", kind.name())).concat();
    Archive::empty().file("content/people.yaml", "minji: { name: 김민지 }\n").site(&format!(
        "title: 문답\nurl: {ORIGIN}\nlanguage: ko\noutputs: {{ markdown: true, json: true }}\n\
             personal_data:\n{allow}categories:\n{categories}"
    ))
}

/// Looks at the archive, with a memory of what was looked at before: most texts
/// stay as they are from one look to the next.
fn checks(project: &Project, memory: &mut Memory) -> Outcome {
    let options = Options {
        content: project.path("content"),
        content_name: "content".to_owned(),
        themes: project.path("themes"),
        today: Some(TODAY.to_owned()),
        source_date_epoch: None,
        publish: false,
        destination: Destination::Nowhere,
    };
    build::build(&options, memory, &Silent)
}

/// Which questions have an error, and which; every error stands in a file and
/// says what to do.
fn explanations(outcome: &Outcome) -> BTreeMap<usize, &'static str> {
    let errors = outcome.diagnostics.iter().filter(|problem| problem.is_error());
    let numbered = errors.map(|error| {
        let file = &error.place.as_ref().unwrap_or_else(|| panic!("{error:?}")).file;
        assert!(error.help.is_some(), "{error:?}");
        let number = file.trim_start_matches("content/questions/").trim_end_matches(".md");
        (number.parse().unwrap_or_else(|_| panic!("{error:?}")), error.code)
    });
    numbered.collect()
}

/// No text breaks a rule; each breach tells where.
#[track_caller]
fn none(breaches: impl IntoIterator<Item = String>) {
    let breaches: Vec<_> = breaches.into_iter().collect();
    let shown = breaches[..breaches.len().min(30)].join("\n");
    assert!(breaches.is_empty(), "{} breaches:\n{shown}", breaches.len());
}

/// What is wrong with a page, seen as a browser would.
fn breaches(page: &Page, known: &Known) -> Vec<String> {
    let mut found = page.errors.clone();
    for element in &page.elements {
        found.extend(active(element));
        found.extend(
            element
                .attributes
                .keys()
                .filter(|name| !known.has(element, name))
                .map(|name| format!("<{} {name}=\"{}\">", element.name, element.attributes[name])),
        );
    }
    found
}

/// What of an element runs, styles, loads or leads where it must not.
fn active(element: &Element) -> Option<String> {
    let attribute = |name| element.attribute(name);
    let data = attribute("type") == Some("application/ld+json");
    let bad = match element.name.as_str() {
        "style" | "base" | "iframe" | "object" | "embed" | "svg" | "math" => true,
        "script" if data => serde_json::from_str::<Value>(&element.text).is_err(),
        "script" => !attribute("src").is_some_and(|src| src.starts_with("/theme/")),
        "img" => !attribute("src").is_some_and(|src| src.starts_with("/theme/")),
        "meta" => attribute("http-equiv").is_some_and(|name| name != "Content-Security-Policy"),
        "form" => attribute("action") != Some("/search/"),
        _ => false,
    };
    let leads =
        ["href", "src", "action"].into_iter().filter_map(attribute).any(|address| !is_harmless(address));
    (bad || leads).then(|| format!("{element:?}"))
}

/// Whether an address leads a browser to the web, a letter or a call.
fn is_harmless(address: &str) -> bool {
    let base = Url::parse(ORIGIN).unwrap();
    // what is no address at all leads nowhere
    let Ok(url) = base.join(address) else { return true };
    matches!(url.scheme(), "http" | "https" | "mailto" | "tel")
}

/// The attributes that elements have where nobody is hostile.
struct Known(BTreeSet<(String, String)>);

impl Known {
    fn of(pages: &[Page]) -> Self {
        let elements = pages.iter().flat_map(|page| &page.elements);
        let names = elements
            .flat_map(|element| element.attributes.keys().map(|name| (element.name.clone(), name.clone())));
        Self(names.collect())
    }

    fn has(&self, element: &Element, name: &str) -> bool {
        MARKDOWN.contains(&name) || self.0.contains(&(element.name.clone(), name.to_owned()))
    }
}

/// How often each element of the frame stands in a page.
fn frame(page: &Page) -> Vec<usize> {
    FRAME.iter().map(|name| page.elements(name).count()).collect()
}

/// The pages of an archive in which nobody is hostile.
fn harmless() -> Vec<Page> {
    let case = Case { text: "그냥요".into(), field: Field::Everywhere };
    let numbers = 1..=COMMON;
    let archive = numbers.fold(settings(COMMON), |archive, number| {
        archive.question(&format!("{number}.md"), &case.file(number))
    });
    let site = archive.build().succeeds().project.tree("public");
    let pages = site.iter().filter(|(name, _)| name.ends_with(".html"));
    pages.map(|(name, bytes)| Page::parse(name, std::str::from_utf8(bytes).unwrap())).collect()
}

/// Few builds, since each is a large one.
#[test]
fn what_strangers_type_stays_text() {
    let texts = texts();
    let sites = texts.len().div_ceil(ONE_SITE);
    for texts in texts.chunks(texts.len().div_ceil(sites)) {
        let hostile = Hostile::build(texts);
        no_text_becomes_markup(&hostile);
        every_text_is_read_as_it_was_written(&hostile);
        every_body_is_read_as_its_markdown(&hostile);
        every_text_stands_in_data_that_can_be_read(&hostile);
        every_text_stands_in_feeds_that_can_be_read(&hostile);
        no_text_becomes_markup_where_others_render_it(&hostile);
        searching_for_a_text_is_harmless(&hostile);
    }
}

fn no_text_becomes_markup(hostile: &Hostile) {
    let known = Known::of(&harmless());
    let frames = frame(&hostile.page(1));
    none(hostile.cases.iter().flat_map(|(&number, case)| {
        let page = hostile.page(number);
        let mut found = breaches(&page, &known);
        if frame(&page) != frames {
            let differing = FRAME
                .iter()
                .filter(|name| page.elements(name).count() != hostile.page(1).elements(name).count());
            found.push(format!("{:?}", differing.collect::<Vec<_>>()));
        }
        found
            .into_iter()
            .map(|breach| format!("{number} {:?} {:?}: {breach}", case.field, case.text))
            .collect::<Vec<_>>()
    }));
    none(hostile.files(".html").filter(|(name, _)| !name.starts_with("q/")).flat_map(|(name, text)| {
        let found = breaches(&Page::parse(name, text), &known);
        found.into_iter().map(|breach| format!("{name}: {breach}")).collect::<Vec<_>>()
    }));
}

fn every_text_is_read_as_it_was_written(hostile: &Hostile) {
    none(hostile.cases.iter().flat_map(|(number, case)| {
        let page = hostile.page(*number);
        let reads = |element: &Element, wanted: &str| words(&element.text) == words(wanted);
        let title = case.title();
        let front = words(case.in_front());
        // a question without a word has no turn that could be signed
        let is_mute = case.field == Field::Question && words(&case.text).is_empty();
        let shown = if is_mute { 0 } else { 2 };
        let mut lost = Vec::new();
        if !page.elements("h1").any(|element| reads(element, &title)) {
            lost.push("title");
        }
        if page.elements("bdi").filter(|element| reads(element, &front)).count() < shown && !front.is_empty()
        {
            lost.push("asker or wording");
        }
        lost.into_iter()
            .map(|what| format!("{number} {:?} {:?}: {what} {title:?}", case.field, case.text))
            .collect::<Vec<_>>()
    }));
}

fn every_body_is_read_as_its_markdown(hostile: &Hostile) {
    none(hostile.cases.iter().flat_map(|(number, case)| {
        let body = |field| case.field.covers(field).then_some(case.text.as_str());
        let page = hostile.text(&format!("q/{number}/index.html"));
        let misread = fidelity::misread(page, body(Field::Question), body(Field::Answer));
        misread
            .into_iter()
            .map(|(turn, texts)| format!("{number} {turn} {:?}: {texts:?}", case.text))
            .collect::<Vec<_>>()
    }));
}

fn every_text_stands_in_data_that_can_be_read(hostile: &Hostile) {
    let mut titles = BTreeSet::new();
    for (name, text) in hostile.files(".html").filter(|(name, _)| name.starts_with("q/")) {
        let page = Page::parse(name, text);
        let data = page
            .elements("script")
            .find(|script| script.attribute("type") == Some("application/ld+json"))
            .unwrap();
        assert!(!data.text.contains('<'), "{name}");
        let data: Value = serde_json::from_str(&data.text).unwrap();
        titles.insert(data["@graph"][0]["headline"].as_str().unwrap().to_owned());
    }
    none(hostile.cases.values().map(|case| words(&case.title())).filter(|title| !titles.contains(title)));
    for (name, text) in hostile.files(".json") {
        assert!(serde_json::from_str::<Value>(text).is_ok(), "{name}");
    }
}

fn every_text_stands_in_feeds_that_can_be_read(hostile: &Hostile) {
    let mut seen = BTreeSet::new();
    for (name, text) in hostile.files(".xml") {
        let feed = xml::Element::parse(name, text);
        none(
            text.chars()
                .filter(|&c| {
                    (c < ' ' && !matches!(c, '\n' | '\t' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}')
                })
                .map(|c| format!("{name}: {c:?}")),
        );
        if feed.name == "feed" && name.contains("category") {
            seen.extend(feed.children("entry").map(|entry| entry.text_of("title").to_owned()));
        }
    }
    assert!(seen.len() > 100);
    let seen: BTreeSet<_> = seen.iter().map(|title| words(title)).collect();
    none(hostile.cases.values().map(|case| words(&case.title())).filter(|title| !seen.contains(title)));
}

/// Twins and `llms.txt` are Markdown that others render, who may filter nothing;
/// what RSS describes an entry with is HTML to those who read it.
fn no_text_becomes_markup_where_others_render_it(hostile: &Hostile) {
    let twins = hostile.files(".md").chain(hostile.files("llms.txt"));
    none(twins.flat_map(|(name, text)| {
        let page = Page::parse(name, &rendered(text));
        let bad = page.elements.iter().filter_map(|element| {
            let handler = element.attributes.keys().find(|name| name.starts_with("on"));
            let is_own_picture = element.name == "img" && !element.attribute("src").is_some_and(is_elsewhere);
            let active = if is_own_picture { None } else { active(element) };
            active.or_else(|| handler.map(|_| format!("{element:?}")))
        });
        bad.map(|breach| format!("{name}: {breach} in {text}")).collect::<Vec<_>>()
    }));
    for (name, text) in hostile.files("rss.xml") {
        let feed = xml::Element::parse(name, text);
        let entries: Vec<_> = feed.children("channel").flat_map(|channel| channel.children("item")).collect();
        none(entries.iter().flat_map(|entry| {
            let described = Page::parse(name, entry.text_of("description"));
            let elements =
                described.elements.iter().filter(|element| !FRAME[..2].contains(&element.name.as_str()));
            elements
                .filter(|element| element.name != "body")
                .map(|element| format!("{name}: {element:?}"))
                .collect::<Vec<_>>()
        }));
    }
}

/// Whether an address leads a browser to another host.
fn is_elsewhere(address: &str) -> bool {
    let base = Url::parse(ORIGIN).unwrap();
    base.join(address).is_ok_and(|url| url.origin() != base.origin())
}

/// Markdown as somebody renders it who lets everything through.
fn rendered(text: &str) -> String {
    let mut html = String::new();
    pulldown_cmark::html::push_html(
        &mut html,
        pulldown_cmark::Parser::new_ext(text, pulldown_cmark::Options::ENABLE_TABLES),
    );
    html
}

fn searching_for_a_text_is_harmless(hostile: &Hostile) {
    for case in hostile.cases.values().step_by(hostile.cases.len() / 40) {
        if case.text.contains('\0') || case.text.len() > 1000 {
            continue;
        }
        for people in [true, false] {
            let command = hostile.project.command("search").title(&case.text);
            let run = if people { command.for_people().run() } else { command.run() };
            assert!(
                matches!(run.code, Some(0..=2)) && !run.stderr.contains("panicked"),
                "{:?}: {}",
                case.text,
                run.stderr
            );
            let printed = format!("{}{}", run.stdout, run.stderr);
            assert!(!printed.contains(|c: char| c.is_control() && c != '\n'), "{printed:?}");
        }
    }
}

/// A link that a customer defines would be vouched for by the staff who happen
/// to use its name, as every label of `mundap redact` is one; and what staff
/// define is nothing that a customer said.
#[test]
fn what_a_customer_defines_is_no_link_of_the_staff() {
    let body = "[환불 안내]: https://phish.example/a\n[전화번호]: https://phish.example/b\n\n[환불 안내] 왜요?\n\n\
                ## 답변\n\n[환불 안내]와 [규정]을 보세요. [전화번호]로요.\n\n[규정]: https://brand.example/rules\n\n\
                ## 이어진 질문\n\n[규정]이요?\n";
    let text = question("answered: 2026-03-02\nanswered_by: minji\n", body);
    let run =
        Archive::new().site_also("outputs: { markdown: true }\n").question("1.md", &text).build().succeeds();
    let page = Page::parse("1", &run.site("q/1/index.html"));
    let links = |host: &str| {
        let all = page.elements("a").filter(|a| a.attribute("href").is_some_and(|href| href.contains(host)));
        all.map(|a| a.attribute("rel").unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(links("phish.example"), ["noopener nofollow ugc"]);
    assert_eq!(links("brand.example"), ["noopener"]);
    let twin = run.site("q/1.md");
    assert!(twin.contains("\n[환불 안내](https://phish.example/a) 왜요?\n"), "{twin}");
    assert!(
        twin.contains(
            "\n\\[환불 안내\\]와 [규정](https://brand.example/rules)을 보세요. \\[전화번호\\]로요.\n"
        )
    );
    assert!(twin.ends_with("\n\\[규정\\]이요?\n"), "{twin}");
}

/// Neither on the page nor in the twin is a note of one side that of the other.
#[test]
fn what_a_customer_notes_is_no_note_of_the_staff() {
    let body = "왜요?[^1]\n\n[^1]: 고객의 각주\n\n## 답변\n\n답입니다[^1].\n\n[^1]: 직원의 근거\n\n\
                ## 이어진 질문\n\n## 답변 (민지, 2026-03-02)\n\n위조한 답입니다.\n";
    let text = question("answered: 2026-03-02\nanswered_by: minji\n", body);
    let run =
        Archive::new().site_also("outputs: { markdown: true }\n").question("1.md", &text).build().succeeds();
    let page = run.site("q/1/index.html");
    assert!(page.contains("답입니다<sup><a href=\"#fn-2\""), "{page}");
    assert!(page.contains("<li id=\"fn-2\" value=\"2\"><p>직원의 근거"), "{page}");
    let twin = run.site("q/1.md");
    assert!(twin.contains("왜요?[^1]\n\n[^1]: 고객의 각주\n"), "{twin}");
    assert!(twin.contains("답입니다[^2].\n\n[^2]: 직원의 근거\n"), "{twin}");
    // a heading that a customer types is lower than that of a turn
    assert!(twin.contains("\n### 답변 (민지, 2026-03-02)\n"), "{twin}");
}

#[test]
fn names_and_titles_mean_nothing_where_others_render_them() {
    let text = "---\ntitle: \"\\u202e왜~요\"\nasked: 2026-03-01\nanswered: 2026-03-02\nanswered_by: minji\n---\n\
                글\n\n## 답변\n\n답\n";
    let run = Archive::new()
        .site_also("outputs: { markdown: true }\n")
        .people("minji: { name: \"<img src=x> [a](b) *c*\" }\n")
        .question("1.md", text)
        .build()
        .succeeds();
    let twin = run.site("q/1.md");
    assert!(twin.contains("## 답변 (&lt;img src=x> \\[a\\](b) \\*c\\*, 2026-03-02)"), "{twin}");
    assert!(twin.starts_with("# \u{202e}왜\\~요\n"), "{twin}");
    assert!(run.site("q/1/index.html").contains("<title>왜~요 · "));
    assert!(run.site("llms.txt").contains("- [왜\\~요]("));
}

/// A pattern that a reader types could take for ever.
#[test]
fn no_script_makes_a_pattern_of_what_somebody_types() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["themes", "src/server/client"].map(|folder| root.join(folder)) {
        for file in files_below(&folder).into_iter().filter(|file| file.ends_with(".js")) {
            let script = fs::read_to_string(folder.join(&file)).unwrap();
            assert!(!script.contains("RegExp("), "{file} makes a pattern of text");
        }
    }
}

#[test]
fn markup_that_a_text_became_is_noticed() {
    let known = Known::of(&harmless());
    let found = |html: &str| breaches(&Page::parse("a page", html), &known).len();
    assert_eq!(found("<p>x <a href=\"https://a.example\" rel=\"nofollow\">y</a></p>"), 0);
    for html in [
        "<script>x()</script>",
        "<script src=\"https://a.example/x.js\"></script>",
        "<p onclick=\"x()\">x</p>",
        "<p style=\"x\">x</p>",
        "<a href=\"java\tscript:x()\">x</a>",
        "<a href=\" data:text/html,x\">x</a>",
        "<img src=\"https://a.example/x.png\" alt=\"\">",
        "<script type=\"application/ld+json\">{</script>",
        "<iframe src=\"/\"></iframe>",
        "<meta http-equiv=\"refresh\" content=\"0;url=https://a.example\">",
    ] {
        assert!(found(html) > 0, "{html}");
    }
}
