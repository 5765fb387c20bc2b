//! The ledger of a portfolio: decides, records, publishes.
//!
//! Each portfolio has one writer. What it publishes is durable and whole: readers hold a copy of
//! the state, for which they wait on nobody, and never see a part of a command or what could still
//! be lost. Whatever a reader sees was taken in through [`projections::Portfolio::evolve`].

mod commits;
mod draft;
mod erasure;
mod fatal;
mod feed;
mod following;
mod intake;
mod ledgers;
mod load;
mod measured;
mod past;
mod preview;
mod published;
mod recalled;
mod refusal;
mod shelf;
mod submission;
mod subscription;
mod texts;
mod writer;

use arc_swap::{ArcSwap, ArcSwapOption};
use projections::Portfolio;
use rules::{Reason, Rejection};
use schema::{Command, Date, Issuer, PortfolioId, Revision};
use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::{
    sync::{broadcast::error::RecvError, mpsc, oneshot},
    task::JoinHandle,
};

use tracing::{Instrument, Span, debug_span};

use crate::{
    chance,
    clock::Clock,
    metrics::Waiting,
    store::{EventStore, Reach},
};
use measured::measured;
use published::Published;
use writer::{Queued, Writer};

pub use commits::Commit;
pub use fatal::Fatal;
pub use feed::{Cursor, RecordedCommit};
pub use intake::Intake;
pub use ledgers::{FindError, Ledgers, OpenError, Readiness, Refused};
pub use load::finish_erasures;
pub use past::PastError;
pub use preview::Preview;
pub use published::{KeptCopies, PastCopies};
pub use refusal::Refusal;
pub use shelf::Shelf;
pub use submission::{Answer, Submission, SubmitError};
pub use subscription::{Begin, CommitSubscription, SubscribeError};

/// Commands that wait for a portfolio's writer, at most.
const QUEUE_MAX: usize = 1_024;

/// How long a caller waits for a place in the queue.
const PLACE_WAIT: Duration = Duration::from_secs(2);

/// One portfolio's ledger.
#[derive(Debug)]
pub struct Ledger {
    shared: Arc<Shared>,
    /// `None` once the ledger is being stopped.
    queue: Mutex<Option<mpsc::Sender<Queued>>>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

/// What the writer and the readers of a ledger share.
#[derive(Debug)]
struct Shared {
    portfolio: PortfolioId,
    store: Arc<dyn EventStore>,
    clock: Arc<dyn Clock>,
    published: ArcSwap<Published>,
    recalled: recalled::Recalled,
    shelf: Shelf,
    feed: feed::Feed,
    refusal: ArcSwapOption<Refusal>,
    /// Whether it is known that something was recorded which is not taken in yet, or may have been.
    is_behind: AtomicBool,
}

impl Shared {
    /// Records nothing from now on.
    fn refuse(&self, refusal: Refusal) {
        tracing::error!(portfolio = %self.portfolio, %refusal, "the portfolio records nothing more");
        self.refusal.store(Some(Arc::new(refusal)));
    }
}

/// Commands that are tried out.
#[derive(Debug)]
pub struct Rehearsal<'a> {
    ledger: &'a Ledger,
    issuer: Issuer,
    draft: draft::Draft,
}

impl Rehearsal<'_> {
    /// Whether the next command would be recorded.
    pub fn next(&mut self, command: &Command) -> Result<(), SubmitError> {
        let submission = Submission {
            id: chance::command_id(),
            correlation: chance::correlation_id(),
            issuer: self.issuer,
            command: command.clone(),
        };
        let now = self.ledger.shared.clock.now();
        // A text is erased by itself, and never tried out with others.
        self.draft.decide(&submission, None, now)?;
        self.draft.forget_events();
        Ok(())
    }
}

impl Ledger {
    /// A ledger with its writer at work.
    fn start(
        portfolio: PortfolioId,
        store: Arc<dyn EventStore>,
        clock: Arc<dyn Clock>,
        fatal: Fatal,
        (published, shelf): (Published, Shelf),
    ) -> Self {
        let shared = Arc::new(Shared {
            portfolio,
            store,
            clock,
            recalled: recalled::Recalled::of_at_most(published.keeping().recalled_max),
            published: ArcSwap::from_pointee(published),
            shelf,
            feed: feed::Feed::default(),
            refusal: ArcSwapOption::empty(),
            is_behind: AtomicBool::new(false),
        });
        let (sender, queue) = mpsc::channel(QUEUE_MAX);
        let writer = tokio::spawn(Writer::new(shared.clone(), queue, fatal).run());
        Self { shared, queue: Mutex::new(Some(sender)), writer: Mutex::new(Some(writer)) }
    }

    /// The portfolio.
    pub fn portfolio(&self) -> PortfolioId {
        self.shared.portfolio
    }

    /// The texts of this portfolio.
    pub fn shelf(&self) -> &Shelf {
        &self.shared.shelf
    }

    /// Why a command was refused, as a person is told it: with the names of what the rules name by
    /// reference. Logs have it without, as the error itself says it.
    pub fn message(&self, error: &SubmitError) -> String {
        let plain = error.to_string();
        match error {
            // What is said not to be there would be named for something else.
            SubmitError::Rejected(Rejection { reason: Reason::NotFound(_), .. }) => plain,
            SubmitError::Rejected(_) => {
                projections::with_names(&plain, &self.newest(), self.today(), self.shelf())
            }
            _ => plain,
        }
    }

    /// Why the portfolio records nothing, where that is so.
    pub fn refusal(&self) -> Option<Arc<Refusal>> {
        self.shared.refusal.load_full()
    }

    /// The civil date now, in the portfolio's time zone.
    pub fn today(&self) -> Date {
        self.today_in(&self.shared.published.load().state)
    }

    /// The civil date now, in the time zone of a state that may be this portfolio's first.
    pub fn today_in(&self, state: &Portfolio) -> Date {
        draft::date_in(state.opening().map(|opening| opening.time_zone), self.shared.clock.now())
    }

    /// The civil date of an instant in a state's time zone: one that has not come yet is now.
    pub fn date_of(&self, state: &Portfolio, instant: schema::Instant) -> Date {
        let instant = instant.min(self.shared.clock.now());
        draft::date_in(state.opening().map(|opening| opening.time_zone), instant)
    }

    /// Since when others may have recorded what is not known here; nothing where what is published is
    /// all that there is. A store that nobody else writes to holds nothing else.
    pub fn behind_since(&self) -> Option<schema::Instant> {
        let now = self.shared.clock.now();
        match self.shared.store.reach() {
            Reach::Away { lasting, .. } => {
                let lasting = i64::try_from(lasting.as_micros()).unwrap_or(i64::MAX);
                let since = now.microseconds().saturating_sub(lasting);
                Some(schema::Instant::from_microseconds(since).unwrap_or(now))
            }
            Reach::Reachable if self.shared.is_behind.load(Ordering::SeqCst) => Some(now),
            Reach::Reachable => None,
        }
    }

    /// Waits until the ledger has a revision, or for so long. Tells whether it has.
    pub async fn reaches(&self, revision: Revision, within: Duration) -> bool {
        let has = || self.shared.published.load().head() >= Some(revision);
        // Listened to before it is asked, so that nothing is missed between the two.
        let Some(mut feed) = self.shared.feed.listen() else { return has() };
        let reached = async {
            while !has() {
                if let Err(RecvError::Closed) = feed.recv().await {
                    break;
                }
            }
        };
        // Whatever came of the waiting, the ledger tells.
        let _ = tokio::time::timeout(within, reached).await;
        has()
    }

    /// The commit of a command, where it was recorded.
    pub fn commit_of(&self, command: schema::CommandId) -> Option<Commit> {
        self.shared.published.load().commits.of(command)
    }

    /// Submits a command and waits until it is durably recorded or refused. Dropping the future
    /// does not take the command back.
    pub async fn submit(&self, submission: Submission) -> Result<Answer, SubmitError> {
        let span = debug_span!("command", command = submission.command.name());
        self.submitted(submission, span.clone()).instrument(span).await
    }

    async fn submitted(&self, submission: Submission, span: Span) -> Result<Answer, SubmitError> {
        let place = match self.place().await {
            Ok(place) => place,
            Err(error) => {
                let verdict = Err(error);
                measured(&submission, &verdict, false, None);
                return verdict;
            }
        };
        let (answer, answered) = oneshot::channel();
        place.send(Queued { submission, answer, waiting: Waiting::begin(), span });
        answered.await.unwrap_or_else(|_| Err(self.ended()))
    }

    /// A place in the queue.
    async fn place(&self) -> Result<mpsc::OwnedPermit<Queued>, SubmitError> {
        if let Some(refusal) = self.refusal() {
            return Err((*refusal).clone().into());
        }
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let queue = queue.ok_or(SubmitError::Stopping)?;
        match tokio::time::timeout(PLACE_WAIT, queue.reserve_owned()).await {
            Ok(Ok(place)) => Ok(place),
            Ok(Err(_)) => Err(self.ended()),
            Err(_) => Err(SubmitError::Busy),
        }
    }

    /// Why the writer has ended.
    fn ended(&self) -> SubmitError {
        match self.refusal() {
            Some(refusal) => (*refusal).clone().into(),
            None => SubmitError::Stopping,
        }
    }

    /// Begins to try out commands one after the other, each on what the ones before it would leave.
    /// Recorded nowhere.
    pub fn rehearsal(&self, issuer: Issuer) -> Rehearsal<'_> {
        let draft = draft::Draft::new(self.portfolio(), &self.shared.published.load());
        Rehearsal { ledger: self, issuer, draft }
    }

    /// Takes no more commands, and waits until those that wait are recorded and answered.
    async fn stop(&self) {
        drop(self.queue.lock().unwrap_or_else(PoisonError::into_inner).take());
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = writer
            && let Err(error) = writer.await
        {
            tracing::error!(portfolio = %self.portfolio(), %error, "the writer failed");
        }
    }
}
