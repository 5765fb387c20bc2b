//! Host and Origin, on every route.

use axum::Router;
use axum::routing::post;
use thirdplace::http::Limits;

use crate::client::{Call, Running, raw, says};
use crate::small_schema::Small;

const TARGETS: [&str; 7] = [
    "/graphql",
    "/graphql?query=%7Bgreeting%7D",
    "/schema.graphql",
    "/livez",
    "/readyz",
    "/imports",
    "/nowhere",
];

async fn service() -> Running {
    let merged = Router::new().route("/imports", post(async || "taken"));
    Running::of(Small::default(), Limits::default(), merged).await
}

#[tokio::test]
async fn a_foreign_host_is_refused_on_every_route() {
    let service = service().await;
    let port = service.address.port();
    let foreign = ["evil.example", "127.0.0.1", "localhost:1", "127.0.0.1.evil.example", ""];
    for target in TARGETS {
        for host in
            foreign.iter().map(|host| (*host).to_owned()).chain([format!("evil.example:{port}")])
        {
            let answer = service.get(target).header("host", &host).send().await;
            assert_eq!(answer.status, 403, "{target} {host}");
            says(&answer.detail(), &["host", "localhost"]);
        }
    }
}

#[tokio::test]
async fn a_foreign_origin_is_refused_on_every_route() {
    let service = service().await;
    for target in TARGETS {
        for origin in ["http://evil.example", "null", "http://localhost:1"] {
            let answer = service.get(target).header("origin", origin).send().await;
            assert_eq!(answer.status, 403, "{target} {origin}");
            says(&answer.detail(), &["origin", "https://plan.example"]);
        }
    }
}

#[tokio::test]
async fn the_loopback_names_and_their_pages_are_let_in() {
    let service = service().await;
    let port = service.address.port();
    for name in ["localhost", "LOCALHOST", "127.0.0.1", "[::1]"] {
        let host = format!("{name}:{port}");
        let call = service.get("/livez").header("host", &host);
        assert_eq!(call.header("origin", &format!("http://{host}")).send().await.status, 200);
    }
    let answer = service.get("/livez").header("origin", "https://plan.example").send().await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn a_host_that_is_missing_or_repeated_is_400() {
    let service = service().await;
    for head in ["GET /livez HTTP/1.1\r\n", "GET /livez HTTP/1.0\r\n"] {
        let answer =
            raw(service.address, format!("{head}connection: close\r\n\r\n").as_bytes()).await;
        assert!(answer.starts_with(b"HTTP/1.1 400") || answer.starts_with(b"HTTP/1.0 400"));
    }
    let host = service.address.to_string();
    let answer =
        service.get("/livez").header("host", &host).header("host", "evil.example").send().await;
    assert_eq!(answer.status, 400);
}

#[tokio::test]
async fn an_absolute_target_does_not_slip_past_the_host() {
    let service = service().await;
    let call = Call::new(service.address, "GET", "http://evil.example/livez");
    assert_eq!(call.send().await.status, 403);
}

#[tokio::test]
async fn a_foreign_page_opens_no_socket() {
    let service = service().await;
    for (name, value) in [("origin", "http://evil.example"), ("host", "evil.example")] {
        let call = service
            .get("/graphql")
            .header("upgrade", "websocket")
            .header("connection", "upgrade, close")
            .header(name, value);
        let call = call
            .header("sec-websocket-version", "13")
            .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
        assert_eq!(call.send().await.status, 403);
    }
}
