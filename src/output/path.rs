//! An output path: the name of one file of the site, the same file on every
//! system.
//!
//! The rules are those of the strictest system there is, so that a site built
//! on one machine can be copied to any other. Windows' own are in "Naming
//! Files, Paths, and Namespaces" of its documentation.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::sync::Arc;

use rustc_hash::FxBuildHasher;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::de::Error as _;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::is_nfc;

/// The longest name that Linux, macOS and Windows all store, in bytes.
const MAX_SEGMENT_BYTES: usize = 255;

/// The longest path, in bytes: macOS stops at 1024.
const MAX_BYTES: usize = 1024;

/// How the names of files begin that mundap keeps for itself in the output.
pub(super) const OWN_PREFIX: &str = ".mundap-";

/// The names Windows gives to devices, whatever their extension or case;
/// `COM1` and the like are in [`is_numbered_device`].
const DEVICES: &[&str] = &["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

/// What the name of a device starts with; few other names do.
const INITIALS: &[u8] = b"cpanl";

/// Where a file of the site stands below the output folder; cheap to clone.
///
/// There is no other way to name one, so no text that anybody wrote can lead
/// out of the output folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutputPath(Arc<str>);

impl OutputPath {
    /// The path written `path`, with `/` between segments: `q/123/index.html`.
    ///
    /// # Errors
    /// The rule that `path` breaks.
    pub fn new(path: &str) -> Result<Self, PathError> {
        check_whole(path)?;
        path.split('/').try_for_each(check_segment)?;
        Ok(Self(path.into()))
    }

    /// The path as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path without regard to case: lower case, in NFC. Two paths with one
    /// fold are one file on macOS and Windows.
    pub fn fold(&self) -> Cow<'_, str> {
        if !self.0.is_ascii() {
            return Cow::Owned(self.0.chars().flat_map(char::to_lowercase).nfc().collect());
        }
        if self.0.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Cow::Owned(self.0.to_ascii_lowercase());
        }
        Cow::Borrowed(&self.0)
    }

    /// The folders the file stands in, outermost first: `q`, `q/123`.
    pub fn folders(&self) -> impl Iterator<Item = &str> {
        folders(&self.0)
    }
}

impl Serialize for OutputPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for OutputPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(<&str>::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl fmt::Display for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The rule that a text breaks which is no output path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathError {
    /// There is no text at all.
    Empty,
    /// The whole is longer than 1024 bytes.
    TooLong,
    /// It starts with `/`.
    Absolute,
    /// It is not in normal form C, as macOS may hand over Hangul.
    NotNfc,
    /// It holds NUL, a line break or another control character.
    Control,
    /// It holds a character that Windows refuses in names.
    Forbidden(char),
    /// Two `/` in a row, or one at the end.
    EmptySegment,
    /// A segment is `.` or `..`.
    DotSegment,
    /// A segment is longer than 255 bytes.
    SegmentTooLong,
    /// A segment ends in a dot or a space, which Windows drops.
    DotOrSpaceAtEnd,
    /// A segment is a name Windows gives to a device.
    Device,
    /// A segment is a step to another folder once a server has decoded it.
    Encoded,
    /// A segment begins with `.mundap-`.
    Own,
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("a path must not be empty"),
            Self::TooLong => write!(f, "a path must not be longer than {MAX_BYTES} bytes"),
            Self::Absolute => f.write_str("a path must not start with `/`"),
            Self::NotNfc => f.write_str("a path must be in Unicode normal form C (NFC)"),
            Self::Control => f.write_str("a path must not hold control characters"),
            Self::Forbidden(character) => write!(f, "a path must not hold `{character}`"),
            Self::EmptySegment => f.write_str("a path must not hold two `/` in a row or end in one"),
            Self::DotSegment => f.write_str("a path must not hold a `.` or `..` between slashes"),
            Self::SegmentTooLong => {
                write!(f, "a name between slashes must not be longer than {MAX_SEGMENT_BYTES} bytes")
            }
            Self::DotOrSpaceAtEnd => f.write_str("a name between slashes must not end in a dot or a space"),
            Self::Device => f.write_str("a name between slashes must not be one of Windows' device names"),
            Self::Encoded => {
                f.write_str("a path must not hold a percent-encoded slash, backslash, NUL or `..`")
            }
            Self::Own => write!(f, "a name between slashes must not begin with `{OWN_PREFIX}`"),
        }
    }
}

impl Error for PathError {}

/// The pairs that cannot both be files of one site: equal without regard to
/// case, or one a folder that the other stands in. Sorted.
pub fn collisions<'p>(paths: impl Iterator<Item = &'p OutputPath>) -> Vec<(OutputPath, OutputPath)> {
    let mut sorted: Vec<_> = paths.collect();
    sorted.sort_unstable();
    let folded: Vec<(Cow<'_, str>, &OutputPath)> =
        sorted.into_iter().map(|path| (path.fold(), path)).collect();
    let mut by_fold: FxHashMap<&str, &OutputPath> =
        FxHashMap::with_capacity_and_hasher(folded.len(), FxBuildHasher);
    let mut pairs = Vec::new();
    for (fold, path) in &folded {
        let first = *by_fold.entry(fold).or_insert(path);
        if !std::ptr::eq(first, *path) {
            pairs.push((first.clone(), (*path).clone()));
        }
    }
    for (fold, path) in &folded {
        let files = folders(fold).filter_map(|folder| by_fold.get(folder));
        pairs.extend(files.map(|&file| (file.clone(), (*path).clone())));
    }
    pairs.sort_unstable();
    pairs
}

fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(|(slash, _)| path.get(..slash))
}

fn check_whole(path: &str) -> Result<(), PathError> {
    if path.is_empty() {
        return Err(PathError::Empty);
    }
    if path.len() > MAX_BYTES {
        return Err(PathError::TooLong);
    }
    if path.starts_with('/') {
        return Err(PathError::Absolute);
    }
    // most paths are of these alone, and a large site has many
    if path.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'_')) {
        return Ok(());
    }
    if path.chars().any(char::is_control) {
        return Err(PathError::Control);
    }
    if let Some(character) = path.chars().find(|character| r#"\:*?"<>|"#.contains(*character)) {
        return Err(PathError::Forbidden(character));
    }
    if !path.is_ascii() && !is_nfc(path) {
        return Err(PathError::NotNfc);
    }
    Ok(())
}

fn check_segment(segment: &str) -> Result<(), PathError> {
    if segment.is_empty() {
        return Err(PathError::EmptySegment);
    }
    if segment == "." || segment == ".." {
        return Err(PathError::DotSegment);
    }
    if segment.len() > MAX_SEGMENT_BYTES {
        return Err(PathError::SegmentTooLong);
    }
    if segment.ends_with(['.', ' ']) {
        return Err(PathError::DotOrSpaceAtEnd);
    }
    if is_device(segment) {
        return Err(PathError::Device);
    }
    if is_encoded_step(segment) {
        return Err(PathError::Encoded);
    }
    if starts_with_own_prefix(segment) {
        return Err(PathError::Own);
    }
    Ok(())
}

/// Whether Windows takes `segment` for a device, as it does with `nul.txt`.
fn is_device(segment: &str) -> bool {
    let may_be_one =
        segment.bytes().next().is_some_and(|first| INITIALS.contains(&first.to_ascii_lowercase()));
    if !may_be_one {
        return false;
    }
    let stem = segment.split('.').next().unwrap_or(segment).trim_end_matches(' ');
    DEVICES.iter().any(|device| device.eq_ignore_ascii_case(stem)) || is_numbered_device(stem)
}

/// Whether `stem` is `COM` or `LPT` with one digit; Windows reads the
/// superscripts of Latin-1 as digits too.
fn is_numbered_device(stem: &str) -> bool {
    let Some((name, number)) = stem.split_at_checked(3) else { return false };
    let is_port = name.eq_ignore_ascii_case("COM") || name.eq_ignore_ascii_case("LPT");
    let mut characters = number.chars();
    let is_digit = characters.next().is_some_and(|digit| digit.is_ascii_digit() || "¹²³".contains(digit));
    is_port && is_digit && characters.next().is_none()
}

/// Whether a server that decodes `segment` once would leave its folder.
fn is_encoded_step(segment: &str) -> bool {
    if !segment.contains('%') {
        return false;
    }
    let decoded = percent_decoded(segment);
    let is_dots = decoded == b"." || decoded == b"..";
    is_dots || decoded.iter().any(|byte| matches!(byte, b'/' | b'\\' | b'\0'))
}

fn percent_decoded(segment: &str) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(segment.len());
    let mut rest = segment.as_bytes();
    while let Some((byte, left)) = first_decoded(rest) {
        decoded.push(byte);
        rest = left;
    }
    decoded
}

/// The first byte that `text` stands for, and what follows it.
fn first_decoded(text: &[u8]) -> Option<(u8, &[u8])> {
    if let [b'%', high, low, left @ ..] = text
        && let (Some(high), Some(low)) = (hex_digit(*high), hex_digit(*low))
    {
        return Some((high * 16 + low, left));
    }
    text.split_first().map(|(byte, left)| (*byte, left))
}

fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

fn starts_with_own_prefix(segment: &str) -> bool {
    segment
        .split_at_checked(OWN_PREFIX.len())
        .is_some_and(|(start, _)| start.eq_ignore_ascii_case(OWN_PREFIX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(path: &str) -> OutputPath {
        OutputPath::new(path).unwrap()
    }

    #[test]
    fn ordinary_names_are_paths() {
        let names = [
            "index.html",
            "q/123/index.html",
            "_headers",
            ".well-known/security.txt",
            "q/refund policy.md",
            "static/바퀴벌레.png",
            "a..b/c",
            "...a",
            "100%/50%zz/%41",
            "console/com10/com/lpt/nul-and-void/comma",
            "mundap-manifest",
        ];
        for name in names {
            assert_eq!(OutputPath::new(name).map(|path| path.to_string()), Ok(name.to_owned()));
        }
    }

    #[test]
    fn every_rule_has_its_error() {
        let long_segment = "a".repeat(256);
        let hangul = "가".repeat(86);
        let long = "abc/".repeat(256) + "a";
        let table = [
            ("", PathError::Empty),
            (&long, PathError::TooLong),
            ("/", PathError::Absolute),
            ("/etc/passwd", PathError::Absolute),
            ("//host/share", PathError::Absolute),
            ("a//b", PathError::EmptySegment),
            ("a/", PathError::EmptySegment),
            (".", PathError::DotSegment),
            ("a/./b", PathError::DotSegment),
            ("a/..", PathError::DotSegment),
            ("a\0b", PathError::Control),
            ("a\nb", PathError::Control),
            ("a\u{7f}", PathError::Control),
            ("a\u{85}b", PathError::Control),
            ("a\\b", PathError::Forbidden('\\')),
            ("c:/a", PathError::Forbidden(':')),
            ("a.txt:stream", PathError::Forbidden(':')),
            ("a*", PathError::Forbidden('*')),
            ("a?", PathError::Forbidden('?')),
            ("\"a\"", PathError::Forbidden('"')),
            ("<a", PathError::Forbidden('<')),
            ("a>", PathError::Forbidden('>')),
            ("a|b", PathError::Forbidden('|')),
            ("\u{1100}\u{1161}", PathError::NotNfc),
            ("e\u{301}", PathError::NotNfc),
            ("a./b", PathError::DotOrSpaceAtEnd),
            ("a/b ", PathError::DotOrSpaceAtEnd),
            ("...", PathError::DotOrSpaceAtEnd),
            (&long_segment, PathError::SegmentTooLong),
            (&hangul, PathError::SegmentTooLong),
            (".mundap-manifest", PathError::Own),
            ("q/.Mundap-new", PathError::Own),
        ];
        for (name, error) in table {
            assert_eq!(OutputPath::new(name), Err(error), "{name}");
        }
    }

    #[test]
    fn the_longest_names_are_paths() {
        assert!(OutputPath::new(&"a".repeat(255)).is_ok());
        assert!(OutputPath::new(&"가".repeat(85)).is_ok());
        assert!(OutputPath::new(&("abc/".repeat(255) + "abcd")).is_ok());
    }

    #[test]
    fn windows_device_names_are_refused_in_every_spelling() {
        let plain = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].map(str::to_owned);
        let numbered = ["COM", "LPT"]
            .into_iter()
            .flat_map(|port| "0123456789¹²³".chars().map(move |digit| format!("{port}{digit}")));
        for device in plain.into_iter().chain(numbered) {
            let lower = device.to_lowercase();
            let spellings = [
                device.clone(),
                lower.clone(),
                format!("{lower}.html"),
                format!("{device}.tar.gz"),
                format!("{device} .txt"),
                format!("q/{lower}/index.html"),
            ];
            for name in spellings {
                assert_eq!(OutputPath::new(&name), Err(PathError::Device), "{name}");
            }
        }
    }

    #[test]
    fn no_spelling_leads_out_of_the_folder() {
        let steps = [
            "..",
            "../a",
            "a/../../b",
            "./a",
            "/a",
            "//a",
            "..\\a",
            "\\a",
            "\\\\host\\a",
            "C:\\a",
            "C:a",
            "a/..\\b",
            "%2e%2e/a",
            "%2E%2E/a",
            ".%2e/a",
            "%2e./a",
            "%2e",
            "a/%2e%2e",
            "..%2fa",
            "..%2Fa",
            "%2e%2e%2fa",
            "..%5ca",
            "..%5Ca",
            "%5c%5chost",
            "%2fetc",
            "a%00",
            "a%00.html",
            "a/%2e%2e/%2e%2e/b",
            "..\0",
            ".. /a",
            "../",
            "...",
            "a/.../b",
            "~/../a",
            "file:///a",
            "\u{2e}\u{2e}/a",
        ];
        for step in steps {
            assert!(OutputPath::new(step).is_err(), "{step}");
        }
    }

    #[test]
    fn decoding_happens_once() {
        assert!(OutputPath::new("%252e%252e/a").is_ok());
        assert_eq!(percent_decoded("%252e"), b"%2e");
        assert_eq!(percent_decoded("%%2e%2"), b"%.%2");
    }

    #[test]
    fn errors_say_the_rule() {
        assert_eq!(PathError::Absolute.to_string(), "a path must not start with `/`");
        assert_eq!(PathError::Forbidden('?').to_string(), "a path must not hold `?`");
        assert_eq!(PathError::Own.to_string(), "a name between slashes must not begin with `.mundap-`");
    }

    #[test]
    fn a_fold_forgets_case() {
        assert_eq!(path("q/FAQ.md").fold(), path("Q/faq.MD").fold());
        assert_eq!(path("É/Ж").fold(), "é/ж");
        assert_eq!(path("\u{212b}ngstrom".nfc().collect::<String>().as_str()).fold(), "ångstrom");
    }

    #[test]
    fn folders_come_outermost_first() {
        assert_eq!(path("a/b/c").folders().collect::<Vec<_>>(), ["a", "a/b"]);
        assert_eq!(path("a").folders().count(), 0);
    }

    #[test]
    fn paths_collide_by_case_and_as_file_and_folder() {
        let paths = ["b", "B", "a/x", "A", "a/x/y", "c", "c", "d/e", "de"].map(path);
        let pairs: Vec<_> = collisions(paths.iter()).iter().map(|(a, b)| format!("{a} {b}")).collect();
        assert_eq!(pairs, ["A a/x", "A a/x/y", "B b", "a/x a/x/y", "c c"]);
    }

    #[test]
    fn paths_that_only_share_a_folder_do_not_collide() {
        assert_eq!(collisions(["q/1/a", "q/1/b", "q/10", "Q/2"].map(path).iter()), []);
    }
}
