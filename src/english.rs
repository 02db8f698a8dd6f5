//! English words: the stem that joins the forms of one, and which of them say
//! nothing about a subject.
//!
//! Words are in lower case and without apostrophes, as search cuts them. The
//! default theme's `search/english.js` says the same of every word.

use std::borrow::Cow;

/// The stem that `word` shares with its other forms: connected, connecting and
/// connections all become `connect`.
///
/// This is the Snowball English stemmer, "Porter2", as Snowball 3.1 has it
/// (<https://snowballstem.org/algorithms/english/stemmer.html>), which knows a
/// few more endings and exceptions than the text that first described it. A
/// stem need not be a word. What holds anything but a–z stays as it is.
pub fn stem(word: &str) -> Cow<'_, str> {
    if word.len() <= 2 || !word.bytes().all(|letter| letter.is_ascii_lowercase()) {
        return Cow::Borrowed(word);
    }
    if let Some((_, stem)) = EXCEPTIONS.iter().find(|(exception, _)| *exception == word) {
        return Cow::Borrowed(stem);
    }
    let mut word = Word::new(word);
    word.step_1a();
    word.step_1b();
    word.step_1c();
    word.step_2();
    word.step_3();
    word.step_4();
    word.step_5();
    word.letters
}

/// Whether `word` says nothing about the subject of a question, so that a query
/// may do without it as long as other words are left.
///
/// It looks through a list, which is meant for the few words of a query.
pub fn is_common(word: &str) -> bool {
    COMMON.split(' ').any(|common| common == word)
}

/// Function words, and the words that frame a question rather than ask it.
///
/// The function words are those of Snowball's list of stop words
/// (<https://snowballstem.org/algorithms/english/stop.txt>) with more pronouns
/// and conjunctions, less what tells two questions apart:
/// - negations (`not`, `without`, and so `don`, `doesn`),
/// - places, times and amounts (`before`, `off`, `under`, `all`, `only`),
/// - namesakes of other words (`will`, `may`, `must`, `might`, `mine`, `us`).
///
/// `can` is there all the same: it opens too many questions. The framing words
/// are those of "please tell me", "I would like to know", "is it possible" and
/// "hello, thanks". The pieces `s`, `t`, `m`, `ll`, `re` and `ve` are what an
/// apostrophe leaves; `d` is not, for it is a vitamin.
const COMMON: &str = "\
    a about also although am an and any anybody anyone anything are as ask asking at be because been \
    being but by can could dear did do does doing done else ever everybody everyone everything \
    explain for from had has have having he hello her here hers herself hi him himself his how \
    however i if im in into is it its itself ive just know knowing knows let like ll m many me much \
    my myself need needed needs of on or ought our ours ourselves please possible quite re really \
    regarding s shall she should so some somebody someone something such t tell than thank thanks \
    that the their theirs them themselves then there these they this those though to too understand \
    ve very want wanted wants was we were what whatever whats when where whether which while who \
    whom whose why with wonder wondering would you your yours yourself yourselves";

/// Words whose stem no rule finds.
const EXCEPTIONS: [(&str, &str); 15] = [
    ("andes", "andes"),
    ("atlas", "atlas"),
    ("bias", "bias"),
    ("cosmos", "cosmos"),
    ("early", "earli"),
    ("gently", "gentl"),
    ("howe", "howe"),
    ("idly", "idl"),
    ("news", "news"),
    ("only", "onli"),
    ("singly", "singl"),
    ("skies", "sky"),
    ("skis", "ski"),
    ("sky", "sky"),
    ("ugly", "ugli"),
];

/// Beginnings after which R1 starts, wherever the vowels stand: `generate` and
/// `general` are to keep their difference.
const PREFIXES: [&str; 9] =
    ["arsen", "commun", "emerg", "gener", "inter", "later", "organ", "past", "univers"];

/// What `-eed` stays behind when it is the rest of the word.
const KEEPS_EED: [&str; 3] = ["exc", "proc", "succ"];

/// What `-ing` stays behind when it is the rest of the word: these are nouns.
const KEEPS_ING: [&str; 6] = ["cann", "earr", "even", "herr", "inn", "out"];

/// Endings with what stands for them after step 2, a longer one before those it
/// ends in.
const STEP_2: [(&str, &str); 25] = [
    ("ational", "ate"),
    ("tional", "tion"),
    ("fulness", "ful"),
    ("iveness", "ive"),
    ("ousness", "ous"),
    ("ization", "ize"),
    ("ation", "ate"),
    ("biliti", "ble"),
    ("lessli", "less"),
    ("alism", "al"),
    ("aliti", "al"),
    ("entli", "ent"),
    ("fulli", "ful"),
    ("iviti", "ive"),
    ("ogist", "og"),
    ("ousli", "ous"),
    ("abli", "able"),
    ("alli", "al"),
    ("anci", "ance"),
    ("ator", "ate"),
    ("enci", "ence"),
    ("izer", "ize"),
    ("bli", "ble"),
    ("ogi", "og"),
    ("li", ""),
];

/// The same for step 3.
const STEP_3: [(&str, &str); 9] = [
    ("ational", "ate"),
    ("tional", "tion"),
    ("alize", "al"),
    ("ative", ""),
    ("icate", "ic"),
    ("iciti", "ic"),
    ("ical", "ic"),
    ("ness", ""),
    ("ful", ""),
];

/// The same for step 4, which drops them all.
const STEP_4: [(&str, &str); 18] = [
    ("ement", ""),
    ("ment", ""),
    ("ent", ""),
    ("able", ""),
    ("ance", ""),
    ("ence", ""),
    ("ible", ""),
    ("ant", ""),
    ("ate", ""),
    ("ion", ""),
    ("ism", ""),
    ("iti", ""),
    ("ive", ""),
    ("ize", ""),
    ("ous", ""),
    ("al", ""),
    ("er", ""),
    ("ic", ""),
];

/// A word on its way to its stem.
///
/// It is borrowed for as long as letters only fall off its end.
struct Word<'a> {
    letters: Cow<'a, str>,
    /// Where R1 begins: behind the first consonant that follows a vowel.
    r1: usize,
    /// Where R2 begins: the same once more, within R1.
    r2: usize,
}

impl<'a> Word<'a> {
    fn new(letters: &'a str) -> Self {
        let prefix = PREFIXES.iter().find(|prefix| letters.starts_with(**prefix));
        let r1 = prefix.map_or_else(|| region(letters.as_bytes(), 0), |prefix| prefix.len());
        Self { letters: Cow::Borrowed(letters), r1, r2: region(letters.as_bytes(), r1) }
    }

    /// Drops the plural: `caresses`, `ponies`, `cats`.
    fn step_1a(&mut self) {
        let length = self.letters.len();
        let ends_in = |ending| self.letters.ends_with(ending);
        if ends_in("sses") || length > 4 && (ends_in("ied") || ends_in("ies")) {
            self.cut(length - 2);
        } else if ends_in("ied")
            || ends_in("ies")
            || ends_in("s") && !ends_in("us") && !ends_in("ss") && self.has_vowel(length - 2)
        {
            self.cut(length - 1);
        }
    }

    /// Drops the past and the progressive: `agreed`, `hoped`, `sitting`, and
    /// adverbs of them.
    fn step_1b(&mut self) {
        let verb = self.letters.strip_suffix("ly").unwrap_or(&self.letters);
        if let Some(root) = verb.strip_suffix("eed") {
            let at = root.len();
            if at >= self.r1 && !KEEPS_EED.contains(&root) {
                self.replace(at, "ee");
            }
            return;
        }
        let Some(root) = verb.strip_suffix("ing").or_else(|| verb.strip_suffix("ed")) else { return };
        let at = root.len();
        if self.letters.ends_with("ing") && KEEPS_ING.contains(&root) {
            return;
        }
        if self.letters.ends_with("ying") && at == 2 && self.is_vowel(1) {
            self.replace(1, "ie");
        } else if self.has_vowel(at) {
            self.end_verb(at);
        }
    }

    /// Ends a verb before `at`, where it lost an ending: with the `e` that had
    /// made way for it, and without the letter that was doubled for it.
    fn end_verb(&mut self, at: usize) {
        match &self.letters.as_bytes()[..at] {
            [.., b'a', b't'] | [.., b'b', b'l'] | [.., b'i', b'z'] => self.replace(at, "e"),
            // `add`, `egg`, `off`
            [b'a' | b'e' | b'o', one, two] if is_doubled(*one, *two) => self.cut(at),
            [.., one, two] if is_doubled(*one, *two) => self.cut(at - 1),
            _ if at == self.r1 && self.is_short(at) => self.replace(at, "e"),
            _ => self.cut(at),
        }
    }

    /// Ends in `i` what ends in a `y` behind a consonant: `happy`, not `by` or
    /// `say`.
    fn step_1c(&mut self) {
        let length = self.letters.len();
        if length > 2 && self.letters.ends_with('y') && !self.is_vowel(length - 2) {
            self.replace(length - 1, "i");
        }
    }

    fn step_2(&mut self) {
        let Some((at, ending, replacement)) = self.ending(&STEP_2) else { return };
        let follows = |letters: &[u8]| letters.contains(&self.letters.as_bytes()[at - 1]);
        let fits = at >= self.r1
            && match ending {
                "li" => follows(b"cdeghkmnrt"),
                "ogi" => follows(b"l"),
                _ => true,
            };
        if fits {
            self.replace(at, replacement);
        }
    }

    fn step_3(&mut self) {
        let Some((at, ending, replacement)) = self.ending(&STEP_3) else { return };
        if at >= if ending == "ative" { self.r2 } else { self.r1 } {
            self.replace(at, replacement);
        }
    }

    fn step_4(&mut self) {
        let Some((at, ending, _)) = self.ending(&STEP_4) else { return };
        let fits = ending != "ion" || self.letters[..at].ends_with(['s', 't']);
        if at >= self.r2 && fits {
            self.cut(at);
        }
    }

    /// Drops a last `e` or doubled `l`: `rate`, `controll`.
    fn step_5(&mut self) {
        let last = self.letters.len() - 1;
        let is_spare = if self.letters.ends_with('e') {
            last >= self.r2 || last >= self.r1 && !self.is_short(last)
        } else {
            last >= self.r2 && self.letters.ends_with("ll")
        };
        if is_spare {
            self.cut(last);
        }
    }

    /// The first of `endings` that the word has, where it begins, and what is
    /// to stand for it.
    fn ending(
        &self,
        endings: &[(&'static str, &'static str)],
    ) -> Option<(usize, &'static str, &'static str)> {
        let &(ending, replacement) = endings.iter().find(|(ending, _)| self.letters.ends_with(ending))?;
        Some((self.letters.len() - ending.len(), ending, replacement))
    }

    fn is_vowel(&self, at: usize) -> bool {
        is_vowel(self.letters.as_bytes(), at)
    }

    /// Whether a vowel stands before `end`.
    fn has_vowel(&self, end: usize) -> bool {
        (0..end).any(|at| self.is_vowel(at))
    }

    /// Whether the letters before `end` end in a short syllable: `rap`, `on`.
    fn is_short(&self, end: usize) -> bool {
        let letters = &self.letters.as_bytes()[..end];
        match end {
            0 | 1 => false,
            2 => self.is_vowel(0) && !self.is_vowel(1),
            _ => {
                let closes = !self.is_vowel(end - 1) && !matches!(letters[end - 1], b'w' | b'x' | b'y');
                closes && self.is_vowel(end - 2) && !self.is_vowel(end - 3) || letters.ends_with(b"past")
            }
        }
    }

    /// Puts `replacement` in the place of all letters from `at`.
    fn replace(&mut self, at: usize, replacement: &str) {
        if self.letters[at..].starts_with(replacement) {
            self.cut(at + replacement.len());
        } else {
            let letters = self.letters.to_mut();
            letters.truncate(at);
            letters.push_str(replacement);
        }
    }

    /// Drops all letters from `at`.
    fn cut(&mut self, at: usize) {
        match &mut self.letters {
            Cow::Borrowed(letters) => *letters = &letters[..at],
            Cow::Owned(letters) => letters.truncate(at),
        }
    }
}

/// Where the region begins behind the first consonant that follows a vowel,
/// from `start`; at the end of the word if none does.
fn region(letters: &[u8], start: usize) -> usize {
    let ends_at = |at: &usize| is_vowel(letters, at - 1) && !is_vowel(letters, *at);
    (start + 1..letters.len()).find(ends_at).map_or(letters.len(), |at| at + 1)
}

/// Whether the letter at `at` is a vowel. A `y` is one unless it begins the
/// word or follows a vowel: in a row of them, every other is.
fn is_vowel(letters: &[u8], at: usize) -> bool {
    let is_plain = |letter| matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u');
    if letters[at] != b'y' {
        return is_plain(letters[at]);
    }
    let before = letters[..at].iter().rposition(|&letter| letter != b'y');
    let row = before.map_or(at + 1, |before| at - before);
    let starts_as_consonant = before.is_none_or(|before| is_plain(letters[before]));
    (row % 2 == 0) == starts_as_consonant
}

/// Whether two letters are one that was doubled before an ending.
fn is_doubled(one: u8, two: u8) -> bool {
    one == two && matches!(one, b'b' | b'd' | b'f' | b'g' | b'm' | b'n' | b'p' | b'r' | b't')
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A file that `search/english.js` is tested with too.
    fn fixture(name: &str) -> String {
        fs::read_to_string(format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    }

    /// The stems are those of Snowball's own Python package, `snowballstemmer`
    /// 3.1.1, for words that meet every rule and exception.
    #[test]
    fn every_stem_is_the_one_snowball_finds() {
        for line in fixture("english.tsv").lines() {
            let (word, expected) = line.split_once('\t').unwrap();
            assert_eq!(stem(word), expected, "{word}");
        }
    }

    #[test]
    fn what_holds_anything_but_small_letters_is_its_own_stem() {
        for word in ["", "Houses", "houses2", "cafés", "o'clocks", "질문ing", "ing-ing"] {
            assert_eq!(stem(word), word);
        }
    }

    #[test]
    fn a_long_row_of_one_letter_is_read_quickly() {
        let row = "y".repeat(100_000);
        assert_eq!(stem(&format!("{row}ing")).len(), row.len());
        assert_eq!(stem(&"s".repeat(100_000)).len(), 100_000);
    }

    #[test]
    fn the_common_words_are_those_of_the_fixture() {
        assert!(COMMON.split(' ').eq(fixture("english-common.txt").lines()));
    }

    #[test]
    fn words_that_tell_questions_apart_are_not_common() {
        for word in ["not", "without", "off", "will", "us", "refund"] {
            assert!(!is_common(word), "{word}");
        }
        assert!(["how", "can", "i"].into_iter().all(is_common));
    }
}
