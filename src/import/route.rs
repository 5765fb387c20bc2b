//! `POST /imports`: one file, streamed in within a bound, and lines of JSON back: progress, then the
//! summary or the reason why nothing was recorded. `GET /imports/{report}`: what it reported, page by
//! page.

use axum::{
    Extension, Json, Router,
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, Path, Query, Request as HttpRequest, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use futures_util::stream;
use schema::{Issuer, PersonId};
use serde::Deserialize;
use std::{sync::Arc, time::Duration};
use tokio::sync::{Semaphore, mpsc};
use uuid::Uuid;

use super::{
    ImportError, Request, Summary,
    asked::{Arrived, Asked, arrive, date, refused},
    import,
    report::{PAGE_MAX, Page, Reports},
};
use crate::{
    http::{Asserted, Problem, ledger_of},
    ledger::Ledgers,
    metrics,
};

/// Files that are read in at the same time: each may hold the parser's bound of memory.
const AT_ONCE_MAX: usize = 1;
/// How long a file may take to arrive.
const ARRIVAL_MAX: Duration = Duration::from_secs(600);
/// Progress lines that wait for a slow reader.
const LINES_WAITING_MAX: usize = 64;
/// Items on a page of a report where nothing is said.
const PAGE: usize = 100;

#[derive(Clone)]
struct Imports {
    ledgers: Arc<Ledgers>,
    places: Arc<Semaphore>,
    reports: Arc<Reports>,
}

/// The routes, to be merged under the service's guards.
pub fn routes(ledgers: Arc<Ledgers>) -> Router {
    let imports = Imports {
        ledgers,
        places: Arc::new(Semaphore::new(AT_ONCE_MAX)),
        reports: Arc::new(Reports::default()),
    };
    Router::new()
        .route("/imports", post(receive))
        .route("/imports/{report}", get(report))
        // Each part of a body has a bound of its own.
        .layer(DefaultBodyLimit::disable())
        .with_state(imports)
}

async fn receive(
    State(imports): State<Imports>,
    Extension(asserted): Extension<Asserted>,
    Query(asked): Query<Asked>,
    request: HttpRequest,
) -> Result<Response, Problem> {
    let issuer = issuer(asserted)?;
    let (from, source, confirmed) = (date(&asked.from)?, asked.source()?, asked.confirmed()?);
    let ledger = ledger_of(&imports.ledgers, &asked.portfolio)?;
    let Ok(place) = Arc::clone(&imports.places).try_acquire_owned() else {
        metrics::limit_met("imports");
        return Err(Problem::overloaded("imports", AT_ONCE_MAX));
    };
    let arriving = arrive(request, source.bytes_max());
    let Arrived { file, mapping, answers, decision } =
        tokio::time::timeout(ARRIVAL_MAX, arriving).await.map_err(|_| {
            Problem::new(StatusCode::REQUEST_TIMEOUT, "the file did not arrive in time")
        })??;
    if answers.is_some() && confirmed.is_some() {
        return Err(refused("confirm and answers are both given; give the one or the other"));
    }
    let request = Request {
        issuer,
        source,
        from,
        file_name: asked.file_name,
        bytes: file,
        mapping,
        answers: answers.or(confirmed),
        decision,
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
                metrics::import(summary.outcome.word());
                let report = imports.reports.keep(ledger.portfolio(), &summary);
                line(&Told::Summary { report, summary: &summary })
            }
            Err(error) => {
                metrics::import(kind(&error));
                tracing::info!(kind = kind(&error), "an import was refused");
                line(&Told::Error(error.told(&ledger)))
            }
        };
        let _ = lines.send(last).await;
        drop(place);
    });
    Ok(streamed(waiting))
}

/// The query of a report.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Wanted {
    portfolio: String,
    first: Option<usize>,
    after: Option<usize>,
}

async fn report(
    State(imports): State<Imports>,
    Path(id): Path<Uuid>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Page>, Problem> {
    let portfolio = ledger_of(&imports.ledgers, &wanted.portfolio)?.portfolio();
    let (first, after) = (wanted.first.unwrap_or(PAGE), wanted.after.unwrap_or(0));
    if first == 0 || first > PAGE_MAX {
        return Err(refused(format!("first is {first}; 1 to {PAGE_MAX} are accepted")));
    }
    imports.reports.page(portfolio, id, after, first).map(Json).ok_or_else(|| {
        let why = "that report is not kept, or no longer: give the file again, which records nothing \
                   twice";
        Problem::new(StatusCode::NOT_FOUND, why)
    })
}

/// The last line of an answer.
#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
enum Told<'a> {
    Summary {
        report: Uuid,
        #[serde(flatten)]
        summary: &'a Summary,
    },
    Error(String),
}

fn kind(error: &ImportError) -> &'static str {
    match error {
        ImportError::File { .. } => "file",
        ImportError::Building { .. } => "building",
        ImportError::Invalid(_) => "value",
        ImportError::Organisation { .. } => "organisation",
        ImportError::OtherDifference { .. } => "other_difference",
        ImportError::Unanswered { .. } => "unanswered",
        ImportError::NoSuchChange { .. } => "no_such_change",
        ImportError::NoSuchResource { .. } => "no_such_resource",
        ImportError::NotAllowed { .. } => "not_allowed",
        ImportError::NotRegistered { .. } => "not_registered",
        ImportError::Unfinished { .. } => "unfinished",
        ImportError::Refused(_) => "ledger",
        ImportError::Failed => "parser",
    }
}

fn issuer(asserted: Asserted) -> Result<Issuer, Problem> {
    let identity = asserted.identity().map_err(|error| refused(error.to_string()))?;
    Ok(Issuer {
        person: PersonId::from(identity.actor),
        role: identity.role,
        identity: schema::Identity::Asserted,
    })
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
