//! The rules that one question has to keep: between its keys, its turns and
//! the people in it.

use super::Context;
use super::Question;
use super::Status;
use super::Turn;
use crate::diagnostic::Diagnostic;

/// Every rule that a settled question breaks.
pub fn check(question: &Question, context: Context) -> Vec<Diagnostic> {
    let mut check = Check { question, context, diagnostics: Vec::new() };
    check.status();
    check.answer();
    check.dates();
    check.people();
    check.translation();
    check.diagnostics
}

/// A question being checked.
struct Check<'a> {
    question: &'a Question,
    context: Context<'a>,
    diagnostics: Vec<Diagnostic>,
}

impl Check<'_> {
    fn status(&mut self) {
        let front = &self.question.front;
        let has_answer = self.question.has_answer();
        let status = self.question.status;
        match status {
            Status::Answered | Status::Unknown if !has_answer => self.fail(
                "status",
                Diagnostic::error(
                    "answer-missing",
                    format!("the status is `{}`, but there is no answer", status.name()),
                )
                .help("write the answer below a line `## 답변`, or remove the status"),
            ),
            Status::Waiting if has_answer => self.fail(
                "status",
                Diagnostic::error("status-contradicts", "the status is `waiting`, but there is an answer")
                    .help("remove the line `status: waiting`"),
            ),
            Status::Declined | Status::Removed if front.reason.is_none() => self.fail(
                "status",
                Diagnostic::error(
                    "missing-key",
                    format!("`reason` is missing, and `{}` needs one", status.name()),
                )
                .help("add a line `reason: …`; readers will see it"),
            ),
            Status::Merged if front.merged_into.is_none() => self.fail(
                "status",
                Diagnostic::error("missing-key", "`merged_into` is missing, and `merged` needs it")
                    .help("add a line `merged_into: 123` with the key of the other question"),
            ),
            _ => {}
        }
        if front.merged_into.is_some() && status != Status::Merged {
            self.fail(
                "merged_into",
                Diagnostic::error(
                    "status-contradicts",
                    format!("`merged_into` is given, but the status is `{}`", status.name()),
                )
                .help("write `status: merged`, or remove `merged_into`"),
            );
        }
    }

    /// An answer and the day it was given on come together, wherever a page
    /// shows them.
    fn answer(&mut self) {
        let front = &self.question.front;
        let first = self.question.turns.iter().find(|turn| turn.kind.is_answer());
        match (first, self.question.status) {
            (None, Status::Waiting | Status::Declined) if front.answered.is_some() => self.fail(
                "answered",
                Diagnostic::error("answer-missing", "`answered` is given, but there is no answer")
                    .help("write the answer below a line `## 답변`, or remove `answered`"),
            ),
            (Some(turn), Status::Answered | Status::Unknown | Status::Declined)
                if front.answered.is_none() =>
            {
                let problem =
                    Diagnostic::error("missing-key", "`answered` is missing, and there is an answer")
                        .help("add a line `answered: 2026-03-03` with the day of the answer");
                self.fail_turn(turn, problem);
            }
            // either all is well, or the status itself is wrong
            _ => {}
        }
    }

    fn dates(&mut self) {
        let front = &self.question.front;
        let zone = &self.context.config.timezone;
        let too_early = front.answered.filter(|answered| answered.is_before(&front.asked, zone));
        if too_early.is_some() {
            self.fail(
                "answered",
                Diagnostic::error("answered-before-asked", "this was answered before it was asked")
                    .help("check both dates"),
            );
        }
        let mut latest = front.asked;
        for turn in &self.question.turns {
            let Some(date) = turn.date else { continue };
            // the date of the first answer has been reported where it is written
            if date.is_before(&latest, zone) && Some(date) != too_early {
                let problem = Diagnostic::error("turn-order", "this turn is dated before the one above it")
                    .help("check both dates; turns stand in the order they were written");
                self.fail_turn(turn, problem);
            }
            latest = date;
        }
    }

    fn people(&mut self) {
        let front = &self.question.front;
        // who wrote a later turn may well have approved the first answer
        let first = self.question.turns.iter().find(|turn| turn.kind.is_answer());
        let answered = first.map_or(&front.answered_by, |turn| &turn.by);
        for id in &front.approved_by {
            let problem = if self.is_agency(id) {
                Diagnostic::error("bad-approval", format!("`{id}` works for an agency and cannot approve"))
            } else if answered.contains(id) {
                Diagnostic::error("bad-approval", format!("`{id}` cannot approve their own answer"))
            } else {
                continue;
            };
            self.fail_item("approved_by", id, problem.help("name somebody of the staff who did not answer"));
        }
        if front.approved_by.is_empty() {
            self.approval();
        }
        self.people_who_left();
    }

    /// Whoever answers for the brand without being of it needs an approval.
    fn approval(&mut self) {
        for turn in self.question.turns.iter().filter(|turn| turn.kind.is_answer()) {
            let Some(id) = turn.by.iter().find(|id| self.is_agency(id)) else { continue };
            let message = format!("`{id}` works for an agency, so staff have to approve this answer");
            let problem = Diagnostic::error("approval-missing", message).help("add a line `approved_by: …`");
            return if self.question.front.answered_by.contains(id) {
                self.fail_item("answered_by", id, problem)
            } else {
                self.fail_turn(turn, problem)
            };
        }
    }

    fn is_agency(&self, id: &str) -> bool {
        self.context.people.get(id).is_some_and(|person| person.agency)
    }

    fn people_who_left(&mut self) {
        let front = &self.question.front;
        let Some(answered) = front.answered else { return };
        let answered = answered.date(&self.context.config.timezone);
        for id in &front.answered_by {
            let until = self.context.people.get(id).and_then(|person| person.until);
            if until.is_some_and(|until| until < answered) {
                let message = format!("`{id}` had left when this was answered");
                let diagnostic = Diagnostic::warning("answered-after-leaving", message)
                    .help("check the date here and `until` in `people.yaml`");
                self.fail_item("answered_by", id, diagnostic);
            }
        }
    }

    fn translation(&mut self) {
        let front = &self.question.front;
        if front.translation_of.is_some() && front.lang.is_none() {
            self.fail(
                "translation_of",
                Diagnostic::error("missing-key", "`lang` is missing, and a translation needs it")
                    .help("add a line `lang: en`"),
            );
        }
    }

    fn fail(&mut self, key: &str, diagnostic: Diagnostic) {
        let place = self.question.place_of(&[key.into()]);
        self.diagnostics.push(diagnostic.at(place));
    }

    /// Adds `diagnostic` where `key` names the person `id`.
    fn fail_item(&mut self, key: &str, id: &str, diagnostic: Diagnostic) {
        let place = self.question.place_of_item(key, |text| text == id);
        self.diagnostics.push(diagnostic.at(place));
    }

    /// Adds `diagnostic` at the heading of a turn.
    fn fail_turn(&mut self, turn: &Turn, diagnostic: Diagnostic) {
        let place = self.question.place(turn.heading_range());
        self.diagnostics.push(diagnostic.at(place));
    }
}
