//! What the pages show of which each edition has one.

use serde::Serialize;

use super::DateView;
use super::GroupView;
use crate::archive::Archive;
use crate::markdown::Fragment;
use crate::own_page::OwnPage;

/// `changes` in `changes.html`.
#[derive(Debug, Serialize)]
pub struct ChangesView<'a> {
    /// What was corrected, newest first.
    pub entries: Vec<ChangeView<'a>>,
}

/// A correction with the question it belongs to.
#[derive(Debug, Serialize)]
pub struct ChangeView<'a> {
    /// When.
    pub date: DateView,
    /// `typo`, `clarify`, `fact`, `policy`.
    pub kind: &'static str,
    /// What and why.
    pub note: &'a str,
    /// The question.
    pub title: &'a str,
    /// Its page.
    pub href: String,
}

/// `search` in `search.html`: what the questions that are found can be narrowed
/// down to. Each has a question that is listed.
#[derive(Debug, Serialize)]
pub struct SearchView {
    /// The tree of categories.
    pub categories: Vec<GroupView>,
    /// Every year with its months, newest first.
    pub years: Vec<GroupView>,
}

/// `promise` in `promise.html`: from the dates of questions and answers alone.
#[derive(Debug, Serialize)]
pub struct PromiseView<'a> {
    /// How many days an answer may take.
    pub answer_within: u32,
    /// Whether only business days count.
    pub business_days: bool,
    /// How many were answered in time.
    pub kept: usize,
    /// How many were answered late.
    pub late: usize,
    /// How many wait, with time left.
    pub waiting: usize,
    /// How many wait although they should have been answered.
    pub overdue: usize,
    /// How many of a hundred were in time, rounded down.
    pub percent: Option<usize>,
    /// The days that half of all answers took at most.
    pub median: Option<i64>,
    /// Each year, newest first.
    pub years: Vec<YearView>,
    /// The height of the chart, in the units of its bars.
    pub chart_height: usize,
    /// A bar for each of the last months that have questions, oldest first.
    pub chart: Vec<BarView>,
    /// What was late or still is, newest first.
    pub misses: Vec<MissView<'a>>,
}

/// How a year went.
#[derive(Debug, Serialize)]
pub struct YearView {
    /// The year.
    pub year: i16,
    /// How many were answered in time.
    pub kept: usize,
    /// How many were not.
    pub missed: usize,
    /// How many of a hundred were in time, rounded down.
    pub percent: Option<usize>,
}

/// A month in the chart.
#[derive(Debug, Serialize)]
pub struct BarView {
    /// The month: `2026-03`.
    pub label: String,
    /// How many were answered in time.
    pub kept: usize,
    /// How many were not.
    pub missed: usize,
    /// The height of the lower part of the bar.
    pub kept_height: usize,
    /// The height of the upper part of the bar.
    pub missed_height: usize,
}

/// A question that was answered late, or should have been answered.
#[derive(Debug, Serialize)]
pub struct MissView<'a> {
    /// Its title.
    pub title: &'a str,
    /// The language of its title.
    pub lang: &'a str,
    /// Its page.
    pub href: String,
    /// When it was asked.
    pub asked: DateView,
    /// When it was answered, if it was.
    pub answered: Option<DateView>,
    /// How many days that took, or has taken so far.
    pub days: i64,
}

/// `own` in `page.html`.
#[derive(Debug, Serialize)]
pub struct OwnView<'a> {
    /// Its heading.
    pub title: &'a str,
    /// Its text.
    pub html: &'a str,
}

/// `redirect` in `redirect.html`.
#[derive(Debug, Serialize)]
pub struct RedirectView {
    /// Where it leads.
    pub href: String,
    /// The same, with scheme and host.
    pub url: String,
}

/// `own`.
pub fn own<'a>(page: &'a OwnPage, fragment: &'a Fragment) -> OwnView<'a> {
    OwnView { title: &page.title, html: &fragment.html }
}

/// `redirect`.
pub fn redirect(archive: &Archive, target: &str) -> RedirectView {
    RedirectView { href: archive.config.href(target), url: archive.config.absolute(target) }
}
