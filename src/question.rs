//! A question with its answers: one file of the archive, understood.
//!
//! ```text
//! SourcePath + text -> front matter + body -> Question
//! ```
//!
//! What can be decided by looking at one file and the settings is decided
//! here; what needs other questions is left to `archive`.

mod buried;
mod front_matter;
mod keys;
mod problems;
mod rules;
mod settle;
mod signature;
mod source;
mod summary;
mod turn;

use std::ops::Range;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use jiff::civil::Date;
use serde::Deserialize;
use serde::Serialize;

use crate::config::CategoryId;
use crate::config::Config;
use crate::config::People;
use crate::content::Statics;
use crate::date::Moment;
use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::fs::SourcePath;
use crate::hash::Hash;
use crate::invisible;
use crate::key::Key;
use crate::markdown;
use crate::markdown::Fragment;
use crate::markdown::Link;
use crate::markdown::Surroundings;
use crate::personal::Consents;
use crate::yaml;
use crate::yaml::Document;
use crate::yaml::Limits;
use crate::yaml::Parts;
use crate::yaml::Step;

pub use self::front_matter::wrong_length;
pub use self::keys::QUESTION_KEYS;
pub use self::summary::first_sentence;
pub use self::turn::Turn;
pub use self::turn::TurnKind;
pub use self::turn::TurnWords;
pub use self::turn::twins;

use self::problems::Problems;

/// A question with everything its file says.
#[derive(Debug, Serialize, Deserialize)]
pub struct Question {
    /// What its address is made of.
    pub key: Key,
    /// Its file, for messages.
    pub file: String,
    /// Its file below the content folder, where relative links start.
    pub relative: String,
    /// What its front matter says.
    pub front: FrontMatter,
    /// How far it has come.
    pub status: Status,
    /// The whole file.
    #[serde(with = "source")]
    pub source: String,
    /// The hash of the whole file.
    pub hash: Hash,
    /// The hash of what other pages than its own can show of it: everything but
    /// what was said in its turns.
    pub card: Hash,
    /// Whether it names pictures of the archive, and so depends on them.
    pub pictures: bool,
    /// Where front matter and body stand in `source`.
    pub parts: Parts,
    /// Who said what, in order; ranges of the body.
    pub turns: Vec<Turn>,
    /// One sentence for lists and descriptions.
    pub summary: String,
    /// What was said in all turns, until a search takes it.
    #[serde(skip)]
    text: Mutex<Option<String>>,
    /// Every link within the site.
    pub links: Vec<Link>,
}

/// The front matter of a question; what the keys mean is told in
/// [`QUESTION_KEYS`].
#[derive(Clone, Debug, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each field is documented under its name in QUESTION_KEYS")]
pub struct FrontMatter {
    pub title: String,
    pub asked: Moment,
    pub answered: Option<Moment>,
    pub answered_by: Vec<String>,
    pub approved_by: Vec<String>,
    /// None where the turns show it; what it comes to is [`Question::status`].
    pub status: Option<Status>,
    pub reason: Option<String>,
    pub merged_into: Option<Key>,
    pub category: Option<CategoryId>,
    pub tags: Vec<String>,
    pub channel: Option<String>,
    pub asker: Option<String>,
    pub asks: Vec<Ask>,
    pub summary: Option<String>,
    pub related: Vec<Key>,
    pub follows: Vec<Key>,
    pub aliases: Vec<String>,
    pub review_by: Option<Date>,
    pub valid_until: Option<Date>,
    pub corrections: Vec<Correction>,
    pub sources: Vec<Source>,
    /// The address of its picture, `/images/a.png`.
    pub image: Option<String>,
    pub lang: Option<String>,
    pub translation_of: Option<Key>,
    pub draft: bool,
    pub publish_on: Option<Date>,
    pub pinned: bool,
    pub unlisted: bool,
    pub ai: Ai,
    pub personal_data_allowed: Consents,
    /// The keys that start with `x_`, for templates.
    pub extra: Vec<(String, String)>,
}

/// How far a question has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Status {
    /// Asked, and not yet answered.
    Waiting,
    /// Answered.
    Answered,
    /// Answered with "we don't know yet".
    Unknown,
    /// Will not be answered; the reason is given.
    Declined,
    /// The same as another question, which its address leads to.
    Merged,
    /// Taken away; the reason is given, its text is nowhere.
    Removed,
}

impl Status {
    /// Every status with the word authors use for it.
    pub const ALL: [(&'static str, Self); 6] = [
        ("waiting", Self::Waiting),
        ("answered", Self::Answered),
        ("unknown", Self::Unknown),
        ("declined", Self::Declined),
        ("merged", Self::Merged),
        ("removed", Self::Removed),
    ];

    /// The word authors use for it.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, status)| *status == self).map_or("", |(name, _)| name)
    }
}

/// How much of an answer a machine wrote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Ai {
    /// Nothing.
    #[default]
    None,
    /// Its translation.
    Translated,
    /// Its first draft.
    Drafted,
}

impl Ai {
    /// Every value with the word authors use for it.
    pub const ALL: [(&'static str, Self); 3] =
        [("none", Self::None), ("translated", Self::Translated), ("drafted", Self::Drafted)];

    /// The word authors use for it.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, ai)| *ai == self).map_or("", |(name, _)| name)
    }
}

/// The same question, asked again.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Ask {
    /// When.
    pub asked: Option<Moment>,
    /// Where, by the id of a channel.
    pub channel: Option<String>,
    /// In which words.
    pub wording: Option<String>,
}

/// A change to an answer that readers are told of.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Correction {
    /// When.
    pub date: Date,
    /// Of what kind.
    pub kind: CorrectionKind,
    /// What was changed and why.
    pub note: String,
}

/// What a correction corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CorrectionKind {
    /// A slip of the pen.
    Typo,
    /// An unclear wording.
    Clarify,
    /// A fact that was wrong.
    Fact,
    /// A rule of the brand that has changed.
    Policy,
}

impl CorrectionKind {
    /// Every kind with the word authors use for it.
    pub const ALL: [(&'static str, Self); 4] =
        [("typo", Self::Typo), ("clarify", Self::Clarify), ("fact", Self::Fact), ("policy", Self::Policy)];

    /// The word authors use for it.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }
}

/// Evidence for an answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Source {
    /// What it is called.
    pub title: String,
    /// Where it is.
    pub url: Option<String>,
    /// When it was last looked at.
    pub checked: Option<Date>,
    /// The language of its title, BCP 47; the question's if absent.
    pub lang: Option<String>,
}

/// What a file is read against.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The settings of the site.
    pub config: &'a Config,
    /// Everyone who answers.
    pub people: &'a People,
    /// The pictures that can be shown.
    pub statics: &'a Statics,
    /// The headings that start a turn.
    pub words: &'a TurnWords,
}

impl Question {
    /// Understands `text`, the content of `file`.
    pub fn parse(file: &SourcePath, text: String, context: Context) -> Checked<Option<Self>> {
        let mut diagnostics = Vec::new();
        let question = parse(file, text, context, &mut diagnostics);
        Checked { value: question, diagnostics }
    }

    /// What the Markdown of this question refers to.
    pub fn surroundings<'a>(&'a self, config: &'a Config, statics: &'a Statics) -> Surroundings<'a> {
        Surroundings {
            file: &self.relative,
            base: config.base(),
            statics,
            raw_html: config.raw_html,
            top_heading: 3,
        }
    }

    /// What was said in all turns, without marks: what a search reads.
    ///
    /// It is as long as the file and searched once, so it is not kept: whoever
    /// takes it again has it worked out anew.
    pub fn take_text(&self, config: &Config, statics: &Statics) -> String {
        let kept = self.text().take();
        kept.unwrap_or_else(|| text_of(&self.read_turns(config, statics)))
    }

    /// Hands the same to `look`, and keeps it for whoever takes it.
    pub fn look_at_text<T>(&self, config: &Config, statics: &Statics, look: impl FnOnce(&str) -> T) -> T {
        look(self.text().get_or_insert_with(|| text_of(&self.read_turns(config, statics))))
    }

    fn text(&self) -> MutexGuard<'_, Option<String>> {
        self.text.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was said in each turn, without its HTML, worked out anew.
    pub fn read_turns(&self, config: &Config, statics: &Statics) -> Vec<Fragment> {
        let events = markdown::parse(self.body());
        turn::read(&events, self.body(), &self.turns, self.surroundings(config, statics))
    }

    /// The same with its HTML.
    pub fn write_turns(&self, config: &Config, statics: &Statics) -> Vec<Fragment> {
        let events = markdown::parse(self.body());
        turn::write(&events, self.body(), &self.turns, self.surroundings(config, statics))
    }

    /// The Markdown below the front matter.
    pub fn body(&self) -> &str {
        &self.source[self.parts.body.clone()]
    }

    /// Where bytes of the body stand in the file.
    pub fn place(&self, range: Range<usize>) -> Place {
        let start = self.parts.body.start;
        Place::new(&self.file, &self.source, start + range.start..start + range.end)
    }

    /// Where a value of the front matter stands in the file.
    ///
    /// The front matter is parsed again: only an author with an error pays.
    pub fn place_of(&self, path: &[Step]) -> Place {
        self.place_in_front(|document| document.place(path))
    }

    /// Where the item stands whose text `is` the one, in the list under `key`;
    /// the whole value where there is no such item.
    pub fn place_of_item(&self, key: &str, is: impl Fn(&str) -> bool) -> Place {
        self.place_in_front(|document| document.item_place(key, is))
    }

    /// Where the front matter refers to the question `to` under `key`.
    pub fn place_of_reference(&self, key: &str, to: &Key) -> Place {
        self.place_of_item(key, |text| front_matter::parse_key(text).as_ref() == Some(to))
    }

    fn place_in_front(&self, find: impl FnOnce(&Document) -> Place) -> Place {
        self.read_front().map_or_else(|| Place::file(&self.file), |document| find(&document))
    }

    /// The front matter, parsed again.
    fn read_front(&self) -> Option<Document<'_>> {
        Document::parse(&self.file, &self.source, self.parts.front.clone(), Limits::FRONT_MATTER).ok()
    }

    /// The language of its text.
    pub fn language<'a>(&'a self, config: &'a Config) -> &'a str {
        self.front.lang.as_deref().unwrap_or(&config.language)
    }

    /// Whether anybody has answered.
    pub fn has_answer(&self) -> bool {
        self.turns.iter().any(|turn| turn.kind.is_answer())
    }

    /// How often it was asked: once by whoever asked first, and once for each
    /// repetition.
    pub fn times_asked(&self) -> usize {
        1 + self.front.asks.len()
    }
}

fn parse(
    file: &SourcePath,
    text: String,
    context: Context,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Question> {
    let key = key_of(file).map_err(|problem| diagnostics.push(problem)).ok();
    let parts = yaml::split(&file.name, &text).map_err(|problem| diagnostics.push(problem)).ok()?;
    diagnostics.extend(invisible::in_text(&file.name, &text, parts.body.start));
    let front = front_matter::read(&file.name, &text, &parts, context).into_value(diagnostics);
    let mut question = Question {
        key: key?,
        file: file.name.clone(),
        relative: format!("questions/{}", file.relative),
        front: front?,
        status: Status::Waiting,
        hash: Hash::of(text.as_bytes()),
        card: Hash::default(),
        pictures: false,
        source: text,
        parts,
        turns: Vec::new(),
        summary: String::new(),
        text: Mutex::default(),
        links: Vec::new(),
    };
    read_body(&mut question, context, diagnostics);
    settle::settle(&mut question);
    diagnostics.extend(rules::check(&question, context));
    question.card = card(&question);
    Some(question)
}

fn card(question: &Question) -> Hash {
    let Question { key, file, front, status, turns, summary, pictures, .. } = question;
    let turns: Vec<_> = turns.iter().map(|turn| (turn.kind, &turn.by, turn.date)).collect();
    Hash::of_value(&(key, file, front, status, turns, summary, pictures))
}

fn key_of(file: &SourcePath) -> Result<Key, Diagnostic> {
    Key::from_file_name(file.file_name()).ok_or_else(|| {
        Diagnostic::error("bad-file-name", "the name of this file makes no address")
            .at(Place::file(&file.name))
            .help("start it with a number, `00123-why.md`, or use small letters, digits and `-`: `refund-policy.md`")
    })
}

/// Finds the turns, the links and the summary.
fn read_body(question: &mut Question, context: Context, diagnostics: &mut Vec<Diagnostic>) {
    let events = markdown::parse(question.body());
    let mut problems = Problems::of(question);
    let turns = turn::find(&events, question, context, &mut problems);
    buried::find(&events, question, context.words, &mut problems);
    turn::find_unused_definitions(question.body(), &turns, &mut problems);
    let surroundings = question.surroundings(context.config, context.statics);
    let fragments = turn::read(&events, question.body(), &turns, surroundings);
    let summary = summary::of(question, &turns, &fragments);
    let text = text_of(&fragments);
    let pictures = question.front.image.is_some() || fragments.iter().any(|fragment| fragment.pictures);
    let mut links = Vec::new();
    for fragment in fragments {
        fragment.problems.into_iter().for_each(|(range, problem)| problems.add(range, problem));
        links.extend(fragment.links);
    }
    diagnostics.extend(problems.into_told());
    question.text = Mutex::new(Some(text));
    question.pictures = pictures;
    question.summary = summary;
    question.links = links;
    question.turns = turns;
}

/// What all turns say, in no more memory than that takes.
fn text_of(fragments: &[Fragment]) -> String {
    let mut text = String::with_capacity(fragments.iter().map(|fragment| fragment.text.len() + 1).sum());
    for fragment in fragments {
        text.push_str(&fragment.text);
        text.push('\n');
    }
    text
}
