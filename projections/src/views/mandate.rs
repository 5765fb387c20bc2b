//! On which decisions an event rests.

use schema::{DecisionTaken, Event, OrganisationId, ReallocationId, Revision};

use crate::Portfolio;

/// The reallocation that an event is about, or that brought what it is about.
pub fn reallocation_of(event: &Event) -> Option<ReallocationId> {
    match event {
        Event::ReallocationProposed(e) => Some(e.reallocation),
        Event::ReallocationAmended(e) => Some(e.reallocation),
        Event::ReallocationDecided(e) => Some(e.reallocation),
        Event::ReallocationApproved(e) => Some(e.reallocation),
        Event::ReallocationRejected(e) => Some(e.reallocation),
        Event::ReallocationWithdrawn(e) => Some(e.reallocation),
        Event::ReallocationRevoked(e) => Some(e.reallocation),
        Event::ReallocationDoubted(e) => Some(e.reallocation),
        Event::PreconditionAnswered(e) => Some(e.reallocation),
        Event::ReallocationCompleted(e) => Some(e.reallocation),
        Event::MoveDone(e) => Some(e.reallocation),
        Event::MembershipGranted(e) => e.reallocation,
        _ => None,
    }
}

/// The decisions on which an event rests: the one that it carries, or else those on the proposal
/// that its reallocation's last decision before it was taken on. A proposal itself rests on none.
/// `state` is any state that knows the event.
pub fn mandates(event: &Event, revision: Revision, state: &Portfolio) -> Vec<DecisionTaken> {
    match event {
        Event::ReallocationDecided(e) => vec![e.decision.clone()],
        Event::MembershipChanged(e) => e.decisions.clone(),
        Event::MembershipEnded(e) => e.decisions.clone(),
        Event::MembershipGranted(e) if !e.decisions.is_empty() => e.decisions.clone(),
        Event::ReallocationRevoked(e) => e.decisions.clone(),
        Event::FactuallyCorrected(e) => e.decisions.clone(),
        Event::ImportStarted(e) => e.decision.iter().cloned().collect(),
        Event::OpeningBalanceSigned(e) => vec![e.decision.clone()],
        Event::DelegationGiven(e) => vec![e.decision.clone()],
        Event::DelegationWithdrawn(e) => vec![e.decision.clone()],
        Event::DecisionConfirmed(e) => recorded(e.recorded, e.organisation, state),
        Event::DecisionReported(e) => recorded(e.recorded, e.organisation, state),
        Event::ReallocationApproved(_)
        | Event::ReallocationRejected(_)
        | Event::MoveDone(_)
        | Event::ReallocationCompleted(_)
        | Event::MembershipGranted(_) => {
            reallocation_of(event).map_or_else(Vec::new, |id| decisions_before(id, revision, state))
        }
        _ => Vec::new(),
    }
}

fn recorded(at: Revision, organisation: OrganisationId, state: &Portfolio) -> Vec<DecisionTaken> {
    state.decision(at, organisation).map(|known| (*known.decision).clone()).into_iter().collect()
}

fn decisions_before(
    id: ReallocationId,
    revision: Revision,
    state: &Portfolio,
) -> Vec<DecisionTaken> {
    let Some(reallocation) = state.reallocation(&id) else { return Vec::new() };
    let before = reallocation.decisions.iter().filter(|decided| decided.revision < revision);
    let Some(last) = before.clone().next_back() else { return Vec::new() };
    before
        .filter(|decided| decided.digest == last.digest)
        .flat_map(|decided| recorded(decided.revision, decided.organisation, state))
        .collect()
}
