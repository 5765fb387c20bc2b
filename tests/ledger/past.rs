//! Past states: what the portfolio was at a revision or an instant.

use projections::{Cause, Portfolio};
use schema::Envelope;
use std::sync::Arc;
use thirdplace::{ledger::PastError, store::MemoryStore};

use crate::estate::{FURNISHED, Service, desk, revision, stored, submission};

const DESKS: u64 = 700;

/// More events than several kept copies of the state are apart.
#[tokio::test]
async fn every_past_revision_equals_a_replay_of_its_events() {
    let store = Arc::new(MemoryStore::default());
    let service = Service::on(store.clone()).await;
    let ledger = service.furnished(1).await;
    for number in 0..u128::from(DESKS) {
        ledger.submit(submission(number, desk(1_000 + number))).await.unwrap();
    }
    let reloaded = Service::on(store.clone()).await;
    let reloaded = reloaded.ledgers.get(ledger.portfolio()).unwrap();
    let mut replayed = Portfolio::default();
    for event in stored(&*store, ledger.portfolio()).await {
        let Envelope { revision, recorded, actor, commit, event, .. } =
            Envelope::from_bytes(event.bytes()).unwrap();
        replayed.evolve(&Cause { revision, recorded, actor }, &event).unwrap();
        if commit.is_last() && (revision.number() % 13 == 0 || (revision.number() + 3) % 256 < 6) {
            assert_eq!(ledger.at_revision(revision).await.unwrap(), replayed, "{revision}");
            assert_eq!(reloaded.at_revision(revision).await.unwrap(), replayed, "{revision}");
            assert_eq!(ledger.at_instant(recorded).await.unwrap(), replayed, "{recorded}");
        }
    }
    assert_eq!(ledger.newest(), replayed);
    assert_eq!(reloaded.newest().digest(), replayed.digest());
}

#[tokio::test]
async fn a_revision_or_instant_within_a_commit_rounds_down() {
    let service = Service::in_memory().await;
    let ledger = service.furnished(1).await;
    // The opening commit has the revisions 0 and 1.
    let opened = ledger.at_revision(revision(1)).await.unwrap();
    assert_eq!(opened.head().unwrap().revision, revision(1));
    let before = ledger.at_revision(revision(0)).await.unwrap_err();
    let at = opened.head().unwrap().recorded;
    assert_eq!(before, PastError::BeforeFirst { opened: revision(1), at });
    assert_eq!(ledger.at_instant(at).await.unwrap(), opened);
    let earlier = schema::Instant::from_microseconds(at.microseconds() - 1).unwrap();
    assert_eq!(ledger.at_instant(earlier).await.unwrap_err(), before);
    let beyond = ledger.at_revision(revision(FURNISHED)).await.unwrap_err();
    let head = revision(FURNISHED - 1);
    assert_eq!(beyond, PastError::NotYet { asked: revision(FURNISHED), head });
}

#[tokio::test]
async fn history_is_read_in_pages_up_to_a_pinned_revision() {
    let service = Service::in_memory().await;
    let ledger = service.furnished(1).await;
    let envelopes = ledger.envelopes(revision(2), revision(4)).await.unwrap();
    let revisions: Vec<u64> = envelopes.iter().map(|e| e.revision.number()).collect();
    assert_eq!(revisions, [2, 3, 4]);
    let rest = ledger.envelopes(revision(4), revision(99)).await.unwrap();
    assert_eq!(rest.len() as u64, FURNISHED - 4);
    assert!(ledger.envelopes(revision(99), revision(100)).await.unwrap().is_empty());
    let stored = ledger.stored(revision(2), revision(4)).await.unwrap();
    assert_eq!(stored[0].bytes()[..], envelopes[0].to_bytes().unwrap()[..]);
}
