//! What was recorded wrongly of leases and costs, corrected from outside, and what it costs then.

use serde_json::{Value, json};

use crate::{
    costs::cleaning,
    estate::{FROM, decision_of},
    house::{DECIDER, House, KOMMUN, OPEN, REGION, TODAY, manager, reference},
    leases::{sign, terms},
};

const LEASE: u64 = 140;
const COST: u64 = 141;

fn correction(fact: &Value, of: &[u64]) -> Value {
    let decisions: Vec<Value> = of.iter().map(|of| decision_of(*of)).collect();
    json!({ "fact": fact, "takeAlong": [], "decisions": decisions, "reason": "Another room" })
}

/// What the months from June through August 2027 cost.
async fn costs(house: &House) -> Value {
    let asked = "costs(from: '2027-06', through: '2027-08', groupBy: [MONTH]) {
        rows { nodes { because } } }";
    house.reads(TODAY, asked).await["costs"]["rows"]["nodes"].take()
}

#[tokio::test]
async fn an_end_that_was_never_agreed_is_void_and_the_rent_names_the_correction() {
    let house = House::furnished().await;
    let mut agreed = terms(&[OPEN]);
    (agreed["breaks"], agreed["index"]) = (json!([]), Value::Null);
    house.does("leaseSign", sign(LEASE, &agreed)).await;
    let (of, both) = (reference(LEASE), [REGION, KOMMUN]);
    let end = json!({
        "lease": of, "from": "2027-07-01", "decisions": both.map(decision_of), "reason": null,
    });
    house.does("leaseEnd", end).await;
    let ended = house.events() - 1;
    assert_eq!(costs(&house).await.as_array().expect("rows").len(), 1);
    let fact = json!({ "leaseEnd": { "lease": of } });
    let undecided = house.refuses_to(manager(DECIDER), "correctFact", correction(&fact, &[])).await;
    assert_eq!(undecided["code"], "CorrectionUndecided");
    house.does_by(manager(DECIDER), "correctFact", correction(&fact, &both)).await;
    let by = house.events() - 1;
    let rows = costs(&house).await;
    assert_eq!(rows.as_array().expect("rows").len(), 3);
    assert!(rows[2]["because"].as_array().expect("events").contains(&json!(by)));
    let asked = format!("lease(ref: '{of}') {{ ends {{ on because }} }}");
    let known = house.reads_at(&format!("revision: {ended}, on: '{TODAY}'"), &asked).await;
    assert_eq!(known["lease"]["ends"], json!({ "on": "2027-07-01", "because": "AGREEMENT" }));
    let never = correction(&json!({ "leaseSigning": { "lease": of } }), &both);
    house.does_by(manager(DECIDER), "correctFact", never).await;
    let lease = house.reads(TODAY, &asked).await["lease"].take();
    assert_eq!(lease["ends"], json!({ "on": FROM, "because": "NEVER_SIGNED" }));
    assert_eq!(costs(&house).await, json!([]));
}

#[tokio::test]
async fn notice_and_costs_that_were_otherwise_are_corrected() {
    let house = House::furnished().await;
    let mut agreed = terms(&[OPEN]);
    agreed["breaks"] = json!([]);
    house.does("leaseSign", sign(LEASE, &agreed)).await;
    let of = reference(LEASE);
    let notice = json!({
        "lease": of, "party": "TENANT", "purpose": "TERMINATION", "servedOn": "2026-11-20",
        "how": "ACKNOWLEDGED", "takesEffect": "2029-01-01", "decisions": [decision_of(REGION)],
    });
    house.does("leaseNotice", notice).await;
    let wrong = house.events() - 1;
    let served = |on: &str| {
        let instead = json!({ "servedOn": on, "how": "SERVED", "takesEffect": "2029-01-01" });
        let of_it = json!({ "lease": of, "revision": wrong, "instead": instead });
        correction(&json!({ "leaseNotice": of_it }), &[REGION])
    };
    let future = house.refuses_to(manager(DECIDER), "correctFact", served("2026-11-24")).await;
    let path = ["input", "fact", "leaseNotice", "instead", "servedOn"];
    assert_eq!((&future["code"], &future["path"]), (&json!("InFuture"), &json!(path)));
    house.does_by(manager(DECIDER), "correctFact", served("2026-11-21")).await;
    house.does("costRecord", cleaning(COST)).await;
    house.does("costEnd", json!({ "cost": reference(COST), "from": "2027-01-01" })).await;
    let ends = json!({ "costEnd": { "cost": reference(COST), "from": "2027-02-01" } });
    house.does("correctFact", correction(&ends, &[])).await;
    let asked = format!("recordedCost(ref: '{}') {{ ended {{ from }} }}", reference(COST));
    let ended = house.reads(TODAY, &asked).await["recordedCost"]["ended"].take();
    assert_eq!(ended["from"], "2027-02-01");
    let never = correction(&json!({ "cost": { "cost": reference(COST) } }), &[]);
    let rests = house.refuses("correctFact", never).await;
    assert_eq!(rests["code"], "CorrectionRestsOn");
}

#[tokio::test]
async fn an_area_that_is_none_is_told_of_its_field() {
    let house = House::furnished().await;
    let before = house.events();
    for area in ["-1", "1e5", "10000001", "much"] {
        let mut agreed = terms(&[OPEN]);
        agreed["area"]["squareMetres"] = json!(area);
        let refused = house.refuses("leaseSign", sign(LEASE, &agreed)).await;
        let path = ["input", "terms", "area", "squareMetres"];
        assert_eq!((&refused["code"], &refused["path"]), (&json!("InvalidValue"), &json!(path)));
    }
    assert_eq!(house.events(), before);
}
