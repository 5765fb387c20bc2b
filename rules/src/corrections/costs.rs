//! Corrections of recorded costs: that there never was one, or when it ends.

use projections::{Cost, Portfolio};
use schema::{
    Commitment, CostDescription, CostEnded, CostId, CostRevised, Date, Event, Revision, Voided,
    VoidedEntry,
};
use std::sync::Arc;

use super::{
    apply::Wrong,
    entries::{MovesDone, Says},
    facts::{recorded_thing, wrong},
    nothing,
};
use crate::{Rejection, costs, find};

/// What an entry says of a cost.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum OfCost {
    /// What it is.
    Described(Arc<CostDescription>),
    /// It ends.
    Ended(Option<Commitment>),
}

/// A cost that there never was.
pub(super) fn recorded(
    state: &Portfolio,
    done: &MovesDone,
    cost: CostId,
) -> Result<Wrong, Rejection> {
    let known = find::cost(state, "cost.cost", cost)?;
    wrong(state, done, "cost", first(state, &known), VoidedEntry::Cost { cost }, None)
}

/// An end of a cost that goes on, or that ends from another date. It may be still to come.
pub(super) fn end(
    state: &Portfolio,
    done: &MovesDone,
    cost: CostId,
    from: Option<Date>,
) -> Result<Wrong, Rejection> {
    let known = find::cost(state, "costEnd.cost", cost)?;
    let entry = VoidedEntry::CostEnd { cost };
    let Some(ended) = known.ended.as_ref().filter(|_| !known.is_void()) else {
        return Err(nothing("costEnd.cost", recorded_thing(entry), first(state, &known)));
    };
    let truth = from.map(|from| (from, Says::OfCost(cost, OfCost::Ended(ended.reason))));
    wrong(state, done, "costEnd", ended.revision, entry, truth)
}

/// The event by which a cost was recorded: nothing of it was described before.
fn first(state: &Portfolio, known: &Cost) -> Revision {
    let described = known.descriptions.entries().iter().map(|entry| entry.revision);
    described.min().unwrap_or(state.next_revision())
}

/// What an entry says of a cost, and from when; none where there is no such entry.
pub(super) fn said(known: &Cost, voided: &Voided) -> Option<(Date, OfCost)> {
    if known.is_void() {
        return None;
    }
    let entries = known.descriptions.entries().iter();
    let recorded = entries.clone().map(|entry| entry.revision).min();
    let mut made = entries.filter(|entry| entry.revision == voided.revision);
    match voided.entry {
        VoidedEntry::Cost { .. } => made
            .find(|entry| Some(entry.revision) == recorded)
            .map(|entry| (entry.from, OfCost::Described(Arc::clone(&entry.value)))),
        VoidedEntry::CostRevision { .. } => made
            .find(|entry| Some(entry.revision) != recorded)
            .map(|entry| (entry.from, OfCost::Described(Arc::clone(&entry.value)))),
        _ => {
            let ended = known.ended.as_ref().filter(|ended| ended.revision == voided.revision);
            ended.map(|ended| (ended.from, OfCost::Ended(ended.reason)))
        }
    }
}

/// What rests on that a cost was recorded: all that was recorded of it later.
pub(super) fn on_recording(known: &Cost, recorded: &Voided) -> Vec<Voided> {
    let cost = known.id;
    let entries = known.descriptions.entries().iter();
    let revised = entries.filter(|entry| entry.revision > recorded.revision).map(|entry| Voided {
        revision: entry.revision,
        entry: VoidedEntry::CostRevision { cost },
    });
    let ended = known.ended.as_ref().filter(|ended| ended.revision > recorded.revision);
    let ended = ended
        .map(|ended| Voided { revision: ended.revision, entry: VoidedEntry::CostEnd { cost } });
    revised.chain(ended).collect()
}

/// The event that records the same from a date, where the cost runs then: of one that never was nothing
/// is recorded once more.
pub(super) fn again(
    state: &Portfolio,
    cost: CostId,
    says: &OfCost,
    from: Date,
) -> Result<Event, Rejection> {
    let known = find::cost(state, "cost", cost)?;
    match says {
        OfCost::Described(description) => {
            costs::running(&known, from)?;
            let description = CostDescription::clone(description);
            Ok(CostRevised { cost, from, description }.into())
        }
        OfCost::Ended(reason) => {
            costs::running(&known, from.previous_day())?;
            Ok(CostEnded { cost, from, reason: *reason }.into())
        }
    }
}
