//! What the README says of keys and headers comes from the code itself.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use mundap::config::KeyDoc;
use mundap::config::SITE_KEYS;
use mundap::personal::Kind;
use mundap::personal::Level;
use mundap::question::QUESTION_KEYS;
use mundap::render::CACHE_OF_THEME;
use mundap::render::HEADERS;
use mundap::render::TYPE_OF_MARKDOWN;

#[test]
fn what_comes_from_the_code_is_what_the_code_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let mut expected = readme.clone();
    for (name, keys) in [("question", QUESTION_KEYS), ("site", SITE_KEYS)] {
        expected = with_part(&expected, "keys", name, &table(keys));
    }
    for (name, snippet) in [("nginx", nginx()), ("apache", apache())] {
        expected = with_part(&expected, "server", name, &snippet);
    }
    expected = with_table(&expected, "personal", &kinds());
    if env::var_os("BLESS").is_some() {
        fs::write(&path, &expected).unwrap();
        return;
    }
    assert!(readme == expected, "README.md is out of date; BLESS=1 cargo test writes them anew");
}

/// `readme` with `part` between the comments that name it.
fn with_part(readme: &str, kind: &str, name: &str, part: &str) -> String {
    let open = format!("<!-- {kind}: {name} -->\n");
    let start = readme.find(&open).expect("the README has a place for the part") + open.len();
    let end = start + readme[start..].find(&format!("<!-- /{kind} -->")).expect("the place ends");
    format!("{}{part}{}", &readme[..start], &readme[end..])
}

/// A site as nginx sends it. A location with headers of its own would send
/// those alone, so what depends on the address is a map; an empty header is
/// not sent. A folder without a page would be forbidden, and is not there.
fn nginx() -> String {
    let headers =
        HEADERS.map(|(name, value)| format!("    add_header {name} \"{value}\" always;\n")).concat();
    format!(
        "\n```nginx\nmap $uri $theme_cache {{ ~^/theme/ \"{CACHE_OF_THEME}\"; default \"\"; }}\nserver {{\n    \
         root /var/www/site;\n    charset utf-8;\n    error_page 404 /404.html;\n    error_page 403 =404 /404.html;\n\
         {headers}    add_header Cache-Control $theme_cache;\n    \
         location ~ \\.md$ {{ types {{}} default_type \"{TYPE_OF_MARKDOWN}\"; }}\n}}\n```\n\n"
    )
}

/// A site as Apache sends it, from the settings of its virtual host.
fn apache() -> String {
    let headers = HEADERS.map(|(name, value)| format!("Header always set {name} \"{value}\"\n")).concat();
    format!(
        "\n```apache\nDocumentRoot /var/www/site\n<Directory /var/www/site>\n    Options -Indexes\n</Directory>\n\
         AddDefaultCharset utf-8\nErrorDocument 404 /404.html\nErrorDocument 403 /404.html\n\
         {headers}<If \"%{{REQUEST_URI}} =~ m#^/theme/#\">\n    \
         Header set Cache-Control \"{CACHE_OF_THEME}\"\n</If>\nAddType \"{TYPE_OF_MARKDOWN}\" .md\n```\n\n"
    )
}

/// The kinds of personal data, and what is done about each.
fn kinds() -> String {
    let mut table =
        String::from("\n| kind | what it is | if `site.yaml` is silent | label |\n|---|---|---|---|\n");
    for kind in Kind::ALL {
        let (level, _) = Level::ALL.into_iter().find(|(_, level)| *level == kind.default_level()).unwrap();
        let label = if kind.is_of_files() { "" } else { kind.label().korean };
        writeln!(table, "| `{}` | {} | `{level}` | {label} |", kind.name(), kind.noun()).unwrap();
    }
    table.push('\n');
    table
}

/// `readme` with `table` between the comments that name it.
fn with_table(readme: &str, name: &str, table: &str) -> String {
    let open = format!("<!-- keys: {name} -->\n");
    let start = readme.find(&open).expect("the README has a place for the table") + open.len();
    let end = start + readme[start..].find("<!-- /keys -->").expect("the place ends");
    format!("{}{table}{}", &readme[..start], &readme[end..])
}

fn table(keys: &[KeyDoc]) -> String {
    let mut table =
        String::from("\n| key | value | if absent | meaning | example |\n|---|---|---|---|---|\n");
    for key in keys {
        let example = key.example.replace('|', "\\|");
        let row = [&format!("`{}`", key.name), key.kind, key.default, key.meaning, &format!("`{example}`")]
            .join(" | ");
        writeln!(table, "| {row} |").unwrap();
    }
    table.push('\n');
    table
}
