//! What leases are of: no tenant has the same twice at one rank, and a sublease stays within its lease.

use projections::{Lease, LeasePeriod, Portfolio};
use schema::{Date, LeaseId};
use std::sync::Arc;

use crate::{LeaseOverlaps, OutsideParentLease, Rejection, recording::Recording};

/// Leases one above the other that are looked at, at most; the highest has rank 0.
pub(super) const RANKS_MAX: usize = 16;

/// Rejects what a lease as it now stands would have twice, or not have.
pub(super) fn check(recording: &Recording<'_>, lease: LeaseId) -> Result<(), Rejection> {
    let (before, after) = (recording.before, &recording.state);
    let Some(known) = after.lease(&lease) else { return Ok(()) };
    let buildings = known.periods().into_iter().map(|period| period.agreed.terms.building);
    for other in buildings.flat_map(|building| after.leases_of(building)) {
        let overlaps = overlap(after, known, other);
        let was = before.lease(&lease).and_then(|known| overlap(before, known, other));
        let is_new = |on: &Date| {
            was.is_none_or(|was| *on < was) && !meet(before, before.lease(&lease), other, *on)
        };
        if let Some(on) = overlaps.filter(is_new) {
            let (tenant, other) = (known.tenant.to_string(), other.id.to_string());
            return Err(Rejection::new("terms", LeaseOverlaps { other, tenant, on }));
        }
    }
    within_parent(before, after, known).map_err(|rejection| rejection.within("terms"))?;
    check_subleases(recording, lease)
}

/// Rejects what would leave a sublease outside the lease that it is of.
pub(super) fn check_subleases(recording: &Recording<'_>, lease: LeaseId) -> Result<(), Rejection> {
    let (before, after) = (recording.before, &recording.state);
    let of_it = |other: &&Arc<Lease>| other.parent == Some(lease);
    for sublease in after.leases().values().filter(of_it) {
        within_parent(before, after, sublease)?;
    }
    Ok(())
}

/// The first date on which a tenant has the same premises by two leases of one rank, by what is agreed:
/// where spaces are merged that two leases let, both let the one from then, and nobody agreed on that.
fn overlap(state: &Portfolio, one: &Lease, other: &Lease) -> Option<Date> {
    if one.id == other.id || one.tenant != other.tenant || rank(state, one) != rank(state, other) {
        return None;
    }
    let others = other.periods();
    let both = |period: LeasePeriod| {
        let meets = |with: &&LeasePeriod| {
            let on = period.from.max(with.from);
            period.overlaps(with) && state.premises(&period, on).meets(&state.premises(with, on))
        };
        others.iter().find(meets).map(|with| period.from.max(with.from))
    };
    one.periods().into_iter().find_map(both)
}

/// Whether two leases run on a date and let the same.
fn meet(state: &Portfolio, one: Option<&Arc<Lease>>, other: &Lease, on: Date) -> bool {
    let holding = |lease: &Lease| lease.agreement_for(on).filter(|_| lease.runs(on));
    let premises = |period: LeasePeriod| state.premises(&period, on);
    one.and_then(|one| holding(one))
        .zip(holding(other))
        .is_some_and(|(one, other)| premises(one).meets(&premises(other)))
}

/// How many leases stand above one.
fn rank(state: &Portfolio, lease: &Lease) -> usize {
    let above = |id: &LeaseId| state.lease(id).and_then(|known| known.parent);
    std::iter::successors(lease.parent, above).take(RANKS_MAX).count()
}

/// Rejects a sublease that leaves its lease, unless it did before.
fn within_parent(before: &Portfolio, after: &Portfolio, known: &Lease) -> Result<(), Rejection> {
    let was = before.lease(&known.id).and_then(|known| outside(before, known));
    match outside(after, known).filter(|on| was.is_none_or(|was| *on < was)) {
        None => Ok(()),
        Some(on) => {
            let parent = known.parent.map(|parent| parent.to_string()).unwrap_or_default();
            let reason = OutsideParentLease { lease: known.id.to_string(), parent, on };
            Err(Rejection::new("", reason))
        }
    }
}

/// The first date on which a sublease lets what its lease does not.
fn outside(state: &Portfolio, known: &Lease) -> Option<Date> {
    let parent = state.lease(&known.parent?)?.periods();
    known.periods().into_iter().find_map(|period| first_outside(state, &parent, &period))
}

fn first_outside(state: &Portfolio, parent: &[LeasePeriod], period: &LeasePeriod) -> Option<Date> {
    let mut from = period.from;
    while period.to.is_none_or(|to| from < to) {
        let holds = |held: &&LeasePeriod| held.from <= from && held.to.is_none_or(|to| from < to);
        let Some(held) = parent.iter().find(holds) else { return Some(from) };
        if !state.premises(held, from).covers(&state.premises(period, from)) {
            return Some(from);
        }
        from = held.to?;
    }
    None
}
