//! Computed, budgeted and invoiced side by side, and why what is invoiced differs.
//!
//! Invoices are compared with what is computed of what the organisation is to be sent invoices for, on
//! the accrual basis: what it is invoiced from outside before that is divided among those who bear it,
//! and what other organisations of the portfolio charge it for.
//!
//! An invoice is set beside what is known now of the months that it is for, however late either is
//! found. Sums of a month or year are those of the books: months that are closed stand, and what is found
//! later counts in the first that was open.

use rust_decimal::Decimal;
use schema::{
    AccountCode, InvoiceDescription, InvoiceId, InvoiceSubject, Month, OrganisationId, Revision,
    Year,
};
use std::collections::{BTreeMap, BTreeSet};

use super::{
    CostAtom, CostSource, CostTotals, Months,
    invoiced::{Entry, entries, vat_borne},
};
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
    /// Some of it became known after its months were closed.
    AfterClosing,
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
    /// What of `computed_net` became known after the months were closed.
    pub computed_later: Decimal,
    /// Invoiced, without VAT.
    pub invoiced_net: Decimal,
    /// The VAT that is invoiced.
    pub invoiced_vat: Decimal,
    /// What of the VAT that is invoiced is a cost to the organisation.
    pub invoiced_vat_borne: Decimal,
    /// What of `invoiced_net` was recorded after the months were closed.
    pub invoiced_later: Decimal,
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
    /// What is computed of what it is to be sent invoices for, as its closed books have it.
    pub expected: CostTotals,
    /// What is invoiced to it, likewise: see [`OnAccount`] for an invoice that is not for this year alone.
    pub invoiced: CostTotals,
    /// What is computed and invoiced for each subject, in order.
    pub compared: Vec<Compared>,
    /// Computed and invoiced by month and account: see [`OnAccount`].
    pub accounts: Vec<OnAccount>,
}

/// What is computed and invoiced on an account for a month, as it stands in the books. An invoice for
/// several months counts in equal parts in each, the hundredths that are left in the first; what of it is
/// for months that were closed when it was recorded counts in the first that was open.
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

/// What a year is compared of.
#[derive(Clone, Copy, Debug)]
pub struct Sides<'a> {
    /// What the organisation bears as it stands in its books: of the year at least.
    pub borne: &'a [CostAtom],
    /// What it is to be sent invoices for as it stands in its books: of [`months_compared`] at least.
    pub expected: &'a [CostAtom],
    /// The same as it is known now, for the same months.
    pub known: &'a [CostAtom],
}

/// The months of which everything has to be known to compare a year of an organisation: its own, and
/// those of all invoices that are set beside some of them.
pub fn months_compared(state: &Portfolio, organisation: OrganisationId, year: Year) -> Months {
    let within = year_of(year);
    let mut months = within;
    for (_, stretches) in stretches_of(state, organisation) {
        for (stretch, _) in stretches.iter().filter(|(stretch, _)| overlap(*stretch, within)) {
            months.from = months.from.min(stretch.from);
            months.through = months.through.max(stretch.through);
        }
    }
    months
}

/// Compares a year of an organisation.
pub fn compared(
    state: &Portfolio,
    organisation: OrganisationId,
    year: Year,
    sides: Sides<'_>,
) -> YearCompared {
    let of_year = sides.borne.iter().filter(|atom| {
        atom.borne.organisation == organisation && atom.month.map(Year::of) == Some(year)
    });
    let (one_off, running): (Vec<_>, Vec<_>) = of_year.partition(|atom| atom.line.is_one_off());
    let budget = state.budget(&(organisation, year, None));
    let of_year = |atom: &&CostAtom| atom.month.is_some_and(|month| Year::of(month) == year);
    let expected: Vec<&CostAtom> = sides.expected.iter().filter(of_year).collect();
    let invoices = state.invoices().values();
    let own = invoices.filter(|invoice| invoice.description.organisation == organisation);
    let entered: Vec<(&Invoice, Entry)> = own
        .flat_map(|invoice| entries(state, invoice).into_iter().map(|entry| (&**invoice, entry)))
        .filter(|(_, entry)| Year::of(entry.month) == year)
        .collect();
    YearCompared {
        running: CostTotals::of(running),
        one_off: CostTotals::of(one_off),
        budget_running: budget.map(|budget| budget.running.decimal()),
        budget_one_off: budget.map(|budget| budget.one_off.decimal()),
        budgeted_by: budget.map(|budget| budget.revision),
        expected: CostTotals::of(expected.iter().copied()),
        invoiced: invoiced(&entered),
        compared: side_by_side(state, organisation, year, sides),
        accounts: on_accounts(&expected, &entered),
    }
}

fn year_of(year: Year) -> Months {
    Months { from: Month::of(year.first_day()), through: Month::of(year.last_day()) }
}

fn overlap(one: Months, other: Months) -> bool {
    one.from <= other.through && other.from <= one.through
}

/// Whether a cost is what an invoice to an organisation is for.
fn is_for(atom: &CostAtom, organisation: OrganisationId, subject: InvoiceSubject) -> bool {
    // A charge is of the place, whatever the other organisation is invoiced for.
    let charged = atom.invoiced != organisation;
    match (subject, atom.source) {
        (InvoiceSubject::Lease(lease), CostSource::Lease(source)) => lease == source,
        (InvoiceSubject::Cost(cost), CostSource::Cost(source)) => cost == source,
        (InvoiceSubject::Building(building), source) => {
            let recorded = matches!(source, CostSource::Cost(_));
            atom.building == Some(building) && (recorded || charged)
        }
        (InvoiceSubject::Hub(hub), source) => {
            let of_hub = !matches!(source, CostSource::Lease(_));
            atom.hub == Some(hub) && (of_hub || charged)
        }
        _ => false,
    }
}

type Stretches<'a> = Vec<(Months, Vec<&'a Invoice>)>;

/// The stretches of months for which an organisation has invoices, by what they are for: what is closest
/// first, so that what an invoice of its own covers does not count again under its building or hub.
fn stretches_of(
    state: &Portfolio,
    organisation: OrganisationId,
) -> Vec<(Option<InvoiceSubject>, Stretches<'_>)> {
    let invoices = state.invoices().values().filter(|invoice| {
        invoice.cancelled.is_none() && invoice.description.organisation == organisation
    });
    let mut by_subject: BTreeMap<Option<InvoiceSubject>, Vec<&Invoice>> = BTreeMap::new();
    for invoice in invoices {
        by_subject.entry(invoice.description.subject).or_default().push(invoice);
    }
    let mut stretches: Vec<_> =
        by_subject.into_iter().map(|(subject, invoices)| (subject, stretches(&invoices))).collect();
    stretches.sort_by_key(|(subject, _)| match subject {
        Some(InvoiceSubject::Lease(_) | InvoiceSubject::Cost(_)) => 0,
        Some(InvoiceSubject::Building(_)) => 1,
        Some(InvoiceSubject::Hub(_)) => 2,
        None => 3,
    });
    stretches
}

/// Costs that are compared with the same invoices.
#[derive(Default)]
struct Computed<'a> {
    known: Vec<&'a CostAtom>,
    /// What of them stood when their months were closed, without VAT.
    stood: Decimal,
}

impl<'a> Computed<'a> {
    fn add(&mut self, atom: &'a CostAtom, is_known: bool) {
        if is_known {
            self.known.push(atom);
        } else {
            self.stood += atom.net;
        }
    }
}

/// The stretches of months for which there are invoices, each with them, and the months for which
/// there are none.
fn side_by_side(
    state: &Portfolio,
    organisation: OrganisationId,
    year: Year,
    sides: Sides<'_>,
) -> Vec<Compared> {
    let (within, months) = (year_of(year), months_compared(state, organisation, year));
    let known = sides.known.iter().map(|atom| (atom, true));
    let stood = sides.expected.iter().filter(|atom| atom.adjusts.is_none());
    let all: Vec<(&CostAtom, bool)> = known.chain(stood.map(|atom| (atom, false))).collect();
    let mut compared = Vec::new();
    let mut covered = vec![false; all.len()];
    for (subject, stretches) in stretches_of(state, organisation) {
        for (stretch, invoices) in stretches {
            if !overlap(stretch, months) {
                continue;
            }
            let mut of = Computed::default();
            for ((atom, is_known), covered) in all.iter().zip(&mut covered) {
                let asked = atom.month.is_some_and(|month| stretch.contains(month));
                let is_for = |subject| is_for(atom, organisation, subject);
                if asked && !*covered && subject.is_some_and(is_for) {
                    *covered = true;
                    of.add(atom, *is_known);
                }
            }
            if overlap(stretch, within) {
                compared.push(compare(state, subject, stretch, &of, &invoices));
            }
        }
    }
    let mut missing: BTreeMap<(InvoiceSubject, Month), Computed<'_>> = BTreeMap::new();
    for ((atom, is_known), _) in all.iter().zip(covered).filter(|(_, covered)| !covered) {
        let subject = match atom.source {
            CostSource::Lease(lease) => Some(InvoiceSubject::Lease(lease)),
            CostSource::Cost(cost) => Some(InvoiceSubject::Cost(cost)),
            CostSource::Membership(_) => atom.hub.map(InvoiceSubject::Hub),
        };
        let month = atom.month.filter(|month| within.contains(*month));
        if let Some(of) = subject.zip(month) {
            missing.entry(of).or_default().add(atom, *is_known);
        }
    }
    compared.extend(missing.into_iter().map(|((subject, month), of)| {
        let months = Months { from: month, through: month };
        compare(state, Some(subject), months, &of, &[])
    }));
    compared.sort_by_key(|compared| compared.with);
    compared
}

/// Invoices of overlapping months together, with the months that they are for.
fn stretches<'a>(invoices: &[&'a Invoice]) -> Stretches<'a> {
    let mut sorted = invoices.to_vec();
    sorted.sort_by_key(|invoice| (invoice.description.from, invoice.id));
    let mut stretches: Stretches<'_> = Vec::new();
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
    of: &Computed<'_>,
    invoices: &[&Invoice],
) -> Compared {
    let computed_net = of.known.iter().map(|atom| atom.net).sum();
    let computed_vat = of.known.iter().map(|atom| atom.vat).sum();
    let invoiced_net = invoices.iter().map(|invoice| invoice.description.net.decimal()).sum();
    let invoiced_vat = invoices.iter().map(|invoice| invoice.description.vat.decimal()).sum();
    let invoiced_vat_borne = invoices.iter().map(|invoice| vat_borne(state, invoice)).sum();
    let entered = invoices.iter().flat_map(|invoice| entries(state, invoice));
    let invoiced_later = entered.filter(|entry| entry.adjusts).map(|entry| entry.net).sum();
    let mut numbers: Vec<InvoiceId> = invoices.iter().map(|invoice| invoice.id).collect();
    numbers.sort_unstable();
    let mut compared = Compared {
        with: ComparedWith { subject, from: months.from, through: months.through },
        computed_net,
        computed_vat,
        computed_later: computed_net - of.stood,
        invoiced_net,
        invoiced_vat,
        invoiced_vat_borne,
        invoiced_later,
        invoices: numbers,
        differences: BTreeSet::new(),
    };
    compared.differences = differences(&compared, &of.known, invoices);
    compared
}

fn differences(
    compared: &Compared,
    costs: &[&CostAtom],
    invoices: &[&Invoice],
) -> BTreeSet<Difference> {
    let mut differences = BTreeSet::new();
    if invoices.is_empty() {
        if !costs.is_empty() {
            differences.insert(Difference::NotInvoiced);
        }
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
    if !compared.computed_later.is_zero() || !compared.invoiced_later.is_zero() {
        differences.insert(Difference::AfterClosing);
    }
    differences
}

fn is_multiple(compared: &Compared) -> bool {
    let Compared { computed_net, invoiced_net, ref invoices, .. } = *compared;
    let times = invoiced_net.checked_div(computed_net).unwrap_or_default();
    invoices.len() > 1 && times >= Decimal::TWO && times.is_integer()
}

fn invoiced(entered: &[(&Invoice, Entry)]) -> CostTotals {
    let mut totals = CostTotals::default();
    for (_, entry) in entered {
        totals.net += entry.net;
        totals.vat += entry.vat;
        totals.vat_borne += entry.vat_borne;
    }
    totals.cost = totals.net + totals.vat_borne;
    totals
}

fn on_accounts(expected: &[&CostAtom], entered: &[(&Invoice, Entry)]) -> Vec<OnAccount> {
    let mut sums: BTreeMap<(Option<AccountCode>, Month), (Decimal, Decimal)> = BTreeMap::new();
    for atom in expected {
        if let Some(month) = atom.month {
            sums.entry((atom.account.clone(), month)).or_default().0 += atom.net;
        }
    }
    for (invoice, entry) in entered {
        let account = invoice.description.account.clone();
        sums.entry((account, entry.month)).or_default().1 += entry.net;
    }
    let sums = sums.into_iter();
    sums.map(|((account, month), (computed_net, invoiced_net))| OnAccount {
        account,
        month,
        computed_net,
        invoiced_net,
    })
    .collect()
}
