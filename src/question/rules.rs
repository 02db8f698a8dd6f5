//! The rules that one question has to keep: between its keys, its turns and
//! the people in it.

use super::Context;
use super::Question;
use super::Status;
use super::TurnKind;
use crate::diagnostic::Diagnostic;
use crate::yaml::Step;

/// Settles what the author left open, and reports every broken rule.
pub fn check(question: &mut Question, context: Context) -> Vec<Diagnostic> {
    settle_status(question);
    settle_turns(question);
    let mut check = Check { question, context, diagnostics: Vec::new() };
    check.status();
    check.dates();
    check.people();
    check.translation();
    check.diagnostics
}

/// The status that the turns show, where the author gave none.
fn settle_status(question: &mut Question) {
    let has_answer = question.has_answer();
    let front = &mut question.front;
    front.status = match front.stated {
        Some(status) => status,
        None if front.merged_into.is_some() => Status::Merged,
        None if has_answer => Status::Answered,
        None => Status::Waiting,
    };
}

/// Who and when of the first question and answer, from the front matter.
fn settle_turns(question: &mut Question) {
    let front = &question.front;
    let first = |kind| move |turn: &&mut super::Turn| turn.kind == kind;
    if let Some(turn) = question.turns.iter_mut().find(first(TurnKind::Question)) {
        turn.date.get_or_insert(front.asked);
    }
    if let Some(turn) = question.turns.iter_mut().find(|turn| turn.kind.is_answer()) {
        if turn.by.is_empty() {
            turn.by.clone_from(&front.answered_by);
        }
        turn.date = turn.date.or(front.answered);
    }
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
        let status = front.status;
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
            Status::Waiting if front.answered.is_some() => self.fail(
                "answered",
                Diagnostic::error("answer-missing", "`answered` is given, but there is no answer")
                    .help("write the answer below a line `## 답변`"),
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
        if has_answer && front.answered.is_none() && matches!(status, Status::Answered | Status::Unknown) {
            self.fail(
                "title",
                Diagnostic::error("missing-key", "`answered` is missing, and there is an answer")
                    .help("add a line `answered: 2026-03-03` with the day of the answer"),
            );
        }
    }

    fn dates(&mut self) {
        let front = &self.question.front;
        let zone = &self.context.config.timezone;
        if front.answered.is_some_and(|answered| answered.is_before(&front.asked, zone)) {
            self.fail(
                "answered",
                Diagnostic::error("answered-before-asked", "this was answered before it was asked")
                    .help("check both dates"),
            );
        }
        let mut latest = front.asked;
        for turn in &self.question.turns {
            let Some(date) = turn.date else { continue };
            if date.is_before(&latest, zone) {
                let place = self.question.place(turn.heading_range());
                self.diagnostics.push(
                    Diagnostic::error("turn-order", "this turn is dated before the one above it")
                        .at(place)
                        .help("check both dates; turns stand in the order they were written"),
                );
            }
            latest = date;
        }
    }

    fn people(&mut self) {
        let front = &self.question.front;
        let people = self.context.people;
        let is_agency = |id: &String| people.get(id).is_some_and(|person| person.agency);
        for (index, id) in front.approved_by.iter().enumerate() {
            let problem = if is_agency(id) {
                Diagnostic::error("bad-approval", format!("`{id}` works for an agency and cannot approve"))
            } else if front.answered_by.contains(id) {
                Diagnostic::error("bad-approval", format!("`{id}` cannot approve their own answer"))
            } else {
                continue;
            };
            self.fail_item(
                "approved_by",
                index,
                problem.help("name somebody of the staff who did not answer"),
            );
        }
        let from_agency = front.answered_by.iter().find(|id| is_agency(id));
        if let Some(id) = from_agency.filter(|_| front.approved_by.is_empty()) {
            let message = format!("`{id}` works for an agency, so staff have to approve this answer");
            let diagnostic =
                Diagnostic::error("approval-missing", message).help("add a line `approved_by: …`");
            self.fail("answered_by", diagnostic);
        }
        self.people_who_left();
    }

    fn people_who_left(&mut self) {
        let front = &self.question.front;
        let Some(answered) = front.answered else { return };
        let answered = answered.date(&self.context.config.timezone);
        for (index, id) in front.answered_by.iter().enumerate() {
            let until = self.context.people.get(id).and_then(|person| person.until);
            if until.is_some_and(|until| until < answered) {
                let message = format!("`{id}` had left when this was answered");
                let diagnostic = Diagnostic::warning("answered-after-leaving", message)
                    .help("check the date here and `until` in `people.yaml`");
                self.fail_item("answered_by", index, diagnostic);
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

    /// Adds `diagnostic` at an item of a list, or at its key where the list is
    /// written as a single value.
    fn fail_item(&mut self, key: &str, index: usize, diagnostic: Diagnostic) {
        let item = self.question.place_of(&[key.into(), Step::Item(index)]);
        if item.span.is_empty() {
            return self.fail(key, diagnostic);
        }
        self.diagnostics.push(diagnostic.at(item));
    }
}
