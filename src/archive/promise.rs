//! The promise: which questions were answered in time, from their dates alone.

use jiff::civil::Date;

use super::Archive;
use super::QuestionId;
use super::Visibility;
use crate::config::Promise;
use crate::question::Status;

/// How one question fared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Answered in time.
    Kept,
    /// Answered, but late.
    Late,
    /// Not answered, and it is time still.
    Waiting,
    /// Not answered, though it should have been.
    Overdue,
}

/// One question that the promise covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    /// The question.
    pub id: QuestionId,
    /// When it was asked.
    pub asked: Date,
    /// Days from the question to its answer, or to today, as the brand counts.
    pub days: i64,
    /// How it fared.
    pub fate: Fate,
}

/// Every question that the promise covers, newest first: each that was asked
/// and is to be answered. A translation repeats its original and does not
/// count again.
pub fn cases(archive: &Archive, promise: &Promise) -> Vec<Case> {
    let covered = archive.iter().filter(|(id, question)| {
        let to_answer = matches!(question.status, Status::Answered | Status::Unknown | Status::Waiting);
        archive.visibility(*id) == Visibility::Listed && to_answer && question.front.translation_of.is_none()
    });
    covered.map(|(id, _)| case(archive, promise, id)).collect()
}

/// Whether a question waits for an answer that it should have by now; never where
/// the site makes no promise.
pub fn is_overdue(archive: &Archive, id: QuestionId) -> bool {
    let is_waiting = archive.question(id).status == Status::Waiting;
    let promise = archive.config.promise.as_ref().filter(|_| is_waiting);
    promise.is_some_and(|promise| case(archive, promise, id).fate == Fate::Overdue)
}

fn case(archive: &Archive, promise: &Promise, id: QuestionId) -> Case {
    let zone = &archive.config.timezone;
    let front = &archive.question(id).front;
    let asked = front.asked.date(zone);
    let answered = front.answered.map(|answered| answered.date(zone));
    let days = promise.calendar.days_between(asked, answered.unwrap_or(archive.today));
    let in_time = days <= i64::from(promise.answer_within);
    let fate = match (answered.is_some(), in_time) {
        (true, true) => Fate::Kept,
        (true, false) => Fate::Late,
        (false, true) => Fate::Waiting,
        (false, false) => Fate::Overdue,
    };
    Case { id, asked, days, fate }
}
