//! Origins: where the characters of a text stand in the text that it was made
//! from.

use std::ops::Range;

use crate::characters;

/// How far a character stands at most behind the one before it, in characters
/// that a page may hold: what else is left out between them is marks.
const MOST_BETWEEN: usize = 8;

/// Where the parts of a text came from.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    /// Where each part starts in the text, and its bytes of the source; in the
    /// order of the text.
    parts: Vec<(usize, Range<usize>)>,
    /// Where in the text a cell of a table or an item of a list ends, in order.
    ends: Vec<usize>,
}

impl Origins {
    /// Takes note that what is added to the text at the byte `at` came from the
    /// bytes `source`; a blank that stood there may have been taken back.
    pub fn add(&mut self, at: usize, source: Range<usize>) {
        let kept = self.parts.partition_point(|(start, _)| *start < at);
        self.parts.truncate(kept);
        self.parts.push((at, source));
    }

    /// Takes note that a text with these origins is added at the byte `at`.
    pub fn add_all(&mut self, at: usize, origins: &Self) {
        origins.parts.iter().for_each(|(start, source)| self.add(at + start, source.clone()));
    }

    /// Takes note that a cell or an item ends at the byte `at` of the text.
    pub fn end(&mut self, at: usize) {
        self.ends.push(at);
    }

    /// The cells and items that `range` of the text touches, which is `length`
    /// bytes long.
    pub fn touched(&self, range: &Range<usize>, length: usize) -> impl Iterator<Item = Range<usize>> {
        let first = self.ends.partition_point(|end| *end <= range.start);
        let last = self.ends.partition_point(|end| *end < range.end);
        let end = move |at: usize| self.ends.get(at).map_or(length, |end| *end.min(&length));
        let start = move |at: usize| at.checked_sub(1).map_or(0, end);
        (first..=last).map(move |at| start(at)..end(at))
    }

    /// For every byte of `text` the bytes of `source` that its character came
    /// from; where none is told, all that is left of its part, so that nothing of
    /// it is missed, and for a blank the end of what stands before it.
    pub fn table(&self, text: &str, source: &str) -> Vec<Range<usize>> {
        let mut table = vec![0..0; self.parts.first().map_or(text.len(), |(start, _)| *start)];
        let ends = self.parts.iter().skip(1).map(|(start, _)| *start).chain([text.len()]);
        for ((start, origin), end) in self.parts.iter().zip(ends) {
            // a text is cut where it ends in blanks
            let part = text.get(*start..end.min(text.len())).unwrap_or_default();
            let mut from = origin.start;
            let is_one = part.chars().nth(1).is_none();
            for c in part.chars() {
                // an escape is nothing but this one, however it is written
                let known =
                    if is_one { Some(origin.clone()) } else { origin_of(c, source, from..origin.end) };
                let range = match known {
                    Some(range) => {
                        from = range.end;
                        range
                    }
                    None if c.is_whitespace() => from..from,
                    None => from..origin.end,
                };
                table.extend(std::iter::repeat_n(range, c.len_utf8()));
            }
        }
        table
    }
}

/// Where `c` came from, of the bytes `range` of `source`: it stands there
/// itself, behind marks perhaps, or as a reference, `&#48;`.
fn origin_of(c: char, source: &str, range: Range<usize>) -> Option<Range<usize>> {
    let rest = &source[range.clone()];
    let permitted = rest.char_indices().filter(|(_, found)| !characters::is_forbidden(*found));
    let mut near = permitted.take(MOST_BETWEEN);
    let (at, found) = near.find(|(_, found)| *found == c || *found == '&')?;
    let start = range.start + at;
    let length = if found == c { c.len_utf8() } else { rest[at..].find(';').map_or(1, |end| end + 1) };
    Some(start..start + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_character_knows_where_it_stood() {
        let source = "> 가 `나\\_1`&#48;&amp;2";
        let text = "가 \n나_10&2";
        let mut origins = Origins::default();
        origins.add(0, 2..6);
        origins.add("가 \n".len(), 6..source.len());
        let table = origins.table(text, source);
        assert_eq!(table.len(), text.len());
        let stood = |c: char| &source[table[text.find(c).unwrap()].clone()];
        assert_eq!(['가', '나', '_', '1', '2'].map(stood), ["가", "나", "_", "1", "2"]);
        assert_eq!([stood('0'), stood('\n')], ["&#48;", ""]);
    }

    #[test]
    fn a_part_that_was_taken_back_is_none() {
        let mut origins = Origins::default();
        let source = "가  ![]()\n나";
        for (at, part) in [(0, 0..5), (5, 5..10), (4, 11..14)] {
            origins.add(at, part);
        }
        let table = origins.table("가\n나", source);
        assert_eq!((table.len(), &source[table[4].clone()]), (7, "나"));
    }

    #[test]
    fn what_is_not_found_is_all_that_is_left() {
        let source = "02-34<!-- long -->5-6789](b)";
        let mut origins = Origins::default();
        origins.add(0, 0..source.len());
        let table = origins.table("02-345-6789", source);
        assert_eq!(table.last().map(|last| last.end), Some(source.len()));
    }

    #[test]
    fn what_no_page_holds_is_passed_over() {
        let source = format!("가{}나", "\0".repeat(99));
        let mut origins = Origins::default();
        origins.add(0, 0..source.len());
        assert_eq!(origins.table("가나", &source).last(), Some(&(source.len() - "나".len()..source.len())));
    }
}
