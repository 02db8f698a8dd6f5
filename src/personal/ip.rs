//! Addresses of the internet by which somebody's connection is known.
//!
//! Four numbers with dots between are a version as well, so the word has to
//! stand near; and an address that is the same in every house, or that
//! everybody uses, tells nobody.

use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;
use std::ops::Range;

use super::kind::Kind;
use super::number::Hit;
use super::passage::Passage;

/// How far around an address the word may stand, in glyphs.
const DISTANCE: usize = 16;

/// The longest address, in glyphs (RFC 4291, 2.2).
const LONGEST: usize = 45;

/// What says that an address follows, or has just come.
const ACRONYMS: &[&str] = &["ip", "ipv4", "ipv6"];

/// The same in Korean.
const WORDS: &[&str] = &["아이피"];

/// What says that it is one of a machine for everybody.
const MACHINES: &[&str] =
    &["dns", "네임서버", "서버", "server", "서브넷", "subnet", "mask", "게이트웨이", "gateway", "대역"];

/// What says that it is a version, unless it is called an address after that.
const VERSIONS: &[&str] =
    &["앱", "app", "버전", "version", "펌웨어", "firmware", "빌드", "build", "릴리스", "release"];

/// Every address in a passage.
pub fn find(passage: &Passage) -> Vec<Hit> {
    let mut hits: Vec<Hit> = Vec::new();
    for run in 0..passage.groups.len() {
        // one that was found names the next: IP가 A였다가 B로
        let is_next = |start: usize| hits.last().is_some_and(|last| start <= last.glyphs.end + DISTANCE);
        let found = recognise(passage, run, is_next);
        // an address of version 6 has runs of digits within it
        hits.extend(found.filter(|hit| hits.last().is_none_or(|last| last.glyphs.end <= hit.glyphs.start)));
    }
    hits
}

/// The address whose first digits are the run `run`; `is_next` tells whether what
/// starts there follows another.
fn recognise(passage: &Passage, run: usize, is_next: impl Fn(usize) -> bool) -> Option<Hit> {
    let glyphs = four_numbers(passage, run).or_else(|| eight_numbers(passage, run))?;
    let address: IpAddr = passage.text(glyphs.clone()).parse().ok()?;
    let is_somebodys = match address {
        IpAddr::V4(address) => is_public(address),
        IpAddr::V6(address) => is_global(address),
    };
    let is_called_so = || {
        passage.has_acronym_near(&glyphs, DISTANCE, ACRONYMS)
            || passage.has_near(&glyphs, DISTANCE, WORDS)
            || is_next(glyphs.start)
    };
    let is_other =
        || passage.has_before(glyphs.start, DISTANCE, MACHINES) || is_version(passage, glyphs.start);
    let essence = address.to_string();
    (is_somebodys && is_called_so() && !is_other()).then_some(Hit { kind: Kind::IpAddress, glyphs, essence })
}

/// Whether what starts at `at` is called a version, and not an address after that.
fn is_version(passage: &Passage, at: usize) -> bool {
    let before = passage.text(at.saturating_sub(DISTANCE)..at).to_ascii_lowercase();
    let names = WORDS.iter().chain(ACRONYMS);
    let called = names.filter_map(|name| Some(before.rfind(name)? + name.len())).max().unwrap_or(0);
    VERSIONS.iter().any(|version| before[called..].contains(version))
}

/// Four numbers from the run `run` on, with dots between, that do not go on as
/// something else: a longer version, a range of addresses.
fn four_numbers(passage: &Passage, run: usize) -> Option<Range<usize>> {
    let numbers = passage.groups.get(run..run + 4)?;
    let is_joined = |two: &[Range<usize>]| {
        two[0].len() <= 3 && two[1].start == two[0].end + 1 && passage.get(two[0].end) == Some('.')
    };
    let glyphs = numbers.first()?.start..numbers.last()?.end;
    let goes_on = match passage.get(glyphs.end) {
        Some('.' | '/' | '-' | '~') => passage.get(glyphs.end + 1).is_some_and(|c| c.is_ascii_digit()),
        next => next.is_some_and(|c| c.is_ascii_alphanumeric() || "절항장조판번".contains(c)),
    };
    let is_within =
        passage.before(glyphs.start).is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
    (numbers.windows(2).all(is_joined) && !goes_on && !is_within).then_some(glyphs)
}

/// Digits as far as f, and colons, around the run `run` (RFC 4291, 2.2).
fn eight_numbers(passage: &Passage, run: usize) -> Option<Range<usize>> {
    let first = passage.groups.get(run)?;
    let is_part = |c: &char| c.is_ascii_hexdigit() || *c == ':';
    let behind = passage.chars(first.start..first.start + LONGEST).take_while(is_part).count();
    let glyphs = first.start..first.start + behind;
    // the first number may start with a letter, but those given to anybody start with 2
    let is_whole = !passage.before(first.start).is_some_and(|c| is_part(&c) || c.is_ascii_alphanumeric());
    let colons = passage.chars(glyphs.clone()).filter(|c| *c == ':').count();
    (is_whole && colons >= 2).then_some(glyphs)
}

/// Whether an address is one of the internet rather than of a house (IANA, IPv4
/// Special-Purpose Address Registry). Those for books (RFC 5737) are told of like
/// others: whoever tries out what is found invents one of them.
fn is_public(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    let is_shared = first == 100 && (64..128).contains(&second);
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || is_shared
        || first == 0
        || first >= 224)
}

/// Whether an address is one of the internet (IANA, IPv6 Global Unicast
/// Address Assignments).
fn is_global(address: Ipv6Addr) -> bool {
    address.segments()[0] >> 13 == 1
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::super::kind::Kind;

    fn kinds(text: &str) -> Vec<Kind> {
        find(text).into_iter().map(|finding| finding.kind).collect()
    }

    #[test]
    fn an_address_needs_its_word() {
        assert_eq!(kinds("접속 IP: 211.234.10.7"), [Kind::IpAddress]);
        assert_eq!(kinds("IP가 아침엔 211.36.142.75였다가 저녁엔 39.7.55.218로"), [Kind::IpAddress; 2]);
        assert_eq!(kinds("IP 2001:2d8:e0a4::1c3f에서"), [Kind::IpAddress]);
        assert_eq!(kinds("IPv6 주소 2001:e60:8801:7d2c::1a"), [Kind::IpAddress]);
        assert_eq!(kinds("펌웨어 버전이 아니라 접속 IP가 211.234.10.7로"), [Kind::IpAddress]);
        for text in ["211.234.10.7", "zip 211.234.10.7", "IP67 방수 1.2.3.4", "IP 버전 1.2.3.4"] {
            assert_eq!(kinds(text), [], "{text}");
        }
    }

    #[test]
    fn an_address_of_every_house_tells_nobody() {
        for address in ["192.168.0.1", "10.1.2.3", "127.0.0.1", "100.64.1.2", "fe80::1"] {
            assert_eq!(kinds(&format!("IP {address}")), [], "{address}");
        }
        assert_eq!(kinds("IP 211.234.10.0/24, IP 211.234.10.1-20, IP 1.2.3.4.5"), []);
    }
}
