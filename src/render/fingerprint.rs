//! Fingerprints: the hash of all that a page is made from. As long as it is the
//! same, so is the page, and the next build need not render it.
//!
//! Most pages show one question, or some: a question that is new or has another
//! title changes those that show it, and the others stay. So what is hashed
//! here goes along with what the views show, field by field; `tests/suite/memory.rs`
//! finds a field that was forgotten.

use super::Renderer;
use super::view;
use crate::archive::Archive;
use crate::archive::Edition;
use crate::archive::QuestionId;
use crate::config::CategoryId;
use crate::hash::Hash;
use crate::page::EditionIndex;
use crate::page::Kind;
use crate::page::List;
use crate::theme::Theme;

impl Renderer {
    /// The hash of all that a page of this kind is made from; none where only
    /// the file tells it that the page is a copy of.
    pub fn fingerprint(&self, kind: &Kind) -> Option<Hash> {
        let made_from = match kind {
            Kind::Static(_) => return None,
            Kind::Index(at) => return Some(self.index.get(*at)?.fingerprint),
            Kind::Question(id) | Kind::Json(id) => self.made_from_question(*id),
            Kind::Markdown(id) | Kind::Removed(id) => self.archive.question(*id).hash,
            Kind::List { edition, list, number } => self.made_from_list(*edition, *list, *number),
            Kind::Redirect(target) => Hash::of(target.as_bytes()),
            Kind::Feed { edition, category, .. } => {
                let texts = self.newest(*edition, *category).iter().map(|&id| self.archive.question(id).hash);
                Hash::of_value(&(self.surface, texts.collect::<Vec<_>>()))
            }
            Kind::Home(_)
            | Kind::Overview(..)
            | Kind::Changes(_)
            | Kind::ChangesFeed(_)
            | Kind::Promise(_)
            | Kind::Search(_)
            | Kind::Ask(_)
            | Kind::Own(_)
            | Kind::NotFound
            | Kind::Sitemap(_)
            | Kind::SitemapIndex(_)
            | Kind::Robots
            | Kind::Redirects
            | Kind::Headers
            | Kind::Llms
            | Kind::Asset(_) => self.surface,
        };
        Some(Hash::of_value(&(kind.name(), self.frame, made_from)))
    }

    fn made_from_question(&self, id: QuestionId) -> Hash {
        let archive = &self.archive;
        let around = self.around(id);
        let near = [&around.follows, &around.followed_by, &around.related];
        let near = near.map(|ids| self.faces(ids));
        let beside = [around.previous, around.next].map(|id| id.map(|id| self.face(id)));
        let translations = self.faces(archive.translations(id));
        let tags = self.tags_of(id).map(|tag| (tag.name, tag.href, tag.count, tag.lang));
        let tags: Vec<_> = tags.collect();
        Hash::of_value(&(archive.question(id).hash, self.face(id), near, beside, translations, tags))
    }

    fn made_from_list(&self, index: EditionIndex, list: List, number: usize) -> Hash {
        let edition = &self.archive.editions()[index];
        let part = self.part(edition, list, number);
        let items = (part.total, number, self.faces(part.ids));
        let tree = &self.archive.config.categories;
        match list {
            List::All => Hash::of_value(&(items, self.counts(edition, tree.roots()))),
            List::Category(id) => {
                let below = self.counts(edition, tree.get(id).children.iter().copied());
                Hash::of_value(&(items, below))
            }
            List::Tag(index) => {
                let name = &edition.tags[index].name;
                Hash::of_value(&(items, name, view::tag_language(&self.archive, edition, name)))
            }
            List::Initial(_) => {
                let counts: Vec<_> =
                    edition.initials.iter().map(|(initial, ids)| (initial, ids.len())).collect();
                Hash::of_value(&(items, counts))
            }
            List::Person(_) | List::Month(..) | List::Popular | List::Waiting => Hash::of_value(&items),
        }
    }

    /// The hash of what pages show of a question that is not their own.
    fn face(&self, id: QuestionId) -> Hash {
        let card = |id: QuestionId| self.archive.question(id).card;
        match self.archive.merged_from(id) {
            [] => card(id),
            merged => Hash::of_value(&(card(id), merged.iter().map(|&id| card(id)).collect::<Vec<_>>())),
        }
    }

    fn faces(&self, ids: &[QuestionId]) -> Vec<Hash> {
        ids.iter().map(|&id| self.face(id)).collect()
    }

    /// How many questions there are in the categories, and in all below them.
    fn counts(&self, edition: &Edition, ids: impl Iterator<Item = CategoryId>) -> Vec<usize> {
        let mut counts = Vec::new();
        for id in ids {
            counts.push(edition.category(id).len());
            let children = self.archive.config.categories.get(id).children.iter().copied();
            counts.extend(self.counts(edition, children));
        }
        counts
    }
}

/// The hash of all that pages share: everything but questions, but with which
/// editions they make, and who has a page there.
pub fn frame(archive: &Archive, theme: &Theme) -> Hash {
    let people =
        |edition: &Edition| edition.people.iter().map(|person| person.id.clone()).collect::<Vec<_>>();
    let editions = archive.editions().iter().map(|edition| (&edition.language, people(edition)));
    Hash::of_value(&(archive.frame, theme.hash, editions.collect::<Vec<_>>()))
}
