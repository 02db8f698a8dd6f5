//! A shard: a file of the index that holds what a few terms lead to.
//!
//! A *family* is a table from terms to bytes, cut into a power of two of
//! shards. The first bits of a term name its shard, so that whoever looks a
//! term up loads one small file and needs no directory, however large the
//! archive is.
//!
//! A shard, unpacked, is the number of its entries; for each entry the key of
//! its term, four bytes with the lowest first, in rising order; for each entry
//! the length of its value; and all values. Other numbers are written as in
//! [`push_number`].

use std::ops::Range;

use rayon::prelude::*;

use super::bytes::Reader;
use super::bytes::push_number;
use super::bytes::unpack;
use super::table::Table;
use super::term::Term;

/// How large a shard is to be before it is packed, in bytes.
const SHARD_BYTES: usize = 1024;

/// The most bits that name a shard.
const MAX_BITS: u32 = 14;

/// A table from terms to bytes, cut into shards.
#[derive(Clone, Debug)]
pub struct Family {
    /// How many bits of a term name its shard.
    pub bits: u32,
    /// Its shards, by number.
    pub shards: Vec<Vec<u8>>,
}

impl Family {
    /// The shards of a table.
    pub fn new(table: &Table) -> Self {
        let bytes = table.value_bytes() + 5 * table.len();
        let bits = bytes.div_ceil(SHARD_BYTES).next_power_of_two().ilog2().min(MAX_BITS);
        let shards = (0..1_usize << bits).into_par_iter();
        let shard = |shard| write(table, table.first_in(shard, bits)..table.first_in(shard + 1, bits));
        Self { bits, shards: shards.map(shard).collect() }
    }
}

/// The shard of the values at some places.
fn write(table: &Table, places: Range<usize>) -> Vec<u8> {
    let mut sorted: Vec<(Term, &[u8])> = table.between(places).collect();
    sorted.sort_unstable_by_key(|(term, _)| term.key());
    let values: usize = sorted.iter().map(|(_, value)| value.len()).sum();
    let mut bytes = Vec::with_capacity(values + 6 * sorted.len() + 5);
    push_number(&mut bytes, sorted.len() as u32);
    for (term, _) in &sorted {
        bytes.extend(term.key().to_le_bytes());
    }
    for (_, value) in &sorted {
        push_number(&mut bytes, value.len() as u32);
    }
    for (_, value) in sorted {
        bytes.extend(value);
    }
    bytes
}

/// The value of `term` in a packed shard.
///
/// # Errors
/// [`Damaged`] where the bytes are no shard.
pub fn look_up(packed: &[u8], term: Term) -> Result<Option<Vec<u8>>, Damaged> {
    let bytes = unpack(packed, b"").ok_or(Damaged)?;
    find(&bytes, term.key()).ok_or(Damaged)
}

/// The file cannot be what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damaged;

fn find(bytes: &[u8], key: u32) -> Option<Option<Vec<u8>>> {
    let mut reader = Reader::new(bytes);
    let count = reader.number()? as usize;
    let keys = reader.take(count.checked_mul(4)?)?;
    let at = keys.chunks_exact(4).position(|bytes| bytes == key.to_le_bytes());
    let mut before = 0;
    let mut length = 0;
    for place in 0..count {
        let value = reader.number()? as usize;
        match at {
            Some(at) if place < at => before += value,
            Some(at) if place == at => length = value,
            _ => {}
        }
    }
    if at.is_none() {
        return Some(None);
    }
    reader.take(before)?;
    reader.take(length).map(|value| Some(value.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::bytes::pack;

    fn family(words: usize) -> Family {
        let mut words: Vec<String> = (0..words).map(|word| word.to_string()).collect();
        words.sort_by_key(|word| Term::new(word));
        let mut table = Table::default();
        for word in &words {
            table.push(Term::new(word), |bytes| bytes.extend(word.as_bytes()));
        }
        Family::new(&table)
    }

    #[test]
    fn every_term_is_found_in_its_shard() {
        let family = family(5000);
        assert!(family.bits > 2);
        let packed: Vec<Vec<u8>> = family.shards.iter().map(|shard| pack(shard, b"")).collect();
        for word in 0..5000 {
            let word = word.to_string();
            let term = Term::new(&word);
            let value = look_up(&packed[term.shard(family.bits)], term);
            assert_eq!(value, Ok(Some(word.into_bytes())));
        }
    }

    #[test]
    fn other_terms_are_not() {
        let family = family(50);
        let term = Term::new("환불");
        assert_eq!(look_up(&pack(&family.shards[term.shard(family.bits)], b""), term), Ok(None));
        let nothing = Family::new(&Table::default());
        assert_eq!((nothing.bits, look_up(&pack(&nothing.shards[0], b""), term)), (0, Ok(None)));
    }

    #[test]
    fn a_damaged_shard_is_told() {
        let term = Term::new("1");
        for bytes in [&b""[..], b"\xff\xff", &pack(&[200, 1, 2], b"")] {
            assert_eq!(look_up(bytes, term), Err(Damaged), "{bytes:?}");
        }
    }
}
