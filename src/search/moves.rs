//! The moves: what has become of documents since they were counted.
//!
//! Documents that are still there keep their order, since a question that was
//! given another date is counted anew. So they move in runs.

use super::counts::Occurrences;

/// What has become of documents since they were counted.
#[derive(Clone, Debug)]
pub struct Moves {
    /// Documents in a row that went the same way, in rising order.
    runs: Vec<Run>,
}

/// Documents in a row that went the same way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The number that the first of them had.
    pub from: u32,
    /// The number that none of them had.
    pub end: u32,
    /// The number that the first of them has; none where they are gone.
    pub to: Option<u32>,
}

impl Moves {
    /// Documents that go `to` these numbers, which rise, in the order of those
    /// that they had; none for one that is gone.
    pub fn new(to: impl IntoIterator<Item = Option<u32>>) -> Self {
        let mut runs: Vec<Run> = Vec::new();
        for (from, to) in (0..).zip(to) {
            match runs.last_mut() {
                Some(run) if run.of(from) == to => run.end = from + 1,
                _ => runs.push(Run { from, end: from + 1, to }),
            }
        }
        Self { runs }
    }

    /// Whether any document is gone.
    pub fn any_gone(&self) -> bool {
        self.runs.iter().any(|run| run.to.is_none())
    }

    /// Whether all documents that are still there have the number that they had.
    pub fn is_still(&self) -> bool {
        self.runs.iter().all(|run| run.to.is_none_or(|to| to == run.from))
    }

    /// The run that a document is in.
    pub fn run(&self, document: u32) -> Option<Run> {
        self.runs.get(self.runs.partition_point(|run| run.end <= document)).copied()
    }

    /// Whether a run is the last.
    pub fn is_last(&self, run: Run) -> bool {
        self.runs.last() == Some(&run)
    }

    /// Whether any of some documents is gone.
    pub fn any_gone_of(&self, mut documents: Occurrences) -> bool {
        while let Some(run) = documents.peek().and_then(|document| self.run(document)) {
            if run.to.is_none() {
                return true;
            }
            if self.is_last(run) {
                return false;
            }
            documents.skip_before(run.end);
        }
        false
    }
}

impl Run {
    /// The number that a document of this run has, or the one behind it would
    /// have.
    fn of(&self, document: u32) -> Option<u32> {
        self.to.map(|to| to + (document - self.from))
    }

    /// What is added to the number that each had.
    pub fn shift(&self) -> Option<u32> {
        self.to.map(|to| to.wrapping_sub(self.from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_move_in_runs() {
        let moves = Moves::new([Some(0), Some(1), None, None, Some(2), Some(5), Some(6)]);
        let run = |from, end, to| Run { from, end, to };
        assert_eq!(moves.runs, [run(0, 2, Some(0)), run(2, 4, None), run(4, 5, Some(2)), run(5, 7, Some(5))]);
        assert_eq!(moves.run(3), Some(run(2, 4, None)));
        assert_eq!(moves.run(7), None);
        assert_eq!(run(4, 5, Some(2)).shift().map(|shift| shift.wrapping_add(4)), Some(2));
        assert!(moves.any_gone() && !moves.is_still());
    }

    #[test]
    fn a_question_edited_in_its_place_moves_no_other() {
        let moves = Moves::new([Some(0), None, Some(2)]);
        assert!(moves.any_gone() && moves.is_still());
        assert!(Moves::new([]).is_still());
    }
}
