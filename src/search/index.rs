//! The index: everything that a search needs, as files.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::archive::Archive;
use crate::archive::Edition;
use crate::archive::QuestionId;
use crate::config::CategoryId;
use crate::hash::Hash;
use crate::tokenize;

use super::bytes::pack;
use super::bytes::push_rising;
use super::counted_archive::CountedArchive;
use super::counted_archive::CountedEdition;
use super::counts::Counts;
use super::document::each_term_of;
use super::manifest::Bits;
use super::manifest::FORMAT;
use super::manifest::Manifest;
use super::posting;
use super::result;
use super::result::BLOCK;
use super::result::Found;
use super::shard::Family;
use super::spelling;
use super::table::Table;
use super::term::Term;
use super::tuning::Tuning;

/// How many of the commonest terms the manifest names.
const COMMON: usize = 512;

/// A word that so many documents have is likely to have a common term.
const FREQUENT: u32 = 64;

/// A file of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexFile {
    /// Its address from the site's root: `/search/terms/3.bin`.
    pub address: String,
    /// A hash that changes whenever the file does.
    pub fingerprint: Hash,
    unpacked: Vec<u8>,
    /// What it is packed with; none where it is not.
    dictionary: Option<Arc<Vec<u8>>>,
}

impl IndexFile {
    fn packed(address: String, unpacked: Vec<u8>, dictionary: &Arc<Vec<u8>>) -> Self {
        let hashes = [Hash::of(dictionary), Hash::of(&unpacked)].map(Hash::to_bytes);
        let dictionary = Some(Arc::clone(dictionary));
        Self { fingerprint: Hash::of(&hashes.concat()), address, unpacked, dictionary }
    }

    fn plain(address: String, unpacked: Vec<u8>) -> Self {
        Self { fingerprint: Hash::of(&unpacked), address, unpacked, dictionary: None }
    }

    /// What it holds, as it is written.
    ///
    /// Packing costs far more than making, so it is left until somebody wants
    /// the bytes: a file that is there already is known by its fingerprint.
    pub fn bytes(&self) -> Vec<u8> {
        match &self.dictionary {
            Some(dictionary) => pack(&self.unpacked, dictionary),
            None => self.unpacked.clone(),
        }
    }
}

/// The index of every edition: all its files, sorted by address.
///
/// `synonyms` are words that mean the same, group by group. What `counted` has
/// is not counted again; it is of this archive afterwards. The files are the
/// same whatever it was.
pub fn build(archive: &Archive, synonyms: &[Vec<String>], counted: &mut CountedArchive) -> Vec<IndexFile> {
    counted.update(archive);
    let editions = archive.editions().iter();
    let editions = editions.filter_map(|edition| Some((edition, counted.edition(&edition.language)?)));
    let mut files: Vec<IndexFile> =
        editions.flat_map(|(edition, counted)| of_edition(archive, edition, counted, synonyms)).collect();
    files.sort_unstable_by(|one, other| one.address.cmp(&other.address));
    files
}

fn of_edition(
    archive: &Archive,
    edition: &Edition,
    counted: &CountedEdition,
    synonyms: &[Vec<String>],
) -> Vec<IndexFile> {
    let CountedEdition { documents, counted } = counted;
    let lengths = documents.iter().map(|document| document.length);
    let (term_lengths, initial_lengths): (Vec<u32>, Vec<u32>) =
        lengths.map(|length| (length.terms, length.initials)).unzip();
    let tuning = Tuning::of(&edition.language);
    let terms = Family::new(&posting::lists(&counted.terms, &term_lengths, tuning));
    let initials = Family::new(&posting::lists(&counted.initials, &initial_lengths, tuning));
    let spelling = Family::new(&spelling::contexts(&counted.words));
    let filters = Family::new(&filters(archive, edition));
    let mut manifest = Manifest {
        format: FORMAT,
        version: String::new(),
        documents: documents.len() as u32,
        base: archive.config.base().to_owned(),
        bits: Bits {
            terms: terms.bits,
            initials: initials.bits,
            spelling: spelling.bits,
            filters: filters.bits,
        },
        common: common(&counted.words, &counted.terms),
        synonyms: synonyms.to_vec(),
        categories: archive.config.categories.iter().map(|(id, _)| path(archive, id)).collect(),
    };
    let folder = edition.address("/search/");
    let results = results(archive, edition);
    let none = Arc::default();
    let first = Arc::new(results.first().cloned().unwrap_or_default());
    let mut files = Vec::new();
    for (name, shards, dictionary) in [
        ("terms", terms.shards, &none),
        ("initials", initials.shards, &none),
        ("spelling", spelling.shards, &none),
        ("filters", filters.shards, &none),
        ("results", results, &first),
    ] {
        files.par_extend(packed(format!("{folder}{name}"), shards, dictionary));
    }
    manifest.version = version(&manifest, &files);
    let bytes = serde_json::to_vec(&manifest).unwrap_or_default();
    files.push(IndexFile::plain(format!("{folder}manifest.json"), bytes));
    files
}

/// The files of one folder; each but the first is packed with the `dictionary`,
/// as whoever reads the first has no other one.
fn packed(
    folder: String,
    unpacked: Vec<Vec<u8>>,
    dictionary: &Arc<Vec<u8>>,
) -> impl ParallelIterator<Item = IndexFile> {
    let none = Arc::default();
    unpacked.into_par_iter().enumerate().map(move |(number, bytes)| {
        let dictionary = if number == 0 { &none } else { dictionary };
        IndexFile::packed(format!("{folder}/{number}.bin"), bytes, dictionary)
    })
}

/// The terms that most documents have, the commonest first, with a space
/// between.
fn common(words: &Counts, terms: &Counts) -> String {
    let mut common: Vec<(u32, Term)> = terms.iter().map(|(term, entry)| (entry.documents, term)).collect();
    let most = |&(documents, term): &(u32, Term)| (std::cmp::Reverse(documents), term);
    if common.len() > COMMON {
        common.select_nth_unstable_by_key(COMMON, most);
        common.truncate(COMMON);
    }
    common.sort_unstable_by_key(most);
    let common: Vec<Term> = common.into_iter().map(|(_, term)| term).collect();
    names(words, &common).join(" ")
}

/// How terms are written that words lead to.
fn names(words: &Counts, terms: &[Term]) -> Vec<String> {
    let mut names = vec![String::new(); terms.len()];
    let mut places: FxHashMap<Term, usize> = terms.iter().copied().zip(0..).collect();
    // frequent words are few and nearly always name all of them
    for is_frequent in [true, false] {
        let words = words.iter().filter(|(_, entry)| (entry.documents >= FREQUENT) == is_frequent);
        for word in words.flat_map(|(_, entry)| tokenize::words(entry.name)) {
            if places.is_empty() {
                return names;
            }
            each_term_of(word, &mut |text| {
                if let Some(place) = places.remove(&Term::new(text)) {
                    names[place] = text.to_owned();
                }
            });
        }
    }
    names
}

/// The documents of each category and of all below it, and of each year.
fn filters(archive: &Archive, edition: &Edition) -> Table {
    let mut lists: FxHashMap<Term, Vec<u32>> = FxHashMap::default();
    for (document, &id) in (0..).zip(edition.questions.iter().rev()) {
        let front = &archive.question(id).front;
        let year = front.asked.date(&archive.config.timezone).year();
        let above = front.category.map(|category| archive.config.categories.lineage(category));
        let categories = above.into_iter().flatten().map(|id| category_filter(&path(archive, id)));
        for filter in categories.chain([year_filter(&year.to_string())]) {
            lists.entry(filter).or_default().push(document);
        }
    }
    let mut lists: Vec<(Term, Vec<u32>)> = lists.into_iter().collect();
    lists.sort_unstable();
    let mut table = Table::default();
    for (filter, list) in lists {
        table.push(filter, |bytes| push_rising(bytes, &list));
    }
    table
}

/// The filter that lets the questions of a category through.
pub fn category_filter(path: &str) -> Term {
    Term::of(&["category:", path])
}

/// The filter that lets the questions of a year through.
pub fn year_filter(year: &str) -> Term {
    Term::of(&["year:", year])
}

fn path(archive: &Archive, id: CategoryId) -> String {
    archive.config.categories.get(id).path.clone()
}

/// The blocks of results, by the number of their documents.
fn results(archive: &Archive, edition: &Edition) -> Vec<Vec<u8>> {
    let found = |id: &QuestionId| {
        let category = archive.question(*id).front.category.map(|category| category.0);
        Found::new(archive, *id, category)
    };
    // newest first, so that the block of the oldest is whole
    let blocks = edition.questions.par_rchunks(BLOCK);
    blocks.map(|block| result::write(&block.iter().rev().map(found).collect::<Vec<_>>())).collect()
}

/// A name for exactly these files.
fn version(manifest: &Manifest, files: &[IndexFile]) -> String {
    let mut bytes = serde_json::to_vec(manifest).unwrap_or_default();
    files.iter().for_each(|file| bytes.extend(file.fingerprint.to_bytes()));
    Hash::of(&bytes).short()
}
