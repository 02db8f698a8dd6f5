//! What the page of a question shows.

use serde::Serialize;
use tera::Value;

use super::DateView;
use super::ImageView;
use super::LinkView;
use super::TagView;
use crate::archive::Archive;
use crate::archive::Edition;
use crate::page::Addresses;
use crate::page::List;

/// `question` in `question.html`, and the JSON of a question, which goes without
/// what leads to other questions.
#[derive(Debug, Serialize)]
pub struct QuestionView<'a> {
    /// Its key.
    pub key: String,
    /// Whether the key is a running number, not a slug.
    pub numbered: bool,
    /// Its title.
    pub title: &'a str,
    /// Its address.
    pub url: String,
    /// `waiting`, `answered`, `unknown`, `declined`.
    pub status: &'static str,
    /// Why it was declined.
    pub reason: Option<&'a str>,
    /// When it was asked.
    pub asked: DateView,
    /// When it was answered.
    pub answered: Option<DateView>,
    /// Whether one of its turns is an answer: a declined question may have one.
    pub has_answer: bool,
    /// The name shown for who asked; the theme has a word if there is none.
    pub asker: Option<&'a str>,
    /// Where it was asked.
    pub channel: Option<&'a str>,
    /// The answer in one sentence.
    pub summary: &'a str,
    /// Its categories, from the root on.
    pub categories: Vec<LinkView>,
    /// The list of all questions, where it has no category to go back to.
    pub list: LinkView,
    /// Its tags.
    pub tags: Vec<TagView>,
    /// Who said what, in order.
    pub turns: Vec<TurnView<'a>>,
    /// Who approved the answer.
    pub approved_by: Vec<PersonView<'a>>,
    /// How often it was asked.
    pub times_asked: usize,
    /// The same question in others' words, in order.
    pub asks: Vec<AskView<'a>>,
    /// What was changed since, in order.
    pub corrections: Vec<CorrectionView<'a>>,
    /// Evidence.
    pub sources: Vec<SourceView<'a>>,
    /// The last day that the answer holds, once it is past.
    pub expired: Option<DateView>,
    /// The day that the answer should have been looked at again, once it is
    /// past.
    pub stale: Option<DateView>,
    /// `none`, `translated`, `drafted`: how much a machine wrote.
    pub ai: &'static str,
    /// A picture for the page; absent where the text shows it already.
    pub image: Option<ImageView>,
    /// The questions that it follows up; absent in JSON alone, as the next four.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follows: Option<Vec<Value>>,
    /// Questions that follow it up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub followed_by: Option<Vec<Value>>,
    /// Questions worth reading next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub related: Option<Vec<Value>>,
    /// The question asked before this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<Value>,
    /// The question asked after this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Value>,
    /// The same question in other languages.
    pub translations: Vec<LinkView>,
    /// The author's own keys, which start with `x_`.
    pub extra: std::collections::BTreeMap<&'a str, &'a str>,
}

/// One person's words in a thread.
#[derive(Debug, Serialize)]
pub struct TurnView<'a> {
    /// `question`, `answer`, `follow_up_question`, `follow_up_answer`.
    pub kind: &'static str,
    /// Its anchor on the page: `answer`, `answer-2`.
    pub id: String,
    /// Who speaks; empty where the asker does.
    pub by: Vec<PersonView<'a>>,
    /// When.
    pub date: Option<DateView>,
    /// Its text.
    pub html: String,
    /// Its text without marks.
    pub text: String,
}

/// Somebody who answers.
#[derive(Debug, Serialize)]
pub struct PersonView<'a> {
    /// Their id.
    pub id: &'a str,
    /// Their name.
    pub name: &'a str,
    /// What they do.
    pub role: Option<&'a str>,
    /// Whether they work for an agency.
    pub agency: bool,
    /// Their page, if it exists in this edition.
    pub href: Option<String>,
}

/// The same question in somebody else's words.
#[derive(Debug, Serialize)]
pub struct AskView<'a> {
    /// When.
    pub asked: Option<DateView>,
    /// Where.
    pub channel: Option<&'a str>,
    /// The words.
    pub wording: Option<&'a str>,
}

/// What was changed in an answer.
#[derive(Debug, Serialize)]
pub struct CorrectionView<'a> {
    /// When.
    pub date: DateView,
    /// `typo`, `clarify`, `fact`, `policy`.
    pub kind: &'static str,
    /// What and why.
    pub note: &'a str,
}

/// Evidence.
#[derive(Debug, Serialize)]
pub struct SourceView<'a> {
    /// What it is called.
    pub title: &'a str,
    /// Where it is.
    pub url: Option<&'a str>,
    /// When it was last looked at.
    pub checked: Option<DateView>,
    /// The language of its title, BCP 47, where it is not the question's.
    pub lang: Option<&'a str>,
}

/// `removed` in `removed.html`.
#[derive(Debug, Serialize)]
pub struct RemovedView<'a> {
    /// The key of the question.
    pub key: String,
    /// Whether the key is a running number, not a slug.
    pub numbered: bool,
    /// Why it was removed.
    pub reason: Option<&'a str>,
}

/// Somebody who answers, as a page of `edition` shows them.
pub fn person<'a>(archive: &'a Archive, edition: Option<&Edition>, id: &'a str) -> PersonView<'a> {
    let known = archive.people.get(id);
    let listed = edition.and_then(|edition| {
        let index = edition.people.iter().position(|person| person.id == id)?;
        Some(Addresses::new(archive, edition).list(List::Person(index)))
    });
    PersonView {
        id,
        name: known.map_or(id, |person| person.name.as_str()),
        role: known.and_then(|person| person.role.as_deref()),
        agency: known.is_some_and(|person| person.agency),
        href: listed.map(|address| archive.config.href(&address)),
    }
}
