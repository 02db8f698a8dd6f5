//! The rules that one question has to keep: between its keys, its turns and
//! the people in it.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::mem;

use super::Context;
use super::Question;
use super::Status;
use super::Turn;
use crate::diagnostic;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::yaml::Document;

/// Every rule that a settled question breaks.
pub fn check(question: &Question, context: Context) -> Vec<Diagnostic> {
    let mut check = Check { question, context, front: OnceCell::new(), problems: Vec::new() };
    check.status();
    check.answer();
    check.dates();
    check.people();
    check.translation();
    check.into_told()
}

/// A question being checked.
struct Check<'q> {
    question: &'q Question,
    context: Context<'q>,
    /// The front matter, parsed again once it has to be.
    front: OnceCell<Option<Document<'q>>>,
    problems: Vec<(Subject<'q>, Diagnostic)>,
}

/// What a problem is about.
enum Subject<'q> {
    /// The value of a key.
    Key(&'static str),
    /// Somebody in the list under a key.
    Person(&'static str, &'q str),
    /// The heading of a turn.
    Turn(&'q Turn),
}

impl<'q> Check<'q> {
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
            Status::Declined | Status::Removed if front.reason.is_none() && !self.stands("reason") => {
                self.fail("status", reason_missing(status));
            }
            Status::Merged if front.merged_into.is_none() && !self.stands("merged_into") => self.fail(
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
            (None, Status::Waiting | Status::Declined)
                if front.answered.is_some() && self.is_status_known() =>
            {
                self.fail(
                    "answered",
                    Diagnostic::error("answer-missing", "`answered` is given, but there is no answer")
                        .help("write the answer below a line `## 답변`, or remove `answered`"),
                )
            }
            (Some(turn), Status::Answered | Status::Unknown | Status::Declined)
                if front.answered.is_none() && !self.stands("answered") && self.is_status_known() =>
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
        let answered: BTreeSet<_> = first.map_or(&front.answered_by, |turn| &turn.by).iter().collect();
        for id in &front.approved_by {
            let problem = if self.is_agency(id) {
                Diagnostic::error("bad-approval", format!("`{id}` works for an agency and cannot approve"))
            } else if answered.contains(id) {
                Diagnostic::error("bad-approval", format!("`{id}` cannot approve their own answer"))
            } else {
                continue;
            };
            self.fail_person(
                "approved_by",
                id,
                problem.help("name somebody of the staff who did not answer"),
            );
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
            if self.names_somebody("approved_by") {
                return;
            }
            let message = format!("`{id}` works for an agency, so staff have to approve this answer");
            let problem = Diagnostic::error("approval-missing", message).help("add a line `approved_by: …`");
            return if self.question.front.answered_by.contains(id) {
                self.fail_person("answered_by", id, problem)
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
                self.fail_person("answered_by", id, diagnostic);
            }
        }
    }

    fn translation(&mut self) {
        let front = &self.question.front;
        if front.translation_of.is_some() && front.lang.is_none() && !self.stands("lang") {
            self.fail(
                "translation_of",
                Diagnostic::error("missing-key", "`lang` is missing, and a translation needs it")
                    .help("add a line `lang: en`"),
            );
        }
    }

    /// Whether the author wrote `key`: where its value could not be read, that
    /// has been told, and it is not missing.
    fn stands(&self, key: &str) -> bool {
        self.front().is_some_and(|front| front.root.get(key).is_some())
    }

    /// Whether the author wrote something into the list under `key`.
    fn names_somebody(&self, key: &str) -> bool {
        let value = self.front().and_then(|front| front.root.get(key));
        value.is_some_and(|value| {
            !value.is_null() && value.as_sequence().is_none_or(|items| !items.is_empty())
        })
    }

    /// Whether the status is the author's, or follows from keys that could be
    /// read.
    fn is_status_known(&self) -> bool {
        let front = &self.question.front;
        let is_read = front.merged_into.is_some() || !self.stands("merged_into");
        front.status.is_some() || is_read && !self.stands("status")
    }

    fn fail(&mut self, key: &'static str, problem: Diagnostic) {
        self.problems.push((Subject::Key(key), problem));
    }

    /// Adds `problem` where `key` names the person `id`.
    fn fail_person(&mut self, key: &'static str, id: &'q str, problem: Diagnostic) {
        self.problems.push((Subject::Person(key, id), problem));
    }

    /// Adds `problem` at the heading of a turn.
    fn fail_turn(&mut self, turn: &'q Turn, problem: Diagnostic) {
        self.problems.push((Subject::Turn(turn), problem));
    }

    /// What is told of the problems, each where it stands.
    fn into_told(mut self) -> Vec<Diagnostic> {
        let problems = mem::take(&mut self.problems);
        diagnostic::placed(problems, |subject| self.place(&subject))
    }

    fn place(&self, subject: &Subject) -> Place {
        let in_front = |find: &dyn Fn(&Document) -> Place| {
            self.front().map_or_else(|| Place::file(&self.question.file), find)
        };
        match *subject {
            Subject::Key(key) => in_front(&|front| front.place(&[key.into()])),
            Subject::Person(key, id) => in_front(&|front| front.item_place(key, |text| text == id)),
            Subject::Turn(turn) => self.question.place(turn.heading_range()),
        }
    }

    /// The front matter as it is written: only an author with an error pays for
    /// a second reading.
    fn front(&self) -> Option<&Document<'q>> {
        self.front.get_or_init(|| self.question.read_front()).as_ref()
    }
}

fn reason_missing(status: Status) -> Diagnostic {
    let message = format!("`reason` is missing, and `{}` needs one", status.name());
    Diagnostic::error("missing-key", message).help("add a line `reason: …`; readers will see it")
}
