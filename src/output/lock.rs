//! The lock: one build at a time in a project.

use std::fs::File;
use std::fs::TryLockError;
use std::io;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::process;

use crate::diagnostic::Diagnostic;
use crate::output::memory_folder;
use crate::output::problem;

/// The file that is locked, in the memory folder. It stays there: removing it
/// would let two builds lock two files of one name.
const NAME: &str = "lock";

/// A lock of the operating system, which also a killed build gives back.
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of the project whose memory folder is `memory`, which is
    /// made if it is not there yet.
    ///
    /// # Errors
    /// `build-running` where another build has it, else `output-write-failed`.
    pub fn take(memory: &Path) -> Result<Self, Diagnostic> {
        let path = memory.join(NAME);
        let failed = |error: io::Error| problem::write_failed(&path.display(), &error);
        memory_folder::prepare(memory).map_err(failed)?;
        let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(problem::build_running(holder(&path))),
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        sign(&file).map_err(failed)?;
        Ok(Self { _file: file })
    }
}

/// Writes into the lock file which process holds it, unless it has another name
/// too: whoever made a hard link of it would lose what it holds.
fn sign(mut file: &File) -> io::Result<()> {
    if !is_ours_alone(file)? {
        return Ok(());
    }
    file.set_len(0)?;
    writeln!(file, "{}", process::id())
}

/// Which process holds the lock; none where it is not written into the file, or
/// the system does not let us read that, as Windows does.
fn holder(path: &Path) -> Option<u32> {
    let mut file = File::open(path).ok().filter(|file| is_ours_alone(file).unwrap_or(false))?;
    let mut text = String::new();
    file.read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

#[cfg(unix)]
fn is_ours_alone(file: &File) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    Ok(file.metadata()?.nlink() == 1)
}

/// Other systems do not tell.
#[cfg(not(unix))]
fn is_ours_alone(_: &File) -> io::Result<bool> {
    Ok(true)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_into_a_file_of_somebody_else() {
        let folder = tempfile::tempdir().unwrap();
        let (memory, mine) = (folder.path().join(".mundap"), folder.path().join("mine"));
        fs::create_dir(&memory).unwrap();
        fs::write(&mine, "mine").unwrap();
        fs::hard_link(&mine, memory.join(NAME)).unwrap();
        let lock = Lock::take(&memory).unwrap();
        let refusal = Lock::take(&memory).err().unwrap();
        assert_eq!(refusal.message, "another build is running here");
        drop(lock);
        assert_eq!(fs::read_to_string(mine).unwrap(), "mine");
    }

    #[test]
    fn the_lock_is_taken_once_and_given_back() {
        let folder = tempfile::tempdir().unwrap();
        let memory = folder.path().join(".mundap");
        let first = Lock::take(&memory).unwrap();
        let refusal = Lock::take(&memory).err().unwrap();
        assert_eq!(refusal.code, "build-running");
        assert_eq!(refusal.message, format!("another build is running here, as process {}", process::id()));
        drop(first);
        assert!(Lock::take(&memory).is_ok());
    }
}
