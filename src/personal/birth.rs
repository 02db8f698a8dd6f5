//! The day somebody was born, beside their name: what many ask for to tell that
//! it is you.
//!
//! Most dates are those of events, so the word has to stand right beside it.

use std::ops::Range;

use super::kind::Kind;
use super::number::Hit;
use super::number::pair;
use super::passage::PARTICLES;
use super::passage::Passage;

/// How far around a date a name may stand, in glyphs.
const NAME_DISTANCE: usize = 40;

/// The longest gap within a date, in glyphs: `년 `, ` . `.
const LONGEST_GAP: usize = 3;

/// What forms call the day somebody was born, which no pet has.
const FORMAL: &str = "생년월일";

/// What comes before the day somebody was born.
const WORDS: &[&str] = &[
    FORMAL,
    "생일",
    "출생일",
    "출생",
    "태어난 날",
    "date of birth",
    "birth date",
    "birthday",
    "born",
    "born on",
    "dob",
];

/// Words that end as these do.
const OTHER_WORDS: &[&str] = &["발생일", "재생일"];

/// What comes behind it.
const ENDS: &[&str] = &["생", " 생", ".생", ". 생", " 출생", "에 출생", "에 태어", " 태생"];

/// What follows these in a law, which speaks of everybody born since:
/// 1990년 1월 1일생부터; and what makes them other words, as in 생산.
const OF_MANY: &[&str] = &[
    "자", "아", "한", "까지", "부터", "만", "이후", "이전", " 이후", " 이전", " 아동", "산", "활", "일",
    "성", "신고", "방", "물", "명", "각", "긴", "겼", " 예정",
];

/// Who has a name and a birthday too, and is nobody.
const PETS: &[&str] = &[
    "강아지",
    "고양이",
    "반려견",
    "반려묘",
    "반려동물",
    "애완",
    "댕댕이",
    "멍멍이",
    "냥이",
    "햄스터",
    "토끼",
];

/// What says that a name follows, or has just come.
const NAMES: &[&str] =
    &["이름", "성함", "성명", "본명", "실명", "예금주", "명의자", "name", "mr.", "ms.", "mrs."];

/// Family names (통계청, 2015 인구주택총조사) of more than a thousand people.
const FAMILIES: &str = "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진나지엄채원천방공\
    현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁봉예국피동빈승시감경계단당두범복사상섭아어온음점제좌초춘태판편평포";

/// Syllables of given names (대법원 인명용 한자표), the usual ones.
const GIVEN: &str = "가건경관광교국권규균근기길나남노다단달대덕도동두라람랑래려련렬령례록룡루류률리린림만명모무문미민배백범별병\
    보복봉비빈빛산상새샘서석선설섭성세소솔송수숙순슬승시신실아안애언여연열영예옥완용우욱운웅원월유윤율은의이인일임자장재전정제조\
    종주준중지진찬창채천철청초춘충치태택평표하학한해향헌혁현형혜호홍화환황회효훈휘희";

/// Words for people that sound like a name.
const NO_NAMES: &[&str] = &[
    "강아지",
    "고령자",
    "공무원",
    "구성원",
    "노동자",
    "배우자",
    "신생아",
    "신청서",
    "신청자",
    "이용자",
    "임대인",
    "장애아",
    "장애인",
    "조산아",
    "채무자",
    "한국인",
];

/// What a name alone is followed by in the same word.
const TITLES: &[&str] = &["님", "씨", "이고", "이며", "이라고", "입니다", "이에요", "예요", "인데"];

/// Titles that stand apart from the name.
const TITLES_APART: &[&str] = &[" 고객님", " 고객", " 회원님", " 회원", " 손님", " 어르신", " 님", " 씨"];

/// Every such day in a passage.
pub fn find(passage: &Passage) -> Vec<Hit> {
    (0..passage.groups.len()).filter_map(|run| recognise(passage, run)).collect()
}

/// The day that starts with the run `run`.
fn recognise(passage: &Passage, run: usize) -> Option<Hit> {
    let Date { glyphs, essence } = date(passage, run)?;
    let is_named = |words| passage.is_named(glyphs.start, words);
    let is_birth = (is_named(WORDS) && !is_named(OTHER_WORDS)) || is_ended(passage, glyphs.end);
    let is_of_pet = || passage.has_before(glyphs.start, NAME_DISTANCE, PETS) && !is_named(&[FORMAL]);
    (is_birth && has_name(passage, &glyphs) && !is_of_pet()).then_some(Hit {
        kind: Kind::BirthDate,
        glyphs,
        essence,
    })
}

/// A date, and its digits as 주민등록번호 has them: 900131.
struct Date {
    glyphs: Range<usize>,
    essence: String,
}

/// The date that starts with the run `run`: 1990-01-31, 90년 1월 31일, 19900131,
/// 900131.
fn date(passage: &Passage, run: usize) -> Option<Date> {
    let first = passage.groups.get(run)?;
    let (digits, end) = match first.len() {
        6 | 8 => (passage.text(first.clone()), first.end),
        2 | 4 => in_parts(passage, run)?,
        _ => return None,
    };
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '-' || c == '/');
    let is_alone = !is_part(passage.before(first.start)) && !is_part(passage.get(end));
    let century = (digits.len() == 8).then(|| pair(&digits, 0));
    let day = &digits[digits.len() - 6..];
    let is_day = (1..=12).contains(&pair(day, 2)) && (1..=31).contains(&pair(day, 4));
    (is_alone && is_day && century.is_none_or(|century| matches!(century, 19 | 20)))
        .then(|| Date { glyphs: first.start..end, essence: day.to_owned() })
}

/// The digits of a date in three runs from `run` on, month and day with a zero
/// in front, and where it ends.
fn in_parts(passage: &Passage, run: usize) -> Option<(String, usize)> {
    let [year, month, day] = passage.groups.get(run..run + 3)? else { return None };
    let is_gap = |from: &Range<usize>, to: &Range<usize>, word: char| {
        let gap = passage.chars(from.end..to.start);
        let is_sign = |c: char| c == word || matches!(c, '.' | '-' | '/');
        to.start - from.end <= LONGEST_GAP
            && (gap.clone().eq([' ']) || gap.filter(|c| *c != ' ').map(is_sign).eq([true]))
    };
    let is_date = is_gap(year, month, '년') && is_gap(month, day, '월') && month.len() <= 2 && day.len() <= 2;
    let two = |group: &Range<usize>| format!("{:0>2}", passage.text(group.clone()));
    let digits = format!("{}{}{}", passage.text(year.clone()), two(month), two(day));
    let has_unit = passage.get(day.end) == Some('일');
    is_date.then(|| (digits, day.end + usize::from(has_unit)))
}

/// Whether a word behind a date that ends at `end` says that somebody was born
/// then.
fn is_ended(passage: &Passage, end: usize) -> bool {
    let behind = passage.text(end..end + 12);
    let rest = ENDS.iter().find_map(|word| behind.strip_prefix(word));
    rest.is_some_and(|rest| !OF_MANY.iter().any(|word| rest.starts_with(word)))
}

/// Whether a name stands near `glyphs`: one that is called so, one with a
/// title, or one right before or behind.
fn has_name(passage: &Passage, glyphs: &Range<usize>) -> bool {
    // a title may stand apart: 홍길동 님
    let joined = |text: String, title: &&str| text.replace(title, "님");
    let text = |side| TITLES_APART.iter().fold(passage.text(side), joined);
    let before = text(glyphs.start.saturating_sub(NAME_DISTANCE)..glyphs.start);
    let behind = text(glyphs.end..glyphs.end + NAME_DISTANCE);
    // another paragraph is of somebody else
    let before = before.rsplit("\n\n").next().unwrap_or_default();
    let behind = behind.split("\n\n").next().unwrap_or_default();
    let sides = [before, behind];
    let is_called = |side: &str| NAMES.iter().any(|name| side.to_ascii_lowercase().contains(name));
    let is_titled = |word: &str| TITLES.iter().any(|title| word.strip_suffix(title).is_some_and(is_name));
    let has_title = |word: &str| is_titled(word) || is_titled(without_particle(word));
    let is_owner = |word: &str| is_name(word) || is_name(without_particle(word));
    sides.into_iter().any(|side| is_called(side) || side.split(is_no_hangul).any(has_title))
        || is_owner(last_word(before))
        || (passage.is_named(glyphs.start, &[FORMAL]) && is_name(next_word(behind)))
}

/// The word that follows alone, as in a form: `1990.03.12 김민수,`.
fn next_word(behind: &str) -> &str {
    let apart = behind.trim_start_matches(is_no_hangul);
    let word = apart.split(is_no_hangul).next().unwrap_or_default();
    let is_alone = apart.len() < behind.len() && !apart[word.len()..].starts_with(' ');
    if is_alone { word } else { "" }
}

/// The last word of a text that says no more than that a birthday follows.
fn last_word(before: &str) -> &str {
    let before = before.trim_end_matches(is_no_hangul).trim_end_matches(PARTICLES);
    let named = WORDS.iter().find_map(|word| before.strip_suffix(word)).unwrap_or(before);
    named.trim_end_matches(is_no_hangul).rsplit(is_no_hangul).next().unwrap_or_default()
}

/// A word without what says whose, or of whom something is said: 홍길동 of
/// 홍길동의.
fn without_particle(word: &str) -> &str {
    word.strip_suffix(|c| c == '의' || PARTICLES.contains(&c)).unwrap_or(word)
}

fn is_no_hangul(c: char) -> bool {
    !matches!(c, '가'..='힣')
}

/// Whether a word is a name: of a family and of a person, three syllables, or
/// four where the family's has two.
fn is_name(word: &str) -> bool {
    let given = ["남궁", "황보", "제갈", "선우"].iter().find_map(|family| word.strip_prefix(family));
    let given = given.or_else(|| word.strip_prefix(|family| FAMILIES.contains(family)));
    given.is_some_and(|given| given.chars().count() == 2 && given.chars().all(|c| GIVEN.contains(c)))
        && !NO_NAMES.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::super::kind::Kind;

    fn kinds(text: &str) -> Vec<Kind> {
        find(text).into_iter().map(|finding| finding.kind).collect()
    }

    #[test]
    fn a_birthday_is_one_beside_a_name() {
        for text in [
            "홍길동, 1990년 1월 31일생",
            "신청자 홍길동 생년월일은 1990.1.31입니다",
            "성함 홍길동 생년월일 900131",
            "900131생 홍길동입니다",
            "생년월일 900131 홍길동",
            "홍길동 님의 생년월일이 1990년 1월 31일",
            "홍길동 님은 생년월일 1990-01-31로",
            "홍길동의 생년월일은 1990-01-31",
            "홍길동 생년월일 1990 . 01 . 31",
            "- 반려인 홍길동\n- 생일 1990.01.31",
        ] {
            let found = find(text);
            assert_eq!((found.len(), found[0].essence.as_str()), (1, "900131"), "{text}");
        }
        assert_eq!(kinds("생년월일 900131"), []);
        assert_eq!(kinds("강아지 이름은 초코, 생일은 2020년 3월 1일"), []);
        assert_eq!(kinds("성함 홍길동\n\n생일이 2019년 3월 1일"), []);
        assert_eq!(kinds("홍길동 2026-03-02, 성함 홍길동 990000"), []);
    }

    #[test]
    fn a_law_speaks_of_everybody() {
        for text in
            ["홍길동 1961년 1월 1일생부터", "신청자 2024. 1. 1. 이후 출생자", "발생일 2026-03-02 성명"]
        {
            assert_eq!(kinds(text), [], "{text}");
        }
        assert_eq!(kinds("홍길동 1961년 1월 1일생이고"), [Kind::BirthDate]);
    }
}
