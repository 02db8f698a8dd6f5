//! Access: whether the system lets us write in every folder that a commit
//! changes. It is asked before anything moves, so that a folder of somebody else
//! cannot leave the site half old and half new.

use std::fmt::Display;
use std::io;
use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::output::path::OutputPath;

/// Sees whether files can come, change and go at `paths` below `root`, sorted.
///
/// # Errors
/// What `problem` makes of the first path where they cannot.
pub fn check<'p>(
    root: &Path,
    paths: impl Iterator<Item = &'p OutputPath>,
    problem: fn(&dyn Display, &io::Error) -> Diagnostic,
) -> Result<(), Diagnostic> {
    let mut last = None;
    for path in paths {
        let folder = path.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
        if last.replace(folder) == Some(folder) {
            continue;
        }
        check_folder(&root.join(folder)).map_err(|error| problem(path, &error))?;
    }
    Ok(())
}

/// The same for one folder, or the one that it will be made in.
fn check_folder(folder: &Path) -> io::Result<()> {
    match write_access(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => folder.parent().map_or(Ok(()), check_folder),
        // what stands in a folder's place is told of where it is in the way
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => Ok(()),
        result => result,
    }
}

#[cfg(unix)]
fn write_access(folder: &Path) -> io::Result<()> {
    use rustix::fs::Access;

    // only a folder has this in it
    Ok(rustix::fs::access(folder.join("."), Access::WRITE_OK | Access::EXEC_OK)?)
}

/// Other systems tell only when a file moves.
#[cfg(not(unix))]
fn write_access(_: &Path) -> io::Result<()> {
    Ok(())
}
