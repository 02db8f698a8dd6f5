//! What `verify` says of a site: every finding in its words.

use super::passage::Holder;
use super::resource::Resource;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;

/// How many letters of an address are shown that is none.
const LONGEST_SHOWN: usize = 100;

/// The browser asks another host for something.
pub fn foreign_origin(resource: Resource, host: &str) -> Diagnostic {
    let message = match resource {
        Resource::Connection => format!("this opens a connection to `{host}`"),
        Resource::NextPage => format!("this sends readers on to `{host}` without asking"),
        Resource::Form => format!("this sends what is typed into a form to `{host}`"),
        _ => format!("this loads {} from `{host}`", resource.name()),
    };
    Diagnostic::error("foreign-origin", message)
        .help("keep a copy in the site itself, or make it a link that a reader can choose to follow")
}

/// A script or a style has the address of another host in it.
pub fn foreign_mention(holder: &str, host: &str) -> Diagnostic {
    Diagnostic::warning("foreign-mention", format!("this {holder} names an address at `{host}`"))
        .help("see that it is never loaded; a Content-Security-Policy with `connect-src 'self'` makes sure")
}

/// A script puts an address together.
pub fn made_address() -> Diagnostic {
    Diagnostic::warning("made-address", "this script puts an address together, and its host cannot be told")
        .help(
            "write the address in one piece; a Content-Security-Policy with `connect-src 'self'` makes sure",
        )
}

/// A script stands in the page itself.
pub fn inline_script(holder: Holder) -> Diagnostic {
    let message = match holder {
        Holder::Element => "this element holds a script",
        Holder::Attribute => "this attribute holds a script",
        Holder::Address => "this address is a script",
    };
    Diagnostic::error("inline-script", message)
        .help("move it into a file of its own, so that a Content-Security-Policy can forbid all others")
}

/// An address holds a file itself that may do what a page does.
pub fn embedded_file(resource: Resource) -> Diagnostic {
    Diagnostic::error("embedded-file", format!("this address holds {} itself", resource.name()))
        .help("put it into a file of its own: what an address holds is not looked at")
}

/// An address that is loaded, and is none for us.
pub fn bad_address(address: &str) -> Diagnostic {
    let start: String = address.chars().take(LONGEST_SHOWN).collect();
    Diagnostic::error(
        "bad-address",
        format!("`{start}` cannot be read, and a browser may load it all the same"),
    )
    .help("write the whole address in plain letters, as a browser shows it in its bar")
}

/// A page nests more than browsers do.
pub fn too_deep() -> Diagnostic {
    Diagnostic::error("too-deep", "too much is open here, and what follows was not looked at").help(
        "close what is open: let at most 256 elements stand in each other, and no page hold one that holds another",
    )
}

/// A file that browsers read has bytes that are no text.
pub fn not_utf8(name: &str) -> Diagnostic {
    Diagnostic::error("not-utf8", "this file is not UTF-8, and was not looked at")
        .at(Place::file(name))
        .help("save it as UTF-8 in your editor, or take it out of the site")
}

/// A file says that its bytes, or those of another, are to be taken for other
/// letters.
pub fn other_encoding() -> Diagnostic {
    Diagnostic::error(
        "other-encoding",
        "this file says that it is not UTF-8, and a browser may read another text",
    )
    .help("write `<meta charset=\"utf-8\">`, and name no other encoding anywhere")
}

/// A file holds what no text in UTF-8 needs.
pub fn sign_of_other_encoding() -> Diagnostic {
    Diagnostic::error(
        "other-encoding",
        "this holds a sign of another encoding, in which a browser may read another text",
    )
    .help("write NUL and escape as `\\0` and `\\x1b` in scripts, and remove them from anything else")
}

/// A page does not say which letters its bytes stand for.
pub fn no_encoding() -> Diagnostic {
    Diagnostic::warning(
        "no-encoding",
        "this page does not say that it is UTF-8, and browsers may show other letters",
    )
    .help("write `<meta charset=\"utf-8\">` first into its head")
}

/// A page is turned into another one.
pub fn transformed() -> Diagnostic {
    Diagnostic::error(
        "bad-drawing",
        "a style sheet that is no CSS makes another page of this, which was not looked at",
    )
    .help("publish the page that it makes, or give this a style sheet of CSS")
}

/// A host is asked to set a cookie.
pub fn cookie_header() -> Diagnostic {
    Diagnostic::error("cookie", "this sets cookies in every browser")
        .help("remove `Set-Cookie`: a site that keeps nothing has nothing to ask its readers for")
}

/// A drawing that a browser may read another way.
pub fn bad_drawing() -> Diagnostic {
    Diagnostic::error(
        "bad-drawing",
        "this is not plain XML, and a browser may find more in it than was looked at",
    )
    .help("save it anew, without a list of entities at its top")
}

/// A description of a site that a browser may read another way.
pub fn bad_manifest() -> Diagnostic {
    Diagnostic::error(
        "bad-manifest",
        "this manifest is not JSON, and a browser may find more in it than was looked at",
    )
    .help("save it anew as JSON, without comments and without commas behind the last of a list")
}

/// A sitemap, a feed or other XML that nothing reads to its end.
pub fn damaged_file(address: &str) -> Diagnostic {
    Diagnostic::error("damaged-file", format!("`{address}` is damaged, and no program reads on from here"))
        .help("build the site once more, and copy every file of it in full")
}

/// A script reads or sets a cookie.
pub fn cookie() -> Diagnostic {
    Diagnostic::error("cookie", "this script reads or sets cookies")
        .help("keep what a reader chose in `localStorage`, which no server is sent")
}

/// Something is reported behind the reader's back.
pub fn beacon() -> Diagnostic {
    Diagnostic::error("beacon", "this reports to a server what a reader does")
        .help("remove `sendBeacon` and `ping`: a site without them knows nothing that could leak")
}

/// A host is asked to have browsers report to another one.
pub fn reporting_header(host: &str) -> Diagnostic {
    Diagnostic::error("beacon", format!("this has browsers report to `{host}` what a reader does"))
        .help("remove the header, or the words of a Content-Security-Policy, that say where to report to")
}

/// An address of the site has nothing.
pub fn dead_link(address: &str) -> Diagnostic {
    Diagnostic::error("dead-link", format!("there is nothing at `{address}`"))
        .help("correct the address, or let the old one lead on in `_redirects`")
}

/// An address of the site leads on to one that has nothing.
pub fn redirect_to_nothing(address: &str, end: &str) -> Diagnostic {
    Diagnostic::error("dead-link", format!("`{address}` leads on to `{end}`, and there is nothing"))
        .help("let it lead in `_redirects` to a page that there is")
}

/// An address of the site leads on to itself.
pub fn circle(address: &str) -> Diagnostic {
    Diagnostic::error("dead-link", format!("`{address}` leads on in a circle"))
        .help("let it lead in `_redirects` to a page that there is")
}

/// A page has no part of this name.
pub fn broken_anchor(address: &str, fragment: &str) -> Diagnostic {
    Diagnostic::error("broken-anchor", format!("`{address}` has no part called `{fragment}`"))
        .help("link to an id that the page has")
}

/// An address is on the site's host and not in its folder.
pub fn outside_link(address: &str, base: &str) -> Diagnostic {
    Diagnostic::warning("outside-link", format!("`{address}` is outside of the site's own folder, `{base}`"))
        .help("write the folder in front of the address, where a page of this site is meant")
}

/// Two elements of a page have one id.
pub fn duplicate_id(id: &str) -> Diagnostic {
    Diagnostic::error("duplicate-id", format!("the id `{id}` is taken by an element above"))
        .help("give each element of a page an id of its own, or links lead to the first alone")
}

/// The sitemap leaves a page out.
pub fn not_in_sitemap(address: &str) -> Diagnostic {
    Diagnostic::warning("not-in-sitemap", format!("the sitemap leaves out `{address}`"))
        .help("add it, or write `<meta name=\"robots\" content=\"noindex\">` where nobody should find it")
}

/// The sitemap names a page that asks to be left out.
pub fn hidden_in_sitemap(address: &str) -> Diagnostic {
    Diagnostic::warning(
        "hidden-in-sitemap",
        format!("the sitemap names `{address}`, which asks search engines to pass by"),
    )
    .help("take it out of the sitemap, or the `noindex` or the redirect out of the page")
}

/// There is no sitemap at all.
pub fn no_sitemap(name: &str) -> Diagnostic {
    Diagnostic::warning("no-sitemap", format!("there is no sitemap in `{name}`"))
        .help("put the addresses of all pages into `sitemap.xml`, so that search engines find them")
}

/// A page has no policy.
pub fn no_policy() -> Diagnostic {
    Diagnostic::warning("no-policy", "this page carries no Content-Security-Policy")
        .help("put `<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'\">` first into its head")
}

/// A page's policy lets more in than the site's own files.
pub fn weak_policy(source: &str) -> Diagnostic {
    Diagnostic::warning("weak-policy", format!("the page's Content-Security-Policy allows `{source}`"))
        .help("allow `'self'` and `'none'` alone, and start with `default-src`")
}

/// Nothing says where the site is published.
pub fn unknown_origin(name: &str) -> Diagnostic {
    Diagnostic::warning(
        "unknown-origin",
        format!("nothing in `{name}` says where it is published, so every full address counts as foreign"),
    )
    .help("name it: `--base-url https://qna.example.org/`")
}

/// There is no site to look at.
pub fn missing_output(name: &str) -> Diagnostic {
    Diagnostic::error("missing-output", format!("there is no folder `{name}`"))
        .help("build the site with `mundap build`, or name the folder of one: mundap verify DIR")
}

/// The folder has no page.
pub fn no_pages(name: &str) -> Diagnostic {
    Diagnostic::error("no-pages", format!("there is no page in `{name}`"))
        .help("name the folder of a built site, with `.html` files in it: mundap verify DIR")
}

/// What was given as the site's address is none.
pub fn bad_base(text: &str) -> Diagnostic {
    Diagnostic::error("bad-argument", format!("`{text}` is not the address of a site"))
        .help("write it in full: `--base-url https://qna.example.org/`")
}
