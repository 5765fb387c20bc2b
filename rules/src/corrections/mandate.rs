//! What was decided is corrected by decision of those who decided.

use projections::Portfolio;
use schema::{
    CorrectFact, DecisionTaken, OrganisationId, PersonId, ReallocationId, Revision, Verdict,
    Voided, VoidedEntry,
};
use std::collections::BTreeSet;

use crate::{
    CorrectionUndecided, OwnReport, Rejection,
    decisions::{self, AtMost, Decides, listed},
    extent::{Extent, resources_moved},
    recording::Recording,
};

/// At most as many decisions as organisations that decided on what is corrected.
const AT_MOST: AtMost = AtMost { decisions: 8, what: "decisions on one correction" };

/// Checks and seals the decisions on a correction of these entries.
pub(super) fn taken(
    recording: &mut Recording<'_>,
    correct: &CorrectFact,
    corrected: &BTreeSet<Voided>,
) -> Result<Vec<DecisionTaken>, Rejection> {
    let (state, today) = (recording.before, recording.context.today);
    let organisations: BTreeSet<OrganisationId> =
        corrected.iter().flat_map(|voided| decided(state, voided)).collect();
    let standing = |on| -> BTreeSet<OrganisationId> {
        organisations.iter().map(|of| state.organisation_on(*of, on)).collect()
    };
    let decides = decides(state, corrected);
    let taken = decisions::take_each(recording, &correct.decisions, &AT_MOST, decides, standing)?;
    let stands_for = |decision: &DecisionTaken| state.organisation_on(decision.organisation, today);
    let heard: BTreeSet<OrganisationId> = taken.iter().map(stands_for).collect();
    let concerned = standing(today);
    let missing: Vec<_> = concerned.difference(&heard).collect();
    if missing.is_empty() {
        return another_person(recording, corrected).map(|()| taken);
    }
    let organisations = listed(missing);
    Err(Rejection::new("decisions", CorrectionUndecided { organisations }))
}

/// What was decided is not corrected by who reported it alone.
fn another_person(
    recording: &Recording<'_>,
    corrected: &BTreeSet<Voided>,
) -> Result<(), Rejection> {
    let person = recording.context.issuer.person;
    let own = corrected.iter().find(|of| reported_by(recording.before, of) == Some(person));
    let Some(own) = own else { return Ok(()) };
    let (person, revision) = (person.to_string(), own.revision.to_string());
    Err(Rejection::new("", OwnReport { person, revision }))
}

/// Who recorded what took a decision.
fn reported_by(state: &Portfolio, voided: &Voided) -> Option<PersonId> {
    match voided.entry {
        VoidedEntry::Move { reallocation, number } => {
            let known = state.reallocation(&reallocation)?;
            known.done.get(&number).map(|done| done.reported_by)
        }
        VoidedEntry::Membership { membership } => {
            let own = state.decisions_at(voided.revision).next();
            own.map(|known| known.recorded_by).or_else(|| {
                let brought_by = state.membership(&membership)?.reallocation?;
                let done = state.reallocation(&brought_by)?.done.values();
                // It began with the first move, in the same commit.
                let first = done.filter(|done| done.revision < voided.revision);
                first.max_by_key(|done| done.revision).map(|done| done.reported_by)
            })
        }
        VoidedEntry::LeaseSigning { .. }
        | VoidedEntry::LeaseAmendment { .. }
        | VoidedEntry::LeaseNotice { .. }
        | VoidedEntry::LeaseEnd { .. } => {
            state.decisions_at(voided.revision).next().map(|known| known.recorded_by)
        }
        VoidedEntry::Allocation { .. }
        | VoidedEntry::Place { .. }
        | VoidedEntry::HubOpening { .. }
        | VoidedEntry::HubSpace { .. }
        | VoidedEntry::HubCapacity { .. }
        | VoidedEntry::Cost { .. }
        | VoidedEntry::CostRevision { .. }
        | VoidedEntry::CostEnd { .. } => None,
    }
}

/// Who decided on what an entry records; nobody where it took no decision.
fn decided(state: &Portfolio, voided: &Voided) -> Vec<OrganisationId> {
    let Voided { revision, entry } = *voided;
    match entry {
        VoidedEntry::Move { reallocation, .. } => approved(state, reallocation, revision),
        VoidedEntry::Membership { membership } => {
            let recorded = state.decisions().filter(|known| known.revision == revision);
            let own: Vec<_> = recorded.map(|known| known.decision.organisation).collect();
            let brought_by = state.membership(&membership).and_then(|known| known.reallocation);
            match brought_by.filter(|_| own.is_empty()) {
                Some(reallocation) => approved(state, reallocation, revision),
                None => own,
            }
        }
        VoidedEntry::LeaseSigning { .. }
        | VoidedEntry::LeaseAmendment { .. }
        | VoidedEntry::LeaseNotice { .. }
        | VoidedEntry::LeaseEnd { .. } => {
            let recorded = state.decisions_at(revision);
            recorded.map(|known| known.decision.organisation).collect()
        }
        VoidedEntry::Allocation { .. }
        | VoidedEntry::Place { .. }
        | VoidedEntry::HubOpening { .. }
        | VoidedEntry::HubSpace { .. }
        | VoidedEntry::HubCapacity { .. }
        | VoidedEntry::Cost { .. }
        | VoidedEntry::CostRevision { .. }
        | VoidedEntry::CostEnd { .. } => Vec::new(),
    }
}

/// Who approved a reallocation as it was approved when an event was recorded.
fn approved(state: &Portfolio, id: ReallocationId, before: Revision) -> Vec<OrganisationId> {
    let Some(known) = state.reallocation(&id) else { return Vec::new() };
    let approval = known.approvals.iter().rev().find(|approval| approval.revision < before);
    let digest = approval.and_then(|approval| approval.proposal.digest().ok());
    let decisions = known.decisions.iter().filter(|decided| {
        Some(decided.digest) == digest
            && decided.verdict == Verdict::Approved
            && decided.revision < before
    });
    decisions.map(|decided| decided.organisation).collect()
}

/// How far the correction reaches.
fn decides(state: &Portfolio, corrected: &BTreeSet<Voided>) -> Decides {
    let (mut extent, mut moves) = (Extent::default(), Vec::new());
    for voided in corrected {
        match voided.entry {
            VoidedEntry::Move { reallocation, number } => {
                let known = state.reallocation(&reallocation);
                let made =
                    known.and_then(|known| known.find_move(number).zip(known.done.get(&number)));
                moves.extend(made.map(|(made, done)| (made.subject, done.on)));
            }
            VoidedEntry::Membership { membership } => {
                let known = state.membership(&membership);
                let entries = known.into_iter().flat_map(|known| known.terms.actual().entries());
                let voided = entries.filter(|entry| entry.revision == voided.revision);
                let terms = voided.filter_map(|entry| entry.value.as_deref());
                let seats = terms.map(|terms| terms.promised().peak()).max().unwrap_or_default();
                extent.seats = extent.seats.saturating_add(seats);
            }
            _ => {}
        }
    }
    if corrected.iter().any(|voided| is_of_a_lease(voided.entry)) {
        return Decides::ForBoards("a correction of a lease");
    }
    if moves.is_empty() {
        return Decides::Membership(extent);
    }
    extent.resources = resources_moved(state, moves);
    Decides::Reallocation(extent)
}

const fn is_of_a_lease(entry: VoidedEntry) -> bool {
    matches!(
        entry,
        VoidedEntry::LeaseSigning { .. }
            | VoidedEntry::LeaseAmendment { .. }
            | VoidedEntry::LeaseNotice { .. }
            | VoidedEntry::LeaseEnd { .. }
    )
}
