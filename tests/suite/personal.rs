//! Personal data: it is found, wherever it stands and however it is written,
//! and what only looks like it is let be.

use std::fs;

use mundap::personal;
use mundap::personal::Kind;

use super::harness::fixtures;

/// The least share of what is found that has to be personal data, and of
/// personal data that has to be found.
const LEAST: f64 = 0.98;

#[test]
fn what_is_personal_is_told_from_what_looks_like_it() {
    let cases: Vec<_> = positive().into_iter().chain(negative()).collect();
    let (mut found, mut right, mut wanted) = (0, 0, 0);
    for case in &cases {
        let findings: Vec<_> =
            personal::find(&case.text).into_iter().map(|finding| (finding.kind, finding.range)).collect();
        let hits = findings.iter().filter(|finding| case.wanted.contains(finding)).count();
        if findings != case.wanted {
            let shown: Vec<_> = findings
                .iter()
                .map(|(kind, range)| format!("{} {}", kind.name(), &case.text[range.clone()]))
                .collect();
            println!("{}: {:?} has {shown:?}", case.name, case.text);
        }
        found += findings.len();
        right += hits;
        wanted += case.wanted.len();
    }
    let (precision, recall) = (right as f64 / found as f64, right as f64 / wanted as f64);
    println!("{} cases, {wanted} in them: precision {precision:.4}, recall {recall:.4}", cases.len());
    assert!(precision >= LEAST && recall >= LEAST, "precision {precision:.4}, recall {recall:.4}");
}

#[test]
fn there_are_enough_cases_of_every_kind() {
    assert!(positive().len() >= 300 && negative().len() >= 300);
    for kind in Kind::ALL.into_iter().filter(|kind| !is_of_pictures(*kind)) {
        let count =
            positive().iter().flat_map(|case| case.wanted.clone()).filter(|wanted| wanted.0 == kind).count();
        assert!(count >= 10, "{}: {count}", kind.name());
    }
}

fn is_of_pictures(kind: Kind) -> bool {
    matches!(kind, Kind::PicturePlace | Kind::PictureOwner)
}

/// A text, and the personal data in it.
struct Case {
    name: String,
    text: String,
    wanted: Vec<(Kind, std::ops::Range<usize>)>,
}

/// `kind`, a tab, and a text with `⟦` and `⟧` around what is personal.
fn positive() -> Vec<Case> {
    lines("positive.tsv")
        .map(|(name, marked)| {
            let kind = Kind::from_name(&name).unwrap_or_else(|| panic!("there is no kind {name}"));
            let (mut text, mut wanted) = (String::new(), Vec::new());
            let mut parts = marked.split('⟦');
            text.push_str(parts.next().unwrap());
            for part in parts {
                let (value, rest) = part.split_once('⟧').unwrap();
                wanted.push((kind, text.len()..text.len() + value.len()));
                text.push_str(value);
                text.push_str(rest);
            }
            Case { name, text, wanted }
        })
        .collect()
}

/// What the text is about, a tab, and the text.
fn negative() -> Vec<Case> {
    lines("negative.tsv").map(|(name, text)| Case { name, text, wanted: Vec::new() }).collect()
}

fn lines(file: &str) -> impl Iterator<Item = (String, String)> {
    let text = fs::read_to_string(fixtures("personal").join(file)).unwrap();
    let lines: Vec<_> = text
        .lines()
        .map(|line| line.split_once('\t').unwrap())
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .collect();
    lines.into_iter()
}
