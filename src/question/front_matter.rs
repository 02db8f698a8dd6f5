//! Reading the front matter of a question.

use std::collections::BTreeSet;

use super::Ai;
use super::Ask;
use super::Context;
use super::Correction;
use super::CorrectionKind;
use super::FrontMatter;
use super::QUESTION_KEYS;
use super::Source;
use super::Status;
use crate::characters;
use crate::config::CategoryId;
use crate::config::Config;
use crate::config::People;
use crate::config::read_consents;
use crate::config::read_language;
use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::key::Key;
use crate::markdown;
use crate::suggestion;
use crate::yaml::Document;
use crate::yaml::Fields;
use crate::yaml::Limits;
use crate::yaml::Parts;
use crate::yaml::is_web_address;

/// How long a title may be, in characters.
const TITLE_LENGTH: std::ops::RangeInclusive<usize> = 2..=200;

/// Reads the front matter of `text`; none when title or date cannot be read.
pub fn read(file: &str, text: &str, parts: &Parts, context: Context) -> Checked<Option<FrontMatter>> {
    let document = match Document::parse(file, text, parts.front.clone(), Limits::FRONT_MATTER) {
        Ok(document) => document,
        Err(diagnostics) => return Checked { value: None, diagnostics },
    };
    let mut fields = Fields::of(&document);
    let front = read_fields(&mut fields, context);
    let known: Vec<_> = QUESTION_KEYS.iter().map(|key| key.name).collect();
    fields.finish_open(&known);
    Checked { value: front, diagnostics: document.into_problems() }
}

fn read_fields(fields: &mut Fields, context: Context) -> Option<FrontMatter> {
    let title = read_title(fields);
    fields.require("asked");
    let asked = fields.moment("asked");
    Some(FrontMatter {
        answered: fields.moment("answered"),
        answered_by: read_people(fields, "answered_by", context),
        approved_by: read_people(fields, "approved_by", context),
        status: fields.choice("status", &Status::ALL),
        reason: fields.text("reason"),
        merged_into: read_key(fields, "merged_into"),
        category: read_category(fields, context.config),
        tags: fields.texts("tags"),
        channel: read_channel(fields, context.config),
        asker: fields.text("asker"),
        asks: read_asks(fields, context.config),
        summary: fields.text("summary"),
        related: read_keys(fields, "related"),
        follows: read_keys(fields, "follows"),
        aliases: fields.addresses("aliases"),
        review_by: fields.day("review_by"),
        valid_until: fields.day("valid_until"),
        corrections: read_corrections(fields),
        sources: read_sources(fields),
        image: read_image(fields, context),
        lang: read_language(fields, "lang"),
        translation_of: read_key(fields, "translation_of"),
        draft: fields.flag("draft").unwrap_or(false),
        publish_on: fields.day("publish_on"),
        pinned: fields.flag("pinned").unwrap_or(false),
        unlisted: fields.flag("unlisted").unwrap_or(false),
        ai: fields.choice("ai", &Ai::ALL).unwrap_or_default(),
        personal_data_allowed: read_consents(fields),
        extra: fields.own_texts(),
        // last, so that whatever else is wrong is told too
        title: title?,
        asked: asked?,
    })
}

fn read_title(fields: &mut Fields) -> Option<String> {
    let title = fields.required_text("title")?;
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(message) = wrong_length(&title) {
        let help = "put the question in one line here, and the details in the text";
        fields.fail("title", Diagnostic::error("title-length", message).help(help));
    }
    Some(title)
}

/// What is wrong with a title that is too short or too long.
pub fn wrong_length(title: &str) -> Option<String> {
    let length = title.chars().count();
    let (least, most) = (TITLE_LENGTH.start(), TITLE_LENGTH.end());
    (!TITLE_LENGTH.contains(&length))
        .then(|| format!("a title has {least} to {most} characters, and this one has {length}"))
}

fn read_people(fields: &mut Fields, key: &str, context: Context) -> Vec<String> {
    let mut ids = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, id) in fields.numbered_texts(key) {
        if !seen.insert(id.clone()) {
            fields.fail_item(key, index, named_twice(&id));
            continue;
        }
        if !context.people.has(&id) {
            fields.fail_item_with(key, index, People::unknown(&id), || context.people.help_with(&id));
        }
        ids.push(id);
    }
    ids
}

fn named_twice(id: &str) -> Diagnostic {
    Diagnostic::error("repeated-person", format!("`{}` is named twice", characters::shown(id)))
        .help("remove one of the two")
}

fn read_category(fields: &mut Fields, config: &Config) -> Option<CategoryId> {
    let path = fields.text("category")?;
    let path = path.trim_matches('/');
    let found = config.categories.find(path);
    if found.is_none() {
        let known = config.categories.iter().map(|(_, category)| category.path.as_str());
        let help = suggestion::help(path, known, || "add it to `categories` in `site.yaml`".to_owned());
        let message = format!("there is no category `{path}`");
        fields.fail("category", Diagnostic::error("unknown-category", message).help(help));
    }
    found
}

fn read_channel(fields: &mut Fields, config: &Config) -> Option<String> {
    let channel = fields.text("channel")?;
    if !config.channels.contains_key(&channel) {
        let known = config.channels.keys().map(String::as_str);
        let help = suggestion::help(&channel, known, || "add it to `channels` in `site.yaml`".to_owned());
        let message = format!("there is no channel `{channel}`");
        fields.fail("channel", Diagnostic::error("unknown-channel", message).help(help));
    }
    Some(channel)
}

fn read_key(fields: &mut Fields, name: &str) -> Option<Key> {
    let text = fields.text(name)?;
    let key = parse_key(&text);
    if key.is_none() {
        fields.fail(name, bad_key(&text));
    }
    key
}

fn read_keys(fields: &mut Fields, name: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    for (index, text) in fields.numbered_texts(name) {
        match parse_key(&text) {
            Some(key) => keys.push(key),
            None => fields.fail_item(name, index, bad_key(&text)),
        }
    }
    keys
}

/// Authors may write a key as a number, a slug, or as in a link: `q:12`.
pub fn parse_key(text: &str) -> Option<Key> {
    Key::parse(text.strip_prefix("q:").unwrap_or(text))
}

fn bad_key(text: &str) -> Diagnostic {
    Diagnostic::error("bad-key", format!("`{text}` is no key of a question"))
        .help("a key is the number its file name starts with, or its slug: 123, refund-policy")
}

fn read_asks(fields: &mut Fields, config: &Config) -> Vec<Ask> {
    let mut asks = Vec::new();
    for mut inner in fields.maps("asks") {
        asks.push(Ask {
            asked: inner.moment("asked"),
            channel: read_channel(&mut inner, config),
            wording: inner.text("wording"),
        });
        inner.finish(&["asked", "channel", "wording"]);
    }
    asks
}

fn read_corrections(fields: &mut Fields) -> Vec<Correction> {
    let mut corrections = Vec::new();
    for mut inner in fields.maps("corrections") {
        inner.require("date");
        inner.require("kind");
        let date = inner.day("date");
        let kind = inner.choice("kind", &CorrectionKind::ALL);
        let note = inner.required_text("note");
        if let (Some(date), Some(kind), Some(note)) = (date, kind, note) {
            corrections.push(Correction { date, kind, note });
        }
        inner.finish(&["date", "kind", "note"]);
    }
    corrections
}

fn read_sources(fields: &mut Fields) -> Vec<Source> {
    let mut sources = Vec::new();
    for mut inner in fields.maps("sources") {
        let title = inner.required_text("title");
        let url = inner.text("url");
        if url.as_deref().is_some_and(|url| !is_web_address(url)) {
            inner.fail(
                "url",
                Diagnostic::error("bad-url", "this is not a web address").help("https://example.org/paper"),
            );
        }
        let checked = inner.day("checked");
        let lang = read_language(&mut inner, "lang");
        if let Some(title) = title {
            sources.push(Source { title, url, checked, lang });
        }
        inner.finish(&["title", "url", "checked", "lang"]);
    }
    sources
}

fn read_image(fields: &mut Fields, context: Context) -> Option<String> {
    let image = fields.text("image")?;
    if let Some(problem) = context.statics.missing(&markdown::path_of(&image)) {
        fields.fail("image", problem);
    }
    Some(format!("/{}", markdown::address_of(&image).trim_start_matches('/')))
}
