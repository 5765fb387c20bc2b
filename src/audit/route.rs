//! `GET /ledgers/{portfolio}/log`, `GET /ledgers/{portfolio}/check` and `GET /check`: so that tools go through the
//! service that holds the store.

use axum::{
    Json, Router,
    body::{Body, Bytes},
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use futures_util::stream;
use schema::{PortfolioId, Revision};
use serde::Deserialize;
use std::sync::Arc;

use super::{Lines, Report, WholeReport, check, check_whole};
use crate::{
    http::Problem,
    store::{EventStore, StoreError},
};

/// The routes, to be merged under the service's guards.
pub fn routes(store: Arc<dyn EventStore>) -> Router {
    Router::new()
        .route("/check", get(whole))
        .route("/ledgers/{portfolio}/log", get(log))
        .route("/ledgers/{portfolio}/check", get(checked))
        .with_state(store)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    #[serde(default)]
    from: u64,
    #[serde(default)]
    texts: bool,
}

async fn log(
    State(store): State<Arc<dyn EventStore>>,
    Path(portfolio): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let portfolio = reference(&portfolio)?;
    let from = Revision::new(asked.from)
        .map_err(|error| Problem::new(StatusCode::BAD_REQUEST, error.to_string()))?;
    let mut lines = Lines::from(store, portfolio, from, asked.texts);
    // The first page before the answer begins, so that an error there is an error of the answer.
    let first = lines.next().await.map_err(|error| unreadable(&error))?;
    if first.is_empty() {
        let detail = format!("portfolio {portfolio} has no event at revision {from} or later");
        return Err(Problem::new(StatusCode::NOT_FOUND, detail));
    }
    let pages = stream::try_unfold((lines, Some(first)), |(mut lines, page)| async move {
        let page = match page {
            Some(page) => page,
            None => lines.next().await?,
        };
        let bytes: Vec<u8> = page.iter().flat_map(ended).collect();
        Ok::<_, StoreError>((!page.is_empty()).then(|| (Bytes::from(bytes), (lines, None))))
    });
    Ok(([(header::CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(pages)).into_response())
}

fn ended(line: &super::Line) -> Vec<u8> {
    let mut bytes = line.to_bytes();
    bytes.push(b'\n');
    bytes
}

async fn checked(
    State(store): State<Arc<dyn EventStore>>,
    Path(portfolio): Path<String>,
) -> Result<Json<Report>, Problem> {
    let portfolio = reference(&portfolio)?;
    check(&store, portfolio).await.map(Json).map_err(|error| unreadable(&error))
}

async fn whole(State(store): State<Arc<dyn EventStore>>) -> Result<Json<WholeReport>, Problem> {
    check_whole(&store).await.map(Json).map_err(|error| unreadable(&error))
}

fn reference(text: &str) -> Result<PortfolioId, Problem> {
    text.parse()
        .map_err(|error: schema::Invalid| Problem::new(StatusCode::BAD_REQUEST, error.to_string()))
}

fn unreadable(error: &StoreError) -> Problem {
    tracing::error!(%error, "a ledger could not be read");
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, error.to_string())
}
