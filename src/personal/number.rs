//! A number: runs of digits that a reader takes for one, and which kind of
//! personal data it is.

use std::ops::Range;

use super::account;
use super::kind::Kind;
use super::passage::Passage;
use super::phone;
use super::plate;
use super::registration;

/// The fewest digits that any number here has, 02-345-6789: a date has fewer.
const FEWEST_DIGITS: usize = 9;

/// The most digits that are taken for one number.
const MOST_DIGITS: usize = 19;

/// The longest gap within a number, in glyphs: ` - `, `) `.
const LONGEST_GAP: usize = 3;

/// What Markdown emphasises with.
const MARKS: &[&str] = &["**", "__", "~~", "*", "_", "`"];

/// How long two of them are, in glyphs.
const LONGEST_MARKS: usize = 4;

/// What numbers of things are called.
pub const THINGS: &[&str] = &[
    "주문번호",
    "주문 번호",
    "송장",
    "송장번호",
    "송장 번호",
    "등기번호",
    "바코드",
    "접수번호",
    "접수 번호",
    "일련번호",
    "시리얼",
    "시리얼번호",
    "시리얼 번호",
    "시리얼넘버",
    "모델",
    "모델명",
    "모델번호",
    "모델 번호",
    "품번",
    "품목",
    "품목번호",
    "문서번호",
    "관리번호",
    "사건번호",
    "허가번호",
    "출원번호",
    "특허",
    "특허번호",
    "고유번호",
    "승인번호",
    "상품",
    "상품번호",
    "코드",
    "영수증번호",
    "영수증 번호",
    "조합원번호",
    "고객번호",
    " 증권",
    "증권번호",
    "로트",
    "로트번호",
    "배치",
    "배치번호",
    "예약번호",
    "model",
    "isbn",
    "issn",
    "ean",
    "hash",
    "sha1",
    "sha256",
    "sha512",
    "uuid",
    "commit",
    "버전",
    "version",
    "s/n",
    "serial",
    "serial no",
    "serial number",
];

/// Tells whether a number is of one kind.
pub type Scanner = fn(&Passage, &Number) -> Option<Hit>;

/// The kinds in the order in which a number is tried: the ones with the
/// narrowest shape first.
const SCANNERS: [Scanner; 7] = [
    phone::mobile,
    registration::number,
    account::card,
    phone::landline,
    registration::licence,
    account::business,
    account::bank,
];

/// Personal data in a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub kind: Kind,
    /// Where it is.
    pub glyphs: Range<usize>,
    /// What it says, as in [`super::Finding`].
    pub essence: String,
}

/// Runs of digits, read as one number.
#[derive(Clone, Debug)]
pub struct Number {
    /// All its digits.
    pub digits: String,
    /// After how many digits a gap stands.
    pub gaps: Vec<usize>,
    /// What the gaps are, if all are the same.
    pub gap: Option<String>,
    /// From its first digit to its last.
    pub glyphs: Range<usize>,
    /// How many runs it is made of.
    pub runs: usize,
}

impl Number {
    /// Whether it is one run of digits.
    pub fn is_solid(&self) -> bool {
        self.gaps.is_empty()
    }

    /// Whether every digit stands alone: `0 1 0 1 2 3 4`.
    pub fn is_spread(&self) -> bool {
        self.gaps.len() + 1 == self.digits.len()
    }

    /// Whether its runs have these lengths.
    pub fn is_split(&self, lengths: &[usize]) -> bool {
        self.is_as_long_as(lengths) && self.gaps.iter().copied().eq(ends(lengths))
    }

    /// Whether its runs have these lengths, or are cut once more.
    pub fn is_split_finely(&self, lengths: &[usize]) -> bool {
        self.is_as_long_as(lengths) && ends(lengths).all(|end| self.gaps.contains(&end))
    }

    /// Whether its runs have these lengths, or all digits of some of these stand
    /// alone.
    pub fn is_split_or_spread(&self, lengths: &[usize]) -> bool {
        let mut start = 0;
        let is_one = |length: &usize| {
            let inside = start + 1..start + length;
            start = inside.end;
            let cuts = self.gaps.iter().filter(|gap| inside.contains(gap)).count();
            cuts == 0 || cuts + 1 == *length
        };
        self.is_split_finely(lengths) && lengths.iter().all(is_one)
    }

    /// Whether it has as many digits as runs of these lengths.
    fn is_as_long_as(&self, lengths: &[usize]) -> bool {
        self.digits.len() == lengths.iter().sum::<usize>()
    }

    /// Whether its gaps are dashes without blanks, as a form has it.
    pub fn is_dashed(&self) -> bool {
        self.gap.as_deref() == Some("-")
    }

    /// Whether its runs stand below each other, as the numbers of a column do.
    pub fn is_column(&self) -> bool {
        self.gap.as_deref().is_some_and(|gap| gap.trim_matches(' ') == "\n")
    }

    /// It as personal data of this kind.
    pub fn hit(&self, kind: Kind) -> Hit {
        Hit { kind, glyphs: self.glyphs.clone(), essence: self.digits.clone() }
    }
}

/// After how many digits the gaps stand between runs of these lengths.
fn ends(lengths: &[usize]) -> impl Iterator<Item = usize> {
    let all_but_last = lengths.iter().take(lengths.len().saturating_sub(1));
    all_but_last.scan(0, |sum, length| {
        *sum += length;
        Some(*sum)
    })
}

/// The digit at `at` as a number.
pub fn digit(digits: &str, at: usize) -> u32 {
    digits.as_bytes().get(at).map_or(0, |byte| u32::from(byte.wrapping_sub(b'0')))
}

/// The two digits from `at` on as a number.
pub fn pair(digits: &str, at: usize) -> u32 {
    digit(digits, at) * 10 + digit(digits, at + 1)
}

/// Every number of a passage that is personal data.
pub fn find(passage: &Passage) -> Vec<Hit> {
    let mut hits = Vec::new();
    let (mut run, mut end_of_lone) = (0, 0);
    while run < passage.groups.len() {
        if run >= end_of_lone {
            end_of_lone = run + lone_digits(passage, run);
        }
        let found = recognise(passage, run, end_of_lone - run);
        run += found.as_ref().map_or(1, |(runs, _)| *runs);
        hits.extend(found.map(|(_, hit)| hit));
    }
    hits
}

/// How many digits follow each other from the run `run` on that stand alone, all
/// of one number as far as anybody can tell.
fn lone_digits(passage: &Passage, run: usize) -> usize {
    let lone = passage.groups[run..].iter().take_while(|group| group.len() == 1);
    let joins = |(group, next): &(&Range<usize>, &Range<usize>)| is_gap(passage, &(group.end..next.start));
    let pairs = lone.clone().zip(lone.clone().skip(1));
    if lone.clone().next().is_some() { 1 + pairs.take_while(joins).count() } else { 0 }
}

/// What the number is that starts with the run `run`, from which on `lone` digits
/// stand alone, and how many runs it has.
fn recognise(passage: &Passage, run: usize, lone: usize) -> Option<(usize, Hit)> {
    let in_groups = || {
        if lone > MOST_DIGITS || reach(passage, run) < FEWEST_DIGITS {
            return None;
        }
        let mut numbers = numbers(passage, run);
        // digits that stand alone are all of one number: there is no gap to end it at
        let longest = numbers.iter().filter(|number| number.is_spread()).map(|number| number.runs).max();
        numbers.retain(|number| !number.is_spread() || Some(number.runs) == longest);
        let whole = |number: &&Number| stands_alone(passage, number);
        let hit = |kind: &Scanner| {
            numbers.iter().rev().filter(whole).find_map(|number| Some((number.runs, kind(passage, number)?)))
        };
        SCANNERS.iter().find_map(hit)
    };
    plate::recognise(passage, run)
        .or_else(|| registration::passport(passage, run))
        .or_else(in_groups)
        .or_else(|| phone::set_apart(passage, run))
}

/// How many digits the number can have that starts with the run `run`, counted
/// no further than it matters.
fn reach(passage: &Passage, run: usize) -> usize {
    let mut digits = 0;
    let mut end = None;
    for group in &passage.groups[run..] {
        if digits >= FEWEST_DIGITS || end.is_some_and(|end| !is_gap(passage, &(end..group.start))) {
            break;
        }
        digits += group.len();
        end = Some(group.end);
    }
    digits
}

/// Every number that starts with the run `run`, shortest first.
fn numbers(passage: &Passage, run: usize) -> Vec<Number> {
    let Some(first) = passage.groups.get(run) else { return Vec::new() };
    let mut number = Number {
        digits: passage.text(first.clone()),
        gaps: Vec::new(),
        gap: None,
        glyphs: first.clone(),
        runs: 1,
    };
    let mut numbers = Vec::new();
    for (at, next) in passage.groups.iter().enumerate().skip(run + 1) {
        if number.digits.len() > MOST_DIGITS {
            return numbers;
        }
        if number.digits.len() >= FEWEST_DIGITS {
            numbers.push(number.clone());
            if phone::starts(passage, at) {
                return numbers;
            }
        }
        let gap = number.glyphs.end..next.start;
        if !is_gap(passage, &gap) || counts_a_list(passage, next) {
            return numbers;
        }
        let gap = passage.text(gap);
        let is_same = number.gaps.is_empty() || number.gap.as_deref() == Some(gap.as_str());
        number.gap = is_same.then_some(gap);
        number.gaps.push(number.digits.len());
        number.digits.extend(passage.chars(next.clone()));
        number.glyphs.end = next.end;
        number.runs += 1;
    }
    if number.digits.len() <= MOST_DIGITS {
        numbers.push(number);
    }
    numbers
}

/// Whether digits on both sides of a gap can be of one number: `-`, ` `, `) `,
/// `**-**`, the end of a line that no list goes on behind.
fn is_gap(passage: &Passage, gap: &Range<usize>) -> bool {
    if gap.len() > LONGEST_GAP + LONGEST_MARKS {
        return false;
    }
    let text = passage.text(gap.clone());
    let gap = unmarked(&text);
    let (line, next) = gap.split_once('\n').unwrap_or((gap, ""));
    // a dash right before a digit starts no list
    let is_next = matches!(next.trim_start_matches(' '), "" | "-");
    gap.chars().count() <= LONGEST_GAP && line.chars().all(is_light) && is_next
}

/// Whether a run of digits counts the items of a list: it opens its line, as in
/// `2. `.
fn counts_a_list(passage: &Passage, run: &Range<usize>) -> bool {
    let is_first = run.len() <= 2 && passage.before(run.start) == Some('\n');
    is_first && matches!(passage.get(run.end), Some('.' | ')')) && passage.get(run.end + 1) == Some(' ')
}

/// Whether a character only sets digits apart.
pub fn is_light(c: char) -> bool {
    " -~.·/,()[]{}<>「」_*`\\".contains(c)
}

/// What stands between two stretches of the same emphasis: `**12**-**34**`.
fn unmarked(gap: &str) -> &str {
    let inner = |mark: &&str| gap.strip_prefix(*mark)?.strip_suffix(*mark);
    MARKS.iter().find_map(inner).unwrap_or(gap)
}

/// Whether a number is not part of a longer one, or of a code with letters in
/// it, and not a sum, which starts with no zero.
fn stands_alone(passage: &Passage, number: &Number) -> bool {
    let glyphs = &number.glyphs;
    if is_plain_to_see(number) {
        return !is_part_of_code(passage, glyphs);
    }
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let before = match passage.before(glyphs.start) {
        Some('-' | '_') => joins(glyphs.start.checked_sub(2).and_then(|at| passage.get(at))),
        Some('.') => glyphs.start.checked_sub(2).and_then(|at| passage.get(at)).is_some_and(is_digit),
        other => joins(other),
    };
    let behind = match passage.get(glyphs.end) {
        Some('-' | '_' | '.' | ',') => passage.get(glyphs.end + 1).is_some_and(is_digit),
        other => joins(other),
    };
    let is_sum = passage.get(glyphs.end) == Some('원') && !number.digits.starts_with('0');
    (!before || is_named_phone(passage, glyphs.start)) && !behind && !is_sum
}

/// Whether a number has the dashes of a mobile phone or of 주민등록번호, so that
/// hardly anything beside it makes it another one: kim010-1234-5678,2시.
fn is_plain_to_see(number: &Number) -> bool {
    let is_mobile = number.digits.starts_with("010") && number.is_split(&[3, 4, 4]);
    number.is_dashed() && (is_mobile || number.is_split(&[6, 7]))
}

/// Whether dashes join more to such a number, or letters are a part of it: a
/// word before it is none, nor are one or two digits behind it, as in -9시에.
fn is_part_of_code(passage: &Passage, glyphs: &Range<usize>) -> bool {
    let is_dash = |c: Option<char>| matches!(c, Some('-' | '_'));
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let mut before = passage.chars(0..glyphs.start).rev();
    let word: String = before.clone().take_while(char::is_ascii_alphanumeric).collect();
    let is_word = word.len() != 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let comes_on = is_dash(before.next()) && is_part(before.next());
    let mut behind = passage.chars(glyphs.end..passage.len());
    let has_letter = is_part(behind.clone().next());
    let goes_on = is_dash(behind.next()) && behind.take_while(|c| is_digit(*c)).nth(2).is_some();
    let is_joined = (!is_word || comes_on) && !is_named_phone(passage, glyphs.start);
    is_joined || has_letter || goes_on
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// Whether the letters before `at` say that a phone number follows: `tel-`,
/// `HP`, `+82` comes with its own scanner.
fn is_named_phone(passage: &Passage, at: usize) -> bool {
    let word: String = passage
        .chars(at.saturating_sub(8)..at)
        .rev()
        .skip_while(|c| matches!(c, '-' | '_'))
        .take_while(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    let names = ["tel", "hp", "phone", "mobile", "call", "cp", "fax", "h", "t", "m", "p"];
    names.iter().any(|name| name.chars().rev().eq(word.chars()))
}

/// Whether the word right before a number, or right behind one that nothing
/// divides, says that it is one of a thing.
pub fn names_a_thing(passage: &Passage, number: &Number) -> bool {
    passage.is_named(number.glyphs.start, THINGS)
        || (number.is_solid() && passage.is_named_behind(number.glyphs.end, THINGS))
}

/// Whether a number stands within a web address, where long numbers are the
/// rule.
pub fn is_in_web_address(passage: &Passage, number: &Number) -> bool {
    let start = number.glyphs.start;
    let word: String =
        passage.chars(start.saturating_sub(300)..start).rev().take_while(|c| !c.is_whitespace()).collect();
    word.contains("//:")
}
