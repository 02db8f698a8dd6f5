//! NFC: text with its letters composed, as everybody but macOS stores it.

use std::borrow::Cow;

use unicode_normalization::IsNormalized;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::is_nfc_quick;

/// The text in NFC, copied only when it is not.
///
/// Syllables and the letters before U+0300 are composed already and are most of
/// any text, so only the others are looked up.
pub fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let doubtful = text.chars().filter(|c| !matches!(c, ..'\u{300}' | '가'..='힣'));
    match is_nfc_quick(doubtful) {
        IsNormalized::Yes => Cow::Borrowed(text),
        IsNormalized::No | IsNormalized::Maybe => Cow::Owned(text.nfc().collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_decomposed_is_copied() {
        for text in ["refund", "바퀴벌레 ㄱ", "café"] {
            assert!(matches!(composed(text), Cow::Borrowed(same) if same == text), "{text}");
        }
        let decomposed: String = "각 é".nfd().collect();
        assert_eq!(composed(&decomposed), "각 é");
    }
}
