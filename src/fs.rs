//! A source file: something an author saved in the archive, found on disk and
//! read as text.
//!
//! Walking never leaves the folder it was given: a symbolic link that leads
//! out is an error that names both ends. Reading never guesses: what is not
//! UTF-8 is refused with the encoding that it looks like.

use std::fs;
use std::io;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;

use encoding_rs::EUC_KR;
use unicode_normalization::UnicodeNormalization;
use walkdir::DirEntry;
use walkdir::WalkDir;

use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;

/// The largest text file that is read, in bytes.
pub const MAX_TEXT_BYTES: u64 = 1 << 20;

/// A file of the archive: where it is, and what to call it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourcePath {
    /// Its path below the walked folder, with `/` between folders, in NFC.
    pub relative: String,
    /// Its name in messages: from the project's folder on.
    pub name: String,
    /// Where to open it.
    pub path: PathBuf,
}

impl SourcePath {
    /// The last part of the relative path.
    pub fn file_name(&self) -> &str {
        self.relative.rsplit('/').next().unwrap_or(&self.relative)
    }
}

/// Every file below `root`, sorted by name; nothing when `root` does not exist.
///
/// `name` is what messages call `root`. Names that start with a dot are left
/// out, as editors and git leave such files behind, except `.well-known`
/// (RFC 8615), and so are backups that end in `~`. Links may lead anywhere
/// inside `boundary`.
pub fn walk(root: &Path, name: &str, boundary: &Path) -> Checked<Vec<SourcePath>> {
    if !root.exists() {
        return Checked::fine(Vec::new());
    }
    let boundary = boundary.canonicalize().unwrap_or_else(|_| boundary.to_owned());
    let mut files = Vec::new();
    let mut diagnostics = Vec::new();
    let entries = WalkDir::new(root).min_depth(1).follow_links(true).sort_by_file_name();
    let mut entries = entries.into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                diagnostics.push(walk_error(&error, root, name));
                continue;
            }
        };
        let is_folder = entry.file_type().is_dir();
        if is_ignored(&entry) {
            if is_folder {
                entries.skip_current_dir();
            }
            continue;
        }
        let relative = relative_name(entry.path(), root);
        let file_name = format!("{name}/{relative}");
        if let Some(target) = leads_out(&entry, &boundary) {
            diagnostics.push(link_out(&file_name, &target));
            if is_folder {
                entries.skip_current_dir();
            }
        } else if entry.file_type().is_file() {
            files.push(SourcePath { relative, name: file_name, path: entry.into_path() });
        } else if !is_folder {
            diagnostics.push(not_regular(&file_name));
        }
    }
    Checked { value: files, diagnostics }
}

/// The text of a file, without its byte-order mark and with `\n` line ends.
///
/// # Errors
/// A diagnostic when the file cannot be read, is larger than
/// [`MAX_TEXT_BYTES`], or is not UTF-8.
pub fn read_text(file: &SourcePath) -> Result<String, Diagnostic> {
    decode(&file.name, read_bytes(file)?)
}

/// The text that the `bytes` of the file `name` hold, without its byte-order
/// mark and with `\n` line ends.
///
/// # Errors
/// A diagnostic when it is not UTF-8.
pub fn decode(name: &str, bytes: Vec<u8>) -> Result<String, Diagnostic> {
    let text = String::from_utf8(bytes).map_err(|error| not_utf8(name, error.as_bytes()))?;
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    Ok(if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text })
}

fn read_bytes(file: &SourcePath) -> Result<Vec<u8>, Diagnostic> {
    let failed = |error: io::Error| unreadable(&file.name, &error);
    // a larger file is not read at all, as it may be larger than the memory
    let length = fs::metadata(&file.path).map_err(failed)?.len();
    if length > MAX_TEXT_BYTES {
        let message =
            format!("this file has {} KiB, more than {} KiB", length.div_ceil(1024), MAX_TEXT_BYTES / 1024);
        return Err(Diagnostic::error("file-too-large", message)
            .at(Place::file(&file.name))
            .help("split the text over several files, or put attachments in `content/static/`"));
    }
    fs::read(&file.path).map_err(failed)
}

/// A diagnostic for a file that the system would not let us read.
pub fn unreadable(name: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::error("unreadable", format!("this file cannot be read: {}", plain(error)))
        .at(Place::file(name))
        .help("check that it exists and that you may read it")
}

/// An I/O error in one lower-case sentence without the system's error number.
pub fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

fn is_ignored(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    (name.starts_with('.') && name != ".well-known") || name.ends_with('~')
}

/// `path` below `root` with `/` between folders, in NFC: macOS may hand over
/// decomposed Hangul.
fn relative_name(path: &Path, root: &Path) -> String {
    let relative = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = relative
        .components()
        .filter_map(|part| match part {
            Component::Normal(part) => Some(part.to_string_lossy().nfc().collect::<String>()),
            _ => None,
        })
        .collect();
    parts.join("/")
}

fn leads_out(entry: &DirEntry, boundary: &Path) -> Option<PathBuf> {
    if !entry.path_is_symlink() {
        return None;
    }
    let target = entry.path().canonicalize().ok()?;
    (!target.starts_with(boundary)).then_some(target)
}

/// A diagnostic for a link whose target is not in the archive.
pub fn link_out(name: &str, target: &Path) -> Diagnostic {
    Diagnostic::error(
        "link-leads-out",
        format!("this link leads out of the archive, to `{}`", target.display()),
    )
    .at(Place::file(name))
    .help("copy the file into the archive instead of linking to it")
}

fn not_regular(name: &str) -> Diagnostic {
    Diagnostic::error("not-a-file", "this is neither a file nor a folder")
        .at(Place::file(name))
        .help("pipes, sockets and devices have no place in an archive: remove it")
}

fn walk_error(error: &walkdir::Error, root: &Path, name: &str) -> Diagnostic {
    let place = |path: Option<&Path>| {
        let relative = path.map(|path| relative_name(path, root)).unwrap_or_default();
        Place::file(format!("{name}/{relative}").trim_end_matches('/'))
    };
    if let Some(ancestor) = error.loop_ancestor() {
        let ancestor = place(Some(ancestor)).file;
        return Diagnostic::error("link-loop", format!("this link leads back to `{ancestor}`"))
            .at(place(error.path()))
            .help("remove the link");
    }
    let dangling = error.path().is_some_and(Path::is_symlink);
    if dangling {
        return Diagnostic::error("link-dangling", "this link leads to nothing")
            .at(place(error.path()))
            .help("remove the link, or mend what it points to");
    }
    let reason = error.io_error().map_or_else(|| "unknown reason".to_owned(), plain);
    Diagnostic::error("unreadable", format!("this cannot be read: {reason}"))
        .at(place(error.path()))
        .help("check that you may read it")
}

fn not_utf8(name: &str, bytes: &[u8]) -> Diagnostic {
    let offset = std::str::from_utf8(bytes).err().map_or(0, |error| error.valid_up_to());
    let text = String::from_utf8_lossy(bytes);
    let diagnostic = Diagnostic::error("not-utf8", "this file is not UTF-8").at(Place::new(
        name,
        &text,
        offset..offset + char::REPLACEMENT_CHARACTER.len_utf8(),
    ));
    match looks_like(bytes) {
        Some(encoding) => diagnostic.help(format!(
            "it looks like {encoding}: save it as UTF-8 in your editor, or run \
             `iconv -f {encoding} -t UTF-8 \"{name}\" > utf-8.txt` and put that in its place"
        )),
        None => diagnostic.help("save it as UTF-8 in your editor"),
    }
}

/// The encoding that the bytes most likely are, by the name `iconv` knows.
fn looks_like(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Some("UTF-16");
    }
    let text = EUC_KR.decode_without_bom_handling_and_without_replacement(bytes)?;
    let hangul = text.chars().filter(|c| ('가'..='힣').contains(c)).count();
    // a run of Latin-1 letters also decodes as EUC-KR, but to rare syllables and Han
    let other = text.chars().filter(|c| !c.is_ascii() && !('가'..='힣').contains(c)).count();
    (hangul > other).then_some("CP949")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cp949_is_recognised() {
        let (bytes, _, _) = EUC_KR.encode("바퀴벌레는 왜 뒤집히나요?");
        assert_eq!(looks_like(&bytes), Some("CP949"));
    }

    #[test]
    fn latin_1_is_not_taken_for_korean() {
        assert_eq!(looks_like(b"caf\xe9 cr\xe8me"), None);
    }

    #[test]
    fn utf_16_is_recognised() {
        assert_eq!(looks_like(&[0xff, 0xfe, 0x41, 0x00]), Some("UTF-16"));
    }

    #[test]
    fn an_io_error_reads_like_a_sentence() {
        let error = io::Error::from_raw_os_error(13);
        assert_eq!(plain(&error), "permission denied");
    }
}
