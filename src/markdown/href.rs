//! An href: an address as an attribute holds it.

use std::net::Ipv6Addr;

use pulldown_cmark_escape::escape_href;

/// Adds `address` to `html`, with all encoded that no address may hold.
///
/// The brackets around an IPv6 address stay as they are: encoded they would
/// make it a host that no browser can read (WHATWG URL, "host parser").
pub fn push_href(html: &mut String, address: &str) {
    let (before, host, after) = around_ipv6(address).unwrap_or((address, "", ""));
    // writing into a string cannot fail
    let _ = escape_href(&mut *html, before);
    html.push_str(host);
    let _ = escape_href(html, after);
}

/// The address cut around a host that is an IPv6 address in its brackets; none
/// where the host is none.
fn around_ipv6(address: &str) -> Option<(&str, &str, &str)> {
    let start = address.find("//")? + 2;
    let length = address[start..].find(['/', '?', '#', '\\']).unwrap_or(address.len() - start);
    let authority = &address[start..start + length];
    let (open, close) = (authority.find('[')?, authority.find(']')?);
    let _: Ipv6Addr = authority.get(open + 1..close)?.parse().ok()?;
    let (before, rest) = address.split_at(start + open);
    let (host, after) = rest.split_at(close + 1 - open);
    Some((before, host, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn href(address: &str) -> String {
        let mut html = String::new();
        push_href(&mut html, address);
        html
    }

    #[test]
    fn what_no_address_may_hold_is_encoded() {
        assert_eq!(href("/가?a=\"b\"&c"), "/%EA%B0%80?a=%22b%22&amp;c");
        assert_eq!(href("https://a.example/[b]"), "https://a.example/%5Bb%5D");
    }

    #[test]
    fn the_brackets_around_an_ipv6_address_stay() {
        for address in
            ["http://[::1]/", "http://[::1]", "//[fe80::1]:4000/?a#b", "http://a@[::ffff:1.2.3.4]:80/"]
        {
            assert_eq!(href(address), address);
        }
        assert_eq!(href("http://[::1]/[a]"), "http://[::1]/%5Ba%5D");
    }

    #[test]
    fn brackets_around_anything_else_do_not() {
        for address in
            ["http://[", "http://]::1[", "http://[]/", "http://[a\"b]/", "http://[::1", "http://a/?[::1]"]
        {
            assert!(!href(address).contains(['[', ']', '"']), "{address}");
        }
    }
}
