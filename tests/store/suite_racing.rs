//! The suite that every engine keeps: many at once, and subscriptions.

use schema::{PortfolioId, Revision};
use std::{collections::BTreeSet, sync::Arc};
use thirdplace::store::{Append, EventStore, PageLimit, StoreError, StoredEvent, Subscription};
use tokio::task::JoinSet;

use crate::{
    engines::Engine,
    groups::{Broken, Chance, Kept, follows, group, portfolio, revision, same, whole},
};

const SEEDS: [u64; 3] = [1, 20_261_123, 0xfeed];
const WRITERS: u64 = 6;
const GROUPS_EACH: u64 = 25;

/// Writers of one ledger, each appending its own groups after whatever head it finds, sometimes
/// asking again as if the answer had been lost.
pub(crate) async fn racing_writers_lose_and_double_nothing(engine: &dyn Engine) -> Kept {
    let store = engine.open().await;
    for (number, seed) in (1..).zip(SEEDS) {
        let ledger = portfolio(number);
        let mut writers = JoinSet::new();
        for writer in 0..WRITERS {
            let chance = Chance(seed.wrapping_mul(31).wrapping_add(writer));
            writers.spawn(write(store.clone(), ledger, writer.into(), chance));
        }
        let mut acknowledged = Vec::new();
        while let Some(written) = writers.join_next().await {
            acknowledged.extend(written??);
        }
        let context = |broken: Broken| Broken(format!("seed {seed}: {}", broken.0));
        check_race(&*store, ledger, acknowledged).await.map_err(context)?;
    }
    Ok(())
}

async fn write(
    store: Arc<dyn EventStore>,
    ledger: PortfolioId,
    writer: u128,
    mut chance: Chance,
) -> Result<Vec<Append>, Broken> {
    let (mut acknowledged, mut written) = (Vec::new(), 0);
    let mut head: Option<Revision> = None;
    for _ in 0..GROUPS_EACH {
        let count = 1 + chance.below(4);
        loop {
            for _ in 0..chance.below(4) {
                tokio::task::yield_now().await;
            }
            let append = group(ledger, writer, written, count, head.map(Revision::number));
            match store.append(append.clone()).await {
                Ok(answer) => {
                    if chance.below(4) == 0 {
                        same!(store.append(append.clone()).await?, answer, "a repeated answer");
                    }
                    head = Some(answer);
                    acknowledged.push(append);
                    break;
                }
                Err(StoreError::WrongRevision { actual, .. }) => head = actual,
                Err(error) => return Err(error.into()),
            }
        }
        written += count;
    }
    Ok(acknowledged)
}

async fn check_race(
    store: &dyn EventStore,
    ledger: PortfolioId,
    mut acknowledged: Vec<Append>,
) -> Kept {
    acknowledged.sort_by_key(|append| append.expected);
    let expected: Vec<StoredEvent> =
        acknowledged.into_iter().flat_map(|append| append.events).collect();
    let found = whole(store, ledger).await?;
    follows(&found, 0)?;
    let ids: BTreeSet<_> = found.iter().map(StoredEvent::event_id).collect();
    same!(ids.len(), found.len(), "different events");
    same!(found == expected, true, "the ledger is what was acknowledged, whole and in order");
    Ok(())
}

const EVENTS: u64 = 10_000;

/// Some subscribe before the first event, some in between; one is slow enough to lose the live
/// events and go back to reading.
pub(crate) async fn subscribers_miss_and_repeat_nothing_while_ten_thousand_events_are_appended(
    engine: &dyn Engine,
) -> Kept {
    let store = engine.open().await;
    let ledger = portfolio(1);
    let mut followers = JoinSet::new();
    for (from, patience) in [(0, 0), (0, 400), (5_000, 0)] {
        let subscription = store.subscribe(ledger, revision(from)).await?;
        followers.spawn(follow(subscription, from, patience));
    }
    let mut chance = Chance(SEEDS[0]);
    let (mut written, mut late) = (0, false);
    while written < EVENTS {
        let count = (1 + chance.below(60)).min(EVENTS - written);
        store.append(group(ledger, 1, written, count, written.checked_sub(1))).await?;
        written += count;
        if !late && written > EVENTS / 2 {
            late = true;
            let from = chance.below(EVENTS / 2);
            let subscription = store.subscribe(ledger, revision(from)).await?;
            followers.spawn(follow(subscription, from, 3));
        }
    }
    while let Some(followed) = followers.join_next().await {
        followed??;
    }
    same!(whole(&*store, ledger).await?.len() as u64, EVENTS, "events in the ledger");
    Ok(())
}

/// Follows to the last event, yielding `patience` times after each run.
async fn follow(mut subscription: Box<dyn Subscription>, from: u64, patience: u32) -> Kept {
    let mut next = from;
    while next < EVENTS {
        let Some(run) = subscription.next().await? else {
            return Err(Broken(format!("the subscription ended before revision {next}")));
        };
        same!(run.is_empty(), false, "a run is empty");
        next = follows(&run, next)?;
        for _ in 0..patience {
            tokio::task::yield_now().await;
        }
    }
    Ok(())
}

pub(crate) async fn a_subscription_waits_for_a_ledger_that_is_yet_to_begin(
    engine: &dyn Engine,
) -> Kept {
    let store = engine.open().await;
    let ledger = portfolio(1);
    let mut early = store.subscribe(ledger, revision(0)).await?;
    let mut later = store.subscribe(ledger, revision(3)).await?;
    let waiting = tokio::spawn(async move { early.next().await });
    store.append(group(portfolio(2), 2, 0, 1, None)).await?;
    store.append(group(ledger, 1, 0, 2, None)).await?;
    let run = waiting.await??.unwrap_or_default();
    same!(run, group(ledger, 1, 0, 2, None).events, "the first run");
    let append = group(ledger, 1, 2, 3, Some(1));
    store.append(append.clone()).await?;
    let run = later.next().await?.unwrap_or_default();
    same!(run, append.events[1..].to_vec(), "a run that begins within a group");
    Ok(())
}

/// More groups than any engine holds for a reader that does not take them.
pub(crate) async fn a_subscriber_that_fell_behind_goes_on_without_a_gap(
    engine: &dyn Engine,
) -> Kept {
    let store = engine.open().await;
    let ledger = portfolio(1);
    let mut subscription = store.subscribe(ledger, revision(0)).await?;
    let mut next = 0;
    for round in 0..3 {
        let first = round * 200;
        for number in first..first + 200 {
            store.append(group(ledger, 1, number, 1, number.checked_sub(1))).await?;
        }
        while next < first + 200 {
            next = follows(&subscription.next().await?.unwrap_or_default(), next)?;
        }
    }
    Ok(())
}

pub(crate) async fn closing_ends_subscriptions_and_refuses_what_comes_after(
    engine: &dyn Engine,
) -> Kept {
    let store = engine.open().await;
    let ledger = portfolio(1);
    store.append(group(ledger, 1, 0, 2, None)).await?;
    let mut subscription = store.subscribe(ledger, revision(0)).await?;
    let first = subscription.next().await?.unwrap_or_default();
    same!(first.len(), 2, "events before closing");
    let waiting = tokio::spawn(async move { subscription.next().await });
    store.close().await?;
    same!(waiting.await??, None, "a subscription after closing");
    let refused = store.append(group(ledger, 1, 2, 1, Some(1))).await;
    same!(refused, Err(StoreError::Closed), "an append after closing");
    let refused = store.read(ledger, revision(0), PageLimit::USUAL).await;
    same!(refused, Err(StoreError::Closed), "reading after closing");
    same!(store.close().await, Ok(()), "closing again");
    Ok(())
}
