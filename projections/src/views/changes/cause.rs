//! Which events caused a difference.
//!
//! The way from one viewpoint to another goes in three legs: what became known, then the basis, then
//! the date. It is walked from the one that knows less to the one that knows more, whichever is asked
//! first, so that a difference has the same causes in both directions. Each leg on which the fact
//! changes adds its causes:
//!
//! - What became known: the events between that say what is told now. Where none of them does, because
//!   something was taken back, those between that touch the thing, and the reallocation that had planned
//!   it where one had.
//! - The basis: the event behind what is told as planned.
//! - The date: the event whose entry has taken effect by the later one.

use schema::{Date, Revision};
use std::collections::BTreeSet;

use super::{FactKey, Viewpoint, told::Told};
use crate::Basis;

/// Events that one line cites, at most: the latest.
const CITED_MAX: usize = 16;

/// The events that caused a difference, in order.
pub(super) fn causes(from: &Viewpoint<'_>, to: &Viewpoint<'_>, key: &FactKey) -> Vec<Revision> {
    let (less, more) = if order(from) <= order(to) { (from, to) } else { (to, from) };
    let known = Viewpoint { state: more.state, ..*less };
    let based = Viewpoint { basis: more.basis, ..known };
    let told = [less, &known, &based, more].map(|viewpoint| viewpoint.told(key));
    let [at_first, as_known, as_based, at_last] = &told;
    let mut cited = BTreeSet::new();
    if at_first.value != as_known.value {
        cited.extend(became_known(less, more, key, at_first, as_known));
    }
    if as_known.value != as_based.value {
        let planned_last = known.basis < based.basis;
        cited.extend(took_effect(as_known, as_based, planned_last));
    }
    if as_based.value != at_last.value {
        cited.extend(took_effect(as_based, at_last, based.on < more.on));
    }
    let left_out = cited.len().saturating_sub(CITED_MAX);
    cited.into_iter().skip(left_out).collect()
}

fn knows(viewpoint: &Viewpoint<'_>) -> Option<Revision> {
    viewpoint.state.head().map(|head| head.revision)
}

/// The order in which the way is walked; by date and basis where both know the same.
fn order(viewpoint: &Viewpoint<'_>) -> (Option<Revision>, Date, Basis) {
    (knows(viewpoint), viewpoint.on, viewpoint.basis)
}

/// The events behind what one of two tells, where the other tells something else or nothing.
fn behind(told: &Told, other: &Told) -> impl Iterator<Item = Revision> + use<> {
    let came = told.value.is_some() && other.value.is_none();
    told.by.into_iter().chain(told.brought.filter(|_| came)).chain(told.cause)
}

fn became_known(
    less: &Viewpoint<'_>,
    more: &Viewpoint<'_>,
    key: &FactKey,
    before: &Told,
    after: &Told,
) -> Vec<Revision> {
    let last_known = knows(less);
    let said: Vec<Revision> = behind(after, before).filter(|by| Some(*by) > last_known).collect();
    if !said.is_empty() {
        return said;
    }
    let touching = |thing| more.state.touching(thing, last_known);
    let of_thing: Vec<Revision> = touching(key.thing.uuid()).collect();
    let Some(planned_by) = before.planned_by.or(after.planned_by) else { return of_thing };
    let of_plan: BTreeSet<Revision> = touching(planned_by.uuid()).collect();
    of_thing.into_iter().filter(|revision| of_plan.contains(revision)).collect()
}

/// The event behind what is told at the later date or as planned; behind what is no longer told, where
/// nothing says why.
fn took_effect(one: &Told, other: &Told, other_is_later: bool) -> Vec<Revision> {
    let (earlier, later) = if other_is_later { (one, other) } else { (other, one) };
    let said: Vec<Revision> = behind(later, earlier).collect();
    if said.is_empty() { behind(earlier, later).collect() } else { said }
}
