//! The headers that pages are sent with, and what of them a page can say
//! itself.

use crate::config::Config;

/// What every page is to be sent with, by name.
///
/// The policy lets in nothing from anywhere else, and no script or style but
/// the site's own files; no script can turn text into markup.
pub const HEADERS: [(&str, &str); 4] = [
    (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
         connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
];

/// How long a browser may keep the theme's files, whose names change with their
/// content.
pub const CACHE_OF_THEME: &str = "public, max-age=31536000, immutable";

/// The type that Markdown is sent as (RFC 7763).
pub const TYPE_OF_MARKDOWN: &str = "text/markdown; charset=utf-8";

/// Headers as Netlify, Cloudflare Pages and others read them.
pub fn file(config: &Config) -> String {
    let base = config.base();
    let pages: String = HEADERS.iter().map(|(name, value)| format!("  {name}: {value}\n")).collect();
    format!(
        "{base}/*\n{pages}{base}/theme/*\n  Cache-Control: {CACHE_OF_THEME}\n\
         {base}/q/*.md\n  Content-Type: {TYPE_OF_MARKDOWN}\n"
    )
}

/// The policy as an element of a page's head, for hosts that send no headers.
pub fn policy_html() -> String {
    // browsers pass it over in a page, and say so (CSP Level 3, "The <meta> element")
    let in_pages = |directive: &&str| !directive.trim_start().starts_with("frame-ancestors ");
    let policy: Vec<_> = HEADERS[0].1.split(';').filter(in_pages).collect();
    format!("<meta http-equiv=\"{}\" content=\"{}\">", HEADERS[0].0, policy.join(";"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_all_that_it_can() {
        let html = policy_html();
        assert!(
            html.starts_with("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
        );
        assert!(html.ends_with("form-action 'self'; require-trusted-types-for 'script'\">"), "{html}");
    }
}
