//! A stamp: how the file system tells that a file is still the one it was.

use std::fs::File;
use std::fs::Metadata;
use std::fs::OpenOptions;
use std::io;
use std::path::Path;
use std::time::Duration;
use std::time::SystemTime;
use std::time::UNIX_EPOCH;

use serde::Deserialize;
use serde::Serialize;

/// How coarse the clock of a file system may be. Two changes within one tick
/// leave the same time, so a file that was written this short a time before it
/// was looked at may change once more without a trace.
pub const TICK: Duration = Duration::from_millis(20);

/// The times, the size and the number of a file. As long as it has the same
/// stamp it has the same content, if the stamp [was settled](Self::is_settled).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stamp {
    /// When the content was written, in nanoseconds since 1970.
    modified: i64,
    /// When anything about the file changed, which no program can set back.
    changed: i64,
    size: u64,
    /// What the file system calls the file; another file may take its name.
    number: u64,
}

impl Stamp {
    /// The stamp of the file at `path`, itself and not what it links to.
    ///
    /// # Errors
    /// What the system reports.
    pub fn of(path: &Path) -> io::Result<Self> {
        path.symlink_metadata().map(|metadata| Self::from(&metadata))
    }

    /// The stamp of the file at `path`, or of the one that it links to.
    ///
    /// # Errors
    /// What the system reports.
    pub fn behind(path: &Path) -> io::Result<Self> {
        path.metadata().map(|metadata| Self::from(&metadata))
    }

    /// Whether every later change would show, had the file been looked at at
    /// this `moment`.
    pub fn is_settled(&self, moment: SystemTime) -> bool {
        let last = self.modified.max(self.changed);
        nanoseconds(moment).checked_sub(last).is_some_and(|age| age >= TICK.as_nanos() as i64)
    }
}

impl From<&Metadata> for Stamp {
    fn from(metadata: &Metadata) -> Self {
        let modified = metadata.modified().map_or(i64::MAX, nanoseconds);
        let (changed, number) = beyond_times(metadata);
        Self { modified, changed, size: metadata.len(), number }
    }
}

/// Opens the file at `path`, if it is still the one that had this `stamp`:
/// another file may have its name by now, or a link that leads anywhere.
///
/// # Errors
/// What the system reports, and that it is another file.
pub fn open_same(path: &Path, stamp: Stamp) -> io::Result<File> {
    let another = || Err(io::Error::other("it is not the file that the last build saw"));
    // opening a device may already do something
    if Stamp::behind(path)? != stamp {
        return another();
    }
    let file = without_waiting().open(path)?;
    let found = file.metadata()?;
    if found.is_file() && Stamp::from(&found) == stamp { Ok(file) } else { another() }
}

/// Opens a pipe at once; by itself that waits until somebody writes into it.
fn without_waiting() -> OpenOptions {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(
        &mut options,
        rustix::fs::OFlags::NONBLOCK.bits().cast_signed(),
    );
    options
}

/// What only some systems tell.
#[cfg(unix)]
fn beyond_times(metadata: &Metadata) -> (i64, u64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.ctime().saturating_mul(1_000_000_000).saturating_add(metadata.ctime_nsec()), metadata.ino())
}

/// What only some systems tell.
#[cfg(not(unix))]
fn beyond_times(_: &Metadata) -> (i64, u64) {
    (0, 0)
}

/// Nanoseconds since 1970, which 64 bits hold until 2262.
fn nanoseconds(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_stamp_tells_another_content_and_another_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "one").unwrap();
        let one = Stamp::of(&path).unwrap();
        assert_eq!(Stamp::of(&path).unwrap(), one);
        fs::write(&path, "longer").unwrap();
        assert_ne!(Stamp::of(&path).unwrap(), one);
        fs::write(folder.path().join("b"), "longer").unwrap();
        let longer = Stamp::of(&path).unwrap();
        fs::rename(folder.path().join("b"), &path).unwrap();
        assert_ne!(Stamp::of(&path).unwrap(), longer);
    }

    #[test]
    #[cfg(unix)]
    fn setting_the_time_back_deceives_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "one").unwrap();
        let (one, modified) = (Stamp::of(&path).unwrap(), fs::metadata(&path).unwrap().modified().unwrap());
        std::thread::sleep(TICK);
        fs::write(&path, "two").unwrap();
        fs::File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
        assert_ne!(Stamp::of(&path).unwrap(), one);
    }

    #[cfg(unix)]
    #[test]
    fn another_file_of_the_name_is_not_opened() {
        let folder = tempfile::tempdir().unwrap();
        let (path, other) = (folder.path().join("a"), folder.path().join("b"));
        fs::write(&path, "mine").unwrap();
        fs::write(&other, "else").unwrap();
        let stamp = Stamp::of(&path).unwrap();
        assert!(open_same(&path, stamp).is_ok());
        fs::remove_file(&path).unwrap();
        assert!(open_same(&path, stamp).is_err());
        std::os::unix::fs::symlink(&other, &path).unwrap();
        assert!(open_same(&path, stamp).is_err());
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        // not even a folder, or a pipe, that was seen before
        assert!(open_same(&path, Stamp::of(&path).unwrap()).is_err());
    }

    #[test]
    fn a_file_that_was_just_written_may_change_unseen() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "one").unwrap();
        let stamp = Stamp::of(&path).unwrap();
        let now = SystemTime::now();
        assert!(!stamp.is_settled(now - TICK));
        assert!(stamp.is_settled(now + 3 * TICK));
        // a clock that is behind, as on some network drives, settles nothing
        assert!(!stamp.is_settled(now - Duration::from_secs(3600)));
    }
}
