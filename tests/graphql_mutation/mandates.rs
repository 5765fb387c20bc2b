//! Who is touched by a proposal and why, and what is to be settled before it is approved, as it is read.

use schema::Role;
use serde_json::{Value, json};

use crate::{
    estate::{decision_of, proposal, terms},
    house::{
        BUILDING, CARE, DECIDER, DESK, HUB, House, KOMMUN, MEMBERSHIP, PROPOSER, REALLOCATION,
        REGION, SOCIAL, TODAY, asserted, manager, reference,
    },
};

const UNIONS: u64 = 95;
const RISK: u64 = 96;

/// A desk of the municipality's becomes flexible in the region's hub, and the region's care a member.
fn moves() -> Value {
    let mut moves = proposal(&[(DESK, "2027-01-15")]);
    moves["memberships"] = json!([{
        "ref": reference(MEMBERSHIP), "hub": reference(HUB), "unit": reference(CARE),
        "from": "2027-01-15", "terms": terms(2),
    }]);
    moves
}

async fn proposed(house: &House) -> Value {
    let input = json!({ "ref": reference(REALLOCATION), "proposal": moves() });
    house.does("reallocationPropose", input).await["thing"]["digest"].clone()
}

async fn read(house: &House, fields: &str) -> Value {
    let fields = format!("reallocation(ref: '{}') {{ {fields} }}", reference(REALLOCATION));
    house.reads(TODAY, &fields).await["reallocation"].take()
}

async fn approves(house: &House, organisation: u64, digest: &Value) {
    let input = json!({
        "reallocation": reference(REALLOCATION), "digest": digest,
        "decision": decision_of(organisation),
    });
    house.does_by(manager(DECIDER), "reallocationApprove", input).await;
}

const TOUCHED: &str = "touched { organisation { ref } decided reasons { move kind thing unit } }";

#[tokio::test]
async fn who_is_touched_is_shown_with_the_reasons_and_whether_they_have_decided() {
    let house = House::furnished().await;
    let digest = proposed(&house).await;
    let reason = |number: Option<u16>, kind: &str, thing, unit: Option<u64>| {
        json!({ "move": number, "kind": kind, "thing": reference(thing),
            "unit": unit.map(reference) })
    };
    let of_kommun = json!([
        reason(Some(1), "OWNS_RESOURCE", DESK, None),
        reason(Some(1), "OWNS_BUILDING", BUILDING, None),
        reason(Some(1), "HAS_RESOURCE", DESK, Some(SOCIAL)),
    ]);
    let of_region = json!([
        reason(Some(1), "HOSTS_HUB", HUB, None),
        reason(None, "HOSTS_HUB", HUB, None),
        reason(None, "BECOMES_MEMBER", MEMBERSHIP, Some(CARE)),
    ]);
    let touched = |decided: [bool; 2]| {
        json!([
            { "organisation": { "ref": reference(KOMMUN) }, "decided": decided[0],
                "reasons": of_kommun },
            { "organisation": { "ref": reference(REGION) }, "decided": decided[1],
                "reasons": of_region },
        ])
    };
    assert_eq!(read(&house, TOUCHED).await["touched"], touched([false, false]));
    approves(&house, REGION, &digest).await;
    assert_eq!(read(&house, TOUCHED).await["touched"], touched([false, true]));
    approves(&house, KOMMUN, &digest).await;
    let approved = read(&house, &format!("status {TOUCHED}")).await;
    assert_eq!(approved["status"], "APPROVED");
    assert_eq!(approved["touched"], touched([true, true]));
}

#[tokio::test]
async fn a_decision_that_awaits_its_confirmation_does_not_count_as_decided() {
    let house = House::furnished().await;
    let digest = proposed(&house).await;
    let own = json!({
        "reallocation": reference(REALLOCATION), "digest": digest,
        "decision": decision_of(REGION), "toBeConfirmed": true,
    });
    let recorded = house.does("reallocationApprove", own).await["revision"].clone();
    let decided = |read: &Value| -> Vec<Value> {
        let touched = read["touched"].as_array().expect("a list").iter();
        touched.map(|touched| touched["decided"].clone()).collect()
    };
    assert_eq!(decided(&read(&house, TOUCHED).await), [false, false]);
    let confirm = json!({ "recorded": recorded, "organisation": reference(REGION) });
    house.does_by(manager(DECIDER), "decisionConfirm", confirm).await;
    assert_eq!(decided(&read(&house, TOUCHED).await), [false, true]);
}

const PRECONDITIONS: &str = "preconditions { ref kind name requiredBy { ref } settledOn document
    notApplicableBecause recordedBy { ref } }";

fn missing(number: u64, kind: &str, name: &str, by: Option<u64>) -> Value {
    json!({
        "ref": reference(number), "kind": kind, "name": name,
        "requiredBy": by.map(|by| json!({ "ref": reference(by) })), "settledOn": null,
        "document": null, "notApplicableBecause": null, "recordedBy": null,
    })
}

#[tokio::test]
async fn preconditions_are_read_as_they_are_settled_for_the_proposal_as_it_stands() {
    let house = House::furnished().await;
    let administrator = || asserted(PROPOSER, Role::Administrator);
    for (number, kind, name, by) in [
        (UNIONS, "UNION_NEGOTIATION", "MBL", None),
        (RISK, "RISK_ASSESSMENT", "Riskbedömning", Some(KOMMUN)),
    ] {
        let input = json!({
            "ref": reference(number), "organisation": by.map(reference), "from": "2026-11-01",
            "kind": kind, "name": name,
        });
        house.does_by(administrator(), "preconditionRequire", input).await;
    }
    let digest = proposed(&house).await;
    let none_settled = json!([
        missing(UNIONS, "UNION_NEGOTIATION", "MBL", None),
        missing(RISK, "RISK_ASSESSMENT", "Riskbedömning", Some(KOMMUN)),
    ]);
    assert_eq!(read(&house, PRECONDITIONS).await["preconditions"], none_settled);
    for (number, on, document, because) in [
        (UNIONS, "2026-11-12", "Protokoll 3", None),
        (RISK, "2026-11-13", "Bilaga 4", Some("Inga andra risker än förut")),
    ] {
        let input = json!({
            "reallocation": reference(REALLOCATION), "digest": digest,
            "precondition": reference(number), "on": on, "document": document,
            "notApplicableBecause": because,
        });
        house.does("preconditionSettle", input).await;
    }
    let mut settled = none_settled.clone();
    settled[0]["settledOn"] = "2026-11-12".into();
    settled[0]["document"] = "Protokoll 3".into();
    settled[1]["settledOn"] = "2026-11-13".into();
    settled[1]["document"] = "Bilaga 4".into();
    settled[1]["notApplicableBecause"] = "Inga andra risker än förut".into();
    for answer in [0, 1] {
        settled[answer]["recordedBy"] = json!({ "ref": reference(PROPOSER) });
    }
    assert_eq!(read(&house, PRECONDITIONS).await["preconditions"], settled);
    let mut later = moves();
    later["moves"][0]["plannedOn"] = "2027-02-15".into();
    let input = json!({ "reallocation": reference(REALLOCATION), "proposal": later });
    house.does("reallocationAmend", input).await;
    assert_eq!(read(&house, PRECONDITIONS).await["preconditions"], none_settled);
}
