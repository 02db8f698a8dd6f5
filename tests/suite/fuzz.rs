//! The fuzz targets, each with some hundred inputs that are the same in every
//! run: real files, damaged in the ways that disks and people have.

#[path = "../../fuzz/targets.rs"]
mod targets;

use std::fs;
use std::path::Path;

use super::harness::Chance;
use super::harness::files_below;

/// How many inputs each target gets; the one that builds a site twice for each
/// gets fewer.
const INPUTS: usize = 400;

/// Bytes that mean something to somebody who reads.
const PIECES: &[&[u8]] = &[
    b"\0",
    b"\xff",
    b"\xc2",
    b"\xed\xa0\x80",
    b"\n---\n",
    b"[",
    b"]",
    b"(",
    b"<",
    b"\"",
    b"'",
    b": ",
    b"&a ",
    b"*",
    b"`",
    b"| ",
    b"#",
    b"javascript:",
    b"../",
    b"%2e",
    b"010-1234-5678",
    "\u{202e}".as_bytes(),
    "가".as_bytes(),
    "\u{1100}".as_bytes(),
    b"\x80\x80\x80\x80",
    b"\xff\xff\xff\xff\xff\xff\xff\xff",
    b"{{",
    b"{%",
    b"GET /q/1/ HTTP/1.1\r\nHost: localhost:4000\r\n",
    b"\r\n",
    b"Range: bytes=1-",
];

/// The demo archive's files.
fn seeds() -> Vec<Vec<u8>> {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let files =
        files_below(&content).into_iter().filter(|file| file.ends_with(".md") || file.ends_with(".yaml"));
    files.map(|file| fs::read(content.join(file)).unwrap()).collect()
}

/// What the fuzzer found worth keeping for a target: each input goes a way
/// through the program that no other does.
fn kept(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    files_below(&folder).into_iter().map(|file| fs::read(folder.join(file)).unwrap()).collect()
}

/// A seed with some of it cut, doubled, turned or put in.
fn damaged(seed: &[u8], chance: &mut Chance) -> Vec<u8> {
    let start = if chance.below(2) == 0 { 0 } else { chance.below(seed.len()) };
    let mut bytes = seed[start..seed.len().min(start + 2000)].to_vec();
    for _ in 0..=chance.below(6) {
        let at = chance.below(bytes.len() + 1);
        match chance.below(4) {
            0 => bytes.truncate(at),
            1 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
            2 => {
                let end = (at + chance.below(60)).min(bytes.len());
                let part = bytes[at..end].repeat(1 + chance.below(3));
                bytes.splice(at..at, part);
            }
            _ => {
                let piece = PIECES[chance.below(PIECES.len())];
                bytes.splice(at..at, piece.repeat(1 + chance.below(4)));
            }
        }
    }
    bytes
}

#[test]
fn no_bytes_break_a_promise() {
    let seeds = seeds();
    for (name, target) in targets::ALL {
        let kept = kept(name);
        assert!(!kept.is_empty(), "{name} has no inputs in fuzz/corpus");
        for input in &kept {
            println!("{name}: {:?}", String::from_utf8_lossy(input));
            target(input);
        }
        let seeds = [seeds.as_slice(), kept.as_slice()].concat();
        let mut chance = Chance(0x5eed);
        let inputs = if *name == "memory" { INPUTS / 20 } else { INPUTS };
        for _ in 0..inputs {
            let input = damaged(&seeds[chance.below(seeds.len())], &mut chance);
            println!("{name}: {:?}", String::from_utf8_lossy(&input));
            target(&input);
        }
    }
}
