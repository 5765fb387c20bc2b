//! What a proposal must be in itself, whatever else is planned.

use projections::Portfolio;
use schema::{
    Fate, HubId, MembershipId, Move, ProposalDraft, ProposedMembership, ReallocationId,
    ResourceKind, Subject,
    limits::{MOVES_MAX, PROPOSED_MEMBERSHIPS_MAX},
};
use std::collections::BTreeMap;

use crate::{
    CannotBeRelocated, ExistsAlready, MovedTwice, MovesNotNumbered, NoMoves, Rejection, TooMuch,
    allocations::named, find, hubs, spaces::count,
};

pub(super) fn check(
    state: &Portfolio,
    draft: &ProposalDraft,
    reallocation: ReallocationId,
) -> Result<(), Rejection> {
    if draft.moves.is_empty() {
        return Err(Rejection::new("moves", NoMoves {}));
    }
    at_most(draft.moves.len(), MOVES_MAX, "moves")?;
    at_most(draft.memberships.len(), PROPOSED_MEMBERSHIPS_MAX, "memberships")?;
    let mut moved = BTreeMap::new();
    for (index, planned) in draft.moves.iter().enumerate() {
        check_move(state, planned, index)
            .and_then(|()| moved_once(&mut moved, planned))
            .map_err(|rejection| rejection.within(&format!("moves.{index}")))?;
    }
    let mut brought = std::collections::BTreeSet::new();
    for (index, membership) in draft.memberships.iter().enumerate() {
        check_membership(state, membership, reallocation)
            .and_then(|()| brought_once(&mut brought, membership.membership))
            .map_err(|rejection| rejection.within(&format!("memberships.{index}")))?;
    }
    Ok(())
}

fn at_most(given: usize, limit: usize, what: &str) -> Result<(), Rejection> {
    if given <= limit {
        return Ok(());
    }
    let reason = TooMuch {
        what: format!("{what} of one reallocation"),
        given: count(given),
        limit: count(limit),
    };
    Err(Rejection::new(what, reason))
}

fn check_move(state: &Portfolio, planned: &Move, index: usize) -> Result<(), Rejection> {
    let Move { number, subject, fate, planned_on } = *planned;
    let expected = count(index + 1);
    if u32::from(number) != expected {
        let given = number.into();
        return Err(Rejection::new("number", MovesNotNumbered { expected, given }));
    }
    hubs::not_closed(state, HubId::WORD, fate.hub(), planned_on)?;
    let movable = match subject {
        Subject::Space(space) => {
            find::standing_space(state, "subject", space, planned_on)?;
            false
        }
        Subject::Resource(resource) => {
            let known = find::standing_resource(state, "subject", resource, planned_on)?;
            let described = known.descriptions.nearest(planned_on);
            described.is_some_and(|description| description.kind != ResourceKind::Room)
        }
    };
    match fate {
        Fate::Converted { .. } => Ok(()),
        Fate::Relocated { space, .. } if movable => {
            find::standing_space(state, "space", space, planned_on).map(|_| ())
        }
        Fate::Relocated { .. } => {
            let (subject, number) = (named(subject), number.into());
            Err(Rejection::new("fate", CannotBeRelocated { subject, number }))
        }
    }
}

fn moved_once(moved: &mut BTreeMap<Subject, u16>, planned: &Move) -> Result<(), Rejection> {
    match moved.insert(planned.subject, planned.number) {
        None => Ok(()),
        Some(first) => {
            let (first, second) = (first.into(), planned.number.into());
            let subject = named(planned.subject);
            Err(Rejection::new("subject", MovedTwice { subject, first, second }))
        }
    }
}

/// A membership is new, or came with an earlier form of the same reallocation.
fn check_membership(
    state: &Portfolio,
    proposed: &ProposedMembership,
    reallocation: ReallocationId,
) -> Result<(), Rejection> {
    let known = state.membership(&proposed.membership);
    let anothers = known.is_some_and(|known| known.reallocation != Some(reallocation));
    find::unused(anothers, "membership", MembershipId::WORD, proposed.membership)?;
    hubs::not_closed(state, "hub", proposed.hub, proposed.from)?;
    find::unit_on(state, "unit", proposed.unit, proposed.from).map(|_| ())
}

fn brought_once(
    brought: &mut std::collections::BTreeSet<MembershipId>,
    membership: MembershipId,
) -> Result<(), Rejection> {
    if brought.insert(membership) {
        return Ok(());
    }
    let (thing, reference) = (MembershipId::WORD.to_owned(), membership.to_string());
    Err(Rejection::new("membership", ExistsAlready { thing, reference }))
}
