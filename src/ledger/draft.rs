//! A group in the making: commands decided one after the other, each on the state that the ones
//! before it leave. Nothing of it is seen before it is durable.

use projections::Portfolio;
use rules::{Context, Outcome};
use schema::{
    COMMAND_DIGEST_FIELD, Command, CommandDigest, CommandMark, CommitPart, Commitment, Date,
    Envelope, EventId, Instant, PortfolioId, Revision, Salt, TimeZone, VaultEntry,
    limits::{COMMIT_BYTES_MAX, COMMIT_EVENTS_MAX, EVENT_BYTES_MAX},
};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use super::{
    Answer, Preview, Submission, SubmitError, commits::Commit, feed::RecordedCommit,
    published::Published,
};
use crate::{
    chance,
    store::{
        Append, StoredEvent,
        append::{BESIDE_EVENT_BYTES_MAX, GROUP_KEPT_BYTES_MAX, kept_bytes},
    },
};

/// How far the clock may be behind the last event.
const CLOCK_BEHIND_MAX_MICROSECONDS: i64 = 5_000_000;

/// Commands of one group, at most.
const COMMANDS_MAX: usize = 256;

/// Bytes of an envelope without its data: there are no more events in a commit than its bytes allow.
const ENVELOPE_BYTES_MIN: usize = 500;

/// What an engine keeps of a group, at most, before another command is taken into it: the largest
/// commit still fits.
const KEPT_BEFORE_ANOTHER_MAX: usize = GROUP_KEPT_BYTES_MAX
    - COMMIT_BYTES_MAX
    - COMMIT_BYTES_MAX / ENVELOPE_BYTES_MIN * BESIDE_EVENT_BYTES_MAX;

/// A group in the making.
#[derive(Debug)]
pub(super) struct Draft {
    portfolio: PortfolioId,
    expected: Option<Revision>,
    /// What will be published.
    after: Published,
    events: Vec<StoredEvent>,
    vault: Vec<VaultEntry>,
    commits: Vec<Arc<RecordedCommit>>,
    commands: usize,
    /// What an engine keeps for them.
    kept_bytes: usize,
}

/// What a finished draft brings.
#[derive(Debug)]
pub(super) struct Drafted {
    pub(super) append: Append,
    pub(super) after: Published,
    pub(super) commits: Vec<Arc<RecordedCommit>>,
}

impl Draft {
    /// An empty group on what is published.
    pub(super) fn new(portfolio: PortfolioId, published: &Published) -> Self {
        Self {
            portfolio,
            expected: published.head(),
            after: published.clone(),
            events: Vec::new(),
            vault: Vec::new(),
            commits: Vec::new(),
            commands: 0,
            kept_bytes: 0,
        }
    }

    /// Whether another command fits, whatever it brings.
    pub(super) fn takes_another(&self) -> bool {
        self.commands < COMMANDS_MAX && self.kept_bytes <= KEPT_BEFORE_ANOTHER_MAX
    }

    /// The group, or nothing where no command brought an event.
    pub(super) fn finish(self) -> Option<Drafted> {
        let append = Append {
            portfolio: self.portfolio,
            expected: self.expected,
            events: self.events,
            vault: self.vault,
        };
        (!append.events.is_empty()).then_some(Drafted {
            append,
            after: self.after,
            commits: self.commits,
        })
    }

    /// What the one command in it brings: the draft is a preview and is never appended.
    pub(super) fn into_preview(self, before: Portfolio) -> Preview {
        let envelopes = self.commits.iter().flat_map(|commit| commit.envelopes.iter().cloned());
        let texts = self
            .vault
            .into_iter()
            .filter_map(|entry| entry.value.map(|value| (entry.commitment, value.into())));
        Preview {
            before,
            events: envelopes.collect(),
            texts: texts.collect(),
            after: self.after.state,
            repeated: false,
        }
    }

    /// Keeps what the events leave, and not the events: the draft is a trial and is never appended.
    pub(super) fn forget_events(&mut self) {
        self.events.clear();
        self.vault.clear();
        self.commits.clear();
    }

    /// The commit of a command that was recorded, or is in this group.
    pub(super) fn commit_of(&self, submission: &Submission) -> Option<Commit> {
        self.after.commits.of(submission.id)
    }

    /// The entry of this group that holds the salt of a commit's digest.
    pub(super) fn digest_entry(&self, commit: &Commit) -> Option<&VaultEntry> {
        let commitment = Commitment::from_digest(commit.digest);
        self.vault.iter().find(|entry| entry.commitment == commitment)
    }

    /// Decides a command that was not recorded before, and takes in what it brings.
    pub(super) fn decide(
        &mut self,
        submission: &Submission,
        named_text: Option<Commitment>,
        now: Instant,
    ) -> Result<Answer, SubmitError> {
        self.commands += 1;
        let recorded = next_instant(&self.after.state, now)?;
        let seed = chance::salt();
        let state = &self.after.state;
        let context = context(self.portfolio, state, submission, named_text, recorded, seed);
        let outcome = decide(state, &submission.command, &context)?;
        if outcome.events.is_empty() {
            // Only an open portfolio can be left as it is, and that one has a head.
            let revision = self.after.head().unwrap_or(Revision::FIRST);
            return Ok(Answer::Unchanged { revision });
        }
        self.take_in(submission, &context, outcome)
    }

    fn take_in(
        &mut self,
        submission: &Submission,
        context: &Context,
        outcome: Outcome,
    ) -> Result<Answer, SubmitError> {
        let event = Command::digest_event(self.portfolio, submission.id);
        let salt = Salt::derive(&context.seed, event, COMMAND_DIGEST_FIELD);
        let digest = submission.command.digest(&salt)?;
        let envelopes = self.envelopes(submission, context, &digest, &outcome)?;
        let events = stored(&envelopes)?;
        let first = self.after.state.next_revision();
        let last = first.plus(events.len() as u64 - 1);
        let commit = Commit {
            command: submission.id,
            digest: digest.digest,
            first,
            last,
            recorded: context.now,
        };
        self.kept_bytes += events.iter().map(kept_bytes).sum::<usize>();
        self.commits.extend(RecordedCommit::new(envelopes, &events).map(Arc::new));
        self.events.extend(events);
        self.vault.extend(outcome.vault);
        self.vault.extend(digest.salted.then(|| VaultEntry {
            commitment: Commitment::from_digest(digest.digest),
            event,
            field: COMMAND_DIGEST_FIELD.to_owned(),
            salt,
            value: None,
        }));
        self.after.push(commit, outcome.after);
        Ok(Answer::Recorded { first, last, at: context.now })
    }

    fn envelopes(
        &self,
        submission: &Submission,
        context: &Context,
        digest: &CommandDigest,
        outcome: &Outcome,
    ) -> Result<Vec<Envelope>, SubmitError> {
        let count = within("events", outcome.events.len(), COMMIT_EVENTS_MAX)?;
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let first = self.after.state.next_revision();
        let events = (0..).zip(&outcome.events);
        let envelopes = events.map(|(index, event): (u32, _)| Envelope {
            portfolio: self.portfolio,
            revision: first.plus(index.into()),
            event_id: EventId::of(self.portfolio, submission.id, index as usize),
            commit: CommitPart { index, count },
            recorded: context.now,
            actor: submission.issuer,
            command: CommandMark { id: submission.id, digest: digest.digest },
            correlation: submission.correlation,
            event: event.clone(),
        });
        Ok(envelopes.collect())
    }
}

/// Asks the rules. A defect in them is this command's failure, and not the portfolio's end: they
/// are pure, so that a panic leaves nothing half done.
fn decide(state: &Portfolio, command: &Command, context: &Context) -> Result<Outcome, SubmitError> {
    let decided = catch_unwind(AssertUnwindSafe(|| rules::decide(state, command, context)));
    decided.map_or_else(
        |_| Err(SubmitError::Defect { what: format!("{} was not decided", command.name()) }),
        |decision| Ok(decision?),
    )
}

/// The events as they are stored, within the bounds of a commit.
fn stored(envelopes: &[Envelope]) -> Result<Vec<StoredEvent>, SubmitError> {
    let mut bytes_of_all = 0;
    let mut events = Vec::with_capacity(envelopes.len());
    for envelope in envelopes {
        let bytes = envelope.to_bytes()?;
        bytes_of_all += within("bytes in one event", bytes.len(), EVENT_BYTES_MAX)?;
        let type_name = envelope.event.type_name();
        let event = StoredEvent::new(envelope.revision, envelope.event_id, type_name, bytes);
        events.push(event.caused_as(envelope));
    }
    within("bytes", bytes_of_all, COMMIT_BYTES_MAX)?;
    Ok(events)
}

fn within(what: &'static str, found: usize, most: usize) -> Result<usize, SubmitError> {
    if found <= most { Ok(found) } else { Err(SubmitError::TooLarge { what, found, most }) }
}

/// The instant to record: the clock's, and always after the last commit's, so that each commit has
/// an instant of its own by which it can be read again.
fn next_instant(state: &Portfolio, now: Instant) -> Result<Instant, SubmitError> {
    let Some(head) = state.head() else { return Ok(now) };
    let last = head.recorded;
    if now.microseconds() + CLOCK_BEHIND_MAX_MICROSECONDS < last.microseconds() {
        return Err(SubmitError::ClockBehind { now, last });
    }
    let after = Instant::from_microseconds(last.microseconds() + 1).unwrap_or(last);
    Ok(now.max(after))
}

/// What the rules need to know.
fn context(
    portfolio: PortfolioId,
    state: &Portfolio,
    submission: &Submission,
    named_text: Option<Commitment>,
    now: Instant,
    seed: Salt,
) -> Context {
    Context {
        portfolio,
        command: submission.id,
        correlation: submission.correlation,
        issuer: submission.issuer,
        now,
        today: today(state, &submission.command, now),
        named_text,
        seed,
    }
}

/// The civil date of the portfolio, or of the one that the command opens.
fn today(state: &Portfolio, command: &Command, now: Instant) -> Date {
    let zone = match (state.opening(), command) {
        (Some(opening), _) => Some(opening.time_zone),
        (None, Command::PortfolioOpen(open)) => Some(open.time_zone),
        (None, _) => None,
    };
    date_in(zone, now)
}

/// The civil date at an instant in a zone, or in UTC.
pub(super) fn date_in(zone: Option<TimeZone>, now: Instant) -> Date {
    let naive = now.utc().date_naive();
    zone.and_then(|zone| zone.date_at(now).ok())
        // The last day of the calendar has begun in this zone, and the next is not in it.
        .or_else(|| Date::new(naive).ok())
        .expect("an instant of the calendar has a date in it")
}
