//! Every organisation that a proposal touches decides on it. It is approved with the last decision in
//! favour, and rejected with the first against.

use projections::{Portfolio, Reallocation, ReallocationStatus, touched_organisations};
use schema::{
    Date, Decision, Digest, OrganisationId, ReallocationApprove, ReallocationApproved,
    ReallocationDecided, ReallocationId, ReallocationReject, ReallocationRejected, Revision, Text,
    Verdict, WeekCount,
};
use std::{collections::BTreeSet, sync::Arc};

use super::{begin_memberships, complete, in_status, moves, overruns, proposal};
use crate::{
    Context, DecidedAlready, OwnProposal, ProposalChanged, Rejection, bases, capacity,
    decisions::{self, Decides, check_concerned},
    extent::{Extent, resources_moved},
    find, preconditions,
    recording::Recording,
};

pub(crate) fn approve(
    recording: &mut Recording<'_>,
    approve: &ReallocationApprove,
) -> Result<(), Rejection> {
    let organisation = approve.decision.organisation;
    let known = decidable(recording.before, approve.reallocation, approve.digest)?;
    if !approve.to_be_confirmed {
        not_its_author(recording, &known)?;
    }
    let concerned = concerned(recording.before, &known, approve.decision.decided_on);
    check_concerned(organisation, &concerned)?;
    not_decided_already(recording, &known, organisation)?;
    preconditions::check(recording, &known, &BTreeSet::from([organisation]))?;
    let decides = Decides::Reallocation(extent(recording.before, &known));
    let reason = approve.reason.as_ref();
    let decision = &approve.decision;
    record(
        recording,
        &known,
        Verdict::Approved,
        decision,
        decides,
        reason,
        approve.to_be_confirmed,
    )?;
    if approve.to_be_confirmed { Ok(()) } else { when_all_have_decided(recording, known.id) }
}

pub(crate) fn reject(
    recording: &mut Recording<'_>,
    reject: &ReallocationReject,
) -> Result<(), Rejection> {
    let ReallocationReject { reallocation, digest, .. } = *reject;
    let known = decidable(recording.before, reallocation, digest)?;
    not_its_author(recording, &known)?;
    let concerned = concerned(recording.before, &known, reject.decision.decided_on);
    check_concerned(reject.decision.organisation, &concerned)?;
    let decides = Decides::Reallocation(extent(recording.before, &known));
    let reason = reject.reason.as_ref();
    record(recording, &known, Verdict::Rejected, &reject.decision, decides, reason, false)?;
    recording.push(ReallocationRejected { reallocation, digest });
    Ok(())
}

/// What follows when a decision on a proposal is confirmed: the proposal may have been decided on
/// otherwise, or amended, meanwhile.
pub(crate) fn confirmed(
    recording: &mut Recording<'_>,
    reallocation: ReallocationId,
    recorded: Revision,
) -> Result<(), Rejection> {
    let known = find::reallocation(&recording.state, "reallocation", reallocation)?;
    if known.status == ReallocationStatus::Proposed && known.proposed < recorded {
        when_all_have_decided(recording, reallocation)
    } else {
        Ok(())
    }
}

fn decidable(
    state: &Portfolio,
    reallocation: ReallocationId,
    digest: Digest,
) -> Result<Arc<Reallocation>, Rejection> {
    let known = find::reallocation(state, "reallocation", reallocation)?;
    in_status(&known, &[ReallocationStatus::Proposed])?;
    as_it_stands(&known, digest)?;
    Ok(known)
}

/// Rejects what is said of a proposal that has been amended since.
pub(crate) fn as_it_stands(known: &Reallocation, digest: Digest) -> Result<(), Rejection> {
    if digest == known.digest {
        return Ok(());
    }
    let (given, current) = (digest.to_string(), known.digest.to_string());
    Err(Rejection::new("digest", ProposalChanged { given, current }))
}

pub(super) fn not_its_author(
    recording: &Recording<'_>,
    known: &Reallocation,
) -> Result<(), Rejection> {
    let person = recording.context.issuer.person;
    if !known.authors.contains(&person) {
        return Ok(());
    }
    let (person, reallocation) = (person.to_string(), known.id.to_string());
    Err(Rejection::new("reallocation", OwnProposal { person, reallocation }))
}

fn not_decided_already(
    recording: &Recording<'_>,
    known: &Reallocation,
    organisation: OrganisationId,
) -> Result<(), Rejection> {
    let mut standing = known.decisions_as_it_stands();
    let Some(decided) = standing.find(|decided| decided.organisation == organisation) else {
        return Ok(());
    };
    // Fewer may be touched than when it was proposed. Then the last decision is repeated to approve.
    if all_approve(recording.before, known, recording.context.today) {
        return Ok(());
    }
    let (organisation, reallocation) = (organisation.to_string(), known.id.to_string());
    let recorded = decided.revision.to_string();
    let reason = DecidedAlready { organisation, reallocation, recorded };
    Err(Rejection::new("decision.organisation", reason))
}

/// Who decides on a proposal on a date: whom it touches, and in the place of those that have ended
/// whoever succeeds them.
pub(super) fn concerned(
    state: &Portfolio,
    known: &Reallocation,
    on: Date,
) -> BTreeSet<OrganisationId> {
    let touched = touched_organisations(state, known).into_keys();
    touched.map(|organisation| state.organisation_on(organisation, on)).collect()
}

/// Whether everybody who decides on a proposal today has decided in favour of it, or who preceded it.
fn all_approve(state: &Portfolio, known: &Reallocation, today: Date) -> bool {
    let approving = state.approving(known).into_iter();
    let approving = approving.map(|organisation| state.organisation_on(organisation, today));
    concerned(state, known, today).is_subset(&approving.collect())
}

/// How far a decision on the proposal reaches.
pub(super) fn extent(state: &Portfolio, known: &Reallocation) -> Extent {
    let moves = known.proposal.moves.iter();
    let moves = moves.map(|planned| (planned.subject, planned.planned_on));
    let promised = known
        .proposal
        .memberships
        .iter()
        .fold(WeekCount::default(), |sum, membership| sum.plus(&membership.terms.promised()));
    Extent { resources: resources_moved(state, moves), ..Extent::of_seats(&promised) }
}

fn record(
    recording: &mut Recording<'_>,
    known: &Reallocation,
    verdict: Verdict,
    decision: &Decision,
    decides: Decides,
    reason: Option<&Text>,
    awaits_confirmation: bool,
) -> Result<(), Rejection> {
    bases::check_cited(recording.before, decision, known)?;
    let decision = decisions::take(recording, decision, decides)?;
    let reason = recording.seal_any("reason", reason);
    recording.push(ReallocationDecided {
        reallocation: known.id,
        digest: known.digest,
        verdict,
        decision,
        reason,
        awaits_confirmation,
    });
    Ok(())
}

/// Approves the proposal once every organisation that it touches has decided in favour of it.
fn when_all_have_decided(
    recording: &mut Recording<'_>,
    reallocation: ReallocationId,
) -> Result<(), Rejection> {
    let known = find::reallocation(&recording.state, "reallocation", reallocation)?;
    let today = recording.context.today;
    if all_approve(&recording.state, &known, today) {
        preconditions::check(recording, &known, &concerned(&recording.state, &known, today))?;
        carry(recording, &known)
    } else {
        Ok(())
    }
}

/// The state as it would be if everybody who decides approved a proposal, or why it could not be
/// approved.
pub(crate) fn foreseen(
    state: &Portfolio,
    context: &Context,
    known: &Reallocation,
) -> Result<Portfolio, Rejection> {
    let mut recording = Recording::new(state, context);
    carry(&mut recording, known)?;
    Ok(recording.state)
}

/// Approves the proposal: what it plans fits with all else that is planned, and within what is decided
/// for its years.
fn carry(recording: &mut Recording<'_>, known: &Reallocation) -> Result<(), Rejection> {
    let (reallocation, digest) = (known.id, known.digest);
    check_memberships(recording.before, known)?;
    recording.push(ReallocationApproved { reallocation, digest });
    for (index, planned) in known.proposal.moves.iter().enumerate() {
        if !known.done.contains_key(&planned.number) {
            moves::check_planned(recording, reallocation, planned)
                .map_err(|rejection| rejection.within(&format!("proposal.moves.{index}")))?;
        }
    }
    check_seats(recording, known)?;
    // Amended after some of it was carried out: its memberships have their first move.
    if let Some(first) = known.done.values().map(|done| done.on).min() {
        begin_memberships(recording, known, first)?;
    }
    complete(recording, known, known.done.len());
    overruns::check(recording.before, &recording.state, recording.context.today)
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
