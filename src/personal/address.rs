//! Addresses: a street or a plot of land with its number, and somebody's door.
//!
//! 로 and 길 end streets, and 로 is also the particle that half of all sentences
//! have (앞으로 3일), so a street counts where a region stands before it, or
//! where somebody's address is spoken of.

use std::ops::Range;

use super::kind::Kind;
use super::number::Hit;
use super::passage::Passage;

/// How far behind a street the number of a flat may stand, in glyphs.
const DOOR_DISTANCE: usize = 24;

/// How many regions an address has at most: 경기도 성남시 분당구 and a town.
const MOST_REGIONS: usize = 5;

/// How far before a street the word may stand that says whose it is.
const WORD_DISTANCE: usize = 14;

/// What says that an address follows.
const WORDS: &[&str] =
    &["주소", "도로명", "배송지", "배달지", "사는 곳", "거주지", "살고 있는", "소재지", "집은", "집이"];

/// The regions of the country, in full and in short.
const PROVINCES: &[&str] = &[
    "서울",
    "서울시",
    "서울특별시",
    "부산",
    "부산시",
    "부산광역시",
    "대구",
    "대구시",
    "대구광역시",
    "인천",
    "인천시",
    "인천광역시",
    "광주",
    "광주광역시",
    "대전",
    "대전시",
    "대전광역시",
    "울산",
    "울산시",
    "울산광역시",
    "세종",
    "세종시",
    "세종특별자치시",
    "경기",
    "경기도",
    "강원",
    "강원도",
    "강원특별자치도",
    "충북",
    "충청북도",
    "충남",
    "충청남도",
    "전북",
    "전라북도",
    "전북특별자치도",
    "전남",
    "전라남도",
    "경북",
    "경상북도",
    "경남",
    "경상남도",
    "제주",
    "제주도",
    "제주특별자치도",
];

/// Cities, counties and districts (행정구역, 2024): 시, 군, 구.
const CITIES: &str = "수원 성남 의정부 안양 부천 광명 평택 동두천 안산 고양 과천 구리 남양주 오산 시흥 군포 의왕 하남 \
    용인 파주 이천 안성 김포 화성 광주 양주 포천 여주 춘천 원주 강릉 동해 태백 속초 삼척 청주 충주 제천 천안 공주 보령 아산 \
    서산 논산 계룡 당진 전주 군산 익산 정읍 남원 김제 목포 여수 순천 나주 광양 포항 경주 김천 안동 구미 영주 영천 상주 문경 \
    경산 창원 진주 통영 사천 김해 밀양 거제 양산 제주 서귀포";
const COUNTIES: &str = "연천 가평 양평 홍천 횡성 영월 평창 정선 철원 화천 양구 인제 고성 양양 보은 옥천 영동 증평 진천 괴산 \
    음성 단양 금산 부여 서천 청양 홍성 예산 태안 완주 진안 무주 장수 임실 순창 고창 부안 담양 곡성 구례 고흥 보성 화순 장흥 \
    강진 해남 영암 무안 함평 영광 장성 완도 진도 신안 군위 의성 청송 영양 영덕 청도 고령 성주 칠곡 예천 봉화 울진 울릉 의령 \
    함안 창녕 남해 하동 산청 함양 거창 합천 기장 달성 울주 강화 옹진";
const DISTRICTS: &str = "종로 중 용산 성동 광진 동대문 중랑 성북 강북 도봉 노원 은평 서대문 마포 양천 강서 구로 금천 영등포 동작 \
    관악 서초 강남 송파 강동 서 동 남 북 영도 부산진 동래 해운대 사하 금정 연제 수영 사상 수성 달서 미추홀 연수 남동 부평 계양 \
    광산 유성 대덕 장안 권선 팔달 영통 수정 중원 분당 만안 동안 상록 단원 덕양 일산동 일산서 처인 기흥 수지 상당 서원 흥덕 청원 \
    동남 서북 완산 덕진 의창 성산 마산합포 마산회원 진해 원미 소사 오정";

/// What may stand before a number: the plot is a hill, 물가리 산 27-3번지, or
/// the house is under the street, 을지로 지하 88.
pub const BEFORE_NUMBERS: [&str; 2] = [" 산", " 지하"];

/// What is said behind a number of a street: what stands there, or that
/// somebody lives there.
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

/// What stands behind a number that is none of a house: what is counted, and
/// the 길 of a branch.
const COUNTED: &str = "개일명원년월시분초회차주만천백억층위등세살배%점권장대팀편가호선종단동번길";

/// What houses of an estate are called that have no number.
const HOUSES: &str = "가나다라마바사";

/// What a word goes on with that is a place: 394번지에, 호는. With anything
/// else it is another word, as in 번지점프 and 호텔.
const PARTICLES: &str = "은는이가을를도에의로와과라랑만인입예요";

/// How the numbers start that a business has for everybody.
const SERVICES: [&str; 3] = ["15", "16", "18"];

/// How these are written.
const SERVICE: &str = "1588-1234";

/// The longest gap between a house and a flat, in glyphs: `, 제`.
const LONGEST_GAP: usize = 3;

/// Every address in a passage.
pub fn find(passage: &Passage) -> Vec<Hit> {
    let runs = 0..passage.groups.len();
    runs.flat_map(|run| [door(passage, run), street(passage, run)]).flatten().collect()
}

/// A flat of which the run `run` is the number, with its house: 101동 1203호,
/// 가동 302호, 101동 B102호.
fn door(passage: &Passage, run: usize) -> Option<Hit> {
    let flat = passage.groups.get(run)?;
    let end = flat_end(passage, flat)?;
    let has_letter = passage.before(flat.start).is_some_and(|c| c.is_ascii_alphabetic());
    let start = flat.start - usize::from(has_letter);
    let is_gap = |c: &char| is_blank(*c) || matches!(c, ',' | '-' | '제');
    let gap = passage.chars(start.saturating_sub(LONGEST_GAP)..start).rev().take_while(is_gap).count();
    let word = start - gap;
    if passage.before(word) != Some('동') {
        return None;
    }
    let house = house_before(passage, run, before_blank(passage, word - 1))?;
    let is_numbered = passage.get(house.start).is_some_and(|c| c.is_ascii_digit());
    let is_long = flat.len() >= 3 || (is_numbered && (flat.len() >= 2 || house.len() >= 3));
    is_long.then(|| hit(passage, Kind::HomeAddress, house.start..end))
}

/// The house that ends at `at`: the digits before the run `run`, or a letter
/// that is a word of its own.
fn house_before(passage: &Passage, run: usize, at: usize) -> Option<Range<usize>> {
    let number = run.checked_sub(1).and_then(|run| passage.groups.get(run)).filter(|house| house.end == at);
    let house = number.cloned().unwrap_or(at.saturating_sub(1)..at);
    let is_letter = |c: char| c.is_ascii_alphabetic() || HOUSES.contains(c);
    let joins = |c: char| c == '-' || c.is_ascii_alphanumeric() || (number.is_none() && c.is_alphanumeric());
    let is_house = house.len() <= 4 && (number.is_some() || passage.before(at).is_some_and(is_letter));
    (is_house && !passage.before(house.start).is_some_and(joins)).then_some(house)
}

/// Where the number of a flat ends, behind its 호.
fn flat_end(passage: &Passage, flat: &Range<usize>) -> Option<usize> {
    let at = behind_blank(passage, flat.end);
    let is_other = matches!(passage.get(at + 1), Some('선' | '기' | '봉' | '점' | '차' | '실'));
    let is_whole = at == flat.end || ends_word(passage, at + 1);
    (flat.len() <= 4 && passage.get(at) == Some('호') && !is_other && is_whole).then_some(at + 1)
}

/// Whether a word ends at `at`, or goes on with a particle.
pub fn ends_word(passage: &Passage, at: usize) -> bool {
    passage.get(at).is_none_or(|c| !matches!(c, '가'..='힣') || PARTICLES.contains(c))
}

/// Where the word 번지 ends that stands at `at`.
fn plot_end(passage: &Passage, at: usize) -> Option<usize> {
    let at = behind_blank(passage, at);
    let is_plot = passage.chars(at..at + 2).eq("번지".chars()) && ends_word(passage, at + 2);
    is_plot.then_some(at + 2)
}

/// `at`, or where the blank starts before it.
fn before_blank(passage: &Passage, at: usize) -> usize {
    if passage.before(at).is_some_and(is_blank) { at - 1 } else { at }
}

/// `at`, or where the blank ends that stands there.
fn behind_blank(passage: &Passage, at: usize) -> usize {
    at + usize::from(passage.get(at) == Some(' '))
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
    let word = behind.strip_prefix('에').unwrap_or(&behind).strip_prefix(' ');
    word.is_some_and(|word| BEHIND_STREETS.iter().any(|told| word.starts_with(told)))
}

/// Whether a street starts at another, which nothing else does: 판교역로
/// 235번길.
fn is_branch(name: &str) -> bool {
    let street = name.split_once(|c: char| c.is_ascii_digit()).map(|(street, _)| street.trim_end());
    name.ends_with('길') && street.is_some_and(|street| street.ends_with(['로', '길']) && is_street(street))
}

fn hit(passage: &Passage, kind: Kind, glyphs: Range<usize>) -> Hit {
    let essence = passage.chars(glyphs.clone()).filter(|c| c.is_alphanumeric() || *c == '-').collect();
    Hit { kind, glyphs, essence }
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
    let end = before_blank(passage, at);
    let start = |word: &&str| end.saturating_sub(word.chars().count());
    let stands = |word: &&str| passage.chars(start(word)..end).eq(word.chars());
    BEFORE_NUMBERS.iter().find(|word| stands(word)).map_or(at, start)
}

/// Whether a character sets words apart; an address may go on in the next line.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\n')
}

/// The word before `at`, with at most one blank between.
fn word_before(passage: &Passage, at: usize) -> Option<Range<usize>> {
    let end = before_blank(passage, at);
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
    let is_of_everybody = text.len() == SERVICE.len() && SERVICES.iter().any(|start| text.starts_with(start));
    text.starts_with('0') || text.contains("-0") || goes_on || is_of_everybody
}

/// Where the flat ends that stands behind the run `run`, on the same line.
fn flat_behind(passage: &Passage, run: usize) -> Option<usize> {
    let house = passage.groups.get(run)?;
    // a particle ends the address: 테헤란로 1이고, 옆집은 101동 1203호
    if !matches!(passage.get(house_end(passage, run).0), Some(' ' | ',' | '(')) {
        return None;
    }
    let flats = passage.groups[run + 1..].iter().take_while(|flat| flat.end <= house.end + DOOR_DISTANCE);
    let mut ends = flats.filter(|flat| flat.len() >= 2).map(|flat| (flat.start, flat_end(passage, flat)));
    let (start, end) = ends.find(|(_, end)| end.is_some())?;
    end.filter(|_| !passage.chars(house.end..start).any(|c| matches!(c, '\n' | '.' | '?')))
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

/// Whether a word names a region.
fn is_region(name: &str) -> bool {
    let has = |names: &str, stem: &str| names.split_whitespace().any(|name| name == stem);
    let is_below = |end: char, names: &str| name.strip_suffix(end).is_some_and(|stem| has(names, stem));
    PROVINCES.contains(&name)
        || is_below('시', CITIES)
        || is_below('군', COUNTIES)
        || is_below('구', DISTRICTS)
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
        assert_eq!(kinds("101동 1203호, 208동 3호"), [Kind::HomeAddress, Kind::HomeAddress]);
    }

    #[test]
    fn a_door_is_written_in_many_ways() {
        for text in [
            "108 동 904 호",
            "101동\n910호",
            "117동-1301호",
            "5동 12호",
            "가동 302호",
            "A동 1101호",
            "101동 B102호",
        ] {
            assert_eq!(kinds(text), [Kind::HomeAddress], "{text}");
        }
        for text in ["A동 302호실에서", "운동 302호", "제1동 제2호", "101동 302 호텔", "가동 12호"]
        {
            assert_eq!(kinds(text), [], "{text}");
        }
    }

    #[test]
    fn a_street_by_itself_needs_more_than_its_number() {
        for text in ["판교역로 235번길 12", "판교역로 235번지", "판교역로 235에 살아요"] {
            assert_eq!(kinds(text), [Kind::Address], "{text}");
        }
        for text in ["판교역로 235", "하루로 3번", "바로 3길 2", "운동 20-30번지게", "행동 3번지점에서"]
        {
            assert_eq!(kinds(text), [], "{text}");
        }
    }
}
