//! The meaning: the state of a portfolio, how events change it, and the views of it.
//!
//! [`Portfolio`] is everything that the ledger says, as persistent maps: a copy costs a pointer, so
//! that readers, past states and scenarios each hold their own. It changes through
//! [`Portfolio::evolve`] only, which assigns what was recorded and decides nothing.
//!
//! This crate does no I/O, reads no clock, and never sees a text: it carries commitments, and a
//! view that shows names asks [`Texts`] for them.

mod corrected;
mod cost;
mod evolve;
mod held;
mod lease;
mod mandates;
mod portfolio;
mod premises;
mod texts;
mod things;
mod timeline;
mod touched;
mod views;

pub use corrected::Corrected;
pub use cost::{Budget, BudgetKey, Closing, Cost, Invoice, PublishedFigure, PublishedIndex};
pub use evolve::{Cause, Inconsistent};
pub use held::{Basis, Held, Pending, PlannedBy};
pub use lease::{
    EndsBecause, Lease, LeaseAgreement, LeaseEnd, LeasePeriod, ServedNotice, WithdrawnEnd,
    last_day_before,
};
pub use mandates::*;
pub use portfolio::{Head, Opening, Portfolio};
pub use premises::{Premises, SpaceFollowed};
pub use texts::{ERASED, Texts};
pub use things::*;
pub use timeline::{Entry, Reach, Timeline};
pub use views::*;
