//! Every bound: what is just within it passes, what is over it is refused with its name.

use std::time::Duration;

use thirdplace::http::Limits;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::client::{Call, Running, raw, says};

async fn refused(service: &Running, query: &str, parts: &[&str]) {
    let answer = service.ask(query).send().await;
    assert_eq!(answer.status, 400, "{}", answer.body);
    says(&answer.first_error(), parts);
}

async fn passes(service: &Running, query: &str) {
    let answer = service.ask(query).send().await;
    assert!(answer.status == 200 && answer.json().get("errors").is_none(), "{}", answer.body);
}

fn nested(depth: usize) -> String {
    format!("{{ {} leaf {} }}", "nested {".repeat(depth), "}".repeat(depth))
}

#[tokio::test]
async fn the_standard_introspection_query_passes() {
    let service = Running::start().await;
    passes(&service, include_str!("introspection.graphql")).await;
}

#[tokio::test]
async fn depth_is_bounded() {
    let service = Running::start().await;
    passes(&service, &nested(17)).await;
    refused(&service, &nested(18), &["depth_max", "19", "18"]).await;
}

#[tokio::test]
async fn complexity_is_bounded() {
    let service = Running::with(Limits { complexity_max: 100, ..Limits::default() }).await;
    passes(&service, "{ many(first: 100) { leaf } }").await;
    refused(&service, "{ many(first: 101) { leaf } }", &["complexity_max", "101", "100"]).await;
    refused(
        &service,
        "query A { many(first: 101) { leaf } } query B { greeting }",
        &["complexity_max"],
    )
    .await;
}

#[tokio::test]
async fn aliases_are_bounded() {
    let service = Running::start().await;
    let query = |count: usize| {
        let fields: String = (0..count).map(|n| format!("a{n}: greeting ")).collect();
        format!("{{ {fields} }}")
    };
    passes(&service, &query(50)).await;
    refused(&service, &query(51), &["aliases_max", "51", "50"]).await;
}

#[tokio::test]
async fn directives_are_bounded() {
    let service = Running::start().await;
    let query = |count: usize| {
        let fields: String = (0..count).map(|_| "greeting @include(if: true) ").collect();
        format!("{{ {fields} }}")
    };
    passes(&service, &query(50)).await;
    refused(&service, &query(51), &["directives_max", "51", "50"]).await;
}

#[tokio::test]
async fn selections_are_bounded_however_fragments_multiply_them() {
    let service = Running::start().await;
    passes(&service, &format!("{{ {} }}", "greeting ".repeat(5_000))).await;
    refused(&service, &format!("{{ {} }}", "greeting ".repeat(5_001)), &["selections_max", "5001"])
        .await;
    let doubling: String = (0..28)
        .map(|n| format!("fragment F{n} on Query {{ ...F{m} ...F{m} }} ", m = n + 1))
        .collect();
    let query = format!("{{ ...F0 }} {doubling} fragment F28 on Query {{ greeting }}");
    refused(&service, &query, &["selections_max"]).await;
}

#[tokio::test]
async fn nesting_that_would_exhaust_the_stack_is_refused() {
    let service = Running::start().await;
    refused(&service, &"{ nested ".repeat(7_000), &["nesting_max", "7000"]).await;
    refused(&service, &format!("{{ greeting(name: {} }}", "[".repeat(60_000)), &["nesting_max"])
        .await;
    refused(&service, "{ ...A } fragment A on Query { ...A ...A }", &["spreads itself"]).await;
}

#[tokio::test]
async fn a_querys_bytes_are_bounded() {
    let service = Running::with(Limits { query_bytes_max: 100, ..Limits::default() }).await;
    passes(&service, &format!("{:<100}", "{ greeting }")).await;
    refused(&service, &format!("{:<101}", "{ greeting }"), &["query_bytes_max", "101", "100"])
        .await;
}

#[tokio::test]
async fn a_body_is_bounded_announced_or_not() {
    let service = Running::with(Limits { body_bytes_max: 1_000, ..Limits::default() }).await;
    let body = |bytes: usize| format!("{:<bytes$}", r#"{"query":"{ greeting }"}"#);
    assert_eq!(service.post(body(1_000)).send().await.status, 200);
    let announced = service.post(body(1_001)).send().await;
    assert_eq!(announced.status, 413);
    says(&announced.first_error(), &["body_bytes_max", "1000"]);
    let chunks = format!("3e9\r\n{}\r\n0\r\n\r\n", body(1_001));
    let streamed = service.post(chunks).header("transfer-encoding", "chunked").send().await;
    assert_eq!(streamed.status, 413);
}

#[tokio::test]
async fn a_body_that_does_not_arrive_is_given_up() {
    let limits = Limits { body_read_timeout: Duration::from_millis(50), ..Limits::default() };
    let service = Running::with(limits).await;
    let answer = service.post("{").header("content-length", "100").send().await;
    assert_eq!(answer.status, 408);
    says(&answer.first_error(), &["body_read_timeout"]);
}

#[tokio::test]
async fn a_head_that_does_not_arrive_is_given_up() {
    let limits = Limits { header_read_timeout: Duration::from_millis(50), ..Limits::default() };
    let service = Running::with(limits).await;
    // Reads to the end: it returns only because the service closes.
    raw(service.address, b"GET /livez HTTP/1.1\r\nhost: ").await;
    raw(service.address, b"").await;
}

#[tokio::test]
async fn a_head_too_long_is_refused() {
    let service = Running::with(Limits { header_bytes_max: 8_192, ..Limits::default() }).await;
    let answer = service.get("/livez").header("x-long", &"x".repeat(20_000)).send().await;
    assert_eq!(answer.status, 431);
}

#[tokio::test]
async fn an_execution_that_takes_too_long_is_given_up() {
    let limits = Limits { execution_timeout: Duration::from_millis(50), ..Limits::default() };
    let service = Running::with(limits).await;
    let answer = service.ask("{ held }").send().await;
    assert_eq!(answer.status, 504);
    says(&answer.first_error(), &["execution_timeout", "commandId"]);
}

#[tokio::test]
async fn requests_beyond_those_under_way_are_shed_and_later_ones_served() {
    let service = Running::with(Limits { requests_max: 1, ..Limits::default() }).await;
    let first = tokio::spawn(service.ask("{ held }").send());
    service.small.held.entered.notified().await;
    let shed = service.ask("{ greeting }").send().await;
    assert_eq!((shed.status, shed.header("retry-after")), (503, Some("1")));
    says(&shed.detail(), &["requests", "1 are under way", "nothing was done"]);
    assert_eq!(service.get("/livez").send().await.status, 200);
    service.small.held.released.notify_one();
    assert_eq!(first.await.unwrap().status, 200);
    passes(&service, "{ greeting }").await;
}

#[tokio::test]
async fn merged_routes_are_shed_with_the_rest() {
    let merged = axum::Router::new().route("/imports", axum::routing::post(async || "taken"));
    let limits = Limits { requests_max: 1, ..Limits::default() };
    let service = Running::of(crate::small_schema::Small::default(), limits, merged).await;
    let first = tokio::spawn(service.ask("{ held }").send());
    service.small.held.entered.notified().await;
    let import = || Call::new(service.address, "POST", "/imports").send();
    assert_eq!(import().await.status, 503);
    service.small.held.released.notify_one();
    assert_eq!(first.await.unwrap().status, 200);
    assert_eq!(import().await.status, 200);
}

#[tokio::test]
async fn connections_beyond_the_bound_wait_for_a_place() {
    let service = Running::with(Limits { connections_max: 1, ..Limits::default() }).await;
    let mut first = TcpStream::connect(service.address).await.unwrap();
    let head = format!("GET /livez HTTP/1.1\r\nhost: {}\r\n\r\n", service.address);
    first.write_all(head.as_bytes()).await.unwrap();
    let mut answer = [0; 15];
    first.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200 OK");
    let second = tokio::spawn(service.get("/livez").send());
    drop(first);
    assert_eq!(second.await.unwrap().status, 200);
}
