//! Costs, indices, budgets and invoices, as they are found again.

use schema::{
    BudgetDecide, CostAmount, CostKind, CostObject, CostRecord, Currency, IndexFigure,
    IndexPublish, InvoiceCancel, InvoiceRecord, OrganisationRegister, Text, Year,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::estate::{BUILDING, COUNTY, Estate, MANAGER, date, decision, id, name};

const OTHER: u128 = 101;
const COST: u128 = 801;
const LATER_COST: u128 = 802;
const INVOICE: u128 = 811;

fn currency() -> Currency {
    "SEK".parse().unwrap()
}

fn cost(number: u128, from: &str, organisation: u128) -> CostRecord {
    CostRecord {
        cost: id(number),
        from: date(from),
        currency: currency(),
        name: name("Cleaning"),
        kind: CostKind::Cleaning,
        object: CostObject::Building(id(BUILDING)),
        organisation: id(organisation),
        amount: CostAmount::PerYear { amount: "48000".parse().unwrap() },
        vat_thousandths: 0,
        account: None,
    }
}

fn invoice(number: u128, months: [&str; 2], organisation: u128) -> InvoiceRecord {
    InvoiceRecord {
        invoice: id(number),
        currency: currency(),
        organisation: id(organisation),
        voucher: format!("L {number}").parse().unwrap(),
        supplier: name("Storgatan AB"),
        subject: None,
        issued_on: date("2026-10-01"),
        paid_on: None,
        from: months[0].parse().unwrap(),
        through: months[1].parse().unwrap(),
        net: "100".parse().unwrap(),
        vat: "25".parse().unwrap(),
        account: None,
    }
}

async fn kept() -> Estate {
    let estate = Estate::furnished().await;
    let other = OrganisationRegister {
        organisation: id(OTHER),
        from: date("2026-01-01"),
        name: name("The other"),
        number: None,
    };
    estate.record(MANAGER, other).await;
    estate.record(MANAGER, cost(COST, "2026-10-01", COUNTY)).await;
    estate.record(MANAGER, cost(LATER_COST, "2027-01-01", OTHER)).await;
    for (number, months, of) in [
        (INVOICE, ["2026-07", "2026-09"], COUNTY),
        (INVOICE + 1, ["2026-10", "2026-10"], COUNTY),
        (INVOICE + 2, ["2026-07", "2026-07"], OTHER),
    ] {
        estate.record(MANAGER, invoice(number, months, of)).await;
    }
    estate
}

/// The references of what a list of the portfolio has.
async fn listed(estate: &Estate, on: &str, list: &str, arguments: &str) -> Vec<Uuid> {
    let fields = format!("{list}{arguments} {{ totalCount nodes {{ ref }} }}");
    let read = estate.at(&format!("on: {on:?}"), &fields).await[list].take();
    let nodes = read["nodes"].as_array().unwrap();
    assert_eq!(read["totalCount"], nodes.len());
    nodes.iter().map(|node| node["ref"].as_str().unwrap().parse().unwrap()).collect()
}

fn references(numbers: &[u128]) -> Vec<Uuid> {
    numbers.iter().map(|number| Uuid::from_u128(*number)).collect()
}

#[tokio::test]
async fn costs_are_listed_that_run_on_the_date_and_of_an_organisation() {
    let estate = kept().await;
    let costs = async |on, arguments| listed(&estate, on, "recordedCosts", arguments).await;
    assert_eq!(costs("2026-09-30", "").await, references(&[]));
    assert_eq!(costs("2026-11-01", "").await, references(&[COST]));
    assert_eq!(costs("2027-01-01", "").await, references(&[COST, LATER_COST]));
    assert_eq!(costs("2026-11-01", "(anyDate: true)").await, references(&[COST, LATER_COST]));
    let other: Uuid = id(OTHER);
    let of_other = format!("(organisation: \"{other}\")");
    assert_eq!(costs("2027-01-01", &of_other).await, references(&[LATER_COST]));
}

#[tokio::test]
async fn invoices_are_listed_by_whose_they_are_and_the_months_that_they_are_for() {
    let estate = kept().await;
    let cancel = InvoiceCancel { invoice: id(INVOICE + 1), reason: Text::note("Twice").unwrap() };
    let invoices = async |arguments| listed(&estate, "2026-11-01", "invoices", arguments).await;
    let numbers = [INVOICE, INVOICE + 1, INVOICE + 2];
    assert_eq!(invoices("").await, references(&numbers));
    let county: Uuid = id(COUNTY);
    let of_county = format!("(organisation: \"{county}\")");
    assert_eq!(invoices(&of_county).await, references(&numbers[..2]));
    assert_eq!(invoices("(from: \"2026-08\")").await, references(&numbers[..2]));
    assert_eq!(invoices("(from: \"2026-10\")").await, references(&numbers[1..2]));
    assert_eq!(invoices("(through: \"2026-07\")").await, references(&[INVOICE, INVOICE + 2]));
    estate.record(MANAGER, cancel).await;
    assert_eq!(invoices("").await, references(&[INVOICE, INVOICE + 2]));
    assert_eq!(invoices("(withCancelled: true)").await, references(&numbers));
    let wrong = "{ portfolio(ref: $p) { invoices(from: \"2026\") { totalCount } } }";
    let message = estate.refused(wrong).await;
    assert!(message.contains("written YYYY-MM"), "{message}");
}

#[tokio::test]
async fn a_cost_and_an_invoice_are_found_again_by_their_ids() {
    let estate = kept().await;
    let (cost, invoice): (Uuid, Uuid) = (id(COST), id(INVOICE));
    let fields = format!(
        "recordedCost(ref: \"{cost}\") {{ id ref }} invoice(ref: \"{invoice}\") {{ id ref }}"
    );
    let read = estate.at("on: \"2026-11-01\"", &fields).await;
    for (thing, kind) in [("recordedCost", "Cost"), ("invoice", "Invoice")] {
        let query = format!(
            "{{ node(id: {}) {{ id __typename ... on {kind} {{ ref }} }} }}",
            read[thing]["id"]
        );
        let node = estate.ask(&query).await["node"].take();
        let expected = json!({
            "id": read[thing]["id"], "__typename": kind, "ref": read[thing]["ref"],
        });
        assert_eq!(node, expected);
    }
    let nothing = Uuid::from_u128(999);
    let fields =
        format!("recordedCost(ref: \"{nothing}\") {{ id }} invoice(ref: \"{nothing}\") {{ id }}");
    let read = estate.at("", &fields).await;
    assert_eq!(read, json!({ "recordedCost": null, "invoice": null }));
}

#[tokio::test]
async fn the_figures_of_an_index_are_paged_in_the_order_of_their_months() {
    let estate = Estate::furnished().await;
    let figure = |month: &str, value: &str| IndexFigure {
        month: month.parse().unwrap(),
        value: value.parse().unwrap(),
    };
    let figures =
        vec![figure("2025-10", "416"), figure("2026-09", "418"), figure("2026-10", "419")];
    let series = "KPI-1980".parse().unwrap();
    estate.record(MANAGER, IndexPublish { series, figures, source: None }).await;
    let page = async |arguments: &str| {
        let fields = format!(
            "indices {{ nodes {{ figures{arguments} {{
                nodes {{ month value }} pageInfo {{ endCursor hasNextPage }}
            }} }} }}"
        );
        estate.at("", &fields).await["indices"]["nodes"][0]["figures"].take()
    };
    let first = page("(first: 2)").await;
    assert_eq!(
        first["nodes"],
        json!([{ "month": "2025-10", "value": "416" }, { "month": "2026-09", "value": "418" }])
    );
    assert_eq!(first["pageInfo"]["hasNextPage"], true);
    let rest = page(&format!("(first: 2, after: {})", first["pageInfo"]["endCursor"])).await;
    assert_eq!(rest["nodes"], json!([{ "month": "2026-10", "value": "419" }]));
    assert_eq!(rest["pageInfo"]["hasNextPage"], false);
}

#[tokio::test]
async fn budgets_are_listed_by_organisation_and_year() {
    let estate = Estate::furnished().await;
    for year in [2026, 2027] {
        let decided = BudgetDecide {
            organisation: id(COUNTY),
            year: Year::new(year).unwrap(),
            transition: None,
            currency: currency(),
            running: "900000".parse().unwrap(),
            one_off: "0".parse().unwrap(),
            decision: decision(),
        };
        estate.record(MANAGER, decided).await;
    }
    let years = async |arguments: String| {
        let fields = format!("budgets{arguments} {{ nodes {{ year }} }}");
        estate.at("", &fields).await["budgets"]["nodes"].take()
    };
    let both: Value = json!([{ "year": 2026 }, { "year": 2027 }]);
    assert_eq!(years(String::new()).await, both);
    let (county, nobody): (Uuid, Uuid) = (id(COUNTY), id(999));
    assert_eq!(years(format!("(organisation: \"{county}\")")).await, both);
    assert_eq!(years(format!("(organisation: \"{nobody}\")")).await, json!([]));
    assert_eq!(years("(year: 2027)".to_owned()).await, json!([{ "year": 2027 }]));
}
