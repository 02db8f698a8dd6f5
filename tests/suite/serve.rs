//! Writing and seeing: `mundap serve` and `mundap build --watch`.

use std::collections::BTreeMap;
use std::fs;
use std::fs::File;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::process;
use std::process::Child;
use std::process::ChildStdout;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use mundap::output::Lock;
use serde_json::Value;

use super::harness::Archive;
use super::harness::Chance;
use super::harness::Project;
use super::harness::Run;
use super::harness::assert_explained;
use super::harness::question;
use super::harness::wanted;

/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// How many edits are made while a build watches, and how often; more on
/// demand, as README says.
const EDITS: usize = 200;
const SEEDS: usize = 1;

/// How many idle clients there are in the test of them.
const IDLE: usize = 200;

fn archive() -> Archive {
    Archive::new()
        .question("1.md", &question("aliases: [/old/]\n", "왜죠?"))
        .file("content/static/가.txt", "0123456789")
        .file("content/static/brand.css", "a { color: red }")
}

/// The program while it runs, and what it prints as JSON.
struct Running {
    child: Child,
    lines: BufReader<ChildStdout>,
}

impl Running {
    fn start(project: &Project, command: &str, arguments: &[&str]) -> Self {
        let command =
            arguments.iter().fold(project.command(command), |command, argument| command.arg(argument));
        let mut child = command.into_process().stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        Self { child, lines }
    }

    /// The next line of a type; those before it are left out.
    #[track_caller]
    fn next(&mut self, kind: &str) -> Value {
        loop {
            let json = self.line();
            if json["type"] == kind {
                return json;
            }
        }
    }

    #[track_caller]
    fn line(&mut self) -> Value {
        let mut line = String::new();
        assert_ne!(self.lines.read_line(&mut line).unwrap(), 0, "ended");
        serde_json::from_str(&line).unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// A server with an archive.
struct Served {
    project: Project,
    _running: Running,
    port: u16,
}

/// What came back.
#[derive(Debug)]
struct Reply {
    status: u16,
    head: String,
    body: String,
}

impl Reply {
    #[track_caller]
    fn header(&self, name: &str) -> &str {
        let line = |line: &&str| line.to_lowercase().starts_with(&format!("{name}: "));
        let line = self.head.lines().find(line).unwrap_or_else(|| panic!("no {name}: {}", self.head));
        line.split_once(": ").unwrap().1
    }
}

impl Served {
    fn new(archive: Archive) -> Self {
        Self::of(archive.write())
    }

    fn of(project: Project) -> Self {
        let mut running = Running::start(&project, "serve", &["--port", "0"]);
        let address = running.next("serving")["address"].as_str().unwrap().to_owned();
        let port = address.rsplit(':').next().unwrap().parse().unwrap();
        Self { project, _running: running, port }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Sends these bytes and reads what comes back.
    #[track_caller]
    fn raw(&self, bytes: &[u8]) -> Reply {
        let mut stream = self.connect();
        stream.write_all(bytes).unwrap();
        let mut reply = Vec::new();
        stream.read_to_end(&mut reply).unwrap();
        let reply = String::from_utf8_lossy(&reply).into_owned();
        let (head, body) = reply.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no head: {reply:?}"));
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Reply { status, head: head.to_owned(), body: body.to_owned() }
    }

    /// Asks with this method, target and further header lines.
    #[track_caller]
    fn ask(&self, method: &str, target: &str, headers: &str) -> Reply {
        let host = format!("127.0.0.1:{}", self.port);
        self.raw(format!("{method} {target} HTTP/1.1\r\nHost: {host}\r\n{headers}\r\n").as_bytes())
    }

    #[track_caller]
    fn get(&self, target: &str) -> Reply {
        self.ask("GET", target, "")
    }

    /// The secret folder of the client.
    fn client(&self) -> String {
        let page = self.get("/").body;
        let at = page.find("/.mundap-").unwrap();
        page[at..].split_inclusive('/').take(2).collect()
    }

    /// Listens for news.
    fn news(&self) -> News {
        let target = format!("{}events", self.client());
        let mut stream = self.connect();
        write!(stream, "GET {target} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port).unwrap();
        News { lines: BufReader::new(stream) }
    }
}

/// The stream of news.
struct News {
    lines: BufReader<TcpStream>,
}

impl News {
    #[track_caller]
    fn next(&mut self) -> Value {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            let mut line = String::new();
            self.lines.read_line(&mut line).unwrap();
            if let Some(news) = line.strip_prefix("data: ") {
                return serde_json::from_str(news).unwrap();
            }
        }
        panic!("no news");
    }

    /// The next news that `wanted` is true of: one save may wake two builds.
    #[track_caller]
    fn until(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let news = self.next();
            if wanted(&news) {
                return news;
            }
        }
    }
}

fn problems(news: &Value) -> usize {
    news["note"]["problems"].as_array().unwrap().len()
}

// --- what is answered

#[test]
fn the_site_is_shown_as_a_host_shows_it() {
    let served = Served::new(archive());
    let page = served.get("/q/1/");
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(page.header("content-security-policy").contains("script-src 'self'"));
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert!(!page.head.to_lowercase().contains("access-control"));
    let folder = served.get("/q/1?a=b");
    assert_eq!((folder.status, folder.header("location")), (308, "/q/1/?a=b"));
    let redirect = served.get("/old/");
    assert_eq!((redirect.status, redirect.header("location")), (301, "/q/1/"));
    let missing = served.get("/q/2/");
    assert_eq!((missing.status, missing.header("content-type")), (404, "text/html; charset=utf-8"));
    assert!(missing.body.contains("<html lang=\"ko\""), "{}", missing.body);
    assert_eq!(served.get("/feed.xml").header("content-type"), "application/xml; charset=utf-8");
    assert_eq!(served.get("/_headers").status, 404);
}

#[test]
fn a_page_is_what_a_build_writes_and_a_script() {
    let served = Served::new(archive());
    let page = served.get("/q/1/").body;
    let start = page.find("<script type=\"module\" src=\"/.mundap-").unwrap();
    let end = start + page[start..].find("</script>").unwrap() + "</script>".len();
    let built = served.project.build().succeeds().site("q/1/index.html");
    assert_eq!(format!("{}{}", &page[..start], &page[end..]), built);
}

#[test]
fn hangul_addresses_are_decoded_once() {
    let served = Served::new(archive());
    for target in ["/가.txt", "/%EA%B0%80.txt"] {
        let file = served.get(target);
        assert_eq!((file.status, file.body.as_str()), (200, "0123456789"));
    }
    assert_eq!(served.get("/%25EA%25B0%2580.txt").status, 404);
}

#[test]
fn what_a_client_has_is_not_sent_again() {
    let served = Served::new(archive());
    let file = served.get("/가.txt");
    let tag = file.header("etag").to_owned();
    let known = served.ask("GET", "/가.txt", &format!("If-None-Match: {tag}\r\n"));
    assert_eq!((known.status, known.body.as_str()), (304, ""));
    assert_eq!(served.ask("GET", "/가.txt", "If-None-Match: \"other\"\r\n").status, 200);
    let head = served.ask("HEAD", "/가.txt", "");
    assert_eq!((head.status, head.header("content-length"), head.body.as_str()), (200, "10", ""));
    let part = served.ask("GET", "/가.txt", "Range: bytes=2-4\r\n");
    assert_eq!((part.status, part.header("content-range"), part.body.as_str()), (206, "bytes 2-4/10", "234"));
    assert_eq!(served.ask("GET", "/가.txt", "Range: bytes=2-4\r\nIf-Range: \"other\"\r\n").status, 200);
    let beyond = served.ask("GET", "/가.txt", "Range: bytes=10-\r\n");
    assert_eq!((beyond.status, beyond.header("content-range")), (416, "bytes */10"));
}

#[test]
fn a_site_may_stand_below_its_host() {
    let site = super::harness::SITE.replace("https://qna.example.org", "https://example.org/docs");
    let served = Served::new(archive().site(&site));
    assert_eq!(served.get("/").header("location"), "/docs/");
    assert_eq!(served.get("/docs/q/1/").status, 200);
    assert_eq!(served.get("/docs/old/").header("location"), "/docs/q/1/");
}

// --- who is answered

#[test]
fn no_address_leads_to_the_disk() {
    let served = Served::new(archive());
    let long = format!("/{}", "a".repeat(9 * 1024));
    let steps = [
        "..",
        "%2e%2e",
        ".%2e",
        "%2E.",
        "%252e%252e",
        "..%2f..",
        "..%5c..",
        "..\\..",
        "..%00",
        "%c0%ae%c0%ae",
    ];
    let mut targets = vec![long, "//etc/passwd".into(), "/%2fetc/passwd".into(), "file:///etc/passwd".into()];
    for step in steps {
        for file in ["content/site.yaml", "site.yaml", "etc/passwd", "content/questions/1.md"] {
            for depth in 1..=4 {
                targets.push(format!("/{}/{file}", vec![step; depth].join("/")));
                targets.push(format!("/q/1/{}/{file}", vec![step; depth].join("/")));
            }
        }
    }
    for target in targets {
        let reply = served.get(&target);
        assert!(matches!(reply.status, 400 | 404 | 414), "{target}: {reply:?}");
        assert!(!reply.body.contains("timezone:") && !reply.body.contains("root:"), "{target}: {reply:?}");
    }
}

/// What took the name of a file may be a link that leads out of the archive.
#[cfg(unix)]
#[test]
fn only_the_files_that_the_build_saw_are_shown() {
    let project = archive().file("content/static/a/b.txt", "아래").file("secret/b.txt", "비밀").write();
    let file = project.path("content/static/가.txt");
    std::os::unix::fs::symlink("가.txt", project.path("content/static/link.txt")).unwrap();
    let served = Served::of(project);
    let mut news = served.news();
    news.next();
    assert_eq!(served.get("/link.txt").body, "0123456789");
    fs::remove_file(&file).unwrap();
    std::os::unix::fs::symlink(served.project.path("secret/b.txt"), &file).unwrap();
    fs::rename(served.project.path("content/static/a"), served.project.path("was")).unwrap();
    std::os::unix::fs::symlink(served.project.path("secret"), served.project.path("content/static/a"))
        .unwrap();
    for target in ["/가.txt", "/link.txt", "/a/b.txt"] {
        let reply = served.get(target);
        assert!(reply.status != 200 && !reply.body.contains("비밀"), "{target}: {reply:?}");
    }
    news.until(|news| problems(news) > 0);
    assert_eq!(served.get("/가.txt").status, 500);
    fs::remove_file(&file).unwrap();
    assert!(process::Command::new("mkfifo").arg(&file).status().unwrap().success());
    assert_eq!(served.get("/가.txt").status, 500);
}

#[test]
fn only_who_means_this_server_is_answered() {
    let served = Served::new(archive());
    let port = served.port;
    let status = |host: &str| served.raw(format!("GET / HTTP/1.1\r\n{host}\r\n").as_bytes()).status;
    for host in ["localhost", "127.0.0.1", "[::1]"] {
        assert_eq!(status(&format!("Host: {host}:{port}\r\n")), 200, "{host}");
    }
    for host in ["evil.example", "127.0.0.1.nip.io", "0.0.0.0", "169.254.169.254"] {
        assert_eq!(status(&format!("Host: {host}:{port}\r\n")), 403, "{host}");
    }
    assert_eq!(status("Host: localhost:1\r\n"), 403);
    assert_eq!(status(""), 403);
    assert_eq!(status(&format!("Host: localhost:{port}\r\nHost: localhost:{port}\r\n")), 403);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"] {
        assert_eq!(served.ask(method, "/", "").status, 405, "{method}");
    }
    assert_eq!(served.raw(b"\x16\x03\x01\x02\r\n\r\n").status, 400);
    assert_eq!(served.ask("GET", "/", &format!("X: {}\r\n", "a".repeat(9 * 1024))).status, 431);
}

#[test]
fn news_are_for_our_own_pages() {
    let served = Served::new(archive());
    let (client, port) = (served.client(), served.port);
    let events = format!("{client}events");
    for origin in ["http://evil.example", "null", "http://127.0.0.1:1", &format!("https://127.0.0.1:{port}")]
    {
        assert_eq!(served.ask("GET", &events, &format!("Origin: {origin}\r\n")).status, 403, "{origin}");
    }
    assert_eq!(served.get("/.mundap-0/events").status, 403);
    assert_eq!(served.get("/.mundap-0/reload.js").status, 403);
    assert_eq!(
        served.get(&format!("{client}reload.js")).header("content-type"),
        "text/javascript; charset=utf-8"
    );
    let mut stream = served.connect();
    let own = format!("Origin: http://127.0.0.1:{port}");
    write!(stream, "GET {events} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{own}\r\n\r\n").unwrap();
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).unwrap();
    assert_eq!(line, "HTTP/1.1 200 OK\r\n");
}

#[test]
fn idle_clients_keep_nobody_waiting() {
    let served = Served::new(archive());
    let idle: Vec<_> = (0..IDLE).map(|_| served.connect()).collect();
    for (at, mut stream) in idle.iter().enumerate() {
        stream.write_all(if at % 2 == 0 { b"GET / HT" } else { b"" }).unwrap();
    }
    let since = Instant::now();
    assert_eq!(served.get("/q/1/").status, 200);
    assert!(since.elapsed() < Duration::from_secs(5), "{:?}", since.elapsed());
}

// --- what happens when a file is saved

#[test]
fn a_saved_file_is_shown_and_announced() {
    let served = Served::new(archive());
    let mut news = served.news();
    assert_eq!(news.next()["version"], 1);
    served.project.write("content/questions/1.md", question("", "새로 쓴 글"));
    let next = news.until(|news| news["version"] != 1);
    assert_eq!(next["styles"], Value::Null);
    assert!(served.get("/q/1/").body.contains("새로 쓴 글"));
}

#[test]
fn an_error_is_announced_over_the_last_good_page_until_it_is_mended() {
    let served = Served::new(archive());
    let mut news = served.news();
    news.next();
    served.project.write("content/questions/1.md", question("answerd: 2026-03-01\n", "<img onerror>"));
    let broken = news.until(|news| problems(news) > 0);
    assert_eq!(broken["version"], 1);
    let problem = &broken["note"]["problems"][0];
    assert_eq!(problem["severity"], "error");
    assert_eq!(problem["code"], "unknown-key");
    assert_eq!(problem["place"], "content/questions/1.md:4:1");
    assert_eq!(problem["excerpt"], serde_json::json!(["", "answerd", ": 2026-03-01"]));
    assert!(problem["help"].as_str().unwrap().contains("answered"));
    assert!(served.get("/q/1/").body.contains("왜죠?"));
    served.project.write("content/questions/1.md", question("", "고쳤습니다"));
    news.until(|news| problems(news) == 0 && news["version"] == 2);
    assert!(served.get("/q/1/").body.contains("고쳤습니다"));
}

#[test]
fn a_mistake_that_is_taken_back_leaves_the_page_as_it_was() {
    let served = Served::new(archive());
    let mut news = served.news();
    news.next();
    let good = served.project.text("content/questions/1.md");
    served.project.write("content/questions/1.md", good.replace("title", "titel"));
    news.until(|news| problems(news) > 0);
    served.project.write("content/questions/1.md", good);
    assert_eq!(news.until(|news| problems(news) == 0)["version"], 1);
}

#[test]
fn a_changed_style_is_announced_as_such() {
    let served = Served::new(archive());
    let mut news = served.news();
    news.next();
    served.project.write("content/static/brand.css", "a { color: blue }");
    let next = news.until(|news| news["version"] != 1);
    assert_eq!(next["styles"], serde_json::json!([{ "from": "/brand.css", "to": "/brand.css" }]));
}

/// The memory of an earlier run rests on the old settings; what was saved under
/// the new ones is newer.
#[test]
fn settings_that_are_taken_back_bring_no_old_text_back() {
    let project = archive().write();
    project.build().succeeds();
    let settings = project.text("content/site.yaml");
    let served = Served::of(project);
    let mut news = served.news();
    news.next();
    served.project.write("content/site.yaml", format!("{settings}description: 다른 설정\n"));
    news.until(|news| news["version"] == 2);
    served.project.write("content/questions/1.md", question("", "새로 쓴 글"));
    news.until(|news| news["version"] == 3);
    served.project.write("content/site.yaml", settings);
    news.until(|news| news["version"] == 4);
    assert!(served.get("/q/1/").body.contains("새로 쓴 글"));
}

#[test]
fn an_archive_that_is_broken_from_the_start_is_shown_once_it_is_mended() {
    let served = Served::new(archive().question("1.md", "없음"));
    let page = served.get("/q/1/");
    assert_eq!(page.status, 503);
    let mut news = served.news();
    assert!(problems(&news.next()) > 0);
    served.project.write("content/questions/1.md", question("", "이제 됩니다"));
    news.until(|news| news["version"] == 1);
    assert!(served.get("/q/1/").body.contains("이제 됩니다"));
}

#[test]
fn a_build_that_watches_writes_again() {
    let project = archive().write();
    let mut running = Running::start(&project, "build", &["--watch"]);
    running.next("built");
    project.write("content/questions/1.md", question("", "새로 쓴 글"));
    let built = running.next("built");
    assert_ne!(built["written"], 0);
    assert!(project.text("public/q/1/index.html").contains("새로 쓴 글"));
    project.remove("content/questions/1.md");
    running.next("built");
    assert!(!project.path("public/q/1/index.html").exists());
}

#[test]
fn a_build_that_watches_waits_for_another_to_end() {
    let project = archive().write();
    let mut running = Running::start(&project, "build", &["--watch"]);
    running.next("built");
    let other = Lock::take(&project.path(".mundap")).unwrap();
    project.write("content/questions/1.md", question("", "새로 쓴 글"));
    assert_eq!(running.next("diagnostic")["code"], "build-running");
    std::thread::sleep(Duration::from_secs(3));
    drop(other);
    // told once, however often it was tried
    let next = running.line();
    assert_eq!(next["type"], "built", "{next}");
    assert!(project.text("public/q/1/index.html").contains("새로 쓴 글"));
}

/// The system tells of the folder alone, and names none of its files.
#[test]
fn a_folder_that_is_moved_away_takes_its_pages_along() {
    let project = archive().question("2026/2.md", &question("", "왜요?")).write();
    let mut running = Running::start(&project, "build", &["--watch"]);
    running.next("built");
    fs::rename(project.path("content/questions/2026"), project.path("elsewhere")).unwrap();
    running.next("built");
    assert!(!project.path("public/q/2/index.html").exists());
    project.remove("content/static/가.txt");
    running.next("built");
    assert!(!project.path("public/가.txt").exists());
    assert!(project.path("public/q/1/index.html").exists());
}

#[cfg(unix)]
#[test]
fn a_link_changes_with_the_file_that_it_leads_to() {
    let project = archive().write();
    std::os::unix::fs::symlink("1.md", project.path("content/questions/2.md")).unwrap();
    let question = |text: &str| question("", text);
    project.write("content/questions/1.md", question("먼저 쓴 글"));
    let mut running = Running::start(&project, "build", &["--watch"]);
    running.next("built");
    project.write("content/questions/1.md", question("새로 쓴 글"));
    running.next("built");
    for page in ["q/1", "q/2"] {
        assert!(project.text(&format!("public/{page}/index.html")).contains("새로 쓴 글"), "{page}");
    }
}

/// Edits that come faster than builds: none is lost, and the last one wins.
#[test]
fn a_build_that_watches_ends_with_what_a_clean_build_makes() {
    for seed in 0..wanted("SEEDS", SEEDS) {
        edits_are_watched(7 + seed as u64);
    }
}

fn edits_are_watched(seed: u64) {
    let project = archive().write();
    let mut running = Running::start(&project, "build", &["--watch"]);
    running.next("built");
    let mut chance = Chance(seed);
    for edit in 0..wanted("EDITS", EDITS) {
        edit_once(&project, &mut chance, edit);
        std::thread::sleep(Duration::from_millis(chance.below(20) as u64));
    }
    let copy = Archive::empty().folder("content", &project.path("content"));
    let clean = copy.build().succeeds().project.tree("public");
    let since = Instant::now();
    while !is_site(&project, &clean) {
        assert!(since.elapsed() < PATIENCE, "seed {seed}: the site is not what a clean build makes");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Whether the site is this one, while a build may be changing it and files
/// come and go.
fn is_site(project: &Project, wanted: &BTreeMap<String, Vec<u8>>) -> bool {
    let is_there = |(name, bytes): (&String, &Vec<u8>)| {
        fs::read(project.path("public").join(name)).is_ok_and(|found| found == *bytes)
    };
    project.files("public").iter().eq(wanted.keys()) && wanted.iter().all(is_there)
}

/// One of the ways in which people, editors and git change a file.
fn edit_once(project: &Project, chance: &mut Chance, edit: usize) {
    let name = |number| format!("content/questions/{number}.md");
    let file = name(1 + chance.below(6));
    let text = question("", &format!("{edit}번째로 고친 글"));
    // which system it is decides how a name in Hangul is written on the disk
    let decomposed = "content/static/\u{1100}\u{1161}.txt";
    match chance.below(7) {
        0 if project.path(&file).exists() && file != name(1) => {
            project.remove(&file);
        }
        1 => {
            // as editors save: beside the file, then in its place
            project.write("content/questions/.saved~", text);
            std::fs::rename(project.path("content/questions/.saved~"), project.path(&file)).unwrap();
        }
        2 => {
            project.write("content/site.yaml", project.text("content/site.yaml") + "\n");
        }
        3 if project.path(&name(7)).exists() => {
            std::fs::rename(project.path(&name(7)), project.path(&name(8))).unwrap();
        }
        4 => {
            project.write(&name(7), text);
        }
        5 if project.path(decomposed).exists() => {
            std::fs::rename(project.path(decomposed), project.path("content/static/가.txt")).unwrap();
        }
        5 => {
            project.write(decomposed, format!("{edit}"));
            let _ = std::fs::remove_file(project.path("content/static/가.txt"));
        }
        _ => {
            project.write(&file, text);
        }
    }
}

// --- what cannot be served

#[test]
fn a_port_that_is_taken_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let mut run = archive().write().command("serve").arg("--port").arg(&port).for_people().run();
    let next = (port.parse::<u16>().unwrap() + 1).to_string();
    run.stderr = run.stderr.replace(&port, "4000").replace(&next, "4001");
    assert_explained("bad-port", &run);
    run.gives_up();
}

#[test]
fn a_host_that_is_not_ours_is_refused() {
    let run = archive().write().command("serve").arg("--host").arg("192.0.2.1").for_people().run();
    assert_explained("bad-host", &run);
    run.gives_up();
}

#[test]
fn a_name_that_nobody_knows_is_refused() {
    let run = archive().write().command("serve").arg("--host").arg("no such name").for_people().run();
    assert_explained("bad-host-name", &run);
    run.gives_up();
}

#[test]
fn without_a_browser_the_author_is_asked_to_open_one() {
    let project = archive().write();
    let command = project.command("serve").arg("--open").env("PATH", "").for_people();
    let mut process = command.into_process();
    let mut child =
        process.args(["--port", "0"]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    let stderr: Vec<_> = lines.take_while(|line| !line.is_empty()).collect();
    child.kill().unwrap();
    child.wait().unwrap();
    let address = stderr.last().unwrap().split(' ').find(|word| word.starts_with("http")).unwrap();
    let stderr = format!("{}\n\n", stderr.join("\n")).replace(address, "http://127.0.0.1:4000");
    let run = Run { project, code: None, stdout: String::new(), stderr, diagnostics: Vec::new() };
    assert_explained("no-browser", &run);
}

#[test]
fn people_are_told_of_a_warning_once() {
    let dangling = |address: &str| question("", &format!("[곳](/{address}/)"));
    let project = archive().question("2.md", &dangling("first")).write();
    let told = project.path("told.txt");
    let mut process = project.command("build").arg("--watch").for_people().into_process();
    let mut child = process.stdout(Stdio::piped()).stderr(File::create(&told).unwrap()).spawn().unwrap();
    let mut built = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut seen = 0;
    let mut news = || {
        assert!(built.next().unwrap().unwrap().starts_with("built "));
        let all = fs::read_to_string(&told).unwrap();
        all[std::mem::replace(&mut seen, all.len())..].to_owned()
    };
    assert!(news().contains("`/first/`"));
    project.write("content/questions/3.md", dangling("second"));
    let second = news();
    assert!(second.contains("`/second/`") && !second.contains("`/first/`"), "{second}");
    assert!(second.ends_with("1 warning as before\n\n"), "{second}");
    project.write("content/questions/2.md", format!("{}\n한 줄 더.\n", dangling("first")));
    let third = news();
    assert!(!third.contains("`/first/`") && third.ends_with("2 warnings as before\n\n"), "{third}");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_page_of_many_templates_is_shown_whole() {
    let include = |number: usize| format!("{{% include \"deep{}.html\" %}}", number + 1);
    let mut archive = archive()
        .site_also("theme: mine\n")
        .file("themes/mine/theme.yaml", "name: mine\nextends: default\n")
        .file("themes/mine/templates/404.html", include(0));
    for number in 1..40 {
        archive = archive.file(&format!("themes/mine/templates/deep{number}.html"), include(number));
    }
    let served = Served::new(archive.file("themes/mine/templates/deep40.html", "the innermost"));
    assert!(served.get("/nowhere/").body.starts_with("the innermost"));
}

#[test]
fn the_search_index_is_made_for_the_first_who_searches() {
    let served = Served::new(archive());
    assert_eq!(served.get("/search/manifest.json").status, 200);
    assert_eq!(served.get("/search/results/0.bin").status, 200);
    assert_eq!(served.get("/search/results/1.bin").status, 404);
    assert_eq!(served.get("/").status, 200);
}
