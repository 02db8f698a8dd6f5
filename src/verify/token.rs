//! A token of a script: a word, a text or a sign.

use std::borrow::Cow;
use std::ops::Range;

/// A piece of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// What it is.
    pub kind: Kind,
    /// What it says, its escapes resolved; a text comes without its quotation
    /// marks.
    pub text: Cow<'a, str>,
    /// The bytes of what it says.
    pub range: Range<usize>,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A name, a keyword, a number.
    Word,
    /// A text, or the piece of one between two `${…}`.
    Text,
    /// Everything else, and patterns.
    Sign,
}

/// The token before the last `back` ones.
pub fn before<'b, 'a>(tokens: &'b [Token<'a>], back: usize) -> Option<&'b Token<'a>> {
    tokens.len().checked_sub(back + 1).and_then(|at| tokens.get(at))
}

/// What the sign before the last `back` tokens says, if it is one.
pub fn sign_before<'b>(tokens: &'b [Token], back: usize) -> &'b str {
    before(tokens, back).filter(|token| token.kind == Kind::Sign).map_or("", |token| token.text.as_ref())
}
