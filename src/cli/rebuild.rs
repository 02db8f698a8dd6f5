//! Rebuilding: the loop of every command that stays while somebody writes.

use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;
use std::time::SystemTime;

use clap::Args;

use super::Global;
use super::progress;
use crate::build;
use crate::build::Options;
use crate::build::Outcome;
use crate::diagnostic::Diagnostic;
use crate::memory::Memory;
use crate::output;
use crate::watch::Watcher;

/// How long to wait for another build, that holds the output folder, to end.
const HELD: Duration = Duration::from_secs(1);

/// How changes are noticed.
#[derive(Clone, Debug, Args)]
pub struct Watching {
    /// Look for changes every second, for folders that do not tell of them: network drives, containers
    #[arg(long)]
    poll: bool,
}

/// Builds, hands on what came of it, what was noticed the time before and how
/// long it took, waits until a file changes, the next day begins or another build
/// may have ended, and starts over; until the program is ended.
pub fn forever(
    options: &Options,
    mut memory: Memory,
    watching: &Watching,
    global: &Global,
    mut each: impl FnMut(&Outcome, &[Diagnostic], Duration),
) -> ! {
    let mut watcher = Watcher::new(sources(options), watching.poll);
    let mut known = Vec::new();
    let mut next_day = None;
    let mut was_held = false;
    loop {
        let since = Instant::now();
        let outcome = progress::with_bar(global, |progress| build::build(options, &mut memory, progress));
        let is_held = outcome.diagnostics.iter().any(output::is_build_running);
        // that it is still held nobody needs to know every second
        let is_told = std::mem::replace(&mut was_held, is_held) && is_held;
        if !is_told {
            each(&outcome, &known, since.elapsed());
        }
        next_day = day_after(&outcome, next_day);
        // a build that an error stopped has not seen every warning
        if outcome.built.is_some() {
            known.clone_from(&outcome.diagnostics);
            memory.noticed = Some(outcome.diagnostics);
        }
        let until = if is_held { Some(SystemTime::now() + HELD) } else { next_day };
        memory.changed = watcher.wait(until);
    }
}

/// When the day after `outcome` begins; `known` is when it was to begin before,
/// which still comes when a build fails.
fn day_after(outcome: &Outcome, known: Option<SystemTime>) -> Option<SystemTime> {
    match &outcome.built {
        Some(built) => built.until,
        None => known.filter(|day| *day > SystemTime::now()),
    }
}

/// The folders that a build reads.
fn sources(options: &Options) -> Vec<PathBuf> {
    vec![options.content.clone(), options.themes.clone()]
}
