//! Files that crawlers and hosts read: sitemap, robots, redirects and the like.

use std::fmt::Write as _;

use rustc_hash::FxHashSet;

use super::question::last_change;
use super::xml::Xml;
use crate::archive::Archive;
use crate::archive::Edition;
use crate::characters::unturned;
use crate::config::Config;
use crate::config::Robots;
use crate::markdown::escaped;
use crate::page;
use crate::page::Addresses;
use crate::page::FeedFormat;
use crate::page::Kind;
use crate::page::List;
use crate::page::Page;
use crate::page::SITEMAP_ADDRESSES;
use crate::theme::Strings;

/// How many questions `llms.txt` names in each language.
const LLMS_QUESTIONS: usize = 50;

const SITEMAP: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");

/// Crawlers that gather text to train models, by the names that their
/// operators publish.
const TRAINING_CRAWLERS: &[&str] = &[
    "GPTBot",
    "ClaudeBot",
    "CCBot",
    "Google-Extended",
    "Applebot-Extended",
    "Bytespider",
    "Meta-ExternalAgent",
    "Amazonbot",
    "cohere-training-data-crawler",
];

/// One part of the sitemap, from 0.
pub fn sitemap(archive: &Archive, pages: &[Page], part: usize) -> String {
    let indexed = pages.iter().filter(|page| page::is_indexed(archive, &page.kind));
    let mut xml = Xml::new();
    xml.element("urlset", &[SITEMAP], |xml| {
        for page in indexed.skip(part * SITEMAP_ADDRESSES).take(SITEMAP_ADDRESSES) {
            xml.element("url", &[], |xml| {
                xml.text("loc", &archive.config.absolute(&page.address()));
                // of other pages no honest date is known
                if let Kind::Question(id) = page.kind {
                    let changed = last_change(archive, archive.question(id));
                    xml.text("lastmod", &changed.date(&archive.config.timezone).to_string());
                }
            });
        }
    });
    xml.finish()
}

/// Where the parts of the sitemap are.
pub fn sitemap_index(archive: &Archive, parts: usize) -> String {
    let mut xml = Xml::new();
    xml.element("sitemapindex", &[SITEMAP], |xml| {
        for part in 1..=parts {
            let address = archive.config.absolute(&format!("/sitemap-{part}.xml"));
            xml.element("sitemap", &[], |xml| xml.text("loc", &address));
        }
    });
    xml.finish()
}

/// What crawlers may read.
pub fn robots(config: &Config) -> String {
    let mut text = match config.robots {
        Robots::Closed => "User-agent: *\nDisallow: /\n".to_owned(),
        Robots::Open => "User-agent: *\nAllow: /\n".to_owned(),
        Robots::SearchOnly => {
            let mut text = String::new();
            for crawler in TRAINING_CRAWLERS {
                let _ = writeln!(text, "User-agent: {crawler}");
            }
            text.push_str("Disallow: /\n\nUser-agent: *\nAllow: /\n");
            text
        }
    };
    if config.robots != Robots::Closed {
        let _ = writeln!(text, "\nSitemap: {}", config.absolute("/sitemap.xml"));
    }
    text
}

/// What the site is, as language models read it (llmstxt.org): a title, a
/// sentence, and lists of links.
pub fn llms(archive: &Archive, strings: &Strings) -> String {
    let config = &archive.config;
    let mut text = format!("# {}\n", escaped(&config.title));
    if let Some(description) = &config.description {
        let _ = writeln!(text, "\n> {}", escaped(description));
    }
    for edition in archive.editions() {
        llms_categories(archive, edition, strings, &mut text);
        llms_questions(archive, edition, strings, &mut text);
    }
    text
}

fn llms_categories(archive: &Archive, edition: &Edition, strings: &Strings, text: &mut String) {
    let config = &archive.config;
    let filled: Vec<_> = config.categories.roots().filter(|&id| !edition.category(id).is_empty()).collect();
    if filled.is_empty() {
        return;
    }
    let heading = strings.get(&edition.language, "overview.categories").unwrap_or_default();
    let _ = writeln!(text, "\n## {heading}\n");
    for id in filled {
        let address = Addresses::new(archive, edition).list(List::Category(id));
        let _ =
            writeln!(text, "- [{}]({})", escaped(&config.categories.get(id).name), config.absolute(&address));
    }
}

/// The most asked questions, then the newest.
fn llms_questions(archive: &Archive, edition: &Edition, strings: &Strings, text: &mut String) {
    let config = &archive.config;
    let heading = strings.get(&edition.language, "list.all").unwrap_or_default();
    let _ = writeln!(text, "\n## {heading}\n");
    let mut seen = FxHashSet::default();
    let ids = edition.popular.iter().chain(&edition.questions).filter(|id| seen.insert(**id));
    for question in ids.take(LLMS_QUESTIONS).map(|&id| archive.question(id)) {
        let twin = config.outputs.markdown.then(|| question.key.markdown_address());
        let address = config.absolute(&twin.unwrap_or_else(|| question.key.address()));
        let [title, summary] =
            [&question.front.title, &question.summary].map(|text| escaped(&unturned(text)));
        let _ = writeln!(text, "- [{title}]({address}): {summary}");
    }
    let all = config.absolute(&Addresses::new(archive, edition).list(List::All));
    let _ = writeln!(text, "- [{heading}]({all})");
}

/// Redirects as Netlify, Cloudflare Pages and others read them: from, to,
/// status. The feeds of a category go where it goes: what reads them every hour
/// reads no page.
pub fn redirects(archive: &Archive, pages: &[Page]) -> String {
    let config = &archive.config;
    let categories: FxHashSet<String> =
        pages.iter().filter(|page| is_category(page)).map(Page::address).collect();
    // of a category that is no more only the address tells
    let folders: Vec<_> = archive.editions().iter().map(|edition| edition.address("/category/")).collect();
    let was_category = |address: &str| folders.iter().any(|folder| address.starts_with(folder.as_str()));
    let mut text = String::new();
    for page in pages {
        if let Kind::Redirect(target) = &page.kind {
            let old = page.address();
            let (from, to) = (config.href(&old), config.href(target));
            let _ = writeln!(text, "{from} {to} 301");
            if was_category(&old) && categories.contains(target) {
                for file in FeedFormat::ALL.map(FeedFormat::file) {
                    let _ = writeln!(text, "{from}{file} {to}{file} 301");
                }
            }
        }
    }
    text
}

/// Whether a page is the first of a category, which its feeds stand beside.
fn is_category(page: &Page) -> bool {
    matches!(page.kind, Kind::List { list: List::Category(_), number: 1, .. })
}
