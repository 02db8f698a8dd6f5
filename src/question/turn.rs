//! A turn: one person's words in a question's thread.

use std::ops::Range;

use serde::Deserialize;
use serde::Serialize;

use super::Context;
use super::Question;
use super::problems::Problems;
use super::signature;
use super::signature::Signature;
use crate::config::Config;
use crate::content::Statics;
use crate::date::Moment;
use crate::diagnostic::Diagnostic;
use crate::markdown;
use crate::markdown::Author;
use crate::markdown::Fragment;
use crate::markdown::Spanned;
use crate::markdown::Surroundings;
use crate::markdown::Twin;
use crate::markdown::Writer;
use crate::nfc;
use crate::suggestion;

/// One person's words in a question's thread.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Turn {
    /// What the turn does.
    pub kind: TurnKind,
    /// Who speaks, by id; nobody where the asker does.
    pub by: Vec<String>,
    /// When.
    pub date: Option<Moment>,
    /// The bytes of the body that it is written in, without its heading.
    pub range: Range<usize>,
    /// Where its heading starts; its text, where it has none.
    heading: usize,
}

/// What a turn does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TurnKind {
    /// Asks.
    Question,
    /// Answers.
    Answer,
    /// Asks again.
    FollowUpQuestion,
    /// Answers again.
    FollowUpAnswer,
}

impl Turn {
    /// Whether its heading says neither who speaks nor when.
    fn is_bare(&self) -> bool {
        self.by.is_empty() && self.date.is_none()
    }

    /// The bytes of its heading; nothing where it has none.
    pub fn heading_range(&self) -> Range<usize> {
        self.heading..self.range.start
    }
}

impl TurnKind {
    /// Whether somebody of the brand speaks.
    pub fn is_answer(self) -> bool {
        matches!(self, Self::Answer | Self::FollowUpAnswer)
    }

    /// Whose words the turn holds.
    pub fn author(self) -> Author {
        if self.is_answer() { Author::Staff } else { Author::Customer }
    }

    /// The name that templates and strings use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Answer => "answer",
            Self::FollowUpQuestion => "follow_up_question",
            Self::FollowUpAnswer => "follow_up_answer",
        }
    }
}

/// The headings that start a turn, in every language that has strings.
#[derive(Clone, Debug, Default, Hash)]
pub struct TurnWords {
    words: Vec<(String, TurnKind)>,
}

impl TurnWords {
    /// Adds a heading that starts a turn of this kind.
    pub fn add(&mut self, word: &str, kind: TurnKind) {
        self.words.push((word.to_owned(), kind));
    }

    /// The kind of turn that `heading` starts.
    pub(super) fn kind(&self, heading: &str) -> Option<TurnKind> {
        let heading = &*nfc::composed(heading);
        self.words.iter().find(|(word, _)| word.eq_ignore_ascii_case(heading)).map(|(_, kind)| *kind)
    }

    /// The word that `heading` was probably meant to be.
    fn nearly(&self, heading: &str) -> Option<&str> {
        let bare: String = nfc::composed(heading).chars().filter(|c| c.is_alphanumeric()).collect();
        let same = self.words.iter().map(|(word, _)| word.as_str()).find(|word| {
            let word: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
            word.eq_ignore_ascii_case(&bare)
        });
        same.or_else(|| suggestion::nearest(&bare, self.words.iter().map(|(word, _)| word.as_str())))
    }
}

/// The turns in `events`, the Markdown of the question's body.
pub fn find(events: &[Spanned], question: &Question, context: Context, problems: &mut Problems) -> Vec<Turn> {
    let body = question.body();
    let mut turns =
        vec![Turn { kind: TurnKind::Question, by: Vec::new(), date: None, range: 0..body.len(), heading: 0 }];
    for heading in markdown::headings(events) {
        let Range { start, end } = heading.range;
        let text = signature::unsigned(&heading.text, &body[start..end]);
        let Some(kind) = context.words.kind(text) else {
            if let Some(problem) = almost_turn(text, context.words) {
                problems.add(start..end, problem);
            }
            continue;
        };
        if is_underlined(&body[start..end]) {
            problems.add(start..end, underlined(text));
            continue;
        }
        let Signature { by, date } = Signature::read(&heading, body, context, problems);
        close_last(&mut turns, start);
        turns.push(Turn { kind, by, date, range: end..body.len(), heading: start });
    }
    if turns.len() > 1 && body[turns[0].range.clone()].trim().is_empty() {
        turns.remove(0);
    }
    find_unsigned(&turns, body, problems);
    turns
}

/// Finds answers that may be what a customer typed: the front matter signs the
/// only answer, and every other one has to say itself whose it is.
fn find_unsigned(turns: &[Turn], body: &str, problems: &mut Problems) {
    let answers = || turns.iter().filter(|turn| turn.kind == TurnKind::Answer);
    let first = answers().next().map(|turn| turn.heading);
    let has_several = answers().nth(1).is_some();
    for turn in turns {
        let is_second = match turn.kind {
            TurnKind::Answer if has_several && turn.by.is_empty() => true,
            TurnKind::FollowUpAnswer if turn.is_bare() => first.is_some_and(|first| turn.heading < first),
            _ => continue,
        };
        let heading = body[turn.heading_range()].split(['{', '\n']).next().unwrap_or_default();
        let heading = heading.trim_matches(['#', ' ']);
        let problem = if is_second { second_answer(heading) } else { unsigned_answer(heading) };
        problems.add(turn.heading_range(), problem);
    }
}

/// A question's turns as Markdown for others; `address` makes the address of
/// what is on this site whole.
pub fn twins(
    question: &Question,
    config: &Config,
    statics: &Statics,
    address: impl Fn(&str) -> String,
) -> Vec<String> {
    let mut twin = Twin::new(question.surroundings(config, statics), address);
    let events = markdown::parse(question.body());
    each(&events, question.body(), &question.turns, |events, author| twin.write(events, author))
}

/// What each turn says and where it leads, without its HTML; `events` are the
/// Markdown of `body`.
pub fn read(events: &[Spanned], body: &str, turns: &[Turn], surroundings: Surroundings) -> Vec<Fragment> {
    let mut writer = Writer::new(surroundings);
    each(events, body, turns, |events, author| writer.read(events, author))
}

/// The same with its HTML.
pub fn write(events: &[Spanned], body: &str, turns: &[Turn], surroundings: Surroundings) -> Vec<Fragment> {
    let mut writer = Writer::new(surroundings);
    each(events, body, turns, |events, author| writer.write(events, author))
}

/// Hands each turn's own events to `make`.
///
/// What a customer defines, `[환불]: https://…`, is no link and no footnote in
/// the words of the staff, who vouch for theirs; nor the other way round.
fn each<T>(
    events: &[Spanned],
    body: &str,
    turns: &[Turn],
    mut make: impl FnMut(&[Spanned], Author) -> T,
) -> Vec<T> {
    let may_define = markdown::may_define(body);
    let own = [Author::Customer, Author::Staff]
        .map(|author| may_define.then(|| without_others(body, turns, author)));
    let own = own.each_ref().map(|text| text.as_deref().map(markdown::parse));
    let turn = |at: usize| {
        let turn = &turns[at];
        let author = turn.kind.author();
        let [of_customers, of_staff] = &own;
        let own = if author == Author::Customer { of_customers } else { of_staff };
        let events = own.as_deref().unwrap_or(events);
        make(within(events, turn.range.start, turns.get(at + 1).map(|next| next.heading)), author)
    };
    (0..turns.len()).map(turn).collect()
}

/// The body with blanks in place of what others than `author` say.
fn without_others(body: &str, turns: &[Turn], author: Author) -> String {
    let others = turns.iter().filter(|turn| turn.kind.author() != author);
    markdown::without(body, others.map(|turn| turn.range.clone()))
}

/// Finds links that either side defines and nowhere refers to: they are on no
/// page, and a customer who fills in a form, `[증상]: 냄새`, meant none.
pub fn find_unused_definitions(body: &str, turns: &[Turn], problems: &mut Problems) {
    if !markdown::may_define(body) {
        return;
    }
    for author in [Author::Customer, Author::Staff] {
        for range in markdown::unused_definitions(&without_others(body, turns, author)) {
            problems.add(range, markdown::unused_definition());
        }
    }
}

/// The events from the byte `start` on, before the byte `end` if there is one;
/// both stand between blocks, so that all before starts before.
fn within<'e, 'b>(events: &'e [Spanned<'b>], start: usize, end: Option<usize>) -> &'e [Spanned<'b>] {
    let first_from = |start: usize| events.partition_point(|(_, range)| range.start < start);
    let end = end.map_or(events.len(), first_from);
    &events[first_from(start).min(end)..end]
}

/// Whether a line below a text makes the heading, which nobody types by
/// accident with `##`.
fn is_underlined(heading: &str) -> bool {
    !heading.trim_start().starts_with('#')
}

/// A text that is underlined starts no turn: what customers paste may well have
/// a line below the word.
fn underlined(text: &str) -> Diagnostic {
    let message = format!("`{text}` is underlined, and starts no turn");
    Diagnostic::warning("almost-turn", message).help(format!("write `## {text}`, or another heading"))
}

/// An answer that the front matter could be taken to sign beside another one:
/// one of the two may stand in what a customer pasted.
fn second_answer(text: &str) -> Diagnostic {
    Diagnostic::error("second-answer", format!("nobody signs this `{text}`, and there is another answer"))
        .help(signing(text))
}

/// An answer to what was asked later that says neither who gave it nor when.
fn unsigned_answer(text: &str) -> Diagnostic {
    Diagnostic::warning("unsigned-answer", format!("nobody signs this `{text}`, so it speaks for the brand"))
        .help(signing(text))
}

fn signing(text: &str) -> String {
    format!(
        "write who gave it, `## {text} {{by=minji date=2026-03-06}}`; or put `\\` before `##` where it is what a customer typed"
    )
}

fn close_last(turns: &mut [Turn], end: usize) {
    if let Some(last) = turns.last_mut() {
        last.range.end = end.max(last.range.start);
    }
}

/// A heading that looks as if it was meant to start a turn.
fn almost_turn(text: &str, words: &TurnWords) -> Option<Diagnostic> {
    let near = words.nearly(text)?;
    let message = format!("`{text}` is nearly `{near}`, but starts no turn");
    Some(Diagnostic::warning("almost-turn", message).help(format!("write `## {near}`, or another heading")))
}
