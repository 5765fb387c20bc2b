//! What is approved stays within the budgets of its years. Planned costs may lie above a budget
//! already, because facts are recorded whatever they cost: then an approval adds nothing to them.

use projections::{Basis, CostAtom, CostSource, Months, Portfolio, each_atom};
use rust_decimal::Decimal;
use schema::{CostObject, Date, Month, OrganisationId, TransitionId, Year};
use std::collections::{BTreeMap, BTreeSet};

use crate::{BudgetOverrun, Rejection};

/// Years whose budgets are looked at, at most: the nearest with a budget.
const YEARS_MAX: usize = 10;

/// Which budget costs count in: of which organisation, of which transition if of one, and whether for
/// costs that come once.
type CountsIn = (OrganisationId, Option<TransitionId>, bool);

type Sums = BTreeMap<CountsIn, Decimal>;

/// Rejects an approval with which an organisation would bear more than it decided for a year, and more
/// than without it.
pub(super) fn check(before: &Portfolio, after: &Portfolio, today: Date) -> Result<(), Rejection> {
    for year in years(after, Year::of(Month::of(today))) {
        let with = planned(after, year);
        let above = above_budget(after, year, &with);
        if above.is_empty() {
            continue;
        }
        // Only now, because most approvals stay within every budget.
        let without = planned(before, year);
        for (counts_in, decided) in above {
            let planned = sum(&with, counts_in);
            if planned > sum(&without, counts_in) {
                return Err(overrun(counts_in, year, planned, decided));
            }
        }
    }
    Ok(())
}

/// The budgets of a year that are less than what is planned, in order, each with its amount.
fn above_budget(state: &Portfolio, year: Year, planned: &Sums) -> Vec<(CountsIn, Decimal)> {
    let budgets = state.budgets().filter(|((_, of, _), _)| *of == year);
    let amounts = budgets.flat_map(|(&(organisation, _, transition), budget)| {
        [(false, budget.running), (true, budget.one_off)]
            .map(|(one_off, decided)| ((organisation, transition, one_off), decided.decimal()))
    });
    amounts.filter(|(counts_in, decided)| sum(planned, *counts_in) > *decided).collect()
}

fn sum(sums: &Sums, counts_in: CountsIn) -> Decimal {
    sums.get(&counts_in).copied().unwrap_or_default()
}

/// The years from one on for which a budget is decided.
fn years(state: &Portfolio, from: Year) -> Vec<Year> {
    let years: BTreeSet<Year> = state.budgets().map(|((_, year, _), _)| *year).collect();
    years.into_iter().filter(|year| *year >= from).take(YEARS_MAX).collect()
}

/// What is planned to be borne in a year, on the accrual basis, with the VAT that is a cost.
fn planned(state: &Portfolio, year: Year) -> Sums {
    let (from, through) = (Month::of(year.first_day()), Month::of(year.last_day()));
    let mut sums = Sums::new();
    each_atom(state, Basis::Planned, Months { from, through }, |atom| {
        let Some(month) = atom.month.filter(|month| Year::of(*month) == year) else { return };
        let (organisation, one_off) = (atom.borne.organisation, atom.line.is_one_off());
        let transition = transition_of(state, &atom, month);
        for counts_in in [None].into_iter().chain(transition.map(Some)) {
            *sums.entry((organisation, counts_in, one_off)).or_default() += atom.cost();
        }
    });
    sums
}

/// The transition of the reallocation that a cost is of.
fn transition_of(state: &Portfolio, atom: &CostAtom, month: Month) -> Option<TransitionId> {
    let CostSource::Cost(cost) = atom.source else { return None };
    let described = state.cost(&cost)?.descriptions.nearest(month.first_day())?;
    let CostObject::Reallocation(reallocation) = described.object else { return None };
    state.reallocation(&reallocation)?.proposal.transition
}

fn overrun(
    (organisation, transition, one_off): CountsIn,
    year: Year,
    planned: Decimal,
    budget: Decimal,
) -> Rejection {
    let kind = if one_off { "costs that come once" } else { "running costs" };
    let kind = transition
        .map_or_else(|| kind.to_owned(), |transition| format!("{kind} of transition {transition}"));
    let (organisation, kind) = (organisation.to_string(), format!("{kind} in {year}"));
    let (planned, budget) = (planned.normalize().to_string(), budget.normalize().to_string());
    Rejection::new("proposal", BudgetOverrun { organisation, kind, planned, budget })
}
