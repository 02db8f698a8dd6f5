//! The problems of a body, each at the bytes that it stands at: a customer can
//! paste thousands, and few are told.

use std::ops::Range;

use super::Question;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Few;

/// What is wrong with the body of a question.
pub struct Problems<'q> {
    question: &'q Question,
    few: Few,
}

impl<'q> Problems<'q> {
    /// None yet.
    pub fn of(question: &'q Question) -> Self {
        Self { question, few: Few::default() }
    }

    /// Adds a problem at the bytes `range` of the body.
    pub fn add(&mut self, range: Range<usize>, problem: Diagnostic) {
        self.add_with(range, problem, |problem| problem);
    }

    /// The same; `complete` gives it what takes long to find only if it is told.
    pub fn add_with(
        &mut self,
        range: Range<usize>,
        problem: Diagnostic,
        complete: impl FnOnce(Diagnostic) -> Diagnostic,
    ) {
        let question = self.question;
        self.few.add_with(problem, |problem| complete(problem).at(question.place(range)));
    }

    /// What is told.
    pub fn into_told(self) -> Vec<Diagnostic> {
        self.few.into_told()
    }
}
