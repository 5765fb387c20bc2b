//! Recording a file: compared with what is known, shown where something recorded would change, then
//! recorded in parts, each one command, between an ImportStarted and an ImportCompleted. A file that
//! was interrupted goes on where it stopped.

use projections::{Import, Portfolio, Texts};
use schema::{
    Command, CommandId, CorrelationId, Date, Digest, ImportComplete, ImportCounts, ImportId,
    ImportPart, ImportRecord, ImportStart, Issuer, Text, limits,
};
use std::sync::Arc;

use super::{
    Answers, Outcome, Plan, Source, Summary,
    difference::Difference,
    source::{self, FileError},
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
    /// What the file is.
    pub source: Source,
    /// From when what the file says holds.
    pub from: Date,
    /// The file's name.
    pub file_name: String,
    /// The file.
    pub bytes: Arc<[u8]>,
    /// For a list: what its columns and words mean (JSON).
    pub mapping: Option<Arc<[u8]>>,
    /// The answer to a difference that was shown before.
    pub answers: Option<Answers>,
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
        error: FileError,
    },
    /// No such building, or several.
    #[error("{given:?} is no building of this portfolio; there are {known}")]
    Building {
        /// As given.
        given: String,
        /// The buildings that there are.
        known: String,
    },
    /// No such organisation, or several.
    #[error("{given:?} is no organisation of this portfolio; there are {known}")]
    Organisation {
        /// As given.
        given: String,
        /// The organisations that there are.
        known: String,
    },
    /// A value of the request is not of its kind.
    #[error(transparent)]
    Invalid(#[from] schema::Invalid),
    /// What was confirmed is not what would be recorded now.
    #[error(
        "the confirmation is of difference {given}, and it is now {current}: look at it again, and \
         confirm what you then see; nothing was recorded"
    )]
    OtherDifference {
        /// As given.
        given: String,
        /// As it is now.
        current: String,
    },
    /// A change that cannot be recorded without an answer.
    #[error(
        "{called} ({key}) needs an answer: {what}. Answer it with end, moveTo, instead or retire, or \
         leave the change out; nothing was recorded"
    )]
    Unanswered {
        /// The change's key.
        key: String,
        /// What people call what it is about.
        called: String,
        /// What is missing.
        what: String,
    },
    /// An answer to a change that there is not.
    #[error("there is no change {key} in the difference; nothing was recorded")]
    NoSuchChange {
        /// The key given.
        key: String,
    },
    /// Another file's import is unfinished.
    #[error(
        "the import of {file} is unfinished; give that file again first, or give the import up \
         (importAbandon)"
    )]
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

/// Imports a file: parsed whole, then compared, then recorded or shown.
pub async fn import(
    ledger: &Ledger,
    request: Request,
    progress: impl Fn(Progress) + Send,
) -> Result<Summary, ImportError> {
    let state = ledger.newest();
    progress(Progress::Parsing { bytes: request.bytes.len() });
    let reading = source::read(ledger, &state, &request).await?;
    let digest = Digest::of(&request.bytes).to_string();
    let begin = begin(&state, ledger, &reading.plan, &digest)?;
    let resuming = matches!(begin, Begin::Resume(_));
    let difference = Difference::of(&reading.plan, &state, ledger.shelf(), resuming);
    let outcome = match begin {
        Begin::Anew if difference.found.is_empty() => Outcome::Nothing,
        begin @ (Begin::Anew | Begin::Resume(_))
            if needs_confirmation(&request, &begin, &difference) =>
        {
            let difference = difference.digest(reading.plan.from);
            Outcome::Asks { difference: difference.to_string() }
        }
        begin => {
            let parts = parts(&state, &request, &reading.plan, &difference)?;
            let import = match begin {
                Begin::Resume(import) => import,
                Begin::Anew => ImportId::from(chance::uuid()),
            };
            let recorder = Recorder { ledger, issuer: request.issuer, import };
            if !matches!(begin, Begin::Resume(_)) {
                recorder.start(&request, &reading.plan, digest, &parts).await?;
            }
            recorder.record(parts, &progress).await?
        }
    };
    Ok(Summary::of(reading, &difference, outcome))
}

/// What only adds to what nobody has recorded anything of is recorded at once, and so is the rest of
/// it after an interruption; everything else once somebody has seen it.
fn needs_confirmation(request: &Request, begin: &Begin, difference: &Difference) -> bool {
    let at_once = match begin {
        Begin::Resume(_) => difference.only_adds(),
        Begin::Anew => difference.only_new,
    };
    request.answers.is_none() && !at_once
}

/// What the answers let be recorded.
fn parts(
    state: &Portfolio,
    request: &Request,
    plan: &Plan,
    difference: &Difference,
) -> Result<Vec<Vec<ImportPart>>, ImportError> {
    let current = difference.digest(plan.from);
    let answers = request.answers.clone().unwrap_or_else(|| Answers::all(current));
    if answers.difference != current {
        let (given, current) = (answers.difference.to_string(), current.to_string());
        return Err(ImportError::OtherDifference { given, current });
    }
    let known = |key: &String| difference.changes().any(|change| change.key == *key);
    if let Some(key) = answers.changes.keys().find(|key| !known(key)) {
        return Err(ImportError::NoSuchChange { key: key.clone() });
    }
    let mut parts = Vec::new();
    for found in &difference.found {
        let Some(answer) = answers.to(&found.change.key) else { continue };
        let from = answer.from.unwrap_or(plan.from);
        let recorded = found.parts(state, from, &answer).map_err(|unanswered| {
            let super::answers::Unanswered { key, called, what } = unanswered;
            ImportError::Unanswered { key, called, what }
        })?;
        parts.push(recorded);
    }
    Ok(parts)
}

/// What an import is to do.
enum Begin {
    /// Record what differs, if anything does.
    Anew,
    /// Go on.
    Resume(ImportId),
}

fn begin(
    state: &Portfolio,
    ledger: &Ledger,
    plan: &Plan,
    digest: &str,
) -> Result<Begin, ImportError> {
    let texts = ledger.shelf();
    let same_file = |import: &Import| {
        texts.text(import.file.digest).is_some_and(|recorded| *recorded == *digest)
    };
    let mut imports = state.imports_of(plan.subject.building());
    match imports.find(|import| import.is_open()) {
        None => Ok(Begin::Anew),
        Some(open) if same_file(open) => Ok(Begin::Resume(open.id)),
        Some(open) => {
            Err(ImportError::Unfinished { file: texts.shown(open.file.name).to_string() })
        }
    }
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
        plan: &Plan,
        digest: String,
        parts: &[Vec<ImportPart>],
    ) -> Result<(), ImportError> {
        let mut expected = ImportCounts::NONE;
        parts.iter().flatten().for_each(|part| part.count_in(&mut expected));
        expected.left_out = u32::try_from(plan.left_out.len()).unwrap_or(u32::MAX);
        let start = ImportStart {
            import: self.import,
            building: plan.subject.building(),
            from: plan.from,
            format: plan.format.clone(),
            file_name: Text::name(&request.file_name)?,
            file_digest: Text::name(&digest)?,
            file_bytes: request.bytes.len() as u64,
            expected,
        };
        self.submit(start).await.map(|_| ())
    }

    /// Records the parts, then the end. The parts of one change stay together.
    async fn record(
        &self,
        parts: Vec<Vec<ImportPart>>,
        progress: &(impl Fn(Progress) + Send),
    ) -> Result<Outcome, ImportError> {
        let all = parts.iter().map(Vec::len).sum();
        let mut done = 0;
        for parts in in_commits(parts) {
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

/// Divides changes among commands, each well within what a commit may hold. A change that is larger
/// than that, such as a long drawing, is divided itself.
fn in_commits(changes: Vec<Vec<ImportPart>>) -> Vec<Vec<ImportPart>> {
    let mut commits: Vec<Vec<ImportPart>> = Vec::new();
    let mut bytes = PART_BYTES;
    for change in changes {
        let weight: usize = change.iter().map(bytes_about).sum();
        let together = weight <= PART_BYTES && change.len() <= PART_THINGS;
        let there = commits.last().map_or(0, Vec::len);
        if together && (bytes + weight > PART_BYTES || there + change.len() > PART_THINGS) {
            commits.push(Vec::new());
            bytes = 0;
        }
        for part in change {
            let weight = bytes_about(&part);
            let full = commits.last().is_none_or(|commit| commit.len() >= PART_THINGS);
            if full || (!together && bytes + weight > PART_BYTES) {
                commits.push(Vec::new());
                bytes = 0;
            }
            bytes += weight;
            if let Some(commit) = commits.last_mut() {
                commit.push(part);
            }
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
