//! The events behind atoms: put together, and shared by all that have the same.

use schema::Revision;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Revisions in order, each once.
pub(super) fn together(
    some: &[Revision],
    others: impl IntoIterator<Item = Revision>,
) -> Arc<[Revision]> {
    let mut all: Vec<Revision> = some.iter().copied().chain(others).collect();
    // Most are a run in order, or two: those are merged.
    all.sort();
    all.dedup();
    all.into()
}

/// Marks in a word.
const MARKS: usize = u64::BITS as usize;
/// Marks for each revision that is listed, at most: with more, sorting takes no longer.
const MARKS_PER_LISTED: u64 = 64;

/// What is behind any of several, each of them in order: in order, each once. Most have most of it in
/// common, so that revisions are marked rather than sorted.
pub(super) fn events(all: &[&Arc<[Revision]>]) -> Vec<Revision> {
    let each = || all.iter().flat_map(|because| because.iter().copied());
    let first = all.iter().filter_map(|because| because.first()).min();
    let last = all.iter().filter_map(|because| because.last()).max();
    let (Some(first), Some(last)) = (first, last) else { return Vec::new() };
    let span = last.number() - first.number() + 1;
    let listed: u64 = all.iter().map(|because| because.len() as u64).sum();
    let span = usize::try_from(span).ok().filter(|_| span <= listed * MARKS_PER_LISTED);
    let Some(span) = span else { return together(&[], each()).to_vec() };
    let mut marks = vec![0_u64; span.div_ceil(MARKS)];
    // Each lies within the span.
    let place = |revision: Revision| {
        usize::try_from(revision.number() - first.number()).unwrap_or(usize::MAX)
    };
    for place in each().map(place) {
        marks[place / MARKS] |= 1 << (place % MARKS);
    }
    let marked =
        (0_u64..).zip(&marks).filter(|(_, marks)| **marks != 0).flat_map(|(word, marks)| {
            let set = (0..MARKS as u64).filter(move |bit| marks & (1 << bit) != 0);
            set.map(move |bit| first.plus(word * MARKS as u64 + bit))
        });
    marked.collect()
}

/// The events behind the atoms of a source: most have the same behind them as others of it, and share it.
#[derive(Default)]
pub(super) struct Behind {
    ones: BTreeSet<Arc<[Revision]>>,
    /// By what is behind a cost and what behind a space's part of it, as they lie in memory.
    together: BTreeMap<[*const Revision; 2], Vec<Known>>,
}

/// What was put together, with what it was put together of: that is not let go of, so that nothing else
/// comes to lie in its place.
struct Known {
    parts: [Arc<[Revision]>; 2],
    treated: Vec<Revision>,
    all: Arc<[Revision]>,
}

impl Behind {
    /// One for all that are equal.
    pub(super) fn one(&mut self, because: &Arc<[Revision]>) -> Arc<[Revision]> {
        if let Some(known) = self.ones.get(because) {
            return Arc::clone(known);
        }
        self.ones.insert(Arc::clone(because));
        Arc::clone(because)
    }

    /// What is behind either of two parts.
    pub(super) fn both(
        &mut self,
        one: &Arc<[Revision]>,
        other: &Arc<[Revision]>,
    ) -> Arc<[Revision]> {
        if other.is_empty() {
            return Arc::clone(one);
        }
        self.together(one, other, Vec::new())
    }

    /// What is behind a cost, behind a part of it, and behind how the VAT of that is treated.
    pub(super) fn together(
        &mut self,
        cost: &Arc<[Revision]>,
        part: &Arc<[Revision]>,
        treated: Vec<Revision>,
    ) -> Arc<[Revision]> {
        let cost = self.one(cost);
        let known = self.together.entry([cost.as_ptr(), part.as_ptr()]).or_default();
        let same = known.iter().find(|known| {
            known.treated == treated
                && Arc::ptr_eq(&known.parts[0], &cost)
                && Arc::ptr_eq(&known.parts[1], part)
        });
        if let Some(same) = same {
            return Arc::clone(&same.all);
        }
        let all = together(&cost, part.iter().chain(&treated).copied());
        known.push(Known { parts: [cost, Arc::clone(part)], treated, all: Arc::clone(&all) });
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn revisions(numbers: &[u64]) -> Arc<[Revision]> {
        numbers.iter().map(|number| Revision::new(*number).unwrap()).collect()
    }

    #[test]
    fn events_are_in_order_and_each_once_near_or_far_from_each_other() {
        let near = [revisions(&[3, 64, 130]), revisions(&[]), revisions(&[2, 64, 67])];
        assert_eq!(*events(&near.each_ref()), *revisions(&[2, 3, 64, 67, 130]));
        let far = [revisions(&[7, 1_000_000_000]), revisions(&[3, 7])];
        assert_eq!(*events(&far.each_ref()), *revisions(&[3, 7, 1_000_000_000]));
        assert!(events(&[]).is_empty());
    }

    #[test]
    fn what_is_put_together_of_the_same_is_shared() {
        let mut behind = Behind::default();
        let (cost, again) = (revisions(&[5, 9]), revisions(&[5, 9]));
        let part = revisions(&[1, 9]);
        let first = behind.together(&cost, &part, vec![]);
        assert_eq!(*first, *revisions(&[1, 5, 9]));
        assert!(Arc::ptr_eq(&first, &behind.together(&again, &part, vec![])));
        let treated = revisions(&[2]).to_vec();
        assert_eq!(*behind.together(&again, &part, treated), *revisions(&[1, 2, 5, 9]));
        let others = revisions(&[4]);
        assert_eq!(*behind.together(&cost, &others, vec![]), *revisions(&[4, 5, 9]));
    }
}
