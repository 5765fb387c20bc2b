//! What the streams are called.

use schema::{Commitment, PortfolioId};

/// The names of all streams, behind a prefix that is empty but where several services share a
/// cluster.
#[derive(Clone, Debug)]
pub(super) struct Names {
    prefix: String,
}

impl Names {
    pub(super) fn after(prefix: impl Into<String>) -> Self {
        Self { prefix: prefix.into() }
    }

    /// A portfolio's ledger.
    pub(super) fn portfolio(&self, portfolio: PortfolioId) -> String {
        format!("{}portfolio-{portfolio}", self.prefix)
    }

    /// The portfolio whose ledger a stream is.
    pub(super) fn portfolio_of(&self, stream: &str) -> Option<PortfolioId> {
        stream.strip_prefix(&self.prefix)?.strip_prefix("portfolio-")?.parse().ok()
    }

    /// One value of a vault.
    pub(super) fn vault(&self, portfolio: PortfolioId, commitment: Commitment) -> String {
        format!("{}vault-{portfolio}-{}", self.prefix, commitment.digest())
    }

    /// The list of portfolios.
    pub(super) fn registry(&self) -> String {
        format!("{}thirdplace-portfolios", self.prefix)
    }
}
