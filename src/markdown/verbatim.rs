//! A verbatim block: code between fences, or HTML. Nothing in it is Markdown.

use std::ops::Range;

use pulldown_cmark::CodeBlockKind;
use pulldown_cmark::Event;
use pulldown_cmark::Tag;

use super::Spanned;

/// A block whose lines are no Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verbatim {
    /// What makes it one.
    pub kind: VerbatimKind,
    /// The bytes of the text that it is written in.
    pub range: Range<usize>,
}

/// What makes a block verbatim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerbatimKind {
    /// Code between two fences.
    Code,
    /// Code behind a fence that no other ends.
    OpenCode,
    /// HTML, which ends at a blank line or with its own mark.
    Html,
}

/// The verbatim blocks of `text`, in order; `events` are its Markdown.
pub fn verbatim(events: &[Spanned], text: &str) -> Vec<Verbatim> {
    let block = |(event, range): &Spanned| {
        let kind = match event {
            Event::Start(Tag::HtmlBlock) => VerbatimKind::Html,
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) if is_closed(&text[range.clone()]) => {
                VerbatimKind::Code
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => VerbatimKind::OpenCode,
            _ => return None,
        };
        Some(Verbatim { kind, range: range.clone() })
    };
    events.iter().filter_map(block).collect()
}

/// Whether the last line of a block of code is a fence as long as its first.
fn is_closed(block: &str) -> bool {
    let sign = |line: &str| line.chars().next().filter(|c| matches!(c, '`' | '~'));
    let fence = |line: &str| line.len() - line.trim_start_matches(sign(line).unwrap_or('`')).len();
    let Some((first, others)) = block.split_once('\n') else { return false };
    // in a quotation or a list
    let last = others.trim_end().lines().next_back().unwrap_or_default().trim_start_matches(['>', ' ', '\t']);
    sign(last).is_some()
        && sign(first) == sign(last)
        && fence(last) == last.len()
        && last.len() >= fence(first)
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn kinds(text: &str) -> Vec<VerbatimKind> {
        verbatim(&parse(text), text).into_iter().map(|block| block.kind).collect()
    }

    #[test]
    fn a_fence_ends_what_it_began() {
        for text in ["```\na\n```\n", "~~~~ sh\na\n~~~~~  ", "> ```\n> a\n> ```\n", "- ```\n  a\n  ```\n\n가"]
        {
            assert_eq!(kinds(text), [VerbatimKind::Code], "{text}");
        }
        for text in
            ["```", "```\na", "````\na\n```\n", "```\na\n~~~\n", "가\n\n```\n\n```이게", "> ```\n> a\n\n가"]
        {
            assert_eq!(kinds(text), [VerbatimKind::OpenCode], "{text}");
        }
    }

    #[test]
    fn html_is_verbatim_and_what_is_set_in_is_not_looked_for() {
        assert_eq!(kinds("<!-- a\n\nb\n"), [VerbatimKind::Html]);
        assert_eq!(kinds("    a\n\n`b` <i>c</i>\n"), []);
    }
}
