//! `thirdplace check`.

use anyhow::{Result, bail};
use clap::Args;
use schema::PortfolioId;
use thirdplace::audit::{self, Report};

use super::{StoreSpec, block_on, client::Client, offline, print, stored};

#[derive(Args, Debug)]
pub(crate) struct Check {
    /// Which portfolio; needed where there are several
    #[arg(long)]
    portfolio: Option<PortfolioId>,
    /// As JSON
    #[arg(long)]
    json: bool,
    /// The store, where no service holds it
    #[arg(long, env = "THIRDPLACE_STORE", default_value = stored::DEFAULT)]
    store: StoreSpec,
    /// The running service that holds the store
    #[arg(long, requires = "portfolio")]
    to: Option<String>,
}

impl Check {
    pub(crate) fn run(self) -> Result<()> {
        let report = match (&self.to, self.portfolio) {
            (Some(url), Some(portfolio)) => {
                let path = format!("/ledgers/{portfolio}/check");
                Client::new(url).get(&path)?.body_mut().read_json()?
            }
            _ => block_on(self.offline())?,
        };
        if self.json {
            print(&serde_json::to_string_pretty(&report)?);
        } else {
            show(&report);
        }
        if report.is_sound() {
            return Ok(());
        }
        bail!("the ledger is not sound: {} findings", report.findings.len())
    }

    async fn offline(&self) -> Result<Report> {
        let store = self.store.open_existing().await?;
        let portfolio = offline::only_portfolio(&store, self.portfolio).await?;
        Ok(audit::check(&store, portfolio).await?)
    }
}

fn show(report: &Report) {
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
