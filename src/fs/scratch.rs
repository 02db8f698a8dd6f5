//! A scratch file: what a file is written to before it takes its place, so that
//! whoever reads the file meets the old text or the new one.

use std::fs;
use std::fs::File;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use crate::hash::Hash;

/// Puts `text` into the file at `path`, which need not exist, at one stroke;
/// links to it and its permissions stay.
///
/// # Errors
/// What writing or renaming fails with; the file is as it was then.
pub fn replace(path: &Path, text: &str) -> io::Result<()> {
    replace_once(&behind_links(path), text, |_| Ok(()))
}

/// The same, and waits until it would survive a loss of power.
///
/// # Errors
/// Those of [`replace`], and what waiting for the disk fails with.
pub fn replace_durably(path: &Path, text: &str) -> io::Result<()> {
    let path = behind_links(path);
    replace_once(&path, text, File::sync_all)?;
    match path.parent() {
        // Windows stores names with the files, and opens no folder
        Some(folder) if !cfg!(windows) => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

/// Replaces the file at `path`, once what is written aside `is_there`.
fn replace_once(path: &Path, text: &str, is_there: impl FnOnce(&File) -> io::Result<()>) -> io::Result<()> {
    write_aside(&scratch_for(path), path, |file| {
        file.write_all(text.as_bytes())?;
        path.metadata().map_or(Ok(()), |found| file.set_permissions(found.permissions()))?;
        is_there(file)
    })
}

/// The file that is meant by `path`, which may be a link, and need not exist.
fn behind_links(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// Has `fill` write the new file `scratch`, and puts it in the place of `path`,
/// in the same folder, at one stroke.
///
/// Whatever bears the name of the scratch file is removed: a killed run left it,
/// or somebody put a link there for us to follow.
///
/// # Errors
/// What `fill` or the system reports; the file at `path` is as it was then, and
/// no scratch file is left.
pub fn write_aside(
    scratch: &Path,
    path: &Path,
    fill: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    let mut file = create_anew(scratch)?;
    let filled = fill(&mut file);
    drop(file);
    let written = filled.and_then(|()| fs::rename(scratch, path));
    if written.is_err() {
        _ = fs::remove_file(scratch);
    }
    written
}

/// A file that was not there before: one that is there already may be a link,
/// which only `create_new` does not follow.
fn create_anew(path: &Path) -> io::Result<File> {
    match File::create_new(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            // of a link this removes the link, and not what it leads to
            fs::remove_file(path)?;
            File::create_new(path)
        }
        created => created,
    }
}

/// The scratch file for `path`. Its name is short, whatever the file is called;
/// the dot keeps it out of every archive, and the next run finds it again,
/// should nothing rename it.
fn scratch_for(path: &Path) -> PathBuf {
    let name = Hash::of(path.file_name().unwrap_or_default().as_encoded_bytes());
    path.with_file_name(format!(".mundap-{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_as_a_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("가".repeat(85));
        replace(&path, "one").unwrap();
        fs::write(scratch_for(&path), "a killed run left this").unwrap();
        replace(&path, "two").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_cannot_be_filled_leaves_the_file_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let (path, scratch) = (folder.path().join("a"), folder.path().join("a.new"));
        fs::write(&path, "one").unwrap();
        let failed = write_aside(&scratch, &path, |file| {
            file.write_all(b"tw")?;
            Err(io::Error::other("no room"))
        });
        assert!(failed.is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        assert!(!scratch.exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_file_stays_and_so_do_its_permissions() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("a"), folder.path().join("link"));
        fs::write(&path, "one").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        std::os::unix::fs::symlink("a", &link).unwrap();
        replace(&link, "two").unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_place_of_the_scratch_file_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (path, mine) = (folder.path().join("a"), folder.path().join("mine"));
        fs::write(&mine, "mine").unwrap();
        std::os::unix::fs::symlink(&mine, scratch_for(&path)).unwrap();
        replace(&path, "one").unwrap();
        assert!(!path.is_symlink());
        assert_eq!(fs::read_to_string(&mine).unwrap(), "mine");
    }
}
