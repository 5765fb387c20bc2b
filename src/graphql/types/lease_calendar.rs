//! The lease calendar.

use async_graphql::{Enum, Error, Object, Result, SimpleObject};
use projections::{LeaseAct, Otherwise, RentOf, lease_calendar};

use super::{Lease, lease::amount};
use crate::{
    graphql::{enums, pin::SharedPin, scalars},
    lease_calendar::until,
};

/// What follows if nobody acts.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeaseOtherwise {
    /// The lease is prolonged.
    Prolonged,
    /// The lease ends.
    Ends,
    /// The lease goes on as agreed.
    GoesOn,
    /// Notice was given in time of a part: it is given up, and the lease is amended for the rest.
    GivenUp,
}

/// Of how much of a lease a rent is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeaseRentOf {
    /// Of all that is let.
    All,
    /// Of the part that can be given up: its share by area.
    Part,
    /// Of all that is let, because the areas do not tell the share of the part that can be given up.
    AllForUnknownPart,
}

/// What rests on leased premises, as planned.
#[derive(SimpleObject, Debug)]
pub struct RestsOnLease {
    /// Spaces that are there and not released.
    spaces: usize,
    /// Units that have something fixed in them.
    units: usize,
    /// Hubs that they serve, or of which something stands in them.
    hubs: usize,
}

/// A last day to act on a lease.
#[derive(Clone, Debug)]
pub struct LeaseDay {
    pin: SharedPin,
    day: projections::LeaseDay,
}

/// A last day to act on a lease. It follows from what is agreed and noticed, and is recorded nowhere.
#[Object]
impl LeaseDay {
    /// The last day on which the act is in time; the date as of which the question is where `anyDay`.
    async fn act_by(&self) -> scalars::Date {
        self.day.act_by.into()
    }

    /// The lease.
    async fn lease(&self) -> Result<Lease> {
        Lease::named(&self.pin, self.day.lease)
    }

    /// Who can act; absent where it takes both sides.
    async fn party(&self) -> Option<enums::LeaseParty> {
        self.day.act.party().map(Into::into)
    }

    /// For what notice can be given; absent for a break clause, and where both sides are to agree to go
    /// on.
    async fn purpose(&self) -> Option<enums::NoticePurpose> {
        match self.day.act {
            LeaseAct::Notice(_, purpose) | LeaseAct::AnyDay(_, purpose) => Some(purpose.into()),
            LeaseAct::Break(_) | LeaseAct::Agree => None,
        }
    }

    /// Whether it is a break clause.
    async fn is_break(&self) -> bool {
        matches!(self.day.act, LeaseAct::Break(_))
    }

    /// Whether the lease runs until further notice, so that any day will do for notice: `takesEffect` is then
    /// the earliest end that notice served on `actBy` reaches.
    async fn any_day(&self) -> bool {
        matches!(self.day.act, LeaseAct::AnyDay(..))
    }

    /// The first date on which the lease, or what is given up, would be over.
    async fn takes_effect(&self) -> scalars::Date {
        self.day.takes_effect.into()
    }

    /// What follows if nobody acts.
    async fn otherwise(&self) -> LeaseOtherwise {
        match self.day.otherwise {
            Otherwise::Prolonged { .. } => LeaseOtherwise::Prolonged,
            Otherwise::Ends { .. } => LeaseOtherwise::Ends,
            Otherwise::GoesOn => LeaseOtherwise::GoesOn,
            Otherwise::GivenUp { .. } => LeaseOtherwise::GivenUp,
        }
    }

    /// The first date after the prolongation; absent where it is not prolonged, or until further notice.
    async fn prolonged_to(&self) -> Option<scalars::Date> {
        match self.day.otherwise {
            Otherwise::Prolonged { to } => to.map(Into::into),
            Otherwise::Ends { .. } | Otherwise::GoesOn | Otherwise::GivenUp { .. } => None,
        }
    }

    /// The event with the notice or the agreement by which the lease ends or a part is given up; absent
    /// where nothing was noticed or agreed.
    async fn by(&self) -> Option<scalars::Revision> {
        match self.day.otherwise {
            Otherwise::Ends { by } => by.map(scalars::Revision),
            Otherwise::GivenUp { by, .. } => Some(scalars::Revision(by)),
            Otherwise::Prolonged { .. } | Otherwise::GoesOn => None,
        }
    }

    /// The event with the terms from when a part is given up; absent where none is, or the lease must
    /// still be amended (leaseAmend).
    async fn amended_by(&self) -> Option<scalars::Revision> {
        match self.day.otherwise {
            Otherwise::GivenUp { amended, .. } => amended.map(scalars::Revision),
            Otherwise::Ends { .. } | Otherwise::Prolonged { .. } | Otherwise::GoesOn => None,
        }
    }

    /// The rent per year that is agreed for the last day before it takes effect, net of VAT, in the
    /// portfolio's currency, without index: of what `rentOf` says.
    async fn rent_per_year(&self) -> Result<scalars::Amount> {
        amount(self.day.rent_per_year)
    }

    /// Of how much of the lease `rentPerYear` is.
    async fn rent_of(&self) -> LeaseRentOf {
        match self.day.rent_of {
            RentOf::All => LeaseRentOf::All,
            RentOf::Part => LeaseRentOf::Part,
            RentOf::AllForUnknownPart => LeaseRentOf::AllForUnknownPart,
        }
    }

    /// How much rests on what is leased, on the last day before it takes effect, as planned.
    #[graphql(complexity = "20 + child_complexity")]
    async fn rests(&self) -> RestsOnLease {
        let rests = projections::rests_on(&self.pin.state, &self.day);
        RestsOnLease {
            spaces: rests.spaces.len(),
            units: rests.units.len(),
            hubs: rests.hubs.len(),
        }
    }
}

impl LeaseDay {
    pub(super) fn new(pin: &SharedPin, day: projections::LeaseDay) -> Self {
        Self { pin: pin.clone(), day }
    }
}

/// The days of all leases from a date to before another.
pub(super) fn days(
    pin: &SharedPin,
    from: schema::Date,
    to: Option<schema::Date>,
) -> Result<Vec<projections::LeaseDay>> {
    let to = until(from, to).map_err(|invalid| Error::new(invalid.to_string()))?;
    Ok(lease_calendar(&pin.state, pin.on.max(from), from, to))
}

/// What tells a day from all others.
pub(super) fn key(day: &projections::LeaseDay) -> String {
    let (act_by, lease, takes_effect, act) = day.key();
    format!("{act_by}.{lease}.{takes_effect}.{act:?}")
}
