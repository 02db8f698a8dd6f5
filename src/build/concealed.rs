//! What is concealed: questions whose text no page shows, and whether the output
//! still shows it.

use std::collections::BTreeSet;
use std::path::Path;

use crate::archive::Archive;
use crate::diagnostic::Diagnostic;
use crate::output::OutputPath;
use crate::page::Page;

/// The files at the addresses of questions whose text no page shows.
pub struct Concealed {
    files: BTreeSet<String>,
}

impl Concealed {
    /// Those of an archive.
    pub fn of(archive: &Archive) -> Self {
        let questions = archive.iter().filter(|(id, _)| !archive.visibility(*id).has_page());
        let addresses = questions.flat_map(|(_, question)| {
            let key = &question.key;
            [key.address() + "index.html", key.markdown_address(), key.json_address()]
        });
        Self { files: addresses.map(|address| address.trim_start_matches('/').to_owned()).collect() }
    }

    /// What to say of a file at `path` that is not ours to replace or delete: at
    /// the address of one of them it shows what nobody should see.
    pub fn left_alone(&self, path: &str) -> Diagnostic {
        if !self.files.contains(path) {
            return edited(path);
        }
        still_public(format!("somebody changed `{path}`, and it may still show what was taken off the site"))
    }

    /// Those that are none of `pages`, so that nothing may stand there.
    pub fn without_page(&self, pages: &[Page]) -> Vec<String> {
        let is_page = |path: &String| pages.binary_search_by(|page| page.path.as_str().cmp(path)).is_ok();
        self.files.iter().filter(|path| !is_page(path)).cloned().collect()
    }
}

/// What to say of those of `files` that stand in the folder `output` after its
/// commit and are not `kept`, of which that is said already: an earlier build may
/// have left them there whose manifest is lost.
pub fn still_standing(output: &Path, files: &[String], kept: &[OutputPath]) -> Vec<Diagnostic> {
    let is_kept = |path: &String| kept.iter().any(|kept| kept.as_str() == path);
    let standing = files.iter().filter(|path| stands(output, path) && !is_kept(path));
    standing
        .map(|path| {
            still_public(format!(
                "nothing says that mundap wrote `{path}`, and it may show what is not on the site"
            ))
        })
        .collect()
}

/// Whether anything stands at `path` in the folder `output`.
pub fn stands(output: &Path, path: &str) -> bool {
    output.join(path).symlink_metadata().is_ok()
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
