//! The store: where events and vaulted texts are kept. One port, several engines.
//!
//! Nothing above this module knows which engine runs, and no engine looks into an event's bytes.
//! An engine appends, and never changes or removes an event; what it gives back is what it was
//! given, or an error that says what is damaged. Every method can be kept by an engine that has
//! one stream per portfolio and one stream per vault value.

pub(crate) mod append;
mod error;
mod event;
#[cfg(feature = "eventstore")]
mod eventstore;
mod memory;
mod page;
mod reach;
mod snapshot;
mod sqlite;
mod subscription;

use async_trait::async_trait;
use schema::{Commitment, PortfolioId, Revision, VaultEntry};
use std::collections::BTreeSet;

pub use append::Append;
pub use error::{Damage, StoreError};
pub use event::{Causes, Position, StoredEvent};
#[cfg(feature = "eventstore")]
pub use eventstore::{Connection, ConnectionError, EventStoreDb, Patience};
pub use memory::MemoryStore;
pub use page::{Page, PageLimit, PortfolioHead, ScanPage, Scanned, Vaulted};
pub use reach::Reach;
pub use snapshot::Snapshot;
pub use sqlite::{Place, PlaceError, SqliteStore};
pub use subscription::Subscription;

/// Portfolios that are listed at once.
const LISTED_AT_ONCE: usize = 256;

/// An engine that keeps ledgers and vaults.
#[async_trait]
pub trait EventStore: std::fmt::Debug + Send + Sync + 'static {
    /// The portfolios after `after` in the order of their ids, at most `count_max`.
    async fn portfolios(
        &self,
        after: Option<PortfolioId>,
        count_max: usize,
    ) -> Result<Vec<PortfolioHead>, StoreError>;

    /// Every portfolio that is or may yet be there: the first event of one that another process opens
    /// may be on its way.
    async fn listed(&self) -> Result<BTreeSet<PortfolioId>, StoreError> {
        let (mut listed, mut after) = (BTreeSet::new(), None);
        loop {
            let heads = self.portfolios(after, LISTED_AT_ONCE).await?;
            let Some(last) = heads.last() else { return Ok(listed) };
            after = Some(last.portfolio);
            listed.extend(heads.iter().map(|head| head.portfolio));
        }
    }

    /// Appends a group in one transaction and answers with the new head once it is durable; the
    /// vault's entries are durable no later than the events. The very same group again is
    /// recognised and answered as the first time, so that a lost answer can be asked for again.
    async fn append(&self, append: Append) -> Result<Revision, StoreError>;

    /// A portfolio's events from `from` on, gapless: at least one where there is one, and more
    /// within `limit`.
    async fn read(
        &self,
        portfolio: PortfolioId,
        from: Revision,
        limit: PageLimit,
    ) -> Result<Page, StoreError>;

    /// The events of all portfolios after `after`, in the order in which they were appended. A
    /// damaged event stands in its place as damage, so that the other portfolios can be read on.
    async fn scan(&self, after: Option<Position>, limit: PageLimit)
    -> Result<ScanPage, StoreError>;

    /// A portfolio's events from `from` on, and those that are yet to come: each once, in order.
    async fn subscribe(
        &self,
        portfolio: PortfolioId,
        from: Revision,
    ) -> Result<Box<dyn Subscription>, StoreError>;

    /// Puts entries into the vault. An entry that is there already, or was erased, stays as it is.
    async fn vault_put(
        &self,
        portfolio: PortfolioId,
        entries: Vec<VaultEntry>,
    ) -> Result<(), StoreError>;

    /// What the vault holds for each commitment, in the order asked.
    async fn vault_get(
        &self,
        portfolio: PortfolioId,
        commitments: Vec<Commitment>,
    ) -> Result<Vec<Vaulted>, StoreError>;

    /// Erases value and salt for ever. Tells whether they were there.
    async fn vault_erase(
        &self,
        portfolio: PortfolioId,
        commitment: Commitment,
    ) -> Result<bool, StoreError>;

    /// A copy of everything as one state of the store between two transactions, made while others
    /// read and write. Nothing that was erased is in it. One at a time.
    async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let what = "this engine has no file of its own; copy it with its own tools".to_owned();
        Err(StoreError::Unavailable { what })
    }

    /// What is wrong with the store as a whole, beyond what reading its ledgers tells; empty where
    /// nothing is.
    async fn inspect(&self) -> Result<Vec<String>, StoreError> {
        Ok(Vec::new())
    }

    /// Whether other processes may write to the store, so that its ledgers have to be followed.
    fn is_shared(&self) -> bool {
        false
    }

    /// Whether the engine could be reached when it was last asked something.
    fn reach(&self) -> Reach {
        Reach::Reachable
    }

    /// Finishes what was asked before, ends the subscriptions and lets go of the engine's files
    /// and connections. Whatever is asked afterwards is refused.
    async fn close(&self) -> Result<(), StoreError>;
}
