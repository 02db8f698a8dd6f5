//! A chain: questions that each lead to one other.

use super::QuestionId;

/// Where each of `count` questions ends up by way of others, if it leads to its
/// `next`; none where they lead round in a ring.
///
/// Each is asked once where it leads, as a chain may be as long as the archive.
pub fn ends(count: usize, next: impl Fn(QuestionId) -> Option<QuestionId>) -> Vec<Option<QuestionId>> {
    let mut ends = vec![None; count];
    let mut was_met = vec![false; count];
    let mut walk = Vec::new();
    for start in (0..count).map(QuestionId) {
        let mut at = start;
        let end = loop {
            // one that was met on this very walk has no end yet, and closes a ring
            if was_met[at.0] {
                break ends[at.0];
            }
            was_met[at.0] = true;
            walk.push(at);
            match next(at) {
                Some(further) => at = further,
                None => break Some(at),
            }
        };
        walk.drain(..).for_each(|met| ends[met.0] = end);
    }
    ends
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// The ends of questions that lead to these.
    fn ends_of(next: &[Option<usize>]) -> Vec<Option<usize>> {
        let ends = ends(next.len(), |id| next[id.0].map(QuestionId));
        ends.into_iter().map(|end| end.map(|end| end.0)).collect()
    }

    #[test]
    fn all_of_a_chain_end_where_its_last_does() {
        assert_eq!(ends_of(&[None]), [Some(0)]);
        assert_eq!(ends_of(&[Some(1), Some(2), None, Some(1)]), [Some(2); 4]);
        assert_eq!(ends_of(&[None, Some(0), Some(1)]), [Some(0); 3]);
    }

    #[test]
    fn a_ring_has_no_end_and_nothing_that_leads_into_it() {
        assert_eq!(ends_of(&[Some(0)]), [None]);
        assert_eq!(ends_of(&[Some(1), Some(2), Some(1), Some(0), None]), [None, None, None, None, Some(4)]);
    }

    #[test]
    fn each_is_asked_once() {
        let count = 10_000;
        let rising = |id: usize| (id + 1 < count).then_some(id + 1);
        let falling = |id: usize| id.checked_sub(1);
        let round = |id: usize| Some((id + 1) % count);
        let (rising, falling, round): (Next, Next, Next) = (&rising, &falling, &round);
        for next in [rising, falling, round] {
            let asked = Cell::new(0);
            let next = |id: QuestionId| {
                asked.set(asked.get() + 1);
                next(id.0).map(QuestionId)
            };
            assert_eq!(ends(count, next).len(), count);
            assert_eq!(asked.get(), count);
        }
    }

    type Next<'a> = &'a dyn Fn(usize) -> Option<usize>;
}
