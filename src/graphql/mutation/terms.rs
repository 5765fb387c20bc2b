//! The terms of a membership, as mutations take them.

use async_graphql::InputObject;
use schema::{
    Invalid, MembershipTerms, Price, SeatKind, SeatPromise, WeekCount, limits::SEAT_PROMISES_MAX,
};

use super::{
    enums,
    parts::WeekCountInput,
    reading::{Part, Reading, any, count},
    scalars,
};

/// The terms of a membership.
#[derive(InputObject, Debug)]
pub(super) struct MembershipTermsInput {
    /// People of the unit who use the hub, at least one.
    people_served: i32,
    /// Seats by kind and weekday: each kind once guaranteed and once not, at most 8 in all.
    seats: Vec<SeatPromiseInput>,
    /// What it costs. Left out: nothing.
    price: Option<PriceInput>,
    /// Whole months of notice, at most 120. Left out: none is agreed.
    notice_months: Option<i32>,
}

impl Part for MembershipTermsInput {
    type Value = MembershipTerms;

    fn read(self, reading: &mut Reading) -> Option<MembershipTerms> {
        let people = reading.take("peopleServed", people(self.people_served));
        let kinds = "kinds of seat";
        let seats = reading.parts("seats", kinds, self.seats, SEAT_PROMISES_MAX);
        let seats = seats.and_then(|given| reading.take("seats", seats_alone(given)));
        let notice = reading.take("noticeMonths", any(self.notice_months, notice));
        let price = reading.take("price", any(self.price, PriceInput::price));
        reading.take("", MembershipTerms::new(people?, seats?, price?, notice?))
    }
}

/// Seats of one kind promised by weekday.
#[derive(InputObject, Debug)]
pub(super) struct SeatPromiseInput {
    /// The kind of seat.
    kind: enums::SeatKind,
    /// Whether a seat is held free for each, or shared as far as it goes.
    guaranteed: bool,
    /// Seats.
    week: WeekCountInput,
}

impl Part for SeatPromiseInput {
    type Value = SeatPromise;

    fn read(self, reading: &mut Reading) -> Option<SeatPromise> {
        let week = reading.part("week", self.week)?;
        Some(SeatPromise { kind: self.kind.into(), guaranteed: self.guaranteed, week })
    }
}

// Each field is tried by itself, the others at their simplest, so that all faults are told.

/// A seat promise that nothing is wrong with.
fn a_seat() -> SeatPromise {
    SeatPromise { kind: SeatKind::Workstation, guaranteed: false, week: WeekCount::default() }
}

fn people(number: i32) -> Result<u32, Invalid> {
    let people = count("people served", number)?;
    MembershipTerms::new(people, vec![a_seat()], None, None).map(|_| people)
}

fn seats_alone(seats: Vec<SeatPromise>) -> Result<Vec<SeatPromise>, Invalid> {
    MembershipTerms::new(1, seats, None, None).map(|terms| terms.seats)
}

fn notice(months: i32) -> Result<u16, Invalid> {
    let months = count("notice", months)?;
    MembershipTerms::new(1, vec![a_seat()], None, Some(months)).map(|_| months)
}

/// What a membership costs, net of VAT, in the portfolio's currency.
#[derive(InputObject, Debug)]
pub(super) struct PriceInput {
    /// How much.
    amount: scalars::Amount,
    /// For what.
    per: enums::PriceBasis,
}

impl PriceInput {
    fn price(self) -> Result<Price, Invalid> {
        let price = Price { amount: self.amount.into(), per: self.per.into() };
        MembershipTerms::new(1, vec![a_seat()], Some(price), None).map(|_| price)
    }
}
