//! Reallocations: proposed, amended, decided on, carried out move by move.
//!
//! Proposals may compete: what a proposal would do is checked in itself when it is made, against
//! *planned* when it is approved, and against *actual* when a move is reported done.

use projections::{Reallocation, ReallocationStatus};
use schema::{
    Date, Digest, MembershipGranted, Move, MoveDone, Proposal, ProposalDraft, ProposedMembership,
    ReallocationAmend, ReallocationAmended, ReallocationCompleted, ReallocationId,
    ReallocationPropose, ReallocationProposed, ReallocationReport, ReallocationWithdraw,
    ReallocationWithdrawn,
};

use crate::{
    BegunAlready, DoneMoveChanged, InDoubt, MoveDoneAlready, NoMoves, NoSuchMove, Rejection,
    WrongStatus, capacity, find, hubs, recording::Recording, spaces::count, transitions,
};

mod deciding;
mod moves;
mod overruns;
mod proposal;
mod reversing;
mod revoking;
mod unplanned;

pub(crate) use deciding::{approve, as_it_stands, confirmed, foreseen, reject};
pub(crate) use moves::{could_be_done, holds, is_moved_by_another};
pub(crate) use revoking::revoke;

pub(crate) fn propose(
    recording: &mut Recording<'_>,
    propose: &ReallocationPropose,
) -> Result<(), Rejection> {
    let reallocation = propose.reallocation;
    let known = recording.before.reallocation(&reallocation).is_some();
    find::unused(known, "reallocation", ReallocationId::WORD, reallocation)?;
    proposal::check(recording.before, &propose.proposal, None, recording.context.today)
        .map_err(|rejection| rejection.within("proposal"))?;
    let (digest, proposal) = sealed(recording, &propose.proposal);
    recording.push(ReallocationProposed { reallocation, digest, proposal });
    check_part_of(recording, reallocation)
}

/// Asked of the proposal as it is recorded, because whom it touches is read out of the state.
fn check_part_of(recording: &Recording<'_>, reallocation: ReallocationId) -> Result<(), Rejection> {
    let known = find::reallocation(&recording.state, "reallocation", reallocation)?;
    transitions::check_part_of(&recording.state, &known)
        .map_err(|rejection| rejection.within("proposal"))
}

pub(crate) fn amend(
    recording: &mut Recording<'_>,
    amend: &ReallocationAmend,
) -> Result<(), Rejection> {
    let known = find::reallocation(recording.before, "reallocation", amend.reallocation)?;
    let amendable = [ReallocationStatus::Proposed, ReallocationStatus::Approved];
    in_status(&known, &amendable)?;
    proposal::check(recording.before, &amend.proposal, Some(&known), recording.context.today)
        .map_err(|rejection| rejection.within("proposal"))?;
    keeps_what_is_done(&known, &amend.proposal)?;
    let (digest, proposal) = sealed(recording, &amend.proposal);
    recording.push(ReallocationAmended { reallocation: known.id, digest, proposal });
    check_part_of(recording, known.id)?;
    unplanned::check(recording, &known)
}

/// What has been carried out stays in the proposal: the ledger would otherwise hold moves that no
/// proposal names.
fn keeps_what_is_done(known: &Reallocation, draft: &ProposalDraft) -> Result<(), Rejection> {
    for number in known.done.keys() {
        let amended = draft.moves.iter().find(|planned| planned.number == *number);
        if amended != known.find_move(*number) {
            let reason = DoneMoveChanged { number: (*number).into() };
            return Err(Rejection::new("proposal.moves", reason));
        }
    }
    Ok(())
}

fn sealed(recording: &mut Recording<'_>, draft: &ProposalDraft) -> (Digest, Proposal) {
    let title = recording.seal("proposal.title", &draft.title);
    let reason = recording.seal_any("proposal.reason", draft.reason.as_ref());
    let proposal = Proposal {
        title,
        reason,
        moves: draft.moves.clone(),
        memberships: draft.memberships.clone(),
        transition: draft.transition,
        reverses: draft.reverses,
    };
    let digest = proposal
        .digest()
        // Every number in it is a u16 or a u32, and absent fields are left out.
        .expect("a proposal has canonical bytes");
    (digest, proposal)
}

/// Completes a reallocation when nothing of it is left to do, and no membership of it waits for an
/// amendment.
pub(crate) fn complete(recording: &mut Recording<'_>, known: &Reallocation, done: usize) {
    let waiting = known.proposal.memberships.iter().any(|proposed| {
        let membership = recording.state.membership(&proposed.membership);
        let begun = membership.is_some_and(|m| !m.terms.actual().entries().is_empty());
        !begun && in_doubt(recording, known, proposed)
    });
    if done == known.proposal.moves.len() && !waiting {
        recording.push(ReallocationCompleted { reallocation: known.id });
    }
}

/// Takes back what is only proposed. What is approved was decided on by all, and is revoked by decision.
pub(crate) fn withdraw(
    recording: &mut Recording<'_>,
    withdraw: &ReallocationWithdraw,
) -> Result<(), Rejection> {
    let reallocation = withdraw.reallocation;
    let known = find::reallocation(recording.before, "reallocation", reallocation)?;
    in_status(&known, &[ReallocationStatus::Proposed])?;
    if !known.done.is_empty() {
        let (reallocation, done) = (reallocation.to_string(), count(known.done.len()));
        return Err(Rejection::new("reallocation", BegunAlready { reallocation, done }));
    }
    let reason = recording.seal_any("reason", withdraw.reason.as_ref());
    recording.push(ReallocationWithdrawn { reallocation, reason });
    Ok(())
}

pub(crate) fn report(
    recording: &mut Recording<'_>,
    report: &ReallocationReport,
) -> Result<(), Rejection> {
    let ReallocationReport { reallocation, on, .. } = *report;
    let known = find::reallocation(recording.before, "reallocation", reallocation)?;
    in_status(&known, &[ReallocationStatus::Approved])?;
    hubs::not_later_than_today(recording, "on", on)?;
    let reported = reported_moves(&known, &report.moves)?;
    for carried_out in &reported {
        let carried_out = *carried_out;
        recording.push(MoveDone { reallocation, carried_out, on });
    }
    for (index, number) in report.moves.iter().enumerate() {
        let carried_out = reported.iter().find(|planned| planned.number == *number);
        carried_out
            .map_or(Ok(()), |done| moves::check_carried_out(recording, reallocation, done, on))
            .map_err(|rejection| rejection.within(&format!("moves.{index}")))?;
    }
    begin_memberships(recording, &known, on)?;
    complete(recording, &known, known.done.len() + reported.len());
    Ok(())
}

fn reported_moves(known: &Reallocation, numbers: &[u16]) -> Result<Vec<Move>, Rejection> {
    let mut reported: Vec<Move> = Vec::new();
    for (index, number) in numbers.iter().enumerate() {
        let at = format!("moves.{index}");
        let shown = u32::from(*number);
        let Some(planned) = known.find_move(*number) else {
            let reallocation = known.id.to_string();
            return Err(Rejection::new(at, NoSuchMove { reallocation, number: shown }));
        };
        if let Some(done) = known.done.get(number) {
            return Err(Rejection::new(at, MoveDoneAlready { number: shown, on: done.on }));
        }
        if let Some(because) = known.move_doubted(*number) {
            let because = because.to_string();
            return Err(Rejection::new(at, InDoubt { number: shown, because }));
        }
        if !reported.contains(planned) {
            reported.push(*planned);
        }
    }
    // In the order of the proposal, so that one report gives one result however it is spelled.
    reported.sort_by_key(|planned| planned.number);
    if reported.is_empty() { Err(Rejection::new("moves", NoMoves {})) } else { Ok(reported) }
}

/// The memberships of a reallocation begin when its first move is done, not before their own date.
fn begin_memberships(
    recording: &mut Recording<'_>,
    known: &Reallocation,
    first_done_on: Date,
) -> Result<(), Rejection> {
    for proposed in &known.proposal.memberships {
        let membership = recording.state.membership(&proposed.membership);
        let begun = membership.is_some_and(|m| !m.terms.actual().entries().is_empty());
        if begun || in_doubt(recording, known, proposed) {
            continue;
        }
        let from = begin_membership(recording, known.id, proposed, first_done_on);
        let (before, after) = (recording.before, &recording.state);
        capacity::check_no_worse(before, after, proposed.hub, from)?;
    }
    Ok(())
}

/// Begins a membership with the first move of its reallocation, and tells from when.
pub(crate) fn begin_membership(
    recording: &mut Recording<'_>,
    of: ReallocationId,
    proposed: &ProposedMembership,
    first_done_on: Date,
) -> Date {
    let from = proposed.from.max(first_done_on);
    // It may have gone over to another unit since it was approved.
    let membership = recording.state.membership(&proposed.membership);
    let unit = membership.map_or(proposed.unit, |membership| membership.unit(from));
    recording.push(MembershipGranted {
        membership: proposed.membership,
        hub: proposed.hub,
        unit,
        from,
        terms: proposed.terms.clone(),
        reallocation: Some(of),
        decisions: Vec::new(),
    });
    from
}

/// Whether a membership is in doubt that comes with a reallocation: it does not begin before that is
/// amended and decided anew.
fn in_doubt(
    recording: &Recording<'_>,
    known: &Reallocation,
    proposed: &ProposedMembership,
) -> bool {
    let current = recording.state.reallocation(&known.id);
    current.is_some_and(|current| current.membership_doubted(proposed.membership).is_some())
}

pub(crate) fn in_status(
    known: &Reallocation,
    needed: &[ReallocationStatus],
) -> Result<(), Rejection> {
    if needed.contains(&known.status) {
        return Ok(());
    }
    let names: Vec<String> = needed.iter().map(ToString::to_string).collect();
    Err(Rejection::new(
        "reallocation",
        WrongStatus {
            reallocation: known.id.to_string(),
            status: known.status.to_string(),
            needed: names.join(" or "),
        },
    ))
}
