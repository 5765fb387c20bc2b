//! A store that does as it is told: holds an append at a gate, fails it, or loses its answer.

use async_trait::async_trait;
use schema::{Commitment, PortfolioId, Revision, VaultEntry};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};
use thirdplace::store::{
    Append, EventStore, MemoryStore, Page, PageLimit, PortfolioHead, Position, ScanPage,
    StoreError, Subscription, Vaulted,
};
use tokio::sync::Semaphore;

/// What becomes of an append.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// It waits at the gate.
    Wait,
    /// It fails, and records nothing.
    Fail(StoreError),
    /// It is recorded, and its answer is lost.
    LoseAnswer,
}

#[derive(Debug)]
pub(crate) struct Staged {
    store: MemoryStore,
    /// For the appends to come, in order; then each is recorded and answered.
    script: Mutex<VecDeque<Act>>,
    /// What was asked for, whatever became of it.
    asked: Mutex<Vec<Append>>,
    /// The bytes of each group that was recorded, by event.
    recorded: Mutex<Vec<Vec<usize>>>,
    arrived: Semaphore,
    gate: Semaphore,
}

impl Staged {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            store: MemoryStore::default(),
            script: Mutex::default(),
            asked: Mutex::default(),
            recorded: Mutex::default(),
            arrived: Semaphore::new(0),
            gate: Semaphore::new(0),
        })
    }

    pub(crate) fn next(&self, acts: impl IntoIterator<Item = Act>) {
        self.script.lock().unwrap().extend(acts);
    }

    /// Waits until an append has come to the gate.
    pub(crate) async fn arrival(&self) {
        self.arrived.acquire().await.unwrap().forget();
    }

    pub(crate) fn let_through(&self) {
        self.gate.add_permits(1);
    }

    /// How many events each group had that was recorded from here on; forgets those before.
    pub(crate) fn take_groups(&self) -> Vec<Vec<usize>> {
        std::mem::take(&mut *self.recorded.lock().unwrap())
    }

    /// The appends that were asked for from here on; forgets those before.
    pub(crate) fn take_asked(&self) -> Vec<Append> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }

    async fn record(&self, append: Append) -> Result<Revision, StoreError> {
        let sizes = append.events.iter().map(|event| event.bytes().len()).collect();
        let revision = self.store.append(append).await?;
        self.recorded.lock().unwrap().push(sizes);
        Ok(revision)
    }
}

#[async_trait]
impl EventStore for Staged {
    async fn append(&self, append: Append) -> Result<Revision, StoreError> {
        self.asked.lock().unwrap().push(append.clone());
        let act = self.script.lock().unwrap().pop_front();
        match act {
            None => self.record(append).await,
            Some(Act::Wait) => {
                self.arrived.add_permits(1);
                self.gate.acquire().await.unwrap().forget();
                self.record(append).await
            }
            Some(Act::Fail(error)) => Err(error),
            Some(Act::LoseAnswer) => {
                self.record(append).await?;
                Err(StoreError::OutcomeUnknown { what: "the answer was lost".to_owned() })
            }
        }
    }

    async fn portfolios(
        &self,
        after: Option<PortfolioId>,
        count_max: usize,
    ) -> Result<Vec<PortfolioHead>, StoreError> {
        self.store.portfolios(after, count_max).await
    }

    async fn read(
        &self,
        portfolio: PortfolioId,
        from: Revision,
        limit: PageLimit,
    ) -> Result<Page, StoreError> {
        self.store.read(portfolio, from, limit).await
    }

    async fn scan(
        &self,
        after: Option<Position>,
        limit: PageLimit,
    ) -> Result<ScanPage, StoreError> {
        self.store.scan(after, limit).await
    }

    async fn subscribe(
        &self,
        portfolio: PortfolioId,
        from: Revision,
    ) -> Result<Box<dyn Subscription>, StoreError> {
        self.store.subscribe(portfolio, from).await
    }

    async fn vault_put(
        &self,
        portfolio: PortfolioId,
        entries: Vec<VaultEntry>,
    ) -> Result<(), StoreError> {
        self.store.vault_put(portfolio, entries).await
    }

    async fn vault_get(
        &self,
        portfolio: PortfolioId,
        commitments: Vec<Commitment>,
    ) -> Result<Vec<Vaulted>, StoreError> {
        self.store.vault_get(portfolio, commitments).await
    }

    async fn vault_erase(
        &self,
        portfolio: PortfolioId,
        commitment: Commitment,
    ) -> Result<bool, StoreError> {
        self.store.vault_erase(portfolio, commitment).await
    }

    async fn close(&self) -> Result<(), StoreError> {
        self.store.close().await
    }
}
