//! Jamo: the letters that a syllable of Hangul is made of.
//!
//! The syllables U+AC00–U+D7A3 are laid out by initial, then vowel, then coda,
//! so plain arithmetic finds the parts (The Unicode Standard, section 3.12).

/// The consonants that a syllable can begin with, in Unicode's order, which is
/// 가나다 order.
pub const INITIALS: [char; 19] = [
    'ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ', 'ㅌ',
    'ㅍ', 'ㅎ',
];

/// The vowels in Unicode's order.
pub const VOWELS: [char; 21] = [
    'ㅏ', 'ㅐ', 'ㅑ', 'ㅒ', 'ㅓ', 'ㅔ', 'ㅕ', 'ㅖ', 'ㅗ', 'ㅘ', 'ㅙ', 'ㅚ', 'ㅛ', 'ㅜ', 'ㅝ', 'ㅞ', 'ㅟ',
    'ㅠ', 'ㅡ', 'ㅢ', 'ㅣ',
];

/// What a syllable can end in, in Unicode's order, [`NO_CODA`] first.
pub const CODAS: [char; 28] = [
    NO_CODA, 'ㄱ', 'ㄲ', 'ㄳ', 'ㄴ', 'ㄵ', 'ㄶ', 'ㄷ', 'ㄹ', 'ㄺ', 'ㄻ', 'ㄼ', 'ㄽ', 'ㄾ', 'ㄿ', 'ㅀ', 'ㅁ',
    'ㅂ', 'ㅄ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅊ', 'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ',
];

/// The coda of a syllable that ends in its vowel.
pub const NO_CODA: char = ' ';

/// One precomposed syllable, taken apart into letters of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Syllable {
    /// 초성, the consonant it begins with; ㅇ when it begins with its vowel.
    pub initial: char,
    /// 중성, its vowel.
    pub vowel: char,
    /// 종성, the consonants it ends in; [`NO_CODA`] when it ends in its vowel.
    pub coda: char,
}

impl Syllable {
    /// The parts of `c`; `None` unless it is a precomposed syllable.
    pub fn of(c: char) -> Option<Self> {
        let index = usize::from(index(c)?);
        let (initial, vowel) = (index / CODAS.len() / VOWELS.len(), index / CODAS.len() % VOWELS.len());
        Some(Self { initial: INITIALS[initial], vowel: VOWELS[vowel], coda: CODAS[index % CODAS.len()] })
    }

    /// Whether one slip of a finger makes one syllable of the other: they
    /// differ in the initial, the vowel or the coda alone.
    pub fn is_near(self, other: Self) -> bool {
        let same = [self.initial == other.initial, self.vowel == other.vowel, self.coda == other.coda];
        same.iter().filter(|same| **same).count() == 2
    }
}

/// How many syllables stand before `c` in Unicode; `None` if it is none.
pub fn index(c: char) -> Option<u16> {
    match c {
        '가'..='힣' => Some((c as u32 - '가' as u32) as u16),
        _ => None,
    }
}

/// The syllable with these parts, each an index in its list.
pub fn syllable(initial: usize, vowel: usize, coda: usize) -> Option<char> {
    let index = (initial * VOWELS.len() + vowel) * CODAS.len() + coda;
    char::from_u32('가' as u32 + u32::try_from(index).ok()?)
}

/// The syllable `c` without its coda: 슼 -> 스.
pub fn open_syllable(c: char) -> Option<char> {
    let coda = usize::from(index(c)?) % CODAS.len();
    char::from_u32(c as u32 - u32::try_from(coda).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_syllable_comes_apart() {
        assert_eq!(Syllable::of('가'), Some(Syllable { initial: 'ㄱ', vowel: 'ㅏ', coda: NO_CODA }));
        assert_eq!(Syllable::of('한'), Some(Syllable { initial: 'ㅎ', vowel: 'ㅏ', coda: 'ㄴ' }));
        assert_eq!(Syllable::of('힣'), Some(Syllable { initial: 'ㅎ', vowel: 'ㅣ', coda: 'ㅎ' }));
        assert_eq!(Syllable::of('ㄱ'), None);
        assert_eq!(Syllable::of('a'), None);
    }

    #[test]
    fn a_syllable_loses_its_coda() {
        assert_eq!(open_syllable('슼'), Some('스'));
        assert_eq!(open_syllable('스'), Some('스'));
        assert_eq!(open_syllable('ㅅ'), None);
    }
}
