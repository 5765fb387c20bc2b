//! What premises cost: each source month by month as it is invoiced or written off, divided among
//! those who bear it, and added up under any grouping.
//!
//! A source's amount of a month ([`MonthCost`]) is rounded as its lease says. It is divided once, by
//! largest remainder, into atoms ([`CostAtom`]), and every grouping adds atoms up, so that all have
//! one total.

mod areas;
mod atom;
mod charges;
mod division;
mod memberships;
mod payers;
mod remainders;
mod rows;
mod sublets;
mod upcoming;

pub use atom::{Bearing, Borne, CostAtom, CostLine, CostOf, CostSource, MonthCost, Months};
pub use charges::{Charge, ChargeReason, charges};
pub use rows::{
    BECAUSE_MAX, Bookkeeping, CostGroup, CostKey, CostRow, CostScope, CostTotals, cost_rows,
};

use crate::{Basis, Portfolio};

/// What sources cost, divided among those who bear it, with what members pay to the hosts of hubs in
/// `months`: `costs` are all that have a month among them.
pub fn atoms_of(
    state: &Portfolio,
    basis: Basis,
    months: Months,
    costs: &[MonthCost],
) -> Vec<CostAtom> {
    let mut atoms = division::divide(state, basis, costs);
    atoms.extend(memberships::memberships(state, basis, months, &atoms));
    atoms
}
