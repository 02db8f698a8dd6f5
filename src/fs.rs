//! A source file: something an author saved in the archive, found on disk and
//! read as text.
//!
//! Walking never leaves the folder it was given: a symbolic link that leads
//! out is an error that names both ends. Reading never guesses: what is not
//! UTF-8 is refused with the encoding that it looks like.

mod pieces;
mod scratch;
mod stamp;

use std::fs::File;
use std::io;
use std::io::Read;
use std::path::MAIN_SEPARATOR;
use std::path::Path;
use std::path::PathBuf;

use encoding_rs::EUC_KR;
use rayon::prelude::*;
use walkdir::DirEntry;
use walkdir::WalkDir;

use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::nfc;

pub use self::pieces::Piece;
pub use self::pieces::pieces;
pub use self::pieces::read_any_text;
pub use self::scratch::replace;
pub use self::scratch::replace_durably;
pub use self::scratch::write_aside;
pub use self::stamp::Stamp;
pub use self::stamp::TICK;
pub use self::stamp::open_same;

/// The largest text file that is read, in bytes.
pub const MAX_TEXT_BYTES: u64 = 1 << 20;

/// The largest list that is read, in bytes: a line each for a few million
/// addresses.
const MAX_LIST_BYTES: u64 = 1 << 26;

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

/// What a folder is, whose files are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    /// An archive. What editors and git leave behind is left out; see
    /// [`is_leftover`].
    Archive,
    /// A built site, of which a host serves all. Only what git keeps is left out,
    /// and what a build keeps for itself.
    Site,
}

/// Every file of an archive below `root`, sorted by name; nothing when `root`
/// does not exist.
///
/// `name` is what messages call `root`. Links may lead anywhere inside
/// `boundary`.
pub fn walk(root: &Path, name: &str, boundary: &Path) -> Checked<Vec<SourcePath>> {
    walk_of(Of::Archive, root, name, boundary)
}

/// Every file below `root`, which is the folder of a built site; otherwise like
/// [`walk`].
pub fn walk_site(root: &Path, name: &str) -> Checked<Vec<SourcePath>> {
    walk_of(Of::Site, root, name, root)
}

fn walk_of(of: Of, root: &Path, name: &str, boundary: &Path) -> Checked<Vec<SourcePath>> {
    if root.symlink_metadata().is_err() {
        return Checked::fine(Vec::new());
    }
    let boundary = boundary.canonicalize().unwrap_or_else(|_| boundary.to_owned());
    let root = Root { of, path: root, name, boundary: &boundary };
    let mut files = Vec::new();
    let mut diagnostics = Vec::new();
    let mut entries = WalkDir::new(root.path).follow_links(true).into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                diagnostics.push(walk_error(&error, root.path, name));
                continue;
            }
        };
        let is_folder = entry.file_type().is_dir();
        match root.examine(&entry) {
            Found::File(file) => files.push(file),
            Found::Folder => continue,
            Found::Nothing => {}
            Found::Problem(problem) => diagnostics.push(problem),
        }
        if is_folder {
            entries.skip_current_dir();
        }
    }
    files.par_sort_unstable();
    diagnostics.extend(twins(&files));
    Checked { value: files, diagnostics }
}

/// Whether a file or folder of this name is no part of an archive: what editors
/// and git leave behind, such as `.a.md.swp`, `a.md~` and `#a.md#`.
///
/// `.well-known` is none of theirs (RFC 8615).
pub fn is_leftover(name: &str) -> bool {
    let is_hidden = name.starts_with('.') && name != ".well-known";
    is_hidden || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'))
}

/// A single file of the archive; none when it does not exist.
///
/// # Errors
/// A diagnostic for a link that leads out of `boundary` or to nothing, and for
/// what is no file at all.
pub fn single(path: PathBuf, name: &str, boundary: &Path) -> Result<Option<SourcePath>, Diagnostic> {
    let metadata = match path.symlink_metadata() {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(name, &error)),
    };
    let Ok(target) = path.canonicalize() else { return Err(dangling(Place::file(name))) };
    let boundary = boundary.canonicalize().unwrap_or_else(|_| boundary.to_owned());
    if metadata.is_symlink() && !target.starts_with(boundary) {
        return Err(Of::Archive.link_out(name, &target));
    }
    // reading a pipe would wait for ever
    if !target.is_file() {
        return Err(not_regular(name));
    }
    let relative = name.rsplit('/').next().unwrap_or(name).to_owned();
    Ok(Some(SourcePath { relative, name: name.to_owned(), path }))
}

/// What an entry of a folder is to an archive.
enum Found {
    File(SourcePath),
    Folder,
    Nothing,
    Problem(Diagnostic),
}

/// A folder on the way through it.
#[derive(Clone, Copy)]
struct Root<'a> {
    of: Of,
    path: &'a Path,
    /// What messages call it.
    name: &'a str,
    /// Where links may lead.
    boundary: &'a Path,
}

impl Root<'_> {
    fn examine(self, entry: &DirEntry) -> Found {
        let is_root = entry.depth() == 0;
        if !is_root && self.of.leaves_out(&entry.file_name().to_string_lossy()) {
            return Found::Nothing;
        }
        let relative = relative_name(entry.path(), self.path);
        let file_name = if is_root { self.name.to_owned() } else { format!("{}/{relative}", self.name) };
        if let Some(target) = leads_out(entry, self.boundary) {
            return Found::Problem(self.of.link_out(&file_name, &target));
        }
        if !is_root && entry.file_name().to_str().is_none() {
            return Found::Problem(unreadable_name(&file_name));
        }
        if entry.file_type().is_dir() {
            return Found::Folder;
        }
        if is_root {
            return Found::Problem(not_a_folder(self.name));
        }
        if !entry.file_type().is_file() {
            return Found::Problem(not_regular(&file_name));
        }
        Found::File(SourcePath { relative, name: file_name, path: entry.path().to_owned() })
    }
}

/// Files whose names are the same text in two spellings.
fn twins(files: &[SourcePath]) -> Vec<Diagnostic> {
    let pairs = files.windows(2).filter(|pair| pair[0].relative == pair[1].relative);
    pairs
        .map(|pair| {
            Diagnostic::error(
                "twin-files",
                "two files have this name, spelt in composed and in decomposed letters",
            )
            .at(Place::file(&pair[1].name))
            .help("remove one of the two, or rename it")
        })
        .collect()
}

/// The text of a file, without its byte-order mark and with `\n` line ends.
///
/// # Errors
/// A diagnostic when the file cannot be read, is larger than
/// [`MAX_TEXT_BYTES`], or is not UTF-8.
pub fn read_text(file: &SourcePath) -> Result<String, Diagnostic> {
    decode(&file.name, &read_bytes(file, MAX_TEXT_BYTES)?)
}

/// The text of a file that grows with the archive, such as a list of all its
/// addresses; otherwise like [`read_text`].
///
/// # Errors
/// Those of [`read_text`], for a far larger file.
pub fn read_long_text(file: &SourcePath) -> Result<String, Diagnostic> {
    decode(&file.name, &read_bytes(file, MAX_LIST_BYTES)?)
}

/// The text of a file with everything in it as it is.
///
/// # Errors
/// As of [`read_text`].
pub fn read_exactly(file: &SourcePath) -> Result<String, Diagnostic> {
    let bytes = read_bytes(file, MAX_TEXT_BYTES)?;
    utf8(&file.name, &bytes).map(str::to_owned)
}

/// The text that the `bytes` of the file `name` hold, without its byte-order
/// mark and with `\n` line ends.
///
/// # Errors
/// A diagnostic when it is not UTF-8.
pub fn decode(name: &str, bytes: &[u8]) -> Result<String, Diagnostic> {
    let text = utf8(name, bytes)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    Ok(if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() })
}

fn utf8<'b>(name: &str, bytes: &'b [u8]) -> Result<&'b str, Diagnostic> {
    simdutf8::basic::from_utf8(bytes).map_err(|_| not_utf8(name, bytes))
}

fn read_bytes(file: &SourcePath, most: u64) -> Result<Vec<u8>, Diagnostic> {
    let failed = |error: io::Error| unreadable(&file.name, &error);
    let open = File::open(&file.path).map_err(failed)?;
    // a larger file is not read at all, as it may be larger than the memory
    let length = open.metadata().map_err(failed)?.len();
    if length > most {
        let message = format!("this file has {} KiB, more than {} KiB", length.div_ceil(1024), most / 1024);
        return Err(Diagnostic::error("file-too-large", message)
            .at(Place::file(&file.name))
            .help("split the text over several files, or put attachments in `content/static/`"));
    }
    let mut bytes = Vec::with_capacity(length as usize);
    // no further, should it grow meanwhile; reading without an end would measure it once more
    open.take(most).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

/// The shorter path to a `folder` that lies below the current one; any other as
/// it is. The system looks up each folder of a path, for every file again.
pub fn from_here(folder: &Path) -> &Path {
    let below = std::env::current_dir().ok().and_then(|here| folder.strip_prefix(here).ok());
    // an empty path is no path to the current folder itself
    below.filter(|path| !path.as_os_str().is_empty()).unwrap_or(folder)
}

/// A diagnostic for a file or folder that the system would not let us read.
pub fn unreadable(name: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::error("unreadable", format!("this cannot be read: {}", plain(error)))
        .at(Place::file(name))
        .help("check that it exists and that you may read it")
}

/// A diagnostic for a file or folder that the system would not let us write.
pub fn not_written(name: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::error("not-written", format!("this cannot be written: {}", plain(error)))
        .at(Place::file(name))
        .help("check that its folder exists, and that you may read and write there")
}

/// An I/O error in one lower-case sentence without the system's error number.
pub fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// `path` below `root` with `/` between folders, in NFC: macOS may hand over
/// decomposed Hangul.
fn relative_name(path: &Path, root: &Path) -> String {
    let relative = path.strip_prefix(root).unwrap_or(path).to_string_lossy();
    nfc::composed(&relative).replace(MAIN_SEPARATOR, "/")
}

fn leads_out(entry: &DirEntry, boundary: &Path) -> Option<PathBuf> {
    if !entry.path_is_symlink() {
        return None;
    }
    let target = entry.path().canonicalize().ok()?;
    (!target.starts_with(boundary)).then_some(target)
}

impl Of {
    fn leaves_out(self, name: &str) -> bool {
        match self {
            Self::Archive => is_leftover(name),
            Self::Site => name == ".git" || name.starts_with(".mundap"),
        }
    }

    /// A diagnostic for a link whose target is not in the folder.
    fn link_out(self, name: &str, target: &Path) -> Diagnostic {
        let folder = match self {
            Self::Archive => "archive",
            Self::Site => "site",
        };
        let message = format!("this link leads out of the {folder}, to `{}`", target.display());
        Diagnostic::error("link-leads-out", message)
            .at(Place::file(name))
            .help(format!("copy the file into the {folder} instead of linking to it"))
    }
}

fn not_regular(name: &str) -> Diagnostic {
    Diagnostic::error("not-a-file", "this is not a file that can be read")
        .at(Place::file(name))
        .help("an archive is made of plain files: remove this folder, pipe, socket or device")
}

fn not_a_folder(name: &str) -> Diagnostic {
    Diagnostic::error("not-a-folder", "a folder is expected here, and this is a file")
        .at(Place::file(name))
        .help("remove it, or give it another name")
}

fn unreadable_name(name: &str) -> Diagnostic {
    Diagnostic::error("bad-file-name", "the name of this file is not UTF-8")
        .at(Place::file(name))
        .help("rename it; names in CP949 are converted by `convmv -f CP949 -t UTF-8 --notest FILE`")
}

fn dangling(place: Place) -> Diagnostic {
    Diagnostic::error("link-dangling", "this link leads to nothing")
        .at(place)
        .help("remove the link, or mend what it points to")
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
    if error.path().is_some_and(Path::is_symlink) {
        return dangling(place(error.path()));
    }
    let name = place(error.path()).file;
    error.io_error().map_or_else(
        || unreadable(&name, &io::Error::other("unknown reason")),
        |error| unreadable(&name, error),
    )
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
    fn a_path_begins_here_only_where_it_leads_down() {
        let here = std::env::current_dir().unwrap();
        assert_eq!(from_here(&here.join("a/b")), Path::new("a/b"));
        for elsewhere in [here.as_path(), here.parent().unwrap(), Path::new("/none"), Path::new("a/b")] {
            assert_eq!(from_here(elsewhere), elsewhere);
        }
    }

    #[test]
    fn an_io_error_reads_like_a_sentence() {
        let error = io::Error::from_raw_os_error(13);
        assert_eq!(plain(&error), "permission denied");
    }
}
