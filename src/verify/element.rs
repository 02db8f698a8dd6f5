//! An element: which of its attributes are addresses or scripts.

use std::ops::Range;

use super::page::InlineScript;
use super::page::Purpose;
use super::page::Use;

/// An element's start tag.
#[derive(Debug, Default)]
pub struct Element {
    /// Its name, in small letters.
    pub name: String,
    /// The bytes of its `<` and name.
    pub range: Range<usize>,
    /// Its attributes, in order.
    pub attributes: Vec<Attribute>,
}

/// An attribute of an element.
#[derive(Debug)]
pub struct Attribute {
    /// Its name, in small letters.
    pub name: String,
    /// Its value, with character references resolved; empty where it has none.
    pub value: String,
    /// The bytes of the value, or of the name where there is no value.
    pub range: Range<usize>,
}

/// What browsers load by themselves: element, attribute, and what for (WHATWG
/// HTML, "Attributes"; SVG 2, "Linking attributes").
const LOADS: &[(&str, &str, &str)] = &[
    ("script", "src", "a script"),
    ("script", "href", "a script"),
    ("script", "xlink:href", "a script"),
    ("img", "src", "a picture"),
    ("input", "src", "a picture"),
    ("body", "background", "a picture"),
    ("video", "poster", "a picture"),
    ("image", "href", "a picture"),
    ("image", "xlink:href", "a picture"),
    ("feimage", "href", "a picture"),
    ("feimage", "xlink:href", "a picture"),
    ("use", "href", "a picture"),
    ("use", "xlink:href", "a picture"),
    ("iframe", "src", "a frame"),
    ("frame", "src", "a frame"),
    ("embed", "src", "an object"),
    ("object", "data", "an object"),
    ("video", "src", "a film"),
    ("audio", "src", "a sound"),
    ("source", "src", "a film or sound"),
    ("track", "src", "subtitles"),
    ("form", "action", "what is typed into a form"),
    ("button", "formaction", "what is typed into a form"),
    ("input", "formaction", "what is typed into a form"),
];

/// The attributes that hold several pictures to choose from.
const SOURCE_SETS: &[(&str, &str)] = &[("img", "srcset"), ("source", "srcset"), ("link", "imagesrcset")];

/// The links in a page's head that browsers act on (WHATWG HTML, "Link types").
const LINKS: &[(&str, &str)] = &[
    ("stylesheet", "a style sheet"),
    ("icon", "an icon"),
    ("apple-touch-icon", "an icon"),
    ("mask-icon", "an icon"),
    ("manifest", "a manifest"),
    ("preload", "a file"),
    ("modulepreload", "a script"),
    ("prefetch", "a page"),
    ("prerender", "a page"),
    ("preconnect", "a connection"),
    ("dns-prefetch", "a connection"),
];

/// The types of script elements that run, or say how scripts are loaded; any
/// other type is data (WHATWG HTML, "The script element").
const SCRIPT_TYPES: &[&str] = &[
    "",
    "module",
    "importmap",
    "speculationrules",
    "text/javascript",
    "application/javascript",
    "text/ecmascript",
    "application/ecmascript",
];

impl Element {
    /// An element without attributes yet.
    pub fn new(name: String, range: Range<usize>) -> Self {
        Self { name, range, attributes: Vec::new() }
    }

    /// The attribute of this name, unless it is empty.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name && !attribute.value.is_empty())
    }

    /// The value of the attribute of this name, unless it is empty.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.attribute(name).map(|attribute| attribute.value.as_str())
    }

    /// Whether it is a link of this type.
    pub fn is_link(&self, kind: &str) -> bool {
        let kinds = self.value("rel").unwrap_or_default();
        kinds.split_ascii_whitespace().any(|found| found.eq_ignore_ascii_case(kind))
    }

    /// Every address in its attributes.
    pub fn uses(&self) -> Vec<Use> {
        self.attributes
            .iter()
            .filter(|attribute| !attribute.value.is_empty())
            .flat_map(|attribute| self.uses_in(attribute))
            .collect()
    }

    fn uses_in(&self, attribute: &Attribute) -> Vec<Use> {
        let (element, name) = (self.name.as_str(), attribute.name.as_str());
        let one = |purpose| vec![attribute.used(purpose)];
        match (element, name) {
            ("a" | "area", "href") | ("a", "xlink:href") => one(Purpose::Follow),
            ("a" | "area", "ping") => {
                let each = attribute.value.split_ascii_whitespace();
                each.map(|address| attribute.using(address, Purpose::Report)).collect()
            }
            ("link", "href") => one(self.purpose_of_link()),
            ("meta", "content") => self.use_in_meta(attribute).into_iter().collect(),
            _ if SOURCE_SETS.contains(&(element, name)) => {
                let each = candidates(&attribute.value).into_iter();
                each.map(|address| attribute.using(address, Purpose::Load("a picture"))).collect()
            }
            _ => {
                let part = LOADS.iter().find(|(of, in_attribute, _)| (*of, *in_attribute) == (element, name));
                part.map_or_else(Vec::new, |(_, _, part)| one(Purpose::Load(part)))
            }
        }
    }

    fn purpose_of_link(&self) -> Purpose {
        let part = LINKS.iter().find(|(kind, _)| self.is_link(kind));
        part.map_or(Purpose::Tell, |(_, part)| Purpose::Load(part))
    }

    fn use_in_meta(&self, attribute: &Attribute) -> Option<Use> {
        if self.value("http-equiv").is_some_and(|kind| kind.eq_ignore_ascii_case("refresh")) {
            let address = refresh_address(&attribute.value)?;
            return Some(attribute.using(address, Purpose::Load("the next page")));
        }
        let name = self.value("property").or_else(|| self.value("name"))?;
        matches!(name, "og:url" | "og:image" | "twitter:image").then(|| attribute.used(Purpose::Tell))
    }

    /// The scripts that it holds.
    pub fn inline_scripts(&self) -> Vec<InlineScript> {
        let has_source = ["src", "href", "xlink:href"].iter().any(|name| self.attribute(name).is_some());
        let kind = self.value("type").unwrap_or_default().trim().to_ascii_lowercase();
        let runs = self.name == "script" && !has_source && SCRIPT_TYPES.contains(&kind.as_str());
        let own = runs.then(|| InlineScript { holder: "this element", range: self.range.clone() });
        let attributes = self.attributes.iter().filter_map(|attribute| {
            let holder = attribute.holds_script()?;
            Some(InlineScript { holder, range: attribute.range.clone() })
        });
        own.into_iter().chain(attributes).collect()
    }
}

impl Attribute {
    /// The whole value as an address.
    fn used(&self, purpose: Purpose) -> Use {
        self.using(self.value.trim(), purpose)
    }

    /// A part of the value as an address.
    fn using(&self, address: &str, purpose: Purpose) -> Use {
        Use { address: address.to_owned(), purpose, range: self.range.clone() }
    }

    /// What to call it, where it holds a script.
    fn holds_script(&self) -> Option<&'static str> {
        if self.name.len() > 2 && self.name.starts_with("on") && !self.value.is_empty() {
            return Some("this attribute");
        }
        // browsers drop spaces and line breaks from addresses, also in the middle of a word
        let letters = self.value.chars().filter(|c| !c.is_ascii_whitespace() && !c.is_ascii_control());
        let start: String = letters.take("javascript:".len()).collect();
        let is_address =
            matches!(self.name.as_str(), "href" | "src" | "action" | "formaction" | "xlink:href");
        (is_address && start.eq_ignore_ascii_case("javascript:")).then_some("this address")
    }
}

/// The addresses of a source set: each ends at a space, or at a comma that
/// ends the candidate (WHATWG HTML, "Parsing a srcset attribute").
fn candidates(set: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = set;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (address, after) = rest.split_at(end);
        let alone = address.trim_end_matches(',');
        if alone.is_empty() {
            return found;
        }
        found.push(alone);
        // an address without a comma behind it has a size, up to the next comma
        let has_size = alone.len() == address.len();
        rest = if has_size { after.split_once(',').map_or("", |(_, next)| next) } else { after };
    }
}

/// Where a page sends its readers: `0; url=/q/1/`.
fn refresh_address(content: &str) -> Option<&str> {
    let (_, target) = content.split_once([';', ','])?;
    let target = target.trim_start();
    let address = match target.get(..3) {
        Some(start) if start.eq_ignore_ascii_case("url") => target[3..].trim_start().strip_prefix('=')?,
        _ => target,
    };
    Some(address.trim().trim_matches(['"', '\'']))
}
