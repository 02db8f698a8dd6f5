//! A heading that divides a text into parts.

use std::ops::Range;

use pulldown_cmark::Event;
use pulldown_cmark::HeadingLevel;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

use super::Spanned;
use super::plain_text;

/// A heading of the second level that stands by itself: in no list, quotation
/// or footnote.
#[derive(Clone, Debug)]
pub struct Heading {
    /// Its words, without marks.
    pub text: String,
    /// The bytes of the text that it is written in.
    pub range: Range<usize>,
}

/// The headings that divide a text, in order.
pub fn headings(events: &[Spanned]) -> Vec<Heading> {
    let mut headings = Vec::new();
    let mut depth = 0usize;
    for (at, (event, range)) in events.iter().enumerate() {
        match event {
            Event::Start(tag) => {
                if let Tag::Heading { level: HeadingLevel::H2, .. } = tag
                    && depth == 0
                {
                    let text = plain_text(&events[at + 1..end(events, at)]);
                    headings.push(Heading { text, range: range.clone() });
                }
                depth += 1;
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    headings
}

/// Where the heading ends that starts at `start`.
fn end(events: &[Spanned], start: usize) -> usize {
    let is_end = |(event, _): &Spanned| matches!(event, Event::End(TagEnd::Heading(_)));
    events[start..].iter().position(is_end).map_or(events.len(), |length| start + length)
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    #[test]
    fn those_of_the_second_level_divide() {
        let headings = headings(&parse("# 하나\n\n## **둘** {by=minji}\n\n### 셋"));
        assert_eq!(headings.into_iter().map(|heading| heading.text).collect::<Vec<_>>(), ["둘 {by=minji}"]);
    }

    #[test]
    fn a_heading_inside_something_divides_nothing() {
        assert!(headings(&parse("> ## 답변\n\n- ## 답변")).is_empty());
    }
}
