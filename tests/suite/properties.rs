//! What holds for any text at all: nothing panics, every place lies in its
//! file, and no text is lost or changed on the way.

use std::time::Duration;

use mundap::characters;
use mundap::config;
use mundap::config::Config;
use mundap::config::People;
use mundap::content::Statics;
use mundap::diagnostic::Checked;
use mundap::diagnostic::Diagnostic;
use mundap::diagnostic::MOST_OF_A_KIND;
use mundap::fs;
use mundap::fs::SourcePath;
use mundap::ledger::Ledger;
use mundap::output::OutputPath;
use mundap::own_page::OwnPage;
use mundap::personal;
use mundap::personal::Policy;
use mundap::question::Context;
use mundap::question::Question;
use mundap::question::TurnKind;
use mundap::question::TurnWords;
use mundap::redact;
use mundap::redact::Format;
use mundap::slug;
use mundap::yaml::Document;
use mundap::yaml::Limits;
use mundap::yaml::Value;
use mundap::yaml::read_address;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::harness::Archive;
use super::harness::PEOPLE;
use super::harness::SITE;
use super::harness::TODAY;
use super::harness::time_of;

/// What front matter is made of, well-formed or not.
const YAML: &[&str] = &[
    "title: ",
    "asked: 2026-03-01\n",
    "answered: ",
    "answered_by: ",
    "tags: ",
    "asks:\n",
    "related: ",
    "x: ",
    "summary: |\n",
    "\n",
    "\n",
    " ",
    "  ",
    "- ",
    ": ",
    ", ",
    "[",
    "]",
    "{",
    "}",
    "'",
    "\"",
    "#",
    " # ",
    "&",
    "*",
    "!",
    "|",
    ">",
    "%",
    "@",
    "? ",
    "---\n",
    "...\n",
    "\\",
    "\t",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
    "\0",
    "바퀴벌레",
    "가",
    "\u{1100}\u{1161}",
    "é",
    "🪳",
    "minji",
    "2026-03-02",
    "12",
    "q:12",
    "true",
    "no",
    "~",
    "null",
    "<<",
    "0x1F",
    "1e3",
];

/// What a body is made of.
const MARKDOWN: &[&str] = &[
    "## ",
    "답변",
    "이어진 질문",
    "질문",
    " {",
    "}",
    "by=minji",
    "date=2026-03-02",
    "#",
    "\n",
    "\n\n",
    "  ",
    "> ",
    "- ",
    "1. ",
    "**",
    "*",
    "_",
    "`",
    "```",
    "~",
    "~~",
    "[",
    "]",
    "(",
    ")",
    "![",
    "](q:1)",
    "](/a.png)",
    "](../pages/a.md)",
    "<b>",
    "<!--",
    "|",
    "---",
    "\\",
    "&amp;",
    "[^1]",
    "\u{202e}",
    "\0",
    "\t",
    "바퀴벌레",
    "가",
    "\u{1100}\u{1161}",
    "🪳",
];

/// What personal data is made of, and what it hides among.
const PERSONAL: &[&str] = &[
    "010",
    "-",
    "1234",
    " ",
    "5678",
    "02",
    "345",
    "6789",
    "900101",
    "1234567",
    "4111",
    "1111",
    "공일공",
    "일이삼사",
    "오육칠팔",
    "@",
    "hong",
    "naver.com",
    "골뱅이",
    "(at)",
    "서울 강남구 ",
    "테헤란로 ",
    "12",
    "동 ",
    "301",
    "호",
    "가",
    "여권 ",
    "M12345678",
    "주문번호 ",
    "송장",
    "홍길동 ",
    "생년월일 ",
    "생",
    "IP 211.234.10.7",
    "CI ",
    "==",
    "면허 ",
    "11-12-345678-90",
    "계좌 ",
    "110-123-456789",
    "[전화번호]",
    "[주소]",
    "[",
    "]",
    "(",
    ":",
    ".",
    ", ",
    "\n",
    "\n\n",
    "\u{200b}",
    "\u{fe0f}\u{20e3}",
    "０",
    "&#48;",
    "\u{1112}\u{1161}\u{11ab}",
    "O1O",
    "원",
    "title: ",
    "x: [",
    "'",
    "\"",
    "---\n",
    "\r\n",
    "- ",
    "#",
    "\u{feff}",
    "\u{1d7ce}",
    "é",
];

fn text_of(parts: &'static [&'static str]) -> impl Strategy<Value = String> {
    let part = prop_oneof![
        9 => prop::sample::select(parts).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

/// One line that somebody might ask.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        text_of(YAML),
        text_of(MARKDOWN),
        any::<String>(),
        "[가-힣A-Za-z0-9#&*!:,.'\"\\[\\]{}|> -]{0,40}"
    ]
    .prop_map(|text| text.replace(['\n', '\r'], " "))
}

/// The default archive, read.
struct Setting {
    config: Config,
    people: People,
    statics: Statics,
    words: TurnWords,
}

impl Setting {
    fn new() -> Self {
        let mut words = TurnWords::default();
        words.add("답변", TurnKind::Answer);
        words.add("이어진 질문", TurnKind::FollowUpQuestion);
        Self {
            config: config::read("site.yaml", SITE).value.unwrap(),
            people: config::read_people("people.yaml", PEOPLE).value,
            statics: Statics::default(),
            words,
        }
    }

    fn question(&self, text: &str) -> Checked<Option<Question>> {
        let Self { config, people, statics, words } = self;
        Question::parse(&source("1.md"), text.to_owned(), Context { config, people, statics, words })
    }

    fn page(&self, text: &str) -> Checked<Option<OwnPage>> {
        OwnPage::parse(&source("about.md"), text.to_owned(), &self.config, &self.statics)
    }
}

fn source(name: &str) -> SourcePath {
    SourcePath { relative: name.to_owned(), name: name.to_owned(), path: name.into() }
}

/// Every place is a stretch of one line of `text`.
#[track_caller]
fn lie_within(text: &str, diagnostics: &[Diagnostic]) {
    let lines: Vec<_> = text.split('\n').collect();
    for diagnostic in diagnostics {
        let place = diagnostic.place.as_ref().unwrap_or_else(|| panic!("{diagnostic:?} has no place"));
        if place.line == 0 {
            continue;
        }
        let line = lines.get(place.line - 1).unwrap_or_else(|| panic!("{diagnostic:?} is past the end"));
        assert_eq!(line.trim_end_matches('\r'), place.excerpt, "{diagnostic:?}");
        let meant = place.excerpt.get(place.span.clone());
        assert!(meant.is_some(), "{diagnostic:?} cuts a character");
        let before = place.excerpt[..place.span.start].chars().count();
        assert_eq!(before + 1, place.column, "{diagnostic:?}");
        assert!(diagnostic.help.is_some(), "{diagnostic:?} has no help");
    }
}

proptest! {
    #[test]
    fn any_address_is_the_same_in_the_ledger(text in "/([%/0-9a-fA-F가ㄱ\u{1100}\u{1161}!;:&]|%2[0-9a-f]|\\PC){0,12}") {
        let Some(address) = read_address(&text) else { return Ok(()) };
        let written = Ledger::default().with([address.as_str()]).unwrap();
        let read = Ledger::read("addresses.txt", written);
        prop_assert_eq!(read.diagnostics, []);
        prop_assert_eq!(read.value.addresses().collect::<Vec<_>>(), [address]);
        prop_assert_eq!(read.value.with([]), None);
    }

    #[test]
    fn any_front_matter_is_read_or_explained(front in text_of(YAML)) {
        let setting = Setting::new();
        let text = format!("---\n{front}\n---\n왜죠?\n");
        let read = setting.question(&text);
        lie_within(&text, &read.diagnostics);
        prop_assert!(read.value.is_some() || !read.diagnostics.is_empty());
        lie_within(&text, &setting.page(&text).diagnostics);
    }

    #[test]
    fn any_settings_are_read_or_explained(text in text_of(YAML)) {
        lie_within(&text, &config::read("site.yaml", &text).diagnostics);
        lie_within(&text, &config::read_people("people.yaml", &text).diagnostics);
    }

    #[test]
    fn any_body_is_read(body in text_of(MARKDOWN)) {
        let setting = Setting::new();
        let text = format!("---\ntitle: 왜죠?\nasked: 2026-03-01\nanswered: 2026-03-02\n---\n{body}");
        let read = setting.question(&text);
        lie_within(&text, &read.diagnostics);
        prop_assert!(read.value.is_some());
    }

    #[test]
    fn any_file_at_all_is_read_or_explained(text in any::<String>()) {
        let setting = Setting::new();
        lie_within(&text, &setting.question(&text).diagnostics);
        lie_within(&text, &setting.page(&text).diagnostics);
    }

    /// Text without quotes is read as it was typed, or refused.
    #[test]
    fn no_typed_text_is_lost(typed in line()) {
        let block = format!("title: {typed}\n");
        let Ok(document) = Document::parse("1.md", &block, 0..block.len(), Limits::FRONT_MATTER) else { return Ok(()) };
        let Some(Value::String(read)) = document.root.get("title") else { return Ok(()) };
        let is_quoted = typed.trim_start().starts_with(['"', '\'']);
        // a block scalar starts on the next line
        let is_block = typed.trim_start().starts_with(['|', '>']) && read.is_empty();
        prop_assert!(is_quoted || is_block || read.trim() == typed.trim(), "{:?} was read as {:?}", typed, read);
    }

    /// No text blinds the guard to what stands below it.
    #[test]
    fn an_anchor_is_refused_below_any_text(typed in text_of(YAML), key in prop::sample::select(&["title", "- a", "x: [a]\ny"][..])) {
        let block = format!("{key}: {typed}\nasker: &하나 둘\n");
        let Ok(document) = Document::parse("1.md", &block, 0..block.len(), Limits::FRONT_MATTER) else { return Ok(()) };
        prop_assert_ne!(document.root.get("asker").and_then(Value::as_str), Some("둘"), "{}", block);
    }

    /// What is found lies between characters, in order, and a mask hides it
    /// without moving anything.
    #[test]
    fn personal_data_lies_between_characters(text in prop_oneof![text_of(PERSONAL), any::<String>()]) {
        let findings = personal::find(&text);
        let mut end = 0;
        for finding in &findings {
            let range = finding.range.clone();
            prop_assert!(end <= range.start && range.start < range.end, "{:?}", findings);
            prop_assert!(text.get(range.clone()).is_some(), "{:?}", finding);
            end = range.end;
        }
        prop_assert_eq!(personal::masked(&text, &findings).len(), text.len());
    }

    /// Redacting leaves nothing to redact, and front matter that can be read.
    #[test]
    fn redacting_twice_is_redacting_once(front in text_of(PERSONAL), body in text_of(PERSONAL)) {
        let policy = Policy::new("https://qna.example.org");
        let text = format!("---\ntitle: {front}\n---\n{body}");
        let redact = |text: &str| redact::redact("1.md", text, Format::Markdown, &policy, "ko");
        let Ok(once) = redact(&text) else { return Ok(()) };
        let built = fs::decode("1.md", once.text.as_bytes()).unwrap();
        prop_assert!(policy.find(&built, &[]).is_empty(), "{}", once.text);
        prop_assert_eq!(&redact(&once.text).unwrap().text, &once.text);
        let is_read = |text: &str| Setting::new().question(text).value.is_some();
        let asked = |text: &str| text.replacen("---\n", "---\nasked: 2026-03-01\n", 1);
        prop_assert!(!is_read(&asked(&text)) || is_read(&asked(&once.text)), "{}", once.text);
    }

    #[test]
    fn a_slug_is_fit_for_an_address_and_its_own_slug(text in any::<String>()) {
        let slug = slug::slug(&text);
        prop_assert!(slug.is_empty() || slug::is_slug(&slug), "{:?}", slug);
        prop_assert_eq!(slug::slug(&slug), slug);
    }

    #[test]
    fn an_output_path_never_leads_out(text in path()) {
        let Ok(path) = OutputPath::new(&text) else { return Ok(()) };
        prop_assert_eq!(path.as_str(), &text);
        let steps = std::path::Path::new(path.as_str()).components();
        let is_plain = steps.into_iter().all(|step| matches!(step, std::path::Component::Normal(_)));
        prop_assert!(is_plain && !path.as_str().contains(['\\', ':', '\0']));
        prop_assert!(path.as_str().nfc().eq(path.as_str().chars()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    /// Explaining to a person does not panic either.
    #[test]
    fn whatever_is_wrong_can_be_printed(texts in prop::collection::vec((text_of(YAML), text_of(MARKDOWN)), 40)) {
        let questions = texts.iter().enumerate();
        let archive = questions.fold(Archive::new(), |archive, (number, (front, body))| {
            archive.question(&format!("{number}.md"), &format!("---\n{front}\n---\n{body}"))
        });
        let run = archive.write().command("check").for_people().run();
        prop_assert!(matches!(run.code, Some(0 | 1)), "{}", run.stderr);
        prop_assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A title that `new` writes is the title that is read, but for its spaces.
    #[test]
    fn a_new_title_is_read_back(title in line()) {
        let text = characters::permitted(title.as_str().into());
        let wanted = text.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect::<String>();
        prop_assume!((2..=200).contains(&wanted.chars().count()) && !title.contains('\0'));
        let project = Archive::new().write();
        let run = project.command("new").title(&title).run();
        prop_assert_eq!(run.code, Some(0), "{}", run.stderr);
        let file = project.files("content/questions").pop().unwrap();
        let text = project.text(&format!("content/questions/{file}"));
        let read = Setting::new().question(&text);
        // what nobody sees is told of, and stays
        prop_assert!(read.diagnostics.iter().all(|problem| problem.code == "invisible-character"), "{:?}", read.diagnostics);
        prop_assert_eq!(read.value.unwrap().front.title, wanted);
    }
}

fn path() -> impl Strategy<Value = String> {
    let parts: &[&str] =
        &["a", "/", "/", "..", ".", "\\", ":", "%2e", "%2F", " ", "con", "가", "\u{1100}\u{1161}", "~", "\0"];
    prop_oneof![text_of(parts), any::<String>()]
}

#[test]
fn hostile_front_matter_takes_no_time() {
    let setting = Setting::new();
    let parts = [
        "[", "{a: ", "- ", "? ", "a: \n ", "\"", "'", "a: {", "&a ", "!", "|\n ", ": ", "\n\n", "# ", "\\",
        "[[],",
    ];
    for part in parts {
        for length in [1_000, 16 * 1024, 200_000] {
            let front = part.repeat(length / part.len());
            let took = time_of(|| {
                setting.question(&format!("---\ntitle: {front}\nasked: {TODAY}\n---\n"));
                setting.question(&format!("---\n{front}\n---\n"));
            });
            assert!(took < Duration::from_secs(4), "{length} bytes of {part:?} took {took:?}");
        }
    }
}

/// The time to find personal data grows with the text and not with its square.
#[test]
fn hostile_text_hides_nothing_by_taking_long() {
    let parts = [
        "1 ",
        "0-",
        "01",
        "0 1 0 ",
        "a@a.",
        "공 ",
        "[",
        "서울 ",
        "테헤란로 1 ",
        "12가 ",
        "1동 101",
        "&#",
        "\u{200b}1",
        "12가   ",
        "로1",
        "주문번호 1234567 ",
        "송장 1-",
        "홍길동 90.1.1 생 ",
        "IP 1.",
        "1:",
        "CI=",
        "일 ",
        "공일다시",
        "010에 ",
        "1\n",
        "1-\n",
        "1**-**",
        "①⓪",
        "a at b dot ",
        "58, A-ro ",
        "|010|",
        "|\n",
        "|---|\n",
        "주문번호 20240911-882104와 ",
        "123456 이 ",
        "1*",
        "앞 850714 뒤 2234567 ",
        "주민 850714에 ",
        "동 101 호 1502 ",
        "1 0 1 동 ",
        "101-1502 ",
        "여권 M 7 7 0 ",
        "k i m @ ",
        "송장 이렇게 420119384755 ",
        "국민 938002 01 ",
        "사삼-1",
        "1이 ",
        "3 8 4 마 2 0 9 5 ",
        "aB3/==",
        "aB3/\n==",
        "\u{1100}\u{1161}1",
    ];
    // what a table's rows could each be compared with
    let header = |length: usize| format!("{}\n|---|\n{}", "|a".repeat(length / 4), "|1\n".repeat(length / 6));
    let named =
        |length: usize| format!("|{}|\n|---|\n{}", "가".repeat(length / 6), "|1\n".repeat(length / 6));
    let repeated = parts.map(|part| {
        Box::new(move |length: usize| part.repeat(length / part.len())) as Box<dyn Fn(usize) -> String>
    });
    for make in repeated.iter().map(Box::as_ref).chain([&header as &dyn Fn(usize) -> String, &named]) {
        let part = make(40);
        let took = [5_000, 50_000].map(|length| {
            let text = make(length);
            time_of(|| drop(personal::find(&text)))
        });
        // a square would take a hundred times as long
        assert!(took[1] < took[0] * 40 + Duration::from_millis(200), "{part:?} took {took:?}");
    }
}

/// The time to read a question grows with what its headings say, and not with
/// its square.
#[test]
fn hostile_headings_take_no_longer_each() {
    let setting = Setting::new();
    let numbered = |length: usize, piece: &dyn Fn(usize) -> String| -> String {
        (0..length / piece(1000).len()).map(piece).collect()
    };
    let heading = |inside: String| format!("글\n\n## 이어진 질문 {{{inside}}}\n\n글\n");
    let names = |length: usize| heading(numbered(length, &|at| format!("x{at}= ")));
    let ids = |length: usize| heading(format!("by=a{}", numbered(length, &|at| format!(",mijni{at}"))));
    let turn = |at: usize| format!("## 이어진 질문 {{date=2026-03-0{}}}\n\n글\n\n", 4 + at % 2);
    let turns = |length: usize| numbered(length, &turn);
    for make in [&names as &dyn Fn(usize) -> String, &ids, &turns] {
        let took = [20_000, 200_000].map(|length| {
            let text = format!("---\ntitle: 왜?\nasked: {TODAY}\n---\n{}", make(length));
            time_of(|| assert_eq!(setting.question(&text).diagnostics.len(), MOST_OF_A_KIND))
        });
        // a square would take a hundred times as long
        assert!(took[1] < took[0] * 40 + Duration::from_millis(200), "{:?} took {took:?}", make(40));
    }
}
