//! What a lease lets on a date. Spaces are split, merged and redrawn while a lease goes on: what takes
//! the place of a space that it names is let by it from that day. Derived, and recorded nowhere.

use schema::{BuildingId, Date, Revision, SpaceId};
use std::collections::BTreeSet;

use crate::{Lease, LeasePeriod, Portfolio, Succession};

/// What is let on a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Premises {
    /// A whole building.
    Whole(BuildingId),
    /// Spaces of a building that are there on the date.
    Spaces(BuildingId, BTreeSet<SpaceId>),
}

impl Premises {
    const fn building(&self) -> BuildingId {
        match self {
            Self::Whole(building) | Self::Spaces(building, _) => *building,
        }
    }

    /// Whether both are of the same space.
    pub fn meets(&self, other: &Self) -> bool {
        self.building() == other.building()
            && match (self, other) {
                (Self::Spaces(_, own), Self::Spaces(_, others)) => !own.is_disjoint(others),
                _ => true,
            }
    }

    /// Whether all that is let by the other is let by this too.
    pub fn covers(&self, other: &Self) -> bool {
        self.building() == other.building()
            && match (self, other) {
                (Self::Whole(_), _) => true,
                (Self::Spaces(..), Self::Whole(_)) => false,
                (Self::Spaces(_, own), Self::Spaces(_, others)) => others.is_subset(own),
            }
    }
}

/// A date, and the event by which it is known what holds on it.
type Since = (Date, Revision);

impl Portfolio {
    /// What is let on a date by what was agreed for a period.
    pub fn premises(&self, period: &LeasePeriod, on: Date) -> Premises {
        let terms = &period.agreed.terms;
        if terms.spaces.is_empty() {
            return Premises::Whole(terms.building);
        }
        let since = (period.from, period.revision);
        Premises::Spaces(terms.building, self.successors(&terms.spaces, since, on))
    }

    /// The spaces of a lease that are there on a date, as agreed for it, in the order of their ids: of
    /// a whole building all of its levels, and else those that it names or what took their place.
    /// Whether it runs on the date is another question. None where nothing is agreed for the date yet.
    pub fn leased_spaces(&self, lease: &Lease, on: Date) -> Vec<SpaceId> {
        let Some(period) = lease.agreement_for(on) else { return Vec::new() };
        match self.premises(&period, on) {
            Premises::Spaces(_, spaces) => spaces.into_iter().collect(),
            Premises::Whole(building) => {
                let all = self.levels_of(building).flat_map(|level| self.spaces_of(level.id));
                let there: BTreeSet<SpaceId> =
                    all.filter(|space| space.exists(on)).map(|space| space.id).collect();
                there.into_iter().collect()
            }
        }
    }

    /// The spaces among those of a lease that a break clause gives up, as they are on a date; none
    /// where it gives up all, or an area without spaces.
    pub fn spaces_given_up(
        &self,
        lease: &Lease,
        clause: &schema::BreakClause,
        on: Date,
    ) -> BTreeSet<SpaceId> {
        let agreed = lease.agreement_for(on);
        let since = agreed.map(|period| (period.from, period.revision));
        since.map_or_else(BTreeSet::new, |since| self.successors(&clause.spaces, since, on))
    }

    /// What spaces, named when it was known how they are since a date, have become on another: those
    /// that are there.
    fn successors(&self, spaces: &[SpaceId], since: Since, on: Date) -> BTreeSet<SpaceId> {
        let mut seen: BTreeSet<SpaceId> = spaces.iter().copied().collect();
        let mut open: Vec<(SpaceId, Since)> = spaces.iter().map(|space| (*space, since)).collect();
        while let Some((space, since)) = open.pop() {
            for (successor, since) in self.took_the_place(space, since, on) {
                if seen.insert(successor) {
                    open.push((successor, since));
                }
            }
        }
        seen.retain(|space| self.space(space).is_some_and(|known| known.exists(on)));
        seen
    }

    /// The spaces that took the place of one, up to a date. One that goes on stays, and those that are
    /// formed with it are of it too.
    fn took_the_place(&self, space: SpaceId, since: Since, on: Date) -> Vec<(SpaceId, Since)> {
        let Some(known) = self.space(&space) else { return Vec::new() };
        let mut taken = Vec::new();
        for became in known.became.iter().filter(|became| became.from <= on) {
            let ends = !became.others.contains(&space);
            if !ends && became.from <= since.0 && became.revision <= since.1 {
                // The space was named as it was redrawn.
                continue;
            }
            let is_new = |other: &&SpaceId| ends || !self.is_redrawn(**other, became);
            let others = became.others.iter().filter(is_new);
            taken.extend(others.map(|other| (*other, (became.from, became.revision))));
        }
        taken
    }

    /// Whether a space that was there before goes on in a reshaping.
    fn is_redrawn(&self, space: SpaceId, by: &Succession<SpaceId>) -> bool {
        let formed = self.space(&space).into_iter().flat_map(|known| &known.formed);
        formed
            .filter(|formed| formed.revision == by.revision)
            .any(|formed| formed.others.contains(&space))
    }
}
