//! A clash: one address that two pages would have, and where somebody asked for
//! each.

use std::collections::BTreeMap;

use super::Kind;
use super::Page;
use crate::archive::Archive;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Few;
use crate::diagnostic::Place;
use crate::output;
use crate::output::OutputPath;
use crate::yaml::read_address;

/// Adds every two pages with one address to `problems`, also where only a file
/// system that ignores case would mix them up.
pub fn find_clashes(archive: &Archive, pages: &[Page], problems: &mut Few) {
    let collisions = output::collisions(pages.iter().map(|page| &page.path));
    if collisions.is_empty() {
        return;
    }
    let mut by_path: BTreeMap<&OutputPath, Vec<&Page>> = BTreeMap::new();
    for page in pages {
        by_path.entry(&page.path).or_default().push(page);
    }
    for (first, second) in &collisions {
        let page = |path: &OutputPath, at: usize| {
            by_path.get(path).and_then(|pages| pages.get(at).or(pages.last())).copied()
        };
        let pages = [page(first, 0), page(second, usize::from(first == second))];
        problems.tell("address-clash", || clash(archive, pages));
    }
}

fn clash(archive: &Archive, pages: [Option<&Page>; 2]) -> Diagnostic {
    let owners = pages.map(|page| page.map(|page| owner(archive, page)).unwrap_or_default());
    let address = pages[0].map(Page::address).unwrap_or_default();
    let message = format!("`{address}` would be written by {} and by {}", owners[0], owners[1]);
    // an alias is changed more easily than a page
    let aliases = pages.iter().flatten().filter(|page| matches!(page.kind, Kind::Redirect(_)));
    let mut all = aliases.chain(pages.iter().rev().flatten());
    Diagnostic::error("address-clash", message)
        .help("change one of the two addresses")
        .maybe_at(all.find_map(|page| place(archive, page)))
}

/// What an author would call the source of a page.
fn owner(archive: &Archive, page: &Page) -> String {
    match (&page.kind, place(archive, page)) {
        (Kind::Redirect(_), Some(place)) => format!("an alias in `{}`", place.file),
        (_, Some(place)) => format!("`{}`", place.file),
        (_, None) => "mundap itself".to_owned(),
    }
}

fn place(archive: &Archive, page: &Page) -> Option<Place> {
    cause(archive, &page.address(), &page.kind)
}

/// Where an author asked for a page of this kind at `address`, where one did.
pub fn cause(archive: &Archive, address: &str, kind: &Kind) -> Option<Place> {
    match kind {
        Kind::Question(id) | Kind::Removed(id) | Kind::Markdown(id) | Kind::Json(id) => {
            Some(Place::file(&archive.question(*id).file))
        }
        Kind::Own(index) => Some(Place::file(&archive.own_pages[*index].file)),
        Kind::Redirect(target) => cause_of_redirect(archive, address, target),
        Kind::Static(path) => archive.statics.get(path).map(|file| Place::file(&file.source.name)),
        _ => None,
    }
}

/// Where it is written that `address` leads to `target`.
fn cause_of_redirect(archive: &Archive, address: &str, target: &str) -> Option<Place> {
    let is_alias = |alias: &str| read_address(alias).is_some_and(|alias| alias_address(&alias) == address);
    let has_alias = |aliases: &[String]| aliases.iter().any(|alias| is_alias(alias));
    let mut questions = archive.questions.iter();
    let question = questions.find(|q| q.key.address() == target && has_alias(&q.front.aliases));
    let mut pages = archive.own_pages.iter();
    let page = pages.find(|page| page.address() == target && has_alias(&page.aliases));
    let mut merged = archive.questions.iter();
    let moved = archive.config.moved.iter().find(|(old, new)| is_alias(old) && *new == target);
    let moved = moved.map(|(old, _)| archive.config.key_place_of(&["moved".into(), old.as_str().into()]));
    question
        .map(|question| question.place_of_item("aliases", is_alias))
        .or_else(|| page.map(|page| page.place_of_item("aliases", is_alias)))
        .or(moved)
        .or_else(|| merged.find(|q| q.key.address() == address).map(|q| q.place_of(&["merged_into".into()])))
}

/// The address of an alias: that of a folder, unless it names a file.
pub fn alias_address(alias: &str) -> String {
    if let Some(folder) = alias.strip_suffix("index.html").filter(|folder| folder.ends_with('/')) {
        return folder.to_owned();
    }
    let is_file = alias.rsplit('/').next().is_some_and(|name| name.contains('.'));
    if is_file || alias.ends_with('/') { alias.to_owned() } else { format!("{alias}/") }
}
