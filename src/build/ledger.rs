//! The ledger in a build: which published addresses would vanish, and which
//! are new.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::path::Path;

use rustc_hash::FxHashMap;

use crate::archive::Archive;
use crate::archive::Visibility;
use crate::content;
use crate::content::Content;
use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Few;
use crate::diagnostic::Place;
use crate::fs;
use crate::key::Key;
use crate::ledger::Ledger;
use crate::ledger::key_of;
use crate::output::Durability;
use crate::output::OutputPath;
use crate::page;
use crate::page::Kind;
use crate::page::Page;
use crate::suggestion;
use crate::yaml::write_address;

/// The ledger of the archive; an empty one where there is none yet.
pub fn read(content: &Content) -> Checked<Ledger> {
    let Some(file) = content.addresses.file() else { return Checked::fine(Ledger::default()) };
    match fs::read_long_text(file) {
        Ok(text) => Ledger::read(&file.name, text),
        Err(problem) => Checked { value: Ledger::default(), diagnostics: vec![problem] },
    }
}

/// Sees that the ledger of the content folder `root`, which messages call `name`,
/// is still the one that the site was made for: another build may have published
/// meanwhile, and what it added to the archive is not in this site.
///
/// # Errors
/// `not-written` when it is another, and those of reading it.
pub fn check_unchanged(ledger: &Ledger, root: &Path, name: &str) -> Result<(), Diagnostic> {
    let name = format!("{name}/{}", content::LEDGER);
    let file = fs::single(root.join(content::LEDGER), &name, root)?;
    let text = file.as_ref().map_or_else(|| Ok(String::new()), fs::read_long_text)?;
    if ledger.is(&text) {
        return Ok(());
    }
    Err(Diagnostic::error(
        "not-written",
        "somebody changed this while the site was built, so nothing is written",
    )
    .at(Place::file(name))
    .help("build again, so that no address of theirs is lost"))
}

/// Pages by the fold of their path.
type Names<'p> = FxHashMap<Cow<'p, str>, &'p Page>;

/// The published addresses that no page has.
pub fn vanished(ledger: &Ledger, archive: &Archive, pages: &[Page]) -> Vec<Diagnostic> {
    let heirs = LazyCell::new(|| heirs(pages));
    let names: LazyCell<Names, _> =
        LazyCell::new(|| pages.iter().map(|page| (page.path.fold(), page)).collect());
    let mut few = Few::default();
    for address in ledger.addresses().filter(|address| !page::stands_at(pages, address)) {
        let message = format!("nothing leads to `{address}` any more, and it was published");
        few.add_with(Diagnostic::error("address-vanished", message), |problem| {
            let namesake = namesake(address, &names);
            let help = namesake
                .map_or_else(|| way_out(address, archive, &heirs), |namesake| as_it_was(address, &namesake));
            problem.at(ledger.place(address)).help(help)
        });
    }
    few.into_told()
}

/// The addresses that must not vanish from now on.
fn lasting(pages: &[Page]) -> Vec<String> {
    pages.iter().filter(|page| page::is_lasting(&page.kind)).map(Page::address).collect()
}

/// What an old address can lead to from now on: no redirect, which `moved`
/// refuses, and nothing that says it is gone.
fn heirs(pages: &[Page]) -> Vec<String> {
    let is_heir =
        |kind: &Kind| page::is_lasting(kind) && !matches!(kind, Kind::Redirect(_) | Kind::Removed(_));
    pages.iter().filter(|page| is_heir(&page.kind)).map(Page::address).collect()
}

/// The address of the site that differs from this one in case alone: the two
/// cannot stand side by side.
fn namesake(address: &str, names: &Names) -> Option<String> {
    page::paths(address).into_iter().find_map(|path| {
        let path = OutputPath::new(&path).ok()?;
        names.get(&*path.fold()).map(|page| page.address())
    })
}

/// What to do about an address that has a `namesake`.
fn as_it_was(address: &str, namesake: &str) -> String {
    let (written, namesake) = (write_address(address), write_address(namesake));
    format!(
        "`{namesake}` differs from it in case alone, and many disks hold only one of the two: write `{written}` as it was"
    )
}

/// What to do about an address that would vanish; `heirs` are those that may
/// stand in for it.
fn way_out(address: &str, archive: &Archive, heirs: &[String]) -> String {
    let written = write_address(address);
    let all = heirs.iter().map(String::as_str);
    let Some(key) = key_of(address) else {
        let heir = near(address, all).map_or_else(|| "ADDRESS".to_owned(), write_address);
        return format!(
            "say in `site.yaml` which page it leads to now: `moved: {{ {written}: {heir} }}`, or write it into the `aliases` of a question or a page"
        );
    };
    if let Some(id) = archive.find(&key).filter(|&id| archive.visibility(id) == Visibility::Hidden) {
        let file = &archive.question(id).file;
        return format!("`{file}` is a draft again: publish it, or write `status: removed` and a `reason`");
    }
    let heir = match key {
        // a number that is close says nothing
        Key::Number(_) => None,
        Key::Slug(_) => near(address, all.filter(|heir| key_of(heir).is_some())),
    };
    let heir = heir.map(|near| format!(", perhaps `{near}`")).unwrap_or_default();
    format!(
        "bring back its file with `status: removed` and a `reason`, or `status: merged` and `merged_into`; \
         or write `aliases: [{written}]` into the question that takes its place{heir}"
    )
}

/// The one of the `known` addresses that was most probably meant: one with the
/// same last part, or else with a similar one.
fn near<'k>(address: &str, known: impl Iterator<Item = &'k str> + Clone) -> Option<&'k str> {
    let kind = first_part(address);
    let alike = || known.clone().filter(|known| first_part(known) == kind);
    let moved = alike().chain(known.clone()).find(|known| last_part(known) == last_part(address));
    // what all addresses of a kind have in common would make any two of them similar
    let similar = || {
        let part = suggestion::nearest(last_part(address), alike().map(last_part))?;
        alike().find(|known| last_part(known) == part)
    };
    moved.or_else(similar)
}

fn first_part(address: &str) -> &str {
    address
        .trim_start_matches('/')
        .split_once('/')
        .map_or("", |(first, rest)| if rest.is_empty() { "" } else { first })
}

fn last_part(address: &str) -> &str {
    address.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

/// Adds the addresses of a site that was just published to the ledger of the
/// content folder `root`, which messages call `name`, and waits until they are as
/// far as `durability` says.
///
/// # Errors
/// `not-written` when the file cannot be written.
pub fn publish(
    ledger: &Ledger,
    root: &Path,
    name: &str,
    pages: &[Page],
    durability: Durability,
) -> Result<(), Diagnostic> {
    let Some(text) = ledger.with(lasting(pages).iter().map(String::as_str)) else { return Ok(()) };
    let path = root.join(content::LEDGER);
    let replace = match durability {
        Durability::Cached => fs::replace,
        Durability::Synced => fs::replace_durably,
    };
    replace(&path, &text).map_err(|error| {
        fs::not_written(&format!("{name}/{}", content::LEDGER), &error)
            .help("check that you may write into the content folder; the site itself is published")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_an_address() {
        assert_eq!(
            (first_part("/category/pests/ant/"), last_part("/category/pests/ant/")),
            ("category", "ant")
        );
        assert_eq!((first_part("/about/"), last_part("/about/")), ("", "about"));
        assert_eq!((first_part("/"), last_part("/")), ("", ""));
    }
}
