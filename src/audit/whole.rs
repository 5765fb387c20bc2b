//! Checking all of a store in one go: the file, and every ledger in it.

use schema::PortfolioId;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::{Report, check};
use crate::store::{EventStore, PortfolioHead, StoreError};

/// Portfolios that are listed at once.
const HEADS: usize = 256;

/// What a check of a whole store found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WholeReport {
    /// What is wrong with the store beyond its ledgers; empty for a sound one.
    pub store: Vec<String>,
    /// Each ledger, in the order of the portfolios' ids.
    pub portfolios: Vec<Report>,
}

impl WholeReport {
    /// Whether nothing was found.
    pub fn is_sound(&self) -> bool {
        self.findings() == 0
    }

    /// How much was found.
    pub fn findings(&self) -> usize {
        let ledgers = self.portfolios.iter().map(|report| report.findings.len());
        self.store.len() + ledgers.sum::<usize>()
    }

    /// Events of all ledgers.
    pub fn events(&self) -> u64 {
        self.portfolios.iter().map(|report| report.events).sum()
    }
}

/// Checks a store and every ledger in it.
pub async fn check_whole(store: &Arc<dyn EventStore>) -> Result<WholeReport, StoreError> {
    let mut report = WholeReport { store: store.inspect().await?, portfolios: Vec::new() };
    let listed = match heads(store.as_ref()).await {
        Ok(listed) => listed,
        // So damaged that its ledgers cannot even be listed: the finding stands for them.
        Err(StoreError::StoreDamaged { what, .. }) => {
            report.store.push(what);
            return Ok(report);
        }
        Err(error) => return Err(error),
    };
    for head in listed {
        match check(store, head.portfolio).await {
            Ok(checked) => report.portfolios.push(checked),
            Err(StoreError::StoreDamaged { what, .. }) => {
                report.store.push(format!("portfolio {}: {what}", head.portfolio));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(report)
}

/// Every portfolio of a store, and where its ledger ends.
pub async fn heads(store: &dyn EventStore) -> Result<Vec<PortfolioHead>, StoreError> {
    let mut heads = Vec::new();
    loop {
        let after: Option<PortfolioId> = heads.last().map(|head: &PortfolioHead| head.portfolio);
        let page = store.portfolios(after, HEADS).await?;
        if page.is_empty() {
            return Ok(heads);
        }
        heads.extend(page);
    }
}
