//! A year as it is computed, budgeted and invoiced, as a list: what is borne beside its budget, what is
//! invoiced in all, then each lease or cost with its differences, then each account by month.

use projections::{
    Compared, CostKey, CostSource, CostTotals, Language, OnAccount, YearCompared, cost_key_name,
};
use rust_decimal::Decimal;
use schema::{InvoiceSubject, OrganisationId, Year};

use super::table::{Cell, Table, Words, reference};

const HEADINGS: [(&str, &str); 20] = [
    ("line", "rad"),
    ("organisation", "organisation"),
    ("of", "av"),
    ("of (reference)", "av (referens)"),
    ("from", "från och med"),
    ("through", "till och med"),
    ("computed net", "beräknat netto"),
    ("computed VAT", "beräknad moms"),
    ("computed cost", "beräknad kostnad"),
    ("of which forecast", "varav prognos"),
    ("of net known after closing", "varav netto känt efter stängning"),
    ("budget", "budget"),
    ("invoiced net", "fakturerat netto"),
    ("invoiced VAT", "fakturerad moms"),
    ("invoiced VAT that is a cost", "fakturerad moms som är kostnad"),
    ("of net invoiced after closing", "varav netto fakturerat efter stängning"),
    ("net invoiced less computed", "fakturerat netto minus beräknat"),
    ("invoices", "fakturor"),
    ("vouchers", "verifikationer"),
    ("differences", "skillnader"),
];

/// One row: what it does not have is an empty cell.
#[derive(Default)]
struct Row {
    line: &'static str,
    of: String,
    reference: String,
    from: String,
    through: String,
    computed: [Option<Decimal>; 4],
    computed_later: Option<Decimal>,
    budget: Option<Decimal>,
    invoiced: [Option<Decimal>; 3],
    invoiced_later: Option<Decimal>,
    difference: Option<Decimal>,
    invoices: Option<usize>,
    vouchers: String,
    differences: String,
}

impl Table {
    pub(super) fn of_comparison(
        compared: &YearCompared,
        organisation: OrganisationId,
        year: Year,
        words: &Words<'_>,
    ) -> Self {
        let language = words.language;
        let named = name(&CostKey::Organisation(organisation), words);
        let mut rows = of_all(compared, year, language);
        rows.extend(compared.compared.iter().map(|compared| of_subject(compared, words)));
        rows.extend(compared.accounts.iter().map(|account| of_account(account, language)));
        let headings = HEADINGS.map(|(english, swedish)| language.of(english, swedish).to_owned());
        Self {
            file: "comparison",
            title: language.of("Comparison", "Jämförelse"),
            language,
            headings: headings.into(),
            rows: rows.into_iter().map(|row| row.cells(&named)).collect(),
        }
    }
}

fn name(key: &CostKey, words: &Words<'_>) -> String {
    cost_key_name(words.language, key, words.today, words.state, words.texts)
}

/// What the year comes to in all.
fn of_all(compared: &YearCompared, year: Year, language: Language) -> Vec<Row> {
    let row = |line, computed: &CostTotals| Row {
        line,
        from: format!("{year}-01"),
        through: format!("{year}-12"),
        computed: [computed.net, computed.vat, computed.cost, computed.forecast].map(Some),
        ..Row::default()
    };
    let borne = language.of("borne, running", "buret, löpande");
    let once = language.of("borne, one-off", "buret, engångs");
    let YearCompared { expected, invoiced, .. } = compared;
    vec![
        Row { budget: compared.budget_running, ..row(borne, &compared.running) },
        Row { budget: compared.budget_one_off, ..row(once, &compared.one_off) },
        Row {
            invoiced: [invoiced.net, invoiced.vat, invoiced.vat_borne].map(Some),
            difference: Some(invoiced.net - expected.net),
            ..row(language.of("invoiced in all", "fakturerat totalt"), expected)
        },
    ]
}

fn of_subject(compared: &Compared, words: &Words<'_>) -> Row {
    let language = words.language;
    let key = compared.with.subject.map(|subject| match subject {
        InvoiceSubject::Lease(lease) => CostKey::Source(CostSource::Lease(lease)),
        InvoiceSubject::Cost(cost) => CostKey::Source(CostSource::Cost(cost)),
        InvoiceSubject::Building(building) => CostKey::Building(building),
        InvoiceSubject::Hub(hub) => CostKey::Hub(hub),
    });
    let known = compared.invoices.iter().filter_map(|id| words.state.invoice(id));
    let vouchers: Vec<String> =
        known.map(|invoice| invoice.description.voucher.to_string()).collect();
    let differences = compared.differences.iter();
    let differences: Vec<String> =
        differences.map(|difference| difference.explained(compared, language)).collect();
    Row {
        line: language.of("invoiced for", "fakturerat för"),
        of: key.as_ref().map_or_else(String::new, |key| name(key, words)),
        reference: key.as_ref().and_then(reference).unwrap_or_default(),
        from: compared.with.from.to_string(),
        through: compared.with.through.to_string(),
        computed: [Some(compared.computed_net), Some(compared.computed_vat), None, None],
        computed_later: Some(compared.computed_later),
        invoiced: [compared.invoiced_net, compared.invoiced_vat, compared.invoiced_vat_borne]
            .map(Some),
        invoiced_later: Some(compared.invoiced_later),
        difference: Some(compared.invoiced_net - compared.computed_net),
        invoices: Some(compared.invoices.len()),
        vouchers: vouchers.join(" "),
        differences: differences.join("; "),
        ..Row::default()
    }
}

fn of_account(account: &OnAccount, language: Language) -> Row {
    let month = account.month.to_string();
    Row {
        line: language.of("account", "konto"),
        of: account.account.as_ref().map_or_else(String::new, ToString::to_string),
        from: month.clone(),
        through: month,
        computed: [Some(account.computed_net), None, None, None],
        invoiced: [Some(account.invoiced_net), None, None],
        difference: Some(account.invoiced_net - account.computed_net),
        ..Row::default()
    }
}

impl Row {
    fn cells(self, organisation: &str) -> Vec<Cell> {
        let amount = |amount: Option<Decimal>| amount.map_or_else(empty, Cell::Amount);
        let texts = [self.of, self.reference, self.from, self.through].map(Cell::Text);
        let mut cells = vec![Cell::Text(self.line.to_owned()), Cell::Text(organisation.to_owned())];
        cells.extend(texts);
        cells.extend(self.computed.map(amount));
        cells.extend([self.computed_later, self.budget].map(amount));
        cells.extend(self.invoiced.map(amount));
        cells.push(amount(self.invoiced_later));
        cells.push(amount(self.difference));
        cells.push(self.invoices.map_or_else(empty, Cell::Count));
        cells.extend([self.vouchers, self.differences].map(Cell::Text));
        cells
    }
}

const fn empty() -> Cell {
    Cell::Text(String::new())
}
