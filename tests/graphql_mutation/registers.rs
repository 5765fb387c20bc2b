//! The registers of mandates: decisions, delegations, preconditions.

use schema::Role;
use serde_json::{Value, json};

use crate::{
    estate::{decision, decision_of, proposal},
    house::{
        BUILDING, DECIDER, DESK, House, KOMMUN, PROPOSER, REALLOCATION, REGION, TODAY, asserted,
        manager, reference,
    },
};

const PRECONDITION: u64 = 95;

fn administrator() -> thirdplace::http::Asserted {
    asserted(PROPOSER, Role::Administrator)
}

/// A delegation of the municipality's from a date, up to so many resources.
async fn delegated(house: &House, from: &str, resources_max: u32) {
    let mut decision = decision();
    decision["decidedOn"] = "2026-01-01".into();
    let delegation = json!({
        "organisation": reference(KOMMUN), "point": "4.2", "from": from, "to": "2027-07-01",
        "delegate": "Fastighetschefen", "matters": ["REALLOCATION", "IMPORT"],
        "resourcesMax": resources_max, "decision": decision,
    });
    house.does_by(administrator(), "delegationGive", delegation).await;
}

/// A house in which the region's board approved a proposal, and the municipality's delegate did, to
/// be confirmed; gives the revision of the delegate's decision.
async fn decided() -> (House, u64) {
    let house = House::furnished().await;
    delegated(&house, "2026-01-01", 5).await;
    delegated(&house, "2027-01-01", 3).await;
    let required = json!({
        "ref": reference(PRECONDITION), "organisation": reference(KOMMUN), "from": "2026-11-01",
        "kind": "RISK_ASSESSMENT", "name": "Riskbedömning",
    });
    house.does_by(administrator(), "preconditionRequire", required).await;
    let input =
        json!({ "ref": reference(REALLOCATION), "proposal": proposal(&[(DESK, "2027-01-15")]) });
    let digest = house.does("reallocationPropose", input).await["thing"]["digest"].clone();
    let settled = json!({
        "reallocation": reference(REALLOCATION), "digest": digest,
        "precondition": reference(PRECONDITION), "on": "2026-11-12", "document": "Protokoll 3",
    });
    house.does("preconditionSettle", settled).await;
    let approval = |decision: Value| json!({ "reallocation": reference(REALLOCATION), "digest": digest, "decision": decision });
    let by_the_board = approval(decision_of(REGION));
    house.does_by(manager(DECIDER), "reallocationApprove", by_the_board).await;
    let mut delegated = decision();
    delegated["kind"] = "DELEGATED".into();
    delegated["delegationPoint"] = "4.2".into();
    delegated["caseNumber"] = "KS 2026/00200".into();
    delegated["decidedOn"] = "2026-11-15".into();
    let mut by_the_delegate = approval(delegated);
    by_the_delegate["toBeConfirmed"] = true.into();
    house.does("reallocationApprove", by_the_delegate).await;
    let recorded = house.events() - 1;
    (house, recorded)
}

fn nodes(connection: &Value) -> Vec<Value> {
    let edges = connection["edges"].as_array().expect("edges");
    edges.iter().map(|edge| edge["node"].clone()).collect()
}

/// The case numbers of the decisions that a filter lets through.
async fn found(house: &House, filter: &str) -> Vec<String> {
    let fields = format!(
        "decisions(first: 100, filter: {{ {filter} }}) {{ totalCount edges {{ node {{
            caseNumber organisation {{ ref }} }} }} }}"
    );
    let read = house.reads(TODAY, &fields).await;
    let nodes = nodes(&read["decisions"]);
    assert_eq!(read["decisions"]["totalCount"], nodes.len());
    let number = |node: &Value| node["caseNumber"].as_str().expect("a case number").to_owned();
    nodes.iter().map(number).collect()
}

#[tokio::test]
async fn the_register_tells_of_each_decision_on_what_it_was_taken_and_what_became_of_it() {
    let (house, recorded) = decided().await;
    let filter =
        format!("thing: '{}', organisation: '{}'", reference(REALLOCATION), reference(KOMMUN));
    let asked = format!(
        "decisions(filter: {{ {filter} }}) {{ edges {{ node {{
            organisation {{ ref }} caseNumber kind body delegationPoint decidedOn reportedOn
            matter reallocation {{ ref }} membership {{ ref }} import {{ ref }} corrects delegatedAt
            recordedBy {{ ref }} revision toBeConfirmed counts
            confirmation {{ by {{ ref }} revision }} correctedRevision }} }} }}
        reallocation(ref: '{}') {{ decisions {{ decision {{ caseNumber reportedOn }}
            confirmation {{ by {{ ref }} }} }} }}",
        reference(REALLOCATION)
    );
    let expected = json!({
        "organisation": { "ref": reference(KOMMUN) }, "caseNumber": "KS 2026/00200",
        "kind": "DELEGATED", "body": "Styrelsen", "delegationPoint": "4.2",
        "decidedOn": "2026-11-15", "reportedOn": null,
        "matter": "REALLOCATION", "reallocation": { "ref": reference(REALLOCATION) },
        "membership": null, "import": null, "corrects": null, "delegatedAt": null,
        "recordedBy": { "ref": reference(PROPOSER) }, "revision": recorded,
        "toBeConfirmed": true, "counts": false, "confirmation": null, "correctedRevision": null,
    });
    let read = house.reads(TODAY, &asked).await;
    assert_eq!(nodes(&read["decisions"]), std::slice::from_ref(&expected));

    let of = json!({ "recorded": recorded, "organisation": reference(KOMMUN) });
    house.does_by(manager(DECIDER), "decisionConfirm", of.clone()).await;
    let confirmed = house.events();
    let mut reported = of;
    reported["on"] = "2026-11-20".into();
    house.does("decisionReport", reported).await;
    let read = house.reads(TODAY, &asked).await;
    let node = nodes(&read["decisions"]).remove(0);
    assert_eq!(node["counts"], true);
    assert_eq!(node["reportedOn"], "2026-11-20");
    assert_eq!(node["confirmation"]["by"]["ref"], reference(DECIDER));
    let revision = node["confirmation"]["revision"].as_u64().expect("a revision");
    assert!((recorded + 1..confirmed).contains(&revision), "{revision}");
    let decisions = &read["reallocation"]["decisions"];
    assert_eq!(
        decisions[1],
        json!({
            "decision": { "caseNumber": "KS 2026/00200", "reportedOn": "2026-11-20" },
            "confirmation": { "by": { "ref": reference(DECIDER) } },
        })
    );
    assert_eq!(decisions[0]["confirmation"], Value::Null);
}

#[tokio::test]
async fn decisions_are_found_by_organisation_case_kind_matter_date_and_what_became_of_them() {
    let (house, _) = decided().await;
    let (board, delegate) = ("KS 2026/00123", "KS 2026/00200");
    let kommun = format!("organisation: '{}'", reference(KOMMUN));
    for (filter, expected) in [
        (kommun.as_str(), &[board, board, delegate][..]),
        ("caseNumber: 'KS 2026/00200'", &[delegate]),
        ("caseNumber: 'KS 2026/0020'", &[]),
        ("kind: BOARD", &[board, board, board]),
        ("matter: DELEGATION", &[board, board]),
        ("matter: REALLOCATION", &[board, delegate]),
        ("matter: IMPORT", &[]),
        ("counts: false", &[delegate]),
        ("confirmed: true", &[]),
        ("reported: true", &[]),
        ("reported: false, matter: REALLOCATION", &[board, delegate]),
        ("decidedFrom: '2026-11-11'", &[delegate]),
        ("decidedTo: '2026-11-15', matter: REALLOCATION", &[board]),
        ("decidedFrom: '2026-11-15', decidedTo: '2026-11-16'", &[delegate]),
    ] {
        assert_eq!(found(&house, filter).await, expected, "{filter}");
    }
}

#[tokio::test]
async fn the_register_is_read_page_by_page_both_ways() {
    let (house, _) = decided().await;
    let page = async |arguments: String| {
        let fields = format!(
            "decisions({arguments}) {{ edges {{ cursor node {{ revision }} }}
               pageInfo {{ hasNextPage hasPreviousPage }} }}"
        );
        house.reads(TODAY, &fields).await["decisions"].take()
    };
    let first = page("first: 2".to_owned()).await;
    let second = page(format!("first: 10, after: {}", first["edges"][1]["cursor"])).await;
    assert_eq!(first["pageInfo"]["hasNextPage"], true);
    assert_eq!(second["edges"].as_array().map(Vec::len), Some(2));
    let back = page(format!("last: 1, before: {}", second["edges"][0]["cursor"])).await;
    assert_eq!(back["edges"][0], first["edges"][1]);
}

#[tokio::test]
async fn an_organisation_shows_what_it_delegates_on_the_date() {
    let (house, _) = decided().await;
    let fields = format!(
        "organisation(ref: '{}') {{ delegations {{ totalCount edges {{ node {{
            point from to delegate matters resourcesMax seatsMax revision }} }} }} }}",
        reference(KOMMUN)
    );
    let on = async |date: &str| {
        let read = house.reads(date, &fields).await;
        let mut found = nodes(&read["organisation"]["delegations"]);
        for node in &mut found {
            assert!(node["revision"].take().is_u64());
        }
        found
    };
    let shown = |from: &str, to: &str, max: u32| {
        json!({
            "point": "4.2", "from": from, "to": to, "delegate": "Fastighetschefen",
            "matters": ["REALLOCATION", "IMPORT"], "resourcesMax": max, "seatsMax": null,
            "revision": null,
        })
    };
    assert_eq!(on("2025-12-31").await, [json!(null); 0]);
    assert_eq!(on("2026-11-23").await, [shown("2026-01-01", "2027-01-01", 5)]);
    assert_eq!(on("2027-01-01").await, [shown("2027-01-01", "2027-07-01", 3)]);
    assert_eq!(on("2027-07-01").await, [json!(null); 0]);
}

#[tokio::test]
async fn preconditions_are_listed_on_the_date_and_on_any() {
    let (house, _) = decided().await;
    let dropped = json!({
        "precondition": reference(PRECONDITION), "from": "2027-01-01", "reason": "Klart",
    });
    house.does_by(administrator(), "preconditionDrop", dropped).await;
    let count = async |on: &str, any: bool| {
        let fields = format!("preconditions(anyDate: {any}) {{ totalCount }}");
        house.reads(on, &fields).await["preconditions"]["totalCount"].take()
    };
    assert_eq!(count("2026-10-31", false).await, 0);
    assert_eq!(count("2026-11-01", false).await, 1);
    assert_eq!(count("2027-01-01", false).await, 0);
    assert_eq!(count("2027-01-01", true).await, 1);
    let fields = "preconditions(anyDate: true) { edges { node {
        ref kind name requiredBy { ref } from required dropped { from reason } } } }";
    let read = house.reads("2026-11-01", fields).await;
    assert_eq!(
        nodes(&read["preconditions"]),
        [json!({
            "ref": reference(PRECONDITION), "kind": "RISK_ASSESSMENT", "name": "Riskbedömning",
            "requiredBy": { "ref": reference(KOMMUN) }, "from": "2026-11-01", "required": true,
            "dropped": { "from": "2027-01-01", "reason": "Klart" },
        })]
    );
}

#[tokio::test]
async fn a_decision_on_an_opening_balance_is_in_the_register_and_on_no_thing() {
    let house = House::furnished().await;
    let input = json!({ "on": "2026-11-01", "decision": decision() });
    house.does_by(administrator(), "openingBalanceSign", input).await;
    let signed = house.events() - 1;
    let balances = format!(
        "kommun: organisation(ref: '{}') {{ openingBalance {{ on revision decision {{
            organisation {{ ref }} caseNumber }} }} }}
        region: organisation(ref: '{}') {{ openingBalance {{ on }} }}",
        reference(KOMMUN),
        reference(REGION)
    );
    assert_eq!(
        house.reads(TODAY, &balances).await,
        json!({
            "kommun": { "openingBalance": { "on": "2026-11-01", "revision": signed, "decision": {
                "organisation": { "ref": reference(KOMMUN) }, "caseNumber": "KS 2026/00123",
            } } },
            "region": { "openingBalance": null },
        })
    );
    let fields = "decisions { edges { node { matter reallocation { ref } recordedBy { ref } } } }";
    assert_eq!(
        nodes(&house.reads(TODAY, fields).await["decisions"]),
        [json!({
            "matter": "OPENING_BALANCE", "reallocation": null,
            "recordedBy": { "ref": reference(PROPOSER) },
        })]
    );
    assert_eq!(found(&house, &format!("thing: '{}'", reference(BUILDING))).await, [""; 0]);
}

#[tokio::test]
async fn a_sample_is_drawn_by_its_seed_with_all_that_is_recorded_of_each_case() {
    let (house, recorded) = decided().await;
    let fields = |seed: &str, population: &str| {
        format!(
            "sample(seed: '{seed}', size: 10, population: {{ {population} }}) {{
                seed size revision populationCount populationDigest
                cases {{ place key rank reallocation {{ ref }} membership {{ ref }}
                    decisions {{ caseNumber revision }}
                    preconditions {{ name document }} events {{ type }} }} }}"
        )
    };
    let read = house.reads(TODAY, &fields("a", "kind: REALLOCATION")).await;
    let sample = &read["sample"];
    assert_eq!((&sample["populationCount"], &sample["size"]), (&json!(1), &json!(10)));
    let key = reference(REALLOCATION);
    let digest = schema::Digest::of(format!("{key}\n").as_bytes()).to_string();
    assert_eq!(sample["populationDigest"], digest);
    let case = &sample["cases"][0];
    let rank = schema::Digest::of(format!("a\0{key}").as_bytes()).to_string();
    assert_eq!((&case["key"], &case["rank"]), (&json!(key), &json!(rank)));
    assert_eq!(case["reallocation"]["ref"], reference(REALLOCATION));
    assert_eq!(
        case["decisions"][1],
        json!({ "caseNumber": "KS 2026/00200", "revision": recorded })
    );
    let settled = json!([{ "name": "Riskbedömning", "document": "Protokoll 3" }]);
    assert_eq!(case["preconditions"], settled);
    let types: Vec<&str> = case["events"]
        .as_array()
        .expect("events")
        .iter()
        .filter_map(|e| e["type"].as_str())
        .collect();
    let expected = [
        "ReallocationProposed",
        "PreconditionAnswered",
        "ReallocationDecided",
        "ReallocationDecided",
    ];
    assert_eq!(types, expected);

    let region = format!("kind: DECISION, organisation: '{}'", reference(REGION));
    let read = house.reads(TODAY, &fields("a", &region)).await;
    assert_eq!(read["sample"]["populationCount"], 1);
    let read = house.reads(TODAY, &fields("a", "kind: MEMBERSHIP")).await;
    assert_eq!(read["sample"]["cases"], json!([]));
    let later = "kind: DECISION, recordedFrom: '2027-01-01T00:00:00Z'";
    let read = house.reads(TODAY, &fields("a", later)).await;
    assert_eq!(read["sample"]["populationCount"], 0);
}

#[tokio::test]
async fn a_sample_that_cannot_be_drawn_says_why() {
    let house = House::furnished().await;
    for (arguments, why) in [
        ("seed: \"\", size: 1, population: { kind: DECISION }", "1 to 100 characters"),
        ("seed: \"a\", size: 0, population: { kind: DECISION }", "1 to 1000"),
        ("seed: \"a\", size: 1, population: { kind: DECISION, status: APPROVED }", "leave it out"),
    ] {
        let portfolio = crate::house::portfolio();
        let query =
            format!("{{ portfolio(ref: \"{portfolio}\") {{ sample({arguments}) {{ size }} }} }}");
        let response = house.schema.execute(async_graphql::Request::new(query)).await;
        assert!(response.errors[0].message.contains(why), "{:?}", response.errors);
    }
}
