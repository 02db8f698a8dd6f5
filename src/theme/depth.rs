//! The depth of templates: how many of them stand inside each other.
//!
//! Tera renders what a template includes or extends in a call within its own,
//! and a chain of some hundred ends the program without a word.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// How many templates may stand inside each other.
pub const MAX_DEPTH: usize = 64;

/// How many `elif` one template may have: Tera reads each inside the one before.
pub const MAX_ELIF: usize = 200;

/// What a tag begins with that puts other templates into its own.
const TAGS: [&str; 3] = ["include", "extends", "import"];

/// The templates that stand more than [`MAX_DEPTH`] deep in others, or in a ring
/// of as many, though what they stand in does not; `texts` are all templates by
/// name, and `prefixes` are tried in order where a name is not found as it is.
pub fn too_deep<'t>(texts: &BTreeMap<&'t str, &str>, prefixes: &[String]) -> Vec<&'t str> {
    let find = |name: &str| -> Option<&'t str> {
        let names =
            std::iter::once(name.to_owned()).chain(prefixes.iter().map(|prefix| format!("{prefix}{name}")));
        names.into_iter().find_map(|name| texts.get_key_value(name.as_str()).map(|(name, _)| *name))
    };
    let inner: BTreeMap<&str, BTreeSet<&'t str>> = texts
        .iter()
        .map(|(name, text)| (*name, named(text).filter_map(find).filter(|inner| inner != name).collect()))
        .collect();
    let mut outer: BTreeMap<&str, usize> = texts.keys().map(|name| (*name, 0)).collect();
    for name in inner.values().flatten() {
        *outer.entry(name).or_default() += 1;
    }
    let mut depths: BTreeMap<&'t str, usize> = BTreeMap::new();
    let mut next: Vec<&'t str> = texts.keys().copied().filter(|name| outer[name] == 0).collect();
    while let Some(name) = next.pop() {
        let depth = *depths.entry(name).or_insert(1);
        for &part in &inner[name] {
            let deepest = depths.entry(part).or_insert(0);
            *deepest = (*deepest).max(depth + 1);
            if let Some(left) = outer.get_mut(part) {
                *left -= 1;
                if *left == 0 {
                    next.push(part);
                }
            }
        }
    }
    let ring: Vec<&'t str> = texts.keys().copied().filter(|name| outer[name] > 0).collect();
    // Tera tells of a ring, unless it is too long for that
    let ring = ring.into_iter().filter(|_| outer.values().filter(|left| **left > 0).count() > MAX_DEPTH);
    let first = |name: &&str| depths.get(name) == Some(&(MAX_DEPTH + 1)) && outer[name] == 0;
    texts.keys().copied().filter(first).chain(ring.take(1)).collect()
}

/// Whether a template has more `elif` than can be read.
pub fn has_too_many_elif(text: &str) -> bool {
    tags(text).filter(|tag| tag.starts_with("elif")).count() > MAX_ELIF
}

/// Every name in quotes in the tags of `text` that put templates into it.
fn named(text: &str) -> impl Iterator<Item = &str> {
    let putting = tags(text).filter(|tag| TAGS.iter().any(|name| tag.starts_with(name)));
    putting.flat_map(|tag| tag.split(['"', '\'', '`']).skip(1).step_by(2))
}

/// What stands in each `{% … %}`.
fn tags(text: &str) -> impl Iterator<Item = &str> {
    let opened = text.split("{%").skip(1);
    opened.map(|tag| tag.split("%}").next().unwrap_or(tag).trim_start_matches('-').trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(length: usize, last: &str) -> Vec<(String, String)> {
        let text = |number| {
            if number == length { last.to_owned() } else { format!("{{%- include \"{}\" %}}", number + 1) }
        };
        (1..=length).map(|number| (number.to_string(), text(number))).collect()
    }

    fn found(templates: &[(String, String)]) -> Vec<String> {
        let texts = templates.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        too_deep(&texts, &["theme/".to_owned()]).into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn a_long_chain_is_found_where_it_gets_too_long() {
        assert_eq!(found(&chain(MAX_DEPTH, "x")), [""; 0]);
        assert_eq!(found(&chain(MAX_DEPTH + 1, "x")), [(MAX_DEPTH + 1).to_string()]);
        assert_eq!(found(&chain(5000, "x")), [(MAX_DEPTH + 1).to_string()]);
    }

    #[test]
    fn a_ring_is_left_to_tera_unless_it_is_long() {
        assert_eq!(found(&chain(3, "{% include '1' %}")), [""; 0]);
        assert_eq!(found(&chain(5000, "{% include '1' %}")).len(), 1);
        assert_eq!(found(&chain(5000, "{% include '4990' %}")), [(MAX_DEPTH + 1).to_string()]);
    }

    #[test]
    fn names_are_looked_up_as_tera_does() {
        let mut templates = chain(MAX_DEPTH, "{% extends \"more\" %}");
        templates.push(("theme/more".to_owned(), "x".to_owned()));
        assert_eq!(found(&templates), ["theme/more"]);
    }

    #[test]
    fn many_ways_to_one_template_take_no_time() {
        let both =
            |number: usize| format!("{{% include \"{0}\" %}}{{% include \"{1}\" %}}", number + 1, number + 2);
        let templates: Vec<_> = (1..=60).map(|number| (number.to_string(), both(number))).collect();
        assert_eq!(found(&templates), [""; 0]);
    }

    #[test]
    fn many_alternatives_are_counted() {
        let text = |count| format!("{{% if a %}}{}{{% endif %}}", "{%- elif b %}".repeat(count));
        assert!(!has_too_many_elif(&text(MAX_ELIF)));
        assert!(has_too_many_elif(&text(MAX_ELIF + 1)));
    }
}
