//! How something was written. It touches neither allocations nor money and takes no decision.

use projections::{DecidedOn, Portfolio, RecordedDecision};
use schema::{
    ClericalCorrection, ClericallyCorrected, CorrectClerically, Date, DecisionTaken,
    DecisionWording, Revision, Wording,
};

use super::nothing;
use crate::{
    Rejection,
    decisions::{self, Decides},
    delegations, find,
    recording::Recording,
};

pub(crate) fn correct(
    recording: &mut Recording<'_>,
    correct: &CorrectClerically,
) -> Result<(), Rejection> {
    let corrects = correct.corrects;
    let Some(correction) = corrected(recording, corrects, &correct.correction)? else {
        return Ok(());
    };
    let reason = recording.seal("reason", &correct.reason);
    recording.push(ClericallyCorrected { corrects, correction, reason });
    Ok(())
}

/// As it should read; none where it reads so already.
fn corrected(
    recording: &mut Recording<'_>,
    corrects: Revision,
    wording: &Wording,
) -> Result<Option<ClericalCorrection>, Rejection> {
    match wording {
        Wording::Decision(wording) => {
            let decision = reworded(recording, corrects, wording)
                .map_err(|rejection| rejection.within("correction.decision"))?;
            let decision = decision.map(Box::new);
            Ok(decision.map(|decision| ClericalCorrection::Decision { decision }))
        }
        Wording::Title { reallocation, title } => {
            let known = find::reallocation(recording.before, "reallocation", *reallocation)
                .map_err(|rejection| rejection.within("correction.title"))?;
            // An earlier title is one that was amended since.
            if known.proposed != corrects {
                return Err(nothing("corrects", "title of a reallocation", corrects));
            }
            let (reallocation, title) = (known.id, recording.seal("correction.title.title", title));
            Ok(Some(ClericalCorrection::Title { reallocation, title }))
        }
        Wording::Document { reallocation, precondition, document } => {
            let (reallocation, precondition) = (*reallocation, *precondition);
            let known = find::reallocation(recording.before, "reallocation", reallocation)
                .map_err(|rejection| rejection.within("correction.document"))?;
            let settled = known.settled.get(&precondition);
            if settled.is_none_or(|settled| settled.revision != corrects) {
                return Err(nothing("corrects", "document of a precondition", corrects));
            }
            let document = recording.seal("correction.document.document", document);
            Ok(Some(ClericalCorrection::Document { reallocation, precondition, document }))
        }
    }
}

/// A decision as it should read. It is checked as if it were taken, but for how far it reached: that
/// was measured when it was recorded, and so its mandate may not become another.
fn reworded(
    recording: &mut Recording<'_>,
    corrects: Revision,
    wording: &DecisionWording,
) -> Result<Option<DecisionTaken>, Rejection> {
    let state = recording.before;
    let Some(known) = state.decision(corrects, wording.organisation) else {
        let thing = format!("decision of organisation {}", wording.organisation);
        return Err(nothing("organisation", thing, corrects));
    };
    let former = &*known.decision;
    let reads = DecisionTaken {
        case_number: wording.case_number.clone().unwrap_or_else(|| former.case_number.clone()),
        decided_on: wording.decided_on.unwrap_or(former.decided_on),
        reported_on: wording.reported_on.clone().or(former.reported_on),
        ..former.clone()
    };
    if reads == *former && wording.body.is_none() {
        return Ok(None);
    }
    decisions::check(recording, &reads, Decides::AsBefore)?;
    decisions::check_same_mandate(state, former, &reads)?;
    check_gives_later(state, known, reads.decided_on)?;
    let body = wording.body.as_ref();
    let body = recording.seal_any("correction.decision.decision.body", body);
    Ok(Some(DecisionTaken { body: body.unwrap_or(reads.body), ..reads }))
}

/// What a decision delegated still holds from no earlier than its day.
fn check_gives_later(
    state: &Portfolio,
    known: &RecordedDecision,
    decided_on: Date,
) -> Result<(), Rejection> {
    let DecidedOn::Delegation(point) = &known.on else { return Ok(()) };
    let organisation = known.decision.organisation;
    let at_point = (organisation, point.clone());
    let given = state.delegations().filter(|(known, _)| **known == at_point);
    let given = given.flat_map(|(_, given)| given.entries());
    let given = given.filter(|entry| entry.revision == known.revision && entry.value.is_some());
    given.map(|entry| entry.from).min().map_or(Ok(()), |from| {
        delegations::check_from(organisation, point, from, decided_on, "decidedOn")
    })
}
