//! A change: which files of an archive somebody saved.

use std::path::Path;

use rustc_hash::FxHashSet;

use super::Content;
use crate::fs::SourcePath;

impl Content {
    /// The questions among the files that changed, by their path below
    /// `questions/`; none where a file came or went, so that all have to be
    /// found anew. `root` is the content folder as the system names it.
    pub fn changed<'p>(
        &self,
        root: &Path,
        paths: impl Iterator<Item = &'p Path>,
    ) -> Option<FxHashSet<String>> {
        let mut questions = FxHashSet::default();
        for path in paths {
            // what is not content is read in every build
            let Ok(below) = path.strip_prefix(root) else { continue };
            let name = below.to_str()?.replace('\\', "/");
            let is_there = path.symlink_metadata().is_ok();
            match self.lists(&name) {
                Listed::Question if is_file(path) => _ = questions.insert(rest(&name).to_owned()),
                Listed::Other if is_file(path) => {}
                // the scratch file of an editor
                Listed::Nothing if !is_there => {}
                _ => return None,
            }
        }
        Some(questions)
    }

    fn lists(&self, name: &str) -> Listed {
        let (folder, rest) = name.split_once('/').unwrap_or((name, ""));
        let has =
            |files: &[SourcePath]| files.binary_search_by(|file| file.relative.as_str().cmp(rest)).is_ok();
        let is_other = match folder {
            "questions" if has(&self.questions) => return Listed::Question,
            "pages" => has(&self.pages),
            "templates" => has(&self.templates),
            "site.yaml" => self.site.is_some(),
            "people.yaml" => self.people.is_some(),
            "search.yaml" => self.search.is_some(),
            super::LEDGER => self.addresses.is_some(),
            // the size of a picture is part of what was found
            _ => false,
        };
        if is_other { Listed::Other } else { Listed::Nothing }
    }
}

/// What an archive has under a name.
enum Listed {
    Question,
    Other,
    Nothing,
}

fn is_file(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|found| found.is_file())
}

fn rest(name: &str) -> &str {
    name.split_once('/').map_or("", |(_, rest)| rest)
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
        let mut changed: Vec<_> =
            content.changed(&root, paths.iter().map(PathBuf::as_path))?.into_iter().collect();
        changed.sort();
        Some(changed)
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
    }
}
