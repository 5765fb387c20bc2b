//! Delegations: who may decide what in an organisation's name, up to which limit, from when.

use projections::Portfolio;
use schema::{
    Date, Decision, Delegation, DelegationGive, DelegationGiven, DelegationPoint,
    DelegationWithdraw, DelegationWithdrawn, OrganisationId, limits::COUNT_MAX,
};
use std::collections::BTreeSet;

use crate::{
    DelegatedBefore, InvalidValue, NoSuchDelegation, Rejection, TooMuch,
    decisions::{self, Decides},
    find,
    recording::Recording,
};

const DECIDES: Decides = Decides::ForBoards("delegating, or no longer delegating,");

pub(crate) fn give(recording: &mut Recording<'_>, give: &DelegationGive) -> Result<(), Rejection> {
    let DelegationGive { organisation, from, to, resources_max, seats_max, .. } = *give;
    find::organisation_on(recording.before, "organisation", organisation, from)?;
    after(from, to)?;
    at_most("resourcesMax", "resources in one reallocation", resources_max)?;
    at_most("seatsMax", "seats on one weekday", seats_max)?;
    let matters = BTreeSet::from_iter(give.matters.iter().copied());
    if matters.is_empty() {
        let (what, given) = ("delegation".to_owned(), "no matter".to_owned());
        let accepted = "at least one matter that the delegate decides".to_owned();
        return Err(Rejection::new("matters", InvalidValue { what, given, accepted }));
    }
    own(organisation, &give.decision)?;
    let decision = decisions::take(recording, &give.decision, DECIDES)?;
    check_from(organisation, &give.point, from, decision.decided_on, "from")?;
    let delegate = recording.seal("delegation.delegate", &give.delegate);
    let matters = matters.into_iter().collect();
    recording.push(DelegationGiven {
        organisation,
        point: give.point.clone(),
        from,
        to,
        delegation: Delegation { delegate, matters, resources_max, seats_max },
        decision,
    });
    Ok(())
}

pub(crate) fn withdraw(
    recording: &mut Recording<'_>,
    withdraw: &DelegationWithdraw,
) -> Result<(), Rejection> {
    let DelegationWithdraw { organisation, from, .. } = *withdraw;
    find::organisation(recording.before, "organisation", organisation)?;
    holds(recording.before, organisation, &withdraw.point, from)?;
    own(organisation, &withdraw.decision)?;
    let decision = decisions::take(recording, &withdraw.decision, DECIDES)?;
    let point = withdraw.point.clone();
    recording.push(DelegationWithdrawn { organisation, point, from, decision });
    Ok(())
}

fn holds(
    state: &Portfolio,
    organisation: OrganisationId,
    point: &DelegationPoint,
    on: Date,
) -> Result<(), Rejection> {
    if state.delegation(organisation, point, on).is_some() {
        return Ok(());
    }
    let (organisation, point) = (organisation.to_string(), point.to_string());
    Err(Rejection::new("point", NoSuchDelegation { organisation, point, on }))
}

/// A delegation does not hold from before the decision that gives it.
pub(crate) fn check_from(
    organisation: OrganisationId,
    point: &DelegationPoint,
    from: Date,
    decided_on: Date,
    path: &str,
) -> Result<(), Rejection> {
    if decided_on <= from {
        return Ok(());
    }
    let (organisation, point) = (organisation.to_string(), point.to_string());
    Err(Rejection::new(path, DelegatedBefore { organisation, point, from, decided_on }))
}

/// An organisation delegates by its own decision.
fn own(organisation: OrganisationId, decision: &Decision) -> Result<(), Rejection> {
    decisions::check_concerned(decision.organisation, &BTreeSet::from([organisation]))
}

fn after(from: Date, to: Option<Date>) -> Result<(), Rejection> {
    let Some(to) = to.filter(|to| *to <= from) else { return Ok(()) };
    let (what, given) = ("end of a delegation".to_owned(), to.to_string());
    let accepted = format!("a date after {from}, on which it begins");
    Err(Rejection::new("to", InvalidValue { what, given, accepted }))
}

fn at_most(path: &str, what: &str, limit: Option<u32>) -> Result<(), Rejection> {
    let Some(given) = limit.filter(|limit| *limit > COUNT_MAX) else { return Ok(()) };
    Err(Rejection::new(path, TooMuch { what: what.to_owned(), given, limit: COUNT_MAX }))
}
