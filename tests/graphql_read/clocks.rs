//! Pinned reads on three clocks, and the ids that carry them.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::estate::{DESK, Estate, MANAGER, ROOM, id};

const CLOCKS: &str = "revision recordedAt on basis today";

async fn desk_id(estate: &Estate, clocks: &str) -> String {
    let desk: Uuid = id(DESK);
    let read = estate.at(clocks, &format!(r#"resource(ref: "{desk}") {{ id }}"#)).await;
    read["resource"]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_answer_names_its_revision_date_basis_and_today() {
    let estate = Estate::half_moved().await;
    let head = estate.ledger.newest().head().unwrap();
    let newest = estate.at("", CLOCKS).await;
    // 23:30 UTC is the day after in Stockholm.
    assert_eq!(
        newest,
        json!({"revision": head.revision.number(), "recordedAt": head.recorded.to_string(),
            "on": "2026-12-13", "basis": "ACTUAL", "today": "2026-12-13"})
    );
    let planned = estate.at(r#"on: "2027-03-01", basis: PLANNED"#, CLOCKS).await;
    assert_eq!((&planned["on"], &planned["basis"]), (&json!("2027-03-01"), &json!("PLANNED")));
    assert_eq!(planned["today"], "2026-12-13");
}

#[tokio::test]
async fn what_was_known_earlier_is_read_by_revision_and_by_instant() {
    let estate = Estate::opened().await;
    let before = estate.at("", "revision recordedAt digest").await;
    let revision = &before["revision"];
    estate.clock.set("2026-11-02T08:00:00.000000Z");
    let register =
        schema::PersonRegister { person: id(3), name: schema::Text::name("Siv").unwrap() };
    estate.record(1, register).await;
    let persons = "revision recordedAt digest persons { totalCount }";
    let now = estate.at("", persons).await;
    let then = estate.at(&format!("revision: {revision}"), persons).await;
    let instant = estate.at(r#"recordedAt: "2026-11-02T08:59:59+01:00""#, persons).await;
    assert_eq!(now["persons"]["totalCount"].as_u64(), Some(3));
    assert_eq!(then["persons"]["totalCount"], 2);
    assert_eq!(then["digest"], before["digest"]);
    assert_eq!(then, instant);
}

#[tokio::test]
async fn a_revision_within_a_commit_rounds_down() {
    let estate = Estate::half_moved().await;
    // The report of a move: the move, and the membership that begins with it.
    let head = estate.ledger.newest().head().unwrap().revision.number();
    let inside = estate
        .at(
            &format!("revision: {}", head - 1),
            "revision reallocations { nodes { moves { status } } }",
        )
        .await;
    assert_eq!(inside["revision"], json!(head - 2));
    // When that was recorded, the move was not overdue.
    assert_eq!(inside["reallocations"]["nodes"][0]["moves"][0]["status"], "PLANNED");
}

#[tokio::test]
async fn what_was_overdue_is_told_as_of_the_instant_that_is_asked() {
    let estate = Estate::furnished().await;
    estate.propose().await;
    estate.approve().await;
    let fields = "today reallocations { nodes { id moves { status } } }";
    for (asked, today, status) in [
        ("2026-11-30T12:00:00Z", "2026-11-30", "PLANNED"),
        ("2026-12-02T12:00:00Z", "2026-12-02", "OVERDUE"),
    ] {
        estate.clock.set(&asked.replace('Z', ".000000Z"));
        let now = estate.at("", fields).await;
        estate.clock.set("2027-06-01T08:00:00.000000Z");
        let then = estate.at(&format!(r#"recordedAt: "{asked}""#), fields).await;
        let first = &then["reallocations"]["nodes"][0];
        assert_eq!(then["today"], today);
        assert_eq!(first["moves"][0]["status"], status);
        assert_eq!(first["moves"], now["reallocations"]["nodes"][0]["moves"]);
        // The id says so too.
        let node = format!(
            "{{ node(id: {}) {{ ... on Reallocation {{ id moves {{ status }} }} }} }}",
            first["id"]
        );
        assert_eq!(estate.ask(&node).await["node"], *first);
    }
}

#[tokio::test]
async fn ids_differ_by_the_clocks_that_were_named() {
    let estate = Estate::half_moved().await;
    let head = estate.ledger.newest().head().unwrap();
    let revision = format!("revision: {}", head.revision);
    let mut ids = vec![
        desk_id(&estate, "").await,
        desk_id(&estate, &revision).await,
        desk_id(&estate, r#"on: "2026-12-02""#).await,
        desk_id(&estate, r#"on: "2026-12-03""#).await,
        desk_id(&estate, "basis: PLANNED").await,
        desk_id(&estate, &format!(r#"{revision}, on: "2026-12-02", basis: PLANNED"#)).await,
    ];
    assert_eq!(ids[0], desk_id(&estate, "").await);
    let instant = format!("recordedAt: {:?}", head.recorded.to_string());
    assert_eq!(ids[1], desk_id(&estate, &instant).await, "an instant is named by its revision");
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 6);
}

#[tokio::test]
async fn node_gives_the_same_again() {
    let estate = Estate::half_moved().await;
    let desk: Uuid = id(DESK);
    for clocks in ["", r#"on: "2026-12-02""#, r#"revision: 5, on: "2026-12-20", basis: PLANNED"#] {
        let fields =
            "id number space { id number } allocation { mode unit { id } hub { id } revision }";
        let read = estate.at(clocks, &format!(r#"resource(ref: "{desk}") {{ {fields} }}"#)).await;
        let Some(id) = read["resource"]["id"].as_str() else {
            assert_eq!(read["resource"], Value::Null, "not known at revision 5");
            continue;
        };
        let query = format!(r#"{{ node(id: "{id}") {{ id ... on Resource {{ {fields} }} }} }}"#);
        assert_eq!(estate.ask(&query).await["node"], read["resource"], "{clocks}");
    }
}

#[tokio::test]
async fn every_kind_of_thing_is_a_node() {
    let estate = Estate::half_moved().await;
    let lists = [
        "persons",
        "organisations",
        "units",
        "buildings",
        "levels",
        "spaces",
        "resources",
        "hubs",
        "memberships",
        "reallocations",
    ];
    let fields: String =
        lists.map(|list| format!("{list}(first: 1) {{ nodes {{ id __typename }} }} ")).concat();
    let read = estate.at(r#"on: "2026-12-05""#, &format!("id __typename {fields}")).await;
    let portfolio = json!({"id": read["id"], "__typename": "Portfolio"});
    for thing in lists.iter().map(|list| &read[*list]["nodes"][0]).chain([&portfolio]) {
        let query = format!("{{ node(id: {}) {{ id __typename }} }}", thing["id"]);
        assert_eq!(estate.ask(&query).await["node"], *thing);
    }
}

#[tokio::test]
async fn one_request_sees_one_newest_state() {
    let estate = Estate::half_moved().await;
    let read = estate.ask("{ a: portfolio(ref: $p) { revision } b: portfolio(ref: $p) { revision } portfolios { nodes { revision ref } } }").await;
    assert_eq!(read["a"], read["b"]);
    assert_eq!(read["portfolios"]["nodes"][0]["revision"], read["a"]["revision"]);
}

#[tokio::test]
async fn an_erased_text_shows_as_erased_everywhere() {
    let estate = Estate::half_moved().await;
    let (ground, decision) = (schema::ErasureGround::DataSubject, None);
    let erase = schema::PersonErase { person: id(MANAGER), ground, decision };
    estate.administer(erase).await;
    let read = estate.at("", "persons(first: 1) { nodes { name } } history(first: 2) { edges { node { sentence actor { name } } } }").await;
    assert_eq!(read["persons"]["nodes"][0]["name"], "[erased]");
    let edges = &read["history"]["edges"];
    assert_eq!(edges[1]["node"]["sentence"], "Registered [erased]");
    assert_eq!(edges[0]["node"]["actor"]["name"], "[erased]");
}

#[tokio::test]
async fn pages_go_both_ways_and_say_how_many_there_are() {
    let estate = Estate::half_moved().await;
    let page =
        "totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { ref }";
    let first = estate.at("", &format!("spaces(first: 2) {{ {page} }}")).await;
    let (room, first) = (id::<Uuid>(ROOM).to_string(), &first["spaces"]);
    assert_eq!((&first["totalCount"], &first["nodes"][0]["ref"]), (&json!(3), &json!(room)));
    assert_eq!(first["pageInfo"]["hasNextPage"], true);
    let rest = estate
        .at("", &format!("spaces(after: {}) {{ {page} }}", first["pageInfo"]["endCursor"]))
        .await;
    let rest = &rest["spaces"];
    assert_eq!(
        (rest["nodes"].as_array().unwrap().len(), &rest["pageInfo"]["hasNextPage"]),
        (1, &json!(false))
    );
    let back = estate
        .at(
            "",
            &format!("spaces(last: 1, before: {}) {{ {page} }}", rest["pageInfo"]["startCursor"]),
        )
        .await;
    assert_eq!(back["spaces"]["nodes"][0], first["nodes"][1]);
}
