//! An element: which of its attributes are addresses, styles or scripts.

use std::ops::Range;

use super::address::candidates;
use super::address::is_script_address;
use super::address::refresh_address;
use super::encoding;
use super::listed::ANIMATED_VALUES;
use super::listed::ANIMATIONS;
use super::listed::LINKS;
use super::listed::LOADS;
use super::listed::NO_HANDLERS;
use super::listed::RAW;
use super::listed::SCRIPT_TYPES;
use super::listed::SOURCE_SETS;
use super::passage::Holder;
use super::passage::InlineScript;
use super::passage::Passage;
use super::passage::Purpose;
use super::passage::Use;
use super::resource::Resource;

/// An element as a browser knows it.
#[derive(Debug, Default)]
pub struct Element {
    /// Its name, in small letters and without prefix.
    pub name: String,
    /// Whose word its name is.
    pub vocabulary: Vocabulary,
    /// The bytes of its `<` and name; in a drawing, of its whole tag.
    pub range: Range<usize>,
    /// Its attributes, in order, each name once.
    pub attributes: Vec<Attribute>,
    /// Whether it stands in the page's head.
    pub is_in_head: bool,
    /// Whether it is not in the page: it stands in a template, or a browser
    /// passes over its tag.
    pub is_inert: bool,
    /// Whether it stands in a list to select from.
    pub is_in_select: bool,
    /// The text in it, where that may be more than text.
    pub text: Option<Passage>,
}

/// The languages that name elements; `script` is a word of two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Vocabulary {
    /// HTML.
    #[default]
    Html,
    /// SVG.
    Svg,
    /// MathML and all others.
    Other,
}

/// An attribute of an element.
#[derive(Debug)]
pub struct Attribute {
    /// Its name, in small letters.
    pub name: String,
    /// Its value, with character references resolved; empty where it has none.
    pub value: String,
    /// The bytes of the value, or of the name where there is no value; in a
    /// drawing, of the whole tag.
    pub range: Range<usize>,
}

impl Element {
    /// An element of HTML without attributes yet.
    pub fn new(name: String, range: Range<usize>) -> Self {
        Self { name, range, ..Self::default() }
    }

    /// The attribute of this name, unless it is empty.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name && !attribute.value.is_empty())
    }

    /// The value of the attribute of this name, as empty as it may be.
    pub fn written(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|attribute| attribute.name == name).map(|found| found.value.as_str())
    }

    /// The value of the attribute of this name, unless it is empty.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.attribute(name).map(|attribute| attribute.value.as_str())
    }

    /// Whether the attribute of this name says this, in either case.
    pub fn says(&self, name: &str, value: &str) -> bool {
        self.value(name).is_some_and(|found| found.eq_ignore_ascii_case(value))
    }

    /// Whether it is the element of HTML that has this name.
    pub fn is_html(&self, name: &str) -> bool {
        self.vocabulary == Vocabulary::Html && self.name == name
    }

    /// Whether the text in it is a style sheet.
    pub fn is_style(&self) -> bool {
        self.name == "style"
    }

    /// Whether it is a link of this type.
    pub fn is_link(&self, kind: &str) -> bool {
        let kinds = self.value("rel").unwrap_or_default();
        kinds.split_ascii_whitespace().any(|found| found.eq_ignore_ascii_case(kind))
    }

    /// Whether the text in it may be more than text.
    pub fn keeps_text(&self) -> bool {
        self.is_style() || self.is_raw_in_select()
    }

    /// Whether its content is text to those who do not know what it stands in.
    pub fn looks_raw(&self) -> bool {
        self.vocabulary != Vocabulary::Html && RAW.contains(&self.name.as_str())
    }

    fn is_raw_in_select(&self) -> bool {
        self.is_in_select && self.vocabulary == Vocabulary::Html && RAW.contains(&self.name.as_str())
    }

    /// The page that it holds in itself, where it holds one.
    ///
    /// Browsers that follow an older standard pass over most tags in a `select`:
    /// what is the text of a title in others is elements in them.
    pub fn embedded(&self) -> Option<Passage> {
        if self.is_raw_in_select() {
            return self.text.clone();
        }
        let page = self.attribute("srcdoc").filter(|_| self.is_html("iframe"))?;
        Some(Passage { text: page.value.clone(), range: page.range.clone() })
    }

    /// Takes in more of the text in it.
    pub fn add_text(&mut self, text: &str, range: Range<usize>) {
        let passage = self.text.get_or_insert_with(|| Passage { text: String::new(), range: range.clone() });
        passage.text.push_str(text);
        passage.range.end = range.end;
    }

    /// Every address in its attributes.
    pub fn uses(&self) -> Vec<Use> {
        let filled = self.attributes.iter().filter(|attribute| !attribute.value.is_empty());
        // once, as an element may have very many attributes
        let animates_addresses = self.animates_addresses();
        let uses = |attribute| match self.vocabulary {
            Vocabulary::Html => self.uses_in_html(attribute),
            Vocabulary::Svg => self.uses_in_svg(attribute, animates_addresses),
            Vocabulary::Other => self.uses_in_other(attribute),
        };
        filled.flat_map(uses).collect()
    }

    fn uses_in_html(&self, attribute: &Attribute) -> Vec<Use> {
        let (element, name) = (self.name.as_str(), attribute.name.as_str());
        let one = |purpose| vec![attribute.used(purpose)];
        match (element, name) {
            ("a" | "area", "href") => one(Purpose::Follow),
            ("a" | "area", "ping") | (_, "attributionsrc") => {
                let each = attribute.value.split_ascii_whitespace();
                each.map(|address| attribute.using(address, Purpose::Report)).collect()
            }
            ("link", "href") => {
                self.purposes_of_link().into_iter().map(|purpose| attribute.used(purpose)).collect()
            }
            ("meta", "content") => self.use_in_meta(attribute).into_iter().collect(),
            // not only of the body: browsers know it in every part of a table
            (_, "background") => one(Purpose::Load(Resource::Picture)),
            _ if SOURCE_SETS.contains(&(element, name)) => {
                let each = candidates(&attribute.value).into_iter();
                each.map(|address| attribute.using(address, Purpose::Load(Resource::Picture))).collect()
            }
            _ => {
                let found =
                    LOADS.iter().find(|(of, in_attribute, _)| (*of, *in_attribute) == (element, name));
                found.map_or_else(Vec::new, |(_, _, resource)| one(Purpose::Load(*resource)))
            }
        }
    }

    /// What a link is for; one may be of several types, and each counts.
    fn purposes_of_link(&self) -> Vec<Purpose> {
        let found = LINKS.iter().filter(|(kind, _)| self.is_link(kind));
        let mut purposes: Vec<_> = found.map(|(_, resource)| Purpose::Load(*resource)).collect();
        purposes.dedup();
        if purposes.is_empty() { vec![Purpose::Tell] } else { purposes }
    }

    fn use_in_meta(&self, attribute: &Attribute) -> Option<Use> {
        if let Some(address) = self.refresh_address() {
            return Some(attribute.using(address, Purpose::Load(Resource::NextPage)));
        }
        let name = self.value("property").or_else(|| self.value("name"))?;
        matches!(name, "og:url" | "og:image" | "twitter:image").then(|| attribute.used(Purpose::Tell))
    }

    /// Where it sends the page's readers, if it does.
    pub fn refresh_address(&self) -> Option<&str> {
        let is_refresh = self.is_html("meta") && self.says("http-equiv", "refresh");
        refresh_address(self.value("content").filter(|_| is_refresh)?)
    }

    /// All of SVG refers to other files by the same attribute (SVG 2, "Linking").
    fn uses_in_svg(&self, attribute: &Attribute, animates_addresses: bool) -> Vec<Use> {
        match self.name.as_str() {
            "a" if attribute.is_reference() => vec![attribute.used(Purpose::Follow)],
            "script" if attribute.is_reference() => vec![attribute.used(Purpose::Load(Resource::Script))],
            _ if attribute.is_reference() => vec![attribute.used(Purpose::Load(Resource::Picture))],
            _ if animates_addresses && ANIMATED_VALUES.contains(&attribute.name.as_str()) => {
                let each = attribute.value.split(';').map(str::trim);
                each.map(|address| attribute.using(address, Purpose::Load(Resource::Picture))).collect()
            }
            // browsers read ahead before they know whose word a name is
            _ => self.uses_in_html(attribute),
        }
    }

    /// Any element of MathML may be a link.
    fn uses_in_other(&self, attribute: &Attribute) -> Vec<Use> {
        let uses = self.uses_in_html(attribute);
        let is_link = uses.is_empty() && attribute.is_reference();
        if is_link { vec![attribute.used(Purpose::Follow)] } else { uses }
    }

    fn animates_addresses(&self) -> bool {
        let is_animation = ANIMATIONS.contains(&self.name.as_str());
        let animated = self.value("attributename").map(|name| name.rsplit(':').next().unwrap_or_default());
        is_animation && animated.is_some_and(|name| name.trim().eq_ignore_ascii_case("href"))
    }

    /// The styles that it holds.
    pub fn styles(&self) -> Vec<Passage> {
        let attributes = self.attributes.iter().filter(|attribute| self.is_style_in(attribute));
        let attributes = attributes
            .map(|attribute| Passage { text: attribute.value.clone(), range: attribute.range.clone() });
        self.text.iter().filter(|_| self.is_style()).cloned().chain(attributes).collect()
    }

    /// Whether an attribute holds a style: any of a drawing may be a property, or
    /// set one, such as `fill` and `to`.
    fn is_style_in(&self, attribute: &Attribute) -> bool {
        let is_for_others = || ["aria-", "data-"].iter().any(|start| attribute.name.starts_with(start));
        let is_property = || attribute.value.contains('(') && !is_for_others();
        let has_properties = self.vocabulary == Vocabulary::Svg && is_property();
        !attribute.value.is_empty() && (attribute.name == "style" || has_properties)
    }

    /// The encoding that it says the page has, or the file that it loads.
    pub fn encoding(&self) -> Option<(&str, Range<usize>)> {
        let is_one =
            self.vocabulary == Vocabulary::Html && matches!(self.name.as_str(), "meta" | "script" | "link");
        let named = self.attribute("charset").map(|attribute| (attribute.value.as_str(), attribute));
        let in_type = || {
            let content = self.attribute("content").filter(|_| self.says("http-equiv", "content-type"))?;
            Some((encoding::of_content(&content.value)?, content))
        };
        let (name, attribute) =
            named.filter(|_| is_one).or_else(|| in_type().filter(|_| self.is_html("meta")))?;
        Some((name, attribute.range.clone()))
    }

    /// The scripts that it holds.
    pub fn inline_scripts(&self) -> Vec<InlineScript> {
        let own = self.is_own_script();
        let own = own.then(|| InlineScript { holder: Holder::Element, range: self.range.clone() });
        let attributes = self.attributes.iter().filter_map(|attribute| {
            let holder = attribute.holds_script()?;
            Some(InlineScript { holder, range: attribute.range.clone() })
        });
        own.into_iter().chain(attributes).collect()
    }

    fn is_own_script(&self) -> bool {
        let sources: &[&str] = match (self.name.as_str(), self.vocabulary) {
            ("script", Vocabulary::Html) => &["src"],
            ("script", Vocabulary::Svg) => &["href", "xlink:href"],
            _ => return false,
        };
        let has_source = sources.iter().any(|name| self.attribute(name).is_some());
        let kind = self.value("type").unwrap_or_default().trim().to_ascii_lowercase();
        !has_source && SCRIPT_TYPES.contains(&kind.as_str())
    }
}

impl Attribute {
    /// Whether it refers to another file, as languages of XML do.
    fn is_reference(&self) -> bool {
        matches!(self.name.as_str(), "href" | "xlink:href")
    }

    /// The whole value as an address.
    fn used(&self, purpose: Purpose) -> Use {
        self.using(self.value.trim(), purpose)
    }

    /// A part of the value as an address.
    fn using(&self, address: &str, purpose: Purpose) -> Use {
        Use { address: address.to_owned(), purpose, range: self.range.clone() }
    }

    /// How it holds a script, where it does.
    fn holds_script(&self) -> Option<Holder> {
        if is_handler(&self.name) && !self.value.is_empty() {
            return Some(Holder::Attribute);
        }
        let is_one =
            matches!(self.name.as_str(), "href" | "src" | "data" | "action" | "formaction" | "xlink:href");
        let is_one_of_many = ANIMATED_VALUES.contains(&self.name.as_str());
        let holds = (is_one && is_script_address(&self.value))
            || (is_one_of_many && self.value.split(';').any(is_script_address));
        holds.then_some(Holder::Address)
    }
}

/// Whether an attribute holds what is to be done when something happens. Nobody
/// lists what browsers know, so any name counts but those that are words.
fn is_handler(name: &str) -> bool {
    let event = name.strip_prefix("on").filter(|event| !event.is_empty());
    event.is_some_and(|event| event.chars().all(|c| c.is_ascii_alphanumeric()))
        && !NO_HANDLERS.contains(&name)
}
