//! Timings: how long each step took, and each kind of page.

use std::collections::BTreeMap;
use std::time::Duration;

/// How long everything took.
#[derive(Clone, Debug, Default)]
pub struct Timings {
    /// The steps in order, in wall time.
    pub steps: Vec<(&'static str, Duration)>,
    /// How often each kind of page was rendered, and how long that took in
    /// all threads together.
    pub pages: BTreeMap<&'static str, (usize, Duration)>,
}

impl Timings {
    /// Adds a step that has ended.
    pub fn add_step(&mut self, step: &'static str, took: Duration) {
        self.steps.push((step, took));
    }

    /// Adds a rendered page.
    pub fn add_page(&mut self, kind: &'static str, took: Duration) {
        let (count, total) = self.pages.entry(kind).or_default();
        *count += 1;
        *total += took;
    }

    /// All steps together.
    pub fn total(&self) -> Duration {
        self.steps.iter().map(|(_, took)| *took).sum()
    }
}
