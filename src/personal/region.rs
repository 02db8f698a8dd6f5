//! A region: a province or a city, a county or a district below it.

/// The regions of the country by all their names, each with its short one first.
const PROVINCES: [&[&str]; 17] = [
    &["서울", "서울시", "서울특별시"],
    &["부산", "부산시", "부산광역시"],
    &["대구", "대구시", "대구광역시"],
    &["인천", "인천시", "인천광역시"],
    &["광주", "광주광역시"],
    &["대전", "대전시", "대전광역시"],
    &["울산", "울산시", "울산광역시"],
    &["세종", "세종시", "세종특별자치시"],
    &["경기", "경기도"],
    &["강원", "강원도", "강원특별자치도"],
    &["충북", "충청북도"],
    &["충남", "충청남도"],
    &["전북", "전라북도", "전북특별자치도"],
    &["전남", "전라남도"],
    &["경북", "경상북도"],
    &["경남", "경상남도"],
    &["제주", "제주도", "제주특별자치도"],
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

/// Whether a word names a region.
pub fn is_region(name: &str) -> bool {
    let has = |names: &str, stem: &str| names.split_whitespace().any(|name| name == stem);
    let is_below = |end: char, names: &str| name.strip_suffix(end).is_some_and(|stem| has(names, stem));
    PROVINCES.iter().any(|names| names.contains(&name))
        || is_below('시', CITIES)
        || is_below('군', COUNTIES)
        || is_below('구', DISTRICTS)
}

/// The short name of the region that an address without blanks starts with, and
/// what follows: 서울특별시마포구 is 서울 and 마포구.
pub fn split(address: &str) -> (Option<&'static str>, &str) {
    let named = PROVINCES.iter().flat_map(|names| {
        let rests = names.iter().filter_map(|name| address.strip_prefix(name));
        names.first().into_iter().flat_map(move |short| rests.clone().map(move |rest| (*short, rest)))
    });
    match named.min_by_key(|(_, rest)| rest.len()) {
        Some((short, rest)) => (Some(short), rest),
        None => (None, address),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_has_one_short_name() {
        for (address, expected) in [
            ("서울특별시마포구", (Some("서울"), "마포구")),
            ("서울시마포구", (Some("서울"), "마포구")),
            ("전북특별자치도전주시", (Some("전북"), "전주시")),
            ("전라북도전주시", (Some("전북"), "전주시")),
            ("마포구", (None, "마포구")),
        ] {
            assert_eq!(split(address), expected);
        }
        assert!(is_region("세종특별자치시") && is_region("마포구") && !is_region("우리구"));
    }
}
