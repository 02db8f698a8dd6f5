//! Reading `site.yaml`.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use super::Ask;
use super::Brand;
use super::Categories;
use super::CategoryId;
use super::Config;
use super::Outputs;
use super::Promise;
use super::Robots;
use super::Written;
use super::keys;
use super::personal_data;
use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::slug;
use crate::yaml::Document;
use crate::yaml::Fields;
use crate::yaml::Limits;
use crate::yaml::is_web_address;
use crate::yaml::read_address;

/// How deep the tree of categories may be; deeper ones get lost in addresses
/// and breadcrumbs alike.
const MAX_CATEGORY_DEPTH: usize = 3;

/// The settings written in `text`, the content of `file`; none when title,
/// address or language cannot be read.
pub fn read(file: &str, text: &str) -> Checked<Option<Config>> {
    let document = match Document::parse(file, text, 0..text.len(), Limits::SETTINGS) {
        Ok(document) => document,
        Err(diagnostics) => return Checked { value: None, diagnostics },
    };
    let mut fields = Fields::of(&document);
    let mut config = read_config(&mut fields);
    if let Some(config) = &mut config {
        config.written = Written { file: file.to_owned(), text: text.to_owned() };
    }
    fields.finish(&keys::names(keys::SITE_KEYS));
    Checked { value: config, diagnostics: document.into_problems() }
}

fn read_config(fields: &mut Fields) -> Option<Config> {
    let title = fields.required_text("title");
    let url = read_url(fields);
    fields.require("language");
    let language = read_language(fields, "language");
    let ask = read_ask(fields);
    let personal_data = personal_data::read(fields, url.as_deref().unwrap_or_default(), ask.email.as_deref());
    let config = Config {
        title: title.unwrap_or_default(),
        url: url.clone().unwrap_or_default(),
        origin_length: url.as_deref().map_or(0, origin_length),
        language: language.clone().unwrap_or_default(),
        description: fields.text("description"),
        timezone: read_timezone(fields),
        theme: fields.text("theme").unwrap_or_else(|| "default".into()),
        settings: read_settings(fields),
        brand: read_brand(fields),
        categories: read_categories(fields),
        channels: read_channels(fields),
        tags: read_tags(fields),
        moved: read_moved(fields),
        promise: read_promise(fields),
        ask,
        synonyms: read_synonyms(fields),
        robots: read_robots(fields),
        per_page: fields.whole("per_page", 1).unwrap_or(20) as usize,
        outputs: read_outputs(fields),
        raw_html: fields.flag("raw_html").unwrap_or(false),
        personal_data,
        written: Written::default(),
    };
    let complete = !config.title.is_empty() && url.is_some() && language.is_some();
    complete.then_some(config)
}

/// How many bytes of `url` are scheme and host.
fn origin_length(url: &str) -> usize {
    let host = url.find("://").map_or(0, |scheme| scheme + 3);
    url[host..].find('/').map_or(url.len(), |slash| host + slash)
}

fn read_url(fields: &mut Fields) -> Option<String> {
    let url = fields.required_text("url")?;
    let url = url.trim_end_matches('/');
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let clean = |host: &str| {
        !host.is_empty() && host.bytes().all(|b| b.is_ascii_graphic() && !b"?#\"'<>\\ ".contains(&b))
    };
    if !host.is_some_and(clean) {
        let message = format!("`{url}` is not the address of a site");
        let help = "write it with its scheme and in ASCII: https://qna.example.org";
        fields.fail("url", Diagnostic::error("bad-url", message).help(help));
        return None;
    }
    Some(url.to_owned())
}

/// The language under `key`, as a BCP 47 tag.
pub fn read_language(fields: &mut Fields, key: &str) -> Option<String> {
    let typed = fields.text(key)?;
    let language = language_tag(&typed);
    if language.is_none() {
        let message = format!("`{typed}` is not a language tag");
        fields
            .fail(key, Diagnostic::error("bad-language", message).help("write it as `ko`, `en` or `pt-BR`"));
    }
    language
}

/// The BCP 47 tag that `text` is in any case, in the case that is usual; none
/// where it has not the shape of one: letters and digits in groups of 2 to 8,
/// the first of letters alone.
pub fn language_tag(text: &str) -> Option<String> {
    let (language, rest) = text.split_once('-').map_or((text, None), |(first, rest)| (first, Some(rest)));
    let is_language = (2..=3).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_alphabetic());
    let mut tag = is_language.then(|| language.to_ascii_lowercase())?;
    for group in rest.into_iter().flat_map(|rest| rest.split('-')) {
        let is_group = (2..=8).contains(&group.len()) && group.bytes().all(|b| b.is_ascii_alphanumeric());
        tag.push('-');
        tag += &is_group.then(|| in_usual_case(group))?;
    }
    Some(tag)
}

/// A group behind the first as it is usually written: `BR`, `Hant`, `valencia`
/// (RFC 5646, section 2.1.1).
fn in_usual_case(group: &str) -> String {
    match group.len() {
        2 => group.to_ascii_uppercase(),
        4 => group[..1].to_ascii_uppercase() + &group[1..].to_ascii_lowercase(),
        _ => group.to_ascii_lowercase(),
    }
}

fn read_timezone(fields: &mut Fields) -> TimeZone {
    let Some(name) = fields.text("timezone") else { return TimeZone::UTC };
    TimeZone::get(&name).unwrap_or_else(|_| {
        let message = format!("there is no time zone `{name}`");
        fields.fail(
            "timezone",
            Diagnostic::error("bad-timezone", message).help("use an IANA name: Asia/Seoul"),
        );
        TimeZone::UTC
    })
}

fn read_settings(fields: &mut Fields) -> BTreeMap<String, String> {
    let Some(mut inner) = fields.map("settings") else { return BTreeMap::new() };
    let names: Vec<_> = inner.entries().into_iter().map(|(name, _)| name).collect();
    names.into_iter().filter_map(|name| Some((name.clone(), inner.text(&name)?))).collect()
}

fn read_brand(fields: &mut Fields) -> Brand {
    let Some(mut inner) = fields.map("brand") else { return Brand::default() };
    let brand = Brand { name: inner.text("name"), logo: inner.text("logo"), same_as: inner.texts("same_as") };
    for (index, url) in brand.same_as.iter().enumerate().filter(|(_, url)| !is_web_address(url)) {
        let problem = Diagnostic::error("bad-url", format!("`{url}` is not a web address"));
        inner.fail_item("same_as", index, problem.help("https://www.example.org/brand"));
    }
    inner.finish(&["name", "logo", "same_as"]);
    brand
}

fn read_categories(fields: &mut Fields) -> Categories {
    let mut categories = Categories::default();
    if let Some(level) = fields.map("categories") {
        read_category_level(level, None, 1, &mut categories);
    }
    categories
}

fn read_category_level(
    mut level: Fields,
    parent: Option<CategoryId>,
    depth: usize,
    categories: &mut Categories,
) {
    for (id, _) in level.entries() {
        if !slug::is_slug(&id) {
            let message = format!("`{id}` cannot stand in an address");
            let help =
                "use small letters, digits and `-` for a category's id, and `name:` for what readers see";
            level.fail_key(&id, Diagnostic::error("bad-id", message).help(help));
            continue;
        }
        if depth > MAX_CATEGORY_DEPTH {
            let message = format!("categories are at most {MAX_CATEGORY_DEPTH} levels deep");
            level.fail_key(
                &id,
                Diagnostic::error("category-too-deep", message).help("use a tag for finer distinctions"),
            );
            continue;
        }
        let Some(mut entry) = level.map(&id) else { continue };
        let name = entry.required_text("name").unwrap_or_default();
        let category = categories.add(parent, &id, name);
        if let Some(children) = entry.map("children") {
            read_category_level(children, Some(category), depth + 1, categories);
        }
        entry.finish(&["name", "children"]);
    }
}

fn read_channels(fields: &mut Fields) -> BTreeMap<String, String> {
    let Some(inner) = fields.map("channels") else { return BTreeMap::new() };
    let mut channels = BTreeMap::new();
    for (id, _) in inner.entries() {
        let Some(mut entry) = inner.map(&id) else { continue };
        if let Some(name) = entry.required_text("name") {
            channels.insert(id, name);
        }
        entry.finish(&["name"]);
    }
    channels
}

fn read_tags(fields: &mut Fields) -> BTreeMap<String, String> {
    let Some(mut inner) = fields.map("tags") else { return BTreeMap::new() };
    let mut tags = BTreeMap::new();
    for (tag, _) in inner.entries() {
        let Some(name) = inner.text(&tag) else { continue };
        if !slug::is_slug(&name) {
            let message = format!("`{name}` cannot stand in an address");
            let help = "use small letters, digits and `-`: cockroach";
            inner.fail(&tag, Diagnostic::error("bad-id", message).help(help));
            continue;
        }
        tags.insert(tag, name);
    }
    tags
}

fn read_moved(fields: &mut Fields) -> BTreeMap<String, String> {
    let Some(mut inner) = fields.map("moved") else { return BTreeMap::new() };
    let mut moved = BTreeMap::new();
    for (old, _) in inner.entries() {
        let Some(new) = inner.text(&old) else { continue };
        let (Some(from), Some(to)) = (read_address(&old), read_address(&new)) else {
            let wrong = if read_address(&old).is_none() { &old } else { &new };
            let message = format!("`{wrong}` is no address on this site");
            let help = "write both paths alone: moved: { /category/ant/: /category/insects/ant/ }";
            inner.fail(&old, Diagnostic::error("bad-alias", message).help(help));
            continue;
        };
        moved.insert(from, to);
    }
    moved
}

fn read_promise(fields: &mut Fields) -> Option<Promise> {
    let mut inner = fields.map("promise")?;
    inner.require("answer_within");
    let within = inner.whole("answer_within", 0);
    let business_days = inner.flag("business_days").unwrap_or(false);
    let holidays = inner.days("holidays").into_iter().collect();
    inner.finish(&["answer_within", "business_days", "holidays"]);
    Some(Promise::new(within?, business_days, holidays))
}

fn read_ask(fields: &mut Fields) -> Ask {
    let Some(mut inner) = fields.map("ask") else { return Ask::default() };
    let ask = Ask { email: inner.text("email"), url: inner.text("url") };
    if ask.email.as_deref().is_some_and(|email| !is_mail_address(email)) {
        let diagnostic = Diagnostic::error("bad-email", "this is not an e-mail address")
            .help("write a name, `@` and a domain");
        inner.fail("email", diagnostic);
    }
    if ask.url.as_deref().is_some_and(|url| !is_web_address(url)) {
        let diagnostic =
            Diagnostic::error("bad-url", "this is not a web address").help("https://example.org/ask");
        inner.fail("url", diagnostic);
    }
    inner.finish(&["email", "url"]);
    ask
}

/// Whether it has the form of a mail address, and no sign with which `mailto:`
/// says more than an address (RFC 6068).
fn is_mail_address(email: &str) -> bool {
    let is_strange = |c: char| c.is_whitespace() || c.is_control() || "?&%<>()[]\"\\,:;".contains(c);
    let parts = email.split_once('@');
    !email.contains(is_strange)
        && parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'))
}

fn read_synonyms(fields: &mut Fields) -> Vec<Vec<String>> {
    let Some(mut inner) = fields.map("search") else { return Vec::new() };
    let synonyms = inner.text_lists("synonyms");
    inner.finish(&["synonyms"]);
    synonyms
}

fn read_robots(fields: &mut Fields) -> Robots {
    let choices = [("open", Robots::Open), ("search-only", Robots::SearchOnly), ("closed", Robots::Closed)];
    fields.choice("robots", &choices).unwrap_or_default()
}

fn read_outputs(fields: &mut Fields) -> Outputs {
    let mut outputs = Outputs { markdown: true, json: false, cards: false };
    let Some(mut inner) = fields.map("outputs") else { return outputs };
    outputs.markdown = inner.flag("markdown").unwrap_or(outputs.markdown);
    outputs.json = inner.flag("json").unwrap_or(outputs.json);
    outputs.cards = inner.flag("cards").unwrap_or(outputs.cards);
    inner.finish(&["markdown", "json", "cards"]);
    outputs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_one_tag_in_any_case() {
        for (typed, tag) in [("ko", "ko"), ("EN", "en"), ("pt-br", "pt-BR"), ("ZH-hANT-tw", "zh-Hant-TW")] {
            assert_eq!(language_tag(typed).as_deref(), Some(tag), "{typed}");
        }
        for typed in ["", "k", "한국어", "english", "ko-", "-ko", "ko_KR", "e1", "en-a"] {
            assert_eq!(language_tag(typed), None, "{typed}");
        }
    }
}
