//! The YAML library's errors in our words, each with what to type instead.

use std::ops::Range;

use super::locate;
use super::quote;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;

/// The diagnostic for an error in `block`; `place` turns a range of the block
/// into one of the file.
pub fn explain(block: &str, error: &serde_yaml::Error, place: &impl Fn(Range<usize>) -> Place) -> Diagnostic {
    let message = error.to_string();
    if let Some(key) = duplicate_key(&message) {
        let at = locate::duplicate_key(block).unwrap_or(0..0);
        return Diagnostic::error("duplicate-key", format!("`{key}` is given twice"))
            .at(place(at))
            .help("keep one of the two");
    }
    let at = error.location().map(|location| locate::offset(block, location.line(), location.column()));
    let trouble = Trouble { block, message: &message, at: at.unwrap_or(0), start: start(block, &message) };
    let known = EXPLANATIONS.iter().find(|(part, _)| message.contains(part));
    let Explained { at, message, help } = match known {
        Some((_, explain)) => explain(&trouble),
        None => trouble.other(),
    };
    let end = at + block[at..].chars().next().map_or(1, char::len_utf8);
    Diagnostic::error("yaml-syntax", message).at(place(at..end)).help(help)
}

/// An error as the library has it.
struct Trouble<'a> {
    block: &'a str,
    message: &'a str,
    /// Where the library stopped.
    at: usize,
    /// Where that began which the library was reading.
    start: Option<usize>,
}

/// An error as its author needs it.
struct Explained {
    at: usize,
    message: String,
    help: String,
}

type Explain = fn(&Trouble) -> Explained;

/// What part of the library's message asks for which explanation, the first
/// that is found.
const EXPLANATIONS: &[(&str, Explain)] = &[
    ("found unexpected end of stream", |trouble| trouble.open_quote()),
    ("unknown escape character", |trouble| trouble.unknown_escape()),
    ("did not find expected ',' or", |trouble| trouble.open_bracket()),
    ("cannot start any token", |trouble| trouble.reserved_start()),
    ("mapping values are not allowed", |trouble| trouble.second_colon()),
    ("did not find expected key", |trouble| trouble.behind_the_end()),
    ("did not find expected '-' indicator", |trouble| trouble.behind_the_end()),
    ("block sequence entries are not allowed", |trouble| trouble.stray_item()),
    ("could not find expected ':'", |trouble| trouble.no_key()),
    ("comment or line break", |trouble| trouble.behind_block_header()),
    ("more than one document", |trouble| trouble.second_document()),
    ("invalid type: integer", |trouble| trouble.large_number()),
    ("directive", |trouble| trouble.directive().unwrap_or_else(|| trouble.other())),
    ("<document start>", |trouble| trouble.directive().unwrap_or_else(|| trouble.other())),
];

impl Trouble<'_> {
    fn open_quote(&self) -> Explained {
        let at = self.start.unwrap_or(self.at);
        let help = "write the same mark at the end of the text";
        self.explained(at, "this quotation mark is never closed", help)
    }

    fn unknown_escape(&self) -> Explained {
        let help = "write `\\\\` to show a backslash, or put the text in single quotes: '…'";
        self.explained(self.at, "this backslash means nothing in a text in double quotes", help)
    }

    fn open_bracket(&self) -> Explained {
        let at = self.start.unwrap_or(self.at);
        let (open, close) = if self.block[at..].starts_with('{') { ('{', '}') } else { ('[', ']') };
        let message = format!("this `{open}` is not closed, or a comma is missing behind it");
        self.explained(
            at,
            &message,
            &format!("close it with `{close}`; a text that starts with `{open}` needs quotes"),
        )
    }

    fn reserved_start(&self) -> Explained {
        let first = self.block[self.at..].chars().next().unwrap_or_default();
        self.explained(
            self.at,
            &format!("a text cannot start with `{first}`"),
            &quote::the_line(self.block, self.at),
        )
    }

    fn second_colon(&self) -> Explained {
        if self.before().contains(": ") {
            let message = "a text without quotes cannot hold `: `";
            return self.explained(self.at, message, &quote::the_line(self.block, self.at));
        }
        let help = "start the line in the same column as the keys above, and write each as `key: value`";
        self.explained(self.at, "no key can stand here", help)
    }

    fn behind_the_end(&self) -> Explained {
        if self.block[self.at..].starts_with("- ") {
            return self.stray_item();
        }
        match self.before().trim_end().chars().next_back() {
            Some(last @ ('"' | '\'' | ']' | '}')) => {
                let message = format!("the value ends with `{last}`, and nothing can stand behind it");
                self.explained(self.at, &message, &quote::the_line(self.block, self.at))
            }
            _ => {
                let help = "start the line in the same column as the keys above";
                self.explained(self.at, "this line is indented otherwise than those above", help)
            }
        }
    }

    fn stray_item(&self) -> Explained {
        let help = "start every item of a list on a line of its own below the key: `  - …`; a text that starts with `- ` needs quotes";
        self.explained(self.at, "no item of a list can stand here", help)
    }

    fn no_key(&self) -> Explained {
        let at = self.start.unwrap_or(self.at);
        let help = "write `key: value`; a text over several lines has to be indented";
        self.explained(at, "this line is no key with a value", help)
    }

    fn behind_block_header(&self) -> Explained {
        let message = "behind `|` or `>`, the text has to start on the next line";
        self.explained(self.at, message, &quote::the_line(self.block, self.at))
    }

    /// A line that starts with `%`, which the library takes for a directive; one
    /// behind a value it takes for the end of the document.
    fn directive(&self) -> Option<Explained> {
        let starts = std::iter::once(0).chain(self.block.match_indices('\n').map(|(at, _)| at + 1));
        let at = starts.into_iter().find(|&at| self.block[at..].starts_with('%'))?;
        let help =
            "put a key that starts with `%` in quotes, and indent a line that goes on with the text above";
        Some(self.explained(at, "a line cannot start with `%`", help))
    }

    fn second_document(&self) -> Explained {
        if let Some(directive) = self.directive() {
            return directive;
        }
        let lines = self.block.match_indices('\n').map(|(at, _)| at + 1);
        let is_end = |at: &usize| ["...", "---"].iter().any(|mark| self.block[*at..].starts_with(mark));
        let at = lines.into_iter().find(is_end).unwrap_or(0);
        self.explained(at, "nothing can stand behind a line that ends the YAML", "remove this line")
    }

    fn large_number(&self) -> Explained {
        self.explained(self.at, "this number is too large", &quote::the_line(self.block, self.at))
    }

    fn other(&self) -> Explained {
        let reason = self.message.split(" at line ").next().unwrap_or(self.message);
        let help = "text with `: ` or ` #`, or that starts with one of `[ { & * ! | > @ % \"`, needs quotes: key: \"…\"";
        self.explained(self.at, &format!("this is not valid YAML: {reason}"), help)
    }

    fn explained(&self, at: usize, message: &str, help: &str) -> Explained {
        Explained { at: at.min(self.block.len()), message: message.to_owned(), help: help.to_owned() }
    }

    /// The line up to where the library stopped.
    fn before(&self) -> &str {
        let line = self.block[..self.at].rfind('\n').map_or(0, |newline| newline + 1);
        &self.block[line..self.at]
    }
}

/// Where the thing began that the library was reading:
/// `… while parsing a flow mapping at line 9 column 8`.
fn start(block: &str, message: &str) -> Option<usize> {
    let (_, context) = message.split_once(", while ")?;
    let (_, position) = context.split_once(" at line ")?;
    let (line, column) = position.split_once(" column ")?;
    Some(locate::offset(block, line.parse().ok()?, column.parse().ok()?))
}

fn duplicate_key(message: &str) -> Option<&str> {
    let rest = message.split("duplicate entry with key \"").nth(1)?;
    rest.split('"').next()
}
