//! `/livez` and `/readyz`.

use serde_json::json;
use thirdplace::http::{Limits, Scalars, SetupError, apply, router};

use crate::client::Running;
use crate::small_schema::{Small, setup, unlimited};

#[tokio::test]
async fn a_service_lives_and_is_ready() {
    let service = Running::start().await;
    let live = service.get("/livez").send().await;
    assert_eq!((live.status, live.json()), (200, json!({ "live": true })));
    let ready = service.get("/readyz").send().await;
    assert_eq!(ready.status, 200);
    let expected = json!({ "ready": true, "stopping": false, "detail": { "store": "memory" } });
    assert_eq!(ready.json(), expected);
}

#[tokio::test]
async fn a_service_that_is_not_ready_says_why_and_still_lives() {
    let small = Small { ready: false, ..Small::default() };
    let service = Running::of(small, Limits::default(), axum::Router::new()).await;
    let ready = service.get("/readyz").send().await;
    assert_eq!((ready.status, &ready.json()["detail"]), (503, &json!({ "store": "memory" })));
    assert_eq!(service.get("/livez").send().await.status, 200);
}

#[test]
fn a_schema_without_limits_is_not_served() {
    let address = "127.0.0.1:8480".parse().unwrap();
    let refused = router(unlimited().finish(), setup(address)).err();
    assert_eq!(refused, Some(SetupError::NoLimits));
    let limited = apply(unlimited(), &Limits::default(), Scalars::new()).finish();
    assert!(router(limited, setup(address)).is_ok());
}
