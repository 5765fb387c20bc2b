//! `thirdplace sample`.

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use projections::{CaseKind, ReallocationStatus, SampleSeed, SampleSize};
use schema::{Date, Instant, OrganisationId, Revision};
use std::{
    io::{self, Write},
    path::PathBuf,
    sync::Arc,
};
use thirdplace::sample::{self, Asked, Drawn};

use super::{block_on, client::Client, configuration::StoreFlags, in_words::Language, offline};

/// As what a sample is written.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// Lines of JSON
    Jsonl,
    /// A workbook
    Xlsx,
}

/// Where reallocations stand.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Status {
    Proposed,
    Approved,
    Rejected,
    Withdrawn,
    Completed,
    Revoked,
}

#[derive(Args, Debug)]
pub(crate) struct Sample {
    /// By what the cases are drawn: 1 to 100 characters
    #[arg(long)]
    seed: SampleSeed,
    /// How many cases: 1 to 1000
    #[arg(long, value_parser = size)]
    size: SampleSize,
    /// What the cases are: reallocation, membership or decision
    #[arg(long)]
    kind: CaseKind,
    /// Only of this organisation: its reference
    #[arg(long)]
    organisation: Option<OrganisationId>,
    /// Only what was decided on this date or later, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    decided_from: Option<Date>,
    /// Only what was decided before this date, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    decided_to: Option<Date>,
    /// Only what was first recorded at this instant or later, such as 2026-01-01T00:00:00+01:00
    #[arg(long, value_name = "INSTANT", value_parser = Instant::parse_rfc3339)]
    recorded_from: Option<Instant>,
    /// Only what was first recorded before this instant
    #[arg(long, value_name = "INSTANT", value_parser = Instant::parse_rfc3339)]
    recorded_to: Option<Instant>,
    /// Only reallocations that stand so
    #[arg(long)]
    status: Option<Status>,
    /// As known at this revision; left out: the newest
    #[arg(long, value_parser = revision)]
    revision: Option<Revision>,
    /// The language of the sentences
    #[arg(long, default_value = "english")]
    language: Language,
    /// As what it is written
    #[arg(long, default_value = "jsonl")]
    format: Format,
    /// Into which file; left out: to the standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The portfolio: its reference or, for a store that no one holds, its name
    #[arg(long)]
    portfolio: Option<String>,
    #[command(flatten)]
    store: StoreFlags,
    /// The running service that holds the store
    #[arg(long, requires = "portfolio")]
    to: Option<String>,
}

fn size(text: &str) -> Result<SampleSize, String> {
    let number = text.parse().map_err(|_| format!("{text:?} is no whole number"))?;
    SampleSize::new(number).map_err(|error| error.to_string())
}

fn revision(text: &str) -> Result<Revision, String> {
    let number = text.parse().map_err(|_| format!("{text:?} is no whole number"))?;
    Revision::new(number).map_err(|error| error.to_string())
}

impl Sample {
    pub(crate) fn run(self) -> Result<()> {
        match &self.output {
            None => self.write(&mut io::BufWriter::new(io::stdout().lock())),
            Some(path) => {
                let unwritable = || format!("{} cannot be written", path.display());
                let file = std::fs::File::create(path).with_context(unwritable)?;
                self.write(&mut io::BufWriter::new(file))
            }
        }
    }

    fn write(&self, out: &mut impl Write) -> Result<()> {
        match &self.to {
            Some(url) => self.through(&Client::new(url), out)?,
            None => out.write_all(&block_on(self.offline())?)?,
        }
        Ok(out.flush()?)
    }

    fn through(&self, client: &Client, out: &mut impl Write) -> Result<()> {
        let portfolio = self.portfolio.as_deref().unwrap_or_default();
        let query = self.asked().query(match self.format {
            Format::Jsonl => sample::Format::Lines,
            Format::Xlsx => sample::Format::Workbook,
        });
        let path = format!("/ledgers/{portfolio}/sample");
        let mut answer = client.get_asking(&path, &query)?;
        io::copy(&mut answer.body_mut().as_reader(), out)?;
        Ok(())
    }

    async fn offline(&self) -> Result<Vec<u8>> {
        let ledgers = offline::ledgers(self.store.open_existing().await?).await?;
        let ledger = offline::portfolio(&ledgers, self.portfolio.as_deref())?;
        let drawn = Drawn::draw(Arc::clone(&ledger), self.asked()).await?;
        let bytes = match self.format {
            Format::Jsonl => sample::whole(drawn).await,
            Format::Xlsx => sample::workbook(&drawn).await,
        };
        ledgers.stop().await?;
        Ok(bytes?)
    }

    fn asked(&self) -> Asked {
        Asked {
            seed: self.seed.clone(),
            size: self.size,
            kind: self.kind,
            organisation: self.organisation,
            decided_from: self.decided_from,
            decided_to: self.decided_to,
            recorded_from: self.recorded_from,
            recorded_to: self.recorded_to,
            status: self.status.map(|status| match status {
                Status::Proposed => ReallocationStatus::Proposed,
                Status::Approved => ReallocationStatus::Approved,
                Status::Rejected => ReallocationStatus::Rejected,
                Status::Withdrawn => ReallocationStatus::Withdrawn,
                Status::Completed => ReallocationStatus::Completed,
                Status::Revoked => ReallocationStatus::Revoked,
            }),
            revision: self.revision,
            language: match self.language {
                Language::English => projections::Language::English,
                Language::Swedish => projections::Language::Swedish,
            },
        }
    }
}
