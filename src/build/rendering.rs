//! Rendering: every page is made, by all threads at once.

use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use rayon::prelude::*;

use super::Run;
use super::Site;
use crate::diagnostic::Diagnostic;
use crate::output;
use crate::output::Entry;
use crate::page::Page;
use crate::render::Renderer;

/// A page that was rendered, or did not have to be.
struct Made {
    took: Duration,
    /// Its entry in the output; none where there is no output.
    entry: Result<Option<Entry>, Diagnostic>,
}

impl Run<'_> {
    /// Renders every page and forgets it.
    pub(super) fn try_pages(&mut self, renderer: &Renderer) -> Option<Site> {
        self.make(renderer.pages(), |_, page| renderer.render(page).map(|_| None))?;
        Some(Site::Checked)
    }

    /// Makes every page, and returns those that reached the output; nothing
    /// when any of them failed. The first that cannot be written ends it: a disk
    /// that is full has no room for the others either.
    pub(super) fn make(
        &mut self,
        pages: &[Page],
        make: impl Fn(usize, &Page) -> Result<Option<Entry>, Diagnostic> + Sync,
    ) -> Option<Vec<Entry>> {
        self.progress.start("writing", pages.len());
        let progress = self.progress;
        let refused = AtomicBool::new(false);
        let made: Vec<Option<Made>> = pages
            .par_iter()
            .enumerate()
            .map(|(at, page)| {
                if refused.load(Ordering::Relaxed) {
                    return None;
                }
                let since = Instant::now();
                let entry = make(at, page);
                progress.advance();
                let is_refused = entry.as_ref().is_err_and(output::is_write_failure);
                // threads may meet the full disk at once; one of them says so
                let is_known = is_refused && refused.swap(true, Ordering::Relaxed);
                (!is_known).then(|| Made { took: since.elapsed(), entry })
            })
            .collect();
        let entry = |(made, page): (Option<Made>, &Page)| {
            let Made { took, entry } = made?;
            self.timings.add_page(page.kind.name(), took);
            self.take(entry).flatten()
        };
        let entries = made.into_iter().zip(pages).filter_map(entry).collect();
        self.lap("pages");
        self.stop_at_errors().map(|()| entries)
    }
}
