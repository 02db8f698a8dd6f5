//! Folding: characters in the form in which they can be compared, each with
//! the bytes it came from.

use super::kind::Kind;

/// What stands in for a label, so that the word in it is no context for the
/// next number: a text that was redacted once has nothing more to redact.
const LABEL: char = '\u{fffc}';

/// How far full-width forms (U+FF01–FF5E) stand from the ASCII they show.
const FULL_WIDTH: u32 = 0xFEE0;

/// The longest reference to a character that is looked at: `&ZeroWidthSpace;`.
const LONGEST_REFERENCE: usize = 16;

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
    zeros_from_letters(&mut glyphs);
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
                if let Some(last) = self.glyphs.last_mut().filter(|_| is_dress(c)) {
                    last.end = end as u32;
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
    const ROWS: [(char, u32); 13] = [
        ('\u{b2}', 2),   // ² ³
        ('\u{b9}', 1),   // ¹
        ('\u{2070}', 0), // ⁰, ⁴ to ⁹
        ('\u{2080}', 0), // ₀
        ('\u{2460}', 1), // ①
        ('\u{2474}', 1), // ⑴
        ('\u{2488}', 1), // ⒈
        ('\u{24ea}', 0), // ⓪
        ('\u{24f5}', 1), // ⓵
        ('\u{24ff}', 0), // ⓿
        ('\u{2776}', 1), // ❶
        ('\u{2780}', 1), // ➀
        ('\u{278a}', 1), // ➊
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
pub fn is_invisible(c: char) -> bool {
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
        assert_eq!(folded("⓪①⓪-❷❾⑨⁴₈"), "010-29948");
        assert_eq!(folded("①010, 5m²"), "①010, 5m²");
    }

    #[test]
    fn a_label_is_no_word() {
        assert_eq!(folded("a [여권번호] [phone number] [여권]"), "a \u{fffc} \u{fffc} [여권]");
    }
}
