//! Memberships: granted, changed, ended by themselves. Those that come with a reallocation are
//! granted there.

use projections::{Basis, Membership, PlannedBy, Portfolio};
use schema::{
    Date, Decision, DecisionTaken, HubId, MembershipChange, MembershipChanged, MembershipEnd,
    MembershipEnded, MembershipGrant, MembershipGranted, MembershipId, OrganisationId, UnitId,
};

use crate::{
    InvalidValue, MembershipNotInForce, NotConcerned, Rejection, allocations::breaks, capacity,
    find, hubs, recording::Recording,
};

pub(crate) fn grant(
    recording: &mut Recording<'_>,
    grant: &MembershipGrant,
) -> Result<(), Rejection> {
    let MembershipGrant { membership, hub, unit, from, .. } = *grant;
    let state = recording.before;
    let known = state.membership(&membership).is_some();
    find::unused(known, "membership", MembershipId::WORD, membership)?;
    hubs::open_or_planned(state, "hub", hub, from)?;
    find::lasting_unit(state, "unit", unit, from)?;
    let decisions = decided(recording, grant.decision.as_ref(), hub, unit)?;
    recording.push(MembershipGranted {
        membership,
        hub,
        unit,
        from,
        terms: grant.terms.clone(),
        reallocation: None,
        decisions,
    });
    capacity::check_no_worse(recording.before, &recording.state, hub, from)
        .map_err(|rejection| rejection.within("terms"))
}

pub(crate) fn change(
    recording: &mut Recording<'_>,
    change: &MembershipChange,
) -> Result<(), Rejection> {
    let MembershipChange { membership, from, .. } = *change;
    let known = in_force(recording.before, membership, from)?;
    let held = known.terms.at(from, Basis::Actual).and_then(Option::as_deref);
    if held == Some(&change.terms) {
        return Ok(());
    }
    let unit = known.unit(from);
    let decisions = decided(recording, change.decision.as_ref(), known.hub, unit)?;
    let terms = change.terms.clone();
    recording.push(MembershipChanged { membership, from, terms, decisions });
    capacity::check_no_worse(recording.before, &recording.state, known.hub, from)
        .map_err(|rejection| rejection.within("terms"))
}

pub(crate) fn end(recording: &mut Recording<'_>, end: &MembershipEnd) -> Result<(), Rejection> {
    let MembershipEnd { membership, from, .. } = *end;
    let known = in_force(recording.before, membership, from)?;
    let unit = known.unit(from);
    let decisions = decided(recording, end.decision.as_ref(), known.hub, unit)?;
    let reason = recording.seal_any("reason", end.reason.as_ref());
    recording.push(MembershipEnded { membership, from, reason, decisions });
    Ok(())
}

/// The membership if it holds on a date and is not still to come with a reallocation.
fn in_force(
    state: &Portfolio,
    id: MembershipId,
    on: Date,
) -> Result<std::sync::Arc<Membership>, Rejection> {
    let known = find::membership(state, "membership", id)?;
    not_planned(state, &known).map_err(|rejection| rejection.within("membership"))?;
    match known.terms.at(on, Basis::Actual) {
        Some(Some(_)) => Ok(known),
        _ => {
            let membership = id.to_string();
            Err(Rejection::new("from", MembershipNotInForce { membership, on }))
        }
    }
}

/// Rejects a decision on a membership that is still to begin, with the first move of an approved
/// reallocation.
pub(crate) fn not_planned(state: &Portfolio, membership: &Membership) -> Result<(), Rejection> {
    let Some(pending) = membership.terms.pending().first() else { return Ok(()) };
    let reallocation = state.reallocation(&pending.by.reallocation);
    let first = reallocation.and_then(|known| known.pending_moves().next());
    let number = first.map_or(pending.by.number, |first| first.number);
    let by = PlannedBy { number, ..pending.by };
    Err(breaks(format!("{:?}", membership.id), by, pending.entry.from))
}

/// A decision on a membership is the host's or the member's.
fn decided(
    recording: &mut Recording<'_>,
    decision: Option<&Decision>,
    hub: HubId,
    unit: UnitId,
) -> Result<Vec<DecisionTaken>, Rejection> {
    let Some(decision) = decision else { return Ok(Vec::new()) };
    let state = recording.before;
    let host = state.hub_host(&*find::hub(state, "hub", hub)?, decision.decided_on);
    let unit = find::unit(state, "unit", unit)?;
    let member = unit.descriptions.nearest(decision.decided_on).map(|unit| unit.organisation);
    let concerned = std::iter::once(host).chain(member).collect();
    check_concerned(decision.organisation, &concerned)?;
    take(recording, decision).map(|taken| vec![taken])
}

/// Checks and seals a decision.
pub(crate) fn take(
    recording: &mut Recording<'_>,
    decision: &Decision,
) -> Result<DecisionTaken, Rejection> {
    take_as(recording, "decision.body", decision)
}

/// Checks and seals a decision whose body stands as `field` in its event.
pub(crate) fn take_as(
    recording: &mut Recording<'_>,
    field: &'static str,
    decision: &Decision,
) -> Result<DecisionTaken, Rejection> {
    let organisation = decision.organisation;
    let state = recording.before;
    find::organisation_on(state, "decision.organisation", organisation, decision.decided_on)?;
    hubs::not_later_than_today(recording, "decision.decidedOn", decision.decided_on)?;
    if let Some(reported_on) = decision.reported_on {
        hubs::not_later_than_today(recording, "decision.reportedOn", reported_on)?;
        not_before(decision.decided_on, reported_on)?;
    }
    if let Some(basis) = decision.basis {
        find::basis(recording.before, "decision.basis", basis)?;
    }
    let body = recording.seal(field, &decision.body);
    Ok(decision.recorded(body))
}

/// A decision is reported once it has been taken.
fn not_before(decided_on: Date, reported_on: Date) -> Result<(), Rejection> {
    if decided_on <= reported_on {
        return Ok(());
    }
    let (what, given) = ("date of reporting".to_owned(), reported_on.to_string());
    let accepted = format!("the day of the decision, {decided_on}, or a later one");
    Err(Rejection::new("decision.reportedOn", InvalidValue { what, given, accepted }))
}

/// Rejects the decision of an organisation that has no part in the matter.
pub(crate) fn check_concerned(
    organisation: OrganisationId,
    concerned: &std::collections::BTreeSet<OrganisationId>,
) -> Result<(), Rejection> {
    if concerned.contains(&organisation) {
        return Ok(());
    }
    let names: Vec<String> = concerned.iter().map(ToString::to_string).collect();
    Err(Rejection::new(
        "decision.organisation",
        NotConcerned { organisation: organisation.to_string(), concerned: names.join(", ") },
    ))
}
