//! Events recorded after a closing that are behind costs of closed months, whoever bears them: what an
//! adjustment may be because of.

use schema::{BuildingId, HubId, Month, Revision};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{CostAtom, CostSource};

/// What falls on hubs in months, whoever bears it.
pub(super) type OnHubs = BTreeMap<(HubId, Month), BTreeSet<CostSource>>;

/// Events by what they are behind. Few are recorded after a closing that bear on months before it.
#[derive(Debug, Default)]
pub(super) struct Later {
    of_source: BTreeMap<(CostSource, Month), BTreeSet<Revision>>,
    of_building: BTreeMap<(BuildingId, Month), BTreeSet<Revision>>,
    pub(super) on_hubs: OnHubs,
    /// What was added last: atoms that follow each other share what is behind them.
    last: Option<Added>,
}

#[derive(Debug)]
struct Added {
    of: (CostSource, Month, Option<BuildingId>),
    because: Arc<[Revision]>,
}

impl Later {
    /// Adds what is behind an atom and was recorded after a closing.
    pub(super) fn add(&mut self, atom: &CostAtom, month: Month, closing: Revision) {
        let CostAtom { source, building, ref because, .. } = *atom;
        // In order, so that the last tells whether there is any.
        if because.last().is_none_or(|last| *last <= closing) {
            return;
        }
        let of = (source, month, building);
        let same = |last: &Added| last.of == of && Arc::ptr_eq(&last.because, because);
        if self.last.as_ref().is_some_and(same) {
            return;
        }
        self.last = Some(Added { of, because: Arc::clone(because) });
        let later = because.iter().copied().filter(|revision| *revision > closing);
        self.of_source.entry((source, month)).or_default().extend(later.clone());
        if let Some(building) = building {
            self.of_building.entry((building, month)).or_default().extend(later);
        }
    }

    /// Notes what falls on a hub.
    pub(super) fn add_to_hub(&mut self, atom: &CostAtom, month: Month) {
        let CostAtom { source, hub, .. } = *atom;
        let Some(hub) = hub.filter(|_| !matches!(source, CostSource::Membership(_))) else {
            return;
        };
        self.on_hubs.entry((hub, month)).or_default().insert(source);
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
        building: Option<BuildingId>,
        month: Month,
    ) -> impl Iterator<Item = Revision> + '_ {
        let of = building.and_then(|building| self.of_building.get(&(building, month)));
        of.into_iter().flatten().copied()
    }
}
