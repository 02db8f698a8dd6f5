//! The two parts of a Markdown file: front matter between `---` lines, and the body.

use std::ops::Range;

use serde::Deserialize;
use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;

/// Where the parts stand, in bytes of the file's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parts {
    /// The YAML between the two `---` lines.
    pub front: Range<usize>,
    /// Everything after them.
    pub body: Range<usize>,
}

/// Splits `text`, the content of `file`.
///
/// # Errors
/// A diagnostic when the file is empty, or has no front matter, or it does
/// not end.
pub fn split(file: &str, text: &str) -> Result<Parts, Diagnostic> {
    if text.trim().is_empty() {
        return Err(Diagnostic::error("empty-file", "this file is empty")
            .at(Place::file(file))
            .help("write a question, or remove the file"));
    }
    let Some(after) = opening(text) else {
        let first_line = 0..text.find('\n').unwrap_or(text.len());
        return Err(Diagnostic::error("front-matter-missing", "the front matter is missing")
            .at(Place::new(file, text, first_line))
            .help("start the file with a line `---`, then `title: …`, then another line `---`"));
    };
    let mut start = after;
    for line in text[after..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Ok(Parts { front: after..start, body: start + line.len()..text.len() });
        }
        start += line.len();
    }
    Err(Diagnostic::error("front-matter-unclosed", "the front matter does not end")
        .at(Place::new(file, text, 0..3))
        .help("put a line `---` between the last key and the question"))
}

/// Where the line behind the opening `---` starts.
fn opening(text: &str) -> Option<usize> {
    let first = text.split_inclusive('\n').next()?;
    (first.trim_end() == "---").then_some(first.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_and_body_are_told_apart() {
        let text = "---\ntitle: a\n---\n\nbody\n---\n";
        let parts = split("a.md", text).unwrap();
        assert_eq!(&text[parts.front], "title: a\n");
        assert_eq!(&text[parts.body], "\nbody\n---\n");
    }

    #[test]
    fn what_is_missing_is_named() {
        let code = |text| split("a.md", text).unwrap_err().code;
        assert_eq!(code(" \n"), "empty-file");
        assert_eq!(code("# title\n"), "front-matter-missing");
        assert_eq!(code("---\ntitle: a\n"), "front-matter-unclosed");
    }
}
