//! A site: every file of it, by its address.

use rustc_hash::FxHashMap;

use crate::rules::Redirect;
use crate::rules::Rules;

/// The files that speak to a host, and are not for readers.
const FOR_HOSTS: [&str; 2] = ["_headers", "_redirects"];

/// A site in memory.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// How many sites were shown until this one; 0 before the first.
    pub(super) version: u64,
    /// The folder it stands in below its host, as `/docs`; empty for none.
    base: String,
    /// The files by their path below that folder.
    files: FxHashMap<String, Vec<u8>>,
    rules: Rules,
}

/// What a site has at an address.
#[derive(Debug, PartialEq, Eq)]
pub enum Found<'a> {
    /// A file, by its path.
    File(&'a str, &'a [u8]),
    /// Nothing, but a way to go on.
    Redirect(&'a Redirect),
    /// Nothing, but a folder of that name.
    Folder(String),
    /// Nothing; this page says so.
    Missing(&'a [u8]),
    /// Nothing at all, as there is no site yet.
    NoSite,
}

impl Site {
    /// A site of these files, each with its path; `base` is the folder that
    /// they stand in below their host.
    pub fn new(base: &str, files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        let mut files: FxHashMap<_, _> = files.into_iter().collect();
        let mut text = |path| String::from_utf8(files.remove(path).unwrap_or_default()).unwrap_or_default();
        let [headers, redirects] = FOR_HOSTS.map(&mut text);
        Self { version: 0, base: base.to_owned(), files, rules: Rules::read(&redirects, &headers) }
    }

    /// What stands at `address`, a path from the host's root.
    pub fn find(&self, address: &str) -> Found<'_> {
        if self.version == 0 {
            return Found::NoSite;
        }
        if let Some(redirect) = self.rules.redirect(address) {
            return Found::Redirect(redirect);
        }
        let Some(path) = address.strip_prefix(&self.base).and_then(|path| path.strip_prefix('/')) else {
            let is_above = address == "/" || address == self.base;
            return if is_above { Found::Folder(format!("{}/", self.base)) } else { self.missing() };
        };
        let is_folder = path.is_empty() || path.ends_with('/');
        let path = if is_folder { format!("{path}index.html") } else { path.to_owned() };
        if let Some((path, bytes)) = self.files.get_key_value(&path) {
            return Found::File(path, bytes);
        }
        if !is_folder && self.files.contains_key(&format!("{path}/index.html")) {
            return Found::Folder(format!("{address}/"));
        }
        self.missing()
    }

    /// The headers that the site asks for at an address.
    pub fn headers(&self, address: &str) -> impl Iterator<Item = (&str, &str)> {
        self.rules.headers(address)
    }

    /// Whether a client would be answered alike by both.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.base == other.base && self.files == other.files && self.rules == other.rules
    }

    /// Every file with its path.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    pub(super) fn file(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// The address of a file from the host's root.
    pub(super) fn address(&self, path: &str) -> String {
        format!("{}/{path}", self.base)
    }

    fn missing(&self) -> Found<'_> {
        Found::Missing(self.file("404.html").unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(base: &str) -> Site {
        let paths = ["index.html", "q/1/index.html", "a.txt", "404.html", "_headers"];
        let mut site = Site::new(base, paths.map(|path| (path.to_owned(), path.into())));
        site.version = 1;
        site
    }

    #[test]
    fn a_folder_is_its_index() {
        let site = site("");
        assert_eq!(site.find("/"), Found::File("index.html", b"index.html"));
        assert_eq!(site.find("/q/1/"), Found::File("q/1/index.html", b"q/1/index.html"));
        assert_eq!(site.find("/q/1"), Found::Folder("/q/1/".into()));
        assert_eq!(site.find("/a.txt"), Found::File("a.txt", b"a.txt"));
        for address in ["/q/2/", "/q", "/a.txt/", "/_headers", "//q/1/"] {
            assert_eq!(site.find(address), Found::Missing(b"404.html"), "{address}");
        }
    }

    #[test]
    fn a_site_may_stand_in_a_folder() {
        let site = site("/docs");
        assert_eq!(site.find("/docs/q/1/"), Found::File("q/1/index.html", b"q/1/index.html"));
        for above in ["/", "/docs"] {
            assert_eq!(site.find(above), Found::Folder("/docs/".into()));
        }
        assert_eq!(site.find("/q/1/"), Found::Missing(b"404.html"));
    }

    #[test]
    fn before_the_first_site_there_is_none() {
        assert_eq!(Site::default().find("/"), Found::NoSite);
    }
}
