//! The Markdown twin of a question: what its page says, for machines and for
//! whoever renders it elsewhere.

use std::fmt::Write as _;

use crate::archive::Archive;
use crate::archive::QuestionId;
use crate::markdown;
use crate::question;
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
    let twins = question::twins(question, config, &archive.statics, |address| config.absolute(address));
    for (turn, twin) in question.turns.iter().zip(twins) {
        let heading = strings.get(lang, &format!("turn.{}", turn.kind.name())).unwrap_or_default();
        let _ = write!(text, "\n## {heading}{}\n\n", signature(archive, turn));
        text.push_str(twin.trim_end());
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
