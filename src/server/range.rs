//! A range: the part of a file that a client asks for (RFC 9110, section 14).

use std::ops::Range;

/// What a `Range` header asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// All of it; also where the header is one that we may ignore.
    All,
    /// These bytes.
    Part(Range<usize>),
    /// Bytes that are not there.
    Nothing,
}

impl Wanted {
    /// What `header` asks for of a file of `size` bytes.
    pub fn read(header: &str, size: usize) -> Self {
        // several parts at once are never needed of a page; a server may send all
        let Some((first, last)) = header.strip_prefix("bytes=").and_then(|range| range.split_once('-'))
        else {
            return Self::All;
        };
        let range = match (number(first), number(last)) {
            (Some(Some(first)), Some(None)) => first..size,
            (Some(Some(first)), Some(Some(last))) if first <= last => first..last.saturating_add(1).min(size),
            (Some(None), Some(Some(last))) => size.saturating_sub(last)..size,
            _ => return Self::All,
        };
        if range.start < range.end { Self::Part(range) } else { Self::Nothing }
    }
}

/// A number, or its absence; none for what is neither.
fn number(text: &str) -> Option<Option<usize>> {
    let text = text.trim();
    if text.is_empty() {
        return Some(None);
    }
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| Some(text.parse().unwrap_or(usize::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_read_and_cut_to_the_file() {
        for (header, wanted) in [
            ("bytes=0-3", Wanted::Part(0..4)),
            ("bytes=8-", Wanted::Part(8..10)),
            ("bytes=-3", Wanted::Part(7..10)),
            ("bytes=-99", Wanted::Part(0..10)),
            ("bytes=9-99999999999999999999999", Wanted::Part(9..10)),
            ("bytes=10-", Wanted::Nothing),
            ("bytes=-0", Wanted::Nothing),
            ("bytes=3-1", Wanted::All),
            ("bytes=-", Wanted::All),
            ("bytes=0-1,3-4", Wanted::All),
            ("lines=0-1", Wanted::All),
        ] {
            assert_eq!(Wanted::read(header, 10), wanted, "{header}");
        }
        assert_eq!(Wanted::read("bytes=0-", 0), Wanted::Nothing);
    }
}
