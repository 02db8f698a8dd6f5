//! A counted archive: what a build has counted, so that the next one counts
//! only the questions that changed.
//!
//! A document is known again by its key and by a fingerprint of all its text.
//! What else counts hang on is the program, its strings and the settings:
//! whoever keeps the counts forgets them when one of those changes.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::archive::Archive;
use crate::archive::Edition;
use crate::archive::QuestionId;
use crate::hash::Hash;
use crate::key::Key;

use super::bytes::Reader;
use super::bytes::push_number;
use super::counting;
use super::counting::Counted;
use super::counting::Length;
use super::counts::Counts;
use super::document::Document;
use super::moves::Moves;

/// How many documents are counted in one go.
const CHUNK: usize = 4096;

/// How many bytes a fingerprint takes.
const FINGERPRINT_BYTES: usize = 16;

/// About how many bytes a document is written in.
const DOCUMENT_BYTES: usize = 32;

/// An archive as its words were counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CountedArchive {
    /// Its editions, by language.
    editions: FxHashMap<String, CountedEdition>,
}

/// An edition as its words were counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CountedEdition {
    /// Its documents by their numbers, oldest first.
    pub documents: Vec<Known>,
    /// What they say.
    pub counted: Counted,
}

/// A document that was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    key: Key,
    fingerprint: Hash,
    /// How much it counts.
    pub length: Length,
}

impl CountedArchive {
    /// Counts what is new in an archive and forgets what is gone.
    pub fn update(&mut self, archive: &Archive) {
        let mut before = std::mem::take(&mut self.editions);
        for edition in archive.editions() {
            let old = before.remove(&edition.language).unwrap_or_default();
            self.editions.insert(edition.language.clone(), old.updated(archive, edition));
        }
    }

    /// What is counted of the edition in a language.
    pub fn edition(&self, language: &str) -> Option<&CountedEdition> {
        self.editions.get(language)
    }

    /// All of it, for [`CountedArchive::from_bytes`].
    ///
    /// How many editions there are, and each by language: the language; how
    /// many documents; for each its key, its fingerprint and its length; the
    /// counts of words, of terms and of initials. Texts stand behind their
    /// length in bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.editions.values().map(CountedEdition::size).sum());
        let mut editions: Vec<_> = self.editions.iter().collect();
        editions.sort_unstable_by_key(|(language, _)| *language);
        push_number(&mut bytes, editions.len() as u32);
        for (language, edition) in editions {
            push_text(&mut bytes, language);
            edition.write(&mut bytes);
        }
        bytes
    }

    /// The archive that was written as `bytes`; none where they are damaged.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let mut archive = Self::default();
        for _ in 0..reader.number()? {
            let language = text(&mut reader)?.to_owned();
            archive.editions.insert(language, CountedEdition::read(&mut reader)?);
        }
        reader.is_done().then_some(archive)
    }
}

impl CountedEdition {
    /// What is counted of the documents that `edition` has now.
    fn updated(self, archive: &Archive, edition: &Edition) -> Self {
        let ids: Vec<QuestionId> = edition.questions.iter().rev().copied().collect();
        let fingerprints: Vec<Hash> = ids.iter().map(|&id| fingerprint(archive, id)).collect();
        let moves = self.moves(archive, &ids, &fingerprints);
        let mut lengths: Vec<Option<Length>> = vec![None; ids.len()];
        for (to, known) in moves.iter().zip(&self.documents) {
            if let Some(to) = to {
                lengths[*to as usize] = Some(known.length);
            }
        }
        let fresh: Vec<u32> =
            (0..).zip(&lengths).filter(|(_, length)| length.is_none()).map(|(number, _)| number).collect();
        let chunks = fresh.par_chunks(CHUNK).map(|numbers| {
            let documents: Vec<Document> =
                numbers.iter().map(|number| Document::new(archive, ids[*number as usize])).collect();
            counting::count(&documents, numbers, &edition.language)
        });
        let (chunks, fresh_lengths): (Vec<Counted>, Vec<Vec<Length>>) = chunks.unzip();
        for (number, length) in fresh.iter().zip(fresh_lengths.into_iter().flatten()) {
            lengths[*number as usize] = Some(length);
        }
        let documents = ids.iter().zip(fingerprints).zip(lengths).map(|((id, fingerprint), length)| Known {
            key: archive.question(*id).key.clone(),
            fingerprint,
            length: length.unwrap_or_default(),
        });
        let documents = documents.collect();
        Self { documents, counted: self.counted.updated(&Moves::new(moves), chunks) }
    }

    /// The number that each document has among `ids`, none for one that is gone
    /// or says something else.
    fn moves(&self, archive: &Archive, ids: &[QuestionId], fingerprints: &[Hash]) -> Vec<Option<u32>> {
        let mut numbers: Vec<Option<u32>> = vec![None; archive.questions.len()];
        (0..).zip(ids).for_each(|(number, id)| numbers[id.0] = Some(number));
        let mut next = 0;
        let to = |known: &Known| {
            let number = archive.find(&known.key).and_then(|id| numbers[id.0])?;
            // who says the same was asked at the same time, so they keep their order; where counts say
            // otherwise they are not believed
            if fingerprints[number as usize] != known.fingerprint || number < next {
                return None;
            }
            next = number + 1;
            Some(number)
        };
        self.documents.iter().map(to).collect()
    }

    /// About how many bytes it is written in: a little more than it takes.
    fn size(&self) -> usize {
        let Counted { words, terms, initials } = &self.counted;
        let counts: usize = [words, terms, initials].into_iter().map(Counts::size).sum();
        counts + self.documents.len() * DOCUMENT_BYTES
    }

    fn write(&self, bytes: &mut Vec<u8>) {
        push_number(bytes, self.documents.len() as u32);
        for Known { key, fingerprint, length } in &self.documents {
            push_text(bytes, &key.to_string());
            bytes.extend(fingerprint.to_bytes());
            push_number(bytes, length.terms);
            push_number(bytes, length.initials);
        }
        let Counted { words, terms, initials } = &self.counted;
        [words, terms, initials].into_iter().for_each(|counts| counts.write(bytes));
    }

    fn read(reader: &mut Reader) -> Option<Self> {
        let mut documents = Vec::new();
        for _ in 0..reader.number()? {
            let key = Key::parse(text(reader)?)?;
            let fingerprint = Hash::from_bytes(reader.take(FINGERPRINT_BYTES)?.try_into().ok()?);
            let length = Length { terms: reader.number()?, initials: reader.number()? };
            documents.push(Known { key, fingerprint, length });
        }
        let count = documents.len();
        let words = Counts::read(reader, count)?;
        let terms = Counts::read(reader, count)?;
        let initials = Counts::read(reader, count)?;
        Some(Self { documents, counted: Counted { words, terms, initials } })
    }
}

/// A hash of everything that a document is made of.
fn fingerprint(archive: &Archive, id: QuestionId) -> Hash {
    let files = std::iter::once(&id).chain(archive.merged_from(id));
    let hashes: Vec<u8> = files.flat_map(|&id| archive.question(id).hash.to_bytes()).collect();
    Hash::of(&hashes)
}

fn push_text(bytes: &mut Vec<u8>, text: &str) {
    push_number(bytes, text.len() as u32);
    bytes.extend(text.as_bytes());
}

fn text<'a>(reader: &mut Reader<'a>) -> Option<&'a str> {
    let length = reader.number()? as usize;
    std::str::from_utf8(reader.take(length)?).ok()
}
