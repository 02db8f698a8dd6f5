//! Code in a twin: what was typed, and in which language.

use std::borrow::Cow;

use pulldown_cmark::Event;

use crate::characters;
use crate::markdown::Spanned;

/// What stands between the start and the end of a block, as it was typed.
pub fn typed(events: &[Spanned]) -> String {
    let typed = events.iter().filter_map(|(event, _)| match event {
        Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => Some(&**text),
        _ => None,
    });
    characters::permitted(Cow::Owned(typed.collect())).into_owned()
}

/// The language that the line above a block of code names, if it is a plain
/// word.
pub fn language(info: &str) -> &str {
    let word = info.split_whitespace().next().unwrap_or_default();
    let is_plain = word.chars().all(|c| c.is_ascii_alphanumeric() || "+-#._".contains(c));
    if is_plain { word } else { "" }
}
