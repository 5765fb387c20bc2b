//! `thirdplace log`.

use anyhow::Result;
use clap::Args;
use schema::{PortfolioId, Revision};
use std::io::{self, Write};
use thirdplace::audit::Lines;

use super::{
    block_on,
    client::Client,
    configuration::StoreFlags,
    in_words::{Language, Source},
    offline,
};

#[derive(Args, Debug)]
pub(crate) struct Log {
    /// Which portfolio; needed where there are several
    #[arg(long)]
    portfolio: Option<PortfolioId>,
    /// From which revision
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// With the texts that open the events' commitments, so that `replay` brings names along
    #[arg(long)]
    texts: bool,
    /// In words, a sentence for each event in this language in place of its stored bytes, which
    /// `replay` does not take
    #[arg(long, conflicts_with = "texts")]
    language: Option<Language>,
    #[command(flatten)]
    store: StoreFlags,
    /// The running service that holds the store
    #[arg(long, requires = "portfolio")]
    to: Option<String>,
}

impl Log {
    pub(crate) fn run(self) -> Result<()> {
        let mut out = io::BufWriter::new(io::stdout().lock());
        if let Some(language) = self.language {
            return block_on(self.tell(&mut out, language));
        }
        let written = match (&self.to, self.portfolio) {
            (Some(url), Some(portfolio)) => {
                let path =
                    format!("/ledgers/{portfolio}/log?from={}&texts={}", self.from, self.texts);
                let mut answer = Client::new(url).get(&path)?;
                io::copy(&mut answer.body_mut().as_reader(), &mut out).map(|_| ())
            }
            _ => return block_on(self.write(&mut out)),
        };
        Ok(written.and_then(|()| out.flush())?)
    }

    async fn tell(&self, out: &mut impl Write, language: Language) -> Result<()> {
        let (source, portfolio) = match (&self.to, self.portfolio) {
            (Some(url), Some(portfolio)) => (Source::Service(Client::new(url)), portfolio),
            _ => Source::offline(self.store.open_existing().await?, self.portfolio).await?,
        };
        source.write(out, portfolio, self.from, language).await
    }

    async fn write(&self, out: &mut impl Write) -> Result<()> {
        let store = self.store.open_existing().await?;
        let portfolio = offline::only_portfolio(&store, self.portfolio).await?;
        let from = Revision::new(self.from)?;
        let mut lines = Lines::from(store, portfolio, from, self.texts);
        loop {
            let page = lines.next().await?;
            if page.is_empty() {
                break;
            }
            for line in page {
                out.write_all(&line.to_bytes())?;
                out.write_all(b"\n")?;
            }
        }
        Ok(out.flush()?)
    }
}
