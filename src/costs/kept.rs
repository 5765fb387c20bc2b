//! Cost atoms that were computed: whoever asks again for the same months of the same revision is given
//! the same.

use projections::{Basis, CostAtom, Months};
use schema::{PortfolioId, Revision};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Atoms that are kept, at most, of all that was asked for together: some 300 bytes each.
const ATOMS_MAX: usize = 1_500_000;

/// Of what atoms are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Of {
    pub(super) portfolio: PortfolioId,
    pub(super) revision: Revision,
    pub(super) basis: Basis,
    pub(super) months: Months,
}

/// The atoms that were asked for last.
#[derive(Debug, Default)]
pub struct KeptCosts {
    /// The one that was not asked for the longest first.
    kept: Mutex<VecDeque<(Of, Arc<Vec<CostAtom>>)>>,
}

impl KeptCosts {
    pub(super) fn get(&self, of: Of) -> Option<Arc<Vec<CostAtom>>> {
        let mut kept = self.kept();
        let place = kept.iter().position(|(other, _)| *other == of)?;
        let found = kept.remove(place)?;
        let atoms = Arc::clone(&found.1);
        kept.push_back(found);
        Some(atoms)
    }

    /// Keeps them; of too many those go that were not asked for the longest, and what alone is too
    /// much is not kept.
    pub(super) fn put(&self, of: Of, atoms: &Arc<Vec<CostAtom>>) {
        if atoms.len() > ATOMS_MAX {
            return;
        }
        let mut kept = self.kept();
        kept.retain(|(other, _)| *other != of);
        kept.push_back((of, Arc::clone(atoms)));
        let mut gone = Vec::new();
        while kept.iter().map(|(_, atoms)| atoms.len()).sum::<usize>() > ATOMS_MAX {
            gone.extend(kept.pop_front());
        }
        // Let go of after the lock: it takes a while to take them apart.
        drop(kept);
        drop(gone);
    }

    fn kept(&self) -> MutexGuard<'_, VecDeque<(Of, Arc<Vec<CostAtom>>)>> {
        // Each step leaves the list whole.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
