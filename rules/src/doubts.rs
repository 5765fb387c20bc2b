//! Facts are recorded whatever was decided; what relied on them is put in doubt, with the fact as the
//! cause.
//!
//! What held before the fact and does not hold after it is in doubt: moves that are still to be done
//! on their dates or, where they are overdue, today; and memberships from the first day on which
//! their hub is closed to them or can no longer keep what it promises. Of a hub that promises too
//! much all who are promised what is short are in doubt, from that day on: whose seats go is decided
//! by people.
//!
//! Premises whose lease ends earlier than it did are not lost to a date only: what is to move into them, or
//! to join a hub in them, is in doubt whenever it is planned, and memberships of a hub that has nothing
//! else are from the day on which they end.
//!
//! What is in doubt is not carried out, so that whatever relies on it is in doubt for the same cause:
//! other moves, of the same reallocation or of another, and workstations that are guaranteed.

use projections::{Basis, Membership, Portfolio, Reallocation, ReallocationStatus, Seats, Space};
use schema::{
    Date, Fate, HubId, MembershipDoubted, MembershipId, Move, ReallocationDoubted, ReallocationId,
    ResourceId, Revision, SpaceId, Subject, UnitId,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    Rejection, TooManyDoubts, capacity::Shortage, reallocations, recording::Recording, resources,
    spaces::count,
};

/// Reallocations and single memberships that one fact puts in doubt, at most: each is an event of some 640
/// bytes, and so many leave a quarter of a commit to the fact itself. Beyond that nothing is recorded,
/// so that nothing is left out.
const DOUBTS_MAX: usize = 600;

/// A fact about to be recorded.
pub(crate) struct Fact {
    before: Portfolio,
    because: Revision,
    /// The premises whose lease ends earlier by it, each with its first day without.
    given_back: BTreeMap<SpaceId, Date>,
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
            || spaces_of(state, planned).iter().any(|space| self.spaces.contains(space))
    }

    /// What may depend on a move that is in doubt: what is about the spaces in which it takes place.
    fn widen(&mut self, state: &Portfolio, doubted: &Move) {
        self.spaces.extend(spaces_of(state, doubted));
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

/// The spaces that a move is of or into, or in which what it moves stands on any date.
fn spaces_of(state: &Portfolio, planned: &Move) -> BTreeSet<SpaceId> {
    let stands_in = match planned.subject {
        Subject::Space(space) => BTreeSet::from([space]),
        Subject::Resource(resource) => {
            let known = state.resource(&resource).into_iter();
            known.flat_map(|known| known.place.values().copied()).collect()
        }
    };
    stands_in.into_iter().chain(planned.fate.space()).collect()
}

/// What a fact puts in doubt of reallocations.
#[derive(Default)]
struct Doubted(BTreeMap<ReallocationId, BTreeSet<u16>>);

impl Doubted {
    fn has(&self, reallocation: ReallocationId, number: u16) -> bool {
        self.0.get(&reallocation).is_some_and(|moves| moves.contains(&number))
    }

    fn of(&self, reallocation: ReallocationId) -> Vec<u16> {
        self.0.get(&reallocation).into_iter().flatten().copied().collect()
    }
}

impl Fact {
    /// The fact that the next event records.
    pub(crate) fn next(recording: &Recording<'_>) -> Self {
        let before = recording.state.clone();
        Self { because: before.next_revision(), before, given_back: BTreeMap::new() }
    }

    /// Puts in doubt what relied on premises whose lease ends earlier by it, each with its first day
    /// without.
    pub(crate) fn gives_back(
        self,
        recording: &mut Recording<'_>,
        given_back: BTreeMap<SpaceId, Date>,
    ) -> Result<(), Rejection> {
        if given_back.is_empty() {
            return Ok(());
        }
        let dependants =
            Dependants { spaces: given_back.keys().copied().collect(), ..Dependants::default() };
        Self { given_back, ..self }.doubts(recording, dependants)
    }

    /// Puts in doubt what relied on what was before.
    pub(crate) fn doubts(
        self,
        recording: &mut Recording<'_>,
        mut dependants: Dependants,
    ) -> Result<(), Rejection> {
        let today = recording.context.today;
        let approved = approved(&recording.state);
        let mut after = recording.state.clone();
        let moves = self.moves(&mut after, &approved, &mut dependants, today);
        let mut single = self.memberships(&after, &dependants, today);
        let mut doubts = Vec::new();
        for known in approved {
            let memberships = still_to_begin(&after, known.id, &mut single);
            let moves = moves.of(known.id);
            if !moves.is_empty() || !memberships.is_empty() {
                let (reallocation, because) = (known.id, self.because);
                doubts.push(ReallocationDoubted { reallocation, moves, memberships, because });
            }
        }
        not_too_many(doubts.len(), single.len())?;
        doubts.into_iter().for_each(|doubt| recording.push(doubt));
        for (membership, from) in single {
            recording.push(MembershipDoubted { membership, from, because: self.because });
        }
        Ok(())
    }

    /// The moves that held and hold no longer, or not without those among them: `after` is left as if
    /// they were not planned.
    fn moves(
        &self,
        after: &mut Portfolio,
        approved: &[Arc<Reallocation>],
        dependants: &mut Dependants,
        today: Date,
    ) -> Doubted {
        let mut doubted = Doubted::default();
        loop {
            let broken = self.broken(after, approved, dependants, &doubted, today);
            if broken.is_empty() {
                return doubted;
            }
            for (reallocation, planned) in broken {
                doubted.0.entry(reallocation).or_default().insert(planned.number);
                dependants.widen(after, &planned);
                *after = after.as_if_not_planned(reallocation, &planned);
            }
        }
    }

    /// Whether a move could be done before the fact, or was, and can be done no longer. What is overdue
    /// may have been done on its date all the same, and is yet to be reported, where it can be done
    /// today no more.
    fn breaks(&self, after: &Portfolio, of: ReallocationId, planned: &Move, today: Date) -> bool {
        let held = |on| reallocations::holds(&self.before, of, planned, on);
        let holds = |on| reallocations::holds(after, of, planned, on);
        let on_its_date = planned.planned_on;
        if self.is_to_use_what_is_given_back(after, planned) {
            return true;
        }
        if self.is_planned_again(of, planned) {
            // Another reallocation may have been approved to move the same since it was done.
            return reallocations::is_moved_by_another(after, of, planned) || !holds(today);
        }
        !holds(today) && (held(today) || held(on_its_date) && !holds(on_its_date))
    }

    /// Whether a move leads into premises whose lease ends earlier, or into a hub in them.
    fn is_to_use_what_is_given_back(&self, after: &Portfolio, planned: &Move) -> bool {
        let stays_in = match (planned.fate, planned.subject) {
            (Fate::Released { .. }, _) => None,
            (_, Subject::Space(space)) => Some(space),
            (_, Subject::Resource(resource)) => {
                let known = after.resource(&resource);
                known.and_then(|known| known.place.at(planned.planned_on, Basis::Planned)).copied()
            }
        };
        let used = planned.fate.space().or(stays_in);
        used.is_some_and(|space| self.given_back.contains_key(&space))
    }

    fn is_planned_again(&self, of: ReallocationId, planned: &Move) -> bool {
        let known = self.before.reallocation(&of);
        known.is_some_and(|known| known.done.contains_key(&planned.number))
    }

    fn broken(
        &self,
        after: &Portfolio,
        approved: &[Arc<Reallocation>],
        dependants: &Dependants,
        doubted: &Doubted,
        today: Date,
    ) -> Vec<(ReallocationId, Move)> {
        let broken = |id: ReallocationId, planned: &Move| {
            !doubted.has(id, planned.number)
                && dependants.has_move(after, planned)
                && self.breaks(after, id, planned, today)
        };
        let moves = approved.iter().flat_map(|known| {
            let pending = known.pending_moves();
            pending.filter(|planned| broken(known.id, planned)).map(|planned| (known.id, *planned))
        });
        moves.collect()
    }

    /// The memberships that held and no longer hold, each with the first date.
    fn memberships(
        &self,
        after: &Portfolio,
        dependants: &Dependants,
        today: Date,
    ) -> BTreeMap<MembershipId, Date> {
        let mut broken = BTreeMap::new();
        // What was to come to a hub is no longer planned after.
        let hubs: BTreeSet<HubId> =
            [&self.before, after].into_iter().flat_map(|state| dependants.hubs(state)).collect();
        for hub in hubs {
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
        for hub in self.hubs_given_back() {
            let Some(on) = self.without_spaces(after, hub, today) else { continue };
            for (membership, on) in held_from(after, hub, on) {
                let since = broken.entry(membership).or_insert(on);
                *since = on.min(*since);
            }
        }
        for membership in after.memberships().values().filter(|_| !dependants.units.is_empty()) {
            if let Some(on) = self.without_unit(after, membership, dependants, today) {
                broken.entry(membership.id).or_insert(on);
            }
        }
        broken
    }

    /// The hubs that premises whose lease ends earlier serve, or are to.
    fn hubs_given_back(&self) -> BTreeSet<HubId> {
        let spaces = self.given_back.keys().filter_map(|space| self.before.space(space));
        spaces.flat_map(|space| space.hub.values().copied().flatten()).collect()
    }

    /// The first day on which a hub has no other spaces than those whose lease has ended earlier.
    fn without_spaces(&self, after: &Portfolio, hub: HubId, today: Date) -> Option<Date> {
        let ended = |space: &Space, on: Date| {
            self.given_back.get(&space.id).is_some_and(|given_back| *given_back <= on)
        };
        let days: BTreeSet<Date> = self.given_back.values().map(|day| *day.max(&today)).collect();
        days.into_iter().find(|on| {
            serving(&self.before, hub, *on).any(|space| ended(space, *on))
                && serving(after, hub, *on).all(|space| ended(space, *on))
        })
    }

    /// The memberships of a hub that it could serve on a date and no longer can.
    fn broken_on(&self, after: &Portfolio, hub: HubId, on: Date) -> Vec<MembershipId> {
        let open =
            |state: &Portfolio| state.hub(&hub).is_some_and(|hub| hub.is_open(on, Basis::Planned));
        let closed = open(&self.before) && !open(after);
        let (was, is) = (Shortage::of(&self.before, hub, on), Shortage::of(after, hub, on));
        let (full, uncounted) = (is.more_people_than(&was), is.more_guaranteed_than(&was));
        let breaks = |membership: &&Arc<Membership>| {
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

/// The spaces that serve a hub on a date, as planned.
fn serving(state: &Portfolio, hub: HubId, on: Date) -> impl Iterator<Item = &Arc<Space>> {
    state.spaces_ever_of(hub).filter(move |space| {
        space.exists(on)
            && !space.is_released(on, Basis::Planned)
            && space.hub.at(on, Basis::Planned) == Some(&Some(hub))
    })
}

/// The memberships of a hub that hold on a date or later, each with the first day.
fn held_from(
    state: &Portfolio,
    hub: HubId,
    on: Date,
) -> impl Iterator<Item = (MembershipId, Date)> + '_ {
    state.memberships_of(hub).filter_map(move |known| {
        let holds = |on: &Date| matches!(known.terms.at(*on, Basis::Planned), Some(Some(_)));
        Some((known.id, known.terms.dates_from(on, Basis::Planned).find(holds)?))
    })
}

fn approved(state: &Portfolio) -> Vec<Arc<Reallocation>> {
    let all = state.reallocations().values();
    all.filter(|known| known.status == ReallocationStatus::Approved).cloned().collect()
}

fn not_too_many(reallocations: usize, memberships: usize) -> Result<(), Rejection> {
    if reallocations + memberships <= DOUBTS_MAX {
        return Ok(());
    }
    let (reallocations, memberships) = (count(reallocations), count(memberships));
    let reason = TooManyDoubts { reallocations, memberships, limit: count(DOUBTS_MAX) };
    Err(Rejection::new("", reason))
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
