//! Events recorded after a closing that are behind costs of closed months, whoever bears them: what an
//! adjustment may be because of.

use schema::{BuildingId, Month, Revision};
use std::collections::{BTreeMap, BTreeSet};

use super::{CostAtom, CostSource};

/// Events by what they are behind. Few are recorded after a closing that bear on months before it.
#[derive(Debug, Default)]
pub(super) struct Later {
    of_source: BTreeMap<(CostSource, Month), BTreeSet<Revision>>,
    of_building: BTreeMap<(BuildingId, Month), BTreeSet<Revision>>,
    /// What was added last, as it lies in memory: atoms that follow each other share it.
    last: Option<Added>,
}

type Added = (CostSource, Month, Option<BuildingId>, usize);

impl Later {
    /// Adds what is behind an atom and was recorded after a closing.
    pub(super) fn add(&mut self, atom: &CostAtom, month: Month, closing: Revision) {
        let CostAtom { source, building, ref because, .. } = *atom;
        // In order, so that the last tells whether there is any.
        if because.last().is_none_or(|last| *last <= closing) {
            return;
        }
        let this = Some((source, month, building, because.as_ptr().addr()));
        if self.last == this {
            return;
        }
        self.last = this;
        let later = because.iter().copied().filter(|revision| *revision > closing);
        self.of_source.entry((source, month)).or_default().extend(later.clone());
        if let Some(building) = building {
            self.of_building.entry((building, month)).or_default().extend(later);
        }
    }

    pub(super) fn of_source_in(
        &self,
        source: CostSource,
        month: Month,
    ) -> impl Iterator<Item = Revision> + '_ {
        self.of_source.get(&(source, month)).into_iter().flatten().copied()
    }

    /// In any month.
    pub(super) fn of_source(&self, source: CostSource) -> impl Iterator<Item = Revision> + '_ {
        let all = self.of_source.iter().filter(move |((of, _), _)| *of == source);
        all.flat_map(|(_, events)| events.iter().copied())
    }

    pub(super) fn of_building_in(
        &self,
        building: BuildingId,
        month: Month,
    ) -> impl Iterator<Item = Revision> + '_ {
        self.of_building.get(&(building, month)).into_iter().flatten().copied()
    }
}
