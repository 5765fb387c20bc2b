//! What comes once: at once, or written off month by month with interest on what is left.
//!
//! The month in which it is paid, and every later one in which the cost goes on, takes a whole part. A
//! later description with another amount is an outlay of the difference on its own date; what is left
//! is then written off over the months that are left. What is left when the cost ends, or recurs from
//! then on, is written off with its last day.

use rust_decimal::Decimal;
use schema::{CostAmount, Date, Month, Revision};

use super::{
    CostLine, CostSource, MonthCost, Months,
    cost_months::{Described, heading, signed},
    fit_outs::monthly_interest,
    instalments::Instalments,
    ratio::{HUNDREDTHS, Ratio},
    sheet::{Heading, Part, Sheet},
    stretch::running,
};

/// Money that is paid.
struct Outlay<'a> {
    described: &'a Described,
    amount: Decimal,
    written_off: bool,
    because: Vec<Revision>,
}

/// How what is left is written off from a month on.
struct Stage {
    from: Month,
    instalments: Instalments,
    because: Vec<Revision>,
}

/// The terms on which a description is of something that comes once: how much, over how many months, at
/// which interest.
fn terms(described: &Described) -> Option<(Decimal, Option<u16>, u16)> {
    match described.holds.amount {
        CostAmount::Once { amount, written_off_months, interest } => {
            let amount = signed(&described.holds, amount.decimal());
            Some((amount, written_off_months, interest.unwrap_or(0)))
        }
        CostAmount::PerYear { .. } | CostAmount::PerSeatAndYear { .. } => None,
    }
}

/// What comes of descriptions that follow each other, each of something that comes once.
pub(super) fn once_months(
    source: CostSource,
    described: &[Described],
    months: Months,
) -> Vec<MonthCost> {
    let (outlays, stages) = plan(described);
    let mut costs = Vec::new();
    for outlay in outlays.iter().filter(|outlay| months.contains(Month::of(outlay.described.from)))
    {
        costs.extend(paid(source, outlay));
    }
    let run = Run { source, described, stages };
    for month in running(described, months.from, months.through) {
        costs.extend(run.written_off(month));
    }
    costs
}

fn plan(described: &[Described]) -> (Vec<Outlay<'_>>, Vec<Stage>) {
    let (mut outlays, mut stages) = (Vec::new(), Vec::<Stage>::new());
    let (mut paid, mut before, mut because) = (Decimal::ZERO, None, Vec::new());
    for one in described {
        let Some((amount, over, _)) = terms(one) else { continue };
        because.extend(one.because.iter().copied());
        if before == Some((amount, over)) {
            continue;
        }
        let month = Month::of(one.from);
        let start = Month::of(described[0].from);
        let (outlay, written_off) = (amount - paid, over.is_some());
        let left =
            stages.last().map_or(Decimal::ZERO, |stage| stage.instalments.left_before(month));
        let over_months = over.map_or(1, |over| i64::from(over) - start.until(month));
        let amount_left = if written_off { left + outlay } else { left };
        stages.push(Stage {
            from: month,
            instalments: Instalments::new(amount_left, month, over_months, HUNDREDTHS),
            because: because.clone(),
        });
        let because = because.clone();
        outlays.push(Outlay { described: one, amount: outlay, written_off, because });
        (paid, before) = (amount, Some((amount, over)));
    }
    (outlays, stages)
}

fn paid(source: CostSource, outlay: &Outlay<'_>) -> Vec<MonthCost> {
    let Outlay { described, amount, written_off, .. } = *outlay;
    let month = Month::of(described.from);
    let Some(days) = described.days_of(month) else { return Vec::new() };
    let mut sheet = Sheet::default();
    let because = outlay.because.clone();
    let part = Part { amount: Ratio::whole(amount), days, forecast: false, because };
    sheet.add(CostLine::Once(described.holds.kind), part);
    let accrual = (!written_off).then_some(month);
    sheet.costs(&heading(source, described, accrual, Some(month))).collect()
}

/// Descriptions of something that comes once, and how it is written off.
struct Run<'a> {
    source: CostSource,
    described: &'a [Described],
    stages: Vec<Stage>,
}

impl Run<'_> {
    fn written_off(&self, month: Month) -> Vec<MonthCost> {
        let last = |described: &&Described| described.days_of(month).is_some();
        let Some(described) = self.described.iter().rev().find(last) else { return Vec::new() };
        let Some(days) = described.days_of(month) else { return Vec::new() };
        let Some(stage) = self.stages.iter().rev().find(|stage| stage.from <= month) else {
            return Vec::new();
        };
        let Stage { instalments, because, .. } = stage;
        let because: Vec<Revision> = because.iter().chain(&described.because).copied().collect();
        let kind = described.holds.kind;
        let mut sheet = Sheet::default();
        let part = Ratio::whole(instalments.part(month));
        sheet.add(CostLine::WrittenOff(kind), of(part, days, because.clone()));
        if let Some(ended_by) = self.ends_with(month) {
            let left = Ratio::whole(instalments.left_after(month));
            let because = because.iter().copied().chain(ended_by).collect();
            sheet.add(CostLine::WrittenOffAtEnd(kind), of(left, days, because));
        }
        let heading = heading(self.source, described, Some(month), None);
        let mut costs: Vec<MonthCost> = sheet.costs(&heading).collect();
        // Nobody sends an invoice for interest on one's own money.
        let without_vat = Heading { vat_thousandths: 0, ..heading };
        let interest = terms(described).map_or(0, |(_, _, interest)| interest);
        let interest = monthly_interest(instalments.left_before(month), interest);
        let mut sheet = Sheet::default();
        sheet.add(CostLine::Interest(kind), of(interest, days, because.clone()));
        costs.extend(sheet.costs(&without_vat));
        costs
    }

    /// The event that ends it where its last day is in a month.
    fn ends_with(&self, month: Month) -> Option<Option<Revision>> {
        let last = self.described.last()?;
        let to = last.to.filter(|to| Month::of(to.previous_day()) == month)?;
        debug_assert!(last.from < to, "a description holds for some days");
        Some(last.ended_by)
    }
}

const fn of(amount: Ratio, days: (Date, Date), because: Vec<Revision>) -> Part {
    Part { amount, days, forecast: false, because }
}
