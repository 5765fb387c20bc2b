//! Commands that wait are recorded together.

use schema::limits::{COMMIT_BYTES_MAX, GROUP_BYTES_MAX};
use std::sync::Arc;
use thirdplace::ledger::{Answer, Ledger, SubmitError};
use tokio::task::JoinHandle;

use crate::{
    estate::{
        FURNISHED, IMPORT, Service, desk, id, import, large_space, name, organisation, recorded_at,
        submission,
    },
    staged::{Act, Staged},
};

type Waiting = JoinHandle<Result<Answer, SubmitError>>;

/// Submits commands while an append is held, so that they wait together; then lets it go on.
async fn together(
    store: &Staged,
    ledger: &Arc<Ledger>,
    commands: Vec<schema::Command>,
) -> Vec<Result<Answer, SubmitError>> {
    store.take_groups();
    store.next([Act::Wait]);
    let submit = |number: u128, command: schema::Command| -> Waiting {
        let (ledger, submission) = (ledger.clone(), submission(number, command));
        tokio::spawn(async move { ledger.submit(submission).await })
    };
    let held = submit(9_000, desk(9_000).into());
    store.arrival().await;
    let waiting: Vec<Waiting> =
        (9_001..).zip(commands).map(|(number, command)| submit(number, command)).collect();
    // On one thread, in the order in which they were spawned.
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
    store.let_through();
    held.await.unwrap().unwrap();
    let mut answers = Vec::new();
    for waiting in waiting {
        answers.push(waiting.await.unwrap());
    }
    answers
}

fn counts(store: &Staged) -> Vec<usize> {
    store.take_groups().iter().map(Vec::len).collect()
}

#[tokio::test]
async fn commands_that_wait_are_recorded_in_one_append() {
    let store = Staged::new();
    let service = Service::on(store.clone()).await;
    let ledger = service.furnished(1).await;
    let desks = (300..320).map(|number| desk(number).into()).collect();
    let answers = together(&store, &ledger, desks).await;
    for (at, answer) in (FURNISHED + 1..).zip(answers) {
        assert!(recorded_at(&answer.unwrap(), at));
    }
    assert_eq!(counts(&store), [1, 20]);
}

#[tokio::test]
async fn a_rejected_command_spoils_nothing_before_or_after_it() {
    let store = Staged::new();
    let service = Service::on(store.clone()).await;
    let ledger = service.furnished(1).await;
    let commands = vec![desk(300).into(), desk(300).into(), desk(301).into()];
    let answers = together(&store, &ledger, commands).await;
    assert!(recorded_at(answers[0].as_ref().unwrap(), FURNISHED + 1));
    assert!(matches!(&answers[1], Err(SubmitError::Rejected(_))));
    assert!(recorded_at(answers[2].as_ref().unwrap(), FURNISHED + 2));
    assert_eq!(counts(&store), [1, 2]);
}

#[tokio::test]
async fn each_command_is_decided_on_what_the_ones_before_it_leave() {
    let store = Staged::new();
    let service = Service::on(store.clone()).await;
    let ledger = service.furnished(1).await;
    let unit = schema::UnitRegister {
        unit: id(400),
        from: "2026-01-01".parse().unwrap(),
        name: name("Samhällsbyggnad"),
        organisation: id(200),
        parent: None,
        headcount: 40,
        attendance: None,
        municipality: None,
    };
    let commands = vec![organisation(200, "Bergs kommun").into(), unit.into()];
    let answers = together(&store, &ledger, commands).await;
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    assert_eq!(counts(&store), [1, 2]);
}

#[tokio::test]
async fn a_group_keeps_the_bounds_of_every_engine() {
    let store = Staged::new();
    let service = Service::on(store.clone()).await;
    let ledger = service.furnished(1).await;
    let spaces: Vec<_> = (1_000..1_180).map(|number| large_space(number).into()).collect();
    let answers = together(&store, &ledger, spaces).await;
    assert!(answers.iter().all(Result::is_ok));
    let groups = store.take_groups();
    let bytes: Vec<usize> = groups.iter().map(|sizes| sizes.iter().sum()).collect();
    assert!(bytes.iter().sum::<usize>() > GROUP_BYTES_MAX, "too little to need two groups");
    assert!(bytes.iter().all(|&bytes| bytes <= GROUP_BYTES_MAX), "{bytes:?}");
    assert_eq!(groups.iter().map(Vec::len).sum::<usize>(), 181);
}

/// The clock of this test stands still while something can be done, and then jumps.
#[tokio::test(start_paused = true)]
async fn a_caller_does_not_wait_for_ever_for_a_place() {
    let store = Staged::new();
    let service = Service::on(store.clone()).await;
    let ledger = service.furnished(1).await;
    store.next([Act::Wait]);
    let mut waiting: Vec<Waiting> = Vec::new();
    for number in 0..1_100 {
        let (ledger, submission) = (ledger.clone(), submission(number, desk(1_000 + number)));
        waiting.push(tokio::spawn(async move { ledger.submit(submission).await }));
        if number == 0 {
            store.arrival().await;
        }
    }
    let late = waiting.pop().unwrap().await.unwrap();
    assert_eq!(late, Err(SubmitError::Busy));
    store.let_through();
    let mut recorded = 0;
    for waiting in waiting {
        recorded += u64::from(waiting.await.unwrap().is_ok());
    }
    assert_eq!(ledger.newest().next_revision().number(), FURNISHED + recorded);
    assert!(recorded >= 1_024, "{recorded}");
}

#[tokio::test]
async fn a_command_larger_than_a_commit_is_refused_and_leaves_nothing() {
    let service = Service::in_memory().await;
    let ledger = service.furnished(1).await;
    ledger.submit(submission(1, import(0))).await.unwrap();
    let before = ledger.newest();
    let parts = (1_000..1_120).map(|number| schema::ImportPart::Space(large_space(number)));
    let record = schema::ImportRecord { import: id(IMPORT), parts: parts.collect() };
    let refused = ledger.submit(submission(2, record)).await;
    let bytes_max = COMMIT_BYTES_MAX;
    assert!(
        matches!(&refused, Err(SubmitError::TooLarge { what: "bytes", most, .. }) if *most == bytes_max),
        "{refused:?}"
    );
    assert_eq!(ledger.newest(), before);
    assert_eq!(ledger.commit_of(id(2)), None);
}
