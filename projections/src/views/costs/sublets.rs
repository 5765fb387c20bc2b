//! What is let: of a lease by its subleases, and by an organisation in a building of which it has costs.

use schema::{BuildingId, Date, LeaseId, OrganisationId, Revision, SpaceId};
use std::collections::{BTreeMap, BTreeSet};

use super::upcoming::Upcoming;
use crate::{Corrected, Lease, LeaseAgreement, LeasePeriod, Portfolio, SpaceFollowed};

/// What is let, and where corrections made that otherwise.
#[derive(Default)]
pub(super) struct Sublets(Vec<Sublet>, Vec<Corrected>);

struct Sublet {
    from: Date,
    to: Option<Date>,
    /// In the order of their ids; none where all of the building is let.
    spaces: Vec<SpaceFollowed>,
    because: Option<Revision>,
}

/// What is let in a portfolio.
#[derive(Default)]
pub(super) struct AllSublets {
    of_leases: BTreeMap<LeaseId, Sublets>,
    /// By who lets, or stands for who did, to another.
    by_landlords: BTreeMap<(OrganisationId, BuildingId), Sublets>,
}

impl AllSublets {
    /// What is let in a portfolio.
    pub(super) fn of(state: &Portfolio) -> Self {
        let mut all = Self::default();
        for lease in state.leases().values() {
            let periods = lease.periods();
            if let Some(parent) = lease.parent {
                let of_parent = all.of_leases.entry(parent).or_default();
                of_parent.0.extend(periods.iter().map(|of| Sublet::of(state, lease, of)));
                of_parent.1.extend(&lease.corrected);
            }
            all.add_by_landlord(state, lease, &periods);
        }
        all
    }

    fn add_by_landlord(&mut self, state: &Portfolio, lease: &Lease, periods: &[LeasePeriod]) {
        let places = |agreed: &LeaseAgreement| -> Vec<_> {
            let landlord = agreed.landlord.organisation().filter(|of| *of != lease.tenant);
            let landlords = landlord.into_iter().flat_map(|of| and_successors(state, of));
            landlords.map(|landlord| (landlord, agreed.terms.building)).collect()
        };
        for period in periods {
            for place in places(&period.agreed) {
                let let_by = self.by_landlords.entry(place).or_default();
                let_by.0.push(Sublet::of(state, lease, period));
            }
        }
        if lease.corrected.is_empty() {
            return;
        }
        let ever = lease.agreed.entries().iter();
        let ever: BTreeSet<_> = ever.flat_map(|entry| places(&entry.value)).collect();
        for place in ever {
            self.by_landlords.entry(place).or_default().1.extend(&lease.corrected);
        }
    }

    /// What is let on of a lease.
    pub(super) fn of_lease(&self, lease: LeaseId) -> Option<&Sublets> {
        self.of_leases.get(&lease)
    }

    /// What an organisation lets to others in a building: what that costs it is not charged beside the rent.
    pub(super) fn by_landlord(
        &self,
        landlord: OrganisationId,
        building: BuildingId,
    ) -> Option<&Sublets> {
        self.by_landlords.get(&(landlord, building))
    }
}

/// An organisation with those that stand for it, one after the other.
fn and_successors(state: &Portfolio, organisation: OrganisationId) -> BTreeSet<OrganisationId> {
    let (mut all, mut next) = (BTreeSet::new(), Some(organisation));
    while let Some(organisation) = next.filter(|organisation| all.insert(*organisation)) {
        next = state.organisation(&organisation).and_then(|known| known.successor);
    }
    all
}

impl Sublets {
    /// Whether a space is let on.
    pub(super) fn lets(&self, space: SpaceId, upcoming: &mut Upcoming<'_>) -> bool {
        for span in &self.1 {
            upcoming.may_change(span.from);
            if let Some(to) = span.to {
                upcoming.may_change(to);
            }
            if span.meets(upcoming.on, Some(upcoming.on.next_day())) {
                upcoming.because(span.by);
            }
        }
        let mut lets = false;
        for sublet in &self.0 {
            let Some((from, followed)) = sublet.lets_from(space) else { continue };
            upcoming.may_change(from);
            if let Some(to) = sublet.to {
                upcoming.may_change(to);
            }
            if from <= upcoming.on && sublet.to.is_none_or(|to| upcoming.on < to) {
                let because = followed.iter().chain(&sublet.because);
                because.for_each(|revision| upcoming.because(*revision));
                lets = true;
            }
        }
        lets
    }
}

impl Sublet {
    fn of(state: &Portfolio, lease: &Lease, period: &LeasePeriod) -> Self {
        Self {
            because: lease.agreed.entry_at(period.from).map(|entry| entry.revision),
            from: period.from,
            to: period.to,
            spaces: state.followed(&period.agreed.terms.spaces, (period.from, period.revision)),
        }
    }

    /// From when it lets a space, and the events by which that took the place of one that it names;
    /// none where it does not.
    fn lets_from(&self, space: SpaceId) -> Option<(Date, &[Revision])> {
        if self.spaces.is_empty() {
            return Some((self.from, &[]));
        }
        let place = self.spaces.binary_search_by_key(&space, |followed| followed.space).ok()?;
        let followed = &self.spaces[place];
        Some((followed.from.map_or(self.from, |from| from.max(self.from)), &followed.because))
    }
}
