//! The memory of the search index: whatever a build remembers of the one
//! before, its index is that of a clean build.

use std::collections::BTreeMap;
use std::sync::Arc;

use mundap::archive::Archive;
use mundap::archive::Parts;
use mundap::config;
use mundap::config::Config;
use mundap::content::Statics;
use mundap::fs::SourcePath;
use mundap::hash::Hash;
use mundap::question::Context;
use mundap::question::Question;
use mundap::question::TurnKind;
use mundap::question::TurnWords;
use mundap::search;
use mundap::search::CountedArchive;
use proptest::prelude::*;

use super::harness::PEOPLE;
use super::harness::SITE;

/// What titles and bodies are made of.
const WORDS: &[&str] = &[
    "환불",
    "환불은",
    "환불규정",
    "규정",
    "바퀴벌레",
    "바퀴벌레를",
    "쥐가",
    "가나가나",
    "refund",
    "refunds",
    "warranty",
    "ㅎㅂ",
    "東京",
    "x",
    "24",
    "환불 환불 환불 환불 환불 환불 환불 환불 환불",
];

/// What staff do to an archive between two builds.
#[derive(Clone, Debug)]
enum Edit {
    Write(u8, Text),
    Delete(u8),
    Redate(u8, u8),
    Retitle(u8, Vec<usize>),
    Merge(u8, u8),
    Hide(u8),
    Translate(u8),
}

/// One question, as staff write it.
#[derive(Clone, Debug)]
struct Text {
    title: Vec<usize>,
    body: Vec<usize>,
    tags: Vec<usize>,
    day: u8,
    /// A line of front matter.
    status: String,
}

impl Text {
    fn to_file(&self) -> String {
        let Self { title, body, tags, day, status } = self;
        let tags: Vec<&str> = tags.iter().map(|word| WORDS[*word]).collect();
        let tags = tags.join(", ");
        let (title, body, month) = (written(title), written(body), day % 12 + 1);
        format!("---\ntitle: 왜 {title}\nasked: 2025-{month:02}-01\ntags: [{tags}]\n{status}---\n{body}\n")
    }
}

fn written(words: &[usize]) -> String {
    words.iter().map(|word| WORDS[*word]).collect::<Vec<_>>().join(" ")
}

fn words(most: usize) -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0..WORDS.len(), 0..most)
}

fn text() -> impl Strategy<Value = Text> {
    (words(4), words(20), words(2), any::<u8>()).prop_map(|(title, body, tags, day)| Text {
        title,
        body,
        tags,
        day,
        status: String::new(),
    })
}

fn edit() -> impl Strategy<Value = Edit> {
    let number = || 0..40_u8;
    prop_oneof![
        4 => (number(), text()).prop_map(|(number, text)| Edit::Write(number, text)),
        2 => number().prop_map(Edit::Delete),
        2 => (number(), any::<u8>()).prop_map(|(number, day)| Edit::Redate(number, day)),
        2 => (number(), words(4)).prop_map(|(number, title)| Edit::Retitle(number, title)),
        2 => (number(), number()).prop_map(|(number, into)| Edit::Merge(number, into)),
        1 => number().prop_map(Edit::Hide),
        1 => number().prop_map(Edit::Translate),
    ]
}

/// The questions of an archive by number.
#[derive(Clone, Debug, Default)]
struct Folder {
    questions: BTreeMap<u8, Text>,
}

impl Folder {
    fn change(&mut self, edit: Edit) {
        match edit {
            Edit::Write(number, text) => drop(self.questions.insert(number, text)),
            Edit::Delete(number) => drop(self.questions.remove(&number)),
            Edit::Redate(number, day) => self.change_text(number, |text| text.day = day),
            Edit::Retitle(number, title) => self.change_text(number, |text| text.title = title),
            Edit::Merge(number, into) => {
                self.toggle(number, &format!("status: merged\nmerged_into: {into}\n"));
            }
            Edit::Hide(number) => self.toggle(number, "unlisted: true\n"),
            Edit::Translate(number) => self.toggle(number, "lang: en\n"),
        }
    }

    fn change_text(&mut self, number: u8, change: impl FnOnce(&mut Text)) {
        self.questions.get_mut(&number).map(change);
    }

    /// Gives a question a status, or takes the one away that it has.
    fn toggle(&mut self, number: u8, status: &str) {
        self.change_text(number, |text| {
            text.status = if text.status.is_empty() { status.to_owned() } else { String::new() };
        });
    }

    fn archive(&self) -> Archive {
        let config: Config = config::read("site.yaml", SITE).value.unwrap();
        let people = config::read_people("people.yaml", PEOPLE).value;
        let statics = Statics::default();
        let mut words = TurnWords::default();
        words.add("답변", TurnKind::Answer);
        let context = Context { config: &config, people: &people, statics: &statics, words: &words };
        let questions = self.questions.iter().filter_map(|(number, text)| {
            let name = format!("{number}.md");
            let file = SourcePath { relative: name.clone(), name: name.clone(), path: name.into() };
            Question::parse(&file, text.to_file(), context).value
        });
        let questions: Vec<_> = questions.map(Arc::new).collect();
        let today = "2026-03-05".parse().unwrap();
        let (pages, basis) = (Vec::new(), Hash::default());
        let parts = Parts { config, people, statics, own_pages: pages, today, published: Vec::new(), basis };
        Archive::assemble(parts, &questions, None).value
    }
}

/// Builds with what is remembered, and nothing tells it from a clean build.
#[track_caller]
fn builds_the_same(folder: &Folder, memory: &mut CountedArchive) {
    let archive = folder.archive();
    let mut fresh = CountedArchive::default();
    let clean = search::build(&archive, &[], &mut fresh);
    let built = search::build(&archive, &[], memory);
    for (built, clean) in built.iter().zip(&clean) {
        assert_eq!(built, clean);
    }
    assert_eq!(built.len(), clean.len());
    let bytes = memory.to_bytes();
    assert!(bytes == fresh.to_bytes(), "another memory");
    assert_eq!(CountedArchive::from_bytes(&bytes).as_ref(), Some(&*memory));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_build_that_remembers_is_a_clean_build(
        first in prop::collection::vec(text(), 0..30),
        edits in prop::collection::vec(prop::collection::vec(edit(), 1..5), 1..12),
    ) {
        let mut folder = Folder { questions: (0..).zip(first).collect() };
        let mut memory = CountedArchive::default();
        builds_the_same(&folder, &mut memory);
        for edits in edits {
            edits.into_iter().for_each(|edit| folder.change(edit));
            builds_the_same(&folder, &mut memory);
        }
    }
}

fn small() -> Folder {
    let text = |title: usize, day: u8| Text {
        title: vec![title],
        body: vec![title, title + 1, 15],
        tags: Vec::new(),
        day,
        status: String::new(),
    };
    Folder { questions: (0..4).map(|number| (number, text(number as usize * 3, number))).collect() }
}

fn small_memory() -> CountedArchive {
    let mut memory = CountedArchive::default();
    search::build(&small().archive(), &[], &mut memory);
    memory
}

#[test]
fn a_memory_that_is_cut_off_is_none() {
    let bytes = small_memory().to_bytes();
    for end in 0..bytes.len() {
        assert_eq!(CountedArchive::from_bytes(&bytes[..end]), None, "{end}");
    }
    assert_eq!(CountedArchive::from_bytes(&[&bytes[..], &[0]].concat()), None, "a byte too many");
}

#[test]
fn a_damaged_memory_is_none_or_does_no_harm() {
    let bytes = small_memory().to_bytes();
    let mut folder = small();
    folder.change(Edit::Retitle(2, vec![1, 9]));
    folder.change(Edit::Delete(1));
    let archive = folder.archive();
    let mut none = 0;
    for (at, flip) in (0..bytes.len()).flat_map(|at| [0x01, 0x02, 0x10, 0x80, 0xFF].map(|flip| (at, flip))) {
        let mut damaged = bytes.clone();
        damaged[at] ^= flip;
        match CountedArchive::from_bytes(&damaged) {
            Some(mut memory) => drop(search::build(&archive, &[], &mut memory)),
            None => none += 1,
        }
    }
    assert!(none > bytes.len(), "{none} of {} are noticed", bytes.len() * 5);
}

#[test]
fn a_length_that_lies_takes_no_memory() {
    let most = [0xFF, 0xFF, 0xFF, 0xFF, 0x0F];
    let edition = [1, 2, b'k', b'o'];
    for before in [&[][..], &edition[..1], &edition, &[&edition[..], &[0]].concat()] {
        assert_eq!(CountedArchive::from_bytes(&[before, &most].concat()), None);
    }
}

#[test]
fn a_new_question_leaves_most_files_alone() {
    let mut memory = CountedArchive::default();
    let mut folder = Folder::default();
    for number in 0..40 {
        let word = number as usize % WORDS.len();
        let text = Text { title: vec![word], body: vec![word], tags: vec![], day: 1, status: String::new() };
        folder.change(Edit::Write(number, text));
    }
    let before = search::build(&folder.archive(), &[], &mut memory);
    let text = Text { title: vec![0], body: vec![3], tags: vec![], day: 11, status: String::new() };
    folder.change(Edit::Write(40, text));
    let after = search::build(&folder.archive(), &[], &mut memory);
    let kept =
        |address: &str| before.iter().find(|file| file.address == address).map(|file| file.fingerprint);
    for file in after.iter().filter(|file| file.address.starts_with("/search/results/")) {
        let is_last = file.address == "/search/results/5.bin";
        assert_eq!(kept(&file.address) == Some(file.fingerprint), !is_last, "{}", file.address);
    }
}
