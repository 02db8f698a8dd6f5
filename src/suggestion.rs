//! A suggestion: the known word an author probably meant.

use std::borrow::Borrow;
use std::cell::RefCell;

use rustc_hash::FxHashMap;
use strsim::osa_distance;
use unicode_normalization::UnicodeNormalization;

/// The word of `known` that is nearest to `word`, if any is near enough to ask
/// "did you mean …?". Of equally near ones the first.
///
/// Words are compared in lower case and in NFD, so that a slip of one letter,
/// Latin or jamo, is one edit: 바퀴벌래 is one away from 바퀴벌레. Two letters
/// that changed places are one edit too.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = Letters::of(word);
    nearest_of(&typed, known.into_iter().map(|candidate| (candidate, Letters::of(candidate))))
}

/// What to do about a word that is none of `known`: asks for the [`nearest`], or
/// says `otherwise`.
pub fn help<'a>(
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
    otherwise: impl FnOnce() -> String,
) -> String {
    nearest(word, known).map_or_else(otherwise, |near| format!("did you mean `{near}`?"))
}

/// Known words in which many that were typed are looked up.
///
/// Each is spelt out once, and what was found is remembered by what was typed:
/// one slip may stand in a thousand files.
#[derive(Debug)]
pub struct Known {
    words: Vec<(String, Letters)>,
    /// The position of what was found for each word.
    found: RefCell<FxHashMap<String, Option<usize>>>,
}

impl Known {
    /// The word that is [`nearest`] to this one.
    pub fn nearest(&self, word: &str) -> Option<&str> {
        let remembered = self.found.borrow().get(word).copied();
        let found = remembered.unwrap_or_else(|| {
            let found = self.look_up(word);
            self.found.borrow_mut().insert(word.to_owned(), found);
            found
        });
        found.map(|at| self.words[at].0.as_str())
    }

    fn look_up(&self, word: &str) -> Option<usize> {
        let letters = self.words.iter().map(|(_, letters)| letters);
        nearest_of(&Letters::of(word), letters.enumerate())
    }
}

impl FromIterator<String> for Known {
    fn from_iter<T: IntoIterator<Item = String>>(words: T) -> Self {
        let spelt = |word: String| {
            let letters = Letters::of(&word);
            (word, letters)
        };
        Self { words: words.into_iter().map(spelt).collect(), found: RefCell::default() }
    }
}

/// The candidate whose letters are nearest to those that were typed.
fn nearest_of<C, L: Borrow<Letters>>(
    typed: &Letters,
    candidates: impl IntoIterator<Item = (C, L)>,
) -> Option<C> {
    let limit = typed.limit();
    let near = candidates.into_iter().filter_map(|(candidate, letters)| {
        Some((typed.distance_within(limit, letters.borrow())?, candidate))
    });
    near.min_by_key(|&(distance, _)| distance).map(|(_, nearest)| nearest)
}

/// A word as words are compared.
#[derive(Debug)]
struct Letters {
    text: String,
    count: usize,
    /// A bit for each letter that occurs; some letters share one.
    kinds: u64,
}

impl Letters {
    fn of(word: &str) -> Self {
        let text: String = word.trim().to_lowercase().nfd().collect();
        let kinds = text.chars().fold(0, |kinds, letter| kinds | 1 << (u32::from(letter) % u64::BITS));
        Self { count: text.chars().count(), kinds, text }
    }

    /// The edits between two words, if there are no more than `limit`. Each can
    /// change the length by one letter at most, and take one kind of letter away
    /// and bring another, which spares most comparisons.
    fn distance_within(&self, limit: usize, other: &Self) -> Option<usize> {
        let kinds = (self.kinds ^ other.kinds).count_ones() as usize;
        if self.count.abs_diff(other.count) > limit || kinds > 2 * limit {
            return None;
        }
        Some(osa_distance(&self.text, &other.text)).filter(|&distance| distance <= limit)
    }

    /// How many edits still look like a slip: a third of the letters, at least
    /// one, as rustc has it for misspelt names (`rustc_span::edit_distance`). One
    /// edit makes a single letter any other, so there it is none.
    fn limit(&self) -> usize {
        match self.count {
            0 | 1 => 0,
            letters => (letters / 3).max(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: [&str; 6] = ["title", "asked", "answered", "answered_by", "category", "tags"];

    #[test]
    fn a_slip_finds_the_word() {
        let slips = [
            ("titel", "title"),
            ("Title", "title"),
            ("anwsered", "answered"),
            ("answerd_by", "answered_by"),
            ("answered-by", "answered_by"),
            ("catagory", "category"),
            ("tag", "tags"),
        ];
        for (slip, word) in slips {
            assert_eq!(nearest(slip, KEYS), Some(word), "{slip}");
        }
    }

    #[test]
    fn another_word_finds_nothing() {
        for word in ["", "colour", "ti", "x", "질문"] {
            assert_eq!(nearest(word, KEYS), None, "{word}");
        }
    }

    #[test]
    fn one_jamo_is_one_edit() {
        let known = ["해충", "바퀴벌레", "답변", "질문"];
        assert_eq!(nearest("바퀴벌래", known), Some("바퀴벌레"));
        assert_eq!(nearest("답볃", known), Some("답변"));
        assert_eq!(nearest("댭변", known), Some("답변"));
        assert_eq!(nearest("환불", known), None);
    }

    #[test]
    fn of_equally_near_words_the_first_wins() {
        assert_eq!(nearest("bat", ["cat", "hat"]), Some("cat"));
        assert_eq!(nearest("bat", []), None);
    }

    #[test]
    fn a_single_letter_is_no_slip_for_another() {
        assert_eq!(nearest("a", ["b", "ab"]), None);
        assert_eq!(nearest("A", ["a"]), Some("a"));
    }

    #[test]
    fn what_is_looked_up_often_is_looked_for_once() {
        let known: Known = KEYS.into_iter().map(str::to_owned).collect();
        for _ in 0..1000 {
            assert_eq!(known.nearest("titel"), Some("title"));
            assert_eq!(known.nearest("colour"), None);
        }
        assert_eq!(known.found.borrow().len(), 2);
    }

    #[test]
    fn no_near_word_is_spared_a_comparison() {
        let slips =
            ["tagz", "gats", "at", "answred", "Asked", "ctegory", "답변", "titile_", "ttile", "answeredby"];
        for slip in slips {
            let all = KEYS.map(|key| osa_distance(&Letters::of(slip).text, key));
            let least = all.into_iter().min().filter(|&least| least <= Letters::of(slip).limit());
            let found = nearest(slip, KEYS).map(|key| osa_distance(&Letters::of(slip).text, key));
            assert_eq!(found, least, "{slip}");
        }
    }
}
