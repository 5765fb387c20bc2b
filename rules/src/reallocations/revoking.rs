//! Approved reallocations that are revoked: what has not been carried out is taken back, on the
//! decision of one organisation that is touched or more. What was done stays.

use projections::{Reallocation, ReallocationStatus};
use schema::{Decision, DecisionTaken, OrganisationId, ReallocationRevoke, ReallocationRevoked};
use std::collections::BTreeSet;

use super::{
    deciding::{extent, touched},
    in_status, unplanned,
};
use crate::{
    InvalidValue, NoDecision, Rejection, TooMuch,
    decisions::{self, Decides, listed},
    find,
    recording::Recording,
    spaces::count,
};

pub(crate) fn revoke(
    recording: &mut Recording<'_>,
    revoke: &ReallocationRevoke,
) -> Result<(), Rejection> {
    let reallocation = revoke.reallocation;
    let known = find::reallocation(recording.before, "reallocation", reallocation)?;
    in_status(&known, &[ReallocationStatus::Approved])?;
    let touched = touched(recording.before, &known);
    if revoke.decisions.is_empty() {
        let (act, concerned) = ("revoking a reallocation".to_owned(), listed(&touched));
        return Err(Rejection::new("decisions", NoDecision { act, concerned }));
    }
    let decisions = taken(recording, &revoke.decisions, &known, &touched)?;
    let reason = recording.seal_any("reason", revoke.reason.as_ref());
    recording.push(ReallocationRevoked { reallocation, decisions, reason });
    unplanned::check(recording, &known)
}

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

fn taken(
    recording: &mut Recording<'_>,
    given: &[Decision],
    known: &Reallocation,
    touched: &BTreeSet<OrganisationId>,
) -> Result<Vec<DecisionTaken>, Rejection> {
    if given.len() > BODIES.len() {
        let (given, limit) = (count(given.len()), count(BODIES.len()));
        let what = "decisions that revoke one reallocation".to_owned();
        return Err(Rejection::new("decisions", TooMuch { what, given, limit }));
    }
    let (mut decided, mut taken) = (BTreeSet::new(), Vec::new());
    for (index, (decision, body)) in given.iter().zip(BODIES).enumerate() {
        let at = format!("decisions.{index}");
        let organisation = decision.organisation;
        decisions::check_concerned(organisation, touched)
            .and_then(|()| decides_once(&mut decided, organisation))
            .map_err(|rejection| Rejection { path: format!("{at}.organisation"), ..rejection })?;
        let decides = Decides::Reallocation(extent(known));
        let decision = decisions::take_as(recording, body, decision, decides)
            .map_err(|rejection| rejection.within(&at))?;
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
    Err(Rejection::new("", InvalidValue { what, given, accepted }))
}
