//! Numbers that money goes by: cards, bank accounts, businesses.

use super::kind::Kind;
use super::number::Hit;
use super::number::Number;
use super::number::digit;
use super::number::is_in_web_address;
use super::number::names_a_thing;
use super::number::pair;
use super::passage::Passage;
use super::registration::is_barcode;

/// How far before a number a bank may be named, in glyphs.
const BANK_BEFORE: usize = 20;

/// How far behind a number.
const BANK_BEHIND: usize = 14;

/// The fewest digits of an account.
const FEWEST_DIGITS: usize = 10;

/// What may stand between two groups of an account, without the marks of
/// emphasis.
const GAPS: [&str; 7] = ["-", " ", ".", " - ", "- ", " -", "-\n"];

/// The fewest digits of the first group of an account, which names a branch.
const FEWEST_OF_BRANCH: usize = 3;

/// The fewest digits of a card.
const FEWEST_OF_CARD: usize = 13;

/// How far around a number a card may be spoken of.
const CARD_DISTANCE: usize = 14;

/// The same for groups that may as well be a list.
const LIST_DISTANCE: usize = 30;

/// What says that a number is one of a card.
const CARDS: &[&str] = &["카드", "card"];

/// What one is called right before it, whoever issued it.
const CARD_NAMES: &[&str] = &["카드번호", "카드 번호", "card number", "card no"];

/// What says that money goes to the number beside it.
const ACCOUNT_WORDS: &[&str] = &["계좌", "입금", "송금", "예금주", "통장", "이체", "무통장"];

/// Banks by names that mean nothing else.
const BANKS: &[&str] = &[
    "은행",
    "농협",
    "수협",
    "신협",
    "새마을금고",
    "우체국",
    "카카오뱅크",
    "케이뱅크",
    "토스뱅크",
    "카뱅",
    "케뱅",
    "토뱅",
    "케이비",
    "미래에셋",
    "삼성증권",
    "아이엠뱅크",
    "im뱅크",
    "sc제일",
    "kb국민",
    "ibk기업",
    "nh농협",
    "kdb산업",
    "bank",
    "shinhan",
    "kookmin",
    "nonghyup",
    "suhyup",
    "shinhyup",
    "saemaul",
    "post office",
];

/// Banks by what people call them, which are words of other things too.
const SHORT_BANKS: &[&str] = &[
    "신한",
    "국민",
    "하나",
    "기업",
    "우리",
    "씨티",
    "새마을",
    "카카오",
    "토스",
    "kb",
    "ibk",
    "nh",
    "kdb",
    "woori",
    "hana",
];

/// Banks by names that end other words as well.
const SHORTEST_BANKS: &[&str] = &["국은", "sc"];

/// How the accounts of these banks are grouped, by any of their names.
const GROUPINGS: &[(&[&str], &[&[usize]])] = &[
    (&["국민", "국은", "kb"], &[&[6, 2, 6], &[3, 2, 4, 3]]),
    (&["신한"], &[&[3, 3, 6], &[3, 2, 6]]),
    (&["우리", "woori"], &[&[4, 3, 6], &[3, 6, 2, 3]]),
    (&["하나", "hana"], &[&[3, 6, 5]]),
    (&["기업", "ibk"], &[&[3, 6, 2, 3], &[3, 2, 6]]),
    (&["nh"], &[&[3, 4, 4, 2], &[3, 2, 6], &[6, 2, 6]]),
    (&["카카오"], &[&[4, 2, 7]]),
    (&["토스"], &[&[4, 4, 4]]),
    (&["새마을"], &[&[4, 4, 4, 1]]),
    (&["sc"], &[&[3, 2, 6]]),
    (&["kdb"], &[&[3, 4, 4, 3]]),
];

/// What is said of money that goes to a number.
const SENDING: &[&str] = &["보내", "부쳐", "부칠", "쏴", "넣어"];

/// A card: 15 or 16 digits, or up to 19 in groups, that start as cards do, or 13
/// to 19 that are called one; the last is a check digit (ISO/IEC 7812-1).
pub fn card(passage: &Passage, number: &Number) -> Option<Hit> {
    let digits = number.digits.as_str();
    let parts: [&[usize]; 4] = [&[4, 4, 4, 4], &[4, 6, 5], &[4, 6, 4], &[4, 4, 4, 4, 3]];
    let is_set_apart = number.gap.is_some() && number.is_split_or_spread(&[4, 4, 4, 4]);
    let is_grouped = number.is_spread() || is_set_apart || parts.iter().any(|parts| number.is_split(parts));
    let is_issued = match digits.len() {
        14 => is_grouped && digits.starts_with('3'),
        15 => digits.starts_with("34") || digits.starts_with("37"),
        16 if digits.starts_with('2') => is_grouped && (22..=27).contains(&pair(digits, 0)),
        16 => digits.starts_with(['3', '4', '5', '6', '9']),
        19 if digits.starts_with("62") => {
            is_grouped || passage.has_near(&number.glyphs, CARD_DISTANCE, CARDS)
        }
        19 => is_grouped && digits.starts_with(['4', '5', '6']),
        _ => false,
    };
    let is_card = (is_grouped || number.is_solid())
        && !number.is_column()
        && (is_issued
            || (digits.len() >= FEWEST_OF_CARD && passage.is_named(number.glyphs.start, CARD_NAMES)))
        && passes_luhn(digits)
        && (is_of_one_piece(passage, number) || passage.has_near(&number.glyphs, LIST_DISTANCE, CARDS))
        && !names_a_thing(passage, number)
        && (is_grouped || !is_in_web_address(passage, number));
    is_card.then(|| number.hit(Kind::CardNumber))
}

/// Whether the groups of a card are those of one number, rather than of a list:
/// with one and the same sign between them, or dashes, as over the end of a line.
fn is_of_one_piece(passage: &Passage, number: &Number) -> bool {
    let text = passage.text(number.glyphs.clone());
    let mut signs = text.chars().filter(|c| !c.is_alphanumeric());
    let mut gaps = text.split(|c: char| c.is_ascii_digit()).filter(|gap| !gap.is_empty());
    signs.all(|c| c.is_whitespace() || "-._*`".contains(c))
        && (number.gap.is_some() || gaps.all(|gap| gap.contains('-')))
}

pub fn passes_luhn(digits: &str) -> bool {
    let length = digits.len();
    let value = |at: usize| match (digit(digits, at), (length - at).is_multiple_of(2)) {
        (digit, false) => digit,
        (digit, true) => digit * 2 / 10 + digit * 2 % 10,
    };
    (0..length).map(value).sum::<u32>().is_multiple_of(10)
}

/// A business: three, two and five digits, the last a check digit. Where one is
/// spoken of beside dashes, a wrong check digit is a slip of the pen in the
/// number of somebody all the same.
pub fn business(passage: &Passage, number: &Number) -> Option<Hit> {
    let digits = number.digits.as_str();
    if digits.len() != 10 || digits.starts_with('0') {
        return None;
    }
    let is_checked = is_business(digits);
    let is_called_so = passage.has_before(number.glyphs.start, 16, &["사업자"]);
    let is_dashed = number.is_split(&[3, 2, 5]);
    let is_business = (is_dashed && (is_checked || is_called_so))
        || ((number.is_solid() || number.is_spread()) && is_checked && is_called_so);
    (is_business && !names_a_thing(passage, number)).then(|| number.hit(Kind::BusinessNumber))
}

/// Whether ten digits end in the check digit of a business.
pub fn is_business(digits: &str) -> bool {
    const WEIGHTS: [u32; 9] = [1, 3, 7, 1, 3, 7, 1, 3, 5];
    let weighted: u32 = WEIGHTS.iter().enumerate().map(|(at, weight)| digit(digits, at) * weight).sum();
    let weighted = weighted + digit(digits, 8) * 5 / 10;
    (10 - weighted % 10) % 10 == digit(digits, 9)
}

/// A bank account: ten to fourteen digits in up to four groups, with a bank or
/// a word for an account beside it. A bank that names the number settles it,
/// however it is written; one that is only near asks for groups of one sort,
/// and one whose name is a word asks for dashes, or for an account as it has them.
pub fn bank(passage: &Passage, number: &Number) -> Option<Hit> {
    if !is_written_so(passage, number) || is_date(number) || is_phone(number) || is_sum(passage, number) {
        return None;
    }
    if names_a_thing(passage, number) || is_in_web_address(passage, number) {
        return None;
    }
    let glyphs = &number.glyphs;
    let beside = |words: &[&str]| {
        passage.has_before(glyphs.start, BANK_BEFORE, words)
            || passage.has_near(&(glyphs.end..glyphs.end), BANK_BEHIND, words)
    };
    let is_named = |words: &[&str]| passage.is_named(glyphs.start, words);
    let first = number.gaps.first().copied().unwrap_or_default();
    let is_dashed = passage.get(glyphs.start + first) == Some('-');
    let is_grouped = is_dashed || (number.gap.is_some() && first >= FEWEST_OF_BRANCH);
    let is_of_short_bank = is_named(SHORT_BANKS)
        || passage.name_of(glyphs.start, SHORTEST_BANKS).is_some()
        || passage.is_named_behind(glyphs.end, SHORT_BANKS);
    let is_account = beside(ACCOUNT_WORDS)
        || (is_grouped && beside(BANKS))
        || (is_dashed && is_of_short_bank)
        || (!is_barcode(number) && is_account_of_bank(passage, number))
        || (is_named(BANKS) && !is_barcode(number));
    is_account.then(|| number.hit(Kind::BankAccount))
}

/// Whether a bank whose name is a word too names a number without dashes: one as
/// the bank has them, or one that money is sent to.
fn is_account_of_bank(passage: &Passage, number: &Number) -> bool {
    let name = |banks| passage.name_of(number.glyphs.start, banks);
    let Some(name) = name(SHORT_BANKS).or_else(|| name(SHORTEST_BANKS)) else { return false };
    let is_same = |gap: &String| gap == " ";
    let is_written_so = number.is_solid() || number.gap.as_ref().is_some_and(is_same);
    let of_bank = GROUPINGS.iter().filter(|(names, _)| names.contains(&name));
    let mut groupings = of_bank.flat_map(|(_, groupings)| groupings.iter());
    let is_one = |grouping: &&[usize]| {
        let is_as_long = number.digits.len() == grouping.iter().sum::<usize>();
        number.is_split(grouping) || (number.is_solid() && is_as_long)
    };
    is_written_so && (groupings.any(is_one) || passage.has_near(&number.glyphs, BANK_BEHIND, SENDING))
}

/// Whether a number is written as an account is. Its groups may be set apart in
/// more than one way, but what is one without the last of them ends there:
/// 110-293-847561 10만.
fn is_written_so(passage: &Passage, number: &Number) -> bool {
    let is_grouped = number.is_solid() || number.is_spread() || number.runs <= 4;
    (FEWEST_DIGITS..=14).contains(&number.digits.len()) && is_grouped && has_gaps(passage, number)
}

fn has_gaps(passage: &Passage, number: &Number) -> bool {
    let is_gap = |gap: &str| GAPS.contains(&gap.trim_matches(['*', '`']));
    if let Some(gap) = &number.gap {
        return is_gap(gap);
    }
    let text = passage.text(number.glyphs.clone());
    let gaps = text.split(|c: char| c.is_ascii_digit()).filter(|gap| !gap.is_empty());
    let mut gaps = gaps.zip(&number.gaps).peekable();
    let first = gaps.peek().map(|(gap, _)| *gap);
    gaps.all(|(gap, digits)| is_gap(gap) && (Some(gap) == first || *digits < FEWEST_DIGITS))
}

/// Whether a number counts something, perhaps behind a blank; one with dashes
/// does not, as in 3333-07-8666705만 남겨요.
fn is_sum(passage: &Passage, number: &Number) -> bool {
    const UNITS: [&str; 6] = [" 원", " 만원", " 만 원", " 억원", " 개", " 장"];
    let end = number.glyphs.end;
    let is_unit = |unit: &&str| {
        let behind = end + unit.chars().count();
        passage.chars(end..behind).eq(unit.chars()) && passage.ends_word(behind)
    };
    let is_counted = passage.get(end).is_some_and(|c| "만천억개장명회년월시".contains(c));
    !number.is_dashed() && (is_counted || UNITS.iter().any(is_unit))
}

/// Whether a number starts as a date does, 2026-03 or 26-03-02, or is made up of
/// years: 2024 2025 2026.
fn is_date(number: &Number) -> bool {
    let digits = &number.digits;
    let is_century = |at: usize| matches!(pair(digits, at), 19 | 20);
    let is_month = |at: usize| (1..=12).contains(&pair(digits, at));
    let is_time = |at: usize| pair(digits, at) < 24 && pair(digits, at + 2) < 60;
    let is_long = is_century(0)
        && number.gaps.first() == Some(&4)
        && number
            .gaps
            .get(1)
            .is_none_or(|&gap| gap <= 6 || (gap == 8 && (1..=31).contains(&pair(digits, 6)) && is_time(8)))
        && is_month(4);
    let is_short = number.gaps.starts_with(&[2, 4, 6]) && is_month(2) && (1..=31).contains(&pair(digits, 4));
    let is_years = number.is_split(&[4, 4, 4]) && [0, 4, 8].into_iter().all(is_century);
    is_long || is_short || is_years
}

/// Whether a number is grouped as a phone's is, of any sort, or starts with one
/// of a service: 1588-9999 24.
fn is_phone(number: &Number) -> bool {
    let digits = &number.digits;
    if matches!(pair(digits, 0), 15 | 16 | 18) && number.gaps.starts_with(&[4, 8]) && number.gap.is_none() {
        return true;
    }
    let starts = digits.starts_with('0') && number.gaps.first().is_some_and(|&gap| gap <= 4);
    let ends = number.gaps.last().is_some_and(|&gap| gap + 4 == digits.len());
    starts && ends && digits.len() <= 12 || digits.starts_with("080")
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::super::kind::Kind;

    fn kinds(text: &str) -> Vec<Kind> {
        find(text).into_iter().map(|finding| finding.kind).collect()
    }

    #[test]
    fn a_card_ends_in_its_check_digit() {
        assert_eq!(kinds("4111-1111-1111-1111"), [Kind::CardNumber]);
        assert_eq!(kinds("4111-1111-1111-1112"), []);
        assert_eq!(kinds("주문번호 4111111111111111"), [Kind::OrderNumber]);
        for digits in ["4634052783091", "36541202797818", "62889463583850447", "623940261061980223"] {
            assert_eq!(kinds(&format!("카드번호 {digits}")), [Kind::CardNumber], "{digits}");
            assert_eq!(kinds(digits), [], "{digits}");
        }
    }

    #[test]
    fn an_account_needs_a_bank_and_a_date_is_none() {
        assert_eq!(kinds("신한은행 110-123-456789"), [Kind::BankAccount]);
        assert_eq!(kinds("110-123-456789"), []);
        for text in
            ["계좌는 2026-03-02 1020에 열렸다", "입금 26-03-02 1420에", "계좌 개설 연도 2024 2025 2026"]
        {
            assert_eq!(kinds(text), [], "{text}");
        }
        assert_eq!(kinds("입금액 1234567890 원, 국민은행 1588-9999 24시간"), []);
    }

    #[test]
    fn an_account_may_be_cut_in_more_than_one_way() {
        for text in [
            "국민은행 293847-56 102938",
            "신한 110-293 847561",
            "국민은행 293807-04-\n102938",
            "국민은행으로 주세요 293847 56 102938",
            "refund to Shinhan Bank 110-293-847564",
        ] {
            assert_eq!(kinds(text), [Kind::BankAccount], "{text}");
        }
        assert_eq!(find("신한은행 110-293-847561 10만원")[0].essence, "110293847561");
        for text in ["카카오뱅크 3333-07-8666705만 남겨요", "수협 2010-0108-2599로"] {
            assert_eq!(kinds(text), [Kind::BankAccount], "{text}");
        }
    }

    #[test]
    fn a_business_is_checked_or_called_one() {
        assert_eq!(kinds("124-81-00998"), [Kind::BusinessNumber]);
        assert_eq!(kinds("사업자등록번호 124-81-00999"), [Kind::BusinessNumber]);
        assert_eq!(kinds("124-81-00999"), []);
    }
}
