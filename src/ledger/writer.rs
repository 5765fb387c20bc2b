//! The one writer of a portfolio: gathers what waits, decides it, appends it as one group,
//! publishes, answers.
//!
//! **Invariant:** nothing is published and nobody is answered before the group is durable. While
//! one group is made durable the next gathers in the queue; there are no timers.

use schema::{Commitment, Salt};
use std::{collections::VecDeque, sync::Arc, time::Duration};
use tokio::{
    sync::{mpsc, oneshot},
    time::Instant,
};
use tracing::{Instrument, Span, debug_span};

use super::measured::measured;
use super::{
    Answer, Fatal, Refusal, Shared, Submission, SubmitError,
    commits::Commit,
    draft::{Draft, Drafted},
    erasure::{self, Vault},
    intake::Intake,
    texts,
};
use crate::{
    metrics::{self, Waiting},
    store::{Append, PageLimit, StoreError, Vaulted},
};

/// How often a group of unknown outcome is asked for again, and how long after the last time.
const UNKNOWN_TRIES_MAX: u32 = 8;
const UNKNOWN_PAUSE: Duration = Duration::from_millis(250);

type Verdict = Result<Answer, SubmitError>;

/// A submission that waits, and who waits for it.
#[derive(Debug)]
pub(super) struct Queued {
    pub(super) submission: Submission,
    pub(super) answer: oneshot::Sender<Verdict>,
    pub(super) waiting: Waiting,
    /// The caller's: what is done for the command belongs to it.
    pub(super) span: Span,
}

/// A submission, and what it will be told once the group is durable.
struct Decided {
    queued: Queued,
    verdict: Verdict,
    /// Whether it was recorded before.
    repeated: bool,
}

impl Decided {
    /// Tells the caller. One who has gone does not need the answer.
    fn tell(self) {
        let Queued { submission, answer, waiting, .. } = self.queued;
        measured(&submission, &self.verdict, self.repeated, Some(waiting.elapsed()));
        let _ = answer.send(self.verdict);
    }
}

/// How an append ended that did not succeed.
enum Failed {
    /// Another node wrote: decide again on what it wrote.
    Overtaken,
    /// Nothing was recorded; the next group may succeed.
    NotRecorded(StoreError),
    /// The ledger can record nothing further.
    Stopped(Refusal),
}

/// The writer.
#[derive(Debug)]
pub(super) struct Writer {
    shared: Arc<Shared>,
    queue: mpsc::Receiver<Queued>,
    fatal: Fatal,
    /// What was decided on a head that is no longer the ledger's: decided again before the queue.
    again: VecDeque<Queued>,
}

impl Writer {
    pub(super) fn new(shared: Arc<Shared>, queue: mpsc::Receiver<Queued>, fatal: Fatal) -> Self {
        Self { shared, queue, fatal, again: VecDeque::new() }
    }

    /// Works until the queue is closed and empty, or nothing can be recorded any more.
    pub(super) async fn run(mut self) {
        while let Some(first) = self.first().await {
            if let Err(refusal) = self.group(first).await {
                self.shared.refuse(refusal);
                break;
            }
        }
        self.shared.feed.close();
    }

    async fn first(&mut self) -> Option<Queued> {
        match self.again.pop_front() {
            Some(queued) => Some(queued),
            None => self.queue.recv().await,
        }
    }

    fn another(&mut self) -> Option<Queued> {
        self.again.pop_front().or_else(|| self.queue.try_recv().ok())
    }

    /// Decides what waits, appends it, publishes it and answers.
    async fn group(&mut self, first: Queued) -> Result<(), Refusal> {
        let published = self.shared.published.load_full();
        let mut draft = Draft::new(self.shared.portfolio, &published);
        let mut decided = Vec::new();
        let mut next = Some(first);
        while let Some(mut queued) = next {
            queued.waiting.end();
            let repeated = draft.commit_of(&queued.submission).is_some();
            let span = debug_span!(parent: &queued.span, "decide");
            let verdict = self.decide(&mut draft, &queued.submission).instrument(span).await;
            decided.push(Decided { queued, verdict, repeated });
            next = if draft.takes_another() { self.another() } else { None };
        }
        match self.record(draft, &decided).await {
            Ok(()) => {
                decided.into_iter().for_each(Decided::tell);
                Ok(())
            }
            Err(Failed::Overtaken) => {
                let decided = decided.into_iter().map(|decided| decided.queued);
                self.again = decided.chain(std::mem::take(&mut self.again)).collect();
                self.catch_up().await
            }
            Err(Failed::NotRecorded(error)) => {
                refuse_all(decided, &Refusal::Store(error));
                Ok(())
            }
            Err(Failed::Stopped(refusal)) => {
                refuse_all(decided, &refusal);
                Err(refusal)
            }
        }
    }

    /// Decides a command, or finds the answer that it was given before.
    async fn decide(&self, draft: &mut Draft, submission: &Submission) -> Verdict {
        match draft.commit_of(submission) {
            Some(commit) => {
                let salt = match draft.digest_entry(&commit) {
                    Some(entry) => Vaulted::Kept(entry.clone()),
                    None => self.shared.digest_salt(&commit).await?,
                };
                first_answer(submission, &commit, &salt)
            }
            None => {
                let named_text = self.shared.named_text(&submission.command).await?;
                draft.decide(submission, named_text, self.shared.clock.now())
            }
        }
    }

    async fn record(&self, draft: Draft, decided: &[Decided]) -> Result<(), Failed> {
        let Some(drafted) = draft.finish() else { return Ok(()) };
        let begun = Instant::now();
        let events = drafted.append.events.len();
        let appended =
            self.append(drafted.append.clone()).instrument(of_all(decided, events)).await;
        metrics::appended(begun.elapsed());
        appended?;
        let bytes = drafted.append.events.iter().map(|event| event.bytes().len()).sum();
        metrics::group(drafted.commits.len(), drafted.append.events.len(), bytes);
        let first = decided.first().map_or_else(Span::none, |first| first.queued.span.clone());
        let envelopes = drafted.commits.iter().flat_map(|commit| &commit.envelopes);
        let erased = erasure::named(envelopes.map(|envelope| &envelope.event));
        debug_span!(parent: &first, "publish").in_scope(|| self.publish(drafted, &erased));
        self.erase(&erased).await.map_err(Failed::Stopped)
    }

    /// Takes out of the vault what events that are durable say was erased. Where the store fails at
    /// it, the ledger ends: whoever asks again must not be told that it is done.
    async fn erase(&self, erased: &[Commitment]) -> Result<(), Refusal> {
        let Shared { portfolio, store, shelf, published, .. } = &*self.shared;
        let published = published.load_full();
        let vault =
            Vault { store: &**store, portfolio: *portfolio, shelf, commits: &published.commits };
        let done = vault.erase(erased).await;
        if let Err(Refusal::ErasureUnfinished { error: error @ StoreError::SyncFailed { .. } }) =
            &done
        {
            self.fatal.call(&error.to_string());
        }
        done
    }

    /// Appends a group. After an unknown outcome the very same group is asked for again: the store
    /// recognises it where it was recorded.
    async fn append(&self, append: Append) -> Result<(), Failed> {
        for _ in 0..UNKNOWN_TRIES_MAX {
            let Err(error) = self.shared.store.append(append.clone()).await else { return Ok(()) };
            match error {
                StoreError::OutcomeUnknown { what } => {
                    tracing::warn!(portfolio = %self.shared.portfolio, what, "asking again");
                    tokio::time::sleep(UNKNOWN_PAUSE).await;
                }
                StoreError::WrongRevision { .. } => return Err(Failed::Overtaken),
                StoreError::Full { .. }
                | StoreError::Unavailable { .. }
                | StoreError::Unacceptable { .. } => return Err(Failed::NotRecorded(error)),
                StoreError::SyncFailed { .. } => {
                    self.fatal.call(&error.to_string());
                    return Err(Failed::Stopped(error.into()));
                }
                StoreError::OtherBytes { .. }
                | StoreError::OtherEntry { .. }
                | StoreError::Damaged(_)
                | StoreError::StoreDamaged { .. }
                | StoreError::Held { .. }
                | StoreError::Newer { .. }
                | StoreError::Foreign { .. }
                | StoreError::Closed => return Err(Failed::Stopped(error.into())),
            }
        }
        let what = format!("the store did not say in {UNKNOWN_TRIES_MAX} tries");
        Err(Failed::Stopped(StoreError::OutcomeUnknown { what }.into()))
    }

    /// Texts first, so that whoever sees the state finds its names; and none that it says was erased.
    fn publish(&self, drafted: Drafted, erased: &[Commitment]) {
        self.shared.shelf.put(&drafted.append.vault);
        erased.iter().for_each(|&text| self.shared.shelf.remove(text));
        self.shared.published.store(Arc::new(drafted.after));
        self.shared.feed.announce(drafted.commits);
    }

    /// Takes in what another node recorded.
    async fn catch_up(&self) -> Result<(), Refusal> {
        let Shared { portfolio, store, .. } = &*self.shared;
        let published = self.shared.published.load_full();
        let mut intake = Intake::after(*portfolio, (*published).clone());
        let mut commits = Vec::new();
        let head = loop {
            let page = store.read(*portfolio, intake.next(), PageLimit::USUAL).await?;
            for stored in &page.events {
                let envelope = intake.take(stored)?;
                commits.push((envelope, stored.clone()));
            }
            if page.events.is_empty() {
                break page.head;
            }
        };
        let after = intake.finish(head)?;
        let events: Vec<_> = commits.iter().map(|(envelope, _)| &envelope.event).collect();
        texts::fetch(&**store, *portfolio, &events, &self.shared.shelf).await?;
        let erased = erasure::named(events);
        erased.iter().for_each(|&text| self.shared.shelf.remove(text));
        self.shared.published.store(Arc::new(after));
        // The node that wrote does it too; one of them may end before it has.
        self.erase(&erased).await?;
        self.shared.feed.announce(super::subscription::commits(commits));
        Ok(())
    }
}

/// The span of an append: it belongs to its group's first command, and follows from the others.
fn of_all(decided: &[Decided], events: usize) -> Span {
    let mut spans = decided.iter().map(|decided| &decided.queued.span);
    let Some(first) = spans.next() else { return Span::none() };
    let span = debug_span!(parent: first, "append", commands = decided.len(), events);
    spans.for_each(|other| {
        span.follows_from(other);
    });
    span
}

fn refuse_all(decided: Vec<Decided>, refusal: &Refusal) {
    for mut decided in decided {
        decided.verdict = Err(refusal.clone().into());
        decided.tell();
    }
}

/// The answer that a recorded command was given, for the same command only.
pub(super) fn first_answer(submission: &Submission, commit: &Commit, salt: &Vaulted) -> Verdict {
    let Commit { first, last, recorded, .. } = *commit;
    let no_salt = Salt::new([0; 32]);
    let salted_with = |salt: &Salt| submission.command.digest(salt);
    let digest = match salt {
        Vaulted::Kept(entry) => salted_with(&entry.salt)?,
        Vaulted::Erased => {
            return Err(SubmitError::CommandErased { id: submission.id, first });
        }
        // A command without text has no salt.
        Vaulted::Missing => salted_with(&no_salt)?,
    };
    if digest.digest == commit.digest {
        Ok(Answer::Recorded { first, last, at: recorded })
    } else {
        Err(SubmitError::CommandConflict { id: submission.id, first })
    }
}

impl Shared {
    /// What opens the digest of a recorded command.
    pub(super) async fn digest_salt(&self, commit: &Commit) -> Result<Vaulted, Refusal> {
        let asked = vec![Commitment::from_digest(commit.digest)];
        let held = self.store.vault_get(self.portfolio, asked).await?;
        Ok(held.into_iter().next().unwrap_or(Vaulted::Missing))
    }
}
