//! The engine that keeps everything in memory: for tests, and for `--store memory`. Durable as long
//! as the process lives, and no longer.

use async_trait::async_trait;
use schema::{Commitment, PortfolioId, Revision, VaultEntry};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{
    Append, EventStore, Page, PageLimit, PortfolioHead, Position, ScanPage, Scanned, StoreError,
    StoredEvent, Subscription, Vaulted,
    append::{Standing, check_vault, standing},
    subscription::{Announcer, Pages, Tail},
};

/// A store in memory.
#[derive(Debug, Default)]
pub struct MemoryStore {
    memory: Arc<Memory>,
}

#[derive(Debug, Default)]
struct Memory {
    kept: Mutex<Kept>,
    announcer: Announcer,
}

#[derive(Debug, Default)]
struct Kept {
    ledgers: BTreeMap<PortfolioId, Vec<StoredEvent>>,
    /// Which events were appended, in this order over all portfolios.
    order: Vec<(PortfolioId, Revision)>,
    /// `None` for what was erased.
    vault: BTreeMap<(PortfolioId, Commitment), Option<VaultEntry>>,
    closed: bool,
}

impl Memory {
    fn kept(&self) -> Result<MutexGuard<'_, Kept>, StoreError> {
        // Every change below is made whole after all checks: a panic leaves nothing half done.
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.closed { Err(StoreError::Closed) } else { Ok(kept) }
    }

    fn page(
        &self,
        portfolio: PortfolioId,
        from: Revision,
        limit: PageLimit,
    ) -> Result<Page, StoreError> {
        let kept = self.kept()?;
        let ledger = kept.ledger(portfolio);
        let events = within(limit, kept.from(portfolio, from).iter(), |event| event.bytes().len());
        Ok(Page {
            events: events.cloned().collect(),
            head: ledger.last().map(StoredEvent::revision),
        })
    }
}

impl Kept {
    fn ledger(&self, portfolio: PortfolioId) -> &[StoredEvent] {
        self.ledgers.get(&portfolio).map_or(&[], Vec::as_slice)
    }

    fn from(&self, portfolio: PortfolioId, from: Revision) -> &[StoredEvent] {
        let skipped = usize::try_from(from.number()).unwrap_or(usize::MAX);
        self.ledger(portfolio).get(skipped..).unwrap_or(&[])
    }

    fn check_vault(
        &self,
        portfolio: PortfolioId,
        entries: &[VaultEntry],
    ) -> Result<(), StoreError> {
        check_vault(entries)?;
        for entry in entries {
            let former = self.vault.get(&(portfolio, entry.commitment)).and_then(Option::as_ref);
            if former.is_some_and(|former| former != entry) {
                return Err(StoreError::OtherEntry { commitment: entry.commitment });
            }
        }
        Ok(())
    }

    fn put(&mut self, portfolio: PortfolioId, entries: Vec<VaultEntry>) {
        for entry in entries {
            self.vault.entry((portfolio, entry.commitment)).or_insert(Some(entry));
        }
    }

    fn record(&mut self, append: Append) {
        self.put(append.portfolio, append.vault);
        let places = append.events.iter().map(|event| (append.portfolio, event.revision()));
        self.order.extend(places);
        self.ledgers.entry(append.portfolio).or_default().extend(append.events);
    }
}

/// As many of `items` as a page takes.
fn within<'a, T: 'a>(
    limit: PageLimit,
    items: impl Iterator<Item = &'a T>,
    size: impl Fn(&T) -> usize,
) -> impl Iterator<Item = &'a T> {
    let (mut count, mut bytes) = (0, 0);
    items.take_while(move |item| {
        let taken = limit.takes(count, bytes, size(item));
        count += 1;
        bytes += size(item);
        taken
    })
}

#[async_trait]
impl Pages for Memory {
    async fn page(&self, portfolio: PortfolioId, from: Revision) -> Result<Page, StoreError> {
        self.page(portfolio, from, PageLimit::USUAL)
    }
}

#[async_trait]
impl EventStore for MemoryStore {
    async fn portfolios(
        &self,
        after: Option<PortfolioId>,
        count_max: usize,
    ) -> Result<Vec<PortfolioHead>, StoreError> {
        let kept = self.memory.kept()?;
        let heads = kept.ledgers.iter().filter_map(|(&portfolio, ledger)| {
            ledger.last().map(|last| PortfolioHead { portfolio, head: last.revision() })
        });
        Ok(heads.filter(|head| after < Some(head.portfolio)).take(count_max).collect())
    }

    async fn append(&self, append: Append) -> Result<Revision, StoreError> {
        append.check()?;
        let last = append.last();
        let mut kept = self.memory.kept()?;
        let head = kept.ledger(append.portfolio).last().map(StoredEvent::revision);
        let standing = standing(&append, head, || {
            let there = kept.from(append.portfolio, append.first()).iter();
            let there = there.take(append.events.len());
            Ok(there.map(|event| (event.event_id(), event.digest())).collect())
        })?;
        if standing == Standing::Follows {
            kept.check_vault(append.portfolio, &append.vault)?;
            let (portfolio, group) = (append.portfolio, append.events.clone());
            kept.record(append);
            // Still under the lock, so that groups are announced in their order.
            self.memory.announcer.announce(portfolio, group);
        }
        Ok(last)
    }

    async fn read(
        &self,
        portfolio: PortfolioId,
        from: Revision,
        limit: PageLimit,
    ) -> Result<Page, StoreError> {
        self.memory.page(portfolio, from, limit)
    }

    async fn scan(
        &self,
        after: Option<Position>,
        limit: PageLimit,
    ) -> Result<ScanPage, StoreError> {
        let kept = self.memory.kept()?;
        let first = after.map_or(0, |position| position.number() + 1);
        let skipped = usize::try_from(first).unwrap_or(usize::MAX);
        let order = kept.order.get(skipped..).unwrap_or(&[]);
        let places = (first..).zip(order);
        let found: Vec<Scanned> = places
            .take(limit.events_max.max(1))
            .filter_map(|(position, &(portfolio, revision))| {
                let event = kept.from(portfolio, revision).first()?.clone();
                Some(Scanned { position: Position::new(position), portfolio, event: Ok(event) })
            })
            .collect();
        let size = |scanned: &Scanned| scanned.event.as_ref().map_or(0, |e| e.bytes().len());
        Ok(ScanPage { events: within(limit, found.iter(), size).cloned().collect() })
    }

    async fn subscribe(
        &self,
        portfolio: PortfolioId,
        from: Revision,
    ) -> Result<Box<dyn Subscription>, StoreError> {
        let tail = Tail::new(&self.memory.announcer, self.memory.clone(), portfolio, from)?;
        Ok(Box::new(tail))
    }

    async fn vault_put(
        &self,
        portfolio: PortfolioId,
        entries: Vec<VaultEntry>,
    ) -> Result<(), StoreError> {
        let mut kept = self.memory.kept()?;
        kept.check_vault(portfolio, &entries)?;
        kept.put(portfolio, entries);
        Ok(())
    }

    async fn vault_get(
        &self,
        portfolio: PortfolioId,
        commitments: Vec<Commitment>,
    ) -> Result<Vec<Vaulted>, StoreError> {
        let kept = self.memory.kept()?;
        let held = commitments.into_iter().map(|commitment| {
            match kept.vault.get(&(portfolio, commitment)) {
                Some(Some(entry)) => Vaulted::Kept(entry.clone()),
                Some(None) => Vaulted::Erased,
                None => Vaulted::Missing,
            }
        });
        Ok(held.collect())
    }

    async fn vault_erase(
        &self,
        portfolio: PortfolioId,
        commitment: Commitment,
    ) -> Result<bool, StoreError> {
        let mut kept = self.memory.kept()?;
        let entry = kept.vault.get_mut(&(portfolio, commitment));
        Ok(entry.is_some_and(|entry| entry.take().is_some()))
    }

    async fn close(&self) -> Result<(), StoreError> {
        self.memory.kept.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
        self.memory.announcer.close();
        Ok(())
    }
}
