//! Recording a file: compared with what is known, shown where something recorded would change, then
//! recorded in parts, each one command, between an ImportStarted and an ImportCompleted. A file that
//! was interrupted goes on where it stopped.

use projections::{Import, Portfolio, Texts};
use schema::{
    Command, CommandId, CorrelationId, Date, Digest, ImportAbandon, ImportComplete, ImportCounts,
    ImportId, ImportPart, ImportRecord, ImportStart, Issuer, Text, limits,
};
use std::{collections::BTreeSet, sync::Arc};

use super::{
    Answer, Answers, Change, DecisionForm, ImportError, Outcome, Plan, Source, Summary,
    difference::Difference, plan::Subject, source,
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
    /// The decision to read it in: needed once the opening balance is signed off. An import that goes on
    /// rests on the one with which it began.
    pub decision: Option<DecisionForm>,
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
    let person = request.issuer.person;
    if state.person(&person).is_none() {
        return Err(ImportError::NotRegistered { person: person.to_string() });
    }
    progress(Progress::Parsing { bytes: request.bytes.len() });
    let mut reading = source::read(ledger, &state, &request).await?;
    let digest = Digest::of(&request.bytes).to_string();
    let begin = begin(&state, ledger, &reading.plan, &digest)?;
    let resuming = matches!(begin, Begin::Resume(_));
    let difference = Difference::of(&reading.plan, &state, ledger.shelf(), resuming);
    reading.plan.notes.extend(difference.later_in_words(reading.plan.from));
    reading.plan.notes.extend(difference.notes.iter().cloned());
    let outcome = match begin {
        Begin::Anew if difference.found.is_empty() => Outcome::Nothing,
        begin if needs_confirmation(&request, &begin, &difference) => {
            let difference = difference.digest(reading.plan.from);
            Outcome::Asks { difference: difference.to_string() }
        }
        begin => {
            let recording =
                Recording::of(&state, &request, &reading.plan, &difference, begin, &digest)?;
            recording.rehearse(ledger, &difference).await?;
            recording.record(ledger, &progress).await?
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

/// What the answers let be recorded: the parts of each change, by its place in the difference.
fn parts(
    state: &Portfolio,
    request: &Request,
    plan: &Plan,
    difference: &Difference,
) -> Result<Vec<(usize, Vec<ImportPart>)>, ImportError> {
    if let Some(answers) = &request.answers {
        check_answers(answers, plan, difference)?;
    }
    let mut parts = Vec::new();
    for (index, found) in difference.found.iter().enumerate() {
        let key = &found.change.key;
        // What needs no confirmation is recorded as it is found.
        let answered = request.answers.as_ref().map(|answers| answers.to(key));
        let Some(answer) = answered.unwrap_or_else(|| Some(Answer::default())) else { continue };
        let from = answer.from.unwrap_or(plan.from);
        let recorded = found.parts(state, from, &answer).map_err(|unanswered| {
            let super::answers::Unanswered { key, called, what } = unanswered;
            ImportError::Unanswered { key, called, what }
        })?;
        every_answer_used(&found.change, &answer, &recorded)?;
        parts.push((index, recorded));
    }
    Ok(parts)
}

/// Answers are to the difference as it is now, and to changes that are in it.
fn check_answers(
    answers: &Answers,
    plan: &Plan,
    difference: &Difference,
) -> Result<(), ImportError> {
    let current = difference.digest(plan.from);
    if answers.difference != current {
        let (given, current) = (answers.difference.to_string(), current.to_string());
        return Err(ImportError::OtherDifference { given, current });
    }
    let known: BTreeSet<&String> = difference.changes().map(|change| &change.key).collect();
    match answers.changes.keys().find(|key| !known.contains(key)) {
        None => Ok(()),
        Some(key) => Err(ImportError::NoSuchChange { key: key.clone() }),
    }
}

/// An answer about a resource that the change has nothing to do with is a mistake, not a wish.
fn every_answer_used(
    change: &Change,
    answer: &Answer,
    recorded: &[ImportPart],
) -> Result<(), ImportError> {
    // References are written in one way only.
    let written = serde_json::to_string(recorded).unwrap_or_default();
    match answer.resources.keys().find(|resource| !written.contains(&resource.to_string())) {
        None => Ok(()),
        Some(resource) => Err(ImportError::NoSuchResource {
            key: change.key.clone(),
            resource: resource.to_string(),
        }),
    }
}

/// What an import is to do.
#[derive(Clone, Copy)]
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

/// The commands that record a file, one after the other.
struct Recording {
    issuer: Issuer,
    import: ImportId,
    /// What goes before the parts: the import's start, and the end of one that cannot go on.
    before: Vec<Command>,
    /// The commits, each with the changes that its parts are of.
    commits: Vec<(Vec<usize>, Command)>,
}

impl Recording {
    fn of(
        state: &Portfolio,
        request: &Request,
        plan: &Plan,
        difference: &Difference,
        begin: Begin,
        digest: &str,
    ) -> Result<Self, ImportError> {
        let parts = parts(state, request, plan, difference)?;
        let mut expected = ImportCounts::NONE;
        parts.iter().flat_map(|(_, parts)| parts).for_each(|part| part.count_in(&mut expected));
        expected.left_out = u32::try_from(plan.left_out.len()).unwrap_or(u32::MAX);
        let open = match begin {
            Begin::Anew => None,
            Begin::Resume(open) => state.import(&open),
        };
        let goes_on = open.filter(|open| {
            let left = open.expected.things().saturating_sub(open.recorded);
            open.from == plan.from && left == expected.things()
        });
        let mut before = Vec::new();
        let import = goes_on.map_or_else(|| ImportId::from(chance::uuid()), |open| open.id);
        if goes_on.is_none() {
            // What is answered otherwise than when it began is another import.
            let abandon = open.map(|open| ImportAbandon { import: open.id, reason: None });
            before.extend(abandon.map(Into::into));
            before.push(start(import, request, plan, expected, digest)?.into());
        }
        let commits = in_commits(parts).into_iter().map(|commit| {
            let (changes, parts) = commit.into_iter().unzip();
            (changes, ImportRecord { import, parts }.into())
        });
        Ok(Self { issuer: request.issuer, import, before, commits: commits.collect() })
    }

    /// Tries everything out before anything is recorded, so that a refusal leaves nothing half done.
    async fn rehearse(&self, ledger: &Ledger, difference: &Difference) -> Result<(), ImportError> {
        let mut rehearsal = ledger.rehearsal(self.issuer);
        for command in &self.before {
            rehearsal.next(command)?;
        }
        for (changes, command) in &self.commits {
            rehearsal.next(command).map_err(|error| refused(ledger, error, changes, difference))?;
            tokio::task::yield_now().await;
        }
        rehearsal.next(&ImportComplete { import: self.import }.into())?;
        Ok(())
    }

    /// Records everything, the end last.
    async fn record(
        self,
        ledger: &Ledger,
        progress: &(impl Fn(Progress) + Send),
    ) -> Result<Outcome, ImportError> {
        let Self { issuer, import, before, commits } = self;
        let all = commits.iter().map(|(changes, _)| changes.len()).sum();
        for command in before {
            submit(ledger, issuer, import, command).await?;
        }
        let mut done = 0;
        for (changes, command) in commits {
            done += changes.len();
            submit(ledger, issuer, import, command).await?;
            progress(Progress::Recording { done, all });
        }
        let complete = ImportComplete { import }.into();
        let revision = submit(ledger, issuer, import, complete).await?;
        Ok(Outcome::Recorded { revision, things: all })
    }
}

async fn submit(
    ledger: &Ledger,
    issuer: Issuer,
    import: ImportId,
    command: Command,
) -> Result<u64, ImportError> {
    let submission = Submission {
        id: CommandId::from(chance::uuid()),
        correlation: CorrelationId::from(import.uuid()),
        issuer,
        command,
    };
    let answer = ledger.submit(submission).await?;
    Ok(answer.revision().number())
}

fn start(
    import: ImportId,
    request: &Request,
    plan: &Plan,
    expected: ImportCounts,
    digest: &str,
) -> Result<ImportStart, ImportError> {
    Ok(ImportStart {
        import,
        building: plan.subject.building(),
        books: plan.subject == Subject::Books,
        from: plan.from,
        format: plan.format.clone(),
        file_name: Text::name(&request.file_name)?,
        file_digest: Text::name(digest)?,
        file_bytes: request.bytes.len() as u64,
        expected,
        decision: request.decision.clone().map(DecisionForm::read).transpose()?,
    })
}

/// What of a commit was refused: the change at fault, where the refusal names a part.
fn refused(
    ledger: &Ledger,
    error: SubmitError,
    changes: &[usize],
    difference: &Difference,
) -> ImportError {
    let part = match &error {
        SubmitError::Rejected(rejection) => {
            rejection.path.split('.').nth(1).and_then(|index| index.parse::<usize>().ok())
        }
        _ => Some(0),
    };
    let change = part.and_then(|part| changes.get(part));
    match change.and_then(|index| difference.found.get(*index)) {
        None => error.into(),
        Some(found) => ImportError::NotAllowed {
            key: found.change.key.clone(),
            called: found.change.called.clone(),
            why: ledger.message(&error),
        },
    }
}

/// Divides changes among commands, each well within what a commit may hold. A change that is larger
/// than that, such as a long drawing, is divided itself.
fn in_commits(changes: Vec<(usize, Vec<ImportPart>)>) -> Vec<Vec<(usize, ImportPart)>> {
    let mut commits: Vec<Vec<(usize, ImportPart)>> = Vec::new();
    let mut bytes = PART_BYTES;
    for (index, change) in changes {
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
                commit.push((index, part));
            }
        }
    }
    commits
}

/// The size of a part's events, about and rather too large.
fn bytes_about(part: &ImportPart) -> usize {
    const ENVELOPE: usize = 800;
    let written = serde_json::to_vec(part).map_or(PART_BYTES, |bytes| bytes.len());
    written + ENVELOPE * events_about(part)
}

/// How many events a part brings, about and rather too many: what stands in a space goes with two.
fn events_about(part: &ImportPart) -> usize {
    match part {
        ImportPart::SpaceRetired(retire) => 3 + 2 * retire.resources.len(),
        ImportPart::SpaceReshaped(reshape) => {
            4 + 3 * reshape.into.len() + 2 * reshape.resources.len()
        }
        ImportPart::WorkstationsCounted(counted) => 2 + counted.workstations as usize,
        _ => 2,
    }
}
