//! A document for machines: a sitemap, a feed or a manifest, and the addresses in
//! it.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;
use rustc_hash::FxHashMap;
use serde_json::Value;

use super::passage::Purpose;
use super::passage::Use;
use super::resource::Resource;

/// What a text in a feed of XML is for that is an address: the element around it,
/// the element that holds it, and what for (RFC 4287; RSS 2.0).
const TEXTS: &[(&str, &str, Purpose)] = &[
    ("feed", "icon", Purpose::Load(Resource::Icon)),
    ("feed", "logo", Purpose::Load(Resource::Picture)),
    ("image", "url", Purpose::Load(Resource::Picture)),
];

/// What the members of a JSON Feed are for, and those of its items (jsonfeed.org,
/// version 1.1, "Top-level" and "Items").
const MEMBERS: &[(&str, Purpose)] = &[
    ("home_page_url", Purpose::Tell),
    ("feed_url", Purpose::Tell),
    ("icon", Purpose::Load(Resource::Icon)),
    ("favicon", Purpose::Load(Resource::Icon)),
];
const MEMBERS_OF_ITEMS: &[(&str, Purpose)] = &[
    ("url", Purpose::Tell),
    ("image", Purpose::Load(Resource::Picture)),
    ("banner_image", Purpose::Load(Resource::Picture)),
];

/// What a document says.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// What it is.
    pub kind: Kind,
    /// Its addresses.
    pub addresses: Vec<Use>,
    /// Pieces of HTML, each with the bytes that hold it.
    pub pages: Vec<(String, Range<usize>)>,
}

/// What a document is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// A list of the site's addresses (sitemaps.org, "XML tag definitions").
    Sitemap,
    /// A list of sitemaps.
    SitemapIndex,
    /// News, as Atom, RSS or JSON Feed.
    Feed,
    /// Something else.
    #[default]
    Other,
}

/// Reads XML, as far as it is well formed.
pub fn read_xml(text: &str) -> Facts {
    let mut reader = Reader::from_str(text);
    let mut facts = Facts::default();
    let mut open: Vec<String> = Vec::new();
    let mut content = (String::new(), 0);
    loop {
        let start = reader.buffer_position() as usize;
        let Ok(event) = reader.read_event() else { return facts };
        let end = reader.buffer_position() as usize;
        match event {
            Event::Eof => return facts,
            Event::Start(element) => {
                let name = name(&element);
                if open.is_empty() {
                    facts.kind = kind(&name);
                }
                facts.addresses.extend(attribute(&element, &name, start..end));
                open.push(name);
                content = (String::new(), end);
            }
            Event::Empty(element) => {
                facts.addresses.extend(attribute(&element, &name(&element), start..end));
            }
            Event::Text(text) => content.0.push_str(&text),
            Event::CData(text) => content.0.push_str(&text),
            Event::GeneralRef(entity) => content.0.push_str(&resolved(&entity)),
            Event::End(_) => {
                let held = std::mem::take(&mut content.0);
                let name = open.pop().unwrap_or_default();
                facts.element(open.last().map_or("", String::as_str), &name, held, content.1..start);
            }
            _ => {}
        }
    }
}

/// Whether a file of JSON is meant to be a feed, also where it breaks off before
/// it says so.
pub fn is_to_be_json_feed(path: &str, text: &str) -> bool {
    text.contains("jsonfeed.org") || path.rsplit('/').next() == Some("feed.json")
}

/// Reads a JSON Feed (jsonfeed.org, version 1.1); nothing of any other JSON.
pub fn read_json(text: &str) -> Facts {
    let mut facts = Facts::default();
    let Ok(feed) = serde_json::from_str::<Value>(text) else { return facts };
    if !feed["version"].as_str().is_some_and(|version| version.starts_with("https://jsonfeed.org/")) {
        return facts;
    }
    facts.kind = Kind::Feed;
    let places = places_between_quotes(text);
    facts.addresses.extend(members(&feed, MEMBERS, &places));
    facts.addresses.extend(avatars(&feed, &places));
    for item in feed["items"].as_array().into_iter().flatten() {
        let addresses: Vec<_> = members(item, MEMBERS_OF_ITEMS, &places).collect();
        let first = addresses.first().map(|first| first.range.clone()).unwrap_or_default();
        facts.pages.extend(item["content_html"].as_str().map(|html| (html.to_owned(), first)));
        facts.addresses.extend(addresses);
        facts.addresses.extend(avatars(item, &places));
        for attachment in item["attachments"].as_array().into_iter().flatten() {
            facts.addresses.extend(members(attachment, &[("url", Purpose::Load(Resource::File))], &places));
        }
    }
    facts
}

/// The addresses among the members of an object.
fn members<'a>(
    object: &'a Value,
    known: &'a [(&str, Purpose)],
    places: &'a Places,
) -> impl Iterator<Item = Use> + 'a {
    known.iter().filter_map(|(key, purpose)| {
        let address = object[key].as_str()?;
        Some(Use { address: address.to_owned(), purpose: *purpose, range: place(places, address) })
    })
}

/// The pictures of whoever wrote a feed or an item.
fn avatars<'a>(object: &'a Value, places: &'a Places) -> impl Iterator<Item = Use> + 'a {
    // version 1 knows a single author
    let authors = object["authors"].as_array().into_iter().flatten().chain([&object["author"]]);
    authors.flat_map(|author| members(author, &[("avatar", Purpose::Load(Resource::Picture))], places))
}

/// The pictures in the description of a site: each `src` in it, as its icons,
/// its screenshots and the icons of its shortcuts have one (W3C, "Web Application
/// Manifest"). None where it is not JSON.
pub fn read_manifest(text: &str) -> Option<Vec<(String, Range<usize>)>> {
    let manifest = serde_json::from_str(text).ok()?;
    let mut sources = Vec::new();
    add_sources(&manifest, &mut sources);
    let places = places_between_quotes(text);
    Some(sources.into_iter().map(|source| (source.to_owned(), place(&places, source))).collect())
}

/// Adds each `src` in a value. Nothing nests deeper than `serde_json` reads.
fn add_sources<'a>(value: &'a Value, sources: &mut Vec<&'a str>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| add_sources(value, sources)),
        Value::Object(members) => {
            sources.extend(members.get("src").and_then(Value::as_str));
            members.values().for_each(|value| add_sources(value, sources));
        }
        _ => {}
    }
}

/// Where texts stand that have quotation marks around them.
type Places<'a> = FxHashMap<&'a str, Range<usize>>;

/// Where a text stands; nowhere, where it is written with escapes.
fn place(places: &Places, text: &str) -> Range<usize> {
    places.get(text).cloned().unwrap_or_default()
}

/// Where each text first stands that has quotation marks around it: what is read
/// of JSON comes in the order of its keys, and not in that of the file.
fn places_between_quotes(text: &str) -> Places<'_> {
    let mut places = FxHashMap::default();
    let mut start = 0;
    for piece in text.split('"') {
        places.entry(piece).or_insert(start..start + piece.len());
        start += piece.len() + 1;
    }
    places
}

/// The addresses in a list of the pieces of a film: its lines, and what its tags
/// name as `URI="…"` (RFC 8216, section 4).
pub fn read_playlist(text: &str) -> Vec<(String, Range<usize>)> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let address = match line.strip_prefix('#') {
            Some(tag) => tag.split_once("URI=\"").and_then(|(_, rest)| rest.split('"').next()),
            None => Some(line.trim()),
        };
        let address = address.filter(|address| !address.is_empty());
        found.extend(address.map(|address| (address.to_owned(), start..start + line.len())));
        start += line.len() + 1;
    }
    found
}

impl Facts {
    /// An element that has ended, with its text and the name of the one around it.
    fn element(&mut self, around: &str, name: &str, text: String, range: Range<usize>) {
        let address = text.trim();
        if let Some(purpose) = self.purpose(around, name).filter(|_| !address.is_empty()) {
            self.addresses.push(Use { address: address.to_owned(), purpose, range });
        } else if self.kind == Kind::Feed && holds_html(around, name) {
            self.pages.push((text, range));
        }
    }

    /// What the text of an element is for, where it is an address.
    fn purpose(&self, around: &str, name: &str) -> Option<Purpose> {
        match (self.kind, name) {
            (Kind::Sitemap | Kind::SitemapIndex, "loc") | (Kind::Feed, "link") => Some(Purpose::Tell),
            (Kind::Feed, _) => {
                let known = TEXTS.iter().find(|(outer, inner, _)| (*outer, *inner) == (around, name));
                known.map(|(_, _, purpose)| *purpose)
            }
            _ => None,
        }
    }
}

/// Whether the text of an element is HTML; a channel, and the picture of one, are
/// described in plain text (RSS 2.0).
fn holds_html(around: &str, name: &str) -> bool {
    matches!((around, name), (_, "content" | "content:encoded") | ("item", "description"))
}

fn name(element: &BytesStart) -> String {
    element.name().as_ref().to_owned()
}

fn kind(root: &str) -> Kind {
    match root {
        "urlset" => Kind::Sitemap,
        "sitemapindex" => Kind::SitemapIndex,
        "feed" | "rss" => Kind::Feed,
        _ => Kind::Other,
    }
}

/// The address in the attributes of an element of a feed, which stands at these
/// bytes: a link, or what comes with an entry (RFC 4287, "The atom:link Element";
/// RSS 2.0; Media RSS; Apple's tags for podcasts).
fn attribute(element: &BytesStart, name: &str, range: Range<usize>) -> Option<Use> {
    let (key, purpose) = match name {
        "link" | "atom:link" if value(element, "rel").as_deref() == Some("enclosure") => {
            ("href", Purpose::Load(Resource::File))
        }
        "link" | "atom:link" => ("href", Purpose::Tell),
        "enclosure" | "media:content" => ("url", Purpose::Load(Resource::File)),
        "media:thumbnail" => ("url", Purpose::Load(Resource::Picture)),
        "itunes:image" => ("href", Purpose::Load(Resource::Picture)),
        _ => return None,
    };
    Some(Use { address: value(element, key)?, purpose, range })
}

/// What an attribute says.
fn value(element: &BytesStart, key: &str) -> Option<String> {
    let value = element.try_get_attribute(key).ok()??.value;
    Some(quick_xml::escape::unescape(&value).map_or(value.to_string(), |value| value.into_owned()))
}

/// What an entity stands for: `amp`, `#38`.
fn resolved(entity: &str) -> String {
    let written = format!("&{entity};");
    quick_xml::escape::unescape(&written).map_or(written.clone(), |text| text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(facts: &Facts) -> Vec<&str> {
        facts.addresses.iter().map(|used| used.address.as_str()).collect()
    }

    #[test]
    fn a_sitemap_is_a_list_of_addresses() {
        let text = "<?xml version=\"1.0\"?>\n<urlset><url><loc> https://a.example/?a&amp;b </loc><lastmod>x</lastmod></url></urlset>";
        let facts = read_xml(text);
        assert_eq!(facts.kind, Kind::Sitemap);
        assert_eq!(addresses(&facts), ["https://a.example/?a&b"]);
        assert_eq!(&text[facts.addresses[0].range.clone()], " https://a.example/?a&amp;b ");
    }

    #[test]
    fn a_feed_has_links_and_pages() {
        let atom = read_xml(
            "<feed><link href='/a'/><entry><content type='html'>&lt;img src=x></content></entry></feed>",
        );
        assert_eq!((atom.kind, addresses(&atom)), (Kind::Feed, vec!["/a"]));
        assert_eq!(atom.pages[0].0, "<img src=x>");
        let rss = read_xml(
            "<rss><channel><link>https://a.example/</link><item><description><![CDATA[<p>]]></description></item></channel></rss>",
        );
        assert_eq!(addresses(&rss), ["https://a.example/"]);
        assert_eq!(rss.pages[0].0, "<p>");
    }

    #[test]
    fn a_json_feed_is_told_from_other_json() {
        let text = r#"{"version":"https://jsonfeed.org/version/1.1","items":[{"url":"https://a.example/q/1/","content_html":"<p>"}]}"#;
        let facts = read_json(text);
        assert_eq!(addresses(&facts), ["https://a.example/q/1/"]);
        assert_eq!(facts.pages.len(), 1);
        assert_eq!(read_json("{\"version\":\"1\"}").kind, Kind::Other);
        assert_eq!(read_json("no json").kind, Kind::Other);
    }

    #[test]
    fn a_manifest_has_a_picture_wherever_it_says_src() {
        let text = r#"{"shortcuts":[{"icons":[{"src":"/a.png"}]}],"name":"/a","icons":[{"src":"/b.png"},{"src":"/c.png"}]}"#;
        let found = read_manifest(text).unwrap();
        let mut written: Vec<_> = found.iter().map(|(_, range)| &text[range.clone()]).collect();
        assert_eq!(found.iter().map(|(address, _)| address.as_str()).collect::<Vec<_>>(), written);
        written.sort_unstable();
        assert_eq!(written, ["/a.png", "/b.png", "/c.png"]);
        assert_eq!(read_manifest("{\"src\":1}"), Some(vec![]));
        assert_eq!(read_manifest("{} // none"), None);
    }

    #[test]
    fn a_playlist_names_pieces_and_keys() {
        let found = read_playlist("#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"/key\"\n#EXTINF:9,\n/a.ts\r\n\n");
        assert_eq!(found.iter().map(|(address, _)| address.as_str()).collect::<Vec<_>>(), ["/key", "/a.ts"]);
        assert_eq!(found[1].1, 56..62);
    }

    #[test]
    fn what_is_not_well_formed_is_read_as_far_as_it_goes() {
        assert_eq!(read_xml("<urlset><url><loc>a</loc></wrong>").addresses.len(), 1);
        assert_eq!(read_xml("").kind, Kind::Other);
    }
}
