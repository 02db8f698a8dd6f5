//! The Markdown twin of a question: its text as it was written, for machines.

use std::fmt::Write as _;

use crate::archive::Archive;
use crate::archive::QuestionId;
use crate::markdown::Link;
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
    let mut text = format!("# {}\n\n<{}>\n", question.front.title, config.absolute(&question.key.address()));
    for turn in &question.turns {
        let heading = strings.get(lang, &format!("turn.{}", turn.kind.name())).unwrap_or_default();
        let _ = write!(text, "\n## {heading}{}\n\n", signature(archive, turn));
        text.push_str(with_whole_links(archive, question, turn).trim());
        text.push('\n');
    }
    text
}

/// ` (민지, 2026-03-03)`, as far as it is known.
fn signature(archive: &Archive, turn: &Turn) -> String {
    let names = turn.by.iter().filter_map(|id| archive.people.get(id)).map(|person| person.name.clone());
    let date = turn.date.map(|date| date.date(&archive.config.timezone).to_string());
    let parts: Vec<_> = names.chain(date).collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
}

/// The Markdown of a turn; links within the site get their whole address, as
/// nobody else knows what `q:12` means.
fn with_whole_links(archive: &Archive, question: &Question, turn: &Turn) -> String {
    let body = question.body();
    let mut text = String::with_capacity(turn.range.len());
    let mut at = turn.range.start;
    for link in question.links.iter().filter(|link| turn.range.contains(&link.range.start)) {
        let Some(address) = own_address(archive, link) else { continue };
        let source = &body[link.range.clone()];
        // an inline link ends in `(destination)`; one by reference is let be
        let Some(open) = source.rfind("](") else { continue };
        let destination = link.range.start + open + 2;
        if destination < at || link.range.end > turn.range.end || !source.ends_with(')') {
            continue;
        }
        text.push_str(&body[at..destination]);
        text.push_str(&address);
        text.push_str(fragment(&body[destination..link.range.end]));
        text.push(')');
        at = link.range.end;
    }
    text.push_str(&body[at..turn.range.end]);
    text
}

/// `#answer` at the end of a destination, if there is one.
fn fragment(destination: &str) -> &str {
    let end = destination.find([' ', '\n', '>', ')']).unwrap_or(destination.len());
    destination[..end].find('#').map_or("", |at| &destination[at..end])
}

fn own_address(archive: &Archive, link: &Link) -> Option<String> {
    match &link.target {
        Target::Question(_) | Target::Page(_) => {
            link.target.address().map(|address| archive.config.absolute(&address))
        }
        _ => None,
    }
}
