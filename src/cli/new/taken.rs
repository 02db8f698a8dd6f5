//! A taken key: one that no new question may have, as something stands at its
//! address.

use rayon::prelude::*;

use crate::config::Config;
use crate::content::Content;
use crate::diagnostic::Diagnostic;
use crate::fs;
use crate::fs::SourcePath;
use crate::key::Key;
use crate::ledger::Ledger;
use crate::yaml;
use crate::yaml::Document;
use crate::yaml::Fields;
use crate::yaml::Limits;

/// The keys that questions have, or had when they were published, and those at
/// whose addresses something else stands.
pub fn taken(content: &Content, config: Option<&Config>) -> Result<Vec<Key>, Diagnostic> {
    let names = content.questions.iter().map(SourcePath::file_name);
    let mut keys: Vec<_> = names.filter_map(Key::from_file_name).collect();
    if let Some(file) = content.addresses.file() {
        // what is wrong with a line, the next build tells
        keys.extend(Ledger::read(&file.name, fs::read_long_text(file)?).value.questions());
    }
    let pages = content.pages.iter().map(|file| file.relative.as_str());
    let files = pages.chain(content.statics.paths()).map(|path| format!("/{path}"));
    let moved = config.into_iter().flat_map(|config| config.moved.keys().cloned());
    let addresses = files.chain(moved).chain(aliases(content));
    keys.extend(addresses.filter_map(|address| Key::of_address(&address)));
    Ok(keys)
}

/// The old addresses of all questions and own pages.
fn aliases(content: &Content) -> Vec<String> {
    content.questions.par_iter().chain(&content.pages).flat_map_iter(aliases_of).collect()
}

/// Those of one file; none where it cannot be read, which the next build tells.
fn aliases_of(file: &SourcePath) -> Vec<String> {
    let Ok(text) = fs::read_text(file) else { return Vec::new() };
    let Ok(parts) = yaml::split(&file.name, &text) else { return Vec::new() };
    // few have any, and to see that takes far less than to read the others
    if !text[parts.front.clone()].contains("aliases") {
        return Vec::new();
    }
    let document = Document::parse(&file.name, &text, parts.front, Limits::FRONT_MATTER);
    document.map(|document| Fields::of(&document).addresses("aliases")).unwrap_or_default()
}
