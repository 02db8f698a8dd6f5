//! A note: a warning, as it is written down.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::PoisonError;

use serde::Deserialize;
use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;

/// A warning, as it is written down.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Note {
    code: String,
    message: String,
    help: Option<String>,
    /// File, line, column, excerpt and the bytes of it that are meant.
    place: Option<(String, usize, usize, String, Range<usize>)>,
}

impl Note {
    /// The notes of `diagnostics`, all of which are warnings.
    pub fn of_all(diagnostics: &[Diagnostic]) -> Vec<Self> {
        diagnostics.iter().map(Self::of).collect()
    }

    fn of(diagnostic: &Diagnostic) -> Self {
        let Diagnostic { severity: _, code, message, place, help } = diagnostic.clone();
        let place = place.map(|place| {
            let Place { file, line, column, excerpt, span } = *place;
            (file, line, column, excerpt, span)
        });
        Self { code: code.to_owned(), message, help, place }
    }

    /// The warning.
    pub fn diagnostic(self) -> Diagnostic {
        let Self { code, message, help, place } = self;
        let warning = Diagnostic::warning(known(code), message).maybe_help(help);
        match place {
            Some((file, line, column, excerpt, span)) => {
                warning.at(Place { file, line, column, excerpt, span })
            }
            None => warning,
        }
    }
}

/// A code as the program has it everywhere else; there are few, and each is
/// kept once.
fn known(code: String) -> &'static str {
    static CODES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut codes = CODES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = codes.get(code.as_str()) {
        return known;
    }
    let code: &'static str = code.leak();
    codes.insert(code);
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_comes_back_from_its_note() {
        let place = Place::new("a.md", "왜\n그런가요", 4..7);
        let warning = Diagnostic::warning("stray-entry", "왜").at(place).help("no");
        let bare = Diagnostic::warning("stray-entry", "왜");
        for warning in [warning, bare] {
            assert_eq!(Note::of(&warning).diagnostic(), warning);
        }
        assert!(std::ptr::eq(known("stray-entry".into()), known("stray-entry".into())));
    }
}
