//! A style sheet: which files it loads.

use std::ops::Range;

/// Every address that a style sheet loads, with its bytes.
///
/// `url(…)` and the text behind `@import` are all that CSS loads; comments are
/// passed over (CSS Syntax Level 3, "Tokenization").
pub fn addresses(css: &str) -> Vec<(String, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < css.len() {
        let rest = &css[at..];
        if rest.starts_with("/*") {
            at += rest.find("*/").map_or(rest.len(), |end| end + 2);
        } else if let Some(inside) = after(rest, "url(") {
            let (address, length) = address(inside);
            found.extend(address.map(|range| place(css, at + "url(".len(), range)));
            at += "url(".len() + length;
        } else if let Some(inside) = after(rest, "@import") {
            let space = inside.len() - inside.trim_start().len();
            at += "@import".len() + space;
            if let Some(range) = quoted(&css[at..]) {
                found.push(place(css, at, range.clone()));
                at += range.end + 1;
            }
        } else if let Some(range) = quoted(rest) {
            at += range.end + 1;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    found
}

/// What follows `word`, in either case.
fn after<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let start = text.get(..word.len())?;
    start.eq_ignore_ascii_case(word).then(|| &text[word.len()..])
}

/// The address between the brackets of `url(…)`, and how much was read.
fn address(inside: &str) -> (Option<Range<usize>>, usize) {
    let space = inside.len() - inside.trim_start().len();
    if let Some(range) = quoted(&inside[space..]) {
        return (Some(space + range.start..space + range.end), space + range.end + 1);
    }
    let end = inside.find(')').unwrap_or(inside.len());
    let address = inside[space.min(end)..end].trim_end();
    (Some(space.min(end)..space.min(end) + address.len()), end)
}

/// The text between the quotation marks that `text` starts with.
fn quoted(text: &str) -> Option<Range<usize>> {
    let mark = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut is_escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if letter == mark || letter == '\n' => return Some(1..at),
            _ => {}
        }
    }
    None
}

fn place(css: &str, start: usize, range: Range<usize>) -> (String, Range<usize>) {
    let range = start + range.start..start + range.end;
    (css[range.clone()].to_owned(), range)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(css: &str) -> Vec<String> {
        addresses(css).into_iter().map(|(address, _)| address).collect()
    }

    #[test]
    fn every_way_to_load_is_found() {
        assert_eq!(found("@import 'a.css'; @IMPORT url( \"b.css\" ) screen;"), ["a.css", "b.css"]);
        assert_eq!(found("a{background:URL(//x/y.png), url('가.svg')}"), ["//x/y.png", "가.svg"]);
        assert_eq!(found("@font-face{src:url( f.woff2 ) format('woff2')}"), ["f.woff2"]);
    }

    #[test]
    fn comments_and_texts_load_nothing() {
        assert_eq!(found("/* url(a) */ a::before{content:\"url(b)\"} /* url(c)"), [""; 0]);
    }

    #[test]
    fn what_never_ends_is_read_to_the_end() {
        assert_eq!(found("a{b:url(x"), ["x"]);
        assert_eq!(found("a{b:url("), [""]);
        assert_eq!(found("@import \"x"), [""; 0]);
        assert_eq!(found("url(\"가"), ["\"가"]);
    }
}
