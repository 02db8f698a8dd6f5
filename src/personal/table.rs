//! A table of Markdown, read as its readers do: what a column is called is the
//! word beside each value in it.

use std::ops::Range;
use std::rc::Rc;

use super::Finding;

/// What stands between two cells of a row that is read out.
const BETWEEN: &str = "; ";

/// How many columns have a name that is read out, so that the time for a table
/// grows with its size, whatever it looks like.
const MOST_NAMES: usize = 64;

/// How much of a name is read out, in characters.
const LONGEST_NAME: usize = 40;

/// A row with what its columns are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The name of each column.
    names: Rc<[String]>,
    /// The bytes of the row.
    pub line: Range<usize>,
}

/// Every row of the tables in `text`, in order (GitHub Flavored Markdown 4.10).
pub fn rows(text: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    if !text.contains('|') {
        return rows;
    }
    let (mut before, mut names) = (0..0, None);
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let range = start..start + line.trim_end().len();
        start += line.len();
        let is_delimiter = is_delimiter(line);
        names = match names {
            Some(_) if !line.contains('|') => None,
            None if is_delimiter && text[before.clone()].contains('|') => Some(names_in(text, &before)),
            names => names,
        };
        if let Some(names) = names.clone().filter(|_| !is_delimiter) {
            rows.push(Row { names, line: range.clone() });
        }
        before = range;
    }
    rows
}

/// What the columns are called of which `header` is the first line.
fn names_in(text: &str, header: &Range<usize>) -> Rc<[String]> {
    let names = cells(text, header).take(MOST_NAMES);
    names.map(|name| text[name].chars().take(LONGEST_NAME).collect()).collect()
}

/// Whether a line stands between names and rows: `|---|:-:|`.
fn is_delimiter(line: &str) -> bool {
    let line = line.trim();
    line.contains('-') && line.contains('|') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

impl Row {
    /// What `find` finds in the row where each value stands behind the name of
    /// its column: 이름 홍길동; 생년월일 1990-01-31. Nothing goes over two cells.
    pub fn findings(&self, text: &str, find: impl Fn(&str) -> Vec<Finding>) -> Vec<Finding> {
        let mut said = String::new();
        // where a cell stands in what is said, and in the text
        let mut places: Vec<(Range<usize>, usize)> = Vec::new();
        for (column, cell) in cells(text, &self.line).enumerate() {
            said.push_str(self.names.get(column).map_or("", String::as_str));
            said.push(' ');
            let start = said.len();
            said.push_str(&text[cell.clone()]);
            places.push((start..said.len(), cell.start));
            said.push_str(BETWEEN);
        }
        let place = |finding: Finding| {
            let before = places.partition_point(|(cell, _)| cell.end <= finding.range.start);
            let (cell, start) = places.get(before).filter(|(cell, _)| cell.start <= finding.range.start)?;
            let range = start + finding.range.start - cell.start..start + finding.range.end - cell.start;
            (finding.range.end <= cell.end).then_some(Finding { range, ..finding })
        };
        find(&said).into_iter().filter_map(place).collect()
    }
}

/// The cells of a row, without the blanks around them.
fn cells<'t>(text: &'t str, row: &Range<usize>) -> impl Iterator<Item = Range<usize>> + use<'t> {
    let line = text[row.clone()].trim();
    let first = row.start + text[row.clone()].len() - text[row.clone()].trim_start().len();
    let line = line.strip_suffix('|').unwrap_or(line);
    let (line, first) = line.strip_prefix('|').map_or((line, first), |line| (line, first + 1));
    let mut start = first;
    line.split('|').map(move |cell| {
        let inner = start + cell.len() - cell.trim_start().len();
        start += cell.len() + 1;
        inner..inner + cell.trim().len()
    })
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::super::kind::Kind;

    fn kinds(text: &str) -> Vec<Kind> {
        find(text).into_iter().map(|finding| finding.kind).collect()
    }

    #[test]
    fn a_column_says_what_its_values_are() {
        let table = |name: &str, value: &str| {
            format!("앞말\n\n| 이름 | {name} |\n|---|:-:|\n| 천우빈 | {value} |\n\n뒷말")
        };
        for (name, value, kind) in [
            ("생년월일", "2001.01.30", Kind::BirthDate),
            ("주문번호", "20240803-0000915", Kind::OrderNumber),
            ("여권번호", "M719C4026", Kind::PassportNumber),
            ("IP", "58.234.71.16", Kind::IpAddress),
        ] {
            let text = table(name, value);
            let found = find(&text);
            assert_eq!(kinds(&text), [kind], "{text}");
            assert_eq!(&text[found[0].range.clone()], value);
        }
        assert_eq!(kinds(&table("법인등록번호", "110111-1129497")), []);
        assert_eq!(kinds(&table("개수", "2001")), []);
    }

    #[test]
    fn a_row_is_read_once() {
        assert_eq!(kinds("| 전화 |\n|---|\n| 010-1234-5678 |\n| 010-1234-5679 |"), [Kind::MobilePhone; 2]);
        assert_eq!(kinds("a | b\n--|--\n010-1234-5678 | 2\n"), [Kind::MobilePhone]);
        assert_eq!(kinds("| 010-1234-5678 |\n|---|"), [Kind::MobilePhone]);
    }
}
