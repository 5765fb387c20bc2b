//! Erasing over GraphQL: what can be addressed, and what is shown afterwards.

use schema::Role;
use serde_json::{Value, json};

use crate::{
    estate::{FROM, proposal},
    house::{
        DECIDER, DESK, House, KOMMUN, PROPOSER, REALLOCATION, REGION, asserted, manager, reference,
    },
};

fn administrator() -> thirdplace::http::Asserted {
    asserted(PROPOSER, Role::Administrator)
}

/// The history's entries of one type, with the texts of each.
async fn entries(house: &House, kind: &str) -> Vec<Value> {
    let fields = format!(
        "history(first: 500, filter: {{ kinds: ['{kind}'] }}) {{ edges {{ node {{
            revision sentence hash data texts {{ field commitment erased }} }} }} }}"
    );
    let read = house.reads(FROM, &fields).await;
    let edges = read["history"]["edges"].as_array().expect("edges");
    edges.iter().map(|edge| edge["node"].clone()).collect()
}

#[tokio::test]
async fn a_persons_name_is_erased_and_the_person_stays() {
    let house = House::furnished().await;
    let before = entries(&house, "PersonRegistered").await;
    let input = json!({
        "person": reference(DECIDER), "ground": "DATA_SUBJECT",
        "decision": {
            "organisation": reference(KOMMUN), "caseNumber": "KS 2026/77", "decidedOn": "2026-11-20",
        },
    });
    house.does_by(administrator(), "personErase", input.clone()).await;
    let after = entries(&house, "PersonRegistered").await;
    assert_eq!(after[1]["sentence"], "Registered [erased]");
    assert_eq!(after[1]["texts"][0]["erased"], true);
    assert_eq!(after[0]["texts"][0]["erased"], false);
    for (before, after) in before.iter().zip(&after) {
        assert_eq!((&before["hash"], &before["data"]), (&after["hash"], &after["data"]));
    }
    let erased = entries(&house, "TextsErased").await;
    let sentence = erased[0]["sentence"].as_str().expect("a sentence");
    assert!(sentence.contains("GDPR article 17; KS 2026/77 of 2026-11-20, Kommunen"), "{sentence}");
    assert_eq!(erased[0]["texts"], json!([]));
    assert_eq!(erased[0]["data"]["commitments"][0], before[1]["texts"][0]["commitment"]);
    // Who was erased still acts, under the reference.
    house.does_by(manager(DECIDER), "personRegister", json!({ "name": "Another" })).await;
    let again = house.does_by(administrator(), "personErase", input).await;
    assert_eq!(again["unchanged"], true);
}

#[tokio::test]
async fn every_text_of_the_history_can_be_erased_by_its_place() {
    let house = House::furnished().await;
    let mut proposal = proposal(&[(DESK, "2027-01-15")]);
    proposal["reason"] = "Because of somebody".into();
    let input = json!({ "ref": reference(REALLOCATION), "proposal": proposal });
    house.does("reallocationPropose", input).await;
    let kinds = ["ReallocationProposed", "HubPlanned", "BuildingAdded", "PortfolioOpened"];
    for kind in kinds {
        let entry = entries(&house, kind).await.remove(0);
        for text in entry["texts"].as_array().expect("texts") {
            let input = json!({
                "revision": entry["revision"], "field": text["field"],
                "ground": "RECORDED_IN_ERROR",
            });
            house.does_by(administrator(), "textErase", input).await;
        }
        let entry = entries(&house, kind).await.remove(0);
        let texts = entry["texts"].as_array().expect("texts");
        assert!(!texts.is_empty() && texts.iter().all(|text| text["erased"] == true), "{texts:?}");
        assert!(entry["sentence"].as_str().expect("a sentence").contains("[erased]"), "{entry}");
    }
}

#[tokio::test]
async fn what_cannot_be_erased_is_refused_where_it_stands_in_the_input() {
    let house = House::furnished().await;
    let person = |ground: &str| json!({ "person": reference(DECIDER), "ground": ground });
    let text = |field: &str| json!({ "revision": 0, "field": field, "ground": "ORDER" });
    let mut foreign = person("ORDER");
    foreign["decision"] = json!({
        "organisation": reference(99), "caseNumber": "1", "decidedOn": "2026-11-20",
    });
    let mut placed = text("title");
    placed["decision"] = json!({
        "organisation": reference(REGION), "caseNumber": "1", "decidedOn": "2026-11-20",
    });
    let cases = [
        (
            administrator(),
            "personErase",
            person("DISPOSAL"),
            "ErasureUndecided",
            json!(["input", "decision"]),
        ),
        (
            administrator(),
            "personErase",
            foreign,
            "NotFound",
            json!(["input", "decision", "organisation"]),
        ),
        (administrator(), "textErase", placed, "NotFound", json!(["input", "field"])),
        (administrator(), "textErase", text("a name"), "InvalidValue", json!(["input", "field"])),
        (
            manager(PROPOSER),
            "personErase",
            person("DATA_SUBJECT"),
            "RoleNotAllowed",
            json!(["input"]),
        ),
    ];
    for (by, mutation, input, code, path) in cases {
        let error = house.refuses_to(by, mutation, input).await;
        assert_eq!((&error["code"], &error["path"]), (&json!(code), &path), "{error:#}");
    }
}
