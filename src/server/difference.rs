//! The difference between two sites, as far as an open page cares.

use serde::Serialize;

use super::site::Look;
use super::site::Sheet;
use super::site::Site;

/// A style sheet that took another's place.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Restyled {
    from: String,
    to: String,
}

/// The style sheets that changed, where nothing else did; none where a page
/// has to be loaded again.
///
/// A sheet that bears its fingerprint gets another name with every change, and
/// every page names it. That alone makes no page another.
pub fn restyled(old: &Site, new: &Site) -> Option<Vec<Restyled>> {
    let changed = changed(old.look(), new.look())?;
    let restyled = changed
        .into_iter()
        .map(|(from, to)| Restyled { from: old.address(&from.path), to: new.address(&to.path) });
    Some(restyled.collect())
}

/// Each sheet that changed with what took its place, sorted; none where any
/// came or went, and where there is another difference.
fn changed<'l>(old: &'l Look, new: &'l Look) -> Option<Vec<(&'l Sheet, &'l Sheet)>> {
    if old.hash_without_style != new.hash_without_style || old.sheets.len() != new.sheets.len() {
        return None;
    }
    let mut changed = Vec::new();
    for from in &old.sheets {
        let same = new.sheets.iter().find(|sheet| sheet.path == from.path);
        let to = same.or_else(|| new.sheets.iter().find(|sheet| name(&sheet.path) == name(&from.path)))?;
        if from != to {
            changed.push((from, to));
        }
    }
    changed.sort_by_key(|(from, _)| &from.path);
    (!changed.is_empty()).then_some(changed)
}

/// A path without its fingerprint: `theme/style.0f3a9c21d4.css` is
/// `theme/style.css` to us.
fn name(path: &str) -> (&str, &str) {
    let (stem, extension) = path.rsplit_once('.').unwrap_or((path, ""));
    (stem.rsplit_once('.').map_or(stem, |(name, _)| name), extension)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::Hash;

    fn look(hash_without_style: &str, sheets: &[(&str, &str)]) -> Look {
        let sheet =
            |(path, text): &(&str, &str)| Sheet { path: (*path).to_owned(), hash: Hash::of(text.as_bytes()) };
        Look {
            hash_without_style: Hash::of(hash_without_style.as_bytes()),
            sheets: sheets.iter().map(sheet).collect(),
        }
    }

    fn between(old: (&str, &[(&str, &str)]), new: (&str, &[(&str, &str)])) -> Option<Vec<(String, String)>> {
        let (old, new) = (look(old.0, old.1), look(new.0, new.1));
        let changed = changed(&old, &new)?.into_iter();
        Some(changed.map(|(from, to)| (from.path.clone(), to.path.clone())).collect())
    }

    #[test]
    fn a_sheet_with_another_fingerprint_is_told_from_a_new_page() {
        let (old, new) = ([("theme/style.aa.css", "a")], [("theme/style.bb.css", "b")]);
        let renamed = [("theme/style.aa.css".to_owned(), "theme/style.bb.css".to_owned())];
        assert_eq!(between(("pages", &old), ("pages", &new)).unwrap(), renamed);
        assert_eq!(between(("pages", &old), ("others", &new)), None);
    }

    #[test]
    fn a_sheet_may_keep_its_name() {
        let sheets =
            between(("", &[("brand.css", "a"), ("b.css", "")]), ("", &[("brand.css", "b"), ("b.css", "")]));
        assert_eq!(sheets.unwrap(), [("brand.css".to_owned(), "brand.css".to_owned())]);
    }

    #[test]
    fn sheets_that_come_or_go_are_more_than_style() {
        assert_eq!(between(("", &[("a.css", "a")]), ("", &[("a.css", "b"), ("b.css", "")])), None);
        assert_eq!(between(("", &[("a.css", "a")]), ("", &[("b.css", "a")])), None);
        assert_eq!(between(("", &[("a.css", "a")]), ("", &[("a.css", "a")])), None);
        assert_eq!(between(("", &[]), ("", &[])), None);
    }
}
