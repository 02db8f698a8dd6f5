//! Whole sites: an archive in, the expected tree out.
//!
//! Each folder of `tests/sites/` is one, with its `content/`, perhaps `themes/`
//! of its own, and the `expected/` site. Most wear the theme `plain`, which
//! stands in `tests/sites/themes/` and prints what templates see; only `small`
//! wears the default theme.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use super::harness::Archive;
use super::harness::assert_blessed;
use super::harness::blesses;
use super::harness::files_below;

#[test]
fn an_archive_without_questions_is_a_site() {
    builds_as_expected("empty");
}

#[test]
fn a_few_questions_in_the_default_theme() {
    builds_as_expected("small");
}

#[test]
fn everything_that_front_matter_and_settings_can_say() {
    builds_as_expected("features");
}

#[test]
fn each_language_has_an_edition() {
    builds_as_expected("languages");
}

#[test]
fn a_theme_extends_another_and_the_archive_extends_both() {
    builds_as_expected("theme");
}

#[test]
fn a_site_in_a_folder_of_its_host() {
    builds_as_expected("base-path");
}

#[test]
fn a_site_in_english() {
    builds_as_expected("english");
}

/// The site of `tests/sites/NAME/` is, file by file, what `expected/` holds.
#[track_caller]
fn builds_as_expected(name: &str) {
    let folder = sites().join(name);
    let archive = ["content", "themes"]
        .iter()
        .fold(Archive::empty(), |archive, part| archive.folder(part, &folder.join(part)));
    let run = archive.folder("themes", &sites().join("themes")).build().succeeds().quietly();
    let public = run.project.path("public");
    let actual: BTreeSet<_> = run.project.files("public").into_iter().filter(|file| is_kept(file)).collect();
    let expected = folder.join("expected");
    if blesses() {
        let _ = fs::remove_dir_all(&expected);
    }
    let wanted: BTreeSet<_> =
        if blesses() { actual.clone() } else { files_below(&expected).into_iter().collect() };
    let named = |files: Vec<&String>| files.iter().map(|file| format!("  {file}\n")).collect::<String>();
    assert!(
        actual == wanted,
        "{name} has other files than expected; bless it with BLESS=1\nmissing:\n{}new:\n{}",
        named(wanted.difference(&actual).collect()),
        named(actual.difference(&wanted).collect()),
    );
    for file in &actual {
        let expected = expected.join(file);
        fs::create_dir_all(expected.parent().unwrap()).unwrap();
        assert_blessed(&expected, &without_fingerprints(&fs::read_to_string(public.join(file)).unwrap()));
    }
}

/// Whether a file of a site is worth keeping: neither our own memory of it, nor
/// the search index, which no one can read and `search.rs` searches, nor what
/// follows from the default theme alone, which stands in this repository
/// already.
fn is_kept(file: &str) -> bool {
    let of_the_index = file.ends_with(".bin") || file.ends_with("search/manifest.json");
    let of_the_theme = file.strip_prefix("theme/").is_some_and(is_of_the_default_theme);
    file != ".mundap-manifest" && !of_the_index && !of_the_theme
}

/// A page of a site with the files of the default theme called as they are in
/// the theme: `/theme/style.css`, so that a change to one leaves the pages as
/// they are kept.
fn without_fingerprints(page: &str) -> String {
    let mut parts = page.split("\"/theme/");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str("\"/theme/");
        match part.split_once('"') {
            Some((file, rest)) if is_of_the_default_theme(file) => {
                text.push_str(&plain_name(file));
                text.push('"');
                text.push_str(rest);
            }
            _ => text.push_str(part),
        }
    }
    text
}

/// Whether a file below `theme/` comes from the default theme.
fn is_of_the_default_theme(file: &str) -> bool {
    let name = plain_name(file);
    name != file
        && (name == "settings.css"
            || Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/static").join(name).is_file())
}

/// `search.0f3a9c21d4/main.js` becomes `search/main.js`.
fn plain_name(file: &str) -> String {
    let is_fingerprint = |part: &str| part.len() == 10 && part.bytes().all(|b| b.is_ascii_hexdigit());
    let steps = file.split('/').map(|step| {
        let parts: Vec<_> = step.split('.').filter(|part| !is_fingerprint(part)).collect();
        parts.join(".")
    });
    steps.collect::<Vec<_>>().join("/")
}

fn sites() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites")
}
