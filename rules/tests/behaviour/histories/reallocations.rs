//! Reallocations, step by step: proposed, settled, decided on, carried out, taken back.

use projections::{
    Allocation, Basis, Reallocation,
    ReallocationStatus::{Approved, Proposed},
};
use schema::{
    Command, Date, Decision, DecisionKind, Fate, HubId, Move, ProposalDraft, ProposedMembership,
    Subject,
};
use std::sync::Arc;

use super::{
    acts::{OPEN, terms},
    chance::after,
    world::World,
};
use crate::common::{delegated, membership, text};

/// What brings an open reallocation on: most of them come to an end.
pub(super) fn next_step(world: &mut World) -> Option<Command> {
    let known = world.reallocation(&OPEN)?;
    step(world, &known)
}

/// What brings a reallocation on.
pub(super) fn step(world: &mut World, known: &Arc<Reallocation>) -> Option<Command> {
    match known.status {
        Proposed => towards_approval(world, known),
        _ if known.doubts.is_empty() => due(world, known),
        _ if world.chance.percent(40) => due(world, known),
        _ if world.chance.percent(60) => amended(world, known),
        _ => revoked(world, known),
    }
}

fn towards_approval(world: &mut World, known: &Arc<Reallocation>) -> Option<Command> {
    let today = world.today();
    let late = known.proposal.moves.iter().any(|planned| planned.planned_on < today);
    if late && known.done.is_empty() && world.chance.percent(15) {
        let withdraw = schema::ReallocationWithdraw { reallocation: known.id, reason: None };
        return Some(withdraw.into());
    }
    if late && world.chance.percent(15) {
        return amended(world, known);
    }
    if let Some(missing) = unsettled(world, known) {
        return Some(settled(world, known, missing));
    }
    let waiting = world.waiting_for(known);
    if waiting.is_empty() || world.chance.percent(20) {
        return confirmed(world, known);
    }
    let organisation = world.chance.one(&waiting);
    Some(approved_by(world, known, organisation))
}

fn approved_by(
    world: &mut World,
    known: &Reallocation,
    organisation: schema::OrganisationId,
) -> Command {
    schema::ReallocationApprove {
        reallocation: known.id,
        digest: known.digest,
        decision: decision(world, organisation),
        reason: None,
        to_be_confirmed: world.chance.percent(15),
    }
    .into()
}

/// A delegate's decision where there is a delegation, or a board's.
fn decision(world: &mut World, organisation: schema::OrganisationId) -> Decision {
    let board = world.decided_by(organisation);
    let as_delegate = delegated("Region", &board.decided_on.to_string());
    let point = as_delegate.delegation_point.clone().unwrap();
    let delegated = world.ledger.state.delegation(organisation, &point, board.decided_on).is_some();
    if delegated && world.chance.percent(70) {
        Decision { organisation, ..as_delegate }
    } else {
        board
    }
}

/// A precondition that is required today and not settled for the proposal as it stands.
fn unsettled(world: &World, known: &Reallocation) -> Option<schema::PreconditionId> {
    let (state, today) = (&world.ledger.state, world.today());
    let mut required = state.preconditions().values().filter(|known| known.is_required(today));
    let missing = required.find(|required| {
        known.settled.get(&required.id).is_none_or(|settled| settled.digest != known.digest)
    });
    missing.map(|missing| missing.id)
}

fn settled(
    world: &mut World,
    known: &Reallocation,
    precondition: schema::PreconditionId,
) -> Command {
    let because = text("It moves nobody");
    schema::PreconditionSettle {
        reallocation: known.id,
        digest: known.digest,
        precondition,
        on: world.past(),
        document: text("Minutes 12"),
        not_applicable_because: Some(because).filter(|_| world.chance.percent(30)),
    }
    .into()
}

pub(super) fn settle(world: &mut World) -> Option<Command> {
    let known = world.reallocation(&[Proposed])?;
    let precondition = world.chance.recent(&world.things.preconditions, |_| true)?;
    Some(settled(world, &known, precondition))
}

/// Moves whose date has come, on their dates or a little later.
fn due(world: &mut World, known: &Reallocation) -> Option<Command> {
    let today = world.today();
    let pending = || known.pending_moves().filter(|planned| planned.planned_on <= today);
    let first = pending().map(|planned| planned.planned_on).min()?;
    let on = if world.chance.percent(60) { first } else { world.past() };
    let moves = pending().filter(|planned| planned.planned_on == first);
    let moves = moves.map(|planned| planned.number).collect();
    Some(schema::ReallocationReport { reallocation: known.id, on, moves }.into())
}

pub(super) fn amend(world: &mut World) -> Option<Command> {
    let known = world.reallocation(&OPEN)?;
    amended(world, &known)
}

/// The same with what was done and without what is in doubt, and moves or none anew.
pub(super) fn amended(world: &mut World, known: &Reallocation) -> Option<Command> {
    let (today, later) = (world.today(), 1 + world.chance.below(40));
    let state = &world.ledger.state;
    let there = |subject: Subject| match subject {
        Subject::Space(id) => state.space(&id).unwrap().retired.is_none(),
        Subject::Resource(id) => state.resource(&id).unwrap().retired.is_none(),
    };
    let stays = |planned: &&Move| {
        let doubted = known.move_doubted(planned.number).is_some();
        known.done.contains_key(&planned.number) || !doubted && there(planned.subject)
    };
    let postponed = |planned: &Move| {
        let done = known.done.contains_key(&planned.number);
        if done || planned.planned_on > today {
            return *planned;
        }
        let planned_on = after(today, later);
        let fate = match planned.fate {
            Fate::Released { .. } => {
                Fate::Released { handed_over_on: planned_on, rent_ends_on: planned_on }
            }
            other => other,
        };
        Move { planned_on, fate, ..*planned }
    };
    let mut moves: Vec<Move> = known.proposal.moves.iter().filter(stays).map(postponed).collect();
    if moves.is_empty() || world.chance.percent(30) {
        let number = moves.iter().map(|planned| planned.number).max().unwrap_or(0) + 1;
        let hub = world.hub_in_use();
        let on = after(today, later);
        moves.extend(
            a_move(world, hub, number, on)
                .filter(|made| moves.iter().all(|planned| planned.subject != made.subject)),
        );
    }
    let doubted = |id| known.membership_doubted(id).is_some();
    let memberships = known.proposal.memberships.iter();
    let memberships = memberships.filter(|proposed| !doubted(proposed.membership)).cloned();
    let proposal = drafted(moves, memberships.collect());
    Some(schema::ReallocationAmend { reallocation: known.id, proposal }.into())
}

fn drafted(moves: Vec<Move>, memberships: Vec<ProposedMembership>) -> ProposalDraft {
    let title = text("From fixed to flexible");
    ProposalDraft { title, reason: None, moves, memberships, transition: None, reverses: None }
}

pub(super) fn reject(world: &mut World) -> Option<Command> {
    let known = world.reallocation(&[Proposed])?;
    let organisation = *world.waiting_for(&known).first()?;
    let (reallocation, digest) = (known.id, known.digest);
    let decision = decision(world, organisation);
    Some(schema::ReallocationReject { reallocation, digest, decision, reason: None }.into())
}

pub(super) fn withdraw(world: &mut World) -> Option<Command> {
    let reallocation = world.reallocation(&[Proposed])?.id;
    Some(schema::ReallocationWithdraw { reallocation, reason: None }.into())
}

pub(super) fn revoke(world: &mut World) -> Option<Command> {
    let known = world.reallocation(&[Approved])?;
    revoked(world, &known)
}

pub(super) fn revoked(world: &mut World, known: &Reallocation) -> Option<Command> {
    let state = &world.ledger.state;
    let touched = projections::touched_organisations(state, known);
    let organisation = *touched.keys().next()?;
    let decisions = vec![world.decided_by(organisation)];
    Some(schema::ReallocationRevoke { reallocation: known.id, decisions, reason: None }.into())
}

/// Confirms a decision on a proposal as it stands that awaits it.
fn confirmed(world: &World, known: &Reallocation) -> Option<Command> {
    let state = &world.ledger.state;
    let mut decided = known.decisions_as_it_stands();
    let awaiting = decided.find_map(|decided| {
        let recorded = state.decision(decided.revision, decided.organisation)?;
        Some(recorded).filter(|recorded| !recorded.counts())
    })?;
    let (recorded, organisation) = (awaiting.revision, awaiting.decision.organisation);
    Some(schema::DecisionConfirm { recorded, organisation }.into())
}

/// Confirms one of the last decisions that await it.
pub(super) fn confirm(world: &mut World) -> Option<Command> {
    let last = world.ledger.state.decisions().rev().take(60);
    let awaiting: Vec<_> = last.filter(|known| !known.counts()).cloned().collect();
    if awaiting.is_empty() {
        return None;
    }
    let known = &awaiting[world.chance.below(awaiting.len())];
    let (recorded, organisation) = (known.revision, known.decision.organisation);
    Some(schema::DecisionConfirm { recorded, organisation }.into())
}

pub(super) fn report_decision(world: &mut World) -> Option<Command> {
    let mut last = world.ledger.state.decisions().rev().take(60);
    let known = last.find(|known| {
        known.decision.kind == DecisionKind::Delegated && known.decision.reported_on.is_none()
    })?;
    let (recorded, organisation) = (known.revision, known.decision.organisation);
    Some(schema::DecisionReport { recorded, organisation, on: world.today() }.into())
}

/// One to four moves, most of them to one hub, with the membership of a unit that goes there.
pub(super) fn propose(world: &mut World) -> Option<Command> {
    const OPEN_MAX: usize = 12;
    if world.reallocation(&OPEN).is_some() && world.things.reallocations.len() > OPEN_MAX {
        return None;
    }
    let hub = world.hub_in_use();
    let (today, first) = (world.today(), world.chance.below(60));
    let mut moves: Vec<Move> = Vec::new();
    for _ in 0..=world.chance.below(4) {
        let number = u16::try_from(moves.len()).unwrap() + 1;
        let on = after(today, first + world.chance.below(20));
        let made = a_move(world, hub, number, on);
        let made = made.filter(|made| moves.iter().all(|known| known.subject != made.subject));
        moves.extend(made);
    }
    let name = world.new_name("Brought");
    let (unit, terms) = (world.unit(), terms(world));
    let brought = ProposedMembership {
        membership: membership(&name),
        hub,
        unit,
        from: after(today, first),
        terms,
    };
    let memberships = if world.chance.percent(35) { vec![brought] } else { Vec::new() };
    let reallocation = crate::common::reallocation(&world.new_name("Reallocation"));
    let proposal = drafted(moves, memberships);
    Some(schema::ReallocationPropose { reallocation, proposal }.into())
}

/// A move that may be possible on a date.
fn a_move(world: &mut World, hub: HubId, number: u16, on: Date) -> Option<Move> {
    let given =
        |resource: &projections::Resource| resource.allocation.at(on, Basis::Planned).copied();
    let not_flexible = |resource: &projections::Resource| {
        !matches!(given(resource), None | Some(Allocation::Flexible(_)))
    };
    let made = |subject, fate| Some(Move { number, subject, fate, planned_on: on });
    match world.chance.below(10) {
        0 => made(Subject::Space(world.space()), Fate::Converted { hub }),
        1 => {
            let last = after(on, 30);
            let fate = Fate::Released { handed_over_on: last, rent_ends_on: last };
            made(Subject::Space(empty_space(world, on)), fate)
        }
        2 | 3 => {
            let flexible = |resource: &projections::Resource| {
                matches!(given(resource), Some(Allocation::Flexible(_)))
            };
            let resource = world.resource_where(flexible)?;
            let space = Some(world.space()).filter(|_| world.chance.percent(50));
            made(Subject::Resource(resource), Fate::Returned { unit: world.unit(), space })
        }
        4 | 5 => {
            let space = world.space_of(hub)?;
            let resources: Vec<_> =
                world.ledger.state.resources_ever_in(space).map(|known| known.id).collect();
            let resource = world.chance.recent(&resources, |_| true)?;
            made(Subject::Resource(resource), Fate::Converted { hub })
        }
        _ => {
            let (resource, space) = (world.resource_where(not_flexible)?, world.space_of(hub)?);
            made(Subject::Resource(resource), Fate::Relocated { hub, space })
        }
    }
}

/// A space in which nothing is given to anybody on a date, or any.
fn empty_space(world: &mut World, on: Date) -> schema::SpaceId {
    let state = &world.ledger.state;
    let vacant = |id: schema::SpaceId| {
        let known = state.space(&id).unwrap();
        let serves = known.hub.at(on, Basis::Planned).copied().flatten().is_some();
        let mut resources = state.resources_ever_in(id);
        let given = resources.any(|resource| {
            resource.allocation.at(on, Basis::Planned) != Some(&Allocation::Vacant)
        });
        known.retired.is_none() && !serves && !given
    };
    let found = world.chance.recent(&world.things.spaces, vacant);
    found.unwrap_or_else(|| world.space())
}
