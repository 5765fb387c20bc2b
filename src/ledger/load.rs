//! Loading on start: one scan over all portfolios in the order in which their events were appended.

use schema::{Commitment, PortfolioId, Revision};
use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};
use tokio::time::sleep;

use super::{
    Refusal, erasure,
    intake::Intake,
    published::{PastCopies, Published},
    shelf::Shelf,
    texts,
};
use crate::{
    metrics,
    store::{Damage, EventStore, PageLimit, Scanned, StoreError},
};

/// Texts that wait to be fetched, per portfolio, at most.
const TEXTS_WAITING_MAX: usize = 512;

/// For the rest of a commit to be seen whose first events were.
pub(super) const TORN_PAUSE: Duration = Duration::from_millis(50);
/// How often that is looked for.
pub(super) const TORN_LOOKS_MAX: u32 = 100;

/// Portfolios that are listed at once.
const HEADS: usize = 256;

/// A portfolio as loaded, or why it is not served.
pub(super) type Loaded = Result<(Published, Shelf), Refusal>;

#[derive(Debug)]
struct Loading {
    intake: Intake,
    shelf: Shelf,
    waiting: Vec<Commitment>,
}

/// All portfolios of a store. An error is one of the store as a whole; what is wrong with one
/// portfolio keeps none of the others from being served.
pub(super) async fn load(
    store: &dyn EventStore,
    copies: PastCopies,
    progress: impl Fn(u64),
) -> Result<BTreeMap<PortfolioId, Loaded>, StoreError> {
    if store.is_shared() {
        return load_one_by_one(store, copies, progress).await;
    }
    let mut loading: BTreeMap<PortfolioId, Result<Loading, Refusal>> = BTreeMap::new();
    let (mut after, mut count) = (None, 0);
    loop {
        let page = store.scan(after, PageLimit::USUAL).await?;
        let Some(last) = page.events.last() else { break };
        after = Some(last.position);
        count += page.events.len() as u64;
        metrics::events_loaded(page.events.len());
        for scanned in &page.events {
            take(&mut loading, scanned, copies);
        }
        for (&portfolio, one) in &mut loading {
            fetch(store, portfolio, one, TEXTS_WAITING_MAX).await;
        }
        progress(count);
    }
    finish(store, loading).await
}

/// The same of a store to which others write meanwhile: each ledger is read to the end that it then
/// has. Everything that was ever appended holds more than ledgers there.
async fn load_one_by_one(
    store: &dyn EventStore,
    copies: PastCopies,
    progress: impl Fn(u64),
) -> Result<BTreeMap<PortfolioId, Loaded>, StoreError> {
    let count = AtomicU64::new(0);
    let read = |events: usize| {
        metrics::events_loaded(events);
        progress(count.fetch_add(events as u64, Ordering::SeqCst) + events as u64);
    };
    let mut loaded = BTreeMap::new();
    for portfolio in store.listed().await? {
        match load_one(store, portfolio, copies, &read).await {
            // It was listed, and its first event has not come.
            Ok(None) => {}
            Ok(Some(one)) => {
                loaded.insert(portfolio, Ok(one));
            }
            Err(Refusal::Store(error @ StoreError::Unavailable { .. })) => return Err(error),
            Err(refusal) => {
                loaded.insert(portfolio, Err(refusal));
            }
        }
    }
    Ok(loaded)
}

/// One ledger to its end, where it has begun.
pub(super) async fn load_one(
    store: &dyn EventStore,
    portfolio: PortfolioId,
    copies: PastCopies,
    read: &impl Fn(usize),
) -> Result<Option<(Published, Shelf)>, Refusal> {
    let intake = Intake::after(portfolio, Published::that_keeps(copies));
    let mut one = Loading { intake, shelf: Shelf::default(), waiting: Vec::new() };
    let mut looks = 0;
    let head = loop {
        let page = store.read(portfolio, one.intake.next(), PageLimit::LARGE).await?;
        for stored in &page.events {
            let envelope = one.intake.take(stored)?;
            one.waiting.extend(texts::commitments(&envelope.event));
        }
        if !page.events.is_empty() {
            read(page.events.len());
            continue;
        }
        looks += 1;
        // A group is appended whole, but may be seen event by event.
        if one.intake.check_whole().is_ok() || looks > TORN_LOOKS_MAX {
            break page.head;
        }
        sleep(TORN_PAUSE).await;
    };
    if head.is_none() {
        return Ok(None);
    }
    texts::fill(store, portfolio, &one.waiting, &one.shelf).await?;
    whole(store, portfolio, Ok(one), head).await.map(Some)
}

/// Takes in an event, unless its portfolio is not served any more.
fn take(
    loading: &mut BTreeMap<PortfolioId, Result<Loading, Refusal>>,
    scanned: &Scanned,
    copies: PastCopies,
) {
    let portfolio = scanned.portfolio;
    let one = loading.entry(portfolio).or_insert_with(|| {
        let intake = Intake::after(portfolio, Published::that_keeps(copies));
        Ok(Loading { intake, shelf: Shelf::default(), waiting: Vec::new() })
    });
    let Ok(sound) = one else { return };
    let taken = match &scanned.event {
        Ok(stored) => sound.intake.take(stored),
        Err(damage) => Err(damage.clone().into()),
    };
    match taken {
        Ok(envelope) => sound.waiting.extend(texts::commitments(&envelope.event)),
        Err(refusal) => *one = Err(refusal),
    }
}

/// Fetches the texts that wait, where there are at least `enough`.
async fn fetch(
    store: &dyn EventStore,
    portfolio: PortfolioId,
    one: &mut Result<Loading, Refusal>,
    enough: usize,
) {
    let Ok(sound) = one else { return };
    if sound.waiting.len() >= enough {
        let waiting = std::mem::take(&mut sound.waiting);
        if let Err(refusal) = texts::fill(store, portfolio, &waiting, &sound.shelf).await {
            *one = Err(refusal);
        }
    }
}

/// Compares each portfolio with the head that the store gives for it.
async fn finish(
    store: &dyn EventStore,
    mut loading: BTreeMap<PortfolioId, Result<Loading, Refusal>>,
) -> Result<BTreeMap<PortfolioId, Loaded>, StoreError> {
    let heads = heads(store).await?;
    let mut loaded = BTreeMap::new();
    for (&portfolio, &head) in &heads {
        let Some(mut one) = loading.remove(&portfolio) else {
            let what = format!("all events up to revision {head} are missing");
            let damage = Damage { portfolio, revision: Revision::FIRST, what };
            loaded.insert(portfolio, Err(damage.into()));
            continue;
        };
        fetch(store, portfolio, &mut one, 0).await;
        loaded.insert(portfolio, whole(store, portfolio, one, Some(head)).await);
    }
    for (portfolio, one) in loading {
        loaded.insert(portfolio, whole(store, portfolio, one, None).await);
    }
    Ok(loaded)
}

/// Finishes every erasure of a store that nobody serves: what its events say was erased is in its
/// vault no more. A portfolio that cannot be read is left for whoever serves it to tell.
pub async fn finish_erasures(store: &dyn EventStore) -> Result<(), StoreError> {
    for loaded in load(store, PastCopies::default(), |_| ()).await?.into_values() {
        if let Err(Refusal::ErasureUnfinished { error }) = loaded {
            return Err(error);
        }
    }
    Ok(())
}

/// A portfolio that ends where the store says, with nothing in its vault that it says was erased.
async fn whole(
    store: &dyn EventStore,
    portfolio: PortfolioId,
    one: Result<Loading, Refusal>,
    head: Option<Revision>,
) -> Loaded {
    let Loading { intake, shelf, .. } = one?;
    let published = intake.finish(head)?;
    erasure::finish(store, portfolio, &published, &shelf).await?;
    Ok((published, shelf))
}

async fn heads(store: &dyn EventStore) -> Result<BTreeMap<PortfolioId, Revision>, StoreError> {
    let (mut heads, mut after) = (BTreeMap::new(), None);
    loop {
        let page = store.portfolios(after, HEADS).await?;
        let Some(last) = page.last() else { return Ok(heads) };
        after = Some(last.portfolio);
        heads.extend(page.iter().map(|head| (head.portfolio, head.head)));
    }
}
