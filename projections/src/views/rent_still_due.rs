//! Leases whose rent goes on after the last day that a release plans for it: to plan an end of rent ends no
//! lease.

use schema::{Date, LeaseId, LeaseParty, LeaseTerms, NoticePurpose, SpaceId};

use crate::{Lease, Portfolio, last_day_before};

/// A lease by which rent for a space is still due after a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RentStillDue {
    /// The lease.
    pub lease: LeaseId,
    /// The last day on which the tenant's notice is in time to end it with that day, for the space by a
    /// break clause or as a whole; none where nothing but an agreement does.
    pub notice_by: Option<Date>,
}

/// The leases of a space that run on after what is to be the last day for which rent is due, in the order
/// of their ids.
pub fn rent_still_due(state: &Portfolio, space: SpaceId, last_day: Date) -> Vec<RentStillDue> {
    let known = state.space(&space).and_then(|space| state.level(&space.level));
    let Some(level) = known else { return Vec::new() };
    let after = last_day.next_day();
    let lets = |lease: &Lease| {
        lease.runs(after) && state.leased_spaces(lease, after).binary_search(&space).is_ok()
    };
    let still = state.leases_of(level.building).filter(|lease| lets(lease));
    still
        .map(|lease| RentStillDue {
            lease: lease.id,
            notice_by: notice_by(state, lease, space, last_day),
        })
        .collect()
}

fn notice_by(state: &Portfolio, lease: &Lease, space: SpaceId, last_day: Date) -> Option<Date> {
    let terms = &lease.agreed_for(last_day)?.terms;
    let after = last_day.next_day();
    let months = break_months(state, lease, terms, space, last_day).or_else(|| {
        let is_end =
            terms.to.is_none() || lease.term_ends(after).iter().any(|(end, _)| *end == after);
        let agreed = terms.notice_months(LeaseParty::Tenant, NoticePurpose::Termination);
        agreed.filter(|_| is_end)
    });
    Some(last_day_before(after, months?))
}

/// How long before notice is given by a break clause that gives up the space, or all, the day after.
fn break_months(
    state: &Portfolio,
    lease: &Lease,
    terms: &LeaseTerms,
    space: SpaceId,
    last_day: Date,
) -> Option<u16> {
    let clause = terms.break_on(LeaseParty::Tenant, last_day.next_day())?;
    let given_up =
        clause.is_whole() || state.spaces_given_up(lease, clause, last_day).contains(&space);
    given_up.then_some(clause.notice_months)
}
