//! The store: the files that a memory lies in between two runs.
//!
//! Each begins with what it was worked out with and the hash of what follows.
//! Whatever is not exactly so, be it cut off, changed, or of another program,
//! is not there.

use std::fs;
use std::fs::File;
use std::io::Write;
use std::path::PathBuf;

use crate::hash::Hash;

/// How long a hash is, in bytes.
const HASH: usize = 16;

/// Files that all were worked out with the same.
pub struct Store {
    folder: PathBuf,
    basis: Hash,
}

impl Store {
    /// The files in `folder` that were worked out with `basis`.
    pub fn new(folder: PathBuf, basis: Hash) -> Self {
        Self { folder, basis }
    }

    /// What `read` makes of what the file `name` holds.
    pub fn read<T>(&self, name: &str, read: impl FnOnce(&[u8]) -> Option<T>) -> Option<T> {
        let bytes = fs::read(self.folder.join(name)).ok()?;
        let (head, payload) = bytes.split_at_checked(2 * HASH)?;
        if head == self.head(payload) { read(payload) } else { None }
    }

    /// Writes the file `name` at one stroke.
    ///
    /// Nobody is told where it cannot be written: the next build takes longer.
    pub fn write(&self, name: &str, payload: &[u8]) {
        let path = self.folder.join(name);
        let scratch = path.with_extension("new");
        let written = fs::create_dir_all(&self.folder)
            .and_then(|()| File::create(&scratch))
            .and_then(|mut file| file.write_all(&self.head(payload)).and_then(|()| file.write_all(payload)))
            .and_then(|()| fs::rename(&scratch, &path));
        if written.is_err() {
            _ = fs::remove_file(&scratch);
            _ = fs::remove_file(&path);
        }
    }

    fn head(&self, payload: &[u8]) -> Vec<u8> {
        [self.basis, Hash::of(payload)].iter().flat_map(|hash| hash.to_bytes()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let store = |basis: &str| Store::new(folder.path().join("memory"), Hash::of(basis.as_bytes()));
        let read = |basis, name| store(basis).read(name, |bytes| Some(bytes.to_vec()));
        assert_eq!(read("one", "a"), None);
        store("one").write("a", "바퀴".as_bytes());
        assert_eq!(read("one", "a").as_deref(), Some("바퀴".as_bytes()));
        assert_eq!(read("another", "a"), None);
        assert_eq!(read("one", "b"), None);
    }

    #[test]
    fn damage_anywhere_is_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned(), Hash::of(b"one"));
        store.write("a", b"payload");
        let path = folder.path().join("a");
        let whole = fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            fs::write(&path, &bytes).unwrap();
            assert_eq!(store.read("a", |_| Some(())), None, "byte {at}");
            fs::write(&path, &whole[..at]).unwrap();
            assert_eq!(store.read("a", |_| Some(())), None, "the first {at}");
        }
    }
}
