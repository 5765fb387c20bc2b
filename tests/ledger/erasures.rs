//! An erasure is recorded first and carried out before it is acknowledged; what was cut off between
//! the two is finished on the next start.

use projections::Texts;
use schema::{Commitment, ErasureGround, PersonErase, Role};
use std::{path::Path, sync::Arc};
use thirdplace::{
    ledger::{Answer, Ledger, Submission, SubmitError},
    store::{Append, EventStore, MemoryStore, SqliteStore, StoredEvent, Vaulted},
};

use crate::estate::{Service, id, issuer, name, revision, submission};

/// Long enough that no file holds it by chance.
const NAME: &str = "Gunnel-Marit Vestergren-Nordfjell";

const PERSON: u128 = 40;

async fn with_person(service: &Service) -> (Arc<Ledger>, Commitment) {
    let ledger = service.furnished(1).await;
    let register = schema::PersonRegister { person: id(PERSON), name: name(NAME) };
    ledger.submit(submission(1, register)).await.unwrap();
    let known = ledger.newest().person(&id(PERSON)).unwrap().name;
    assert_eq!(ledger.shelf().text(known).as_deref(), Some(NAME));
    (ledger, known)
}

fn erasure(number: u128) -> Submission {
    let (ground, decision) = (ErasureGround::DataSubject, None);
    let command = PersonErase { person: id(PERSON), ground, decision };
    Submission { issuer: issuer(Role::Administrator), ..submission(number, command) }
}

/// Whether a file of a folder holds a text.
fn found(folder: &Path, text: &str) -> bool {
    let files = std::fs::read_dir(folder).unwrap();
    let holds = |file: std::io::Result<std::fs::DirEntry>| {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    };
    files.into_iter().any(holds)
}

#[tokio::test]
async fn an_erasure_is_an_event_and_takes_away_what_could_tell_the_text() {
    let store = Arc::new(MemoryStore::default());
    let service = Service::on(store.clone()).await;
    let (ledger, text) = with_person(&service).await;
    let salt = Commitment::from_digest(ledger.commit_of(id(1)).unwrap().digest);
    let answer = ledger.submit(erasure(2)).await.unwrap();
    let Answer::Recorded { last, .. } = answer else { panic!("{answer:?}") };
    assert_eq!(ledger.envelopes(last, last).await.unwrap()[0].event.type_name(), "TextsErased");
    assert_eq!(ledger.shelf().text(text), None);
    let held = store.vault_get(ledger.portfolio(), vec![text, salt]).await.unwrap();
    assert_eq!(held, [Vaulted::Erased, Vaulted::Erased]);
    assert_eq!(ledger.submit(erasure(2)).await.unwrap(), answer, "the same command again");
    let again = ledger.submit(erasure(3)).await.unwrap();
    assert_eq!(again, Answer::Unchanged { revision: last });
    let register = schema::PersonRegister { person: id(PERSON), name: name(NAME) };
    let repeated = ledger.submit(submission(1, register)).await;
    assert!(matches!(repeated, Err(SubmitError::CommandErased { .. })), "{repeated:?}");
}

/// Records the event of an erasure, and ends before the vault is emptied: as a crash there would.
async fn cut_off(ledger: &Ledger, store: &dyn EventStore) {
    let preview = ledger.preview(&erasure(2)).await.unwrap();
    let stored = |envelope: &schema::Envelope| {
        let type_name = envelope.event.type_name();
        let bytes = envelope.to_bytes().unwrap();
        StoredEvent::new(envelope.revision, envelope.event_id, type_name, bytes)
    };
    let append = Append {
        portfolio: ledger.portfolio(),
        expected: preview.before.head().map(|head| head.revision),
        events: preview.events.iter().map(stored).collect(),
        vault: Vec::new(),
    };
    store.append(append).await.unwrap();
}

#[tokio::test]
async fn an_erasure_that_was_cut_off_is_finished_on_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("store.sqlite");
    let store = Arc::new(SqliteStore::open(&file).await.unwrap());
    let service = Service::on(store.clone()).await;
    let (ledger, text) = with_person(&service).await;
    cut_off(&ledger, &*store).await;
    let digest = ledger.commit_of(id(1)).unwrap().digest;
    let portfolio = ledger.portfolio();
    drop(ledger);
    service.ledgers.stop().await.unwrap();
    drop((service, store));
    assert!(found(folder.path(), NAME), "the vault was not emptied, and this test can find it");

    let store = Arc::new(SqliteStore::open(&file).await.unwrap());
    let service = Service::on(store.clone()).await;
    let ledger = service.ledgers.get(portfolio).unwrap();
    assert!(!found(folder.path(), NAME), "before anything is served");
    assert_eq!(ledger.shelf().text(text), None);
    let salt = Commitment::from_digest(digest);
    let held = store.vault_get(portfolio, vec![text, salt]).await.unwrap();
    assert_eq!(held, [Vaulted::Erased, Vaulted::Erased]);
    service.ledgers.stop().await.unwrap();
}

#[tokio::test]
async fn an_acknowledged_erasure_is_in_no_file_and_the_events_are_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("store.sqlite");
    let store = Arc::new(SqliteStore::open(&file).await.unwrap());
    let service = Service::on(store.clone()).await;
    let (ledger, _) = with_person(&service).await;
    let before = ledger.stored(revision(0), revision(99)).await.unwrap();
    assert!(found(folder.path(), NAME), "this test can find it");
    ledger.submit(erasure(2)).await.unwrap();
    assert!(!found(folder.path(), NAME));
    let after = ledger.stored(revision(0), revision(99)).await.unwrap();
    assert_eq!(after[..before.len()], before);
    service.ledgers.stop().await.unwrap();
    assert!(!found(folder.path(), NAME), "closing brings nothing back");
}

#[tokio::test]
async fn a_text_recorded_and_erased_in_one_group_is_gone() {
    let store = Arc::new(MemoryStore::default());
    let service = Service::on(store.clone()).await;
    let ledger = service.furnished(1).await;
    let register = schema::PersonRegister { person: id(PERSON), name: name(NAME) };
    let (registered, erased) =
        tokio::join!(ledger.submit(submission(1, register)), ledger.submit(erasure(2)));
    registered.unwrap();
    erased.unwrap();
    let text = ledger.newest().person(&id(PERSON)).unwrap().name;
    assert_eq!(ledger.shelf().text(text), None);
    assert!(!format!("{store:?}").contains(NAME));
}
