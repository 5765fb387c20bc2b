//! What leases are of: no tenant has the same twice at one rank, and a sublease stays within its lease.

use projections::{Lease, LeasePeriod, Portfolio};
use schema::{BuildingId, Date, LeaseId, OrganisationId};
use std::{collections::BTreeSet, sync::Arc};

use crate::{LeaseOverlaps, OutsideParentLease, Rejection, recording::Recording};

/// Leases one above the other that are looked at, at most; the highest has rank 0.
pub(super) const RANKS_MAX: usize = 16;

/// Rejects what a lease as it now stands would have twice, or not have.
pub(super) fn check(recording: &Recording<'_>, lease: LeaseId) -> Result<(), Rejection> {
    let (before, after) = (recording.before, &recording.state);
    let Some(known) = after.lease(&lease) else { return Ok(()) };
    if let Some((on, other)) = overlapping(before, after, lease).first() {
        return Err(Rejection {
            path: "terms".to_owned(),
            ..overlaps(after, known, other.id, *on)
        });
    }
    within_parent(before, after, known).map_err(|rejection| rejection.within("terms"))?;
    check_subleases(recording, lease)
}

/// The leases by which the tenant of one has the same twice as it now stands and had not before, each with
/// the first date.
pub(crate) fn overlapping(
    before: &Portfolio,
    after: &Portfolio,
    lease: LeaseId,
) -> Vec<(Date, Arc<Lease>)> {
    let Some(known) = after.lease(&lease) else { return Vec::new() };
    let periods = known.periods().into_iter();
    let buildings: BTreeSet<BuildingId> =
        periods.map(|period| period.agreed.terms.building).collect();
    let others = buildings.into_iter().flat_map(|building| after.leases_of(building));
    let overlapping = others.filter_map(|other| {
        let was = before.lease(&lease).and_then(|known| {
            let other = before.lease(&other.id)?;
            overlap(before, known, other)
        });
        let is_new = |on: &Date| {
            was.is_none_or(|was| *on < was) && !meet(before, before.lease(&lease), other, *on)
        };
        let on = overlap(after, known, other).filter(is_new)?;
        Some((on, Arc::clone(other)))
    });
    overlapping.collect()
}

/// The rejection of what a tenant would have twice.
pub(crate) fn overlaps(state: &Portfolio, known: &Lease, other: LeaseId, on: Date) -> Rejection {
    let tenant = state.lease_tenant(known, on).to_string();
    Rejection::new("lease", LeaseOverlaps { other: other.to_string(), tenant, on })
}

/// The first date on which a sublease lets what its lease does not, unless it did before.
pub(crate) fn leaves_its_lease(
    before: &Portfolio,
    after: &Portfolio,
    known: &Lease,
) -> Option<Date> {
    let was = before.lease(&known.id).and_then(|known| outside(before, known));
    outside(after, known).filter(|on| was.is_none_or(|was| *on < was))
}

/// The rejection of a sublease that leaves its lease.
pub(crate) fn outside_parent(known: &Lease, on: Date) -> Rejection {
    let parent = known.parent.map(|parent| parent.to_string()).unwrap_or_default();
    Rejection::new("", OutsideParentLease { lease: known.id.to_string(), parent, on })
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
    if one.id == other.id || rank(state, one) != rank(state, other) {
        return None;
    }
    let others = other.periods();
    let both = |period: LeasePeriod| {
        let on = |with: &LeasePeriod| {
            let on = period.from.max(with.from);
            let meets = period.overlaps(with)
                && state.premises(&period, on).meets(&state.premises(with, on));
            let to = [period.to, with.to].into_iter().flatten().min();
            same_tenant(state, [one, other], on, to).filter(|_| meets)
        };
        others.iter().find_map(on)
    };
    one.periods().into_iter().find_map(both)
}

/// The first date, from one to before another, on which one organisation stands for the tenants of two
/// leases: a tenant that has ended is succeeded.
fn same_tenant(
    state: &Portfolio,
    leases: [&Lease; 2],
    from: Date,
    to: Option<Date>,
) -> Option<Date> {
    let succeeded = leases.into_iter().flat_map(|lease| succeeded_on(state, lease.tenant));
    let later = succeeded.filter(|on| from < *on && to.is_none_or(|to| *on < to));
    let dates: BTreeSet<Date> = later.chain([from]).collect();
    let [one, other] = leases;
    dates.into_iter().find(|on| state.lease_tenant(one, *on) == state.lease_tenant(other, *on))
}

/// The dates on which another comes to stand for an organisation.
fn succeeded_on(state: &Portfolio, organisation: OrganisationId) -> Vec<Date> {
    let (mut standing, mut dates) = (organisation, Vec::<Date>::new());
    // As in `Portfolio::organisation_on`: each ends after the one before.
    while let Some(ended) = state.organisation(&standing)
        && let Some(retired) = ended.retired.as_ref()
        && dates.last().is_none_or(|last| *last < retired.from)
        && let Some(successor) = ended.successor
    {
        dates.push(retired.from);
        standing = successor;
    }
    dates
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
    leaves_its_lease(before, after, known).map_or(Ok(()), |on| Err(outside_parent(known, on)))
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
