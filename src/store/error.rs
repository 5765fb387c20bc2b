//! Why the store did not do what was asked.

use schema::{Commitment, EventId, PortfolioId, Revision};
use std::{fmt, path::PathBuf};

/// What is wrong with stored bytes, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("portfolio {portfolio} is damaged at revision {revision}: {what}")]
pub struct Damage {
    /// The portfolio.
    pub portfolio: PortfolioId,
    /// The first revision that is not as it was stored.
    pub revision: Revision,
    /// What is wrong with it.
    pub what: String,
}

/// Why the store did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The ledger's head is another than the group was made for.
    #[error("the ledger stands at {}, not at {}", Head(*actual), Head(*expected))]
    WrongRevision {
        /// The head for which the group was made.
        expected: Option<Revision>,
        /// The head.
        actual: Option<Revision>,
    },
    /// An event with this id is stored with other bytes: it is no repetition.
    #[error("event {event} is stored at revision {revision} with other bytes")]
    OtherBytes {
        /// The event.
        event: EventId,
        /// Where it stands.
        revision: Revision,
    },
    /// The vault holds something else under this commitment.
    #[error("the vault holds another entry for commitment {}", .commitment.digest())]
    OtherEntry {
        /// The commitment.
        commitment: Commitment,
    },
    /// A group that no engine takes: a defect of the caller.
    #[error("the group is not acceptable: {what}")]
    Unacceptable {
        /// What is wrong with it.
        what: String,
    },
    /// Stored events are not as they were stored, or are missing.
    #[error(transparent)]
    Damaged(#[from] Damage),
    /// The store as a whole is not as it was left.
    #[error("the store {store} is damaged: {what}")]
    StoreDamaged {
        /// The store, as a user names it.
        store: String,
        /// What is wrong with it.
        what: String,
    },
    /// Another process holds the store.
    #[error(
        "the store {} is held by another process (lock file {}): stop it, or ask it with --to URL",
        file.display(),
        lock.display()
    )]
    Held {
        /// The store's file.
        file: PathBuf,
        /// The file that is locked.
        lock: PathBuf,
    },
    /// A newer program wrote the store.
    #[error("the store {} has layout {found}; this program knows layouts up to {known}", file.display())]
    Newer {
        /// The store's file.
        file: PathBuf,
        /// Its layout.
        found: i64,
        /// The newest layout that this program knows.
        known: i64,
    },
    /// The file belongs to another program.
    #[error("{} is a database of another program; name a file that is not there yet", file.display())]
    Foreign {
        /// The file.
        file: PathBuf,
    },
    /// No room is left. Nothing was recorded.
    #[error("no room is left where the store keeps its events; nothing was recorded ({what})")]
    Full {
        /// The engine's words.
        what: String,
    },
    /// The machine did not confirm that the bytes are on the disk. What is stored is not known
    /// until the store is opened anew: the process must end.
    #[error("the disk did not confirm the write: {what}")]
    SyncFailed {
        /// The engine's words.
        what: String,
    },
    /// It is not known whether the group was recorded: read, then repeat the very same group.
    #[error("it is not known whether the events were recorded: {what}")]
    OutcomeUnknown {
        /// Why it is not known.
        what: String,
    },
    /// The store cannot be reached or read at present.
    #[error("the store is not available: {what}")]
    Unavailable {
        /// The engine's words.
        what: String,
    },
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
}

/// A head as a message names it.
struct Head(Option<Revision>);

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(revision) => write!(f, "revision {revision}"),
            None => f.write_str("no event"),
        }
    }
}
