//! A page as a browser reads it.

use std::collections::BTreeMap;

use html5gum::DefaultEmitter;
use html5gum::Token;
use html5gum::Tokenizer;

/// The elements that hold nothing and are not closed (WHATWG HTML, "Void
/// elements").
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Some of the elements that end an open paragraph without a word (WHATWG
/// HTML, "The p element").
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "details",
    "div",
    "dl",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
];

/// A page, or a part of one.
#[derive(Debug, Default)]
pub struct Page {
    /// Every element, in order.
    pub elements: Vec<Element>,
    /// What a browser would have to mend.
    pub errors: Vec<String>,
}

/// An element.
#[derive(Debug, Default)]
pub struct Element {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    /// The text right inside it.
    pub text: String,
    /// The language of that text: its own, or that of the nearest element
    /// around it that names one.
    pub lang: Option<String>,
}

impl Element {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }
}

impl Page {
    /// Reads `text`, which is called `name`; every tag has to be closed.
    pub fn parse(name: &str, text: &str) -> Self {
        let mut page = Self::default();
        let mut open: Vec<usize> = Vec::new();
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        for token in Tokenizer::new_with_emitter(text, emitter) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => {
                    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                    let name = text(&tag.name);
                    let in_paragraph = open.iter().any(|&at| page.elements[at].name == "p");
                    if in_paragraph && BLOCKS.contains(&name.as_str()) {
                        page.errors.push(format!("<{name}> ends a paragraph"));
                    }
                    let attributes: BTreeMap<_, _> =
                        tag.attributes.iter().map(|(name, value)| (text(name), text(value))).collect();
                    let around = open.last().and_then(|&at| page.elements[at].lang.clone());
                    page.elements.push(Element {
                        lang: attributes.get("lang").cloned().or(around),
                        attributes,
                        text: String::new(),
                        name: name.clone(),
                    });
                    if !tag.self_closing && !VOID.contains(&name.as_str()) {
                        open.push(page.elements.len() - 1);
                    }
                }
                Token::EndTag(tag) => {
                    let name = String::from_utf8_lossy(&tag.name).into_owned();
                    let opened = open.pop().map_or("", |at| page.elements[at].name.as_str());
                    if opened != name {
                        page.errors.push(format!("</{name}> closes <{opened}>"));
                    }
                }
                Token::String(text) => {
                    if let Some(&at) = open.last() {
                        page.elements[at].text.push_str(&String::from_utf8_lossy(&text));
                    }
                }
                Token::Error(error) => page.errors.push(format!("{:?}", error.value)),
                Token::Comment(_) | Token::Doctype(_) => {}
            }
        }
        page.errors
            .extend(open.iter().map(|&at| format!("<{}> stays open in {name}", page.elements[at].name)));
        page
    }

    /// The elements called `name`.
    pub fn elements(&self, name: &str) -> impl Iterator<Item = &Element> {
        self.elements.iter().filter(move |element| element.name == name)
    }

    /// Every address that the page leads to or loads.
    pub fn addresses(&self) -> Vec<String> {
        let mut addresses = Vec::new();
        for element in &self.elements {
            let values = ["href", "src", "action", "poster"].map(|name| element.attribute(name));
            addresses.extend(values.into_iter().flatten().map(str::to_owned));
            let content = element.attribute("content").filter(|_| element.name == "meta");
            if let Some((_, url)) = content.and_then(|content| content.split_once("url=")) {
                addresses.push(url.to_owned());
            }
            let property =
                element.attribute("property").filter(|name| matches!(*name, "og:url" | "og:image"));
            addresses.extend(property.and(content).map(str::to_owned));
        }
        addresses
    }
}

#[test]
fn what_a_browser_would_have_to_mend_is_noticed() {
    let errors = |text| Page::parse("a page", text).errors;
    assert_eq!(errors("<!doctype html><p>a <b>b</b><br>&amp; <img src=\"a\" alt=\"\"></p>"), [""; 0]);
    assert_eq!(errors("<p><b>a</p>"), ["</p> closes <b>", "<p> stays open in a page"]);
    assert_eq!(errors("<p><ul></ul></p>"), ["<ul> ends a paragraph"]);
    assert_eq!(errors("<a href=\"a\"href=\"b\">c</a>").len(), 2);
}
