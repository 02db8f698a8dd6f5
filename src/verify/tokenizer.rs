//! A tokenizer: a script in pieces.
//!
//! What is read wrongly may swallow what follows as a text, so a place where
//! that may be is told, and everything from there on can be had as words.

use std::borrow::Cow;

use super::letter::is_line_break;
use super::letter::is_part_of_word;
use super::letter::length_of_word;
use super::letter::line_end;
use super::letter::resolved;
use super::slash::Slash;
use super::token::Kind;
use super::token::Token;
use super::token::before;
use super::token::sign_before;

/// A script in pieces.
#[derive(Debug)]
pub struct Script<'a> {
    /// Its tokens, without comments and spaces.
    pub tokens: Vec<Token<'a>>,
    /// Where it may be read in another way from.
    pub doubtful: Option<usize>,
}

/// The pieces of a script.
pub fn tokens(script: &str) -> Script<'_> {
    let mut reader = Reader::new(script, 0);
    if script.starts_with("#!") {
        reader.at = line_end(script);
    }
    while let Some(first) = reader.rest().chars().next() {
        reader.token(first);
    }
    if !reader.open.is_empty() {
        reader.doubt(0);
    }
    Script { tokens: reader.tokens, doubtful: reader.doubtful }
}

/// The pieces of a script from this byte on, as if nothing hid anything: what
/// stands in a text or a comment is read as well.
pub fn all_words(script: &str, start: usize) -> Vec<Token<'_>> {
    let mut reader = Reader::new(script, start);
    while let Some(first) = reader.rest().chars().next() {
        match first {
            '"' | '\'' | '`' => {
                let start = reader.at + 1;
                reader.text(first);
                reader.at = start;
            }
            '\\' if !reader.is_word() => {
                let escaped = reader.rest().chars().nth(1).map_or(0, char::len_utf8);
                reader.at += first.len_utf8() + escaped;
            }
            _ => reader.word_or_sign(first),
        }
    }
    reader.tokens
}

/// A script on its way.
struct Reader<'a> {
    script: &'a str,
    at: usize,
    tokens: Vec<Token<'a>>,
    /// The brackets that are open.
    open: Vec<Open>,
    /// What a `/` is behind the bracket that was closed last.
    after_bracket: Slash,
    /// Up to where a `/` is known to open no pattern.
    no_pattern_before: usize,
    doubtful: Option<usize>,
}

/// A bracket that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    /// `(`, with what a `/` is behind its end.
    Round(Slash),
    /// `{`
    Curly,
    /// `${`: behind its end a text goes on.
    Template,
}

impl<'a> Reader<'a> {
    fn new(script: &'a str, at: usize) -> Self {
        Self {
            script,
            at,
            tokens: Vec::new(),
            open: Vec::new(),
            after_bracket: Slash::Divides,
            no_pattern_before: 0,
            doubtful: None,
        }
    }

    fn rest(&self) -> &'a str {
        self.script.get(self.at..).unwrap_or_default()
    }

    /// Notes that everything from this byte on may be read in another way.
    fn doubt(&mut self, start: usize) {
        self.doubtful = Some(self.doubtful.map_or(start, |known| known.min(start)));
    }

    fn token(&mut self, first: char) {
        let rest = self.rest();
        match first {
            '/' if rest.starts_with("//") => self.at += line_end(rest),
            '/' if rest.starts_with("/*") => {
                self.at += rest.get(2..).and_then(|rest| rest.find("*/")).map_or(rest.len(), |end| end + 4);
            }
            '/' => self.slash(),
            '"' | '\'' | '`' => self.text(first),
            _ => {
                // a comment to the end of the line, or not (ECMAScript, annex B)
                if rest.starts_with("<!--") || rest.starts_with("-->") {
                    self.doubt(self.at);
                }
                self.word_or_sign(first);
                self.brackets(first);
            }
        }
    }

    fn word_or_sign(&mut self, first: char) {
        let start = self.at;
        if self.is_word() {
            self.at += length_of_word(self.rest());
            let range = start..self.at;
            let text = resolved(self.script.get(range.clone()).unwrap_or_default());
            self.tokens.push(Token { kind: Kind::Word, text, range });
            return;
        }
        if let Some(length) = self.length_of_chain() {
            self.at += length;
            return;
        }
        self.at += first.len_utf8();
        if !first.is_whitespace() {
            self.sign(start);
        }
    }

    /// How much of a `?.` is passed over, so that what it leads to is read as if
    /// it were `.`, or nothing before a bracket (ECMAScript, "Optional Chains").
    fn length_of_chain(&self) -> Option<usize> {
        let behind =
            self.rest().strip_prefix("?.").filter(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))?;
        Some(if behind.trim_start().starts_with(['(', '[']) { "?.".len() } else { "?".len() })
    }

    fn is_word(&self) -> bool {
        length_of_word(self.rest()) > 0
    }

    /// A sign from this byte to where the reader is.
    fn sign(&mut self, start: usize) {
        let range = start..self.at;
        let text = Cow::Borrowed(self.script.get(range.clone()).unwrap_or_default());
        self.tokens.push(Token { kind: Kind::Sign, text, range });
    }

    /// Keeps count of brackets; those that do not match show that something was
    /// read wrongly before.
    fn brackets(&mut self, sign: char) {
        let closed = match sign {
            '(' => return self.open.push(Open::Round(Slash::behind_round(&self.tokens))),
            '{' => return self.open.push(Open::Curly),
            ')' | '}' => self.open.pop(),
            _ => return,
        };
        match (sign, closed) {
            (')', Some(Open::Round(slash))) => self.after_bracket = slash,
            ('}', Some(Open::Curly)) => self.after_bracket = Slash::Unknown,
            ('}', Some(Open::Template)) => self.template(),
            _ => self.doubt(0),
        }
    }

    fn slash(&mut self) {
        match Slash::behind(&self.tokens, self.after_bracket) {
            Slash::OpensPattern if self.at >= self.no_pattern_before => self.pattern(),
            Slash::Unknown => {
                self.doubt(self.at);
                self.word_or_sign('/');
            }
            _ => self.word_or_sign('/'),
        }
    }

    /// A pattern, to the `/` that ends it; one that its line does not end is
    /// none.
    fn pattern(&mut self) {
        let (start, rest) = (self.at, self.rest());
        let (mut is_escaped, mut is_class) = (false, false);
        for (at, letter) in rest.char_indices().skip(1) {
            match letter {
                _ if is_line_break(letter) => break,
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                '[' => is_class = true,
                ']' => is_class = false,
                '/' if !is_class => {
                    self.at += at + 1;
                    return self.sign(start);
                }
                _ => {}
            }
        }
        self.no_pattern_before = start + line_end(rest);
        self.doubt(start);
        self.word_or_sign('/');
    }

    fn text(&mut self, mark: char) {
        if mark == '`' {
            return self.template_from_here();
        }
        self.at += 1;
        let rest = self.rest();
        let (length, is_whole) = length_of_text(rest, |_, letter| {
            let is_end = letter == mark || matches!(letter, '\n' | '\r');
            is_end.then_some(letter == mark)
        });
        self.push_text(length, usize::from(is_whole));
        if !is_whole {
            self.doubt(0);
        }
    }

    fn template_from_here(&mut self) {
        self.at += 1;
        self.template();
    }

    /// A piece of a template, to its end or to the next `${`.
    fn template(&mut self) {
        let rest = self.rest();
        let (length, is_whole) = length_of_text(rest, |at, letter| match letter {
            '`' => Some(true),
            '$' => rest.get(at..)?.starts_with("${").then_some(false),
            _ => None,
        });
        let is_last = is_whole || length == rest.len();
        self.push_text(length, usize::from(is_whole));
        if !is_last {
            let start = self.at;
            self.at += "${".len();
            self.sign(start);
            self.open.push(Open::Template);
        } else if !is_whole {
            self.doubt(0);
        }
    }

    /// A text of this length, and how much there is of its mark behind it.
    fn push_text(&mut self, length: usize, mark: usize) {
        let range = self.at..self.at + length;
        self.at = range.end + mark;
        let text = resolved(self.script.get(range.clone()).unwrap_or_default());
        let token = Token { kind: Kind::Text, text, range };
        if !self.is_member(&token) {
            return self.tokens.push(token);
        }
        // `document["cookie"]` is `document.cookie`
        if let Some(bracket) = self.tokens.pop() {
            self.tokens.push(Token { text: Cow::Borrowed("."), ..bracket });
        }
        self.tokens.push(Token { kind: Kind::Word, ..token });
        self.at += self.rest().find(']').map_or(0, |end| end + 1);
    }

    /// Whether a text between square brackets names a part of what stands
    /// before them.
    fn is_member(&self, text: &Token) -> bool {
        let is_name = !text.text.is_empty() && text.text.chars().all(is_part_of_word);
        let has_owner = before(&self.tokens, 1)
            .is_some_and(|owner| owner.kind == Kind::Word || matches!(owner.text.as_ref(), ")" | "]"));
        let is_closed = || self.rest().trim_start().starts_with(']');
        is_name && has_owner && sign_before(&self.tokens, 0) == "[" && is_closed()
    }
}

/// How long a text is, and what `ends` says of the letter that ends it; a letter
/// behind a `\` does not.
fn length_of_text(rest: &str, ends: impl Fn(usize, char) -> Option<bool>) -> (usize, bool) {
    let mut is_escaped = false;
    for (at, letter) in rest.char_indices() {
        if is_escaped {
            is_escaped = false;
        } else if letter == '\\' {
            is_escaped = true;
        } else if let Some(is_whole) = ends(at, letter) {
            return (at, is_whole);
        }
    }
    (rest.len(), false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(script: &str) -> Vec<String> {
        tokens(script).tokens.into_iter().map(|token| token.text.into_owned()).collect()
    }

    #[test]
    fn escapes_are_resolved() {
        assert_eq!(texts(r"'\x41\u0042\u{43}\104\e\/'"), ["ABCDe/"]);
        assert_eq!(texts("'a\\\nb' + c\\u0061"), ["ab", "+", "ca"]);
    }

    #[test]
    fn what_a_template_computes_is_read() {
        assert_eq!(texts("`a${b + `c${d}`}e`"), ["a", "${", "b", "+", "c", "${", "d", "}", "", "}", "e"]);
    }

    #[test]
    fn only_what_can_be_read_in_two_ways_is_doubtful() {
        for script in [
            "a / b; (a) / b; a[0] / b; 'a' / b; a.in / b",
            "a = /'/; b(/'/); return /'/; if (a) /'/.b()",
            "a = `}`; b = `${ {} }`; // '",
        ] {
            assert_eq!(tokens(script).doubtful, None, "{script}");
        }
        for (script, start) in
            [("{} /a/", 3), ("a = 'b", 0), ("a = `b", 0), ("a)", 0), ("{", 0), ("a++ / b", 4)]
        {
            assert_eq!(tokens(script).doubtful, Some(start), "{script}");
        }
    }

    #[test]
    fn as_words_nothing_is_hidden() {
        let words: Vec<_> = all_words("'a \\'b' // c `d`", 0).into_iter().map(|token| token.text).collect();
        for word in ["a", "b", "c", "d"] {
            assert!(words.iter().any(|found| found == word), "{words:?}");
        }
    }
}
