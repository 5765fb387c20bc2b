//! What is let on by subleases.

use schema::{Date, LeaseId, Revision, SpaceId};
use std::{collections::BTreeMap, sync::Arc};

use super::upcoming::Upcoming;
use crate::{LeaseAgreement, Portfolio};

/// What is let on of one lease.
#[derive(Default)]
pub(super) struct Sublets(Vec<Sublet>);

struct Sublet {
    from: Date,
    to: Option<Date>,
    agreed: Arc<LeaseAgreement>,
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
            agreed: period.agreed,
        });
        sublets.entry(parent).or_default().0.extend(let_on);
    }
    sublets
}

impl Sublets {
    /// Whether a space is let on.
    pub(super) fn lets(&self, space: SpaceId, upcoming: &mut Upcoming<'_>) -> bool {
        let mut lets = false;
        let all = self.0.iter();
        for sublet in all.filter(|sublet| is_of(&sublet.agreed.terms.spaces, space)) {
            upcoming.may_change(sublet.from);
            if let Some(to) = sublet.to {
                upcoming.may_change(to);
            }
            if sublet.from <= upcoming.on && sublet.to.is_none_or(|to| upcoming.on < to) {
                sublet.because.into_iter().for_each(|revision| upcoming.because(revision));
                lets = true;
            }
        }
        lets
    }
}

/// Whether a space is among those that are let; none are named where all of a building is.
fn is_of(spaces: &[SpaceId], space: SpaceId) -> bool {
    spaces.is_empty() || spaces.binary_search(&space).is_ok()
}
