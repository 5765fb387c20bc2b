//! `GET /ledgers/{portfolio}/leases.ics`: the lease calendar for calendar programs.

use axum::{
    Router,
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use schema::PortfolioId;
use std::sync::Arc;
use tokio::sync::Semaphore;

use super::{CalendarError, asked, file};
use crate::{
    http::Problem,
    ledger::{Ledger, Ledgers},
    metrics,
};

/// Calendars that are made at the same time.
const CALENDARS_MAX: usize = 2;

#[derive(Clone)]
struct Calendars {
    ledgers: Arc<Ledgers>,
    places: Arc<Semaphore>,
}

/// The route, to be merged under the service's guards.
pub fn routes(ledgers: Arc<Ledgers>) -> Router {
    let places = Arc::new(Semaphore::new(CALENDARS_MAX));
    Router::new()
        .route("/ledgers/{portfolio}/leases.ics", get(calendar))
        .with_state(Calendars { ledgers, places })
}

impl Calendars {
    fn ledger(&self, portfolio: &str) -> Result<Arc<Ledger>, Problem> {
        let portfolio: PortfolioId =
            portfolio.parse().map_err(|error: schema::Invalid| refused(&error))?;
        self.ledgers
            .get(portfolio)
            .map_err(|error| Problem::new(StatusCode::NOT_FOUND, error.to_string()))
    }
}

async fn calendar(
    State(calendars): State<Calendars>,
    Path(portfolio): Path<String>,
    Query(query): Query<asked::Query>,
) -> Result<Response, Problem> {
    let asked = query.read().map_err(|error| problem(&error))?;
    let ledger = calendars.ledger(&portfolio)?;
    let Ok(_place) = calendars.places.try_acquire() else {
        metrics::limit_met("calendars");
        return Err(Problem::overloaded("lease calendars", CALENDARS_MAX));
    };
    let file = file(ledger, asked).await.map_err(|error| problem(&error))?;
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"leases.ics\""),
    ];
    Ok((headers, file).into_response())
}

fn refused(why: &impl ToString) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, why.to_string())
}

fn problem(error: &CalendarError) -> Problem {
    match error {
        CalendarError::Failed => {
            tracing::error!(%error, "a lease calendar could not be given");
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, error.to_string())
        }
        CalendarError::Invalid(_)
        | CalendarError::TwoClocks
        | CalendarError::Past(_)
        | CalendarError::TooMany { .. } => refused(error),
    }
}
