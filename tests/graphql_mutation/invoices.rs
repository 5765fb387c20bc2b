//! Budgets, invoices and closed books, from outside.

use serde_json::{Value, json};

use crate::{
    costs::{cleaning, refused, with},
    estate::{FROM, decision_of},
    house::{House, KOMMUN, REGION, TODAY, reference},
};

const COST: u64 = 140;
const INVOICE: u64 = 150;

/// What the municipality was invoiced for a quarter of cleaning.
pub(crate) fn invoice(number: u64) -> Value {
    json!({
        "ref": reference(number), "currency": "SEK", "organisation": reference(KOMMUN),
        "voucher": "L 2026-00417", "supplier": "Städbolaget AB",
        "subject": { "cost": reference(COST) }, "issuedOn": "2026-10-01", "paidOn": "2026-10-31",
        "from": "2026-07", "through": "2026-09", "net": "12000.50", "vat": "3000.13",
        "account": "6071",
    })
}

pub(crate) fn budget(running: &str) -> Value {
    json!({
        "organisation": reference(KOMMUN), "year": 2027, "currency": "SEK", "running": running,
        "oneOff": "250000", "decision": decision_of(KOMMUN),
    })
}

pub(crate) fn close(organisation: u64, through: &str) -> Value {
    json!({ "organisation": reference(organisation), "through": through })
}

async fn cleaned() -> House {
    let house = House::furnished().await;
    house.does("costRecord", cleaning(COST)).await;
    house
}

#[tokio::test]
async fn an_invoice_shows_what_it_says_and_counts_until_it_is_cancelled() {
    let house = cleaned().await;
    let recorded = house.does("invoiceRecord", invoice(INVOICE)).await["revision"].take();
    let asked = format!(
        "invoice(ref: '{}') {{
            organisation {{ ref }} voucher supplier cost {{ ref }} lease {{ ref }} issuedOn paidOn
            from through net vat account import {{ ref }} revision cancelled
            history {{ edges {{ node {{ type }} }} }}
        }}
        invoices {{ totalCount }}",
        reference(INVOICE)
    );
    let expected = json!({
        "organisation": { "ref": reference(KOMMUN) }, "voucher": "L 2026-00417",
        "supplier": "Städbolaget AB", "cost": { "ref": reference(COST) }, "lease": null,
        "issuedOn": "2026-10-01", "paidOn": "2026-10-31", "from": "2026-07",
        "through": "2026-09", "net": "12000.5", "vat": "3000.13", "account": "6071",
        "import": null, "revision": recorded, "cancelled": null,
        "history": { "edges": [{ "node": { "type": "InvoiceRecorded" } }] },
    });
    let read = house.reads(TODAY, &asked).await;
    assert_eq!(read, json!({ "invoice": expected, "invoices": { "totalCount": 1 } }));
    let cancel = json!({ "invoice": reference(INVOICE), "reason": "Dubbelt" });
    let cancelled = house.does("invoiceCancel", cancel.clone()).await["revision"].take();
    let read = house.reads(TODAY, &asked).await;
    assert_eq!(read["invoice"]["cancelled"], cancelled);
    assert_eq!(read["invoices"]["totalCount"], 0);
    refused(&house, "invoiceCancel", cancel, "InvoiceCancelledAlready", "invoice").await;
    house.does("invoiceRecord", invoice(INVOICE + 1)).await;
}

#[tokio::test]
async fn the_same_invoice_again_changes_nothing_and_shows_the_one_that_is_recorded() {
    let house = cleaned().await;
    house.does("invoiceRecord", invoice(INVOICE)).await;
    let again = house.does("invoiceRecord", invoice(INVOICE + 1)).await;
    assert_eq!(again["unchanged"], true);
    assert_eq!(again["thing"]["key"], reference(INVOICE));
    let other = with(&invoice(INVOICE + 1), "net", "12000.51".into());
    refused(&house, "invoiceRecord", other, "VoucherTaken", "voucher").await;
    let another = with(&invoice(INVOICE), "voucher", "L 2026-00418".into());
    refused(&house, "invoiceRecord", another, "ExistsAlready", "ref").await;
}

#[tokio::test]
async fn an_invoice_that_cannot_be_names_the_field_at_fault() {
    let house = cleaned().await;
    let invoice = invoice(INVOICE);
    let tomorrow = "2026-11-24";
    let nowhere = json!({ "lease": reference(999) });
    for (field, value, code) in [
        ("currency", "EUR".into(), "CurrencyDiffers"),
        ("organisation", reference(999).into(), "NotFound"),
        ("voucher", "utan nummer".into(), "InvalidValue"),
        ("supplier", "".into(), "InvalidValue"),
        ("subject", nowhere, "NotFound"),
        ("issuedOn", tomorrow.into(), "InFuture"),
        ("paidOn", tomorrow.into(), "InFuture"),
        ("from", "2026-7".into(), "InvalidValue"),
        ("through", "2026-06".into(), "InvalidValue"),
        ("through", "2036-07".into(), "InvalidValue"),
        ("net", "12000.505".into(), "InvalidValue"),
        ("vat", "-1".into(), "InvalidValue"),
    ] {
        refused(&house, "invoiceRecord", with(&invoice, field, value), code, field).await;
    }
    let credit = with(&with(&invoice, "net", "-12000".into()), "vat", "-3000".into());
    house.does("invoiceRecord", credit).await;
}

#[tokio::test]
async fn a_budget_is_shown_as_last_decided() {
    let house = House::furnished().await;
    house.does("budgetDecide", budget("950000")).await;
    let again = house.does("budgetDecide", budget("950000.00")).await;
    assert_eq!(again["unchanged"], true);
    let raised = house.does("budgetDecide", budget("975000.5")).await["revision"].take();
    let asked = "budgets { nodes {
        organisation { ref } year transition { ref } running oneOff revision
        decision { caseNumber }
    } }";
    let decided = json!({
        "organisation": { "ref": reference(KOMMUN) }, "year": 2027, "transition": null,
        "running": "975000.5", "oneOff": "250000", "revision": raised,
        "decision": { "caseNumber": "KS 2026/00123" },
    });
    assert_eq!(house.reads(TODAY, asked).await["budgets"]["nodes"], json!([decided]));
    let refuses = async |field: &str, value: Value, code, path| {
        let given = with(&budget("1"), field, value);
        refused(&house, "budgetDecide", given, code, path).await;
    };
    refuses("year", 1899.into(), "InvalidValue", "year").await;
    refuses("year", 2025.into(), "NotThere", "organisation").await;
    refuses("running", "-1".into(), "InvalidValue", "running").await;
    refuses("oneOff", "-1".into(), "InvalidValue", "oneOff").await;
    refuses("currency", "EUR".into(), "CurrencyDiffers", "currency").await;
    refuses("transition", reference(999).into(), "NotFound", "transition").await;
    refuses("decision", decision_of(REGION), "NotConcerned", "decision.organisation").await;
    let transition = json!({
        "ref": reference(160), "from": FROM, "name": "T", "goal": "Färre lokaler",
        "until": "2028-12-31", "organisations": [reference(REGION)],
    });
    house.does("transitionStart", transition).await;
    refuses("transition", reference(160).into(), "NoPartInTransition", "transition").await;
}

#[tokio::test]
async fn books_are_closed_through_a_month_that_is_over() {
    let house = cleaned().await;
    refused(&house, "periodClose", close(KOMMUN, "2026-11"), "InvalidValue", "through").await;
    refused(&house, "periodClose", close(KOMMUN, "oktober"), "InvalidValue", "through").await;
    refused(&house, "periodClose", close(KOMMUN, "2025-12"), "NotThere", "organisation").await;
    house.does("periodClose", close(KOMMUN, "2026-10")).await;
    let again = close(KOMMUN, "2026-10");
    refused(&house, "periodClose", again, "PeriodClosedAlready", "through").await;
    let closed = async |organisation| {
        let of = reference(organisation);
        let asked = format!("organisation(ref: '{of}') {{ closedThrough }}");
        house.reads(TODAY, &asked).await["organisation"]["closedThrough"].take()
    };
    assert_eq!(closed(KOMMUN).await, "2026-10");
    assert_eq!(closed(REGION).await, Value::Null);
    // What becomes known late of a closed month is recorded as ever.
    house.does("invoiceRecord", invoice(INVOICE)).await;
}
