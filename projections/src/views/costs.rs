//! What premises cost: each source month by month as it is invoiced or written off, divided among
//! those who bear it, and added up under any grouping.
//!
//! A source's amount of a month ([`MonthCost`]) is rounded as its lease says. It is divided once, by
//! largest remainder, into atoms ([`CostAtom`]), and every grouping adds atoms up, so that all have
//! one total.

mod atom;
mod consequences;
mod cost_months;
mod fit_outs;
mod index_steps;
mod instalments;
mod lease_months;
mod month_costs;
mod ratio;
mod rows;
mod sheet;
mod stretch;
mod words;
mod written_off;

pub use atom::{Bearing, Borne, CostAtom, CostLine, CostOf, CostSource, MonthCost, Months};
pub use consequences::{CostChange, cost_changes};
pub use month_costs::month_costs;
pub use rows::{
    BECAUSE_MAX, Bookkeeping, CostGroup, CostKey, CostRow, CostScope, CostTotals, cost_rows,
};
