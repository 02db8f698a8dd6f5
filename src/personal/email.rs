//! Addresses of e-mail, also with the `@` in words.

use super::kind::Kind;
use super::number::Hit;
use super::passage::Passage;

/// The longest part before the `@` (RFC 5321, 4.5.3.1.1).
const LONGEST_LOCAL: usize = 64;

/// The longest domain (RFC 5321, 4.5.3.1.2).
const LONGEST_DOMAIN: usize = 255;

/// Endings of files, in names such as `logo@2x.png`.
const FILES: &[&str] = &[
    "png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "css", "js", "mjs", "ts", "json", "html", "htm",
    "pdf", "md", "txt", "xml", "yaml", "yml", "zip",
];

/// Domains that no mail goes to, or that every house has (RFC 6761, RFC 6762).
/// Those for examples (RFC 2606) are told of like others: whoever tries out what
/// is found invents an address there.
const RESERVED: &[&str] = &["test", "invalid", "localhost", "local"];

/// What people write for `@` where machines read along.
const SPOKEN_AT: &[&str] = &["골뱅이", "(골뱅이)", "[골뱅이]", "앳", "(앳)", "[앳]", "(at)", "[at]"];

/// The same in English, where it is a word of its own, and so counts only where
/// the dots of the domain are words as well.
const BARE_AT: &str = "at";

/// A dot that is a word of its own.
const BARE_DOT: &str = " dot ";

/// What people call the hosts of their mail, and what these are.
const HOSTS: &[(&str, &str)] = &[
    ("네이버", "naver.com"),
    ("지메일", "gmail.com"),
    ("다음", "daum.net"),
    ("한메일", "hanmail.net"),
    ("카카오", "kakao.com"),
    ("네이트", "nate.com"),
    ("핫메일", "hotmail.com"),
    ("아웃룩", "outlook.com"),
];

/// What they say for the end of a domain.
const TOPS: &[&str] = &["닷컴", "점컴", "쩜컴", ".컴", "닷넷", "점넷", "쩜넷", ".com", ".net"];

/// The ends of a domain whose dot may stand beside a blank: hong@naver .com,
/// hong@naver. com. With others the next word may be the name of a file.
const APART: [&str; 6] = [" .com", " .net", " .co.kr", ". com", ". net", ". co.kr"];

/// The same with a comma that was typed for the dot: hong@naver,com.
const MISTYPED: [&str; 3] = [",com", ",net", ",co.kr"];

/// Whether an address may be written in words.
pub fn is_spelled_out(text: &str) -> bool {
    SPOKEN_AT.iter().any(|at| text.contains(at)) || text.contains(BARE_DOT)
}

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
    let said = |words: &[&str]| {
        let lengths = words.iter().map(|word| (word, word.chars().count()));
        let mut said =
            lengths.filter(|(word, length)| passage.text(at..at + length).eq_ignore_ascii_case(word));
        said.next().map(|(_, length)| length)
    };
    match passage.get(at)? {
        '@' => Some(1),
        '골' | '앳' | '(' | '[' => said(SPOKEN_AT),
        'a' | 'A' if is_bare(passage, at) => said(&[BARE_AT]),
        _ => None,
    }
}

/// Whether the two glyphs from `at` on are a word of their own.
fn is_bare(passage: &Passage, at: usize) -> bool {
    passage.before(at) == Some(' ') && passage.get(at + BARE_AT.len()) == Some(' ')
}

/// The address around the `@` of `sign` glyphs at `at`.
fn address(passage: &Passage, at: usize, sign: usize) -> Option<Hit> {
    // Markdown takes a stroke before the sign away
    let end_of_local = if matches!(passage.before(at), Some(' ' | '\\')) { at - 1 } else { at };
    let is_local = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
    let before = passage.chars(end_of_local.saturating_sub(LONGEST_LOCAL)..end_of_local).rev();
    let length = before.take_while(is_local).count();
    let start = before_lone(passage, end_of_local - length, end_of_local);
    // leading marks are Markdown's, and `@` before a name is one of a social network
    let start = start + passage.chars(start..end_of_local).take_while(|c| !c.is_ascii_alphanumeric()).count();
    if start == end_of_local || passage.before(start) == Some('@') {
        return None;
    }
    let after = at + sign;
    let is_gap = matches!(passage.get(after), Some(' ' | '\n'));
    let start_of_domain = if is_gap { after + 1 } else { after };
    let (domain, end) = domain(passage, start_of_domain).or_else(|| host(passage, start_of_domain))?;
    let is_sure = sign != BARE_AT.len() || passage.text(start_of_domain..end).contains(BARE_DOT);
    let local = passage.text(start..end_of_local).to_ascii_lowercase().replace(' ', "");
    // a repository: git@github.com:owner/name
    let is_repository = local == "git" && passage.get(end) == Some(':');
    let essence = format!("{local}@{domain}");
    (is_sure && !is_repository).then_some(Hit { kind: Kind::Email, glyphs: start..end, essence })
}

/// Where the letters start that all stand alone up to the one from `start` to
/// `end`: k i m @.
fn before_lone(passage: &Passage, start: usize, end: usize) -> usize {
    let is_lone = |at: usize| passage.get(at).is_some_and(|c| c.is_ascii_alphanumeric());
    let mut first = start;
    while start + 1 == end && first >= 2 && end - first < LONGEST_LOCAL {
        let joins = passage.before(first) == Some(' ') && is_lone(first - 2);
        if !joins || first.checked_sub(3).is_some_and(|at| passage.get(at) != Some(' ')) {
            break;
        }
        first -= 2;
    }
    first
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
        let apart = dot_apart(passage, at).filter(|_| !domain.contains('.'));
        let Some(dot) = apart.or_else(|| dot(passage, at)) else { break };
        domain.push('.');
        at += dot;
    }
    if !domain.is_empty() && !domain.contains('.') {
        let (top, length) = said_top(passage, at).unwrap_or_default();
        domain.push_str(top);
        at += length;
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

/// The domain whose host is called by its name at `start`, and where it ends.
fn host(passage: &Passage, start: usize) -> Option<(String, usize)> {
    let stands = |word: &str, at: usize| passage.chars(at..at + word.chars().count()).eq(word.chars());
    let (name, domain) = HOSTS.iter().find(|(name, _)| stands(name, start))?;
    let end = start + name.chars().count();
    let top = TOPS.iter().find(|top| stands(top, end)).map_or(0, |top| top.chars().count());
    Some(((*domain).to_owned(), end + top))
}

/// How many glyphs the dot at `at` has: `.`, ` [dot] `, 점.
fn dot(passage: &Passage, at: usize) -> Option<usize> {
    const WORDS: [&str; 5] = ["(dot)", "[dot]", "점", "쩜", "닷"];
    if passage.get(at) == Some('.') {
        return Some(1);
    }
    let leads_on = |end: &usize| passage.get(*end).is_some_and(|c| c.is_ascii_alphanumeric());
    let bare = at + BARE_DOT.len();
    if passage.text(at..bare).eq_ignore_ascii_case(BARE_DOT) {
        return Some(BARE_DOT.len()).filter(|_| leads_on(&bare));
    }
    let blank = |at: usize| usize::from(passage.get(at) == Some(' '));
    let start = at + blank(at);
    let length = |word: &&str| word.chars().count();
    let is_there = |word: &&str| passage.text(start..start + length(word)).eq_ignore_ascii_case(word);
    let end = WORDS.iter().find(|word| is_there(word)).map(|word| start + length(word))?;
    Some(end + blank(end)).filter(leads_on).map(|end| end - at)
}

/// The end of a domain that is said at `at`, and how many glyphs it has there:
/// naver닷컴.
fn said_top(passage: &Passage, at: usize) -> Option<(&'static str, usize)> {
    const SAID: [(&str, &str); 2] = [("컴", ".com"), ("넷", ".net")];
    let stands = |word: &&&str| passage.chars(at..at + word.chars().count()).eq(word.chars());
    let said = TOPS.iter().find(stands)?;
    let (_, top) = SAID.into_iter().find(|(syllable, _)| said.ends_with(syllable))?;
    Some((top, said.chars().count()))
}

/// How many glyphs a blank and the dot beside it have where a domain ends, or a
/// comma in its place.
fn dot_apart(passage: &Passage, at: usize) -> Option<usize> {
    let goes_on = |end: usize| passage.get(end).is_some_and(|c| c.is_ascii_alphanumeric());
    let stands = |end: &&str| passage.chars(at..at + end.len()).eq(end.chars()) && !goes_on(at + end.len());
    let mistyped = || MISTYPED.iter().any(stands).then_some(",".len());
    APART.iter().any(stands).then_some(" .".len()).or_else(mistyped)
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
        for text in [
            "hong@naver.com",
            "hong 골뱅이 naver.com",
            "hong앳naver점com",
            "hong [at] naver [dot] com",
            "hong at naver dot com",
            "hong골뱅이네이버닷컴",
            "hong@네이버",
            "hong@naver .com",
            "hong@naver. com",
            "hong@naver닷컴",
            "hong(골뱅이)naver.com",
            "hong@\nnaver.com",
            "hong\\@naver.com",
        ] {
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
            "user@host.local",
            "user@host .env",
            "user@host. company",
            "hong@\nother",
            "look at naver.com",
            "a dot at the end dot com",
        ] {
            assert_eq!(kinds(text), [], "{text}");
        }
    }
}
