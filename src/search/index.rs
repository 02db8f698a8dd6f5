//! The index: everything that a search needs, as files.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::archive::Archive;
use crate::archive::Edition;
use crate::archive::QuestionId;
use crate::config::CategoryId;
use crate::hash::Hash;
use crate::tokenize;

use super::bytes::Packer;
use super::bytes::push_rising;
use super::document::Document;
use super::document::each_initial_of;
use super::document::each_term_of;
use super::manifest::Bits;
use super::manifest::FORMAT;
use super::manifest::Manifest;
use super::posting;
use super::posting::Counted;
use super::result;
use super::result::BLOCK;
use super::result::Found;
use super::shard::Entry;
use super::shard::Family;
use super::spelling;
use super::term::Term;
use super::vocabulary::Vocabulary;

/// How many documents are counted in one go.
const CHUNK: usize = 1024;

/// How many of the commonest terms the manifest names.
const COMMON: usize = 512;

/// A file of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexFile {
    /// Its address from the site's root: `/search/terms/3.bin`.
    pub address: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The index of every edition: all its files, sorted by address.
///
/// `synonyms` are words that mean the same, group by group.
pub fn build(archive: &Archive, synonyms: &[Vec<String>]) -> Vec<IndexFile> {
    let mut files: Vec<IndexFile> =
        archive.editions.iter().flat_map(|edition| of_edition(archive, edition, synonyms)).collect();
    files.sort_unstable_by(|one, other| one.address.cmp(&other.address));
    files
}

fn of_edition(archive: &Archive, edition: &Edition, synonyms: &[Vec<String>]) -> Vec<IndexFile> {
    let documents = edition.questions.len();
    let vocabulary = vocabulary(archive, edition);
    let lists = posting::lists(&vocabulary, documents, each_term_of);
    let common = common(&vocabulary, &lists);
    let terms = family(lists);
    let initials = family(posting::lists(&vocabulary, documents, each_initial_of));
    let spelling = Family::new(&spelling::contexts(&vocabulary));
    let filters = Family::new(&filters(archive, edition));
    let mut manifest = Manifest {
        format: FORMAT,
        version: String::new(),
        documents: documents as u32,
        base: archive.config.base().to_owned(),
        bits: Bits {
            terms: terms.bits,
            initials: initials.bits,
            spelling: spelling.bits,
            filters: filters.bits,
        },
        common,
        synonyms: synonyms.to_vec(),
        categories: archive.config.categories.iter().map(|(id, _)| path(archive, id)).collect(),
    };
    let folder = edition.address("/search/");
    let mut files = Vec::new();
    for (name, numbered) in [
        ("terms", terms.shards),
        ("initials", initials.shards),
        ("spelling", spelling.shards),
        ("filters", filters.shards),
        ("results", results(archive, edition)),
    ] {
        let numbered = numbered.into_iter().enumerate();
        let file = |(number, bytes)| IndexFile { address: format!("{folder}{name}/{number}.bin"), bytes };
        files.extend(numbered.map(file));
    }
    manifest.version = version(&manifest, &files);
    let bytes = serde_json::to_vec(&manifest).unwrap_or_default();
    files.push(IndexFile { address: format!("{folder}manifest.json"), bytes });
    files
}

fn vocabulary(archive: &Archive, edition: &Edition) -> Vocabulary {
    let chunks = edition.questions.par_chunks(CHUNK).enumerate();
    let words = chunks.map(|(chunk, ids)| {
        let documents: Vec<Document> = ids.iter().map(|&id| Document::new(archive, id)).collect();
        Vocabulary::of(&documents, chunk * CHUNK, &edition.language)
    });
    words.reduce(Vocabulary::default, Vocabulary::and)
}

fn family(lists: Vec<Counted>) -> Family {
    Family::new(&lists.into_iter().map(|(entry, _)| entry).collect::<Vec<_>>())
}

/// The terms that most documents have, the commonest first, with a space
/// between.
fn common(vocabulary: &Vocabulary, lists: &[Counted]) -> String {
    let mut common: Vec<(usize, Term)> =
        lists.iter().map(|((term, _), documents)| (*documents, *term)).collect();
    let most = |&(documents, term): &(usize, Term)| (std::cmp::Reverse(documents), term);
    if common.len() > COMMON {
        common.select_nth_unstable_by_key(COMMON, most);
        common.truncate(COMMON);
    }
    common.sort_unstable_by_key(most);
    let places = common.iter().enumerate().map(|(place, (_, term))| (*term, place));
    name_all(vocabulary, places.collect()).join(" ")
}

/// How the terms in `places` are written, each at its place.
fn name_all(vocabulary: &Vocabulary, mut places: FxHashMap<Term, usize>) -> Vec<String> {
    let mut names = vec![String::new(); places.len()];
    for word in vocabulary.iter().flat_map(|(word, _)| tokenize::words(word)) {
        each_term_of(word, &mut |text| {
            if let Some(place) = places.remove(&Term::new(text)) {
                names[place] = text.to_owned();
            }
        });
    }
    names
}

/// The documents of each category and of all below it, and of each year.
fn filters(archive: &Archive, edition: &Edition) -> Vec<Entry> {
    let mut lists: FxHashMap<Term, Vec<u32>> = FxHashMap::default();
    for (document, &id) in edition.questions.iter().enumerate() {
        let front = &archive.question(id).front;
        let year = front.asked.date(&archive.config.timezone).year();
        let above = front.category.map(|category| archive.config.categories.lineage(category));
        let categories = above.into_iter().flatten().map(|id| category_filter(&path(archive, id)));
        for filter in categories.chain([year_filter(&year.to_string())]) {
            lists.entry(filter).or_default().push(document as u32);
        }
    }
    let mut entries: Vec<Entry> = lists
        .into_iter()
        .map(|(filter, list)| {
            let mut bytes = Vec::with_capacity(list.len() * 2);
            push_rising(&mut bytes, &list);
            (filter, bytes)
        })
        .collect();
    entries.sort_unstable();
    entries
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

fn results(archive: &Archive, edition: &Edition) -> Vec<Vec<u8>> {
    let found = |id: &QuestionId| {
        let category = archive.question(*id).front.category.map(|category| category.0);
        Found::new(archive, *id, category)
    };
    let blocks = edition.questions.par_chunks(BLOCK).map_init(Packer::new, |packer, block| {
        result::write(packer, &block.iter().map(found).collect::<Vec<_>>())
    });
    blocks.collect()
}

/// A name for exactly these files.
fn version(manifest: &Manifest, files: &[IndexFile]) -> String {
    let mut hashes = serde_json::to_vec(manifest).unwrap_or_default();
    let each: Vec<String> = files.par_iter().map(|file| Hash::of(&file.bytes).to_string()).collect();
    each.iter().for_each(|hash| hashes.extend(hash.as_bytes()));
    Hash::of(&hashes).short()
}
