//! A diagnostic: one thing that is wrong in an author's file, where it stands,
//! and what to type instead.
//!
//! Diagnostics are data. Nothing here prints; `cli` shows them to a person or a
//! machine. A step that can go wrong returns [`Checked`]: its value together
//! with everything it noticed, so that one run reports every problem.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;

use crate::characters;

/// How many problems of one code are told of one file. Nobody reads more, each
/// keeps the line it stands in, and a customer can type thousands on one.
pub const MOST_OF_A_KIND: usize = 100;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The site cannot be built; the old one stays as it is.
    Error,
    /// The site is built, but somebody should look.
    Warning,
}

/// One thing that is wrong, and the way out.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// A stable name for the kind of problem, in kebab case: `unknown-category`.
    pub code: &'static str,
    /// What is wrong: lower case, no full stop, names in backticks.
    pub message: String,
    /// Where it is; absent when no file is to blame.
    pub place: Option<Box<Place>>,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A problem that stops the build.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message.into())
    }

    /// A problem that is only reported.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message.into())
    }

    fn new(severity: Severity, code: &'static str, message: String) -> Self {
        Self { severity, code, message, place: None, help: None }
    }

    /// The same diagnostic, standing at `place`.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(Box::new(place));
        self
    }

    /// The same diagnostic, standing at `place`, if there is one.
    #[must_use]
    pub fn maybe_at(mut self, place: Option<Place>) -> Self {
        self.place = place.map(Box::new).or(self.place);
        self
    }

    /// The same diagnostic with a help line: what the author should type.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same diagnostic with a help line, if there is one to give.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// Says that there are `more` problems like this one in `whole`, which are
    /// not told.
    fn tell_of_more(&mut self, more: usize, whole: &str) {
        if more > 0 {
            let help = self.help.take().map(|help| format!("{help}; ")).unwrap_or_default();
            self.help = Some(format!("{help}{more} more like this are in {whole}"));
        }
    }

    /// Whether this stops the build.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// What diagnostics are sorted by, so that their order never depends on
    /// which thread found them first.
    fn sort_key(&self) -> (Option<(&str, usize, usize)>, Severity, &str, &str) {
        let place = self.place.as_ref().map(|place| (place.file.as_str(), place.line, place.column));
        (place, self.severity, self.code, &self.message)
    }
}

/// A stretch of one line in a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Place {
    /// The file as its author would name it, with `/` between folders.
    pub file: String,
    /// The line, from 1; 0 means the file as a whole.
    pub line: usize,
    /// The column of the first character, from 1, counted in characters.
    pub column: usize,
    /// The whole source line, without its line ending.
    #[serde(skip)]
    pub excerpt: String,
    /// The bytes of `excerpt` that are meant.
    #[serde(skip)]
    pub span: Range<usize>,
}

impl Place {
    /// The file as a whole.
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), line: 0, column: 0, excerpt: String::new(), span: 0..0 }
    }

    /// The bytes `range` of `text`, the full content of `file`.
    ///
    /// A range over several lines is cut at the end of its first one; a range
    /// past the end points behind the last character.
    pub fn new(file: impl Into<String>, text: &str, range: Range<usize>) -> Self {
        let start = characters::floor_boundary(text, range.start);
        let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
        let excerpt = text[line_start..line_end].trim_end_matches('\r');
        let span_start = (start - line_start).min(excerpt.len());
        let span_end = characters::floor_boundary(text, range.end)
            .saturating_sub(line_start)
            .clamp(span_start, excerpt.len());
        Self {
            file: file.into(),
            // done sixteen bytes at a time
            line: text[..line_start].bytes().filter(|byte| *byte == b'\n').count() + 1,
            column: excerpt[..span_start].chars().count() + 1,
            excerpt: excerpt.to_owned(),
            span: span_start..span_end,
        }
    }
}

/// A value together with what was wrong on the way to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked<T> {
    /// What could be made of the input.
    pub value: T,
    /// Everything that was noticed, in no particular order.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// A value with nothing wrong.
    pub fn fine(value: T) -> Self {
        Self { value, diagnostics: Vec::new() }
    }

    /// The same notices with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Checked<U> {
        Checked { value: change(self.value), diagnostics: self.diagnostics }
    }

    /// The value alone; what was wrong goes to the end of `diagnostics`.
    pub fn into_value(self, diagnostics: &mut Vec<Diagnostic>) -> T {
        diagnostics.extend(self.diagnostics);
        self.value
    }
}

/// Sorts by file, line and column; problems without a file come first.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    diagnostics.dedup();
}

/// The problems of one file or archive, no more than [`MOST_OF_A_KIND`] of each
/// code: the last of these says how many there are besides.
#[derive(Debug)]
pub struct Few {
    told: Vec<Diagnostic>,
    /// How many there are of a code, and which of `told` is the last.
    counts: BTreeMap<&'static str, (usize, usize)>,
    /// What they are the problems of.
    whole: &'static str,
}

impl Default for Few {
    fn default() -> Self {
        Self { told: Vec::new(), counts: BTreeMap::new(), whole: "the file" }
    }
}

impl Few {
    /// None yet, of an archive: of problems that lie between files, as where two
    /// have one address.
    pub fn of_archive() -> Self {
        Self { whole: "the archive", ..Self::default() }
    }

    /// Adds a problem at `place`, which is asked for only if it is told.
    pub fn add(&mut self, problem: Diagnostic, place: impl FnOnce() -> Place) {
        self.add_with(problem, |problem| problem.at(place()));
    }

    /// Adds a problem; `complete` gives it what takes long to find, such as its
    /// place and a suggestion, only if it is told.
    pub fn add_with(&mut self, problem: Diagnostic, complete: impl FnOnce(Diagnostic) -> Diagnostic) {
        self.tell(problem.code, || complete(problem));
    }

    /// Adds a problem of `code`, which is asked for only if it is told.
    pub fn tell(&mut self, code: &'static str, problem: impl FnOnce() -> Diagnostic) {
        let (count, last) = self.counts.entry(code).or_default();
        *count += 1;
        if *count <= MOST_OF_A_KIND {
            *last = self.told.len();
            self.told.push(problem());
        }
    }

    /// What is told.
    pub fn into_told(mut self) -> Vec<Diagnostic> {
        for (count, last) in self.counts.into_values() {
            if let Some(problem) = self.told.get_mut(last) {
                problem.tell_of_more(count.saturating_sub(MOST_OF_A_KIND), self.whole);
            }
        }
        self.told
    }
}

/// The [few](Few) problems that are told of these, each with its place.
pub fn placed<R>(
    problems: impl IntoIterator<Item = (R, Diagnostic)>,
    place: impl Fn(R) -> Place,
) -> Vec<Diagnostic> {
    completed(problems, |range, problem| problem.at(place(range)))
}

/// The [few](Few) problems that are told of these, each with what `complete`
/// finds from what it came with.
pub fn completed<R>(
    problems: impl IntoIterator<Item = (R, Diagnostic)>,
    complete: impl Fn(R, Diagnostic) -> Diagnostic,
) -> Vec<Diagnostic> {
    let mut few = Few::default();
    problems.into_iter().for_each(|(of, problem)| few.add_with(problem, |problem| complete(of, problem)));
    few.into_told()
}

/// Whether any of them stops the build.
pub fn any_error(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(Diagnostic::is_error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_lines_and_characters_from_one() {
        let text = "첫 줄\n분류: 해충\n";
        let start = text.find("해충").unwrap();
        let place = Place::new("a.md", text, start..start + "해충".len());
        assert_eq!((place.line, place.column), (2, 5));
        assert_eq!(&place.excerpt[place.span.clone()], "해충");
    }

    #[test]
    fn a_range_over_two_lines_ends_with_the_first() {
        let place = Place::new("a.md", "abc\ndef", 1..6);
        assert_eq!(place.span, 1..3);
    }

    #[test]
    fn a_range_past_the_end_points_behind_the_last_character() {
        let place = Place::new("a.md", "abc", 10..20);
        assert_eq!((place.line, place.column, place.span), (1, 4, 3..3));
    }

    #[test]
    fn a_carriage_return_is_no_part_of_the_line() {
        assert_eq!(Place::new("a.md", "abc\r\ndef", 0..3).excerpt, "abc");
    }

    #[test]
    fn more_than_anybody_reads_is_counted() {
        let text = "가".repeat(300);
        let problem = |code| Diagnostic::warning(code, "m").help("h");
        let many = (0..250).map(|at| (3 * at..3 * at + 3, problem("many")));
        let all = placed(many.chain([(0..3, problem("one"))]), |range| Place::new("a", &text, range));
        assert_eq!(all.len(), MOST_OF_A_KIND + 1);
        assert_eq!(all[MOST_OF_A_KIND - 1].help.as_deref(), Some("h; 150 more like this are in the file"));
        assert_eq!(all[MOST_OF_A_KIND].help.as_deref(), Some("h"));
    }

    #[test]
    fn what_is_not_told_is_not_completed() {
        let mut completed = 0;
        let mut few = Few::default();
        for _ in 0..1000 {
            few.add_with(Diagnostic::error("many", "m"), |problem| {
                completed += 1;
                problem.help("h")
            });
        }
        assert_eq!((completed, few.into_told().len()), (MOST_OF_A_KIND, MOST_OF_A_KIND));
    }

    #[test]
    fn sorting_puts_what_has_no_file_first_and_drops_repeats() {
        let at = |line| Diagnostic::error("x", "m").at(Place { line, ..Place::file("a") });
        let mut all = vec![at(2), Diagnostic::warning("y", "m"), at(1), at(1)];
        sort(&mut all);
        let lines: Vec<_> = all.iter().map(|d| d.place.as_ref().map(|p| p.line)).collect();
        assert_eq!(lines, [None, Some(1), Some(2)]);
    }
}
