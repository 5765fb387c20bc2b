//! `x-actor` and `x-role`, and the correlation id.

use axum::routing::post;
use axum::{Extension, Router};
use schema::Role;
use serde_json::json;
use thirdplace::http::{Asserted, CorrelationId, Limits};
use uuid::Uuid;

use crate::client::{Call, Running, says};
use crate::small_schema::Small;

const ACTOR: &str = "0191f3c8-5b1e-7a52-9c39-0f6d2a4b8e71";

#[tokio::test]
async fn what_is_asserted_reaches_the_resolvers() {
    let service = Running::start().await;
    let answer = service.ask("{ asserted }").send().await;
    assert_eq!(answer.json()["data"]["asserted"], json!("None None"));
    for role in ["manager", "strategist", "auditor", "administrator"] {
        let call = service.ask("mutation { record }").header("x-actor", ACTOR);
        let answer = call.header("x-role", role).send().await;
        assert_eq!(answer.json()["data"]["record"], json!(format!("{ACTOR} {role} None")));
    }
}

#[tokio::test]
async fn a_mutation_without_an_identity_is_refused_by_the_helper() {
    let service = Running::start().await;
    let answer = service.ask("mutation { record }").header("x-actor", ACTOR).send().await;
    says(&answer.first_error(), &["x-role", "manager, strategist, auditor, administrator"]);
    let answer = service.ask("mutation { record }").header("x-role", "manager").send().await;
    says(&answer.first_error(), &["x-actor", "UUID"]);
    assert_eq!(service.recorded(), 0);
}

#[tokio::test]
async fn malformed_headers_are_400_and_name_header_value_and_what_is_accepted() {
    let service = Running::start().await;
    let compact = ACTOR.replace('-', "");
    let cases = [
        ("x-actor", "kim", "UUID"),
        ("x-actor", compact.as_str(), "UUID"),
        ("x-actor", "", "UUID"),
        ("x-role", "Manager", "manager, strategist, auditor, administrator"),
        ("x-role", "boss", "manager, strategist, auditor, administrator"),
    ];
    for (name, value, accepted) in cases {
        let answer = service.ask("{ greeting }").header(name, value).send().await;
        assert_eq!(answer.status, 400, "{name} {value}");
        says(&answer.detail(), &[name, value, accepted]);
    }
    let twice = service.ask("{ greeting }").header("x-role", "auditor").header("x-role", "manager");
    says(&twice.send().await.detail(), &["x-role", "more than once"]);
}

#[tokio::test]
async fn a_merged_route_has_identity_and_correlation_behind_the_same_guard() {
    let told = async |Extension(asserted): Extension<Asserted>,
                      Extension(id): Extension<CorrelationId>| {
        format!(
            "{:?} {:?} {}",
            asserted.actor.is_some(),
            asserted.role == Some(Role::Manager),
            id.0
        )
    };
    let merged = Router::new().route("/imports", post(told));
    let service = Running::of(Small::default(), Limits::default(), merged).await;
    let call = || Call::new(service.address, "POST", "/imports").header("x-role", "manager");
    let answer = call().header("x-actor", ACTOR).header("x-correlation-id", ACTOR).send().await;
    assert_eq!(answer.body, format!("true true {ACTOR}"));
    assert_eq!(call().header("x-actor", "kim").send().await.status, 400);
}

#[tokio::test]
async fn a_merged_route_bounds_its_own_body() {
    let length = async |body: axum::body::Bytes| body.len().to_string();
    let merged = Router::new()
        .route("/imports", post(length))
        .layer(axum::extract::DefaultBodyLimit::max(4 * 1024 * 1024));
    let service = Running::of(Small::default(), Limits::default(), merged).await;
    let bytes = 3 * 1024 * 1024;
    let answer =
        Call::new(service.address, "POST", "/imports").body(vec![b'x'; bytes]).send().await;
    assert_eq!((answer.status, answer.body), (200, bytes.to_string()));
}

#[tokio::test]
async fn a_correlation_id_is_carried_through_when_it_is_a_uuid_and_drawn_otherwise() {
    let service = Running::start().await;
    let given = service.ask("{ correlation }").header("x-correlation-id", ACTOR).send().await;
    assert_eq!(given.header("x-correlation-id"), Some(ACTOR));
    assert_eq!(given.json()["data"]["correlation"], json!(ACTOR));
    for value in ["", "not-a-uuid"] {
        let drawn = service.ask("{ correlation }").header("x-correlation-id", value).send().await;
        let id = drawn.header("x-correlation-id").unwrap().to_owned();
        assert!(Uuid::parse_str(&id).is_ok());
        assert_eq!(drawn.json()["data"]["correlation"], json!(id));
    }
    let refused = service.get("/livez").header("host", "evil.example").send().await;
    assert!(refused.header("x-correlation-id").is_some());
}
