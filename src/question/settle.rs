//! Settling: what an author may leave open the turns and the front matter
//! decide together.

use super::Question;
use super::Status;
use super::Turn;
use super::TurnKind;

/// Settles the status of a question that was read, and who and when of its
/// first turns.
pub fn settle(question: &mut Question) {
    question.status = status(question);
    sign_turns(question);
}

/// The status that the author gave, or else the one that the turns show.
fn status(question: &Question) -> Status {
    let front = &question.front;
    match front.status {
        Some(status) => status,
        None if front.merged_into.is_some() => Status::Merged,
        None if question.has_answer() => Status::Answered,
        None => Status::Waiting,
    }
}

/// Who and when of the first question and answer, from the front matter.
fn sign_turns(question: &mut Question) {
    let front = &question.front;
    let first = |kind| move |turn: &&mut Turn| turn.kind == kind;
    if let Some(turn) = question.turns.iter_mut().find(first(TurnKind::Question)) {
        turn.date.get_or_insert(front.asked);
    }
    if let Some(turn) = question.turns.iter_mut().find(first(TurnKind::Answer)) {
        if turn.by.is_empty() {
            turn.by.clone_from(&front.answered_by);
        }
        turn.date = turn.date.or(front.answered);
    }
}
