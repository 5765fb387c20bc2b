//! One span and one line per request: method, route, status, latency, correlation id.
//!
//! Nothing that a caller typed is logged: no path (the route's pattern instead), no query string,
//! no variables, no identity, no method of their own making.

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tokio::time::Instant;
use tracing::{Instrument, Span, info, info_span};
use uuid::Uuid;

use super::traces;
use crate::metrics;

const HEADER: HeaderName = HeaderName::from_static("x-correlation-id");

/// What ties a request to its log lines and to the events that it causes. The caller's, where it is
/// a UUID; else ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CorrelationId(pub Uuid);

impl CorrelationId {
    /// One of our own.
    #[allow(clippy::disallowed_methods, reason = "chance enters here; nothing is derived from it")]
    pub(super) fn new() -> Self {
        Self(Uuid::new_v4())
    }

    fn of(headers: &HeaderMap) -> Self {
        let given = headers
            .get(HEADER)
            .and_then(|value| value.to_str().ok())
            .and_then(|text| Uuid::parse_str(text).ok());
        given.map_or_else(Self::new, Self)
    }

    fn header_value(self) -> HeaderValue {
        HeaderValue::from_str(&self.0.hyphenated().to_string())
            .expect("a hyphenated UUID has only hexadecimal digits and hyphens, which a header value may have")
    }
}

#[cfg(not(feature = "opentelemetry"))]
fn span(method: &'static str, route: &str, correlation: CorrelationId) -> Span {
    info_span!("request", method, route, correlation_id = %correlation.0)
}

/// The span's kind can only be given when it is made; it then stands in the log's lines too.
#[cfg(feature = "opentelemetry")]
fn span(method: &'static str, route: &str, correlation: CorrelationId) -> Span {
    info_span!("request", otel.kind = "server", method, route, correlation_id = %correlation.0)
}

/// Follows a request from its head to its answer.
pub(super) async fn follow(mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let correlation = CorrelationId::of(request.headers());
    request.extensions_mut().insert(correlation);
    let route = request.extensions().get::<MatchedPath>().map_or("unmatched", MatchedPath::as_str);
    let (route, method) = (route.to_owned(), metrics::method(request.method()));
    let span = span(method, &route, correlation);
    traces::begun(&span, request.headers(), method, &route);
    let mut response = next.run(request).instrument(span.clone()).await;
    response.headers_mut().insert(HEADER, correlation.header_value());
    let (status, took) = (response.status().as_u16(), started.elapsed());
    traces::answered(&span, status);
    metrics::request(&route, method, status, took);
    info!(
        parent: &span,
        status,
        latency_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
        "answered"
    );
    response
}
