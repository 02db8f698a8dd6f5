//! The addresses of lists, feeds and everything else that pages link to.

use super::List;
use crate::archive::Archive;
use crate::archive::Edition;
use crate::config::CategoryId;

/// Tells the address of everything that an archive's pages link to; paths
/// start at the site's root.
#[derive(Clone, Copy, Debug)]
pub struct Addresses<'a> {
    archive: &'a Archive,
    edition: &'a Edition,
}

impl<'a> Addresses<'a> {
    /// The addresses as one edition links to them.
    pub fn new(archive: &'a Archive, edition: &'a Edition) -> Self {
        Self { archive, edition }
    }

    /// The first page of a list.
    pub fn list(self, list: List) -> String {
        self.edition.address(&match list {
            List::All => "/questions/".to_owned(),
            List::Category(id) => format!("/category/{}/", self.archive.config.categories.get(id).path),
            List::Tag(index) => format!("/tag/{}/", self.edition.tags[index].slug),
            List::Person(index) => format!("/people/{}/", self.edition.people[index].id),
            List::Month(year, month) => format!("/archive/{year}/{month:02}/"),
            List::Initial(initial) => format!("/index/{}/", initial.slug()),
            List::Popular => "/popular/".to_owned(),
            List::Waiting => "/waiting/".to_owned(),
        })
    }

    /// A page of a list, from 1.
    pub fn list_page(self, list: List, number: usize) -> String {
        let first = self.list(list);
        if number == 1 { first } else { format!("{first}page/{number}/") }
    }

    /// The folder that the feeds of a category, or of everything, stand in.
    pub fn feed_folder(self, category: Option<CategoryId>) -> String {
        category.map_or_else(|| self.edition.address("/"), |id| self.list(List::Category(id)))
    }
}
