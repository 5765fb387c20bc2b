//! What does not fit together once an entry is void or holds from another date, and the entries that
//! it comes of. Only what is, not what is planned: plans are put in doubt.

use projections::{Allocation, Basis, Membership, Portfolio, Resource, Seats, Space};
use schema::{Date, HubId, ResourceId, Revision, SpaceId, UnitId, Voided, VoidedEntry};
use std::collections::BTreeSet;

use super::{entries::MovesDone, leases, scope::Scope};
use crate::{
    HubNotOpen, MembershipNotInForce, NotInHub, NotThere, Rejection, SpaceReleased,
    capacity::Shortage, occupancy,
};

/// What does not fit.
pub(super) struct Broken {
    /// What it comes of.
    pub(super) comes_of: Vec<Voided>,
    /// The rule that forbids to leave it so; none where it is left to doubts, as with a hub that
    /// promises more than it holds.
    pub(super) forbidden: Option<Rejection>,
}

/// Two states, and what of them is looked at.
pub(super) struct Compared<'a> {
    pub(super) before: &'a Portfolio,
    pub(super) after: &'a Portfolio,
    pub(super) done: &'a MovesDone,
    pub(super) scope: &'a Scope,
    /// From when.
    pub(super) from: Date,
}

impl Compared<'_> {
    /// What did not fit together before either is left out.
    pub(super) fn broken(&self) -> Vec<Broken> {
        let mut broken = Vec::new();
        for space in &self.scope.spaces {
            for on in self.dates_of_space(*space) {
                let known = self.in_space(self.before, *space, on);
                let mut found = self.in_space(self.after, *space, on);
                found.retain(|found| known.iter().all(|known| known.forbidden != found.forbidden));
                broken.extend(found);
            }
        }
        for resource in self.scope.resources.iter().filter_map(|id| self.after.resource(id)) {
            self.places(resource, &mut broken);
        }
        for hub in &self.scope.hubs {
            self.seats(*hub, &mut broken);
            for membership in self.after.memberships_of(*hub) {
                self.membership(membership, &mut broken);
            }
        }
        for lease in &self.scope.leases {
            leases::broken(self, *lease, &mut broken);
        }
        broken
    }

    fn dates_of_space(&self, space: SpaceId) -> BTreeSet<Date> {
        let mut dates = BTreeSet::from([self.from]);
        for state in [self.before, self.after] {
            let Some(known) = state.space(&space) else { continue };
            dates.extend(known.hub.changes_after(self.from, Basis::Actual));
            dates.extend(known.released.changes_after(self.from, Basis::Actual));
            for resource in state.resources_ever_in(space) {
                dates.extend(resource.allocation.changes_after(self.from, Basis::Actual));
                dates.extend(resource.place.changes_after(self.from, Basis::Actual));
            }
            dates.extend(self.scope.hubs.iter().flat_map(|hub| self.opening(state, *hub)));
        }
        dates
    }

    /// The dates after the first on which a hub opens, or is planned to.
    fn opening(&self, state: &Portfolio, hub: HubId) -> impl Iterator<Item = Date> + use<> {
        let known = state.hub(&hub);
        let opens = known.map(|known| known.opens.from);
        let opened = known.and_then(|known| known.opened).map(|opened| opened.from);
        let from = self.from;
        opens.into_iter().chain(opened).filter(move |on| *on > from)
    }

    fn in_space(&self, state: &Portfolio, space: SpaceId, on: Date) -> Vec<Broken> {
        let Some(known) = state.space(&space) else { return Vec::new() };
        let mut broken = Vec::new();
        self.served_hub(state, known, on, &mut broken);
        for resource in occupancy::standing(state, space, on, Basis::Actual) {
            self.resource(state, known, resource, on, &mut broken);
        }
        if let Some((room, workstation)) = occupancy::both_ways(state, space, on, Basis::Actual) {
            let comes_of = [room, workstation].into_iter();
            let comes_of = comes_of.flat_map(|resource| self.held(resource, on)).collect();
            let forbidden = Some(occupancy::allocated_both_ways(space, on, room, workstation));
            broken.push(Broken { comes_of, forbidden });
        }
        broken
    }

    fn served_hub(&self, state: &Portfolio, space: &Space, on: Date, broken: &mut Vec<Broken>) {
        let Some(Some(hub)) = space.hub.at(on, Basis::Actual) else { return };
        let serves = self.serving(space, on);
        let by_a_move = serves.iter().any(|of| matches!(of.entry, VoidedEntry::Move { .. }));
        if by_a_move && !is_open(state, *hub, on, Basis::Actual) {
            let comes_of = serves.clone();
            broken.push(Broken { comes_of, forbidden: Some(not_open(*hub, on)) });
        }
        if space.is_released(on, Basis::Actual) {
            let comes_of = serves.into_iter().chain(self.releasing(space, on)).collect();
            broken.push(Broken { comes_of, forbidden: Some(released(space.id, on)) });
        }
    }

    fn resource(
        &self,
        state: &Portfolio,
        space: &Space,
        resource: &Resource,
        on: Date,
        broken: &mut Vec<Broken>,
    ) {
        let held = self.held(resource, on);
        let mut add = |rule, comes_of| broken.push(Broken { comes_of, forbidden: Some(rule) });
        match resource.allocation.at(on, Basis::Actual) {
            Some(Allocation::Flexible(hub)) => {
                if space.hub.at(on, Basis::Actual) != Some(&Some(*hub)) {
                    let serves = self.serving(space, on);
                    let comes_of = held.iter().copied().chain(serves).collect();
                    add(not_in_hub(space.id, *hub, on), comes_of);
                }
                if !is_open(state, *hub, on, Basis::Actual) {
                    add(not_open(*hub, on), held.clone());
                }
            }
            Some(Allocation::Fixed(unit)) => {
                if !state.unit(unit).is_some_and(|known| known.exists(on)) {
                    add(no_unit(*unit, on), held.clone());
                }
            }
            Some(Allocation::Vacant) | None => return,
        }
        if space.is_released(on, Basis::Actual) {
            let comes_of = held.into_iter().chain(self.releasing(space, on)).collect();
            add(released(space.id, on), comes_of);
        }
    }

    /// A resource that stands, or goes back into the plan to stand, where no space is: one may have
    /// ended since, because nothing stood in it any more.
    fn places(&self, resource: &Resource, broken: &mut Vec<Broken>) {
        for basis in [Basis::Actual, Basis::Planned] {
            let mut dates = BTreeSet::from_iter(resource.place.dates_from(self.from, basis));
            while let Some(on) = dates.pop_first() {
                let placed = resource.place.entry_at(on, basis);
                let Some(placed) = placed.filter(|_| resource.exists(on)) else { continue };
                let Some(space) = self.after.space(&placed.value) else { continue };
                let ends = space.retired.as_ref().map(|retired| retired.from);
                dates.extend(ends.filter(|ends| *ends > on));
                if !space.exists(on) {
                    let comes_of = self.standing(resource, on).into_iter().collect();
                    broken.push(Broken { comes_of, forbidden: Some(no_space(space.id, on)) });
                }
            }
        }
    }

    /// By what a resource is given and stands where it does.
    fn held(&self, resource: &Resource, on: Date) -> Vec<Voided> {
        let id: ResourceId = resource.id;
        let given = resource.allocation.entry_at(on, Basis::Actual);
        let given = given
            .map(|entry| self.done.entry(entry.revision, VoidedEntry::Allocation { resource: id }));
        given.into_iter().chain(self.standing(resource, on)).collect()
    }

    /// By what a resource stands where it does; nothing where it was added there.
    fn standing(&self, resource: &Resource, on: Date) -> Option<Voided> {
        let (id, added) = (resource.id, resource.added());
        let stands = resource.place.entry_at(on, Basis::Actual);
        let stands = stands.filter(|entry| Some(entry.revision) != added);
        stands.map(|entry| self.done.entry(entry.revision, VoidedEntry::Place { resource: id }))
    }

    fn serving(&self, space: &Space, on: Date) -> Vec<Voided> {
        let entry = space.hub.entry_at(on, Basis::Actual);
        let entry = entry.map(|entry| {
            self.done.entry(entry.revision, VoidedEntry::HubSpace { space: space.id })
        });
        entry.into_iter().collect()
    }

    fn releasing(&self, space: &Space, on: Date) -> Vec<Voided> {
        let entry = space.released.entry_at(on, Basis::Actual);
        let entry = entry.map(|entry| {
            self.done.entry(entry.revision, VoidedEntry::HubSpace { space: space.id })
        });
        entry.into_iter().collect()
    }

    /// The memberships of a hub that lacks more than before to keep what it promises.
    fn seats(&self, hub: HubId, broken: &mut Vec<Broken>) {
        let mut dates = Seats::dates_from(self.before, hub, self.from);
        dates.extend(Seats::dates_from(self.after, hub, self.from));
        for on in dates {
            let (was, is) = (Shortage::of(self.before, hub, on), Shortage::of(self.after, hub, on));
            let (full, uncounted) = (is.more_people_than(&was), is.more_guaranteed_than(&was));
            let comes_of: Vec<Voided> = self
                .after
                .memberships_of(hub)
                .filter_map(|known| {
                    let entry = known.terms.entry_at(on, Basis::Actual)?;
                    let terms = entry.value.as_ref()?;
                    let short = (full && terms.promised().peak() > 0)
                        || (uncounted && terms.guaranteed_workstations().peak() > 0);
                    short.then(|| of_membership(known, entry.revision))
                })
                .collect();
            if !comes_of.is_empty() {
                broken.push(Broken { comes_of, forbidden: None });
            }
        }
    }

    /// A membership in a hub that is not open, or that is changed before it begins.
    fn membership(&self, known: &Membership, broken: &mut Vec<Broken>) {
        let former = self.before.membership(&known.id);
        let entries = known.terms.actual().entries();
        let granted = former.and_then(|former| {
            former.terms.actual().entries().iter().map(|entry| entry.revision).min()
        });
        let new = |revision: Revision| revision >= self.before.next_revision();
        let stands = entries.iter().any(|entry| Some(entry.revision) == granted);
        let anew = entries.iter().find(|entry| new(entry.revision)).map(|entry| entry.from);
        for entry in entries.iter().filter(|entry| !new(entry.revision)) {
            let comes_of = vec![of_membership(known, entry.revision)];
            if !stands && anew.is_none_or(|begins| entry.from < begins) {
                let (membership, on) = (known.id.to_string(), entry.from);
                let forbidden = Some(Rejection::new("", MembershipNotInForce { membership, on }));
                broken.push(Broken { comes_of, forbidden });
            } else if entry.value.is_some() {
                let (hub, on) = (known.hub, entry.from.max(self.from));
                let opened = |state| is_open(state, hub, on, Basis::Planned);
                if opened(self.before) && !opened(self.after) {
                    broken.push(Broken { comes_of, forbidden: None });
                }
            }
        }
    }
}

fn of_membership(known: &Membership, revision: Revision) -> Voided {
    Voided { revision, entry: VoidedEntry::Membership { membership: known.id } }
}

fn is_open(state: &Portfolio, hub: HubId, on: Date, basis: Basis) -> bool {
    state.hub(&hub).is_some_and(|known| known.is_open(on, basis) || known.is_closed(on))
}

fn not_open(hub: HubId, on: Date) -> Rejection {
    Rejection::new("hub", HubNotOpen { hub: hub.to_string(), on })
}

fn not_in_hub(space: SpaceId, hub: HubId, on: Date) -> Rejection {
    let (space, hub) = (space.to_string(), hub.to_string());
    Rejection::new("space", NotInHub { space, hub, on })
}

fn released(space: SpaceId, from: Date) -> Rejection {
    Rejection::new("space", SpaceReleased { space: space.to_string(), from })
}

fn no_space(space: SpaceId, on: Date) -> Rejection {
    let (thing, reference) = (SpaceId::WORD.to_owned(), space.to_string());
    Rejection::new("space", NotThere { thing, reference, on })
}

fn no_unit(unit: UnitId, on: Date) -> Rejection {
    let (thing, reference) = (UnitId::WORD.to_owned(), unit.to_string());
    Rejection::new("unit", NotThere { thing, reference, on })
}
