//! On which decisions an event rests.

use schema::{DecisionTaken, Event, ReallocationId, Revision};

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
        Event::MembershipChanged(e) => e.decision.iter().cloned().collect(),
        Event::MembershipEnded(e) => e.decision.iter().cloned().collect(),
        Event::MembershipGranted(e) if e.decision.is_some() => e.decision.iter().cloned().collect(),
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
        .map(|decided| decided.decision.clone())
        .collect()
}
