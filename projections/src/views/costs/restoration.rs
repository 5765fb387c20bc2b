//! When a lease's premises are put back as agreed in it: at its end or, as planned, when rent is to end for
//! the last of its spaces that are released. What is put back where a part is given up is agreed in no
//! lease: it is recorded as a cost of its own.

use schema::{Date, Revision};
use std::collections::BTreeSet;

use crate::{Basis, Lease, LeaseEnd, Portfolio, Space};

/// When premises are put back.
#[derive(Clone, Debug)]
pub(super) struct Restoration {
    /// The last day before it.
    pub(super) last_day: Date,
    /// The events that plan it; none where it comes with the end of the lease.
    pub(super) planned_by: Vec<Revision>,
}

impl Restoration {
    /// When a lease's premises are put back, with its end as it is known; none where nothing is agreed,
    /// and where neither is in sight.
    pub(super) fn of(
        state: &Portfolio,
        basis: Basis,
        lease: &Lease,
        end: Option<LeaseEnd>,
    ) -> Option<Self> {
        let agreed = lease.agreed.entries().iter();
        agreed.map(|entry| &entry.value.terms).find(|terms| terms.restoration.is_some())?;
        let planned = match basis {
            Basis::Actual => None,
            Basis::Planned => given_up(state, lease),
        };
        planned.or_else(|| {
            let last_day = end?.on.previous_day();
            Some(Self { last_day, planned_by: Vec::new() })
        })
    }
}

/// When all spaces of a lease that runs on are released as planned, and rent is to have ended for them.
fn given_up(state: &Portfolio, lease: &Lease) -> Option<Restoration> {
    let begins = lease.begins()?;
    let from = dates(state, lease).into_iter().find(|on| all_freed(state, lease, *on))?;
    let last_day = from.previous_day();
    let restored = lease.agreed_for(last_day)?.terms.restoration.is_some();
    let planned_by = released_by(state, lease, from);
    (begins < from && restored).then_some(Restoration { last_day, planned_by })
}

/// The dates from which all may be: those on which rent is to have ended for a space of its buildings, on
/// which one ends, or other terms begin.
fn dates(state: &Portfolio, lease: &Lease) -> BTreeSet<Date> {
    let periods = lease.periods();
    let buildings: BTreeSet<_> =
        periods.iter().map(|period| period.agreed.terms.building).collect();
    let levels = buildings.into_iter().flat_map(|building| state.levels_of(building));
    let spaces = levels.flat_map(|level| state.spaces_of(level.id));
    let changing = spaces.flat_map(|space| {
        let planned = space.released.pending().iter().map(|pending| &pending.entry);
        let all = planned.chain(space.released.actual().entries());
        let freed = all.map(|entry| entry.from.max(entry.value.rent_ends_on.next_day()));
        freed.chain(space.retired.iter().map(|retired| retired.from))
    });
    changing.chain(periods.iter().map(|period| period.from)).collect()
}

fn leased<'a>(state: &'a Portfolio, lease: &Lease, on: Date) -> impl Iterator<Item = &'a Space> {
    let spaces = state.leased_spaces(lease, on).into_iter();
    spaces.filter_map(|space| state.space(&space)).map(|space| &**space)
}

/// Whether the lease runs on a date, and rent is to have ended for all that it lets then.
fn all_freed(state: &Portfolio, lease: &Lease, on: Date) -> bool {
    let mut spaces = leased(state, lease, on).peekable();
    let freed = |space: &Space| {
        let release = space.released.at(on, Basis::Planned);
        release.is_some_and(|release| release.rent_ends_on < on)
    };
    lease.runs(on) && spaces.peek().is_some() && spaces.all(freed)
}

fn released_by(state: &Portfolio, lease: &Lease, on: Date) -> Vec<Revision> {
    let releases = leased(state, lease, on)
        .filter_map(|space| Some(space.released.entry_at(on, Basis::Planned)?.revision));
    releases.collect()
}
