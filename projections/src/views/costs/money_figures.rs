//! Key figures with money: what a year costs on the accrual basis, over people, workstations and areas.

use rust_decimal::{Decimal, RoundingStrategy};
use schema::{Date, Measure, Month, MonthOfYear, Year};

use super::{CostAtom, CostScope, CostTotals};
use crate::{Asked, Basis, KeyFigure, KeyFigureKind, Portfolio, Scope};

/// Over what a cost is shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CostPer {
    /// For each person employed in the scope.
    Employee,
    /// For each workstation in the scope.
    Workstation,
    /// For each square metre of the scope's spaces under a measure.
    SquareMetre(Measure),
}

/// A key figure with money.
#[derive(Clone, Debug, PartialEq)]
pub struct MoneyFigure {
    /// Over what.
    pub per: CostPer,
    /// What stands over the line: the cost, without VAT and with the VAT that is a cost.
    pub cost: Decimal,
    /// What stands under the line; none where it is not known.
    pub denominator: Option<Decimal>,
    /// How many spaces are left out of an area because it is not recorded of them.
    pub left_out: usize,
    /// The part of `cost` that is a forecast.
    pub forecast: Decimal,
}

impl MoneyFigure {
    /// The cost over what stands under the line, to the hundredth, half away from zero; none where that is
    /// not known or 0.
    pub fn value(&self) -> Option<Decimal> {
        let value = self.cost.checked_div(self.denominator?)?;
        Some(value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
    }
}

/// What a year costs a scope, per employee, workstation and square metre.
///
/// The cost is the sum of the atoms whose month of accrual is in the year: of an organisation what it
/// bears, of a building or municipality what is of it, whoever bears it, less what is received for it;
/// of the portfolio everything. People, workstations and areas are those of the scope, as
/// [`KeyFigure`] counts them, on the last day of the year: `atoms` are those of the year at least.
/// Nothing where no measure is asked for.
pub fn money_figures(
    state: &Portfolio,
    basis: Basis,
    scope: &Scope,
    year: Year,
    measures: &[Measure],
    atoms: &[CostAtom],
) -> Vec<MoneyFigure> {
    let cost_scope = cost_scope(scope);
    let of_year = atoms
        .iter()
        .filter(|atom| atom.month.map(Year::of) == Some(year) && cost_scope.contains(state, atom));
    let CostTotals { cost, forecast, .. } = CostTotals::of(of_year);
    let figure =
        |per, denominator, left_out| MoneyFigure { per, cost, denominator, left_out, forecast };
    let mut figures = Vec::new();
    for measure in measures {
        let known = known(state, basis, scope, year, measure);
        if figures.is_empty() {
            figures.push(figure(CostPer::Employee, Some(known.people), 0));
            figures.push(figure(CostPer::Workstation, Some(known.workstations), 0));
        }
        figures.push(figure(CostPer::SquareMetre(measure.clone()), known.area, known.left_out));
    }
    figures
}

fn cost_scope(scope: &Scope) -> CostScope {
    let all = CostScope::default();
    match scope {
        Scope::Portfolio => all,
        Scope::Organisation(organisation) => CostScope { organisation: Some(*organisation), ..all },
        Scope::Building(building) => CostScope { building: Some(*building), ..all },
        Scope::Municipality(code) => CostScope { municipality: Some(code.clone()), ..all },
    }
}

/// What stands under the lines.
struct Known {
    people: Decimal,
    workstations: Decimal,
    area: Option<Decimal>,
    left_out: usize,
}

fn known(state: &Portfolio, basis: Basis, scope: &Scope, year: Year, measure: &Measure) -> Known {
    let on = last_day(year);
    let (scope, measure) = (scope.clone(), measure.clone());
    let figures = KeyFigure::all(state, &Asked { scope, on, basis, measure, churn_since: on });
    let of = |kind| figures.iter().find(|figure| figure.kind == kind);
    let by_area = of(KeyFigureKind::AreaPerEmployee);
    let by_workstation = of(KeyFigureKind::PeoplePerWorkstation);
    Known {
        people: by_area.map(|figure| figure.denominator).unwrap_or_default(),
        workstations: by_workstation.map(|figure| figure.denominator).unwrap_or_default(),
        area: by_area.and_then(|figure| figure.numerator),
        left_out: by_area.map_or(0, |figure| figure.left_out),
    }
}

fn last_day(year: Year) -> Date {
    let december = MonthOfYear::new(12).ok();
    let december = december.and_then(|month| Month::in_year(year.number().into(), month));
    // Every year of the calendar has a December.
    december.map_or(Date::LAST, |month| {
        if month.end() == Date::LAST { Date::LAST } else { month.end().previous_day() }
    })
}
