//! What a proposal must be in itself, whatever else is planned.

use projections::{Portfolio, Reallocation};
use schema::{
    Date, Fate, HubId, MembershipId, Move, ProposalDraft, ProposedMembership, ResourceKind,
    Subject,
    limits::{MOVES_MAX, PROPOSED_MEMBERSHIPS_MAX},
};
use std::collections::{BTreeMap, BTreeSet};

use super::reversing;
use crate::{
    CannotBeRelocated, ExistsAlready, FateNotPossible, InvalidValue, MovedTwice, MovesNotNumbered,
    NoMoves, Rejection, TooMuch, allocations::named, find, hubs, spaces::count,
};

/// Checks a proposal, or an amendment of a `former` one.
pub(super) fn check(
    state: &Portfolio,
    draft: &ProposalDraft,
    former: Option<&Reallocation>,
    today: Date,
) -> Result<(), Rejection> {
    if draft.moves.is_empty() {
        return Err(Rejection::new("moves", NoMoves {}));
    }
    at_most(draft.moves.len(), MOVES_MAX, "moves")?;
    at_most(draft.memberships.len(), PROPOSED_MEMBERSHIPS_MAX, "memberships")?;
    if let Some(transition) = draft.transition {
        find::transition(state, "transition", transition)?;
    }
    reversing::check(state, draft, former, today)?;
    let mut moved = BTreeMap::new();
    let mut last = 0;
    for (index, planned) in draft.moves.iter().enumerate() {
        numbered_after(last, planned.number, former.is_some())
            .and_then(|()| check_move(state, planned, former))
            .and_then(|()| moved_once(&mut moved, planned))
            .map_err(|rejection| rejection.within(&format!("moves.{index}")))?;
        last = planned.number;
    }
    let mut brought = BTreeSet::new();
    for (index, membership) in draft.memberships.iter().enumerate() {
        check_membership(state, membership, former)
            .and_then(|()| brought_once(&mut brought, membership.membership))
            .map_err(|rejection| rejection.within(&format!("memberships.{index}")))?;
    }
    Ok(())
}

/// Moves are numbered from 1. An amendment may leave gaps: moves that it takes out go with their
/// numbers, because those that have been carried out keep theirs.
fn numbered_after(last: u16, number: u16, amends: bool) -> Result<(), Rejection> {
    let (expected, given) = (u32::from(last) + 1, number.into());
    if given == expected || (amends && given > expected) {
        Ok(())
    } else {
        Err(Rejection::new("number", MovesNotNumbered { expected, given }))
    }
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

fn check_move(
    state: &Portfolio,
    planned: &Move,
    former: Option<&Reallocation>,
) -> Result<(), Rejection> {
    let Move { number, subject, fate, planned_on } = *planned;
    if former.is_some_and(|former| former.done.contains_key(&number)) {
        return Ok(());
    }
    if let Some(hub) = fate.hub() {
        hubs::not_closing(state, HubId::WORD, hub, planned_on)?;
    }
    let movable = match subject {
        Subject::Space(space) => {
            find::lasting_space(state, "subject", space, planned_on)?;
            false
        }
        Subject::Resource(resource) => {
            let known = find::standing_resource(state, "subject", resource, planned_on)?;
            let described = known.descriptions.nearest(planned_on);
            described.is_some_and(|description| description.kind != ResourceKind::Room)
        }
    };
    if fate.space().is_some() && !movable {
        let (subject, number) = (named(subject), number.into());
        return Err(Rejection::new("fate", CannotBeRelocated { subject, number }));
    }
    if let Some(space) = fate.space() {
        find::lasting_space(state, "space", space, planned_on)?;
    }
    match (fate, subject) {
        (Fate::Released { handed_over_on, rent_ends_on }, Subject::Space(_)) => {
            not_before("handedOverOn", "date of handing over", planned_on, handed_over_on)?;
            not_before("rentEndsOn", "last day of rent", planned_on, rent_ends_on)
        }
        (Fate::Returned { unit, .. }, Subject::Resource(_)) => {
            find::lasting_unit(state, "unit", unit, planned_on).map(|_| ())
        }
        (Fate::Released { .. }, Subject::Resource(_)) => {
            Err(other_fate(subject, number, "released", "retire a resource, or release its space"))
        }
        (Fate::Returned { .. }, Subject::Space(_)) => {
            Err(other_fate(subject, number, "returned to a unit", "return the resources in it"))
        }
        (Fate::Converted { .. } | Fate::Relocated { .. }, _) => Ok(()),
    }
}

fn other_fate(subject: Subject, number: u16, fate: &str, instead: &str) -> Rejection {
    let (subject, number) = (named(subject), number.into());
    let (fate, instead) = (fate.to_owned(), instead.to_owned());
    Rejection::new("fate", FateNotPossible { subject, number, fate, instead })
}

/// A space is vacated before it is handed over and paid for no longer.
fn not_before(path: &str, what: &str, vacated: Date, given: Date) -> Result<(), Rejection> {
    if vacated <= given {
        return Ok(());
    }
    let (what, given) = (what.to_owned(), given.to_string());
    let accepted = format!("the day on which the space is vacated, {vacated}, or a later one");
    Err(Rejection::new(format!("fate.{path}"), InvalidValue { what, given, accepted }))
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

/// A membership is new, or stands in the `former` proposal. One that has begun stays as it was
/// proposed: it is changed and ended by itself.
pub(super) fn check_membership(
    state: &Portfolio,
    proposed: &ProposedMembership,
    former: Option<&Reallocation>,
) -> Result<(), Rejection> {
    if let Some(known) = state.membership(&proposed.membership) {
        let former = former.filter(|former| known.reallocation == Some(former.id));
        let begun = !known.terms.actual().entries().is_empty();
        let stays = former.is_some_and(|former| former.proposal.memberships.contains(proposed));
        let taken = former.is_none() || (begun && !stays);
        find::unused(taken, "membership", MembershipId::WORD, proposed.membership)?;
        if begun {
            return Ok(());
        }
    }
    hubs::open_or_planned(state, "hub", proposed.hub, proposed.from)?;
    find::lasting_unit(state, "unit", proposed.unit, proposed.from).map(|_| ())
}

fn brought_once(
    brought: &mut BTreeSet<MembershipId>,
    membership: MembershipId,
) -> Result<(), Rejection> {
    if brought.insert(membership) {
        return Ok(());
    }
    let (thing, reference) = (MembershipId::WORD.to_owned(), membership.to_string());
    Err(Rejection::new("membership", ExistsAlready { thing, reference }))
}
