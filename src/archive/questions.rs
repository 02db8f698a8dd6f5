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

    /// Puts another question at this position, on a sheet of its own.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;
    use crate::config::People;
    use crate::content::Statics;
    use crate::fs::SourcePath;
    use crate::question::Context;
    use crate::question::TurnWords;

    const SITE: &str = "title: 문답\nurl: https://a.example\nlanguage: ko\n";

    fn question(number: usize, text: &str) -> Arc<Question> {
        let relative = format!("{number}.md");
        let file = SourcePath { name: relative.clone(), path: relative.clone().into(), relative };
        let config = config::read("site.yaml", SITE).value.unwrap();
        let (people, statics, words) = (People::default(), Statics::default(), TurnWords::default());
        let context = Context { config: &config, people: &people, statics: &statics, words: &words };
        let text = format!("---\ntitle: 왜?\nasked: 2026-03-01\n---\n{text}\n");
        Arc::new(Question::parse(&file, text, context).value.unwrap())
    }

    fn questions(count: usize) -> Questions {
        (0..count).map(|number| question(number + 1, "글")).collect()
    }

    #[test]
    fn every_question_keeps_its_position() {
        for count in [0, 1, SHEET - 1, SHEET, SHEET + 1, 2 * SHEET + 3] {
            let questions = questions(count);
            assert_eq!((questions.len(), questions.is_empty()), (count, count == 0));
            assert_eq!(questions.iter().count(), count);
            for (at, question) in questions.iter().enumerate() {
                assert_eq!(question.file, format!("{}.md", at + 1));
                assert!(Arc::ptr_eq(question, questions.get(QuestionId(at))));
            }
        }
    }

    #[test]
    fn a_copy_shares_what_is_not_changed_in_it() {
        let questions = questions(2 * SHEET + 3);
        let mut copy = questions.clone();
        assert_eq!(copy.hash(), questions.hash());
        let changed = SHEET + 1;
        copy.put(QuestionId(changed), question(changed + 1, "다른 글"));
        assert_ne!(copy.hash(), questions.hash());
        for (at, (copied, question)) in copy.iter().zip(questions.iter()).enumerate() {
            assert_eq!(Arc::ptr_eq(copied, question), at != changed, "{at}");
        }
        let shared = copy.sheets.iter().zip(&questions.sheets).map(|(one, other)| Arc::ptr_eq(one, other));
        assert_eq!(shared.collect::<Vec<_>>(), [true, false, true]);
    }
}
