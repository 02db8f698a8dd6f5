//! A scaffold: the files that a new archive starts with.

use std::fs;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use include_dir::Dir;
use include_dir::include_dir;

use crate::diagnostic::Diagnostic;
use crate::fs::not_written;
use crate::slug;

/// The archives to start from, by language.
static SCAFFOLDS: Dir = include_dir!("$CARGO_MANIFEST_DIR/scaffold");

/// How many digits a question's number has in a file name, so that names sort
/// as numbers do.
const NUMBER_WIDTH: usize = 5;

/// How long the words in a question's file name may be, in bytes.
const NAME_LENGTH: usize = 40;

/// The languages that an archive can be started in.
pub fn languages() -> Vec<&'static str> {
    let mut languages: Vec<_> = SCAFFOLDS.dirs().filter_map(|dir| dir.path().to_str()).collect();
    languages.sort_unstable();
    languages
}

/// Writes a small working archive into `folder`.
///
/// # Errors
/// A diagnostic when the folder is not empty or cannot be written.
pub fn init(folder: &Path, language: &str) -> Result<(), Diagnostic> {
    let name = folder.display().to_string();
    if !is_empty(folder).map_err(|error| not_written(&name, &error))? {
        return Err(Diagnostic::error("not-empty", format!("`{name}` is not empty"))
            .help("name a folder that does not exist yet: mundap init my-archive"));
    }
    let scaffold = SCAFFOLDS.get_dir(language).ok_or_else(|| {
        Diagnostic::error("bad-argument", format!("no archive can be started in the language `{language}`"))
            .help(format!("write `--language {}`", languages().join("` or `--language ")))
    })?;
    fs::create_dir_all(folder)
        .and_then(|()| write_all(scaffold, language, folder))
        .map_err(|error| not_written(&name, &error))
}

/// Whether there is nothing in `folder`, which need not exist.
fn is_empty(folder: &Path) -> io::Result<bool> {
    match folder.read_dir() {
        Ok(mut entries) => Ok(entries.next().is_none()),
        // what stands in its place is told of when it is made
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(true)
        }
        Err(error) => Err(error),
    }
}

fn write_all(dir: &Dir, language: &str, folder: &Path) -> io::Result<()> {
    for file in dir.files() {
        let relative = file.path().strip_prefix(language).unwrap_or(file.path());
        // cargo leaves dot files out of packages, so the scaffold has it by another name
        let relative = if relative == Path::new("gitignore") { Path::new(".gitignore") } else { relative };
        let path = folder.join(relative);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        // what came there meanwhile is somebody's
        fs::File::create_new(path)?.write_all(file.contents())?;
    }
    dir.dirs().try_for_each(|dir| write_all(dir, language, folder))
}

/// Writes a new question with the key `number`, and returns its path.
///
/// # Errors
/// A diagnostic when the file exists or cannot be written.
pub fn new_question(
    content: &Path,
    number: u64,
    title: &str,
    today: jiff::civil::Date,
) -> Result<PathBuf, Diagnostic> {
    let folder = content.join("questions").join(today.year().to_string());
    let path = folder.join(file_name(number, title));
    let name = path.display().to_string();
    let text = format!("---\ntitle: {}\nasked: {today}\n---\n\n", quoted(title));
    fs::create_dir_all(&folder)
        .and_then(|()| fs::File::create_new(&path))
        .and_then(|file| fill(file, &path, &text))
        .map_err(|error| not_written(&name, &error))?;
    Ok(path)
}

/// Writes `text` into the new file at `path`; half a question is not left there.
fn fill(mut file: fs::File, path: &Path, text: &str) -> io::Result<()> {
    let written = file.write_all(text.as_bytes());
    if written.is_err() {
        _ = fs::remove_file(path);
    }
    written
}

/// `00123-bakwibeolle.md`.
fn file_name(number: u64, title: &str) -> String {
    let words = slug::slug(title);
    let end = words.char_indices().map(|(at, _)| at).take_while(|&at| at <= NAME_LENGTH).last().unwrap_or(0);
    let short = if words.len() <= NAME_LENGTH {
        words.as_str()
    } else {
        words[..end].rsplit_once('-').map_or(&words[..end], |(head, _)| head)
    };
    match short {
        "" => format!("{number:0NUMBER_WIDTH$}.md"),
        short => format!("{number:0NUMBER_WIDTH$}-{short}.md"),
    }
}

/// The title as a YAML scalar in double quotes, whatever it holds.
fn quoted(title: &str) -> String {
    // JSON strings are YAML strings (YAML 1.2.2, section 1.2)
    let json = serde_json::Value::from(title).to_string();
    // but YAML takes some characters for the end of a line or for none of its own that JSON leaves as they are
    let is_plain = |c: &char| {
        !matches!(c, '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
    };
    let escaped = |c: char| if is_plain(&c) { c.to_string() } else { format!("\\u{:04x}", c as u32) };
    json.chars().map(escaped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_sort_as_numbers_do() {
        assert_eq!(file_name(12, "개미는 왜 줄을 서나요?"), "00012-gaemineun-wae-jureul-seonayo.md");
        assert_eq!(file_name(7, "???"), "00007.md");
    }

    #[test]
    fn long_names_are_cut_between_words() {
        let name = file_name(1, &"바퀴벌레 ".repeat(20));
        assert!(name.len() <= NAME_LENGTH + 10 && name.ends_with("bakwibeolle.md"), "{name}");
    }

    #[test]
    fn titles_are_quoted_as_yaml_needs() {
        assert_eq!(quoted("그는 \"아니\"라고: 했다"), "\"그는 \\\"아니\\\"라고: 했다\"");
        assert_eq!(quoted("a\u{85}b\u{7}"), "\"a\\u0085b\\u0007\"");
    }
}
