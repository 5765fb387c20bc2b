//! GraphQL over HTTP as the draft of the GraphQL foundation has it:
//! <https://graphql.github.io/graphql-over-http/draft/>.
//!
//! A query comes by GET or POST, a mutation by POST with a JSON body only. No body that an HTML
//! form can send is read, so that a foreign page cannot post one. It serves no page of its own and
//! never streams.

use std::sync::Arc;

use async_graphql::parser::types::OperationType;
use async_graphql::{ServerError, Value};
use axum::body::{Body, Bytes};
use axum::extract::{Query, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use serde::Serialize;
use tokio::time::timeout;
use tracing::{Instrument, debug_span};

use super::Edge;
use super::accept::{self, Media};
use super::gate::Progress;
use super::identity::Asserted;
use super::operation::{Operation, ParameterError, Parameters};
use super::problem::Problem;
use super::socket;
use super::trace::CorrelationId;
use crate::metrics::{self, OperationEnd, Transport};

/// Where the published schema is served.
pub(super) const SDL_PATH: &str = "/schema.graphql";

const FOR_PEOPLE: &str = "This is the GraphQL endpoint of Thirdplace. Send POST /graphql with Content-Type: application/json \
and a body such as {\"query\": \"{ __typename }\"}. The schema is at /schema.graphql. Subscriptions are served here over a \
WebSocket with sub-protocol graphql-transport-ws.\n";

/// `POST /graphql`.
pub(super) async fn post(State(edge): State<Arc<Edge>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Some(media) = accept::negotiate(&parts.headers) else {
        return not_acceptable().into_response();
    };
    let parameters = match read_body(&edge, &parts.headers, body).await {
        Ok(parameters) => parameters,
        Err(refusal) => return refusal.answer(media),
    };
    execute(&edge, &parts, parameters, Method::Post, media).await
}

/// `GET /graphql`: a query in the query string, the opening of a WebSocket, or a person with a
/// browser.
pub(super) async fn get(State(edge): State<Arc<Edge>>, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    if socket::is_asked_for(&parts.headers) {
        return socket::open(edge, &mut parts).await;
    }
    let asks_nothing = parts.uri.query().is_none_or(str::is_empty);
    if asks_nothing && accept::names_html(&parts.headers) {
        return FOR_PEOPLE.into_response();
    }
    let Some(media) = accept::negotiate(&parts.headers) else {
        return not_acceptable().into_response();
    };
    match read_query_string(&parts) {
        Ok(parameters) => execute(&edge, &parts, parameters, Method::Get, media).await,
        Err(refusal) => refusal.answer(media),
    }
}

/// The two ways in which an operation comes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Method {
    Get,
    Post,
}

/// A request refused before there is anything to execute.
#[derive(Debug)]
struct Refusal {
    status: StatusCode,
    message: String,
}

impl Refusal {
    fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into() }
    }

    /// As a GraphQL answer without data: a GraphQL client shows its message as it shows any other.
    fn answer(self, media: Media) -> Response {
        let answer = Answer {
            errors: &[ServerError::new(self.message, None)],
            data: None,
            extensions: None,
        };
        let mut response = answer.render(self.status, media);
        if self.status == StatusCode::METHOD_NOT_ALLOWED {
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
        }
        response
    }
}

impl From<ParameterError> for Refusal {
    fn from(error: ParameterError) -> Self {
        Self::new(StatusCode::BAD_REQUEST, error.to_string())
    }
}

fn not_acceptable() -> Problem {
    let accepted = [Media::GraphqlResponse, Media::Json].map(Media::essence).join(", ");
    Problem::new(
        StatusCode::NOT_ACCEPTABLE,
        format!("the Accept header allows no media type of a GraphQL answer; accepted: {accepted}"),
    )
}

async fn read_body(edge: &Edge, headers: &HeaderMap, body: Body) -> Result<Parameters, Refusal> {
    check_content_type(headers)?;
    let wait = edge.limits.body_read_timeout;
    let body = timeout(wait, collect(headers, body, edge.limits.body_bytes_max)).await.map_err(
        |_| {
            metrics::limit_met("body_read_timeout");
            let message =
                format!("the body did not arrive within {wait:?} (limit body_read_timeout)");
            Refusal::new(StatusCode::REQUEST_TIMEOUT, message)
        },
    )??;
    Ok(Parameters::from_body(&body)?)
}

fn check_content_type(headers: &HeaderMap) -> Result<(), Refusal> {
    let encoded = headers.get(header::CONTENT_ENCODING).is_some_and(|coding| coding != "identity");
    let given =
        headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if is_json(given) && !encoded {
        return Ok(());
    }
    Err(Refusal::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "the body's Content-Type is not accepted; accepted: application/json in utf-8, without Content-Encoding",
    ))
}

fn is_json(content_type: &str) -> bool {
    let content_type = content_type.to_ascii_lowercase();
    let mut parts = content_type.split(';').map(str::trim);
    parts.next() == Some(Media::Json.essence())
        && parts
            .filter_map(|parameter| parameter.strip_prefix("charset="))
            .all(|charset| charset.trim_matches('"') == "utf-8")
}

/// The whole body, given up as soon as it is known to be too long.
async fn collect(headers: &HeaderMap, body: Body, bytes_max: usize) -> Result<Bytes, Refusal> {
    let too_long = || {
        metrics::limit_met("body_bytes_max");
        let message = format!(
            "the body is too long; at most {bytes_max} bytes are accepted (limit body_bytes_max)"
        );
        Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, message)
    };
    if announced_bytes(headers).is_some_and(|announced| announced > bytes_max) {
        return Err(too_long());
    }
    let mut collected = Vec::new();
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| {
            Refusal::new(StatusCode::BAD_REQUEST, "the body broke off before its end")
        })?;
        if collected.len() + chunk.len() > bytes_max {
            return Err(too_long());
        }
        collected.extend_from_slice(&chunk);
    }
    Ok(collected.into())
}

fn announced_bytes(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn read_query_string(parts: &Parts) -> Result<Parameters, Refusal> {
    let Query(pairs) =
        Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).map_err(|error| {
            Refusal::new(StatusCode::BAD_REQUEST, format!("the query string: {error}"))
        })?;
    Ok(Parameters::from_pairs(pairs)?)
}

async fn execute(
    edge: &Edge,
    parts: &Parts,
    parameters: Parameters,
    method: Method,
    media: Media,
) -> Response {
    let mut observed = metrics::Operation::begin(Transport::Http);
    let operation = match Operation::prepare(parameters, &edge.limits) {
        Ok(operation) => operation,
        Err(error) => {
            observed.end(OperationEnd::Refused);
            return answer_request_errors(&[error], media);
        }
    };
    observed.is(operation.kind_name());
    if let Err(refusal) = check_kind(operation.kind, method) {
        observed.end(OperationEnd::Refused);
        return refusal.answer(media);
    }
    let _place = match edge.requests.take() {
        Ok(place) => place,
        Err(problem) => {
            observed.end(OperationEnd::Shed);
            return problem.into_response();
        }
    };
    let span = debug_span!("graphql", operation = operation.kind_name(), transport = "http");
    let request = operation.request.data(asserted(parts)).data(correlation(parts));
    let executed = edge.engine.execute(request).instrument(span);
    match timeout(edge.limits.execution_timeout, executed).await {
        Ok(response) => {
            observed.end(operation.progress.ended(&response.errors));
            answer(&response, &operation.progress, media)
        }
        Err(_) => {
            observed.end(OperationEnd::Timeout);
            out_of_time(edge).answer(media)
        }
    }
}

fn check_kind(kind: Option<OperationType>, method: Method) -> Result<(), Refusal> {
    match kind {
        Some(OperationType::Mutation) if method == Method::Get => Err(Refusal::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "a mutation is not executed by GET; accepted: POST with a JSON body",
        )),
        Some(OperationType::Subscription) => Err(Refusal::new(
            StatusCode::BAD_REQUEST,
            "a subscription is not served over HTTP; accepted: a WebSocket to /graphql with sub-protocol graphql-transport-ws",
        )),
        _ => Ok(()),
    }
}

fn out_of_time(edge: &Edge) -> Refusal {
    Refusal::new(StatusCode::GATEWAY_TIMEOUT, out_of_time_message(edge))
}

/// What is said when an execution is given up, on any transport.
pub(super) fn out_of_time_message(edge: &Edge) -> String {
    metrics::limit_met("execution_timeout");
    format!(
        "not answered within {:?} (limit execution_timeout); a mutation may have been recorded: repeat it with the same commandId",
        edge.limits.execution_timeout
    )
}

/// What the identity layer read from the headers.
pub(super) fn asserted(parts: &Parts) -> Asserted {
    parts.extensions.get().copied().unwrap_or_default()
}

/// What the outermost layer gave the request.
pub(super) fn correlation(parts: &Parts) -> CorrelationId {
    parts.extensions.get().copied().unwrap_or_else(CorrelationId::new)
}

fn answer(response: &async_graphql::Response, progress: &Progress, media: Media) -> Response {
    if !progress.executed() {
        return answer_request_errors(&response.errors, media);
    }
    let answer = Answer {
        errors: &response.errors,
        data: Some(&response.data),
        extensions: (!response.extensions.is_empty()).then_some(&response.extensions),
    };
    answer.render(StatusCode::OK, media)
}

/// An error of the request: nothing was executed and there is no data. Where the status is the
/// caller's only sign that the HTTP exchange itself worked (`application/json`), it stays 200.
fn answer_request_errors(errors: &[ServerError], media: Media) -> Response {
    let status = match media {
        Media::GraphqlResponse => StatusCode::BAD_REQUEST,
        Media::Json => StatusCode::OK,
    };
    let answer = Answer { errors, data: None, extensions: None };
    answer.render(status, media)
}

/// The response map of the GraphQL specification, section 7.1: errors first, data only where
/// execution began.
#[derive(Serialize)]
struct Answer<'a> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [ServerError],
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extensions: Option<&'a std::collections::BTreeMap<String, Value>>,
}

impl Answer<'_> {
    fn render(&self, status: StatusCode, media: Media) -> Response {
        match serde_json::to_vec(self) {
            Ok(body) => {
                (status, [(header::CONTENT_TYPE, media.content_type())], body).into_response()
            }
            Err(error) => {
                tracing::error!(%error, "an answer could not be written as JSON");
                Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the answer could not be written")
                    .into_response()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_json_in_utf8_is_read() {
        for accepted in [
            "application/json",
            "Application/JSON; Charset=UTF-8",
            "application/json;charset=\"utf-8\"",
        ] {
            assert!(is_json(accepted), "{accepted}");
        }
        for refused in [
            "",
            "text/plain",
            "application/json; charset=latin1",
            "application/jsonp",
            "application/graphql",
        ] {
            assert!(!is_json(refused), "{refused}");
        }
    }
}
