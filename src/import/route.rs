//! `POST /imports`: one file, streamed in within a bound, and lines of JSON back: progress, then the
//! summary or the reason why nothing was recorded.

use axum::{
    Extension, Router,
    body::{Body, Bytes},
    extract::{Query, Request as HttpRequest, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use futures_util::{StreamExt, stream};
use schema::{Date, Issuer, PersonId, PortfolioId};
use serde::Deserialize;
use std::{sync::Arc, time::Duration};
use tokio::sync::{Semaphore, mpsc};

use super::{ImportError, Request, Summary, ifc, import};
use crate::{
    http::{Asserted, Problem},
    ledger::Ledgers,
    metrics,
};

/// Files that are read in at the same time: each may hold the parser's bound of memory.
const AT_ONCE_MAX: usize = 1;
/// How long a file may take to arrive.
const ARRIVAL_MAX: Duration = Duration::from_secs(600);
/// Progress lines that wait for a slow reader.
const LINES_WAITING_MAX: usize = 64;

#[derive(Clone)]
struct Imports {
    ledgers: Arc<Ledgers>,
    places: Arc<Semaphore>,
}

/// The route, to be merged under the service's guards.
pub fn routes(ledgers: Arc<Ledgers>) -> Router {
    let places = Arc::new(Semaphore::new(AT_ONCE_MAX));
    Router::new().route("/imports", post(receive)).with_state(Imports { ledgers, places })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Asked {
    portfolio: String,
    building: String,
    from: String,
    file_name: String,
}

async fn receive(
    State(imports): State<Imports>,
    Extension(asserted): Extension<Asserted>,
    Query(asked): Query<Asked>,
    request: HttpRequest,
) -> Result<Response, Problem> {
    let issuer = issuer(asserted)?;
    let from: Date = asked.from.parse().map_err(|error| refused(&error))?;
    let portfolio: PortfolioId = asked.portfolio.parse().map_err(|error| refused(&error))?;
    let ledger = imports
        .ledgers
        .get(portfolio)
        .map_err(|error| Problem::new(StatusCode::NOT_FOUND, error.to_string()))?;
    let Ok(place) = Arc::clone(&imports.places).try_acquire_owned() else {
        metrics::limit_met("imports");
        return Err(Problem::overloaded("imports", AT_ONCE_MAX));
    };
    let bytes =
        tokio::time::timeout(ARRIVAL_MAX, gather(request.into_body())).await.map_err(|_| {
            Problem::new(StatusCode::REQUEST_TIMEOUT, "the file did not arrive in time")
        })??;
    let request = Request {
        issuer,
        building: asked.building,
        from,
        file_name: asked.file_name,
        bytes: bytes.into(),
    };
    let (lines, waiting) = mpsc::channel(LINES_WAITING_MAX);
    // On its own: an import goes on when its caller goes away.
    tokio::spawn(async move {
        let _open = metrics::Open::import();
        let tell = |progress| {
            // A reader who is behind misses progress, never the outcome.
            let _ = lines.try_send(line(&progress));
        };
        let last = match import(&ledger, request, tell).await {
            Ok(summary) => {
                metrics::import("recorded");
                line(&Told::Summary(&summary))
            }
            Err(error) => {
                metrics::import(kind(&error));
                tracing::info!(kind = kind(&error), "an import was refused");
                line(&Told::Error(error.to_string()))
            }
        };
        let _ = lines.send(last).await;
        drop(place);
    });
    Ok(streamed(waiting))
}

/// The last line of an answer.
#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
enum Told<'a> {
    Summary(&'a Summary),
    Error(String),
}

fn kind(error: &ImportError) -> &'static str {
    match error {
        ImportError::File { .. } => "file",
        ImportError::Building { .. } => "building",
        ImportError::Invalid(_) => "value",
        ImportError::Differs { .. } => "differs",
        ImportError::Unfinished { .. } => "unfinished",
        ImportError::Refused(_) => "ledger",
        ImportError::Failed => "parser",
    }
}

fn issuer(asserted: Asserted) -> Result<Issuer, Problem> {
    let identity = asserted.identity().map_err(|error| refused(&error))?;
    Ok(Issuer {
        person: PersonId::from(identity.actor),
        role: identity.role,
        identity: schema::Identity::Asserted,
    })
}

fn refused(error: &dyn std::error::Error) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, error.to_string())
}

/// The whole body, within the parser's bound.
async fn gather(body: Body) -> Result<Vec<u8>, Problem> {
    let bytes_max = ifc::Limits::default().file_bytes;
    let mut bytes = Vec::new();
    let mut arriving = body.into_data_stream();
    while let Some(chunk) = arriving.next().await {
        let chunk: Bytes = chunk.map_err(|_| {
            Problem::new(StatusCode::BAD_REQUEST, "the file was cut off while it arrived")
        })?;
        if bytes.len() + chunk.len() > bytes_max {
            let detail = format!("the file is larger than the {bytes_max} bytes that are accepted");
            return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, detail));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn line(told: &impl serde::Serialize) -> Bytes {
    let mut line = serde_json::to_vec(told)
        // Strings, integers and maps with string keys.
        .expect("a line of an import's answer serialises");
    line.push(b'\n');
    line.into()
}

fn streamed(waiting: mpsc::Receiver<Bytes>) -> Response {
    let lines = stream::unfold(waiting, |mut waiting| async move {
        let line = waiting.recv().await?;
        Some((Ok::<_, std::convert::Infallible>(line), waiting))
    });
    ([(header::CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(lines)).into_response()
}
