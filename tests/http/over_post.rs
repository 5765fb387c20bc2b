//! GraphQL by POST: media types, statuses, and which errors are the request's and which the execution's.

use serde_json::json;

use crate::client::{Answer, Call, Running, says};

const NEWER: &str = "application/graphql-response+json; charset=utf-8";
const OLDER: &str = "application/json; charset=utf-8";

async fn post(query: &str, variables: serde_json::Value, accept: &str) -> Answer {
    let service = Running::start().await;
    let body = json!({ "query": query, "variables": variables }).to_string();
    service.post(body).header("accept", accept).send().await
}

/// A refused request is 400 without data in the newer media type, and 200 without data in the older.
async fn refused(query: &str, variables: serde_json::Value, parts: &[&str]) {
    let newer = post(query, variables.clone(), "application/graphql-response+json").await;
    assert_eq!((newer.status, newer.header("content-type")), (400, Some(NEWER)), "{newer:?}");
    let older = post(query, variables, "application/json").await;
    assert_eq!((older.status, older.header("content-type")), (200, Some(OLDER)), "{older:?}");
    for answer in [newer, older] {
        assert!(answer.json().get("data").is_none(), "{answer:?}");
        says(&answer.first_error(), parts);
    }
}

#[tokio::test]
async fn a_query_is_answered_in_the_media_type_asked_for() {
    let answer = post("{ greeting }", json!(null), "application/graphql-response+json").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some(NEWER)));
    assert_eq!(answer.json(), json!({ "data": { "greeting": "hello you" } }));
    let answer = post("{ greeting }", json!(null), "*/*").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some(OLDER)));
}

#[tokio::test]
async fn a_media_type_that_no_answer_has_is_not_acceptable() {
    let answer = post("{ greeting }", json!(null), "text/html").await;
    assert_eq!(answer.status, 406);
    says(&answer.detail(), &["Accept", "application/graphql-response+json"]);
}

#[tokio::test]
async fn bodies_that_a_form_can_send_are_not_read() {
    let service = Running::start().await;
    let types =
        ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"];
    for content_type in types {
        let call = Call::new(service.address, "POST", "/graphql")
            .header("content-type", content_type)
            .body(r#"{"query":"{ greeting }"}"#);
        let answer = call.send().await;
        assert_eq!(answer.status, 415, "{content_type}");
        says(&answer.first_error(), &["Content-Type", "application/json"]);
    }
}

#[tokio::test]
async fn a_compressed_or_foreign_charset_body_is_not_read() {
    let service = Running::start().await;
    let compressed = service.post("{}").header("content-encoding", "gzip").send().await;
    assert_eq!(compressed.status, 415);
    let call = Call::new(service.address, "POST", "/graphql");
    let latin = call.header("content-type", "application/json; charset=iso-8859-1").body("{}");
    assert_eq!(latin.send().await.status, 415);
}

#[tokio::test]
async fn a_malformed_request_is_400_in_either_media_type() {
    let service = Running::start().await;
    let cases = [
        ("", "not JSON"),
        ("{\"query", "not JSON"),
        ("7", "a number"),
        ("[{\"query\":\"{ greeting }\"}]", "batches are not accepted"),
        ("{}", "query is missing"),
        ("{\"query\":7}", "query is a number"),
        ("{\"query\":\"{ greeting }\",\"variables\":[]}", "variables is a list"),
        ("{\"query\":\"{ greeting }\",\"extensions\":\"x\"}", "extensions is a string"),
        ("{\"query\":\"{ greeting }\",\"operationName\":{}}", "operationName is an object"),
    ];
    for (body, message) in cases {
        for accept in ["application/json", "application/graphql-response+json"] {
            let answer = service.post(body).header("accept", accept).send().await;
            assert_eq!(answer.status, 400, "{body}");
            says(&answer.first_error(), &[message]);
        }
    }
}

#[tokio::test]
async fn a_query_that_cannot_be_parsed_or_is_not_valid_is_the_requests_error() {
    refused("{", json!(null), &["expected"]).await;
    refused("{ noSuchField }", json!(null), &["noSuchField"]).await;
    refused("query A { greeting } query B { greeting }", json!(null), &["Operation name"]).await;
}

#[tokio::test]
async fn an_unknown_operation_name_is_the_requests_error() {
    let service = Running::start().await;
    for query in ["query A { greeting }", "{ greeting }"] {
        let body = json!({ "query": query, "operationName": "B" }).to_string();
        let call = service.post(body).header("accept", "application/graphql-response+json");
        let answer = call.send().await;
        assert_eq!(answer.status, 400, "{answer:?}");
        says(&answer.first_error(), &["Unknown operation", "B"]);
    }
}

#[tokio::test]
async fn a_variable_without_its_value_is_the_requests_error() {
    refused(
        "query($id: UUID!) { room(id: $id) { name } }",
        json!({}),
        &["$id", "no value", "UUID!"],
    )
    .await;
    let null = json!({ "id": null });
    refused("query($id: UUID!) { room(id: $id) { name } }", null, &["$id", "null", "UUID!"]).await;
}

#[tokio::test]
async fn a_custom_scalar_that_its_parser_refuses_is_the_requests_error() {
    let wrong = json!({ "id": "nope" });
    refused("query($id: UUID!) { room(id: $id) { name } }", wrong, &["$id", "UUID"]).await;
    refused("{ room(id: \"nope\") { name } }", json!(null), &["argument id of room", "UUID"]).await;
    let query = "query($id: UUID = \"nope\") { asserted ...F } fragment F on Query { room(id: $id) { name } }";
    refused(query, json!({}), &["$id", "UUID"]).await;
    let query = "{ ...F } fragment F on Query { ... on Query { r: room(id: 7) { name } } }";
    refused(query, json!({}), &["argument id of room", "UUID"]).await;
}

#[tokio::test]
async fn a_wrong_part_deep_in_an_input_is_named_with_its_path() {
    let query = "query($filter: RoomFilter!) { rooms(filter: $filter) }";
    let cases = [
        (json!({ "kind": "OPEN", "seats": [1, "two"] }), "$filter.seats[1]"),
        (json!({ "kind": "CAVE", "seats": [] }), "OPEN, CELL"),
        (json!({ "kind": "OPEN" }), "$filter.seats: no value"),
        (json!({ "kind": "OPEN", "seats": [], "id": "x" }), "$filter.id"),
        (json!({ "kind": "OPEN", "seats": [], "extra": 1 }), "no field extra"),
        (json!("text"), "an object of type RoomFilter"),
    ];
    for (filter, part) in cases {
        refused(query, json!({ "filter": filter }), &[part]).await;
    }
}

#[tokio::test]
async fn all_wrong_variables_are_told_at_once() {
    let query =
        "query($a: Int!, $b: Int!) { many(first: $a) { leaf } other: many(first: $b) { leaf } }";
    let answer = post(query, json!({ "a": "x" }), "application/graphql-response+json").await;
    assert_eq!(answer.json()["errors"].as_array().map(Vec::len), Some(2), "{answer:?}");
}

#[tokio::test]
async fn inputs_that_are_right_pass() {
    let query = "query($filter: RoomFilter!) { rooms(filter: $filter) }";
    let one_for_a_list = json!({ "filter": { "kind": "CELL", "seats": 4, "id": null } });
    let answer = post(query, one_for_a_list, "application/graphql-response+json").await;
    assert_eq!(answer.json(), json!({ "data": { "rooms": "cell [4] None" } }));
    let query = "query($seat: Int = 2) { rooms(filter: { kind: OPEN, seats: [1, $seat] }) }";
    let answer = post(query, json!({}), "application/graphql-response+json").await;
    assert_eq!(answer.json(), json!({ "data": { "rooms": "open [1, 2] None" } }));
}

#[tokio::test]
async fn an_execution_error_that_nulls_the_root_answers_200() {
    let answer = post("{ broken }", json!(null), "application/graphql-response+json").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json()["data"], json!(null));
    assert!(answer.json().get("data").is_some(), "{answer:?}");
    assert_eq!(answer.json()["errors"][0]["path"], json!(["broken"]));
}

#[tokio::test]
async fn an_execution_error_beside_data_answers_200_with_both() {
    let query = "{ greeting nullableBroken }";
    let answer = post(query, json!(null), "application/graphql-response+json").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json()["data"], json!({ "greeting": "hello you", "nullableBroken": null }));
    assert_eq!(answer.first_error(), "broken on purpose");
}

#[tokio::test]
async fn a_subscription_is_not_served_over_http() {
    let answer = post("subscription { never }", json!(null), "application/json").await;
    assert_eq!(answer.status, 400);
    says(&answer.first_error(), &["graphql-transport-ws"]);
}

#[tokio::test]
async fn a_panic_is_a_500_that_tells_nothing_of_it() {
    let answer = post("{ panics }", json!(null), "application/json").await;
    assert_eq!(answer.status, 500);
    assert_eq!(answer.detail(), "an error inside the service");
}
