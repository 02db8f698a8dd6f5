//! The manifest: which files of the output folder are ours.
//!
//! It is what makes deleting safe: a file is replaced or removed only while it
//! has a hash that the manifest lists for it. The text form is
//!
//! ```text
//! mundap manifest 1
//! site https://qna.example.org
//! 0f3c…32 hex digits…9a index.html
//! ```
//!
//! and stands in the output folder itself, so that it goes where the site goes.

use std::fmt;
use std::fs;
use std::io;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;

use crate::fs::write_aside;
use crate::hash::Hash;
use crate::output::durability::Durability;
use crate::output::path::OutputPath;

/// The name of the manifest in the output folder.
pub const NAME: &str = ".mundap-manifest";

/// The name under which a file of the output folder is written before it is
/// renamed; the next build removes what a killed one left.
pub const SCRATCH: &str = ".mundap-new";

const HEADING: &str = "mundap manifest 1";

/// What the line starts with that says whose site it is.
const SITE: &str = "site ";

/// The files that we wrote, with every content that we may have left there.
///
/// A path has several lines while a build replaces its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The address of the site whose files they are; none in the manifest of an
    /// older version.
    pub site: Option<String>,
    /// Sorted by path, then hash; no line twice.
    lines: Vec<(OutputPath, Hash)>,
}

/// Why a text is no manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// It is not text at all, or no file.
    NotText,
    /// The line of this number, from 1, cannot be read.
    Line(usize),
    /// The last line is cut off.
    CutOff,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotText => write!(f, "`{NAME}` is not a text file"),
            Self::Line(number) => write!(f, "line {number} of `{NAME}` cannot be read"),
            Self::CutOff => write!(f, "`{NAME}` is cut off"),
        }
    }
}

/// What stands where a manifest should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ManifestFile {
    /// Nothing.
    Absent,
    /// Something that cannot be trusted, not even in parts.
    Damaged(Damage),
    /// A manifest.
    Whole(Manifest),
}

impl ManifestFile {
    /// Reads the manifest of the output folder `folder`.
    ///
    /// # Errors
    /// When the file is there but the system does not let us read it.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let path = folder.join(NAME);
        match fs::symlink_metadata(&path) {
            Ok(metadata) if !metadata.is_file() => return Ok(Self::Damaged(Damage::NotText)),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::Absent),
            Err(error) => return Err(error),
        }
        let Ok(text) = String::from_utf8(fs::read(&path)?) else { return Ok(Self::Damaged(Damage::NotText)) };
        Ok(Manifest::parse(&text).map_or_else(Self::Damaged, Self::Whole))
    }
}

impl Manifest {
    /// Reads the text form, as a whole or not at all.
    ///
    /// # Errors
    /// Where the text is damaged.
    pub fn parse(text: &str) -> Result<Self, Damage> {
        let text = text.strip_suffix('\n').ok_or(Damage::CutOff)?;
        let mut lines = text.split('\n').zip(1..).peekable();
        if lines.next().is_none_or(|(heading, _)| heading != HEADING) {
            return Err(Damage::Line(1));
        }
        let site = lines.next_if(|(line, _)| line.starts_with(SITE));
        if site.is_some_and(|(site, _)| site.contains(char::is_control)) {
            return Err(Damage::Line(2));
        }
        let parsed = lines.map(|(line, number)| parse_line(line).ok_or(Damage::Line(number)));
        let manifest = parsed.collect::<Result<Self, _>>()?;
        Ok(Self { site: site.map(|(site, _)| site[SITE.len()..].to_owned()), ..manifest })
    }

    /// The same files as those of the site at the address `site`.
    #[must_use]
    pub fn of(self, site: &str) -> Self {
        Self { site: Some(site.to_owned()), ..self }
    }

    /// Every path, sorted; each once.
    pub fn paths(&self) -> impl Iterator<Item = &OutputPath> {
        self.lines.chunk_by(|a, b| a.0 == b.0).filter_map(|lines| lines.first()).map(|(path, _)| path)
    }

    /// Every content that we may have left at `path`.
    pub fn hashes(&self, path: &OutputPath) -> impl Iterator<Item = Hash> {
        let start = self.lines.partition_point(|line| line.0 < *path);
        let lines = self.lines.iter().skip(start).take_while(move |line| line.0 == *path);
        lines.map(|line| line.1)
    }

    /// Whether we may have left this content at `path`.
    pub fn holds(&self, path: &OutputPath, hash: Hash) -> bool {
        self.hashes(path).any(|listed| listed == hash)
    }

    /// Whether `path` is listed at all.
    pub fn lists(&self, path: &OutputPath) -> bool {
        self.hashes(path).next().is_some()
    }

    /// Those of `lines`, which are sorted by path, that it has not.
    pub fn lacks<'l>(&self, lines: impl Iterator<Item = (&'l OutputPath, Hash)>) -> Vec<(OutputPath, Hash)> {
        let mut rest = self.lines.as_slice();
        let is_new = |(path, hash): &(&OutputPath, Hash)| {
            rest = &rest[rest.iter().take_while(|line| line.0 < **path).count()..];
            !rest.iter().take_while(|line| line.0 == **path).any(|line| line.1 == *hash)
        };
        lines.filter(is_new).map(|(path, hash)| (path.clone(), hash)).collect()
    }

    /// Writes the manifest to the output folder `folder`, at one stroke.
    ///
    /// # Errors
    /// What the system reports; the manifest that was there still is.
    pub fn write(&self, folder: &Path, durability: Durability) -> io::Result<()> {
        write_aside(&folder.join(SCRATCH), &folder.join(NAME), |file| {
            let mut writer = BufWriter::new(&*file);
            self.write_to(&mut writer)?;
            writer.flush()?;
            durability.sync_file(file)
        })?;
        durability.sync_folder(folder)
    }

    fn write_to(&self, writer: &mut impl Write) -> io::Result<()> {
        writeln!(writer, "{HEADING}")?;
        self.site.iter().try_for_each(|site| writeln!(writer, "{SITE}{site}"))?;
        self.lines.iter().try_for_each(|(path, hash)| writeln!(writer, "{hash} {path}"))
    }
}

impl FromIterator<(OutputPath, Hash)> for Manifest {
    fn from_iter<T: IntoIterator<Item = (OutputPath, Hash)>>(lines: T) -> Self {
        let mut lines: Vec<_> = lines.into_iter().collect();
        // quicker than other sorts where runs are sorted already, as old lines and new ones are
        lines.sort();
        lines.dedup();
        Self { site: None, lines }
    }
}

/// Every line, sorted.
impl<'a> IntoIterator for &'a Manifest {
    type Item = &'a (OutputPath, Hash);
    type IntoIter = std::slice::Iter<'a, (OutputPath, Hash)>;

    fn into_iter(self) -> Self::IntoIter {
        self.lines.iter()
    }
}

fn parse_line(line: &str) -> Option<(OutputPath, Hash)> {
    let (hash, path) = line.split_once(' ')?;
    Some((OutputPath::new(path).ok()?, hash.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(path: &str, content: &str) -> (OutputPath, Hash) {
        (OutputPath::new(path).unwrap(), Hash::of(content.as_bytes()))
    }

    fn sample() -> Manifest {
        [line("q/2 b", "x"), line("index.html", "y"), line("q/2 b", "z"), line("가", "x")]
            .into_iter()
            .collect()
    }

    fn text(manifest: &Manifest) -> String {
        let mut text = Vec::new();
        manifest.write_to(&mut text).unwrap();
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn a_manifest_reads_back_from_disk() {
        let folder = tempfile::tempdir().unwrap();
        sample().write(folder.path(), Durability::Synced).unwrap();
        assert_eq!(ManifestFile::read(folder.path()).unwrap(), ManifestFile::Whole(sample()));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn it_says_whose_site_it_is() {
        let mine = sample().of("https://qna.example.org/docs");
        let text = text(&mine);
        assert!(text.starts_with("mundap manifest 1\nsite https://qna.example.org/docs\n"), "{text}");
        assert_eq!(Manifest::parse(&text), Ok(mine));
        assert_eq!(Manifest::parse("mundap manifest 1\n"), Ok(Manifest::default()));
        assert_eq!(Manifest::parse("mundap manifest 1\nsite \u{1b}[2J\n"), Err(Damage::Line(2)));
        assert_eq!(Manifest::parse("mundap manifest 1\nsite a\nsite b\n"), Err(Damage::Line(3)));
    }

    #[test]
    fn it_tells_which_lines_it_lacks() {
        let lines = [
            line("a", "x"),
            line("index.html", "y"),
            line("q/2 b", "x"),
            line("q/2 b", "y"),
            line("힣", "x"),
        ];
        let lacking = sample().lacks(lines.iter().map(|(path, hash)| (path, *hash)));
        assert_eq!(lacking, [line("a", "x"), line("q/2 b", "y"), line("힣", "x")]);
        assert_eq!(sample().lacks(sample().lines.iter().map(|(path, hash)| (path, *hash))), []);
    }

    #[test]
    fn a_manifest_is_absent_where_there_is_no_file_or_no_folder() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(ManifestFile::read(folder.path()).unwrap(), ManifestFile::Absent);
        assert_eq!(ManifestFile::read(&folder.path().join("none")).unwrap(), ManifestFile::Absent);
    }

    #[test]
    fn lines_are_sorted_by_path_and_listed_once() {
        let twice: Manifest = sample().into_iter().chain(&sample()).cloned().collect();
        assert_eq!(twice, sample());
        let paths: Vec<_> = twice.paths().map(OutputPath::as_str).collect();
        assert_eq!(paths, ["index.html", "q/2 b", "가"]);
        let text = text(&twice);
        let first = format!("mundap manifest 1\n{} index.html\n", Hash::of(b"y"));
        assert!(text.starts_with(&first), "{text}");
    }

    #[test]
    fn a_path_holds_every_hash_it_is_listed_with() {
        let (path, _) = line("q/2 b", "");
        assert!(sample().holds(&path, Hash::of(b"x")));
        assert!(sample().holds(&path, Hash::of(b"z")));
        assert!(!sample().holds(&path, Hash::of(b"y")));
        assert!(!sample().lists(&line("q/2", "").0));
    }

    #[test]
    fn damage_anywhere_damages_the_whole() {
        let whole = text(&sample());
        let table = [
            (String::new(), Damage::CutOff),
            ("mundap manifest 1".into(), Damage::CutOff),
            ("mundap manifest 2\n".into(), Damage::Line(1)),
            (format!("\n{whole}"), Damage::Line(1)),
            (format!("{whole}\n"), Damage::Line(6)),
            (format!("{whole}0123 index.html\n"), Damage::Line(6)),
            (whole.replace("index.html", "../index.html"), Damage::Line(2)),
            (whole.replace("index.html", ""), Damage::Line(2)),
            (whole.replace(" index", " /index"), Damage::Line(2)),
            (whole.replace('\n', "\r\n"), Damage::Line(1)),
            (whole.trim_end().into(), Damage::CutOff),
        ];
        for (text, damage) in table {
            assert_eq!(Manifest::parse(&text), Err(damage), "{text}");
        }
    }

    #[test]
    fn a_cut_never_adds_what_was_not_listed() {
        let whole = text(&sample());
        for end in (0..whole.len()).filter(|&end| whole.is_char_boundary(end)) {
            let Ok(part) = Manifest::parse(&whole[..end]) else { continue };
            assert!(part.into_iter().all(|(path, hash)| sample().holds(path, *hash)), "{end}");
        }
    }

    #[test]
    fn what_is_no_text_is_damaged() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(NAME), b"\xff\xfe").unwrap();
        assert_eq!(ManifestFile::read(folder.path()).unwrap(), ManifestFile::Damaged(Damage::NotText));
    }
}
