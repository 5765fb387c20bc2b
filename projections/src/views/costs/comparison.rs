//! Computed, budgeted and invoiced side by side, and why what is invoiced differs.
//!
//! Invoices are compared with what is computed for the organisation that is invoiced, before that is
//! divided among those who bear it, on the accrual basis.

use rust_decimal::Decimal;
use schema::{
    AccountCode, CostKind, InvoiceDescription, InvoiceId, InvoiceSubject, Month, OrganisationId,
    Revision, VatTreatment, Year,
};
use std::collections::{BTreeMap, BTreeSet};

use super::{CostAtom, CostLine, CostOf, CostSource, CostTotals, MonthCost, Months};
use crate::{Invoice, Portfolio};

/// Why what is invoiced is not what is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// It is computed, and no invoice is recorded.
    NotInvoiced,
    /// Several invoices together come to a multiple of what is computed, so it may be invoiced twice.
    PerhapsInvoicedTwice,
    /// The amount without VAT differs.
    AmountDiffers {
        /// Invoiced less computed.
        by: Decimal,
    },
    /// The VAT differs.
    VatDiffers {
        /// Invoiced less computed.
        by: Decimal,
    },
    /// It is invoiced, and nothing is computed.
    NotComputed,
    /// An index that is not yet published is in what is computed, or it is due only as planned.
    Forecast,
    /// A credit is among the invoices.
    Credited,
}

/// For what invoices are compared with what is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ComparedWith {
    /// For what; none where that is not known.
    pub subject: Option<InvoiceSubject>,
    /// The first month.
    pub from: Month,
    /// The last.
    pub through: Month,
}

/// What is computed and invoiced for a subject and stretch of months.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// For what, and for which months.
    pub with: ComparedWith,
    /// Computed, without VAT.
    pub computed_net: Decimal,
    /// The VAT that is computed.
    pub computed_vat: Decimal,
    /// Invoiced, without VAT.
    pub invoiced_net: Decimal,
    /// The VAT that is invoiced.
    pub invoiced_vat: Decimal,
    /// What of the VAT that is invoiced is a cost to the organisation.
    pub invoiced_vat_borne: Decimal,
    /// The invoices, in the order of their ids.
    pub invoices: Vec<InvoiceId>,
    /// How they differ; empty where they do not.
    pub differences: BTreeSet<Difference>,
}

/// A year of an organisation: what it costs as computed, decided and invoiced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearCompared {
    /// What it bears as computed, of costs that recur.
    pub running: CostTotals,
    /// What it bears as computed, of costs that come once.
    pub one_off: CostTotals,
    /// The budget for all running costs that it bears, with the VAT that is a cost; none where none is
    /// decided. Those of transitions are parts of it.
    pub budget_running: Option<Decimal>,
    /// The same for costs that come once.
    pub budget_one_off: Option<Decimal>,
    /// The event with the decision on it.
    pub budgeted_by: Option<Revision>,
    /// What is computed of what is invoiced to it, before that is divided among those who bear it.
    pub expected: CostTotals,
    /// What is invoiced to it: see [`OnAccount`] for an invoice that is not for this year alone.
    pub invoiced: CostTotals,
    /// What is computed and invoiced for each subject, in order.
    pub compared: Vec<Compared>,
    /// Computed and invoiced by month and account: see [`OnAccount`].
    pub accounts: Vec<OnAccount>,
}

/// What is computed and invoiced on an account for a month. An invoice for several months counts in
/// equal parts in each, the hundredths that are left in the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnAccount {
    /// The account; none where none is recorded.
    pub account: Option<AccountCode>,
    /// The month.
    pub month: Month,
    /// Computed, without VAT.
    pub computed_net: Decimal,
    /// Invoiced, without VAT.
    pub invoiced_net: Decimal,
}

/// Compares a year of an organisation, where `costs` and `atoms` are those of the year at least, and of
/// all months of invoices that reach into it.
pub fn compared(
    state: &Portfolio,
    organisation: OrganisationId,
    year: Year,
    costs: &[MonthCost],
    atoms: &[CostAtom],
) -> YearCompared {
    let invoices: Vec<&Invoice> = state
        .invoices()
        .values()
        .map(|invoice| &**invoice)
        .filter(|invoice| counts(invoice, organisation, year))
        .collect();
    let computed: Vec<&MonthCost> = costs
        .iter()
        .filter(|cost| cost.organisation == organisation && is_invoiced(cost))
        .collect();
    let of_year = atoms.iter().filter(|atom| {
        atom.borne.organisation == organisation && atom.month.map(Year::of) == Some(year)
    });
    let (one_off, running): (Vec<_>, Vec<_>) = of_year.partition(|atom| atom.line.is_one_off());
    let budget = state.budget(&(organisation, year, None));
    YearCompared {
        running: CostTotals::of(running),
        one_off: CostTotals::of(one_off),
        budget_running: budget.map(|budget| budget.running.decimal()),
        budget_one_off: budget.map(|budget| budget.one_off.decimal()),
        budgeted_by: budget.map(|budget| budget.revision),
        expected: expected(state, year, &computed),
        invoiced: invoiced(state, year, &invoices),
        compared: side_by_side(state, year, &computed, &invoices),
        accounts: on_accounts(year, &computed, &invoices),
    }
}

fn counts(invoice: &Invoice, organisation: OrganisationId, year: Year) -> bool {
    let InvoiceDescription { organisation: whose, from, through, .. } = *invoice.description;
    let reaches = Year::of(from) <= year && year <= Year::of(through);
    invoice.cancelled.is_none() && whose == organisation && reaches
}

/// Whether somebody sends an invoice for it: nobody does for what is written off, or comes in.
fn is_invoiced(cost: &MonthCost) -> bool {
    match cost.line {
        CostLine::WrittenOff(_) | CostLine::WrittenOffAtEnd(_) | CostLine::Interest(_) => false,
        CostLine::Running(kind) | CostLine::Once(kind) => !kind.is_income() && !is_own(kind),
        _ => true,
    }
}

/// Capital is a cost that nobody invoices.
const fn is_own(kind: CostKind) -> bool {
    matches!(kind, CostKind::Capital)
}

/// The month in which an invoice is expected for it: that of an outlay is the month in which it is paid.
const fn month_of(cost: &MonthCost) -> Option<Month> {
    match cost.month {
        Some(month) => Some(month),
        None => cost.paid,
    }
}

/// Whether a cost is what an invoice is for.
fn is_for(cost: &MonthCost, subject: InvoiceSubject) -> bool {
    match (subject, cost.source, &cost.of) {
        (InvoiceSubject::Lease(lease), CostSource::Lease(source), _) => lease == source,
        (InvoiceSubject::Cost(known), CostSource::Cost(source), _) => known == source,
        (InvoiceSubject::Building(building), CostSource::Cost(_), CostOf::Building(of)) => {
            building == *of
        }
        (InvoiceSubject::Building(building), CostSource::Cost(_), CostOf::Spaces(of, _)) => {
            building == *of
        }
        (InvoiceSubject::Hub(hub), CostSource::Cost(_), CostOf::Hub(of)) => hub == *of,
        _ => false,
    }
}

/// The stretches of months for which there are invoices, each with them, and the months for which
/// there are none.
fn side_by_side(
    state: &Portfolio,
    year: Year,
    costs: &[&MonthCost],
    invoices: &[&Invoice],
) -> Vec<Compared> {
    let mut by_subject: BTreeMap<Option<InvoiceSubject>, Vec<&Invoice>> = BTreeMap::new();
    for invoice in invoices {
        by_subject.entry(invoice.description.subject).or_default().push(invoice);
    }
    let mut compared = Vec::new();
    let mut covered = vec![false; costs.len()];
    for (subject, invoices) in &by_subject {
        for (months, invoices) in stretches(invoices) {
            let mut of: Vec<&MonthCost> = Vec::new();
            for (place, cost) in costs.iter().enumerate() {
                let within = month_of(cost).is_some_and(|month| months.contains(month));
                if within && subject.is_some_and(|subject| is_for(cost, subject)) {
                    covered[place] = true;
                    of.push(cost);
                }
            }
            compared.push(compare(state, *subject, months, &of, &invoices));
        }
    }
    let mut missing: BTreeMap<(InvoiceSubject, Month), Vec<&MonthCost>> = BTreeMap::new();
    for (cost, _) in costs.iter().zip(covered).filter(|(_, covered)| !covered) {
        let subject = match cost.source {
            CostSource::Lease(lease) => InvoiceSubject::Lease(lease),
            CostSource::Cost(cost) => InvoiceSubject::Cost(cost),
            CostSource::Membership(_) => continue,
        };
        if let Some(month) = month_of(cost).filter(|month| Year::of(*month) == year) {
            missing.entry((subject, month)).or_default().push(cost);
        }
    }
    compared.extend(missing.into_iter().map(|((subject, month), costs)| {
        let months = Months { from: month, through: month };
        compare(state, Some(subject), months, &costs, &[])
    }));
    compared.sort_by_key(|compared| compared.with);
    compared
}

/// Invoices of overlapping months together, with the months that they are for.
fn stretches<'a>(invoices: &[&'a Invoice]) -> Vec<(Months, Vec<&'a Invoice>)> {
    let mut sorted = invoices.to_vec();
    sorted.sort_by_key(|invoice| (invoice.description.from, invoice.id));
    let mut stretches: Vec<(Months, Vec<&Invoice>)> = Vec::new();
    for invoice in sorted {
        let InvoiceDescription { from, through, .. } = *invoice.description;
        match stretches.last_mut() {
            Some((months, together)) if from <= months.through => {
                months.through = months.through.max(through);
                together.push(invoice);
            }
            _ => stretches.push((Months { from, through }, vec![invoice])),
        }
    }
    stretches
}

fn compare(
    state: &Portfolio,
    subject: Option<InvoiceSubject>,
    months: Months,
    costs: &[&MonthCost],
    invoices: &[&Invoice],
) -> Compared {
    let computed_net = costs.iter().map(|cost| cost.net).sum();
    let computed_vat = costs.iter().map(|cost| cost.vat).sum();
    let invoiced_net = invoices.iter().map(|invoice| invoice.description.net.decimal()).sum();
    let invoiced_vat = invoices.iter().map(|invoice| invoice.description.vat.decimal()).sum();
    let invoiced_vat_borne = invoices.iter().map(|invoice| vat_borne(state, invoice)).sum();
    let mut numbers: Vec<InvoiceId> = invoices.iter().map(|invoice| invoice.id).collect();
    numbers.sort_unstable();
    let mut compared = Compared {
        with: ComparedWith { subject, from: months.from, through: months.through },
        computed_net,
        computed_vat,
        invoiced_net,
        invoiced_vat,
        invoiced_vat_borne,
        invoices: numbers,
        differences: BTreeSet::new(),
    };
    compared.differences = differences(&compared, costs, invoices);
    compared
}

fn differences(
    compared: &Compared,
    costs: &[&MonthCost],
    invoices: &[&Invoice],
) -> BTreeSet<Difference> {
    let mut differences = BTreeSet::new();
    if invoices.is_empty() {
        differences.insert(Difference::NotInvoiced);
    } else if costs.is_empty() {
        differences.insert(Difference::NotComputed);
    } else {
        let by = compared.invoiced_net - compared.computed_net;
        if !by.is_zero() {
            differences.insert(Difference::AmountDiffers { by });
        }
        let by = compared.invoiced_vat - compared.computed_vat;
        if !by.is_zero() {
            differences.insert(Difference::VatDiffers { by });
        }
        if is_multiple(compared) {
            differences.insert(Difference::PerhapsInvoicedTwice);
        }
    }
    if costs.iter().any(|cost| cost.forecast) {
        differences.insert(Difference::Forecast);
    }
    if invoices.iter().any(|invoice| invoice.description.net.decimal().is_sign_negative()) {
        differences.insert(Difference::Credited);
    }
    differences
}

fn is_multiple(compared: &Compared) -> bool {
    let Compared { computed_net, invoiced_net, ref invoices, .. } = *compared;
    let times = invoiced_net.checked_div(computed_net).unwrap_or_default();
    invoices.len() > 1 && times >= Decimal::TWO && times.is_integer()
}

/// What of an invoice's VAT is a cost: as its organisation treats VAT on the first day that it is for.
fn vat_borne(state: &Portfolio, invoice: &Invoice) -> Decimal {
    let InvoiceDescription { organisation, from, vat, .. } = *invoice.description;
    treated(state, organisation, from, vat.decimal())
}

fn treated(state: &Portfolio, organisation: OrganisationId, month: Month, vat: Decimal) -> Decimal {
    match state.vat_treatment(organisation, month.first_day()).0 {
        VatTreatment::Cost => vat,
        VatTreatment::Deducted | VatTreatment::Compensated => Decimal::ZERO,
    }
}

fn expected(state: &Portfolio, year: Year, costs: &[&MonthCost]) -> CostTotals {
    let mut totals = CostTotals::default();
    for cost in costs {
        let Some(month) = month_of(cost).filter(|month| Year::of(*month) == year) else { continue };
        let vat_borne = treated(state, cost.organisation, month, cost.vat);
        totals.net += cost.net;
        totals.vat += cost.vat;
        totals.vat_borne += vat_borne;
        totals.cost += cost.net + vat_borne;
        if cost.forecast {
            totals.forecast += cost.net + vat_borne;
        }
    }
    totals
}

fn invoiced(state: &Portfolio, year: Year, invoices: &[&Invoice]) -> CostTotals {
    let mut totals = CostTotals::default();
    for invoice in invoices {
        let InvoiceDescription { net, vat, .. } = *invoice.description;
        let of_year = |amount| -> Decimal {
            let parts = by_month(invoice, amount).filter(|(month, _)| Year::of(*month) == year);
            parts.map(|(_, part)| part).sum()
        };
        totals.net += of_year(net.decimal());
        totals.vat += of_year(vat.decimal());
        totals.vat_borne += of_year(vat_borne(state, invoice));
    }
    totals.cost = totals.net + totals.vat_borne;
    totals
}

/// An amount of an invoice in equal parts for each of its months, the hundredths that are left in the
/// first.
fn by_month(invoice: &Invoice, amount: Decimal) -> impl Iterator<Item = (Month, Decimal)> {
    let InvoiceDescription { from, through, .. } = *invoice.description;
    let months: Vec<Month> = Months { from, through }.each().collect();
    let parts = super::remainders::divided(amount, &vec![1; months.len()]);
    months.into_iter().zip(parts)
}

fn on_accounts(year: Year, costs: &[&MonthCost], invoices: &[&Invoice]) -> Vec<OnAccount> {
    let mut sums: BTreeMap<(Option<AccountCode>, Month), (Decimal, Decimal)> = BTreeMap::new();
    for cost in costs {
        if let Some(month) = month_of(cost) {
            sums.entry((cost.account.clone(), month)).or_default().0 += cost.net;
        }
    }
    for invoice in invoices {
        let InvoiceDescription { ref account, net, .. } = *invoice.description;
        for (month, part) in by_month(invoice, net.decimal()) {
            sums.entry((account.clone(), month)).or_default().1 += part;
        }
    }
    let of_year = sums.into_iter().filter(|((_, month), _)| Year::of(*month) == year);
    of_year
        .map(|((account, month), (computed_net, invoiced_net))| OnAccount {
            account,
            month,
            computed_net,
            invoiced_net,
        })
        .collect()
}
