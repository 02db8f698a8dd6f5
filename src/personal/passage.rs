//! A passage: a few lines folded into characters that can be compared, each of
//! which still knows the bytes it came from.

use std::ops::Range;

use super::kind::Kind;

/// What stands in for a label, so that the word in it is no context for the
/// next number: a text that was redacted once has nothing more to redact.
const LABEL: char = '\u{fffc}';

/// How far full-width forms (U+FF01–FF5E) stand from the ASCII they show.
const FULL_WIDTH: u32 = 0xFEE0;

/// The fewest digits of a line with a number that tells by itself:
/// 02-345-6789.
const FEWEST_DIGITS: usize = 9;

/// What streets and villages end in; a house number may follow.
const STREET_ENDS: [char; 7] = ['로', '길', '동', '리', '가', '읍', '면'];

/// The first byte of full-width forms in UTF-8.
const WIDE: u8 = 0xEF;

/// The first byte of the digits of mathematics in UTF-8.
const MATHEMATICAL: u8 = 0xF0;

/// The fewest digits of what only a word tells, a birthday: 90.1.1.
const FEWEST_DIGITS_OF_DATES: usize = 4;

/// What base64 of 64 bytes ends in.
const BASE64_END: &str = "==";

/// How long that is.
const LENGTH_OF_KEYS: usize = 88;

/// What may stand between a name and its value: 번호는 : 12.
const PARTICLES: &[char] = &['은', '는', '이', '가', '을', '를', '도'];

/// What people write for `@` where machines read along.
pub const SPOKEN_AT: &[&str] = &["골뱅이", "(at)", "[at]"];

/// One character of a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Glyph {
    /// The character, folded.
    c: char,
    /// Its first byte; a text has no more than 1 MiB.
    start: u32,
    /// The byte behind its last.
    end: u32,
}

/// A run of digits, as glyphs of a passage.
pub type Group = Range<usize>;

/// A few lines, folded.
#[derive(Debug)]
pub struct Passage {
    glyphs: Vec<Glyph>,
    /// Every run of digits, in order.
    pub groups: Vec<Group>,
    /// Whether an `@` stands in it, perhaps in words.
    pub has_at: bool,
    /// Whether a number is read out in it.
    pub has_spoken: bool,
    /// Whether `==` stands in it, which base64 ends in.
    pub has_filling: bool,
}

/// The lines of `text` that are worth folding, with the line before and behind
/// them as far as the paragraph goes, and with their first byte.
pub fn suspicious(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut found: Vec<Range<usize>> = Vec::new();
    // rare, so that most texts are asked once rather than line by line
    let is_spoken = is_read_out(text);
    // where the line before starts, and whether this one belongs to one that was found
    let (mut before, mut is_open) = (0, false);
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let is_found = is_suspicious(line) || (is_spoken && is_read_out(line));
        match found.last_mut() {
            Some(last) if (is_found && last.end >= before) || is_open => last.end = end,
            _ if is_found => found.push(before..end),
            _ => {}
        }
        let is_blank = line.len() <= 2 && line.trim_ascii().is_empty();
        is_open = is_found && !is_blank;
        before = if is_blank { end } else { start };
        start = end;
    }
    found.into_iter().map(|range| (range.start, &text[range]))
}

/// Whether a line can hold personal data in digits and signs: a long number, a
/// short one that words around it tell, a key, or an `@`.
fn is_suspicious(line: &str) -> bool {
    let digits = line.bytes().filter(u8::is_ascii_digit).count();
    // without an early end this is done sixteen bytes at a time
    let is_telling = |byte: u8| matches!(byte, b'@' | b'&' | WIDE | MATHEMATICAL);
    digits >= FEWEST_DIGITS
        || line.bytes().fold(false, |found, byte| found | is_telling(byte))
        || (digits > 0 && has_telling_run(line))
        || (digits >= FEWEST_DIGITS_OF_DATES && line.is_ascii() && names_a_number(line))
        || (line.len() >= LENGTH_OF_KEYS && line.contains(BASE64_END))
}

/// Whether a number or an `@` can be read out in words.
fn is_read_out(text: &str) -> bool {
    has_spoken_zero(text) || has_spoken_at(text)
}

/// Whether a few digits stand where those of a house, a flat, a plate, a
/// passport, an address of the internet or a 010 do. Most digits are those of
/// dates and sums, and need no closer look.
fn has_telling_run(line: &str) -> bool {
    let mut at = 0;
    let digit_from = |at: usize| line.bytes().skip(at).position(|byte| byte.is_ascii_digit());
    while let Some(start) = digit_from(at).map(|found| at + found) {
        let length = line[start..].bytes().take_while(u8::is_ascii_digit).count();
        at = start + length;
        if is_telling_run(&line[..start], &line[start..at], &line[at..]) {
            return true;
        }
    }
    false
}

/// Whether `run` does so between what stands before and behind it.
fn is_telling_run(before: &str, run: &str, behind: &str) -> bool {
    let is_house = before.strip_suffix(' ').unwrap_or(before).ends_with(STREET_ENDS);
    let is_passport = before.ends_with(|c: char| c.is_ascii_alphabetic()) && matches!(run.len(), 3 | 8);
    let mut next = behind.chars();
    let first = next.next().unwrap_or('\n');
    let is_plate = first > '\u{7f}'
        && matches!(run.len(), 2 | 3)
        && next.find(|c| *c != ' ').is_some_and(|c| c.is_ascii_digit());
    let is_hidden =
        is_invisible(first) || matches!(first, '\u{1100}'..='\u{11ff}') || before.ends_with(is_invisible);
    is_house
        || is_passport
        || is_plate
        || is_hidden
        || first == '동'
        || run == "010"
        || is_within_dots(before, behind)
        || is_called(before, behind)
}

/// Whether both neighbours are a dot with a digit behind it, as in 1.22.3.
fn is_within_dots(before: &str, behind: &str) -> bool {
    let is_dotted = |[first, second]: [Option<u8>; 2]| {
        first == Some(b'.') && second.is_some_and(|byte| byte.is_ascii_digit())
    };
    let mut before = before.bytes().rev();
    let mut behind = behind.bytes();
    is_dotted([behind.next(), behind.next()]) && is_dotted([before.next(), before.next()])
}

fn has_spoken_at(part: &str) -> bool {
    SPOKEN_AT.iter().any(|at| part.contains(at))
}

/// Whether a zero is read out before another digit, as in 공일공.
fn has_spoken_zero(part: &str) -> bool {
    let follows = |at: usize| {
        let mut next = part[at + '공'.len_utf8()..].chars();
        let next = next.next().map(|c| if is_spacing(c) { next.next().unwrap_or(c) } else { c });
        next.is_some_and(|c| spoken_digit(c).is_some() || c.is_ascii_digit())
    };
    ['공', '영'].iter().any(|&zero| part.match_indices(zero).any(|(at, _)| follows(at)))
}

fn is_spacing(c: char) -> bool {
    matches!(c, ' ' | '-' | '.' | '·' | ',')
}

/// Whether the digits behind `before` are those of an order, a parcel or a
/// birthday, or those before `behind` of a birthday.
fn is_called(before: &str, behind: &str) -> bool {
    const NAMES: [&str; 7] = ["주문번호", "주문 번호", "송장", "송장번호", "송장 번호", "생년월일", "생일"];
    const ENDS: [&str; 4] = ["생", "출생", "에 출생", "에 태어"];
    let before = before.trim_end_matches(|c: char| c.is_ascii() && !c.is_ascii_digit());
    let name = before.strip_suffix(PARTICLES).unwrap_or(before);
    let behind = behind.trim_start_matches(['.', ' ', '일']);
    // most words end in something else, and are not compared with each of these
    (name.ends_with(['호', '장', '일']) && NAMES.iter().any(|word| name.ends_with(word)))
        || name.ends_with("출생")
        || (behind.starts_with(['생', '출', '에']) && ENDS.iter().any(|word| behind.starts_with(word)))
}

/// Whether a line in English speaks of an order or a birth.
fn names_a_number(line: &str) -> bool {
    ["rder", "irth", "born", "DOB"].iter().any(|word| line.contains(word))
}

/// The digit that a syllable reads out.
pub fn spoken_digit(c: char) -> Option<char> {
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
        _ => return None,
    })
}

impl Passage {
    /// Folds some lines.
    pub fn fold(text: &str) -> Self {
        let mut fold = Fold { text, glyphs: Vec::with_capacity(text.len()) };
        let mut next = 0;
        for (at, c) in text.char_indices() {
            // what an earlier character took along
            if at >= next {
                next = fold.take(at, c);
            }
        }
        let Fold { mut glyphs, .. } = fold;
        zeros_from_letters(&mut glyphs);
        let groups = groups(&glyphs);
        let has_at = glyphs.iter().any(|glyph| glyph.c == '@') || has_spoken_at(text);
        let has_spoken = has_spoken_zero(text) || text.contains("010");
        Self { glyphs, groups, has_at, has_spoken, has_filling: text.contains(BASE64_END) }
    }

    /// The bytes of a stretch of glyphs.
    pub fn bytes(&self, glyphs: &Range<usize>) -> Range<usize> {
        let start = self.glyphs.get(glyphs.start).map_or(0, |glyph| glyph.start as usize);
        let last = glyphs.end.checked_sub(1).and_then(|last| self.glyphs.get(last));
        start..last.map_or(start, |glyph| start.max(glyph.end as usize))
    }

    /// How many glyphs there are.
    pub fn len(&self) -> usize {
        self.glyphs.len()
    }

    /// The glyph at `at`.
    pub fn get(&self, at: usize) -> Option<char> {
        self.glyphs.get(at).map(|glyph| glyph.c)
    }

    /// The glyph before `at`.
    pub fn before(&self, at: usize) -> Option<char> {
        self.get(at.checked_sub(1)?)
    }

    /// A stretch of glyphs, as far as there are any.
    pub fn chars(&self, glyphs: Range<usize>) -> impl DoubleEndedIterator<Item = char> + Clone {
        let end = glyphs.end.min(self.glyphs.len());
        self.glyphs[glyphs.start.min(end)..end].iter().map(|glyph| glyph.c)
    }

    /// A stretch of glyphs as text.
    pub fn text(&self, glyphs: Range<usize>) -> String {
        self.chars(glyphs).collect()
    }

    /// Whether one of `words` stands in the `distance` glyphs on either side of
    /// `glyphs`. Words are in small letters.
    pub fn has_near(&self, glyphs: &Range<usize>, distance: usize, words: &[&str]) -> bool {
        self.has_before(glyphs.start, distance, words)
            || has_any(self.chars(glyphs.end..glyphs.end + distance), words)
    }

    /// Whether one of `words` stands in the `distance` glyphs before `at`.
    pub fn has_before(&self, at: usize, distance: usize, words: &[&str]) -> bool {
        has_any(self.chars(at.saturating_sub(distance)..at), words)
    }

    /// Whether the letters of `acronym` stand as a word of their own in the
    /// `distance` glyphs on either side of `glyphs`.
    pub fn has_acronym_near(&self, glyphs: &Range<usize>, distance: usize, acronym: &str) -> bool {
        let sides = [glyphs.start.saturating_sub(distance)..glyphs.start, glyphs.end..glyphs.end + distance];
        sides.into_iter().any(|side| {
            let text = self.text(side);
            let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
            words.any(|word| word.eq_ignore_ascii_case(acronym))
        })
    }

    /// Whether one of `words` names what starts at `at`: no more stands between
    /// than a particle and signs.
    pub fn is_named(&self, at: usize, words: &[&str]) -> bool {
        let end = at - self.chars(0..at).rev().take_while(|c| is_joint(*c)).count();
        let has_particle = self.before(end).is_some_and(|c| PARTICLES.contains(&c));
        let name = end - usize::from(has_particle);
        words.iter().any(|word| self.ends_with(end, word) || (has_particle && self.ends_with(name, word)))
    }

    /// Whether one of `words` names what ends at `at`, in the same way.
    pub fn is_named_behind(&self, at: usize, words: &[&str]) -> bool {
        let start = at + usize::from(self.get(at).is_some_and(|c| PARTICLES.contains(&c)));
        let joints = self.chars(start..self.len()).take_while(|c| is_joint(*c) && *c != '\n');
        let start = start + joints.count();
        words.iter().any(|word| self.stands_at(start, word))
    }

    /// Whether `word` stands right before `end`.
    fn ends_with(&self, end: usize, word: &str) -> bool {
        is_same(self.chars(0..end).rev(), word.chars().rev())
    }

    /// Whether `word` stands from `start` on.
    fn stands_at(&self, start: usize, word: &str) -> bool {
        is_same(self.chars(start..self.len()), word.chars())
    }
}

/// Whether `glyphs` start with all of `word`, which is in small letters.
fn is_same(mut glyphs: impl Iterator<Item = char>, mut word: impl Iterator<Item = char>) -> bool {
    word.all(|c| glyphs.next().is_some_and(|glyph| glyph.to_ascii_lowercase() == c))
}

/// Whether a character only sets a value off from its name.
fn is_joint(c: char) -> bool {
    c.is_whitespace() || ":=#()<>|*_`\"'~.-".contains(c)
}

fn has_any(chars: impl Iterator<Item = char>, words: &[&str]) -> bool {
    let text: String = chars.map(|c| c.to_ascii_lowercase()).collect();
    words.iter().any(|word| text.contains(word))
}

/// Lines on their way into glyphs.
struct Fold<'a> {
    text: &'a str,
    glyphs: Vec<Glyph>,
}

impl Fold<'_> {
    /// Takes the character `c` at byte `at`, and what belongs to it, and says
    /// where the next one starts.
    fn take(&mut self, at: usize, c: char) -> usize {
        let rest = &self.text[at..];
        match c {
            '[' if label_length(rest) > 0 => self.push(LABEL, at, label_length(rest)),
            '&' => match entity(rest) {
                Some((c, length)) => self.push(c, at, length),
                None => self.push(c, at, 1),
            },
            '\u{1100}'..='\u{1112}' => match syllable(rest) {
                Some((c, length)) => self.push(c, at, length),
                None => self.push(c, at, c.len_utf8()),
            },
            c if is_invisible(c) => {
                let end = at + c.len_utf8();
                if let Some(last) = self.glyphs.last_mut().filter(|_| is_dress(c)) {
                    last.end = end as u32;
                }
                end
            }
            c => self.push(plain(c), at, c.len_utf8()),
        }
    }

    fn push(&mut self, c: char, at: usize, length: usize) -> usize {
        self.glyphs.push(Glyph { c, start: at as u32, end: (at + length) as u32 });
        at + length
    }
}

/// How long the label is that `rest` starts with; 0 where there is none.
fn label_length(rest: &str) -> usize {
    let labels = Kind::ALL.iter().map(|kind| kind.label()).flat_map(|label| [label.korean, label.english]);
    labels.filter(|label| rest.starts_with(label)).map(str::len).max().unwrap_or(0)
}

/// The character that a reference stands for: `&#48;`, `&nbsp;`.
fn entity(rest: &str) -> Option<(char, usize)> {
    let end = rest.bytes().take(10).position(|byte| byte == b';')?;
    let name = &rest[1..end];
    let code = match name.strip_prefix('#') {
        Some(hex) if hex.starts_with(['x', 'X']) => u32::from_str_radix(&hex[1..], 16).ok(),
        Some(decimal) => decimal.parse().ok(),
        None => match name {
            "nbsp" | "ensp" | "emsp" | "thinsp" => Some(0x20),
            "dash" | "hyphen" | "ndash" | "mdash" | "minus" => Some(0x2D),
            "commat" => Some(0x40),
            "period" => Some(0x2E),
            "lowbar" => Some(0x5F),
            _ => None,
        },
    };
    Some((plain(char::from_u32(code?)?), end + 1))
}

/// The syllable that decomposed Hangul (NFD) starts with (Unicode 3.12).
fn syllable(rest: &str) -> Option<(char, usize)> {
    let mut chars = rest.chars();
    let initial = chars.next()? as u32 - 0x1100;
    let vowel = (chars.next()? as u32).checked_sub(0x1161).filter(|&vowel| vowel < 21)?;
    let last =
        chars.next().and_then(|c| (c as u32).checked_sub(0x11A7)).filter(|last| (1..28).contains(last));
    let composed = char::from_u32(0xAC00 + (initial * 21 + vowel) * 28 + last.unwrap_or(0))?;
    Some((composed, if last.is_some() { 9 } else { 6 }))
}

/// Characters that show nothing, or only dress the one before: they split a
/// number for a machine and not for a reader.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{180e}' | '\u{feff}' | '\u{20e3}' | '\u{115f}' | '\u{1160}' | '\u{3164}'
        | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e007f}')
}

/// Marks that belong to the character before, as in 0️⃣.
fn is_dress(c: char) -> bool {
    matches!(c, '\u{20e3}' | '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}')
}

/// The character in its plainest form: full-width forms and the digits of
/// mathematics as ASCII, every dash and every blank as one.
fn plain(c: char) -> char {
    match c {
        '\0'..='\x7f' if c != '\t' => c,
        '가'..='힣' => c,
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - FULL_WIDTH).unwrap_or(c),
        '\u{1d7ce}'..='\u{1d7ff}' => char::from_digit((c as u32 - 0x1D7CE) % 10, 10).unwrap_or(c),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30fc}' | '\u{3161}' | '\u{fe58}' | '\u{fe63}' => '-',
        '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        '\u{b7}' | '\u{2022}' | '\u{2219}' | '\u{22c5}' | '\u{30fb}' | '\u{318d}' | '\u{ff65}' => '·',
        c => c,
    }
}

/// Letters that stand for the zeros of 010, as in O1O.
fn zeros_from_letters(glyphs: &mut [Glyph]) {
    let is_zero = |c: char| matches!(c, '0' | 'O' | 'o' | 'ㅇ');
    for at in 2..glyphs.len() {
        if glyphs[at - 1].c != '1' || !is_zero(glyphs[at - 2].c) || !is_zero(glyphs[at].c) {
            continue;
        }
        let is_start = at < 3 || !glyphs[at - 3].c.is_alphanumeric();
        if is_start && glyphs.get(at + 1).is_some_and(|next| !next.c.is_alphabetic()) {
            (glyphs[at - 2].c, glyphs[at].c) = ('0', '0');
        }
    }
}

fn groups(glyphs: &[Glyph]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (at, _) in glyphs.iter().enumerate().filter(|(_, glyph)| glyph.c.is_ascii_digit()) {
        match groups.last_mut() {
            Some(last) if last.end == at => last.end += 1,
            _ => groups.push(at..at + 1),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        let passage = Passage::fold(text);
        passage.text(0..passage.len())
    }

    #[test]
    fn what_looks_the_same_is_the_same() {
        assert_eq!(folded("０１０－１２３４"), "010-1234");
        assert_eq!(folded("0\u{200b}1\u{ad}0\u{2013}1"), "010-1");
        assert_eq!(folded("0\u{fe0f}\u{20e3}1\u{fe0f}\u{20e3}"), "01");
        assert_eq!(folded("&#48;1&#x30;&nbsp;12 &x;"), "010 12 &x;");
        assert_eq!(folded("\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}"), "한글");
        assert_eq!(folded("O1O-1234 BO1O"), "010-1234 BO1O");
    }

    #[test]
    fn a_label_is_no_word() {
        assert_eq!(folded("a [여권번호] [phone number] [여권]"), "a \u{fffc} \u{fffc} [여권]");
    }

    #[test]
    fn bytes_are_those_of_the_text() {
        let text = "가 ０1\u{200b}2 나";
        let passage = Passage::fold(text);
        assert_eq!(passage.groups.first(), Some(&(2..5)));
        assert_eq!(&text[passage.bytes(&(2..5))], "０1\u{200b}2");
        assert_eq!(passage.bytes(&(5..5)), 12..12);
    }

    #[test]
    fn most_text_is_not_looked_at() {
        let plain = [
            "바퀴벌레는 왜 죽나요?",
            "3일 뒤에",
            "plain cat",
            "가공품과 영화",
            "asked: 2026-03-02",
            "2026년 3월 2일, 12개",
            "",
        ];
        for text in plain {
            assert!(!is_suspicious(text) && !is_read_out(text), "{text}");
        }
        for text in
            ["02-345-6789", "테헤란로 1", "101동 2호", "12가 3456", "M123A4567", "010 일이삼", "a@b", "０"]
        {
            assert!(is_suspicious(text), "{text}");
        }
        for text in ["공일공", "영 일 영", "hong골뱅이naver", "안녕 hong(at)naver.com"] {
            assert!(is_read_out(text), "{text}");
        }
    }

    #[test]
    fn a_line_comes_with_its_neighbours() {
        let passages = |text| suspicious(text).collect::<Vec<_>>();
        assert_eq!(passages("가\n나\n@\n다\n라\n"), [(4, "나\n@\n다\n")]);
        assert_eq!(passages("가\n\n@\n\n나"), [(5, "@\n\n")]);
        assert_eq!(passages("@1\n가\n@2\n나\n다\n@3"), [(0, "@1\n가\n@2\n나\n다\n@3")]);
        assert_eq!(passages("@1\n가\n나\n다\n@3"), [(0, "@1\n가\n"), (11, "다\n@3")]);
        assert_eq!(passages("가\n나"), []);
    }
}
