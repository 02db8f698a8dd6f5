//! The questions of an archive in their order, on sheets that archives share.
//!
//! In an archive that somebody edits nearly all stays as it was. A copy takes
//! over every sheet without looking at what is on it: at 100,000 questions a
//! look at each takes longer than to make a page.

use std::sync::Arc;

use super::QuestionId;
use crate::hash::Hash;
use crate::question::Question;

/// How many questions stand on a sheet.
const SHEET: usize = 128;

/// Questions in their order.
#[derive(Clone, Debug)]
pub struct Questions {
    /// All full but the last.
    sheets: Vec<Arc<Sheet>>,
    len: usize,
}

#[derive(Debug)]
struct Sheet {
    questions: Vec<Arc<Question>>,
    /// The hash of their files.
    hash: Hash,
}

impl Questions {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The question at this position.
    pub fn get(&self, id: QuestionId) -> &Arc<Question> {
        &self.sheets[id.0 / SHEET].questions[id.0 % SHEET]
    }

    /// Every question in order.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Question>> {
        self.sheets.iter().flat_map(|sheet| &sheet.questions)
    }

    /// The same questions with another at this position.
    pub fn put(&mut self, id: QuestionId, question: Arc<Question>) {
        let sheet = &mut self.sheets[id.0 / SHEET];
        let mut questions = sheet.questions.clone();
        questions[id.0 % SHEET] = question;
        *sheet = Arc::new(Sheet::of(questions));
    }

    /// The hash of the files of all.
    pub fn hash(&self) -> Hash {
        Hash::of_value(&self.sheets.iter().map(|sheet| sheet.hash).collect::<Vec<_>>())
    }
}

impl FromIterator<Arc<Question>> for Questions {
    fn from_iter<T: IntoIterator<Item = Arc<Question>>>(questions: T) -> Self {
        let mut questions = questions.into_iter();
        let next =
            || Some(questions.by_ref().take(SHEET).collect::<Vec<_>>()).filter(|sheet| !sheet.is_empty());
        let sheets: Vec<_> =
            std::iter::from_fn(next).map(|questions| Arc::new(Sheet::of(questions))).collect();
        let len = sheets.iter().map(|sheet| sheet.questions.len()).sum();
        Self { sheets, len }
    }
}

impl Sheet {
    fn of(questions: Vec<Arc<Question>>) -> Self {
        let files: Vec<_> = questions.iter().map(|question| (question.card, question.hash)).collect();
        Self { questions, hash: Hash::of_value(&files) }
    }
}
