//! Ways to name a place that is none of ours, wherever an author names a place:
//! nothing is written outside of the site, and nothing read outside of the
//! archive.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use mundap::build;
use mundap::build::Destination;
use mundap::build::Options;
use mundap::memory::Memory;
use mundap::output::Settings;
use mundap::progress::Silent;

use super::harness::TODAY;
use super::harness::tree;
use super::hostile::quoted;

/// What stands beside the archive, and must never be seen in a site.
const SECRET: &str = "nobody-else-may-read-this";

/// Steps that lead up, in every spelling that some program once took for one.
const UP: &[&str] = &[
    "../",
    "..\\",
    "%2e%2e/",
    "%2E%2E%2F",
    ".%2e/",
    "%2e./",
    "..%2f",
    "..%5c",
    "%252e%252e%252f",
    "..%c0%af",
    "..%u2215",
    "....//",
    "..;/",
    ".../",
    "..\u{2215}",
    "..\u{ff0f}",
    "\u{ff0e}\u{ff0e}/",
    "\u{2025}/",
    ".\u{200b}./",
    "..\t/",
    "..\0/",
    "./../",
    "a/../../",
    "/../",
    "//../",
];

/// Places that are none of ours without a step up.
const AWAY: &[&str] = &[
    "/etc/passwd",
    "//etc/passwd",
    "\\\\host\\share\\secret.txt",
    "C:\\secret.txt",
    "C:/secret.txt",
    "C:secret.txt",
    "file:///etc/passwd",
    "~/secret.txt",
    "$HOME/secret.txt",
    "/proc/self/environ",
    "/dev/stdin",
    ".",
    "..",
    "...",
    "-",
    "CON",
    "nul.txt",
    "aux/secret",
    "secret.txt:stream",
    "secret.txt::$DATA",
    "secret.txt.",
    "secret.txt ",
    " secret.txt",
    "secret.txt\0.png",
    "secret.txt%00.png",
    "\n/secret.txt",
    ".git/config",
    ".mundap-manifest",
    "_redirects",
    "_headers",
    "\u{202e}txt.terces/..",
];

/// Every spelling; a step up leads to a secret.
fn spellings() -> Vec<String> {
    let up = UP.iter().map(|up| format!("{up}{up}secret.txt"));
    up.chain(AWAY.iter().map(|&away| away.to_owned())).collect()
}

/// Where an author names a place: the file, and what it holds around the name.
const FIELDS: &[(&str, &str, &str)] = &[
    ("alias", "content/questions/1.md", "---\ntitle: 왜요?\nasked: 2026-03-01\naliases: [NAME]\n---\n글\n"),
    ("image", "content/questions/1.md", "---\ntitle: 왜요?\nasked: 2026-03-01\nimage: NAME\n---\n글\n"),
    ("tag", "content/questions/1.md", "---\ntitle: 왜요?\nasked: 2026-03-01\ntags: [NAME]\n---\n글\n"),
    ("language", "content/questions/1.md", "---\ntitle: 왜요?\nasked: 2026-03-01\nlang: NAME\n---\n글\n"),
    ("link", "content/questions/1.md", "---\ntitle: 왜요?\nasked: 2026-03-01\n---\n[a](<RAW>) ![b](<RAW>)\n"),
    ("tag's address", "content/site.yaml", "tags: { 가: NAME }\n"),
    ("category", "content/site.yaml", "categories: { NAME: { name: 가 } }\n"),
    ("moved", "content/site.yaml", "moved: { NAME: /q/1/, /old/: NAME }\n"),
    ("theme", "content/site.yaml", "theme: NAME\n"),
    ("logo", "content/site.yaml", "brand: { name: 가, logo: NAME }\n"),
    ("folder of the site", "content/site.yaml", "NAME"),
    ("person", "content/people.yaml", "NAME: { name: 가 }\n"),
    ("parent of a theme", "themes/own/theme.yaml", "name: own\nextends: NAME\n"),
    ("template", "content/templates/404.html", "{% include NAME %}"),
    ("page", "content/pages/NAME.md", "---\ntitle: 가\n---\n글\n"),
    ("static file", "content/static/NAME", "글\n"),
];

const SITE: &str = "title: 문답\nurl: https://qna.example.org\nlanguage: ko\n";

#[test]
fn no_name_of_a_place_leads_out() {
    let (mut built, mut tried) = (0, 0);
    for (field, file, text) in FIELDS {
        for spelling in spellings() {
            tried += 1;
            built += usize::from(stays_inside(field, file, text, &spelling));
        }
    }
    println!("{tried} archives, {built} of them built");
    assert!(built > tried / 10 && built < tried, "{built} of {tried} were built");
}

/// Whether a site was built; nothing but it was written, and it knows nothing
/// of what stands around the archive.
#[track_caller]
fn stays_inside(field: &str, file: &str, text: &str, spelling: &str) -> bool {
    let around = tempfile::tempdir().unwrap();
    let root = around.path().join("home/project");
    fs::create_dir_all(&root).unwrap();
    for folder in [around.path(), &around.path().join("home"), &root] {
        fs::write(folder.join("secret.txt"), SECRET).unwrap();
    }
    let text = text.replace("NAME", &quoted(spelling)).replace("RAW", spelling);
    let site = match (field, file) {
        ("folder of the site", _) => {
            SITE.replace(".org", &format!(".org/{}", spelling.replace(['\n', '\0', '\t'], " ")))
        }
        ("parent of a theme", _) => format!("{SITE}theme: own\n"),
        (_, "content/site.yaml") => format!("{SITE}{text}"),
        _ => SITE.to_owned(),
    };
    write(&root.join("content/site.yaml"), &site);
    write(&root.join("content/questions/1.md"), "---\ntitle: 왜요?\nasked: 2026-03-01\n---\n글\n");
    if file != "content/site.yaml" {
        // what no folder can hold is no name of a file
        let name = spelling.replace(['/', '\\', '\0'], "%2f");
        if !name.trim_matches('.').is_empty() {
            write(&root.join(file.replace("NAME", &name)), &text);
        }
    }
    let before = tree(around.path());
    let outcome = build::build(&options(&root), &mut Memory::default(), &Silent);
    let (ours, others): (BTreeMap<_, _>, BTreeMap<_, _>) =
        tree(around.path()).into_iter().partition(|(name, _)| {
            name.starts_with("home/project/public/") || name.starts_with("home/project/.mundap/")
        });
    assert!(others == before, "{field} {spelling:?} changed what is not ours");
    for (name, bytes) in ours {
        let told = String::from_utf8_lossy(&bytes).contains(SECRET);
        assert!(!told && !name.contains(".."), "{field} {spelling:?} is told in {name}");
    }
    let is_explained =
        outcome.built.is_some() || outcome.diagnostics.iter().any(|problem| problem.help.is_some());
    assert!(is_explained, "{field} {spelling:?}: {:?}", outcome.diagnostics);
    outcome.built.is_some()
}

fn options(root: &Path) -> Options {
    let settings =
        Settings { output: root.join("public"), memory: root.join(".mundap"), ..Settings::default() };
    Options {
        content: root.join("content"),
        content_name: "content".to_owned(),
        themes: root.join("themes"),
        today: Some(TODAY.to_owned()),
        source_date_epoch: None,
        publish: false,
        destination: Destination::Folder(settings),
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}
