//! Subscriptions to a ledger: whole commits, what is recorded and then what comes, never ahead of
//! the published state.

use schema::{Envelope, Revision};
use std::{collections::VecDeque, sync::Arc};
use tokio::sync::broadcast::{self, error::RecvError};

use super::{Cursor, Ledger, RecordedCommit, Refusal, Shared, feed::Group, intake::read};
use crate::{
    metrics::Open,
    store::{PageLimit, StoredEvent},
};

/// Where a subscription begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begin {
    /// With the commit that holds this revision.
    At(Revision),
    /// After what the reader has.
    After(Cursor),
}

/// Why a subscription cannot begin or go on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SubscribeError {
    /// The reader has seen another ledger than this one.
    #[error(
        "this is not the ledger that was read before: it was restored or is another \
         (revision {revision} is not the event that the cursor names). Read it from the beginning"
    )]
    ForeignCursor {
        /// The cursor's revision.
        revision: Revision,
    },
    /// The ledger has stopped.
    #[error("the service is stopping; subscribe again when it is back")]
    Stopping,
    /// The ledger cannot be read.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

/// The commits of a ledger from one on.
#[derive(Debug)]
pub struct CommitSubscription {
    shared: Arc<Shared>,
    live: broadcast::Receiver<Group>,
    next: Revision,
    ready: VecDeque<Arc<RecordedCommit>>,
    catching_up: bool,
    _open: Open,
}

impl Ledger {
    /// Subscribes to whole commits. A beginning within a commit is that commit's.
    pub async fn subscribe(&self, begin: Begin) -> Result<CommitSubscription, SubscribeError> {
        let shared = self.shared.clone();
        let live = shared.feed.listen().ok_or(SubscribeError::Stopping)?;
        let next = match begin {
            Begin::At(revision) => revision,
            Begin::After(cursor) => {
                shared.recognise(cursor).await?;
                cursor.revision.next()
            }
        };
        let (ready, _open) = (VecDeque::new(), Open::subscription());
        Ok(CommitSubscription { shared, live, next, ready, catching_up: true, _open })
    }
}

impl Shared {
    /// Whether the cursor's event is this ledger's.
    async fn recognise(&self, cursor: Cursor) -> Result<(), SubscribeError> {
        let foreign = SubscribeError::ForeignCursor { revision: cursor.revision };
        if self.published.load().head() < Some(cursor.revision) {
            return Err(foreign);
        }
        let one = PageLimit { events_max: 1, ..PageLimit::USUAL };
        let page = self.store.read(self.portfolio, cursor.revision, one).await;
        let page = page.map_err(Refusal::Store)?;
        match page.events.first() {
            Some(event) if event.digest() == cursor.digest => Ok(()),
            _ => Err(foreign),
        }
    }
}

impl CommitSubscription {
    /// The next commit; `None` when the ledger has stopped. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Result<Option<Arc<RecordedCommit>>, Refusal> {
        loop {
            if let Some(commit) = self.ready.pop_front() {
                self.next = commit.cursor.revision.next();
                return Ok(Some(commit));
            }
            if self.catching_up {
                self.catch_up().await?;
                continue;
            }
            match self.live.recv().await {
                Ok(group) => {
                    let last_is_due =
                        |commit: &&Arc<RecordedCommit>| commit.cursor.revision >= self.next;
                    self.ready.extend(group.iter().filter(last_is_due).cloned());
                }
                Err(RecvError::Lagged(_)) => self.catching_up = true,
                Err(RecvError::Closed) => return Ok(None),
            }
        }
    }

    /// Reads commits that are published, at least one unless there is none.
    async fn catch_up(&mut self) -> Result<(), Refusal> {
        let published = self.shared.published.load_full();
        let head = published.head();
        let mut read_so_far = Vec::new();
        let mut next = published.commits.holding(self.next).map_or(self.next, |held| held.first);
        while Some(next) <= head {
            let page =
                self.shared.store.read(self.shared.portfolio, next, PageLimit::USUAL).await?;
            let published = page.events.into_iter().filter(|event| Some(event.revision()) <= head);
            for stored in published {
                next = stored.revision().next();
                read_so_far.push((read(self.shared.portfolio, &stored)?, stored));
            }
            if read_so_far.iter().any(|(envelope, _)| envelope.commit.is_last()) {
                break;
            }
        }
        self.catching_up = !read_so_far.is_empty();
        self.ready.extend(commits(read_so_far));
        Ok(())
    }
}

/// The whole commits among `events`; one that is not whole at the end is left out.
pub(super) fn commits(
    events: impl IntoIterator<Item = (Envelope, StoredEvent)>,
) -> Vec<Arc<RecordedCommit>> {
    let (mut whole, mut envelopes, mut stored) = (Vec::new(), Vec::new(), Vec::new());
    for (envelope, event) in events {
        let is_last = envelope.commit.is_last();
        envelopes.push(envelope);
        stored.push(event);
        if is_last {
            whole
                .extend(RecordedCommit::new(std::mem::take(&mut envelopes), &stored).map(Arc::new));
            stored.clear();
        }
    }
    whole
}
