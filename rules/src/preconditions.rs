//! Preconditions: what is to be settled for a proposal before it is approved.

use projections::{Portfolio, Precondition, Reallocation, ReallocationStatus};
use schema::{
    Date, OrganisationId, PreconditionAnswer, PreconditionAnswered, PreconditionDrop,
    PreconditionDropped, PreconditionId, PreconditionRequire, PreconditionRequired,
    PreconditionSettle,
};
use std::{collections::BTreeSet, sync::Arc};

use crate::{
    InvalidValue, PreconditionsMissing, Rejection, RetiredAlready, TooMuch, decisions::listed,
    find, hubs, reallocations, recording::Recording, spaces::count,
};

/// Preconditions of one portfolio, at most: each approval looks at all of them.
const PRECONDITIONS_MAX: usize = 1_000;

pub(crate) fn require(
    recording: &mut Recording<'_>,
    require: &PreconditionRequire,
) -> Result<(), Rejection> {
    let PreconditionRequire { precondition, organisation, from, kind, .. } = *require;
    let state = recording.before;
    let known = state.precondition(&precondition).is_some();
    find::unused(known, "precondition", PreconditionId::WORD, precondition)?;
    if state.preconditions().len() >= PRECONDITIONS_MAX {
        let what = "preconditions of one portfolio".to_owned();
        let (given, limit) = (count(PRECONDITIONS_MAX + 1), count(PRECONDITIONS_MAX));
        return Err(Rejection::new("precondition", TooMuch { what, given, limit }));
    }
    if let Some(organisation) = organisation {
        find::organisation_on(state, "organisation", organisation, from)?;
    }
    let name = recording.seal("name", &require.name);
    recording.push(PreconditionRequired { precondition, organisation, from, kind, name });
    Ok(())
}

pub(crate) fn drop(
    recording: &mut Recording<'_>,
    drop: &PreconditionDrop,
) -> Result<(), Rejection> {
    let PreconditionDrop { precondition, from, .. } = *drop;
    let known = find::precondition(recording.before, "precondition", precondition)?;
    if let Some(dropped) = &known.dropped {
        let (thing, reference) = (PreconditionId::WORD.to_owned(), precondition.to_string());
        let reason = RetiredAlready { thing, reference, from: dropped.from };
        return Err(Rejection::new("precondition", reason));
    }
    if from < known.from {
        let (what, given) = ("end of a precondition".to_owned(), from.to_string());
        let accepted = format!("{}, from which it is required, or a later date", known.from);
        return Err(Rejection::new("from", InvalidValue { what, given, accepted }));
    }
    let reason = recording.seal_any("reason", drop.reason.as_ref());
    recording.push(PreconditionDropped { precondition, from, reason });
    Ok(())
}

pub(crate) fn settle(
    recording: &mut Recording<'_>,
    settle: &PreconditionSettle,
) -> Result<(), Rejection> {
    let PreconditionSettle { reallocation, digest, precondition, on, .. } = *settle;
    let known = find::reallocation(recording.before, "reallocation", reallocation)?;
    reallocations::in_status(&known, &[ReallocationStatus::Proposed])?;
    reallocations::as_it_stands(&known, digest)?;
    find::precondition(recording.before, "precondition", precondition)?;
    hubs::not_later_than_today(recording, "on", on)?;
    let answer = match &settle.not_applicable_because {
        None => {
            let document = recording.seal("answer.met.document", &settle.document);
            PreconditionAnswer::Met { on, document }
        }
        Some(because) => {
            let document = recording.seal("answer.notApplicable.document", &settle.document);
            let because = recording.seal("answer.notApplicable.because", because);
            PreconditionAnswer::NotApplicable { on, document, because }
        }
    };
    recording.push(PreconditionAnswered { reallocation, digest, precondition, answer });
    Ok(())
}

/// What is required on a date of all, or of one of these organisations, and is not settled for the
/// proposal as it stands.
fn missing<'a>(
    state: &'a Portfolio,
    known: &'a Reallocation,
    organisations: &'a BTreeSet<OrganisationId>,
    on: Date,
) -> impl Iterator<Item = &'a Arc<Precondition>> {
    let settled = |id| known.settled.get(id).is_some_and(|by| by.digest == known.digest);
    let of_them = |of: &Option<OrganisationId>| of.is_none_or(|of| organisations.contains(&of));
    state.preconditions().values().filter(move |precondition| {
        precondition.is_required(on)
            && of_them(&precondition.organisation)
            && !settled(&precondition.id)
    })
}

/// Rejects an approval while something is missing that all or one of these organisations require.
pub(crate) fn check(
    recording: &Recording<'_>,
    known: &Reallocation,
    organisations: &BTreeSet<OrganisationId>,
) -> Result<(), Rejection> {
    let missing = missing(recording.before, known, organisations, recording.context.today);
    let missing = listed(missing.map(|missing| format!("{} {}", missing.kind, missing.id)));
    if missing.is_empty() {
        return Ok(());
    }
    let reallocation = known.id.to_string();
    Err(Rejection::new("reallocation", PreconditionsMissing { reallocation, missing }))
}
