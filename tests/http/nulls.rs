//! What the data of an answer looks like when a part of it failed, and in which order it comes.

use serde_json::{Value, json};

use crate::client::Running;

/// The answer to a query, as text, to see the order too.
async fn body(query: &str) -> String {
    let service = Running::start().await;
    let answer = service.ask(query).send().await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body
}

async fn data(query: &str) -> Value {
    serde_json::from_str::<Value>(&body(query).await).unwrap()["data"].take()
}

#[tokio::test]
async fn a_failed_field_that_may_be_null_is_null_beside_the_others() {
    assert_eq!(
        data("{ nested { leaf nullableBroken } }").await,
        json!({ "nested": { "leaf": 1, "nullableBroken": null } })
    );
    let alone = json!({ "nested": { "nullableBroken": null } });
    assert_eq!(data("{ nested { nullableBroken } }").await, alone);
}

#[tokio::test]
async fn a_failed_field_that_may_not_be_null_takes_the_nearest_that_may() {
    assert_eq!(
        data("{ greeting nested { leaf maybe { leaf nested { leaf broken } } } }").await,
        json!({ "greeting": "hello you", "nested": { "leaf": 1, "maybe": null } })
    );
    assert_eq!(data("{ greeting nested { leaf broken } }").await, json!(null));
}

#[tokio::test]
async fn a_failed_field_in_an_item_takes_the_item_that_may_be_null() {
    let query = "{ nested { list { leaf broken } } }";
    assert_eq!(data(query).await, json!({ "nested": { "list": [null, null, null] } }));
    let query = "{ nested { list { leaf maybe { broken } } } }";
    let item = json!({ "leaf": 1, "maybe": null });
    assert_eq!(data(query).await, json!({ "nested": { "list": [item, null, item] } }));
}

#[tokio::test]
async fn a_failed_item_that_may_not_be_null_takes_its_list_and_what_that_takes() {
    assert_eq!(
        data("{ nested { maybe { numbers } leaf } }").await,
        json!({ "nested": { "maybe": null, "leaf": 1 } })
    );
}

#[tokio::test]
async fn failures_are_found_under_aliases_and_fragments() {
    let query =
        "{ n: nested { ...F } } fragment F on Nested { m: maybe { b: broken } ... { l: leaf } }";
    assert_eq!(data(query).await, json!({ "n": { "m": null, "l": 1 } }));
}

#[tokio::test]
async fn fields_come_in_the_order_of_the_query() {
    let query = "{ nested { late leaf ...F one: leaf } } fragment F on Nested { two: late leaf }";
    let expected = r#"{"data":{"nested":{"late":2,"leaf":1,"two":2,"one":1}}}"#;
    assert_eq!(body(query).await, expected);
}

#[tokio::test]
async fn an_object_of_which_nothing_was_selected_is_empty_and_not_null() {
    let query = "{ nested { leaf @skip(if: true) maybe @include(if: false) { leaf } } }";
    assert_eq!(data(query).await, json!({ "nested": {} }));
}
