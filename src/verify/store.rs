//! A store: a place in the browser where a script keeps something.

use std::ops::Range;

use super::here::Here;

/// A place in the browser where a script keeps something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Store {
    /// Which of the browser's stores.
    pub area: &'static str,
    /// Under which key; none where it is put together while the script runs.
    pub key: Option<String>,
    /// The bytes that name the store.
    pub range: Range<usize>,
}

/// The stores of a browser, and the calls that come with a key.
const STORES: &[(&str, &[&str])] = &[
    ("localStorage", &["getItem", "setItem", "removeItem"]),
    ("sessionStorage", &["getItem", "setItem", "removeItem"]),
    ("indexedDB", &["open", "deleteDatabase"]),
    ("caches", &["open", "delete", "has"]),
    ("storageBuckets", &["open", "delete"]),
    ("sharedStorage", &["set", "append", "delete", "get"]),
];

/// The store that the word here names, with the key that follows.
pub fn at(here: &Here) -> Option<Store> {
    let store = |area, key| Some(Store { area, key, range: here.range() });
    match here.near(0) {
        "getDirectory" if here.near(-2) == "storage" => return store("navigator.storage", None),
        // the one that a window keeps when another page takes its place
        "name" if matches!(here.near(-2), "window" | "globalThis") && here.is_assigned() => {
            return store("window", Some("name".to_owned()));
        }
        _ => {}
    }
    let (area, calls) = STORES.iter().find(|(area, _)| *area == here.near(0))?;
    let has_members = matches!(*area, "localStorage" | "sessionStorage");
    let key = match (here.near(1), here.near(2), here.near(3)) {
        (".", call, "(") if calls.contains(&call) => here.value(4),
        ("[", _, _) => here.value(2),
        // `localStorage.getItem.bind(…)`
        (".", call, _) if calls.contains(&call) => None,
        // localStorage.theme = "dark"
        (".", name, _) if has_members && !is_method(name) => Some(name.to_owned()),
        (".", _, _) => return None,
        // a word of that name which is no store, such as a variable's
        _ if *area == "caches" => return None,
        _ => None,
    };
    store(area, key)
}

/// Whether a store has a method of this name that takes no key.
fn is_method(name: &str) -> bool {
    matches!(name, "clear" | "key" | "length")
}
