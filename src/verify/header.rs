//! A header that a site asks its host for: the element of a page that would say
//! the same.

use super::element::Attribute;
use super::element::Element;

/// What a header asks of a browser, as elements.
pub fn elements(name: &str, value: &str) -> Vec<Element> {
    match name.to_ascii_lowercase().as_str() {
        "link" => value.split('<').skip(1).filter_map(link).collect(),
        "refresh" => vec![element("meta", &[("http-equiv", "refresh"), ("content", value)])],
        _ => Vec::new(),
    }
}

/// A link behind its `<`: `/a.css>; rel="preload"; as=style` (RFC 8288, "Link
/// Serialisation in HTTP Headers").
fn link(text: &str) -> Option<Element> {
    let (address, parameters) = text.split_once('>')?;
    let mut parameters = parameters.split([';', ',']).filter_map(|parameter| parameter.split_once('='));
    let kind = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("rel"));
    let kind = kind.map_or("", |(_, value)| value.trim().trim_matches('"'));
    Some(element("link", &[("rel", kind), ("href", address)]))
}

fn element(name: &str, attributes: &[(&str, &str)]) -> Element {
    let attribute = |(name, value): &(&str, &str)| Attribute {
        name: (*name).to_owned(),
        value: (*value).to_owned(),
        range: 0..0,
    };
    let attributes = attributes.iter().map(attribute).collect();
    Element { attributes, ..Element::new(name.to_owned(), 0..0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(name: &str, value: &str) -> Vec<String> {
        elements(name, value)
            .iter()
            .flat_map(Element::uses)
            .map(|used| format!("{:?} {}", used.purpose, used.address))
            .collect()
    }

    #[test]
    fn a_header_says_what_an_element_would() {
        assert_eq!(
            addresses("Link", "</a.css>; as=style; rel=\"preload\", <//b/c>;REL=preconnect, </d>; rel=next"),
            ["Load(File) /a.css", "Load(Connection) //b/c", "Tell /d"]
        );
        assert_eq!(addresses("refresh", "0; url=//a/"), ["Load(NextPage) //a/"]);
        assert_eq!(addresses("X-Frame-Options", "<//a>"), [""; 0]);
    }
}
