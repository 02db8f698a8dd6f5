//! What nobody sees: invisible characters that make a text read otherwise than
//! it is written.

use std::ops::Range;

use crate::characters;
use crate::diagnostic;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;

/// The invisible characters in `text`, the content of the file `name`, that make
/// it read otherwise than it is written; each line is told of once. Up to byte
/// `body` it is YAML, which has its own word for what is no text.
pub fn in_text(name: &str, text: &str, body: usize) -> Vec<Diagnostic> {
    let mut lines: Vec<(Range<usize>, String)> = Vec::new();
    let mut end = 0;
    for range in characters::invisible(text) {
        let found = &text[range.clone()];
        if range.start < body && found.contains(characters::is_forbidden) {
            continue;
        }
        match lines.last_mut().filter(|_| !text[end..range.start].contains('\n')) {
            Some((_, others)) => others.push_str(found),
            None => lines.push((range.clone(), found.to_owned())),
        }
        end = range.end;
    }
    let found = lines.into_iter().map(|(range, found)| (range, problem(&found)));
    diagnostic::placed(found, |range| Place::new(name, text, range))
}

/// What is wrong with a text that has these characters.
pub fn problem(found: &str) -> Diagnostic {
    let mut characters: Vec<char> = found.chars().collect();
    characters.sort_unstable();
    characters.dedup();
    let codes: Vec<_> = characters.iter().take(3).map(|c| format!("U+{:04X}", *c as u32)).collect();
    let (does, help) = if characters.iter().all(|c| characters::is_forbidden(*c)) {
        ("is no text, and is left out", "delete it")
    } else {
        ("turns or hides text", "remove it, unless the text around it is written from right to left")
    };
    let message = format!("something invisible stands here that {does}: {}", codes.join(" "));
    Diagnostic::warning("invisible-character", message).help(help)
}
