//! TIFF (TIFF 6.0, section 2), which is what Exif is written as: directories of
//! entries, anywhere in the file.

use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;

use super::picture::Described;

/// What a TIFF starts with: in which order the bytes of its numbers stand.
pub const STARTS: [&[u8]; 2] = [b"II*\0", b"MM\0*"];

/// How long an entry of a directory is, in bytes.
const ENTRY: usize = 12;

/// How many entries of a directory are looked at; cameras write some dozens.
const MOST_ENTRIES: u64 = 4096;

/// The longest text that is looked at, in bytes.
const MAX_TEXT: u64 = 4096;

/// The tags, by the names that the standards have for them.
const ARTIST: u16 = 0x013B;
const EXIF: u16 = 0x8769;
const GPS: u16 = 0x8825;
const LATITUDE: u16 = 0x0002;
const OWNER: u16 = 0xA430;
const AUTHOR_OF_WINDOWS: u16 = 0x9C9D;

/// What the TIFF says of people that starts at byte `start` of `file`; nothing
/// where none does, or a broken one.
pub fn described(file: &mut (impl Read + Seek), start: u64) -> Described {
    let mut tiff = Tiff { file, start, is_little: false };
    tiff.described().unwrap_or_default()
}

/// A TIFF in a file.
struct Tiff<'a, F> {
    file: &'a mut F,
    /// The byte that its own places are counted from.
    start: u64,
    /// Whether the lowest byte of a number comes first.
    is_little: bool,
}

/// An entry of a directory.
struct Entry {
    tag: u16,
    /// How many values it has.
    count: u32,
    /// Where they are, or the value itself.
    value: u32,
    /// Where the value itself would stand.
    at: u64,
}

impl<F: Read + Seek> Tiff<'_, F> {
    fn described(&mut self) -> Option<Described> {
        let head = self.bytes(0, 8);
        self.is_little = head.starts_with(STARTS[0]);
        if !STARTS.iter().any(|start| head.starts_with(start)) {
            return None;
        }
        let first = self.directory(self.long(&head, 4)?);
        let place = self.below(&first, GPS);
        let names = first.iter().chain(&self.below(&first, EXIF)).any(|entry| self.has_name(entry));
        Some(Described {
            place: place.iter().any(|entry| entry.tag == LATITUDE && entry.count > 0),
            owner: names,
            author: false,
        })
    }

    /// The directory that the first entry with this tag leads to, as readers have
    /// it: thousands may lead to one that is as long.
    fn below(&mut self, entries: &[Entry], tag: u16) -> Vec<Entry> {
        let leading = entries.iter().find(|entry| entry.tag == tag);
        leading.map(|entry| self.directory(entry.value)).unwrap_or_default()
    }

    /// The entries of the directory at `at`.
    fn directory(&mut self, at: u32) -> Vec<Entry> {
        let at = u64::from(at);
        let count = self.bytes(at, 2);
        let count = u64::from(self.short(&count, 0).unwrap_or(0)).min(MOST_ENTRIES);
        let entries = self.bytes(at + 2, count * ENTRY as u64);
        let starts = (at + 2..).step_by(ENTRY);
        entries.chunks_exact(ENTRY).zip(starts).filter_map(|(bytes, at)| self.entry(bytes, at)).collect()
    }

    fn entry(&self, bytes: &[u8], at: u64) -> Option<Entry> {
        Some(Entry {
            tag: self.short(bytes, 0)?,
            count: self.long(bytes, 4)?,
            value: self.long(bytes, 8)?,
            at: at + 8,
        })
    }

    /// Whether an entry is the name of somebody, with anything in it.
    fn has_name(&mut self, entry: &Entry) -> bool {
        if !matches!(entry.tag, ARTIST | OWNER | AUTHOR_OF_WINDOWS) {
            return false;
        }
        let at = if entry.count > 4 { u64::from(entry.value) } else { entry.at };
        let text = self.bytes(at, u64::from(entry.count).min(MAX_TEXT));
        text.iter().any(|byte| byte.is_ascii_alphanumeric() || *byte > 0x7f)
    }

    /// The bytes from `at` on, as far as there are any.
    fn bytes(&mut self, at: u64, length: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        let found = self.file.seek(SeekFrom::Start(self.start + at));
        // what cannot be read is not there
        let _ = found.and_then(|_| self.file.take(length).read_to_end(&mut bytes));
        bytes
    }

    fn short(&self, bytes: &[u8], at: usize) -> Option<u16> {
        let bytes = bytes.get(at..at + 2)?.try_into().ok()?;
        Some(if self.is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    }

    fn long(&self, bytes: &[u8], at: usize) -> Option<u32> {
        let bytes = bytes.get(at..at + 4)?.try_into().ok()?;
        Some(if self.is_little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn a_directory_may_stand_behind_the_pixels() {
        let pixels = vec![0; 5 << 20];
        let at = (8 + pixels.len()) as u32;
        let artist = b"\x01\0\x3b\x01\x02\0\x04\0\0\0Kim\0";
        let tiff = [&b"II*\0"[..], &at.to_le_bytes(), &pixels, artist].concat();
        assert!(described(&mut Cursor::new(tiff), 0).owner);
    }

    #[test]
    fn entries_that_lead_back_are_followed_once() {
        let count = u16::MAX;
        let entry =
            [&EXIF.to_le_bytes()[..], &4_u16.to_le_bytes(), &1_u32.to_le_bytes(), &8_u32.to_le_bytes()];
        let head = [&b"II*\0"[..], &8_u32.to_le_bytes(), &count.to_le_bytes()].concat();
        let tiff = [head, entry.concat().repeat(usize::from(count))].concat();
        let mut file = Cursor::new(tiff);
        let mut tiff = Tiff { file: &mut file, start: 0, is_little: true };
        let first = tiff.directory(8);
        assert_eq!(first.len() as u64, MOST_ENTRIES);
        assert_eq!(tiff.below(&first, EXIF).len() as u64, MOST_ENTRIES);
    }

    #[test]
    fn what_leads_nowhere_says_nothing() {
        for bytes in [&b"MM\0*\xff\xff\xff\xff"[..], b"II*\0\x08\0\0\0\xff\xff", b"II*\0", b"GIF89a", b""] {
            assert_eq!(described(&mut Cursor::new(bytes), 0), Described::default());
        }
    }
}
