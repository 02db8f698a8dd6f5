//! Text, code and addresses as Markdown that says just them, to every renderer.

use super::href::push_href;

/// Marks that mean something to one renderer or another wherever they stand.
const MARKS: &[char] = &['\\', '`', '*', '_', '~', '[', ']', '#', '|', '{', '$'];

/// Marks that mean something where a line starts.
const FIRST_MARKS: &[char] = &['>', '-', '+', '=', ':'];

/// How long a number may be that starts an item of a list (CommonMark 5.2).
const LONGEST_NUMBER: usize = 9;

/// A line of plain text as Markdown, for where it starts no line.
pub fn escaped(line: &str) -> String {
    let mut markdown = String::with_capacity(line.len() + 8);
    push_escaped(&mut markdown, line);
    markdown
}

/// A line of code as Markdown. Its fence is longer than any that is in it, and a
/// blank stands between the two where they would touch (CommonMark, "Code
/// spans").
pub fn code_span(code: &str) -> String {
    let fence = "`".repeat(longest_run(code) + 1);
    let touches = code.starts_with(['`', ' ']) || code.ends_with(['`', ' ']);
    // of blanks alone none is taken away again, and nothing at all would be no code
    let is_blank = code.bytes().all(|byte| byte == b' ');
    let pad = if code.is_empty() || (touches && !is_blank) { " " } else { "" };
    format!("{fence}{pad}{code}{pad}{fence}")
}

/// The most backticks in a row.
pub fn longest_run(code: &str) -> usize {
    code.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

/// Adds a line of plain text behind what stands in its line already.
pub fn push_escaped(markdown: &mut String, line: &str) {
    let mut rest = line;
    // every mark is one byte, which is part of no other character
    while let Some(at) = rest.bytes().position(may_be_mark) {
        let (plain, from_mark) = rest.split_at(at);
        let (mark, behind) = from_mark.split_at(1);
        markdown.push_str(plain);
        push_mark(markdown, mark, behind);
        rest = behind;
    }
    markdown.push_str(rest);
}

/// Whether a byte can mean more than itself.
fn may_be_mark(byte: u8) -> bool {
    // in Korean hardly any byte gets beyond this
    if byte.is_ascii_alphanumeric() || !byte.is_ascii() {
        return false;
    }
    let byte = char::from(byte);
    MARKS.contains(&byte) || matches!(byte, '<' | '&' | '^' | ':' | '.' | '\n' | '\r')
}

/// Adds a mark before `behind` as the text that it is.
fn push_mark(markdown: &mut String, mark: &str, behind: &str) {
    let may_be_entity =
        || behind.bytes().next().is_none_or(|next| next == b'#' || next.is_ascii_alphabetic());
    match mark {
        // the first Markdown knew no backslash before these two
        "<" => markdown.push_str("&lt;"),
        "&" if may_be_entity() => markdown.push_str("&amp;"),
        "&" => markdown.push('&'),
        // behind a bracket it would name a footnote
        "^" if markdown.ends_with('[') => markdown.push_str("\\^"),
        "^" => markdown.push('^'),
        // many renderers make a link of a bare address
        ":" if behind.starts_with("//") => markdown.push_str("\\:"),
        "." if ends_with_www(markdown) => markdown.push_str("\\."),
        ":" | "." => markdown.push_str(mark),
        "\n" | "\r" => markdown.push(' '),
        mark => {
            markdown.push('\\');
            markdown.push_str(mark);
        }
    }
}

fn ends_with_www(markdown: &str) -> bool {
    let bytes = markdown.as_bytes();
    bytes.len() >= 3 && bytes[bytes.len() - 3..].eq_ignore_ascii_case(b"www")
}

/// Adds what would start a block of `text`, which stands in the line whose words
/// start at the byte `start`, and returns the rest.
pub fn push_line_start<'t>(markdown: &mut String, start: usize, text: &'t str) -> &'t str {
    let before = markdown.get(start..).unwrap_or_default();
    let is_behind_number = !before.is_empty() && before.bytes().all(|byte| byte.is_ascii_digit());
    if is_behind_number && text.starts_with(['.', ')']) {
        let (mark, rest) = text.split_at(1);
        markdown.push('\\');
        markdown.push_str(mark);
        return rest;
    }
    if !before.is_empty() {
        return text;
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(if digits <= LONGEST_NUMBER { digits } else { 0 });
    let is_item = !number.is_empty() && rest.starts_with(['.', ')']);
    if is_item {
        markdown.push_str(number);
    }
    if is_item || text.starts_with(FIRST_MARKS) {
        let text = if is_item { rest } else { text };
        let (mark, rest) = text.split_at(1);
        markdown.push('\\');
        markdown.push_str(mark);
        return rest;
    }
    text
}

/// Adds `address` as the destination of a link, all encoded that could end it or
/// mean more.
pub fn push_destination(markdown: &mut String, address: &str) {
    let mut href = String::with_capacity(address.len() + 16);
    push_href(&mut href, address);
    for c in href.chars() {
        match c {
            '(' => markdown.push_str("%28"),
            ')' => markdown.push_str("%29"),
            '*' => markdown.push_str("%2A"),
            '$' => markdown.push_str("%24"),
            '|' => markdown.push_str("%7C"),
            c => markdown.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_text_is_one() {
        assert_eq!(escaped("왜 [무료](a) <b> *?* 1~2"), "왜 \\[무료\\](a) &lt;b> \\*?\\* 1\\~2");
        assert_eq!(escaped("R&D &lt; & C# {{x}} \\"), "R&amp;D &amp;lt; & C\\# \\{\\{x}} \\\\");
        assert_eq!(escaped("^가\n나&"), "^가 나&amp;");
    }

    #[test]
    fn what_starts_a_line_starts_nothing_else() {
        let start = |text: &str| {
            let mut markdown = String::new();
            let rest = push_line_start(&mut markdown, 0, text);
            markdown + rest
        };
        for (text, expected) in [
            ("- 가", "\\- 가"),
            ("> 가", "\\> 가"),
            ("1. 가", "1\\. 가"),
            ("12) 가", "12\\) 가"),
            ("2026", "2026"),
            ("1234567890. 가", "1234567890. 가"),
            ("가", "가"),
            ("", ""),
        ] {
            assert_eq!(start(text), expected);
        }
    }

    #[test]
    fn nothing_ends_code() {
        for (code, expected) in [
            ("가", "`가`"),
            ("``", "``` `` ```"),
            (" a", "`  a `"),
            (" \u{3000}", "`  \u{3000} `"),
            (" ", "` `"),
            ("", "`  `"),
        ] {
            assert_eq!(code_span(code), expected);
        }
    }

    #[test]
    fn nothing_ends_a_destination() {
        let mut markdown = String::new();
        push_destination(&mut markdown, "/a (b) <c>?d&e\\\n*");
        assert_eq!(markdown, "/a%20%28b%29%20%3Cc%3E?d&amp;e%5C%0A%2A");
    }
}
