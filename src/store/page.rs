//! What reading gives back, always bounded.

use schema::{PortfolioId, Revision, VaultEntry};

use super::{Damage, Position, StoredEvent};

/// How much one answer holds at most. An event that is larger still comes, alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageLimit {
    /// Events.
    pub events_max: usize,
    /// Bytes of the events together.
    pub bytes_max: usize,
}

impl PageLimit {
    /// A page that is large enough to be worth the asking, and small enough to be held many times.
    pub const USUAL: Self = Self { events_max: 512, bytes_max: 1024 * 1024 };

    /// For who reads a whole ledger: on a cluster each page takes its time.
    pub const LARGE: Self = Self { events_max: 2_048, bytes_max: 2 * 1024 * 1024 };

    /// Whether a page of `events` events and `bytes` bytes takes another of `next_bytes`.
    pub(super) const fn takes(self, events: usize, bytes: usize, next_bytes: usize) -> bool {
        events == 0 || (events < self.events_max && bytes + next_bytes <= self.bytes_max)
    }
}

/// A portfolio and the revision of its last event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PortfolioHead {
    /// The portfolio.
    pub portfolio: PortfolioId,
    /// Its head.
    pub head: Revision,
}

/// A run of a portfolio's events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Gapless, from the revision asked for; empty only where nothing stands there yet.
    pub events: Vec<StoredEvent>,
    /// The ledger's head when the page was read.
    pub head: Option<Revision>,
}

/// An event in the order of all portfolios.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scanned {
    /// Its place in that order.
    pub position: Position,
    /// The portfolio.
    pub portfolio: PortfolioId,
    /// The event, or what is wrong with it.
    pub event: Result<StoredEvent, Damage>,
}

/// A run of events of all portfolios; empty at the end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScanPage {
    /// In the order of their positions.
    pub events: Vec<Scanned>,
}

/// What the vault holds for a commitment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Vaulted {
    /// Value and salt.
    Kept(VaultEntry),
    /// Nothing any more: they were erased.
    Erased,
    /// Nothing, and nothing was ever erased.
    Missing,
}
