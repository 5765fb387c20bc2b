//! Delegations: what an organisation's delegates may decide on a date.

use schema::{Date, Delegation, DelegationPoint, OrganisationId, Revision};
use std::sync::Arc;

use crate::{Delegated, Portfolio};

/// A delegation that holds on a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DelegationInForce {
    /// The point of the delegation order.
    pub point: DelegationPoint,
    /// The first date on which it holds.
    pub from: Date,
    /// The first date on which it no longer holds, because it ends or another takes its place; none
    /// where it holds until it is withdrawn.
    pub to: Option<Date>,
    /// What is delegated to whom.
    pub delegation: Arc<Delegation>,
    /// The event that gives it.
    pub revision: Revision,
}

/// The delegations of an organisation that hold on a date, in the order of their points.
pub fn delegations_on(
    state: &Portfolio,
    organisation: OrganisationId,
    on: Date,
) -> Vec<DelegationInForce> {
    let given = state.delegations_of(organisation);
    given.filter_map(|(point, given)| in_force(point, given, on)).collect()
}

fn in_force(point: &DelegationPoint, given: &Delegated, on: Date) -> Option<DelegationInForce> {
    let entry = given.entry_at(on)?;
    let delegation = Arc::clone(entry.value.as_ref()?);
    let later = given.entries().iter().find(|later| on < later.from);
    Some(DelegationInForce {
        point: point.clone(),
        from: entry.from,
        to: later.map(|later| later.from),
        delegation,
        revision: entry.revision,
    })
}
