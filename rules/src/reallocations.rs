//! Reallocations: proposed, amended, decided on, carried out move by move.
//!
//! Proposals may compete: what a proposal would do is checked in itself when it is made, against
//! *planned* when it is approved, and against *actual* when a move is reported done.

use projections::{Portfolio, Reallocation, ReallocationStatus};
use schema::{
    Commitment, Date, Decision, DecisionTaken, Digest, MembershipGranted, Move, MoveDone,
    OrganisationId, Proposal, ProposalDraft, ProposedMembership, ReallocationAmend,
    ReallocationAmended, ReallocationApprove, ReallocationApproved, ReallocationCompleted,
    ReallocationDecided, ReallocationId, ReallocationPropose, ReallocationProposed,
    ReallocationReject, ReallocationRejected, ReallocationReport, ReallocationRevoke,
    ReallocationRevoked, ReallocationWithdraw, ReallocationWithdrawn, Text, Verdict,
};

use crate::{
    BegunAlready, DoneMoveChanged, InDoubt, InvalidValue, MoveDoneAlready, NoDecision, NoMoves,
    NoSuchMove, OwnProposal, ProposalChanged, Rejection, TooMuch, WrongStatus, capacity, find,
    hubs, memberships, recording::Recording, spaces::count,
};
use std::collections::BTreeSet;

mod concerned;
mod moves;
mod proposal;
mod unplanned;

pub(crate) use moves::holds;

pub(crate) fn propose(
    recording: &mut Recording<'_>,
    propose: &ReallocationPropose,
) -> Result<(), Rejection> {
    let reallocation = propose.reallocation;
    let known = recording.before.reallocation(&reallocation).is_some();
    find::unused(known, "reallocation", ReallocationId::WORD, reallocation)?;
    proposal::check(recording.before, &propose.proposal, None)
        .map_err(|rejection| rejection.within("proposal"))?;
    let (digest, proposal) = sealed(recording, &propose.proposal);
    recording.push(ReallocationProposed { reallocation, digest, proposal });
    Ok(())
}

pub(crate) fn amend(
    recording: &mut Recording<'_>,
    amend: &ReallocationAmend,
) -> Result<(), Rejection> {
    let known = find::reallocation(recording.before, "reallocation", amend.reallocation)?;
    let amendable = [ReallocationStatus::Proposed, ReallocationStatus::Approved];
    in_status(&known, &amendable)?;
    proposal::check(recording.before, &amend.proposal, Some(&known))
        .map_err(|rejection| rejection.within("proposal"))?;
    keeps_what_is_done(&known, &amend.proposal)?;
    let (digest, proposal) = sealed(recording, &amend.proposal);
    recording.push(ReallocationAmended { reallocation: known.id, digest, proposal });
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

pub(crate) fn approve(
    recording: &mut Recording<'_>,
    approve: &ReallocationApprove,
) -> Result<(), Rejection> {
    let ReallocationApprove { reallocation, digest, .. } = *approve;
    let known = decide(
        recording,
        reallocation,
        digest,
        Verdict::Approved,
        &approve.decision,
        approve.reason.as_ref(),
    )?;
    check_memberships(recording.before, &known)?;
    recording.push(ReallocationApproved { reallocation, digest });
    for (index, planned) in known.proposal.moves.iter().enumerate() {
        if !known.done.contains_key(&planned.number) {
            moves::check_planned(recording, reallocation, planned)
                .map_err(|rejection| rejection.within(&format!("proposal.moves.{index}")))?;
        }
    }
    check_seats(recording, &known)?;
    // Amended after some of it was carried out: its memberships have their first move.
    if let Some(first) = known.done.values().map(|done| done.on).min() {
        begin_memberships(recording, &known, first)?;
    }
    complete(recording, &known, known.done.len());
    Ok(())
}

/// Completes a reallocation when nothing of it is left to do, and no membership of it waits for an
/// amendment.
fn complete(recording: &mut Recording<'_>, known: &Reallocation, done: usize) {
    let waiting = known.proposal.memberships.iter().any(|proposed| {
        let membership = recording.state.membership(&proposed.membership);
        let begun = membership.is_some_and(|m| !m.terms.actual().entries().is_empty());
        !begun && in_doubt(recording, known, proposed)
    });
    if done == known.proposal.moves.len() && !waiting {
        recording.push(ReallocationCompleted { reallocation: known.id });
    }
}

pub(crate) fn reject(
    recording: &mut Recording<'_>,
    reject: &ReallocationReject,
) -> Result<(), Rejection> {
    let ReallocationReject { reallocation, digest, .. } = *reject;
    let verdict = Verdict::Rejected;
    decide(recording, reallocation, digest, verdict, &reject.decision, reject.reason.as_ref())?;
    recording.push(ReallocationRejected { reallocation, digest });
    Ok(())
}

/// Records one organisation's decision on the proposal as it stands.
fn decide(
    recording: &mut Recording<'_>,
    reallocation: ReallocationId,
    digest: Digest,
    verdict: Verdict,
    decision: &Decision,
    reason: Option<&Text>,
) -> Result<std::sync::Arc<Reallocation>, Rejection> {
    let known = find::reallocation(recording.before, "reallocation", reallocation)?;
    in_status(&known, &[ReallocationStatus::Proposed])?;
    if digest != known.digest {
        let (given, current) = (digest.to_string(), known.digest.to_string());
        return Err(Rejection::new("digest", ProposalChanged { given, current }));
    }
    let person = recording.context.issuer.person;
    if known.authors.contains(&person) {
        let (person, reallocation) = (person.to_string(), reallocation.to_string());
        return Err(Rejection::new("reallocation", OwnProposal { person, reallocation }));
    }
    let concerned = concerned::by(recording.before, &known);
    memberships::check_concerned(decision.organisation, &concerned)?;
    let decision = memberships::take(recording, decision)?;
    let reason: Option<Commitment> = recording.seal_any("reason", reason);
    recording.push(ReallocationDecided {
        reallocation,
        digest,
        verdict,
        decision,
        reason,
        awaits_confirmation: false,
    });
    Ok(known)
}

/// The memberships of a proposal can still be brought.
fn check_memberships(state: &Portfolio, known: &Reallocation) -> Result<(), Rejection> {
    for (index, membership) in known.proposal.memberships.iter().enumerate() {
        proposal::check_membership(state, membership, Some(known))
            .map_err(|rejection| rejection.within(&format!("proposal.memberships.{index}")))?;
    }
    Ok(())
}

/// The memberships that a reallocation brings fit their hubs on every date from their first. Those
/// that have begun, whether or not an amendment took them out of the proposal, fit from today on:
/// in the past their seats came when they came.
fn check_seats(recording: &Recording<'_>, known: &Reallocation) -> Result<(), Rejection> {
    let state = &recording.state;
    for membership in state.memberships().values().filter(|m| m.reallocation == Some(known.id)) {
        let begun = membership.terms.actual().begins();
        let planned = membership.terms.pending().first().map(|pending| pending.entry.from);
        let from = begun.map(|begun| begun.max(recording.context.today)).or(planned);
        let mut proposed = known.proposal.memberships.iter();
        let index = proposed.position(|proposed| proposed.membership == membership.id);
        let at = index.map_or_else(String::new, |index| format!(".{index}"));
        from.map_or(Ok(()), |from| capacity::check_hub(state, membership.hub, from))
            .map_err(|rejection| rejection.within(&format!("proposal.memberships{at}")))?;
    }
    Ok(())
}

pub(crate) fn withdraw(
    recording: &mut Recording<'_>,
    withdraw: &ReallocationWithdraw,
) -> Result<(), Rejection> {
    let reallocation = withdraw.reallocation;
    let known = find::reallocation(recording.before, "reallocation", reallocation)?;
    in_status(&known, &[ReallocationStatus::Proposed, ReallocationStatus::Approved])?;
    if !known.done.is_empty() {
        let (reallocation, done) = (reallocation.to_string(), count(known.done.len()));
        return Err(Rejection::new("reallocation", BegunAlready { reallocation, done }));
    }
    let reason = recording.seal_any("reason", withdraw.reason.as_ref());
    recording.push(ReallocationWithdrawn { reallocation, reason });
    unplanned::check(recording, &known)
}

/// Takes back what has not been carried out, on the decision of one organisation that is touched or
/// more. What was done stays.
pub(crate) fn revoke(
    recording: &mut Recording<'_>,
    revoke: &ReallocationRevoke,
) -> Result<(), Rejection> {
    let reallocation = revoke.reallocation;
    let known = find::reallocation(recording.before, "reallocation", reallocation)?;
    in_status(&known, &[ReallocationStatus::Approved])?;
    let concerned = concerned::by(recording.before, &known);
    if revoke.decisions.is_empty() {
        let names: Vec<String> = concerned.iter().map(ToString::to_string).collect();
        let (act, concerned) = ("revoking a reallocation".to_owned(), names.join(", "));
        return Err(Rejection::new("decisions", NoDecision { act, concerned }));
    }
    let decisions = decisions_of_revocation(recording, &revoke.decisions, &concerned)?;
    let reason = recording.seal_any("reason", revoke.reason.as_ref());
    recording.push(ReallocationRevoked { reallocation, decisions, reason });
    unplanned::check(recording, &known)
}

/// The bodies of the decisions that revoke a reallocation, as they stand in its event.
const REVOKING_BODIES: [&str; 8] = [
    "decisions.0.body",
    "decisions.1.body",
    "decisions.2.body",
    "decisions.3.body",
    "decisions.4.body",
    "decisions.5.body",
    "decisions.6.body",
    "decisions.7.body",
];

fn decisions_of_revocation(
    recording: &mut Recording<'_>,
    decisions: &[Decision],
    concerned: &BTreeSet<OrganisationId>,
) -> Result<Vec<DecisionTaken>, Rejection> {
    if decisions.len() > REVOKING_BODIES.len() {
        let (given, limit) = (count(decisions.len()), count(REVOKING_BODIES.len()));
        let what = "decisions that revoke one reallocation".to_owned();
        return Err(Rejection::new("decisions", TooMuch { what, given, limit }));
    }
    let (mut decided, mut taken) = (BTreeSet::new(), Vec::new());
    for (index, (decision, body)) in decisions.iter().zip(REVOKING_BODIES).enumerate() {
        let decision = memberships::check_concerned(decision.organisation, concerned)
            .and_then(|()| decides_once(&mut decided, decision.organisation))
            .and_then(|()| memberships::take_as(recording, body, decision))
            .map_err(|rejection| of_decision(index, rejection))?;
        taken.push(decision);
    }
    Ok(taken)
}

fn decides_once(
    decided: &mut BTreeSet<OrganisationId>,
    organisation: OrganisationId,
) -> Result<(), Rejection> {
    if decided.insert(organisation) {
        return Ok(());
    }
    let (what, given) = ("second decision of an organisation".to_owned(), organisation.to_string());
    let accepted = "at most one of each organisation".to_owned();
    Err(Rejection::new("decision.organisation", InvalidValue { what, given, accepted }))
}

/// A rejection of a decision, as one of several.
fn of_decision(index: usize, rejection: Rejection) -> Rejection {
    let field = rejection.path.strip_prefix("decision.").unwrap_or(&rejection.path);
    Rejection { path: format!("decisions.{index}.{field}"), ..rejection }
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
        let from = proposed.from.max(first_done_on);
        // It may have gone over to another unit since it was approved.
        let unit = membership.map_or(proposed.unit, |membership| membership.unit(from));
        recording.push(MembershipGranted {
            membership: proposed.membership,
            hub: proposed.hub,
            unit,
            from,
            terms: proposed.terms.clone(),
            reallocation: Some(known.id),
            decisions: Vec::new(),
        });
        let (before, after) = (recording.before, &recording.state);
        capacity::check_no_worse(before, after, proposed.hub, from)?;
    }
    Ok(())
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

fn in_status(known: &Reallocation, needed: &[ReallocationStatus]) -> Result<(), Rejection> {
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
