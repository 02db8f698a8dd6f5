//! Phone numbers: mobile ones, and those of houses and of the internet.
//!
//! Numbers that a business has for everybody, 15xx, 16xx, 18xx and 080, are not
//! personal (전기통신번호관리세칙).

use std::ops::Range;

use super::kind::Kind;
use super::number::Hit;
use super::number::Number;
use super::number::is_in_web_address;
use super::number::is_light;
use super::number::names_a_thing;
use super::passage::Passage;

/// How far around a number the word may stand that says it is one of a phone.
const DISTANCE: usize = 14;

/// The longest gap of one sign between the groups of a number, in glyphs: ` :: `.
const LONGEST_GAP: usize = 4;

/// The fewest digits of a phone number, 02-345-6789, and the most, but for 050x.
const FEWEST_DIGITS: usize = 9;
const MOST_DIGITS: usize = 11;

/// How long 010 is.
const MOBILE_CODE: usize = 3;

/// What says that a phone number follows, or has just come.
const WORDS: &[&str] = &[
    "전화",
    "연락",
    "핸드폰",
    "휴대",
    "폰",
    "문자",
    "카톡",
    "번호",
    "팩스",
    "콜센터",
    "고객센터",
    "문의",
    "☎",
    "☏",
    "📞",
    "📱",
    "tel",
    "phone",
    "mobile",
    "fax",
    "call",
    "hp",
];

/// What the number of a phone is called in a web address.
const PARAMETERS: &[&str] = &["tel", "phone", "mobile", "hp", "wa.me/"];

/// How a mobile number starts with the code of the country, and how many digits
/// it has then.
const MOBILE_ABROAD: &str = "8210";
const DIGITS_ABROAD: usize = 12;

/// How the numbers start that a business has for everybody, and how they are
/// written.
const SERVICES: &[&str] = &["15", "16", "18"];
const SERVICE: &str = "1588-1234";

/// Whether `number` is one that a business has for everybody.
pub fn is_service(number: &str) -> bool {
    number.len() == SERVICE.len() && SERVICES.iter().any(|start| number.starts_with(start))
}

/// A mobile phone: 010 and eight digits, or the older 011, 016 to 019 with
/// seven or eight; also as +82 10.
pub fn mobile(passage: &Passage, number: &Number) -> Option<Hit> {
    let national = national(passage, number);
    let digits = national.digits.as_str();
    if !is_mobile(digits) || !(10..=11).contains(&digits.len()) || digits.ends_with("00000000") {
        return None;
    }
    let is_written_so = match digits.len() {
        11 => is_grouped(&national, &[3, 4, 4]) || is_in_pairs(&national),
        _ => is_grouped(&national, &[3, 3, 4]),
    };
    let is_plain = !is_in_web_address(passage, number)
        || number.is_dashed()
        || passage.is_named(number.glyphs.start, PARAMETERS);
    // seven digits behind the code are rare today
    let is_rare = is_bare_abroad(number) || (number.is_solid() && digits.len() < MOST_DIGITS);
    let is_other = is_rare && names_a_thing(passage, number);
    (is_written_so && is_plain && !is_other).then(|| hit(passage, Kind::MobilePhone, number, digits))
}

/// A phone in a house (02, 031 to 064), on the internet (070), or a number that
/// hides one of these (050x).
pub fn landline(passage: &Passage, number: &Number) -> Option<Hit> {
    let national = national(passage, number);
    let digits = national.digits.as_str();
    let area = area_length(digits)?;
    let local = digits.len().checked_sub(area)?;
    let exchange = local.checked_sub(4).filter(|exchange| (3..=4).contains(exchange))?;
    if !can_have_exchange(digits, area)
        || names_a_thing(passage, number)
        || is_in_web_address(passage, number)
    {
        return None;
    }
    let is_called_so = || passage.has_near(&number.glyphs, DISTANCE, WORDS);
    let is_written_so = (!national.is_solid() && is_grouped(&national, &[area, exchange, 4]))
        || ((national.is_solid() || national.is_spread()) && is_called_so())
        || (number.is_solid() && is_of_internet(digits));
    let is_hiding = digits.starts_with("050") && number.is_split(&[3, 4, 4]);
    (is_written_so || is_hiding).then(|| hit(passage, Kind::Phone, number, digits))
}

/// Whether an exchange can follow the first `area` digits: none starts with 0 or
/// 1, but the numbers of the internet do.
pub fn can_have_exchange(digits: &str, area: usize) -> bool {
    let is_internet = digits.starts_with("070") || digits.starts_with("05");
    is_internet || !digits[area..].starts_with(['0', '1'])
}

/// Whether digits are those of a number of the internet or of one that hides
/// another, which are longer than any in a house.
fn is_of_internet(digits: &str) -> bool {
    matches!((digits.get(..3), digits.len()), (Some("070"), 11) | (Some("050"), 12))
}

/// Whether the run `run` starts a phone number, whatever stands before it: 010
/// and two runs more, or all digits of one.
pub fn starts(passage: &Passage, run: usize) -> bool {
    let Some(first) = passage.groups.get(run) else { return false };
    let digits = passage.text(first.clone());
    let Some(code) = area_length(&digits).or_else(|| is_mobile(&digits).then_some(MOBILE_CODE)) else {
        return false;
    };
    if digits.len() > code {
        let is_whole = (FEWEST_DIGITS..=MOST_DIGITS).contains(&digits.len());
        return is_whole && (is_mobile(&digits) || can_have_exchange(&digits, code));
    }
    let Some([exchange, last]) = passage.groups.get(run + 1..run + 3) else { return false };
    let follow = exchange.start == first.end + 1 && last.start == exchange.end + 1;
    follow && matches!((exchange.len(), last.len()), (3 | 4, 4))
}

/// Whether digits start as those of a mobile phone do.
fn is_mobile(digits: &str) -> bool {
    digits.starts_with("01") && matches!(digits.as_bytes().get(2), Some(b'0' | b'1' | b'6'..=b'9'))
}

/// The number as it is dialled in the country, with the `+` before its code.
fn hit(passage: &Passage, kind: Kind, number: &Number, digits: &str) -> Hit {
    let Hit { glyphs, .. } = number.hit(kind);
    let has_plus = number.digits != digits && passage.before(glyphs.start) == Some('+');
    Hit { kind, glyphs: glyphs.start - usize::from(has_plus)..glyphs.end, essence: digits.to_owned() }
}

/// A mobile phone with any one sign twice between its groups, and with how many
/// runs of digits it has: 010:1234:5678, 010…1234…5678.
pub fn set_apart(passage: &Passage, run: usize) -> Option<(usize, Hit)> {
    let [area, exchange, last] = passage.groups.get(run..run + 3)? else { return None };
    let is_mobile = passage.text(area.clone()) == "010" && matches!((exchange.len(), last.len()), (3 | 4, 4));
    let sign = sign(passage, area.end..exchange.start)?;
    let is_set_apart = sign == self::sign(passage, exchange.end..last.start)?;
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == sign);
    let is_alone = !is_part(passage.before(area.start)) && !is_part(passage.get(last.end));
    let essence = [area, exchange, last].map(|group| passage.text(group.clone())).concat();
    (is_mobile && is_set_apart && is_alone)
        .then_some((3, Hit { kind: Kind::MobilePhone, glyphs: area.start..last.end, essence }))
}

/// The sign of which alone, and of blanks, `gap` is made up, where it is not one
/// that any number may have.
fn sign(passage: &Passage, gap: Range<usize>) -> Option<char> {
    if gap.len() > LONGEST_GAP {
        return None;
    }
    let mut signs = passage.chars(gap).filter(|c| *c != ' ');
    let sign = signs.next().filter(|c| !c.is_alphanumeric() && *c != '\n' && !is_light(*c))?;
    signs.all(|c| c == sign).then_some(sign)
}

/// How long the area code is that the digits start with.
pub fn area_length(digits: &str) -> Option<usize> {
    match digits.as_bytes() {
        [b'0', b'2', ..] => Some(2),
        [b'0', b'5', b'0', ..] => Some(4),
        [b'0', b'3', b'1'..=b'3', ..] => Some(3),
        [b'0', b'4' | b'6', b'1'..=b'4', ..] => Some(3),
        [b'0', b'5', b'1'..=b'5', ..] => Some(3),
        [b'0', b'7', b'0', ..] => Some(3),
        _ => None,
    }
}

/// Whether its runs are those of a phone number, perhaps cut once more, or
/// without a gap in one of two places.
fn is_grouped(number: &Number, lengths: &[usize; 3]) -> bool {
    let [area, exchange, last] = *lengths;
    number.is_solid()
        || number.is_spread()
        || number.is_split_finely(lengths)
        || number.is_split(&[area, exchange + last])
        || number.is_split(&[area + exchange, last])
}

/// Whether it is told in pairs: 01 01 23 45 67 8.
fn is_in_pairs(number: &Number) -> bool {
    number.gap.as_deref() == Some(" ") && number.gaps.iter().copied().eq((2..number.digits.len()).step_by(2))
}

/// The number as it is dialled in the country: +82 10 is 010.
fn national(passage: &Passage, number: &Number) -> Number {
    let is_abroad = |prefix: &str| {
        number.digits.starts_with(prefix)
            && (passage.before(number.glyphs.start) == Some('+')
                || number.gaps.first() == Some(&prefix.len())
                || is_bare_abroad(number))
    };
    let Some(prefix) = ["0082", "82"].into_iter().find(|prefix| is_abroad(prefix)) else {
        return number.clone();
    };
    let rest = &number.digits[prefix.len()..];
    let zero = usize::from(!rest.starts_with('0'));
    let gaps = number.gaps.iter().filter(|&&gap| gap > prefix.len());
    Number {
        digits: format!("{}{rest}", &"0"[..zero]),
        gaps: gaps.map(|gap| gap - prefix.len() + zero).filter(|&gap| gap > 1).collect(),
        ..number.clone()
    }
}

/// Whether this is a mobile number with the code of the country and nothing that
/// sets it apart: 821012345678.
fn is_bare_abroad(number: &Number) -> bool {
    number.is_solid() && number.digits.len() == DIGITS_ABROAD && number.digits.starts_with(MOBILE_ABROAD)
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::super::kind::Kind;

    fn kinds(text: &str) -> Vec<Kind> {
        find(text).into_iter().map(|finding| finding.kind).collect()
    }

    #[test]
    fn one_number_in_many_spellings_is_one() {
        for text in [
            "010-1234-5678",
            "+82 10 1234 5678",
            "0 1 0 1 2 3 4 5 6 7 8",
            "01 01 23 45 67 8",
            "공일공 일이삼사 오육칠팔",
            "０１０.1234.5678",
            "821012345678",
            "https://wa.me/821012345678",
        ] {
            let found = find(text);
            assert_eq!((found.len(), found[0].essence.as_str()), (1, "01012345678"), "{text}");
        }
    }

    #[test]
    fn numbers_for_everybody_are_not_personal() {
        assert_eq!(kinds("1588-1234, 080-123-4567, 119"), []);
        assert_eq!(kinds("02-345-6789"), [Kind::Phone]);
        assert_eq!(kinds("02-145-6789"), []);
        assert_eq!(kinds("07088234410, 050713448821"), [Kind::Phone; 2]);
        assert_eq!(kinds("시리얼 821012345678, https://a.kr/821012345678"), []);
    }
}
