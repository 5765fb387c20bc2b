//! What is let on by subleases.

use schema::{Date, LeaseId, Revision, SpaceId};
use std::collections::BTreeMap;

use super::upcoming::Upcoming;
use crate::{Corrected, Portfolio, SpaceFollowed};

/// What is let on of one lease, and where corrections made that otherwise.
#[derive(Default)]
pub(super) struct Sublets(Vec<Sublet>, Vec<Corrected>);

struct Sublet {
    from: Date,
    to: Option<Date>,
    /// In the order of their ids; none where all of the building is let.
    spaces: Vec<SpaceFollowed>,
    because: Option<Revision>,
}

/// What is let on of each lease.
pub(super) fn sublets(state: &Portfolio) -> BTreeMap<LeaseId, Sublets> {
    let mut sublets: BTreeMap<LeaseId, Sublets> = BTreeMap::new();
    for lease in state.leases().values() {
        let Some(parent) = lease.parent else { continue };
        let let_on = lease.periods().into_iter().map(|period| Sublet {
            because: lease.agreed.entry_at(period.from).map(|entry| entry.revision),
            from: period.from,
            to: period.to,
            spaces: state.followed(&period.agreed.terms.spaces, (period.from, period.revision)),
        });
        let of_parent = sublets.entry(parent).or_default();
        of_parent.0.extend(let_on);
        of_parent.1.extend(&lease.corrected);
    }
    sublets
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
