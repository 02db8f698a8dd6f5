//! Bad input: every problem is reported at its place, in words that say what
//! to type, and none stops the program in another way.
//!
//! A folder in `tests/fixtures/diagnostics/` is an archive with something in
//! it, put over the default one, and `expected.txt` is what `mundap check`
//! says of it to a person.

use std::fs;
use std::path::Path;

use rayon::prelude::*;

use super::harness::Archive;
use super::harness::assert_blessed;
use super::harness::fixtures;

#[test]
fn every_bad_input_is_explained() {
    let mut folders: Vec<_> =
        fs::read_dir(fixtures("diagnostics")).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let archives = folders.par_iter().filter(|folder| has_archive(folder));
    archives.for_each(|folder| explains(folder));
}

#[test]
fn an_archive_without_questions_builds() {
    Archive::new().build().succeeds().quietly();
}

#[test]
fn an_error_leaves_no_site() {
    let run = Archive::fixture(&fixtures("diagnostics").join("unknown-category")).build().fails();
    assert_eq!(run.project.files("public"), [""; 0]);
}

/// Whether a folder holds an archive; where it holds only what is expected, a
/// test makes the archive, as git could not keep it.
fn has_archive(folder: &Path) -> bool {
    folder.join("content").is_dir()
}

#[track_caller]
fn explains(folder: &Path) {
    let run = Archive::fixture(folder).write().command("check").for_people().run();
    let printed = run.printed();
    assert_blessed(&folder.join("expected.txt"), &printed);
    run.exits(i32::from(printed.contains("error[")));
}
