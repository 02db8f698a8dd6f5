//! What a file says of its maker: where a picture was taken, and by whom; who
//! wrote a document.
//!
//! Cameras write it as Exif (JEITA CP-3451), programs as XMP (ISO 16684-1). The
//! file is walked through from one block to the next, so that a large picture
//! costs no more than a small one.

use std::io;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;

use super::kind::Kind;
use super::pdf;

/// The largest block of metadata that is looked into, in bytes; Exif has less
/// than 64 KiB in a JPEG.
const MAX_BLOCK: u64 = 4 << 20;

/// The most blocks that are passed: a file of nothing but tiny ones is no
/// picture.
const MAX_BLOCKS: usize = 10_000;

/// The most items of Exif in one HEIF: one for each of its pictures.
const MAX_ITEMS: usize = 8;

/// What a file says of people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Described {
    /// Whether it says where it was taken.
    pub place: bool,
    /// Whether it says who took it.
    pub owner: bool,
    /// Whether it is a document that says who wrote it.
    pub author: bool,
}

impl Described {
    /// What it says, as kinds of personal data.
    pub fn kinds(self) -> impl Iterator<Item = Kind> {
        let kinds = [
            (self.place, Kind::PicturePlace),
            (self.owner, Kind::PictureOwner),
            (self.author, Kind::DocumentAuthor),
        ];
        kinds.into_iter().filter(|(is_there, _)| *is_there).map(|(_, kind)| kind)
    }

    fn and(self, other: Self) -> Self {
        Self {
            place: self.place || other.place,
            owner: self.owner || other.owner,
            author: self.author || other.author,
        }
    }
}

/// What `file` says of people; nothing where it is no JPEG, PNG, WebP, HEIF,
/// TIFF or PDF, or a broken one.
pub fn described(file: &mut (impl Read + Seek)) -> Described {
    let mut head = [0; 12];
    let read = file.read(&mut head).unwrap_or(0);
    let blocks = match &head[..read] {
        [0xFF, 0xD8, ..] => jpeg(file),
        [0x89, b'P', b'N', b'G', ..] => chunks(file, 8, &PNG),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P'] => chunks(file, 12, &WEBP),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => heif(file),
        [b'I', b'I', b'*', 0, ..] | [b'M', b'M', 0, b'*', ..] => whole(file).map(|block| vec![block]),
        head if head.starts_with(pdf::START) => {
            let author = pdf::names_an_author(file).unwrap_or(false);
            return Described { author, ..Described::default() };
        }
        _ => return Described::default(),
    };
    blocks.unwrap_or_default().iter().map(|block| of_block(block)).fold(Described::default(), Described::and)
}

/// As much of a file as a block may have.
fn whole(file: &mut (impl Read + Seek)) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.take(MAX_BLOCK).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The metadata of HEIC and AVIF (ISO 23008-12), wherever in the file it lies.
fn heif(file: &mut (impl Read + Seek)) -> io::Result<Vec<Vec<u8>>> {
    const EXIF: &[u8] = b"Exif\0\0";
    let bytes = whole(file)?;
    let starts = bytes.windows(EXIF.len()).enumerate().filter(|(_, window)| *window == EXIF);
    let mut blocks: Vec<_> = starts.take(MAX_ITEMS).map(|(at, _)| bytes[at..].to_vec()).collect();
    blocks.push(bytes);
    Ok(blocks)
}

/// The metadata of a JPEG: the segments APP1 before the picture itself.
fn jpeg(file: &mut (impl Read + Seek)) -> io::Result<Vec<Vec<u8>>> {
    let mut blocks = Vec::new();
    file.seek(SeekFrom::Start(2))?;
    for _ in 0..MAX_BLOCKS {
        let mut marker = [0; 4];
        if file.read_exact(&mut marker).is_err() || marker[0] != 0xFF || matches!(marker[1], 0xD9 | 0xDA) {
            break;
        }
        let length = u64::from(u16::from_be_bytes([marker[2], marker[3]])).saturating_sub(2);
        if marker[1] == 0xE1 {
            blocks.push(block(file, length)?);
        } else {
            file.seek_relative(length as i64)?;
        }
    }
    Ok(blocks)
}

/// How the chunks of a format are written.
struct Chunks {
    /// The names of those with metadata.
    names: &'static [&'static [u8]],
    /// Whether the length comes before the name, its highest byte first.
    length_first: bool,
    /// How many bytes follow each.
    tail: u64,
    /// Whether an odd one is filled up.
    padded: bool,
}

const PNG: Chunks =
    Chunks { names: &[b"eXIf", b"iTXt", b"tEXt"], length_first: true, tail: 4, padded: false };
const WEBP: Chunks = Chunks { names: &[b"EXIF", b"XMP "], length_first: false, tail: 0, padded: true };

/// The metadata of a file made of chunks, the first of them at `start`.
fn chunks(file: &mut (impl Read + Seek), start: u64, format: &Chunks) -> io::Result<Vec<Vec<u8>>> {
    let mut blocks = Vec::new();
    file.seek(SeekFrom::Start(start))?;
    for _ in 0..MAX_BLOCKS {
        let mut head = [0; 8];
        if file.read_exact(&mut head).is_err() {
            break;
        }
        let [a, b, c, d, e, f, g, h] = head;
        let (length, name) = match format.length_first {
            true => (u32::from_be_bytes([a, b, c, d]), [e, f, g, h]),
            false => (u32::from_le_bytes([e, f, g, h]), [a, b, c, d]),
        };
        let length = u64::from(length);
        let tail = format.tail + u64::from(format.padded) * (length % 2);
        if format.names.contains(&name.as_slice()) {
            blocks.push(block(file, length)?);
            file.seek_relative(tail as i64)?;
        } else {
            file.seek_relative((length + tail) as i64)?;
        }
    }
    Ok(blocks)
}

/// The next `length` bytes; none, and passed over, where there are too many.
fn block(file: &mut (impl Read + Seek), length: u64) -> io::Result<Vec<u8>> {
    if length > MAX_BLOCK {
        file.seek_relative(length as i64)?;
        return Ok(Vec::new());
    }
    let mut block = vec![0; length as usize];
    file.read_exact(&mut block)?;
    Ok(block)
}

/// What a block of metadata says: Exif, with or without its name, or XMP.
fn of_block(block: &[u8]) -> Described {
    let exif = block.strip_prefix(b"Exif\0\0").unwrap_or(block);
    if exif.starts_with(b"II*\0") || exif.starts_with(b"MM\0*") {
        return Tiff { bytes: exif, is_little: exif.starts_with(b"II") }.described();
    }
    if block.starts_with(b"Author\0") {
        let owner = block.len() > b"Author\0".len();
        return Described { owner, ..Described::default() };
    }
    of_xmp(block)
}

/// What XMP says, in whichever way its properties are written.
fn of_xmp(block: &[u8]) -> Described {
    let text = String::from_utf8_lossy(block);
    let is_xmp = text.contains("adobe:ns:meta") || text.contains("ns.adobe.com/xap");
    let has_owner = ["aux:OwnerName", "CameraOwnerName"].iter().any(|name| text.contains(name));
    Described {
        place: is_xmp && text.contains("GPSLatitude"),
        owner: is_xmp && (has_owner || names_a_creator(&text)),
        ..Described::default()
    }
}

/// Whether metadata in RDF name somebody as the creator (Dublin Core).
pub fn names_a_creator(text: &str) -> bool {
    const CREATOR: &str = "dc:creator";
    let inner = text.split_once(CREATOR).and_then(|(_, rest)| rest.split_once(CREATOR));
    let in_element = inner.is_some_and(|(inner, _)| {
        let texts = inner.split('<').filter_map(|part| part.split_once('>'));
        texts.into_iter().any(|(_, text)| !text.trim().is_empty())
    });
    let in_attribute = text.contains("dc:creator=\"") && !text.contains("dc:creator=\"\"");
    in_element || in_attribute
}

/// A TIFF, which is what Exif is written as.
struct Tiff<'a> {
    bytes: &'a [u8],
    is_little: bool,
}

/// One entry of a directory.
struct Entry {
    tag: u16,
    /// How many values it has.
    count: u32,
    /// Where they are, or the value itself.
    value: u32,
    /// Where the value itself would stand.
    at: usize,
}

impl Tiff<'_> {
    /// Tags by the names that the standard has for them.
    const ARTIST: u16 = 0x013B;
    const EXIF: u16 = 0x8769;
    const GPS: u16 = 0x8825;
    const LATITUDE: u16 = 0x0002;
    const OWNER: u16 = 0xA430;
    const AUTHOR_OF_WINDOWS: u16 = 0x9C9D;

    fn described(&self) -> Described {
        let first = self.directory(self.long(4));
        let below = |tag| {
            let pointers = first.iter().filter(move |entry| entry.tag == tag);
            pointers.flat_map(|entry| self.directory(Some(entry.value))).collect::<Vec<_>>()
        };
        let names = first.iter().chain(&below(Self::EXIF)).any(|entry| {
            matches!(entry.tag, Self::ARTIST | Self::OWNER | Self::AUTHOR_OF_WINDOWS) && self.has_text(entry)
        });
        Described {
            place: below(Self::GPS).iter().any(|entry| entry.tag == Self::LATITUDE && entry.count > 0),
            owner: names,
            author: false,
        }
    }

    /// The entries of the directory at `at`.
    fn directory(&self, at: Option<u32>) -> Vec<Entry> {
        let Some(at) = at.map(|at| at as usize) else { return Vec::new() };
        let count = usize::from(self.short(at).unwrap_or(0));
        (0..count).map_while(|index| self.entry(at + 2 + index * 12)).collect()
    }

    fn entry(&self, at: usize) -> Option<Entry> {
        Some(Entry { tag: self.short(at)?, count: self.long(at + 4)?, value: self.long(at + 8)?, at: at + 8 })
    }

    /// Whether an entry has a text with anything in it.
    fn has_text(&self, entry: &Entry) -> bool {
        let at = if entry.count > 4 { entry.value as usize } else { entry.at };
        let text = self.bytes.get(at..at.saturating_add(entry.count as usize)).unwrap_or_default();
        text.iter().any(|byte| byte.is_ascii_alphanumeric() || *byte > 0x7f)
    }

    fn short(&self, at: usize) -> Option<u16> {
        let bytes = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    }

    fn long(&self, at: usize) -> Option<u32> {
        let bytes = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if self.is_little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    /// Exif with an artist in the first directory and a latitude in the one for GPS.
    fn exif(artist: &[u8; 4], has_place: bool) -> Vec<u8> {
        let mut bytes = b"MM\0*\0\0\0\x08\0\x02".to_vec();
        bytes.extend(b"\x01\x3b\0\x02\0\0\0\x04");
        bytes.extend(artist);
        bytes.extend(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x26\0\0\0\0");
        bytes.extend(if has_place { b"\0\x01\0\x02\0\x05\0\0\0\x03\0\0\0\0\0\0\0\0" } else { &b"\0\0"[..] });
        bytes
    }

    fn described_as(place: bool, owner: bool) -> Described {
        Described { place, owner, author: false }
    }

    fn of_jpeg(block: &[u8]) -> Described {
        let mut bytes = b"\xff\xd8\xff\xe0\0\x04ab\xff\xe1".to_vec();
        bytes.extend((block.len() as u16 + 8).to_be_bytes());
        bytes.extend(b"Exif\0\0");
        bytes.extend(block);
        bytes.extend(b"\xff\xda\0\0");
        described(&mut Cursor::new(bytes))
    }

    #[test]
    fn a_jpeg_says_where_and_by_whom() {
        assert_eq!(of_jpeg(&exif(b"Kim\0", true)), described_as(true, true));
        assert_eq!(of_jpeg(&exif(b"\0\0\0\0", true)), described_as(true, false));
        assert_eq!(of_jpeg(&exif(b"Kim\0", false)), described_as(false, true));
    }

    #[test]
    fn a_png_and_a_webp_say_it_too() {
        let block = exif(b"Kim\0", true);
        let length = block.len() as u32;
        let png =
            [b"\x89PNG\r\n\x1a\n\0\0\0\x01IHDRx0000", &length.to_be_bytes()[..], b"eXIf", &block, b"0000"];
        let webp = [b"RIFF0000WEBPVP8 \x01\0\0\0x\0EXIF", &length.to_le_bytes()[..], &block];
        for bytes in [png.concat(), webp.concat()] {
            assert_eq!(described(&mut Cursor::new(bytes)), described_as(true, true));
        }
    }

    #[test]
    fn a_heif_and_a_tiff_say_it_too() {
        let block = exif(b"Kim\0", true);
        let heif = [&b"\0\0\0\x18ftypheic0000mdat000\x06Exif\0\0"[..], &block].concat();
        for bytes in [heif, block] {
            assert_eq!(described(&mut Cursor::new(bytes)), described_as(true, true));
        }
    }

    #[test]
    fn xmp_says_it_in_words() {
        let xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta exif:GPSLatitude=\"37,30N\"/>";
        assert_eq!(of_block(xmp), described_as(true, false));
        assert_eq!(of_block(b"GPSLatitude"), Described::default());
    }

    #[test]
    fn broken_pictures_say_nothing() {
        let whole = {
            let block = exif(b"Kim\0", true);
            [&b"\xff\xd8\xff\xe1\0\xffExif\0\0"[..], &block].concat()
        };
        for end in 0..whole.len() {
            described(&mut Cursor::new(&whole[..end]));
        }
        assert_eq!(of_block(b"MM\0*\xff\xff\xff\xff"), Described::default());
    }
}
