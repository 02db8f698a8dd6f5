//! Lasting pages: those whose addresses must not die once they are published.

use std::collections::BTreeSet;

use super::Kind;
use super::List;
use crate::archive::Archive;
use crate::archive::edition_prefix;
use crate::config::language_tag;

/// What the addresses of lists that last start with in the site's own language.
const LISTS: [&str; 3] = ["/category/", "/tag/", "/people/"];

/// Whether readers may have saved the address of such a page.
///
/// That is what a brand writes and files: questions, own pages, old addresses,
/// and the lists by category, tag and person. It is not what comes and goes by
/// itself: later pages of a list, months, initials, and the files for machines.
pub fn is_lasting(kind: &Kind) -> bool {
    match kind {
        Kind::Home(_) | Kind::Question(_) | Kind::Removed(_) | Kind::Own(_) | Kind::Redirect(_) => true,
        Kind::List { list, number, .. } => {
            *number == 1 && matches!(list, List::Category(_) | List::Tag(_) | List::Person(_))
        }
        _ => false,
    }
}

/// The lists that end with their last question: those of a tag, of a person, and
/// all of a language. Nobody decided to end them.
pub struct Emptied {
    /// What `/tag/` and `/people/` are in each edition.
    overviews: Vec<String>,
    /// What the addresses start with of languages that have no edition, `/en`.
    ended: Vec<String>,
}

impl Emptied {
    /// The lists of `archive`; its questions and the `published` addresses tell
    /// which languages there are and were.
    pub fn of(archive: &Archive, published: &BTreeSet<&str>) -> Self {
        let editions = archive.editions();
        let overviews = ["/tag/", "/people/"];
        let overviews = editions.iter().flat_map(|edition| overviews.map(|path| edition.address(path)));
        let of_questions = archive.iter().map(|(_, question)| question.language(&archive.config));
        let languages = of_questions.chain(published_languages(published));
        let has_edition = |language: &&str| editions.iter().any(|edition| edition.language == *language);
        let ended: BTreeSet<&str> = languages.filter(|language| !has_edition(language)).collect();
        let ended = ended.into_iter().map(edition_prefix).collect();
        Self { overviews: overviews.collect(), ended }
    }

    /// What may stand in for the list at `address`, best first, should that be
    /// one of these: what it is in the site's own language, and all of its kind.
    pub fn heirs<'a>(&'a self, address: &'a str) -> Option<[&'a str; 2]> {
        let is_below = |overview: &&String| {
            let list = address.strip_prefix(overview.as_str()).and_then(|rest| rest.strip_suffix('/'));
            list.is_some_and(|list| !list.is_empty() && !list.contains('/'))
        };
        if let Some(overview) = self.overviews.iter().find(is_below) {
            return Some([overview, overview]);
        }
        let own = self.ended.iter().find_map(|prefix| address.strip_prefix(prefix.as_str()))?;
        let overview = LISTS.into_iter().find(|kind| own.starts_with(kind));
        match overview {
            Some(overview) => Some([own, overview]),
            None => (own == "/").then_some([own, own]),
        }
    }
}

/// The languages that had an edition beside the site's own.
///
/// An own page may be called like one, `/bbs/`. An edition has lists below its
/// home, and one of them at least in common with the site's own language: that
/// of a category, where there are any.
fn published_languages<'p>(published: &BTreeSet<&'p str>) -> impl Iterator<Item = &'p str> {
    published.iter().filter_map(|list| {
        let name = list.split('/').nth(1)?;
        let own = list.get(name.len() + 1..)?;
        let is_shared = LISTS.into_iter().any(|kind| own.starts_with(kind)) && published.contains(own);
        let is_language = language_tag(name).is_some_and(|tag| tag == name);
        let has_home = || published.contains(format!("/{name}/").as_str());
        (is_shared && is_language && has_home()).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edition_is_known_by_its_lists() {
        let addresses = [
            "/",
            "/bbs/",
            "/bbs/tag/7/",
            "/category/ant/",
            "/en/",
            "/en/category/ant/",
            "/fr/category/ant/",
            "/help/",
            "/help/tag/bee/",
            "/people/minji/",
            "/pt-BR/",
            "/pt-BR/people/minji/",
            "/tag/bee/",
        ];
        let published = BTreeSet::from(addresses);
        assert_eq!(published_languages(&published).collect::<Vec<_>>(), ["en", "pt-BR"]);
    }

    #[test]
    fn a_list_that_ended_has_heirs() {
        let emptied = Emptied {
            overviews: ["/tag/", "/people/", "/en/people/"].map(str::to_owned).into(),
            ended: vec!["/ja".to_owned()],
        };
        for (address, heirs) in [
            ("/tag/ant/", ["/tag/", "/tag/"]),
            ("/en/people/minji/", ["/en/people/", "/en/people/"]),
            ("/ja/", ["/", "/"]),
            ("/ja/category/pests/ant/", ["/category/pests/ant/", "/category/"]),
            ("/ja/tag/ant/", ["/tag/ant/", "/tag/"]),
        ] {
            assert_eq!(emptied.heirs(address), Some(heirs), "{address}");
        }
        // an own page, an old address, a category, and what is no list at all
        for address in [
            "/help/people/team/",
            "/bbs/tag/1042/",
            "/category/tag/ant/",
            "/q/1/",
            "/tag/",
            "/tag/ant",
            "",
            "/ja/help/",
            "/jam/",
            "/en/",
        ] {
            assert_eq!(emptied.heirs(address), None, "{address}");
        }
    }

    #[test]
    fn later_pages_of_a_list_may_go() {
        let list = |list, number| Kind::List { edition: 0, list, number };
        assert!(is_lasting(&list(List::Tag(0), 1)) && is_lasting(&Kind::Redirect("/".into())));
        assert!(!is_lasting(&list(List::Tag(0), 2)) && !is_lasting(&list(List::Month(2026, 3), 1)));
        assert!(!is_lasting(&Kind::Robots));
    }
}
