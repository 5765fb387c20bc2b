//! Changes between two points of the clocks.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::estate::{BUILDING, COUNTY, DESK, Estate, HUB, HUB_ROOM, LEVEL, OFFICE, UNIT, id};

const DAY_OF_THE_STORY: &str = "2026-12-13";

fn kinds(changes: &Value) -> Vec<&str> {
    let nodes = changes["lines"]["nodes"].as_array().unwrap();
    nodes.iter().map(|line| line["kind"].as_str().unwrap()).collect()
}

async fn head(estate: &Estate) -> u64 {
    estate.ledger.newest().head().unwrap().revision.number()
}

#[tokio::test]
async fn a_change_says_what_was_what_is_and_which_events_caused_it() {
    let estate = Estate::half_moved().await;
    let before = head(&estate).await - 2;
    let (desk, unit, hub, room): (Uuid, Uuid, Uuid, Uuid) =
        (id(DESK), id(UNIT), id(HUB), id(HUB_ROOM));
    let fields = format!(
        "changes(since: {{revision: {before}}}) {{
            since {{ revision on basis }} until {{ revision on basis }}
            lines {{ totalCount nodes {{
                kind part thing {{ kind ref node {{ id __typename }} }} from to sentence
                swedish: sentence(language: SWEDISH) because {{ type revision }} }} }} }}"
    );
    let changes = estate.at("", &fields).await["changes"].clone();
    let point = |revision| json!({"revision": revision, "on": DAY_OF_THE_STORY, "basis": "ACTUAL"});
    assert_eq!((&changes["since"], &changes["until"]), (&point(before), &point(before + 2)));
    assert_eq!(kinds(&changes), ["PLACE", "ALLOCATION", "UNIT", "TERMS", "MOVE"]);
    assert_eq!(changes["lines"]["totalCount"], 5);
    let lines = &changes["lines"]["nodes"];
    assert_eq!(lines[0]["to"], json!({"standsIn": room}));
    let allocation = &lines[1];
    assert_eq!(allocation["from"], json!({"given": {"fixed": unit}}));
    assert_eq!(allocation["to"], json!({"given": {"flexible": hub}}));
    assert_eq!(
        allocation["sentence"],
        "Workstation D401 in space 101, Plan 3: fixed to Planeringsenheten becomes flexible in the \
         hub Torget"
    );
    assert_eq!(
        allocation["swedish"],
        "Arbetsplats D401 i utrymme 101, Plan 3: fast för Planeringsenheten blir flexibel i noden \
         Torget"
    );
    assert_eq!(allocation["because"], json!([{"type": "MoveDone", "revision": before + 1}]));
    let thing = &allocation["thing"];
    assert_eq!((&thing["kind"], &thing["ref"]), (&json!("RESOURCE"), &json!(desk)));
    assert_eq!(thing["node"]["__typename"], "Resource");
    assert_eq!(lines[3]["because"][0]["type"], "MembershipGranted");
    assert_eq!((&lines[4]["part"], &lines[4]["from"]), (&json!(1), &Value::Null));
    assert_eq!(lines[4]["to"], json!({"done": "2026-12-03"}));
}

#[tokio::test]
async fn what_since_leaves_out_is_as_the_portfolio_is_read() {
    let estate = Estate::half_moved().await;
    let fields = |since: &str| {
        format!(
            "changes(since: {{{since}}}) {{ since {{ on basis revision }} lines {{ nodes {{ kind }} }} }}"
        )
    };
    // What is planned for the 20th beyond what was done: the second desk.
    let planned = estate.at(r#"on: "2026-12-20", basis: PLANNED"#, &fields("basis: ACTUAL")).await;
    assert_eq!(kinds(&planned["changes"]), ["PLACE", "ALLOCATION"]);
    assert_eq!(planned["changes"]["since"]["on"], "2026-12-20");
    // What the dates brought: the desk that moved on the 3rd and the membership.
    let dates = estate.at(r#"on: "2026-12-03""#, &fields(r#"on: "2026-12-02""#)).await;
    assert_eq!(kinds(&dates["changes"]), ["PLACE", "ALLOCATION", "UNIT", "TERMS"]);
    let nothing = estate.at("", &fields("")).await;
    assert_eq!(kinds(&nothing["changes"]), [""; 0]);
}

#[tokio::test]
async fn changes_go_backwards_too_with_things_that_are_no_longer_known() {
    let estate = Estate::half_moved().await;
    let head = head(&estate).await;
    // Before anything was approved; the membership is not known there.
    let clocks = format!(r#"revision: {}, on: "2026-12-20", basis: PLANNED"#, head - 4);
    let fields = format!(
        "changes(since: {{revision: {head}}}) {{ lines(filter: {{kinds: [TERMS]}}) {{ nodes {{
            kind from to thing {{ node {{ __typename }} }} sentence because {{ type }} }} }} }}"
    );
    let changes = estate.at(&clocks, &fields).await["changes"].clone();
    let line = &changes["lines"]["nodes"][0];
    assert_eq!(line["to"], Value::Null);
    assert_eq!(line["thing"]["node"]["__typename"], "Membership");
    assert_eq!(
        line["sentence"],
        "The membership of Planeringsenheten in the hub Torget: no longer 8 people served, 3 seats at \
         most"
    );
    assert_eq!(line["because"], json!([{"type": "MembershipGranted"}]));
}

#[tokio::test]
async fn changes_are_filtered_and_read_page_by_page() {
    let estate = Estate::half_moved().await;
    let before = head(&estate).await - 2;
    let count = |filter: String| {
        let fields = format!(
            "changes(since: {{revision: {before}}}) {{ lines(filter: {{{filter}}}) {{ totalCount }} }}"
        );
        let estate = &estate;
        async move { estate.at("", &fields).await["changes"]["lines"]["totalCount"].clone() }
    };
    let named = |name: &str, number| format!(r#"{name}: "{}""#, id::<Uuid>(number));
    assert_eq!(count(named("thing", DESK)).await, 2);
    assert_eq!(count(named("thing", OFFICE)).await, 0);
    assert_eq!(count(named("building", BUILDING)).await, 2);
    assert_eq!(count(named("level", LEVEL)).await, 2);
    assert_eq!(count(named("organisation", COUNTY)).await, 5);
    assert_eq!(count("kinds: [PLACE, MOVE]".to_owned()).await, 2);
    let both = format!("kinds: [TERMS], {}", named("level", LEVEL));
    assert_eq!(count(both).await, 0);

    let page = |arguments: String| {
        let fields = format!(
            "changes(since: {{revision: {before}}}) {{ lines({arguments}) {{
                pageInfo {{ hasNextPage endCursor }} nodes {{ kind }} }} }}"
        );
        let estate = &estate;
        async move { estate.at("", &fields).await["changes"].clone() }
    };
    let first = page("first: 2".to_owned()).await;
    assert_eq!(kinds(&first), ["PLACE", "ALLOCATION"]);
    let info = &first["lines"]["pageInfo"];
    assert_eq!(info["hasNextPage"], true);
    let rest = page(format!("after: {}", info["endCursor"])).await;
    assert_eq!(kinds(&rest), ["UNIT", "TERMS", "MOVE"]);
}

#[tokio::test]
async fn a_point_that_is_not_there_is_refused() {
    let estate = Estate::half_moved().await;
    let refused = |since: &str| {
        let query = format!(
            "{{ portfolio(ref: $p) {{ changes(since: {{{since}}}) {{ since {{ on }} }} }} }}"
        );
        let estate = &estate;
        async move { estate.refused(&query).await }
    };
    assert!(refused("revision: 5000").await.contains("no revision 5000 yet"));
    let both = refused(r#"revision: 1, recordedAt: "2026-12-01T00:00:00Z""#).await;
    assert!(both.contains("give the one or the other"), "{both}");
}
