//! A header that a site asks its host for: the element of a page that would say
//! the same, and where it has browsers report to.

use serde_json::Value;

use super::element::Attribute;
use super::element::Element;
use super::policy;

/// What a header asks of a browser, as elements.
pub fn elements(name: &str, value: &str) -> Vec<Element> {
    match name.to_ascii_lowercase().as_str() {
        "link" => value.split('<').skip(1).filter_map(link).collect(),
        "refresh" => vec![element("meta", &[("http-equiv", "refresh"), ("content", value)])],
        _ => Vec::new(),
    }
}

/// Where a header has browsers report what happens on a page. What only names
/// a group of such addresses, as `NEL` does, needs one of these to say where it is.
pub fn reports(name: &str, value: &str) -> Vec<String> {
    match name.to_ascii_lowercase().as_str() {
        "reporting-endpoints" => value.split('"').skip(1).step_by(2).map(str::to_owned).collect(),
        "report-to" => endpoints(value),
        "content-security-policy" | "content-security-policy-report-only" => policy::reports(value),
        _ => Vec::new(),
    }
}

/// The addresses of groups: `{"group":"a","endpoints":[{"url":"https://a.example/"}]}`,
/// with commas between them (Reporting API of 2018, "Report-To").
fn endpoints(groups: &str) -> Vec<String> {
    let groups: Vec<Value> = serde_json::from_str(&format!("[{groups}]")).unwrap_or_default();
    let endpoints = groups.iter().filter_map(|group| group["endpoints"].as_array()).flatten();
    endpoints.filter_map(|endpoint| endpoint["url"].as_str()).map(str::to_owned).collect()
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

    #[test]
    fn a_header_says_where_to_report_to() {
        for (name, value, expected) in [
            ("Reporting-Endpoints", "a=\"//a/r\", b=\"/r\"", vec!["//a/r", "/r"]),
            (
                "Report-To",
                r#"{"group":"a","endpoints":[{"url":"https:\/\/a/r"},{"url":"/r"}]}, {"endpoints":[{"url":"/s"}]}"#,
                vec!["https://a/r", "/r", "/s"],
            ),
            ("CONTENT-SECURITY-POLICY", "default-src 'self'; Report-URI //a/r /r", vec!["//a/r", "/r"]),
            ("Content-Security-Policy-Report-Only", "a, report-uri //a/r", vec!["//a/r"]),
            ("Report-To", "{}, no json", vec![]),
            ("Reporting-Endpoints", "a=b", vec![]),
            ("NEL", "{\"report_to\":\"a\"}", vec![]),
        ] {
            assert_eq!(reports(name, value), expected, "{name}: {value}");
        }
    }
}
