//! The tuning: how much a word counts in a language, by where it stands and how
//! often, which BM25F leaves to whoever uses it.

/// How much one occurrence in the body counts; in a headline it is more.
pub const BODY: u32 = 2;

/// What BM25F is told of a language.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tuning {
    /// How much one occurrence in a headline counts.
    pub headline: u32,
    /// How fast a repeated term stops counting; BM25's k1, in occurrences.
    pub saturation: f64,
    /// How much a long document is held against it; BM25's b.
    pub length_penalty: f64,
}

impl Tuning {
    /// A Korean answer says the words of its question again, and a headline that
    /// counts more makes its searches worse.
    const KOREAN: Self = Self { headline: 3, saturation: 1.2, length_penalty: 0.6 };

    /// Text in an alphabet is longer in words, and what it is about it says
    /// again and again: that it does is worth more than where.
    const OTHER: Self = Self { headline: 6, saturation: 2.4, length_penalty: 0.5 };

    /// What suits a language.
    pub fn of(language: &str) -> &'static Self {
        if language == "ko" { &Self::KOREAN } else { &Self::OTHER }
    }
}
