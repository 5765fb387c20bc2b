//! The terms of a membership.

use async_graphql::SimpleObject;

use super::values::Week;
use crate::graphql::{enums, scalars};

/// Seats of one kind promised by weekday.
#[derive(SimpleObject, Debug)]
pub struct SeatPromise {
    /// The kind of seat.
    kind: enums::SeatKind,
    /// Whether a seat is held free for each, or shared as far as it goes.
    guaranteed: bool,
    /// Seats by weekday.
    week: Week,
}

/// What a membership costs, net of VAT.
#[derive(SimpleObject, Debug)]
pub struct Price {
    /// How much, in the portfolio's currency.
    amount: scalars::Amount,
    /// For what.
    per: enums::PriceBasis,
}

/// The terms of a membership.
#[derive(SimpleObject, Debug)]
pub struct MembershipTerms {
    /// People of the unit who use the hub.
    people_served: u32,
    /// Seats by kind and weekday.
    #[graphql(complexity = "crate::graphql::connection::list(4, child_complexity)")]
    seats: Vec<SeatPromise>,
    /// What it costs; absent where it costs nothing.
    price: Option<Price>,
    /// Whole months of notice; absent where none is agreed.
    notice_months: Option<u16>,
}

impl From<&schema::MembershipTerms> for MembershipTerms {
    fn from(terms: &schema::MembershipTerms) -> Self {
        let promise = |promise: &schema::SeatPromise| SeatPromise {
            kind: promise.kind.into(),
            guaranteed: promise.guaranteed,
            week: promise.week.into(),
        };
        let price =
            |price: schema::Price| Price { amount: price.amount.into(), per: price.per.into() };
        Self {
            people_served: terms.people_served,
            seats: terms.seats.iter().map(promise).collect(),
            price: terms.price.map(price),
            notice_months: terms.notice_months,
        }
    }
}
