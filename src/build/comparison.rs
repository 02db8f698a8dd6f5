//! A comparison: whether a build that remembers made what one makes that does
//! not.

use std::fs;
use std::path::Path;

use rayon::prelude::*;

use super::Destination;
use super::Options;
use super::build;
use crate::diagnostic;
use crate::diagnostic::Diagnostic;
use crate::hash::Hash;
use crate::memory::Memory;
use crate::output::Manifest;
use crate::output::ManifestFile;
use crate::output::OutputPath;
use crate::output::Settings;
use crate::progress::Progress;

/// Builds the same site with no memory, into a folder beside the memory that is
/// there only for that long, and tells where it differs from the one that
/// stands in the output.
pub fn compare(options: &Options, settings: &Settings, progress: &dyn Progress) -> Vec<Diagnostic> {
    let clean = Settings {
        output: settings.memory.join("clean"),
        memory: settings.memory.join("clean-memory"),
        ..settings.clone()
    };
    let destination = Destination::Folder(clean.clone());
    let options = Options { destination, publish: false, ..options.clone() };
    remove(&clean);
    let outcome = build(&options, &mut Memory::default(), progress);
    let differing = match outcome.built {
        Some(_) => differing(&settings.output, &clean.output),
        // what the first build warned of has been said
        None => outcome.diagnostics.into_iter().filter(Diagnostic::is_error).collect(),
    };
    remove(&clean);
    differing
}

fn differing(output: &Path, clean: &Path) -> Vec<Diagnostic> {
    let (ours, clean_paths) = (listed(output), listed(clean));
    let mut paths: Vec<&OutputPath> = ours.paths().chain(clean_paths.paths()).collect();
    paths.sort_unstable();
    paths.dedup();
    let hash = |folder: &Path, path: &OutputPath| Hash::of_file(&folder.join(path.as_str())).ok();
    let differing = paths.into_par_iter().filter(|path| hash(output, path) != hash(clean, path));
    let mut diagnostics: Vec<_> = differing.map(differs).collect();
    diagnostic::sort(&mut diagnostics);
    diagnostics
}

fn listed(folder: &Path) -> Manifest {
    match ManifestFile::read(folder) {
        Ok(ManifestFile::Whole(manifest)) => manifest,
        _ => Manifest::default(),
    }
}

fn remove(clean: &Settings) {
    // what is left of it, the next comparison removes
    _ = fs::remove_dir_all(&clean.output);
    _ = fs::remove_dir_all(&clean.memory);
}

fn differs(path: &OutputPath) -> Diagnostic {
    Diagnostic::error("build-differs", format!("`{path}` is not what a build without a memory makes")).help(
        "delete it and the folder `.mundap`, and build again; if you did not change it, please report this",
    )
}
