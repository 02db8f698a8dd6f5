//! Our reader of YAML against another one, saphyr, which shares no line with
//! the library that we read it with: what both take for YAML means the same to
//! both.

use std::fs;
use std::path::Path;

use mundap::yaml;
use mundap::yaml::Document;
use mundap::yaml::Limits;
use mundap::yaml::Value;
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::prelude::prop_oneof;
use proptest::sample::select;
use proptest::strategy::Just;
use proptest::strategy::Strategy;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use saphyr::LoadableYamlNode;
use saphyr::Scalar;
use saphyr::Yaml;

use super::harness::files_below;
use super::hostile::quoted;

/// How many blocks are made.
const MADE: usize = 4000;

/// What one reader makes of a block, in a form that both have.
#[derive(Clone, Debug, PartialEq)]
enum Node {
    Null,
    Flag(bool),
    Whole(i64),
    Real(f64),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
    /// What front matter never holds: a tag, a number beyond 64 bits.
    Other,
}

/// A block as our reader understands it; none where it is refused.
fn ours(block: &str) -> Option<Node> {
    Document::parse("a.md", block, 0..block.len(), Limits::FRONT_MATTER)
        .ok()
        .map(|document| of_ours(&document.root))
}

fn of_ours(value: &Value) -> Node {
    match value {
        Value::Null => Node::Null,
        Value::Bool(flag) => Node::Flag(*flag),
        Value::Number(number) if number.is_f64() => number.as_f64().map_or(Node::Other, Node::Real),
        Value::Number(number) => number.as_i64().map_or(Node::Other, Node::Whole),
        Value::String(text) => Node::Text(text.clone()),
        Value::Sequence(items) => Node::List(items.iter().map(of_ours).collect()),
        Value::Mapping(map) => {
            Node::Map(map.iter().map(|(key, value)| (of_ours(key), of_ours(value))).collect())
        }
        Value::Tagged(_) => Node::Other,
    }
}

/// A block as saphyr understands it; none where it is refused.
fn theirs(block: &str) -> Option<Node> {
    let documents = Yaml::load_from_str(block).ok()?;
    match documents.as_slice() {
        [] => Some(Node::Null),
        [document] => Some(of_theirs(document)),
        _ => None,
    }
}

fn of_theirs(value: &Yaml) -> Node {
    match value {
        Yaml::Value(Scalar::Null) => Node::Null,
        Yaml::Value(Scalar::Boolean(flag)) => Node::Flag(*flag),
        Yaml::Value(Scalar::Integer(number)) => Node::Whole(*number),
        Yaml::Value(Scalar::FloatingPoint(number)) => Node::Real(number.into_inner()),
        Yaml::Value(Scalar::String(text)) => Node::Text(text.to_string()),
        Yaml::Sequence(items) => Node::List(items.iter().map(of_theirs).collect()),
        Yaml::Mapping(map) => {
            Node::Map(map.iter().map(|(key, value)| (of_theirs(key), of_theirs(value))).collect())
        }
        _ => Node::Other,
    }
}

/// Front matter as people write it, and as they get it wrong.
fn block() -> impl Strategy<Value = String> {
    vec(entry(), 0..6).prop_map(|entries| entries.concat())
}

fn entry() -> impl Strategy<Value = String> {
    let key = select(vec!["title", "asked", "tags", "asks", "\"draft\"", "'x_a'", "x_나", "summary"]);
    let colon = prop_oneof![9 => Just(": "), 1 => select(vec![":", " : ", ":  "])];
    let value = prop_oneof![
        4 => scalar(),
        2 => vec(scalar(), 0..4).prop_map(|items| format!("[{}]", items.join(", "))),
        2 => vec(scalar(), 1..4).prop_map(|items| items.iter().map(|item| format!("\n  - {item}")).collect()),
        1 => vec((select(vec!["a", "나", "kind"]), scalar()), 0..3)
            .prop_map(|pairs| format!("{{{}}}", join(&pairs, ", "))),
        1 => vec((select(vec!["a", "나", "kind"]), scalar()), 1..3)
            .prop_map(|pairs| format!("\n  - {}", join(&pairs, "\n    "))),
        1 => (select(vec!["|", ">", "|-", ">-", "|+"]), vec(words(), 1..4))
            .prop_map(|(mark, lines)| format!("{mark}\n  {}", lines.join("\n  "))),
    ];
    let end = prop_oneof![8 => Just("\n"), 1 => Just(" # 덧말\n"), 1 => Just("\r\n"), 1 => Just("\n\n")];
    (key, colon, value, end).prop_map(|(key, colon, value, end)| format!("{key}{colon}{value}{end}"))
}

fn join(pairs: &[(&str, String)], between: &str) -> String {
    pairs.iter().map(|(key, value)| format!("{key}: {value}")).collect::<Vec<_>>().join(between)
}

fn scalar() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => words(),
        2 => select(vec![
            "true", "false", "no", "yes", "null", "~", "", "0", "7", "-3", "1.5",  "0x1F", "0o10", "1e3", ".5",
            "2026-03-01", "2026-03-01T10:20", "12:30", "1_000", ".inf", ".nan", "+1", "True", "NULL", "y",  "1.",
        ])
        .prop_map(str::to_owned),
        2 => any::<String>().prop_map(|text| quoted(&text)),
        1 => words().prop_map(|text| format!("'{}'", text.replace('\'', "''"))),
        1 => "[ -~가-힣]{0,12}",
    ]
}

fn words() -> impl Strategy<Value = String> {
    let word = select(vec![
        "바퀴벌레",
        "왜",
        "a",
        "C#",
        "5~10분",
        "(주)",
        "e-mail",
        "100%",
        "a:b",
        "q:7",
        "“네”",
        "?",
        "!",
    ]);
    vec(word, 1..4).prop_map(|words| words.join(" "))
}

/// How many blocks both read, and those that do not mean the same to both, or
/// that we take for YAML alone. We may refuse more: the guard does.
fn disagreements(blocks: impl Iterator<Item = String>) -> (usize, Vec<String>) {
    let mut both = 0;
    let mut found = Vec::new();
    for block in blocks {
        match (ours(&block), theirs(&block)) {
            (Some(ours), Some(theirs)) => {
                both += 1;
                if format!("{ours:?}") != format!("{theirs:?}") {
                    found.push(format!("{block:?}\n  ours   {ours:?}\n  theirs {theirs:?}"));
                }
            }
            (Some(ours), None) => {
                found.push(format!("{block:?}\n  ours alone {ours:?}\n   {:?}", Yaml::load_from_str(&block)))
            }
            (None, _) => {}
        }
    }
    (both, found)
}

#[test]
fn two_readers_of_made_front_matter_agree() {
    let mut runner = TestRunner::deterministic();
    let made = (0..MADE).map(|_| block().new_tree(&mut runner).unwrap().current());
    let (both, found) = disagreements(made);
    println!("{both} of {MADE} are front matter to both");
    assert!(both * 3 > MADE, "only {both} of {MADE} are read by both");
    assert!(found.is_empty(), "{} differences:\n{}", found.len(), found.join("\n"));
}

#[test]
fn two_readers_of_the_demo_agree() {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let files = files_below(&content).into_iter().map(|file| (content.join(&file), file));
    let blocks = files.filter_map(|(path, file)| {
        let text = fs::read_to_string(path).ok()?;
        if file.ends_with(".yaml") {
            return Some(text);
        }
        let parts = yaml::split(&file, &text).ok()?;
        Some(text[parts.front].to_owned())
    });
    let (both, found) = disagreements(blocks);
    assert!(both > 60, "only {both} are read by both");
    assert!(found.is_empty(), "{} differences:\n{}", found.len(), found.join("\n"));
}

/// Where we differ, a value is a number in one reader and text in the other.
/// Keys that hold text take what was typed, and others refuse both.
#[test]
fn the_known_differences_are_these() {
    assert_eq!((ours("x_a: 010"), theirs("x_a: 010")), (one(Node::Text("010".into())), one(Node::Whole(10))));
    assert_eq!((ours("x_a: 0b1"), theirs("x_a: 0b1")), (one(Node::Whole(1)), one(Node::Text("0b1".into()))));
}

fn one(value: Node) -> Option<Node> {
    Some(Node::Map(vec![(Node::Text("x_a".into()), value)]))
}
