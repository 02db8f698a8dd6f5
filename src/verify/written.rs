//! A text that a script holds: what a browser loads once it is written into a
//! page or a style, and the addresses that stand in it.

use super::page;
use super::passage::Purpose;
use super::resource::Resource;
use super::site;
use super::style;
use super::style::Way;

/// How an address with a host begins, up to its slashes.
const SCHEMES: &[&str] = &["https:", "http:", "wss:", "ws:"];

/// How many letters of a text are looked at for a host; one has at most 253
/// (RFC 1035, section 2.3.4).
const LONGEST_HOST: usize = 270;

/// What ends a tag or an attribute that a piece of HTML leaves open: in either
/// quotation marks, or in none.
const END_OF_TAG: &str = "\"'>";

/// What a browser loads, and where it reports to, once this text is written.
pub fn requests(text: &str) -> Vec<(String, Purpose)> {
    let mut requests = Vec::new();
    if is_html(text) {
        let page = page::read(&[text, END_OF_TAG].concat());
        requests.extend(page.uses.into_iter().map(|used| (used.address, used.purpose)));
        requests.extend(page.styles.iter().flat_map(|style| of_style(&style.text)));
    }
    if text.contains("url(") || text.contains("@import") {
        requests.extend(of_style(text));
    }
    // `url(` and the like, where the address is put together
    requests.retain(|(address, purpose)| {
        !address.is_empty() && matches!(purpose, Purpose::Load(_) | Purpose::Report)
    });
    requests
}

fn of_style(text: &str) -> impl Iterator<Item = (String, Purpose)> {
    let loaded = style::addresses(text).into_iter();
    loaded.filter_map(|loaded| {
        let resource = match loaded.way {
            Way::Style => Resource::ImportedStyle,
            Way::File | Way::Value { is_used: true } => Resource::OfStyle,
            Way::Value { is_used: false } => return None,
        };
        Some((loaded.address, Purpose::Load(resource)))
    })
}

fn is_html(text: &str) -> bool {
    text.as_bytes().windows(2).any(|pair| pair[0] == b'<' && pair[1].is_ascii_alphabetic())
}

/// The hosts whose addresses stand anywhere in this text, also with percent
/// signs and with slashes as JSON has them: each as an address.
pub fn addresses(text: &str) -> Vec<String> {
    let is_escaped = text.contains("%2F") || text.contains("%2f");
    let text = if is_escaped { site::decoded(text).into_owned() } else { text.to_owned() };
    let text = text.replace("\\/", "/").replace('\\', "/");
    text.match_indices("//").filter_map(|(at, _)| address_at(&text, at)).collect()
}

/// The address whose slashes stand at this byte.
fn address_at(text: &str, slashes: usize) -> Option<String> {
    let (before, rest) = text.split_at_checked(slashes)?;
    let is_of_host = |c: &char| c.is_alphanumeric() || matches!(c, '-' | '.' | ':' | '@' | '[' | ']' | '_');
    let host: String = rest.get(2..)?.chars().take(LONGEST_HOST).take_while(is_of_host).collect();
    let ends_with = |scheme: &&&str| {
        let start = before.len().checked_sub(scheme.len());
        start.and_then(|start| before.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(scheme))
    };
    let scheme = match SCHEMES.iter().find(ends_with) {
        Some(scheme) => scheme,
        // what stands before it is put in front: `protocol + "://a.example"`
        None if before == ":" => "https:",
        // a lone `//` opens comments and paths more often than hosts
        None if host.contains('.') && is_start(before) => "https:",
        None => return None,
    };
    host.starts_with(|c: char| c.is_alphanumeric() || c == '[').then(|| format!("{scheme}//{host}"))
}

/// Whether an address may begin behind this.
fn is_start(before: &str) -> bool {
    before.chars().next_back().is_none_or(|c| matches!(c, '"' | '\'' | '=' | '('))
}

/// Whether the host of an address is what follows this text.
pub fn leads_to_host(text: &str) -> bool {
    let text = text.trim();
    text == "//" || text.ends_with("://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_would_load_is_found_in_html_and_in_styles() {
        for (text, expected) in [
            ("<script src=\"https://a.example/a.js\"></script>", "https://a.example/a.js"),
            ("<img src='https://a.example/p.gif?", "https://a.example/p.gif?\""),
            ("<iframe src=//a/f.html>", "//a/f.html"),
            ("@import url('https://a.example/a.css');", "https://a.example/a.css"),
            ("<p style='background: url(https://a.example/a)'>", "https://a.example/a"),
        ] {
            let found: Vec<_> = requests(text).into_iter().map(|(address, _)| address).collect();
            assert_eq!(found, [expected], "{text}");
        }
        for text in ["<a href='https://a.example/'>", "a < b", "url(", "<b>가</b>"] {
            assert_eq!(requests(text), [], "{text}");
        }
    }

    #[test]
    fn an_address_is_found_wherever_it_stands() {
        for text in [
            "see https://a.example for more",
            "{\"api\":\"https:\\/\\/a.example/collect\"}",
            "/proxy?to=https%3A%2F%2Fa.example%2F",
            "fetch('//a.example/x')",
            "://a.example/a.js",
            "HTTPS:\\\\a.example",
        ] {
            assert_eq!(addresses(text), ["https://a.example"], "{text}");
        }
        for text in ["// a.example", "/a//b", "https://", "a //b.c", "file:///a", "//"] {
            assert_eq!(addresses(text), [""; 0], "{text}");
        }
    }
}
