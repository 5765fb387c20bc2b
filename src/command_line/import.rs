//! `thirdplace import`.

use anyhow::{Context, Result, anyhow, bail};
use clap::{Args, Subcommand};
use schema::{Date, Digest, Identity, Issuer, PersonId, Role};
use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};
use thirdplace::import::{self, Answers, Outcome, Progress, Request, Source, Summary, maps};

use super::{
    block_on, client::Client, configuration::StoreFlags, decision::DecisionFlags, form::Form,
    offline, print,
};

/// What the exit code says where nothing was recorded because something has to be confirmed.
const ASKS: u8 = 3;

#[derive(Args, Debug)]
pub(crate) struct Import {
    #[command(subcommand)]
    format: Format,
}

#[derive(Debug, Subcommand)]
enum Format {
    /// A building's storeys and spaces from an IFC file (2x3 or 4)
    Ifc(Ifc),
    /// A building's levels from a map: a folder or a zip of GeoJSON levels or IMDF, or one level
    Map(Map),
    /// Rooms of one building or of several from a list (CSV, XLSX)
    Rooms(Rooms),
    /// Organisations and their units from a list (CSV, XLSX)
    Units(Units),
    /// Invoices from a list (CSV, XLSX)
    Invoices(Invoices),
    /// Figures of indices, such as the consumer price index, from a list (CSV, XLSX)
    Figures(Figures),
}

#[derive(Args, Debug)]
struct Ifc {
    /// The building that the file describes: its reference or its name
    #[arg(long)]
    building: String,
    #[command(flatten)]
    common: Common,
}

#[derive(Args, Debug)]
struct Map {
    /// The building that the map shows: its reference or its name
    #[arg(long)]
    building: String,
    /// Which building of the package, where it holds several: its id or its name
    #[arg(long)]
    of_package: Option<String>,
    /// What the level of a single GeoJSON file is called
    #[arg(long)]
    level: Option<String>,
    #[command(flatten)]
    common: Common,
}

#[derive(Args, Debug)]
struct Rooms {
    /// The building of rows that name none: its reference or its name
    #[arg(long)]
    building: Option<String>,
    /// The organisation that owns buildings which come with the list: its reference or its name
    #[arg(long)]
    owner: Option<String>,
    /// When the workstations of the list were counted; without it they count as assumed
    #[arg(long)]
    counted_on: Option<Date>,
    /// What columns and words mean, where the list does not say so itself: a JSON file
    #[arg(long)]
    mapping: Option<PathBuf>,
    #[command(flatten)]
    common: Common,
}

#[derive(Args, Debug)]
struct Units {
    /// What columns mean, where the list does not say so itself: a JSON file
    #[arg(long)]
    mapping: Option<PathBuf>,
    #[command(flatten)]
    common: Common,
}

#[derive(Args, Debug)]
struct Invoices {
    /// The organisation in whose books rows are that name none: its reference or its name
    #[arg(long)]
    organisation: Option<String>,
    /// What columns mean, where the list does not say so itself: a JSON file
    #[arg(long)]
    mapping: Option<PathBuf>,
    #[command(flatten)]
    common: Common,
}

#[derive(Args, Debug)]
struct Figures {
    /// The index of rows that name none
    #[arg(long)]
    series: Option<String>,
    /// What columns mean, where the list does not say so itself: a JSON file
    #[arg(long)]
    mapping: Option<PathBuf>,
    #[command(flatten)]
    common: Common,
}

#[derive(Args, Debug)]
struct Common {
    /// The file
    file: PathBuf,
    /// The portfolio: its reference or, for a store that no one holds, its name
    #[arg(long)]
    portfolio: Option<String>,
    /// From when what the file says holds, YYYY-MM-DD; for invoices: as of when names are looked up
    #[arg(long)]
    from: Date,
    /// Records a difference that was shown, as it was proposed
    #[arg(long, value_name = "DIFFERENCE", conflicts_with = "answers")]
    confirm: Option<Digest>,
    /// Records a difference as a JSON file answers it
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    #[command(flatten)]
    decision: DecisionFlags,
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
    pub(crate) fn run(self) -> Result<ExitCode> {
        let (source, mapping, common) = self.format.parts();
        let file = if common.file.is_dir() {
            packed(&common.file)?
        } else {
            read(&common.file, source.bytes_max())?
        };
        let mapping = mapping.map(|mapping| read(&mapping, ASIDE_BYTES_MAX)).transpose()?;
        let answers = common.answers()?;
        let given = Given { source, file, mapping, answers };
        let summary = match &common.to {
            Some(url) => common.through(&Client::new(url), &given)?,
            None => block_on(common.offline(given))?,
        };
        print(&summary);
        let asks = matches!(summary.outcome, Outcome::Asks { .. });
        Ok(if asks { ExitCode::from(ASKS) } else { ExitCode::SUCCESS })
    }
}

impl Format {
    fn parts(self) -> (Source, Option<PathBuf>, Common) {
        match self {
            Self::Ifc(Ifc { building, common }) => (Source::Ifc { building }, None, common),
            Self::Map(Map { building, of_package, level, common }) => {
                (Source::Map { building, of_package, level }, None, common)
            }
            Self::Rooms(Rooms { building, owner, counted_on, mapping, common }) => {
                (Source::Rooms { building, owner, counted_on }, mapping, common)
            }
            Self::Units(Units { mapping, common }) => (Source::Units {}, mapping, common),
            Self::Invoices(Invoices { organisation, mapping, common }) => {
                (Source::Invoices { organisation }, mapping, common)
            }
            Self::Figures(Figures { series, mapping, common }) => {
                (Source::Figures { series }, mapping, common)
            }
        }
    }
}

/// What is imported, with what goes along.
struct Given {
    source: Source,
    file: Vec<u8>,
    mapping: Option<Vec<u8>>,
    answers: Option<Answers>,
}

/// Bytes of a mapping or of answers, at most.
const ASIDE_BYTES_MAX: usize = 4 * 1024 * 1024;

/// The file, refused before it is read where it is larger than what is accepted.
fn read(file: &Path, bytes_max: usize) -> Result<Vec<u8>> {
    let unreadable = || format!("{} cannot be read", file.display());
    let size = std::fs::metadata(file).with_context(unreadable)?.len();
    if size > bytes_max as u64 {
        bail!("{} has {size} bytes; at most {bytes_max} are accepted", file.display());
    }
    #[allow(clippy::disallowed_methods, reason = "this is the service's command line")]
    std::fs::read(file).with_context(unreadable)
}

/// The files of a folder as one package, the same for the same files.
fn packed(folder: &Path) -> Result<Vec<u8>> {
    let limits = maps::Limits::default();
    let mut files = Vec::new();
    gather(folder, "", &limits, &mut files)?;
    Ok(maps::Files::of_folder(files, &limits)?.pack()?)
}

fn gather(
    folder: &Path,
    within: &str,
    limits: &maps::Limits,
    files: &mut Vec<(String, Vec<u8>)>,
) -> Result<()> {
    let unreadable = || format!("{} cannot be read", folder.display());
    for entry in std::fs::read_dir(folder).with_context(unreadable)? {
        let entry = entry.with_context(unreadable)?;
        let name = format!("{within}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().with_context(unreadable)?;
        if kind.is_dir() {
            gather(&entry.path(), &format!("{name}/"), limits, files)?;
        } else if kind.is_file() {
            files.push((name, read(&entry.path(), limits.file_bytes)?));
        }
        if files.len() > limits.files {
            bail!("{} has more than {} files", folder.display(), limits.files);
        }
    }
    Ok(())
}

impl Common {
    fn file_name(&self) -> String {
        self.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }

    fn answers(&self) -> Result<Option<Answers>> {
        match (&self.answers, self.confirm) {
            (Some(file), _) => {
                let bytes = read(file, ASIDE_BYTES_MAX)?;
                let wrong = || format!("{} is no answer to a difference", file.display());
                serde_json::from_slice(&bytes).with_context(wrong).map(Some)
            }
            (None, confirm) => Ok(confirm.map(Answers::all)),
        }
    }

    async fn offline(&self, given: Given) -> Result<Summary> {
        let ledgers = offline::ledgers(self.store.open_existing().await?).await?;
        let ledger = offline::portfolio(&ledgers, self.portfolio.as_deref())?;
        let issuer = Issuer { person: self.actor, role: self.role, identity: Identity::Asserted };
        let request = Request {
            issuer,
            source: given.source,
            from: self.from,
            file_name: self.file_name(),
            bytes: given.file.into(),
            mapping: given.mapping.map(Arc::from),
            answers: given.answers,
            decision: self.decision.form(),
        };
        let imported = import::import(&ledger, request, show).await;
        ledgers.stop().await?;
        imported.map_err(|error| anyhow!(error.told(&ledger)))
    }

    fn through(&self, client: &Client, given: &Given) -> Result<Summary> {
        let portfolio = self.portfolio.as_deref().unwrap_or_default();
        let mut query = vec![
            ("portfolio", portfolio.to_owned()),
            ("from", self.from.to_string()),
            ("fileName", self.file_name()),
        ];
        query.extend(given.source.query());
        let query: Vec<(&str, &str)> =
            query.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let actor = self.actor.to_string();
        let headers = [("x-actor", actor.as_str()), ("x-role", &self.role.to_string())];
        let mut form = Form::default();
        form.add("file", &given.file);
        if let Some(mapping) = &given.mapping {
            form.add("mapping", mapping);
        }
        if let Some(answers) = &given.answers {
            form.add("answers", &serde_json::to_vec(answers)?);
        }
        if let Some(decision) = self.decision.form() {
            form.add("decision", &serde_json::to_vec(&decision)?);
        }
        let mut answer = client.post_form("/imports", &query, &headers, form)?;
        for line in BufReader::new(answer.body_mut().as_reader()).lines() {
            let line = line?;
            match serde_json::from_str(&line)? {
                Told::Progress(progress) => show(progress),
                Told::Last(Last::Summary(summary)) => return Ok(*summary),
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
    Summary(Box<Summary>),
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
