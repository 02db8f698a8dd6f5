//! A change: which files of an archive somebody saved.

use std::collections::BTreeSet;
use std::path::Path;

use rayon::prelude::*;

use super::Content;
use crate::fs::SourcePath;
use crate::nfc;

impl Content {
    /// The positions of the questions among the files that changed; none where
    /// a file came or went, or one may have changed under the name of another, so
    /// that all have to be found anew. `root` is the content folder as the system
    /// names it.
    pub fn changed<'p>(&self, root: &Path, paths: impl Iterator<Item = &'p Path>) -> Option<BTreeSet<usize>> {
        let mut questions = BTreeSet::new();
        let mut paths = paths.peekable();
        if paths.peek().is_some() && self.has_links() {
            return None;
        }
        for path in paths {
            // what is not content is read in every build
            let Ok(below) = path.strip_prefix(root) else { continue };
            let name = below.to_str()?.replace('\\', "/");
            let is_there = path.symlink_metadata().is_ok();
            match self.lists(&name) {
                Listed::Question(at) if is_file(path) => _ = questions.insert(at),
                Listed::Other if is_file(path) => {}
                // the scratch file of an editor
                Listed::Nothing if !is_there && !self.lists_any(&name) => {}
                _ => return None,
            }
        }
        Some(questions)
    }

    /// Whether one of the files is a link, or lies behind one: it changes where
    /// another does, which alone is told of.
    fn has_links(&self) -> bool {
        let any = || self.questions.par_iter().any(is_linked) || self.others().any(is_linked);
        *self.has_links.get_or_init(any)
    }

    fn lists(&self, name: &str) -> Listed {
        let (folder, rest) = name.split_once('/').unwrap_or((name, ""));
        let find =
            |files: &[SourcePath]| files.binary_search_by(|file| file.relative.as_str().cmp(rest)).ok();
        let is_other = match folder {
            "questions" => return find(&self.questions).map_or(Listed::Nothing, Listed::Question),
            "pages" => find(&self.pages).is_some(),
            "templates" => find(&self.templates).is_some(),
            "site.yaml" => self.site.file().is_some(),
            "people.yaml" => self.people.file().is_some(),
            "search.yaml" => self.search.file().is_some(),
            super::LEDGER => self.addresses.file().is_some(),
            // the size of a picture is part of what was found
            _ => false,
        };
        if is_other { Listed::Other } else { Listed::Nothing }
    }

    /// Whether it has a file under a name, or in a folder of that name: who moves
    /// a folder away tells of the folder alone.
    fn lists_any(&self, name: &str) -> bool {
        // as what was found is called
        let name = nfc::composed(name);
        let (folder, rest) = name.split_once('/').unwrap_or((&name, ""));
        match folder {
            "questions" => any_below(&self.questions, rest),
            "pages" => any_below(&self.pages, rest),
            "templates" => any_below(&self.templates, rest),
            "static" => self.statics.any_below(rest),
            _ => false,
        }
    }
}

/// Whether one of the files, which are sorted, has this name or lies in the
/// folder of this name; an empty one is that of the folder of all.
fn any_below(files: &[SourcePath], name: &str) -> bool {
    if name.is_empty() {
        return !files.is_empty();
    }
    let folder = format!("{name}/");
    let first = |from: &str| files.get(files.partition_point(|file| file.relative.as_str() < from));
    first(name).is_some_and(|file| file.relative == name)
        || first(&folder).is_some_and(|file| file.relative.starts_with(&folder))
}

/// Whether a file, or a folder that it was found in, is a link.
fn is_linked(file: &SourcePath) -> bool {
    let depth = file.relative.split('/').count();
    file.path.ancestors().take(depth).any(Path::is_symlink)
}

/// What an archive has under a name.
enum Listed {
    /// The question at a position.
    Question(usize),
    Other,
    Nothing,
}

fn is_file(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|found| found.is_file())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::*;
    use crate::content;

    #[track_caller]
    fn of(names: &[&str], change: impl FnOnce(&Path)) -> Option<Vec<String>> {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        for name in ["questions/1.md", "questions/2026/2.md", "pages/about.md", "static/a.png"] {
            fs::create_dir_all(root.join(name).parent().unwrap()).unwrap();
            fs::write(root.join(name), "").unwrap();
        }
        fs::write(root.join("site.yaml"), "").unwrap();
        let content = content::find(&root, "content").value;
        change(&root);
        let paths: Vec<PathBuf> = names.iter().map(|name| root.join(name)).collect();
        let changed = content.changed(&root, paths.iter().map(PathBuf::as_path))?;
        Some(changed.into_iter().map(|at| content.questions[at].relative.clone()).collect())
    }

    #[test]
    fn saved_files_are_told_by_name() {
        let changed = of(&["questions/2026/2.md", "pages/about.md", "site.yaml"], |_| {});
        assert_eq!(changed.unwrap(), ["2026/2.md"]);
        assert_eq!(of(&["questions/1.md", "questions/1.md.tmp"], |_| {}).unwrap(), ["1.md"]);
        assert_eq!(of(&["../themes/mine/theme.yaml"], |_| {}).unwrap(), [""; 0]);
    }

    #[test]
    fn what_comes_or_goes_is_found_anew() {
        let remove = |name: &'static str| move |root: &Path| fs::remove_file(root.join(name)).unwrap();
        let create = |name: &'static str| move |root: &Path| fs::write(root.join(name), "").unwrap();
        assert_eq!(of(&["questions/1.md"], remove("questions/1.md")), None);
        assert_eq!(of(&["questions/3.md"], create("questions/3.md")), None);
        assert_eq!(of(&["people.yaml"], create("people.yaml")), None);
        assert_eq!(of(&["static/a.png"], |_| {}), None);
        assert_eq!(of(&["questions/2026"], |_| {}), None);
        assert_eq!(of(&["static/a.png"], remove("static/a.png")), None);
    }

    #[cfg(unix)]
    #[test]
    fn what_may_have_changed_under_another_name_is_found_anew() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let link = |from: &str, to: &str| std::os::unix::fs::symlink(from, root.join(to)).unwrap();
        fs::create_dir_all(root.join("questions/2026")).unwrap();
        for name in ["1.md", "2026/2.md"] {
            fs::write(root.join("questions").join(name), "").unwrap();
        }
        let changed = || {
            let path = root.join("questions/1.md");
            content::find(&root, "content").value.changed(&root, [path.as_path()].into_iter())
        };
        assert_eq!(changed(), Some(BTreeSet::from([0])));
        link("2026", "questions/2027");
        assert_eq!(changed(), None);
        fs::remove_file(root.join("questions/2027")).unwrap();
        link("1.md", "questions/3.md");
        assert_eq!(changed(), None);
    }

    #[test]
    fn a_folder_that_goes_takes_its_files_along() {
        let remove = |name: &'static str| move |root: &Path| fs::remove_dir_all(root.join(name)).unwrap();
        for name in ["questions/2026", "questions", "pages", "static"] {
            assert_eq!(of(&[name], remove(name)), None, "{name}");
        }
        assert_eq!(of(&["questions/202", "questions/2026/2", "static/a"], |_| {}).unwrap(), [""; 0]);
    }
}
