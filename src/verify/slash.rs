//! A `/` in a script: it divides, or it opens a pattern.
//!
//! That depends on what stands before it (ECMAScript, "Lexical Grammar"), and
//! not even that tells of every `/` without knowing all of the language.

use super::token::Kind;
use super::token::Token;
use super::token::before;
use super::token::sign_before;

/// What a `/` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slash {
    /// It divides what is before it.
    Divides,
    /// It opens a pattern.
    OpensPattern,
    /// One of both.
    Unknown,
}

/// The keywords behind which a value or a statement begins, and no name.
const BEFORE_PATTERNS: &[&str] = &[
    "break",
    "case",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "extends",
    "in",
    "instanceof",
    "new",
    "return",
    "throw",
    "typeof",
    "void",
];

/// The signs behind which a value begins.
const SIGNS_BEFORE_PATTERNS: &str = "(,=:[!&|?{;+-*%<>~^/";

impl Slash {
    /// What a `/` is behind these tokens; `after_bracket` is what it is where
    /// they end with a bracket.
    pub fn behind(tokens: &[Token], after_bracket: Self) -> Self {
        let Some(last) = before(tokens, 0) else { return Self::OpensPattern };
        match (last.kind, last.text.as_ref()) {
            (Kind::Text, _) | (Kind::Sign, "]") => Self::Divides,
            (Kind::Word, word) => Self::behind_word(tokens, word),
            (Kind::Sign, ")" | "}") => after_bracket,
            (Kind::Sign, sign @ ("+" | "-")) if sign_before(tokens, 1) == sign => Self::Unknown,
            // a whole pattern is a value
            (Kind::Sign, sign) if sign.len() > 1 && sign.starts_with('/') => Self::Divides,
            (Kind::Sign, sign) if sign == "${" || SIGNS_BEFORE_PATTERNS.contains(sign) => Self::OpensPattern,
            _ => Self::Unknown,
        }
    }

    fn behind_word(tokens: &[Token], word: &str) -> Self {
        match (sign_before(tokens, 1), word) {
            // `...typeof /a/`
            (".", _) if sign_before(tokens, 2) == "." => Self::Unknown,
            (".", _) => Self::Divides,
            (_, "of" | "yield" | "await") => Self::Unknown,
            (_, word) if BEFORE_PATTERNS.contains(&word) => Self::OpensPattern,
            _ => Self::Divides,
        }
    }

    /// What a `/` is behind the end of the `(` that these tokens end with: the
    /// condition of a statement is followed by another, all else is a value.
    pub fn behind_round(tokens: &[Token]) -> Self {
        let word = before(tokens, 1).filter(|token| token.kind == Kind::Word);
        match word.map_or("", |token| token.text.as_ref()) {
            _ if sign_before(tokens, 2) == "." => Self::Divides,
            "if" | "while" | "for" | "with" => Self::OpensPattern,
            "await" => Self::Unknown,
            _ => Self::Divides,
        }
    }
}
