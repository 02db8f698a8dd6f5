//! Feeds: the newest questions with their full text, as Atom, RSS and JSON.

use serde_json::json;

use super::Renderer;
use super::question::last_change;
use super::xml;
use super::xml::Xml;
use crate::archive::Archive;
use crate::archive::QuestionId;
use crate::config::CategoryId;
use crate::date::Moment;
use crate::page::EditionIndex;
use crate::page::FeedFormat;
use crate::question::Correction;
use crate::question::Question;

/// How many questions a feed holds; feed readers and Naver ask for 50 to 100.
const FEED_LENGTH: usize = 50;

/// What all formats of a feed say.
struct Feed<'a> {
    title: String,
    description: String,
    language: String,
    /// The page that the feed follows.
    home: String,
    /// The feed itself.
    url: String,
    /// RFC 3339; the newest change in the feed.
    updated: String,
    entries: Vec<&'a Entry>,
}

/// One question in a feed.
#[derive(Debug)]
pub(super) struct Entry {
    id: String,
    url: String,
    title: String,
    summary: String,
    html: String,
    author: String,
    tags: Vec<String>,
    published: String,
    published_rfc2822: String,
    updated: String,
}

impl Renderer {
    /// A feed of an edition, or of one of its categories.
    pub(super) fn feed(
        &self,
        edition: EditionIndex,
        category: Option<CategoryId>,
        format: FeedFormat,
    ) -> String {
        let feed = self.feed_content(edition, category, format);
        match format {
            FeedFormat::Atom => atom(&feed),
            FeedFormat::Rss => rss(&feed),
            FeedFormat::Json => json_feed(&feed),
        }
    }

    /// The corrections of an edition as Atom.
    pub(super) fn changes_feed(&self, index: EditionIndex) -> String {
        let config = &self.archive.config;
        let edition = &self.archive.editions()[index];
        let corrections = self.corrections(index);
        let newest = corrections.into_iter().take(FEED_LENGTH);
        let entries: Vec<_> = newest.map(|(id, correction)| self.change_entry(id, correction)).collect();
        let title = self.say(&edition.language, "changes.title");
        atom(&Feed {
            title: format!("{title} · {}", config.title),
            description: config.description_in(&edition.language).unwrap_or(&config.title).to_owned(),
            language: edition.language.clone(),
            home: config.absolute(&edition.address("/changes/")),
            url: config.absolute(&edition.address("/changes/feed.xml")),
            updated: entries.iter().map(|entry| entry.updated.clone()).max().unwrap_or_else(epoch),
            entries: entries.iter().collect(),
        })
    }

    fn change_entry(&self, id: QuestionId, correction: &Correction) -> Entry {
        let config = &self.archive.config;
        let question = self.archive.question(id);
        let changed = Moment::from(correction.date);
        let kind = self.say(question.language(config), &format!("correction.{}", correction.kind.name()));
        Entry {
            id: format!(
                "{}#{}-{}",
                tag_uri(&self.archive, question),
                correction.date,
                correction.kind.name()
            ),
            url: config.absolute(&question.key.address()),
            title: format!("[{kind}] {}", question.front.title),
            summary: correction.note.clone(),
            html: xml::paragraph(&correction.note),
            author: author(&self.archive, question),
            tags: Vec::new(),
            published: changed.rfc3339(&config.timezone),
            published_rfc2822: changed.rfc2822(&config.timezone),
            updated: changed.rfc3339(&config.timezone),
        }
    }

    fn feed_content(
        &self,
        index: EditionIndex,
        category: Option<CategoryId>,
        format: FeedFormat,
    ) -> Feed<'_> {
        let archive = &self.archive;
        let config = &archive.config;
        let edition = &archive.editions()[index];
        let entries: Vec<_> = self.newest(index, category).iter().map(|&id| self.entry(id)).collect();
        let folder = self.addresses(index).feed_folder(category);
        let title = match category {
            None => config.title.clone(),
            Some(id) => format!("{} · {}", config.categories.get(id).name, config.title),
        };
        Feed {
            title,
            description: config.description_in(&edition.language).unwrap_or(&config.title).to_owned(),
            language: edition.language.clone(),
            home: config.absolute(&folder),
            url: config.absolute(&format!("{folder}{}", format.file())),
            updated: entries.iter().map(|entry| entry.updated.clone()).max().unwrap_or_else(epoch),
            entries,
        }
    }

    /// The questions of a feed.
    pub(super) fn newest(&self, index: EditionIndex, category: Option<CategoryId>) -> &[QuestionId] {
        let edition = &self.archive.editions()[index];
        let ids = category.map_or(edition.questions.as_slice(), |id| edition.category(id));
        &ids[..ids.len().min(FEED_LENGTH)]
    }

    /// The entry of a question, made once for all feeds that it is in.
    fn entry(&self, id: QuestionId) -> &Entry {
        self.entries[id.0].get_or_init(|| Box::new(self.new_entry(id)))
    }

    fn new_entry(&self, id: QuestionId) -> Entry {
        let archive = &self.archive;
        let config = &archive.config;
        let question = archive.question(id);
        let zone = &config.timezone;
        let published = question.front.answered.unwrap_or(question.front.asked);
        Entry {
            id: tag_uri(archive, question),
            url: config.absolute(&question.key.address()),
            title: question.front.title.clone(),
            summary: question.summary.clone(),
            html: self.entry_html(question),
            author: author(archive, question),
            tags: question.front.tags.clone(),
            published: published.rfc3339(zone),
            published_rfc2822: published.rfc2822(zone),
            updated: last_change(archive, question).rfc3339(zone),
        }
    }

    /// The whole thread; links and pictures get their host, as readers show
    /// feeds elsewhere.
    fn entry_html(&self, question: &Question) -> String {
        let config = &self.archive.config;
        let lang = question.language(config);
        let fragments = question.write_turns(config, &self.archive.statics);
        let mut html = String::new();
        for (turn, fragment) in question.turns.iter().zip(fragments) {
            let heading = self.say(lang, &format!("turn.{}", turn.kind.name()));
            html.push_str(&format!("<h2>{heading}</h2>\n{}", fragment.html));
        }
        with_whole_addresses(&html, config.origin(), &config.absolute(&question.key.address()))
    }
}

/// `html` with whole addresses in its tags, where `page` is its own.
fn with_whole_addresses(html: &str, origin: &str, page: &str) -> String {
    let mut whole = String::with_capacity(html.len() + 64);
    // text holds no `<`, so each one opens a tag
    let mut parts = html.split('<');
    whole.push_str(parts.next().unwrap_or_default());
    for part in parts {
        whole.push('<');
        let (tag, text) = part.split_at(part.find('>').unwrap_or(part.len()));
        let mut is_address = false;
        for piece in tag.split_inclusive("=\"") {
            if is_address {
                whole.push_str(match piece.as_bytes() {
                    [b'/', b'/', ..] => "https:",
                    [b'/', ..] => origin,
                    [b'#', ..] => page,
                    _ => "",
                });
            }
            whole.push_str(piece);
            is_address = piece.ends_with(" href=\"") || piece.ends_with(" src=\"");
        }
        whole.push_str(text);
    }
    whole
}

/// A name for the question that holds even when the site moves (RFC 4151).
fn tag_uri(archive: &Archive, question: &Question) -> String {
    let config = &archive.config;
    let host = config.origin().split_once("://").map_or("", |(_, host)| host);
    let day = question.front.asked.date(&config.timezone);
    format!("tag:{host},{day}:{}", question.key.address())
}

fn author(archive: &Archive, question: &Question) -> String {
    let names = question.front.answered_by.iter().filter_map(|id| archive.people.get(id));
    let names: Vec<_> = names.map(|person| person.name.as_str()).collect();
    if names.is_empty() {
        return archive.config.brand.name.clone().unwrap_or_else(|| archive.config.title.clone());
    }
    names.join(", ")
}

/// What an empty feed says: it has to say something, and the same each time.
fn epoch() -> String {
    "1970-01-01T00:00:00Z".to_owned()
}

fn atom(feed: &Feed) -> String {
    let mut xml = Xml::new();
    let attributes = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", feed.language.as_str())];
    xml.element("feed", &attributes, |xml| {
        xml.text("id", &feed.url);
        xml.text("title", &feed.title);
        xml.text("subtitle", &feed.description);
        xml.text("updated", &feed.updated);
        xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &feed.url)]);
        xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &feed.home)]);
        for entry in &feed.entries {
            xml.element("entry", &[], |xml| atom_entry(xml, entry));
        }
    });
    xml.finish()
}

fn atom_entry(xml: &mut Xml, entry: &Entry) {
    xml.text("id", &entry.id);
    xml.text("title", &entry.title);
    xml.text("published", &entry.published);
    xml.text("updated", &entry.updated);
    xml.element("author", &[], |xml| xml.text("name", &entry.author));
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &entry.url)]);
    for tag in &entry.tags {
        xml.empty("category", &[("term", tag)]);
    }
    xml.text("summary", &entry.summary);
    xml.text_with("content", &[("type", "html")], &entry.html);
}

fn rss(feed: &Feed) -> String {
    let mut xml = Xml::new();
    let attributes = [
        ("version", "2.0"),
        ("xmlns:atom", "http://www.w3.org/2005/Atom"),
        ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ];
    xml.element("rss", &attributes, |xml| {
        xml.element("channel", &[], |xml| {
            xml.text("title", &feed.title);
            xml.text("link", &feed.home);
            xml.text("description", &feed.description);
            xml.text("language", &feed.language);
            xml.empty("atom:link", &[("rel", "self"), ("type", "application/rss+xml"), ("href", &feed.url)]);
            for entry in &feed.entries {
                xml.element("item", &[], |xml| rss_item(xml, entry));
            }
        });
    });
    xml.finish()
}

fn rss_item(xml: &mut Xml, entry: &Entry) {
    xml.text("title", &entry.title);
    xml.text("link", &entry.url);
    xml.text_with("guid", &[("isPermaLink", "true")], &entry.url);
    xml.text("pubDate", &entry.published_rfc2822);
    xml.text("dc:creator", &entry.author);
    for tag in &entry.tags {
        xml.text("category", tag);
    }
    // HTML to whoever reads RSS
    xml.text("description", &xml::escaped(&entry.summary));
    xml.text("content:encoded", &entry.html);
}

fn json_feed(feed: &Feed) -> String {
    let items: Vec<_> = feed
        .entries
        .iter()
        .map(|entry| {
            json!({
                "id": entry.url,
                "url": entry.url,
                "title": entry.title,
                "summary": entry.summary,
                "content_html": entry.html,
                "date_published": entry.published,
                "date_modified": entry.updated,
                "authors": [{ "name": entry.author }],
                "tags": entry.tags,
                "language": feed.language,
            })
        })
        .collect();
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.home,
        "feed_url": feed.url,
        "language": feed.language,
        "items": items,
    });
    let mut json = serde_json::to_string_pretty(&feed).unwrap_or_default();
    json.push('\n');
    json
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn becomes(html: &str, whole: &str) {
        assert_eq!(with_whole_addresses(html, "https://a.example", "https://a.example/q/1/"), whole);
    }

    #[test]
    fn addresses_in_feeds_are_whole() {
        becomes("<a href=\"/q/2/\" rel=\"x\">b</a>", "<a href=\"https://a.example/q/2/\" rel=\"x\">b</a>");
        becomes("<img src=\"/a.png\" alt=\"/b\">", "<img src=\"https://a.example/a.png\" alt=\"/b\">");
        becomes("<a href=\"#fn-1\">1</a>", "<a href=\"https://a.example/q/1/#fn-1\">1</a>");
        becomes("<a href=\"//b.example/\">b</a>", "<a href=\"https://b.example/\">b</a>");
        becomes("<a href=\"mailto:a@b.c\">b</a>", "<a href=\"mailto:a@b.c\">b</a>");
    }

    #[test]
    fn text_in_feeds_stays_as_it_is() {
        becomes("<p>&lt;a href=\"/x\"&gt;</p>", "<p>&lt;a href=\"/x\"&gt;</p>");
    }
}
