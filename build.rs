//! Names the program by all that it is made of, so that what one build of it
//! remembers is never read by another.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::Hash;
use std::hash::Hasher;
use std::path::Path;

fn main() {
    let mut hasher = DefaultHasher::new();
    for part in ["Cargo.lock", "src", "themes"] {
        println!("cargo::rerun-if-changed={part}");
        hash(Path::new(part), &mut hasher);
    }
    println!("cargo::rustc-env=MUNDAP_PROGRAM={:016x}", hasher.finish());
}

/// Hashes a file, or every file of a folder, in the order of their names.
fn hash(path: &Path, hasher: &mut DefaultHasher) {
    path.hash(hasher);
    let Ok(entries) = fs::read_dir(path) else {
        // a crate is packed without what it does not need: what is not there cannot differ
        return fs::read(path).unwrap_or_default().hash(hasher);
    };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths.iter().for_each(|path| hash(path, hasher));
}
