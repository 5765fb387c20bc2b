//! Premises that are given back earlier than they were to be: by a notice, an end or an amendment.

use projections::{Lease, Portfolio};
use schema::{Date, LeaseId, SpaceId};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::premises::RANKS_MAX;

/// The spaces that a lease lets no longer from a day on which it did before, each with the first such
/// day. Not what its tenant owns, nor what another lease lets that neither stands above it nor rests on
/// it.
pub(crate) fn earlier(
    before: &Portfolio,
    after: &Portfolio,
    lease: LeaseId,
) -> BTreeMap<SpaceId, Date> {
    let (Some(was), Some(is)) = (before.lease(&lease), after.lease(&lease)) else {
        return BTreeMap::new();
    };
    let mut given_back = BTreeMap::new();
    for on in [was, is].into_iter().flat_map(|known| days(known)).collect::<BTreeSet<Date>>() {
        let still = let_on(after, is, on);
        let no_longer = let_on(before, was, on).into_iter().filter(|space| !still.contains(space));
        let no_longer: Vec<SpaceId> = no_longer.collect();
        if no_longer.is_empty() {
            continue;
        }
        let otherwise = had_otherwise(after, is, on);
        for space in no_longer.into_iter().filter(|space| !otherwise.contains(space)) {
            given_back.entry(space).or_insert(on);
        }
    }
    given_back
}

/// The days on which a lease may let something else than the day before, by what is agreed.
fn days(known: &Lease) -> BTreeSet<Date> {
    let periods = known.periods().into_iter();
    periods.flat_map(|period| [Some(period.from), period.to]).flatten().collect()
}

fn let_on(state: &Portfolio, known: &Lease, on: Date) -> BTreeSet<SpaceId> {
    if !known.runs(on) {
        return BTreeSet::new();
    }
    state.leased_spaces(known, on).into_iter().collect()
}

/// What is had on a date whether or not a lease goes on.
fn had_otherwise(state: &Portfolio, known: &Lease, on: Date) -> BTreeSet<SpaceId> {
    let buildings: BTreeSet<_> =
        known.periods().into_iter().map(|period| period.agreed.terms.building).collect();
    let tenant = state.lease_tenant(known, on);
    let mut had = BTreeSet::new();
    for building in buildings {
        let owned = state.building(&building).and_then(|it| state.building_owner(it, on));
        if owned == Some(tenant) {
            let all = state.levels_of(building).flat_map(|level| state.spaces_of(level.id));
            had.extend(all.map(|space| space.id));
        }
        for other in state.leases_of(building).filter(|other| is_apart(state, known, other)) {
            had.extend(let_on(state, other, on));
        }
    }
    had
}

/// Whether neither of two leases rests on the other.
fn is_apart(state: &Portfolio, one: &Lease, other: &Arc<Lease>) -> bool {
    let rests_on = |lease: &Lease, above: LeaseId| {
        let parent = |id: &LeaseId| state.lease(id).and_then(|known| known.parent);
        std::iter::successors(Some(lease.id), parent).take(RANKS_MAX).any(|id| id == above)
    };
    !rests_on(one, other.id) && !rests_on(other, one.id)
}
