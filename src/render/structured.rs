//! Structured data: what search engines read of a page, as JSON-LD.
//!
//! A question's page is an `Article` about a `Question`. `QAPage` is for sites
//! whose readers can answer, and `FAQPage` is retired, so neither appears. The
//! texts are those of the page.

use serde::Serialize;

use super::question::last_change;
use super::view::QuestionView;
use super::view::TurnView;
use crate::archive::Archive;
use crate::config::Config;
use crate::markdown;
use crate::question::Question;

/// What stands in a page's script element.
#[derive(Serialize)]
struct Graph<T> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    nodes: T,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename = "Article", rename_all = "camelCase")]
struct Article<'a> {
    headline: &'a str,
    url: &'a str,
    main_entity_of_page: &'a str,
    in_language: &'a str,
    date_published: String,
    date_modified: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<String>,
    #[serde(skip_serializing_if = "<[Author]>::is_empty")]
    author: &'a [Author<'a>],
    main_entity: Asked<'a>,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename = "Question", rename_all = "camelCase")]
struct Asked<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    text: &'a str,
    date_created: String,
    answer_count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted_answer: Option<Answer<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename = "Answer", rename_all = "camelCase")]
struct Answer<'a> {
    text: &'a str,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_created: Option<String>,
    #[serde(skip_serializing_if = "<[Author]>::is_empty")]
    author: &'a [Author<'a>],
}

#[derive(Serialize)]
#[serde(tag = "@type", rename = "Person", rename_all = "camelCase")]
struct Author<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    job_title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename = "BreadcrumbList", rename_all = "camelCase")]
struct Breadcrumbs<'a> {
    item_list_element: Vec<Breadcrumb<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename = "ListItem")]
struct Breadcrumb<'a> {
    position: usize,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<String>,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename = "WebSite", rename_all = "camelCase")]
struct WebSite<'a> {
    name: &'a str,
    url: &'a str,
    in_language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    publisher: Reference<'a>,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename = "Organization", rename_all = "camelCase")]
struct Organization<'a> {
    #[serde(rename = "@id")]
    id: &'a str,
    name: &'a str,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    logo: Option<String>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    same_as: &'a [String],
}

#[derive(Serialize)]
struct Reference<'a> {
    #[serde(rename = "@id")]
    id: &'a str,
}

/// The data of a question's page: the article and the way to it.
pub fn question(archive: &Archive, question: &Question, shown: &QuestionView) -> String {
    let config = &archive.config;
    let zone = &config.timezone;
    let front = &question.front;
    let answer = shown.turns.iter().find(|turn| turn.kind == "answer");
    let authors = answer.map(|answer| authors(config, answer)).unwrap_or_default();
    let article = Article {
        headline: shown.title,
        url: &shown.url,
        main_entity_of_page: &shown.url,
        in_language: question.language(config),
        date_published: front.answered.unwrap_or(front.asked).rfc3339(zone),
        date_modified: last_change(archive, question).rfc3339(zone),
        image: front.image.as_deref().map(|image| config.absolute(image)),
        author: &authors,
        main_entity: Asked {
            name: shown.title,
            text: shown.turns.iter().find(|turn| turn.kind == "question").map_or("", |turn| &turn.text),
            date_created: front.asked.rfc3339(zone),
            answer_count: shown.turns.iter().filter(|turn| turn.kind.ends_with("answer")).count(),
            accepted_answer: answer.map(|answer| Answer {
                text: &answer.text,
                url: format!("{}#{}", shown.url, answer.id),
                date_created: front.answered.map(|answered| answered.rfc3339(zone)),
                author: &authors,
            }),
        },
    };
    script(&Graph { context: CONTEXT, nodes: (article, breadcrumbs(config, shown)) })
}

fn authors<'a>(config: &Config, turn: &'a TurnView) -> Vec<Author<'a>> {
    let people = turn.by.iter().map(|person| Author {
        name: person.name,
        job_title: person.role,
        url: person.href.as_ref().map(|href| format!("{}{href}", config.origin())),
    });
    people.collect()
}

/// The categories, then the question itself. Naver wants no entry for the home
/// page, and Google at least two entries.
fn breadcrumbs<'a>(config: &Config, shown: &'a QuestionView) -> Breadcrumbs<'a> {
    let above =
        if shown.categories.is_empty() { std::slice::from_ref(&shown.list) } else { &shown.categories };
    let above =
        above.iter().map(|link| (link.name.as_str(), Some(format!("{}{}", config.origin(), link.href))));
    let names = above.chain([(shown.title, None)]).zip(1..);
    let items = names.map(|((name, item), position)| Breadcrumb { position, name, item });
    Breadcrumbs { item_list_element: items.collect() }
}

/// The data of a home page: the site, and whose it is.
pub fn home(config: &Config, url: &str, language: &str) -> String {
    let brand = &config.brand;
    let id = format!("{}/#organization", config.url);
    let site = WebSite {
        name: &config.title,
        url,
        in_language: language,
        description: config.description_in(language),
        publisher: Reference { id: &id },
    };
    let organization = Organization {
        id: &id,
        name: brand.name.as_deref().unwrap_or(&config.title),
        url: format!("{}/", config.url),
        logo: brand
            .logo
            .as_ref()
            .map(|logo| config.absolute(&format!("/{}", markdown::address_of(logo).trim_start_matches('/')))),
        same_as: &brand.same_as,
    };
    script(&Graph { context: CONTEXT, nodes: (site, organization) })
}

const CONTEXT: &str = "https://schema.org";

/// The JSON as it may stand in a script element: nothing in it can end the
/// element or start a comment (WHATWG HTML, "Restrictions for contents of
/// script elements").
fn script(data: &impl Serialize) -> String {
    let mut json = serde_json::to_string(data).unwrap_or_default();
    for (character, escape) in ESCAPES {
        // most data has none, and a search passes many bytes at a time
        if json.contains(character) {
            json = json.replace(character, escape);
        }
    }
    json
}

/// What could end a script element or a line of script, and what JSON writes
/// for it.
const ESCAPES: [(char, &str); 5] =
    [('<', "\\u003c"), ('>', "\\u003e"), ('&', "\\u0026"), ('\u{2028}', "\\u2028"), ('\u{2029}', "\\u2029")];

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use serde_json::json;

    use super::*;

    #[test]
    fn nothing_can_end_the_script_element() {
        let text = "</script><!--<script>&\u{2028}\"";
        let json = script(&json!({ "a": text }));
        assert!(!json.contains(['<', '>', '&', '\u{2028}']), "{json}");
        assert_eq!(serde_json::from_str::<Value>(&json).unwrap()["a"], text);
    }
}
