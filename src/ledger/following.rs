//! Following what other nodes record, where the store is shared.
//!
//! What is heard only wakes the writer, which takes in what it then reads: there is one way into the
//! published state, and it is the writer's.

use schema::{PortfolioId, Revision};
use std::{
    future::pending,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::time::sleep;

use crate::store::{EventStore, StoreError, Subscription};

/// After a failure. The store waits for the engine by itself before it says that there is one.
const PAUSE: Duration = Duration::from_millis(250);

/// A ledger as it grows, whoever records.
#[derive(Debug)]
pub(super) struct Following {
    store: Arc<dyn EventStore>,
    portfolio: PortfolioId,
    /// Never locked: a subscription is nobody else's, and this makes it so for the compiler.
    subscription: Mutex<Option<Box<dyn Subscription>>>,
}

impl Following {
    /// Nothing where nobody else records.
    pub(super) fn of(store: &Arc<dyn EventStore>, portfolio: PortfolioId) -> Option<Self> {
        let follows =
            || Self { store: Arc::clone(store), portfolio, subscription: Mutex::default() };
        store.is_shared().then(follows)
    }

    /// The last revision of a run that was recorded, by this node or another; a failure only where the
    /// ledger is not as it should be. Dropping the future loses nothing. What is heard first is after
    /// `head`.
    pub(super) async fn next(&mut self, head: Option<Revision>) -> Result<Revision, StoreError> {
        loop {
            let subscription = self.subscription.get_mut().unwrap_or_else(PoisonError::into_inner);
            let heard = match subscription {
                Some(subscription) => subscription.next().await,
                kept @ None => {
                    let from = head.map_or(Revision::FIRST, Revision::next);
                    let subscribed = self.store.subscribe(self.portfolio, from).await;
                    subscribed.map(|subscription| {
                        *kept = Some(subscription);
                        Some(Vec::new())
                    })
                }
            };
            match heard {
                Ok(Some(run)) => {
                    if let Some(last) = run.last() {
                        return Ok(last.revision());
                    }
                }
                // The store is closed, and with it the queue soon.
                Ok(None) | Err(StoreError::Closed) => pending().await,
                Err(error @ (StoreError::Damaged(_) | StoreError::StoreDamaged { .. })) => {
                    return Err(error);
                }
                Err(_) => sleep(PAUSE).await,
            }
        }
    }
}
