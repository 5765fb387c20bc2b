//! History: sentences, decisions, filters, and cursors both ways.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::estate::{DESK, DIRECTOR, Estate, id};

fn entries(history: &Value) -> Vec<Value> {
    history["edges"].as_array().unwrap().iter().map(|edge| edge["node"].clone()).collect()
}

fn revisions(history: &Value) -> Vec<u64> {
    entries(history).iter().map(|entry| entry["revision"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn an_entry_says_who_when_why_and_on_which_decision_with_the_event_beside_it() {
    let estate = Estate::half_moved().await;
    let fields = "history(filter: {kinds: [\"MoveDone\", \"ReallocationDecided\"]}) { edges { node {
        revision recordedAt type version sentence actor { name } role identity reason
        commit { index count } decisions { caseNumber body } reallocation { title } data hash } } }";
    let read = estate.at("", fields).await;
    let [decided, done] = &entries(&read["history"])[..] else { panic!("{read}") };
    assert_eq!(
        decided["sentence"],
        "Region Jämtland Härjedalen approved “Första flytten” (delegated decision RS 2026/117 of \
         2026-11-01 by Regiondirektören, delegation point 4.2 b)"
    );
    assert_eq!(decided["reason"], "Within the goals of the transition");
    assert_eq!(
        (&decided["actor"]["name"], &decided["role"]),
        (&json!("The director"), &json!("MANAGER"))
    );
    assert_eq!(
        done["sentence"],
        "Workstation D401 in space 101, Plan 3 moved into space 201, Plan 3 of the hub Torget on \
         2026-12-03 (move 1 of “Första flytten”)"
    );
    // The move rests on the decision by which it was approved.
    assert_eq!(
        done["decisions"],
        json!([{"caseNumber": "RS 2026/117", "body": "Regiondirektören"}])
    );
    assert_eq!(done["reallocation"]["title"], "Första flytten");
    assert_eq!(done["data"]["on"], "2026-12-03");
    assert_eq!((&done["type"], &done["version"]), (&json!("MoveDone"), &json!(1)));
    assert_eq!(done["commit"], json!({"index": 0, "count": 2}));
    let revision = schema::Revision::new(done["revision"].as_u64().unwrap()).unwrap();
    let stored = estate.ledger.stored(revision, revision).await.unwrap();
    assert_eq!(done["hash"], stored[0].digest().to_string());
}

#[tokio::test]
async fn history_is_read_page_by_page_both_ways() {
    let estate = Estate::half_moved().await;
    let head = estate.ledger.newest().head().unwrap().revision.number();
    let page = "totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { revision } }";
    let (mut forward, mut after) = (Vec::new(), String::new());
    loop {
        let read = estate.at("", &format!("history(first: 7{after}) {{ {page} }}")).await;
        forward.extend(revisions(&read["history"]));
        assert_eq!(read["history"]["totalCount"], json!(head + 1));
        if read["history"]["pageInfo"]["hasNextPage"] == json!(false) {
            break;
        }
        after = format!(", after: {}", read["history"]["pageInfo"]["endCursor"]);
    }
    assert_eq!(forward, (0..=head).collect::<Vec<_>>());

    let newest = estate.at("", &format!("history(last: 3) {{ {page} }}")).await;
    assert_eq!(revisions(&newest["history"]), [head - 2, head - 1, head]);
    let start = &newest["history"]["pageInfo"]["startCursor"];
    let before = estate.at("", &format!("history(last: 2, before: {start}) {{ {page} }}")).await;
    assert_eq!(revisions(&before["history"]), [head - 4, head - 3]);
    assert_eq!(before["history"]["pageInfo"]["hasNextPage"], true);
}

#[tokio::test]
async fn a_cursor_stays_good_when_more_is_recorded() {
    let estate = Estate::opened().await;
    let read = estate.at("", "history { pageInfo { endCursor } }").await;
    let end = read["history"]["pageInfo"]["endCursor"].clone();
    let register =
        schema::PersonRegister { person: id(3), name: schema::Text::name("Siv").unwrap() };
    estate.record(1, register).await;
    let more = estate
        .at("", &format!("history(after: {end}) {{ edges {{ node {{ sentence }} }} }}"))
        .await;
    assert_eq!(entries(&more["history"]), [json!({"sentence": "Registered Siv"})]);
}

#[tokio::test]
async fn history_is_filtered_by_thing_actor_case_and_time() {
    let estate = Estate::half_moved().await;
    let (desk, director): (Uuid, Uuid) = (id(DESK), id(DIRECTOR));
    let kinds = "edges { node { type revision } }";
    let count = |read: &Value, name: &str| {
        let entries = entries(&read[name]);
        entries.iter().map(|e| e["type"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let fields = format!(
        r#"thing: history(filter: {{thing: "{desk}"}}) {{ totalCount {kinds} }}
        actor: history(filter: {{actor: "{director}"}}) {{ totalCount {kinds} }}
        decision: history(filter: {{caseNumber: "RS 2026/117"}}) {{ {kinds} }}
        late: history(filter: {{recordedFrom: "2026-12-01T00:00:00Z"}}) {{ {kinds} }}
        early: history(filter: {{recordedTo: "2026-12-01T00:00:00Z", kinds: ["MoveDone"]}}) {{ {kinds} }}
        resource(ref: "{desk}") {{ history {{ totalCount {kinds} }} }}"#
    );
    let read = estate.at("", &fields).await;
    let of_desk = [
        "ResourceAdded",
        "AllocationAssigned",
        "ReallocationProposed",
        "ReallocationDecided",
        "ReallocationApproved",
        "MoveDone",
    ];
    assert_eq!(count(&read, "thing"), of_desk);
    assert_eq!(read["thing"]["totalCount"], 6);
    assert_eq!(read["resource"]["history"]["edges"], read["thing"]["edges"]);
    assert_eq!(count(&read, "actor"), ["ReallocationDecided", "ReallocationApproved"]);
    assert_eq!(read["actor"]["totalCount"], json!(null));
    let decided = ["ReallocationDecided", "ReallocationApproved", "MoveDone", "MembershipGranted"];
    assert_eq!(count(&read, "decision"), decided);
    assert_eq!(count(&read, "late"), ["MoveDone", "MembershipGranted"]);
    assert_eq!(count(&read, "early"), [""; 0]);
}

#[tokio::test]
async fn history_ends_at_the_revision_that_is_asked() {
    let estate = Estate::half_moved().await;
    let desk: Uuid = id(DESK);
    let head = estate.ledger.newest().head().unwrap().revision.number();
    let clocks = format!("revision: {}", head - 2);
    let fields = format!(
        r#"revision history(last: 1) {{ edges {{ node {{ revision }} }} }} resource(ref: "{desk}") {{ history {{ totalCount }} }}"#
    );
    let read = estate.at(&clocks, &fields).await;
    assert_eq!(revisions(&read["history"]), [head - 2]);
    // Without the move that was done in the last commit.
    assert_eq!(read["resource"]["history"]["totalCount"], 5);
}

#[tokio::test]
async fn a_scan_that_finds_little_says_where_to_go_on() {
    let estate = Estate::opened().await;
    let count = i32::try_from(thirdplace::graphql::history::SCANNED_MAX).unwrap();
    for number in 0..count {
        let person = id(20_000 + u128::from(number.unsigned_abs()));
        let name = schema::Text::name("Siv").unwrap();
        estate.record(1, schema::PersonRegister { person, name }).await;
    }
    let page = "edges { node { revision } } pageInfo { hasNextPage endCursor hasPreviousPage startCursor }";
    let filter = "filter: {kinds: [\"PortfolioOpened\"]}";
    let read = estate.at("", &format!("history({filter}, last: 5) {{ {page} }}")).await;
    let (found, info) = (&read["history"]["edges"], &read["history"]["pageInfo"]);
    assert_eq!((found, &info["hasPreviousPage"]), (&json!([]), &json!(true)));
    let more = format!("history({filter}, last: 5, before: {}) {{ {page} }}", info["startCursor"]);
    let read = estate.at("", &more).await;
    assert_eq!(revisions(&read["history"]), [0]);
    assert_eq!(read["history"]["pageInfo"]["hasPreviousPage"], false);
}
