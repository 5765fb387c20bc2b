//! Reallocations, step by step: proposed, settled, decided on, carried out, taken back.

use projections::{
    Allocation, Basis, Reallocation,
    ReallocationStatus::{Approved, Completed, Proposed, Revoked},
};
use schema::{
    BasisId, Command, Date, Decision, DecisionKind, Fate, HubId, Move, Proposal, ProposalDraft,
    ProposedMembership, ReallocationId, ResourceKind, Subject,
};
use std::sync::Arc;

use super::{
    acts::{OPEN, terms},
    chance::after,
    transitions,
    world::World,
};
use crate::common::{delegated, membership, text};

/// What brings an open reallocation on: most of them come to an end.
pub(super) fn next_step(world: &mut World) -> Option<Command> {
    const TRIES: usize = 4;
    (0..TRIES).find_map(|_| {
        let known = world.reallocation(&OPEN)?;
        step(world, &known)
    })
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
        decision: Decision { basis: basis_of(world, known), ..decision(world, organisation) },
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

/// A sealed basis that has the proposal as it stands in an alternative.
fn basis_of(world: &World, known: &Reallocation) -> Option<BasisId> {
    let last = world.things.bases.iter().rev().take(20);
    let sealed = last.filter_map(|id| world.ledger.state.basis(id));
    let mut fitting = sealed.filter(|sealed| {
        let mut compared = sealed.basis.alternatives.iter().flat_map(|one| &one.proposals);
        compared.any(|one| one.reallocation == known.id && one.digest == known.digest)
    });
    fitting.next().map(|sealed| sealed.basis.basis)
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
    let ProposalDraft { title, .. } = drafted(Vec::new(), Vec::new());
    let Proposal { transition, reverses, .. } = *known.proposal;
    let memberships = memberships.collect();
    let proposal = ProposalDraft { title, reason: None, moves, memberships, transition, reverses };
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

/// As many stand open at a time, at most.
const OPEN_MAX: usize = 20;

/// Up to six moves, most of them to one hub and on one date, with the membership of a unit that goes
/// there.
pub(super) fn propose(world: &mut World) -> Option<Command> {
    if world.reallocation(&OPEN).is_some() && world.things.reallocations.len() > OPEN_MAX {
        return None;
    }
    let hub = world.hub_in_use();
    let first = after(world.today(), 5 + world.chance.below(30));
    let mut moves: Vec<Move> = Vec::new();
    for _ in 0..=world.chance.below(6) {
        let number = u16::try_from(moves.len()).unwrap() + 1;
        let later = if world.chance.percent(60) { 0 } else { world.chance.below(20) };
        let made = a_move(world, hub, number, after(first, later));
        let made = made.filter(|made| moves.iter().all(|known| known.subject != made.subject));
        moves.extend(made);
    }
    let name = world.new_name("Brought");
    let (unit, terms) = (world.unit(), terms(world));
    let brought =
        ProposedMembership { membership: membership(&name), hub, unit, from: first, terms };
    let memberships = if world.chance.percent(25) { vec![brought] } else { Vec::new() };
    let transition =
        if world.chance.percent(30) { transitions::running(world, first) } else { None };
    proposed(world, ProposalDraft { transition, ..drafted(moves, memberships) })
}

fn proposed(world: &mut World, proposal: ProposalDraft) -> Option<Command> {
    let reallocation = crate::common::reallocation(&world.new_name("Reallocation"));
    Some(schema::ReallocationPropose { reallocation, proposal }.into())
}

/// Takes back some of what was carried out, by moves the other way.
pub(super) fn reverse(world: &mut World) -> Option<Command> {
    let lasting = |id: ReallocationId| {
        let status = world.ledger.state.reallocation(&id).unwrap().status;
        matches!(status, Approved | Completed | Revoked)
    };
    let reversed = world.chance.recent(&world.things.carried_out, lasting)?;
    let reversed = world.ledger.state.reallocation(&reversed)?.clone();
    let on = after(world.today(), 3 + world.chance.below(20));
    let mut moves: Vec<Move> = Vec::new();
    for number in reversed.done.keys() {
        let back = the_other_way(world, reversed.find_move(*number)?, on);
        let number = u16::try_from(moves.len()).unwrap() + 1;
        moves.extend(back.map(|(subject, fate)| Move { number, subject, fate, planned_on: on }));
    }
    if moves.is_empty() {
        return None;
    }
    let reverses = Some(reversed.id);
    proposed(world, ProposalDraft { reverses, ..drafted(moves, Vec::new()) })
}

/// A move that undoes another, where what that made still stands.
fn the_other_way(world: &mut World, made: &Move, on: Date) -> Option<(Subject, Fate)> {
    let Subject::Resource(resource) = made.subject else { return None };
    let known = world.ledger.state.resource(&resource)?.clone();
    let stands =
        known.exists(on) && known.retired.is_none() && known.allocation.pending().is_empty();
    let fate = match (made.fate, known.allocation.at(on, Basis::Actual)?) {
        (Fate::Converted { .. } | Fate::Relocated { .. }, Allocation::Flexible(_)) => {
            Fate::Returned { unit: world.unit(), space: None }
        }
        (Fate::Returned { .. }, Allocation::Fixed(_)) => {
            let hub = world.hub_in_use();
            let spaces = world.spaces_of(hub, on);
            if spaces.is_empty() {
                return None;
            }
            Fate::Relocated { hub, space: world.chance.one(&spaces) }
        }
        _ => return None,
    };
    stands.then_some((made.subject, fate))
}

/// A move that may be possible on a date; sometimes one of which nobody has asked whether it is.
fn a_move(world: &mut World, hub: HubId, number: u16, on: Date) -> Option<Move> {
    let asks = world.chance.percent(85);
    let kind = world.chance.below(10);
    let (subject, fate) = match kind {
        0 => (Subject::Space(world.space()), Fate::Converted { hub }),
        1 => {
            let last = after(on, 30);
            let fate = Fate::Released { handed_over_on: last, rent_ends_on: last };
            let space = empty_space(world, on);
            let space = if asks { space? } else { space.unwrap_or_else(|| world.space()) };
            (Subject::Space(space), fate)
        }
        2 | 3 => {
            let resource = world.resource_where(|resource| flexible(resource, on))?;
            let space = Some(world.space()).filter(|_| world.chance.percent(30));
            (Subject::Resource(resource), Fate::Returned { unit: world.unit(), space })
        }
        _ => {
            let spaces = world.spaces_of(hub, on);
            if spaces.is_empty() {
                return None;
            }
            let space = world.chance.one(&spaces);
            let fits = |resource: &projections::Resource| {
                if asks { fixed(resource, on) } else { !flexible(resource, on) }
            };
            if kind < 7 {
                let here = world.ledger.state.resources_ever_in(space);
                let here = here.filter(|known| {
                    known.place.at(on, Basis::Planned) == Some(&space) && fits(known)
                });
                let resources: Vec<_> = here.map(|known| known.id).collect();
                if let Some(resource) = world.chance.recent(&resources, |_| true) {
                    let (subject, fate) = (Subject::Resource(resource), Fate::Converted { hub });
                    return Some(Move { number, subject, fate, planned_on: on });
                }
            }
            (Subject::Resource(world.resource_where(fits)?), Fate::Relocated { hub, space })
        }
    };
    Some(Move { number, subject, fate, planned_on: on })
}

/// Whether something is flexible in a hub on a date, and nothing is planned for it.
fn flexible(resource: &projections::Resource, on: Date) -> bool {
    let given = resource.allocation.at(on, Basis::Planned);
    let free = resource.allocation.pending().is_empty() && resource.exists(on);
    free && matches!(given, Some(Allocation::Flexible(_)))
}

/// Whether a workstation is given to a unit or to nobody on a date, and nothing is planned for it or
/// set for later.
fn fixed(resource: &projections::Resource, on: Date) -> bool {
    let given = |on| resource.allocation.at(on, Basis::Planned);
    let described = resource.descriptions.nearest(on);
    let movable = described.is_some_and(|described| described.kind != ResourceKind::Room);
    let free = resource.allocation.pending().is_empty() && resource.exists(on);
    let later = resource.allocation.changes_after(on, Basis::Planned);
    let given_up = later.iter().all(|on| given(*on) == Some(&Allocation::Vacant));
    let now = matches!(given(on), Some(Allocation::Fixed(_) | Allocation::Vacant));
    movable && free && given_up && now
}

/// A space in which nothing is given to anybody from a date on.
fn empty_space(world: &mut World, on: Date) -> Option<schema::SpaceId> {
    let state = &world.ledger.state;
    let vacant = |id: schema::SpaceId| {
        let known = state.space(&id).unwrap();
        let serves = |on| known.hub.at(on, Basis::Planned).copied().flatten().is_some();
        let given = |resource: &projections::Resource| {
            let held = |on| resource.allocation.at(on, Basis::Planned);
            resource
                .allocation
                .dates_from(on, Basis::Planned)
                .any(|on| held(on).is_some_and(|held| *held != Allocation::Vacant))
        };
        let used = known.hub.dates_from(on, Basis::Planned).any(serves)
            || state.resources_ever_in(id).any(|resource| given(resource));
        let left = known.retired.is_some() || known.is_released(on, Basis::Planned);
        !left && !used && known.planned_moves().next().is_none()
    };
    world.chance.recent(&world.things.spaces, vacant)
}
