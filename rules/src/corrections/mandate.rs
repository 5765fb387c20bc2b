//! What was decided is corrected by decision of those who decided.

use projections::Portfolio;
use schema::{
    CorrectFact, DecisionTaken, OrganisationId, ReallocationId, Revision, Subject, Verdict, Voided,
    VoidedEntry,
};
use std::collections::BTreeSet;

use crate::{
    CorrectionUndecided, Rejection,
    decisions::{self, AtMost, Decides, Extent, listed},
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
        return Ok(taken);
    }
    let organisations = listed(missing);
    Err(Rejection::new("decisions", CorrectionUndecided { organisations }))
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
        VoidedEntry::Allocation { .. }
        | VoidedEntry::Place { .. }
        | VoidedEntry::HubOpening { .. }
        | VoidedEntry::HubSpace { .. }
        | VoidedEntry::HubCapacity { .. } => Vec::new(),
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
    let (mut extent, mut moves) = (Extent::default(), false);
    for voided in corrected {
        match voided.entry {
            VoidedEntry::Move { reallocation, number } => {
                moves = true;
                let known = state.reallocation(&reallocation);
                let made = known.and_then(|known| known.find_move(number));
                let resource =
                    made.is_some_and(|made| matches!(made.subject, Subject::Resource(_)));
                extent.resources += u32::from(resource);
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
    if moves { Decides::Reallocation(extent) } else { Decides::Membership(extent) }
}
