//! A finding: something in a built site that should not be there, or is not
//! there and should be.

use std::collections::BTreeMap;
use std::ops::Range;

use super::site::FileId;
use super::site::Site;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;

/// Everything that was found.
///
/// What a template does wrong is wrong on every page, so findings in the same
/// words are one: the first place is kept, and the others are counted. That
/// also keeps the memory of a site with ten thousand dead links flat.
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
        self.found.into_values().map(|found| found.into_diagnostic(site)).collect()
    }
}

impl Found {
    fn into_diagnostic(self, site: &Site) -> Diagnostic {
        let Self { mut problem, file, range, count } = self;
        match count - 1 {
            0 => {}
            1 => problem.message.push_str(", and once more"),
            others => problem.message.push_str(&format!(", and {others} times more")),
        }
        let name = site.name_of(file);
        // it was read once, and may have gone meanwhile
        match site.text(file) {
            Ok(text) if !range.is_empty() => problem.at(Place::new(name, &text, range)),
            _ => problem.at(Place::file(name)),
        }
    }
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
