//! The engine: answers a query from the files of an index.
//!
//! `search.js` in the theme does the same step by step, and comes to the same
//! answers: everything is counted in whole numbers.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use crate::tokenize::Word;

use super::bytes::Reader;
use super::bytes::unpack;
use super::index::category_filter;
use super::index::year_filter;
use super::manifest::FORMAT;
use super::manifest::Manifest;
use super::posting;
use super::posting::List;
use super::query;
use super::query::Part;
use super::query::TermTable;
use super::repair;
use super::result;
use super::result::BLOCK;
use super::result::Found;
use super::shard;
use super::spelling;
use super::spelling::Candidate;
use super::term::Term;

/// A question is worth showing whose score is at least this part of the best.
const WORTH: u32 = 8;

/// Where the files of an index are.
pub trait Files {
    /// The bytes of the file at `path` below the index's folder.
    ///
    /// # Errors
    /// Why they cannot be had, in a sentence.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;
}

/// What a reader asks for.
#[derive(Clone, Debug, Default)]
pub struct Request<'a> {
    /// As typed.
    pub query: &'a str,
    /// How many results to skip.
    pub offset: usize,
    /// How many results to give.
    pub limit: usize,
    /// Whether to search for exactly what was typed.
    pub exact: bool,
    /// The path of a category, to leave all others out.
    pub category: Option<&'a str>,
    /// A year, to leave all others out.
    pub year: Option<&'a str>,
}

/// Why something else was searched for than what was typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Repair {
    /// It was not.
    #[default]
    None,
    /// The keyboard had the wrong layout.
    Keyboard,
    /// A word was misspelt.
    Spelling,
}

/// What a query led to.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// What was searched for.
    pub understood: String,
    /// Why that is not what was typed.
    pub by: Repair,
    /// How many questions are worth showing.
    pub total: usize,
    /// Those that were asked for, best first.
    pub results: Vec<Found>,
}

/// An index that answers.
pub struct Engine<F> {
    files: F,
    manifest: Manifest,
    common: FxHashMap<Term, usize>,
    shards: RefCell<FxHashMap<String, Rc<Vec<u8>>>>,
}

/// Why a query got no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unanswered {
    /// A file of the index cannot be had; in a sentence.
    Unread(String),
    /// A file of the index, by its path, is not what was written.
    Damaged(String),
    /// The index was written by another version of Mundap.
    Foreign,
}

/// The lists of a query's terms, with what each counts.
pub type Lists = Vec<(Part, Option<Rc<List>>)>;

impl<F: Files> Engine<F> {
    /// Reads the manifest of an index.
    ///
    /// # Errors
    /// When it cannot be had, or this version cannot read it.
    pub fn open(files: F) -> Result<Self, Unanswered> {
        let path = "manifest.json";
        let bytes = files.read(path).map_err(Unanswered::Unread)?;
        let manifest: Manifest =
            serde_json::from_slice(&bytes).map_err(|_| Unanswered::Damaged(path.to_owned()))?;
        if manifest.format != FORMAT {
            return Err(Unanswered::Foreign);
        }
        let common = manifest.common.split(' ').rev().enumerate();
        let common = common.map(|(rank, text)| (Term::new(text), rank)).collect();
        Ok(Self { files, manifest, common, shards: RefCell::default() })
    }

    /// What every reader of the index has to know.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Answers a query.
    ///
    /// # Errors
    /// When a file of the index cannot be had or is damaged.
    pub fn answer(&self, request: &Request) -> Result<Answer, Unanswered> {
        let typed = query::fold(request.query);
        let mut lists = self.lists(&typed)?;
        let mut understood = typed;
        let mut by = Repair::None;
        if !request.exact {
            if let Some(meant) = repair::keyboard(self, request.query)? {
                lists = self.lists(&meant)?;
                (understood, by) = (meant, Repair::Keyboard);
            }
            if let Some(spelt) = repair::spelling(self, &understood)? {
                lists = self.lists(&spelt.text)?;
                understood = spelt.text;
                if by == Repair::None && spelt.is_told {
                    by = Repair::Spelling;
                }
            }
        }
        let ranked = self.ranked(&lists, request)?;
        let shown = ranked.iter().skip(request.offset).take(request.limit);
        let results = shown.map(|&document| self.found(document)).collect::<Result<_, _>>()?;
        Ok(Answer { understood, by, total: ranked.len(), results })
    }

    /// The lists of a folded query's terms.
    pub fn lists(&self, folded: &str) -> Result<Lists, Unanswered> {
        self.parts(folded)
            .into_iter()
            .map(|part| Ok((part.clone(), self.list(part.table, part.term())?)))
            .collect()
    }

    fn parts(&self, folded: &str) -> Vec<Part> {
        query::parts(folded, &self.common, &self.manifest.synonyms)
    }

    /// The words of a folded query that are worth correcting.
    pub fn correctable<'a>(&self, folded: &'a str) -> Vec<Word<'a>> {
        query::correctable(folded, &self.parts(folded))
    }

    /// Whether any document has a term of `text`. Of most texts the first term
    /// says so, and no file is read for the others.
    pub fn knows(&self, text: &str) -> Result<bool, Unanswered> {
        for part in self.parts(&query::fold(text)) {
            if self.list(part.table, part.term())?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The list of a term; none where no document has it.
    pub fn list(&self, table: TermTable, term: Term) -> Result<Option<Rc<List>>, Unanswered> {
        let (family, bits) = match table {
            TermTable::Terms => ("terms", self.manifest.bits.terms),
            TermTable::Initials => ("initials", self.manifest.bits.initials),
        };
        self.value(family, bits, term, |bytes| posting::read(bytes).map(Rc::new))
    }

    /// What stands in a context elsewhere in the archive.
    pub fn candidates(&self, context: Term) -> Result<Vec<Candidate>, Unanswered> {
        let bits = self.manifest.bits.spelling;
        Ok(self.value("spelling", bits, context, spelling::read)?.unwrap_or_default())
    }

    /// What `term` leads to in a family.
    fn value<T>(
        &self,
        family: &str,
        bits: u32,
        term: Term,
        read: impl Fn(&[u8]) -> Option<T>,
    ) -> Result<Option<T>, Unanswered> {
        let path = format!("{family}/{}.bin", term.shard(bits));
        let damaged = || Unanswered::Damaged(path.clone());
        let packed = self.file(&path)?;
        let value = shard::look_up(&packed, term).map_err(|_| damaged())?;
        value.map(|bytes| read(&bytes).ok_or_else(damaged)).transpose()
    }

    fn file(&self, path: &str) -> Result<Rc<Vec<u8>>, Unanswered> {
        if let Some(bytes) = self.shards.borrow().get(path) {
            return Ok(Rc::clone(bytes));
        }
        let bytes = Rc::new(self.files.read(path).map_err(Unanswered::Unread)?);
        self.shards.borrow_mut().insert(path.to_owned(), Rc::clone(&bytes));
        Ok(bytes)
    }

    /// The documents that are worth showing, best first; of two that are as
    /// good, the newer one.
    fn ranked(&self, lists: &Lists, request: &Request) -> Result<Vec<u32>, Unanswered> {
        let mut scores = scores(lists);
        for filter in self.filters(request)? {
            scores.retain(|document, _| filter.contains(document));
        }
        let best = scores.values().copied().max().unwrap_or_default();
        let mut ranked: Vec<(u32, u32)> =
            scores.into_iter().filter(|(_, score)| score * WORTH >= best).collect();
        ranked.sort_unstable_by_key(|&(document, score)| std::cmp::Reverse((score, document)));
        Ok(ranked.into_iter().map(|(document, _)| document).collect())
    }

    fn filters(&self, request: &Request) -> Result<Vec<FxHashSet<u32>>, Unanswered> {
        let filters = [request.category.map(category_filter), request.year.map(year_filter)];
        let bits = self.manifest.bits.filters;
        let read =
            |filter| self.value("filters", bits, filter, read_documents).map(Option::unwrap_or_default);
        filters.into_iter().flatten().map(read).collect()
    }

    fn found(&self, document: u32) -> Result<Found, Unanswered> {
        let (block, place) = (document as usize / BLOCK, document as usize % BLOCK);
        let results = result::read(&self.block(block)?);
        let found = results.and_then(|results| results.into_iter().nth(place));
        found.ok_or_else(|| Unanswered::Damaged(block_path(block)))
    }

    /// A block of results, unpacked.
    fn block(&self, block: usize) -> Result<Vec<u8>, Unanswered> {
        let dictionary = if block == 0 { Vec::new() } else { self.block(0)? };
        let packed = self.file(&block_path(block))?;
        unpack(&packed, &dictionary).ok_or_else(|| Unanswered::Damaged(block_path(block)))
    }
}

fn block_path(block: usize) -> String {
    format!("results/{block}.bin")
}

/// What each document counts that has any of the terms.
///
/// A document that has some pairs of a short word only has another word that
/// shares them: who looks for 급여자 does not mean 급여. So what these count is
/// less by half of the share that is missing.
fn scores(lists: &Lists) -> FxHashMap<u32, u32> {
    let mut lists: Vec<&(Part, Option<Rc<List>>)> = lists.iter().collect();
    lists.sort_by_key(|(part, _)| part.word);
    let mut scores: FxHashMap<u32, u32> = FxHashMap::default();
    for pairs in lists.chunk_by(|(one, _), (other, _)| one.word.is_some() && one.word == other.word) {
        let mut sums: FxHashMap<u32, (u32, u32)> = FxHashMap::default();
        for (part, list) in pairs {
            let Some(list) = list else { continue };
            for &(document, impact) in &list.postings {
                let (sum, found) = sums.entry(document).or_default();
                *sum += part.weight * list.weight * impact;
                *found += 1;
            }
        }
        let count = pairs.len() as u32;
        for (document, (sum, found)) in sums {
            *scores.entry(document).or_default() += sum * (count + found) / (2 * count);
        }
    }
    scores
}

fn read_documents(bytes: &[u8]) -> Option<FxHashSet<u32>> {
    let mut reader = Reader::new(bytes);
    let mut documents = FxHashSet::default();
    let mut document = 0_u32;
    while !reader.is_done() {
        document = document.checked_add(reader.number()?)?;
        documents.insert(document);
    }
    Some(documents)
}
