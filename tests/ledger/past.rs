//! Past states: what the portfolio was at a revision or an instant.

use projections::{Cause, Portfolio};
use schema::{Envelope, PortfolioId, Revision};
use std::sync::Arc;
use thirdplace::{
    ledger::{PastCopies, PastError},
    store::{EventStore, MemoryStore},
};

use crate::estate::{
    FURNISHED, IMPORT, Service, desk, id, import, revision, space_of_desks, stored, submission,
};

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

/// The state after the events up to `end`, made from nothing.
async fn replayed(store: &dyn EventStore, portfolio: PortfolioId, end: Revision) -> Portfolio {
    let mut state = Portfolio::default();
    for event in stored(store, portfolio).await {
        if event.revision() <= end {
            let Envelope { revision, recorded, actor, event, .. } =
                Envelope::from_bytes(event.bytes()).unwrap();
            state.evolve(&Cause { revision, recorded, actor }, &event).unwrap();
        }
    }
    state
}

/// Few copies, and fewer states kept for whoever asks again than the tests ask for.
const FEW: PastCopies = PastCopies { spacing_events: 64, copies_max: 4, recalled_max: 2 };

#[tokio::test]
async fn a_past_state_is_the_same_whether_it_was_asked_for_before_or_not() {
    let store = Arc::new(MemoryStore::default());
    let ledger = Service::keeping(store.clone(), FEW).await.furnished(1).await;
    for number in 0..u128::from(DESKS) {
        ledger.submit(submission(number, desk(1_000 + number))).await.unwrap();
    }
    // Again at once, from the one before, after others have taken its place, far from any copy.
    for number in [650, 650, 651, 40, 120, 39, 650, 649, 320, 40] {
        let state = ledger.at_revision(revision(number)).await.unwrap();
        let replayed = replayed(&*store, ledger.portfolio(), revision(number)).await;
        assert_eq!(state, replayed, "{number}");
        assert_eq!(state.digest(), replayed.digest(), "{number}");
    }
}

#[tokio::test]
async fn a_past_state_tells_nothing_of_what_was_recorded_after_it() {
    let service = Service::keeping(Arc::new(MemoryStore::default()), FEW).await;
    let ledger = service.furnished(1).await;
    let mut told = Vec::new();
    for number in 0..200 {
        ledger.submit(submission(number, desk(1_000 + number))).await.unwrap();
        let state = ledger.at_revision(revision(FURNISHED)).await.unwrap();
        told = state.touching(space_of_desks().uuid(), None).map(Revision::number).collect();
        assert_eq!(told.last(), Some(&FURNISHED), "after {number} more");
    }
    assert_eq!(told, [FURNISHED - 1, FURNISHED]);
}

#[tokio::test]
async fn a_revision_within_a_commit_rounds_down_beside_states_that_were_asked_for_before() {
    let service = Service::keeping(Arc::new(MemoryStore::default()), FEW).await;
    let ledger = service.furnished(1).await;
    ledger.submit(submission(1, import(3))).await.unwrap();
    let before = revision(FURNISHED);
    let parts = (0..3).map(|number| desk(1_000 + number).into()).collect();
    let record = schema::ImportRecord { import: id(IMPORT), parts };
    let last = ledger.submit(submission(2, record)).await.unwrap().revision();
    assert_eq!(last, before.plus(4));
    ledger.submit(submission(3, desk(2_000))).await.unwrap();
    for asked in [last, before.plus(1), before, before.plus(3), last, before.plus(2)] {
        let state = ledger.at_revision(asked).await.unwrap();
        let expected = if asked == last { last } else { before };
        assert_eq!(state.head().unwrap().revision, expected, "{asked}");
        assert_eq!(state.resources().len(), if asked == last { 3 } else { 0 }, "{asked}");
    }
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
