//! The strings of the themes that come with the program: each language has
//! every one of them, and each is used.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use crate::harness::files_below;

/// The strings of one language by key.
type Strings = BTreeMap<String, String>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The strings of the default theme.
fn strings(language: &str) -> Strings {
    let file = root().join("themes/default/strings").join(format!("{language}.yaml"));
    serde_yaml::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

fn languages() -> Vec<String> {
    let files = files_below(&root().join("themes/default/strings"));
    files.iter().map(|file| file.trim_end_matches(".yaml").to_owned()).collect()
}

/// The names of the places in a text; pairs of particles are none.
fn places(text: &str) -> BTreeSet<&str> {
    let places = text.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    places.filter(|place| !place.contains('/')).collect()
}

#[test]
fn every_language_has_the_same_strings_with_the_same_places() {
    let korean = strings("ko");
    assert!(languages().len() > 1);
    for language in languages() {
        let others = strings(&language);
        let keys = |strings: &Strings| strings.keys().cloned().collect::<BTreeSet<_>>();
        let differing: Vec<_> = keys(&korean).symmetric_difference(&keys(&others)).cloned().collect();
        assert_eq!(differing, [""; 0], "{language}");
        for (key, text) in &others {
            assert!(!text.trim().is_empty(), "{language}: {key}");
            assert_eq!(places(text), places(&korean[key]), "{language}: {key}");
        }
    }
}

/// Where a key is written out, and what a key that is put together starts or
/// ends with.
#[derive(Debug, Default)]
struct Uses {
    keys: BTreeSet<String>,
    starts: BTreeSet<String>,
    ends: BTreeSet<String>,
}

impl Uses {
    fn has(&self, key: &str) -> bool {
        self.keys.contains(key)
            || self.starts.iter().any(|start| key.starts_with(start))
            || self.ends.iter().any(|end| key.ends_with(end))
    }

    /// `"a.b" | t`, `"a.b" | pattern` and `("a." ~ x) | t`.
    fn add_template(&mut self, text: &str) {
        for (before, after) in around_strings(text) {
            let behind = after.trim_start();
            let filters = ["| t ", "| t(", "| t}", "| pattern "];
            if filters.iter().any(|filter| behind.starts_with(filter)) {
                self.keys.insert(before.to_owned());
            } else if behind.starts_with('~') && before.ends_with('.') {
                self.starts.insert(before.to_owned());
            }
        }
    }

    /// `say(…, "a.b")`, `strings.get(…, "a.b")` and keys by `format!`.
    fn add_source(&mut self, text: &str) {
        for (before, _) in around_strings(text) {
            let Some((start, rest)) = before.split_once('{') else {
                self.keys.insert(before.to_owned());
                continue;
            };
            let end = rest.split_once('}').map_or("", |(_, end)| end);
            if start.ends_with('.') && end.is_empty() {
                self.starts.insert(start.to_owned());
            } else if start.is_empty() && end.starts_with('.') {
                self.ends.insert(end.to_owned());
            }
        }
    }
}

/// Every text in double quotes with what follows it.
fn around_strings(text: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('"') {
        let Some((inside, behind)) = after.split_once('"') else { break };
        found.push((inside, behind));
        // what looks like the end of one may be the start of the next
        rest = after;
    }
    found
}

fn read_all(folder: &str, end: &str) -> Vec<String> {
    let folder = root().join(folder);
    let files = files_below(&folder).into_iter().filter(|file| file.ends_with(end));
    files.map(|file| fs::read_to_string(folder.join(file)).unwrap()).collect()
}

#[test]
fn every_string_is_used() {
    let mut uses = Uses::default();
    read_all("themes", ".html").iter().for_each(|text| uses.add_template(text));
    read_all("src", ".rs").iter().for_each(|text| uses.add_source(text));
    // which languages a site has, its archive decides
    uses.starts.insert("language.".to_owned());
    let unused: Vec<_> = strings("ko").into_keys().filter(|key| !uses.has(key)).collect();
    assert_eq!(unused, [""; 0]);
}

#[test]
fn every_string_that_is_used_exists() {
    let mut uses = Uses::default();
    read_all("themes", ".html").iter().for_each(|text| uses.add_template(text));
    let strings = strings("ko");
    let missing: Vec<_> = uses.keys.iter().filter(|key| !strings.contains_key(*key)).collect();
    assert_eq!(missing, [""; 0]);
    let empty: Vec<_> =
        uses.starts.iter().filter(|start| !strings.keys().any(|key| key.starts_with(*start))).collect();
    assert_eq!(empty, [""; 0]);
}

/// The sources name keys among much else, so only the calls that need one are
/// looked at.
#[test]
fn every_string_that_the_sources_ask_for_exists() {
    let strings = strings("ko");
    let mut asked = 0;
    for text in read_all("src/render", ".rs") {
        let code = text.split("#[cfg(test)]").next().unwrap();
        for call in
            code.split(".say(").chain(code.split("strings.get(")).chain(code.split("strings().get(")).skip(1)
        {
            let arguments = call.split(';').next().unwrap();
            let key =
                arguments.split('"').nth(1).filter(|key| key.contains('.') && !key.contains(['{', ' ']));
            let Some(key) = key else { continue };
            asked += 1;
            assert!(strings.contains_key(key), "{key}");
        }
    }
    assert!(asked > 5, "{asked}");
}
