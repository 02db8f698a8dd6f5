//! The pages of which each edition has one: corrections, search, asking.

use super::Renderer;
use super::view;
use super::view::ChangeView;
use super::view::ChangesView;
use super::view::PageView;
use super::view::SearchView;
use crate::archive::QuestionId;
use crate::diagnostic::Diagnostic;
use crate::page::EditionIndex;
use crate::question::Correction;

/// How many corrections the page and its feed show, newest first.
const CHANGES: usize = 500;

impl Renderer {
    /// What was corrected.
    pub(super) fn changes(&self, index: EditionIndex) -> Result<Vec<u8>, Diagnostic> {
        let edition = &self.archive.editions()[index];
        let lang = edition.language.as_str();
        let entries = self.corrections(index);
        let entries = entries.iter().map(|(id, correction)| self.change(*id, correction, lang)).collect();
        let title = self.say(lang, "changes.title");
        let page = PageView {
            feeds: None,
            changes_feed: Some(self.archive.config.href(&edition.address("/changes/feed.xml"))),
            ..PageView::new(&self.archive, &edition.address("/changes/"), lang, &title)
        };
        self.template("changes.html", index, &page, "changes", &ChangesView { entries })
    }

    /// Every correction of an edition's questions, newest first.
    pub(super) fn corrections(&self, index: EditionIndex) -> Vec<(QuestionId, &Correction)> {
        let questions = self.archive.editions()[index].questions.iter();
        let mut all: Vec<_> = questions
            .flat_map(|&id| {
                self.archive.question(id).front.corrections.iter().map(move |correction| (id, correction))
            })
            .collect();
        all.sort_by_key(|(id, correction)| (std::cmp::Reverse(correction.date), *id));
        all.truncate(CHANGES);
        all
    }

    fn change<'v>(&'v self, id: QuestionId, correction: &'v Correction, lang: &str) -> ChangeView<'v> {
        let question = self.archive.question(id);
        ChangeView {
            date: view::civil_day(correction.date, lang),
            kind: correction.kind.name(),
            note: &correction.note,
            title: &question.front.title,
            href: self.archive.config.href(&question.key.address()),
        }
    }

    /// Where readers search.
    pub(super) fn search(&self, index: EditionIndex) -> Result<Vec<u8>, Diagnostic> {
        let edition = &self.archive.editions()[index];
        let title = self.say(&edition.language, "search.title");
        let page = PageView::new(&self.archive, &edition.address("/search/"), &edition.language, &title);
        let page = PageView { searches: true, ..page.hidden() };
        let shown = SearchView {
            categories: view::categories(&self.archive, edition, self.archive.config.categories.roots()),
            years: self.years(index),
        };
        self.template("search.html", index, &page, "search", &shown)
    }

    /// How readers ask.
    pub(super) fn ask(&self, index: EditionIndex) -> Result<Vec<u8>, Diagnostic> {
        let edition = &self.archive.editions()[index];
        let title = self.say(&edition.language, "ask.title");
        let page = PageView::new(&self.archive, &edition.address("/ask/"), &edition.language, &title);
        self.template("ask.html", index, &page, "ask", &())
    }
}
