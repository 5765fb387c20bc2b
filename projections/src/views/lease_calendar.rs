//! The lease calendar: the last days to act on leases, what follows if nobody does, and what rests on
//! it. Derived from terms and notices; what it says of a day does not depend on the days asked for. Of a
//! lease that runs until further notice there is no last day: what notice would reach is said as of a date.

use schema::{
    BreakClause, Date, HubId, LeaseId, LeaseParty, LeaseTerms, NoticePurpose, Rent, Revision,
    SpaceId, UnitId,
};
use std::collections::BTreeSet;

use super::rent_given_up::{RentOf, rent_given_up};
use crate::{Allocation, Basis, Lease, LeaseEnd, Portfolio, last_day_before};

/// What can be done until a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeaseAct {
    /// A party gives notice for the end of the term.
    Notice(LeaseParty, NoticePurpose),
    /// A party uses its right to give up all or a part earlier.
    Break(LeaseParty),
    /// The parties agree to go on: the lease ends otherwise.
    Agree,
    /// A party gives notice of a lease that runs until further notice: any day will do.
    AnyDay(LeaseParty, NoticePurpose),
}

impl LeaseAct {
    /// The party that acts; none where it takes both.
    pub const fn party(self) -> Option<LeaseParty> {
        match self {
            Self::Notice(party, _) | Self::AnyDay(party, _) | Self::Break(party) => Some(party),
            Self::Agree => None,
        }
    }
}

/// What follows if nobody acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Otherwise {
    /// The lease is prolonged.
    Prolonged {
        /// The first date after the prolongation; none where it then runs until further notice.
        to: Option<Date>,
    },
    /// The lease ends.
    Ends {
        /// The event with the notice or the agreement that ends it; none where its term runs out.
        by: Option<Revision>,
    },
    /// The lease goes on as agreed.
    GoesOn,
    /// Notice was given of a part: it is given up, and the lease is amended.
    GivenUp {
        /// The event with the notice.
        by: Revision,
        /// The event with the terms that were agreed from then; none where they are still to be agreed.
        amended: Option<Revision>,
    },
}

/// A last day to act on a lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeaseDay {
    /// The last day on which the act is in time; the date as of which is asked where any day is.
    pub act_by: Date,
    /// The lease.
    pub lease: LeaseId,
    /// What can be done until then.
    pub act: LeaseAct,
    /// For which end: the first date on which the lease, or what is given up, would be over.
    pub takes_effect: Date,
    /// What follows if nobody acts.
    pub otherwise: Otherwise,
    /// The rent per year that is agreed for the last day before.
    pub rent_per_year: Rent,
    /// Of how much of the lease that is.
    pub rent_of: RentOf,
}

impl LeaseDay {
    /// What tells it from all others, in the order of the calendar.
    pub const fn key(&self) -> (Date, LeaseId, Date, LeaseAct) {
        (self.act_by, self.lease, self.takes_effect, self.act)
    }
}

/// What rests on leased premises on a date, as planned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RestsOnLease {
    /// The spaces that are there and not released.
    pub spaces: BTreeSet<SpaceId>,
    /// The units that have something fixed in them.
    pub units: BTreeSet<UnitId>,
    /// The hubs that they serve, or of which something stands in them.
    pub hubs: BTreeSet<HubId>,
}

/// The last days to act on all leases, from a date to before another, in order; of leases until further
/// notice what notice would reach as of a date, where that is among them.
pub fn lease_calendar(state: &Portfolio, as_of: Date, from: Date, to: Date) -> Vec<LeaseDay> {
    let all = state.leases().values().flat_map(|lease| lease_days(state, lease, as_of));
    let mut days: Vec<LeaseDay> = all.filter(|day| from <= day.act_by && day.act_by < to).collect();
    days.sort_unstable_by_key(LeaseDay::key);
    days
}

/// The last days to act on one lease, to the end of the calendar.
fn lease_days(state: &Portfolio, lease: &Lease, as_of: Date) -> Vec<LeaseDay> {
    if lease.is_void() {
        return Vec::new();
    }
    let over = lease.ends();
    let mut ends = lease.term_ends(Date::LAST);
    ends.retain(|(end, _)| over.is_none_or(|over| *end <= over.on));
    let mut days = Vec::new();
    for (place, (end, agreed)) in ends.iter().enumerate() {
        let otherwise = match over.filter(|over| over.on == *end) {
            Some(over) => Otherwise::Ends { by: over.because.event() },
            None => {
                let next = ends.get(place + 1).map(|(next, _)| *next);
                Otherwise::Prolonged { to: next.or(over.map(|over| over.on)) }
            }
        };
        days.extend(of_end(lease.id, *end, &agreed.terms, otherwise));
    }
    match over {
        Some(over) if ends.last().is_none_or(|(end, _)| *end != over.on) => {
            days.extend(agree_on(lease, over));
        }
        Some(_) => {}
        None => days.extend(until_further_notice(lease, as_of)),
    }
    days.extend(breaks(state, lease, over.map(|over| over.on)));
    days
}

/// The last day to go on with a lease that ends on a day on which no term does.
fn agree_on(lease: &Lease, over: LeaseEnd) -> Option<LeaseDay> {
    let agreed = lease.agreed_for(over.on.previous_day())?;
    Some(LeaseDay {
        act_by: over.on.previous_day(),
        lease: lease.id,
        act: LeaseAct::Agree,
        takes_effect: over.on,
        otherwise: Otherwise::Ends { by: over.because.event() },
        rent_per_year: agreed.terms.rent_per_year,
        rent_of: RentOf::All,
    })
}

/// The earliest ends that notice served on a date would reach while a lease runs until further notice.
fn until_further_notice(lease: &Lease, as_of: Date) -> Vec<LeaseDay> {
    let mut days = Vec::new();
    for period in lease.periods().into_iter().filter(|period| period.agreed.terms.to.is_none()) {
        let terms = &period.agreed.terms;
        for agreed in &terms.notices {
            let Some(end) = as_of.next_day().plus_months(agreed.months.into()) else { continue };
            if period.from < end && period.to.is_none_or(|to| end <= to) {
                days.push(LeaseDay {
                    act_by: as_of,
                    lease: lease.id,
                    act: LeaseAct::AnyDay(agreed.party, agreed.purpose),
                    takes_effect: end,
                    otherwise: Otherwise::Prolonged { to: None },
                    rent_per_year: terms.rent_per_year,
                    rent_of: RentOf::All,
                });
            }
        }
    }
    days
}

fn of_end(
    lease: LeaseId,
    end: Date,
    terms: &LeaseTerms,
    otherwise: Otherwise,
) -> impl Iterator<Item = LeaseDay> {
    let day = move |act_by, act, rent_per_year| LeaseDay {
        act_by,
        lease,
        act,
        takes_effect: end,
        otherwise,
        rent_per_year,
        rent_of: RentOf::All,
    };
    let rent = terms.rent_per_year;
    let notices: Vec<LeaseDay> = terms
        .notices
        .iter()
        .map(|agreed| {
            let act = LeaseAct::Notice(agreed.party, agreed.purpose);
            day(last_day_before(end, agreed.months), act, rent)
        })
        .collect();
    let agree = matches!(otherwise, Otherwise::Ends { .. })
        .then(|| day(end.previous_day(), LeaseAct::Agree, rent));
    notices.into_iter().chain(agree)
}

/// The last days of the break clauses that are agreed for their own date, while the lease runs.
fn breaks(state: &Portfolio, lease: &Lease, over: Option<Date>) -> Vec<LeaseDay> {
    let mut days = Vec::new();
    for period in lease.periods() {
        let agreed = &period.agreed.terms;
        let held = |on: Date| period.from < on && period.to.is_none_or(|to| on <= to);
        let open = agreed.breaks.iter().filter(|clause| held(clause.on));
        days.extend(open.map(|clause| {
            let ended = over == Some(clause.on);
            let (rent_per_year, rent_of) = rent_given_up(state, lease, agreed, clause);
            LeaseDay {
                act_by: last_day_before(clause.on, clause.notice_months),
                lease: lease.id,
                act: LeaseAct::Break(clause.party),
                takes_effect: clause.on,
                otherwise: match lease.ends().filter(|_| ended) {
                    Some(end) => Otherwise::Ends { by: end.because.event() },
                    None => given_up(state, lease, agreed, clause).unwrap_or(Otherwise::GoesOn),
                },
                rent_per_year,
                rent_of,
            }
        }));
    }
    days
}

/// What follows where notice was given of the part that a clause is of.
fn given_up(
    state: &Portfolio,
    lease: &Lease,
    agreed: &LeaseTerms,
    clause: &BreakClause,
) -> Option<Otherwise> {
    let by = lease.part_given_up(clause.party, clause.on)?.revision;
    let is_without = |terms: &LeaseTerms| {
        if clause.spaces.is_empty() {
            return terms.area != agreed.area;
        }
        let part = state.spaces_given_up(lease, clause, clause.on.previous_day());
        state.leased_spaces(lease, clause.on).iter().all(|space| !part.contains(space))
    };
    let holding = lease.agreed.entry_at(clause.on);
    let amended = holding.filter(|entry| is_without(&entry.value.terms));
    Some(Otherwise::GivenUp { by, amended: amended.map(|entry| entry.revision) })
}

/// What rests on a day of the calendar: on what is leased on the last day before it takes effect or, where
/// only some spaces are given up, on those.
pub fn rests_on(state: &Portfolio, day: &LeaseDay) -> RestsOnLease {
    let on = day.takes_effect.previous_day();
    let Some(lease) = state.lease(&day.lease) else { return RestsOnLease::default() };
    let part = match day.act {
        LeaseAct::Break(party) => {
            let agreed = lease.agreed_for(on);
            let clause = agreed.and_then(|agreed| agreed.terms.break_on(party, day.takes_effect));
            clause.filter(|clause| !clause.spaces.is_empty())
        }
        LeaseAct::Notice(..) | LeaseAct::AnyDay(..) | LeaseAct::Agree => None,
    };
    match part {
        Some(clause) => rests_in(state, state.spaces_given_up(lease, clause, on), on),
        None => rests_on_premises(state, lease, on),
    }
}

/// What rests on the premises of a lease on a date, as planned.
pub fn rests_on_premises(state: &Portfolio, lease: &Lease, on: Date) -> RestsOnLease {
    rests_in(state, state.leased_spaces(lease, on), on)
}

fn rests_in(
    state: &Portfolio,
    spaces: impl IntoIterator<Item = SpaceId>,
    on: Date,
) -> RestsOnLease {
    let mut rests = RestsOnLease::default();
    for space in spaces.into_iter().filter_map(|space| state.space(&space)) {
        if !space.exists(on) || space.is_released(on, Basis::Planned) {
            continue;
        }
        rests.spaces.insert(space.id);
        rests.hubs.extend(space.hub.at(on, Basis::Planned).copied().flatten());
        let here = state.resources_ever_in(space.id).filter(|resource| {
            resource.exists(on) && resource.place.at(on, Basis::Planned) == Some(&space.id)
        });
        for resource in here {
            match resource.allocation.at(on, Basis::Planned) {
                Some(Allocation::Fixed(unit)) => drop(rests.units.insert(*unit)),
                Some(Allocation::Flexible(hub)) => drop(rests.hubs.insert(*hub)),
                Some(Allocation::Vacant) | None => {}
            }
        }
    }
    rests
}
