//! Opening portfolios, stopping, and several nodes on one store.

use schema::{PortfolioId, Role};
use std::sync::Arc;
use thirdplace::{
    ledger::{Answer, FindError, OpenError, SubmitError},
    store::{MemoryStore, StoreError},
};

use crate::{
    estate::{FURNISHED, Service, desk, id, issuer, open, recorded_at, revision, submission},
    staged::{Act, Staged},
};

#[tokio::test]
async fn the_same_opening_opens_one_portfolio() {
    let service = Service::in_memory().await;
    let opening = || submission(1, open("Jämtlands län"));
    let both = tokio::join!(service.ledgers.open(opening()), service.ledgers.open(opening()));
    let ((first, answer), (second, again)) = (both.0.unwrap(), both.1.unwrap());
    assert!(Arc::ptr_eq(&first, &second));
    assert_eq!(answer, again);
    assert_eq!(first.portfolio(), PortfolioId::opened_by(id(1)));
    assert_eq!(service.ledgers.list().unwrap().len(), 1);
    let other = service.ledgers.open(submission(1, open("Västernorrland"))).await.unwrap_err();
    assert!(matches!(other, OpenError::Submit(SubmitError::CommandConflict { .. })), "{other}");
}

#[tokio::test]
async fn a_rejected_opening_opens_nothing() {
    let service = Service::in_memory().await;
    let mut opening = submission(1, open("Jämtlands län"));
    opening.issuer = issuer(Role::Auditor);
    let rejected = service.ledgers.open(opening).await.unwrap_err();
    assert!(matches!(rejected, OpenError::Submit(SubmitError::Rejected(_))), "{rejected}");
    assert!(service.ledgers.list().unwrap().is_empty());
    let portfolio = PortfolioId::opened_by(id(1));
    assert_eq!(service.ledgers.get(portfolio).unwrap_err(), FindError::Unknown(portfolio));
}

#[tokio::test]
async fn stopping_records_and_answers_what_waits() {
    let store = Staged::new();
    let service = Service::on(store.clone()).await;
    let ledger = service.furnished(1).await;
    store.next([Act::Wait]);
    let waiting: Vec<_> = (0..50_u128)
        .map(|number| {
            let (ledger, submission) = (ledger.clone(), submission(number, desk(300 + number)));
            tokio::spawn(async move { ledger.submit(submission).await })
        })
        .collect();
    store.arrival().await;
    let stopping = tokio::spawn({
        let ledgers = service.ledgers.clone();
        async move { ledgers.stop().await }
    });
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
    let late = ledger.submit(submission(99, desk(999))).await;
    assert_eq!(late, Err(SubmitError::Stopping));
    store.let_through();
    for waiting in waiting {
        assert!(matches!(waiting.await.unwrap(), Ok(Answer::Recorded { .. })));
    }
    stopping.await.unwrap().unwrap();
    assert_eq!(ledger.newest().next_revision(), revision(FURNISHED + 50));
    assert_eq!(service.ledgers.get(ledger.portfolio()).unwrap_err(), FindError::Stopping);
}

#[tokio::test]
async fn a_portfolio_that_another_node_wrote_to_is_caught_up_with() {
    let store = Arc::new(MemoryStore::default());
    let here = Service::on(store.clone()).await;
    let ledger = here.furnished(1).await;
    let there = Service::on(store.clone()).await;
    let theirs = there.ledgers.get(ledger.portfolio()).unwrap();
    theirs.submit(submission(1, desk(300))).await.unwrap();
    theirs.submit(submission(2, desk(301))).await.unwrap();

    let answer = ledger.submit(submission(3, desk(302))).await.unwrap();
    assert!(recorded_at(&answer, FURNISHED + 2));
    let rejected = theirs.submit(submission(4, desk(302))).await;
    assert!(matches!(rejected, Err(SubmitError::Rejected(_))), "decided on what the other wrote");
    let again = theirs.submit(submission(3, desk(302))).await;
    assert_eq!(again, Ok(answer), "recognised although the other recorded it");
    assert_eq!(theirs.newest().digest(), ledger.newest().digest());
}

#[tokio::test]
async fn a_store_that_is_closed_refuses() {
    use thirdplace::store::EventStore;
    let store = Arc::new(MemoryStore::default());
    let service = Service::on(store.clone()).await;
    let ledger = service.furnished(1).await;
    store.close().await.unwrap();
    let refused = ledger.submit(submission(1, desk(300))).await;
    let closed = SubmitError::Refused(StoreError::Closed.into());
    assert_eq!(refused, Err(closed));
}
