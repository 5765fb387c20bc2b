//! What each source costs month by month, before it is divided among those who bear it.

use super::{MonthCost, Months, cost_months::cost_months, lease_months::lease_months};
use crate::{Basis, Portfolio};

/// What every lease and every recorded cost comes to for the months, and what of theirs is paid in them:
/// all whose month of accrual or of payment is one of them. By source, and the same for a month
/// whatever months are asked.
///
/// Amounts are exact within 28 digits and rounded by source and line, months that are invoiced together so
/// that they come to the amount of the invoice; an amount within its
/// type's bounds cannot overflow.
pub fn month_costs(state: &Portfolio, basis: Basis, months: Months) -> Vec<MonthCost> {
    let leases =
        state.leases().values().flat_map(|lease| lease_months(state, basis, lease, months));
    let costs = state.costs().values().flat_map(|cost| cost_months(state, basis, cost, months));
    leases.chain(costs).collect()
}
