//! The terms on which a unit uses a hub.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

use crate::{
    Amount, Invalid, WeekCount,
    limits::{COUNT_MAX, SEAT_PROMISES_MAX},
};

/// A kind of seat.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum SeatKind {
    /// A workstation.
    Workstation,
    /// A place in a quiet room.
    Quiet,
    /// A place in a meeting room.
    Meeting,
    /// A place in a project studio.
    Project,
}

impl fmt::Display for SeatKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Workstation => "workstation",
            Self::Quiet => "quiet",
            Self::Meeting => "meeting",
            Self::Project => "project",
        })
    }
}

/// Seats of one kind promised by weekday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeatPromise {
    /// The kind of seat.
    pub kind: SeatKind,
    /// Whether a seat is held free for each, or shared as far as it goes.
    pub guaranteed: bool,
    /// Seats, Monday first.
    pub week: WeekCount,
}

/// What a price is per.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum PriceBasis {
    /// For the membership and month.
    Month,
    /// For each promised seat (the week's peak) and month.
    SeatAndMonth,
}

/// What a membership costs, net of VAT, in the portfolio's currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Price {
    /// How much.
    pub amount: Amount,
    /// For what.
    pub per: PriceBasis,
}

/// The terms of a membership.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MembershipTerms {
    /// People of the unit who use the hub.
    pub people_served: u32,
    /// Seats by kind and weekday, at most one entry per kind and guarantee, in that order.
    pub seats: Vec<SeatPromise>,
    /// What it costs; absent where it costs nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
    /// Whole months of notice; absent where none is agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice_months: Option<u16>,
}

impl MembershipTerms {
    /// Terms that serve someone, with each kind of seat promised at most once guaranteed and once
    /// shared.
    pub fn new(
        people_served: u32,
        mut seats: Vec<SeatPromise>,
        price: Option<Price>,
        notice_months: Option<u16>,
    ) -> Result<Self, Invalid> {
        if !(1..=COUNT_MAX).contains(&people_served) {
            let accepted = format!("1 to {COUNT_MAX}");
            return Err(Invalid::new("people served", people_served, accepted));
        }
        seats.sort_by_key(|promise| (promise.kind, promise.guaranteed));
        let key = |promise: &SeatPromise| (promise.kind, promise.guaranteed);
        let twice = seats.windows(2).find(|pair| key(&pair[0]) == key(&pair[1]));
        if let Some(pair) = twice {
            let accepted = "each kind of seat once guaranteed and once not";
            return Err(Invalid::new("kind of seat", pair[0].kind, accepted));
        }
        if seats.is_empty() || seats.len() > SEAT_PROMISES_MAX {
            let accepted = format!("1 to {SEAT_PROMISES_MAX} kinds of seat");
            return Err(Invalid::new("number of kinds of seat", seats.len(), accepted));
        }
        if let Some(months) = notice_months.filter(|&months| months > 120) {
            return Err(Invalid::new("notice", months, "0 to 120 months"));
        }
        if let Some(price) = price.filter(|price| price.amount.decimal().is_sign_negative()) {
            return Err(Invalid::new("price", price.amount, "an amount of 0 or more"));
        }
        Ok(Self { people_served, seats, price, notice_months })
    }

    /// All promised seats by weekday.
    pub fn promised(&self) -> WeekCount {
        self.sum(|_| true)
    }

    /// The guaranteed workstations by weekday.
    pub fn guaranteed_workstations(&self) -> WeekCount {
        self.sum(|promise| promise.guaranteed && promise.kind == SeatKind::Workstation)
    }

    fn sum(&self, counts: impl Fn(&SeatPromise) -> bool) -> WeekCount {
        let promises = self.seats.iter().filter(|promise| counts(promise));
        promises.fold(WeekCount::default(), |sum, promise| sum.plus(&promise.week))
    }
}
