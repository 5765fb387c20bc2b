//! Costs that were computed: whoever asks again for the same months of the same revision is given the
//! same atoms, and whoever asks the same question the same rows.

use projections::{Basis, Bookkeeping, CostAtom, CostGroup, CostRow, CostScope, Months};
use schema::{PortfolioId, Revision};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Atoms that are kept, at most, of all that was asked for together: some 300 bytes each.
pub(super) const ATOMS_MAX: usize = 400_000;
/// Rows that are kept, at most: with the events that they list at most 2 kB or so each.
const ROWS_MAX: usize = 20_000;

/// Of what atoms are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Of {
    pub(super) portfolio: PortfolioId,
    pub(super) revision: Revision,
    pub(super) basis: Basis,
    pub(super) months: Months,
}

/// Of what rows are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OfRows {
    pub(super) of: Of,
    pub(super) bookkeeping: Bookkeeping,
    pub(super) groups: Vec<CostGroup>,
    pub(super) scope: CostScope,
}

/// What was asked for last.
#[derive(Debug)]
pub struct KeptCosts {
    pub(super) atoms: Kept<Of, CostAtom>,
    pub(super) rows: Kept<OfRows, CostRow>,
}

impl Default for KeptCosts {
    fn default() -> Self {
        Self { atoms: Kept::new(ATOMS_MAX), rows: Kept::new(ROWS_MAX) }
    }
}

/// Lists that were asked for last, by what they are of.
#[derive(Debug)]
pub(super) struct Kept<O, T> {
    /// Items of all lists together, at most.
    items_max: usize,
    /// The one that was not asked for the longest first.
    lists: Mutex<Lists<O, T>>,
}

type Lists<O, T> = VecDeque<(O, Arc<Vec<T>>)>;

impl<O: PartialEq, T> Kept<O, T> {
    const fn new(items_max: usize) -> Self {
        Self { items_max, lists: Mutex::new(VecDeque::new()) }
    }

    pub(super) fn get(&self, of: &O) -> Option<Arc<Vec<T>>> {
        let mut lists = self.lists();
        let place = lists.iter().position(|(other, _)| other == of)?;
        let found = lists.remove(place)?;
        let list = Arc::clone(&found.1);
        lists.push_back(found);
        Some(list)
    }

    /// Keeps it; of too many those go that were not asked for the longest, and what alone is too much
    /// is not kept.
    pub(super) fn put(&self, of: O, list: &Arc<Vec<T>>) {
        if list.len() > self.items_max {
            return;
        }
        let mut lists = self.lists();
        lists.retain(|(other, _)| *other != of);
        lists.push_back((of, Arc::clone(list)));
        let mut gone = Vec::new();
        while lists.iter().map(|(_, list)| list.len()).sum::<usize>() > self.items_max {
            gone.extend(lists.pop_front());
        }
        // Let go of after the lock: it takes a while to take them apart.
        drop(lists);
        drop(gone);
    }

    fn lists(&self) -> MutexGuard<'_, Lists<O, T>> {
        // Each step leaves the list whole.
        self.lists.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use schema::CommandId;
    use uuid::Uuid;

    fn of(revision: u64) -> Of {
        let months =
            Months { from: "2025-01".parse().unwrap(), through: "2025-12".parse().unwrap() };
        Of {
            portfolio: PortfolioId::opened_by(CommandId::from(Uuid::nil())),
            revision: Revision::new(revision).unwrap(),
            basis: Basis::Actual,
            months,
        }
    }

    /// What is kept does not depend on what the lists hold.
    fn list(items: usize) -> Arc<Vec<()>> {
        Arc::new(vec![(); items])
    }

    #[test]
    fn what_is_asked_again_is_the_same_and_anything_else_is_another() {
        let kept = Kept::new(10);
        let first = list(3);
        kept.put(of(1), &first);
        assert!(kept.get(&of(1)).is_some_and(|again| Arc::ptr_eq(&again, &first)));
        let ten = Months { through: "2025-10".parse().unwrap(), ..of(1).months };
        let portfolio = PortfolioId::opened_by(CommandId::from(Uuid::max()));
        let others = [
            of(2),
            Of { basis: Basis::Planned, ..of(1) },
            Of { months: ten, ..of(1) },
            Of { portfolio, ..of(1) },
        ];
        assert!(others.iter().all(|other| kept.get(other).is_none()));
    }

    #[test]
    fn rows_are_of_one_way_of_adding_up() {
        let rows = Kept::new(10);
        let asked = OfRows {
            of: of(1),
            bookkeeping: Bookkeeping::Accrual,
            groups: vec![CostGroup::Building, CostGroup::Month],
            scope: CostScope::default(),
        };
        rows.put(asked.clone(), &list(3));
        assert!(rows.get(&asked).is_some());
        let groups = vec![CostGroup::Month, CostGroup::Building];
        let scope = CostScope { building: Some(Uuid::nil().into()), ..CostScope::default() };
        let others = [
            OfRows { of: of(2), ..asked.clone() },
            OfRows { bookkeeping: Bookkeeping::Cash, ..asked.clone() },
            OfRows { groups, ..asked.clone() },
            OfRows { scope, ..asked },
        ];
        assert!(others.iter().all(|other| rows.get(other).is_none()));
    }

    #[test]
    fn of_too_many_those_go_that_were_not_asked_for_the_longest() {
        let kept = Kept::new(10);
        kept.put(of(1), &list(4));
        kept.put(of(2), &list(4));
        assert!(kept.get(&of(1)).is_some());
        kept.put(of(3), &list(4));
        let left = [1, 2, 3].map(|revision| kept.get(&of(revision)).is_some());
        assert_eq!(left, [true, false, true]);
    }

    #[test]
    fn what_alone_is_too_much_is_not_kept_and_drives_nothing_out() {
        let kept = Kept::new(10);
        kept.put(of(1), &list(10));
        kept.put(of(2), &list(11));
        assert_eq!([1, 2].map(|revision| kept.get(&of(revision)).is_some()), [true, false]);
    }

    #[test]
    fn what_is_kept_twice_counts_once() {
        let kept = Kept::new(10);
        kept.put(of(1), &list(4));
        kept.put(of(2), &list(6));
        kept.put(of(2), &list(6));
        assert_eq!([1, 2].map(|revision| kept.get(&of(revision)).is_some()), [true, true]);
    }
}
