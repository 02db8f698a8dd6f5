//! The store: the files that a memory lies in between two runs.
//!
//! Each begins with what it was worked out with and the hash of what follows.
//! Whatever is not exactly so, be it cut off, changed, of another program, or
//! a link, is not there.

use std::fs;
use std::fs::File;
use std::fs::Metadata;
use std::io;
use std::io::BufWriter;
use std::io::IntoInnerError;
use std::io::Seek;
use std::io::Write;
use std::path::PathBuf;

use serde::Serialize;

use crate::fs::write_aside;
use crate::hash::Hash;
use crate::hash::Hashing;

/// How long the head of a file is, in bytes: two hashes.
const HEAD: usize = 32;

/// How much is written at once, in bytes.
const CHUNK_BYTES: usize = 1 << 16;

/// What stands behind the head of a file, on its way there.
pub type Payload<'f> = BufWriter<Hashing<&'f File>>;

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
        let path = self.folder.join(name);
        // a link leads to what is none of ours, and a pipe keeps whoever reads it waiting
        path.symlink_metadata().ok().filter(Metadata::is_file)?;
        let bytes = fs::read(path).ok()?;
        let (head, payload) = bytes.split_at_checked(HEAD)?;
        if head == self.head(Hash::of(payload)) { read(payload) } else { None }
    }

    /// Writes a value into the file `name`, in the form of postcard.
    pub fn put(&self, name: &str, value: &impl Serialize) {
        self.write(name, |payload| postcard::to_io(value, payload).map(|_| ()).map_err(io::Error::other));
    }

    /// Writes the file `name` at one stroke: the payload that `fill` gives it.
    ///
    /// Nobody is told where it cannot be written: the next build takes longer.
    pub fn write(&self, name: &str, fill: impl FnOnce(&mut Payload) -> io::Result<()>) {
        let path = self.folder.join(name);
        let scratch = path.with_extension("new");
        let written = fs::create_dir_all(&self.folder)
            .and_then(|()| write_aside(&scratch, &path, |file| self.write_whole(file, fill)));
        if written.is_err() {
            _ = fs::remove_file(&path);
        }
    }

    fn write_whole(
        &self,
        file: &mut File,
        fill: impl FnOnce(&mut Payload) -> io::Result<()>,
    ) -> io::Result<()> {
        // the hash stands at the start, and is known at the end
        file.write_all(&[0; HEAD])?;
        let mut payload = BufWriter::with_capacity(CHUNK_BYTES, Hashing::new(&*file));
        fill(&mut payload)?;
        let payload = payload.into_inner().map_err(IntoInnerError::into_error)?.hash();
        file.rewind()?;
        file.write_all(&self.head(payload))
    }

    fn head(&self, payload: Hash) -> Vec<u8> {
        [self.basis, payload].iter().flat_map(|hash| hash.to_bytes()).collect()
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
        store("one").write("a", |payload| payload.write_all("바퀴".as_bytes()));
        assert_eq!(read("one", "a").as_deref(), Some("바퀴".as_bytes()));
        assert_eq!(read("another", "a"), None);
        assert_eq!(read("one", "b"), None);
    }

    #[test]
    fn damage_anywhere_is_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned(), Hash::of(b"one"));
        store.write("a", |payload| payload.write_all(b"payload"));
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
