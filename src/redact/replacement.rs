//! A replacement: a stretch of a text, and what is written there instead.

use std::ops::Range;

/// A stretch of a text, and what is written there instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// Its bytes of the text.
    pub range: Range<usize>,
    /// What is written there.
    pub text: String,
}

/// `text` with every one of the replacements, which are in order.
pub fn replaced(text: &str, replacements: &[Replacement]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut end = 0;
    for Replacement { range, text: new } in replacements {
        result.push_str(&text[end..range.start]);
        result.push_str(new);
        end = range.end;
    }
    result.push_str(&text[end..]);
    result
}
