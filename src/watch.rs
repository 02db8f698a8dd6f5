//! A watcher: waits until something changes below some folders.
//!
//! It knows paths and nothing of what they hold. What it reports is which files
//! changed, or that any may have: where events were lost in a full queue. Events
//! that come doubled or out of order can do no harm.
//!
//! A folder that is deleted takes its watch with it. So its parent is watched
//! too, alone and not what is below it, and whenever a watched folder itself
//! comes or goes all watches are set anew. This happens before the wake-up:
//! what is saved after it is either reported or already there to be read.

mod snapshot;

use std::path::Path;
use std::path::PathBuf;
use std::sync::mpsc;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;
use std::time::Instant;
use std::time::SystemTime;

use notify::EventKind;
use notify::RecommendedWatcher;
use notify::RecursiveMode;
use notify::Watcher as _;
use notify::event::AccessKind;
use notify::event::AccessMode;

use self::snapshot::Snapshot;
use crate::fs;

/// How long all must be quiet before a change counts as done: editors save in
/// several steps.
const SETTLE: Duration = Duration::from_millis(10);

/// How long once a file was closed that somebody wrote: it is whole.
const SETTLE_SAVED: Duration = Duration::from_millis(3);

/// How long it must be quiet once more than [`FEW`] things changed: git writes
/// files for a while.
const SETTLE_LONG: Duration = Duration::from_millis(60);

/// How much happens when an editor saves a file.
const FEW: usize = 8;

/// How long to wait for quiet, should it never come.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long to wait before looking at the clock: a machine that slept has not
/// counted the time.
const NAP: Duration = Duration::from_secs(20);

/// How often folders are looked at that cannot be watched.
const POLL: Duration = Duration::from_secs(1);

/// Waits for changes below some folders, which need not exist.
pub struct Watcher {
    folders: Vec<PathBuf>,
    way: Way,
}

/// How changes are noticed.
enum Way {
    /// The system tells.
    Told(Told),
    /// By looking again and again; this is what was seen last.
    Looking(Snapshot),
}

/// A watch that the system keeps.
struct Told {
    /// Held, as dropping it ends the watch.
    _native: RecommendedWatcher,
    signals: Receiver<Signal>,
}

/// What an event means to us.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Signal {
    /// These files below a folder changed.
    Changed(Vec<PathBuf>),
    /// The same, and whoever wrote them is done with them.
    Saved(Vec<PathBuf>),
    /// A folder itself came or went, or events were lost.
    Unsettled,
}

impl Watcher {
    /// Watches `folders` with all that is below them, from now on; by looking
    /// every second where the system cannot tell, or where `polls` says that
    /// it does not, as on network drives.
    pub fn new(folders: Vec<PathBuf>, polls: bool) -> Self {
        let folders: Vec<_> = folders.into_iter().map(resolved).collect();
        let told = if polls { None } else { Told::watch(&folders) };
        let way = told.map_or_else(|| Way::Looking(Snapshot::of(&folders)), Way::Told);
        Self { folders, way }
    }

    /// Waits until something has changed since the last call and is quiet
    /// again, but no longer than `until`. Tells which files changed; none where
    /// any may have.
    pub fn wait(&mut self, until: Option<SystemTime>) -> Option<Vec<PathBuf>> {
        let signal = match &mut self.way {
            Way::Looking(seen) => {
                seen.wait_for_another(&self.folders, until);
                return None;
            }
            Way::Told(told) => told.wait(until),
        };
        match signal {
            Signal::Changed(paths) | Signal::Saved(paths) => Some(paths),
            Signal::Unsettled => {
                let told = Told::watch(&self.folders);
                self.way = told.map_or_else(|| Way::Looking(Snapshot::of(&self.folders)), Way::Told);
                None
            }
        }
    }
}

impl Told {
    /// Sets a watch on every folder and its parent; none where the system
    /// cannot watch one of them, for example as it has no watches left.
    fn watch(folders: &[PathBuf]) -> Option<Self> {
        let (sender, signals) = mpsc::channel();
        let mut native = notify::recommended_watcher(handler(folders.to_vec(), sender)).ok()?;
        for folder in folders {
            let parent = folder.parent().filter(|parent| parent.is_dir());
            if let Some(parent) = parent {
                native.watch(parent, RecursiveMode::NonRecursive).ok()?;
            }
            let watched = native.watch(folder, RecursiveMode::Recursive);
            if watched.is_err() && folder.exists() {
                return None;
            }
        }
        Some(Self { _native: native, signals })
    }

    /// Waits for a signal, and for quiet after it; tells what all mean. When it is
    /// `until` first, nothing has changed.
    fn wait(&self, until: Option<SystemTime>) -> Signal {
        let mut signal = loop {
            match self.signals.recv_timeout(nap(until)) {
                Ok(signal) => break signal,
                Err(RecvTimeoutError::Timeout) if is_over(until) => return Signal::Changed(Vec::new()),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    // the thread that tells is gone: look again, but not at once
                    thread::sleep(POLL);
                    return Signal::Unsettled;
                }
            }
        };
        let until = Instant::now() + PATIENCE;
        let mut count = 1;
        while Instant::now() < until {
            let settle = if count > FEW { SETTLE_LONG } else { signal.settles_in() };
            match self.signals.recv_timeout(settle) {
                Ok(next) => signal = signal.and(next),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
            count += 1;
        }
        signal
    }
}

/// How long to wait at most before it is time to look at the clock.
fn nap(until: Option<SystemTime>) -> Duration {
    let left = until.map(|until| until.duration_since(SystemTime::now()).unwrap_or_default());
    left.map_or(NAP, |left| left.min(NAP))
}

/// Whether the time has come.
fn is_over(until: Option<SystemTime>) -> bool {
    until.is_some_and(|until| SystemTime::now() >= until)
}

impl Signal {
    /// What it means together with the next.
    fn and(self, next: Self) -> Self {
        let (Self::Changed(mut paths) | Self::Saved(mut paths)) = self else { return self };
        match next {
            Self::Changed(more) => {
                paths.extend(more);
                Self::Changed(paths)
            }
            Self::Saved(more) => {
                paths.extend(more);
                Self::Saved(paths)
            }
            Self::Unsettled => Self::Unsettled,
        }
    }

    /// How long it must be quiet after it.
    fn settles_in(&self) -> Duration {
        if matches!(self, Self::Saved(_)) { SETTLE_SAVED } else { SETTLE }
    }
}

/// Passes on what an event means, if it means anything.
fn handler(folders: Vec<PathBuf>, sender: Sender<Signal>) -> impl FnMut(notify::Result<notify::Event>) {
    move |event| {
        // an error is most often a folder that went while it was looked at
        let signal = event.map_or(Some(Signal::Unsettled), |event| signal(&event, &folders));
        if let Some(signal) = signal {
            // nobody listens any more while the program ends
            _ = sender.send(signal);
        }
    }
}

fn signal(event: &notify::Event, folders: &[PathBuf]) -> Option<Signal> {
    if event.need_rescan() {
        return Some(Signal::Unsettled);
    }
    // a build reads what it is woken for, and must not be woken by that
    if matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write)) {
        return None;
    }
    if event.paths.iter().any(|path| folders.contains(path)) {
        let moves = !matches!(event.kind, EventKind::Modify(notify::event::ModifyKind::Metadata(_)));
        return Some(if moves { Signal::Unsettled } else { Signal::Changed(event.paths.clone()) });
    }
    let is_ours = |path: &Path| {
        folders.iter().any(|folder| path.strip_prefix(folder).is_ok_and(|path| !is_leftover(path)))
    };
    let ours: Vec<_> = event.paths.iter().filter(|path| is_ours(path)).cloned().collect();
    let is_saved = matches!(event.kind, EventKind::Access(_));
    (!ours.is_empty()).then_some(if is_saved { Signal::Saved(ours) } else { Signal::Changed(ours) })
}

/// Whether a path below a folder is one that no build reads, as it or a folder
/// above it was left behind.
fn is_leftover(path: &Path) -> bool {
    path.components().any(|part| fs::is_leftover(&part.as_os_str().to_string_lossy()))
}

/// The path as events name it: absolute, and behind all links. A folder that
/// does not exist yet stands where its parent really is.
fn resolved(folder: PathBuf) -> PathBuf {
    let absolute = std::path::absolute(&folder).unwrap_or(folder);
    if let Ok(real) = absolute.canonicalize() {
        return real;
    }
    let parent = absolute.parent().and_then(|parent| parent.canonicalize().ok());
    parent.zip(absolute.file_name()).map(|(parent, name)| parent.join(name)).unwrap_or(absolute)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use notify::event::CreateKind;
    use notify::event::Flag;

    use super::*;

    fn event(kind: EventKind, path: &str) -> notify::Event {
        notify::Event::new(kind).add_path(path.into())
    }

    fn signal_of(kind: EventKind, path: &str) -> Option<Signal> {
        signal(&event(kind, path), &["/a/content".into(), "/a/themes".into()])
    }

    #[test]
    fn only_what_a_build_reads_wakes_it() {
        let created = EventKind::Create(CreateKind::File);
        let changed = |path: &str| Some(Signal::Changed(vec![path.into()]));
        for path in
            ["/a/content/questions/1.md", "/a/content/static/.well-known/x", "/a/content/static/4913/x"]
        {
            assert_eq!(signal_of(created, path), changed(path));
        }
        for noise in ["questions/.1.md.swp", "1.md~", "#1.md#", ".git/index"] {
            assert_eq!(signal_of(created, &format!("/a/content/{noise}")), None, "{noise}");
        }
        assert_eq!(signal_of(created, "/a/public/index.html"), None);
        assert_eq!(signal_of(created, "/a/contents"), None);
    }

    #[test]
    fn reading_wakes_nobody() {
        let read = EventKind::Access(AccessKind::Open(AccessMode::Any));
        let written = EventKind::Access(AccessKind::Close(AccessMode::Write));
        assert_eq!(signal_of(read, "/a/content/site.yaml"), None);
        assert_eq!(signal_of(read, "/a/content"), None);
        let saved = Some(Signal::Saved(vec!["/a/content/site.yaml".into()]));
        assert_eq!(signal_of(written, "/a/content/site.yaml"), saved);
    }

    #[test]
    fn a_file_is_whole_only_when_its_writer_has_closed_it_last() {
        let changed = || Signal::Changed(vec!["1".into()]);
        let saved = || Signal::Saved(vec!["2".into()]);
        assert_eq!(changed().and(saved()), Signal::Saved(vec!["1".into(), "2".into()]));
        assert_eq!(saved().and(changed()), Signal::Changed(vec!["2".into(), "1".into()]));
        assert_eq!(Signal::Unsettled.and(saved()), Signal::Unsettled);
        assert_eq!(saved().and(Signal::Unsettled), Signal::Unsettled);
        assert!(changed().and(saved()).settles_in() < changed().settles_in());
    }

    #[test]
    fn lost_events_and_lost_folders_set_the_watch_anew() {
        let overflow = notify::Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert_eq!(signal(&overflow, &[]), Some(Signal::Unsettled));
        assert_eq!(signal_of(EventKind::Create(CreateKind::Folder), "/a/themes"), Some(Signal::Unsettled));
    }

    #[test]
    fn a_time_is_not_slept_over() {
        let folder = tempfile::tempdir().unwrap();
        for polls in [false, true] {
            let mut watcher = Watcher::new(vec![folder.path().to_owned()], polls);
            let since = Instant::now();
            watcher.wait(Some(SystemTime::now() + Duration::from_millis(100)));
            assert!(since.elapsed() < NAP / 2);
            // what has passed already is not waited for either
            watcher.wait(Some(SystemTime::UNIX_EPOCH));
            assert!(since.elapsed() < NAP / 2);
        }
    }

    /// Saves something, and is woken for it.
    #[track_caller]
    fn wakes(watcher: Watcher, change: impl FnOnce()) -> Watcher {
        let (sender, woken) = mpsc::channel();
        let mut watcher = watcher;
        let thread = thread::spawn(move || {
            watcher.wait(None);
            _ = sender.send(());
            watcher
        });
        assert!(woken.recv_timeout(Duration::from_millis(150)).is_err(), "woken by nothing");
        change();
        woken.recv_timeout(Duration::from_secs(10)).unwrap();
        thread.join().unwrap()
    }

    #[track_caller]
    fn survives(polls: bool) {
        let temp = tempfile::tempdir().unwrap();
        let path = |name: &str| temp.path().join(name);
        fs::create_dir_all(path("content/questions")).unwrap();
        let watcher = Watcher::new(vec![path("content"), path("themes")], polls);
        let watcher = wakes(watcher, || fs::write(path("content/questions/1.md"), "1").unwrap());
        let watcher = wakes(watcher, || {
            fs::write(path("content/questions/.1.md.swp"), "another").unwrap();
            fs::rename(path("content/questions/.1.md.swp"), path("content/questions/1.md")).unwrap();
        });
        let watcher =
            wakes(watcher, || fs::rename(path("content/questions"), path("content/pages")).unwrap());
        let watcher = wakes(watcher, || fs::write(path("content/pages/1.md"), "in a moved folder").unwrap());
        let watcher = wakes(watcher, || fs::remove_dir_all(path("content")).unwrap());
        let watcher = wakes(watcher, || fs::create_dir_all(path("content/questions")).unwrap());
        let watcher = wakes(watcher, || fs::write(path("content/questions/2.md"), "2").unwrap());
        wakes(watcher, || fs::create_dir_all(path("themes/mine")).unwrap());
    }

    #[test]
    fn a_watch_survives_what_editors_and_people_do() {
        survives(false);
    }

    #[test]
    fn looking_sees_the_same() {
        survives(true);
    }
}
