//! A suggestion: the known word an author probably meant.

use strsim::osa_distance;
use unicode_normalization::UnicodeNormalization;

/// The word of `known` that is nearest to `word`, if any is near enough to ask
/// "did you mean …?". Of equally near ones the first.
///
/// Words are compared in lower case and in NFD, so that a slip of one letter,
/// Latin or jamo, is one edit: 바퀴벌래 is one away from 바퀴벌레. Two letters
/// that changed places are one edit too.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = letters(word);
    let limit = limit(&typed);
    let distance = |candidate| distance_within(limit, &typed, &letters(candidate));
    let near = known.into_iter().filter_map(|candidate| Some((distance(candidate)?, candidate)));
    near.min_by_key(|&(distance, _)| distance).map(|(_, nearest)| nearest)
}

/// The edits between two words, if there are no more than `limit`. Each can
/// change the length by one letter at most, which spares most comparisons.
fn distance_within(limit: usize, one: &str, other: &str) -> Option<usize> {
    if one.chars().count().abs_diff(other.chars().count()) > limit {
        return None;
    }
    Some(osa_distance(one, other)).filter(|&distance| distance <= limit)
}

fn letters(word: &str) -> String {
    word.trim().to_lowercase().nfd().collect()
}

/// How many edits still look like a slip: a third of the letters, at least one,
/// as rustc has it for misspelt names (`rustc_span::edit_distance`). One edit
/// makes a single letter any other, so there it is none.
fn limit(typed: &str) -> usize {
    match typed.chars().count() {
        0 | 1 => 0,
        letters => (letters / 3).max(1),
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
}
