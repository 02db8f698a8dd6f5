//! A target: which address of the site a request asks for.

/// What a request line asks for, decoded once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The path, which starts with `/`.
    pub path: String,
    /// What stands behind `?`, as it was sent.
    pub query: Option<String>,
}

impl Target {
    /// Reads a target as browsers send it; none for what no address of a site
    /// can be: a path that is not UTF-8, leaves the site, or holds what some
    /// systems take for a separator.
    pub fn read(sent: &str) -> Option<Self> {
        let (path, query) = match sent.split_once('?') {
            Some((path, query)) => (path, Some(query.to_owned())),
            None => (sent, None),
        };
        let path = decoded(path)?;
        let is_odd = |part: &str| part == "." || part == "..";
        let is_safe = path.starts_with('/')
            && !path.starts_with("//")
            && !path.contains(['\\', '#'])
            && !path.contains(char::is_control)
            && !path.split('/').any(is_odd);
        is_safe.then_some(Self { path, query })
    }
}

/// The text with each `%41` replaced by its byte; none where that is not
/// UTF-8.
///
/// Nor where a `%` starts no such thing, as nginx and Apache have it: that is why
/// this is not left to the `percent_encoding` library, which lets it stand.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: u8| char::from(byte).to_digit(16);
        let (high, low) = (digit(rest.next()?)?, digit(rest.next()?)?);
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(sent: &str) -> Option<String> {
        Target::read(sent).map(|target| target.path)
    }

    #[test]
    fn a_path_is_decoded_once() {
        assert_eq!(path("/%EA%B0%80.png").as_deref(), Some("/가.png"));
        assert_eq!(path("/가.png").as_deref(), Some("/가.png"));
        assert_eq!(path("/%252e%252e/a").as_deref(), Some("/%2e%2e/a"));
        let target = Target::read("/a?b=%20").unwrap();
        assert_eq!((target.path.as_str(), target.query.as_deref()), ("/a", Some("b=%20")));
    }

    #[test]
    fn what_leaves_the_site_is_no_target() {
        for sent in [
            "",
            "a",
            "*",
            "//a",
            "/../a",
            "/a/..",
            "/./a",
            "/%2e%2e/a",
            "/.%2E/a",
            "/a%5c..%5cb",
            "/a\\b",
            "/%00",
            "/%0d%0a",
            "/%ff",
            "/%",
            "/%4",
            "/%zz",
            "/%2f/a",
            "http://a/",
            "/a%23b",
        ] {
            assert_eq!(path(sent), None, "{sent}");
        }
    }
}
