//! Words: what a text is cut into before it is searched.
//!
//! A text is folded, so that spellings which a reader takes for the same are
//! the same, and cut into runs of one kind of letter. `tokenize.js` in the
//! theme does the same; `tests/fixtures/tokens.json` holds both to it.

use std::borrow::Cow;

use unicode_normalization::char::decompose_canonical;

use crate::nfc;

/// The longest word of an alphabet that is told from others, in characters.
const LONGEST: usize = 32;

/// How far full-width forms (U+FF01–FF5E) stand from the ASCII they show.
const FULL_WIDTH: u32 = 0xFEE0;

/// What kind of letters a word is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// Precomposed syllables: 환불.
    Hangul,
    /// Single letters, as a half-typed or abbreviated word has: ㅎㅂ.
    Jamo,
    /// Chinese characters and kana, which are written without spaces.
    Han,
    /// Letters and digits of everything else: `refund`, 24.
    Alphabet,
}

/// A run of letters of one script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// The letters, folded.
    pub text: &'a str,
    /// Their script.
    pub script: Script,
    /// Where it begins in the folded text, in bytes.
    pub start: usize,
}

impl Word<'_> {
    /// Where it ends in the folded text, in bytes.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Its pairs of neighbouring characters, or the word itself where it has
    /// one only: 바퀴벌 -> 바퀴, 퀴벌.
    ///
    /// Pairs need no dictionary, do not break on brand names, and rank as well
    /// as a morphological analyser.
    pub fn pairs(&self) -> impl Iterator<Item = &str> {
        let starts = self.text.char_indices().map(|(at, _)| at);
        let ends = self.text.char_indices().skip(1).map(|(at, c)| at + c.len_utf8());
        let single = self.text.chars().nth(1).is_none().then_some(self.text);
        starts.zip(ends).map(|(start, end)| &self.text[start..end]).chain(single)
    }
}

/// The text in the form in which it is compared: composed (NFC), in lower
/// case, full-width forms as ASCII, Latin letters without their marks.
pub fn fold(text: &str) -> Cow<'_, str> {
    let plain = |c: char| match c {
        '\0'..='\x7f' => !c.is_ascii_uppercase(),
        '가'..='힣' => true,
        _ => false,
    };
    if text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    let composed = nfc::composed(text);
    let mut folded = String::with_capacity(text.len());
    let mut rest = composed.as_ref();
    while let Some((at, c)) = rest.char_indices().find(|(_, c)| !plain(*c)) {
        folded.push_str(&rest[..at]);
        fold_letter(c, &mut folded);
        rest = &rest[at + c.len_utf8()..];
    }
    folded.push_str(rest);
    Cow::Owned(folded)
}

fn fold_letter(c: char, folded: &mut String) {
    match c {
        'A'..='Z' => folded.push(c.to_ascii_lowercase()),
        '\u{300}'..='\u{36F}' => {}
        _ => folded.extend(unmarked(narrow(c)).to_lowercase().map(|c| if c == 'ς' { 'σ' } else { c })),
    }
}

/// The words of a folded text, in order.
pub fn words(folded: &str) -> impl Iterator<Item = Word<'_>> {
    let mut next = 0;
    std::iter::from_fn(move || {
        let mut rest = folded[next..].char_indices();
        let (start, script) = rest.find_map(|(at, c)| Some((next + at, script_of(c)?)))?;
        let end = rest.find(|(_, c)| script_of(*c) != Some(script)).map_or(folded.len(), |(at, _)| next + at);
        next = end;
        Some(Word { text: shortened(&folded[start..end], script), script, start })
    })
}

/// The script that a folded text begins with.
pub fn script(folded: &str) -> Option<Script> {
    script_of(folded.chars().next()?)
}

fn script_of(c: char) -> Option<Script> {
    match c {
        'a'..='z' | '0'..='9' => Some(Script::Alphabet),
        '가'..='힣' => Some(Script::Hangul),
        'ㄱ'..='ㅣ' => Some(Script::Jamo),
        '\u{3041}'..='\u{30FF}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '々'
        | '\u{20000}'..='\u{3FFFF}' => Some(Script::Han),
        '\0'..='\x7f' => None,
        _ => c.is_alphanumeric().then_some(Script::Alphabet),
    }
}

/// Nobody searches for the end of a very long word, and a key that somebody
/// pasted must not weigh on the index.
fn shortened(word: &str, script: Script) -> &str {
    match script {
        Script::Alphabet if word.len() > LONGEST => {
            word.char_indices().nth(LONGEST).map_or(word, |(end, _)| &word[..end])
        }
        _ => word,
    }
}

fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - FULL_WIDTH).unwrap_or(c),
        _ => c,
    }
}

fn unmarked(c: char) -> char {
    let mut base = c;
    if matches!(c, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}') {
        let mut first = true;
        decompose_canonical(c, |part| {
            if std::mem::take(&mut first) {
                base = part;
            }
        });
    }
    base
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        words(&fold(text)).map(|word| word.text.to_owned()).collect()
    }

    #[test]
    fn a_text_is_cut_where_the_script_changes() {
        assert_eq!(cut("LPG차량 5.18, 東京タワー ㅋㅋ"), ["lpg", "차량", "5", "18", "東京タワー", "ㅋㅋ"]);
        assert_eq!(cut("😀 — !"), Vec::<String>::new());
    }

    #[test]
    fn spellings_fold_into_one() {
        assert_eq!(fold("Ｃａｆé"), "cafe");
        assert_eq!(fold("환불"), "환불");
        assert_eq!(fold("ΟΔΟΣ"), "οδοσ");
        assert_eq!(fold("x̂"), "x");
        assert!(matches!(fold("환불 24"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_word_is_its_pairs() {
        let pairs = |text| -> Vec<String> {
            words(text).flat_map(|word| word.pairs().map(str::to_owned).collect::<Vec<_>>()).collect()
        };
        assert_eq!(pairs("바퀴벌레"), ["바퀴", "퀴벌", "벌레"]);
        assert_eq!(pairs("쥐"), ["쥐"]);
    }

    #[test]
    fn a_pasted_key_is_cut() {
        assert_eq!(cut(&"a".repeat(9000)), ["a".repeat(32)]);
    }
}
