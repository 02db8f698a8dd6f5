//! A slug: the ASCII name of a thing in an address, such as `bakwibeolle`.
//!
//! Hangul is spelt as it sounds, by the Revised Romanisation of Korean (국어의
//! 로마자 표기법, Ministry of Culture notice 2000-8), cited here as 로마자, and
//! the Standard Pronunciation (표준 발음법) it rests on, cited as 발음.
//!
//! Addresses are for ever: a change that spells any word differently breaks
//! links to the sites that use it.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use crate::jamo::NO_CODA;
use crate::jamo::Syllable;
use crate::nfc;

/// The longest slug in bytes. Addresses stay readable, and file names far from
/// the 255 bytes that file systems allow.
const MAX_LENGTH: usize = 80;

/// The slug of `text`: Hangul romanised, Latin letters in lower case without
/// their marks, digits; anything else parts words as one `-`.
///
/// At most 80 bytes, cut between two words if there are two; empty when nothing
/// is left. Two texts may have one slug.
pub fn slug(text: &str) -> String {
    let latin = romanize(text);
    let mut slug = String::with_capacity(latin.len());
    for c in latin.chars() {
        push_plain(&mut slug, c);
    }
    cut(&mut slug);
    slug
}

/// Whether `text` could be a slug: `[a-z0-9]+(-[a-z0-9]+)*`.
pub fn is_slug(text: &str) -> bool {
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9'));
    text.split('-').all(is_word)
}

/// `text` with its Hangul in Latin letters as it is pronounced, in lower case;
/// every other character stays: `백마 2` -> `baengma 2`.
///
/// Words are read as nouns, which tags and titles are: ㅎ is kept after ㄱ, ㄷ
/// and ㅂ (묵호 `mukho`). Tensed sounds are not shown (압구정 `apgujeong`). ㄴ
/// between the parts of a compound, which only a dictionary knows, sounds in
/// the words that the standards list and before 잎.
pub fn romanize(text: &str) -> String {
    let text = nfc::composed(text);
    let mut latin = String::with_capacity(text.len());
    let mut rest = text.chars();
    // How the next syllable begins, where the one before it has a say.
    let mut met_initial = None;
    while let Some(c) = rest.next() {
        let Some(syllable) = Syllable::of(c) else {
            push_unjoined(&mut latin, c);
            continue;
        };
        let initial = met_initial.take().unwrap_or_else(|| initial_letters(syllable.initial));
        let after = rest.as_str();
        let coda = match after.chars().next().and_then(Syllable::of) {
            Some(next) => {
                let before = &text[..text.len() - after.len()];
                let (coda, next_initial) = meet(syllable, next, || gains_n(before, after));
                met_initial = Some(next_initial);
                coda
            }
            None => coda_letters(neutral(syllable.coda)),
        };
        latin.push_str(initial);
        latin.push_str(vowel_letters(syllable.vowel, initial));
        latin.push_str(coda);
    }
    latin
}

/// Adds a character in ASCII: letters lose their marks, `ﬁ` and `①` fall apart.
fn push_plain(slug: &mut String, c: char) {
    if c.is_ascii() {
        push(slug, c);
    } else if let Some(letters) = ascii_letters(c) {
        slug.push_str(letters);
    } else {
        decompose_compatible(c, |part| push(slug, part));
    }
}

/// Adds a letter or digit; anything but a mark ends the word.
fn push(slug: &mut String, c: char) {
    if c.is_ascii_alphanumeric() {
        slug.push(c.to_ascii_lowercase());
    } else if !is_combining_mark(c) && !slug.is_empty() && !slug.ends_with('-') {
        slug.push('-');
    }
}

/// Latin letters that Unicode does not take apart into a letter and a mark.
fn ascii_letters(c: char) -> Option<&'static str> {
    match c {
        'ß' | 'ẞ' => Some("ss"),
        'æ' | 'Æ' => Some("ae"),
        'œ' | 'Œ' => Some("oe"),
        'ø' | 'Ø' => Some("o"),
        'ł' | 'Ł' => Some("l"),
        'đ' | 'Đ' | 'ð' | 'Ð' => Some("d"),
        'þ' | 'Þ' => Some("th"),
        'ı' => Some("i"),
        _ => None,
    }
}

/// Shortens a slug to its limit and takes the `-` from its end.
fn cut(slug: &mut String) {
    if slug.len() > MAX_LENGTH {
        slug.truncate(slug[..=MAX_LENGTH].rfind('-').unwrap_or(MAX_LENGTH));
    }
    slug.truncate(slug.trim_end_matches('-').len());
}

/// A character that meets no syllable: Hangul letters such as the ㄱ of `ㄱ자`
/// are spelt, all others stay.
fn push_unjoined(latin: &mut String, c: char) {
    match c {
        'ㅏ'..='ㅣ' => latin.push_str(vowel_letters(c, "")),
        'ㄱ'..='ㅎ' => latin.push_str(initial_letters(c)),
        _ => latin.push(c),
    }
}

/// How two syllables sound where they meet: the end of the first and the
/// beginning of the second. `gains_n` is asked only where ㄴ could slip in.
fn meet(first: Syllable, second: Syllable, gains_n: impl Fn() -> bool) -> (&'static str, &'static str) {
    match (first.coda, second.initial) {
        (NO_CODA, initial) => ("", initial_letters(initial)),
        // 발음 제29항 names these vowels, 제20항 this coda.
        (coda, 'ㅇ') if matches!(second.vowel, 'ㅣ' | 'ㅑ' | 'ㅕ' | 'ㅛ' | 'ㅠ') && gains_n() => {
            assimilate(neutral(coda), 'ㄴ')
        }
        ('ㄴ', 'ㄹ') if gains_n() => ("n", "n"),
        (coda, 'ㅇ') => link(coda, second.vowel),
        (coda, initial) => aspirate(coda, second).unwrap_or_else(|| assimilate(neutral(coda), initial)),
    }
}

/// Compound words at whose seam ㄴ sounds, although it is written ㅇ or ㄹ.
///
/// No rule foretells them (한약 has no ㄴ), so these are the words that the
/// standards name: 로마자 3.1.2, 발음 제29항, and from `신문로` on 제20항. Left
/// out is 들일, which is also the end of 길들일.
const COMPOUNDS: [(&str, &str); 40] = [
    ("학", "여울"),
    ("알", "약"),
    ("물", "약"),
    ("내복", "약"),
    ("솜", "이불"),
    ("홑", "이불"),
    ("막", "일"),
    ("삯", "일"),
    ("맨", "입"),
    ("한", "여름"),
    ("남존", "여비"),
    ("신", "여성"),
    ("불", "여우"),
    ("색", "연필"),
    ("직행", "열차"),
    ("늑막", "염"),
    ("콩", "엿"),
    ("물", "엿"),
    ("담", "요"),
    ("눈", "요기"),
    ("영업", "용"),
    ("식용", "유"),
    ("휘발", "유"),
    ("유들", "유들"),
    ("백분", "율"),
    ("밤", "윷"),
    ("설", "익"),
    ("서울", "역"),
    ("신문", "로"),
    ("횡단", "로"),
    ("의견", "란"),
    ("임진", "란"),
    ("생산", "량"),
    ("결단", "력"),
    ("공권", "력"),
    ("동원", "령"),
    ("상견", "례"),
    ("이원", "론"),
    ("입원", "료"),
    ("구근", "류"),
];

/// Whether ㄴ sounds between two pieces of text: in one of [`COMPOUNDS`], and
/// always before 잎, "leaf".
fn gains_n(before: &str, after: &str) -> bool {
    let is_seam = |(head, tail): &(&str, &str)| after.starts_with(tail) && before.ends_with(head);
    after.starts_with('잎') || COMPOUNDS.iter().any(is_seam)
}

/// A coda before a vowel moves over to it (발음 제13·14항). ㅎ falls silent
/// (제12항), ㄷ and ㅌ soften before ㅣ (제17항): 해돋이 haedoji, 같이 gachi.
fn link(coda: char, vowel: char) -> (&'static str, &'static str) {
    match (coda, vowel) {
        ('ㅇ', _) => ("ng", ""),
        ('ㅎ', _) => ("", ""),
        ('ㄶ', _) => ("", "n"),
        ('ㅀ', _) => ("", "r"),
        ('ㄷ', 'ㅣ') => ("", "j"),
        ('ㅌ', 'ㅣ' | 'ㅕ') => ("", "ch"),
        ('ㄾ', 'ㅣ') => ("l", "ch"),
        _ => {
            let (stays, moves) = split(coda);
            (coda_letters(stays), initial_letters(moves))
        }
    }
}

/// A cluster as the consonant that stays and the one that moves over.
fn split(coda: char) -> (char, char) {
    match coda {
        'ㄳ' => ('ㄱ', 'ㅅ'),
        'ㄵ' => ('ㄴ', 'ㅈ'),
        'ㄺ' => ('ㄹ', 'ㄱ'),
        'ㄻ' => ('ㄹ', 'ㅁ'),
        'ㄼ' => ('ㄹ', 'ㅂ'),
        'ㄽ' => ('ㄹ', 'ㅅ'),
        'ㄾ' => ('ㄹ', 'ㅌ'),
        'ㄿ' => ('ㄹ', 'ㅍ'),
        'ㅄ' => ('ㅂ', 'ㅅ'),
        single => (NO_CODA, single),
    }
}

/// ㅎ and its neighbour become one breathed consonant (로마자 3.1, 발음 제12항):
/// 좋고 joko, 맞히다 machida. `None` where they stay two, as in nouns.
fn aspirate(coda: char, next: Syllable) -> Option<(&'static str, &'static str)> {
    let suffix = next.vowel == 'ㅣ' || is_passive_past(next);
    match (coda, next.initial) {
        ('ㅎ' | 'ㄶ' | 'ㅀ', initial) => Some((coda_letters(without_h(coda)), breathed(initial)?)),
        ('ㅈ', 'ㅎ') => Some(("", "ch")),
        ('ㄵ', 'ㅎ') => Some(("n", "ch")),
        ('ㄷ', 'ㅎ') if suffix => Some(("", "ch")),
        ('ㄺ', 'ㅎ') if suffix => Some(("l", "k")),
        ('ㄼ', 'ㅎ') if suffix => Some(("l", "p")),
        ('ㄱ', 'ㅎ') if is_passive_past(next) => Some(("", "k")),
        ('ㅂ', 'ㅎ') if is_passive_past(next) => Some(("", "p")),
        _ => None,
    }
}

/// Whether it is the suffix -히- with the ending -어 or -었-, which no noun
/// contains: 잡혀, 먹혔다.
fn is_passive_past(syllable: Syllable) -> bool {
    matches!(syllable, Syllable { initial: 'ㅎ', vowel: 'ㅕ', coda: NO_CODA | 'ㅆ' })
}

fn without_h(coda: char) -> char {
    match coda {
        'ㄶ' => 'ㄴ',
        'ㅀ' => 'ㄹ',
        _ => NO_CODA,
    }
}

/// An initial after ㅎ. ㅅ is only tensed, which is not shown: 좋소 joso.
fn breathed(initial: char) -> Option<&'static str> {
    match initial {
        'ㄱ' => Some("k"),
        'ㄷ' => Some("t"),
        'ㅈ' => Some("ch"),
        'ㅅ' => Some("s"),
        _ => None,
    }
}

/// The one of seven sounds in which a coda ends before a consonant or a pause
/// (발음 제8–11항).
fn neutral(coda: char) -> char {
    match coda {
        'ㄱ' | 'ㄲ' | 'ㅋ' | 'ㄳ' | 'ㄺ' => 'ㄱ',
        'ㄴ' | 'ㄵ' | 'ㄶ' => 'ㄴ',
        'ㄷ' | 'ㅌ' | 'ㅅ' | 'ㅆ' | 'ㅈ' | 'ㅊ' | 'ㅎ' => 'ㄷ',
        'ㄹ' | 'ㄼ' | 'ㄽ' | 'ㄾ' | 'ㅀ' => 'ㄹ',
        'ㅁ' | 'ㄻ' => 'ㅁ',
        'ㅂ' | 'ㅍ' | 'ㅄ' | 'ㄿ' => 'ㅂ',
        other => other,
    }
}

/// Neighbours grow alike (발음 제18–20항): stops turn nasal before a nasal, ㄹ
/// turns to ㄴ behind any coda but ㄴ and ㄹ, with which it makes `ll`.
fn assimilate(coda: char, initial: char) -> (&'static str, &'static str) {
    match (coda, initial) {
        ('ㄴ', 'ㄹ') | ('ㄹ', 'ㄴ' | 'ㄹ') => ("l", "l"),
        (_, 'ㄹ') => (nasal(coda), "n"),
        (_, 'ㄴ' | 'ㅁ') => (nasal(coda), initial_letters(initial)),
        _ => (coda_letters(coda), initial_letters(initial)),
    }
}

fn nasal(coda: char) -> &'static str {
    match coda {
        'ㄱ' => "ng",
        'ㄷ' => "n",
        'ㅂ' => "m",
        other => coda_letters(other),
    }
}

/// A consonant before a vowel, ㄱ ㄷ ㅂ ㄹ as g d b r (로마자 2.2).
fn initial_letters(initial: char) -> &'static str {
    match initial {
        'ㄱ' => "g",
        'ㄲ' => "kk",
        'ㄴ' => "n",
        'ㄷ' => "d",
        'ㄸ' => "tt",
        'ㄹ' => "r",
        'ㅁ' => "m",
        'ㅂ' => "b",
        'ㅃ' => "pp",
        'ㅅ' => "s",
        'ㅆ' => "ss",
        'ㅈ' => "j",
        'ㅉ' => "jj",
        'ㅊ' => "ch",
        'ㅋ' => "k",
        'ㅌ' => "t",
        'ㅍ' => "p",
        'ㅎ' => "h",
        _ => "",
    }
}

/// One of the seven [`neutral`] sounds before a consonant or a pause.
fn coda_letters(coda: char) -> &'static str {
    match coda {
        'ㄱ' => "k",
        'ㄴ' => "n",
        'ㄷ' => "t",
        'ㄹ' => "l",
        'ㅁ' => "m",
        'ㅂ' => "p",
        'ㅇ' => "ng",
        _ => "",
    }
}

/// A vowel (로마자 2.1). ㅕ sounds as ㅓ behind ㅈ, ㅉ and ㅊ (발음 제5항); ㅢ is
/// `ui` even where it sounds as ㅣ.
fn vowel_letters(vowel: char, initial: &str) -> &'static str {
    match vowel {
        'ㅏ' => "a",
        'ㅐ' => "ae",
        'ㅑ' => "ya",
        'ㅒ' => "yae",
        'ㅓ' => "eo",
        'ㅔ' => "e",
        'ㅕ' if matches!(initial, "j" | "jj" | "ch") => "eo",
        'ㅕ' => "yeo",
        'ㅖ' => "ye",
        'ㅗ' => "o",
        'ㅘ' => "wa",
        'ㅙ' => "wae",
        'ㅚ' => "oe",
        'ㅛ' => "yo",
        'ㅜ' => "u",
        'ㅝ' => "wo",
        'ㅞ' => "we",
        'ㅟ' => "wi",
        'ㅠ' => "yu",
        'ㅡ' => "eu",
        'ㅢ' => "ui",
        'ㅣ' => "i",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[track_caller]
    fn assert_romanized(words: &[(&str, &str)]) {
        for &(hangul, latin) in words {
            assert_eq!(romanize(hangul), latin, "{hangul}");
        }
    }

    #[test]
    fn letters_are_spelt_as_the_standard_lists_them() {
        assert_romanized(&[
            ("구미", "gumi"),
            ("영동", "yeongdong"),
            ("백암", "baegam"),
            ("옥천", "okcheon"),
            ("합덕", "hapdeok"),
            ("호법", "hobeop"),
            ("월곶", "wolgot"),
            ("벚꽃", "beotkkot"),
            ("한밭", "hanbat"),
            ("구리", "guri"),
            ("설악", "seorak"),
            ("칠곡", "chilgok"),
            ("임실", "imsil"),
            ("울릉", "ulleung"),
            ("대관령", "daegwallyeong"),
            ("광희문", "gwanghuimun"),
        ]);
    }

    #[test]
    fn neighbours_grow_alike() {
        assert_romanized(&[
            ("백마", "baengma"),
            ("신문로", "sinmunno"),
            ("종로", "jongno"),
            ("왕십리", "wangsimni"),
            ("별내", "byeollae"),
            ("신라", "silla"),
            ("속리산", "songnisan"),
            ("독립문", "dongnimmun"),
            ("극락전", "geungnakjeon"),
            ("촉석루", "chokseongnu"),
            ("경복궁", "gyeongbokgung"),
            ("한라산", "hallasan"),
            ("선릉", "seolleung"),
            ("담력", "damnyeok"),
            ("꽃말", "kkonmal"),
            ("값만", "gamman"),
        ]);
    }

    #[test]
    fn n_slips_in_where_the_standards_say() {
        assert_romanized(&[
            ("학여울", "hangnyeoul"),
            ("알약", "allyak"),
            ("물약", "mullyak"),
            ("담요", "damnyo"),
            ("색연필", "saengnyeonpil"),
            ("꽃잎", "kkonnip"),
            ("깻잎", "kkaennip"),
            ("솔잎", "sollip"),
            ("식용유", "sigyongnyu"),
            ("서울역", "seoullyeok"),
            ("생산량", "saengsannyang"),
            ("막일", "mangnil"),
            ("휘발유", "hwiballyu"),
            ("공권력", "gonggwonnyeok"),
            ("폐식용유 수거", "pyesigyongnyu sugeo"),
            ("용유도", "yongyudo"),
            ("국가권력", "gukgagwollyeok"),
            ("석유", "seogyu"),
            ("한약", "hanyak"),
            ("잎", "ip"),
        ]);
    }

    #[test]
    fn sounds_soften_before_i() {
        assert_romanized(&[
            ("해돋이", "haedoji"),
            ("같이", "gachi"),
            ("굳히다", "guchida"),
            ("맞히다", "machida"),
            ("미닫이", "midaji"),
            ("붙여", "bucheo"),
            ("닫혀", "dacheo"),
            ("벼훑이", "byeohulchi"),
        ]);
    }

    #[test]
    fn h_makes_one_breathed_consonant_but_not_in_nouns() {
        assert_romanized(&[
            ("좋고", "joko"),
            ("놓다", "nota"),
            ("잡혀", "japyeo"),
            ("낳지", "nachi"),
            ("많다", "manta"),
            ("싫다", "silta"),
            ("좋아", "joa"),
            ("많아", "mana"),
            ("싫어", "sireo"),
            ("놓는", "nonneun"),
            ("뚫는", "ttulleun"),
            ("좋소", "joso"),
            ("밝히다", "balkida"),
            ("앉히다", "anchida"),
            ("묵호", "mukho"),
            ("집현전", "jiphyeonjeon"),
            ("오죽헌", "ojukheon"),
            ("북한", "bukhan"),
            ("맏형", "mathyeong"),
            ("전화", "jeonhwa"),
            ("히읗", "hieut"),
        ]);
    }

    #[test]
    fn tensed_sounds_are_not_shown() {
        assert_romanized(&[
            ("압구정", "apgujeong"),
            ("낙동강", "nakdonggang"),
            ("죽변", "jukbyeon"),
            ("낙성대", "nakseongdae"),
            ("합정", "hapjeong"),
            ("팔당", "paldang"),
            ("샛별", "saetbyeol"),
            ("울산", "ulsan"),
        ]);
    }

    #[test]
    fn places_are_spelt_as_on_the_signs() {
        assert_romanized(&[
            ("부산", "busan"),
            ("세종", "sejong"),
            ("해운대", "haeundae"),
            ("남산", "namsan"),
            ("금강", "geumgang"),
            ("독도", "dokdo"),
            ("무량수전", "muryangsujeon"),
            ("연화교", "yeonhwagyo"),
            ("안압지", "anapji"),
            ("남한산성", "namhansanseong"),
            ("화랑대", "hwarangdae"),
            ("불국사", "bulguksa"),
            ("현충사", "hyeonchungsa"),
            ("종묘", "jongmyo"),
            ("다보탑", "dabotap"),
        ]);
    }

    #[test]
    fn clusters_come_apart_before_a_vowel() {
        assert_romanized(&[
            ("닭", "dak"),
            ("닭이", "dalgi"),
            ("넋이", "neoksi"),
            ("앉아", "anja"),
            ("삶은", "salmeun"),
            ("없음", "eopseum"),
            ("여덟", "yeodeol"),
            ("밖에", "bakke"),
            ("강아지", "gangaji"),
        ]);
    }

    #[test]
    fn what_is_not_hangul_stays() {
        assert_romanized(&[
            ("백마 2호", "baengma 2ho"),
            ("국 물", "guk mul"),
            ("ㄱ자", "gja"),
            ("ㅠㅠ", "yuyu"),
            ("Été 漢字", "Été 漢字"),
            ("", ""),
        ]);
        assert_eq!(romanize(&"바퀴벌레".nfd().collect::<String>()), "bakwibeolle");
    }

    #[test]
    fn a_slug_is_made_of_words() {
        let cases = [
            ("바퀴벌레", "bakwibeolle"),
            ("  바퀴 벌레, 왜? ", "bakwi-beolle-wae"),
            ("Refund & Policy", "refund-policy"),
            ("Crème brûlée", "creme-brulee"),
            ("Straße Ærø", "strasse-aero"),
            ("ＡＢＣ①", "abc1"),
            ("에어컨2.0", "eeokeon2-0"),
            ("--a--", "a"),
            ("漢字", ""),
            ("…", ""),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(slug(text), expected, "{text}");
            assert!(expected.is_empty() || is_slug(expected), "{expected}");
        }
    }

    #[test]
    fn a_long_slug_is_cut_between_words() {
        assert_eq!(slug(&"가나 ".repeat(30)).len(), 79);
        assert_eq!(slug(&"abc ".repeat(30)), "abc-".repeat(20).trim_end_matches('-'));
        assert_eq!(slug(&"a".repeat(100)), "a".repeat(80));
        assert_eq!(slug(&format!("{} b", "a".repeat(80))), "a".repeat(80));
    }

    #[test]
    fn a_slug_is_told_from_other_text() {
        for text in ["a", "0", "refund-policy", "a-1-b"] {
            assert!(is_slug(text), "{text}");
        }
        for text in ["", "-", "a-", "-a", "a--b", "A", "a_b", "a b", "é", "가"] {
            assert!(!is_slug(text), "{text}");
        }
    }
}
