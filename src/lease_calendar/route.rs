//! `GET /ledgers/{portfolio}/leases.ics`: the lease calendar for calendar programs.

use axum::{
    Router,
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use std::sync::Arc;
use tokio::sync::Semaphore;

use super::{CalendarError, asked, file};
use crate::{
    http::{Problem, ledger_of},
    ledger::Ledgers,
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

async fn calendar(
    State(calendars): State<Calendars>,
    Path(portfolio): Path<String>,
    Query(query): Query<asked::Query>,
) -> Result<Response, Problem> {
    let asked = query.read().map_err(|error| problem(&error))?;
    let ledger = ledger_of(&calendars.ledgers, &portfolio)?;
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

fn problem(error: &CalendarError) -> Problem {
    match error {
        CalendarError::Failed => {
            tracing::error!(%error, "a lease calendar could not be given");
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, error.to_string())
        }
        CalendarError::Invalid(_)
        | CalendarError::TwoClocks
        | CalendarError::Past(_)
        | CalendarError::TooMany { .. } => Problem::refused(error),
    }
}
