//! `GET /ledgers/{portfolio}/costs`, and `/costs/comparison` for a year of an organisation as it is computed,
//! budgeted and invoiced: lists as comma-separated values or as workbooks.

use axum::{
    Router,
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use projections::Portfolio;
use schema::{OrganisationId, Year};
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{
    Asked, CostsError, Form, Report,
    asked::{self, Seen},
    compared,
    table::{Table, Words},
    written,
};
use crate::{
    http::{Problem, ledger_of},
    ledger::{Ledger, Ledgers, PastError},
    metrics,
};

/// Lists that are made at the same time: each lies in memory until it is whole.
const LISTS_MAX: usize = 2;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

#[derive(Clone)]
struct Costs {
    ledgers: Arc<Ledgers>,
    lists: Arc<Semaphore>,
}

/// The route, to be merged under the service's guards.
pub fn routes(ledgers: Arc<Ledgers>) -> Router {
    let lists = Arc::new(Semaphore::new(LISTS_MAX));
    Router::new()
        .route("/ledgers/{portfolio}/costs", get(costs))
        .route("/ledgers/{portfolio}/costs/comparison", get(comparison))
        .with_state(Costs { ledgers, lists })
}

async fn costs(
    State(costs): State<Costs>,
    Path(portfolio): Path<String>,
    Query(query): Query<asked::Query>,
) -> Result<Response, Problem> {
    let (asked, seen) = query.read().map_err(|error| Problem::refused(&error))?;
    let (ledger, _place) = costs.take(&portfolio)?;
    let listed = list(ledger, asked, seen).await;
    listed.map_err(|error| problem(&error))
}

async fn comparison(
    State(costs): State<Costs>,
    Path(portfolio): Path<String>,
    Query(query): Query<asked::ComparisonQuery>,
) -> Result<Response, Problem> {
    let (organisation, year, seen) = query.read().map_err(|error| Problem::refused(&error))?;
    let (ledger, _place) = costs.take(&portfolio)?;
    let listed = compare(ledger, organisation, year, seen).await;
    listed.map_err(|error| problem(&error))
}

impl Costs {
    /// The ledger, and a place among the lists that are made.
    fn take(&self, portfolio: &str) -> Result<(Arc<Ledger>, OwnedSemaphorePermit), Problem> {
        let ledger = ledger_of(&self.ledgers, portfolio)?;
        let place = Arc::clone(&self.lists).try_acquire_owned().map_err(|_| {
            metrics::limit_met("costs");
            Problem::overloaded("lists of costs", LISTS_MAX)
        })?;
        Ok((ledger, place))
    }
}

async fn list(ledger: Arc<Ledger>, asked: Asked, seen: Seen) -> Result<Response, CostsError> {
    let state = Arc::new(ledger.as_known(seen.revision, seen.recorded_at).await?);
    let report = Report::of(&ledger, &state, seen.basis, asked, None).await?;
    write(ledger, state, seen, move |words| Table::of(&report, words)).await
}

async fn compare(
    ledger: Arc<Ledger>,
    organisation: OrganisationId,
    year: Year,
    seen: Seen,
) -> Result<Response, CostsError> {
    let state = Arc::new(ledger.as_known(seen.revision, seen.recorded_at).await?);
    let compared = compared(&ledger, &state, seen.basis, organisation, year, None).await?;
    let table = move |words: &Words<'_>| Table::of_comparison(&compared, organisation, year, words);
    write(ledger, state, seen, table).await
}

async fn write(
    ledger: Arc<Ledger>,
    state: Arc<Portfolio>,
    seen: Seen,
    table: impl FnOnce(&Words<'_>) -> Table + Send + 'static,
) -> Result<Response, CostsError> {
    // A ledger is served once its first commit is durable.
    let recorded = state.head().expect("a ledger that is served has an event").recorded;
    let write = move || {
        let today = ledger.today_in(&state);
        let texts = ledger.shelf();
        let words = Words { language: seen.language, today, state: &state, texts };
        let table = table(&words);
        let (kind, ending, content) = match seen.form {
            Form::Csv => (
                "text/csv; charset=utf-8; header=present",
                "csv",
                written::csv(&table).into_bytes(),
            ),
            Form::Workbook => (XLSX, "xlsx", written::workbook(&table, recorded)?),
        };
        let name = format!("attachment; filename=\"{}.{ending}\"", table.file);
        let kind = (header::CONTENT_TYPE, kind.to_owned());
        Ok::<_, CostsError>(([kind, (header::CONTENT_DISPOSITION, name)], content).into_response())
    };
    tokio::task::spawn_blocking(write).await.map_err(|_| CostsError::Failed)?
}

fn problem(error: &CostsError) -> Problem {
    match error {
        CostsError::Invalid(_) | CostsError::TooManyRows { .. } | CostsError::Unknown { .. } => {
            Problem::refused(error)
        }
        CostsError::Past(PastError::NotYet { .. } | PastError::BeforeFirst { .. }) => {
            Problem::refused(error)
        }
        CostsError::Past(PastError::Refused(_)) | CostsError::Failed | CostsError::Workbook(_) => {
            tracing::error!(%error, "costs could not be given");
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, error.to_string())
        }
    }
}
