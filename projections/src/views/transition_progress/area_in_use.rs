//! Which area organisations use. Every space that is not released is used by somebody, so that the
//! areas of all organisations together are the whole.

use rust_decimal::Decimal;
use schema::{Date, Measure, OrganisationId, SpaceId};
use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Allocation, Basis, Headcounts, Portfolio, Space,
    views::key_figures::{divided, known_area},
};

/// The area that organisations use under a measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct AreaInUse {
    /// The sum, in square metres; none where no space that they use has an area under the measure.
    pub(super) square_metres: Option<Decimal>,
    /// How many of the spaces that they use have no area under the measure.
    pub(super) left_out: usize,
}

/// Adds up what organisations use of the spaces that are there on a date and not released. A space
/// is used by those who have something in it, in proportion: units what is fixed to them, the host of
/// a hub what is flexible in it. One in which nobody has anything is used by the host of the hub that
/// it serves or, where it serves none, by the owner of its building.
pub(super) fn area_in_use(
    state: &Portfolio,
    organisations: &BTreeSet<OrganisationId>,
    measure: &Measure,
    on: Date,
    basis: Basis,
) -> AreaInUse {
    let headcounts = Headcounts::of(state, on);
    let spaces = state.spaces().values();
    let used = spaces.filter(|space| space.exists(on) && !space.is_released(on, basis));
    let (mut sum, mut with, mut without) = (Decimal::ZERO, 0, 0);
    for space in used {
        let users = Using { state, headcounts: &headcounts, on, basis }.users(space);
        let theirs = || users.keys().filter(|user| organisations.contains(user));
        let Some(_) = theirs().next() else { continue };
        match space.descriptions.at(on).and_then(|described| described.areas.under(measure)) {
            None => without += 1,
            Some(area) => {
                let parts = theirs().map(|user| divided(area.decimal(), &users, user));
                sum += parts.sum::<Decimal>();
                with += 1;
            }
        }
    }
    AreaInUse { square_metres: known_area(sum, with, without), left_out: without }
}

struct Using<'a> {
    state: &'a Portfolio,
    headcounts: &'a Headcounts,
    on: Date,
    basis: Basis,
}

impl Using<'_> {
    /// Who uses a space, with how much each has in it.
    fn users(&self, space: &Space) -> BTreeMap<OrganisationId, u64> {
        let users = self.holding(space.id);
        if !users.is_empty() {
            return users;
        }
        let serves = space.hub.at(self.on, self.basis).copied().flatten();
        let host = serves.and_then(|hub| self.state.hub(&hub));
        let host = host.map(|hub| self.state.hub_host(hub, self.on));
        host.or_else(|| self.owner(space)).map(|user| (user, 1)).into_iter().collect()
    }

    fn holding(&self, space: SpaceId) -> BTreeMap<OrganisationId, u64> {
        let mut holding = BTreeMap::new();
        for resource in self.state.resources_ever_in(space).filter(|it| it.exists(self.on)) {
            if resource.place.at(self.on, self.basis) != Some(&space) {
                continue;
            }
            let holder = match resource.allocation.at(self.on, self.basis) {
                Some(Allocation::Fixed(unit)) => self.headcounts.organisation(*unit),
                Some(Allocation::Flexible(hub)) => {
                    let hub = self.state.hub(hub);
                    hub.map(|hub| self.state.hub_host(hub, self.on))
                }
                Some(Allocation::Vacant) | None => None,
            };
            if let Some(holder) = holder {
                *holding.entry(holder).or_default() += 1;
            }
        }
        holding
    }

    fn owner(&self, space: &Space) -> Option<OrganisationId> {
        let level = self.state.level(&space.level)?;
        self.state.building_owner(self.state.building(&level.building)?, self.on)
    }
}
