//! Recording a file: compared with what is known, then recorded in parts, each one command, between
//! an ImportStarted and an ImportCompleted. A file that was interrupted goes on where it stopped.

use projections::{Import, Portfolio, Texts};
use schema::{
    BuildingId, Command, CommandId, CorrelationId, Date, Digest, ImportComplete, ImportCounts,
    ImportId, ImportPart, ImportRecord, ImportStart, Issuer, Text, limits,
};
use std::sync::Arc;

use super::{
    Outcome, Plan, Summary, Target,
    difference::Difference,
    ifc::{self, IfcError},
};
use crate::{
    chance,
    ledger::{Ledger, Submission, SubmitError},
};

/// What is to be imported.
#[derive(Clone, Debug)]
pub struct Request {
    /// Who imports.
    pub issuer: Issuer,
    /// The building: its reference or its name.
    pub building: String,
    /// From when what the file says holds.
    pub from: Date,
    /// The file's name.
    pub file_name: String,
    /// The file.
    pub bytes: Arc<[u8]>,
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase", tag = "progress")]
pub enum Progress {
    /// The file is being parsed.
    Parsing {
        /// Its size.
        bytes: usize,
    },
    /// Its content is being recorded.
    Recording {
        /// Things recorded so far.
        done: usize,
        /// Things to record.
        all: usize,
    },
}

/// Why nothing, or not everything, was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file is not what it should be. Nothing was recorded.
    #[error("{file}: {error}")]
    File {
        /// The file's name.
        file: String,
        /// What is wrong with it, and where.
        error: IfcError,
    },
    /// No such building, or several.
    #[error("{given:?} is no building of this portfolio; there are {known}")]
    Building {
        /// As given.
        given: String,
        /// The buildings that there are.
        known: String,
    },
    /// A value of the request is not of its kind.
    #[error(transparent)]
    Invalid(#[from] schema::Invalid),
    /// The file differs from what is recorded. Nothing was recorded.
    #[error(
        "the building is recorded, and the file differs from it in {count} things; nothing was \
         recorded. Revise these by themselves, or import into a new building:\n  {shown}"
    )]
    Differs {
        /// How many things.
        count: usize,
        /// The first of them.
        shown: String,
    },
    /// Another file's import of the building is unfinished.
    #[error("the import of {file} into this building is unfinished; give that file again first")]
    Unfinished {
        /// The other file's name.
        file: String,
    },
    /// The ledger refused.
    #[error(transparent)]
    Refused(#[from] SubmitError),
    /// The parser did not return: a defect of the service.
    #[error("the parser failed; nothing was recorded")]
    Failed,
}

/// Bytes of commands in one commit, about: well below what a commit may hold.
const PART_BYTES: usize = limits::COMMIT_BYTES_MAX / 2;
/// Things in one commit.
const PART_THINGS: usize = 400;
/// Differences listed.
const SHOWN_MAX: usize = 20;

/// Imports an IFC file: parsed whole, then recorded.
pub async fn import(
    ledger: &Ledger,
    request: Request,
    progress: impl Fn(Progress) + Send,
) -> Result<Summary, ImportError> {
    let state = ledger.newest();
    let building = building(&state, ledger.shelf(), &request.building)?;
    let target = target(ledger, &state, building, &request)?;
    progress(Progress::Parsing { bytes: request.bytes.len() });
    let model = parse(&request).await?;
    let plan = Plan::of(&model, &target);
    let difference = Difference::of(&plan, &state, ledger.shelf());
    let digest = Digest::of(&request.bytes).to_string();
    let outcome = match begin(&state, ledger, building, &digest, &difference)? {
        Begin::Nothing => Outcome::Nothing,
        Begin::Anew => {
            let import = ImportId::from(chance::uuid());
            let recorder = Recorder { ledger, issuer: request.issuer, import };
            recorder.start(&request, &target, &model.schema, digest, &plan).await?;
            recorder.record(difference.missing, &progress).await?
        }
        Begin::Resume(import) => {
            let recorder = Recorder { ledger, issuer: request.issuer, import };
            recorder.record(difference.missing, &progress).await?
        }
    };
    Ok(Summary::of(&model, &plan, outcome))
}

/// Parses off the async threads: a large file takes seconds.
async fn parse(request: &Request) -> Result<ifc::Model, ImportError> {
    let bytes = Arc::clone(&request.bytes);
    let parsed =
        tokio::task::spawn_blocking(move || ifc::read(&bytes, &ifc::Options::default())).await;
    match parsed {
        Ok(Ok(model)) => Ok(model),
        Ok(Err(error)) => Err(ImportError::File { file: request.file_name.clone(), error }),
        Err(_) => Err(ImportError::Failed),
    }
}

/// The building of that reference or name.
fn building(state: &Portfolio, texts: &dyn Texts, given: &str) -> Result<BuildingId, ImportError> {
    let name = |building: &projections::Building| {
        let latest = building.descriptions.entries().last();
        latest.map(|entry| texts.shown(entry.value.name).to_string()).unwrap_or_default()
    };
    let mut found = state
        .buildings()
        .values()
        .filter(|building| building.id.to_string() == given || name(building) == given);
    match (found.next(), found.next()) {
        (Some(building), None) => Ok(building.id),
        _ => {
            let known = state.buildings().values().take(SHOWN_MAX);
            let known: Vec<_> =
                known.map(|building| format!("{} ({})", name(building), building.id)).collect();
            let known = if known.is_empty() { "none yet".to_owned() } else { known.join(", ") };
            Err(ImportError::Building { given: given.to_owned(), known })
        }
    }
}

fn target(
    ledger: &Ledger,
    state: &Portfolio,
    building: BuildingId,
    request: &Request,
) -> Result<Target, ImportError> {
    let (from, seen_on) = (request.from, request.from.min(ledger.today()));
    let described = state.building(&building).and_then(|known| known.descriptions.at(from));
    match described {
        Some(description) => Ok(Target { building, owner: description.owner, from, seen_on }),
        None => {
            let known = format!("that building only from a later date than {from}");
            Err(ImportError::Building { given: request.building.clone(), known })
        }
    }
}

/// What an import is to do.
enum Begin {
    /// Nothing: everything is recorded.
    Nothing,
    /// Record everything.
    Anew,
    /// Go on.
    Resume(ImportId),
}

fn begin(
    state: &Portfolio,
    ledger: &Ledger,
    building: BuildingId,
    digest: &str,
    difference: &Difference,
) -> Result<Begin, ImportError> {
    let texts = ledger.shelf();
    let same_file = |import: &Import| {
        texts.text(import.file.digest).is_some_and(|recorded| *recorded == *digest)
    };
    let mut imports = state.imports_of(Some(building));
    if let Some(open) = imports.find(|import| import.is_open()) {
        return if same_file(open) {
            Ok(Begin::Resume(open.id))
        } else {
            Err(ImportError::Unfinished { file: texts.shown(open.file.name).to_string() })
        };
    }
    let done = state.imports_of(Some(building)).any(|import| same_file(import));
    let recorded_before = difference.same > 0 || !difference.differing.is_empty();
    match (difference.missing.is_empty(), difference.differing.is_empty()) {
        (true, true) => Ok(Begin::Nothing),
        // The very same file: what differs was changed here since.
        _ if done => Ok(Begin::Nothing),
        (false, true) if !recorded_before => Ok(Begin::Anew),
        _ => Err(differs(difference)),
    }
}

fn differs(difference: &Difference) -> ImportError {
    let missing = difference.missing.iter().map(|part| match part {
        ImportPart::Level(level) => format!("level {}: not recorded", level.name.as_str()),
        ImportPart::Space(space) => format!("space {}: not recorded", space.space),
        other => format!("{other:?} not recorded"),
    });
    let all: Vec<String> = difference.differing.iter().cloned().chain(missing).collect();
    let count = all.len();
    let mut shown: Vec<String> = all.into_iter().take(SHOWN_MAX).collect();
    if count > SHOWN_MAX {
        shown.push(format!("and {} more", count - SHOWN_MAX));
    }
    ImportError::Differs { count, shown: shown.join("\n  ") }
}

struct Recorder<'a> {
    ledger: &'a Ledger,
    issuer: Issuer,
    import: ImportId,
}

impl Recorder<'_> {
    async fn start(
        &self,
        request: &Request,
        target: &Target,
        format: &str,
        digest: String,
        plan: &Plan,
    ) -> Result<(), ImportError> {
        let count = |things: usize| u32::try_from(things).unwrap_or(u32::MAX);
        let start = ImportStart {
            import: self.import,
            building: Some(target.building),
            from: target.from,
            format: format.parse()?,
            file_name: Text::name(&request.file_name)?,
            file_digest: Text::name(&digest)?,
            file_bytes: request.bytes.len() as u64,
            expected: ImportCounts {
                levels: count(plan.levels.len()),
                spaces: count(plan.spaces.len()),
                resources: count(plan.resources.len()),
                left_out: count(plan.left_out.len()),
                ..ImportCounts::NONE
            },
        };
        self.submit(start).await.map(|_| ())
    }

    /// Records the parts that are missing, then the end.
    async fn record(
        &self,
        missing: Vec<ImportPart>,
        progress: &(impl Fn(Progress) + Send),
    ) -> Result<Outcome, ImportError> {
        let all = missing.len();
        let mut done = 0;
        for parts in in_commits(missing) {
            done += parts.len();
            self.submit(ImportRecord { import: self.import, parts }).await?;
            progress(Progress::Recording { done, all });
        }
        let revision = self.submit(ImportComplete { import: self.import }).await?;
        Ok(Outcome::Recorded { revision, things: all })
    }

    async fn submit(&self, command: impl Into<Command>) -> Result<u64, ImportError> {
        let submission = Submission {
            id: CommandId::from(chance::uuid()),
            correlation: CorrelationId::from(self.import.uuid()),
            issuer: self.issuer,
            command: command.into(),
        };
        let answer = self.ledger.submit(submission).await?;
        Ok(answer.revision().number())
    }
}

/// Divides parts among commands, each well within what a commit may hold.
fn in_commits(parts: Vec<ImportPart>) -> Vec<Vec<ImportPart>> {
    let mut commits: Vec<Vec<ImportPart>> = Vec::new();
    let mut bytes = PART_BYTES;
    for part in parts {
        let weight = bytes_about(&part);
        let full = commits.last().is_none_or(|commit| commit.len() >= PART_THINGS);
        if full || bytes + weight > PART_BYTES {
            commits.push(Vec::new());
            bytes = 0;
        }
        bytes += weight;
        if let Some(commit) = commits.last_mut() {
            commit.push(part);
        }
    }
    commits
}

/// The size of a part's events, about and rather too large.
fn bytes_about(part: &ImportPart) -> usize {
    const ENVELOPES: usize = 2_000;
    let written = serde_json::to_vec(part).map_or(PART_BYTES, |bytes| bytes.len());
    ENVELOPES + written
}
