//! What an author wrote is what a reader reads: no word of it is lost, added
//! or changed on the way.

use std::collections::BTreeMap;

use html5gum::Token;
use html5gum::Tokenizer;
use mundap::markdown;
use proptest::arbitrary::any;
use proptest::strategy::Strategy;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use pulldown_cmark::Event;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

use super::hostile::quoted;
use super::hostile::settings;
use super::hostile::texts;
use super::hostile::words;

/// How many texts are made of any characters.
const MADE: usize = 500;

/// With every mark of Markdown escaped, a text is read as the very text that it
/// is, whoever parses Markdown.
#[test]
fn a_text_without_marks_is_read_letter_for_letter() {
    let mut runner = TestRunner::deterministic();
    let made = (0..MADE).map(|_| any::<String>().new_tree(&mut runner).unwrap().current());
    // a line may end in other ways in Markdown than in YAML
    let texts = texts().into_iter().chain(made).map(|text| text.replace('\r', "\n"));
    let texts: Vec<_> = texts.filter(|text| !words(text).is_empty()).collect();
    let questions = texts.iter().enumerate().map(|(at, text)| (format!("{at}.md"), plain_question(text)));
    let archive = questions.fold(settings(1), |archive, (name, file)| archive.question(&name, &file));
    let site = archive.build().succeeds().project.tree("public");
    let mut lost = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        let page = std::str::from_utf8(&site[&format!("q/{at}/index.html")]).unwrap();
        let read = Read::of(page);
        let wanted = [title(text), words(text), words(text), words(text)];
        let found = [read.title, read.asker, read.question, read.answer].map(|text| words(&text));
        if found != wanted {
            lost.push(format!("{text:?} became {found:?}"));
        }
    }
    println!("{} texts in title, asker, question and answer", texts.len());
    assert!(lost.is_empty(), "{} are not read as they were written:\n{}", lost.len(), lost.join("\n"));
}

/// A question whose title, asker, question and answer are the text.
fn plain_question(text: &str) -> String {
    let (title, asker, body) = (quoted(&title(text)), quoted(text), escaped(text));
    format!(
        "---\ntitle: {title}\nasked: 2026-03-01\nanswered: 2026-03-02\nasker: {asker}\n---\n\
         {body}\n\n## 답변\n\n{body}\n"
    )
}

/// As much of the text as a title has room for.
fn title(text: &str) -> String {
    words(&format!("왜 {text}").chars().take(200).collect::<String>())
}

/// The text as Markdown in which nothing is a mark (CommonMark 0.31, section
/// 2.4: any punctuation of ASCII may be escaped).
fn escaped(text: &str) -> String {
    let escape = |c: char| if c.is_ascii_punctuation() { format!("\\{c}") } else { c.to_string() };
    let lines = text.split('\n').map(|line| line.trim().chars().map(escape).collect::<String>());
    lines.collect::<Vec<_>>().join("\n")
}

/// What a reader reads of a question's page.
#[derive(Debug, Default)]
pub struct Read {
    pub title: String,
    pub asker: String,
    pub question: String,
    pub answer: String,
}

impl Read {
    pub fn of(page: &str) -> Self {
        let asker = page.find("<p class=\"sign\">").map_or("", |at| &page[at..]);
        let turn = |id: &str| {
            let turn = page.find(&format!("id=\"{id}\">")).map_or("", |at| &page[at..]);
            turn.find("<div class=\"text\"").map_or(String::new(), |at| text_in("div", &turn[at..]))
        };
        Self {
            title: page.find("<h1").map_or(String::new(), |at| text_in("h1", &page[at..])),
            asker: asker.find("<bdi>").map_or(String::new(), |at| text_in("bdi", &asker[at..])),
            question: turn("question"),
            answer: turn("answer"),
        }
    }
}

/// The text in the first element, which is called `name`.
fn text_in(name: &str, html: &str) -> String {
    let mut depth = 0;
    let mut read = String::new();
    for token in Tokenizer::new(html) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) if *tag.name == *name.as_bytes() => depth += 1,
            Token::EndTag(tag) if *tag.name == *name.as_bytes() => depth -= 1,
            Token::String(text) => read.push_str(&String::from_utf8_lossy(&text)),
            _ => {}
        }
        if depth == 0 {
            return read;
        }
    }
    panic!("<{name}> stays open in {html}");
}

/// What a reader shall read of Markdown, without spaces; none where there are
/// footnotes, which stand elsewhere than where they were written.
pub fn spelled(text: &str) -> Option<String> {
    let mut read = String::new();
    let mut pictures = Vec::new();
    for (event, _) in markdown::parse(text) {
        match event {
            // a picture from elsewhere is a link, which reads as its address where it has no words
            Event::Start(Tag::Image { dest_url, .. }) => pictures.push((dest_url, read.len())),
            Event::End(TagEnd::Image) => {
                let (address, start) = pictures.pop()?;
                if read.len() == start {
                    read.push_str(&address);
                }
            }
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                read.push_str(&text);
            }
            Event::TaskListMarker(done) => read.push(if done { '☑' } else { '☐' }),
            Event::FootnoteReference(_) | Event::Start(Tag::FootnoteDefinition(_)) => return None,
            _ => {}
        }
    }
    Some(without_spaces(&read))
}

/// The letters of a text, as a browser shows them.
pub fn without_spaces(text: &str) -> String {
    words(text).split_whitespace().collect()
}

/// The bodies that are not read as their Markdown says.
pub fn misread(
    page: &str,
    question: Option<&str>,
    answer: Option<&str>,
) -> BTreeMap<&'static str, [String; 2]> {
    let read = Read::of(page);
    let turns = [("question", question, read.question), ("answer", answer, read.answer)];
    let compared = turns.into_iter().filter_map(|(turn, written, read)| {
        let wanted = spelled(written?)?;
        let read = without_spaces(&read);
        (read != wanted).then_some((turn, [read, wanted]))
    });
    compared.collect()
}

#[test]
fn a_page_is_read_as_a_reader_does() {
    let page = "<h1 dir=\"auto\">a &amp; b</h1><section id=\"question\"><div class=\"sheet\">\
                <div class=\"text\"><p>c<b>d</b></p><div>e</div></div><p class=\"sign\"><bdi>f</bdi></p></div>";
    let read = Read::of(page);
    assert_eq!(
        [read.title, read.asker, read.question, read.answer],
        ["a & b", "f", "cde", ""].map(String::from)
    );
    assert_eq!(spelled("a *b* `c`<br>\n\n- d").as_deref(), Some("abc<br>d"));
    assert_eq!(misread(page, Some("c*d* e"), None), BTreeMap::new());
    assert_eq!(misread(page, Some("c d"), None).len(), 1);
}
