//! What a file says of its maker: where a picture was taken, and by whom; who
//! wrote a document.
//!
//! Cameras write it as Exif (JEITA CP-3451), programs as XMP (ISO 16684-1). The
//! file is walked through from one block to the next, so that a large picture
//! costs no more than a small one.

use std::io;
use std::io::Cursor;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;

use super::kind::Kind;
use super::pdf;
use super::tiff;

/// The largest block of metadata that is looked into, in bytes; Exif has less
/// than 64 KiB in a JPEG.
const MAX_BLOCK: u64 = 4 << 20;

/// How much of a file is looked through at once, in bytes.
const PIECE: u64 = 1 << 16;

/// The most blocks that are passed: a file of nothing but tiny ones is no
/// picture.
const MAX_BLOCKS: usize = 10_000;

/// The most items of Exif in one HEIF: one for each of its pictures.
const MAX_ITEMS: usize = 8;

/// What Exif starts with.
const EXIF: &[u8] = b"Exif\0\0";

/// What the first element of XMP has among its attributes.
const XMP: &[u8] = b"adobe:ns:meta";

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

    /// What both say.
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
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => return heif(file).unwrap_or_default(),
        head if tiff::STARTS.iter().any(|start| head.starts_with(start)) => return tiff::described(file, 0),
        head if head.starts_with(pdf::START) => {
            let author = pdf::names_an_author(file).unwrap_or(false);
            return Described { author, ..Described::default() };
        }
        _ => return Described::default(),
    };
    blocks.unwrap_or_default().iter().map(|block| of_block(block)).fold(Described::default(), Described::and)
}

/// What HEIC and AVIF say (ISO 23008-12), wherever in the file it lies.
fn heif(file: &mut (impl Read + Seek)) -> io::Result<Described> {
    let mut described = Described::default();
    for start in places(file, EXIF)? {
        described = described.and(tiff::described(file, start + EXIF.len() as u64));
    }
    for start in places(file, XMP)? {
        let mut block = Vec::new();
        file.seek(SeekFrom::Start(start))?;
        file.take(MAX_BLOCK).read_to_end(&mut block)?;
        described = described.and(of_xmp(&block));
    }
    Ok(described)
}

/// Where the first few stand of what starts with `name`, in a file of any
/// length.
fn places(file: &mut (impl Read + Seek), name: &[u8]) -> io::Result<Vec<u64>> {
    let mut places = Vec::new();
    let mut piece = Vec::new();
    let mut start = 0;
    file.seek(SeekFrom::Start(0))?;
    while file.take(PIECE).read_to_end(&mut piece)? > 0 && places.len() < MAX_ITEMS {
        let found = piece.windows(name.len()).enumerate().filter(|(_, window)| *window == name);
        places.extend(found.map(|(at, _)| start + at as u64));
        // one that is cut by the end of this piece is whole in the next
        let passed = (piece.len() + 1).saturating_sub(name.len());
        piece.drain(..passed);
        start += passed as u64;
    }
    places.truncate(MAX_ITEMS);
    Ok(places)
}

/// The metadata of a JPEG: the segments APP1 before the picture itself.
fn jpeg(file: &mut (impl Read + Seek)) -> io::Result<Vec<Vec<u8>>> {
    let mut blocks = Vec::new();
    file.seek(SeekFrom::Start(2))?;
    for _ in 0..MAX_BLOCKS {
        let Some(marker) = marker(file)? else { break };
        let mut length = [0; 2];
        file.read_exact(&mut length)?;
        let length = u64::from(u16::from_be_bytes(length)).saturating_sub(2);
        if marker == 0xE1 {
            blocks.push(block(file, length)?);
        } else {
            file.seek_relative(length as i64)?;
        }
    }
    Ok(blocks)
}

/// The marker of the next segment of a JPEG, before the picture itself; any
/// number of bytes may fill the space before one (ITU-T T.81, B.1.1.2).
fn marker(file: &mut impl Read) -> io::Result<Option<u8>> {
    let mut byte = [0; 1];
    file.read_exact(&mut byte)?;
    if byte != [0xFF] {
        return Ok(None);
    }
    while byte == [0xFF] {
        file.read_exact(&mut byte)?;
    }
    Ok(Some(byte[0]).filter(|marker| !matches!(marker, 0xD9 | 0xDA)))
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
        let (length, name) = if format.length_first {
            (u32::from_be_bytes([a, b, c, d]), [e, f, g, h])
        } else {
            (u32::from_le_bytes([e, f, g, h]), [a, b, c, d])
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
    let exif = block.strip_prefix(EXIF).unwrap_or(block);
    if tiff::STARTS.iter().any(|start| exif.starts_with(start)) {
        return tiff::described(&mut Cursor::new(exif), 0);
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
    let is_xmp = block.windows(XMP.len()).any(|window| window == XMP) || text.contains("ns.adobe.com/xap");
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

#[cfg(test)]
mod tests {
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
    fn a_large_heif_says_it_at_its_end_too() {
        const XMP: &[u8] = b"<x:xmpmeta xmlns:x='adobe:ns:meta/' exif:GPSLatitude='37,30N'/>";
        let exif = [b"Exif\0\0", &exif(b"Kim\0", false)[..]].concat();
        // also where it lies over the end of what is looked at at once
        for pixels in [PIECE as usize - 40, PIECE as usize - 20, 3 * PIECE as usize] {
            let start = [&b"\0\0\0\x18ftypheic0000mdat"[..], &vec![0; pixels]].concat();
            assert_eq!(described(&mut Cursor::new([&start, &exif[..]].concat())), described_as(false, true));
            assert_eq!(described(&mut Cursor::new([&start, XMP].concat())), described_as(true, false));
        }
    }

    #[test]
    fn bytes_may_fill_the_space_before_a_marker() {
        let block = exif(b"Kim\0", true);
        let jpeg = [&b"\xff\xd8\xff\xff\xff\xe1\0\x80Exif\0\0"[..], &block, &[0; 99]].concat();
        assert_eq!(described(&mut Cursor::new(jpeg)), described_as(true, true));
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
            assert_eq!(described(&mut Cursor::new(&whole[..end])), Described::default());
        }
    }
}
