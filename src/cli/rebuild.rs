//! Rebuilding: the loop of every command that stays while somebody writes.

use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

use clap::Args;

use super::Global;
use super::progress;
use crate::build;
use crate::build::Options;
use crate::build::Outcome;
use crate::watch::Watcher;

/// How changes are noticed.
#[derive(Clone, Debug, Args)]
pub struct Watching {
    /// Look for changes every second, for folders that do not tell of them: network drives, containers
    #[arg(long)]
    poll: bool,
}

/// Builds, hands on what came of it and how long it took, waits until a file
/// changes, and starts over; until the program is ended.
pub fn forever(
    options: &Options,
    watching: &Watching,
    global: &Global,
    mut each: impl FnMut(Outcome, Duration),
) -> ! {
    let mut watcher = Watcher::new(sources(options), watching.poll);
    loop {
        let since = Instant::now();
        let outcome = progress::with_bar(global, |progress| build::build(options, progress));
        each(outcome, since.elapsed());
        watcher.wait();
    }
}

/// The folders that a build reads.
fn sources(options: &Options) -> Vec<PathBuf> {
    vec![options.content.clone(), options.themes.clone()]
}
