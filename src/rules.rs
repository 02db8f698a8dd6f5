//! Rules: the redirects and headers that a site asks its host for, in the
//! files `_redirects` and `_headers`.

/// What a site asks its host for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    redirects: Vec<Redirect>,
    headers: Vec<HeaderRule>,
}

/// An address that leads to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    from: String,
    /// Where to.
    pub to: String,
    /// The status to say so with.
    pub status: u16,
}

/// Headers for some addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
struct HeaderRule {
    /// An address, in which `*` stands for any text.
    pattern: String,
    headers: Vec<(String, String)>,
}

impl Rules {
    /// Reads both files; a line that is no rule is left out, as hosts do.
    pub fn read(redirects: &str, headers: &str) -> Self {
        Self { redirects: redirects.lines().filter_map(redirect).collect(), headers: header_rules(headers) }
    }

    /// Where an address leads, if it does.
    pub fn redirect(&self, address: &str) -> Option<&Redirect> {
        self.redirects.iter().find(|redirect| redirect.from == address)
    }

    /// Whether an address leads anywhere; the ends of addresses that a rule
    /// leaves open, `/old/*`, are all of them.
    pub fn leads_on(&self, address: &str) -> bool {
        self.redirects.iter().any(|redirect| matches(&redirect.from, address))
    }

    /// The headers of an address, in the order of the rules.
    pub fn headers(&self, address: &str) -> impl Iterator<Item = (&str, &str)> {
        let rules = self.headers.iter().filter(move |rule| matches(&rule.pattern, address));
        rules.flat_map(|rule| rule.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    }
}

fn redirect(line: &str) -> Option<Redirect> {
    let mut words = line.split_whitespace();
    let (from, to) = (words.next()?, words.next()?);
    let status = words.next().map_or(Some(301), |status| status.parse().ok())?;
    let is_redirect = from.starts_with('/') && matches!(status, 301 | 302 | 307 | 308);
    is_redirect.then(|| Redirect { from: from.to_owned(), to: to.to_owned(), status })
}

fn header_rules(text: &str) -> Vec<HeaderRule> {
    let mut rules: Vec<HeaderRule> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        if !line.starts_with(char::is_whitespace) {
            rules.push(HeaderRule { pattern: line.trim().to_owned(), headers: Vec::new() });
        } else if let (Some(rule), Some((name, value))) = (rules.last_mut(), line.split_once(':')) {
            rule.headers.push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
    rules
}

/// Whether an address is one that a pattern stands for.
fn matches(pattern: &str, address: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == address };
    let Some(address) = address.strip_prefix(start) else { return false };
    rest.is_empty() || (0..=address.len()).any(|at| address.get(at..).is_some_and(|tail| matches(rest, tail)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_files_are_read_as_hosts_read_them() {
        let rules = Rules::read(
            "/old/ /q/1/ 301\n/two /three\n# no rule\n/a /b soon\n",
            "/*\n  A: 1\n  B: 2: 3\n\n/q/*.md\n  Content-Type: text/markdown\n",
        );
        let to = |address| rules.redirect(address).map(|redirect| (redirect.to.as_str(), redirect.status));
        assert_eq!(to("/old/"), Some(("/q/1/", 301)));
        assert_eq!(to("/two"), Some(("/three", 301)));
        assert_eq!((to("/a"), to("#")), (None, None));
        assert!(rules.leads_on("/old/") && !rules.leads_on("/older/"));
        assert!(Rules::read("/old/* /new/:splat", "").leads_on("/old/a/b"));
        assert_eq!(rules.headers("/가/").collect::<Vec<_>>(), [("A", "1"), ("B", "2: 3")]);
        assert_eq!(rules.headers("/q/1.md").last(), Some(("Content-Type", "text/markdown")));
    }
}
