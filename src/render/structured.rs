//! Structured data: what search engines read of a page, as JSON-LD.
//!
//! A question's page is an `Article` about a `Question`. `QAPage` is for sites
//! whose readers can answer, and `FAQPage` is retired, so neither appears. The
//! texts are those of the page.

use std::fmt::Write as _;

use serde_json::Value;
use serde_json::json;

use super::question::last_change;
use super::view::QuestionView;
use super::view::TurnView;
use crate::archive::Archive;
use crate::config::Config;
use crate::question::Question;

/// The data of a question's page: the article and the way to it.
pub fn question(archive: &Archive, question: &Question, shown: &QuestionView) -> String {
    let config = &archive.config;
    let zone = &config.timezone;
    let published = question.front.answered.unwrap_or(question.front.asked);
    let mut article = json!({
        "@type": "Article",
        "headline": shown.title,
        "url": shown.url,
        "mainEntityOfPage": shown.url,
        "inLanguage": question.language(config),
        "datePublished": published.rfc3339(zone),
        "dateModified": last_change(archive, question).rfc3339(zone),
        "mainEntity": asked(archive, question, shown),
    });
    if let Some(image) = &question.front.image {
        article["image"] = json!(config.absolute(image));
    }
    if let Some(answer) = first_answer(shown).filter(|answer| !answer.by.is_empty()) {
        article["author"] = authors(config, answer);
    }
    script(&json!({ "@context": "https://schema.org", "@graph": [article, breadcrumbs(config, shown)] }))
}

fn asked(archive: &Archive, question: &Question, shown: &QuestionView) -> Value {
    let zone = &archive.config.timezone;
    let mut asked = json!({
        "@type": "Question",
        "name": shown.title,
        "dateCreated": question.front.asked.rfc3339(zone),
    });
    let text = shown.turns.iter().find(|turn| turn.kind == "question").map(|turn| turn.text.as_str());
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        asked["text"] = json!(text);
    }
    if let Some(answer) = first_answer(shown) {
        asked["answerCount"] = json!(shown.turns.iter().filter(|turn| turn.kind.ends_with("answer")).count());
        asked["acceptedAnswer"] = json!({
            "@type": "Answer",
            "text": answer.text,
            "url": format!("{}#{}", shown.url, answer.id),
        });
        if let Some(answered) = question.front.answered {
            asked["acceptedAnswer"]["dateCreated"] = json!(answered.rfc3339(zone));
        }
        if !answer.by.is_empty() {
            asked["acceptedAnswer"]["author"] = authors(&archive.config, answer);
        }
    }
    asked
}

fn first_answer<'v>(shown: &'v QuestionView<'v>) -> Option<&'v TurnView<'v>> {
    shown.turns.iter().find(|turn| turn.kind == "answer")
}

fn authors(config: &Config, turn: &TurnView) -> Value {
    let people = turn.by.iter().map(|person| {
        let mut author = json!({ "@type": "Person", "name": person.name });
        if let Some(href) = &person.href {
            author["url"] = json!(format!("{}{href}", config.origin()));
        }
        if let Some(role) = person.role {
            author["jobTitle"] = json!(role);
        }
        author
    });
    people.collect()
}

/// The categories, then the question itself. Naver wants no entry for the home
/// page, and Google at least two entries.
fn breadcrumbs(config: &Config, shown: &QuestionView) -> Value {
    let mut names: Vec<(&str, Option<String>)> = shown
        .categories
        .iter()
        .map(|category| (category.name.as_str(), Some(format!("{}{}", config.origin(), category.href))))
        .collect();
    if names.is_empty() {
        names.push((&shown.list.name, Some(format!("{}{}", config.origin(), shown.list.href))));
    }
    names.push((shown.title, None));
    let items: Vec<_> = names
        .into_iter()
        .zip(1..)
        .map(|((name, item), position)| {
            let mut entry = json!({ "@type": "ListItem", "position": position, "name": name });
            if let Some(item) = item {
                entry["item"] = json!(item);
            }
            entry
        })
        .collect();
    json!({ "@type": "BreadcrumbList", "itemListElement": items })
}

/// The data of a home page: the site, and whose it is.
pub fn home(config: &Config, url: &str, language: &str) -> String {
    let brand = &config.brand;
    let mut organization = json!({
        "@type": "Organization",
        "@id": format!("{}/#organization", config.url),
        "name": brand.name.as_deref().unwrap_or(&config.title),
        "url": format!("{}/", config.url),
    });
    if let Some(logo) = &brand.logo {
        organization["logo"] = json!(config.absolute(&format!("/{}", logo.trim_start_matches('/'))));
    }
    if !brand.same_as.is_empty() {
        organization["sameAs"] = json!(brand.same_as);
    }
    let mut site = json!({
        "@type": "WebSite",
        "name": config.title,
        "url": url,
        "inLanguage": language,
        "publisher": { "@id": format!("{}/#organization", config.url) },
    });
    if let Some(description) = &config.description {
        site["description"] = json!(description);
    }
    script(&json!({ "@context": "https://schema.org", "@graph": [site, organization] }))
}

/// The JSON as it may stand in a script element: nothing in it can end the
/// element or start a comment (WHATWG HTML, "Restrictions for contents of
/// script elements").
fn script(data: &Value) -> String {
    // the library's `Display` writes in many small pieces, which takes twice as long
    let json = serde_json::to_string(data).unwrap_or_default();
    let mut escaped = String::with_capacity(json.len());
    let mut rest = json.as_str();
    while let Some(at) = rest.find(['<', '>', '&', '\u{2028}', '\u{2029}']) {
        escaped.push_str(&rest[..at]);
        let mut behind = rest[at..].chars();
        // writing into a string cannot fail
        let _ = write!(escaped, "\\u{:04x}", behind.next().map_or(0, u32::from));
        rest = behind.as_str();
    }
    escaped.push_str(rest);
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_can_end_the_script_element() {
        let text = "</script><!--<script>&\u{2028}\"";
        let json = script(&json!({ "a": text }));
        assert!(!json.contains(['<', '>', '&', '\u{2028}']), "{json}");
        assert_eq!(serde_json::from_str::<Value>(&json).unwrap()["a"], text);
    }
}
