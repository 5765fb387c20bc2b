//! Indices, costs beside rent and who pays them, from outside.

use serde_json::{Value, json};

use crate::{
    estate::{FROM, decision_of},
    house::{BUILDING, HUB, House, KOMMUN, OPEN, REGION, TODAY, reference},
};

const COST: u64 = 140;

/// What the municipality pays for cleaning the building.
pub(crate) fn cleaning(number: u64) -> Value {
    json!({
        "ref": reference(number), "from": FROM, "currency": "SEK", "name": "Städning Rådhuset",
        "kind": "CLEANING", "object": { "building": reference(BUILDING) },
        "organisation": reference(KOMMUN), "amount": { "perYear": { "amount": "48000.50" } },
        "vatThousandths": 250, "account": "6071",
    })
}

pub(crate) fn figures(figures: &[(&str, &str)]) -> Value {
    let figure = |(month, value): &(&str, &str)| json!({ "month": month, "value": value });
    let figures: Vec<Value> = figures.iter().map(figure).collect();
    json!({ "series": "KPI-1980", "figures": figures, "source": "SCB" })
}

/// What the region's hub costs its members.
pub(crate) fn tariff(tariff: &Value) -> Value {
    json!({
        "hub": reference(HUB), "from": "2026-12-01", "currency": "SEK", "tariff": tariff,
        "decision": decision_of(REGION),
    })
}

/// The one error with which a mutation is refused, and the input's place that it names.
pub(crate) async fn refused(house: &House, mutation: &str, input: Value, code: &str, path: &str) {
    let error = house.refuses(mutation, input).await;
    let told: Vec<&str> =
        error["path"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    assert_eq!(error["code"], code, "{error}");
    assert_eq!(told.join("."), format!("input.{path}"), "{error}");
}

/// The same input with another value in a field.
pub(crate) fn with(input: &Value, field: &str, value: Value) -> Value {
    let mut input = input.clone();
    input[field] = value;
    input
}

#[tokio::test]
async fn a_cost_shows_what_it_is_from_each_date_until_it_ends() {
    let house = House::furnished().await;
    house.does("costRecord", cleaning(COST)).await;
    let revised = json!({
        "cost": reference(COST), "from": "2027-01-01", "currency": "SEK", "account": null,
        "amount": { "perSeatAndYear": { "amount": "1200", "seats": 40 } },
    });
    house.does("costRevise", revised).await;
    let ended = json!({ "cost": reference(COST), "from": "2028-01-01", "reason": "Nytt avtal" });
    house.does("costEnd", ended).await;
    let asked = format!(
        "recordedCost(ref: '{}') {{
            name kind isIncome building {{ ref }} space {{ ref }} organisation {{ ref }}
            amount {{ amount comes seats }} vatThousandths account from runs ended {{ from reason }}
            descriptionHistory {{ from }} history {{ edges {{ node {{ type }} }} }}
        }}",
        reference(COST)
    );
    let shown = |seats: Option<u32>, runs: bool| {
        let (amount, comes) = match seats {
            Some(_) => ("1200", "PER_SEAT_AND_YEAR"),
            None => ("48000.5", "PER_YEAR"),
        };
        json!({
            "name": "Städning Rådhuset", "kind": "CLEANING", "isIncome": false,
            "building": { "ref": reference(BUILDING) }, "space": null,
            "organisation": { "ref": reference(KOMMUN) },
            "amount": { "amount": amount, "comes": comes, "seats": seats },
            "vatThousandths": 250, "account": seats.is_none().then_some("6071"), "from": FROM,
            "runs": runs, "ended": { "from": "2028-01-01", "reason": "Nytt avtal" },
            "descriptionHistory": [{ "from": FROM }, { "from": "2027-01-01" }],
            "history": { "edges": [
                { "node": { "type": "CostRecorded" } }, { "node": { "type": "CostRevised" } },
                { "node": { "type": "CostEnded" } },
            ] },
        })
    };
    for (on, expected) in [
        (TODAY, shown(None, true)),
        ("2027-06-01", shown(Some(40), true)),
        ("2028-01-01", shown(Some(40), false)),
    ] {
        assert_eq!(house.reads(on, &asked).await["recordedCost"], expected, "{on}");
    }
}

#[tokio::test]
async fn a_cost_that_comes_once_is_written_off_over_time() {
    let house = House::furnished().await;
    let once = json!({ "once": { "amount": "600000", "writtenOffMonths": 60, "interest": 175 } });
    let fit_out = with(&with(&cleaning(COST), "amount", once), "kind", "FIT_OUT".into());
    let fit_out = with(&fit_out, "object", json!({ "space": reference(OPEN) }));
    house.does("costRecord", fit_out).await;
    let asked = format!(
        "recordedCost(ref: '{}') {{ building {{ ref }} space {{ ref }}
            amount {{ amount comes seats writtenOffMonths interest }} }}",
        reference(COST)
    );
    let expected = json!({
        "building": null, "space": { "ref": reference(OPEN) },
        "amount": {
            "amount": "600000", "comes": "ONCE", "seats": null, "writtenOffMonths": 60,
            "interest": 175,
        },
    });
    assert_eq!(house.reads(TODAY, &asked).await["recordedCost"], expected);
}

#[tokio::test]
async fn a_cost_that_cannot_be_names_the_field_at_fault() {
    let house = House::furnished().await;
    let cost = cleaning(COST);
    let per_seat = |seats| json!({ "perSeatAndYear": { "amount": "1", "seats": seats } });
    let once = |months: Value, interest: Value| json!({ "once": { "amount": "1", "writtenOffMonths": months, "interest": interest } });
    let per_year = |amount: &str| json!({ "perYear": { "amount": amount } });
    let nowhere = json!({ "hub": reference(999) });
    for (field, value, code, path) in [
        ("currency", "EUR".into(), "CurrencyDiffers", "currency"),
        ("vatThousandths", 1_001.into(), "InvalidValue", "vatThousandths"),
        ("vatThousandths", (-1).into(), "InvalidValue", "vatThousandths"),
        ("account", "6071 A/B".into(), "InvalidValue", "account"),
        ("object", nowhere, "NotFound", "object"),
        ("organisation", reference(999).into(), "NotFound", "organisation"),
        ("amount", per_year("-0.01"), "InvalidValue", "amount.perYear.amount"),
        ("amount", per_year("1e9"), "InvalidValue", "amount.perYear.amount"),
        (
            "amount",
            per_year(&format!("1{}", "0".repeat(30))),
            "InvalidValue",
            "amount.perYear.amount",
        ),
        ("amount", per_seat(0), "InvalidValue", "amount.perSeatAndYear.seats"),
        ("amount", per_seat(-1), "InvalidValue", "amount.perSeatAndYear.seats"),
        ("amount", once(601.into(), Value::Null), "InvalidValue", "amount.once.writtenOffMonths"),
        ("amount", once(60.into(), 5_001.into()), "InvalidValue", "amount.once.interest"),
        ("amount", once(Value::Null, 1.into()), "InvalidValue", "amount.once.interest"),
    ] {
        refused(&house, "costRecord", with(&cost, field, value), code, path).await;
    }
    house.does("costRecord", cost.clone()).await;
    refused(&house, "costRecord", cost, "ExistsAlready", "ref").await;
    let revise = json!({ "cost": reference(COST), "from": "2027-01-01", "currency": "SEK" });
    let before = with(&revise, "from", "2025-12-31".into());
    refused(&house, "costRevise", before, "CostNotRunning", "from").await;
    refused(&house, "costRevise", with(&revise, "name", Value::Null), "InvalidValue", "name").await;
    let turned = with(&revise, "amount", once(Value::Null, Value::Null));
    refused(&house, "costRevise", turned, "InvalidValue", "amount").await;
    let end = json!({ "cost": reference(COST), "from": FROM });
    refused(&house, "costEnd", end, "CostNotRunning", "from").await;
}

#[tokio::test]
async fn an_index_shows_its_figures_as_last_published() {
    let house = House::furnished().await;
    house.does("indexPublish", figures(&[("2026-09", "417.11"), ("2026-10", "418")])).await;
    let answer = house.does("indexPublish", figures(&[("2026-10", "418.00")])).await;
    assert_eq!((&answer["unchanged"], &answer["thing"]["key"]), (&json!(true), &json!("KPI-1980")));
    let revised = house.does("indexPublish", figures(&[("2026-10", "418.05")])).await;
    let asked = "indices { nodes { series figures(last: 1) {
        totalCount nodes { month value revision }
    } } }";
    let figure = json!({ "month": "2026-10", "value": "418.05", "revision": revised["revision"] });
    let index = json!({
        "series": "KPI-1980", "figures": { "totalCount": 2, "nodes": [figure] },
    });
    assert_eq!(house.reads(TODAY, asked).await["indices"]["nodes"], json!([index]));
}

#[tokio::test]
async fn figures_that_cannot_be_published_are_named() {
    let house = House::furnished().await;
    let publish = async |given: &[(&str, &str)], code, path| {
        refused(&house, "indexPublish", figures(given), code, path).await;
    };
    publish(&[("2026-12", "1")], "InvalidValue", "figures.0.month").await;
    publish(&[("2026-10", "1"), ("2026-10", "2")], "InvalidValue", "figures.1.month").await;
    publish(&[("2026-10", "1"), ("2026-13", "2")], "InvalidValue", "figures.1.month").await;
    publish(&[("2026-10", "0")], "InvalidValue", "figures.0.value").await;
    publish(&[], "InvalidValue", "figures").await;
    publish(&[("2026-10", "1"); 601], "TooMuch", "figures").await;
    let series = with(&figures(&[("2026-10", "1")]), "series", "KPI 1980".into());
    refused(&house, "indexPublish", series, "InvalidValue", "series").await;
}

#[tokio::test]
async fn who_pays_what_is_shown_on_its_date_and_assumed_until_then() {
    let house = House::furnished().await;
    let treat = json!({
        "organisation": reference(REGION), "from": "2027-01-01", "treatment": "COMPENSATED",
    });
    let treated = house.does("vatTreat", treat).await["revision"].take();
    let choose = json!({
        "building": reference(BUILDING), "from": "2027-01-01", "key": "WORKSTATIONS",
    });
    let chosen = house.does("commonKeyChoose", choose).await["revision"].take();
    let share = tariff(&json!({ "shareOfCost": { "denominator": 12 } }));
    let agreed = house.does("hubTariffAgree", share).await["revision"].take();
    let priced = json!({ "perSeatAndMonth": { "amount": "1200.5" } });
    let priced = with(&tariff(&priced), "from", "2027-01-01".into());
    let priced = house.does("hubTariffAgree", priced).await["revision"].take();
    let asked = format!(
        "organisation(ref: '{}') {{ vatTreatment {{ treatment revision }} }}
        building(ref: '{}') {{ commonKey {{ key revision }} }}
        hub(ref: '{}') {{ tariff {{ from revision perSeatAndMonth denominator }} }}",
        reference(REGION),
        reference(BUILDING),
        reference(HUB)
    );
    let shown = |vat: [Value; 2], key: [Value; 2], tariff: Value| {
        let ([treatment, treated], [key, chosen]) = (vat, key);
        json!({
            "organisation": { "vatTreatment": { "treatment": treatment, "revision": treated } },
            "building": { "commonKey": { "key": key, "revision": chosen } },
            "hub": { "tariff": tariff },
        })
    };
    let assumed = || [["COST".into(), Value::Null], ["AREA".into(), Value::Null]];
    let [vat, key] = assumed();
    assert_eq!(house.reads(TODAY, &asked).await, shown(vat, key, Value::Null));
    let [vat, key] = assumed();
    let by_share = json!({
        "from": "2026-12-01", "revision": agreed, "perSeatAndMonth": null, "denominator": 12,
    });
    assert_eq!(house.reads("2026-12-31", &asked).await, shown(vat, key, by_share));
    let by_seat = json!({
        "from": "2027-01-01", "revision": priced, "perSeatAndMonth": "1200.5", "denominator": null,
    });
    let vat = ["COMPENSATED".into(), treated];
    let key = ["WORKSTATIONS".into(), chosen];
    assert_eq!(house.reads("2027-01-01", &asked).await, shown(vat, key, by_seat));
    let decided = house.reads(TODAY, "decisions { nodes { matter hub { ref } } }").await;
    let nodes = decided["decisions"]["nodes"].as_array().expect("decisions").clone();
    let of_hub = json!({ "matter": "HUB_TARIFF", "hub": { "ref": reference(HUB) } });
    assert_eq!(nodes.iter().filter(|node| **node == of_hub).count(), 2);
}

#[tokio::test]
async fn who_pays_what_is_refused_where_it_cannot_be() {
    let house = House::furnished().await;
    let early = json!({
        "organisation": reference(REGION), "from": "2025-12-31", "treatment": "COST",
    });
    refused(&house, "vatTreat", early, "NotThere", "organisation").await;
    let nowhere = json!({ "building": reference(999), "from": FROM, "key": "AREA" });
    refused(&house, "commonKeyChoose", nowhere, "NotFound", "building").await;
    let of = |given: &Value| tariff(given);
    let price = json!({ "perSeatAndMonth": { "amount": "-1" } });
    let path = "tariff.perSeatAndMonth.amount";
    refused(&house, "hubTariffAgree", of(&price), "InvalidValue", path).await;
    let share = |parts| json!({ "shareOfCost": { "denominator": parts } });
    let path = "tariff.shareOfCost.denominator";
    refused(&house, "hubTariffAgree", of(&share(0)), "InvalidValue", path).await;
    refused(&house, "hubTariffAgree", of(&share(-1)), "InvalidValue", path).await;
    let another = with(&of(&share(2)), "decision", decision_of(KOMMUN));
    let path = "decision.organisation";
    refused(&house, "hubTariffAgree", another, "NotConcerned", path).await;
    let euro = with(&of(&share(2)), "currency", "EUR".into());
    refused(&house, "hubTariffAgree", euro, "CurrencyDiffers", "currency").await;
}
