//! `thirdplace replay`.

use anyhow::{Context, Result};
use clap::Args;
use schema::Digest;
use std::{fs::File, io::BufReader, path::PathBuf};
use thirdplace::{
    audit::{self, Held},
    ledger,
};

use super::{StoreSpec, block_on, print};

#[derive(Args, Debug)]
pub(crate) struct Replay {
    /// The lines that `thirdplace log --texts` wrote
    file: PathBuf,
    /// The store that does not have this portfolio yet
    #[arg(long)]
    store: StoreSpec,
    /// The ledger's digest as `check` printed it: any other ledger is refused
    #[arg(long, value_name = "DIGEST")]
    expect: Option<Digest>,
}

impl Replay {
    pub(crate) fn run(self) -> Result<()> {
        // Twice: nothing is put in, and no store is made, before every line has been checked.
        let held = audit::read_through(self.lines()?, self.expect)?;
        let lines = self.lines()?;
        block_on(async {
            let store = self.store.open().await?;
            audit::replay(store.as_ref(), held.portfolio, lines).await?;
            // Lines may hold a text whose erasure came after them.
            ledger::finish_erasures(store.as_ref()).await?;
            Ok(store.close().await?)
        })?;
        let Held { portfolio, events, ledger_digest, state_digest, texts_missing } = held;
        print(&format_args!("portfolio      {portfolio}"));
        print(&format_args!("events         {events}"));
        print(&format_args!("ledger digest  {ledger_digest}"));
        print(&format_args!("state digest   {state_digest}"));
        if texts_missing > 0 {
            print(&format_args!(
                "texts          {texts_missing} are missing: erased, or the log was written without --texts"
            ));
        }
        Ok(())
    }

    fn lines(&self) -> Result<BufReader<File>> {
        let unreadable = || format!("{} cannot be read", self.file.display());
        Ok(BufReader::new(File::open(&self.file).with_context(unreadable)?))
    }
}
