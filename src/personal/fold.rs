//! Folding: characters in the form in which they can be compared, each with
//! the bytes it came from.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::kind::Kind;

/// What stands in for a label, so that the word in it is no context for the
/// next number: a text that was redacted once has nothing more to redact.
pub const LABEL: char = '\u{fffc}';

/// The longest reference to a character that is looked at: `&ZeroWidthSpace;`.
const LONGEST_REFERENCE: usize = 16;

/// How far behind the code of a mobile phone all its digits stand, in glyphs, and
/// how many these are at least.
const PHONE_LENGTH: usize = 11;
const FEWEST_DIGITS: usize = 7;

/// One character of a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyph {
    /// The character, folded.
    pub c: char,
    /// Its first byte; a text has no more than 1 MiB.
    pub start: u32,
    /// The byte behind its last.
    pub end: u32,
}

/// The characters of some lines, folded.
pub fn fold(text: &str) -> Vec<Glyph> {
    let mut fold = Fold { text, glyphs: Vec::with_capacity(text.len()) };
    let mut next = 0;
    for (at, c) in text.char_indices() {
        // what an earlier character took along
        if at >= next {
            next = fold.take(at, c);
        }
    }
    let Fold { mut glyphs, .. } = fold;
    code_from_letters(&mut glyphs);
    glyphs
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
                Some((c, length)) if is_invisible(c) => at + length,
                Some((c, length)) => self.push(c, at, length),
                None => self.push(c, at, 1),
            },
            '\u{1100}'..='\u{1112}' => match syllable(rest) {
                Some((c, length)) => self.push(c, at, length),
                None => self.push(c, at, c.len_utf8()),
            },
            c if is_invisible(c) => {
                let end = at + c.len_utf8();
                // a mark belongs to the character before, as in 0️⃣
                if is_combining_mark(c) {
                    self.widen(end);
                }
                end
            }
            c => {
                // one alone counts a list: ①010 starts with 0
                let digit = enclosed_digit(c).filter(|_| stands_in_a_row(&self.text[..at], c, rest));
                self.push(digit.unwrap_or_else(|| plain(c)), at, c.len_utf8())
            }
        }
    }

    /// Adds a glyph; a page shows blanks in a row as one.
    fn push(&mut self, c: char, at: usize, length: usize) -> usize {
        let end = at + length;
        match self.glyphs.last() {
            Some(last) if (last.c, c) == (' ', ' ') => self.widen(end),
            _ => self.glyphs.push(Glyph { c, start: at as u32, end: end as u32 }),
        }
        end
    }

    /// Lets the last glyph end at `end`.
    fn widen(&mut self, end: usize) {
        if let Some(last) = self.glyphs.last_mut() {
            last.end = end as u32;
        }
    }
}

/// How long the label is that `rest` starts with; 0 where there is none.
pub fn label_length(rest: &str) -> usize {
    let labels = Kind::ALL.iter().map(|kind| kind.label()).flat_map(|label| [label.korean, label.english]);
    labels.filter(|label| rest.starts_with(label)).map(str::len).max().unwrap_or(0)
}

/// The character that a reference stands for: `&#48;`, `&nbsp;`.
fn entity(rest: &str) -> Option<(char, usize)> {
    let end = rest.bytes().take(LONGEST_REFERENCE).position(|byte| byte == b';')?;
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
            "zwnj" | "zwj" | "shy" | "ZeroWidthSpace" | "lrm" | "rlm" => Some(0x200B),
            _ => None,
        },
    };
    Some((plain(char::from_u32(code?)?), end + 1))
}

/// The digit in a circle, in brackets, with a full stop, or set high or low,
/// that NFKC makes a digit of.
pub fn enclosed_digit(c: char) -> Option<char> {
    /// Where a row starts, and the digit it starts with.
    const ROWS: [(char, u32); 17] = [
        ('\u{b2}', 2),    // ² ³
        ('\u{b9}', 1),    // ¹
        ('\u{2070}', 0),  // ⁰, ⁴ to ⁹
        ('\u{2080}', 0),  // ₀
        ('\u{2460}', 1),  // ①
        ('\u{2474}', 1),  // ⑴
        ('\u{2488}', 1),  // ⒈
        ('\u{24ea}', 0),  // ⓪
        ('\u{24f5}', 1),  // ⓵
        ('\u{24ff}', 0),  // ⓿
        ('\u{2776}', 1),  // ❶
        ('\u{2780}', 1),  // ➀
        ('\u{278a}', 1),  // ➊
        ('\u{1f100}', 0), // 🄀
        ('\u{1f101}', 0), // 🄁
        ('\u{1f10b}', 0), // 🄋
        ('\u{1f10c}', 0), // 🄌
    ];
    let (start, first) = ROWS.into_iter().rev().find(|(start, _)| *start <= c)?;
    let is_digit = match start {
        '\u{b2}' => c <= '\u{b3}',
        '\u{2070}' => !('\u{2071}'..='\u{2073}').contains(&c),
        _ => true,
    };
    char::from_digit(first + (c as u32 - start as u32), 10).filter(|_| is_digit)
}

/// Whether another such digit stands right before `c`, or behind it in `rest`,
/// which starts with it.
fn stands_in_a_row(before: &str, c: char, rest: &str) -> bool {
    let next = rest[c.len_utf8()..].chars().next();
    [before.chars().next_back(), next].into_iter().flatten().any(|c| enclosed_digit(c).is_some())
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
///
/// Those are controls that end no line, marks, and what Unicode calls default
/// ignorable (UAX #44, Default_Ignorable_Code_Point).
pub fn is_invisible(c: char) -> bool {
    match c {
        ' '..='~' | '가'..='힣' => false,
        '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{3164}' | '\u{feff}'
        | '\u{ffa0}' => true,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => true,
        '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' => true,
        '\u{e0000}'..='\u{e0fff}' => true,
        c => (c.is_control() && !c.is_whitespace()) || is_combining_mark(c),
    }
}

/// Whether folding leaves nothing of the character, or another one.
pub fn is_folded(c: char) -> bool {
    is_invisible(c) || matches!(c, '\u{1100}'..='\u{11ff}') || plain(c) != c
}

/// The character in its plainest form: what NFKC makes of it where that is one
/// character, every dash, every blank and every end of a line as one.
fn plain(c: char) -> char {
    match c {
        '!'..='~' | '가'..='힣' | '\n' | '\r' => c,
        // letters by themselves, not parts of a syllable as in NFKC
        '\u{3161}' | '\u{30fc}' => '-',
        '\u{3131}'..='\u{318c}' => c,
        '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        '\u{2800}' => ' ',
        c if c.is_whitespace() => ' ',
        c if enclosed_digit(c).is_some() => c,
        c => plain_sign(compatible(c)),
    }
}

/// What NFKC makes of a character, unless that is several.
fn compatible(c: char) -> char {
    let mut compatible = c.nfkc();
    match (compatible.next(), compatible.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// The sign that others are drawn like.
fn plain_sign(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{2e3a}' | '\u{2e3b}' => '-',
        '\u{b7}' | '\u{2022}' | '\u{2027}' | '\u{2219}' | '\u{22c5}' | '\u{30fb}' | '\u{318d}' => '·',
        c => c,
    }
}

/// Letters and syllables that stand for the digits of 010, as in O1O, 0l0 and
/// 공1공. Syllables behind it as well are those of a number that is read out.
fn code_from_letters(glyphs: &mut [Glyph]) {
    let is_zero = |c: char| matches!(c, '0' | 'O' | 'o' | 'ㅇ' | '공' | '영');
    let is_one = |c: char| matches!(c, '1' | 'l' | 'I' | '일');
    for at in 2..glyphs.len() {
        let code = [glyphs[at - 2].c, glyphs[at - 1].c, glyphs[at].c];
        let is_code = is_one(code[1]) && is_zero(code[0]) && is_zero(code[2]);
        let has_syllable = code.iter().any(|c| matches!(c, '가'..='힣'));
        if !is_code || (has_syllable && !precedes_digits(&glyphs[at + 1..])) {
            continue;
        }
        let is_start = at < 3 || !glyphs[at - 3].c.is_alphanumeric();
        if is_start && glyphs.get(at + 1).is_some_and(|next| !next.c.is_alphabetic()) {
            (glyphs[at - 2].c, glyphs[at - 1].c, glyphs[at].c) = ('0', '1', '0');
        }
    }
}

/// Whether the digits of a phone follow, and nothing else.
fn precedes_digits(glyphs: &[Glyph]) -> bool {
    let near = glyphs.iter().take(PHONE_LENGTH).map(|glyph| glyph.c);
    let plain = near.take_while(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '.'));
    plain.filter(char::is_ascii_digit).count() >= FEWEST_DIGITS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        fold(text).iter().map(|glyph| glyph.c).collect()
    }

    #[test]
    fn what_looks_the_same_is_the_same() {
        assert_eq!(folded("０１０－１２３４"), "010-1234");
        assert_eq!(folded("0\u{200b}1\u{ad}0\u{2013}1"), "010-1");
        assert_eq!(folded("0\u{fe0f}\u{20e3}1\u{fe0f}\u{20e3}"), "01");
        assert_eq!(folded("&#48;1&#x30;&nbsp;12 &x;"), "010 12 &x;");
        assert_eq!(folded("01&#8203;0&zwnj;-&ZeroWidthSpace;1"), "010-1");
        assert_eq!(folded("\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}"), "한글");
        assert_eq!(folded("O1O-1234 BO1O"), "010-1234 BO1O");
        assert_eq!(folded("OIO-1, 0l0-1"), "010-1, 010-1");
        for code in ["공1공", "01공", "공일0"] {
            assert_eq!(folded(&format!("{code} 1234-5678")), "010 1234-5678");
            assert_eq!(folded(&format!("{code} 12삼4-5678")), format!("{code} 12삼4-5678"));
        }
        assert_eq!(folded("⓪①⓪-❷❾⑨⁴₈"), "010-29948");
        assert_eq!(folded("①010, 5m²"), "①010, 5m²");
        assert_eq!(folded("🯰🯱🯰⁻🄂🄃︲1"), "010-12-1");
        assert_eq!(folded("𝗵𝗼𝗻𝗴﹫ⓝⓐver Ⅿ12"), "hong@naver M12");
        assert_eq!(folded("½ ㎡ ㅇㅏ ｈ…"), "½ ㎡ ㅇㅏ h…");
    }

    #[test]
    fn what_shows_nothing_is_nothing() {
        for c in [
            '\u{1}',
            '\u{7f}',
            '\u{488}',
            '\u{61c}',
            '\u{17b4}',
            '\u{180b}',
            '\u{1ab0}',
            '\u{206a}',
            '\u{20dd}',
            '\u{fe20}',
            '\u{ffa0}',
            '\u{fff9}',
            '\u{1bca0}',
            '\u{1d173}',
            '\u{e0100}',
        ] {
            assert_eq!(folded(&format!("0{c}1")), "01", "{c:?}");
        }
    }

    #[test]
    fn blanks_in_a_row_are_one() {
        assert_eq!(folded("0 \u{200b}\t\u{3000}&nbsp;\u{2800}\u{1680}1"), "0 1");
        assert_eq!(folded("0  \n\n  1\u{2028}2\u{85}3"), "0 \n\n 1\n2\n3");
        let blank = fold("0  1")[1];
        assert_eq!((blank.start, blank.end), (1, 3));
    }

    #[test]
    fn a_label_is_no_word() {
        assert_eq!(folded("a [여권번호] [phone number] [여권]"), "a \u{fffc} \u{fffc} [여권]");
    }
}
