//! A hash: 128 bits that stand for some bytes, to tell whether they changed.
//!
//! It is XXH3, which is fast and spreads well but is not cryptographic: it
//! tells an edited file from an untouched one and names files by content, and
//! proves nothing about who wrote them.

use std::error::Error;
use std::fmt;
use std::fs::File;
use std::io;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::str::FromStr;

use serde::Deserialize;
use serde::Serialize;
use twox_hash::XxHash3_128;

/// The largest file that is held in memory as a whole, in bytes.
pub const MAX_WHOLE_BYTES: u64 = 8 << 20;

/// How much of a stream is held at once, in bytes.
const CHUNK_BYTES: usize = 1 << 20;

/// How many hex digits a whole hash has.
const DIGITS: usize = 32;

/// How many of them are enough for a name: 40 bits, so that among 10,000 files
/// of one kind two get the same name once in 20,000 sites.
const SHORT_DIGITS: usize = 10;

/// The hash of some bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Hash(u128);

impl Hash {
    /// The hash of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(XxHash3_128::oneshot(bytes))
    }

    /// The hash of all that a value is made of.
    ///
    /// It holds on this machine and for this program: another may lay numbers
    /// out in another way.
    pub fn of_value(value: &impl std::hash::Hash) -> Self {
        let mut parts = Parts(Vec::with_capacity(256));
        value.hash(&mut parts);
        Self::of(&parts.0)
    }

    /// The hash of the file at `path`, of any size.
    ///
    /// # Errors
    /// What reading fails with.
    pub fn of_file(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        if file.metadata()?.len() > MAX_WHOLE_BYTES {
            return copy(&mut file, &mut io::sink()).map(|(hash, _)| hash);
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(Self::of(&bytes))
    }

    /// All of its bits, the lowest first.
    pub fn to_bytes(self) -> [u8; 16] {
        self.0.to_le_bytes()
    }

    /// The hash with these bits.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(u128::from_le_bytes(bytes))
    }

    /// Which of `count` equal shares it falls into.
    pub fn share(self, count: usize) -> usize {
        (self.0 % count.max(1) as u128) as usize
    }

    /// The first 10 hex digits, for file names.
    pub fn short(self) -> String {
        let mut digits = self.to_string();
        digits.truncate(SHORT_DIGITS);
        digits
    }
}

/// Gathers the parts of a value, one behind the other.
struct Parts(Vec<u8>);

impl std::hash::Hasher for Parts {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend(bytes);
    }

    /// Never asked for: what counts is the hash of all parts.
    fn finish(&self) -> u64 {
        0
    }
}

/// 32 lower-case hex digits.
impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl FromStr for Hash {
    type Err = ParseHashError;

    /// Reads what `Display` writes, and nothing else.
    fn from_str(text: &str) -> Result<Self, ParseHashError> {
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() != DIGITS || !text.bytes().all(is_digit) {
            return Err(ParseHashError);
        }
        u128::from_str_radix(text, 16).map(Self).map_err(|_| ParseHashError)
    }
}

/// A text that is no hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseHashError;

impl fmt::Display for ParseHashError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a hash is 32 lower-case hex digits")
    }
}

impl Error for ParseHashError {}

/// A writer that hashes what goes through it.
pub struct Hashing<W> {
    to: W,
    hasher: XxHash3_128,
}

impl<W: Write> Hashing<W> {
    /// A writer to `to`, through which nothing went yet.
    pub fn new(to: W) -> Self {
        Self { to, hasher: XxHash3_128::new() }
    }

    /// The hash of all that went through.
    pub fn hash(self) -> Hash {
        Hash(self.hasher.finish_128())
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = self.to.write(bytes)?;
        self.hasher.write(bytes.get(..length).unwrap_or_default());
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Copies all of `from` to `to` and returns the hash and the number of bytes
/// that went through; memory stays flat.
///
/// # Errors
/// What reading or writing fails with.
pub fn copy(from: &mut impl Read, to: &mut impl Write) -> io::Result<(Hash, u64)> {
    let mut to = Hashing::new(to);
    let mut chunk = vec![0; CHUNK_BYTES];
    let mut total = 0;
    loop {
        let length = match from.read(&mut chunk) {
            Ok(0) => return Ok((to.hash(), total)),
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        to.write_all(chunk.get(..length).unwrap_or_default())?;
        total += length as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_nothing_is_the_one_xxh3_publishes() {
        assert_eq!(Hash::of(b"").to_string(), "99aa06d3014798d86001c324468d497f");
    }

    #[test]
    fn a_hash_reads_back_from_its_digits() {
        let hash = Hash::of("바퀴벌레".as_bytes());
        assert_eq!(hash.to_string().parse(), Ok(hash));
        assert_eq!(Hash(1).to_string().parse(), Ok(Hash(1)));
        assert_eq!(Hash::from_bytes(hash.to_bytes()), hash);
    }

    #[test]
    fn only_32_lower_case_digits_are_a_hash() {
        for text in ["", "0", "+9aa06d3014798d86001c324468d497f", "99AA06D3014798D86001C324468D497F"] {
            assert_eq!(text.parse::<Hash>(), Err(ParseHashError), "{text}");
        }
    }

    #[test]
    fn the_short_form_starts_the_long_one() {
        assert_eq!(Hash::of(b"").short(), "99aa06d301");
    }

    #[test]
    fn copying_hashes_what_goes_through() {
        let bytes = vec![7; CHUNK_BYTES * 2 + 3];
        let mut copied = Vec::new();
        let (hash, length) = copy(&mut bytes.as_slice(), &mut copied).unwrap();
        assert_eq!((hash, length), (Hash::of(&bytes), bytes.len() as u64));
        assert_eq!(copied, bytes);
    }
}
