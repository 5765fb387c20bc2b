//! What is refused, and in which words.

use uuid::Uuid;

use crate::estate::{Estate, id};

#[tokio::test]
async fn clocks_that_cannot_be_read_are_refused_in_words() {
    let estate = Estate::opened().await;
    let head = estate.ledger.newest().head().unwrap().revision;
    for (clocks, words) in [
        (r#"revision: 1, recordedAt: "2026-11-01T08:00:00Z""#, vec!["`revision`", "`recordedAt`"]),
        ("revision: 99", vec!["99", &format!("{head}")]),
        ("revision: 0", vec!["opened at revision 1"]),
        (r#"recordedAt: "2025-01-01T00:00:00Z""#, vec!["opened at revision 1", "2026-11-01"]),
        ("revision: -1", vec!["0 to 2^53-1"]),
        (r#"revision: "1""#, vec!["Revision"]),
        (r#"on: "2026-02-30""#, vec!["2026-02-30", "YYYY-MM-DD"]),
        (r#"on: "1803-01-01""#, vec!["1900-01-01"]),
        (r#"recordedAt: "yesterday""#, vec!["yesterday", "instant"]),
        ("basis: HOPED", vec!["HOPED"]),
    ] {
        let query = format!("{{ portfolio(ref: $p, asOf: {{{clocks}}}) {{ revision }} }}");
        let message = estate.refused(&query).await;
        for word in words {
            assert!(message.contains(word), "{clocks}: {message} lacks {word}");
        }
    }
}

#[tokio::test]
async fn pages_and_filters_that_make_no_sense_are_refused_in_words() {
    let estate = Estate::half_moved().await;
    for (field, words) in [
        ("spaces(first: 501) { totalCount }", "0 to 500"),
        ("history(last: -1) { totalCount }", "0 to 500"),
        ("spaces(first: 1, last: 1) { totalCount }", "not both"),
        ("spaces(after: \"abc\") { totalCount }", "not a cursor"),
        ("history(after: \"abc\") { totalCount }", "not a cursor"),
        ("history(filter: {kinds: [\"MoveUndone\"]}) { totalCount }", "MoveDone"),
        ("history(filter: {caseNumber: \"§\"}) { totalCount }", "case number"),
        ("history(filter: {thing: \"desk\"}) { totalCount }", "such as 1c1f9a3e"),
        ("municipality(code: \"\") { name }", "municipality code"),
    ] {
        let message = estate.refused(&format!("{{ portfolio(ref: $p) {{ {field} }} }}")).await;
        assert!(message.contains(words), "{field}: {message} lacks {words}");
    }
}

#[tokio::test]
async fn a_cursor_of_another_ledger_is_told() {
    let (estate, other) = (Estate::opened().await, Estate::opened().await);
    let register = |name: &str| schema::PersonRegister {
        person: id(3),
        name: schema::Text::name(name).unwrap(),
    };
    estate.record(1, register("Siv")).await;
    other.record(1, register("Liv")).await;
    let read = other.at("", "history { pageInfo { endCursor } }").await;
    let foreign = &read["history"]["pageInfo"]["endCursor"];
    let query =
        format!("{{ portfolio(ref: $p) {{ history(after: {foreign}) {{ totalCount }} }} }}");
    let message = estate.refused(&query).await;
    assert!(message.contains("restored or is another"), "{message}");
}

#[tokio::test]
async fn what_is_not_there_is_null_and_what_is_no_id_is_an_error() {
    let estate = Estate::opened().await;
    let nothing: Uuid = id(987);
    let query = format!(r#"{{ portfolio(ref: "{nothing}") {{ name }} }}"#);
    assert!(estate.ask(&query).await["portfolio"].is_null());
    let read = estate
        .at(
            "",
            &format!(r#"space(ref: "{nothing}") {{ id }} floorPlan(level: "{nothing}") {{ on }}"#),
        )
        .await;
    assert!(read["space"].is_null() && read["floorPlan"].is_null());
    let message = estate.refused(r#"{ node(id: "nonsense") { id } }"#).await;
    assert!(message.contains("nonsense"), "{message}");
}

#[tokio::test]
async fn a_query_that_asks_for_too_much_is_refused_before_it_runs() {
    let estate = Estate::opened().await;
    let query = "{ portfolio(ref: $p) { spaces(first: 500) { nodes { resources(first: 500) { nodes { id } } } } } }";
    let message = estate.refused(query).await;
    assert!(message.contains("complexity"), "{message}");
}

/// The standard introspection query, as graphql-js writes it.
const INTROSPECTION: &str = "query IntrospectionQuery { __schema { queryType { name } mutationType \
    { name } subscriptionType { name } types { ...FullType } directives { name description locations \
    args(includeDeprecated: true) { ...InputValue } } } } fragment FullType on __Type { kind name \
    description specifiedByURL fields(includeDeprecated: true) { name description \
    args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated \
    deprecationReason } inputFields(includeDeprecated: true) { ...InputValue } interfaces { \
    ...TypeRef } enumValues(includeDeprecated: true) { name description isDeprecated \
    deprecationReason } possibleTypes { ...TypeRef } } fragment InputValue on __InputValue { name \
    description type { ...TypeRef } defaultValue } fragment TypeRef on __Type { kind name ofType { \
    kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { \
    kind name ofType { kind name } } } } } } } }";

#[tokio::test]
async fn the_standard_introspection_query_is_within_the_limits() {
    let estate = Estate::opened().await;
    let read = estate.ask(INTROSPECTION).await;
    let types = read["__schema"]["types"].as_array().unwrap();
    let described = |kind: &serde_json::Value| {
        let fields = kind["fields"].as_array().into_iter().flatten();
        let undescribed =
            fields.filter(|field| field["description"].as_str().is_none_or(str::is_empty));
        undescribed.map(|field| format!("{}.{}", kind["name"], field["name"])).collect::<Vec<_>>()
    };
    let things = types.iter().filter(|kind| {
        let interfaces = kind["interfaces"].as_array().into_iter().flatten();
        interfaces.into_iter().any(|interface| interface["name"] == "Node")
    });
    assert_eq!(things.clone().count(), 18);
    assert_eq!(things.flat_map(described).collect::<Vec<_>>(), [""; 0]);
}
