//! A finding: something in a built site that should not be there, or is not
//! there and should be.

use std::collections::BTreeMap;
use std::ops::Range;

use super::site::FileId;
use super::site::Site;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::MOST_OF_A_KIND;
use crate::diagnostic::Place;

/// How many bytes of a line are shown, and how many before what is meant. A line
/// that is shorter is shown as a whole.
const MOST_OF_A_LINE: usize = 4000;
const MOST_BEFORE: usize = 2000;

/// Everything that was found.
///
/// What a template does wrong is wrong on every page, so findings in the same
/// words are one: the first place is kept, and the others are counted. That
/// also keeps the memory flat of a site with one dead link on ten thousand pages.
#[derive(Debug, Default)]
pub struct Findings {
    found: BTreeMap<(&'static str, String), Found>,
}

/// One finding with the first place of it.
#[derive(Debug)]
struct Found {
    problem: Diagnostic,
    file: FileId,
    range: Range<usize>,
    count: usize,
}

impl Findings {
    /// Takes in a problem of some bytes of a file.
    pub fn add(&mut self, problem: Diagnostic, file: FileId, range: Range<usize>) {
        self.take(Found { problem, file, range, count: 1 });
    }

    /// Takes in all that was found elsewhere.
    #[must_use]
    pub fn with(mut self, other: Self) -> Self {
        other.found.into_values().for_each(|found| self.take(found));
        self
    }

    fn take(&mut self, new: Found) {
        let key = (new.problem.code, new.problem.message.clone());
        let Some(known) = self.found.get_mut(&key) else {
            self.found.insert(key, new);
            return;
        };
        let count = known.count + new.count;
        if (new.file, new.range.start) < (known.file, known.range.start) {
            *known = new;
        }
        known.count = count;
    }

    /// What to tell of them, each at its first place.
    pub fn into_diagnostics(self, site: &Site) -> Vec<Diagnostic> {
        let mut of_files: BTreeMap<FileId, Vec<Found>> = BTreeMap::new();
        for found in self.found.into_values() {
            of_files.entry(found.file).or_default().push(found);
        }
        of_files.into_iter().flat_map(|(file, found)| told_of(file, found, site)).collect()
    }
}

/// What to tell of one file, which is read once more where it takes its lines.
fn told_of(file: FileId, mut found: Vec<Found>, site: &Site) -> Vec<Diagnostic> {
    found.sort_by_key(|found| found.range.start);
    let name = site.name_of(file);
    let has_lines = found.iter().any(|found| !found.range.is_empty());
    // it was read once, and may have gone meanwhile
    let text = if has_lines { site.text(file).unwrap_or_default() } else { String::new() };
    let mut lines = Lines::new(&text);
    let (told, left_out) = with_the_first_of_each_kind(found);
    let told = told.into_iter().map(|found| {
        let place = if found.range.is_empty() || text.is_empty() {
            Place::file(name)
        } else {
            lines.place(name, found.range.clone())
        };
        found.into_diagnostic().at(place)
    });
    let left_out = left_out.into_values().map(|(count, first)| {
        let message = format!("{count} more places in this file have the same kind of problem");
        Diagnostic { message, ..first }.at(Place::file(name))
    });
    told.chain(left_out).collect()
}

/// How many of the others there are, and one of them.
type LeftOut = BTreeMap<&'static str, (usize, Diagnostic)>;

/// The first ones of each kind, in their order, and what is left out.
fn with_the_first_of_each_kind(found: Vec<Found>) -> (Vec<Found>, LeftOut) {
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    let (mut told, mut left_out) = (Vec::new(), LeftOut::new());
    for found in found {
        let code = found.problem.code;
        let count = counts.entry(code).or_default();
        *count += 1;
        if *count <= MOST_OF_A_KIND {
            told.push(found);
        } else {
            left_out.entry(code).or_insert((0, found.problem)).0 += 1;
        }
    }
    (told, left_out)
}

impl Found {
    fn into_diagnostic(self) -> Diagnostic {
        let Self { mut problem, count, .. } = self;
        match count - 1 {
            0 => {}
            1 => problem.message.push_str(", and once more"),
            others => problem.message.push_str(&format!(", and {others} times more")),
        }
        problem
    }
}

/// The lines of a file, walked through once however many places are asked for.
struct Lines<'a> {
    text: &'a str,
    /// How far they were counted.
    at: usize,
    line: usize,
    /// Where the line begins that `at` is in.
    line_start: usize,
    /// How many letters of it stand before `at`.
    letters: usize,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, at: 0, line: 1, line_start: 0, letters: 0 }
    }

    /// Where some bytes stand that begin no earlier than those asked for before.
    /// Of a long line only what is around them is shown.
    fn place(&mut self, name: &str, range: Range<usize>) -> Place {
        let start = range.start.min(self.text.len());
        self.walk_to(start);
        let from = self.line_start.max(start.saturating_sub(MOST_BEFORE));
        let to = self.text.len().min(from + MOST_OF_A_LINE);
        let window = self.text.get(boundary(self.text, from)..boundary(self.text, to)).unwrap_or_default();
        let span = start - boundary(self.text, from);
        let shown = Place::new(name, window, span..span + range.len());
        Place { line: self.line, column: self.letters + 1, ..shown }
    }

    fn walk_to(&mut self, to: usize) {
        for letter in self.text.get(self.at..to).unwrap_or_default().chars() {
            self.at += letter.len_utf8();
            self.letters += 1;
            if letter == '\n' {
                (self.line, self.line_start, self.letters) = (self.line + 1, self.at, 0);
            }
        }
    }
}

/// The first boundary between letters at or behind this byte.
fn boundary(text: &str, byte: usize) -> usize {
    (byte..text.len()).find(|byte| text.is_char_boundary(*byte)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(file: usize, start: usize) -> Findings {
        let mut findings = Findings::default();
        findings.add(Diagnostic::error("x", "m"), FileId(file), start..start + 1);
        findings
    }

    #[test]
    fn the_first_place_is_kept_whichever_thread_was_first() {
        for findings in
            [found(1, 5).with(found(0, 9)).with(found(1, 2)), found(1, 2).with(found(1, 5)).with(found(0, 9))]
        {
            let only = findings.found.into_values().next().unwrap();
            assert_eq!((only.file, only.range, only.count), (FileId(0), 9..10, 3));
        }
    }
}
