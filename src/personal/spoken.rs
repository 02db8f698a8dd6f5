//! Numbers as they are read out: phones, 공일공 일이삼사 오육칠팔, 010에 1234에
//! 5678, 주민등록번호, cards and businesses.

use super::account;
use super::kind::Kind;
use super::number::Hit;
use super::passage::Passage;
use super::phone::area_length;
use super::registration;

/// How many digits have to be read out: fewer are ordinary words beside a
/// number.
const FEWEST: usize = 3;

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

/// Whether a zero is read out before another digit, as in 공일공.
pub fn has_number(text: &str) -> bool {
    let follows = |at: usize| {
        let mut next = text[at + '공'.len_utf8()..].chars();
        let next = next.next().map(|c| if is_spacing(c) { next.next().unwrap_or(c) } else { c });
        next.and_then(digit).is_some()
    };
    ['공', '영'].iter().any(|&zero| text.match_indices(zero).any(|(at, _)| follows(at)))
}

fn is_spacing(c: char) -> bool {
    matches!(c, ' ' | '-' | '.' | '·' | ',')
}

/// Every such number.
pub fn find(passage: &Passage) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut at = 0;
    while at < passage.len() {
        let found = starts_number(passage, at).then(|| recognise(&Reading::of(passage, at), at)).flatten();
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
    /// How many of them are syllables.
    syllables: usize,
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
            reading.digits.push(digit);
            reading.has_dashes |= is_dash;
            reading.syllables += usize::from(digit != c);
            at += length + 1;
            reading.ends.push(at);
        }
        reading
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

/// The number that `reading`, which starts at `start`, starts with: the digits
/// that a reader would write, and no more, as a particle may be a digit too.
fn recognise(reading: &Reading, start: usize) -> Option<Hit> {
    let digits = reading.digits.as_str();
    let (kind, length) = match all_read_out(reading) {
        Some((kind, length)) => (kind, Some(length)),
        None if digits.starts_with("010") => (Kind::MobilePhone, (digits.len() >= 11).then_some(11)),
        None => (Kind::Phone, landline_length(reading)),
    };
    let length = length.filter(|_| reading.syllables >= FEWEST || reading.has_dashes)?;
    Some(Hit { kind, glyphs: start..reading.ends[length - 1], essence: digits[..length].to_owned() })
}

/// What a number is of which every digit is a syllable, and how many it has:
/// its check digit or its shape settles that, and a gap behind it.
fn all_read_out(reading: &Reading) -> Option<(Kind, usize)> {
    if reading.syllables < reading.digits.len() {
        return None;
    }
    let kind = |length: usize| {
        let is_whole = reading.digits.len() == length || reading.gaps.contains(&length);
        let digits = reading.digits.get(..length).filter(|_| is_whole)?;
        let kind = match length {
            16 => account::passes_luhn(digits).then_some(Kind::CardNumber),
            13 => registration::kind(digits),
            _ => (reading.gaps.starts_with(&[3, 5]) && account::is_business(digits))
                .then_some(Kind::BusinessNumber),
        };
        Some((kind?, length))
    };
    [16, 13, 10].into_iter().find_map(kind)
}

/// How many digits the number of a house has that is read out.
fn landline_length(reading: &Reading) -> Option<usize> {
    let area = area_length(&reading.digits)?;
    // no exchange starts with 0 or 1, but the numbers of the internet do
    let is_exchange = !reading.digits[area..].starts_with(['0', '1']);
    let is_internet = reading.digits.starts_with("070") || reading.digits.starts_with("05");
    let exchange = [4, 3].into_iter().find(|&exchange| reading.is_split([area, exchange, 4]))?;
    (is_exchange || is_internet).then_some(area + exchange + 4)
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
    fn syllables_are_words_too() {
        for text in
            ["공이 사라졌어요", "영이 오면 사고", "0에 3을 더해 5", "공공일자리 이야기", "영일만 이사 오육일"]
        {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
