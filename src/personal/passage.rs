//! A passage: a few lines folded into characters that can be compared, each of
//! which still knows the bytes it came from.

use std::ops::Range;

use super::email;
use super::fold::Glyph;
use super::fold::fold;
use super::spoken;
use super::suspicious::BASE64_END;

/// What may stand between a name and its value: 번호는 : 12.
pub const PARTICLES: &[char] = &['은', '는', '이', '가', '을', '를', '도'];

/// What a word goes on with that is a place: 394번지에, 호는. With anything
/// else it is another word, as in 번지점프 and 호텔.
const ENDINGS: &str = "은는이가을를도에의로와과라랑만인입예요고며";

/// What points back to a value before its name: 12 이게 주문번호예요.
const POINTERS: &[&str] = &["이게", "이것이", "이거", "요게", "이", "가", "라는", "이라는", "인"];

/// The longest name of a shop, in glyphs.
const LONGEST_SHOP: usize = 8;

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
    /// Whether a number may be read out in it.
    pub has_spoken: bool,
    /// Whether `==` stands in it, which base64 ends in.
    pub has_filling: bool,
}

impl Passage {
    /// Folds some lines.
    pub fn fold(text: &str) -> Self {
        let glyphs = fold(text);
        let groups = groups(&glyphs);
        let folded: String = glyphs.iter().map(|glyph| glyph.c).collect();
        let has_at = folded.contains('@') || email::is_spelled_out(&folded);
        let has_spoken = spoken::can_be_in(&folded);
        Self { glyphs, groups, has_at, has_spoken, has_filling: folded.contains(BASE64_END) }
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

    /// Whether the letters of one of `acronyms` stand as a word of their own in
    /// the `distance` glyphs on either side of `glyphs`.
    pub fn has_acronym_near(&self, glyphs: &Range<usize>, distance: usize, acronyms: &[&str]) -> bool {
        let sides = [glyphs.start.saturating_sub(distance)..glyphs.start, glyphs.end..glyphs.end + distance];
        sides.into_iter().any(|side| {
            let text = self.text(side);
            let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
            words.any(|word| acronyms.iter().any(|acronym| word.eq_ignore_ascii_case(acronym)))
        })
    }

    /// Whether one of `words` names what starts at `at`: no more stands between
    /// than a particle and signs.
    pub fn is_named(&self, at: usize, words: &[&str]) -> bool {
        self.ends_of_name(at).any(|end| words.iter().any(|word| self.ends_with(end, word)))
    }

    /// The one of `words` that does so as a word of its own.
    pub fn name_of<'w>(&self, at: usize, words: &[&'w str]) -> Option<&'w str> {
        let is_whole = |start: Option<usize>| {
            start.is_some_and(|start| !self.before(start).is_some_and(char::is_alphanumeric))
        };
        let is_name = |end: usize, word: &str| {
            self.ends_with(end, word) && is_whole(end.checked_sub(word.chars().count()))
        };
        self.ends_of_name(at).find_map(|end| words.iter().copied().find(|word| is_name(end, word)))
    }

    /// Where a word ends that names what starts at `at`, with and without a
    /// particle.
    fn ends_of_name(&self, at: usize) -> impl Iterator<Item = usize> + use<> {
        let end = at - self.chars(0..at).rev().take_while(|c| is_joint(*c)).count();
        let has_particle = self.before(end).is_some_and(|c| PARTICLES.contains(&c));
        [end].into_iter().chain(has_particle.then(|| end - 1))
    }

    /// Whether one of `words` names what ends at `at`: no more stands between
    /// than a particle or a word that points back, signs, and the name of a shop.
    pub fn is_named_behind(&self, at: usize, words: &[&str]) -> bool {
        let joints =
            |at: usize| at + self.chars(at..self.len()).take_while(|c| is_joint(*c) && *c != '\n').count();
        let is_named = |at: usize| words.iter().any(|word| self.stands_at(at, word));
        let particle = at + usize::from(self.get(at).is_some_and(|c| PARTICLES.contains(&c)));
        if is_named(joints(particle)) {
            return true;
        }
        let start = joints(at);
        let Some(pointer) = POINTERS.iter().find(|word| self.stands_at(start, word)) else { return false };
        let behind = joints(start + pointer.chars().count());
        let shop = self.chars(behind..behind + LONGEST_SHOP).take_while(|c| !c.is_whitespace()).count();
        is_named(behind) || is_named(joints(behind + shop))
    }

    /// Whether a word ends at `at`, or goes on with a particle.
    pub fn ends_word(&self, at: usize) -> bool {
        self.get(at).is_none_or(|c| !matches!(c, '가'..='힣') || ENDINGS.contains(c))
    }

    /// `at`, or where the blank starts before it.
    pub fn before_blank(&self, at: usize) -> usize {
        if self.before(at).is_some_and(is_blank) { at - 1 } else { at }
    }

    /// `at`, or where the blank ends that stands there.
    pub fn behind_blank(&self, at: usize) -> usize {
        at + usize::from(self.get(at) == Some(' '))
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

/// Whether a character sets words apart; an address may go on in the next line.
pub fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\n')
}

fn has_any(chars: impl Iterator<Item = char>, words: &[&str]) -> bool {
    let text: String = chars.map(|c| c.to_ascii_lowercase()).collect();
    words.iter().any(|word| text.contains(word))
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

    #[test]
    fn bytes_are_those_of_the_text() {
        let text = "가 ０1\u{200b}2 나";
        let passage = Passage::fold(text);
        assert_eq!(passage.groups.first(), Some(&(2..5)));
        assert_eq!(&text[passage.bytes(&(2..5))], "０1\u{200b}2");
        assert_eq!(passage.bytes(&(5..5)), 12..12);
    }
}
