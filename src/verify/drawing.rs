//! A drawing, or another page of XML: its elements, by the names that they have
//! without their prefixes.

use std::ops::Range;

use quick_xml::NsReader;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::escape::unescape_with;
use quick_xml::events::BytesPI;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;
use quick_xml::events::attributes::Attribute as Written;
use quick_xml::name::NamespaceResolver;
use quick_xml::name::ResolveResult;

use super::damage;
use super::element::Attribute;
use super::element::Element;
use super::element::Vocabulary;

const HTML: &str = "http://www.w3.org/1999/xhtml";
const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";

/// What was read of a drawing.
#[derive(Debug, Default)]
pub struct Drawing {
    /// Its elements, in order.
    pub elements: Vec<Element>,
    /// Where a browser may go on in another way: what is not well formed, and
    /// a document type that says what names stand for.
    pub broken: Option<Range<usize>>,
    /// Where it asks a browser to make another page of it (XSLT 1.0).
    pub transformed: Option<Range<usize>>,
}

/// Reads a drawing; `unbound` is whose words the names are that no namespace has.
pub fn read(text: &str, unbound: Vocabulary) -> Drawing {
    let mut reader = NsReader::from_str(text);
    let mut drawing = Drawing::default();
    let mut open: Vec<usize> = Vec::new();
    loop {
        let start = reader.buffer_position() as usize;
        let Ok(event) = reader.read_event() else {
            drawing.broken = Some(damage::rest_of_line(text, start));
            return drawing;
        };
        let range = start..reader.buffer_position() as usize;
        match event {
            Event::Eof => return drawing,
            Event::Start(tag) => {
                open.push(drawing.elements.len());
                drawing.elements.push(element(&tag, reader.resolver(), unbound, range));
            }
            Event::Empty(tag) => {
                drawing.elements.push(element(&tag, reader.resolver(), unbound, range));
            }
            Event::End(_) => _ = open.pop(),
            Event::Text(text) => drawing.add_text(open.last(), &text, range),
            Event::CData(text) => drawing.add_text(open.last(), &text, range),
            Event::GeneralRef(name) => {
                drawing.add_text(open.last(), &resolved(&format!("&{};", &*name)), range)
            }
            Event::PI(instruction) => drawing.add_style_sheet(&instruction, range),
            Event::DocType(kind) if kind.contains('[') => drawing.broken = Some(range),
            _ => {}
        }
    }
}

impl Drawing {
    fn add_text(&mut self, open: Option<&usize>, text: &str, range: Range<usize>) {
        let element = open.and_then(|at| self.elements.get_mut(*at));
        if let Some(style) = element.filter(|element| element.is_style()) {
            style.add_text(text, range);
        }
    }

    /// The style sheet that `<?xml-stylesheet href="…"?>` asks for, as the element
    /// that would (Associating Style Sheets with XML documents).
    fn add_style_sheet(&mut self, instruction: &BytesPI, range: Range<usize>) {
        let Some(("xml-stylesheet", rest)) = instruction.split_once(char::is_whitespace) else { return };
        let written = BytesStart::from_content(rest, 0);
        let value = |name: &str| {
            let mut written = written.attributes();
            let of_name =
                written.with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == name);
            of_name.map(|attribute| resolved(&attribute.value))
        };
        let kind = value("type").unwrap_or_default();
        if !matches!(kind.trim(), "" | "text/css") {
            self.transformed = Some(range);
            return;
        }
        let Some(address) = value("href") else { return };
        let attribute =
            |name: &str, value: String| Attribute { name: name.to_owned(), value, range: range.clone() };
        let attributes = vec![attribute("rel", "stylesheet".to_owned()), attribute("href", address)];
        let link = Element::new("link".to_owned(), range.clone());
        self.elements.push(Element { attributes, ..link });
    }
}

fn element(tag: &BytesStart, names: &NamespaceResolver, unbound: Vocabulary, range: Range<usize>) -> Element {
    let (space, name) = names.resolve_element(tag.name());
    let vocabulary = match space {
        ResolveResult::Bound(space) => match resolved(space.0).as_str() {
            HTML => Vocabulary::Html,
            SVG => Vocabulary::Svg,
            _ => Vocabulary::Other,
        },
        ResolveResult::Unbound | ResolveResult::Unknown(_) => unbound,
    };
    let mut written = tag.attributes();
    let written = written.with_checks(false).flatten();
    let attributes = written.map(|written| attribute(&written, names, range.clone())).collect();
    let name = name.as_ref().to_ascii_lowercase();
    Element { name, vocabulary, range, attributes, ..Element::default() }
}

fn attribute(written: &Written, names: &NamespaceResolver, range: Range<usize>) -> Attribute {
    let (space, name) = names.resolve_attribute(written.key);
    let is_link = matches!(space, ResolveResult::Bound(space) if resolved(space.0) == XLINK);
    let name = if is_link { format!("xlink:{}", name.as_ref()) } else { written.key.as_ref().to_owned() };
    Attribute { name: name.to_ascii_lowercase(), value: resolved(&written.value), range }
}

/// A text without its character references, each for itself: one that nothing
/// is known of must not hide the others.
fn resolved(text: &str) -> String {
    let stands_for = |name: &str| resolve_html5_entity(name).or(Some("\u{fffd}"));
    unescape_with(text, stands_for).map_or_else(|_| text.to_owned(), std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each element with its attributes, in a word.
    fn said(text: &str) -> Vec<String> {
        let elements = read(text, Vocabulary::Svg).elements.into_iter();
        let said = elements.map(|element| {
            let values =
                element.attributes.iter().map(|attribute| format!(" {}={}", attribute.name, attribute.value));
            format!("{:?} {}{}", element.vocabulary, element.name, values.collect::<String>())
        });
        said.collect()
    }

    #[test]
    fn prefixes_do_not_hide_what_an_element_is() {
        let text =
            format!("<s:svg xmlns:s=\"{SVG}\" xmlns:x=\"{XLINK}\"><s:script x:href=\"a&amp;b\"/></s:svg>");
        assert_eq!(said(&text)[1], "Svg script xlink:href=a&b");
        assert_eq!(
            said(&format!("<h:img xmlns:h='{HTML}' src='x'/>")),
            [format!("Html img xmlns:h={HTML} src=x")]
        );
        let unbound = read("<root><item/></root>", Vocabulary::Other).elements;
        assert!(unbound.iter().all(|element| element.vocabulary == Vocabulary::Other));
    }

    #[test]
    fn a_style_sheet_may_come_before_all_elements() {
        let text = "<?xml-stylesheet type='text/css' href='//x/a.css'?><svg/>";
        assert_eq!(said(text)[0], "Html link rel=stylesheet href=//x/a.css");
        let text = "<?xml-stylesheet title='href' xhref='b'\nhref\n=\"//x/a.css\"?><svg/>";
        assert_eq!(said(text)[0], "Html link rel=stylesheet href=//x/a.css");
        assert_eq!(said("<?xml-stylesheets href='a'?><svg/>").len(), 1);
    }

    #[test]
    fn a_style_sheet_that_is_no_css_makes_another_page() {
        let text = "<?xml-stylesheet type='text/xsl' href='/t.xsl'?><svg/>";
        assert_eq!(read(text, Vocabulary::Svg).transformed, Some(0..text.len() - "<svg/>".len()));
    }

    #[test]
    fn a_name_that_stands_for_nothing_hides_no_other() {
        assert_eq!(said("<a href='&#47;/b?&nbsp;&none;&sol;'/>"), ["Svg a href=//b?\u{a0}\u{fffd}/"]);
    }

    #[test]
    fn the_text_of_a_style_is_put_together() {
        let elements = read("<svg><style>a{<![CDATA[b:c]]>&#125;</style></svg>", Vocabulary::Svg).elements;
        assert_eq!(elements[1].text.as_ref().unwrap().text, "a{b:c}");
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let broken = |text| read(text, Vocabulary::Svg).broken;
        assert_eq!(broken("<svg><a></b>"), Some(8..12));
        assert!(broken("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>").is_some());
        assert!(broken("<!DOCTYPE svg><svg/>").is_none());
    }
}
