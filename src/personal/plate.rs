//! Licence plates: two or three digits, a syllable, four digits.
//!
//! Sums and mixtures look alike, 200배 2000리터, so that a plate by itself is one
//! without blanks whose syllable counts nothing; any other asks for a car beside
//! it.

use std::ops::Range;
use std::ops::RangeInclusive;

use super::kind::Kind;
use super::number::Hit;
use super::passage::Passage;
use super::passage::is_blank;

/// How far around a plate a car may be spoken of.
const DISTANCE: usize = 20;

/// How many digits that stand alone are looked at for one side of a plate.
const MOST_RUNS: usize = 4;

/// Syllables on plates (자동차등록번호판 등의 기준에 관한 고시).
const SYLLABLES: &str =
    "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주바사아자배하허호국합육해공";

/// Of these the ones that also count, or stand between two numbers in plain
/// text: 15조2000, 200배1000.
const UNITS: &str = "조호부구도주수오로배자바보모";

/// What is counted behind a number that is none of a plate.
const COUNTED: &str = "억만천원명개년월일시분초회배평쪽";

/// What speaks of a car.
const CARS: &[&str] = &[
    "차량",
    "번호판",
    "차번호",
    "차 번호",
    "주차",
    "자동차",
    "차주",
    "견인",
    "블랙박스",
    "승용차",
    "트럭",
    "택시",
    "오토바이",
    "화물차",
    "렌터카",
    "렌트카",
    "제 차",
    "제차",
    "내 차",
    "우리 차",
    "번호는",
    "전기차",
    "차 빼",
];

/// What a plate is called right before it.
const NAMES: &[&str] = &["차량번호", "차량 번호", "차번호", "차 번호", "번호판"];

/// What a case is called whose number looks like a plate: 97누1234.
const CASES: &[&str] =
    &["사건번호", "사건", "대법원", "법원", "지법", "고법", "헌재", "헌법재판소", "선고", "판결"];

/// Regions that a plate may start with.
const REGIONS: &[&str] = &[
    "서울", "부산", "대구", "인천", "광주", "대전", "울산", "세종", "경기", "강원", "충북", "충남", "전북",
    "전남", "경북", "경남", "제주",
];

/// The plate whose first digits are the run `run`, and of how many runs it is.
pub fn recognise(passage: &Passage, run: usize) -> Option<(usize, Hit)> {
    let first = Digits::from(passage, run, 2..=3)?;
    let second = Digits::from(passage, run + first.runs, 4..=4)?;
    let runs = first.runs + second.runs;
    let (first, second) = (first.glyphs, second.glyphs);
    // 12가3456, 12가 3456, 12 가 3456
    let between = passage.text(first.end..second.start);
    let syllable = between.trim_matches(is_blank).chars().next()?;
    let blanks = between.chars().count() - 1;
    let is_written_so = blanks == between.chars().filter(|c| is_blank(*c)).count() && blanks <= 2;
    if !is_written_so || !SYLLABLES.contains(syllable) {
        return None;
    }
    let is_loose = runs > 2 || between.contains('\n');
    let is_counted = match passage.get(second.end) {
        Some(c) if COUNTED.contains(c) => true,
        Some(',' | '-') => passage.get(second.end + 1).is_some_and(|c| c.is_ascii_digit()),
        _ => false,
    };
    let is_code = passage.before(first.start).is_some_and(|c| c.is_ascii_alphanumeric() || c == '-')
        || passage.get(second.end).is_some_and(|c| c.is_ascii_alphanumeric());
    let start = region_start(passage, first.start);
    let glyphs = start..second.end;
    let is_unit = UNITS.contains(syllable);
    let is_ended = passage.ends_word(second.end);
    let is_word = is_ended && !passage.before(start).is_some_and(char::is_alphanumeric);
    let is_telling = start < first.start || (blanks == 0 && is_word && !is_unit);
    let has_car = passage.has_near(&glyphs, DISTANCE, CARS) || passage.is_named(start, &["차"]);
    let is_named = passage.is_named(start, NAMES);
    let is_spoken_of = has_car && (is_ended || !is_unit);
    let essence = passage.chars(glyphs.clone()).filter(|c| !is_blank(*c)).collect();
    let is_case = passage.is_named(start, CASES) || passage.is_named_behind(second.end, CASES);
    let is_plate = is_named || (!is_loose && (is_telling || is_spoken_of));
    (!is_code && !is_counted && !is_case && is_plate)
        .then_some((runs, Hit { kind: Kind::LicencePlate, glyphs, essence }))
}

/// The digits of a plate on one side of its syllable.
struct Digits {
    glyphs: Range<usize>,
    /// How many runs they are: one, or each digit by itself.
    runs: usize,
}

impl Digits {
    /// The digits that start with the run `run`, as many as `counts`: 3456, 3 4 5
    /// 6.
    fn from(passage: &Passage, run: usize, counts: RangeInclusive<usize>) -> Option<Self> {
        let groups = passage.groups.get(run..)?;
        let first = groups.first()?;
        let joins = |two: &&[Range<usize>]| {
            two.iter().all(|group| group.len() == 1) && passage.text(two[0].end..two[1].start) == " "
        };
        let joined = groups.windows(2).take(MOST_RUNS).take_while(joins).count();
        let end = groups.get(joined)?.end;
        counts.contains(&(first.len() + joined)).then(|| Self { glyphs: first.start..end, runs: 1 + joined })
    }
}

/// Where the region's name before `at` starts; `at` where there is none.
fn region_start(passage: &Passage, at: usize) -> usize {
    let end = if passage.before(at) == Some(' ') { at - 1 } else { at };
    let start = end.saturating_sub(2);
    let is_whole = passage.before(start).is_none_or(|c| !c.is_alphanumeric());
    if is_whole && REGIONS.contains(&passage.text(start..end).as_str()) { start } else { at }
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::super::kind::Kind;

    fn kinds(text: &str) -> Vec<Kind> {
        find(text).into_iter().map(|finding| finding.kind).collect()
    }

    #[test]
    fn a_sum_is_no_plate() {
        assert_eq!(kinds("12가3456"), [Kind::LicencePlate]);
        assert_eq!(kinds("차량 12조 3456"), [Kind::LicencePlate]);
        assert_eq!(kinds("차량번호 311조 9087부터"), [Kind::LicencePlate]);
        assert_eq!(kinds("차량번호 264하\n9037\n반납"), [Kind::LicencePlate]);
        assert_eq!(kinds("차량번호 3 8 4 마 2 0 9 5 방문"), [Kind::LicencePlate]);
        assert_eq!(kinds("전기차 자리의 92우 3158 차 빼 주세요"), [Kind::LicencePlate]);
        assert_eq!(kinds("대법원 97누1234, 사건번호는 99두5678, 97나1234 판결"), []);
        assert_eq!(kinds("12조 3456억, 15조 2000, 50배 1000, 10바1500, 12가 3456"), []);
        assert_eq!(kinds("주차장은 200배 2000리터로"), []);
    }
}
