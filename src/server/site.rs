//! A site: every file of it, by its address.

use std::fmt;

use crate::diagnostic::Diagnostic;
use crate::hash::Hash;

use crate::rules::Redirect;
use crate::rules::Rules;

/// The files that speak to a host, and are not for readers.
const FOR_HOSTS: [&str; 2] = ["_headers", "_redirects"];

/// The files of a site by their path, made as somebody asks for them.
pub trait Files: fmt::Debug + Send + Sync {
    /// Whether there is a file at `path`.
    fn has(&self, path: &str) -> bool;

    /// What it holds; none where there is none.
    ///
    /// # Errors
    /// Why it cannot be made.
    fn read(&self, path: &str) -> Option<Result<Vec<u8>, Diagnostic>>;
}

/// A site that can be asked for.
#[derive(Debug)]
pub struct Site {
    /// How many sites were shown until this one; 0 before the first.
    pub(super) version: u64,
    /// The folder it stands in below its host, as `/docs`; empty for none.
    base: String,
    files: Box<dyn Files>,
    look: Look,
    rules: Rules,
}

/// What tells whether a page would look the same on two sites.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The hash of all that is no style.
    pub hash_without_style: Hash,
    /// The style sheets.
    pub sheets: Vec<Sheet>,
}

/// A style sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Its path.
    pub path: String,
    /// The hash of what it holds.
    pub hash: Hash,
}

/// What a site has at an address.
#[derive(Debug, PartialEq, Eq)]
pub enum Found<'a> {
    /// A file, by its path.
    File(String, Vec<u8>),
    /// A file that cannot be made.
    Failed(Diagnostic),
    /// Nothing, but a way to go on.
    Redirect(&'a Redirect),
    /// Nothing, but a folder of that name.
    Folder(String),
    /// Nothing; this page says so.
    Missing(Vec<u8>),
    /// Nothing at all, as there is no site yet.
    NoSite,
}

impl Site {
    /// A site of these files; `base` is the folder that they stand in below
    /// their host.
    pub fn new(base: &str, files: Box<dyn Files>, look: Look) -> Self {
        let text = |path| String::from_utf8(read(&*files, path).unwrap_or_default()).unwrap_or_default();
        let [headers, redirects] = FOR_HOSTS.map(text);
        Self { version: 0, base: base.to_owned(), look, rules: Rules::read(&redirects, &headers), files }
    }

    /// What is shown before there is any.
    pub(super) fn none() -> Self {
        Self::new("", Box::new(NoFiles), Look::default())
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
        if FOR_HOSTS.contains(&path.as_str()) {
            return self.missing();
        }
        match self.files.read(&path) {
            Some(Ok(bytes)) => Found::File(path, bytes),
            Some(Err(problem)) => Found::Failed(problem),
            None if !is_folder && self.files.has(&format!("{path}/index.html")) => {
                Found::Folder(format!("{address}/"))
            }
            None => self.missing(),
        }
    }

    /// The headers that the site asks for at an address.
    pub fn headers(&self, address: &str) -> impl Iterator<Item = (&str, &str)> {
        self.rules.headers(address)
    }

    /// Whether a client would be answered alike by both.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.base == other.base && self.look == other.look
    }

    pub(super) fn look(&self) -> &Look {
        &self.look
    }

    /// The address of a file from the host's root.
    pub(super) fn address(&self, path: &str) -> String {
        format!("{}/{path}", self.base)
    }

    fn missing(&self) -> Found<'_> {
        Found::Missing(read(&*self.files, "404.html").unwrap_or_default())
    }
}

/// What a file holds that may be missing.
fn read(files: &dyn Files, path: &str) -> Option<Vec<u8>> {
    files.read(path).and_then(Result::ok)
}

#[derive(Debug)]
struct NoFiles;

impl Files for NoFiles {
    fn has(&self, _: &str) -> bool {
        false
    }

    fn read(&self, _: &str) -> Option<Result<Vec<u8>, Diagnostic>> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Files that hold their own path.
    #[derive(Debug)]
    struct Paths(&'static [&'static str]);

    impl Files for Paths {
        fn has(&self, path: &str) -> bool {
            self.0.contains(&path)
        }

        fn read(&self, path: &str) -> Option<Result<Vec<u8>, Diagnostic>> {
            self.has(path).then(|| match path {
                "broken.html" => Err(Diagnostic::error("template", "it is broken")),
                _ => Ok(path.into()),
            })
        }
    }

    fn site(base: &str) -> Site {
        let paths = &["index.html", "q/1/index.html", "a.txt", "404.html", "_headers", "broken.html"];
        let mut site = Site::new(base, Box::new(Paths(paths)), Look::default());
        site.version = 1;
        site
    }

    fn file(path: &str) -> Found<'static> {
        Found::File(path.to_owned(), path.into())
    }

    #[test]
    fn a_folder_is_its_index() {
        let site = site("");
        assert_eq!(site.find("/"), file("index.html"));
        assert_eq!(site.find("/q/1/"), file("q/1/index.html"));
        assert_eq!(site.find("/q/1"), Found::Folder("/q/1/".into()));
        assert_eq!(site.find("/a.txt"), file("a.txt"));
        for address in ["/q/2/", "/q", "/a.txt/", "/_headers", "//q/1/"] {
            assert_eq!(site.find(address), Found::Missing(b"404.html".into()), "{address}");
        }
    }

    #[test]
    fn a_page_that_cannot_be_made_says_why() {
        assert!(
            matches!(site("").find("/broken.html"), Found::Failed(problem) if problem.code == "template")
        );
    }

    #[test]
    fn a_site_may_stand_in_a_folder() {
        let site = site("/docs");
        assert_eq!(site.find("/docs/q/1/"), file("q/1/index.html"));
        for above in ["/", "/docs"] {
            assert_eq!(site.find(above), Found::Folder("/docs/".into()));
        }
        assert_eq!(site.find("/q/1/"), Found::Missing(b"404.html".into()));
    }

    #[test]
    fn before_the_first_site_there_is_none() {
        assert_eq!(Site::none().find("/"), Found::NoSite);
    }
}
