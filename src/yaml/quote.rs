//! The help that a text needs which YAML would not read as its author means
//! it: the same text in quotes, to be typed as it stands.

/// The longest line that is shown in full, in characters; the quotes are what
/// matters.
const MAX_LINE: usize = 100;

/// To quote everything behind the key of the line that byte `at` stands in.
pub fn the_line(block: &str, at: usize) -> String {
    let start = block[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = block[start..].lines().next().unwrap_or_default().trim();
    let line = line.strip_prefix("- ").unwrap_or(line);
    match line.split_once(": ").or_else(|| line.split_once(":\t")) {
        Some((key, value)) if line.chars().count() <= MAX_LINE => {
            help(&format!("{key}: {}", quoted(value.trim())))
        }
        Some((key, _)) => help(&format!("{key}: \"…\"")),
        None if line.chars().count() <= MAX_LINE => help(&quoted(line)),
        None => help("\"…\""),
    }
}

/// To quote the text that starts at byte `at` within brackets.
pub fn the_item(block: &str, at: usize) -> String {
    let rest = &block[at..];
    let end = rest.find([',', ']', '}', '\n']).unwrap_or(rest.len());
    help(&quoted(rest[..end].trim_end()))
}

fn help(text: &str) -> String {
    format!("put the text in quotes: {text}")
}

/// `text` in the quotes that leave the most of it as it is.
fn quoted(text: &str) -> String {
    match (text.contains(['"', '\\']), text.contains('\'')) {
        (false, _) => format!("\"{text}\""),
        (true, false) => format!("'{text}'"),
        (true, true) => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quotes_suit_the_text() {
        assert_eq!(quoted("왜: 요"), "\"왜: 요\"");
        assert_eq!(quoted("\"왜\"라고"), "'\"왜\"라고'");
        assert_eq!(quoted("\"it's\""), "\"\\\"it's\\\"\"");
    }

    #[test]
    fn a_line_is_quoted_behind_its_key() {
        let block = "a: 1\n  - title: 왜: 요\n";
        assert_eq!(the_line(block, 12), "put the text in quotes: title: \"왜: 요\"");
        assert_eq!(the_line("- !a\n", 2), "put the text in quotes: \"!a\"");
    }

    #[test]
    fn an_item_ends_with_the_next_comma_or_bracket() {
        assert_eq!(the_item("tags: [!둘, 셋]\n", 7), "put the text in quotes: \"!둘\"");
    }
}
