//! The search settings, from `search.yaml`: words that mean the same, and
//! queries that must go on finding what they find.

use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::key::Key;
use crate::yaml::Document;
use crate::yaml::Fields;
use crate::yaml::Limits;
use crate::yaml::Step;

use super::Written;
use super::read_language;

/// Among how many results a test looks if it does not say.
const WITHIN: u32 = 10;

/// What `search.yaml` says.
#[derive(Clone, Debug, Default)]
pub struct SearchSettings {
    /// Words that mean the same, group by group.
    pub synonyms: Vec<Vec<String>>,
    /// Queries that must find certain questions.
    pub tests: Vec<SearchTest>,
    /// What was written, for messages.
    written: Written,
}

impl SearchSettings {
    /// Where it stands what a test expects.
    pub fn place_of(&self, test: &SearchTest) -> Place {
        let path = ["tests".into(), Step::Item(test.index), "expect".into()];
        self.written.place(|document| document.place(&path))
    }
}

/// A query that must find certain questions.
#[derive(Clone, Debug)]
pub struct SearchTest {
    /// What a reader would type.
    pub query: String,
    /// The questions that it must find.
    pub expect: Vec<Key>,
    /// Among how many results, from the first.
    pub within: usize,
    /// In which language, if not the site's.
    pub lang: Option<String>,
    /// Its position in the list as it was typed.
    index: usize,
}

/// The search settings written in `text`, the content of `file`.
pub fn read(file: &str, text: &str) -> Checked<SearchSettings> {
    let document = match Document::parse(file, text, 0..text.len(), Limits::SETTINGS) {
        Ok(document) => document,
        Err(diagnostics) => return Checked { value: SearchSettings::default(), diagnostics },
    };
    let mut fields = Fields::of(&document);
    let mut settings = SearchSettings {
        synonyms: fields.text_lists("synonyms"),
        tests: Vec::new(),
        written: Written { file: file.to_owned(), text: text.to_owned() },
    };
    for (index, mut test) in fields.maps("tests").into_iter().enumerate() {
        settings.tests.extend(read_test(&mut test, index));
        test.finish(&["query", "expect", "within", "lang"]);
    }
    fields.finish(&["synonyms", "tests"]);
    Checked { value: settings, diagnostics: document.into_problems() }
}

fn read_test(fields: &mut Fields, index: usize) -> Option<SearchTest> {
    let query = fields.required_text("query");
    fields.require("expect");
    let mut expect = Vec::new();
    for (at, text) in fields.numbered_texts("expect") {
        match Key::parse(&text) {
            Some(key) => expect.push(key),
            None => {
                let message = format!("`{text}` is no key of a question");
                let help =
                    "write the number its file name starts with, `123`, or its whole name, `refund-policy`";
                fields.fail_item("expect", at, Diagnostic::error("bad-key", message).help(help));
            }
        }
    }
    let within = fields.whole("within", 1).unwrap_or(WITHIN) as usize;
    let lang = read_language(fields, "lang");
    Some(SearchTest { query: query?, expect, within, lang, index })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_looks_among_ten_results() {
        let text = "synonyms: [[환불, 반품]]\ntests:\n  - { query: 반품, expect: [3, refund] }\n";
        let Checked { value, diagnostics } = read("search.yaml", text);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        assert_eq!(value.synonyms, [["환불", "반품"]]);
        assert_eq!(value.tests[0].expect, [Key::Number(3), Key::Slug("refund".into())]);
        assert_eq!(value.tests[0].within, 10);
    }

    #[test]
    fn the_place_of_a_test_counts_those_that_cannot_be_read() {
        let text = "tests:\n  - expect: [1]\n  - query: 반품\n    expect: [2]\n";
        let settings = read("search.yaml", text).value;
        let places: Vec<_> = settings.tests.iter().map(|test| settings.place_of(test).line).collect();
        assert_eq!(places, [4]);
    }
}
