//! Refusals that are not GraphQL answers, as RFC 9457 problem details.
//!
//! A detail names the thing, what is wrong with it and what would be accepted. It never carries an
//! internal error, a stack or a file path: what went wrong inside is logged, not answered.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// What a caller who asked too much may wait before asking again, in seconds.
const RETRY_AFTER_S: &str = "1";

/// A refusal with its HTTP status and one sentence for the person who reads it.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    detail: String,
}

/// The members of RFC 9457, section 3.1; `type` is left to its default, `about:blank`.
#[derive(Serialize)]
struct Details<'a> {
    title: &'a str,
    status: u16,
    detail: &'a str,
}

impl Problem {
    /// A problem of this status, with a detail for the caller.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into() }
    }

    /// 400: what was asked cannot be, and why.
    pub fn refused(why: &impl ToString) -> Self {
        Self::new(StatusCode::BAD_REQUEST, why.to_string())
    }

    /// 503: a bound on work in progress is reached. Nothing was executed, so that asking again is
    /// safe.
    pub fn overloaded(what: &str, limit: usize) -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            format!(
                "{what}: {limit} are under way, which is the limit; nothing was done, ask again"
            ),
        )
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let details = Details {
            title: self.status.canonical_reason().unwrap_or("Refused"),
            status: self.status.as_u16(),
            detail: &self.detail,
        };
        let mut response = (self.status, Json(details)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER_S));
        }
        response
    }
}

/// The first characters of what a caller sent, to be quoted back: enough to recognise it, never all
/// of a flood.
pub(super) fn quoted(sent: &str) -> String {
    const SHOWN_CHARACTERS_MAX: usize = 80;
    let shown: String = sent.chars().take(SHOWN_CHARACTERS_MAX).collect();
    let more = if shown.len() < sent.len() { "…" } else { "" };
    format!("{:?}", shown + more)
}
