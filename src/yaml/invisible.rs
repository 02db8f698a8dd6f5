//! Invisible characters that a document hides: quotes let an author write one
//! as `"\u202e"`, and nothing of it stands in the file.

use super::Document;
use super::Step;
use super::Value;
use super::gather;
use crate::characters;
use crate::diagnostic;
use crate::diagnostic::Diagnostic;
use crate::invisible;

impl Document<'_> {
    /// The invisible characters that escapes in the document stand for; each text
    /// is told of once. What stands in the source is told of by whoever reads the
    /// file.
    pub(super) fn invisible_characters(&self) -> Vec<Diagnostic> {
        if !self.block().contains('\\') {
            return Vec::new();
        }
        let found = in_texts(&bare(self.block())).into_iter();
        let problems = found.map(|(path, characters)| (path, invisible::problem(&characters)));
        diagnostic::placed(problems, |path| self.place(&path))
    }
}

/// The invisible characters of each text in `root` that has some, with the path
/// to it.
fn in_texts(root: &Value) -> Vec<(Vec<Step>, String)> {
    let mut texts = Vec::new();
    gather(root, &mut Vec::new(), &mut texts);
    let found = texts.into_iter().map(|(path, text)| {
        let ranges = characters::invisible(text).into_iter();
        (path, ranges.map(|range| &text[range]).collect::<String>())
    });
    found.filter(|(_, characters)| !characters.is_empty()).collect()
}

/// What `block` says without the invisible characters that stand in it as they
/// are, and with those that nothing else reads; nothing where they hold it
/// together.
fn bare(block: &str) -> Value {
    let mut bare = String::with_capacity(block.len());
    let mut end = 0;
    for range in characters::invisible(block) {
        bare.push_str(&block[end..range.start]);
        end = range.end;
    }
    bare.push_str(&block[end..]);
    serde_yaml::from_str(&bare).unwrap_or(Value::Null)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::Limits;

    /// The places in `yaml` that are told of.
    fn places(yaml: &str) -> Vec<(usize, usize)> {
        let document = Document::parse("a.yaml", yaml, 0..yaml.len(), Limits::SETTINGS).unwrap();
        let places = document.invisible_characters().into_iter().filter_map(|problem| problem.place);
        places.map(|place| (place.line, place.column)).collect()
    }

    #[test]
    fn escapes_hide_them() {
        assert_eq!(places("a: \"b\\u202ec\\u2066\"\nd: { e: [f, \"\\U000E0041\"] }\n"), [(1, 4), (2, 13)]);
        assert_eq!(places("\"a\\u202e\": b\n"), [(1, 12)]);
        assert_eq!(places("a: \"b\\e[31m\"\nc: \"\\0\"\nd: \"\\x9b\\n\\t\"\n"), [(1, 4), (2, 4), (3, 4)]);
    }

    #[test]
    fn what_only_looks_like_an_escape_hides_none() {
        assert_eq!(places("a: b\\u202ec\nd: '\\u202e'\ne: \"\\\\u202e\"\nf: |\n  \\u202e\n"), []);
    }

    #[test]
    fn what_stands_there_as_it_is_is_not_told_again() {
        assert_eq!(places("a: b\u{202e}c\nd: \"\\u202e\"\ne: \"\u{202e}\\n\"\n"), [(2, 4)]);
    }

    #[test]
    fn those_of_a_flag_are_seen() {
        assert_eq!(places("a: \"\\U0001F3F4\\U000E0067\\U000E007F\"\n"), []);
    }

    #[test]
    fn however_many_there_are_few_are_told() {
        let yaml = "- \"\\u202e\"\n".repeat(diagnostic::MOST_OF_A_KIND + 20);
        assert_eq!(places(&yaml).len(), diagnostic::MOST_OF_A_KIND);
    }
}
