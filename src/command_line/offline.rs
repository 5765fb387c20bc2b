//! The ledgers of a store that no service holds.

use anyhow::{Result, bail};
use schema::PortfolioId;
use std::sync::Arc;
use thirdplace::{
    clock::SystemClock,
    ledger::{Fatal, Ledger, Ledgers},
    store::EventStore,
};

use projections::Texts;

/// Loads every ledger of a store.
pub(crate) async fn ledgers(store: Arc<dyn EventStore>) -> Result<Arc<Ledgers>> {
    let ledgers = Ledgers::new(store, Arc::new(SystemClock), Fatal::exit());
    ledgers.load().await?;
    Ok(ledgers)
}

/// The portfolio of that reference or name; the only one where none is given.
pub(crate) fn portfolio(ledgers: &Ledgers, given: Option<&str>) -> Result<Arc<Ledger>> {
    let all = ledgers.list()?;
    let chosen = |ledger: &&Arc<Ledger>| {
        given.is_none_or(|given| ledger.portfolio().to_string() == given || name(ledger) == given)
    };
    let found: Vec<_> = all.iter().filter(chosen).collect();
    match found.as_slice() {
        [ledger] => Ok(Arc::clone(ledger)),
        _ => {
            let known: Vec<String> =
                all.iter().map(|l| format!("{} ({})", name(l), l.portfolio())).collect();
            bail!("name one portfolio with --portfolio; there are: {}", known.join(", "))
        }
    }
}

fn name(ledger: &Ledger) -> String {
    let state = ledger.newest();
    state
        .opening()
        .map(|opening| ledger.shelf().shown(opening.name).to_string())
        .unwrap_or_default()
}

/// The portfolio of a store that is only read: without loading what its events mean.
pub(crate) async fn only_portfolio(
    store: &Arc<dyn EventStore>,
    given: Option<PortfolioId>,
) -> Result<PortfolioId> {
    if let Some(portfolio) = given {
        return Ok(portfolio);
    }
    const SHOWN_MAX: usize = 50;
    let heads = store.portfolios(None, SHOWN_MAX).await?;
    match heads.as_slice() {
        [only] => Ok(only.portfolio),
        _ => {
            let known: Vec<String> = heads.iter().map(|head| head.portfolio.to_string()).collect();
            bail!("name one portfolio with --portfolio; there are: {}", known.join(", "))
        }
    }
}
