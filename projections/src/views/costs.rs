//! What premises cost: each source month by month as it is invoiced or written off, divided among
//! those who bear it, and added up under any grouping.
//!
//! A source's amount of a month ([`MonthCost`]) is rounded as its lease says. It is divided once, by
//! largest remainder, into atoms ([`CostAtom`]), and every grouping adds atoms up, so that all have
//! one total.

pub(super) mod areas;
mod atom;
mod behind;
mod charges;
mod closed;
mod comparison;
mod consequences;
mod cost_months;
mod differences;
mod division;
mod expected;
mod fit_outs;
mod index_steps;
mod instalments;
mod invoiced;
mod later;
mod lease_months;
mod memberships;
mod money_definitions;
mod money_figures;
mod month_costs;
mod payers;
mod ratio;
mod remainders;
mod restoration;
mod rows;
mod sheet;
mod stretch;
mod sublets;
mod upcoming;
mod words;
mod written_off;

pub use atom::{Bearing, Borne, CostAtom, CostLine, CostOf, CostSource, MonthCost, Months};
pub use charges::{Charge, ChargeReason, charges};
pub use closed::{Booking, Books, Reading};
pub use comparison::{
    Compared, ComparedWith, Difference, OnAccount, Sides, YearCompared, compared, months_compared,
};
pub use consequences::{CostChange, cost_changes};
pub use expected::{charged, invoiced};
pub use money_figures::{CostPer, MoneyFigure, money_figures};
pub use month_costs::month_costs;
pub use rows::{
    BECAUSE_MAX, Bookkeeping, CostGroup, CostKey, CostRow, CostScope, CostTotals, CostsAdded,
    cost_rows,
};

use crate::{Basis, Portfolio};
use memberships::HubCosts;

/// What everything costs in months, and what is paid in them, divided among those who bear it: all atoms
/// whose month of accrual or of payment is one of them. Those of a month are the same whatever months
/// are asked.
pub fn atoms(state: &Portfolio, basis: Basis, months: Months) -> Vec<CostAtom> {
    atoms_of(state, basis, months, &month_costs(state, basis, months))
}

/// The same where `costs` are all month costs of these months.
pub fn atoms_of(
    state: &Portfolio,
    basis: Basis,
    months: Months,
    costs: &[MonthCost],
) -> Vec<CostAtom> {
    let mut atoms = Vec::with_capacity(costs.len());
    each_of(state, basis, months, costs, &mut |atom| atoms.push(atom));
    atoms
}

/// The same one by one, in the same order: those of a year may be some millions, and need not lie in memory
/// to be added up.
pub fn each_atom(state: &Portfolio, basis: Basis, months: Months, mut take: impl FnMut(CostAtom)) {
    each_of(state, basis, months, &month_costs(state, basis, months), &mut take);
}

fn each_of(
    state: &Portfolio,
    basis: Basis,
    months: Months,
    costs: &[MonthCost],
    take: &mut impl FnMut(CostAtom),
) {
    let mut hubs = HubCosts::new(state, months);
    division::divide(state, basis, costs, &mut |atom| {
        hubs.note(&atom);
        take(atom);
    });
    hubs.memberships(state, basis, take);
}
