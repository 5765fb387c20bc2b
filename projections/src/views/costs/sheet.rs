//! The lines of a source for days of a month, put together from parts and rounded.

use rust_decimal::Decimal;
use schema::{AccountCode, Date, Month, OrganisationId, Revision, Rounding};
use std::{
    collections::{BTreeMap, btree_map::Entry},
    sync::Arc,
};

use super::{
    CostLine, CostOf, CostSource, MonthCost,
    behind::together,
    ratio::{HUNDREDTHS, Ratio},
};

/// What the lines of a sheet have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) source: CostSource,
    pub(super) of: CostOf,
    pub(super) organisation: OrganisationId,
    pub(super) receiver: Option<OrganisationId>,
    pub(super) account: Option<AccountCode>,
    pub(super) rounding: Rounding,
    pub(super) vat_thousandths: u16,
    pub(super) month: Option<Month>,
    pub(super) paid: Option<Month>,
}

/// A part of a line.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) amount: Ratio,
    pub(super) days: (Date, Date),
    pub(super) forecast: bool,
    pub(super) because: Vec<Revision>,
}

impl Part {
    fn merge(&mut self, other: Self) {
        self.amount = self.amount.plus(other.amount);
        self.days = (self.days.0.min(other.days.0), self.days.1.max(other.days.1));
        self.forecast |= other.forecast;
        self.because.extend(other.because);
    }
}

/// Lines, each the sum of its parts.
#[derive(Debug, Default)]
pub(super) struct Sheet(BTreeMap<CostLine, Part>);

impl Sheet {
    pub(super) fn add(&mut self, line: CostLine, part: Part) {
        match self.0.entry(line) {
            Entry::Vacant(new) => drop(new.insert(part)),
            Entry::Occupied(mut known) => known.get_mut().merge(part),
        }
    }

    /// Its lines, rounded. One that comes to nothing is left out.
    pub(super) fn costs(self, heading: &Heading) -> impl Iterator<Item = MonthCost> + '_ {
        let lines = self.0.into_iter().map(|(line, part)| {
            let amounts = rounded(heading, part.amount);
            cost(heading, line, part, amounts)
        });
        lines.filter(|cost| !cost.net.is_zero())
    }
}

/// What the lines of months that are invoiced together have come to: the amounts of the months are
/// rounded so that together they are the rounded amount of the invoice.
#[derive(Debug, Default)]
pub(super) struct Invoice {
    heading: Option<Heading>,
    lines: BTreeMap<CostLine, SoFar>,
}

/// What a line has come to.
#[derive(Debug)]
struct SoFar {
    amount: Ratio,
    net: Decimal,
    vat: Decimal,
}

impl Invoice {
    /// The lines of a month, which follows those before: on the same invoice where all but the month is
    /// the same, else on another.
    pub(super) fn costs(&mut self, heading: &Heading, sheet: Sheet) -> Vec<MonthCost> {
        let without_month = Heading { month: None, ..heading.clone() };
        if self.heading.as_ref() != Some(&without_month) {
            *self = Self { heading: Some(without_month), lines: BTreeMap::new() };
        }
        let lines = sheet.0.into_iter().map(|(line, part)| {
            let so_far = self.lines.entry(line).or_insert(SoFar {
                amount: Ratio::ZERO,
                net: Decimal::ZERO,
                vat: Decimal::ZERO,
            });
            let amount = so_far.amount.plus(part.amount);
            let (net, vat) = rounded(heading, amount);
            let cost = cost(heading, line, part, (net - so_far.net, vat - so_far.vat));
            *so_far = SoFar { amount, net, vat };
            cost
        });
        something(lines.collect())
    }
}

/// Lines without those that come to nothing. Where that is a forecast of what an index adds, the rent
/// beside it is one: the index may yet add to it.
fn something(mut lines: Vec<MonthCost>) -> Vec<MonthCost> {
    let index = lines.iter().find(|cost| cost.line == CostLine::Index);
    let unseen = index.filter(|index| index.net.is_zero() && index.forecast);
    if let Some(behind) = unseen.map(|index| Arc::clone(&index.because)) {
        for rent in lines.iter_mut().filter(|cost| cost.line == CostLine::Rent) {
            rent.forecast = true;
            rent.because = together(&rent.because, behind.iter().copied());
        }
    }
    lines.retain(|cost| !cost.net.is_zero());
    lines
}

/// An amount and its VAT, rounded.
fn rounded(heading: &Heading, amount: Ratio) -> (Decimal, Decimal) {
    let net = amount.rounded(heading.rounding.decimals());
    (net, vat_of(net, heading.vat_thousandths))
}

/// The VAT on an amount, rounded.
pub(super) fn vat_of(net: Decimal, thousandths: u16) -> Decimal {
    Ratio::over(net * Decimal::from(thousandths), Decimal::ONE_THOUSAND).rounded(HUNDREDTHS)
}

fn cost(
    heading: &Heading,
    line: CostLine,
    part: Part,
    (net, vat): (Decimal, Decimal),
) -> MonthCost {
    let mut because = part.because;
    because.sort_unstable();
    because.dedup();
    MonthCost {
        source: heading.source,
        line,
        month: heading.month,
        paid: heading.paid,
        of: heading.of.clone(),
        organisation: heading.organisation,
        receiver: heading.receiver,
        net,
        vat,
        account: heading.account.clone(),
        forecast: part.forecast,
        days: part.days,
        because: because.into(),
    }
}
