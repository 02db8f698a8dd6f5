//! Korean text: how its words begin and end, and where they stand in 가나다
//! order.
//!
//! Text is read as NFC, so a word that macOS handed over in pieces (NFD) reads
//! like any other.

mod keyboard;
mod stem;

use serde::Deserialize;
use serde::Serialize;
use unicode_normalization::char::decompose_canonical;

use crate::jamo;
use crate::jamo::CODAS;
use crate::jamo::INITIALS;
use crate::jamo::NO_CODA;
use crate::jamo::Syllable;
use crate::jamo::VOWELS;
use crate::nfc;

pub use self::keyboard::single_consonants;
pub use self::keyboard::to_hangul;
pub use self::keyboard::to_latin;
pub use self::stem::is_common;
pub use self::stem::is_particle;
pub use self::stem::stem;

/// The text with every syllable replaced by its initial consonant, for search
/// by initials: 바퀴벌레 -> ㅂㅋㅂㄹ. Anything else stays as it is.
pub fn initials(text: &str) -> String {
    let letter = |c| Syllable::of(c).map_or(c, |syllable| syllable.initial);
    nfc::composed(text).chars().map(letter).collect()
}

/// How a word ends when it is read aloud, as far as particles care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// In a vowel: 바퀴.
    Vowel,
    /// In ㄹ, which 으로/로 treats like a vowel: 서울로.
    Rieul,
    /// In any other consonant: 답변.
    Consonant,
}

/// How `word` ends when it is read aloud; `None` when nobody can tell.
///
/// The last character that is read decides:
/// - Hangul by its coda; a lone consonant by its name (ㄱ 기역);
/// - digits by their Sino-Korean reading (3 삼, 10 십, 20000 이만);
/// - Latin letters by their names, of which only L, M, N and R end in a
///   consonant (엘, 엠, 엔, 알);
/// - `%`, `°` and `+` as 퍼센트, 도 and 플러스.
///
/// Closing quotes and other punctuation are not read. Neither is a tail in
/// brackets: it is an aside, and the particle agrees with the word before it,
/// 한글(Hangul)은. Only a word that is all brackets is read inside them.
pub fn ending(word: &str) -> Option<Ending> {
    let word = nfc::composed(spoken(word));
    let last = word.chars().next_back()?;
    match last {
        '0'..='9' => Some(number_ending(trailing_number(&word))),
        'a'..='z' | 'A'..='Z' => Some(letter_ending(last)),
        'ㄹ' => Some(Ending::Rieul),
        'ㄱ'..='ㅎ' => Some(Ending::Consonant),
        'ㅏ'..='ㅣ' | '%' | '°' | '+' => Some(Ending::Vowel),
        _ => Syllable::of(last).map(syllable_ending),
    }
}

fn syllable_ending(syllable: Syllable) -> Ending {
    match syllable.coda {
        NO_CODA => Ending::Vowel,
        'ㄹ' => Ending::Rieul,
        _ => Ending::Consonant,
    }
}

/// Particles that change with the end of the word: after a consonant, after a
/// vowel.
const PARTICLES: [(&str, &str); 18] = [
    ("은", "는"),
    ("이", "가"),
    ("을", "를"),
    ("과", "와"),
    ("아", "야"),
    ("으로", "로"),
    ("으로서", "로서"),
    ("으로써", "로써"),
    ("으로부터", "로부터"),
    ("이나", "나"),
    ("이란", "란"),
    ("이랑", "랑"),
    ("이라", "라"),
    ("이라고", "라고"),
    ("이라는", "라는"),
    ("이며", "며"),
    ("이든", "든"),
    ("이에요", "예요"),
];

/// The half of `pair` that fits behind `word`: 을 or 를 for `을/를`, in either
/// order. `None` when the pair is unknown.
///
/// A word whose ending nobody can tell takes the form after a vowel: one
/// readable form is better than `을(를)`.
pub fn particle(word: &str, pair: &str) -> Option<&'static str> {
    let (one, other) = pair.split_once('/')?;
    let asked = (one.trim(), other.trim());
    let &(closed, open) =
        PARTICLES.iter().find(|&&(closed, open)| asked == (closed, open) || asked == (open, closed))?;
    let counts_as_vowel = match ending(word) {
        Some(Ending::Consonant) => false,
        Some(Ending::Rieul) => closed.starts_with("으로"),
        Some(Ending::Vowel) | None => true,
    };
    Some(if counts_as_vowel { open } else { closed })
}

/// `word` with the half of `pair` that fits: 바퀴벌레, `을/를` -> 바퀴벌레를.
/// `None` when the pair is unknown. See [`particle`].
pub fn josa(word: &str, pair: &str) -> Option<String> {
    Some(format!("{word}{}", particle(word, pair)?))
}

/// The page of the index by initial consonants on which a title stands, in the
/// order of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Initial {
    /// ㄱ and ㄲ.
    Giyeok,
    /// ㄴ.
    Nieun,
    /// ㄷ and ㄸ.
    Digeut,
    /// ㄹ.
    Rieul,
    /// ㅁ.
    Mieum,
    /// ㅂ and ㅃ.
    Bieup,
    /// ㅅ and ㅆ.
    Siot,
    /// ㅇ, and vowels that stand alone.
    Ieung,
    /// ㅈ and ㅉ.
    Jieut,
    /// ㅊ.
    Chieut,
    /// ㅋ.
    Kieuk,
    /// ㅌ.
    Tieut,
    /// ㅍ.
    Pieup,
    /// ㅎ.
    Hieut,
    /// A Latin letter, with or without marks.
    Latin,
    /// A digit 0–9.
    Digit,
    /// Another script, or nothing that can be read.
    Other,
}

impl Initial {
    /// Every initial in the order of the index.
    pub const ALL: [Self; 17] = [
        Self::Giyeok,
        Self::Nieun,
        Self::Digeut,
        Self::Rieul,
        Self::Mieum,
        Self::Bieup,
        Self::Siot,
        Self::Ieung,
        Self::Jieut,
        Self::Chieut,
        Self::Kieuk,
        Self::Tieut,
        Self::Pieup,
        Self::Hieut,
        Self::Latin,
        Self::Digit,
        Self::Other,
    ];

    /// Where `title` stands: by its first letter or digit. Quotes, brackets,
    /// spaces, punctuation and pictures in front do not count.
    pub fn of(title: &str) -> Self {
        match nfc::composed(title).chars().find_map(Sign::of) {
            Some(Sign::Hangul(rank)) => Self::of_hangul(rank),
            Some(Sign::Latin(_)) => Self::Latin,
            Some(Sign::Digit) => Self::Digit,
            Some(Sign::Other) | None => Self::Other,
        }
    }

    /// Whether it is a consonant of Hangul.
    pub fn is_hangul(self) -> bool {
        !matches!(self, Self::Latin | Self::Digit | Self::Other)
    }

    /// The initial as a piece of an address, romanised as the letters' names.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Giyeok => "giyeok",
            Self::Nieun => "nieun",
            Self::Digeut => "digeut",
            Self::Rieul => "rieul",
            Self::Mieum => "mieum",
            Self::Bieup => "bieup",
            Self::Siot => "siot",
            Self::Ieung => "ieung",
            Self::Jieut => "jieut",
            Self::Chieut => "chieut",
            Self::Kieuk => "kieuk",
            Self::Tieut => "tieut",
            Self::Pieup => "pieup",
            Self::Hieut => "hieut",
            Self::Latin => "latin",
            Self::Digit => "digit",
            Self::Other => "other",
        }
    }

    /// The initial as readers see it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Giyeok => "ㄱ",
            Self::Nieun => "ㄴ",
            Self::Digeut => "ㄷ",
            Self::Rieul => "ㄹ",
            Self::Mieum => "ㅁ",
            Self::Bieup => "ㅂ",
            Self::Siot => "ㅅ",
            Self::Ieung => "ㅇ",
            Self::Jieut => "ㅈ",
            Self::Chieut => "ㅊ",
            Self::Kieuk => "ㅋ",
            Self::Tieut => "ㅌ",
            Self::Pieup => "ㅍ",
            Self::Hieut => "ㅎ",
            Self::Latin => "A–Z",
            Self::Digit => "0–9",
            Self::Other => "기타",
        }
    }

    /// Doubled consonants share the page of the single one.
    fn of_hangul(rank: u16) -> Self {
        match rank / RANKS_PER_INITIAL {
            0 | 1 => Self::Giyeok,
            2 => Self::Nieun,
            3 | 4 => Self::Digeut,
            5 => Self::Rieul,
            6 => Self::Mieum,
            7 | 8 => Self::Bieup,
            9 | 10 => Self::Siot,
            11 => Self::Ieung,
            12 | 13 => Self::Jieut,
            14 => Self::Chieut,
            15 => Self::Kieuk,
            16 => Self::Tieut,
            17 => Self::Pieup,
            _ => Self::Hieut,
        }
    }
}

/// What titles are sorted by; made by [`sort_key`].
///
/// Bytes that compare as the titles should. Each sign is its group, then its
/// place in the group; groups are smaller than anything that can follow them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortKey(Vec<u8>);

/// Ends the signs of a title, so that 가 comes before 가나.
const END: u8 = 0;
/// Between two words, so that `바퀴 약` comes before `바퀴벌레`.
const GAP: u8 = 1;
const HANGUL: u8 = 2;
const LATIN: u8 = 3;
const NUMBER: u8 = 4;
const OTHER: u8 = 5;

/// The place of `title` in 가나다 order: Hangul, then Latin without regard to
/// case and marks, then numbers by their value (2번 before 10번), then the
/// rest. Punctuation and symbols do not count, a space parts words.
///
/// Titles that read the same are ordered as they are written, so the order is
/// total. It agrees with that of [`Initial`].
pub fn sort_key(title: &str) -> SortKey {
    let read = nfc::composed(title);
    let words = read.split_whitespace().filter(|word| word.chars().any(|c| Sign::of(c).is_some()));
    let mut key = Vec::with_capacity(3 * title.len());
    for word in words {
        if !key.is_empty() {
            key.push(GAP);
        }
        push_word(&mut key, word);
    }
    if key.is_empty() {
        key.push(OTHER);
    }
    key.push(END);
    key.extend_from_slice(title.as_bytes());
    SortKey(key)
}

fn push_word(key: &mut Vec<u8>, mut word: &str) {
    while let Some(first) = word.chars().next() {
        let number = &word[..word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len()];
        if number.is_empty() {
            push_letter(key, first);
            word = &word[first.len_utf8()..];
        } else {
            push_number(key, number);
            word = &word[number.len()..];
        }
    }
}

fn push_letter(key: &mut Vec<u8>, letter: char) {
    match Sign::of(letter) {
        Some(Sign::Hangul(rank)) => {
            key.push(HANGUL);
            key.extend(rank.to_be_bytes());
        }
        Some(Sign::Latin(plain)) => push_char(key, LATIN, plain),
        Some(Sign::Other | Sign::Digit) => push_char(key, OTHER, letter),
        None => {}
    }
}

fn push_char(key: &mut Vec<u8>, group: u8, c: char) {
    key.push(group);
    key.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}

/// Of two numbers without zeros in front, the longer one is larger.
fn push_number(key: &mut Vec<u8>, number: &str) {
    let significant = number.trim_start_matches('0');
    let length = u16::try_from(significant.len()).unwrap_or(u16::MAX);
    key.push(NUMBER);
    key.extend(length.to_be_bytes());
    key.extend_from_slice(significant.as_bytes());
}

/// A character that counts in a title, by the group it is sorted in.
enum Sign {
    /// A syllable or a lone letter, by its [`hangul_rank`].
    Hangul(u16),
    /// A Latin letter in lower case and without its marks.
    Latin(char),
    Digit,
    Other,
}

impl Sign {
    /// `None` for what does not count: space, punctuation, symbols, pictures.
    fn of(c: char) -> Option<Self> {
        match c {
            '0'..='9' => Some(Self::Digit),
            'a'..='z' | 'A'..='Z' => Some(Self::Latin(c.to_ascii_lowercase())),
            '가'..='힣' | 'ㄱ'..='ㅣ' => Some(hangul_rank(c).map_or(Self::Other, Self::Hangul)),
            _ if !c.is_alphanumeric() => None,
            '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Some(Self::Latin(without_marks(c))),
            _ => Some(Self::Other),
        }
    }
}

/// The index of the silent ㅇ among the initials.
const SILENT: u16 = 11;

/// How many ways a syllable can end.
const ENDS: u16 = CODAS.len() as u16;

/// How many syllables begin with the same consonant.
const SYLLABLES_PER_INITIAL: u16 = VOWELS.len() as u16 * ENDS;

/// How many ranks each initial has: the bare letter, then its syllables.
const RANKS_PER_INITIAL: u16 = SYLLABLES_PER_INITIAL + 1;

/// The place of a Hangul character in 가나다 order. A lone consonant comes just
/// before its syllables; a lone vowel stands where its syllable with a silent
/// ㅇ does. `None` for lone clusters such as ㄳ, which begin no syllable.
fn hangul_rank(c: char) -> Option<u16> {
    if let Some(index) = jamo::index(c) {
        return Some(index / SYLLABLES_PER_INITIAL * RANKS_PER_INITIAL + 1 + index % SYLLABLES_PER_INITIAL);
    }
    if let 'ㅏ'..='ㅣ' = c {
        let vowel = (c as u32 - 'ㅏ' as u32) as u16;
        return Some(SILENT * RANKS_PER_INITIAL + 1 + vowel * ENDS);
    }
    let initial = INITIALS.iter().position(|&letter| letter == c)?;
    Some(initial as u16 * RANKS_PER_INITIAL)
}

fn without_marks(letter: char) -> char {
    let mut plain = None;
    decompose_canonical(letter, |part| {
        plain.get_or_insert(part);
    });
    plain.unwrap_or(letter).to_lowercase().next().unwrap_or(letter)
}

/// `word` without the tail that is not read aloud: punctuation and asides.
fn spoken(mut word: &str) -> &str {
    loop {
        word = word.trim_end_matches(|c| is_silent(c) && opener(c).is_none());
        let open = word.chars().next_back().and_then(opener);
        match open.and_then(|open| word.rfind(open)).map(|start| &word[..start]) {
            Some(before) if !before.chars().all(is_silent) => word = before,
            _ => return word.trim_end_matches(is_silent),
        }
    }
}

/// The bracket that opens the aside which `c` closes.
fn opener(c: char) -> Option<char> {
    match c {
        ')' => Some('('),
        ']' => Some('['),
        '）' => Some('（'),
        _ => None,
    }
}

/// Whether a reader passes over `c`. Not over `%`, `°` and `+`.
fn is_silent(c: char) -> bool {
    !c.is_alphanumeric() && !matches!(c, '%' | '°' | '+')
}

/// The number at the end of `word`, with its commas and its decimal point.
fn trailing_number(word: &str) -> &str {
    let before = word.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '.'));
    &word[before.len()..]
}

/// Numbers are read by ten-thousands: the last word of 30 is 십, of 300000 만,
/// of 10¹² 조. After a decimal point or a zero in front (010, 007) each digit
/// is read for itself.
fn number_ending(number: &str) -> Ending {
    let zeros =
        number.bytes().rev().filter(|&digit| digit != b',').take_while(|&digit| digit == b'0').count();
    if number.contains('.') || number.starts_with('0') || zeros == 0 {
        return digit_ending(number);
    }
    match zeros {
        // 조 and 해, the only powers that end in a vowel.
        12..=15 | 20.. => Ending::Vowel,
        // 십, 백, 천, 만, 억 and 경.
        _ => Ending::Consonant,
    }
}

/// 영 일 이 삼 사 오 육 칠 팔 구.
fn digit_ending(number: &str) -> Ending {
    match number.bytes().next_back() {
        Some(b'1' | b'7' | b'8') => Ending::Rieul,
        Some(b'0' | b'3' | b'6') => Ending::Consonant,
        _ => Ending::Vowel,
    }
}

/// 엘 and 알 end in ㄹ, 엠 and 엔 in another consonant, the rest in a vowel.
fn letter_ending(letter: char) -> Ending {
    match letter.to_ascii_lowercase() {
        'l' | 'r' => Ending::Rieul,
        'm' | 'n' => Ending::Consonant,
        _ => Ending::Vowel,
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[test]
    fn initials_replace_syllables_alone() {
        assert_eq!(initials("바퀴벌레"), "ㅂㅋㅂㄹ");
        assert_eq!(initials("빨래 2번, ㅋㅋ OK?"), "ㅃㄹ 2ㅂ, ㅋㅋ OK?");
        assert_eq!(initials(&"답변".nfd().collect::<String>()), "ㄷㅂ");
    }

    #[test]
    fn a_word_ends_as_it_is_read() {
        use Ending::{Consonant, Rieul, Vowel};
        let words = [
            ("바퀴", Vowel),
            ("답변", Consonant),
            ("서울", Rieul),
            ("앉", Consonant),
            ("0", Consonant),
            ("1", Rieul),
            ("2", Vowel),
            ("3", Consonant),
            ("4", Vowel),
            ("5", Vowel),
            ("6", Consonant),
            ("7", Rieul),
            ("8", Rieul),
            ("9", Vowel),
            ("10", Consonant),
            ("2026", Consonant),
            ("1,000", Consonant),
            ("20000", Consonant),
            ("1,000,000,000,000", Vowel),
            ("3.5", Vowel),
            ("010-1234-5678", Rieul),
            ("URL", Rieul),
            ("VR", Rieul),
            ("FM", Consonant),
            ("pin", Consonant),
            ("Q&A", Vowel),
            ("50%", Vowel),
            ("C++", Vowel),
            ("ㅋ", Consonant),
            ("ㄹ", Rieul),
            ("ㅠ", Vowel),
        ];
        for (word, expected) in words {
            assert_eq!(ending(word), Some(expected), "{word}");
        }
    }

    #[test]
    fn nobody_can_tell_how_other_scripts_end() {
        for word in ["", "  ", "…", "漢字", "かな"] {
            assert_eq!(ending(word), None, "{word}");
        }
    }

    #[test]
    fn punctuation_at_the_end_is_not_read() {
        for word in ["『백과사전』", "“답변”", "'답변'", "답변!!", "답변 …", "<답변>", "답변 😀"]
        {
            assert_eq!(ending(word), Some(Ending::Consonant), "{word}");
        }
    }

    #[test]
    fn an_aside_in_brackets_is_not_read() {
        assert_eq!(ending("한글(Hangeul은 아님, hanja)"), Some(Ending::Rieul));
        assert_eq!(ending("세스코(주)"), Some(Ending::Vowel));
        assert_eq!(ending("바퀴(벌레) [단종]."), Some(Ending::Vowel));
        assert_eq!(ending("민준（20대）"), Some(Ending::Consonant));
        assert_eq!(ending("(답변)"), Some(Ending::Consonant));
        assert_eq!(ending("답변)"), Some(Ending::Consonant));
    }

    #[test]
    fn particles_agree_with_the_word() {
        let cases = [
            ("바퀴벌레", "을/를", "바퀴벌레를"),
            ("답변", "을/를", "답변을"),
            ("답변", "를/을", "답변을"),
            ("질문", "은/는", "질문은"),
            ("민지", "이/가", "민지가"),
            ("서울", "이/가", "서울이"),
            ("서울", "으로/로", "서울로"),
            ("부산", "로/으로", "부산으로"),
            ("1", "으로/로", "1로"),
            ("3", "으로/로", "3으로"),
            ("개미", "과/와", "개미와"),
            ("빵", "이나/나", "빵이나"),
            ("민준", "아/야", "민준아"),
            ("민지", "아 / 야", "민지야"),
            ("약", "이에요/예요", "약이에요"),
            ("나비", "이에요/예요", "나비예요"),
            ("벌", "이라/라", "벌이라"),
            ("漢字", "을/를", "漢字를"),
        ];
        for (word, pair, expected) in cases {
            assert_eq!(josa(word, pair).as_deref(), Some(expected));
        }
    }

    #[test]
    fn an_unknown_pair_is_none() {
        for pair in ["", "을", "을/가", "을를", "는/는"] {
            assert_eq!(josa("답변", pair), None, "{pair}");
        }
    }

    #[test]
    fn a_title_stands_under_its_first_letter() {
        let cases = [
            ("바퀴벌레는 왜", Initial::Bieup),
            ("까치", Initial::Giyeok),
            ("“쌀벌레”가 생겼어요", Initial::Siot),
            (" [문의] 환불", Initial::Mieum),
            ("🪳 해충", Initial::Hieut),
            ("㈜쓱싹", Initial::Siot),
            ("ㅋㅋㅋ 진짜요?", Initial::Kieuk),
            ("ㅠㅠ", Initial::Ieung),
            ("Éclair", Initial::Latin),
            ("ok", Initial::Latin),
            ("2번 뿌렸어요", Initial::Digit),
            ("漢字", Initial::Other),
            ("", Initial::Other),
            ("???", Initial::Other),
        ];
        for (title, expected) in cases {
            assert_eq!(Initial::of(title), expected, "{title}");
        }
    }

    #[test]
    fn every_initial_is_its_own_page_in_order() {
        assert!(Initial::ALL.is_sorted());
        for pair in Initial::ALL.windows(2) {
            assert_ne!(pair[0].slug(), pair[1].slug());
            assert_ne!(pair[0].label(), pair[1].label());
        }
        for initial in &Initial::ALL[..14] {
            assert_eq!(Initial::of(initial.label()), *initial);
        }
    }

    /// In order, each strictly before the next.
    const TITLES: [&str; 24] = [
        "ㄱ자 브라켓",
        "가",
        "“가나”",
        "가다",
        "개미",
        "까치",
        "ㄴ",
        "나방",
        "바퀴 약",
        "바퀴는 왜?",
        "‘바퀴’벌레",
        "바퀴벌레",
        "하늘",
        "Apple",
        "éclair",
        "Zebra",
        "1번",
        "2번",
        "02번째",
        "10번",
        "10번 버스",
        "かな",
        "漢字",
        "!?",
    ];

    #[test]
    fn titles_stand_in_order() {
        for pair in TITLES[..23].windows(2) {
            assert!(sort_key(pair[0]) < sort_key(pair[1]), "{} < {}", pair[0], pair[1]);
        }
    }

    #[test]
    fn the_order_of_titles_agrees_with_their_initials() {
        let mut titles = TITLES;
        titles.sort_by_cached_key(|title| sort_key(title));
        assert!(titles.is_sorted_by_key(|title| Initial::of(title)));
    }

    #[test]
    fn case_and_composition_matter_last() {
        let decomposed: String = "바퀴".nfd().collect();
        assert!(sort_key("apple b") < sort_key("Apple c"));
        assert!(sort_key("APPLE") < sort_key("apple"));
        assert!(sort_key(&decomposed) < sort_key("바퀴벌레"));
        assert_ne!(sort_key("02"), sort_key("2"));
    }
}
