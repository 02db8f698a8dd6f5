//! Numbers as they are read out, wholly or in part: phones, 공일공 일이삼사
//! 오육칠팔, 010에 1234에 5678, 0일0-1234-56칠8, and what the scanners of numbers
//! find once syllables are digits: 주민등록번호, cards, licences, businesses and
//! accounts.

use super::account;
use super::kind::Kind;
use super::number::Hit;
use super::number::Number;
use super::number::Scanner;
use super::passage::Passage;
use super::phone;
use super::phone::area_length;
use super::phone::can_have_exchange;
use super::registration;

/// How many digits in a row are read out at the end of a number, or of one with
/// words for its dashes: fewer are ordinary words beside a number.
const FEWEST_SYLLABLES: usize = 3;

/// The fewest digits of a number of which syllables are a part, other than a
/// phone's in a house.
const FEWEST_DIGITS: usize = 10;

/// How many digits a passport has behind its letter.
const PASSPORT_DIGITS: usize = 8;

/// What such a number can be, in the order in which it is tried.
const SCANNERS: [Scanner; 6] = [
    phone::mobile,
    registration::number,
    account::card,
    registration::licence,
    account::business,
    account::bank,
];

/// The longest gap within a number, in glyphs, without a dash in words.
const LONGEST_GAP: usize = 3;

/// The most digits of a number, those of a card.
const MOST_DIGITS: usize = 16;

/// What people say for the dash in a number.
const DASHES: &[&str] = &["다시", "에", "대시", "하이픈", "하이폰", "의"];

/// The digit that a character is, or that a syllable reads out.
fn digit(c: char) -> Option<char> {
    Some(match c {
        '공' | '영' => '0',
        '일' => '1',
        '이' => '2',
        '삼' => '3',
        '사' => '4',
        '오' => '5',
        '육' | '륙' => '6',
        '칠' => '7',
        '팔' => '8',
        '구' => '9',
        '0'..='9' => c,
        _ => return None,
    })
}

/// Syllables one of which nearly every number has that is read out, and which
/// few other words have before another digit.
const TELLING: [char; 5] = ['공', '영', '육', '칠', '팔'];

/// Whether one of these stands before another digit, as in 공일공, or a passport
/// is spoken of, which may do without one.
pub fn has_number(text: &str) -> bool {
    let follows = |at: usize| {
        let mut next = text[at + '공'.len_utf8()..].chars();
        let next = next.next().map(|c| if is_spacing(c) { next.next().unwrap_or(c) } else { c });
        next.and_then(digit).is_some()
    };
    TELLING.iter().any(|&syllable| text.match_indices(syllable).any(|(at, _)| follows(at)))
        || text.contains("여권")
}

/// Whether `text` starts with as many digits that are read out as the end of a
/// number has: 900512-이공사오육칠팔.
pub fn goes_on(text: &str) -> bool {
    let text = text.trim_start_matches(is_spacing);
    text.chars().take(FEWEST_SYLLABLES).filter(|c| !c.is_ascii_digit() && digit(*c).is_some()).count()
        == FEWEST_SYLLABLES
}

/// Whether folded text can hold a number that is read out in part: a syllable
/// beside another digit, the code of a phone before a dash in words, a passport.
pub fn can_be_in(folded: &str) -> bool {
    let beside = |(one, next): (char, char)| {
        let digits = [one, next].map(|c| digit(c).is_some());
        digits == [true; 2] && !(one.is_ascii_digit() && next.is_ascii_digit())
    };
    let signs = || folded.chars().filter(|c| !is_spacing(*c));
    ["여권", "010"].iter().any(|word| folded.contains(word)) || signs().zip(signs().skip(1)).any(beside)
}

fn is_spacing(c: char) -> bool {
    matches!(c, ' ' | '-' | '.' | '·' | ',')
}

/// Every such number.
pub fn find(passage: &Passage) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut at = 0;
    while at < passage.len() {
        let number = || starts_number(passage, at).then(|| recognise(passage, at)).flatten();
        let found = passport(passage, at).or_else(number);
        at = found.as_ref().map_or(at + 1, |hit| hit.glyphs.end);
        hits.extend(found);
    }
    hits
}

/// Whether a digit stands at `at`, at the start of a word.
fn starts_number(passage: &Passage, at: usize) -> bool {
    passage.get(at).and_then(digit).is_some()
        && passage.before(at).is_none_or(|c| !c.is_alphanumeric() || matches!(c, '는' | '은' | '로' | '호'))
}

/// Digits that are read out one after the other.
#[derive(Debug, Default)]
struct Reading {
    digits: String,
    /// Where each of them ends.
    ends: Vec<usize>,
    /// After how many digits a gap stands.
    gaps: Vec<usize>,
    /// Which of them are syllables.
    syllables: Vec<usize>,
    /// Whether a dash stands between them in words.
    has_dashes: bool,
}

impl Reading {
    /// What is read out from `start` on.
    fn of(passage: &Passage, start: usize) -> Self {
        let mut reading = Self::default();
        let mut at = start;
        while reading.digits.len() < MOST_DIGITS {
            let gap = if at == start { Some((0, false)) } else { gap(passage, at) };
            let Some((length, is_dash)) = gap else { break };
            let Some(c) = passage.get(at + length) else { break };
            let Some(digit) = digit(c) else { break };
            if length > 0 {
                reading.gaps.push(reading.digits.len());
            }
            if digit != c {
                reading.syllables.push(reading.digits.len());
            }
            reading.digits.push(digit);
            reading.has_dashes |= is_dash;
            at += length + 1;
            reading.ends.push(at);
        }
        reading
    }

    /// How many of its digits can be all of a number, most first: those before a
    /// gap, and all but the last where that is a particle, as in 공이에요.
    fn lengths(&self, passage: &Passage) -> impl Iterator<Item = usize> {
        let all = self.digits.len();
        let end = self.ends.last().copied().unwrap_or_default();
        let is_particle =
            passage.before(end) == Some('이') && passage.get(end).is_some_and(|c| matches!(c, '가'..='힣'));
        let less = is_particle.then(|| all - 1);
        [all].into_iter().chain(less).chain(self.gaps.iter().rev().copied())
    }

    /// Whether syllables are a part of its first `length` digits, and not words
    /// beside them: 이 010…, …5678이.
    fn is_read_out(&self, length: usize) -> bool {
        let within = &self.syllables[..self.syllables.partition_point(|at| *at < length)];
        let count = within.len();
        let last = within.iter().rev().zip((0..length).rev()).take_while(|(at, last)| *at == last).count();
        let is_word_before = self.syllables.first() == Some(&0) && self.gaps.first() == Some(&1);
        count == length || (count > 0 && !(1..FEWEST_SYLLABLES).contains(&last) && !is_word_before)
    }

    /// Its first `length` digits as the number they are, which starts at `start`.
    fn number(&self, passage: &Passage, start: usize, length: usize) -> Number {
        let gaps: Vec<_> = self.gaps.iter().copied().filter(|gap| *gap < length).collect();
        // from the last glyph of a group to the first of the next
        let gap = |gap: &usize| passage.text(self.ends[gap - 1]..self.ends[*gap] - 1);
        let first = gaps.first().map(gap);
        let is_same = gaps.iter().all(|at| Some(gap(at)) == first);
        Number {
            digits: self.digits[..length].to_owned(),
            gap: first.filter(|_| is_same),
            glyphs: start..self.ends[length - 1],
            runs: gaps.len() + 1,
            gaps,
        }
    }

    /// Whether the first of its digits are in groups of these lengths, or in
    /// none.
    fn is_split(&self, lengths: [usize; 3]) -> bool {
        let [area, exchange, last] = lengths;
        let gaps: Vec<_> = self.gaps.iter().copied().filter(|gap| *gap < area + exchange + last).collect();
        self.digits.len() >= area + exchange + last && (gaps.is_empty() || gaps == [area, area + exchange])
    }
}

/// How many glyphs stand between the digit before `at` and the next, and
/// whether they are a dash in words.
fn gap(passage: &Passage, at: usize) -> Option<(usize, bool)> {
    let light = |at: usize| {
        let light = |c: &char| is_spacing(*c) || *c == '\n';
        passage.chars(at..at + LONGEST_GAP).take_while(light).count()
    };
    let before = light(at);
    let length = |word: &&&str| word.chars().count();
    let said = |word: &&&str| passage.chars(at + before..at + before + length(word)).eq(word.chars());
    match DASHES.iter().find(said) {
        Some(word) => {
            let word = length(&word);
            Some((before + word + light(at + before + word), true))
        }
        None => Some((before, false)),
    }
}

/// The number that is read out from `start` on: the digits that a reader would
/// write, and no more, as a particle may be a digit too.
fn recognise(passage: &Passage, start: usize) -> Option<Hit> {
    let reading = Reading::of(passage, start);
    as_written(passage, &reading, start).or_else(|| phone(&reading, start))
}

/// What the number is if syllables are the digits that they read out.
fn as_written(passage: &Passage, reading: &Reading, start: usize) -> Option<Hit> {
    let is_read_out = |length: &usize| *length >= FEWEST_DIGITS && reading.is_read_out(*length);
    let lengths = reading.lengths(passage).filter(is_read_out);
    let mut numbers = lengths.map(|length| reading.number(passage, start, length));
    numbers.find_map(|number| SCANNERS.iter().find_map(|scan| scan(passage, &number)))
}

/// The phone that `reading`, which starts at `start`, starts with.
fn phone(reading: &Reading, start: usize) -> Option<Hit> {
    let digits = reading.digits.as_str();
    let (kind, length) = if digits.starts_with("010") {
        (Kind::MobilePhone, (digits.len() >= 11).then_some(11))
    } else {
        (Kind::Phone, landline_length(reading))
    };
    let length = length.filter(|_| reading.syllables.len() >= FEWEST_SYLLABLES || reading.has_dashes)?;
    Some(Hit { kind, glyphs: start..reading.ends[length - 1], essence: digits[..length].to_owned() })
}

/// The passport whose first digit is the syllable at `at`: M이구삼팔사칠육이.
fn passport(passage: &Passage, at: usize) -> Option<Hit> {
    let glyphs = at.checked_sub(1)?..at + PASSPORT_DIGITS;
    let letter = passage.get(glyphs.start).filter(char::is_ascii_alphabetic)?;
    let digits: String = passage.chars(at..glyphs.end).map_while(digit).collect();
    let is_passport = digits.len() == PASSPORT_DIGITS && registration::is_passport(passage, &glyphs);
    let essence = format!("{}{digits}", letter.to_ascii_uppercase());
    is_passport.then_some(Hit { kind: Kind::PassportNumber, glyphs, essence })
}

/// How many digits the number of a house has that is read out.
fn landline_length(reading: &Reading) -> Option<usize> {
    let area = area_length(&reading.digits)?;
    let exchange = [4, 3].into_iter().find(|&exchange| reading.is_split([area, exchange, 4]))?;
    can_have_exchange(&reading.digits, area).then_some(area + exchange + 4)
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::super::kind::Kind;

    fn found(text: &str) -> Vec<(Kind, String)> {
        find(text).into_iter().map(|finding| (finding.kind, finding.essence)).collect()
    }

    #[test]
    fn a_number_is_dialled_as_it_is_heard() {
        for text in [
            "공일공 일이삼사 오육칠팔이고",
            "영일영일이삼사오육칠팔입니다",
            "공일공 다시 일이삼사 다시 오육칠팔",
            "010에 1234에 5678이요",
            "010 다시 1234 다시 5678",
        ] {
            assert_eq!(found(text), [(Kind::MobilePhone, "01012345678".to_owned())], "{text}");
        }
        let landlines = [("공이 삼사오 육칠팔구", "023456789"), ("공삼일 칠이오 삼삼구팔이고", "0317253398")];
        for (text, essence) in landlines {
            assert_eq!(found(text), [(Kind::Phone, essence.to_owned())], "{text}");
        }
    }

    #[test]
    fn what_an_authority_gave_may_be_read_out() {
        let read = "구공공오일이-이공사오육칠팔 이에요";
        assert_eq!(found(read), [(Kind::ResidentNumber, "9005122045678".to_owned())]);
        assert_eq!(
            found("오오이일-팔구공사-삼삼칠이-육공일팔 확인"),
            [(Kind::CardNumber, "5521890433726018".to_owned())]
        );
        assert_eq!(found("삼이육-일칠-오공팔구구 부탁"), [(Kind::BusinessNumber, "3261750899".to_owned())]);
    }

    #[test]
    fn the_same_words_tell_what_it_is() {
        for (text, kind) in [
            ("주민번호 팔오공구공구 일삼팔이구일공이에요", Kind::ResidentNumber),
            ("면허번호는 일오-공칠-이구삼팔사칠-일이", Kind::DriverLicence),
            ("농협은행 삼공이-이구삼팔-사칠오칠-일일", Kind::BankAccount),
            ("여권번호가 M이구삼팔사칠육이입니다", Kind::PassportNumber),
        ] {
            assert_eq!(found(text).iter().map(|(kind, _)| *kind).collect::<Vec<_>>(), [kind], "{text}");
        }
        assert_eq!(found("번호는 일오-공칠-이구삼팔사칠-일이"), []);
    }

    #[test]
    fn a_part_may_be_read_out() {
        for (text, essence) in [
            ("0일0-6382-71구4인데", "01063827194"),
            ("공일육-482-9910", "0164829910"),
            ("공1０ – 38\u{200d}27 – 91공4부터", "01038279104"),
            ("0\u{200b}1０-사구이공-③⑧②⑦", "01049203827"),
        ] {
            assert_eq!(found(text), [(Kind::MobilePhone, essence.to_owned())], "{text}");
        }
        for text in ["410802-이구사삼육칠구", "６７０１２６\u{200b}-\u{200b}이공삼구648"] {
            assert_eq!(found(text)[0].0, Kind::ResidentNumber, "{text}");
        }
        for text in ["카드번호 4379-６９２７-공이일오-⑧⑦⑦④", "사삼삼구-팔팔팔일-일오육오-육삼오구"]
        {
            assert_eq!(found(text)[0].0, Kind::CardNumber, "{text}");
        }
    }

    #[test]
    fn syllables_are_words_too() {
        for text in [
            "공이 사라졌어요",
            "영이 오면 사고",
            "0에 3을 더해 5",
            "공공일자리 이야기",
            "영일만 이사 오육일",
            "팔이 사라졌어요",
            "2026-03-02 이 3일 4시 50분",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
        for text in ["이 010-1234-5678", "010-1234-5678이 오전 9시부터", "신한은행 110-293-847561이 맞나요"]
        {
            let essence = found(text).remove(0).1;
            assert!(["01012345678", "110293847561"].contains(&essence.as_str()), "{text}");
        }
    }
}
