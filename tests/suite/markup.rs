//! What the demo archive becomes, read back by parsers that had no part in
//! writing it: pages as browsers read them, feeds as feed readers do.

pub mod html;
mod strings;
pub mod xml;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use serde_json::Value;

use super::harness::Archive;

use self::html::Page;
use self::xml::Element;

/// Where the demo archive is at home.
const ORIGIN: &str = "https://qna.example.org";

/// A day on which all of it is published.
const TODAY: &str = "2026-12-31";

/// The site of the demo archive.
static SITE: LazyLock<Site> = LazyLock::new(|| {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let project = Archive::empty().folder("content", &content).write();
    let run = project.command("build").today(TODAY).run().succeeds();
    Site { files: run.project.tree("public").into_iter().collect() }
});

/// Every file of a site.
struct Site {
    files: Vec<(String, Vec<u8>)>,
}

impl Site {
    /// The text files whose names end so.
    fn texts(&self, end: &str) -> Vec<(&str, &str)> {
        let files = self.files.iter().filter(|(name, _)| name.ends_with(end));
        let texts: Vec<_> =
            files.map(|(name, bytes)| (name.as_str(), std::str::from_utf8(bytes).expect(name))).collect();
        assert!(!texts.is_empty(), "the site has no {end}");
        texts
    }

    fn pages(&self) -> Vec<(&str, Page)> {
        self.texts(".html").into_iter().map(|(name, text)| (name, Page::parse(name, text))).collect()
    }

    /// The file that an address of the site is answered with.
    fn file(&self, address: &str) -> Option<String> {
        let path = address.split(['#', '?']).next().unwrap();
        let path = path.strip_prefix(ORIGIN).unwrap_or(path).trim_start_matches('/');
        let file =
            if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.into() };
        self.files.binary_search_by(|(name, _)| name.as_str().cmp(&file)).is_ok().then_some(file)
    }
}

/// The address that a page has.
fn address(file: &str) -> String {
    format!("/{}", file.strip_suffix("index.html").unwrap_or(file))
}

/// No file of a kind breaks a rule; each breach tells where.
#[track_caller]
fn none(breaches: impl IntoIterator<Item = String>) {
    let breaches: Vec<_> = breaches.into_iter().collect();
    assert!(
        breaches.is_empty(),
        "{} breaches:\n{}",
        breaches.len(),
        breaches[..breaches.len().min(20)].join("\n")
    );
}

mod every_page {
    use super::*;

    #[test]
    fn is_well_formed() {
        none(
            SITE.pages().into_iter().flat_map(|(name, page)| {
                page.errors.into_iter().map(move |error| format!("{name}: {error}"))
            }),
        );
    }

    #[test]
    fn has_a_language_a_title_and_one_first_heading() {
        none(SITE.pages().into_iter().flat_map(|(name, page)| {
            let count = |element: &str| page.elements(element).count();
            let language =
                page.elements("html").any(|html| html.attribute("lang").is_some_and(|lang| !lang.is_empty()));
            let title = page.elements("title").any(|title| !title.text.trim().is_empty());
            let counts = [
                ("h1", count("h1") == 1),
                ("main", count("main") <= 1),
                ("lang", language),
                ("title", title),
            ];
            counts
                .into_iter()
                .filter(|(_, fine)| !fine)
                .map(|(what, _)| format!("{name}: {what}"))
                .collect::<Vec<_>>()
        }));
    }

    /// WCAG 3.1.2: names that a page of another language shows are in the
    /// site's. Proper names inside a sentence are exempt.
    #[test]
    fn says_where_its_language_changes() {
        let is_hangul = |c: char| matches!(c, '가'..='힣');
        let pages = SITE.pages().into_iter().filter(|(name, _)| !name.contains("/people/"));
        none(pages.flat_map(|(name, page)| {
            let korean = page.elements.iter().filter(|element| element.text.contains(is_hangul));
            let silent = korean.filter(|element| {
                element.name != "title" && element.name != "script" && element.lang.as_deref() == Some("en")
            });
            silent.map(|element| format!("{name}: {element:?}")).collect::<Vec<_>>()
        }));
    }

    #[test]
    fn has_no_id_twice() {
        none(SITE.pages().into_iter().flat_map(|(name, page)| {
            let mut seen = BTreeSet::new();
            let ids = page.elements.iter().filter_map(|element| element.attribute("id"));
            ids.filter(|id| !seen.insert(*id)).map(|id| format!("{name}: {id}")).collect::<Vec<_>>()
        }));
    }

    /// The site's policy lets pages run the theme's own files alone; data in a
    /// script element runs nowhere.
    #[test]
    fn runs_nothing_and_styles_nothing_of_its_own() {
        none(SITE.pages().into_iter().flat_map(|(name, page)| {
            let inline = page.elements.iter().filter(|element| match element.name.as_str() {
                "style" | "iframe" | "object" | "embed" | "base" => true,
                "script" => {
                    element.attribute("src").is_none()
                        && element.attribute("type") != Some("application/ld+json")
                }
                _ => element.attributes.keys().any(|key| key == "style" || key.starts_with("on")),
            });
            inline.map(|element| format!("{name}: {element:?}")).collect::<Vec<_>>()
        }));
    }

    #[test]
    fn has_data_that_can_be_read() {
        none(SITE.pages().into_iter().flat_map(|(name, page)| {
            let data = page
                .elements("script")
                .filter(|script| script.attribute("type") == Some("application/ld+json"));
            let unreadable = data.filter(|script| {
                serde_json::from_str::<Value>(&script.text).is_err() || script.text.contains("</")
            });
            unreadable.map(|script| format!("{name}: {}", script.text)).collect::<Vec<_>>()
        }));
    }

    #[test]
    fn loads_nothing_from_elsewhere() {
        none(SITE.pages().into_iter().flat_map(|(name, page)| {
            let loads = page.elements.iter().filter_map(|element| match element.name.as_str() {
                "link"
                    if matches!(
                        element.attribute("rel"),
                        Some("stylesheet" | "icon" | "preload" | "manifest")
                    ) =>
                {
                    element.attribute("href")
                }
                "link" | "a" => None,
                _ => element.attribute("src").or(element.attribute("srcset")),
            });
            let foreign = loads.filter(|address| !address.starts_with('/') || address.starts_with("//"));
            foreign.map(|address| format!("{name}: {address}")).collect::<Vec<_>>()
        }));
    }

    #[test]
    fn leads_to_what_exists() {
        let pages = SITE.pages();
        let ids = |file: &str| -> BTreeSet<&str> {
            let page = pages.iter().find(|(name, _)| *name == file);
            page.iter()
                .flat_map(|(_, page)| &page.elements)
                .filter_map(|element| element.attribute("id"))
                .collect()
        };
        assert!(pages.iter().map(|(_, page)| page.addresses().len()).sum::<usize>() > 5000);
        none(pages.iter().flat_map(|(name, page)| {
            let addresses = page.addresses().into_iter().filter(|address| {
                address.starts_with(['/', '#', '?']) && !address.starts_with("//")
                    || address.starts_with(ORIGIN)
            });
            let dangling = addresses.filter(|link| {
                let whole = if link.starts_with(['#', '?']) {
                    format!("{}{link}", address(name))
                } else {
                    link.clone()
                };
                let Some(file) = SITE.file(&whole) else { return true };
                let anchor =
                    whole.split_once('#').map(|(_, anchor)| anchor).filter(|anchor| !anchor.is_empty());
                anchor.is_some_and(|anchor| !ids(&file).contains(anchor))
            });
            dangling.map(|link| format!("{name}: {link}")).collect::<Vec<_>>()
        }));
    }

    #[test]
    fn finds_the_scripts_that_its_scripts_ask_for() {
        let scripts = SITE.texts(".js");
        let mut asked = 0;
        none(scripts.iter().flat_map(|(name, text)| {
            let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
            let imports = text.split("'./").skip(1).filter_map(|rest| rest.split('\'').next());
            let imports: Vec<_> = imports.filter(|file| file.ends_with(".js")).collect();
            asked += imports.len();
            let missing =
                imports.into_iter().filter(|file| SITE.file(&format!("/{folder}/{file}")).is_none());
            missing.map(|file| format!("{name}: {file}")).collect::<Vec<_>>()
        }));
        assert!(asked > 5, "{asked}");
    }

    #[test]
    fn has_words_for_every_picture() {
        none(SITE.pages().into_iter().flat_map(|(name, page)| {
            let pictures = page.elements("img");
            let mute = pictures
                .filter(|picture| picture.attribute("alt").is_none() || picture.attribute("src").is_none());
            mute.map(|picture| format!("{name}: {picture:?}")).collect::<Vec<_>>()
        }));
    }

    /// So that links do not break when the page is read at another address.
    #[test]
    fn names_its_own_address() {
        none(SITE.pages().into_iter().filter_map(|(name, page)| {
            let is_redirect = page.elements("meta").any(|meta| meta.attribute("http-equiv").is_some());
            let canonical = page.elements("link").find(|link| link.attribute("rel") == Some("canonical"))?;
            let own = format!("{ORIGIN}{}", address(name));
            (!is_redirect && canonical.attribute("href") != Some(&own))
                .then(|| format!("{name}: {canonical:?}"))
        }));
    }
}

mod every_feed {
    use super::*;

    /// The feeds of a format by their names.
    fn feeds(file: &str, root: &str) -> Vec<(&'static str, Element)> {
        let feeds = SITE.texts(file).into_iter().map(|(name, text)| (name, Element::parse(name, text)));
        feeds.filter(|(_, feed)| feed.name == root).collect()
    }

    #[track_caller]
    fn is_absolute(address: &str, name: &str) {
        assert!(address.starts_with("https://") || address.starts_with("http://"), "{name}: {address}");
        if address.starts_with(ORIGIN) {
            assert!(SITE.file(address).is_some(), "{name} leads to {address}, which does not exist");
        }
    }

    /// Text that is HTML leads nowhere that depends on where it is read.
    #[track_caller]
    fn has_absolute_links(html: &str, name: &str) {
        let page = Page::parse(name, html);
        assert_eq!(page.errors, [""; 0], "{name}");
        for address in page.addresses() {
            if !address.starts_with("mailto:") && !address.starts_with("tel:") {
                is_absolute(&address, name);
            }
        }
    }

    /// RFC 4287, sections 4.1.1 and 4.1.2.
    #[test]
    fn in_atom_has_what_the_format_requires() {
        let feeds = feeds(".xml", "feed");
        assert!(feeds.len() > 40, "{}", feeds.len());
        let mut entries = 0;
        for (name, feed) in feeds {
            let own = feed.children("link").find(|link| link.attribute("rel") == Some("self")).unwrap();
            assert_eq!(SITE.file(own.attribute("href").unwrap()).as_deref(), Some(name));
            let mut ids = BTreeSet::new();
            for part in std::iter::once(&feed).chain(feed.children("entry")) {
                for required in ["id", "title", "updated"] {
                    assert_eq!(part.children(required).count(), 1, "{name}: {required}");
                }
                assert!(ids.insert(part.text_of("id")), "{name}: {} stands twice", part.text_of("id"));
                assert!(part.text_of("updated").parse::<jiff::Timestamp>().is_ok(), "{name}");
                part.children("link").for_each(|link| is_absolute(link.attribute("href").unwrap(), name));
            }
            for entry in feed.children("entry") {
                entries += 1;
                assert!(entry.children("author").any(|author| !author.text_of("name").is_empty()), "{name}");
                assert!(
                    entry.children("link").any(|link| link.attribute("rel") == Some("alternate")),
                    "{name}"
                );
                entry.children("content").for_each(|content| has_absolute_links(&content.text, name));
            }
        }
        assert!(entries > 100, "{entries}");
    }

    /// RSS 2.0, "Required channel elements" and "Elements of <item>".
    #[test]
    fn in_rss_has_what_the_format_requires() {
        let feeds = feeds("rss.xml", "rss");
        assert!(feeds.len() > 40, "{}", feeds.len());
        for (name, rss) in feeds {
            assert_eq!(rss.attribute("version"), Some("2.0"));
            let channel = rss.children("channel").next().unwrap();
            for required in ["title", "link", "description"] {
                assert!(!channel.text_of(required).is_empty(), "{name}: {required}");
            }
            is_absolute(channel.text_of("link"), name);
            let mut ids = BTreeSet::new();
            for item in channel.children("item") {
                assert!(!item.text_of("title").is_empty(), "{name}");
                assert!(ids.insert(item.text_of("guid")), "{name}: {} stands twice", item.text_of("guid"));
                is_absolute(item.text_of("link"), name);
                is_absolute(item.text_of("guid"), name);
                assert!(jiff::fmt::rfc2822::parse(item.text_of("pubDate")).is_ok(), "{name}");
                item.children("content:encoded").for_each(|content| has_absolute_links(&content.text, name));
            }
        }
    }

    /// JSON Feed 1.1, "Top-level" and "Items".
    #[test]
    fn in_json_has_what_the_format_requires() {
        let feeds = SITE.texts("feed.json");
        assert!(feeds.len() > 40, "{}", feeds.len());
        for (name, text) in feeds {
            let feed: Value = serde_json::from_str(text).expect(name);
            assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1", "{name}");
            assert!(feed["title"].is_string(), "{name}");
            is_absolute(feed["home_page_url"].as_str().unwrap(), name);
            assert_eq!(SITE.file(feed["feed_url"].as_str().unwrap()).as_deref(), Some(name));
            for item in feed["items"].as_array().unwrap() {
                assert!(item["id"].is_string(), "{name}");
                is_absolute(item["url"].as_str().unwrap(), name);
                has_absolute_links(item["content_html"].as_str().unwrap(), name);
                for date in ["date_published", "date_modified"] {
                    assert!(item[date].as_str().unwrap().parse::<jiff::Timestamp>().is_ok(), "{name}");
                }
            }
        }
    }
}

mod the_sitemap {
    use super::*;

    #[test]
    fn names_every_page_that_is_to_be_found_once() {
        let (name, text) = SITE.texts("sitemap.xml")[0];
        let sitemap = Element::parse(name, text);
        assert_eq!(sitemap.name, "urlset");
        let named: Vec<_> = sitemap.children("url").map(|url| url.text_of("loc").to_owned()).collect();
        let unique: BTreeSet<_> = named.iter().collect();
        assert_eq!(unique.len(), named.len());
        for (name, page) in SITE.pages() {
            let hidden = page.elements("meta").any(|meta| {
                meta.attribute("name") == Some("robots") && meta.attribute("content") == Some("noindex")
            });
            let own = format!("{ORIGIN}{}", address(name));
            assert_eq!(unique.contains(&own), !hidden, "{own}");
        }
        none(named.into_iter().filter(|address| SITE.file(address).is_none()));
    }

    #[test]
    fn is_named_to_crawlers() {
        let (_, robots) = SITE.texts("robots.txt")[0];
        assert!(robots.contains(&format!("Sitemap: {ORIGIN}/sitemap.xml")), "{robots}");
    }
}
