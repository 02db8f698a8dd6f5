//! A term: what a question can be found by, as a hash.
//!
//! A hash is as long for a pair of syllables as for a long word, and says by
//! itself in which shard of the index its term stands, so no table of terms is
//! needed. Two terms that share all 64 bits would be taken for one.

use std::cmp::Ordering;

/// A term. The upper half is FNV-1a (draft-eastlake-fnv) of its UTF-8 bytes,
/// of which the first bits name the shard; the lower half is FNV-1a from
/// another start, and tells terms in one shard apart.
///
/// The halves stand apart, as a list of terms with a number each is a quarter
/// smaller so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Term {
    upper: u32,
    lower: u32,
}

/// Where FNV-1a starts, and the other start.
const STARTS: [u32; 2] = [0x811C_9DC5, 0x0050_C5D3];

/// What FNV-1a multiplies by.
const PRIME: u32 = 0x0100_0193;

impl Term {
    /// The term that is written `text`.
    pub fn new(text: &str) -> Self {
        Self::of(&[text])
    }

    /// The term that is written as these parts, one after the other.
    pub fn of(parts: &[&str]) -> Self {
        let [mut upper, mut lower] = STARTS;
        for byte in parts.iter().flat_map(|part| part.bytes()) {
            upper = (upper ^ u32::from(byte)).wrapping_mul(PRIME);
            lower = (lower ^ u32::from(byte)).wrapping_mul(PRIME);
        }
        Self { upper: mixed(upper), lower }
    }

    /// The shard it stands in, where there are 2 to the power of `bits`.
    pub fn shard(self, bits: u32) -> usize {
        (u64::from(self.upper) >> (32 - bits)) as usize
    }

    /// All of its bits, which sort as terms do.
    pub fn bits(self) -> u64 {
        u64::from(self.upper) << 32 | u64::from(self.lower)
    }

    /// The term with these bits.
    pub fn from_bits(bits: u64) -> Self {
        Self { upper: (bits >> 32) as u32, lower: bits as u32 }
    }

    /// What tells it from the other terms of its shard.
    pub fn key(self) -> u32 {
        self.lower
    }
}

impl Ord for Term {
    fn cmp(&self, other: &Self) -> Ordering {
        self.bits().cmp(&other.bits())
    }
}

impl PartialOrd for Term {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Spreads the last bytes over the upper bits, which FNV-1a alone leaves much
/// alike for short texts.
fn mixed(hash: u32) -> u32 {
    (hash ^ hash >> 15).wrapping_mul(0x2C1B_3C6D)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_make_the_same_term_as_the_whole() {
        assert_eq!(Term::of(&["재", "*", "사"]), Term::new("재*사"));
        assert_ne!(Term::new("환불"), Term::new("불환"));
    }

    #[test]
    fn terms_spread_over_the_shards() {
        let mut counts = [0; 16];
        for word in 0..16_000 {
            counts[Term::new(&word.to_string()).shard(4)] += 1;
        }
        assert!(counts.iter().all(|count| (800..1200).contains(count)), "{counts:?}");
        assert_eq!(Term::new("환불").shard(0), 0);
    }
}
