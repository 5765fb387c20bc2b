//! Acknowledged means durable, and readers never see what could still be lost.

use projections::Texts;
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};
use thirdplace::{
    ledger::{Begin, Fatal, Refusal, SubmitError},
    store::StoreError,
};

use crate::{
    estate::{
        FURNISHED, Service, desk, id, open, organisation, recorded_at, revision, stored, submission,
    },
    staged::{Act, Staged},
};

/// Lets every task that can go on do so: on one thread a task that would answer has answered.
async fn let_others_work() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn nobody_is_answered_and_nothing_is_seen_before_the_commit_is_durable() {
    let store = Staged::new();
    let service = Service::on(store.clone()).await;
    let ledger = service.furnished(1).await;
    let mut subscription = ledger.subscribe(Begin::At(revision(FURNISHED))).await.unwrap();
    let seen = tokio::spawn(async move { subscription.next().await });
    let before = ledger.newest();
    store.next([Act::Wait]);

    let submit = |number: u128, command: schema::Command| {
        let (ledger, submission) = (ledger.clone(), submission(number, command));
        tokio::spawn(async move { ledger.submit(submission).await })
    };
    let recorded = submit(1, organisation(200, "Länsstyrelsen").into());
    let rejected = submit(2, organisation(200, "Länsstyrelsen igen").into());
    let repeated = submit(1, organisation(200, "Länsstyrelsen").into());
    let another = submit(3, desk(300).into());
    store.arrival().await;
    let_others_work().await;

    for waiting in [&recorded, &rejected, &repeated, &another] {
        assert!(!waiting.is_finished(), "answered before the commit was durable");
    }
    assert!(!seen.is_finished(), "told before the commit was durable");
    assert_eq!(ledger.newest(), before);
    assert_eq!(ledger.commit_of(id(1)), None);

    store.let_through();
    let first = recorded.await.unwrap().unwrap();
    assert!(recorded_at(&first, FURNISHED));
    assert_eq!(repeated.await.unwrap().unwrap(), first);
    assert!(matches!(rejected.await.unwrap(), Err(SubmitError::Rejected(_))));
    assert!(another.await.unwrap().is_ok());
    assert_eq!(seen.await.unwrap().unwrap().unwrap().first(), revision(FURNISHED));
    let state = ledger.newest();
    let organisation = state.organisation(&id(200)).unwrap();
    let called = organisation.descriptions.entries()[0].value.name;
    assert_eq!(&*ledger.shelf().shown(called), "Länsstyrelsen");
}

#[tokio::test]
async fn after_a_failed_sync_the_process_ends_and_nothing_is_published() {
    let store = Staged::new();
    let (reasons, called) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicUsize::new(0)));
    let (told, counted) = (reasons.clone(), called.clone());
    let fatal = Fatal::calling(move |reason| {
        counted.fetch_add(1, Ordering::SeqCst);
        told.lock().unwrap().push(reason.to_owned());
    });
    let service = Service::with(store.clone(), fatal).await;
    let ledger = service.furnished(1).await;
    let before = ledger.newest();
    let failure = StoreError::SyncFailed { what: "disk I/O error".to_owned() };
    store.next([Act::Fail(failure.clone())]);
    let refused = SubmitError::Refused(Refusal::Store(failure));
    let answer = ledger.submit(submission(1, desk(300))).await;
    assert_eq!(answer, Err(refused.clone()));
    assert_eq!(called.load(Ordering::SeqCst), 1);
    assert!(reasons.lock().unwrap()[0].contains("disk I/O error"));
    assert_eq!(ledger.newest(), before);
    assert_eq!(ledger.submit(submission(2, desk(301))).await, Err(refused));
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_asked_for_again_and_recorded_once() {
    let store = Staged::new();
    let service = Service::on(store.clone()).await;
    let ledger = service.furnished(1).await;
    let unknown = || Act::Fail(StoreError::OutcomeUnknown { what: "no answer".to_owned() });
    store.next([Act::LoseAnswer]);
    assert!(recorded_at(&ledger.submit(submission(1, desk(300))).await.unwrap(), FURNISHED));
    store.take_asked();
    store.next([unknown(), unknown(), Act::LoseAnswer]);
    assert!(recorded_at(&ledger.submit(submission(2, desk(301))).await.unwrap(), FURNISHED + 1));
    let asked = store.take_asked();
    assert_eq!(asked.len(), 4);
    assert!(asked.iter().all(|append| *append == asked[0]), "the very same group each time");
    let events = stored(&*store, ledger.portfolio()).await;
    assert_eq!(events.len() as u64, FURNISHED + 2);
}

/// What is unknown stays so until the store settles it.
#[tokio::test(start_paused = true)]
async fn after_an_unknown_outcome_a_store_that_is_away_is_asked_on_and_never_taken_for_a_refusal() {
    let store = Staged::new();
    let service = Service::on(store.clone()).await;
    let ledger = service.furnished(1).await;
    let away = || Act::Fail(StoreError::Unavailable { what: "away".to_owned() });
    store.next([Act::LoseAnswer, away(), away()]);
    let answer = ledger.submit(submission(1, desk(300))).await.unwrap();
    assert!(recorded_at(&answer, FURNISHED), "{answer:?}");
    store.next([Act::LoseAnswer].into_iter().chain((0..100).map(|_| away())));
    let unknown = ledger.submit(submission(2, desk(301))).await.unwrap_err();
    assert!(matches!(unknown, SubmitError::OutcomeUnknown { .. }), "{unknown}");
    let events = stored(&*store, ledger.portfolio()).await;
    assert_eq!(events.len() as u64, FURNISHED + 2);
}

#[tokio::test]
async fn a_full_disk_refuses_and_room_again_records() {
    let store = Staged::new();
    let service = Service::on(store.clone()).await;
    let ledger = service.furnished(1).await;
    let full = StoreError::Full { what: "database or disk is full".to_owned() };
    store.next([Act::Fail(full.clone())]);
    let answer = ledger.submit(submission(1, desk(300))).await;
    assert_eq!(answer, Err(SubmitError::Refused(Refusal::Store(full))));
    let answer = ledger.submit(submission(1, desk(300))).await.unwrap();
    assert!(recorded_at(&answer, FURNISHED));
}

#[tokio::test]
async fn a_clock_behind_the_last_event_records_nothing() {
    let service = Service::in_memory().await;
    let ledger = service.furnished(1).await;
    service.clock.move_seconds(-4);
    let before = ledger.newest().head().unwrap().recorded;
    let answer = ledger.submit(submission(1, desk(300))).await.unwrap();
    assert!(recorded_at(&answer, FURNISHED), "a few seconds do not matter");
    assert!(ledger.newest().head().unwrap().recorded > before, "recorded after the one before");
    service.clock.move_seconds(-2);
    let refused = ledger.submit(submission(2, desk(301))).await;
    assert!(matches!(refused, Err(SubmitError::ClockBehind { .. })), "{refused:?}");
    service.clock.move_seconds(60);
    let answer = ledger.submit(submission(2, desk(301))).await.unwrap();
    assert!(recorded_at(&answer, FURNISHED + 1));
}

#[tokio::test]
async fn a_preview_records_nothing() {
    let store = Staged::new();
    let service = Service::on(store.clone()).await;
    let ledger = service.furnished(1).await;
    let before = ledger.newest();
    store.take_groups();
    let preview = ledger.preview(&submission(300, desk(300))).await.unwrap();
    assert_eq!((preview.events.len(), preview.after.resources().len()), (1, 1));
    let rejected = ledger.preview(&submission(301, open("again"))).await;
    assert!(matches!(rejected, Err(SubmitError::Rejected(_))));
    assert_eq!(ledger.newest(), before);
    assert!(store.take_groups().is_empty());
}
