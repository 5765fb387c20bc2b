//! What a lease lets on a date. Spaces are split, merged and redrawn while a lease goes on: what takes
//! the place of a space that it names is let by it from that day, all of it, also where it was formed
//! together with a space that nobody rents. The same holds of what is sublet, and of the space that a
//! recorded cost is of. Derived, and recorded nowhere.

use schema::{BuildingId, Date, Revision, SpaceId};
use std::collections::{BTreeMap, BTreeSet};

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
pub(crate) type Since = (Date, Revision);

/// A space that was named, or one that took the place of such a one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SpaceFollowed {
    /// The space.
    pub space: SpaceId,
    /// The first date on which it stands for what was named, while it is there; none where it was named
    /// itself.
    pub from: Option<Date>,
    /// The events by which it came to, the earliest first; none where it was named itself.
    pub because: Vec<Revision>,
}

impl SpaceFollowed {
    /// One that was named itself.
    pub const fn named(space: SpaceId) -> Self {
        Self { space, from: None, because: Vec::new() }
    }

    /// One that took its place from a date.
    fn after(&self, space: SpaceId, (from, revision): Since) -> Self {
        let because = self.because.iter().copied().chain([revision]).collect();
        Self { space, from: self.from.max(Some(from)), because }
    }
}

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
        let there = |space: &SpaceId| self.space(space).is_some_and(|known| known.exists(on));
        let followed = self.followed(spaces, since).into_iter();
        let taken = followed.filter(|followed| followed.from.is_none_or(|from| from <= on));
        taken.map(|followed| followed.space).filter(there).collect()
    }

    /// Spaces, named when it was known how they are since a date, with all that ever take their place,
    /// in the order of their ids.
    pub(crate) fn followed(&self, spaces: &[SpaceId], since: Since) -> Vec<SpaceFollowed> {
        let mut followed: BTreeMap<SpaceId, SpaceFollowed> = BTreeMap::new();
        // By date: of several ways to a space the first counts.
        let mut open: BTreeSet<_> = spaces
            .iter()
            .map(|space| SpaceFollowed::named(*space))
            .map(|named| (named.from, named, since))
            .collect();
        while let Some((_, next, since)) = open.pop_first() {
            if followed.contains_key(&next.space) {
                continue;
            }
            for (successor, since) in self.took_the_place(next.space, since) {
                let successor = next.after(successor, since);
                open.insert((successor.from, successor, since));
            }
            followed.insert(next.space, next);
        }
        followed.into_values().collect()
    }

    /// The spaces that took the place of one. One that goes on stays, and those that are formed with it
    /// are of it too.
    fn took_the_place(&self, space: SpaceId, since: Since) -> Vec<(SpaceId, Since)> {
        let Some(known) = self.space(&space) else { return Vec::new() };
        let mut taken = Vec::new();
        for became in &known.became {
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
