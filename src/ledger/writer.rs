//! The one writer of a portfolio: gathers what waits, decides it, appends it as one group,
//! publishes, answers.
//!
//! **Invariant:** nothing is published and nobody is answered before the group is durable. While
//! one group is made durable the next gathers in the queue; there are no timers.

use futures_util::{StreamExt, stream};
use schema::{CommandId, Commitment, Revision, Salt, VaultEntry};
use std::{
    collections::{BTreeSet, VecDeque},
    sync::{Arc, atomic::Ordering},
    time::Duration,
};
use tokio::{
    sync::{mpsc, oneshot},
    time::{Instant, sleep},
};
use tracing::{Instrument, Span, debug_span};

use super::measured::measured;
use super::{
    Answer, Fatal, Refusal, Shared, Submission, SubmitError,
    commits::Commit,
    draft::{Draft, Drafted},
    erasure::{self, Vault},
    following::Following,
    intake::Intake,
    load::{TORN_LOOKS_MAX, TORN_PAUSE},
    subscription, texts,
};
use crate::{
    metrics::{self, Waiting},
    store::{Append, PageLimit, StoreError, Vaulted},
};

/// How often a group of unknown outcome is asked for again, for how long in all, and how long after
/// the last time.
const UNKNOWN_TRIES_MAX: u32 = 8;
const UNKNOWN_WAIT_MAX: Duration = Duration::from_secs(10);
const UNKNOWN_PAUSE: Duration = Duration::from_millis(250);

/// Between two attempts to catch up with a store that is away, where nobody asks for anything.
const BEHIND_PAUSE: Duration = Duration::from_millis(500);

/// Texts that are taken back at once.
const TAKEN_BACK_AT_ONCE: usize = 16;

/// Commands that are refused at once while the store is away.
const REFUSED_AT_ONCE: usize = 256;

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
    /// It may have been recorded. Nothing is decided before it is known.
    Unsettled(String),
    /// The ledger can record nothing further.
    Stopped(Refusal),
    /// The same, and it may have been recorded.
    StoppedUnsettled(Refusal),
}

/// What the writer does next.
enum Turn {
    /// A command waits.
    Submitted(Box<Queued>),
    /// Something is recorded up to this revision.
    Heard(Revision),
    /// The ledger cannot be read any more.
    Lost(Refusal),
    /// It is time to try again to catch up.
    Behind,
    /// The queue is closed and empty.
    Ended,
}

/// The writer.
#[derive(Debug)]
pub(super) struct Writer {
    shared: Arc<Shared>,
    queue: mpsc::Receiver<Queued>,
    fatal: Fatal,
    /// What was decided on a head that is no longer the ledger's: decided again before the queue.
    again: VecDeque<Queued>,
    /// Commands that may be recorded, as far as is known while the ledger is behind: those of one group.
    unsettled: BTreeSet<CommandId>,
    /// What others record, where others can.
    following: Option<Following>,
}

impl Writer {
    pub(super) fn new(shared: Arc<Shared>, queue: mpsc::Receiver<Queued>, fatal: Fatal) -> Self {
        let following = Following::of(&shared.store, shared.portfolio);
        let (again, unsettled) = (VecDeque::new(), BTreeSet::new());
        Self { shared, queue, fatal, again, unsettled, following }
    }

    /// Works until the queue is closed and empty, or nothing can be recorded any more.
    pub(super) async fn run(mut self) {
        loop {
            let done = match self.turn().await {
                Turn::Submitted(first) if self.is_behind() => {
                    self.group_when_caught_up(*first).await
                }
                Turn::Submitted(first) => self.group(*first).await,
                Turn::Heard(revision) if Some(revision) > self.head() => {
                    self.try_catching_up().await
                }
                Turn::Heard(_) => Ok(()),
                Turn::Behind => self.try_catching_up().await,
                Turn::Lost(refusal) => Err(refusal),
                Turn::Ended => break,
            };
            if let Err(refusal) = done {
                self.shared.refuse(refusal);
                break;
            }
        }
        self.shared.feed.close();
    }

    async fn turn(&mut self) -> Turn {
        if let Some(queued) = self.again.pop_front() {
            return Turn::Submitted(queued.into());
        }
        let (is_behind, head) = (self.is_behind(), self.head());
        let submitted = |queued: Option<Queued>| {
            queued.map_or(Turn::Ended, |queued| Turn::Submitted(queued.into()))
        };
        let Some(following) = &mut self.following else {
            return submitted(self.queue.recv().await);
        };
        tokio::select! {
            queued = self.queue.recv() => submitted(queued),
            heard = following.next(head) => match heard {
                Ok(revision) => Turn::Heard(revision),
                Err(error) => Turn::Lost(error.into()),
            },
            () = sleep(BEHIND_PAUSE), if is_behind => Turn::Behind,
        }
    }

    fn head(&self) -> Option<Revision> {
        self.shared.published.load().head()
    }

    fn is_behind(&self) -> bool {
        self.shared.is_behind.load(Ordering::SeqCst)
    }

    /// Catches up where the store lets it; remembers where it does not.
    async fn try_catching_up(&mut self) -> Result<(), Refusal> {
        match self.catch_up().await {
            Err(Refusal::Store(StoreError::Unavailable { .. })) if self.following.is_some() => {
                self.shared.is_behind.store(true, Ordering::SeqCst);
                Ok(())
            }
            Ok(()) => {
                self.unsettled.clear();
                self.shared.is_behind.store(false, Ordering::SeqCst);
                Ok(())
            }
            failed => failed,
        }
    }

    /// Decides what waits once it is known on what; refuses it where that is not to be learnt.
    async fn group_when_caught_up(&mut self, first: Queued) -> Result<(), Refusal> {
        self.try_catching_up().await?;
        if !self.is_behind() {
            return self.group(first).await;
        }
        let what = "what was recorded last is not known while the engine is away".to_owned();
        let refusal = Refusal::Store(StoreError::Unavailable { what: what.clone() });
        let mut refused = vec![first];
        while refused.len() < REFUSED_AT_ONCE
            && let Some(another) = self.another()
        {
            refused.push(another);
        }
        for mut queued in refused {
            queued.waiting.end();
            let id = queued.submission.id;
            // Of one that is recorded already it cannot be told at present whether this is the same.
            let is_recorded = self.shared.published.load().commits.of(id).is_some();
            let verdict = Err(if is_recorded || self.unsettled.contains(&id) {
                SubmitError::OutcomeUnknown { what: what.clone() }
            } else {
                refusal.clone().into()
            });
            Decided { queued, verdict, repeated: false }.tell();
        }
        Ok(())
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
                // Another node may have recorded the same commands.
                self.unsettled.extend(ids(&decided));
                let decided = decided.into_iter().map(|decided| decided.queued);
                self.again = decided.chain(std::mem::take(&mut self.again)).collect();
                self.try_catching_up().await
            }
            Err(Failed::Unsettled(what)) => {
                self.unsettled.extend(ids(&decided));
                self.shared.is_behind.store(true, Ordering::SeqCst);
                refuse_all(decided, &SubmitError::OutcomeUnknown { what });
                Ok(())
            }
            Err(Failed::NotRecorded(error)) => {
                refuse_all(decided, &Refusal::Store(error).into());
                Ok(())
            }
            Err(Failed::Stopped(refusal)) => {
                refuse_all(decided, &refusal.clone().into());
                Err(refusal)
            }
            Err(Failed::StoppedUnsettled(refusal)) => {
                let what = match &refusal {
                    Refusal::Store(StoreError::OutcomeUnknown { what }) => what.clone(),
                    other => other.to_string(),
                };
                refuse_all(decided, &SubmitError::OutcomeUnknown { what });
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
                    None => self.shared.digest_salt(&commit).await.map_err(cannot_be_told)?,
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
        match appended {
            Err(Failed::Overtaken) => {
                self.take_back(drafted.append.vault);
                return Err(Failed::Overtaken);
            }
            appended => appended?,
        }
        let bytes = drafted.append.events.iter().map(|event| event.bytes().len()).sum();
        metrics::group(drafted.commits.len(), drafted.append.events.len(), bytes);
        let first = decided.first().map_or_else(Span::none, |first| first.queued.span.clone());
        let envelopes = drafted.commits.iter().flat_map(|commit| &commit.envelopes);
        let erased = erasure::named(envelopes.map(|envelope| &envelope.event));
        debug_span!(parent: &first, "publish").in_scope(|| self.publish(drafted, &erased));
        self.erase(&erased).await.map_err(Failed::Stopped)
    }

    /// Takes back the texts of a group that another node overtook, meanwhile: its commands are decided
    /// anew and their texts sealed anew, so that nothing would lead to these.
    fn take_back(&self, texts: Vec<VaultEntry>) {
        let shared = Arc::clone(&self.shared);
        tokio::spawn(async move {
            let taken = stream::iter(texts).for_each_concurrent(TAKEN_BACK_AT_ONCE, async |text| {
                let Shared { portfolio, store, .. } = &*shared;
                if let Err(error) = store.vault_erase(*portfolio, text.commitment).await {
                    tracing::warn!(%portfolio, %error, "a text that was not recorded stays in the vault");
                }
            });
            taken.await;
        });
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
    /// recognises it where it was recorded. What is unknown once stays so until the store settles it,
    /// whatever goes wrong at asking again.
    async fn append(&self, append: Append) -> Result<(), Failed> {
        let (begun, shared) = (Instant::now(), self.following.is_some());
        let mut is_unknown = false;
        for _ in 0..UNKNOWN_TRIES_MAX {
            let Err(error) = self.shared.store.append(append.clone()).await else { return Ok(()) };
            match error {
                StoreError::OutcomeUnknown { what } => {
                    is_unknown = true;
                    tracing::warn!(portfolio = %self.shared.portfolio, what, "asking again");
                }
                // Nothing was recorded this time.
                StoreError::Unavailable { .. } if is_unknown => {}
                StoreError::WrongRevision { .. } => return Err(Failed::Overtaken),
                // Another node was sent the same command, and has recorded it.
                StoreError::OtherBytes { .. } if shared => return Err(Failed::Overtaken),
                StoreError::Full { .. }
                | StoreError::Unavailable { .. }
                | StoreError::Unacceptable { .. } => return Err(Failed::NotRecorded(error)),
                StoreError::SyncFailed { .. } => {
                    self.fatal.call(&error.to_string());
                    return Err(Failed::Stopped(error.into()));
                }
                error if is_unknown => return Err(Failed::StoppedUnsettled(error.into())),
                StoreError::OtherBytes { .. }
                | StoreError::OtherEntry { .. }
                | StoreError::Damaged(_)
                | StoreError::StoreDamaged { .. }
                | StoreError::Held { .. }
                | StoreError::Newer { .. }
                | StoreError::Foreign { .. }
                | StoreError::Closed => return Err(Failed::Stopped(error.into())),
            }
            if begun.elapsed() >= UNKNOWN_WAIT_MAX {
                break;
            }
            sleep(UNKNOWN_PAUSE).await;
        }
        if shared {
            return Err(Failed::Unsettled("the engine did not say in time".to_owned()));
        }
        let what = format!("the store did not say in {UNKNOWN_TRIES_MAX} tries");
        Err(Failed::StoppedUnsettled(StoreError::OutcomeUnknown { what }.into()))
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
        let mut looks = 0;
        let head = loop {
            let page = store.read(*portfolio, intake.next(), PageLimit::USUAL).await?;
            for stored in &page.events {
                let envelope = intake.take(stored)?;
                commits.push((envelope, stored.clone()));
            }
            if !page.events.is_empty() {
                continue;
            }
            looks += 1;
            // A group is appended whole, but may be seen event by event.
            if intake.check_whole().is_ok() || looks > TORN_LOOKS_MAX {
                break page.head;
            }
            sleep(TORN_PAUSE).await;
        };
        let after = intake.finish(head)?;
        if commits.is_empty() {
            return Ok(());
        }
        let events: Vec<_> = commits.iter().map(|(envelope, _)| &envelope.event).collect();
        texts::fetch(&**store, *portfolio, &events, &self.shared.shelf).await?;
        let erased = erasure::named(events);
        erased.iter().for_each(|&text| self.shared.shelf.remove(text));
        self.shared.published.store(Arc::new(after));
        // The node that wrote does it too; one of them may end before it has.
        self.erase(&erased).await?;
        self.shared.feed.announce(subscription::commits(commits));
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

fn ids(decided: &[Decided]) -> impl Iterator<Item = CommandId> {
    decided.iter().map(|decided| decided.queued.submission.id)
}

/// Why a command that is recorded is not answered as the first time: not as if it were not.
fn cannot_be_told(refusal: Refusal) -> SubmitError {
    match refusal {
        Refusal::Store(error @ StoreError::Unavailable { .. }) => {
            SubmitError::OutcomeUnknown { what: error.to_string() }
        }
        refusal => refusal.into(),
    }
}

fn refuse_all(decided: Vec<Decided>, refused: &SubmitError) {
    for mut decided in decided {
        decided.verdict = Err(refused.clone());
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
