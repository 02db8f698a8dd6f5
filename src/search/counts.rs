//! Counts: for each term the documents that have it, and how much it counts in
//! each; what postings are made of.
//!
//! The entry of a term is the length of its name in bytes and the name; how
//! many documents have it; and for each of them, in rising order, eight times
//! the distance to the one before (of the first, its number) and the count, or
//! 0 where the count is larger than 7 and stands behind it. The name is empty
//! but for words, which spelling needs as they are written.
//!
//! Counts are what a build remembers for the next. They hang on the documents
//! themselves and not on their company, as weights and impacts do, so an
//! edited question changes its own alone.

use rayon::prelude::*;

use super::bytes::Reader;
use super::bytes::push_number;
use super::merge::Merge;
use super::merge::Source;
use super::moves::Moves;
use super::table::Table;
use super::term::Term;

/// How many bits a small count takes.
const COUNT_BITS: u32 = 3;

/// The largest small count.
const MAX_SMALL: u32 = (1 << COUNT_BITS) - 1;

/// A document, and how much a term counts in it.
pub type Occurrence = (u32, u32);

/// The counts of every term, sorted by term and name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    table: Table,
}

/// The counts of one term.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// How a word is written; nothing for other terms.
    pub name: &'a str,
    /// How many documents have it.
    pub documents: u32,
    /// Which documents, in rising order.
    pub occurrences: Occurrences<'a>,
}

/// The documents of a term, in rising order, each with its count.
#[derive(Clone, Copy, Debug)]
pub struct Occurrences<'a> {
    reader: Reader<'a>,
    /// How many there are.
    left: u32,
    /// The document before.
    last: u32,
}

impl Counts {
    /// Adds a term behind all others.
    pub fn push(&mut self, term: Term, name: &str, occurrences: &[Occurrence]) {
        let mut builder = EntryBuilder::default();
        occurrences.iter().for_each(|occurrence| builder.push(*occurrence));
        self.table.push(term, |bytes| builder.write(bytes, name));
    }

    /// Every term with its counts.
    pub fn iter(&self) -> impl Iterator<Item = (Term, Entry<'_>)> {
        self.table.iter().map(|(term, value)| (term, Entry::new(value)))
    }

    /// The terms whose first `bits` are `part`, with their counts.
    pub fn part(&self, part: usize, bits: u32) -> impl Iterator<Item = (Term, Entry<'_>)> {
        let places = self.table.first_in(part, bits)..self.table.first_in(part + 1, bits);
        self.table.between(places).map(|(term, value)| (term, Entry::new(value)))
    }

    /// The names of the terms that documents had which are gone.
    pub fn gone(&self, moves: &Moves) -> Vec<&str> {
        let places = (0..if moves.any_gone() { self.table.len() } else { 0 }).into_par_iter();
        let entries = places.with_min_len(1024).map(|place| Entry::new(self.table.at(place).1));
        entries.filter(|entry| moves.any_gone_of(entry.occurrences)).map(|entry| entry.name).collect()
    }

    /// These counts as the documents have moved, and those of `fresh` ones,
    /// which stand where they shall; the documents of each come before those of
    /// the next. `gone` are the terms that documents had which are gone, sorted.
    pub fn updated(self, moves: &Moves, gone: &[Term], mut fresh: Vec<Self>) -> Self {
        if self.table.is_empty() && fresh.len() == 1 {
            return fresh.pop().unwrap_or_default();
        }
        let table = Table::in_parts(|part, bits| {
            let gone = &gone[gone.partition_point(|term| term.shard(bits) < part)..];
            let old = Source::new(&self.table, part, bits);
            let fresh = fresh.iter().map(|counts| Source::new(&counts.table, part, bits)).collect();
            Merge { moves, gone, old, fresh }.done()
        });
        Self { table }
    }

    /// About how many bytes they are written in.
    pub fn size(&self) -> usize {
        self.table.size()
    }

    /// Writes them as [`Counts::read`] reads them.
    pub fn write(&self, bytes: &mut Vec<u8>) {
        self.table.write(bytes);
    }

    /// The counts that come next; none where they are damaged, or of more than
    /// so many `documents`.
    pub fn read(reader: &mut Reader, documents: usize) -> Option<Self> {
        let table = Table::read(reader)?;
        let is_whole = |place: usize| {
            let (term, value) = table.at(place);
            let is_behind = place.checked_sub(1).is_none_or(|before| {
                let (before, other) = table.at(before);
                before < term || Entry::new(other).name < Entry::new(value).name
            });
            is_behind && checked(value, documents).is_some()
        };
        let is_whole = (0..table.len()).into_par_iter().with_min_len(1024).all(is_whole);
        is_whole.then_some(Self { table })
    }
}

impl<'a> Entry<'a> {
    /// The entry that is written in a value, which is whole.
    pub fn new(value: &'a [u8]) -> Self {
        let mut reader = Reader::new(value);
        let name = name(&mut reader).unwrap_or_default();
        let documents = reader.number().unwrap_or_default();
        Self { name, documents, occurrences: Occurrences { reader, left: documents, last: 0 } }
    }
}

impl Occurrences<'_> {
    /// The next document, which stays the next.
    pub fn peek(mut self) -> Option<u32> {
        self.next().map(|(document, _)| document)
    }

    /// The next one, if it is before `end`.
    fn next_before(&mut self, end: u32) -> Option<Occurrence> {
        let before = *self;
        let next = self.next().filter(|(document, _)| *document < end);
        if next.is_none() {
            *self = before;
        }
        next
    }

    /// Skips the documents before `end`.
    pub fn skip_before(&mut self, end: u32) {
        let mut rest = *self;
        while rest.next().is_some_and(|(document, _)| document < end) {
            *self = rest;
        }
    }
}

impl Iterator for Occurrences<'_> {
    type Item = Occurrence;

    #[inline]
    fn next(&mut self) -> Option<Occurrence> {
        let code = self.reader.number()?;
        self.last = self.last.wrapping_add(code >> COUNT_BITS);
        self.left = self.left.saturating_sub(1);
        let count = match code & MAX_SMALL {
            0 => self.reader.number()?,
            small => small,
        };
        Some((self.last, count))
    }
}

fn name<'a>(reader: &mut Reader<'a>) -> Option<&'a str> {
    let length = reader.number()? as usize;
    std::str::from_utf8(reader.take(length)?).ok()
}

/// Nothing, if a value is an entry and all its documents are among so many.
fn checked(value: &[u8], documents: usize) -> Option<()> {
    let mut reader = Reader::new(value);
    name(&mut reader)?;
    let left = reader.number().filter(|count| *count > 0)?;
    let mut occurrences = Occurrences { reader, left, last: 0 };
    let mut first_free = 0;
    for _ in 0..left {
        let (document, count) = occurrences.next()?;
        if document < first_free || document as usize >= documents || count == 0 {
            return None;
        }
        first_free = document + 1;
    }
    occurrences.reader.is_done().then_some(())
}

/// An entry on its way: the documents of a term.
#[derive(Debug, Default)]
pub struct EntryBuilder {
    bytes: Vec<u8>,
    documents: u32,
    last: u32,
}

impl EntryBuilder {
    /// Whether no document is in it.
    pub fn is_empty(&self) -> bool {
        self.documents == 0
    }

    /// Starts anew.
    pub fn clear(&mut self) {
        self.bytes.clear();
        (self.documents, self.last) = (0, 0);
    }

    /// Adds a document behind all others.
    #[inline]
    pub fn push(&mut self, (document, count): Occurrence) {
        let distance = (document - self.last) << COUNT_BITS;
        if count <= MAX_SMALL {
            push_number(&mut self.bytes, distance | count);
        } else {
            push_number(&mut self.bytes, distance);
            push_number(&mut self.bytes, count);
        }
        self.last = document;
        self.documents += 1;
    }

    /// Takes the documents before `end` out of `others` and adds them, with
    /// `shift` added to the number of each.
    pub fn take(&mut self, others: &mut Occurrences, end: u32, shift: u32) {
        // the distance to the one before may be another here
        let Some((document, count)) = others.next_before(end) else { return };
        self.push((document.wrapping_add(shift), count));
        let start = *others;
        others.skip_before(end);
        self.copy(start, others.reader.left(), start.left - others.left);
        self.last = others.last.wrapping_add(shift);
    }

    /// Adds all of `others`, with `shift` added to the number of each; nothing
    /// may come behind.
    pub fn finish(&mut self, mut others: Occurrences, shift: u32) {
        let Some((document, count)) = others.next() else { return };
        self.push((document.wrapping_add(shift), count));
        self.copy(others, 0, others.left);
    }

    /// Adds the next so many documents as they stand, all but the last bytes.
    fn copy(&mut self, mut others: Occurrences, left: usize, documents: u32) {
        let length = others.reader.left() - left;
        self.bytes.extend(others.reader.take(length).unwrap_or_default());
        self.documents += documents;
    }

    /// Writes them as an entry.
    pub fn write(&self, bytes: &mut Vec<u8>, name: &str) {
        push_number(bytes, name.len() as u32);
        bytes.extend(name.as_bytes());
        push_number(bytes, self.documents);
        bytes.extend(&self.bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts of one word.
    fn of(occurrences: &[Occurrence]) -> Counts {
        let mut counts = Counts::default();
        counts.push(Term::new("환불"), "환불", occurrences);
        counts
    }

    fn occurrences(counts: &Counts) -> Vec<Occurrence> {
        counts.iter().flat_map(|(_, entry)| entry.occurrences).collect()
    }

    fn updated(old: &[Occurrence], to: &[Option<u32>], fresh: &[&[Occurrence]]) -> Vec<Occurrence> {
        let fresh = fresh.iter().map(|fresh| of(fresh)).collect();
        let moves = Moves::new(to.iter().copied());
        occurrences(&of(old).updated(&moves, &[Term::new("환불")], fresh))
    }

    #[test]
    fn counts_come_back_small_and_large() {
        let all = [(0, 2), (1, 7), (2, 8), (300, 1), (70_000, 5000)];
        let counts = of(&all);
        assert_eq!(occurrences(&counts), all);
        let mut bytes = Vec::new();
        counts.write(&mut bytes);
        assert_eq!(Counts::read(&mut Reader::new(&bytes), 70_001), Some(counts));
        assert_eq!(Counts::read(&mut Reader::new(&bytes), 70_000), None, "there is no such document");
    }

    #[test]
    fn a_document_that_changed_is_put_in_its_place() {
        let old = [(0, 2), (1, 9), (2, 3)];
        assert_eq!(updated(&old, &[Some(0), None, Some(2)], &[&[(1, 4)]]), [(0, 2), (1, 4), (2, 3)]);
        assert_eq!(updated(&old, &[Some(0), None, Some(2)], &[]), [(0, 2), (2, 3)]);
    }

    #[test]
    fn documents_move_apart_and_together() {
        let old = [(0, 2), (1, 9), (2, 3), (3, 1)];
        let to = [Some(1), Some(2), None, Some(5)];
        let fresh: [&[Occurrence]; 2] = [&[(0, 5), (3, 6)], &[(4, 7), (6, 8)]];
        let expected = [(0, 5), (1, 2), (2, 9), (3, 6), (4, 7), (5, 1), (6, 8)];
        assert_eq!(updated(&old, &to, &fresh), expected);
        assert_eq!(updated(&old, &[None, None, Some(0), Some(1)], &[]), [(0, 3), (1, 1)]);
        assert_eq!(updated(&old, &[None; 4], &[]), []);
    }

    #[test]
    fn words_that_documents_had_which_are_gone_are_named() {
        let counts = of(&[(1, 2), (3, 2)]);
        let gone = |to: &[Option<u32>]| counts.gone(&Moves::new(to.iter().copied())).len();
        assert_eq!(gone(&[Some(0), Some(1), None, Some(3)]), 0);
        assert_eq!(gone(&[Some(0), Some(1), Some(2), None]), 1);
    }
}
