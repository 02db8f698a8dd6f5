//! A Content-Security-Policy: whether it lets in anything but the site's own
//! files.

/// The words that a policy may have in a list of sources, and still keep all
/// others out (CSP Level 3, "Source Lists").
const HARMLESS: &[&str] = &["'self'", "'none'", "data:", "blob:", "'report-sample'"];

/// What of a policy lets others in, if anything does: `*`, which is everything,
/// where it has no `default-src`.
pub fn weakness(policy: &str) -> Option<&str> {
    let directives = || policy.split(';').map(str::split_ascii_whitespace);
    let has_default = directives()
        .any(|mut words| words.next().is_some_and(|name| name.eq_ignore_ascii_case("default-src")));
    if !has_default {
        return Some("*");
    }
    directives().find_map(|mut words| {
        let name = words.next()?;
        // what is no list of sources says `sandbox`, `upgrade-insecure-requests` and the like
        let is_list = name.ends_with("-src") || matches!(name, "base-uri" | "form-action");
        words.find(|source| is_list && !is_harmless(source))
    })
}

fn is_harmless(source: &str) -> bool {
    let is_known_script = ["'sha256-", "'sha384-", "'sha512-"].iter().any(|kind| source.starts_with(kind));
    is_known_script || HARMLESS.iter().any(|word| source.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_sites_own_files_are_let_in() {
        assert_eq!(
            weakness("default-src 'none'; img-src 'self' data:; require-trusted-types-for 'script'"),
            None
        );
        assert_eq!(weakness("default-src 'self' https://cdn.example"), Some("https://cdn.example"));
        assert_eq!(
            weakness("Default-Src 'self'; script-src 'self' 'unsafe-inline'"),
            Some("'unsafe-inline'")
        );
        assert_eq!(weakness("default-src 'self'; form-action *"), Some("*"));
        assert_eq!(weakness("img-src 'self'"), Some("*"));
    }
}
