//! Rules: the redirects and headers that a site asks its host for, in the
//! files `_redirects` and `_headers`.

use rustc_hash::FxHashMap;

/// What a site asks its host for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    redirects: Vec<Redirect>,
    /// The first of those for each address that they name in full.
    named: FxHashMap<String, usize>,
    /// Those for all addresses that they stand for.
    patterns: Vec<usize>,
    headers: Vec<HeaderRule>,
}

/// An address that leads to another, or shows what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// An address, in which `*` stands for any text.
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
        let redirects: Vec<_> = redirects.lines().filter_map(redirect).collect();
        let (mut named, mut patterns) = (FxHashMap::default(), Vec::new());
        for (at, redirect) in redirects.iter().enumerate() {
            if redirect.from.contains('*') {
                patterns.push(at);
            } else {
                named.entry(redirect.from.clone()).or_insert(at);
            }
        }
        Self { redirects, named, patterns, headers: header_rules(headers) }
    }

    /// Where an address leads that a rule names in full.
    pub fn redirect(&self, address: &str) -> Option<&Redirect> {
        let named = self.named.get(address).and_then(|at| self.redirects.get(*at));
        named.filter(|redirect| redirect.leads_on())
    }

    /// The first rule for an address; those that leave its end open, `/old/*`,
    /// are for all of them.
    pub fn rule(&self, address: &str) -> Option<&Redirect> {
        let named = self.named.get(address).copied();
        let stands_for =
            |at: &usize| self.redirects.get(*at).is_some_and(|rule| matches(&rule.from, address));
        let pattern = self.patterns.iter().copied().find(stands_for);
        let first = named.into_iter().chain(pattern).min();
        self.redirects.get(first?)
    }

    /// The headers of an address, in the order of the rules.
    pub fn headers(&self, address: &str) -> impl Iterator<Item = (&str, &str)> {
        let rules = self.headers.iter().filter(move |rule| matches(&rule.pattern, address));
        rules.flat_map(|rule| rule.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    }

    /// All headers, whatever addresses they are for.
    pub fn all_headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let headers = self.headers.iter().flat_map(|rule| &rule.headers);
        headers.map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl Redirect {
    /// Whether a browser is sent on to another address.
    pub fn leads_on(&self) -> bool {
        matches!(self.status, 301 | 302 | 303 | 307 | 308)
    }

    /// Whether parts of the address that it is for stand in the one that it leads
    /// to: `/new/:splat`.
    pub fn takes_parts(&self) -> bool {
        self.to.split(':').skip(1).any(|part| part.starts_with(char::is_alphabetic))
    }
}

/// A rule such as `/old/* /new/:splat 301!`, with conditions behind it or
/// between its addresses: some hosts go by them.
fn redirect(line: &str) -> Option<Redirect> {
    let mut words = line.split_whitespace();
    let from = words.next().filter(|from| from.starts_with('/'))?;
    let to = words.find(|word| word.starts_with('/') || word.contains("://"))?;
    let status = words.next().filter(|word| !word.contains('='));
    let status = status.map_or(Some(301), |status| status.trim_end_matches('!').parse().ok())?;
    // `:name` stands for a part of the address, and may as well for more
    let parts = from.split('/').map(|part| if part.starts_with(':') { "*" } else { part });
    // what is answered with an error is as good as nothing
    (status < 400).then(|| Redirect { from: parts.collect::<Vec<_>>().join("/"), to: to.to_owned(), status })
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

/// Whether an address is one that a pattern stands for: its pieces come one
/// behind the other, the first and the last at its ends.
fn matches(pattern: &str, address: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == address };
    let Some(mut left) = address.strip_prefix(start) else { return false };
    let (middle, end) = rest.rsplit_once('*').unwrap_or(("", rest));
    for piece in middle.split('*') {
        let Some((_, after)) = left.split_once(piece) else { return false };
        left = after;
    }
    left.ends_with(end)
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
        assert!(rules.rule("/old/").is_some() && rules.rule("/older/").is_none());
        assert_eq!(rules.headers("/가/").collect::<Vec<_>>(), [("A", "1"), ("B", "2: 3")]);
        assert_eq!(rules.headers("/q/1.md").last(), Some(("Content-Type", "text/markdown")));
    }

    #[test]
    fn rules_of_all_hosts_are_understood() {
        let rules = Rules::read(
            "/old/* /new/:splat\n/p/:id /q/:id 200\n/a lang=ko /b 302! Country=kr\n/c https://c.example/ Role=x\n/gone /404 410\n",
            "",
        );
        let to = |address| rules.rule(address).map(|rule| (rule.to.as_str(), rule.status));
        assert_eq!(to("/old/a/b"), Some(("/new/:splat", 301)));
        assert_eq!(to("/p/1"), Some(("/q/:id", 200)));
        assert_eq!(to("/a"), Some(("/b", 302)));
        assert_eq!(to("/c"), Some(("https://c.example/", 301)));
        assert_eq!(to("/gone"), None);
        let takes_parts = |address| rules.rule(address).is_some_and(Redirect::takes_parts);
        assert!(takes_parts("/old/a") && takes_parts("/p/1") && !takes_parts("/a") && !takes_parts("/c"));
        let first = Rules::read("/a/* /1\n/a/b /2\n", "");
        assert_eq!(first.rule("/a/b").map(|rule| rule.to.as_str()), Some("/1"));
        assert_eq!(first.redirect("/a/b").map(|rule| rule.to.as_str()), Some("/2"));
    }

    #[test]
    fn a_star_stands_for_any_text() {
        assert!(matches("/a/*/b/*c", "/a/1/2/b/3/c") && matches("*", "") && matches("/*a*", "/xa"));
        assert!(!matches("/ab*bc", "/abc") && !matches("/*a", "/ab"));
        // this took longer than anybody waits
        let (pattern, address) = (format!("/{}b", "*a".repeat(40)), format!("/{}", "a".repeat(4000)));
        assert!(!matches(&pattern, &address));
    }
}
