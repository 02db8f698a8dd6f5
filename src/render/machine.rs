//! Files that crawlers and hosts read: sitemap, robots, redirects.

use std::fmt::Write as _;

use super::question::last_change;
use super::xml::Xml;
use crate::archive::Archive;
use crate::config::Config;
use crate::config::Robots;
use crate::page;
use crate::page::Kind;
use crate::page::Page;
use crate::page::SITEMAP_ADDRESSES;

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

/// Redirects as Netlify, Cloudflare Pages and others read them: from, to,
/// status.
pub fn redirects(config: &Config, pages: &[Page]) -> String {
    let mut text = String::new();
    for page in pages {
        if let Kind::Redirect(target) = &page.kind {
            let _ = writeln!(text, "{} {} 301", config.href(&page.address()), config.href(target));
        }
    }
    text
}
