//! Lasting pages: those whose addresses must not die once they are published.

use super::Kind;
use super::List;

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

/// The one of `overviews`, `/tag/` and `/people/` of each edition, that stands
/// in for the list at `address`, should that be a tag or a person without
/// questions: nobody decided to end it.
pub fn overview_of_emptied<'o>(address: &str, overviews: &'o [String]) -> Option<&'o str> {
    let is_below = |overview: &&String| {
        let list = address.strip_prefix(overview.as_str()).and_then(|rest| rest.strip_suffix('/'));
        list.is_some_and(|list| !list.is_empty() && !list.contains('/'))
    };
    overviews.iter().find(is_below).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_or_person_without_questions_has_an_overview() {
        let overviews = ["/tag/", "/people/", "/en/people/"].map(str::to_owned);
        let overview = |address| overview_of_emptied(address, &overviews);
        assert_eq!(overview("/tag/ant/"), Some("/tag/"));
        assert_eq!(overview("/en/people/minji/"), Some("/en/people/"));
        // an own page, an old address, a category, and what is no list at all
        for address in
            ["/help/people/team/", "/bbs/tag/1042/", "/category/tag/ant/", "/q/1/", "/tag/", "/tag/ant", ""]
        {
            assert_eq!(overview(address), None, "{address}");
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
