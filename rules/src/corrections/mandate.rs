//! What was decided is corrected by decision of those who decided.

use projections::Portfolio;
use schema::{
    CorrectFact, DecisionTaken, OrganisationId, ReallocationId, Revision, Subject, Verdict, Voided,
    VoidedEntry,
};
use std::collections::BTreeSet;

use crate::{
    CorrectionUndecided, InvalidValue, NotConcerned, Rejection, TooMuch,
    decisions::{self, Decides, Extent, listed},
    recording::Recording,
    spaces::count,
};

/// The bodies of the decisions, as they stand in the event.
const BODIES: [&str; 8] = [
    "decisions.0.body",
    "decisions.1.body",
    "decisions.2.body",
    "decisions.3.body",
    "decisions.4.body",
    "decisions.5.body",
    "decisions.6.body",
    "decisions.7.body",
];

/// Checks and seals the decisions on a correction of these entries.
pub(super) fn taken(
    recording: &mut Recording<'_>,
    correct: &CorrectFact,
    corrected: &BTreeSet<Voided>,
) -> Result<Vec<DecisionTaken>, Rejection> {
    let (state, today) = (recording.before, recording.context.today);
    let stands_for = |organisation| state.organisation_on(organisation, today);
    let concerned: BTreeSet<OrganisationId> =
        corrected.iter().flat_map(|voided| decided(state, voided)).map(stands_for).collect();
    let given = &correct.decisions;
    if given.len() > BODIES.len() {
        let (given, limit) = (count(given.len()), count(BODIES.len()));
        let what = "decisions on one correction".to_owned();
        return Err(Rejection::new("decisions", TooMuch { what, given, limit }));
    }
    let decides = decides(state, corrected);
    let (mut heard, mut taken) = (BTreeSet::new(), Vec::new());
    for (index, (decision, body)) in given.iter().zip(BODIES).enumerate() {
        let at = format!("decisions.{index}");
        let organisation = stands_for(decision.organisation);
        check_part(organisation, &concerned)
            .and_then(|()| once(&mut heard, organisation))
            .map_err(|rejection| rejection.within(&format!("{at}.organisation")))?;
        let decision = decisions::take_as(recording, body, decision, decides)
            .map_err(|rejection| rejection.within(&at))?;
        taken.push(decision);
    }
    let missing: Vec<_> = concerned.difference(&heard).collect();
    if missing.is_empty() {
        return Ok(taken);
    }
    let organisations = listed(missing);
    Err(Rejection::new("decisions", CorrectionUndecided { organisations }))
}

fn check_part(
    organisation: OrganisationId,
    concerned: &BTreeSet<OrganisationId>,
) -> Result<(), Rejection> {
    if concerned.contains(&organisation) {
        return Ok(());
    }
    let concerned = match concerned.len() {
        0 => "none, because nobody decided on what is corrected".to_owned(),
        _ => listed(concerned),
    };
    let organisation = organisation.to_string();
    Err(Rejection::new("", NotConcerned { organisation, concerned }))
}

fn once(
    heard: &mut BTreeSet<OrganisationId>,
    organisation: OrganisationId,
) -> Result<(), Rejection> {
    if heard.insert(organisation) {
        return Ok(());
    }
    let (what, given) = ("second decision of an organisation".to_owned(), organisation.to_string());
    let accepted = "at most one of each organisation".to_owned();
    Err(Rejection::new("", InvalidValue { what, given, accepted }))
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
    decisions.map(|decided| decided.decision.organisation).collect()
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
