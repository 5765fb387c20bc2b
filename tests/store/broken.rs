//! A store with faults planted in it: the suite must catch them.

use async_trait::async_trait;
use schema::{Commitment, PortfolioId, Revision, VaultEntry};
use std::sync::Arc;
use thirdplace::store::{
    Append, EventStore, MemoryStore, Page, PageLimit, PortfolioHead, Position, ScanPage,
    StoreError, StoredEvent, Subscription, Vaulted,
};

use crate::{engines::Engine, groups::Kept, suite, suite_racing};

#[derive(Clone, Copy, Debug)]
enum Fault {
    /// An event is left out.
    Gap,
    /// An event comes twice.
    Repeat,
    /// A repeated group is recorded again.
    Double,
    /// An append is acknowledged and forgotten.
    Forget,
}

/// The revision at which the fault is.
const AT: u64 = 133;

impl Fault {
    fn plant(self, mut events: Vec<StoredEvent>) -> Vec<StoredEvent> {
        let Some(place) = events.iter().position(|event| event.revision().number() == AT) else {
            return events;
        };
        match self {
            Self::Gap => drop(events.remove(place)),
            Self::Repeat => events.insert(place, events[place].clone()),
            Self::Double | Self::Forget => {}
        }
        events
    }
}

#[derive(Debug)]
struct Broken {
    sound: MemoryStore,
    fault: Fault,
}

#[derive(Debug)]
struct BrokenSubscription {
    sound: Box<dyn Subscription>,
    fault: Fault,
}

#[async_trait]
impl Subscription for BrokenSubscription {
    async fn next(&mut self) -> Result<Option<Vec<StoredEvent>>, StoreError> {
        Ok(self.sound.next().await?.map(|run| self.fault.plant(run)))
    }
}

#[async_trait]
impl Engine for Fault {
    async fn open(&self) -> Arc<dyn EventStore> {
        Arc::new(Broken { sound: MemoryStore::default(), fault: *self })
    }

    fn outlives_closing(&self) -> bool {
        false
    }
}

#[async_trait]
impl EventStore for Broken {
    async fn portfolios(
        &self,
        after: Option<PortfolioId>,
        count_max: usize,
    ) -> Result<Vec<PortfolioHead>, StoreError> {
        self.sound.portfolios(after, count_max).await
    }

    async fn append(&self, append: Append) -> Result<Revision, StoreError> {
        let (portfolio, last) = (append.portfolio, append.events.last().map(StoredEvent::revision));
        let head = self.sound.read(portfolio, Revision::FIRST, PageLimit::USUAL).await?.head;
        match self.fault {
            Fault::Forget if last >= Revision::new(AT).ok() => Ok(last.unwrap_or(Revision::FIRST)),
            Fault::Double if last <= head => self.sound.append(moved(append, head)).await,
            _ => self.sound.append(append).await,
        }
    }

    async fn read(
        &self,
        portfolio: PortfolioId,
        from: Revision,
        limit: PageLimit,
    ) -> Result<Page, StoreError> {
        let mut page = self.sound.read(portfolio, from, limit).await?;
        page.events = self.fault.plant(page.events);
        Ok(page)
    }

    async fn scan(
        &self,
        after: Option<Position>,
        limit: PageLimit,
    ) -> Result<ScanPage, StoreError> {
        self.sound.scan(after, limit).await
    }

    async fn subscribe(
        &self,
        portfolio: PortfolioId,
        from: Revision,
    ) -> Result<Box<dyn Subscription>, StoreError> {
        let sound = self.sound.subscribe(portfolio, from).await?;
        Ok(Box::new(BrokenSubscription { sound, fault: self.fault }))
    }

    async fn vault_put(
        &self,
        portfolio: PortfolioId,
        entries: Vec<VaultEntry>,
    ) -> Result<(), StoreError> {
        self.sound.vault_put(portfolio, entries).await
    }

    async fn vault_get(
        &self,
        portfolio: PortfolioId,
        commitments: Vec<Commitment>,
    ) -> Result<Vec<Vaulted>, StoreError> {
        self.sound.vault_get(portfolio, commitments).await
    }

    async fn vault_erase(
        &self,
        portfolio: PortfolioId,
        commitment: Commitment,
    ) -> Result<bool, StoreError> {
        self.sound.vault_erase(portfolio, commitment).await
    }

    async fn close(&self) -> Result<(), StoreError> {
        self.sound.close().await
    }
}

/// The same group after another head.
fn moved(append: Append, head: Option<Revision>) -> Append {
    let mut revision = head.map_or(Revision::FIRST, Revision::next);
    let events = append.events.into_iter().map(|event| {
        let at = revision;
        revision = revision.next();
        StoredEvent::new(at, event.event_id(), event.type_name(), event.bytes().clone())
    });
    Append { events: events.collect(), expected: head, ..append }
}

fn caught(kept: Kept, saying: &str) {
    match kept {
        Ok(()) => panic!("the suite did not notice the fault"),
        Err(broken) => assert!(broken.0.contains(saying), "{broken}"),
    }
}

#[tokio::test]
async fn a_planted_gap_is_caught() {
    let gap = "a gap: revision 134 came where 133 was due";
    caught(suite::pages_keep_their_limits_and_miss_nothing(&Fault::Gap).await, gap);
    let subscribing =
        suite_racing::subscribers_miss_and_repeat_nothing_while_ten_thousand_events_are_appended;
    caught(subscribing(&Fault::Gap).await, gap);
}

#[tokio::test]
async fn a_planted_repeat_is_caught() {
    let repeat = "a repeat: revision 133 came after 133";
    caught(suite::pages_keep_their_limits_and_miss_nothing(&Fault::Repeat).await, repeat);
    let subscribing =
        suite_racing::subscribers_miss_and_repeat_nothing_while_ten_thousand_events_are_appended;
    caught(subscribing(&Fault::Repeat).await, repeat);
}

#[tokio::test]
async fn a_group_recorded_twice_is_caught() {
    let repeated = suite::the_same_group_again_is_answered_as_the_first_time(&Fault::Double).await;
    caught(repeated, "the answers of the first group");
    caught(suite_racing::racing_writers_lose_and_double_nothing(&Fault::Double).await, "repeated");
}

#[tokio::test]
async fn a_forgotten_acknowledgement_is_caught() {
    let racing = suite_racing::racing_writers_lose_and_double_nothing(&Fault::Forget).await;
    caught(racing, "whole and in order");
}
