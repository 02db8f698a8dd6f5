//! The tables of keys in the README come from the code's own documentation.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use mundap::config::KeyDoc;
use mundap::config::SITE_KEYS;
use mundap::personal::Kind;
use mundap::personal::Level;
use mundap::question::QUESTION_KEYS;

#[test]
fn the_tables_of_keys_are_those_of_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let mut expected = readme.clone();
    for (name, keys) in [("question", QUESTION_KEYS), ("site", SITE_KEYS)] {
        expected = with_table(&expected, name, &table(keys));
    }
    expected = with_table(&expected, "personal", &kinds());
    if env::var_os("BLESS").is_some() {
        fs::write(&path, &expected).unwrap();
        return;
    }
    assert!(
        readme == expected,
        "the tables in README.md are out of date; BLESS=1 cargo test writes them anew"
    );
}

/// The kinds of personal data, and what is done about each.
fn kinds() -> String {
    let mut table =
        String::from("\n| kind | what it is | if `site.yaml` is silent | label |\n|---|---|---|---|\n");
    for kind in Kind::ALL {
        let (level, _) = Level::ALL.into_iter().find(|(_, level)| *level == kind.default_level()).unwrap();
        let label = if kind.is_of_pictures() { "" } else { kind.label().korean };
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
