//! The difference between two sites, as far as an open page cares.

use serde::Serialize;

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
/// every page names it. So pages count as the same where they differ in such
/// names alone.
pub fn restyled(old: &Site, new: &Site) -> Option<Vec<Restyled>> {
    let changed: Vec<_> = new.files().filter(|(path, bytes)| old.file(path) != Some(bytes)).collect();
    let gone: Vec<_> = old.files().map(|(path, _)| path).filter(|path| new.file(path).is_none()).collect();
    let mut renamed = Vec::new();
    for path in &gone {
        let added = changed.iter().map(|(path, _)| *path).filter(|added| old.file(added).is_none());
        let mut same = added.filter(|added| is_sheet(added) && name(added) == name(path));
        renamed.push((*path, same.next()?));
    }
    let mut sheets = Vec::new();
    for (path, bytes) in changed {
        let from = renamed.iter().find(|(_, to)| *to == path).map_or(path, |(from, _)| from);
        if is_sheet(path) {
            old.file(from)?;
            sheets.push(Restyled { from: old.address(from), to: new.address(path) });
        } else if renamed_back(bytes, &renamed) != old.file(path)? {
            return None;
        }
    }
    sheets.sort_by(|a, b| a.from.cmp(&b.from));
    (!sheets.is_empty()).then_some(sheets)
}

fn is_sheet(path: &str) -> bool {
    path.ends_with(".css")
}

/// A path without its fingerprint: `theme/style.0f3a9c21d4.css` is
/// `theme/style.css` to us.
fn name(path: &str) -> (&str, &str) {
    let (stem, extension) = path.rsplit_once('.').unwrap_or((path, ""));
    (stem.rsplit_once('.').map_or(stem, |(name, _)| name), extension)
}

/// The bytes with each new name replaced by the old one.
fn renamed_back(bytes: &[u8], renamed: &[(&str, &str)]) -> Vec<u8> {
    let mut text = String::from_utf8_lossy(bytes).into_owned();
    for (from, to) in renamed {
        text = text.replace(to, from);
    }
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(files: &[(&str, &str)]) -> Site {
        Site::new("", files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())))
    }

    fn between(old: &[(&str, &str)], new: &[(&str, &str)]) -> Option<Vec<(String, String)>> {
        let restyled = restyled(&site(old), &site(new))?;
        Some(restyled.into_iter().map(|sheet| (sheet.from, sheet.to)).collect())
    }

    #[test]
    fn a_sheet_with_another_fingerprint_is_told_from_a_new_page() {
        let old = [("theme/style.aa.css", "a"), ("index.html", "<link theme/style.aa.css>")];
        let new = [("theme/style.bb.css", "b"), ("index.html", "<link theme/style.bb.css>")];
        let sheets = between(&old, &new).unwrap();
        assert_eq!(sheets, [("/theme/style.aa.css".to_owned(), "/theme/style.bb.css".to_owned())]);
        let new = [("theme/style.bb.css", "b"), ("index.html", "<link theme/style.bb.css> more")];
        assert_eq!(between(&old, &new), None);
    }

    #[test]
    fn a_sheet_may_keep_its_name() {
        let sheets = between(&[("brand.css", "a"), ("a", "a")], &[("brand.css", "b"), ("a", "a")]).unwrap();
        assert_eq!(sheets, [("/brand.css".to_owned(), "/brand.css".to_owned())]);
    }

    #[test]
    fn pages_that_come_or_go_are_more_than_style() {
        assert_eq!(between(&[("a.css", "a")], &[("a.css", "b"), ("q", "")]), None);
        assert_eq!(between(&[("a.css", "a"), ("q", "")], &[("a.css", "b")]), None);
        assert_eq!(between(&[("a.css", "a")], &[("a.css", "a")]), None);
        assert_eq!(between(&[], &[("a.css", "a")]), None);
    }
}
