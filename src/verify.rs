//! A built site, looked at from outside: what it asks of a browser, and
//! whether all of its links hold.
//!
//! This needs no archive and no settings: any folder that a static host could
//! serve will do. Every file is read once, on its own; only what one file says
//! of another is kept until the end, so memory stays flat.
//!
//! # Steps
//! 1. `site` lists the files and learns where the site is published.
//! 2. `examine` has each file read, by `page`, `drawing`, `style`, `script` or
//!    `document`, and asks the site what stands at its addresses.
//! 3. What turned out to be a script or a style in spite of its name is read as
//!    such.
//! 4. Anchors are looked up in the pages that they lead to, and pages in the
//!    sitemap.

mod address;
mod bracket;
mod constant;
mod damage;
mod document;
mod drawing;
mod element;
mod encoding;
mod examine;
mod finding;
mod header;
mod here;
mod letter;
mod listed;
mod markup;
mod page;
mod passage;
mod policy;
mod problem;
mod report;
mod resource;
mod role;
mod script;
mod seen;
mod site;
mod slash;
mod store;
mod style;
mod token;
mod tokenizer;
mod tree;
mod written;

use std::collections::BTreeSet;
use std::path::PathBuf;

use rayon::prelude::*;

use self::examine::Examiner;
use self::seen::Seen;
use self::site::Site;
use crate::diagnostic;
use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::progress::Progress;

pub use self::report::Report;
pub use self::report::languages as report_languages;
pub use self::report::write as write_report;

/// Which site to look at.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder of the site.
    pub folder: PathBuf,
    /// What messages call the folder.
    pub name: String,
    /// Where the site is published; what it says itself if absent.
    pub base_url: Option<String>,
}

/// What came of looking at a site.
#[derive(Debug)]
pub struct Verdict {
    /// Everything that was found, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// How much was looked at.
    pub counts: Counts,
    /// Where the site was taken to be published, if that is known: its own host
    /// is that one.
    pub base_url: Option<String>,
}

/// How much of a site was looked at, and what is no problem but worth telling.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Every file of the site.
    pub files: usize,
    /// The files whose content was read: all that can ask for others.
    pub read: usize,
    /// Pages of HTML.
    pub pages: usize,
    /// Pages that carry a Content-Security-Policy which lets nothing in but the
    /// site's own files.
    pub protected_pages: usize,
    /// Style sheets.
    pub styles: usize,
    /// Files of scripts.
    pub scripts: usize,
    /// Sitemaps and feeds.
    pub documents: usize,
    /// Addresses within the site, each time one is written.
    pub links: usize,
    /// Links that lead to a part of a page.
    pub anchors: usize,
    /// Links that a reader can follow to another host.
    pub links_elsewhere: usize,
    /// The hosts that those lead to.
    pub hosts: BTreeSet<String>,
    /// The hosts that scripts name, and are not seen to ask.
    pub mentioned_hosts: BTreeSet<String>,
    /// Places where scripts put an address together whose host cannot be told.
    pub made_addresses: usize,
    /// What scripts keep in the browser.
    pub stores: BTreeSet<Stored>,
}

/// What scripts keep in a reader's browser.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stored {
    /// The key; none where it is put together while the script runs.
    pub key: Option<String>,
    /// Which of the browser's stores.
    pub area: &'static str,
}

impl Counts {
    /// The sum of both.
    #[must_use]
    fn with(mut self, other: Self) -> Self {
        self.files += other.files;
        self.pages += other.pages;
        self.protected_pages += other.protected_pages;
        self.styles += other.styles;
        self.scripts += other.scripts;
        self.documents += other.documents;
        self.links += other.links;
        self.anchors += other.anchors;
        self.links_elsewhere += other.links_elsewhere;
        self.hosts.extend(other.hosts);
        self.mentioned_hosts.extend(other.mentioned_hosts);
        self.made_addresses += other.made_addresses;
        self.stores.extend(other.stores);
        self
    }
}

/// Looks at a built site.
///
/// # Errors
/// `missing-output` and `no-pages` where there is no site, and `bad-argument`.
pub fn verify(options: &Options, progress: &dyn Progress) -> Result<Verdict, Diagnostic> {
    let opened = Site::open(&options.folder, &options.name, options.base_url.as_deref())?;
    let Checked { value: site, mut diagnostics } = opened;
    let seen = examine_misnamed(&site, examine_all(&site, progress));
    let (findings, counts) = seen.concluded(&site, &options.name, &mut diagnostics);
    diagnostics.extend(findings.into_diagnostics(&site));
    diagnostic::sort(&mut diagnostics);
    Ok(Verdict { diagnostics, counts, base_url: site.base_url().map(str::to_owned) })
}

fn examine_all(site: &Site, progress: &dyn Progress) -> Seen {
    let files: Vec<_> = site.files().map(|(file, _)| file).collect();
    progress.start("reading", files.len());
    let examiner = Examiner { site };
    let seen = files.par_iter().fold(Seen::default, |mut seen, &file| {
        examiner.file(file, &mut seen);
        progress.advance();
        seen
    });
    seen.reduce(Seen::default, Seen::with)
}

/// Examines what is loaded as a script or a style and called something else.
/// Each may load others, so this ends when none is new.
fn examine_misnamed(site: &Site, mut seen: Seen) -> Seen {
    let mut examined = BTreeSet::new();
    loop {
        let new: Vec<_> = seen.misnamed(site).difference(&examined).copied().collect();
        if new.is_empty() {
            return seen;
        }
        new.iter().for_each(|(file, role)| Examiner { site }.file_as(*file, *role, &mut seen));
        examined.extend(new);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What stops a careless reader: marks that open something and never end
    /// it, and letters of more than one byte.
    const PIECES: &[&str] = &[
        "<",
        ">",
        "\"",
        "'",
        "`",
        "/",
        "/*",
        "*/",
        "<!--",
        "<script>",
        "</script>",
        "<style>",
        "<noscript>",
        "<a href=",
        "<meta http-equiv=refresh content=",
        "<iframe srcdoc=",
        "<img srcset=",
        "url(",
        "@import",
        "localStorage",
        "[",
        "(",
        "import",
        "//",
        "https://",
        "=",
        "\\",
        "\n",
        " ",
        ",",
        "가",
        "&amp;",
        "&",
        "<svg>",
        "<math>",
        "<table>",
        "<td>",
        "<select>",
        "<template>",
        "</",
        "<b>",
        "<body onload=",
        "<frameset>",
        "<title>",
        "<![CDATA[",
        "<?xml-stylesheet href=",
        "<!DOCTYPE svg [",
        "${",
        "\\u",
        "}",
        "image-set(",
        "\0",
        "\r",
        "<urlset>",
        "<loc>",
        "]]>",
        "é",
    ];

    fn text() -> impl Strategy<Value = String> {
        proptest::collection::vec(proptest::sample::select(PIECES), 0..30).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn no_file_stops_it_and_every_place_is_in_the_file(text in text()) {
            let page = page::read(&text);
            let ranges = page.uses.iter().map(|used| &used.range).chain(page.ids.iter().map(|(_, range)| range));
            let ranges = ranges.chain(page.styles.iter().map(|style| &style.range)).chain(page.inline_scripts.iter().map(|script| &script.range)).cloned();
            let style = style::addresses(&text).into_iter().map(|loaded| loaded.range);
            let script = script::read(&text);
            let asks = script.asks.into_iter().map(|asked| asked.range);
            let script = asks.chain(script.mentions.into_iter().map(|(_, range)| range)).chain(script.made);
            let document = document::read_xml(&text).addresses.into_iter().chain(document::read_json(&text).addresses).map(|used| used.range);
            let listed = document::read_playlist(&text).into_iter().chain(document::read_manifest(&text).into_iter().flatten()).map(|(_, range)| range);
            let damage = damage::in_xml(&text).into_iter().chain(damage::in_json(&text));
            let told = page.too_deep.into_iter().chain(page.other_encoding).chain(encoding::other_in_first_bytes(&text));
            let drawing = drawing::read(&text, element::Vocabulary::Svg).elements.into_iter().map(|element| element.range);
            for range in ranges.chain(style).chain(script).chain(document).chain(listed).chain(drawing).chain(damage).chain(told) {
                prop_assert!(text.get(range.clone()).is_some(), "{range:?} of {text:?}");
            }
        }
    }
}
