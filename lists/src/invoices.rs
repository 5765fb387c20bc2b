//! Lists of invoices: rows below the header to invoices, or to the reasons why they are none.

use rust_decimal::Decimal;
use schema::{Date, Money, Month, Voucher};
use std::{collections::BTreeMap, fmt};

use crate::{
    InvoiceOf, InvoiceRow, ListError, Options, Problem,
    cells::{Cells, Problems},
    header::Header,
    invoice_field::{InvoiceField, accepted},
    outcome::Outcome,
    parents::folded,
    period,
    report::{Report, counted},
    source::{self, Source},
    table::Row,
    totals::NoEntries,
};

/// The invoices of a list, and what became of its other rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceList {
    /// The invoices, in the order of the list.
    pub rows: Vec<InvoiceRow>,
    /// How the file was understood, and what did not come in.
    pub report: Report,
}

/// Fields whose merged cells hold for every row that they reach over.
const MERGED: [InvoiceField; 3] =
    [InvoiceField::Organisation, InvoiceField::OrganisationNumber, InvoiceField::Supplier];

const SUBJECTS: [InvoiceField; 4] =
    [InvoiceField::Lease, InvoiceField::Cost, InvoiceField::Building, InvoiceField::Hub];

const fn is_number(field: &InvoiceField) -> bool {
    matches!(field, InvoiceField::Net | InvoiceField::Vat)
}

/// Reads a list of invoices.
pub(crate) fn read(bytes: &[u8], file: &str, options: &Options) -> Result<InvoiceList, ListError> {
    let source: Source<InvoiceField> = source::open(bytes, options)?;
    require_columns(&source.header)?;
    let mut reading = Reading::new(&source, options);
    for row in source.below() {
        reading.row(row)?;
    }
    let (rows, left_out, rejected) = reading.outcome.into_parts();
    let mut report: Report = source.report(file);
    report.accepted = rows.len();
    report.left_out = left_out;
    report.rejected = rejected;
    report.notes.extend(source.merged_numbers(is_number));
    Ok(InvoiceList { rows, report })
}

fn require_columns(header: &Header<InvoiceField>) -> Result<(), ListError> {
    let required = [InvoiceField::Supplier, InvoiceField::IssuedOn, InvoiceField::Vat];
    let periods = [InvoiceField::Period, InvoiceField::From];
    let says_period = periods.iter().any(|field| header.column(field).is_some());
    let missing = required.into_iter().find(|field| header.column(field).is_none());
    let missing = missing.or((!says_period).then_some(InvoiceField::Period));
    match missing {
        None => Ok(()),
        Some(field) => Err(ListError::MissingColumn {
            field: field.to_string(),
            accepted: accepted(field).to_owned(),
            columns: header.headings(),
        }),
    }
}

struct Reading<'t> {
    cells: Cells<'t, InvoiceField>,
    no_entries: NoEntries<'t, InvoiceField>,
    /// By organisation and voucher, the row that gave it first.
    known: BTreeMap<(Option<String>, Voucher), u32>,
    outcome: Outcome<InvoiceRow>,
}

impl<'t> Reading<'t> {
    fn new(source: &'t Source<InvoiceField>, options: &'t Options) -> Self {
        let (table, header) = (&source.table, &source.header);
        Self {
            cells: Cells::new(table, header, &MERGED, is_number, options.mapping.decimal()),
            no_entries: NoEntries::new(header, &options.mapping),
            known: BTreeMap::new(),
            outcome: Outcome::new(&options.limits),
        }
    }

    fn row(&mut self, row: &Row) -> Result<(), ListError> {
        if let Some(why) = self.no_invoice(row) {
            return self.outcome.leave_out(row.number, why);
        }
        let mut problems = Problems::default();
        match self.invoice(row, &mut problems).filter(|_| problems.all.is_empty()) {
            Some(invoice) => {
                let texts = invoice.supplier.as_str().len() + invoice.voucher.as_str().len();
                self.outcome.accept(row.number, size_of::<InvoiceRow>() + texts, invoice)
            }
            None => self.outcome.reject(row.number, problems.all),
        }
    }

    /// Why a row is no invoice at all.
    fn no_invoice(&mut self, row: &Row) -> Option<String> {
        if let Some(why) = self.no_entries.why(row) {
            return Some(why);
        }
        let has_voucher = self.cells.own(row, &InvoiceField::Voucher).is_some();
        let numbers = |field: &InvoiceField| is_number(field) && !has_voucher;
        self.no_entries.why_unnamed(row, &self.cells, numbers)
    }

    /// The invoice of a row. All its cells are read before it is given up, so that each fault is told.
    fn invoice(&mut self, row: &Row, problems: &mut Problems) -> Option<InvoiceRow> {
        let organisation = self.cells.text(row, &InvoiceField::Organisation, problems);
        let organisation_number = self.cells.code(row, &InvoiceField::OrganisationNumber, problems);
        let voucher = self.cells.code::<Voucher>(row, &InvoiceField::Voucher, problems);
        let supplier = self.cells.text(row, &InvoiceField::Supplier, problems);
        let subject = self.subject(row, problems);
        let issued_on = self.date(row, InvoiceField::IssuedOn, problems);
        let paid_on = self.date(row, InvoiceField::PaidOn, problems);
        let period = self.period(row, problems);
        let amounts = self.amounts(row, problems);
        let account = self.cells.code(row, &InvoiceField::Account, problems);
        let missing = [
            (InvoiceField::Voucher, voucher.is_none(), "its number in the books"),
            (InvoiceField::Supplier, supplier.is_none(), "who sent it"),
            (InvoiceField::IssuedOn, issued_on.is_none(), "its date"),
            (InvoiceField::Net, amounts.is_none(), "an amount, 0 where there is none"),
        ];
        if problems.all.is_empty() {
            for (field, _, what) in missing.into_iter().filter(|(_, missing, _)| *missing) {
                let reason = format!("is blank; accepted is {what}");
                problems.add(self.cells.problem(&field, None, reason));
            }
        }
        let ((from, through), (net, vat)) = (period?, amounts?);
        let (voucher, supplier, issued_on) = (voucher?, supplier?, issued_on?);
        let whose = organisation_number
            .as_ref()
            .map(|number: &schema::OrganisationNumber| number.to_string())
            .or_else(|| organisation.as_ref().map(folded));
        self.once(row, whose, &voucher, problems)?;
        self.no_entries.sums.add(&InvoiceField::Net, net.decimal());
        self.no_entries.sums.add(&InvoiceField::Vat, vat.decimal());
        Some(InvoiceRow {
            row: row.number,
            organisation,
            organisation_number,
            voucher,
            supplier,
            subject,
            issued_on,
            paid_on,
            from,
            through,
            net,
            vat,
            account,
        })
    }

    /// Refuses a voucher that stands in the list already.
    fn once(
        &mut self,
        row: &Row,
        whose: Option<String>,
        voucher: &Voucher,
        problems: &mut Problems,
    ) -> Option<()> {
        let first = *self.known.entry((whose, voucher.clone())).or_insert(row.number);
        if first == row.number {
            return Some(());
        }
        let field = InvoiceField::Voucher;
        let reason = format!(
            "stands in row {first} already, in the same organisation; accepted is each voucher once, its \
             rows added up"
        );
        problems.add(self.cells.problem(&field, self.cells.own(row, &field), reason));
        None
    }

    fn subject(&self, row: &Row, problems: &mut Problems) -> Option<InvoiceOf> {
        let given = SUBJECTS.into_iter().filter(|field| self.cells.own(row, field).is_some());
        let given: Vec<InvoiceField> = given.collect();
        if let [first, second, ..] = given[..] {
            let reason = format!("stands beside a {first}; accepted is one of them");
            problems.add(self.cells.problem(&second, self.cells.own(row, &second), reason));
        }
        let field = *given.first()?;
        let text = self.cells.text(row, &field, problems)?;
        Some(match field {
            InvoiceField::Lease => InvoiceOf::Lease(text),
            InvoiceField::Cost => InvoiceOf::Cost(text),
            InvoiceField::Building => InvoiceOf::Building(text),
            _ => InvoiceOf::Hub(text),
        })
    }

    fn date(&self, row: &Row, field: InvoiceField, problems: &mut Problems) -> Option<Date> {
        let value = self.cells.own(row, &field)?;
        problems.take(
            period::date(value).map_err(|reason| self.cells.problem(&field, Some(value), reason)),
        )
    }

    /// The first and the last month, in one column or in two.
    fn period(&self, row: &Row, problems: &mut Problems) -> Option<(Month, Month)> {
        let mut months = |field: InvoiceField| {
            let value = self.cells.own(row, &field)?;
            let read = period::months(value);
            problems.take(read.map_err(|reason| self.cells.problem(&field, Some(value), reason)))
        };
        if let Some(period) = months(InvoiceField::Period) {
            return Some(period);
        }
        let (from, through) = (months(InvoiceField::From), months(InvoiceField::Through));
        let field = if self.cells.has(&InvoiceField::From) {
            InvoiceField::From
        } else {
            InvoiceField::Period
        };
        match (from, through) {
            (Some((from, last)), through) => {
                let through = through.map_or(last, |(_, through)| through);
                if from <= through {
                    return Some((from, through));
                }
                let field = InvoiceField::Through;
                let reason = format!("is before {from}; accepted is that month or a later one");
                problems.add(self.cells.problem(&field, self.cells.own(row, &field), reason));
                None
            }
            (None, _) => {
                if problems.all.is_empty() {
                    let reason = "is blank; accepted is the month that it is for";
                    problems.add(self.cells.problem(&field, None, reason));
                }
                None
            }
        }
    }

    /// Net and VAT; where VAT is blank, there is none.
    fn amounts(&self, row: &Row, problems: &mut Problems) -> Option<(Money, Money)> {
        let mut money = |field: InvoiceField, blank: Option<Decimal>| {
            let value = self.cells.own(row, &field);
            let number = match value {
                None => Ok(blank?),
                Some(value) => self.cells.as_number(value),
            };
            let read = number.and_then(|number| {
                Money::new(number).map_err(|invalid| format!("accepted is {}", invalid.accepted))
            });
            problems.take(read.map_err(|reason| self.cells.problem(&field, value, reason)))
        };
        let net = money(InvoiceField::Net, None);
        let vat = money(InvoiceField::Vat, Some(Decimal::ZERO));
        let (net, vat) = (net?, vat?);
        if net.decimal().is_sign_negative() == vat.decimal().is_sign_negative()
            || net.decimal().is_zero()
            || vat.decimal().is_zero()
        {
            return Some((net, vat));
        }
        let field = InvoiceField::Vat;
        let reason = "is of the other sign than the net amount; accepted is one of the same, or 0";
        problems.add(self.cells.problem(&field, self.cells.own(row, &field), reason));
        None
    }
}

impl InvoiceList {
    /// Takes rows out that name what there is not, or that cannot be recorded: by their numbers, each
    /// with what is wrong with it.
    pub fn reject(&mut self, refused: BTreeMap<u32, Problem>) {
        self.rows.retain(|invoice| !refused.contains_key(&invoice.row));
        self.report.reject(refused);
    }
}

impl fmt::Display for InvoiceList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.report.write_origin(f)?;
        let mut net = Decimal::ZERO;
        let mut vat = Decimal::ZERO;
        for invoice in &self.rows {
            net += invoice.net.decimal();
            vat += invoice.vat.decimal();
        }
        let (net, vat) = (net.normalize(), vat.normalize());
        writeln!(f, "{}: {net} net, {vat} VAT", counted(self.rows.len(), "invoice"))?;
        let from = self.rows.iter().map(|invoice| invoice.from).min();
        let through = self.rows.iter().map(|invoice| invoice.through).max();
        if let Some((from, through)) = from.zip(through) {
            writeln!(f, "  for {from} to {through}")?;
        }
        self.report.write_outcome(f)
    }
}
