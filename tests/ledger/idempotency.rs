//! A command is recorded once, however often it is submitted.

use schema::Role;
use std::{path::Path, sync::Arc};
use tempfile::TempDir;
use thirdplace::{
    ledger::{Answer, SubmitError},
    store::SqliteStore,
};

use crate::{
    estate::{
        FURNISHED, Service, desk, id, issuer, no_change, organisation, recorded_at, revision,
        submission,
    },
    staged::Staged,
};

#[tokio::test]
async fn the_same_command_again_gets_the_first_answer_and_no_event() {
    let service = Service::in_memory().await;
    let ledger = service.furnished(1).await;
    for (number, command) in
        [(1, desk(300).into()), (2, schema::Command::from(organisation(200, "Åre kommun")))]
    {
        let first = ledger.submit(submission(number, command.clone())).await.unwrap();
        service.clock.move_seconds(60);
        let head = ledger.newest();
        let again = ledger.submit(submission(number, command)).await.unwrap();
        assert_eq!(again, first);
        assert_eq!(ledger.newest(), head);
    }
}

#[tokio::test]
async fn another_command_under_the_same_id_is_a_conflict() {
    let service = Service::in_memory().await;
    let ledger = service.furnished(1).await;
    ledger.submit(submission(1, desk(300))).await.unwrap();
    ledger.submit(submission(2, organisation(200, "Ragunda kommun"))).await.unwrap();
    let head = ledger.newest();
    let others: [(u128, schema::Command, u64); 4] = [
        (1, desk(301).into(), FURNISHED),
        (1, organisation(201, "Ragunda kommun").into(), FURNISHED),
        (2, organisation(200, "Krokoms kommun").into(), FURNISHED + 1),
        (2, desk(302).into(), FURNISHED + 1),
    ];
    for (number, command, first) in others {
        let conflict = SubmitError::CommandConflict { id: id(number), first: revision(first) };
        assert_eq!(ledger.submit(submission(number, command)).await, Err(conflict));
    }
    assert_eq!(ledger.newest(), head);
}

async fn service_on(file: &Path) -> Service {
    Service::on(Arc::new(SqliteStore::open(file).await.unwrap())).await
}

#[tokio::test]
async fn commands_are_recognised_after_a_restart_also_by_their_texts() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("store.db");
    let service = service_on(&file).await;
    let ledger = service.furnished(1).await;
    let with_text = ledger.submit(submission(1, organisation(200, "Härjedalen"))).await.unwrap();
    let without = ledger.submit(submission(2, desk(300))).await.unwrap();
    let before = ledger.newest().digest();
    service.ledgers.stop().await.unwrap();

    let service = service_on(&file).await;
    let ledger = service.ledgers.get(ledger.portfolio()).unwrap();
    assert_eq!(ledger.newest().digest(), before);
    let again = ledger.submit(submission(1, organisation(200, "Härjedalen"))).await;
    assert_eq!(again, Ok(with_text));
    assert_eq!(ledger.submit(submission(2, desk(300))).await, Ok(without));
    let other = ledger.submit(submission(1, organisation(200, "Strömsund"))).await;
    assert!(matches!(other, Err(SubmitError::CommandConflict { .. })), "{other:?}");
    assert_eq!(ledger.newest().digest(), before);
    service.ledgers.stop().await.unwrap();
}

#[tokio::test]
async fn a_duplicate_in_the_same_group_gets_the_same_answer() {
    let service = Service::on(Staged::new()).await;
    let ledger = service.furnished(1).await;
    let submit = |number: u128, command: schema::Command| {
        let (ledger, submission) = (ledger.clone(), submission(number, command));
        tokio::spawn(async move { ledger.submit(submission).await })
    };
    // On one thread all of them wait before the writer begins.
    let called = |called: &str| organisation(200, called).into();
    let waiting = [submit(1, called("Berg")), submit(1, called("Berg")), submit(1, called("Åre"))];
    let mut answers = Vec::new();
    for waiting in waiting {
        answers.push(waiting.await.unwrap());
    }
    assert!(recorded_at(answers[0].as_ref().unwrap(), FURNISHED));
    assert_eq!(answers[1], answers[0]);
    assert!(matches!(answers[2], Err(SubmitError::CommandConflict { .. })), "{answers:?}");
}

#[tokio::test]
async fn a_rejection_leaves_no_trace() {
    let store = Staged::new();
    let service = Service::on(store.clone()).await;
    let ledger = service.furnished(1).await;
    store.take_groups();
    let head = ledger.newest();
    let mut by_auditor = submission(1, desk(300));
    by_auditor.issuer = issuer(Role::Auditor);
    let rejected = ledger.submit(by_auditor).await;
    assert!(matches!(rejected, Err(SubmitError::Rejected(_))), "{rejected:?}");
    assert_eq!((ledger.newest(), ledger.commit_of(id(1))), (head, None));
    assert!(store.take_groups().is_empty());
    let answer = ledger.submit(submission(1, organisation(200, "Ånge"))).await.unwrap();
    assert!(recorded_at(&answer, FURNISHED), "its id is free for another command");
}

#[tokio::test]
async fn a_command_that_changes_nothing_says_so_and_leaves_none() {
    let store = Staged::new();
    let service = Service::on(store.clone()).await;
    let ledger = service.furnished(1).await;
    ledger.submit(submission(1, desk(300))).await.unwrap();
    store.take_groups();
    let answer = ledger.submit(submission(2, no_change(300))).await;
    assert_eq!(answer, Ok(Answer::Unchanged { revision: revision(FURNISHED) }));
    assert!(store.take_groups().is_empty());
    assert_eq!(ledger.commit_of(id(2)), None);
}
