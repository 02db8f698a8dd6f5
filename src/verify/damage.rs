//! Damage: where a file stops that no program reads to its end, as one that was
//! copied only in part.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;
use serde_json::Value;
use serde_json::error::Error;

/// Where a text stops being XML (XML 1.0, "Well-Formed XML Documents").
pub fn in_xml(text: &str) -> Option<Range<usize>> {
    let mut reader = Reader::from_str(text);
    let mut nesting = Nesting::default();
    loop {
        let start = reader.buffer_position() as usize;
        match reader.read_event() {
            Ok(Event::Eof) => return (!nesting.is_whole()).then(|| last_letter(text)),
            Ok(event) if nesting.takes(&event) => {}
            _ => return Some(rest_of_line(text, start)),
        }
    }
}

/// Where a text stops being JSON.
pub fn in_json(text: &str) -> Option<Range<usize>> {
    let error = serde_json::from_str::<Value>(text).err()?;
    Some(if error.is_eof() { last_letter(text) } else { rest_of_line(text, byte_of(&error, text)) })
}

/// The rest of the line at this byte.
pub fn rest_of_line(text: &str, start: usize) -> Range<usize> {
    let rest = text.get(start..).unwrap_or_default();
    start..start + rest.find('\n').unwrap_or(rest.len())
}

/// How far the elements of a document have come.
#[derive(Debug, Default)]
struct Nesting {
    /// How many are open.
    depth: usize,
    /// Whether the one that holds all others has begun.
    has_root: bool,
}

impl Nesting {
    /// Takes what comes next, unless it may not stand there.
    fn takes(&mut self, event: &Event) -> bool {
        match event {
            Event::Start(tag) => {
                let may_begin = self.may_begin(tag);
                self.depth += 1;
                may_begin
            }
            Event::Empty(tag) => self.may_begin(tag),
            Event::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                true
            }
            Event::Text(text) => self.depth > 0 || text.trim().is_empty(),
            Event::CData(_) | Event::GeneralRef(_) => self.depth > 0,
            _ => true,
        }
    }

    /// Whether an element may begin here: one alone holds all others.
    fn may_begin(&mut self, tag: &BytesStart) -> bool {
        let is_second_root = self.depth == 0 && std::mem::replace(&mut self.has_root, true);
        let are_attributes = tag.attributes().with_checks(false).all(|written| written.is_ok());
        are_attributes && !is_second_root
    }

    /// Whether a document may end.
    fn is_whole(&self) -> bool {
        self.has_root && self.depth == 0
    }
}

/// The last letter of a text that is none of the spaces at its end.
fn last_letter(text: &str) -> Range<usize> {
    let text = text.trim_end();
    let length = text.chars().next_back().map_or(0, char::len_utf8);
    text.len() - length..text.len()
}

/// The byte that `serde_json` could not read; it counts lines, and the bytes of
/// each, from 1.
fn byte_of(error: &Error, text: &str) -> usize {
    let before: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let byte = before + error.column().saturating_sub(1);
    (0..=byte.min(text.len())).rev().find(|byte| text.is_char_boundary(*byte)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn rest(text: &str, damage: Option<Range<usize>>) -> Option<&str> {
        damage.map(|range| &text[range])
    }

    #[test]
    fn whole_xml_has_no_damage() {
        for text in [
            "<a/>",
            "<?xml version='1.0' encoding='utf-8'?>\n<!-- a -- b --><?b c?><!DOCTYPE a>\n<a b='>' c = \"d\"><b/><![CDATA[<]]&]]></a >\n<!-- --><?d?>\n",
            "<!DOCTYPE a [<!ENTITY e '<b>'>]><a>&e;&amp;&#1;</a>",
            "<x:a xmlns:x='y' x:b='c'><x:b></x:b>가</x:a>",
        ] {
            assert_eq!(rest(text, in_xml(text)), None, "{text}");
        }
    }

    #[test]
    fn xml_stops_where_nobody_reads_on() {
        for (text, expected) in [
            ("<a><b>c</b>\n", ">"),
            ("<a>가", "가"),
            ("<a><b>c</b><d", "<d"),
            ("<a><b c='d", "<b c='d"),
            ("<a></b>\n</a>", "</b>"),
            ("<a>b & c</a>", "& c</a>"),
            ("<a><!-- ", "<!-- "),
            ("<a/>b", "b"),
            ("<a/>\n<a/>", "<a/>"),
            ("<a b=c/>", "<a b=c/>"),
            ("<?xml version='1.0'?>\n", ">"),
            ("", ""),
        ] {
            assert_eq!(rest(text, in_xml(text)), Some(expected), "{text}");
        }
    }

    #[test]
    fn json_stops_where_nobody_reads_on() {
        for (text, expected) in [
            ("{}\n", None),
            ("{\"a\": [1, 2", Some("2")),
            ("{\"a\": \"가", Some("가")),
            ("{\"a\": 1,\n \"b\": x}", Some("x}")),
            ("{}}", Some("}")),
            ("", Some("")),
        ] {
            assert_eq!(rest(text, in_json(text)), expected, "{text}");
        }
    }
}
