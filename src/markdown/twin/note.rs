//! A footnote of a twin.

use pulldown_cmark::Parser;

/// What stands behind the first word of a note that would else define a link: a
/// blank that nobody sees, and no title.
const NO_TITLE: &str = " &#32;";

/// Sees that the note whose text starts at the byte `start` is no definition of
/// a link to those who know no footnotes: `[^1]: https://…` would be one, and
/// lead where nothing on the page does.
pub fn keep_from_defining(text: &mut String, start: usize) {
    // whatever the note is called
    let alone = format!("[note]: {}", &text[start..]);
    if Parser::new(&alone).reference_definitions().get("note").is_some() {
        let words = text[start..].trim_start();
        let first = words.find(char::is_whitespace).unwrap_or(words.len());
        let end = text.len() - words.len() + first;
        text.insert_str(end, NO_TITLE);
    }
}
