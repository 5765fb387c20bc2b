//! The seats of a hub date by date, and the memberships that wait for a decision: shown, never reserved.

use schema::{Date, HubId, ProposedMembership, ReallocationId, Subject};
use std::sync::Arc;

use crate::{
    Allocation, Basis, Portfolio, Reallocation, ReallocationStatus, Seats, things::planned_from,
};

/// The seats of a hub from a date, until the next on which they are others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatsFrom {
    /// From when.
    pub from: Date,
    /// As they are.
    pub actual: Seats,
    /// As they are planned.
    pub planned: Seats,
    /// As they would be planned if every proposal that waits were approved as it stands.
    pub if_approved: Seats,
}

impl SeatsFrom {
    fn says_the_same(&self, other: &Self) -> bool {
        (&self.actual, &self.planned, &self.if_approved)
            == (&other.actual, &other.planned, &other.if_approved)
    }
}

/// The seats of a hub on `from`, and then on every later date on which they are others, in order. Each
/// is counted when it is asked for.
pub fn seats_over_time(
    state: &Portfolio,
    hub: HubId,
    from: Date,
) -> impl Iterator<Item = SeatsFrom> + use<'_> {
    let waiting: Vec<ReallocationId> = waiting_for(state, hub).map(|known| known.id).collect();
    let approved = state.as_if_approved(&waiting);
    let mut dates = Seats::dates_from(state, hub, from);
    dates.extend(Seats::dates_from(&approved, hub, from));
    let mut last: Option<SeatsFrom> = None;
    dates.into_iter().filter_map(move |on| {
        let next = SeatsFrom {
            from: on,
            actual: Seats::of(state, hub, on, Basis::Actual),
            planned: Seats::of(state, hub, on, Basis::Planned),
            if_approved: Seats::of(&approved, hub, on, Basis::Planned),
        };
        let changed = last.as_ref().is_none_or(|last| !last.says_the_same(&next));
        changed.then(|| last.insert(next).clone())
    })
}

/// A membership of a proposal that waits for a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingMembership {
    /// The reallocation that would bring it.
    pub reallocation: ReallocationId,
    /// What is proposed.
    pub proposed: ProposedMembership,
    /// From when it would hold, as planned.
    pub from: Date,
}

impl WaitingMembership {
    /// The memberships that wait for a hub, in the order of their reallocations and proposals.
    pub fn all(state: &Portfolio, hub: HubId) -> Vec<Self> {
        let waiting = waiting_for(state, hub).flat_map(|known| {
            let brought = known.proposal.memberships.iter();
            // One that is there already began with a move that was done before an amendment.
            let to_come = brought.filter(move |proposed| {
                proposed.hub == hub && state.membership(&proposed.membership).is_none()
            });
            to_come.map(|proposed| Self {
                reallocation: known.id,
                proposed: proposed.clone(),
                from: planned_from(&known.proposal, proposed),
            })
        });
        waiting.collect()
    }

    /// The seats of its hub on the date from which it would hold, as they are planned without it.
    pub fn seats(&self, state: &Portfolio) -> Seats {
        Seats::of(state, self.proposed.hub, self.from, Basis::Planned)
    }

    /// The same with all of its proposal.
    pub fn seats_if_approved(&self, state: &Portfolio) -> Seats {
        self.seats(&state.as_if_approved(&[self.reallocation]))
    }
}

/// The proposals that wait for a decision and, once approved, would change what a hub has or promises.
fn waiting_for(state: &Portfolio, hub: HubId) -> impl Iterator<Item = &Arc<Reallocation>> {
    let proposed = |known: &&Arc<Reallocation>| known.status == ReallocationStatus::Proposed;
    let waiting = state.reallocations().values().filter(proposed);
    waiting.filter(move |known| hubs_of(state, known).any(|concerned| concerned == hub))
}

fn hubs_of<'a>(
    state: &'a Portfolio,
    known: &'a Reallocation,
) -> impl Iterator<Item = HubId> + use<'a> {
    let joined = known.proposal.moves.iter().filter_map(|planned| planned.fate.hub());
    let moved = known.proposal.moves.iter().filter_map(|planned| match planned.subject {
        Subject::Resource(resource) => state.resource(&resource),
        Subject::Space(_) => None,
    });
    let left = moved.flat_map(|resource| resource.allocation.values());
    let left = left.filter_map(|allocation| match allocation {
        Allocation::Flexible(hub) => Some(*hub),
        Allocation::Vacant | Allocation::Fixed(_) => None,
    });
    let promised = known.proposal.memberships.iter().map(|proposed| proposed.hub);
    joined.chain(left).chain(promised)
}
