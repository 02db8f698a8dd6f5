//! The problems that output has, as diagnostics: every code and every message
//! in one place.

use std::fmt::Display;
use std::io;
use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::fs;
use crate::fs::plain;
use crate::output::manifest::Damage;

/// What to do about an output folder that is the wrong one.
const NAME_ANOTHER: &str = "name a folder of its own with `--output`, such as `--output public`";

const BUILD_RUNNING: &str = "build-running";

const WRITE_FAILED: &str = "output-write-failed";

/// The output folder would endanger what is not ours; `why` says what.
pub fn is_unsafe(output: &str, why: &str) -> Diagnostic {
    Diagnostic::error("output-unsafe", format!("the site cannot be written to `{output}`: {why}"))
        .help(NAME_ANOTHER)
}

/// Something else than a folder stands at `path`.
pub fn not_a_folder(output: &str, path: &dyn Display) -> Diagnostic {
    let message = format!("the site cannot be written to `{output}`: `{path}` is not a folder");
    Diagnostic::error("output-not-a-folder", message).help(NAME_ANOTHER)
}

/// The output folder holds files, and no manifest says that they are ours.
pub fn not_ours(output: &str, damage: Option<Damage>) -> Diagnostic {
    let message = match damage {
        None => format!("`{output}` holds files that mundap did not write"),
        Some(damage) => format!("`{output}` holds files, and its manifest is damaged: {damage}"),
    };
    Diagnostic::error("output-not-ours", message).help(
        "name another folder with `--output`, or pass `--adopt` to let mundap write there; \
         nothing of yours is deleted",
    )
}

/// The output folder holds the site of another archive, at the address `site`.
pub fn of_another(output: &str, site: &str) -> Diagnostic {
    Diagnostic::error("output-not-ours", format!("`{output}` holds another site, `{site}`")).help(
        "name another folder with `--output`; if it is this site, which has another address now, \
         delete the folder and build again",
    )
}

/// The output folder cannot be written, be it for want of a right or of room.
pub fn read_only(output: &str, error: &io::Error) -> Diagnostic {
    if matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) {
        return write_failed(&output, error);
    }
    Diagnostic::error("output-read-only", format!("nothing can be written to `{output}`: {}", plain(error)))
        .help("allow writing there, or name another folder with `--output`")
}

/// The output folder cannot be read.
pub fn unreadable_output(output: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::error("output-unreadable", format!("`{output}` cannot be read: {}", plain(error)))
        .help("allow reading it, or name another folder with `--output`")
}

/// Another build holds the lock.
pub fn build_running(holder: Option<u32>) -> Diagnostic {
    let message = match holder {
        Some(pid) => format!("another build is running here, as process {pid}"),
        None => "another build is running here".to_owned(),
    };
    Diagnostic::error(BUILD_RUNNING, message).help("wait until it ends, or stop it")
}

/// Whether another build holds the lock.
pub fn is_build_running(problem: &Diagnostic) -> bool {
    problem.code == BUILD_RUNNING
}

/// A file could not be written, for lack of room or otherwise.
pub fn write_failed(file: &dyn Display, error: &io::Error) -> Diagnostic {
    let help = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "make room on the disk and build again",
        io::ErrorKind::PermissionDenied => "allow writing there and build again",
        _ => "mend this and build again; until then every file of the site is whole, be it old or new",
    };
    Diagnostic::error(WRITE_FAILED, format!("`{file}` cannot be written: {}", plain(error))).help(help)
}

/// Whether a file could not be written, as `write_failed` says.
pub fn is_write_failure(problem: &Diagnostic) -> bool {
    problem.code == WRITE_FAILED
}

/// A file of the old site could not be removed.
pub fn remove_failed(file: &dyn Display, error: &io::Error) -> Diagnostic {
    Diagnostic::error("output-remove-failed", format!("`{file}` cannot be removed: {}", plain(error)))
        .help("allow removing it, or remove it yourself, and build again")
}

/// The output folder that nobody named is a symbolic link out of the project.
pub fn leads_out(link: &dyn Display, target: &dyn Display) -> Diagnostic {
    let message = format!("`{link}` is a symbolic link that leads out of the archive, to `{target}`");
    Diagnostic::error("output-leads-out", message)
        .help(format!("say `--output {target}` if the site is to stand there, or remove the link"))
}

/// A folder inside the output is a symbolic link.
pub fn symlink(file: &dyn Display, link: &str) -> Diagnostic {
    let message = format!("`{file}` cannot be written: `{link}` in the output folder is a symbolic link");
    Diagnostic::error("output-symlink", message)
        .help(format!("remove the link `{link}`; mundap follows none"))
}

/// The memory folder is a symbolic link, or there is one in it.
pub fn memory_symlink(link: &dyn Display) -> Diagnostic {
    let message = format!("`{link}` is a symbolic link, and mundap would write and delete what it leads to");
    Diagnostic::error("output-memory-symlink", message)
        .help("remove the link; mundap makes what it needs there itself")
}

/// A file that is copied as it is cannot be read.
pub fn unreadable_source(source: &Path, error: &io::Error) -> Diagnostic {
    fs::unreadable(&source.display().to_string(), error)
}
