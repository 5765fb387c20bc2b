//! What is approved stays within the budgets of its years. Planned costs may lie above a budget
//! already, because facts are recorded whatever they cost: then an approval adds nothing to them.

use projections::{Basis, CostAtom, CostSource, Months, Portfolio, atoms};
use rust_decimal::Decimal;
use schema::{CostObject, Date, Month, OrganisationId, TransitionId, Year};
use std::collections::{BTreeMap, BTreeSet};

use crate::{BudgetOverrun, Rejection};

/// Years whose budgets are looked at, at most: the nearest with a budget.
const YEARS_MAX: usize = 10;

/// Which budget costs count in: of which organisation, of which transition if of one, and whether for
/// costs that come once.
type CountsIn = (OrganisationId, Option<TransitionId>, bool);

/// Rejects an approval with which an organisation would bear more than it decided for a year, and more
/// than without it.
pub(super) fn check(before: &Portfolio, after: &Portfolio, today: Date) -> Result<(), Rejection> {
    for year in years(after, Year::of(Month::of(today))) {
        let (without, with) = (planned(before, year), planned(after, year));
        let budgets = after.budgets().filter(|((_, of, _), _)| *of == year);
        for (&(organisation, _, transition), budget) in budgets {
            for (one_off, decided) in [(false, budget.running), (true, budget.one_off)] {
                let counts_in = (organisation, transition, one_off);
                let sum = |of: &BTreeMap<CountsIn, Decimal>| {
                    of.get(&counts_in).copied().unwrap_or_default()
                };
                let (without, with, decided) = (sum(&without), sum(&with), decided.decimal());
                if with > decided && with > without {
                    return Err(overrun(counts_in, year, with, decided));
                }
            }
        }
    }
    Ok(())
}

/// The years from one on for which a budget is decided.
fn years(state: &Portfolio, from: Year) -> Vec<Year> {
    let years: BTreeSet<Year> = state.budgets().map(|((_, year, _), _)| *year).collect();
    years.into_iter().filter(|year| *year >= from).take(YEARS_MAX).collect()
}

/// What is planned to be borne in a year, on the accrual basis, with the VAT that is a cost.
fn planned(state: &Portfolio, year: Year) -> BTreeMap<CountsIn, Decimal> {
    let (from, through) = (Month::of(year.first_day()), Month::of(year.last_day()));
    let mut sums: BTreeMap<CountsIn, Decimal> = BTreeMap::new();
    for atom in atoms(state, Basis::Planned, Months { from, through }) {
        let Some(month) = atom.month.filter(|month| Year::of(*month) == year) else { continue };
        let (organisation, one_off) = (atom.borne.organisation, atom.line.is_one_off());
        let transition = transition_of(state, &atom, month);
        for counts_in in [None].into_iter().chain(transition.map(Some)) {
            *sums.entry((organisation, counts_in, one_off)).or_default() += atom.cost();
        }
    }
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
    let (organisation, year) = (organisation.to_string(), year.to_string());
    let (planned, budget) = (planned.normalize().to_string(), budget.normalize().to_string());
    Rejection::new("proposal", BudgetOverrun { organisation, year, kind, planned, budget })
}
