//! Why a portfolio is not served, or records nothing.

use schema::{PortfolioId, Revision};

use crate::store::{Damage, StoreError};

/// Why a portfolio is not served, or records nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Its ledger is not as it was recorded.
    #[error(transparent)]
    Damaged(#[from] Damage),
    /// A newer program recorded something that this one does not know.
    #[error(
        "revision {revision} of portfolio {portfolio} is a {type_name} of version {version}, \
         which this program does not know: a newer one recorded it"
    )]
    UnknownEvent {
        /// The portfolio.
        portfolio: PortfolioId,
        /// The event.
        revision: Revision,
        /// Its type.
        type_name: String,
        /// Its version.
        version: u32,
    },
    /// What was recorded as erased is still there. Nothing is served of the portfolio, or recorded in
    /// it, until it is not.
    #[error(
        "what was recorded as erased could not be taken out of the vault: {error}; \
         start the service again, which finishes it before it serves the portfolio"
    )]
    ErasureUnfinished {
        /// What the store said.
        error: StoreError,
    },
    /// The store did not do what was asked.
    #[error(transparent)]
    Store(#[from] StoreError),
}
