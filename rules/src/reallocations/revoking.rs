//! Approved reallocations that are revoked: what has not been carried out is taken back, on the
//! decision of one organisation that is touched or more. What was done stays. Who wrote the proposal does
//! not record that it is taken back.

use projections::ReallocationStatus;
use schema::{ReallocationRevoke, ReallocationRevoked};

use super::{
    deciding::{concerned, extent, not_its_author},
    in_status, unplanned,
};
use crate::{
    NoDecision, Rejection,
    decisions::{AtMost, Decides, listed, take_each},
    find,
    recording::Recording,
};

/// More organisations can be touched than there is room for in an event: one decision is enough.
const AT_MOST: AtMost = AtMost { decisions: 8, what: "decisions that revoke one reallocation" };

pub(crate) fn revoke(
    recording: &mut Recording<'_>,
    revoke: &ReallocationRevoke,
) -> Result<(), Rejection> {
    let reallocation = revoke.reallocation;
    let known = find::reallocation(recording.before, "reallocation", reallocation)?;
    in_status(&known, &[ReallocationStatus::Approved])?;
    not_its_author(recording, &known)?;
    let (state, today) = (recording.before, recording.context.today);
    if revoke.decisions.is_empty() {
        let concerned = listed(concerned(state, &known, today));
        let act = "revoking a reallocation".to_owned();
        return Err(Rejection::new("decisions", NoDecision { act, concerned }));
    }
    let decides = Decides::Reallocation(extent(state, &known));
    let concerned = |on| concerned(state, &known, on);
    let decisions = take_each(recording, &revoke.decisions, &AT_MOST, decides, concerned)?;
    let reason = recording.seal_any("reason", revoke.reason.as_ref());
    recording.push(ReallocationRevoked { reallocation, decisions, reason });
    unplanned::check(recording, &known)
}
