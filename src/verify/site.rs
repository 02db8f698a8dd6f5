//! A built site as its host sees it: files in a folder, and the address that
//! each is found at.

use std::borrow::Cow;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use percent_encoding::percent_decode_str;
use rustc_hash::FxHashMap;
use url::ParseError;
use url::Url;

use super::address::relay;
use super::document;
use super::page;
use super::problem;
use super::role::Role;
use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::fs;
use crate::fs::SourcePath;
use crate::nfc;
use crate::rules::Redirect;
use crate::rules::Rules;

/// Where a site is taken to stand that does not say; no host can have this name
/// (RFC 2606).
const NOWHERE: &str = "https://site.invalid/";

/// What some editors put first into a file; browsers drop it.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// How often a host's rules lead from one address to the next, before a browser
/// gives up (Fetch, "HTTP-redirect fetch").
const MOST_REDIRECTS: usize = 20;

/// How many pages are asked where the site stands, before it is given up.
const ASKED_PAGES: usize = 100;

/// A file by its position in [`Site::files`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub usize);

/// A built site.
#[derive(Debug)]
pub struct Site {
    files: Vec<SourcePath>,
    by_path: FxHashMap<String, FileId>,
    rules: Rules,
    /// Where it is published, with a slash at the end.
    base: Url,
}

/// What stands at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A file of the site, and the part of it that is meant, with its percent
    /// signs.
    File(FileId, Option<String>),
    /// Another address, by way of the host's rules, and only the host knows what
    /// stands there.
    Redirect,
    /// Nothing, where the host's rules lead: at this path.
    RedirectToNothing(String),
    /// Where the host's rules lead in a circle.
    Circle,
    /// Nothing, and it is an address of the site.
    Nothing,
    /// Something on the site's host that is no part of the site.
    Outside,
    /// Something on this other host.
    Elsewhere(String),
    /// The address itself holds a file: `data:`.
    Held,
    /// No place on the web: a mail address, a script.
    NoPlace,
    /// Nobody knows: some browsers take such an address, and others let it be.
    Unknown,
}

/// The way that the host's rules lead a browser from an address.
#[derive(Debug, Default)]
struct Way {
    /// Where they lead it, one after the other.
    stops: Vec<Url>,
    /// Whether only the host knows what is shown at the end: where a rule lets it
    /// show something else, or takes parts of the address that it is for.
    is_open: bool,
}

impl Way {
    /// What an address leads to whose way this is, where no file stands on it, and
    /// `end` at its end.
    fn ending_in(&self, end: Option<Target>) -> Target {
        match (end, self.stops.last()) {
            _ if self.is_open => Target::Redirect,
            (_, Some(_)) if self.stops.len() == MOST_REDIRECTS => Target::Circle,
            (Some(Target::Nothing), Some(end)) => Target::RedirectToNothing(decoded(end.path()).into_owned()),
            (Some(_), _) => Target::Redirect,
            (None, _) => Target::Nothing,
        }
    }
}

impl Site {
    /// Finds the files of the site in `folder`, which messages call `name`;
    /// `base` is where it is published, if that is known.
    ///
    /// # Errors
    /// `missing-output`, `no-pages` and `bad-argument`.
    pub fn open(folder: &Path, name: &str, base: Option<&str>) -> Result<Checked<Self>, Diagnostic> {
        if !folder.is_dir() {
            return Err(problem::missing_output(name));
        }
        let Checked { value: files, mut diagnostics } = fs::walk_site(folder, name);
        if !files.iter().any(|file| is_page(&file.relative)) {
            return Err(problem::no_pages(name));
        }
        let by_path = files.iter().enumerate();
        let by_path = by_path.map(|(at, file)| (file.relative.clone(), FileId(at))).collect();
        let nowhere = folder_url(NOWHERE).ok_or_else(|| problem::bad_base(NOWHERE))?;
        let mut site = Self { files, by_path, rules: Rules::default(), base: nowhere };
        site.rules = Rules::read(&site.text_at("_redirects"), "");
        match base {
            Some(base) => site.base = folder_url(base).ok_or_else(|| problem::bad_base(base))?,
            None => match site.said_base() {
                Some(base) => site.base = base,
                None => diagnostics.push(problem::unknown_origin(name)),
            },
        }
        Ok(Checked { value: site, diagnostics })
    }

    /// Every file with its path, sorted by path.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &str)> {
        self.files.iter().enumerate().map(|(at, file)| (FileId(at), file.relative.as_str()))
    }

    /// The path of a file below the site's folder.
    pub fn path(&self, file: FileId) -> &str {
        &self.files[file.0].relative
    }

    /// What messages call a file.
    pub fn name_of(&self, file: FileId) -> &str {
        &self.files[file.0].name
    }

    /// The file of this path.
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.by_path.get(path).copied()
    }

    /// The text of a file, without a byte-order mark at its start.
    ///
    /// # Errors
    /// `unreadable` and `not-utf8`: browsers would find another text in it than
    /// we do.
    pub fn text(&self, file: FileId) -> Result<String, Diagnostic> {
        let file = &self.files[file.0];
        let bytes = std::fs::read(&file.path).map_err(|error| fs::unreadable(&file.name, &error))?;
        let mut text = String::from_utf8(bytes).map_err(|_| problem::not_utf8(&file.name))?;
        if text.starts_with(BYTE_ORDER_MARK) {
            text.drain(..BYTE_ORDER_MARK.len_utf8());
        }
        Ok(text)
    }

    /// Whether a file begins with a byte-order mark, which says that it is UTF-8.
    pub fn is_marked(&self, file: FileId) -> bool {
        let mut start = [0; BYTE_ORDER_MARK.len_utf8()];
        let opened = File::open(&self.files[file.0].path);
        let read = opened.and_then(|mut file| file.read_exact(&mut start));
        read.is_ok() && std::str::from_utf8(&start).is_ok_and(|start| start.starts_with(BYTE_ORDER_MARK))
    }

    /// Where it is published, with a slash at the end.
    pub fn base(&self) -> &Url {
        &self.base
    }

    /// Where it is published, if that is known.
    pub fn base_url(&self) -> Option<&str> {
        Some(self.base.as_str()).filter(|base| *base != NOWHERE)
    }

    /// The full address of a file, as its links start from it.
    pub fn url(&self, file: FileId) -> Url {
        // `set_path` takes a percent sign for a letter that is encoded already
        let path = folder_of(self.path(file)).replace('%', "%25");
        let mut url = self.base.clone();
        url.set_path(&[self.base.path(), &path].concat());
        url
    }

    /// What stands at `address`, as written in a file whose own is `from`.
    pub fn target(&self, from: &Url, address: &str) -> Target {
        let Ok(url) = join(from, address) else { return Target::Unknown };
        match url.scheme() {
            "data" | "blob" => return Target::Held,
            "http" | "https" | "ws" | "wss" => {}
            _ => return self.relay_at(address),
        }
        let way = self.way(&url);
        let end = way.stops.last().map(|end| self.target_on_web(end));
        match (self.target_on_web(&url), end) {
            // some hosts go by a rule even where there is a file
            (_, Some(Target::Elsewhere(host))) => Target::Elsewhere(host),
            (Target::Nothing, end) => self.file_on(&way).unwrap_or_else(|| way.ending_in(end)),
            (target, _) => target,
        }
    }

    /// The last file on a way: some hosts let it end at the first, whatever rule
    /// there is for that.
    fn file_on(&self, way: &Way) -> Option<Target> {
        let mut targets = way.stops.iter().rev().map(|stop| self.target_on_web(stop));
        targets.find(|target| matches!(target, Target::File(..)))
    }

    /// The host of a server that puts browsers through to each other, unless it is
    /// the site's own.
    fn relay_at(&self, address: &str) -> Target {
        let foreign = relay(address).filter(|host| self.base.host_str() != Some(host));
        foreign.map_or(Target::NoPlace, |host| Target::Elsewhere(host.to_owned()))
    }

    /// What stands at an address on the web, whatever rules say of it.
    fn target_on_web(&self, url: &Url) -> Target {
        let Some(host) = url.host_str() else { return Target::NoPlace };
        if (Some(host), url.port()) != (self.base.host_str(), self.base.port()) {
            return Target::Elsewhere(host.to_owned());
        }
        let Some(path) = url.path().strip_prefix(self.base.path()) else {
            let is_root = format!("{}/", url.path()) == self.base.path();
            return if is_root { self.file_at("", url) } else { Target::Outside };
        };
        self.file_at(path, url)
    }

    /// The way that the host's rules lead a browser from an address.
    fn way(&self, url: &Url) -> Way {
        let mut way = Way::default();
        while way.stops.len() < MOST_REDIRECTS {
            let from = way.stops.last().unwrap_or(url);
            let Some(rule) = self.rule_at(from) else { break };
            way.is_open |= !rule.leads_on() || rule.takes_parts();
            let Some(to) = rule.leads_on().then(|| join(from, &rule.to).ok()).flatten() else { break };
            way.stops.push(to);
        }
        way
    }

    /// The host's rule for an address.
    fn rule_at(&self, url: &Url) -> Option<&Redirect> {
        let is_own = (url.host_str(), url.port()) == (self.base.host_str(), self.base.port());
        let rule = || self.rules.rule(url.path()).or_else(|| self.rules.rule(&decoded(url.path())));
        is_own.then(rule).flatten()
    }

    /// What stands at `path` below the site's folder, as static hosts have it:
    /// a folder is its `index.html`, and a page may be named without `.html`.
    fn file_at(&self, path: &str, url: &Url) -> Target {
        let path = decoded(path);
        let path = nfc::composed(&path);
        let tries: &[&str] = if path.is_empty() || path.ends_with('/') {
            &["index.html", "index.htm"]
        } else {
            &["", ".html", "/index.html", "/index.htm"]
        };
        let found = tries.iter().find_map(|end| self.find(&[&path, *end].concat()));
        found.map_or(Target::Nothing, |file| Target::File(file, url.fragment().map(str::to_owned)))
    }

    /// Where the site says that it is published: in its home page, in any other
    /// page that calls an address its own, or else in its sitemap.
    fn said_base(&self) -> Option<Url> {
        let pages = self.files().filter(|(_, path)| is_page(path)).map(|(file, _)| file);
        let home = self.find("index.html");
        let mut asked = home.into_iter().chain(pages.take(ASKED_PAGES));
        asked.find_map(|file| self.base_said_by(file)).or_else(|| self.base_said_by_sitemap())
    }

    fn base_said_by(&self, file: FileId) -> Option<Url> {
        let said = page::read(&self.text(file).ok()?);
        // what sends readers on calls the next page's address its own
        let canonical = said.canonical.filter(|_| !said.is_redirect)?;
        let path = self.path(file);
        let folder = folder_of(path);
        let base = canonical
            .strip_suffix(folder)
            .or_else(|| canonical.strip_suffix(folder.strip_suffix(".html")?))?;
        base.ends_with('/').then(|| folder_url(base))?
    }

    /// The shortest address of a sitemap is that of the home page.
    fn base_said_by_sitemap(&self) -> Option<Url> {
        let sitemap = document::read_xml(&self.text_at("sitemap.xml"));
        let addresses = sitemap.addresses.iter().map(|used| &used.address);
        let shortest = addresses.min_by_key(|address| address.len())?;
        Url::parse(shortest).ok()?.join(".").ok()
    }

    fn text_at(&self, path: &str) -> String {
        self.find(path).and_then(|file| self.text(file).ok()).unwrap_or_default()
    }
}

/// Whether a path is that of a page.
pub fn is_page(path: &str) -> bool {
    Role::of(path) == Some(Role::Page)
}

/// The address of a folder on the web.
fn folder_url(text: &str) -> Option<Url> {
    let url = Url::parse(&format!("{}/", text.trim_end_matches('/'))).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

/// The path that a page is known by: its folder, where it is the first of that.
fn folder_of(path: &str) -> &str {
    let folder = path.strip_suffix("index.html").or_else(|| path.strip_suffix("index.htm"));
    folder.filter(|folder| folder.is_empty() || folder.ends_with('/')).unwrap_or(path)
}

/// The address that is meant by one that is written at `from`.
///
/// Browsers take any number of slashes before a host for two (WHATWG URL,
/// "special authority ignore slashes state"), and `url` only does behind a
/// scheme.
///
/// # Errors
/// Where it is none for `url`.
pub fn join(from: &Url, address: &str) -> Result<Url, ParseError> {
    let is_slash = |c: char| matches!(c, '/' | '\\');
    let start = address.trim_start_matches(|c: char| c <= ' ');
    let rest = start.trim_start_matches(|c: char| is_slash(c) || matches!(c, '\t' | '\n' | '\r'));
    let slashes = start[..start.len() - rest.len()].chars().filter(|c| is_slash(*c)).count();
    if slashes > 2 { from.join(&["//", rest].concat()) } else { from.join(address) }
}

/// A part of an address without its percent signs.
pub fn decoded(part: &str) -> Cow<'_, str> {
    percent_decode_str(part).decode_utf8_lossy()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_of_slashes_comes_before_a_host() {
        let from = Url::parse("https://a.example/b/").unwrap();
        let joined = |address| join(&from, address).unwrap().to_string();
        for address in ["//c.example/d", "///c.example/d", " \n/\t/\\/c.example/d", "\u{1}\\\\\\c.example/d"]
        {
            assert_eq!(joined(address), "https://c.example/d", "{address:?}");
        }
        assert_eq!(
            (joined("/c"), joined("c")),
            ("https://a.example/c".to_owned(), "https://a.example/b/c".to_owned())
        );
        assert!(join(&from, "http://xn--a.example").is_err());
    }

    #[test]
    fn a_page_is_known_by_its_folder_only_where_it_is_the_first_of_it() {
        for (path, known) in [
            ("index.html", ""),
            ("a/index.html", "a/"),
            ("a/index.htm", "a/"),
            ("about-index.html", "about-index.html"),
        ] {
            assert_eq!(folder_of(path), known);
        }
    }
}
