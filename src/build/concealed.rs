//! What is concealed: questions whose text no page shows, and whether the output
//! still shows it.

use std::path::Path;

use rustc_hash::FxHashSet;

use crate::archive::Archive;
use crate::diagnostic::Diagnostic;
use crate::output::OutputPath;
use crate::page::Page;

/// The questions whose text no page shows, by their keys.
pub struct Concealed {
    keys: FxHashSet<String>,
}

impl Concealed {
    /// Those of an archive.
    pub fn of(archive: &Archive) -> Self {
        let all = archive.iter().filter(|(id, _)| !archive.visibility(*id).has_page());
        Self { keys: all.map(|(_, question)| question.key.to_string()).collect() }
    }

    /// What to say of a file at `path` that is not ours to replace or delete: at
    /// the address of one of them it shows what nobody should see.
    pub fn left_alone(&self, path: &str) -> Diagnostic {
        let key = path.strip_prefix("q/").and_then(|rest| rest.split(['/', '.']).next());
        if !key.is_some_and(|key| self.keys.contains(key)) {
            return edited(path);
        }
        still_public(format!("somebody changed `{path}`, and it may still show what was taken off the site"))
    }

    /// The files of them that stand in the folder `output` after its commit and
    /// are none of `pages`, nor `kept`, of which that is said already: an earlier
    /// build may have left them there whose manifest is lost.
    pub fn still_standing(&self, output: &Path, pages: &[Page], kept: &[OutputPath]) -> Vec<Diagnostic> {
        let files = self
            .keys
            .iter()
            .flat_map(|key| [format!("q/{key}/index.html"), format!("q/{key}.md"), format!("q/{key}.json")]);
        let is_page = |path: &str| pages.binary_search_by(|page| page.path.as_str().cmp(path)).is_ok();
        let is_kept = |path: &str| kept.iter().any(|kept| kept.as_str() == path);
        let stands = |path: &String| output.join(path).symlink_metadata().is_ok();
        let standing = files.filter(stands).filter(|path| !is_page(path) && !is_kept(path));
        standing
            .map(|path| {
                still_public(format!(
                    "nothing says that mundap wrote `{path}`, and it may show what is not on the site"
                ))
            })
            .collect()
    }
}

fn still_public(message: String) -> Diagnostic {
    Diagnostic::error("still-public", message).help("delete it and build again")
}

fn edited(path: &str) -> Diagnostic {
    Diagnostic::warning(
        "output-edited",
        format!("`{path}` holds something that mundap did not write, and is left alone"),
    )
    .help("delete it to have mundap write it")
}
