//! Past states that were asked for: whoever asks again is given the same state, and whoever asks for
//! one shortly after it has less to replay.

use projections::Portfolio;
use schema::Revision;
use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// The states that were asked for last, each at the end of a commit.
#[derive(Debug)]
pub(super) struct Recalled {
    states_max: usize,
    shelf: Mutex<Shelf>,
}

#[derive(Debug, Default)]
struct Shelf {
    states: BTreeMap<Revision, State>,
    /// How often one was asked for or put here.
    uses: u64,
}

#[derive(Debug)]
struct State {
    state: Portfolio,
    used: u64,
}

impl Recalled {
    /// None yet, and never more than so many.
    pub(super) fn of_at_most(states_max: usize) -> Self {
        Self { states_max, shelf: Mutex::default() }
    }

    /// The last one at `revision` or before.
    pub(super) fn before(&self, revision: Revision) -> Option<Portfolio> {
        let mut shelf = self.shelf();
        shelf.uses += 1;
        let uses = shelf.uses;
        let (_, found) = shelf.states.range_mut(..=revision).next_back()?;
        found.used = uses;
        Some(found.state.clone())
    }

    /// Puts one here; of too many the one goes that was not asked for the longest.
    pub(super) fn put(&self, revision: Revision, state: Portfolio) {
        let mut shelf = self.shelf();
        shelf.uses += 1;
        let used = shelf.uses;
        shelf.states.insert(revision, State { state, used });
        if shelf.states.len() > self.states_max {
            let longest = shelf.states.iter().min_by_key(|(_, state)| state.used);
            let longest = longest.map(|(revision, _)| *revision);
            // Let go of after the lock: what nobody else holds of it takes a while to take apart.
            let gone = longest.and_then(|revision| shelf.states.remove(&revision));
            drop(shelf);
            drop(gone);
        }
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        // Each step leaves the map whole.
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn revision(number: u64) -> Revision {
        Revision::new(number).unwrap()
    }

    fn held(recalled: &Recalled) -> Vec<u64> {
        recalled.shelf().states.keys().map(|revision| revision.number()).collect()
    }

    #[test]
    fn of_too_many_the_one_goes_that_was_not_asked_for_the_longest() {
        let recalled = Recalled::of_at_most(3);
        for number in [10, 20, 30] {
            recalled.put(revision(number), Portfolio::default());
        }
        assert!(recalled.before(revision(10)).is_some());
        recalled.put(revision(40), Portfolio::default());
        assert_eq!(held(&recalled), [10, 30, 40]);
        assert!(recalled.before(revision(39)).is_some());
        recalled.put(revision(5), Portfolio::default());
        assert_eq!(held(&recalled), [5, 30, 40]);
    }

    #[test]
    fn the_same_one_put_twice_is_one() {
        let recalled = Recalled::of_at_most(2);
        for number in [10, 10, 20] {
            recalled.put(revision(number), Portfolio::default());
        }
        assert_eq!(held(&recalled), [10, 20]);
        assert!(recalled.before(revision(9)).is_none());
    }
}
