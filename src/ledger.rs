//! The ledger: every address that was ever published, one a line, so that none
//! vanishes unnoticed.
//!
//! It is a file of the archive, `content/addresses.txt`, and merges like any
//! other text: lines in another order or twice are as good, and come into
//! order when the ledger is next written. A comment stays above the address that
//! stands below it.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;

use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Few;
use crate::diagnostic::Place;
use crate::key::Key;
use crate::yaml::read_address;
use crate::yaml::write_address;

/// What stands above the addresses.
const HEADING: &str = "\
# Addresses of this site that were published, and that must not die. `mundap build --publish` adds
# the new ones; commit them. After a merge keep the lines of both sides, in any order.
";

/// What stands below the last address, and is none.
const END: &str = "";

/// What git leaves where two changes meet (git-merge, "How conflicts are
/// presented").
const CONFLICT_MARKS: &[&str] = &["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// Every address that was ever published.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// What messages call the file.
    file: String,
    text: String,
    /// Where each address stands in the text.
    addresses: BTreeMap<String, Range<usize>>,
    /// The comments right above each address, and those at the [`END`].
    comments: BTreeMap<String, Vec<String>>,
}

impl Ledger {
    /// The ledger that `text` is, the content of `file`.
    pub fn read(file: &str, text: String) -> Checked<Self> {
        let mut addresses = BTreeMap::new();
        let mut comments = BTreeMap::new();
        let mut above = Vec::new();
        let mut problems = Few::default();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let range = start..start + line.trim_end().len();
            start += line.len();
            let line = line.trim_end();
            if line.starts_with('#') {
                above.extend(is_own(line).then(|| line.to_owned()));
                continue;
            }
            if line.is_empty() {
                continue;
            }
            match read_line(line) {
                Ok(address) => {
                    keep_comments(&mut comments, &address, &mut above);
                    addresses.entry(address).or_insert(range);
                }
                Err(problem) => problems.add(problem, || Place::new(file, &text, range)),
            }
        }
        keep_comments(&mut comments, END, &mut above);
        let diagnostics = problems.into_told();
        Checked { value: Self { file: file.to_owned(), text, addresses, comments }, diagnostics }
    }

    /// Every address, in order.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        self.addresses.keys().map(String::as_str)
    }

    /// The keys of the questions that were published.
    pub fn questions(&self) -> impl Iterator<Item = Key> {
        self.addresses().filter_map(key_of)
    }

    /// Where an address stands.
    pub fn place(&self, address: &str) -> Place {
        let range = self.addresses.get(address).cloned().unwrap_or_default();
        Place::new(&self.file, &self.text, range)
    }

    /// Whether it is the ledger that `text` is.
    pub fn is(&self, text: &str) -> bool {
        self.text == text
    }

    /// The text of a ledger that has these addresses too; none where it would
    /// be the same.
    pub fn with<'a>(&'a self, addresses: impl IntoIterator<Item = &'a str>) -> Option<String> {
        let mut all: BTreeSet<&'a str> = self.addresses().collect();
        all.extend(addresses);
        let mut text = HEADING.to_owned();
        for address in all {
            self.push_comments(&mut text, address);
            text.push_str(&write_address(address));
            text.push('\n');
        }
        self.push_comments(&mut text, END);
        (text != self.text).then_some(text)
    }

    /// Adds the comments that stand above `address`.
    fn push_comments(&self, text: &mut String, address: &str) {
        for comment in self.comments.get(address).into_iter().flatten() {
            text.push_str(comment);
            text.push('\n');
        }
    }
}

/// The key of the question that an address is that of.
pub fn key_of(address: &str) -> Option<Key> {
    Key::from_file_name(&format!("{}.md", address.strip_prefix("/q/")?.strip_suffix('/')?))
}

/// Whether a comment is the author's, and no line of the [`HEADING`].
fn is_own(comment: &str) -> bool {
    HEADING.lines().all(|line| line != comment)
}

/// Has the comments `above` an address go with it, each once.
fn keep_comments(comments: &mut BTreeMap<String, Vec<String>>, address: &str, above: &mut Vec<String>) {
    if above.is_empty() {
        return;
    }
    let kept = comments.entry(address.to_owned()).or_default();
    for comment in above.drain(..) {
        if !kept.contains(&comment) {
            kept.push(comment);
        }
    }
}

/// The address that a line is which is neither empty nor a comment.
fn read_line(line: &str) -> Result<String, Diagnostic> {
    if CONFLICT_MARKS.iter().any(|mark| line.starts_with(mark)) {
        return Err(Diagnostic::error("merge-conflict", "git could not merge this place by itself")
            .help("keep the addresses of both sides, and delete the lines that git put in"));
    }
    read_address(line).ok_or_else(|| {
        Diagnostic::error("bad-ledger-line", format!("`{line}` is no address on this site"))
            .help("write the path alone, such as `/q/123/`, or start the line with `#`")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::MOST_OF_A_KIND;

    #[test]
    fn order_and_repeats_are_put_right() {
        let ledger = Ledger::read("a", "/q/2/\n\n/q/1/\n/q/2/  \n".into());
        assert_eq!(ledger.diagnostics, []);
        assert_eq!(ledger.value.addresses().collect::<Vec<_>>(), ["/q/1/", "/q/2/"]);
        let written = ledger.value.with(["/about/"]).unwrap();
        assert_eq!(written, format!("{HEADING}/about/\n/q/1/\n/q/2/\n"));
        let again = Ledger::read("a", written).value;
        assert_eq!(again.with(["/q/1/"]), None);
    }

    #[test]
    fn a_comment_goes_with_the_address_below_it() {
        let text = format!("# new\n{HEADING}/q/2/\n# why\n\n# so\n/q/1/\n# new\n/q/2/\n# end\n");
        let written = Ledger::read("a", text).value.with(["/about/"]).unwrap();
        let expected = format!("{HEADING}/about/\n# why\n# so\n/q/1/\n# new\n/q/2/\n# end\n");
        assert_eq!(written, expected);
        assert_eq!(Ledger::read("a", written).value.with(["/q/1/"]), None);
    }

    #[test]
    fn only_a_questions_address_has_a_key() {
        assert_eq!(key_of("/q/12/"), Some(Key::Number(12)));
        assert_eq!(key_of("/q/refund/").map(|key| key.to_string()).as_deref(), Some("refund"));
        assert_eq!(key_of("/about/"), None);
        assert_eq!(key_of("/q/"), None);
    }

    #[test]
    fn a_percent_sign_stays_one() {
        let written = Ledger::default().with(["/a%41/", "/100%/"]).unwrap();
        assert!(written.ends_with("/100%25/\n/a%2541/\n"), "{written}");
        let again = Ledger::read("a", written).value;
        assert_eq!(again.addresses().collect::<Vec<_>>(), ["/100%/", "/a%41/"]);
        assert_eq!(again.with([]), None);
    }

    #[test]
    fn the_first_line_of_an_address_is_its_place() {
        let ledger = Ledger::read("a", "/q/2/\n/가/\n/가/".into()).value;
        let place = ledger.place("/가/");
        assert_eq!((place.line, place.column, place.excerpt.as_str()), (2, 1, "/가/"));
    }

    #[test]
    fn of_many_lines_that_are_no_addresses_few_are_told() {
        let text: String = (0..150).map(|at| format!("q/{at}/\n")).collect();
        let found = Ledger::read("a", text).diagnostics;
        let last = found.last().and_then(|problem| problem.help.as_deref()).unwrap_or_default();
        assert_eq!(found.len(), MOST_OF_A_KIND);
        assert!(last.ends_with("; 50 more like this are in the file"), "{last}");
    }

    #[test]
    fn what_git_left_is_told_from_what_somebody_typed() {
        let text = "<<<<<<< ours\n/q/1/\n=======\n/q/2/\n>>>>>>> theirs\nq/3/\n/q/ 4/\n";
        let found = Ledger::read("a", text.into());
        let codes: Vec<_> = found.diagnostics.iter().map(|problem| problem.code).collect();
        assert_eq!(
            codes,
            ["merge-conflict", "merge-conflict", "merge-conflict", "bad-ledger-line", "bad-ledger-line"]
        );
        assert_eq!(found.value.addresses().count(), 2);
    }
}
