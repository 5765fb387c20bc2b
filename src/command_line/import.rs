//! `thirdplace import`.

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use schema::{Date, Identity, Issuer, PersonId, Role};
use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
};
use thirdplace::import::{self, Progress, Request, Summary};

use super::{block_on, client::Client, configuration::StoreFlags, offline, print};

#[derive(Args, Debug)]
pub(crate) struct Import {
    #[command(subcommand)]
    format: Format,
}

#[derive(Debug, Subcommand)]
enum Format {
    /// A building's storeys and spaces from an IFC file (2x3 or 4)
    Ifc(Ifc),
}

#[derive(Args, Debug)]
struct Ifc {
    /// The file
    file: PathBuf,
    /// The portfolio: its reference or, for a store that no one holds, its name
    #[arg(long)]
    portfolio: Option<String>,
    /// The building that the file describes: its reference or its name
    #[arg(long)]
    building: String,
    /// From when what the file says holds, YYYY-MM-DD
    #[arg(long)]
    from: Date,
    /// The registered person who imports
    #[arg(long, env = "THIRDPLACE_ACTOR")]
    actor: PersonId,
    /// In which role: manager or administrator
    #[arg(long, env = "THIRDPLACE_ROLE", default_value = "manager")]
    role: Role,
    #[command(flatten)]
    store: StoreFlags,
    /// The running service that holds the store
    #[arg(long, requires = "portfolio")]
    to: Option<String>,
}

impl Import {
    pub(crate) fn run(self) -> Result<()> {
        let Format::Ifc(ifc) = self.format;
        let bytes = read(&ifc.file)?;
        let summary = match &ifc.to {
            Some(url) => ifc.through(&Client::new(url), &bytes)?,
            None => block_on(ifc.offline(bytes))?,
        };
        print(&summary);
        Ok(())
    }
}

/// The file, refused before it is read where it is larger than what is accepted.
fn read(file: &Path) -> Result<Vec<u8>> {
    let unreadable = || format!("{} cannot be read", file.display());
    let bytes_max = import::ifc::Limits::default().file_bytes;
    let size = std::fs::metadata(file).with_context(unreadable)?.len();
    if size > bytes_max as u64 {
        bail!("{} has {size} bytes; at most {bytes_max} are accepted", file.display());
    }
    #[allow(clippy::disallowed_methods, reason = "this is the service's command line")]
    std::fs::read(file).with_context(unreadable)
}

impl Ifc {
    fn file_name(&self) -> String {
        self.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }

    async fn offline(&self, bytes: Vec<u8>) -> Result<Summary> {
        let ledgers = offline::ledgers(self.store.open_existing().await?).await?;
        let ledger = offline::portfolio(&ledgers, self.portfolio.as_deref())?;
        let issuer = Issuer { person: self.actor, role: self.role, identity: Identity::Asserted };
        let request = Request {
            issuer,
            building: self.building.clone(),
            from: self.from,
            file_name: self.file_name(),
            bytes: bytes.into(),
        };
        let imported = import::import(&ledger, request, show).await;
        ledgers.stop().await?;
        Ok(imported?)
    }

    fn through(&self, client: &Client, bytes: &[u8]) -> Result<Summary> {
        let portfolio = self.portfolio.as_deref().unwrap_or_default();
        let (from, actor) = (self.from.to_string(), self.actor.to_string());
        let query = [
            ("portfolio", portfolio),
            ("building", &self.building),
            ("from", &from),
            ("fileName", &self.file_name()),
        ];
        let headers = [("x-actor", actor.as_str()), ("x-role", &self.role.to_string())];
        let mut answer = client.post("/imports", &query, &headers, bytes)?;
        for line in BufReader::new(answer.body_mut().as_reader()).lines() {
            let line = line?;
            match serde_json::from_str(&line)? {
                Told::Progress(progress) => show(progress),
                Told::Last(Last::Summary(summary)) => return Ok(summary),
                Told::Last(Last::Error(error)) => bail!(error),
            }
        }
        bail!("the service ended its answer early; give the same file again, and it goes on")
    }
}

/// A line of the service's answer.
#[derive(serde::Deserialize)]
#[serde(untagged)]
enum Told {
    Progress(Progress),
    Last(Last),
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
enum Last {
    Summary(Summary),
    Error(String),
}

/// Progress goes to standard error, so that the summary stands alone.
#[allow(clippy::print_stderr, reason = "progress for the person at the terminal")]
fn show(progress: Progress) {
    match progress {
        Progress::Parsing { bytes } => eprintln!("parsing {bytes} bytes"),
        Progress::Recording { done, all } => eprintln!("recorded {done} of {all} things"),
    }
}
