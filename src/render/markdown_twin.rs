//! The Markdown twin of a question: its text as it was written, for machines and
//! for whoever renders it elsewhere.

use std::fmt::Write as _;

use crate::archive::Archive;
use crate::archive::QuestionId;
use crate::markdown;
use crate::markdown::Target;
use crate::question::Question;
use crate::question::Turn;
use crate::theme::Strings;

/// The question with all its turns as Markdown, with headings that say who
/// spoke when.
pub fn write(archive: &Archive, strings: &Strings, id: QuestionId) -> String {
    let question = archive.question(id);
    let config = &archive.config;
    let lang = question.language(config);
    let title = markdown::escaped(&question.front.title);
    let mut text = format!("# {title}\n\n<{}>\n", config.absolute(&question.key.address()));
    for turn in &question.turns {
        let heading = strings.get(lang, &format!("turn.{}", turn.kind.name())).unwrap_or_default();
        let _ = write!(text, "\n## {heading}{}\n\n", signature(archive, turn));
        // blanks before the first line would make it code, or are what does
        text.push_str(words(archive, question, turn).trim_start_matches('\n').trim_end());
        text.push('\n');
    }
    text
}

/// ` (민지, 2026-03-03)`, as far as it is known.
fn signature(archive: &Archive, turn: &Turn) -> String {
    let names =
        turn.by.iter().filter_map(|id| archive.people.get(id)).map(|person| markdown::escaped(&person.name));
    let date = turn.date.map(|date| date.date(&archive.config.timezone).to_string());
    let parts: Vec<_> = names.chain(date).collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
}

/// The Markdown of a turn; links within the site get their whole address, as
/// nobody else knows what `q:12` means.
fn words(archive: &Archive, question: &Question, turn: &Turn) -> String {
    let text = &question.body()[turn.range.clone()];
    let keeps_html = archive.config.raw_html && turn.kind.is_answer();
    let address = |target: &Target| target.address().map(|address| archive.config.absolute(&address));
    let file = question.surroundings(&archive.config, &archive.statics).file;
    markdown::twin(text, file, keeps_html, address)
}
