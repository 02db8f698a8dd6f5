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
use crate::diagnostic::Diagnostic;
use crate::memory::Memory;
use crate::watch::Watcher;

/// How changes are noticed.
#[derive(Clone, Debug, Args)]
pub struct Watching {
    /// Look for changes every second, for folders that do not tell of them: network drives, containers
    #[arg(long)]
    poll: bool,
}

/// Builds, hands on what came of it, what was noticed the time before and how
/// long it took, waits until a file changes or the next day begins, and starts
/// over; until the program is ended.
pub fn forever(
    options: &Options,
    mut memory: Memory,
    watching: &Watching,
    global: &Global,
    mut each: impl FnMut(&Outcome, &[Diagnostic], Duration),
) -> ! {
    let mut watcher = Watcher::new(sources(options), watching.poll);
    let mut known = Vec::new();
    loop {
        let since = Instant::now();
        let outcome = progress::with_bar(global, |progress| build::build(options, &mut memory, progress));
        let until = outcome.built.as_ref().and_then(|built| built.until);
        each(&outcome, &known, since.elapsed());
        // a build that an error stopped has not seen every warning
        if outcome.built.is_some() {
            known.clone_from(&outcome.diagnostics);
            memory.noticed = Some(outcome.diagnostics);
        }
        memory.changed = watcher.wait(until);
    }
}

/// The folders that a build reads.
fn sources(options: &Options) -> Vec<PathBuf> {
    vec![options.content.clone(), options.themes.clone()]
}
