//! What comes once: at once, or written off month by month with interest on what is left.
//!
//! The month in which it is paid, and every later one in which the cost goes on, takes a whole part. What
//! is left when the cost ends is written off with its last day. VAT is written off as the amount is: that
//! of a month is what it takes from the VAT on what is left, so that together the months have the VAT of
//! the outlay.

use rust_decimal::Decimal;
use schema::{CostAmount, Month, Revision};

use super::{
    CostLine, CostSource, MonthCost, Months,
    cost_months::{Described, heading, signed},
    fit_outs::monthly_interest,
    instalments::Instalments,
    ratio::{HUNDREDTHS, Ratio},
    sheet::{Heading, Part, Sheet, vat_of},
    stretch::running,
};

/// What comes of a description of something that comes once, in stretches that follow each other.
pub(super) fn once_months(
    source: CostSource,
    described: &[Described],
    months: Months,
) -> Vec<MonthCost> {
    let Some(once) = Once::of(source, described) else { return Vec::new() };
    let mut costs = Vec::new();
    if months.contains(once.month()) {
        costs.extend(once.paid());
    }
    if let Some(instalments) = once.instalments() {
        for month in running(described, months.from, months.through) {
            costs.extend(once.written_off(month, &instalments));
        }
    }
    costs
}

struct Once<'a> {
    source: CostSource,
    first: &'a Described,
    described: &'a [Described],
    amount: Decimal,
    written_off_months: Option<u16>,
    interest: u16,
}

impl<'a> Once<'a> {
    fn of(source: CostSource, described: &'a [Described]) -> Option<Self> {
        let first = described.first()?;
        let CostAmount::Once { amount, written_off_months, interest } = first.holds.amount else {
            return None;
        };
        let (amount, interest) =
            (signed(&first.holds, amount.decimal()), interest.unwrap_or_default());
        Some(Self { source, first, described, amount, written_off_months, interest })
    }

    /// The month in which it is paid.
    fn month(&self) -> Month {
        Month::of(self.first.from)
    }

    fn instalments(&self) -> Option<Instalments> {
        let months = self.written_off_months?;
        Some(Instalments::new(self.amount, self.month(), months.into(), HUNDREDTHS))
    }

    fn paid(&self) -> Vec<MonthCost> {
        let (first, month) = (self.first, self.month());
        let Some(days) = first.days_of(month) else { return Vec::new() };
        let mut sheet = Sheet::default();
        let (amount, because) = (Ratio::whole(self.amount), first.because.clone());
        let part = Part { amount, days, forecast: false, because };
        sheet.add(CostLine::Once(first.holds.kind), part);
        let accrual = self.written_off_months.is_none().then_some(month);
        sheet.costs(&heading(self.source, first, accrual, Some(month))).collect()
    }

    fn written_off(&self, month: Month, instalments: &Instalments) -> Vec<MonthCost> {
        let last = |described: &&Described| described.days_of(month).is_some();
        let Some(described) = self.described.iter().rev().find(last) else { return Vec::new() };
        let Some(days) = described.days_of(month) else { return Vec::new() };
        let behind = self.first.because.iter().chain(&described.because).copied();
        let because: Vec<Revision> = behind.collect();
        let kind = described.holds.kind;
        // Nobody sends an invoice for interest on one's own money.
        let heading =
            Heading { vat_thousandths: 0, ..heading(self.source, described, Some(month), None) };
        let rate = described.holds.vat_thousandths;
        let costs = |line, amount, vat: Decimal, because| -> Option<MonthCost> {
            let mut sheet = Sheet::default();
            sheet.add(line, Part { amount, days, forecast: false, because });
            Some(MonthCost { vat, ..sheet.costs(&heading).next()? })
        };
        let (before, after) = (instalments.left_before(month), instalments.left_after(month));
        let vat_left = vat_of(after, rate);
        let part = Ratio::whole(before - after);
        let vat = vat_of(before, rate) - vat_left;
        let part = costs(CostLine::WrittenOff(kind), part, vat, because.clone());
        let rest = self.ends_with(month).and_then(|ended_by| {
            let because = because.iter().copied().chain(ended_by).collect();
            costs(CostLine::WrittenOffAtEnd(kind), Ratio::whole(after), vat_left, because)
        });
        let interest = monthly_interest(before, self.interest);
        let interest = costs(CostLine::Interest(kind), interest, Decimal::ZERO, because);
        [part, rest, interest].into_iter().flatten().collect()
    }

    /// The event that ends it where its last day is in a month.
    fn ends_with(&self, month: Month) -> Option<Option<Revision>> {
        let last = self.described.last()?;
        let to = last.to.filter(|to| Month::of(to.previous_day()) == month)?;
        debug_assert!(last.from < to, "a description holds for some days");
        Some(last.ended_by)
    }
}
