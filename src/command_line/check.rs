//! `thirdplace check`.

use anyhow::{Result, bail};
use clap::Args;
use schema::PortfolioId;
use std::{path::PathBuf, sync::Arc};
use thirdplace::{
    audit::{self, Report, WholeReport},
    store::{EventStore, SqliteStore},
};

use super::{block_on, client::Client, configuration::StoreFlags, print};

#[derive(Args, Debug)]
pub(crate) struct Check {
    /// Only this portfolio; without it the store's file and every ledger in it
    #[arg(long)]
    portfolio: Option<PortfolioId>,
    /// As JSON: one object for each portfolio
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    store: StoreFlags,
    /// The running service that holds the store
    #[arg(long)]
    to: Option<String>,
    /// A backup, which is only read
    #[arg(long, value_name = "FILE", conflicts_with = "to")]
    backup: Option<PathBuf>,
}

impl Check {
    pub(crate) fn run(self) -> Result<()> {
        let report = match &self.to {
            Some(url) => self.through(&Client::new(url))?,
            None => block_on(self.offline())?,
        };
        for ledger in &report.portfolios {
            if self.json {
                print(&serde_json::to_string_pretty(ledger)?);
            } else {
                show(ledger);
            }
        }
        if report.is_sound() {
            return Ok(());
        }
        // With the error, so that --json prints nothing but ledgers.
        let of_store: String = report.store.iter().map(|what| format!("\n  {what}")).collect();
        bail!("not sound: {} findings{of_store}", report.findings())
    }

    fn through(&self, client: &Client) -> Result<WholeReport> {
        Ok(match self.portfolio {
            Some(portfolio) => {
                let path = format!("/ledgers/{portfolio}/check");
                only(client.get(&path)?.body_mut().read_json()?)?
            }
            None => client.get("/check")?.body_mut().read_json()?,
        })
    }

    async fn offline(&self) -> Result<WholeReport> {
        let store: Arc<dyn EventStore> = match &self.backup {
            Some(file) => Arc::new(SqliteStore::open_at_rest(file).await?),
            None => self.store.open_existing().await?,
        };
        Ok(match self.portfolio {
            Some(portfolio) => only(audit::check(&store, portfolio).await?)?,
            None => audit::check_whole(&store).await?,
        })
    }
}

fn only(report: Report) -> Result<WholeReport> {
    if report.events == 0 && report.is_sound() {
        bail!(
            "the store has no portfolio {}; without --portfolio all are checked",
            report.portfolio
        );
    }
    Ok(WholeReport { store: Vec::new(), portfolios: vec![report] })
}

/// Prints what a ledger holds, and what is wrong with it.
pub(super) fn show(report: &Report) {
    let Report { portfolio, events, commits, texts, erased, missing, .. } = report;
    print(&format_args!("portfolio      {portfolio}"));
    print(&format_args!("events         {events} in {commits} commits"));
    print(&format_args!(
        "texts          {texts} open their commitments, {erased} erased, {missing} not there"
    ));
    print(&format_args!("ledger digest  {}", report.ledger_digest));
    print(&format_args!("state digest   {}", report.state_digest));
    for finding in &report.findings {
        print(&format_args!("revision {}: {}", finding.revision, finding.what));
    }
    if report.is_sound() {
        print(&"sound: bytes canonical, revisions gapless, commits whole, ids as derived");
    }
}
