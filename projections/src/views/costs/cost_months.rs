//! What a recorded cost beside rent costs month by month.

use rust_decimal::Decimal;
use schema::{CostAmount, CostDescription, CostObject, Month, Revision, Rounding};
use std::sync::Arc;

use super::{
    CostLine, CostOf, CostSource, MonthCost, Months,
    ratio::Ratio,
    sheet::{Heading, Part, Sheet},
    stretch::{Stretch, running},
    written_off::once_months,
};
use crate::{Basis, Cost, Entry, Portfolio, ReallocationStatus};

pub(super) type Described = Stretch<CostDescription>;

/// What a cost is in the months, or what of it is paid in them.
pub(super) fn cost_months(
    state: &Portfolio,
    basis: Basis,
    cost: &Cost,
    months: Months,
) -> Vec<MonthCost> {
    let described = described(state, basis, cost);
    let source = CostSource::Cost(cost.id);
    // What comes once does not come to recur, nor the other way about.
    if described.first().is_some_and(is_once) {
        once_months(source, &described, months)
    } else {
        recurring_months(source, &described, months)
    }
}

fn is_once(described: &Described) -> bool {
    matches!(described.holds.amount, CostAmount::Once { .. })
}

/// What is described until the cost ends, without what does not count on the basis.
fn described(state: &Portfolio, basis: Basis, cost: &Cost) -> Vec<Described> {
    let days = cost.descriptions.entries().chunk_by(|one, next| one.from == next.from);
    let holding: Vec<_> = days.filter_map(<[_]>::last).collect();
    let ended = cost.ended.as_ref().map(|ended| (ended.from, ended.revision));
    let mut described = Vec::new();
    for (place, entry) in holding.iter().enumerate() {
        let next = holding.get(place + 1).map(|next| (next.from, next.revision));
        let until = [next, ended].into_iter().flatten().min();
        let Some((of, counts_by)) = counted(state, basis, entry) else { continue };
        if until.is_some_and(|(to, _)| to <= entry.from) {
            continue;
        }
        let whole = Described {
            from: entry.from,
            to: until.map(|(to, _)| to),
            holds: Arc::clone(&entry.value),
            of,
            organisation: entry.value.organisation,
            receiver: None,
            because: std::iter::once(entry.revision).chain(counts_by).collect(),
            ended_by: until.map(|(_, revision)| revision),
        };
        let standing = whole.standing(state).into_iter();
        described.extend(standing.flat_map(|described| described.corrected(&cost.corrected)));
    }
    described
}

/// Of what a cost is, and the event by which it counts where that takes one; none where it does not
/// count.
fn counted(
    state: &Portfolio,
    basis: Basis,
    entry: &Entry<Arc<CostDescription>>,
) -> Option<(CostOf, Option<Revision>)> {
    let of = match entry.value.object {
        CostObject::Building(building) => CostOf::Building(building),
        CostObject::Space(space) => {
            let level = state.level(&state.space(&space)?.level)?;
            let spaces = state.followed(&[space], (entry.from, entry.revision));
            CostOf::Spaces(level.building, spaces.into())
        }
        CostObject::Hub(hub) => CostOf::Hub(hub),
        CostObject::Unit(unit) => CostOf::Unit(unit),
        CostObject::Reallocation(reallocation) => {
            let known = state.reallocation(&reallocation)?;
            let done = known.done.values().map(|done| done.revision).min();
            let approved = known.approvals.last().map(|approval| approval.revision);
            let stands = matches!(
                known.status,
                ReallocationStatus::Approved | ReallocationStatus::Completed
            );
            let counts_by = match basis {
                Basis::Actual => done,
                Basis::Planned => approved.filter(|_| stands).or(done),
            };
            return Some((CostOf::Reallocation(reallocation), Some(counts_by?)));
        }
    };
    Some((of, None))
}

pub(super) fn heading(
    source: CostSource,
    described: &Described,
    month: Option<Month>,
    paid: Option<Month>,
) -> Heading {
    Heading {
        source,
        of: described.of.clone(),
        organisation: described.organisation,
        receiver: None,
        account: described.holds.account.clone(),
        rounding: Rounding::Hundredth,
        vat_thousandths: described.holds.vat_thousandths,
        month,
        paid,
    }
}

/// An amount as it counts: an income is negative.
pub(super) fn signed(description: &CostDescription, amount: Decimal) -> Decimal {
    if description.kind.is_income() { -amount } else { amount }
}

fn recurring_months(source: CostSource, described: &[Described], months: Months) -> Vec<MonthCost> {
    let mut costs = Vec::new();
    for month in running(described, months.from, months.through) {
        let here: Vec<&Described> =
            described.iter().filter(|described| described.days_of(month).is_some()).collect();
        let headed = |described: &Described| heading(source, described, Some(month), Some(month));
        for alike in here.chunk_by(|one, next| headed(one) == headed(next)) {
            let mut sheet = Sheet::default();
            for described in alike {
                add(described, month, &mut sheet);
            }
            costs.extend(sheet.costs(&headed(alike[0])));
        }
    }
    costs
}

fn add(described: &Described, month: Month, sheet: &mut Sheet) {
    let description = &described.holds;
    let per_year = match description.amount {
        CostAmount::PerYear { amount } => amount.decimal(),
        CostAmount::PerSeatAndYear { amount, seats } => amount.decimal() * Decimal::from(seats),
        CostAmount::Once { .. } => return,
    };
    let Some(days) = described.days_of(month) else { return };
    let per_year = Ratio::whole(signed(description, per_year));
    let part = Part {
        amount: per_year.for_days(days, month),
        days,
        forecast: false,
        because: described.behind(month).collect(),
    };
    sheet.add(CostLine::Running(description.kind), part);
}
