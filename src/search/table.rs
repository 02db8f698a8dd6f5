//! A table: bytes by term, end to end in one piece of memory.
//!
//! An index has more terms than an archive has questions by far, and most lead
//! to a few bytes: memory of its own for each would cost more than what it
//! holds.

use std::ops::Range;

use rayon::prelude::*;

use super::bytes::Reader;
use super::bytes::push_number;
use super::term::Term;

/// In how many parts threads make a table.
const PARTS: usize = 32;

/// How many bytes a term takes.
const TERM_BYTES: usize = 8;

/// Values by term, sorted by term; less than 4 GiB of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    terms: Vec<Term>,
    ends: Vec<u32>,
    bytes: Vec<u8>,
}

impl Table {
    /// How many values it holds.
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// How many bytes all values have together.
    pub fn value_bytes(&self) -> usize {
        self.bytes.len()
    }

    /// Adds the value that `write` adds to the bytes, behind all others.
    pub fn push(&mut self, term: Term, write: impl FnOnce(&mut Vec<u8>)) {
        write(&mut self.bytes);
        self.terms.push(term);
        self.ends.push(self.bytes.len() as u32);
    }

    /// Adds the values at some places of another table, behind all others.
    pub fn copy(&mut self, other: &Self, places: Range<usize>) {
        let Some(last) = places.end.checked_sub(1).filter(|_| !places.is_empty()) else { return };
        let start = other.start(places.start);
        let before = self.bytes.len();
        self.bytes.extend(&other.bytes[start..other.ends[last] as usize]);
        self.terms.extend(&other.terms[places.clone()]);
        self.ends.extend(other.ends[places].iter().map(|end| (before + *end as usize - start) as u32));
    }

    /// The terms at some places, sorted.
    pub fn terms(&self, places: Range<usize>) -> &[Term] {
        &self.terms[places]
    }

    /// The value at a place, with its term.
    pub fn at(&self, place: usize) -> (Term, &[u8]) {
        (self.terms[place], &self.bytes[self.start(place)..self.ends[place] as usize])
    }

    fn start(&self, place: usize) -> usize {
        place.checked_sub(1).map_or(0, |before| self.ends[before] as usize)
    }

    /// All values with their terms.
    pub fn iter(&self) -> impl Iterator<Item = (Term, &[u8])> {
        self.between(0..self.len())
    }

    /// The values at some places, with their terms.
    pub fn between(&self, places: Range<usize>) -> impl Iterator<Item = (Term, &[u8])> {
        places.map(|place| self.at(place))
    }

    /// The place of the first term that is not in a shard before `shard`, where
    /// there are 2 to the power of `bits`.
    pub fn first_in(&self, shard: usize, bits: u32) -> usize {
        self.terms.partition_point(|term| term.shard(bits) < shard)
    }

    /// The table that threads make in parts: `make` makes each, given its
    /// number and how many bits name it, of the terms whose first bits are that
    /// number.
    pub fn in_parts(make: impl Fn(usize, u32) -> Self + Sync) -> Self {
        let parts: Vec<Self> = (0..PARTS).into_par_iter().map(|part| make(part, PARTS.ilog2())).collect();
        Self::joined(parts)
    }

    /// Tables end to end; the terms of each come before those of the next.
    fn joined(parts: Vec<Self>) -> Self {
        let mut all = Self {
            terms: Vec::with_capacity(parts.iter().map(Self::len).sum()),
            ends: Vec::with_capacity(parts.iter().map(Self::len).sum()),
            bytes: Vec::with_capacity(parts.iter().map(Self::value_bytes).sum()),
        };
        for part in parts {
            let before = all.bytes.len() as u32;
            all.terms.extend(part.terms);
            all.ends.extend(part.ends.into_iter().map(|end| before + end));
            all.bytes.extend(part.bytes);
        }
        all
    }

    /// About how many bytes it is written in.
    pub fn size(&self) -> usize {
        self.len() * (TERM_BYTES + 2) + self.bytes.len()
    }

    /// Writes how many values there are, their terms with the lowest byte
    /// first, the length of each, and all values.
    pub fn write(&self, bytes: &mut Vec<u8>) {
        push_number(bytes, self.len() as u32);
        for term in &self.terms {
            bytes.extend(term.bits().to_le_bytes());
        }
        let mut before = 0;
        for end in &self.ends {
            push_number(bytes, end - before);
            before = *end;
        }
        bytes.extend(&self.bytes);
    }

    /// The table that comes next; none where it is damaged or not sorted.
    pub fn read(reader: &mut Reader) -> Option<Self> {
        let count = reader.number()? as usize;
        let terms = reader.take(count.checked_mul(TERM_BYTES)?)?.chunks_exact(TERM_BYTES);
        let terms: Vec<Term> = terms
            .filter_map(|bytes| bytes.try_into().ok().map(u64::from_le_bytes).map(Term::from_bits))
            .collect();
        let mut ends = Vec::with_capacity(count);
        let mut end = 0_u32;
        for _ in 0..count {
            end = end.checked_add(reader.number()?)?;
            ends.push(end);
        }
        let bytes = reader.take(end as usize)?.to_vec();
        terms.is_sorted().then_some(Self { terms, ends, bytes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut words: Vec<String> = (0..1000).map(|word| word.to_string()).collect();
        words.sort_by_key(|word| Term::new(word));
        let mut table = Table::default();
        for word in &words {
            table.push(Term::new(word), |bytes| bytes.extend(word.as_bytes()));
        }
        table
    }

    #[test]
    fn values_come_back_by_place() {
        let table = table();
        assert_eq!((table.len(), table.value_bytes()), (1000, 2890));
        assert!(table.iter().all(|(term, value)| term == Term::new(std::str::from_utf8(value).unwrap())));
    }

    #[test]
    fn parts_make_the_whole() {
        let table = table();
        let part = |part: usize, bits| {
            let mut made = Table::default();
            for (term, value) in table.between(table.first_in(part, bits)..table.first_in(part + 1, bits)) {
                made.push(term, |bytes| bytes.extend(value));
            }
            made
        };
        assert_eq!(Table::in_parts(part), table);
    }

    #[test]
    fn a_table_comes_back_from_its_bytes() {
        let mut bytes = Vec::new();
        table().write(&mut bytes);
        assert_eq!(Table::read(&mut Reader::new(&bytes)), Some(table()));
        for end in 0..bytes.len() {
            assert_eq!(Table::read(&mut Reader::new(&bytes[..end])), None);
        }
    }

    #[test]
    fn terms_out_of_order_are_told() {
        let mut table = table();
        table.terms.swap(3, 4);
        let mut bytes = Vec::new();
        table.write(&mut bytes);
        assert_eq!(Table::read(&mut Reader::new(&bytes)), None);
    }
}
