//! The keyboard: what a reader meant who typed with the wrong layout on.
//!
//! Both layouts share their keys, so `ghksqnf` is 환불 typed while the
//! keyboard was set to Latin letters, and ㅗ디ㅔ is `help` typed while it was
//! set to Hangul (두벌식, KS X 5002).

use crate::jamo;
use crate::jamo::CODAS;
use crate::jamo::INITIALS;
use crate::jamo::NO_CODA;
use crate::jamo::Syllable;
use crate::jamo::VOWELS;

/// The letter of 두벌식 on each Latin key, a to z, without shift.
const KEYS: [char; 26] = [
    'ㅁ', 'ㅠ', 'ㅊ', 'ㅇ', 'ㄷ', 'ㄹ', 'ㅎ', 'ㅗ', 'ㅑ', 'ㅓ', 'ㅏ', 'ㅣ', 'ㅡ', 'ㅜ', 'ㅐ', 'ㅔ', 'ㅂ',
    'ㄱ', 'ㄴ', 'ㅅ', 'ㅕ', 'ㅍ', 'ㅈ', 'ㅌ', 'ㅛ', 'ㅋ',
];

/// The keys that give another letter with shift.
const SHIFTED: [(char, char); 7] =
    [('Q', 'ㅃ'), ('W', 'ㅉ'), ('E', 'ㄸ'), ('R', 'ㄲ'), ('T', 'ㅆ'), ('O', 'ㅒ'), ('P', 'ㅖ')];

/// Letters that are typed as two keys.
const COMPOUNDS: [(char, char, char); 18] = [
    ('ㅗ', 'ㅏ', 'ㅘ'),
    ('ㅗ', 'ㅐ', 'ㅙ'),
    ('ㅗ', 'ㅣ', 'ㅚ'),
    ('ㅜ', 'ㅓ', 'ㅝ'),
    ('ㅜ', 'ㅔ', 'ㅞ'),
    ('ㅜ', 'ㅣ', 'ㅟ'),
    ('ㅡ', 'ㅣ', 'ㅢ'),
    ('ㄱ', 'ㅅ', 'ㄳ'),
    ('ㄴ', 'ㅈ', 'ㄵ'),
    ('ㄴ', 'ㅎ', 'ㄶ'),
    ('ㄹ', 'ㄱ', 'ㄺ'),
    ('ㄹ', 'ㅁ', 'ㄻ'),
    ('ㄹ', 'ㅂ', 'ㄼ'),
    ('ㄹ', 'ㅅ', 'ㄽ'),
    ('ㄹ', 'ㅌ', 'ㄾ'),
    ('ㄹ', 'ㅍ', 'ㄿ'),
    ('ㄹ', 'ㅎ', 'ㅀ'),
    ('ㅂ', 'ㅅ', 'ㅄ'),
];

/// The Hangul that the keys of `word` give: `ghksqnf` -> 환불; none where they
/// give no whole syllables, as those of an English word mostly do.
///
/// Capitals matter, since shift doubles a consonant: `Rkacl` -> 깜치.
pub fn to_hangul(word: &str) -> Option<String> {
    let letters: Option<Vec<char>> = word.chars().map(letter_of).collect();
    let letters = letters.filter(|letters| !letters.is_empty())?;
    let mut text = String::new();
    let mut at = 0;
    while at < letters.len() {
        let initial = INITIALS.iter().position(|letter| *letter == letters[at])?;
        let (vowel, after_vowel) = longest(&letters, at + 1, &VOWELS)?;
        let (coda, after_coda) = coda(&letters, after_vowel);
        text.push(jamo::syllable(initial, vowel, coda)?);
        at = after_coda;
    }
    Some(text)
}

/// The Latin letters that the keys of `word` give: ㅗ디ㅔ -> `help`; none
/// unless it is all Hangul.
pub fn to_latin(word: &str) -> Option<String> {
    let mut keys = String::new();
    for c in word.chars() {
        match Syllable::of(c) {
            Some(Syllable { initial, vowel, coda }) => {
                push_keys(&mut keys, initial)?;
                push_keys(&mut keys, vowel)?;
                if coda != NO_CODA {
                    push_keys(&mut keys, coda)?;
                }
            }
            None => push_keys(&mut keys, c)?,
        }
    }
    Some(keys).filter(|keys| !keys.is_empty())
}

/// The consonants in `letters`, those that stand together taken apart: a
/// keyboard in Hangul turns ㄱ and ㅅ into ㄳ.
pub fn single_consonants(letters: &str) -> String {
    let mut consonants = String::new();
    for letter in letters.chars().filter(|letter| ('ㄱ'..='ㅎ').contains(letter)) {
        match COMPOUNDS.iter().find(|(_, _, compound)| *compound == letter) {
            Some((first, second, _)) => consonants.extend([first, second]),
            None => consonants.push(letter),
        }
    }
    consonants
}

/// The letter of `letters`, one key or two, that is in `alphabet`: its place
/// there, and where the next begins.
fn longest(letters: &[char], at: usize, alphabet: &[char]) -> Option<(usize, usize)> {
    let place = |letter| alphabet.iter().position(|known| *known == letter);
    let first = *letters.get(at)?;
    let double = letters.get(at + 1).and_then(|&second| compound(first, second)).and_then(place);
    double.map(|place| (place, at + 2)).or_else(|| Some((place(first)?, at + 1)))
}

/// The coda at `at`, and where the next syllable begins: a consonant before a
/// vowel begins the next one.
fn coda(letters: &[char], at: usize) -> (usize, usize) {
    let ends = |after: usize| letters.get(after).is_none_or(|next| !VOWELS.contains(next));
    match longest(letters, at, &CODAS) {
        Some((coda, after)) if ends(after) => (coda, after),
        Some((_, after)) if after == at + 2 && ends(at + 1) => match longest(&letters[..=at], at, &CODAS) {
            Some((coda, after)) => (coda, after),
            None => (0, at),
        },
        _ => (0, at),
    }
}

fn compound(first: char, second: char) -> Option<char> {
    COMPOUNDS.iter().find(|(a, b, _)| *a == first && *b == second).map(|(_, _, letter)| *letter)
}

fn letter_of(key: char) -> Option<char> {
    let shifted = SHIFTED.iter().find(|(shifted, _)| *shifted == key).map(|(_, letter)| *letter);
    let plain = || KEYS.get((key.to_ascii_lowercase() as usize).checked_sub('a' as usize)?).copied();
    shifted.or_else(plain)
}

fn push_keys(keys: &mut String, letter: char) -> Option<()> {
    if let Some((first, second, _)) = COMPOUNDS.iter().find(|(_, _, compound)| *compound == letter) {
        push_keys(keys, *first)?;
        return push_keys(keys, *second);
    }
    let plain = KEYS.iter().position(|known| *known == letter);
    let key = match plain {
        Some(place) => char::from(b'a' + u8::try_from(place).ok()?),
        None => SHIFTED.iter().find(|(_, known)| *known == letter)?.0.to_ascii_lowercase(),
    };
    keys.push(key);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_keys_give_hangul() {
        for (keys, expected) in [
            ("ghksqnf", "환불"),
            ("qkznlqjffp", "바퀴벌레"),
            ("gmlakdwjcnrrPwhk", "희망저축계좌"),
            ("dlfrek", "읽다"),
            ("ekfrdl", "닭이"),
            ("Rkacl", "깜치"),
            ("djqt", "없"),
        ] {
            assert_eq!(to_hangul(keys).as_deref(), Some(expected), "{keys}");
        }
    }

    #[test]
    fn english_words_give_no_whole_syllables() {
        for word in ["help", "refund", "a", "gas", "", "e-mail", "123"] {
            assert_eq!(to_hangul(word), None, "{word}");
        }
    }

    #[test]
    fn hangul_keys_give_latin() {
        assert_eq!(to_latin("ㅗ디ㅔ").as_deref(), Some("help"));
        assert_eq!(to_latin("ㄱㄷ려ㅜㅇ").as_deref(), Some("refund"));
        assert_eq!(to_latin("환불").as_deref(), Some("ghksqnf"));
        assert_eq!(to_latin("abc"), None);
        assert_eq!(to_latin(""), None);
    }
}
