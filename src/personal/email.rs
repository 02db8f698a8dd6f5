//! Addresses of e-mail, also with the `@` in words.

use super::kind::Kind;
use super::number::Hit;
use super::passage::Passage;
use super::passage::SPOKEN_AT;

/// The longest part before the `@` (RFC 5321, 4.5.3.1.1).
const LONGEST_LOCAL: usize = 64;

/// The longest domain (RFC 5321, 4.5.3.1.2).
const LONGEST_DOMAIN: usize = 255;

/// Endings of files, in names such as `logo@2x.png`.
const FILES: &[&str] = &[
    "png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "css", "js", "mjs", "ts", "json", "html", "htm",
    "pdf", "md", "txt", "xml", "yaml", "yml", "zip",
];

/// Domains that belong to nobody (RFC 2606, RFC 6761).
const RESERVED: &[&str] =
    &["example.com", "example.net", "example.org", "example", "test", "invalid", "localhost"];

/// Every address in a passage.
pub fn find(passage: &Passage) -> Vec<Hit> {
    let mut hits: Vec<Hit> = Vec::new();
    let mut at = 0;
    while at < passage.len() {
        let found = at_sign(passage, at).and_then(|sign| address(passage, at, sign));
        // an address may not start in the one before it
        let found = found.filter(|hit| hits.last().is_none_or(|last| last.glyphs.end <= hit.glyphs.start));
        at = found.as_ref().map_or(at + 1, |hit| hit.glyphs.end);
        hits.extend(found);
    }
    hits
}

/// How many glyphs the `@` at `at` has.
fn at_sign(passage: &Passage, at: usize) -> Option<usize> {
    match passage.get(at)? {
        '@' => Some(1),
        '골' | '(' | '[' => SPOKEN_AT
            .iter()
            .map(|word| (word, word.chars().count()))
            .find(|(word, length)| passage.text(at..at + length).eq_ignore_ascii_case(word))
            .map(|(_, length)| length),
        _ => None,
    }
}

/// The address around the `@` of `sign` glyphs at `at`.
fn address(passage: &Passage, at: usize, sign: usize) -> Option<Hit> {
    let end_of_local = if passage.before(at) == Some(' ') { at - 1 } else { at };
    let is_local = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
    let before = passage.chars(end_of_local.saturating_sub(LONGEST_LOCAL)..end_of_local).rev();
    let length = before.take_while(is_local).count();
    let start = end_of_local - length;
    // leading marks are Markdown's, and `@` before a name is one of a social network
    let start = start + passage.chars(start..end_of_local).take_while(|c| !c.is_ascii_alphanumeric()).count();
    if start == end_of_local || passage.before(start) == Some('@') {
        return None;
    }
    let after = at + sign;
    let start_of_domain = if passage.get(after) == Some(' ') { after + 1 } else { after };
    let (domain, end) = domain(passage, start_of_domain)?;
    let local = passage.text(start..end_of_local).to_ascii_lowercase();
    // a repository: git@github.com:owner/name
    let is_repository = local == "git" && passage.get(end) == Some(':');
    let essence = format!("{local}@{domain}");
    (!is_repository).then_some(Hit { kind: Kind::Email, glyphs: start..end, essence })
}

/// The domain that starts at `start`, and where it ends.
fn domain(passage: &Passage, start: usize) -> Option<(String, usize)> {
    let mut domain = String::new();
    let mut at = start;
    while at < passage.len() && domain.len() < LONGEST_DOMAIN {
        let label: String =
            passage.chars(at..at + 64).take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        let label = label.trim_end_matches('-');
        if label.is_empty() {
            break;
        }
        domain.push_str(label);
        at += label.len();
        let Some(dot) = dot(passage, at) else { break };
        domain.push('.');
        at += dot;
    }
    // a full stop behind the address ends the sentence
    if domain.ends_with('.') {
        domain.pop();
        at = end_before_dot(passage, at);
    }
    let domain = domain.to_ascii_lowercase();
    let (_, top) = domain.rsplit_once('.')?;
    let is_top = (2..=24).contains(&top.len()) && top.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_reserved = RESERVED
        .iter()
        .any(|name| domain.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')));
    (is_top && !FILES.contains(&top) && !is_reserved).then_some((domain, at))
}

/// How many glyphs the dot at `at` has: `.`, ` [dot] `, 점.
fn dot(passage: &Passage, at: usize) -> Option<usize> {
    const WORDS: [&str; 3] = ["(dot)", "[dot]", "점"];
    if passage.get(at) == Some('.') {
        return Some(1);
    }
    let blank = |at: usize| usize::from(passage.get(at) == Some(' '));
    let start = at + blank(at);
    let length = |word: &&str| word.chars().count();
    let is_there = |word: &&str| passage.text(start..start + length(word)).eq_ignore_ascii_case(word);
    let end = WORDS.iter().find(|word| is_there(word)).map(|word| start + length(word))?;
    let end = end + blank(end);
    passage.get(end).filter(char::is_ascii_alphanumeric).map(|_| end - at)
}

/// Where the dot starts that ends at `at`: dots in words are only taken for
/// dots where a letter follows.
fn end_before_dot(passage: &Passage, at: usize) -> usize {
    if passage.before(at) == Some('.') { at - 1 } else { at }
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::super::kind::Kind;

    fn kinds(text: &str) -> Vec<Kind> {
        find(text).into_iter().map(|finding| finding.kind).collect()
    }

    #[test]
    fn an_at_may_be_a_word() {
        for text in ["hong@naver.com", "hong 골뱅이 naver.com", "hong [at] naver [dot] com"] {
            assert_eq!(kinds(text), [Kind::Email], "{text}");
            assert_eq!(find(text)[0].essence, "hong@naver.com");
        }
    }

    #[test]
    fn not_every_at_is_one_of_mail() {
        for text in [
            "react@18.2.0",
            "logo@2x.png",
            "git@github.com:a/b.git",
            "@user@mastodon.social",
            "a@example.org",
        ] {
            assert_eq!(kinds(text), [], "{text}");
        }
    }
}
