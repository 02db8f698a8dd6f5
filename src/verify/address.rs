//! An address as it is written: where it stands in a longer text, and what it
//! is whatever site it stands in.

/// How many letters of a text are looked at for a host; one has at most 253
/// (RFC 1035, section 2.3.4).
const LONGEST_HOST: usize = 270;

/// The schemes of servers that put browsers through to each other (RFC 7064 and
/// RFC 7065).
const RELAYS: &[&str] = &["stun", "stuns", "turn", "turns"];

/// The host of a server that puts browsers through to each other:
/// `stun:a.example:3478`.
pub fn relay(address: &str) -> Option<&str> {
    let rest = behind_relay_scheme(address)?;
    let end = rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '-')).unwrap_or(rest.len());
    let (host, rest) = rest.split_at(end);
    // a name for something else has no dot, and a text goes on
    let is_host = host.contains('.') && (rest.is_empty() || rest.starts_with([':', '?']));
    is_host.then_some(host)
}

/// What follows the scheme of such a server: its host, or nothing yet where that
/// is put behind it.
pub fn behind_relay_scheme(text: &str) -> Option<&str> {
    let (scheme, rest) = text.trim().split_once(':')?;
    RELAYS.iter().any(|relay| relay.eq_ignore_ascii_case(scheme)).then_some(rest)
}

/// Whether a text is a whole address with a host, as browsers take it: in
/// either case, with `\` for `/`, and without spaces around it and line breaks
/// in it (WHATWG URL, "URL parsing").
pub fn is_address(text: &str) -> bool {
    let letters = text.trim().chars().filter(|c| !matches!(c, '\t' | '\n' | '\r'));
    let letters = letters.map(|c| if c == '\\' { '/' } else { c.to_ascii_lowercase() });
    let start: String = letters.take(LONGEST_HOST).collect();
    let schemes = ["https:/", "http:/", "wss:/", "ws:/", "//"];
    let host = schemes.iter().find_map(|scheme| start.strip_prefix(scheme));
    let host = host.map(|host| host.trim_start_matches('/'));
    // a lone `//` opens comments and paths more often than hosts
    host.is_some_and(|host| {
        host.starts_with(|c: char| c.is_alphanumeric() || c == '[')
            && (!start.starts_with("//") || host.contains('.'))
    }) || relay(text).is_some()
}

/// Whether an address is a script. Browsers drop spaces and line breaks from
/// addresses, also in the middle of a word (WHATWG URL, "URL parsing").
pub fn is_script_address(address: &str) -> bool {
    let letters = address.chars().filter(|c| !c.is_ascii_whitespace() && !c.is_ascii_control());
    let start: String = letters.take("javascript:".len()).collect();
    start.eq_ignore_ascii_case("javascript:")
}

/// The addresses of a source set: each ends at a space, or at a comma that
/// ends the candidate (WHATWG HTML, "Parsing a srcset attribute").
pub fn candidates(set: &str) -> Vec<&str> {
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
        rest = if has_size { behind_size(after) } else { after };
    }
}

/// What comes behind the comma that ends a size; one between brackets does not.
fn behind_size(text: &str) -> &str {
    let mut is_between = false;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => is_between = true,
            ')' => is_between = false,
            ',' if !is_between => return text.get(at + 1..).unwrap_or_default(),
            _ => {}
        }
    }
    ""
}

/// Where a page sends its readers: `0; url=/q/1/` (WHATWG HTML, "Shared
/// declarative refresh steps").
pub fn refresh_address(content: &str) -> Option<&str> {
    let after = content.trim_start().trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let target = after.trim_start();
    let has_time = after.len() < content.trim_start().len();
    let is_apart = target.len() < after.len() || target.starts_with([';', ',']);
    let target = target.strip_prefix([';', ',']).unwrap_or(target).trim_start();
    let named = target.get(..3).filter(|start| start.eq_ignore_ascii_case("url"));
    let address = named.and_then(|_| target.get(3..)?.trim_start().strip_prefix('='));
    let address = address.map_or(target, str::trim_start);
    let mark = address.chars().next().filter(|mark| matches!(mark, '"' | '\''));
    let quoted = mark.and_then(|mark| address.get(1..)?.split(mark).next());
    let address = quoted.unwrap_or(address).trim_end();
    (has_time && is_apart && !address.is_empty()).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_sends_its_readers_on_in_many_ways() {
        for (content, expected) in [
            ("0; url=/a", Some("/a")),
            (" 3.5 , URL = '/a' ", Some("/a")),
            ("0 https://a.example", Some("https://a.example")),
            ("0;/a", Some("/a")),
            ("0;url=\"//'@a.example/\"", Some("//'@a.example/")),
            ("0;", None),
            ("0", None),
            ("0a", None),
            ("url=/a", None),
        ] {
            assert_eq!(refresh_address(content), expected, "{content}");
        }
    }

    #[test]
    fn a_size_may_have_commas_between_brackets() {
        assert_eq!(candidates("a (,b,c),d 1x"), ["a", "d"]);
        assert_eq!(candidates("a 1x(,b ),d 1x"), ["a", "d"]);
        assert_eq!(candidates("a (b,"), ["a"]);
    }

    #[test]
    fn a_script_may_be_an_address_in_many_ways() {
        assert!(is_script_address(" java\nscript:x()") && is_script_address("JAVASCRIPT:"));
        assert!(!is_script_address("/javascript:") && !is_script_address("java"));
    }

    #[test]
    fn a_server_between_browsers_is_told_from_other_texts() {
        for address in ["stun:a.example", " TURNS:a.example:5349?transport=udp"] {
            assert_eq!(relay(address), Some("a.example"), "{address}");
        }
        for text in ["turn:left", "turn: a.example", "turn:a.b is next", "http:a.example", "stun"] {
            assert_eq!(relay(text), None, "{text}");
        }
    }

    #[test]
    fn an_address_with_a_host_is_told_from_a_path() {
        for address in ["https://a", "HTTP:\\\\a", " //a.example/x", "ht\ntps://a", "wss:/a"] {
            assert!(is_address(address), "{address}");
        }
        for path in ["// a", "//a", "/a", "a", "https:", "https://"] {
            assert!(!is_address(path), "{path}");
        }
    }
}
