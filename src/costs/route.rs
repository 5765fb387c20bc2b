//! `GET /ledgers/{portfolio}/costs`: costs as comma-separated values or as a workbook.

use axum::{
    Router,
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use projections::Portfolio;
use schema::PortfolioId;
use std::sync::Arc;
use tokio::sync::Semaphore;

use super::{
    Asked, CostsError, Form, Report,
    asked::{self, Seen},
    table::{Table, Words},
    written,
};
use crate::{
    http::Problem,
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
        .with_state(Costs { ledgers, lists })
}

async fn costs(
    State(costs): State<Costs>,
    Path(portfolio): Path<String>,
    Query(query): Query<asked::Query>,
) -> Result<Response, Problem> {
    let (asked, seen) = query.read().map_err(|error| problem(&error.into()))?;
    let ledger = costs.ledger(&portfolio)?;
    let Ok(_place) = Arc::clone(&costs.lists).try_acquire_owned() else {
        metrics::limit_met("costs");
        return Err(Problem::overloaded("lists of costs", LISTS_MAX));
    };
    let state = state(&ledger, &seen).await.map_err(|error| problem(&error.into()))?;
    let listed = list(ledger, state, asked, seen).await;
    listed.map_err(|error| problem(&error))
}

impl Costs {
    fn ledger(&self, portfolio: &str) -> Result<Arc<Ledger>, Problem> {
        let portfolio: PortfolioId =
            portfolio.parse().map_err(|error: schema::Invalid| refused(&error))?;
        let found = self.ledgers.get(portfolio);
        found.map_err(|error| Problem::new(StatusCode::NOT_FOUND, error.to_string()))
    }
}

async fn state(ledger: &Ledger, seen: &Seen) -> Result<Arc<Portfolio>, PastError> {
    let state = match (seen.revision, seen.recorded_at) {
        (Some(revision), _) => ledger.at_revision(revision).await?,
        (None, Some(instant)) => ledger.at_instant(instant).await?,
        (None, None) => ledger.newest(),
    };
    Ok(Arc::new(state))
}

async fn list(
    ledger: Arc<Ledger>,
    state: Arc<Portfolio>,
    asked: Asked,
    seen: Seen,
) -> Result<Response, CostsError> {
    let report = Report::of(&ledger, &state, seen.basis, asked, None).await?;
    // A ledger is served once its first commit is durable.
    let recorded = state.head().expect("a ledger that is served has an event").recorded;
    let write = move || {
        let today = ledger.today_in(&state);
        let texts = ledger.shelf();
        let words = Words { language: seen.language, today, state: &state, texts };
        let table = Table::of(&report, &words);
        Ok::<_, CostsError>(match seen.form {
            Form::Csv => {
                let name = "attachment; filename=\"costs.csv\"";
                let kind = "text/csv; charset=utf-8; header=present";
                let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)];
                (headers, written::csv(&table)).into_response()
            }
            Form::Workbook => {
                let name = "attachment; filename=\"costs.xlsx\"";
                let headers = [(header::CONTENT_TYPE, XLSX), (header::CONTENT_DISPOSITION, name)];
                (headers, written::workbook(&table, recorded)?).into_response()
            }
        })
    };
    tokio::task::spawn_blocking(write).await.map_err(|_| CostsError::Failed)?
}

fn refused(why: &impl ToString) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, why.to_string())
}

fn problem(error: &CostsError) -> Problem {
    match error {
        CostsError::Invalid(_) | CostsError::TooManyRows { .. } => refused(error),
        CostsError::Past(PastError::NotYet { .. } | PastError::BeforeFirst { .. }) => {
            refused(error)
        }
        CostsError::Past(PastError::Refused(_)) | CostsError::Failed | CostsError::Workbook(_) => {
            tracing::error!(%error, "costs could not be given");
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, error.to_string())
        }
    }
}
