//! Facts are recorded whatever was decided; what relied on them is put in doubt, with the fact as the
//! cause.
//!
//! What held before the fact and does not hold after it is in doubt: moves that are still to be done
//! on their dates or, where they are overdue, today; and memberships from the first day on which
//! their hub is closed to them or can no longer keep what it promises. Of a hub that promises too
//! much all who are promised what is short are in doubt, from that day on: whose seats go is decided
//! by people.

use projections::{Basis, Membership, Portfolio, Reallocation, Seats};
use schema::{
    Date, HubId, MembershipDoubted, MembershipId, Move, ReallocationDoubted, ReallocationId,
    ResourceId, Revision, SpaceId, Subject, UnitId,
};
use std::collections::{BTreeMap, BTreeSet};

use crate::{capacity::Shortage, reallocations, recording::Recording, resources};

/// Memberships that one fact puts in doubt singly, at most: a commit has room for so many beside the
/// reallocations in doubt. The seats of a hub show every promise that it cannot keep, doubted or not.
const SINGLE_DOUBTS_MAX: usize = 500;

/// A fact about to be recorded.
pub(crate) struct Fact {
    before: Portfolio,
    because: Revision,
}

/// The things of which something may depend on a fact.
#[derive(Default)]
pub(crate) struct Dependants {
    hubs: BTreeSet<HubId>,
    spaces: BTreeSet<SpaceId>,
    resources: BTreeSet<ResourceId>,
    units: BTreeSet<UnitId>,
}

impl Dependants {
    /// Of a hub.
    pub(crate) fn of_hub(hub: HubId) -> Self {
        Self { hubs: BTreeSet::from([hub]), ..Self::default() }
    }

    /// Of a space.
    pub(crate) fn of_space(space: SpaceId) -> Self {
        Self { spaces: BTreeSet::from([space]), ..Self::default() }
    }

    /// Of a resource.
    pub(crate) fn of_resource(resource: ResourceId) -> Self {
        Self { resources: BTreeSet::from([resource]), ..Self::default() }
    }

    /// Of hubs, spaces and resources.
    pub(crate) fn of_all(
        hubs: BTreeSet<HubId>,
        spaces: BTreeSet<SpaceId>,
        resources: BTreeSet<ResourceId>,
    ) -> Self {
        Self { hubs, spaces, resources, ..Self::default() }
    }

    /// Of units.
    pub(crate) fn of_units(units: BTreeSet<UnitId>) -> Self {
        Self { units, ..Self::default() }
    }

    /// Whether a move may depend on them.
    fn has_move(&self, state: &Portfolio, planned: &Move) -> bool {
        let Move { subject, fate, .. } = *planned;
        fate.hub().is_some_and(|hub| self.hubs.contains(&hub))
            || fate.unit().is_some_and(|unit| self.units.contains(&unit))
            || self.resources.iter().any(|resource| subject == Subject::Resource(*resource))
            || self.spaces.iter().any(|space| is_about(state, planned, *space))
    }

    /// The hubs whose memberships may depend on them.
    fn hubs(&self, state: &Portfolio) -> BTreeSet<HubId> {
        let spaces = self.spaces.iter().filter_map(|space| state.space(space));
        let serves = spaces.flat_map(|space| space.hub.values().copied().flatten());
        let known = self.resources.iter().filter_map(|resource| state.resource(resource));
        let flexible_in = known.flat_map(|resource| resources::hubs_of(resource));
        self.hubs.iter().copied().chain(serves).chain(flexible_in).collect()
    }
}

/// Whether a move is of the space, into it, or of what stands in it.
fn is_about(state: &Portfolio, planned: &Move, space: SpaceId) -> bool {
    let stands_there = match planned.subject {
        Subject::Space(subject) => subject == space,
        Subject::Resource(resource) => state
            .resource(&resource)
            .is_some_and(|known| known.place.values().any(|place| *place == space)),
    };
    stands_there || planned.fate.space() == Some(space)
}

impl Fact {
    /// The fact that the next event records.
    pub(crate) fn next(recording: &Recording<'_>) -> Self {
        let before = recording.state.clone();
        Self { because: before.next_revision(), before }
    }

    /// Puts in doubt what relied on what was before.
    pub(crate) fn doubts(self, recording: &mut Recording<'_>, dependants: &Dependants) {
        let today = recording.context.today;
        let mut single = self.memberships(&recording.state, dependants, today);
        let approved: Vec<_> = recording
            .state
            .reallocations()
            .values()
            .filter(|known| known.status == projections::ReallocationStatus::Approved)
            .cloned()
            .collect();
        for known in approved {
            let memberships = still_to_begin(&recording.state, known.id, &mut single);
            let moves = self.moves(&recording.state, &known, dependants, today);
            if !moves.is_empty() || !memberships.is_empty() {
                let (reallocation, because) = (known.id, self.because);
                recording.push(ReallocationDoubted { reallocation, moves, memberships, because });
            }
        }
        for (membership, from) in single.into_iter().take(SINGLE_DOUBTS_MAX) {
            recording.push(MembershipDoubted { membership, from, because: self.because });
        }
    }

    /// The moves of a reallocation that held and no longer hold.
    fn moves(
        &self,
        after: &Portfolio,
        known: &Reallocation,
        dependants: &Dependants,
        today: Date,
    ) -> Vec<u16> {
        let broken = |planned: &&Move| {
            dependants.has_move(after, planned)
                && reallocations::holds(&self.before, known.id, planned, today)
                && !reallocations::holds(after, known.id, planned, today)
        };
        known.pending_moves().filter(broken).map(|planned| planned.number).collect()
    }

    /// The memberships that held and no longer hold, each with the first date.
    fn memberships(
        &self,
        after: &Portfolio,
        dependants: &Dependants,
        today: Date,
    ) -> BTreeMap<MembershipId, Date> {
        let mut broken = BTreeMap::new();
        for hub in dependants.hubs(after) {
            let mut dates = Seats::dates_from(&self.before, hub, today);
            dates.extend(Seats::dates_from(after, hub, today));
            let opens = [&self.before, after].into_iter().filter_map(|state| state.hub(&hub));
            dates.extend(opens.map(|hub| hub.opens.from).filter(|opens| *opens > today));
            for on in dates {
                for membership in self.broken_on(after, hub, on) {
                    broken.entry(membership).or_insert(on);
                }
            }
        }
        for membership in after.memberships().values().filter(|_| !dependants.units.is_empty()) {
            if let Some(on) = self.without_unit(after, membership, dependants, today) {
                broken.entry(membership.id).or_insert(on);
            }
        }
        broken
    }

    /// The memberships of a hub that it could serve on a date and no longer can.
    fn broken_on(&self, after: &Portfolio, hub: HubId, on: Date) -> Vec<MembershipId> {
        let open =
            |state: &Portfolio| state.hub(&hub).is_some_and(|hub| hub.is_open(on, Basis::Planned));
        let closed = open(&self.before) && !open(after);
        let (was, is) = (Shortage::of(&self.before, hub, on), Shortage::of(after, hub, on));
        let (full, uncounted) = (is.more_people_than(&was), is.more_guaranteed_than(&was));
        let breaks = |membership: &&std::sync::Arc<Membership>| {
            let held = membership.terms.at(on, Basis::Planned).and_then(Option::as_ref);
            held.is_some_and(|terms| {
                closed
                    || (full && terms.promised().peak() > 0)
                    || (uncounted && terms.guaranteed_workstations().peak() > 0)
            })
        };
        after.memberships_of(hub).filter(breaks).map(|membership| membership.id).collect()
    }

    /// The first date on which a membership holds, or is to, for a unit that has ended.
    fn without_unit(
        &self,
        after: &Portfolio,
        membership: &Membership,
        dependants: &Dependants,
        today: Date,
    ) -> Option<Date> {
        let ended = |on: &Date| {
            let unit = membership.unit(*on);
            let is_there =
                |state: &Portfolio| state.unit(&unit).is_some_and(|known| known.exists(*on));
            matches!(membership.terms.at(*on, Basis::Planned), Some(Some(_)))
                && dependants.units.contains(&unit)
                && is_there(&self.before)
                && !is_there(after)
        };
        let ends = dependants.units.iter().filter_map(|unit| after.unit(unit)?.retired.as_ref());
        let ends = ends.map(|retired| retired.from).filter(|from| *from >= today);
        let dates: BTreeSet<Date> =
            membership.terms.dates_from(today, Basis::Planned).chain(ends).collect();
        dates.into_iter().find(ended)
    }
}

/// The memberships among those in doubt that a reallocation is still to bring, which are not in
/// doubt by themselves then.
fn still_to_begin(
    state: &Portfolio,
    reallocation: ReallocationId,
    broken: &mut BTreeMap<MembershipId, Date>,
) -> Vec<MembershipId> {
    let to_begin = |id: &MembershipId| {
        let known = state.membership(id);
        let mut pending = known.into_iter().flat_map(|known| known.terms.pending());
        pending.any(|pending| pending.by.reallocation == reallocation)
    };
    let brought: Vec<MembershipId> = broken.keys().filter(|id| to_begin(id)).copied().collect();
    broken.retain(|id, _| !brought.contains(id));
    brought
}
