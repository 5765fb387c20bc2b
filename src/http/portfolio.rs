//! The portfolio that a path or a query names.

use axum::http::StatusCode;
use schema::{Invalid, PortfolioId};
use std::sync::Arc;

use super::Problem;
use crate::ledger::{Ledger, Ledgers};

/// The ledger of a portfolio by its reference: 400 where that is none, 404 where none of it is served.
pub fn ledger_of(ledgers: &Ledgers, portfolio: &str) -> Result<Arc<Ledger>, Problem> {
    let portfolio: PortfolioId =
        portfolio.parse().map_err(|error: Invalid| Problem::refused(&error))?;
    let found = ledgers.get(portfolio);
    found.map_err(|error| Problem::new(StatusCode::NOT_FOUND, error.to_string()))
}
