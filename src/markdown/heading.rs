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
pub struct Heading<'a> {
    /// Its words, without marks.
    pub text: String,
    /// The names and values in the braces behind it; a name alone has an empty
    /// value.
    pub attributes: Vec<(&'a str, &'a str)>,
    /// The bytes of the text that it is written in.
    pub range: Range<usize>,
}

/// The headings that divide a text, in order.
pub fn headings<'a>(events: &'a [Spanned]) -> Vec<Heading<'a>> {
    let mut headings = Vec::new();
    let mut depth = 0usize;
    for (at, (event, range)) in events.iter().enumerate() {
        match event {
            Event::Start(tag) => {
                if let Tag::Heading { level: HeadingLevel::H2, attrs, .. } = tag
                    && depth == 0
                {
                    let attributes =
                        attrs.iter().map(|(name, value)| (&**name, value.as_deref().unwrap_or_default()));
                    headings.push(Heading {
                        text: plain_text(&events[at + 1..end(events, at)]),
                        attributes: attributes.collect(),
                        range: range.clone(),
                    });
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
    fn headings_come_with_their_attributes() {
        let events = parse("# 하나\n\n## **둘** {by=minji date=2026-03-02 late}\n\n### 셋");
        let headings = headings(&events);
        assert_eq!(headings.iter().map(|heading| heading.text.as_str()).collect::<Vec<_>>(), ["둘"]);
        assert_eq!(headings[0].attributes, [("by", "minji"), ("date", "2026-03-02"), ("late", "")]);
    }

    #[test]
    fn a_heading_inside_something_divides_nothing() {
        assert!(headings(&parse("> ## 답변\n\n- ## 답변")).is_empty());
    }
}
