//! `thirdplace replay`.

use anyhow::{Context, Result};
use clap::Args;
use std::{fs::File, io::BufReader, path::PathBuf};
use thirdplace::audit;

use super::{StoreSpec, block_on, print};

#[derive(Args, Debug)]
pub(crate) struct Replay {
    /// The lines that `thirdplace log` wrote
    file: PathBuf,
    /// The store that does not have this portfolio yet
    #[arg(long)]
    store: StoreSpec,
}

impl Replay {
    pub(crate) fn run(self) -> Result<()> {
        let file = File::open(&self.file)
            .with_context(|| format!("{} cannot be read", self.file.display()))?;
        let replayed = block_on(async {
            let store = self.store.open().await?;
            let replayed = audit::replay(store.as_ref(), BufReader::new(file)).await?;
            store.close().await?;
            Ok(replayed)
        })?;
        print(&format_args!("portfolio     {}", replayed.portfolio));
        print(&format_args!("events        {}", replayed.events));
        print(&format_args!("state digest  {}", replayed.state_digest));
        Ok(())
    }
}
