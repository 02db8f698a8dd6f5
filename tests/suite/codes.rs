//! The messages themselves: each is tested, and each has the house form.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use mundap::personal::Kind;

use super::harness::files_below;
use super::harness::fixtures;

/// Where a code stands in the source: as the first argument of one of these.
const CALLS: &[&str] = &["Diagnostic::error(", "Diagnostic::warning(", "self.breach(", "Breach { code: "];

#[test]
fn every_code_is_in_an_expected_file() {
    let expected: String = expected().into_iter().map(|(_, text)| text).collect();
    let untested: Vec<_> =
        codes().into_iter().filter(|code| !expected.contains(&format!("[{code}]: "))).collect();
    assert!(untested.is_empty(), "no expected.txt has these codes: {untested:#?}");
}

#[test]
fn every_message_is_a_phrase_and_says_what_to_do() {
    for (file, text) in expected() {
        for report in text.split("\n\n").filter(|report| is_report(report)) {
            let (_, message) = report.lines().next().unwrap().split_once("]: ").unwrap();
            let first = message.chars().next().unwrap();
            assert!(!first.is_uppercase(), "{file}: `{message}` starts with a capital");
            assert!(!message.ends_with('.'), "{file}: `{message}` ends with a full stop");
            let help = report.lines().find_map(|line| line.trim().strip_prefix("= help: "));
            let help = help.unwrap_or_else(|| panic!("{file}: `{message}` has no help line"));
            assert!(!help.ends_with('.'), "{file}: `{help}` ends with a full stop");
        }
    }
}

#[test]
fn codes_are_found_in_the_source() {
    let codes = codes();
    for code in ["unknown-key", "yaml-tab", "yaml-too-large", "unsafe-link", "output-unsafe"] {
        assert!(codes.contains(code), "{code}: {codes:?}");
    }
}

fn is_report(text: &str) -> bool {
    text.starts_with("error[") || text.starts_with("warning[")
}

/// Every expected file with its content.
fn expected() -> Vec<(String, String)> {
    let folder = fixtures("diagnostics");
    let files = files_below(&folder).into_iter().filter(|file| file.ends_with("expected.txt"));
    files.map(|file| (file.clone(), fs::read_to_string(folder.join(&file)).unwrap())).collect()
}

/// Every code that the source can report; those of personal data are made of
/// its kinds.
fn codes() -> BTreeSet<String> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = files_below(&src).into_iter().filter(|file| file.ends_with(".rs"));
    let texts = files.map(|file| fs::read_to_string(src.join(file)).unwrap());
    let personal = Kind::ALL.into_iter().map(|kind| kind.code().to_owned());
    texts.flat_map(|text| codes_in(before_tests(&text))).chain(personal).collect()
}

fn before_tests(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or(text)
}

fn codes_in(text: &str) -> Vec<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let calls = CALLS.iter().flat_map(|call| text.match_indices(call).map(|(at, _)| at + call.len()));
    let literal = |at: usize| text[at..].trim_start().strip_prefix('"')?.split('"').next();
    calls.filter_map(literal).filter(|code| is_code(code)).map(str::to_owned).collect()
}

/// Small letters in groups joined by `-`.
fn is_code(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-' || byte.is_ascii_digit())
}
