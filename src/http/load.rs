//! The bound on requests under way: what exceeds it is refused at once, so that what is under way
//! ends in time.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::problem::Problem;
use crate::metrics;

const PLACES_MOST: usize = 1 << 24;

/// A number of places. A clone shares them.
#[derive(Debug, Clone)]
pub(super) struct Places {
    free: Arc<Semaphore>,
    limit: usize,
    /// What takes a place, in the plural, for the refusal.
    what: &'static str,
    /// The limit's name.
    name: &'static str,
}

impl Places {
    pub(super) fn new(what: &'static str, name: &'static str, limit: usize) -> Self {
        // What `all_returned` can wait for; more places than that mean no bound anyway.
        let limit = limit.min(PLACES_MOST);
        Self { free: Arc::new(Semaphore::new(limit)), limit, what, name }
    }

    /// A place until the permit is dropped, or the refusal.
    pub(super) fn take(&self) -> Result<OwnedSemaphorePermit, Problem> {
        Arc::clone(&self.free).try_acquire_owned().map_err(|_| {
            metrics::limit_met(self.name);
            Problem::overloaded(self.what, self.limit)
        })
    }

    /// Waits until all places are free again.
    pub(super) async fn all_returned(&self) {
        let all =
            u32::try_from(self.limit).expect("the limit is at most PLACES_MOST, which is a u32");
        // Fails only once closed, and nobody closes it.
        let _ = self.free.acquire_many(all).await;
    }
}

/// Lets a request on only when there is a place for it.
pub(super) async fn shed(State(places): State<Places>, request: Request, next: Next) -> Response {
    match places.take() {
        Ok(_place) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}
