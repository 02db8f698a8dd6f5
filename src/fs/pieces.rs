//! Pieces: the text of a file of any length, in whatever encoding people save
//! texts in, a megabyte at a time.
//!
//! What is only looked at need not be refused for its encoding, as what is
//! built from does: Korean editions of Excel save CSV in CP949, others UTF-16.

use std::borrow::Cow;
use std::fs::File;
use std::io;
use std::io::Read;

use encoding_rs::EUC_KR;
use encoding_rs::Encoding;
use encoding_rs::UTF_16BE;
use encoding_rs::UTF_16LE;

use super::SourcePath;
use super::looks_like;
use super::unreadable;
use crate::diagnostic::Diagnostic;

/// How long a piece is at most, in bytes.
const LENGTH: u64 = 1 << 20;

/// How many of the first bytes say whether there are two for a character, and
/// whether they are a text at all.
const HEAD: u64 = 4096;

/// What a PDF starts with, of which only its end need hold a zero.
const PDF: &[u8] = b"%PDF";

/// A part of a text.
#[derive(Debug)]
pub struct Piece {
    /// What it says, with `\n` line ends.
    pub text: String,
    /// How many lines of the text stand before it.
    pub lines_before: usize,
}

/// Hands the text of a file to `look` piece by piece; each but the last ends
/// with a line, or, where one is too long, behind a sign that ends a value. What
/// holds no text, told by its first bytes, has no piece.
///
/// # Errors
/// A diagnostic when the file cannot be read.
pub fn pieces(file: &SourcePath, look: impl FnMut(Piece)) -> Result<(), Diagnostic> {
    let read = File::open(&file.path).and_then(|mut source| hand_out(&mut source, look));
    read.map_err(|error| unreadable(&file.name, &error))
}

/// The whole text of a file, as [`pieces`] reads it.
///
/// # Errors
/// As of [`pieces`].
pub fn read_any_text(file: &SourcePath) -> Result<String, Diagnostic> {
    let mut text = String::new();
    pieces(file, |piece| text.push_str(&piece.text))?;
    Ok(text)
}

/// Whether the `head` of a file is that of a text: only where each character has
/// two bytes is one of them zero.
fn is_text(head: &[u8]) -> bool {
    !head.starts_with(PDF) && (!head.contains(&0) || wide_encoding(head).is_some())
}

fn hand_out(source: &mut impl Read, mut look: impl FnMut(Piece)) -> io::Result<()> {
    let mut bytes = Vec::new();
    let mut lines_before = 0;
    let mut wide = None;
    let mut is_first = true;
    source.take(HEAD).read_to_end(&mut bytes)?;
    if !is_text(&bytes) {
        return Ok(());
    }
    loop {
        let missing = LENGTH.saturating_sub(bytes.len() as u64);
        let is_last = (source.take(missing).read_to_end(&mut bytes)? as u64) < missing;
        if is_first {
            wide = wide_encoding(&bytes);
        }
        let end = if is_last { bytes.len() } else { end_of_piece(&bytes, wide) };
        let text = decoded(&bytes[..end], wide);
        let text = if is_first { text.trim_start_matches('\u{feff}') } else { &text };
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let lines = text.matches('\n').count();
        look(Piece { text, lines_before });
        if is_last {
            return Ok(());
        }
        lines_before += lines;
        bytes.drain(..end);
        is_first = false;
    }
}

/// The encoding of two bytes a character that a file starts in, by its mark, or
/// by the zeros beside every digit and line end.
fn wide_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Some(encoding).filter(|encoding| *encoding != encoding_rs::UTF_8);
    }
    let zeros = |side: usize| {
        bytes.iter().take(HEAD as usize).skip(side).step_by(2).filter(|byte| **byte == 0).count()
    };
    match (zeros(0), zeros(1)) {
        (0, 1..) => Some(UTF_16LE),
        (1.., 0) => Some(UTF_16BE),
        _ => None,
    }
}

/// Where to cut: behind the last line end, or the last sign that ends a value,
/// neither of which is a part of another character in any of the encodings.
fn end_of_piece(bytes: &[u8], wide: Option<&'static Encoding>) -> usize {
    let ends_value = |byte: &u8| b",;\"'<>{}".contains(byte);
    if let Some(encoding) = wide {
        let line_end = if encoding == UTF_16LE { [b'\n', 0] } else { [0, b'\n'] };
        let (pairs, _) = bytes.as_chunks::<2>();
        return pairs.iter().rposition(|pair| *pair == line_end).map_or(pairs.len() * 2, |pair| pair * 2 + 2);
    }
    let line_end = bytes.iter().rposition(|byte| *byte == b'\n');
    line_end.or_else(|| bytes.iter().rposition(ends_value)).map_or(bytes.len(), |at| at + 1)
}

fn decoded<'b>(bytes: &'b [u8], wide: Option<&'static Encoding>) -> Cow<'b, str> {
    match wide {
        Some(encoding) => encoding.decode_without_bom_handling(bytes).0,
        None if simdutf8::basic::from_utf8(bytes).is_err() && looks_like(bytes) == Some("CP949") => {
            EUC_KR.decode_without_bom_handling(bytes).0
        }
        None => String::from_utf8_lossy(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(mut bytes: &[u8]) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        hand_out(&mut bytes, |piece| found.push((piece.lines_before, piece.text))).unwrap();
        found
    }

    fn whole(bytes: &[u8]) -> String {
        read(bytes).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn every_encoding_is_read() {
        let text = "이름,번호\n홍길동,010-1234-5678\n";
        let units = || text.encode_utf16();
        let little: Vec<_> = units().flat_map(u16::to_le_bytes).collect();
        let big: Vec<_> = units().flat_map(u16::to_be_bytes).collect();
        let korean = EUC_KR.encode(text).0;
        let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        assert_eq!(whole(text.as_bytes()), text);
        assert_eq!(whole(text.replace('\n', "\r\n").as_bytes()), text);
        assert_eq!(whole(&marked(b"\xef\xbb\xbf", text.as_bytes())), text);
        assert_eq!(whole(&korean), text);
        for (mark, bytes) in [(b"\xff\xfe", &little), (b"\xfe\xff", &big)] {
            assert_eq!(whole(bytes), text);
            assert_eq!(whole(&marked(mark, bytes)), text);
        }
        assert_eq!(whole(b"caf\xe9 1"), "caf\u{fffd} 1");
    }

    #[test]
    fn what_is_no_text_is_not_read() {
        for head in [
            &b"%PDF-1.7\n1"[..],
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            b"\0\0\x01\0\x01\0",
            b"PK\x03\x04\x14\0\0\0",
        ] {
            assert_eq!(read(head), []);
        }
    }

    #[test]
    fn a_piece_ends_with_a_line() {
        let line = "번호 010-1234-5678\n";
        let text = line.repeat(3 * LENGTH as usize / line.len());
        for bytes in [text.as_bytes().to_vec(), text.encode_utf16().flat_map(u16::to_le_bytes).collect()] {
            let pieces = read(&bytes);
            assert!(pieces.len() > 2);
            assert!(pieces.iter().all(|(_, piece)| piece.ends_with('\n')));
            assert_eq!(pieces[1].0, pieces[0].1.lines().count());
            assert_eq!(pieces.into_iter().map(|(_, piece)| piece).collect::<String>(), text);
        }
        let text = "\"010-1234-5678\",".repeat(LENGTH as usize / 8);
        let pieces = read(text.as_bytes());
        assert!(
            pieces.len() > 1 && pieces.iter().rev().skip(1).all(|(_, piece)| piece.ends_with([',', '"']))
        );
        assert_eq!(whole(&[b'a'; 3 << 20]).len(), 3 << 20);
    }
}
