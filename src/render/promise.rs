//! The page of the promise: which questions were answered in time.

use std::collections::BTreeMap;

use super::Renderer;
use super::view;
use super::view::BarView;
use super::view::MissView;
use super::view::PageView;
use super::view::PromiseView;
use super::view::YearView;
use crate::archive::Case;
use crate::archive::Fate;
use crate::archive::cases;
use crate::diagnostic::Diagnostic;
use crate::page::EditionIndex;

/// How many missed promises are listed, newest first.
const MISSES: usize = 100;

/// How many months the chart shows.
const MONTHS: usize = 24;

/// The height of the chart's bars, in its own units.
const CHART_HEIGHT: usize = 120;

/// How many questions there were, and how many of them in time.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    kept: usize,
    missed: usize,
}

impl Tally {
    fn count(&mut self, fate: Fate) {
        match fate {
            Fate::Kept => self.kept += 1,
            Fate::Late | Fate::Overdue => self.missed += 1,
            Fate::Waiting => {}
        }
    }

    /// How many of a hundred were in time, rounded down: 99.9 is not all.
    fn percent(self) -> Option<usize> {
        (self.kept * 100).checked_div(self.kept + self.missed)
    }
}

impl Renderer {
    /// The page of the promise; nothing where the site makes none.
    pub(super) fn promise(&self, index: EditionIndex) -> Result<Vec<u8>, Diagnostic> {
        let edition = &self.archive.editions()[index];
        let Some(promise) = &self.archive.config.promise else { return Ok(Vec::new()) };
        let cases = cases(&self.archive, promise);
        let of = |fate| cases.iter().filter(|case| case.fate == fate).count();
        let shown = PromiseView {
            answer_within: promise.answer_within,
            business_days: promise.calendar.business_days,
            kept: of(Fate::Kept),
            late: of(Fate::Late),
            waiting: of(Fate::Waiting),
            overdue: of(Fate::Overdue),
            percent: tally(cases.iter()).percent(),
            median: median(&cases),
            years: years(&cases),
            chart_height: CHART_HEIGHT,
            chart: chart(&cases),
            misses: self.misses(&cases, &edition.language),
        };
        let title = self.say(&edition.language, "promise.title");
        let page = PageView::new(&self.archive, &edition.address("/promise/"), &edition.language, &title);
        self.template("promise.html", index, &page, "promise", &shown)
    }

    fn misses(&self, cases: &[Case], lang: &str) -> Vec<MissView<'_>> {
        let missed = cases.iter().filter(|case| matches!(case.fate, Fate::Late | Fate::Overdue));
        missed
            .take(MISSES)
            .map(|case| {
                let question = self.archive.question(case.id);
                MissView {
                    title: &question.front.title,
                    lang: question.language(&self.archive.config),
                    href: self.archive.config.href(&question.key.address()),
                    asked: view::civil_day(case.asked, lang),
                    answered: question.front.answered.map(|moment| view::day(&self.archive, &moment, lang)),
                    days: case.days,
                }
            })
            .collect()
    }
}

fn tally<'a>(cases: impl Iterator<Item = &'a Case>) -> Tally {
    let mut tally = Tally::default();
    cases.for_each(|case| tally.count(case.fate));
    tally
}

/// The days that half of all answers took at most.
fn median(cases: &[Case]) -> Option<i64> {
    let mut days: Vec<_> = cases
        .iter()
        .filter(|case| matches!(case.fate, Fate::Kept | Fate::Late))
        .map(|case| case.days)
        .collect();
    days.sort_unstable();
    days.get(days.len().checked_sub(1)? / 2).copied()
}

/// Each year's figures, newest first.
fn years(cases: &[Case]) -> Vec<YearView> {
    let mut years: BTreeMap<i16, Tally> = BTreeMap::new();
    for case in cases {
        years.entry(case.asked.year()).or_default().count(case.fate);
    }
    let years = years.into_iter().rev();
    years
        .map(|(year, tally)| YearView {
            year,
            kept: tally.kept,
            missed: tally.missed,
            percent: tally.percent(),
        })
        .collect()
}

/// A bar for each of the last months that have questions, oldest first: kept
/// below, missed on top.
fn chart(cases: &[Case]) -> Vec<BarView> {
    let mut months: BTreeMap<(i16, i8), Tally> = BTreeMap::new();
    for case in cases {
        months.entry((case.asked.year(), case.asked.month())).or_default().count(case.fate);
    }
    let months: Vec<_> = months.into_iter().filter(|(_, tally)| tally.kept + tally.missed > 0).collect();
    let shown = &months[months.len().saturating_sub(MONTHS)..];
    let most = shown.iter().map(|(_, tally)| tally.kept + tally.missed).max().unwrap_or(1);
    // a bar that stands for something is never too low to see
    let height = |count: usize| (count * CHART_HEIGHT).div_ceil(most);
    let bars = shown.iter().map(|&((year, month), tally)| BarView {
        label: format!("{year}-{month:02}"),
        kept: tally.kept,
        missed: tally.missed,
        kept_height: height(tally.kept),
        missed_height: height(tally.kept + tally.missed) - height(tally.kept),
    });
    bars.collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::archive::QuestionId;

    fn case(month: i8, days: i64, fate: Fate) -> Case {
        Case { id: QuestionId(0), asked: date(2026, month, 3), days, fate }
    }

    #[test]
    fn a_share_below_a_hundred_is_never_shown_as_all() {
        assert_eq!(Tally { kept: 999, missed: 1 }.percent(), Some(99));
        assert_eq!(Tally { kept: 5, missed: 0 }.percent(), Some(100));
        assert_eq!(Tally::default().percent(), None);
    }

    #[test]
    fn the_median_is_over_answers_alone() {
        let cases = [
            case(1, 1, Fate::Kept),
            case(1, 9, Fate::Late),
            case(1, 2, Fate::Kept),
            case(1, 40, Fate::Overdue),
        ];
        assert_eq!(median(&cases), Some(2));
        assert_eq!(median(&[]), None);
    }

    #[test]
    fn bars_stand_on_each_other_and_leave_out_empty_months() {
        let cases = [
            case(5, 1, Fate::Kept),
            case(5, 9, Fate::Late),
            case(3, 1, Fate::Kept),
            case(4, 0, Fate::Waiting),
        ];
        let bars = chart(&cases);
        assert_eq!(bars.iter().map(|bar| bar.label.as_str()).collect::<Vec<_>>(), ["2026-03", "2026-05"]);
        assert_eq!((bars[1].kept_height, bars[1].missed_height), (60, 60));
    }
}
