//! Subscriptions: what is stored, then what comes, each event once and in order; and the form of
//! them that engines of one process share.
//!
//! What comes is announced through a bounded buffer. A reader that falls behind loses the buffer
//! and goes back to reading the store, so that it costs nobody memory and misses nothing.

use async_trait::async_trait;
use schema::{PortfolioId, Revision};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::broadcast::{self, error::RecvError};

use super::{Damage, Page, StoreError, StoredEvent};

/// A portfolio's events from a revision on.
#[async_trait]
pub trait Subscription: std::fmt::Debug + Send {
    /// The events that follow, at least one; `None` when the store was closed. Dropping the
    /// future loses nothing: the next call goes on from the same event. After an error too.
    async fn next(&mut self) -> Result<Option<Vec<StoredEvent>>, StoreError>;
}

/// Groups that are announced and not yet taken, per portfolio, at most.
const GROUPS_HELD_MAX: usize = 16;

type Group = Arc<[StoredEvent]>;

/// Reads what a subscription catches up with.
#[async_trait]
pub(super) trait Pages: std::fmt::Debug + Send + Sync {
    /// A page of the usual size from `from` on.
    async fn page(&self, portfolio: PortfolioId, from: Revision) -> Result<Page, StoreError>;
}

/// Tells subscriptions what was appended. An engine announces groups in the order of revision,
/// each after it is durable.
#[derive(Debug)]
pub(super) struct Announcer {
    /// `None` once closed.
    channels: Mutex<Option<BTreeMap<PortfolioId, broadcast::Sender<Group>>>>,
}

impl Default for Announcer {
    fn default() -> Self {
        Self { channels: Mutex::new(Some(BTreeMap::new())) }
    }
}

impl Announcer {
    /// Tells whoever listens to this portfolio.
    pub(super) fn announce(&self, portfolio: PortfolioId, group: Vec<StoredEvent>) {
        let mut channels = self.channels.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(channels) = channels.as_mut() else { return };
        let Some(channel) = channels.get(&portfolio) else { return };
        if channel.send(group.into()).is_err() {
            // Nobody listens any more.
            channels.remove(&portfolio);
        }
    }

    fn listen(&self, portfolio: PortfolioId) -> Result<broadcast::Receiver<Group>, StoreError> {
        let mut channels = self.channels.lock().unwrap_or_else(PoisonError::into_inner);
        let channels = channels.as_mut().ok_or(StoreError::Closed)?;
        channels.retain(|_, channel| channel.receiver_count() > 0);
        let channel =
            channels.entry(portfolio).or_insert_with(|| broadcast::Sender::new(GROUPS_HELD_MAX));
        Ok(channel.subscribe())
    }

    /// Ends every subscription after what was announced.
    pub(super) fn close(&self) {
        *self.channels.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// A subscription that reads pages until it has caught up, and then takes what is announced.
#[derive(Debug)]
pub(super) struct Tail {
    pages: Arc<dyn Pages>,
    live: broadcast::Receiver<Group>,
    portfolio: PortfolioId,
    next: Revision,
    catching_up: bool,
}

impl Tail {
    pub(super) fn new(
        announcer: &Announcer,
        pages: Arc<dyn Pages>,
        portfolio: PortfolioId,
        from: Revision,
    ) -> Result<Self, StoreError> {
        // Listening begins before reading: what is appended between is announced, and skipped
        // when it was read as well.
        let live = announcer.listen(portfolio)?;
        Ok(Self { pages, live, portfolio, next: from, catching_up: true })
    }

    /// Leaves out what was given already, and steps over the rest.
    fn following(
        &mut self,
        mut events: Vec<StoredEvent>,
    ) -> Result<Option<Vec<StoredEvent>>, StoreError> {
        events.retain(|event| event.revision() >= self.next);
        let (Some(first), Some(last)) = (events.first(), events.last()) else { return Ok(None) };
        if first.revision() > self.next {
            let what = format!("the next event that the store gives is {}", first.revision());
            return Err(Damage { portfolio: self.portfolio, revision: self.next, what }.into());
        }
        self.next = last.revision().next();
        Ok(Some(events))
    }
}

#[async_trait]
impl Subscription for Tail {
    async fn next(&mut self) -> Result<Option<Vec<StoredEvent>>, StoreError> {
        loop {
            let events = if self.catching_up {
                match self.pages.page(self.portfolio, self.next).await {
                    Ok(page) => page.events,
                    Err(StoreError::Closed) => return Ok(None),
                    Err(error) => return Err(error),
                }
            } else {
                match self.live.recv().await {
                    Ok(group) => group.to_vec(),
                    Err(RecvError::Lagged(_)) => {
                        self.catching_up = true;
                        continue;
                    }
                    Err(RecvError::Closed) => return Ok(None),
                }
            };
            // Caught up where the store holds nothing further.
            self.catching_up &= !events.is_empty();
            if let Some(following) = self.following(events)? {
                return Ok(Some(following));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use schema::EventId;
    use uuid::Uuid;

    /// A ledger in which everything that was announced stands.
    #[derive(Debug, Default)]
    struct Recorded(Mutex<Vec<StoredEvent>>);

    #[async_trait]
    impl Pages for Recorded {
        async fn page(&self, _: PortfolioId, from: Revision) -> Result<Page, StoreError> {
            let recorded = self.0.lock().unwrap();
            let events: Vec<_> =
                recorded.iter().filter(|event| event.revision() >= from).take(7).cloned().collect();
            Ok(Page { head: recorded.last().map(StoredEvent::revision), events })
        }
    }

    fn record(announcer: &Announcer, recorded: &Recorded, number: u64) {
        let revision = Revision::new(number).unwrap();
        let id = EventId::from(Uuid::from_u128(number.into()));
        let event = StoredEvent::new(revision, id, "Test", b"{}".as_slice());
        recorded.0.lock().unwrap().push(event.clone());
        announcer.announce(Uuid::nil().into(), vec![event]);
    }

    /// On one thread, so that the reader listens before anything is announced.
    #[tokio::test]
    async fn a_reader_that_lost_the_buffer_goes_back_to_reading() {
        let (announcer, recorded) = (Announcer::default(), Arc::new(Recorded::default()));
        let portfolio = Uuid::nil().into();
        let mut tail = Tail::new(&announcer, recorded.clone(), portfolio, Revision::FIRST).unwrap();
        let listening = tokio::spawn(async move {
            let first = tail.next().await.unwrap().unwrap();
            (tail, first)
        });
        tokio::task::yield_now().await;
        record(&announcer, &recorded, 0);
        let (mut tail, first) = listening.await.unwrap();
        assert_eq!(first.len(), 1);
        assert!(!tail.catching_up, "the first event was announced, not read");

        let count = GROUPS_HELD_MAX as u64 * 3;
        (1..count).for_each(|number| record(&announcer, &recorded, number));
        let mut next = 1;
        while next < count {
            for event in tail.next().await.unwrap().unwrap() {
                assert_eq!(event.revision().number(), next);
                next += 1;
            }
        }
        announcer.close();
        assert_eq!(tail.next().await.unwrap(), None);
    }
}
