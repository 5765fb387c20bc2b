//! Subscriptions: whole commits, each once and in order, resumable.

use schema::Digest;
use std::sync::Arc;
use thirdplace::{
    ledger::{Begin, CommitSubscription, Cursor, Ledger, SubscribeError},
    store::MemoryStore,
};

use crate::estate::{
    FURNISHED, IMPORT, Service, desk, id, import, organisation, revision, submission,
};

/// The first revisions of the next `count` commits.
async fn firsts(subscription: &mut CommitSubscription, count: usize) -> Vec<u64> {
    let mut firsts = Vec::new();
    for _ in 0..count {
        let commit = subscription.next().await.unwrap().unwrap();
        assert!(commit.envelopes.last().unwrap().commit.is_last());
        assert_eq!(commit.envelopes.last().unwrap().revision, commit.cursor.revision);
        firsts.push(commit.first().number());
    }
    firsts
}

async fn desks(ledger: &Ledger, numbers: std::ops::Range<u128>) {
    for number in numbers {
        ledger.submit(submission(number, desk(1_000 + number))).await.unwrap();
    }
}

#[tokio::test]
async fn commits_come_whole_from_any_revision_and_then_live() {
    let service = Service::in_memory().await;
    let ledger = service.furnished(1).await;
    let mut all = ledger.subscribe(Begin::At(revision(0))).await.unwrap();
    // Revision 1 is within the opening commit.
    let mut within = ledger.subscribe(Begin::At(revision(1))).await.unwrap();
    let mut later = ledger.subscribe(Begin::At(revision(FURNISHED + 1))).await.unwrap();
    assert_eq!(firsts(&mut all, 5).await, [0, 2, 3, 4, 5]);
    assert_eq!(firsts(&mut within, 2).await, [0, 2]);
    desks(&ledger, 0..3).await;
    assert_eq!(firsts(&mut all, 3).await, [6, 7, 8]);
    assert_eq!(firsts(&mut within, 6).await, [3, 4, 5, 6, 7, 8]);
    assert_eq!(firsts(&mut later, 2).await, [7, 8]);
}

#[tokio::test]
async fn a_commit_that_is_yet_to_come_also_comes_whole() {
    let service = Service::in_memory().await;
    let ledger = service.furnished(1).await;
    // The import is started by one event, and a part of it records three and how far it is.
    let within = Begin::At(revision(FURNISHED + 2));
    let mut waiting = ledger.subscribe(within).await.unwrap();
    let mut behind = ledger.subscribe(within).await.unwrap();
    let next = tokio::spawn(async move { waiting.next().await.unwrap().unwrap() });
    tokio::task::yield_now().await;
    ledger.submit(submission(1, import(3))).await.unwrap();
    let parts = (300..303).map(|number| schema::ImportPart::Resource(desk(number))).collect();
    let record = schema::ImportRecord { import: id(IMPORT), parts };
    ledger.submit(submission(2, record)).await.unwrap();
    assert_eq!(next.await.unwrap().first(), revision(FURNISHED + 1));
    desks(&ledger, 10..60).await;
    assert_eq!(firsts(&mut behind, 2).await, [FURNISHED + 1, FURNISHED + 5]);
}

/// On one thread, so that the reader listens to what comes before anything comes.
#[tokio::test]
async fn a_reader_that_fell_behind_misses_nothing() {
    let service = Service::in_memory().await;
    let ledger = service.furnished(1).await;
    let mut subscription = ledger.subscribe(Begin::At(revision(FURNISHED))).await.unwrap();
    let listening = tokio::spawn(async move {
        let first = firsts(&mut subscription, 1).await;
        (subscription, first)
    });
    tokio::task::yield_now().await;
    desks(&ledger, 0..1).await;
    let (mut subscription, first) = listening.await.unwrap();
    assert_eq!(first, [FURNISHED]);
    // More than is held for a reader that does not take it.
    desks(&ledger, 1..200).await;
    let expected: Vec<u64> = (FURNISHED + 1..FURNISHED + 200).collect();
    assert_eq!(firsts(&mut subscription, 199).await, expected);
}

#[tokio::test]
async fn a_cursor_resumes_after_its_event_and_knows_its_ledger() {
    let store = Arc::new(MemoryStore::default());
    let service = Service::on(store.clone()).await;
    let ledger = service.furnished(1).await;
    let mut subscription = ledger.subscribe(Begin::At(revision(0))).await.unwrap();
    firsts(&mut subscription, 2).await;
    let cursor = subscription.next().await.unwrap().unwrap().cursor;
    let cursor: Cursor = cursor.to_string().parse().unwrap();

    let restarted = Service::on(store).await;
    let ledger = restarted.ledgers.get(ledger.portfolio()).unwrap();
    let mut resumed = ledger.subscribe(Begin::After(cursor)).await.unwrap();
    assert_eq!(firsts(&mut resumed, 2).await, [4, 5]);

    let another = Service::in_memory().await;
    let another = another.furnished(1).await;
    for foreign in [
        Cursor { digest: Digest::of(b"another event"), ..cursor },
        Cursor { revision: revision(99), ..cursor },
    ] {
        let refused = ledger.subscribe(Begin::After(foreign)).await.unwrap_err();
        let expected = SubscribeError::ForeignCursor { revision: foreign.revision };
        assert_eq!(refused, expected);
    }
    // The same commands in another store: other salts, and so other events.
    let refused = another.subscribe(Begin::After(cursor)).await.unwrap_err();
    assert!(matches!(refused, SubscribeError::ForeignCursor { .. }));
}

#[tokio::test]
async fn stopping_ends_subscriptions_after_the_last_commit() {
    let service = Service::in_memory().await;
    let ledger = service.furnished(1).await;
    let mut subscription = ledger.subscribe(Begin::At(revision(FURNISHED))).await.unwrap();
    let waiting = tokio::spawn(async move {
        let mut count = 0;
        while subscription.next().await.unwrap().is_some() {
            count += 1;
        }
        count
    });
    tokio::task::yield_now().await;
    ledger.submit(submission(1, organisation(200, "Sollefteå"))).await.unwrap();
    service.ledgers.stop().await.unwrap();
    assert_eq!(waiting.await.unwrap(), 1);
    let refused = ledger.subscribe(Begin::At(revision(0))).await.unwrap_err();
    assert_eq!(refused, SubscribeError::Stopping);
}
