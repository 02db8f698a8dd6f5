//! What must hold for any bytes at all, one function a reader of foreign text.
//!
//! `cargo fuzz` looks for bytes that break one of them, for as long as it is
//! let; the suite tries some thousands that are the same in every run.

#![allow(dead_code, reason = "each fuzz target needs one of these")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::io::Write;
use std::net::Shutdown;
use std::net::TcpStream;
use std::path::Path;
use std::sync::LazyLock;

use html5gum::Token;
use html5gum::Tokenizer;
use mundap::build;
use mundap::build::Destination;
use mundap::build::Options;
use mundap::config;
use mundap::config::People;
use mundap::content::Statics;
use mundap::diagnostic::Diagnostic;
use mundap::fs::SourcePath;
use mundap::markdown;
use mundap::markdown::Author;
use mundap::markdown::Spanned;
use mundap::markdown::Surroundings;
use mundap::markdown::Twin;
use mundap::markdown::Writer;
use mundap::memory::Memory;
use mundap::output::Manifest;
use mundap::output::OutputPath;
use mundap::output::Settings;
use mundap::own_page::OwnPage;
use mundap::personal;
use mundap::personal::Policy;
use mundap::progress::Silent;
use mundap::question::Context;
use mundap::question::Question;
use mundap::question::TurnWords;
use mundap::redact;
use mundap::search;
use mundap::server;
use mundap::server::Server;
use mundap::server::Site;
use mundap::slug;
use pulldown_cmark::Event;
use pulldown_cmark::LinkType;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use tempfile::TempDir;

const SITE: &str = "title: 문답\nurl: https://qna.example.org\nlanguage: ko\n";

/// Elements that Markdown becomes; no other may come out of it.
const ELEMENTS: &[&str] = &[
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "div",
    "em",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Attributes that they may have.
const ATTRIBUTES: &[&str] = &[
    "alt",
    "aria-label",
    "class",
    "decoding",
    "height",
    "href",
    "id",
    "loading",
    "rel",
    "role",
    "scope",
    "src",
    "start",
    "title",
    "value",
    "width",
];

/// A name, and what must hold for any bytes.
pub type Target = (&'static str, fn(&[u8]));

/// Every target with its name.
pub const ALL: &[Target] = &[
    ("question", question),
    ("settings", settings),
    ("html", html),
    ("path", path),
    ("manifest", manifest),
    ("personal_data", personal_data),
    ("query", query),
    ("index", index),
    ("memory", memory),
    ("request", request),
];

/// A question and an own page are read or explained, in words that have a way
/// out.
pub fn question(data: &[u8]) {
    let text = String::from_utf8_lossy(data).into_owned();
    let config = config::read("site.yaml", SITE).value.expect("these settings are right");
    let (people, statics, words) = (People::default(), Statics::default(), TurnWords::default());
    let context = Context { config: &config, people: &people, statics: &statics, words: &words };
    let read = Question::parse(&source("1.md"), text.clone(), context);
    assert!(read.value.is_some() || !read.diagnostics.is_empty());
    are_explained(&read.diagnostics);
    let read = OwnPage::parse(&source("a.md"), text, &config, &statics);
    assert!(read.value.is_some() || !read.diagnostics.is_empty());
    are_explained(&read.diagnostics);
}

/// Settings are read or explained.
pub fn settings(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let read = config::read("site.yaml", &text);
    assert!(read.value.is_some() || !read.diagnostics.is_empty());
    are_explained(&read.diagnostics);
    are_explained(&config::read_people("people.yaml", &text).diagnostics);
    are_explained(&config::read_search("search.yaml", &text).diagnostics);
}

/// Markdown becomes HTML that holds nothing but what is allowed, whoever wrote
/// it.
pub fn html(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let statics = Statics::default();
    let surroundings =
        Surroundings { file: "questions/1.md", base: "", statics: &statics, raw_html: false, top_heading: 3 };
    let events = markdown::parse(&text);
    for author in [Author::Customer, Author::Staff] {
        let fragment = Writer::new(surroundings).write(&events, author);
        for token in Tokenizer::new(fragment.html.as_str()) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => {
                    let name = String::from_utf8_lossy(&tag.name);
                    assert!(ELEMENTS.contains(&&*name), "<{name}> in {}", fragment.html);
                    for (name, value) in &tag.attributes {
                        let (name, value) = (String::from_utf8_lossy(name), String::from_utf8_lossy(value));
                        assert!(ATTRIBUTES.contains(&&*name), "{name}={value} in {}", fragment.html);
                        assert!(name != "href" || is_harmless(&value), "{name}={value} in {}", fragment.html);
                    }
                }
                Token::Comment(_) | Token::Doctype(_) => panic!("{}", fragment.html),
                _ => {}
            }
        }
        says_no_more(&Twin::new(surroundings, str::to_owned).write(&events, author), &events);
    }
}

/// A twin has no HTML to whoever reads it, and no link that is not in `events`,
/// which it was written from.
fn says_no_more(twin: &str, events: &[Spanned]) {
    let read = markdown::parse(twin);
    assert!(read.iter().all(|(event, _)| !matches!(event, Event::Html(_) | Event::InlineHtml(_))), "{twin}");
    assert!(Parser::new(twin).reference_definitions().iter().next().is_none(), "{twin}");
    let links = |events: &[Spanned]| {
        let is_link = |event: &Event| matches!(event, Event::Start(Tag::Link { .. } | Tag::Image { .. }));
        events.iter().filter(|(event, _)| is_link(event)).count()
    };
    assert!(links(&read) <= links(events), "{twin}");
    for (event, _) in &read {
        if let Event::Start(Tag::Link { link_type, dest_url, .. }) = event {
            assert!(*link_type == LinkType::Email || is_harmless(dest_url), "{dest_url} in {twin}");
        }
    }
}

/// A slug is a slug, and a path leads nowhere else.
pub fn path(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let slug = slug::slug(&text);
    assert!(slug.is_empty() || slug::is_slug(&slug), "{slug}");
    assert_eq!(slug::slug(&slug), slug);
    let Ok(path) = OutputPath::new(&text) else { return };
    let mut steps = Path::new(path.as_str()).components();
    assert!(steps.all(|step| matches!(step, std::path::Component::Normal(_))), "{path}");
}

/// What a manifest says is a manifest.
pub fn manifest(data: &[u8]) {
    // a manifest that lies, or none, is refused; else it names paths, which are checked
    let _ = Manifest::parse(&String::from_utf8_lossy(data));
}

/// What is found lies between characters, and is gone once it is redacted.
pub fn personal_data(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let findings = personal::find(&text);
    assert!(findings.iter().all(|finding| text.get(finding.range.clone()).is_some()), "{findings:?}");
    let policy = Policy::new("https://qna.example.org");
    let redact = |text: &str| redact::redact("1.md", text, redact::Format::Markdown, &policy, "ko");
    let Ok(once) = redact(&text) else { return };
    let built = mundap::fs::decode("1.md", once.text.as_bytes()).expect("it is UTF-8");
    assert!(policy.find(&built, &[]).is_empty(), "{}", once.text);
}

/// Any query is answered.
pub fn query(data: &[u8]) {
    let query = String::from_utf8_lossy(data);
    let engine = search::Engine::open(Damaged { path: "", bytes: &[] });
    let Ok(engine) = engine else { panic!("the index of the demo cannot be read") };
    assert!(engine.answer(&search::Request { query: &query, ..Default::default() }).is_ok());
}

/// An index of which one file holds any bytes is answered from, or refused.
pub fn index(data: &[u8]) {
    let Some((&number, bytes)) = data.split_first() else { return };
    let paths: Vec<&String> = DEMO.keys().collect();
    let path = paths[usize::from(number) % paths.len()];
    let Ok(engine) = search::Engine::open(Damaged { path, bytes }) else { return };
    for query in ["바퀴벌레", "바쿠벌레", "ㅂㅋ", "환불 어떻게 하나요", "a"] {
        // what cannot be read is refused; what can be read is answered from
        let _ = engine.answer(&search::Request { query, ..Default::default() });
    }
}

/// A memory of which one file holds any bytes makes the same site.
pub fn memory(data: &[u8]) {
    let Some((&number, bytes)) = data.split_first() else { return };
    PROJECT.with(|project| project.builds_the_same(usize::from(number), bytes));
}

thread_local! {
    /// A project that was built once, as each input wants one: a folder that
    /// goes when the thread of a test does.
    static PROJECT: Project = Project::new();
}

/// A small project, with what a build makes of it.
struct Project {
    folder: TempDir,
    site: BTreeMap<String, Vec<u8>>,
    remembered: BTreeMap<String, Vec<u8>>,
}

impl Project {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        write(&root.join("content/site.yaml"), SITE.as_bytes());
        write(
            &root.join("content/questions/1.md"),
            "---\ntitle: 왜요?\nasked: 2026-03-01\n---\n글\n".as_bytes(),
        );
        let site = built(root);
        let remembered = files(&root.join(MEMORY));
        assert!(!site.is_empty() && !remembered.is_empty(), "nothing was built");
        Self { folder, site, remembered }
    }

    /// Builds it where all is remembered but that the file of this number, of
    /// those that there are, holds other bytes.
    fn builds_the_same(&self, number: usize, bytes: &[u8]) {
        let damaged = number % self.remembered.len();
        for (file, (name, whole)) in self.remembered.iter().enumerate() {
            write(&self.folder.path().join(MEMORY).join(name), if file == damaged { bytes } else { whole });
        }
        assert!(built(self.folder.path()) == self.site, "the memory lies");
    }
}

/// Where a project's memory lies.
const MEMORY: &str = ".mundap/memory";

/// The files of a project's site, built with what its memory holds.
fn built(root: &Path) -> BTreeMap<String, Vec<u8>> {
    // one that lasts leaves nothing large to a system that takes it back only when the last input was tried
    let mut memory = Memory::lasting(root.join(MEMORY));
    let outcome = build::build(&options(root), &mut memory, &Silent);
    assert!(outcome.built.is_some(), "{:?}", outcome.diagnostics);
    files(&root.join("public"))
}

/// Whatever is sent to the server is answered with what the site has for
/// readers, in headers that the server made, or not at all.
pub fn request(data: &[u8]) {
    let (_, address) = &*SERVER;
    let sent = String::from_utf8_lossy(data).replace("localhost:4000", address);
    let sent = if sent.contains('\u{fffd}') { data } else { sent.as_bytes() };
    let Ok(mut stream) = TcpStream::connect(address) else { return };
    let mut answer = Vec::new();
    // a server that has read enough may hang up on the rest
    let _ = stream.write_all(sent).and_then(|()| stream.shutdown(Shutdown::Write));
    let is_answered = stream.read_to_end(&mut answer).is_ok();
    let answer = String::from_utf8(answer).expect("every page is text");
    let Some((head, body)) = answer.split_once("\r\n\r\n") else {
        let is_whole = sent.starts_with(b"GET /") && sent.windows(4).any(|end| end == b"\r\n\r\n");
        assert!(answer.is_empty() && !(is_answered && is_whole), "{answer:?}");
        return;
    };
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.strip_prefix("HTTP/1.1 ")).and_then(|line| line.get(..3));
    let status = status.unwrap_or_else(|| panic!("{head}"));
    assert!(STATUSES.contains(&status), "{head}");
    for line in lines {
        let (name, value) = line.split_once(": ").unwrap_or_else(|| panic!("{head}"));
        assert!(HEADERS.contains(&name) && !value.contains(char::is_control), "{head}");
        assert!(name != "Location" || (value.starts_with('/') && !value.starts_with("//")), "{head}");
    }
    assert!(!body.contains(FOR_HOSTS) && !body.contains("root:"), "{body}");
    let is_page = SITE_FILES.iter().any(|(_, page)| body.starts_with(page.trim_end_matches("</body>")));
    assert!(status != "200" || body.is_empty() || is_page, "{body}");
}

/// The statuses of an answer to a request that comes from anywhere.
const STATUSES: &[&str] =
    &["200", "206", "301", "304", "308", "400", "403", "404", "405", "414", "416", "431"];

/// The headers that an answer has.
const HEADERS: &[&str] = &[
    "Accept-Ranges",
    "Allow",
    "Cache-Control",
    "Connection",
    "Content-Length",
    "Content-Range",
    "Content-Type",
    "Cross-Origin-Resource-Policy",
    "ETag",
    "Location",
    "X-Content-Type-Options",
    "X-Test",
];

/// What a file for hosts says, which no reader is shown.
const FOR_HOSTS: &str = "secret of the host";

/// The site that is served.
const SITE_FILES: &[(&str, &str)] = &[
    ("index.html", "<body>home</body>"),
    ("q/1/index.html", "<body>one</body>"),
    ("가.txt", "0123456789"),
    ("404.html", "<body>none</body>"),
];

/// A server that runs as long as the program, and where it is.
static SERVER: LazyLock<(Server, String)> = LazyLock::new(|| {
    let settings = server::Settings { host: "127.0.0.1".to_owned(), port: Some(0) };
    let server = Server::start(&settings).expect("a port is free");
    let site = Site::new("", Box::new(Served), server::Look::default());
    server.publish(Some(site), &serde_json::Value::Null);
    let address = server.origin().trim_start_matches("http://").to_owned();
    (server, address)
});

/// The files of [`SITE_FILES`], and those for hosts.
#[derive(Debug)]
struct Served;

impl server::Files for Served {
    fn has(&self, path: &str) -> bool {
        self.read(path).is_some()
    }

    fn read(&self, path: &str) -> Option<Result<Vec<u8>, Diagnostic>> {
        let text = match path {
            "_headers" => format!("# {FOR_HOSTS}\n/q/*\n  X-Test: a\n"),
            "_redirects" => format!("# {FOR_HOSTS}\n/old/ /q/1/ 301\n"),
            path => SITE_FILES.iter().find(|(known, _)| *known == path)?.1.to_owned(),
        };
        Some(Ok(text.into_bytes()))
    }
}

/// The index of a small archive.
static DEMO: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    write(&root.join("content/site.yaml"), SITE.as_bytes());
    for (number, title) in
        ["바퀴벌레는 왜 뒤집히나요?", "환불은 어떻게 하나요?", "세탁기 냄새"].iter().enumerate()
    {
        let text = format!("---\ntitle: {title}\nasked: 2026-03-01\n---\n욕실에서 {title} 습기 때문인가요\n");
        write(&root.join(format!("content/questions/{number}.md")), text.as_bytes());
    }
    build::build(&options(root), &mut Memory::default(), &Silent);
    files(&root.join("public/search"))
});

/// The demo's index with one file that holds other bytes.
struct Damaged<'a> {
    path: &'a str,
    bytes: &'a [u8],
}

impl search::Files for Damaged<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        if path == self.path {
            return Ok(self.bytes.to_owned());
        }
        DEMO.get(path).cloned().ok_or_else(|| "there is none".to_owned())
    }
}

fn options(root: &Path) -> Options {
    let settings =
        Settings { output: root.join("public"), memory: root.join(".mundap"), ..Settings::default() };
    Options {
        content: root.join("content"),
        content_name: "content".to_owned(),
        themes: root.join("themes"),
        today: Some("2026-03-02".to_owned()),
        source_date_epoch: None,
        publish: false,
        destination: Destination::Folder(settings),
    }
}

fn source(name: &str) -> SourcePath {
    SourcePath { relative: name.to_owned(), name: name.to_owned(), path: name.into() }
}

fn are_explained(diagnostics: &[Diagnostic]) {
    for problem in diagnostics {
        assert!(problem.help.is_some(), "{problem:?} has no help");
        let place = problem.place.as_ref().unwrap_or_else(|| panic!("{problem:?} has no place"));
        assert!(place.excerpt.get(place.span.clone()).is_some(), "{problem:?} cuts a character");
    }
}

/// Whether a browser takes the address for the web's, a letter, a call or one
/// of the site.
fn is_harmless(address: &str) -> bool {
    let seen: String = address.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let seen = seen.trim_start_matches(|c: char| c <= ' ');
    match seen.split_once(':') {
        Some((scheme, _)) if !scheme.contains(['/', '?', '#']) => {
            ["http", "https", "mailto", "tel"].iter().any(|known| known.eq_ignore_ascii_case(scheme))
        }
        _ => true,
    }
}

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("it stands in a folder")).expect("a folder");
    fs::write(path, bytes).expect("a file");
}

/// Every file below a folder, by its path from there.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            let inner = files(&entry.path()).into_iter();
            found.extend(inner.map(|(rest, bytes)| (format!("{name}/{rest}"), bytes)));
        } else {
            found.insert(name, fs::read(entry.path()).unwrap_or_default());
        }
    }
    found
}
