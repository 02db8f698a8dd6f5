//! A Content-Security-Policy: whether it lets in anything but the site's own
//! files, and where it has breaches reported to.

/// The words that a policy may have in a list of sources, and still keep all
/// others out (CSP Level 3, "Source Lists").
const HARMLESS: &[&str] = &["'self'", "'none'", "'report-sample'"];

/// The lists in which an address may hold the file itself, as pictures and the
/// like run nothing. In any other list it would let in every script there is.
const PASSIVE: &[&str] = &["img-src", "media-src", "font-src"];
const HOLDING: &[&str] = &["data:", "blob:"];

/// What of a policy lets others in, if anything does: `*`, which is everything,
/// where it has no `default-src`.
pub fn weakness(policy: &str) -> Option<&str> {
    let mut directives = policy.split(';').filter_map(directive);
    let has_default = directives.clone().any(|(name, _)| name == "default-src");
    if !has_default {
        return Some("*");
    }
    directives
        .find_map(|(name, mut sources)| sources.find(|source| is_list(&name) && !is_harmless(&name, source)))
}

/// Where policies in a header have breaches reported to; browsers report none of
/// a policy in a page (CSP Level 3, "The `<meta>` element").
pub fn reports(policies: &str) -> Vec<String> {
    let directives = policies.split([';', ',']).filter_map(directive);
    let reporting = directives.filter(|(name, _)| matches!(name.as_str(), "report-uri" | "report-to"));
    reporting.flat_map(|(_, words)| words).map(str::to_owned).collect()
}

/// A directive's name, in small letters as it counts, and its words.
fn directive(text: &str) -> Option<(String, std::str::SplitAsciiWhitespace<'_>)> {
    let mut words = text.split_ascii_whitespace();
    Some((words.next()?.to_ascii_lowercase(), words))
}

/// Whether a directive is a list of sources; others say `sandbox`,
/// `upgrade-insecure-requests` and the like.
fn is_list(name: &str) -> bool {
    // `script-src-elem` takes the place of `script-src` for elements
    let name = name.strip_suffix("-elem").or_else(|| name.strip_suffix("-attr")).unwrap_or(name);
    name.ends_with("-src") || matches!(name, "base-uri" | "form-action")
}

fn is_harmless(list: &str, source: &str) -> bool {
    let is_known_script = ["'sha256-", "'sha384-", "'sha512-"].iter().any(|kind| source.starts_with(kind));
    let is = |word: &&str| source.eq_ignore_ascii_case(word);
    is_known_script || HARMLESS.iter().any(is) || (PASSIVE.contains(&list) && HOLDING.iter().any(is))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_sites_own_files_are_let_in() {
        for (policy, expected) in [
            ("default-src 'none'; img-src 'self' data:; require-trusted-types-for 'script'", None),
            ("default-src 'self' https://cdn.example", Some("https://cdn.example")),
            ("Default-Src 'self'; script-src 'self' 'unsafe-inline'", Some("'unsafe-inline'")),
            ("default-src 'self'; form-action *", Some("*")),
            ("img-src 'self'", Some("*")),
            ("default-src 'none'; script-src-elem https://a.example", Some("https://a.example")),
            ("default-src 'none'; script-src-attr 'unsafe-inline'", Some("'unsafe-inline'")),
            ("default-src 'none'; STYLE-SRC *", Some("*")),
            ("default-src 'self' data:", Some("data:")),
            ("default-src 'self'; frame-src blob:", Some("blob:")),
            ("default-src 'self'; IMG-SRC Data: blob:; font-src data:", None),
        ] {
            assert_eq!(weakness(policy), expected, "{policy}");
        }
    }
}
