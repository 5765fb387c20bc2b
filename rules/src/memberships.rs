//! Memberships: granted, changed, ended by themselves. Those that come with a reallocation are
//! granted there.

use projections::{Basis, Membership, Portfolio};
use schema::{
    Date, Decision, DecisionTaken, MembershipChange, MembershipChanged, MembershipEnd,
    MembershipEnded, MembershipGrant, MembershipGranted, MembershipId, OrganisationId,
};

use crate::{
    BreaksApproved, MembershipNotInForce, NotConcerned, Rejection, capacity, find, hubs,
    recording::Recording,
};

pub(crate) fn grant(
    recording: &mut Recording<'_>,
    grant: &MembershipGrant,
) -> Result<(), Rejection> {
    let MembershipGrant { membership, hub, unit, from, .. } = *grant;
    let state = recording.before;
    let known = state.membership(&membership).is_some();
    find::unused(known, "membership", MembershipId::WORD, membership)?;
    hubs::not_closed(state, "hub", hub, from)?;
    find::unit_on(state, "unit", unit, from)?;
    let decision = decided(recording, grant.decision.as_ref())?;
    recording.push(MembershipGranted {
        membership,
        hub,
        unit,
        from,
        terms: grant.terms.clone(),
        reallocation: None,
        decision,
    });
    capacity::check_hub(&recording.state, hub, from).map_err(|rejection| rejection.within("terms"))
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
    let decision = decided(recording, change.decision.as_ref())?;
    let terms = change.terms.clone();
    recording.push(MembershipChanged { membership, from, terms, decision });
    capacity::check_hub(&recording.state, known.hub, from)
        .map_err(|rejection| rejection.within("terms"))
}

pub(crate) fn end(recording: &mut Recording<'_>, end: &MembershipEnd) -> Result<(), Rejection> {
    let MembershipEnd { membership, from, .. } = *end;
    in_force(recording.before, membership, from)?;
    let reason = recording.seal_any("reason", end.reason.as_ref());
    let decision = decided(recording, end.decision.as_ref())?;
    recording.push(MembershipEnded { membership, from, reason, decision });
    Ok(())
}

/// The membership if it holds on a date and is not still to come with a reallocation.
fn in_force(
    state: &Portfolio,
    id: MembershipId,
    on: Date,
) -> Result<std::sync::Arc<Membership>, Rejection> {
    let known = find::membership(state, "membership", id)?;
    if let Some(pending) = known.terms.pending().first() {
        return Err(Rejection::new(
            "membership",
            BreaksApproved {
                subject: format!("{id:?}"),
                reallocation: pending.by.reallocation.to_string(),
                number: pending.by.number.into(),
                planned_on: pending.entry.from,
            },
        ));
    }
    match known.terms.at(on, Basis::Actual) {
        Some(Some(_)) => Ok(known),
        _ => {
            let membership = id.to_string();
            Err(Rejection::new("from", MembershipNotInForce { membership, on }))
        }
    }
}

fn decided(
    recording: &mut Recording<'_>,
    decision: Option<&Decision>,
) -> Result<Option<DecisionTaken>, Rejection> {
    decision.map(|decision| take(recording, decision)).transpose()
}

/// Checks and seals a decision.
pub(crate) fn take(
    recording: &mut Recording<'_>,
    decision: &Decision,
) -> Result<DecisionTaken, Rejection> {
    let organisation = decision.organisation;
    let state = recording.before;
    find::organisation_on(state, "decision.organisation", organisation, decision.decided_on)?;
    hubs::not_later_than_today(recording, "decision.decidedOn", decision.decided_on)?;
    if let Some(reported_on) = decision.reported_on {
        hubs::not_later_than_today(recording, "decision.reportedOn", reported_on)?;
    }
    let body = recording.seal("decision.body", &decision.body);
    Ok(decision.recorded(body))
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
