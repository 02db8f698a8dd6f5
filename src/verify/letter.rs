//! A letter of a script: what it belongs to, and what it is where it is written
//! as an escape.

use std::borrow::Cow;

/// How long the word is that a text starts with: letters may be escaped in one.
pub fn length_of_word(text: &str) -> usize {
    let mut length = 0;
    while let Some(letter) = text.get(length..).and_then(|rest| rest.chars().next()) {
        if is_part_of_word(letter) {
            length += letter.len_utf8();
        } else if letter == '\\' && text.get(length + 1..).is_some_and(|rest| rest.starts_with('u')) {
            length += 1 + unescaped(text.get(length + 1..).unwrap_or_default()).1;
        } else {
            break;
        }
    }
    length
}

pub fn is_part_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$' | '#')
}

pub fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

pub fn line_end(text: &str) -> usize {
    text.find(is_line_break).unwrap_or(text.len())
}

/// A text without its escapes (ECMAScript, "String Literals" and annex B).
pub fn resolved(written: &str) -> Cow<'_, str> {
    if !written.contains('\\') {
        return Cow::Borrowed(written);
    }
    let mut text = String::with_capacity(written.len());
    let mut rest = written;
    while let Some((before, escaped)) = rest.split_once('\\') {
        text.push_str(before);
        let (letter, length) = unescaped(escaped);
        text.extend(letter);
        rest = escaped.get(length..).unwrap_or_default();
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// What stands behind a `\`, and how many bytes it takes.
fn unescaped(escaped: &str) -> (Option<char>, usize) {
    let Some(first) = escaped.chars().next() else { return (None, 0) };
    let digits = |start: usize, radix: u32, most: usize| {
        let digits = escaped.get(start..).unwrap_or_default();
        let length = digits.chars().take(most).take_while(|digit| digit.is_digit(radix)).count();
        let number = u32::from_str_radix(digits.get(..length).unwrap_or_default(), radix).unwrap_or_default();
        (Some(char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER)), start + length)
    };
    match first {
        'x' => digits(1, 16, 2),
        'u' if escaped.starts_with("u{") => {
            let (letter, length) = digits(2, 16, 8);
            (letter, length + usize::from(escaped.get(length..).is_some_and(|rest| rest.starts_with('}'))))
        }
        'u' => digits(1, 16, 4),
        '0'..='7' => digits(0, 8, 3),
        'n' => (Some('\n'), 1),
        'r' => (Some('\r'), 1),
        't' => (Some('\t'), 1),
        '\r' if escaped.starts_with("\r\n") => (None, 2),
        _ if is_line_break(first) => (None, first.len_utf8()),
        _ => (Some(first), first.len_utf8()),
    }
}
