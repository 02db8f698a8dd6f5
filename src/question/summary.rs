//! The summary: one sentence that stands for a question in lists.

use super::Question;
use super::Turn;
use crate::markdown::Fragment;

/// The longest summary that is made from a text, in characters.
const LENGTH: usize = 160;

/// A sentence shorter than this says too little alone, in characters.
const SHORT: usize = 25;

/// What the author wrote; else the first sentence of the answer; else that of
/// the question.
pub fn of(question: &Question, turns: &[Turn], fragments: &[Fragment]) -> String {
    if let Some(summary) = &question.front.summary {
        return summary.clone();
    }
    let texts = || turns.iter().zip(fragments);
    let answer = texts().find(|(turn, fragment)| turn.kind.is_answer() && !fragment.text.is_empty());
    let text = answer.or_else(|| texts().next()).map_or("", |(_, fragment)| fragment.text.as_str());
    first_sentence(text)
}

/// The first sentence of `text` that says something: greetings are passed
/// over, and a very short sentence takes the next one along.
pub fn first_sentence(text: &str) -> String {
    let mut summary = String::new();
    for sentence in sentences(text).filter(|sentence| !is_greeting(sentence)) {
        if !summary.is_empty() {
            summary.push(' ');
        }
        summary.push_str(sentence);
        if summary.chars().count() >= SHORT {
            break;
        }
    }
    if summary.is_empty() {
        summary = text.lines().next().unwrap_or_default().trim().to_owned();
    }
    shorten(summary)
}

/// The sentences of `text`: a line, or up to a full stop, question mark or
/// exclamation mark with a space behind.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| {
        let mut rest = line.trim();
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let end = sentence_end(rest);
            let (sentence, after) = rest.split_at(end);
            rest = after.trim_start();
            Some(sentence.trim_end())
        })
    })
}

fn sentence_end(text: &str) -> usize {
    let mut ends = text.char_indices().filter(|(_, c)| matches!(c, '.' | '?' | '!' | '。' | '…'));
    let end = ends.find_map(|(at, c)| {
        let after = at + c.len_utf8();
        text[after..].chars().next().is_none_or(char::is_whitespace).then_some(after)
    });
    end.unwrap_or(text.len())
}

fn is_greeting(sentence: &str) -> bool {
    sentence.starts_with("안녕하세요")
        || sentence.starts_with("안녕하십니까")
        || sentence.starts_with("Hello")
        || sentence.starts_with("Dear ")
}

/// Cuts at a space near the longest length.
fn shorten(text: String) -> String {
    let Some((cut, _)) = text.char_indices().nth(LENGTH) else { return text };
    let head = &text[..cut];
    let end = head.rfind(' ').filter(|&space| space > cut / 2).unwrap_or(cut);
    format!("{}…", head[..end].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greetings_are_passed_over() {
        let text = "안녕하세요, 자취 3년차 님. 죽을 때 다리가 굳으면서 무게 중심이 위로 올라가기 때문입니다. 더 있습니다.";
        assert_eq!(first_sentence(text), "죽을 때 다리가 굳으면서 무게 중심이 위로 올라가기 때문입니다.");
    }

    #[test]
    fn a_short_sentence_takes_the_next_along() {
        assert_eq!(
            first_sentence("네. 가능합니다. 다만 사흘 안에 말씀해 주셔야 합니다. 끝."),
            "네. 가능합니다. 다만 사흘 안에 말씀해 주셔야 합니다."
        );
    }

    #[test]
    fn numbers_do_not_end_a_sentence() {
        assert_eq!(
            first_sentence("락스는 0.5퍼센트로 묽혀서 십 분 동안 두었다가 닦아 냅니다."),
            "락스는 0.5퍼센트로 묽혀서 십 분 동안 두었다가 닦아 냅니다."
        );
    }

    #[test]
    fn long_sentences_are_cut_at_a_space() {
        let summary = first_sentence(&"가나다 ".repeat(100));
        assert!(summary.chars().count() <= LENGTH + 1 && summary.ends_with("가나다…"), "{summary}");
    }

    #[test]
    fn a_greeting_alone_is_better_than_nothing() {
        assert_eq!(first_sentence("안녕하세요."), "안녕하세요.");
        assert_eq!(first_sentence(""), "");
    }
}
