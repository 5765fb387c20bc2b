//! A list of invoices as a plan. What a row names is looked up, and each is tried out by itself against
//! the rules, so that one that cannot be recorded is told by row and column and the others come in.

use lists::{InvoiceList, InvoiceOf, InvoiceRow, Problem};
use projections::{Portfolio, Texts};
use schema::{Currency, Date, InvoiceId, InvoiceRecord, InvoiceSubject, OrganisationId, Voucher};
use std::collections::BTreeMap;

use super::{
    super::{
        ImportError,
        plan::{Plan, Subject},
        trial::Trial,
    },
    named::Nameable,
};

/// Plans a list of invoices, whose rows without an organisation are those of the one given. Rows that
/// cannot be recorded are rejected in the list.
pub(in crate::import) async fn of_invoices(
    list: &mut InvoiceList,
    (state, texts): (&Portfolio, &(dyn Texts + Sync)),
    from: Date,
    organisation: Option<OrganisationId>,
    trial: &mut Trial<'_>,
) -> Result<Plan, ImportError> {
    let format =
        if list.report.format.starts_with("CSV") { "CSV invoices 1" } else { "XLSX invoices 1" };
    let mut plan = Plan::new(Subject::Books, format.parse()?, from);
    let opening = state.opening().ok_or(ImportError::Failed)?;
    let named = Nameable::on(from, state, texts);
    let currency = opening.currency;
    let reading = Reading { state, texts, list, organisation, named, currency };
    let mut refused = BTreeMap::new();
    let mut rows: BTreeMap<(OrganisationId, Voucher), u32> = BTreeMap::new();
    for row in &reading.list.rows {
        match reading.invoice(row, &mut rows, trial).await? {
            Ok(record) => plan.invoices.push(record),
            Err(problem) => {
                refused.insert(row.row, problem);
            }
        }
    }
    reading.list.reject(refused);
    plan.incomplete = !reading.list.report.rejected.is_empty();
    Ok(plan)
}

struct Reading<'a> {
    state: &'a Portfolio,
    texts: &'a (dyn Texts + Sync),
    list: &'a mut InvoiceList,
    /// Of rows that name none.
    organisation: Option<OrganisationId>,
    named: Nameable,
    currency: Currency,
}

impl Reading<'_> {
    /// The invoice of a row, or what is wrong with it.
    async fn invoice(
        &self,
        row: &InvoiceRow,
        rows: &mut BTreeMap<(OrganisationId, Voucher), u32>,
        trial: &mut Trial<'_>,
    ) -> Result<Result<InvoiceRecord, Problem>, ImportError> {
        let record = match self.record(row) {
            Ok(record) => record,
            Err(problem) => return Ok(Err(problem)),
        };
        let whose = (record.organisation, record.voucher.clone());
        let first = *rows.entry(whose).or_insert(row.row);
        if first != row.row {
            let why = format!(
                "stands in row {first} already, in the same organisation; accepted is each voucher \
                 once, its rows added up"
            );
            return Ok(Err(self.problem(&["voucher"], row.voucher.as_str(), why)));
        }
        if let Some(problem) = self.other_supplier(row, &record) {
            return Ok(Err(problem));
        }
        let tried = trial.would(record.clone()).await?;
        Ok(tried.map(|()| record).map_err(|refusal| {
            let (fields, value) = at_fault(&refusal.path, row);
            self.problem(fields, value, refusal.why)
        }))
    }

    fn record(&self, row: &InvoiceRow) -> Result<InvoiceRecord, Problem> {
        let organisation = self.organisation(row)?;
        let subject = row.subject.as_ref().map(|of| self.subject(of)).transpose()?;
        Ok(InvoiceRecord {
            invoice: self.id(organisation, &row.voucher),
            currency: self.currency,
            organisation,
            voucher: row.voucher.clone(),
            supplier: row.supplier.clone(),
            subject,
            issued_on: row.issued_on,
            paid_on: row.paid_on,
            from: row.from,
            through: row.through,
            net: row.net,
            vat: row.vat,
            account: row.account.clone(),
        })
    }

    /// The organisation in whose books a row is: by number, else by name, else the one of the list.
    fn organisation(&self, row: &InvoiceRow) -> Result<OrganisationId, Problem> {
        if let Some(number) = &row.organisation_number {
            let number = number.to_string();
            let wrong = |why| self.problem(&["organisation number"], &number, why);
            return self.named.numbered(&number).map_err(wrong);
        }
        if let Some(name) = &row.organisation {
            let wrong = |why| self.problem(&["organisation"], name.as_str(), why);
            return self.named.organisations.find(name.as_str()).map_err(wrong);
        }
        self.organisation.ok_or_else(|| {
            let why = "is blank; accepted is an organisation of the portfolio, here or for the whole \
                       list (--organisation)";
            self.problem(&["organisation", "organisation number"], "", why.to_owned())
        })
    }

    fn subject(&self, of: &InvoiceOf) -> Result<InvoiceSubject, Problem> {
        let Nameable { leases, costs, buildings, hubs, .. } = &self.named;
        let (field, called, found) = match of {
            InvoiceOf::Lease(text) => {
                ("lease", text, leases.find(text.as_str()).map(InvoiceSubject::Lease))
            }
            InvoiceOf::Cost(text) => {
                ("cost", text, costs.find(text.as_str()).map(InvoiceSubject::Cost))
            }
            InvoiceOf::Building(text) => {
                ("building", text, buildings.find(text.as_str()).map(InvoiceSubject::Building))
            }
            InvoiceOf::Hub(text) => {
                ("hub", text, hubs.find(text.as_str()).map(InvoiceSubject::Hub))
            }
        };
        found.map_err(|why| self.problem(&[field], called.as_str(), why))
    }

    /// The id of the invoice of a voucher: the same in every file, and another one once it was cancelled.
    fn id(&self, organisation: OrganisationId, voucher: &Voucher) -> InvoiceId {
        if let Some(known) = self.state.invoice_with(organisation, voucher) {
            return known.id;
        }
        let mut id = InvoiceId::derived(organisation.uuid(), voucher.as_str());
        let mut nth = 1_u32;
        while self.state.invoice(&id).is_some() {
            nth += 1;
            id = InvoiceId::derived(organisation.uuid(), &format!("{voucher} {nth}"));
        }
        id
    }

    /// The rules cannot compare who sent an invoice, because they read no texts.
    fn other_supplier(&self, row: &InvoiceRow, record: &InvoiceRecord) -> Option<Problem> {
        let known = self.state.invoice_with(record.organisation, &record.voucher)?;
        let was = self.texts.text(known.description.supplier)?;
        if *was == *row.supplier.as_str() {
            return None;
        }
        let why = format!(
            "the voucher {} is recorded as an invoice of {was}; accepted is that name, or cancel the \
             invoice first (invoiceCancel)",
            record.voucher
        );
        Some(self.problem(&["supplier"], row.supplier.as_str(), why))
    }

    fn problem(&self, fields: &[&str], value: &str, why: String) -> Problem {
        self.list.report.problem(fields, value, why)
    }
}

/// The columns that may give what a path of the command names, and what stands there.
fn at_fault<'a>(path: &str, row: &'a InvoiceRow) -> (&'static [&'static str], &'a str) {
    match path {
        "organisation" => (&["organisation", "organisation number"], ""),
        "issuedOn" => (&["issued"], ""),
        "paidOn" => (&["paid"], ""),
        "from" => (&["from", "period"], ""),
        "through" => (&["through", "period"], ""),
        "subject" => (&["lease", "cost", "building", "hub"], ""),
        "vat" => (&["vat"], ""),
        "net" | "currency" => (&["net"], ""),
        _ => (&["voucher"], row.voucher.as_str()),
    }
}
