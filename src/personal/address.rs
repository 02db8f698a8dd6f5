//! Addresses: a street or a plot of land with its number, perhaps down to
//! somebody's door.
//!
//! 로 and 길 end streets, and 로 is also the particle that half of all sentences
//! have (앞으로 3일), so a street counts where a region stands before it, or
//! where somebody's address is spoken of.

use std::ops::Range;

use super::door;
use super::door::COUNTED;
use super::door::hit;
use super::kind::Kind;
use super::number::Hit;
use super::passage::Passage;
use super::phone::is_service;
use super::region::is_region;

/// How far behind a street the number of a flat may stand, in glyphs.
const DOOR_DISTANCE: usize = 24;

/// How many regions an address has at most: 경기도 성남시 분당구 and a town.
const MOST_REGIONS: usize = 5;

/// How far before a street the word may stand that says whose it is.
const WORD_DISTANCE: usize = 14;

/// What says that an address follows.
const WORDS: &[&str] =
    &["주소", "도로명", "배송지", "배달지", "사는 곳", "거주지", "살고 있는", "소재지", "집은", "집이"];

/// What may stand before a number: the plot is a hill, 물가리 산 27-3번지, or
/// the house is under the street, 을지로 지하 88.
pub const BEFORE_NUMBERS: [&str; 2] = [" 산", " 지하"];

/// What is said behind a number of a street: what stands there, that it does,
/// or that somebody lives there.
const BEHIND_STREETS: &[&str] = &[
    "근처",
    "빌딩",
    "상가",
    "아파트",
    "빌라",
    "오피스텔",
    "사무실",
    "원룸",
    "주택",
    "건물",
    "살아",
    "살고",
    "사는",
    "삽니다",
    "거주",
    "위치",
    "있는",
    "있어",
    "있습",
];

/// Words that end as streets do and are none.
const NO_STREETS: &[&str] = &[
    "바로",
    "따로",
    "새로",
    "별로",
    "서로",
    "스스로",
    "실제로",
    "그대로",
    "이대로",
    "마음대로",
    "제대로",
    "차례로",
    "진짜로",
    "때로",
    "홀로",
    "절대로",
    "순서대로",
    "주로",
    "가로",
    "세로",
    "도로",
    "경로",
    "통로",
    "진로",
    "선로",
    "회로",
    "수로",
    "위로",
    "아래로",
    "뒤로",
    "무료로",
    "유료로",
    "위주로",
    "대표로",
    "근교로",
    "여행지로",
    "담당자로",
    "고객센터로",
    "손길",
    "눈길",
    "발길",
    "갈길",
];

/// Every address in a passage.
pub fn find(passage: &Passage) -> Vec<Hit> {
    let runs = 0..passage.groups.len();
    runs.filter_map(|run| street(passage, run)).collect()
}

/// Where the word 번지 ends that stands at `at`.
fn plot_end(passage: &Passage, at: usize) -> Option<usize> {
    let at = passage.behind_blank(at);
    let is_plot = passage.chars(at..at + 2).eq("번지".chars()) && passage.ends_word(at + 2);
    is_plot.then_some(at + 2)
}

/// A street or a plot whose number is the run `run`; a home where a flat
/// follows.
fn street(passage: &Passage, run: usize) -> Option<Hit> {
    let house = passage.groups.get(run)?;
    let name = street_name(passage, house.start)?;
    let (end, is_divided) = house_end(passage, run);
    let plot = plot_end(passage, end);
    let is_counted = |c: char| c.is_ascii_alphanumeric() || COUNTED.contains(c);
    let is_other = is_of_another_number(passage, house.start..end);
    if house.len() > 4 || is_other || (plot.is_none() && passage.get(end).is_some_and(is_counted)) {
        return None;
    }
    let start = region_start(passage, name.start);
    let has_region = start < name.start;
    let flat = flat_behind(passage, run);
    let is_told = || {
        let is_near = passage.has_before(name.start, WORD_DISTANCE, WORDS);
        is_near || flat.is_some() || (name.len() >= 3 && (plot.is_some() || is_told_behind(passage, end)))
    };
    let is_address = match passage.before(name.end)? {
        '로' | '길' => {
            let name = passage.text(name.clone());
            is_street(&name) && (has_region || is_branch(&name) || is_told())
        }
        '동' | '리' | '가' | '읍' | '면' => {
            name.len() >= 2 && (plot.is_some() || (is_divided && has_region))
        }
        _ => false,
    };
    let end = plot.unwrap_or(end);
    let (kind, end) = flat.map_or((Kind::Address, end), |flat| (Kind::HomeAddress, flat));
    is_address.then(|| hit(passage, kind, start..end))
}

/// Whether what is said behind the number of a street that ends at `end` is
/// what is said of places: 테헤란로 427 근처.
fn is_told_behind(passage: &Passage, end: usize) -> bool {
    let behind = passage.text(end..end + 6);
    let word = behind.strip_prefix(" 에").or(behind.strip_prefix('에')).unwrap_or(&behind).strip_prefix(' ');
    word.is_some_and(|word| BEHIND_STREETS.iter().any(|told| word.starts_with(told)))
}

/// Whether a street starts at another, which nothing else does: 판교역로
/// 235번길.
fn is_branch(name: &str) -> bool {
    let street = name.split_once(|c: char| c.is_ascii_digit()).map(|(street, _)| street.trim_end());
    name.ends_with('길') && street.is_some_and(|street| street.ends_with(['로', '길']) && is_street(street))
}

/// Whether a word can be the name of a street rather than one with a particle.
fn is_street(name: &str) -> bool {
    name.chars().count() >= 2 && !name.ends_with("으로") && !NO_STREETS.contains(&name)
}

/// The name that ends before `at`; it may be of two words, 탑동로 15길.
fn street_name(passage: &Passage, at: usize) -> Option<Range<usize>> {
    let name = word_before(passage, before_word_of_place(passage, at))?;
    let is_branch =
        passage.get(name.start).is_some_and(|c| c.is_ascii_digit()) && passage.before(name.end) == Some('길');
    let street = word_before(passage, name.start).filter(|_| is_branch);
    let street = street.filter(|street| matches!(passage.before(street.end), Some('로' | '길')));
    Some(street.map_or(name.clone(), |street| street.start..name.end))
}

/// Where one of [`BEFORE_NUMBERS`] starts that ends before `at`, with at most
/// one blank between; `at` where there is none.
fn before_word_of_place(passage: &Passage, at: usize) -> usize {
    let end = passage.before_blank(at);
    let start = |word: &&str| end.saturating_sub(word.chars().count());
    let stands = |word: &&str| passage.chars(start(word)..end).eq(word.chars());
    BEFORE_NUMBERS.iter().find(|word| stands(word)).map_or(at, start)
}

/// The word before `at`, with at most one blank between.
fn word_before(passage: &Passage, at: usize) -> Option<Range<usize>> {
    let end = passage.before_blank(at);
    let length = passage
        .chars(end.saturating_sub(16)..end)
        .rev()
        .take_while(|c| matches!(c, '가'..='힣') || c.is_ascii_digit())
        .count();
    (length > 0).then(|| end - length..end)
}

/// Where the number of a house ends, and whether it has a second part: 12-3.
fn house_end(passage: &Passage, run: usize) -> (usize, bool) {
    let end = passage.groups.get(run).map_or(0, |house| house.end);
    let second = passage.groups.get(run + 1).filter(|second| second.start == end + 1 && second.len() <= 4);
    match second {
        Some(second) if passage.get(end) == Some('-') => (second.end, true),
        _ => (end, false),
    }
}

/// Whether what stands where the number of a house does is the start of a phone
/// number, a card or a day: 담당자로 010-1234-5678, 본사로 2026-03-02.
fn is_of_another_number(passage: &Passage, house: Range<usize>) -> bool {
    let is_digit = |at: usize| passage.get(at).is_some_and(|c| c.is_ascii_digit());
    let goes_on = matches!(passage.get(house.end), Some('-' | '.' | ':' | '/')) && is_digit(house.end + 1);
    let text = passage.text(house);
    text.starts_with('0') || text.contains("-0") || goes_on || is_service(&text)
}

/// Where the flat ends that stands behind the run `run`, on the same line.
fn flat_behind(passage: &Passage, run: usize) -> Option<usize> {
    let (end, is_divided) = house_end(passage, run);
    // a particle ends the address: 테헤란로 1이고, 옆집은 101동 1203호
    if !matches!(passage.get(end), Some(' ' | ',' | '(')) {
        return None;
    }
    let house = passage.groups.get(run)?;
    let next = run + 1 + usize::from(is_divided);
    let near = passage.groups[next..].iter().take_while(|flat| flat.end <= house.end + DOOR_DISTANCE);
    let mut flats = near.filter(|flat| flat.len() >= 2);
    let named = flats.find_map(|flat| Some((flat.start, door::flat_end(passage, flat)?)));
    let named = named.filter(|(start, _)| !passage.chars(end..*start).any(|c| matches!(c, '\n' | '.' | '?')));
    named.map(|(_, end)| end).or_else(|| door::behind(passage, end, next))
}

/// Where the regions start that stand before `at`, one after the other; `at`
/// where there is none.
fn region_start(passage: &Passage, at: usize) -> usize {
    let mut start = at;
    let mut place = at;
    for _ in 0..MOST_REGIONS {
        let Some(word) = word_before(passage, place).filter(|word| word.end < place) else { return start };
        let name = passage.text(word.clone());
        let is_town = place == at && name.chars().count() >= 2 && name.ends_with(['읍', '면', '동', '리']);
        if is_region(&name) {
            start = word.start;
        } else if !is_town {
            return start;
        }
        place = word.start;
    }
    start
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::super::kind::Kind;

    fn kinds(text: &str) -> Vec<Kind> {
        find(text).into_iter().map(|finding| finding.kind).collect()
    }

    #[test]
    fn a_particle_is_no_street() {
        for text in ["앞으로 3일", "강남구 바로 3분", "서울에서 따로 2명", "종로 3가", "2호선 3번"]
        {
            assert_eq!(kinds(text), [], "{text}");
        }
        for text in ["강남구 테헤란로 12", "강남구\n테헤란로 12", "테헤란로 427 근처"] {
            assert_eq!(kinds(text), [Kind::Address], "{text}");
        }
    }

    #[test]
    fn the_start_of_another_number_is_no_house() {
        for text in
            ["서울 본사로 1588-1234", "서울 본사로 2026-03-02", "부산 터미널로 12:30", "대전 본사로 2026.3.2"]
        {
            assert_eq!(kinds(text), [], "{text}");
        }
        assert_eq!(kinds("서울 본사로 010-1234-5678"), [Kind::MobilePhone]);
        assert_eq!(kinds("서울 테헤란로 1588-12, 테헤란로 12.\n3"), [Kind::Address]);
    }

    #[test]
    fn a_plot_may_be_a_hill() {
        assert_eq!(kinds("홍천군 서석면 물가리 산 27-3번지"), [Kind::Address]);
        assert_eq!(kinds("중구 을지로 지하 88"), [Kind::Address]);
        assert_eq!(kinds("아침에 등산 27-3번"), []);
    }

    #[test]
    fn a_door_makes_it_a_home() {
        assert_eq!(kinds("강남구 테헤란로 12, 301호"), [Kind::HomeAddress]);
        assert_eq!(kinds("강남구 테헤란로 12이고, 옆은 301호"), [Kind::Address]);
        for text in
            ["노원구 동일로 1414, 101-1502", "동일로 1414 대림아파트 101동 1502호", "동일로 1414 101동 1502"]
        {
            assert_eq!(kinds(text), [Kind::HomeAddress], "{text}");
        }
    }

    #[test]
    fn a_street_by_itself_needs_more_than_its_number() {
        for text in
            ["판교역로 235번길 12", "판교역로 235번지", "판교역로 235에 살아요", "판교역로 235 에 있습니다"]
        {
            assert_eq!(kinds(text), [Kind::Address], "{text}");
        }
        for text in ["판교역로 235", "하루로 3번", "바로 3길 2", "운동 20-30번지게", "행동 3번지점에서"]
        {
            assert_eq!(kinds(text), [], "{text}");
        }
    }
}
