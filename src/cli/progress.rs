//! A progress bar on a terminal, for anything over a second.

use std::sync::Mutex;
use std::time::Duration;
use std::time::Instant;

use indicatif::ProgressBar;
use indicatif::ProgressDrawTarget;
use indicatif::ProgressStyle;

use super::Format;
use super::Global;
use crate::progress::Progress;

/// How long a run may take before a bar appears.
const PATIENCE: Duration = Duration::from_secs(1);

/// Runs `work` with a bar that appears when it takes long; never in a pipe.
pub fn with_bar<T>(global: &Global, work: impl FnOnce(&dyn Progress) -> T) -> T {
    let bar = Bar {
        bar: ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()),
        since: Instant::now(),
        shown: Mutex::new(false),
    };
    bar.bar.set_style(style());
    if global.quiet || global.format != Format::Human {
        return work(&crate::progress::Silent);
    }
    let value = work(&bar);
    bar.bar.finish_and_clear();
    value
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{msg:>8} {bar:32} {pos}/{len}")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}

struct Bar {
    bar: ProgressBar,
    since: Instant,
    shown: Mutex<bool>,
}

impl Progress for Bar {
    fn start(&self, step: &'static str, length: usize) {
        self.bar.set_message(step);
        self.bar.set_position(0);
        self.bar.set_length(length as u64);
    }

    fn advance(&self) {
        self.bar.inc(1);
        // looking at the clock for every page would cost more than it tells
        if self.bar.position().is_multiple_of(64) && self.since.elapsed() > PATIENCE {
            self.show();
        }
    }
}

impl Bar {
    fn show(&self) {
        let Ok(mut shown) = self.shown.lock() else { return };
        if !*shown {
            *shown = true;
            // nothing is drawn where standard error is not a terminal
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}
