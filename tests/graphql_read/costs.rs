//! What premises cost, beside what is budgeted and invoiced, over whom it falls, and over what it is
//! shown.
//!
//! The county is invoiced 3 000 a month for cleaning its house, with 750 of VAT. The house has three
//! rooms of the same area, so that each costs 1 000. From July one of them is the other organisation's.

use schema::{
    AllocationAssign, BudgetDecide, CostAmount, CostKind, CostObject, CostRecord, CostRevise,
    InvoiceRecord, InvoiceSubject, OrganisationRegister, PeriodClose, UnitRegister, Year,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::estate::{
    ASSUMED_DESK, BUILDING, COUNTY, Estate, HUB, MANAGER, date, decision, id, name,
};

const OTHER: u128 = 101;
const OTHER_UNIT: u128 = 111;
const COST: u128 = 801;
const OUTLAY: u128 = 802;

fn cost(number: u128, amount: CostAmount) -> CostRecord {
    CostRecord {
        cost: id(number),
        from: date("2026-01-01"),
        currency: "SEK".parse().unwrap(),
        name: name("=Cleaning"),
        kind: CostKind::Cleaning,
        object: CostObject::Building(id(BUILDING)),
        organisation: id(COUNTY),
        amount,
        vat_thousandths: 250,
        account: Some("6071".parse().unwrap()),
    }
}

async fn cleaned() -> Estate {
    let estate = Estate::furnished().await;
    let other = OrganisationRegister {
        organisation: id(OTHER),
        from: date("2026-01-01"),
        name: name("The other"),
        number: None,
    };
    estate.record(MANAGER, other).await;
    let unit = UnitRegister {
        unit: id(OTHER_UNIT),
        from: date("2026-01-01"),
        name: name("Theirs"),
        organisation: id(OTHER),
        parent: None,
        headcount: 8,
        attendance: None,
        municipality: None,
    };
    estate.record(MANAGER, unit).await;
    let (resource, unit, from) = (id(ASSUMED_DESK), id(OTHER_UNIT), date("2026-07-01"));
    estate.record(MANAGER, AllocationAssign { resource, unit, from }).await;
    let per_year = CostAmount::PerYear { amount: "36000".parse().unwrap() };
    estate.record(MANAGER, cost(COST, per_year)).await;
    estate
}

fn reference(number: u128) -> String {
    Uuid::from_u128(number).to_string()
}

/// What is asked of the costs of 2026.
async fn costs(estate: &Estate, arguments: &str, fields: &str) -> Value {
    let asked = format!("costs(from: \"2026-01\", through: \"2026-12\"{arguments}) {{ {fields} }}");
    estate.at("", &asked).await["costs"].take()
}

/// The revision of the one event about a thing.
async fn revision(estate: &Estate, cost: u128) -> Value {
    let fields = format!(
        "recordedCost(ref: \"{}\") {{ history {{ edges {{ node {{ revision }} }} }} }}",
        reference(cost)
    );
    estate.at("", &fields).await["recordedCost"]["history"]["edges"][0]["node"]["revision"].take()
}

const ALL_SUMS: &str = "net vat vatBorne cost forecast";

#[tokio::test]
async fn costs_are_added_up_by_groups_with_one_total() {
    let estate = cleaned().await;
    let total = json!({
        "net": "36000", "vat": "9000", "vatBorne": "9000", "cost": "45000", "forecast": "0",
    });
    let fields = format!(
        "from through bookkeeping groupBy totals {{ {ALL_SUMS} }}
         rows {{ totalCount nodes {{ of {{ organisation {{ ref }} }} sums {{ {ALL_SUMS} }} }} }}"
    );
    let read = costs(&estate, ", groupBy: [ORGANISATION]", &fields).await;
    let row = |number, [net, vat, cost]: [&str; 3]| {
        json!({
            "of": { "organisation": { "ref": reference(number) } },
            "sums": { "net": net, "vat": vat, "vatBorne": vat, "cost": cost, "forecast": "0" },
        })
    };
    assert_eq!(
        read,
        json!({
            "from": "2026-01", "through": "2026-12", "bookkeeping": "ACCRUAL",
            "groupBy": ["ORGANISATION"], "totals": total,
            "rows": { "totalCount": 2, "nodes": [
                row(COUNTY, ["30000", "7500", "37500"]), row(OTHER, ["6000", "1500", "7500"]),
            ] },
        })
    );
    for (groups, rows) in [
        ("", 1),
        ("MONTH", 12),
        ("YEAR", 1),
        ("SPACE", 3),
        ("BEARING, MONTH", 24),
        ("YEAR, MUNICIPALITY, BUILDING, LEVEL, LINE, ACCOUNT", 1),
        ("SOURCE", 1),
    ] {
        let fields = format!("totals {{ {ALL_SUMS} }} rows {{ totalCount }}");
        let read = costs(&estate, &format!(", groupBy: [{groups}]"), &fields).await;
        assert_eq!(
            (&read["totals"], &read["rows"]["totalCount"]),
            (&total, &json!(rows)),
            "{groups}"
        );
    }
}

#[tokio::test]
async fn values_of_groups_are_told_as_what_they_are() {
    let estate = cleaned().await;
    let fields = "rows(first: 1) { nodes { of {
        month year line linje: line(language: SWEDISH) account bearing building { name } hub { ref }
        source { type ref } unit { name } } } }";
    let groups = ", groupBy: [YEAR, BEARING, LINE, ACCOUNT, UNIT, SOURCE]";
    let read = costs(&estate, groups, fields).await;
    assert_eq!(
        read["rows"]["nodes"][0]["of"],
        json!({
            "month": null, "year": 2026, "line": "cleaning", "linje": "lokalvård",
            "account": "6071", "bearing": "USES", "building": null, "hub": null,
            "source": { "type": "Cost", "ref": reference(COST) },
            "unit": { "name": "Planeringsenheten" },
        })
    );
}

#[tokio::test]
async fn costs_are_asked_of_a_part_of_the_portfolio() {
    let estate = cleaned().await;
    let of = async |scope: String| {
        let read = costs(&estate, &format!(", scope: {{ {scope} }}"), "totals { cost }").await;
        read["totals"]["cost"].clone()
    };
    assert_eq!(of(format!("organisation: \"{}\"", reference(OTHER))).await, "7500");
    assert_eq!(of(format!("building: \"{}\"", reference(BUILDING))).await, "45000");
    // The hub has its room since October.
    assert_eq!(of(format!("hub: \"{}\"", reference(HUB))).await, "3750");
    let both = format!("hub: \"{}\", organisation: \"{}\"", reference(HUB), reference(OTHER));
    assert_eq!(of(both).await, "0");
}

#[tokio::test]
async fn an_outlay_counts_as_it_is_written_off_or_when_it_is_paid() {
    let estate = cleaned().await;
    let amount = "36000".parse().unwrap();
    let once = CostAmount::Once { amount, written_off_months: Some(36), interest: None };
    let outlay = CostRecord {
        from: date("2026-10-05"),
        kind: CostKind::Conversion,
        vat_thousandths: 0,
        ..cost(OUTLAY, once)
    };
    estate.record(MANAGER, outlay).await;
    for (bookkeeping, net) in [("ACCRUAL", "39000"), ("CASH", "72000")] {
        let asked = format!(", bookkeeping: {bookkeeping}");
        let read = costs(&estate, &asked, "bookkeeping totals { net }").await;
        assert_eq!(read, json!({ "bookkeeping": bookkeeping, "totals": { "net": net } }));
    }
}

#[tokio::test]
async fn a_sum_tells_the_events_behind_it_and_is_as_it_was_known() {
    let estate = cleaned().await;
    let recorded = revision(&estate, COST).await;
    let fields = "rows { nodes { because becauseCount } }";
    let read = costs(&estate, "", fields).await;
    let row = &read["rows"]["nodes"][0];
    let because = row["because"].as_array().unwrap();
    assert!(because.contains(&recorded), "{row}");
    assert_eq!(row["becauseCount"], because.len());
    let before = recorded.as_u64().unwrap() - 1;
    let asked =
        "costs(from: \"2026-01\", through: \"2026-12\") { rows { totalCount } totals { net } }";
    let read = estate.at(&format!("revision: {before}"), asked).await;
    assert_eq!(read["costs"], json!({ "rows": { "totalCount": 0 }, "totals": { "net": "0" } }));
}

/// The county has closed its books through March; then cleaning is dearer from January on.
async fn dearer_than_closed() -> Estate {
    let estate = cleaned().await;
    let close = PeriodClose { organisation: id(COUNTY), through: "2026-03".parse().unwrap() };
    estate.record(MANAGER, close).await;
    let dearer = CostRevise {
        cost: id(COST),
        from: date("2026-01-01"),
        currency: "SEK".parse().unwrap(),
        name: None,
        kind: None,
        object: None,
        organisation: None,
        amount: Some(CostAmount::PerYear { amount: "39600".parse().unwrap() }),
        vat_thousandths: None,
        account: schema::Change::Keep,
    };
    estate.record(MANAGER, dearer).await;
    estate
}

#[tokio::test]
async fn an_adjustment_tells_which_closed_month_it_adjusts_and_why() {
    let estate = dearer_than_closed().await;
    let head = estate.at("", "revision").await["revision"].take();
    let scope = format!(
        "costs(from: \"2026-03\", through: \"2026-04\", groupBy: [MONTH, ADJUSTS],
            scope: {{ organisation: \"{}\" }}) {{
            rows {{ nodes {{ of {{ month adjusts }} sums {{ net }} because }} }} }}",
        reference(COUNTY)
    );
    let read = estate.at("", &scope).await["costs"]["rows"]["nodes"].take();
    let told: Vec<Value> = read
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let known = row["because"].as_array().unwrap().contains(&head);
            json!([row["of"]["month"], row["of"]["adjusts"], row["sums"]["net"], known])
        })
        .collect();
    let expected = [
        json!(["2026-03", null, "3000", false]),
        json!(["2026-04", null, "3300", true]),
        json!(["2026-04", "2026-01", "300", true]),
        json!(["2026-04", "2026-02", "300", true]),
        json!(["2026-04", "2026-03", "300", true]),
    ];
    assert_eq!(told, expected);
}

#[tokio::test]
async fn an_invoice_for_a_closed_month_counts_in_the_first_open_one() {
    let estate = dearer_than_closed().await;
    estate.record(MANAGER, invoice("V1", ["2026-01", "2026-01"], ["3100", "0"])).await;
    let fields = "invoiced { net } expected { net }
        accounts(first: 4) { nodes { month computedNet invoicedNet } }
        compared(first: 1) { nodes { from computedNet computedLater invoicedNet invoicedLater
            differences { kind explanation } } }";
    let mut read = compared(&estate, fields).await;
    let of = |month, computed, invoiced| json!({ "month": month, "computedNet": computed, "invoicedNet": invoiced });
    let accounts = json!([
        of("2026-01", "3000", "0"),
        of("2026-02", "3000", "0"),
        of("2026-03", "3000", "0"),
        of("2026-04", "4200", "3100"),
    ]);
    assert_eq!(read["accounts"]["nodes"], accounts);
    assert_eq!(
        (&read["invoiced"]["net"], &read["expected"]["net"]),
        (&json!("3100"), &json!("39600"))
    );
    let mut january = read["compared"]["nodes"][0].take();
    let differences = january["differences"].take();
    let expected = json!({
        "from": "2026-01", "computedNet": "3300", "computedLater": "300", "invoicedNet": "3100",
        "invoicedLater": "3100", "differences": null,
    });
    assert_eq!(january, expected);
    let late = differences.as_array().unwrap().last().unwrap();
    let told = "of this, 300.00 computed and 3100.00 invoiced became known after the books were closed: \
                it counts in the first month that was open";
    assert_eq!((&late["kind"], &late["explanation"]), (&json!("AFTER_CLOSING"), &json!(told)));
}

#[tokio::test]
async fn a_closed_month_stands_and_what_becomes_known_of_it_is_in_the_first_open_one() {
    let estate = dearer_than_closed().await;
    let scope = format!(", groupBy: [MONTH], scope: {{ organisation: \"{}\" }}", reference(COUNTY));
    let read =
        costs(&estate, &scope, "rows(first: 5) { nodes { of { month } sums { net } } }").await;
    let months: Vec<(&str, &str)> = read["rows"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["of"]["month"].as_str().unwrap(), row["sums"]["net"].as_str().unwrap()))
        .collect();
    let expected = [
        ("2026-01", "3000"),
        ("2026-02", "3000"),
        ("2026-03", "3000"),
        ("2026-04", "4200"),
        ("2026-05", "3300"),
    ];
    assert_eq!(months, expected);
    let fields = format!(
        "costComparison(organisation: \"{}\", year: 2026) {{ running {{ net }} }}",
        reference(COUNTY)
    );
    // Six months of 3 300, and six of 2 200: in the year as a whole nothing is lost.
    let read = estate.at("", &fields).await;
    assert_eq!(read["costComparison"]["running"]["net"], "33000");
}

/// The message of the one error that a question about the portfolio gives.
async fn refused(estate: &Estate, fields: &str) -> String {
    estate.refused(&format!("{{ portfolio(ref: $p) {{ {fields} }} }}")).await
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_by_the_name_of_the_argument() {
    let estate = cleaned().await;
    let nobody = reference(999);
    let months = "from: \"2026-01\", through: \"2026-12\"";
    for (arguments, names) in [
        ("from: \"2026\", through: \"2026-12\"".to_owned(), "from \"2026\""),
        ("from: \"2026-01\", through: \"december\"".to_owned(), "through \"december\""),
        ("from: \"2026-02\", through: \"2026-01\"".to_owned(), "through \"2026-01\""),
        ("from: \"2026-01\", through: \"2056-01\"".to_owned(), "through \"2056-01\""),
        (format!("{months}, groupBy: [MONTH, MONTH]"), "groupBy \"month\""),
        (format!("{months}, scope: {{ organisation: \"{nobody}\" }}"), "no organisation"),
        (format!("{months}, scope: {{ building: \"{nobody}\" }}"), "no building"),
        (format!("{months}, scope: {{ hub: \"{nobody}\" }}"), "no hub"),
        (format!("{months}, scope: {{ municipality: \"2380\" }}"), "no municipality 2380"),
    ] {
        let message = refused(&estate, &format!("costs({arguments}) {{ from }}")).await;
        assert!(message.contains(names), "{arguments}: {message}");
    }
    let message = refused(&estate, "charges(from: \"2026\", through: \"2026-12\") { totalCount }");
    let message = message.await;
    assert!(message.contains("from \"2026\""), "{message}");
    let of = |organisation: &str, year: &str| {
        format!("costComparison(organisation: \"{organisation}\", year: {year}) {{ year }}")
    };
    let message = refused(&estate, &of(&nobody, "2026")).await;
    assert!(message.contains("the portfolio has no organisation"), "{message}");
    let message = refused(&estate, &of(&reference(COUNTY), "1899")).await;
    assert!(message.contains("year \"1899\""), "{message}");
    let figures = |arguments: &str| format!("moneyFigures({arguments}) {{ value }}");
    let message = refused(&estate, &figures("year: 2200, measure: \"LOA\"")).await;
    assert!(message.contains("year \"2200\""), "{message}");
    let message = refused(&estate, &figures("year: 2026, measure: \"ells\"")).await;
    assert!(message.contains("ells"), "{message}");
}

fn invoice(voucher: &str, months: [&str; 2], amounts: [&str; 2]) -> InvoiceRecord {
    InvoiceRecord {
        invoice: id(voucher.bytes().fold(900, |sum, byte| sum + u128::from(byte))),
        currency: "SEK".parse().unwrap(),
        organisation: id(COUNTY),
        voucher: voucher.parse().unwrap(),
        supplier: name("Rent AB"),
        subject: Some(InvoiceSubject::Cost(id(COST))),
        issued_on: date("2026-10-01"),
        paid_on: None,
        from: months[0].parse().unwrap(),
        through: months[1].parse().unwrap(),
        net: amounts[0].parse().unwrap(),
        vat: amounts[1].parse().unwrap(),
        account: Some("6071".parse().unwrap()),
    }
}

async fn invoiced() -> Estate {
    let estate = cleaned().await;
    let budget = BudgetDecide {
        organisation: id(COUNTY),
        year: Year::new(2026).unwrap(),
        transition: None,
        currency: "SEK".parse().unwrap(),
        running: "40000".parse().unwrap(),
        one_off: "100".parse().unwrap(),
        decision: decision(),
    };
    estate.record(MANAGER, budget).await;
    estate.record(MANAGER, invoice("V1", ["2026-01", "2026-03"], ["9000", "2250"])).await;
    estate.record(MANAGER, invoice("V2", ["2026-04", "2026-04"], ["3100", "750"])).await;
    let unknown = invoice("V3", ["2026-09", "2026-09"], ["70", "17.5"]);
    estate.record(MANAGER, InvoiceRecord { subject: None, account: None, ..unknown }).await;
    estate
}

async fn compared(estate: &Estate, fields: &str) -> Value {
    let asked = format!(
        "costComparison(organisation: \"{}\", year: 2026) {{ {fields} }}",
        reference(COUNTY)
    );
    estate.at("", &asked).await["costComparison"].take()
}

#[tokio::test]
async fn a_year_is_compared_as_it_is_borne_budgeted_and_invoiced() {
    let estate = invoiced().await;
    let fields =
        "organisation { ref } year running { cost } oneOff { cost } budgetRunning budgetOneOff
        budgetedBy budgets { year running revision } expected { net vat cost }
        invoiced { net vat vatBorne cost }";
    let mut read = compared(&estate, fields).await;
    let revision = read["budgetedBy"].take();
    assert_eq!(read["budgets"][0]["revision"].take(), revision);
    assert_eq!(
        read,
        json!({
            "organisation": { "ref": reference(COUNTY) }, "year": 2026,
            "running": { "cost": "37500" }, "oneOff": { "cost": "0" },
            "budgetRunning": "40000", "budgetOneOff": "100", "budgetedBy": null,
            "budgets": [{ "year": 2026, "running": "40000", "revision": null }],
            "expected": { "net": "36000", "vat": "9000", "cost": "45000" },
            "invoiced": { "net": "12170", "vat": "3017.5", "vatBorne": "3017.5", "cost": "15187.5" },
        })
    );
}

#[tokio::test]
async fn each_difference_is_explained_with_its_figures_in_both_languages() {
    let estate = invoiced().await;
    let fields =
        "all: compared { totalCount } compared(first: 3, differing: true) { totalCount nodes {
        from through cost { name } lease { ref } computedNet computedVat invoicedNet invoicedVat
        invoices { nodes { voucher } }
        differences { kind by explanation förklaring: explanation(language: SWEDISH) } } }"
            .replace("förklaring", "forklaring");
    let read = compared(&estate, &fields).await;
    assert_eq!(read["all"]["totalCount"], 11);
    assert_eq!(read["compared"]["totalCount"], 10);
    let differences = json!([{
        "kind": "AMOUNT_DIFFERS", "by": "100",
        "explanation": "3100.00 without VAT is invoiced, 100.00 more than the 3000.00 that is computed",
        "forklaring": "3100,00 utan moms är fakturerat, 100,00 mer än de 3000,00 som är beräknade",
    }]);
    let nodes = &read["compared"]["nodes"];
    assert_eq!(nodes[0]["differences"][0]["kind"], "NOT_COMPUTED");
    assert_eq!(
        nodes[1],
        json!({
            "from": "2026-04", "through": "2026-04", "cost": { "name": "=Cleaning" }, "lease": null,
            "computedNet": "3000", "computedVat": "750", "invoicedNet": "3100", "invoicedVat": "750",
            "invoices": { "nodes": [{ "voucher": "V2" }] }, "differences": differences,
        })
    );
    let missing = &nodes[2]["differences"][0];
    assert_eq!((&missing["kind"], &missing["by"]), (&json!("NOT_INVOICED"), &Value::Null));
    let told = missing["explanation"].as_str().unwrap();
    assert!(told.starts_with("3000.00 without VAT is computed"), "{told}");
}

#[tokio::test]
async fn accounts_are_compared_by_month() {
    let estate = invoiced().await;
    let fields =
        "accounts(first: 3) { totalCount nodes { account month computedNet invoicedNet } }";
    let read = compared(&estate, fields).await;
    let of = |account: Value, month: &str, computed: &str, invoiced: &str| json!({ "account": account, "month": month, "computedNet": computed, "invoicedNet": invoiced });
    let expected = json!({ "totalCount": 13, "nodes": [
        of(Value::Null, "2026-09", "0", "70"),
        of("6071".into(), "2026-01", "3000", "3000"),
        of("6071".into(), "2026-02", "3000", "3000"),
    ] });
    assert_eq!(read["accounts"], expected);
}

#[tokio::test]
async fn organisations_are_charged_for_what_their_units_use() {
    let estate = cleaned().await;
    let charges = async |arguments: &str| {
        let asked = format!(
            "charges(from: \"2026-06\", through: \"2026-12\"{arguments}) {{ totalCount nodes {{
                payer {{ ref }} payee {{ ref }} month reason net vat }} }}"
        );
        estate.at("", &asked).await["charges"].take()
    };
    let all = charges("").await;
    assert_eq!(all["totalCount"], 6);
    assert_eq!(
        all["nodes"][0],
        json!({
            "payer": { "ref": reference(OTHER) }, "payee": { "ref": reference(COUNTY) },
            "month": "2026-07", "reason": "USES", "net": "1000", "vat": "250",
        })
    );
    let paid = format!(", payer: \"{}\"", reference(OTHER));
    assert_eq!(charges(&paid).await, all);
    let received = format!(", payee: \"{}\"", reference(OTHER));
    assert_eq!(charges(&received).await["totalCount"], 0);
}

#[tokio::test]
async fn key_figures_with_money_show_what_they_are_made_of() {
    let estate = cleaned().await;
    let figures = async |scope: &str| {
        let asked = format!(
            "moneyFigures(year: 2026, measure: \"LOA\"{scope}) {{
                per measure value cost denominator leftOut forecast }}"
        );
        estate.at("", &asked).await["moneyFigures"].take()
    };
    let figure = |per, measure, [value, cost, denominator]: [&str; 3], left_out| {
        json!({
            "per": per, "measure": measure, "value": value, "cost": cost,
            "denominator": denominator, "leftOut": left_out, "forecast": "0",
        })
    };
    let none = Value::Null;
    assert_eq!(
        figures("").await,
        json!([
            figure("EMPLOYEE", none.clone(), ["2250", "45000", "20"], 0),
            figure("WORKSTATION", none.clone(), ["15000", "45000", "3"], 0),
            figure("SQUARE_METRE", "LOA".into(), ["1800", "45000", "25"], 2),
        ])
    );
    let county = figures(&format!(", organisation: \"{}\"", reference(COUNTY))).await;
    assert_eq!(county[0], figure("EMPLOYEE", none, ["3125", "37500", "12"], 0));
    let asked = "moneyFigures(year: 2026, measure: \"LOA\") { unit enhet: unit(language: SWEDISH)
        definition betydelse: definition(language: SWEDISH) }";
    let read = estate.at("", asked).await["moneyFigures"][2].take();
    assert_eq!(read["unit"], "the portfolio's currency per m² and year");
    assert_eq!(read["enhet"], "beståndets valuta per m² och år");
    assert!(
        read["definition"].as_str().unwrap().starts_with("Cost of the year over square metres")
    );
    assert!(
        read["betydelse"].as_str().unwrap().starts_with("Årets kostnad delat med kvadratmeter")
    );
}
