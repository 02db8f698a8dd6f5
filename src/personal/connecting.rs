//! 연계정보: the key by which shops and identity services know somebody to be
//! the same everywhere (정보통신망법 제23조의5). It is a hash of 64 bytes in
//! base64, as many other things are, so the word has to stand near.

use super::kind::Kind;
use super::number::Hit;
use super::passage::Passage;

/// How long it is, in glyphs: 64 bytes in base64, the last two for filling up.
const LENGTH: usize = 88;

/// How many ends of lines may stand within it.
const MOST_BREAKS: usize = 2;

/// What it ends in.
const END: &str = "==";

/// How far around it the word may stand.
const DISTANCE: usize = 24;

/// What it is called for short; so is much else.
const ACRONYMS: &[&str] = &["ci"];

/// What it is called.
const WORDS: &[&str] = &["연계정보", "연계 정보", "connecting information", "본인확인"];

/// How far before a hash of a file it is said to be one.
const HASH_DISTANCE: usize = 8;

/// What says so.
const HASHES: &[&str] = &["sha512", "sha-512", "base64"];

/// Every such key in a passage.
pub fn find(passage: &Passage) -> Vec<Hit> {
    let ends = (0..passage.len()).filter(|&at| passage.chars(at..at + 2).eq(END.chars()));
    let mut hits: Vec<Hit> = Vec::new();
    for end in ends.map(|at| at + END.len()) {
        // one that was found names the next: CI가 A에서 B로
        let is_next = |start: usize| hits.last().is_some_and(|last| start <= last.glyphs.end + DISTANCE);
        hits.extend(recognise(passage, end, is_next));
    }
    hits
}

/// The key that ends before `end`; `is_next` tells whether what starts there
/// follows another.
fn recognise(passage: &Passage, end: usize, is_next: impl Fn(usize) -> bool) -> Option<Hit> {
    let is_base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/');
    let body = start(passage, end)?..end - END.len();
    let glyphs = body.start..end;
    let is_whole = !passage.before(glyphs.start).is_some_and(is_base64)
        && !passage.get(end).is_some_and(|c| is_base64(c) || c == '=');
    let is_called_so = || {
        passage.has_acronym_near(&glyphs, DISTANCE, ACRONYMS)
            || passage.has_near(&glyphs, DISTANCE, WORDS)
            || is_next(glyphs.start)
    };
    let essence = passage.text(body).replace('\n', "");
    let is_key = essence.chars().all(is_base64)
        && is_whole
        && is_called_so()
        && !passage.has_before(glyphs.start, HASH_DISTANCE, HASHES);
    is_key.then_some(Hit { kind: Kind::ConnectingInformation, glyphs, essence })
}

/// Where the key starts that ends before `end`; it may go over a few lines.
fn start(passage: &Passage, end: usize) -> Option<usize> {
    let longest = end.saturating_sub(LENGTH + MOST_BREAKS)..end;
    let signs = passage.chars(longest).rev().enumerate().filter(|(_, c)| *c != '\n');
    signs.map(|(before, _)| end - before - 1).nth(LENGTH - 1)
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::super::kind::Kind;

    fn kinds(text: &str) -> Vec<Kind> {
        find(text).into_iter().map(|finding| finding.kind).collect()
    }

    #[test]
    fn a_hash_of_a_file_is_no_key() {
        let key = format!("{}==", "aB3/".repeat(21) + "xY");
        assert_eq!(kinds(&format!("CI 값은 {key}")), [Kind::ConnectingInformation]);
        assert_eq!(kinds(&format!("CI가 {key} 에서 {key} 로")), [Kind::ConnectingInformation; 2]);
        let (one, two) = key.split_at(64);
        assert_eq!(kinds(&format!("CI 값:\n{one}\n{two}\n줄바꿈")), [Kind::ConnectingInformation]);
        for before in ["", "CI: sha512-", "ci/", "circa ", "CI a"] {
            assert_eq!(kinds(&format!("{before}{key}")), [], "{before}");
        }
    }
}
