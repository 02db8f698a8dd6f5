//! The merge: counts that were made apart, as one.
//!
//! When one question of many was edited, few terms are touched: those between
//! them are copied as they stand, without a look at what they hold.

use super::counts::Entry;
use super::counts::EntryBuilder;
use super::counts::Occurrences;
use super::moves::Moves;
use super::table::Table;
use super::term::Term;

/// Counts of one part of all terms, on their way into one table.
pub struct Merge<'a> {
    /// What has become of the documents of the old counts.
    pub moves: &'a Moves,
    /// The terms of documents that are gone; sorted.
    pub gone: &'a [Term],
    /// The old counts.
    pub old: Source<'a>,
    /// Those of documents that were not counted before.
    pub fresh: Vec<Source<'a>>,
}

/// A table that is taken from its start.
pub struct Source<'a> {
    table: &'a Table,
    next: usize,
    end: usize,
    /// The entry at `next`.
    head: Option<(Term, Entry<'a>)>,
}

impl Merge<'_> {
    /// The table of everything.
    pub fn done(mut self) -> Table {
        let mut table = Table::default();
        let mut builder = EntryBuilder::default();
        loop {
            self.copy_untouched(&mut table);
            let heads = self.fresh.iter().chain([&self.old]).filter_map(Source::name);
            let Some((term, name)) = heads.min() else { return table };
            builder.clear();
            self.take(term, name, &mut builder);
            if !builder.is_empty() {
                table.push(term, |bytes| builder.write(bytes, name));
            }
        }
    }

    /// Takes the documents of a term out of all sources.
    fn take(&mut self, term: Term, name: &str, builder: &mut EntryBuilder) {
        let mut old = self.old.take(term, name).map(|entry| entry.occurrences);
        let fresh = self.fresh.iter_mut().filter_map(|source| source.take(term, name));
        for mut fresh in fresh.map(|entry| entry.occurrences) {
            while let Some(first) = fresh.peek() {
                let next = old.as_mut().and_then(|old| take_moved(old, self.moves, first, builder));
                builder.take(&mut fresh, next.unwrap_or(u32::MAX), 0);
            }
        }
        old.and_then(|mut old| take_moved(&mut old, self.moves, u32::MAX, builder));
    }

    /// Copies the old entries up to the next term that is touched.
    fn copy_untouched(&mut self, table: &mut Table) {
        let Some((head, _)) = self.old.head.as_ref().filter(|_| self.moves.is_still()) else { return };
        self.gone = &self.gone[self.gone.iter().take_while(|term| *term < head).count()..];
        let fresh = self.fresh.iter().filter_map(|source| source.head.as_ref()).map(|(term, _)| *term);
        let touched = fresh.chain(self.gone.first().copied()).min();
        let end = touched.map_or(self.old.end, |touched| {
            self.old.next
                + self.old.table.terms(self.old.next..self.old.end).partition_point(|term| *term < touched)
        });
        table.copy(self.old.table, self.old.next..end);
        self.old.skip_to(end);
    }
}

/// Takes the documents that are still there and have moved before `end`, and
/// returns where the next one has moved.
fn take_moved(old: &mut Occurrences, moves: &Moves, end: u32, builder: &mut EntryBuilder) -> Option<u32> {
    loop {
        let document = old.peek()?;
        let run = moves.run(document)?;
        match run.shift() {
            Some(shift) => {
                let to = document.wrapping_add(shift);
                if to >= end {
                    return Some(to);
                }
                // nothing comes behind, so the rest need not be looked at
                if end == u32::MAX && moves.is_last(run) {
                    builder.finish(*old, shift);
                    return None;
                }
                builder.take(old, run.end, shift);
            }
            None => old.skip_before(run.end),
        }
    }
}

impl<'a> Source<'a> {
    /// Of a table, the terms whose first `bits` are `part`.
    pub fn new(table: &'a Table, part: usize, bits: u32) -> Self {
        let mut source = Self { table, next: 0, end: table.first_in(part + 1, bits), head: None };
        source.skip_to(table.first_in(part, bits));
        source
    }

    /// What the entries are sorted by, of the next one.
    fn name(&self) -> Option<(Term, &'a str)> {
        self.head.as_ref().map(|(term, entry)| (*term, entry.name))
    }

    /// The next entry, if it has this name.
    fn take(&mut self, term: Term, name: &str) -> Option<Entry<'a>> {
        let (_, entry) = self.head.take_if(|(head, entry)| *head == term && entry.name == name)?;
        self.skip_to(self.next + 1);
        Some(entry)
    }

    fn skip_to(&mut self, next: usize) {
        self.next = next;
        self.head =
            (next < self.end).then(|| self.table.at(next)).map(|(term, value)| (term, Entry::new(value)));
    }
}
