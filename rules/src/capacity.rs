//! What a hub has promised, and what it can promise.
//!
//! Two bounds hold on every date, on the planned basis (approvals reserve, proposals do not):
//! promised seats of a weekday stay within the recorded capacity, and guaranteed workstations
//! within the counted workstations that are flexible in the hub. Facts can leave a hub with too
//! little for what it promises; no decision makes that worse.

use projections::{Basis, Portfolio, Seats};
use schema::{Date, HubId, ReallocationId, WeekCount, Weekday};
use std::collections::BTreeSet;

use crate::{HubLimitExceeded, NoCapacity, Rejection, SeatsNotCounted};

/// Checks both bounds of a hub on every date from `from` onwards.
pub(crate) fn check_hub(state: &Portfolio, hub: HubId, from: Date) -> Result<(), Rejection> {
    for on in Seats::dates_from(state, hub, from) {
        let seats = Seats::of(state, hub, on, Basis::Planned);
        within_capacity(hub, on, &seats)?;
        counted(hub, on, &seats, &seats.guaranteed_workstations)?;
    }
    Ok(())
}

/// Checks both bounds of a hub on every date from `from` onwards on which they are further from
/// being kept than before: a hub that a fact has left with too little is not made worse, and may be
/// made better.
pub(crate) fn check_no_worse(
    before: &Portfolio,
    state: &Portfolio,
    hub: HubId,
    from: Date,
) -> Result<(), Rejection> {
    for on in dates(before, state, hub, from) {
        let (was, is) = (Shortage::of(before, hub, on), Shortage::of(state, hub, on));
        let seats = Seats::of(state, hub, on, Basis::Planned);
        if is.more_people_than(&was) {
            within_capacity(hub, on, &seats)?;
        }
        if is.more_guaranteed_than(&was) {
            counted(hub, on, &seats, &seats.guaranteed_workstations)?;
        }
    }
    Ok(())
}

fn dates(before: &Portfolio, state: &Portfolio, hub: HubId, from: Date) -> BTreeSet<Date> {
    let mut dates = Seats::dates_from(before, hub, from);
    dates.extend(Seats::dates_from(state, hub, from));
    dates
}

/// Checks on every date from `from` onwards that the workstations guaranteed in a hub by anything
/// but one reallocation are counted in it, unless they lacked as many before.
pub(crate) fn check_others(
    before: &Portfolio,
    state: &Portfolio,
    hub: HubId,
    from: Date,
    except: ReallocationId,
) -> Result<(), Rejection> {
    for on in dates(before, state, hub, from) {
        let seats = Seats::of(state, hub, on, Basis::Planned);
        let others = guaranteed_to_others(state, hub, on, except);
        let former = Seats::of(before, hub, on, Basis::Planned);
        let lacking =
            over(&guaranteed_to_others(before, hub, on, except), former.counted_workstations);
        if exceeds(&over(&others, seats.counted_workstations), &lacking) {
            counted(hub, on, &seats, &others)?;
        }
    }
    Ok(())
}

fn guaranteed_to_others(
    state: &Portfolio,
    hub: HubId,
    on: Date,
    except: ReallocationId,
) -> WeekCount {
    let others = state.memberships_of(hub).filter(|known| known.reallocation != Some(except));
    let terms = others.filter_map(|known| known.terms.at(on, Basis::Planned)?.as_ref());
    terms.fold(WeekCount::default(), |sum, terms| sum.plus(&terms.guaranteed_workstations()))
}

/// What a hub lacks on a date, by weekday, to keep what it promises.
pub(crate) struct Shortage {
    people: [u32; 7],
    guaranteed: [u32; 7],
}

impl Shortage {
    /// Counts it on the planned basis.
    pub(crate) fn of(state: &Portfolio, hub: HubId, on: Date) -> Self {
        let seats = Seats::of(state, hub, on, Basis::Planned);
        let people = seats.capacity.map_or(0, |capacity| capacity.people);
        Self {
            people: over(&seats.promised, people),
            guaranteed: over(&seats.guaranteed_workstations, seats.counted_workstations),
        }
    }

    /// Whether more are promised a seat than the hub holds, and more of them than formerly.
    pub(crate) fn more_people_than(&self, former: &Self) -> bool {
        exceeds(&self.people, &former.people)
    }

    /// Whether more workstations are guaranteed than are counted, and more of them than formerly.
    pub(crate) fn more_guaranteed_than(&self, former: &Self) -> bool {
        exceeds(&self.guaranteed, &former.guaranteed)
    }
}

/// By how much a week exceeds what is there, by weekday.
fn over(week: &WeekCount, there: u32) -> [u32; 7] {
    Weekday::ALL.map(|weekday| week.on(weekday).saturating_sub(there))
}

fn exceeds(lacking: &[u32; 7], former: &[u32; 7]) -> bool {
    lacking.iter().zip(former).any(|(lacking, former)| lacking > former)
}

fn within_capacity(hub: HubId, on: Date, seats: &Seats) -> Result<(), Rejection> {
    if seats.promised.peak() == 0 {
        return Ok(());
    }
    let Some(capacity) = seats.capacity else {
        return Err(Rejection::new("", NoCapacity { hub: hub.to_string(), on }));
    };
    let over = |weekday: &Weekday| seats.promised.on(*weekday) > capacity.people;
    match Weekday::ALL.into_iter().find(over) {
        None => Ok(()),
        Some(weekday) => {
            let (promised, limit) = (seats.promised.on(weekday), capacity.people);
            let hub = hub.to_string();
            Err(Rejection::new("", HubLimitExceeded { hub, on, weekday, promised, limit }))
        }
    }
}

fn counted(hub: HubId, on: Date, seats: &Seats, guaranteed: &WeekCount) -> Result<(), Rejection> {
    let (counted, assumed) = (seats.counted_workstations, seats.assumed_workstations);
    match Weekday::ALL.into_iter().find(|weekday| guaranteed.on(*weekday) > counted) {
        None => Ok(()),
        Some(weekday) => {
            let (hub, guaranteed) = (hub.to_string(), guaranteed.on(weekday));
            let reason = SeatsNotCounted { hub, on, weekday, guaranteed, counted, assumed };
            Err(Rejection::new("", reason))
        }
    }
}
