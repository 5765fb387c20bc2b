//! Changed decisions: a new reallocation that says which one it reverses. It reaches forward only.

use projections::{Portfolio, Reallocation, ReallocationStatus};
use schema::{Date, ProposalDraft, ReallocationId, Subject};
use std::collections::BTreeSet;

use crate::{
    InvalidValue, NothingToReverse, Rejection, ReversedInPast, ReversesNothingOf,
    allocations::named, decisions::listed, find, spaces::count,
};

/// Checks a proposal, or an amendment of a `former` one, that reverses another.
pub(super) fn check(
    state: &Portfolio,
    draft: &ProposalDraft,
    former: Option<&Reallocation>,
    today: Date,
) -> Result<(), Rejection> {
    let Some(reversed) = draft.reverses else { return Ok(()) };
    if former.is_some_and(|former| former.id == reversed) {
        return Err(itself(reversed));
    }
    let reversed = find::reallocation(state, "reverses", reversed)?;
    something_was_done(&reversed)?;
    moves_some_of_it(draft, &reversed)?;
    forward_only(draft, former, today)
}

fn itself(reallocation: ReallocationId) -> Rejection {
    let (what, given) = ("reallocation to be reversed".to_owned(), reallocation.to_string());
    let accepted = "another than the one that is amended".to_owned();
    Rejection::new("reverses", InvalidValue { what, given, accepted })
}

fn something_was_done(reversed: &Reallocation) -> Result<(), Rejection> {
    let was_approved = matches!(
        reversed.status,
        ReallocationStatus::Approved | ReallocationStatus::Completed | ReallocationStatus::Revoked
    );
    if was_approved && !reversed.done.is_empty() {
        return Ok(());
    }
    let (reallocation, status) = (reversed.id.to_string(), reversed.status.to_string());
    let done = count(reversed.done.len());
    Err(Rejection::new("reverses", NothingToReverse { reallocation, status, done }))
}

/// It may move more than what was moved, and need not move all of that.
fn moves_some_of_it(draft: &ProposalDraft, reversed: &Reallocation) -> Result<(), Rejection> {
    let made = reversed.done.keys().filter_map(|number| reversed.find_move(*number));
    let moved: BTreeSet<Subject> = made.map(|made| made.subject).collect();
    if draft.moves.iter().any(|planned| moved.contains(&planned.subject)) {
        return Ok(());
    }
    let (reallocation, moved) = (reversed.id.to_string(), listed(moved.into_iter().map(named)));
    Err(Rejection::new("moves", ReversesNothingOf { reallocation, moved }))
}

fn forward_only(
    draft: &ProposalDraft,
    former: Option<&Reallocation>,
    today: Date,
) -> Result<(), Rejection> {
    let done = |number| former.is_some_and(|former| former.done.contains_key(&number));
    for (index, planned) in draft.moves.iter().enumerate() {
        let planned_on = planned.planned_on;
        if planned_on < today && !done(planned.number) {
            let reason = ReversedInPast { number: planned.number.into(), planned_on, today };
            return Err(Rejection::new(format!("moves.{index}.plannedOn"), reason));
        }
    }
    Ok(())
}
