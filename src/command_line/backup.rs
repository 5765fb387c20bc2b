//! `thirdplace backup` and `thirdplace restore`.

use anyhow::{Context, Result, bail};
use clap::Args;
use std::path::PathBuf;
use thirdplace::{
    backup::{self, Contents, Restored},
    store::Position,
};

use super::{StoreSpec, block_on, check, client::Client, configuration::StoreFlags, print};

#[derive(Args, Debug)]
pub(crate) struct Backup {
    /// The file to write, which must not be there; it holds names: keep it as you keep the store
    file: PathBuf,
    #[command(flatten)]
    store: StoreFlags,
    /// The running service that holds the store
    #[arg(long)]
    to: Option<String>,
}

impl Backup {
    pub(crate) fn run(self) -> Result<()> {
        let contents = match &self.to {
            Some(url) => self.through(&Client::new(url))?,
            None => block_on(self.offline())?,
        };
        print(&format_args!("backup         {}, {} bytes", self.file.display(), contents.bytes));
        show(&contents);
        Ok(())
    }

    async fn offline(&self) -> Result<Contents> {
        let store = self.store.open_existing().await?;
        let snapshot = store.snapshot().await?;
        store.close().await?;
        let bytes = snapshot.length();
        Ok(backup::receive(snapshot, bytes, &self.file).await?)
    }

    fn through(&self, client: &Client) -> Result<Contents> {
        if self.file.exists() {
            // Before the service makes a copy of its store for nothing.
            bail!(backup::BackupError::Taken(self.file.clone()));
        }
        let mut answer = client.post("/backups")?;
        let announced = answer.headers().get("content-length");
        let announced = announced
            .and_then(|length| length.to_str().ok()?.parse().ok())
            .context("the service did not say how long its backup is")?;
        let coming = answer.body_mut().as_reader();
        block_on(async { Ok(backup::receive(coming, announced, &self.file).await?) })
    }
}

#[derive(Args, Debug)]
pub(crate) struct Restore {
    /// The backup
    file: PathBuf,
    #[command(flatten)]
    store: StoreFlags,
}

impl Restore {
    pub(crate) fn run(self) -> Result<()> {
        let store = self.store.store()?;
        let StoreSpec::Sqlite(path) = &store else {
            bail!("a backup is restored into a file; accepted: --store sqlite:PATH");
        };
        store.make_folder()?;
        let restored = block_on(async { Ok(backup::restore(&self.file, path).await?) })?;
        print(&format_args!("restored       {}, {} bytes", store, restored.contents.bytes));
        show(&restored.contents);
        tell_what_is_lost(&restored);
        Ok(())
    }
}

fn show(contents: &Contents) {
    let report = &contents.report;
    let portfolios = match report.portfolios.len() {
        1 => "1 portfolio".to_owned(),
        several => format!("{several} portfolios"),
    };
    print(&format_args!("holds          {} events of {portfolios}, each checked", report.events()));
    for ledger in &report.portfolios {
        check::show(ledger);
    }
}

/// The note that the former store left says how far it had come.
fn tell_what_is_lost(restored: &Restored) {
    let number = |position: Option<Position>| position.map_or(0, Position::number);
    let (had, has) = (number(restored.acknowledged), number(restored.ends_at));
    if had > has {
        print(&format_args!(
            "lost           events {} to {had}: the store that stood here acknowledged them after \
             the backup was taken",
            has + 1
        ));
    }
}
