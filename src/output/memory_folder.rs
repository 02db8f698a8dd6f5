//! The memory folder: the project's own folder for what mundap remembers, where
//! a build writes and deletes without asking.

use std::fs;
use std::fs::DirEntry;
use std::fs::File;
use std::fs::FileType;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use crate::diagnostic::Diagnostic;
use crate::output::problem;

/// The name of the file with the address of every site that was written from
/// here, one a line.
const SITES: &str = "site";

/// Whether all of `memory`, if it is there, stands where it seems to. A link
/// may have come with the archive, as git keeps links, and would have us write
/// and delete what it leads to.
///
/// # Errors
/// `output-memory-symlink`, and `output-write-failed` when we may not look, or
/// what lies there is neither file nor folder: a pipe would have us wait for
/// ever.
pub fn check(memory: &Path) -> Result<(), Diagnostic> {
    let failed = |path: &Path, error: io::Error| problem::write_failed(&path.display(), &error);
    if let Some(link) = first(memory, FileType::is_symlink).map_err(|error| failed(memory, error))? {
        return Err(problem::memory_symlink(&link.display()));
    }
    let is_odd = |kind: &FileType| !kind.is_file() && !kind.is_dir();
    match first(memory, is_odd).map_err(|error| failed(memory, error))? {
        Some(odd) => Err(failed(&odd, io::Error::other("it is neither a file nor a folder"))),
        None => Ok(()),
    }
}

/// Makes the folder and tells git to leave it out.
///
/// # Errors
/// What the system reports.
pub fn prepare(memory: &Path) -> io::Result<()> {
    fs::create_dir_all(memory)?;
    match File::create_new(memory.join(".gitignore")) {
        Ok(mut file) => file.write_all(b"*\n"),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

/// The addresses that the site had when it was written from here: it may have
/// moved since, and each output folder has the one of its own last build.
pub fn sites(memory: &Path) -> Vec<String> {
    let text = fs::read_to_string(memory.join(SITES)).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

/// Remembers that the site was written at the address `site`.
pub fn keep_site(memory: &Path, site: &str) {
    let mut sites = sites(memory);
    if !sites.iter().any(|known| known == site) {
        sites.push(site.to_owned());
        // without it, a site that moves to another address is taken for another's
        _ = crate::fs::replace(&memory.join(SITES), &(sites.join("\n") + "\n"));
    }
}

/// The first of a kind among the folder itself and what lies in it. Deeper down
/// no link is followed: folders are deleted as a whole, and files written anew.
fn first(memory: &Path, is_wanted: impl Fn(&FileType) -> bool) -> io::Result<Option<PathBuf>> {
    if memory.symlink_metadata().is_ok_and(|found| is_wanted(&found.file_type())) {
        return Ok(Some(memory.to_owned()));
    }
    // what is no folder gets its error from whoever needs one
    if !memory.is_dir() {
        return Ok(None);
    }
    let entries = fs::read_dir(memory)?.collect::<io::Result<Vec<_>>>()?;
    // what has no kind is gone: another build may be at work here, as we have no lock yet
    let is_one = |entry: &&DirEntry| entry.file_type().is_ok_and(|kind| is_wanted(&kind));
    Ok(entries.iter().filter(is_one).map(DirEntry::path).min())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn git_leaves_the_memory_folder_out() {
        let folder = tempfile::tempdir().unwrap();
        prepare(folder.path()).unwrap();
        assert_eq!(fs::read_to_string(folder.path().join(".gitignore")).unwrap(), "*\n");
    }

    #[test]
    fn a_folder_that_is_not_there_has_no_link() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(check(&folder.path().join(".mundap")), Ok(()));
        fs::write(folder.path().join("file"), "").unwrap();
        assert_eq!(check(&folder.path().join("file")), Ok(()));
    }

    #[cfg(unix)]
    #[test]
    fn nobody_waits_at_a_pipe() {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("lock");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        let refusal = check(folder.path()).unwrap_err();
        let expected = format!("`{}` cannot be written: it is neither a file nor a folder", socket.display());
        assert_eq!((refusal.code, refusal.message), ("output-write-failed", expected));
    }

    #[cfg(unix)]
    #[test]
    fn the_first_link_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let memory = folder.path().join(".mundap");
        prepare(&memory).unwrap();
        assert_eq!(check(&memory), Ok(()));
        for name in ["staging", "lock", "memory"] {
            std::os::unix::fs::symlink("nowhere", memory.join(name)).unwrap();
        }
        let refusal = check(&memory).unwrap_err();
        assert_eq!(refusal.code, "output-memory-symlink");
        assert!(refusal.message.contains(".mundap/lock`"), "{}", refusal.message);
    }
}
