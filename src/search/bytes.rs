//! Bytes: how numbers stand in the files of the index, and how the files are
//! packed.

use std::cell::RefCell;
use std::io::Read;

use flate2::Compress;
use flate2::Compression;
use flate2::FlushCompress;
use flate2::read::DeflateDecoder;

/// The most a file of the index may hold when it is unpacked, in bytes: far
/// more than any does, and a limit for one that somebody made up.
const MAX_UNPACKED: u64 = 64 << 20;

/// How hard to try, from 1 to 9.
const LEVEL: u32 = 6;

/// The logarithm of how far back a repetition is looked for: two files of usual
/// size.
const WINDOW_BITS: u8 = 13;

/// Writes a whole number, seven bits a byte from the lowest, with the eighth
/// set on every byte but the last (LEB128).
#[inline]
pub fn push_number(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Writes numbers in rising order, each but the first as its distance to the
/// one before.
pub fn push_rising(bytes: &mut Vec<u8>, numbers: &[u32]) {
    let mut last = 0;
    for number in numbers {
        push_number(bytes, number - last);
        last = *number;
    }
}

thread_local! {
    /// What packs, its window as large as most files of an index. One packs
    /// many files, since making it ready costs more than packing a small file.
    static PACKER: RefCell<Compress> =
        RefCell::new(Compress::new_with_window_bits(Compression::new(LEVEL), false, WINDOW_BITS));
}

/// Packs bytes as raw DEFLATE (RFC 1951), which every browser unpacks, whatever
/// the server does.
///
/// What they share with the `dictionary`, which whoever unpacks them has to
/// have, is not written again.
pub fn pack(bytes: &[u8], dictionary: &[u8]) -> Vec<u8> {
    // bytes that cannot be made shorter grow by five bytes a block and a few at the end
    let mut packed = Vec::with_capacity(bytes.len() + bytes.len() / 1000 + 64);
    PACKER.with_borrow_mut(|packer| {
        packer.reset();
        // before anything is packed, and into memory that is large enough, neither can fail
        let _ = packer.set_dictionary(dictionary);
        let _ = packer.compress_vec(bytes, &mut packed, FlushCompress::Finish);
    });
    packed.shrink_to_fit();
    packed
}

/// The bytes that were packed with this `dictionary`; none where they are
/// damaged.
///
/// The dictionary is put in front as a block that is stored as it is (RFC 1951,
/// 3.2.4), which is how a browser has to do it.
pub fn unpack(packed: &[u8], dictionary: &[u8]) -> Option<Vec<u8>> {
    let length = u16::try_from(dictionary.len()).ok()?;
    let mut stored = vec![0];
    stored.extend(length.to_le_bytes());
    stored.extend((!length).to_le_bytes());
    let whole = stored.as_slice().chain(dictionary).chain(packed);
    let mut bytes = Vec::new();
    DeflateDecoder::new(whole).take(MAX_UNPACKED).read_to_end(&mut bytes).ok()?;
    Some(bytes.split_off(dictionary.len()))
}

/// Reads numbers and bytes one after the other.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Reads `bytes` from their start.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Whether everything has been read.
    pub fn is_done(&self) -> bool {
        self.rest.is_empty()
    }

    /// How many bytes have not been read.
    pub fn left(&self) -> usize {
        self.rest.len()
    }

    /// The next number; none at the end, or where it is larger than 32 bits.
    #[inline]
    pub fn number(&mut self) -> Option<u32> {
        // most numbers are short
        match self.rest.split_first()? {
            (&byte, rest) if byte < 0x80 => {
                self.rest = rest;
                Some(u32::from(byte))
            }
            _ => self.long_number(),
        }
    }

    fn long_number(&mut self) -> Option<u32> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let (&byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return u32::try_from(number).ok();
            }
        }
        None
    }

    /// The next `count` bytes; none where there are fewer.
    pub fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        for number in [0, 1, 127, 128, 300, u32::MAX] {
            let mut bytes = Vec::new();
            push_number(&mut bytes, number);
            let mut reader = Reader::new(&bytes);
            assert_eq!(reader.number(), Some(number));
            assert!(reader.is_done());
        }
    }

    #[test]
    fn damaged_bytes_give_nothing() {
        assert_eq!(Reader::new(&[0x80, 0x80]).number(), None);
        assert_eq!(Reader::new(&[0xFF; 9]).number(), None);
        assert_eq!(Reader::new(&[1]).take(2), None);
        assert_eq!(unpack(b"\xff\xff\xff", b""), None);
    }

    #[test]
    fn packed_bytes_come_back() {
        let bytes = "환불 ".repeat(500).into_bytes();
        let packed = pack(&bytes, b"");
        assert!(packed.len() < 60, "{}", packed.len());
        assert_eq!(unpack(&packed, b""), Some(bytes));
        let mixed: Vec<u8> = (0..100_000_u32).map(|at| (at.wrapping_mul(0x9E37_79B1) >> 13) as u8).collect();
        assert_eq!(unpack(&pack(&mixed, b""), b""), Some(mixed));
        assert_eq!(unpack(&pack(b"", b""), b""), Some(Vec::new()));
    }

    #[test]
    fn what_a_dictionary_holds_is_not_packed_again() {
        let (dictionary, bytes) =
            ("환불은 칠 일 안에 됩니다.".as_bytes(), "교환도 칠 일 안에 됩니다.".as_bytes());
        let packed = pack(bytes, dictionary);
        assert!(packed.len() < pack(bytes, b"").len() / 2, "{}", packed.len());
        assert_eq!(unpack(&packed, dictionary), Some(bytes.to_vec()));
        assert_ne!(unpack(&packed, b""), Some(bytes.to_vec()));
        assert_eq!(unpack(&packed, &vec![b' '; 1 << 16]), None, "longer than any");
        // the one before is forgotten
        assert_eq!(unpack(&pack(bytes, b""), b""), Some(bytes.to_vec()));
    }
}
