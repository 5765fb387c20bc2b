//! `GET /ledgers/{portfolio}/sample`: a sample for auditors, as lines of JSON or as a workbook.

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use futures_util::stream;
use std::sync::Arc;
use tokio::sync::Semaphore;

use super::{Drawn, Format, Lines, SampleError, asked, workbook};
use crate::{
    http::{Problem, ledger_of},
    ledger::Ledgers,
    metrics,
};

/// Workbooks that are written at the same time: each lies in memory until it is whole.
const WORKBOOKS_MAX: usize = 2;

#[derive(Clone)]
struct Samples {
    ledgers: Arc<Ledgers>,
    workbooks: Arc<Semaphore>,
}

/// The route, to be merged under the service's guards.
pub fn routes(ledgers: Arc<Ledgers>) -> Router {
    let workbooks = Arc::new(Semaphore::new(WORKBOOKS_MAX));
    Router::new()
        .route("/ledgers/{portfolio}/sample", get(sample))
        .with_state(Samples { ledgers, workbooks })
}

async fn sample(
    State(samples): State<Samples>,
    Path(portfolio): Path<String>,
    Query(query): Query<asked::Query>,
) -> Result<Response, Problem> {
    let (asked, format) = query.read().map_err(|error| problem(&error))?;
    let ledger = ledger_of(&samples.ledgers, &portfolio)?;
    let place =
        (format == Format::Workbook).then(|| Arc::clone(&samples.workbooks).try_acquire_owned());
    if matches!(place, Some(Err(_))) {
        metrics::limit_met("samples");
        return Err(Problem::overloaded("workbooks of samples", WORKBOOKS_MAX));
    }
    let drawn = Drawn::draw(ledger, asked).await.map_err(|error| problem(&error))?;
    match format {
        Format::Lines => lines(drawn).await,
        Format::Workbook => {
            let bytes = workbook(&drawn).await.map_err(|error| problem(&error))?;
            let name = "attachment; filename=\"sample.xlsx\"";
            let headers = [(header::CONTENT_TYPE, XLSX), (header::CONTENT_DISPOSITION, name)];
            Ok((headers, bytes).into_response())
        }
    }
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

async fn lines(drawn: Drawn) -> Result<Response, Problem> {
    let mut lines = Lines::of(drawn);
    // The first line before the answer begins, so that an error there is an error of the answer.
    let first = lines.next().await.map_err(|error| problem(&error))?;
    let told = stream::try_unfold((lines, first), |(mut lines, line)| async move {
        let line = match line {
            Some(line) => Some(line),
            None => lines.next().await?,
        };
        Ok::<_, SampleError>(line.map(|line| (Bytes::from(line), (lines, None))))
    });
    Ok(([(header::CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(told)).into_response())
}

fn problem(error: &SampleError) -> Problem {
    match error {
        SampleError::Invalid(_)
        | SampleError::StatusOfOthers { .. }
        | SampleError::Past(_)
        | SampleError::TooManyEvents { .. } => Problem::refused(error),
        SampleError::Refused(_)
        | SampleError::Envelope(_)
        | SampleError::Failed
        | SampleError::Workbook(_) => {
            tracing::error!(%error, "a sample could not be given");
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, error.to_string())
        }
    }
}
