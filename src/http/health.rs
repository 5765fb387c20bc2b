//! `/livez` and `/readyz`: whether the process runs, and whether it can serve.
//!
//! Liveness asks nothing of the rest of the service, so that a slow store never gets the process
//! killed. Readiness asks the closure that the service supplies, and is refused once a stop has
//! begun.

use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// Whether the service can serve now, with a detail for whoever watches it.
#[derive(Debug, Clone)]
pub struct Readiness {
    pub ready: bool,
    /// Any JSON: what was checked and found. It is shown to every caller, so nothing secret belongs
    /// in it.
    pub detail: Value,
}

/// What tells readiness. It is asked on every `/readyz` and must not block.
pub type Probe = Arc<dyn Fn() -> Readiness + Send + Sync>;

pub(super) fn live() -> Response {
    Json(json!({ "live": true })).into_response()
}

pub(super) fn ready(probe: &Probe, stopping: bool) -> Response {
    let Readiness { ready, detail } = probe();
    let ready = ready && !stopping;
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(json!({ "ready": ready, "stopping": stopping, "detail": detail })))
        .into_response()
}
