//! Loading: everything that was recorded is there again, and what is not whole is reported and not
//! served, while the others are.

use schema::{EventId, PortfolioId};
use std::sync::Arc;
use thirdplace::{
    clock::SystemClock,
    ledger::{Fatal, FindError, Ledgers, Readiness, Refusal},
    store::{Append, EventStore, MemoryStore, StoredEvent},
};

use crate::estate::{FURNISHED, Service, desk, id, revision, stored, submission};

/// Two portfolios' ledgers, to be altered.
async fn two() -> [(PortfolioId, Vec<StoredEvent>); 2] {
    let store = Arc::new(MemoryStore::default());
    let service = Service::on(store.clone()).await;
    let mut both = Vec::new();
    for number in [1, 2] {
        let ledger = service.furnished(number).await;
        ledger.submit(submission(number * 100, desk(300))).await.unwrap();
        both.push((ledger.portfolio(), stored(&*store, ledger.portfolio()).await));
    }
    both.try_into().unwrap()
}

/// What the ledgers make of a store with these events.
async fn loaded(ledgers: &[(PortfolioId, Vec<StoredEvent>)]) -> Arc<Ledgers> {
    let store = MemoryStore::default();
    for (portfolio, events) in ledgers {
        let (portfolio, events) = (*portfolio, events.clone());
        store.append(Append { portfolio, expected: None, events, vault: vec![] }).await.unwrap();
    }
    let fatal = Fatal::calling(|reason| panic!("{reason}"));
    let ledgers = Ledgers::new(Arc::new(store), Arc::new(SystemClock), fatal);
    ledgers.load().await.unwrap();
    ledgers
}

/// Alters the first of two ledgers: it is refused with these words, and the other is served.
async fn refused(alter: impl FnOnce(&mut Vec<StoredEvent>), saying: &[&str]) {
    let mut both = two().await;
    alter(&mut both[0].1);
    let ledgers = loaded(&both).await;
    let error = ledgers.get(both[0].0).unwrap_err();
    for words in saying {
        assert!(error.to_string().contains(words), "{error}");
    }
    assert_eq!(ledgers.get(both[1].0).unwrap().newest().resources().len(), 1);
    let readiness = ledgers.readiness().borrow().clone();
    assert!(
        matches!(&readiness, Readiness::Partly(not) if not.len() == 1 && not[0].0 == both[0].0),
        "{readiness:?}"
    );
}

/// The same event with `from` replaced by `to` in its bytes.
fn altered(event: &StoredEvent, from: &str, to: &str) -> StoredEvent {
    let text = String::from_utf8(event.bytes().to_vec()).unwrap();
    assert!(text.contains(from), "{text}");
    let bytes = text.replacen(from, to, 1).into_bytes();
    StoredEvent::new(event.revision(), event.event_id(), event.type_name(), bytes)
}

#[tokio::test]
async fn sound_ledgers_are_served() {
    let both = two().await;
    let ledgers = loaded(&both).await;
    assert_eq!(*ledgers.readiness().borrow(), Readiness::Ready);
    assert_eq!(ledgers.list().unwrap().len(), 2);
    let unknown = ledgers.get(id(7)).unwrap_err();
    assert_eq!(unknown, FindError::Unknown(id(7)));
}

#[tokio::test]
async fn a_torn_commit_at_the_end_is_reported() {
    // The opening commit has two events.
    refused(|events| events.truncate(1), &["revision 1", "torn", "event 1 of 2 is missing"]).await;
}

#[tokio::test]
async fn a_torn_commit_in_the_middle_is_reported() {
    let tear = |events: &mut Vec<StoredEvent>| {
        let place = usize::try_from(FURNISHED).unwrap();
        events[place] = altered(&events[place], r#""count":1"#, r#""count":2"#);
        events.truncate(place + 1);
    };
    refused(tear, &["revision 7", "torn"]).await;
    let tear = |events: &mut Vec<StoredEvent>| {
        events[1] = altered(&events[1], r#""count":2"#, r#""count":3"#);
    };
    refused(tear, &["revision 1", "torn"]).await;
}

#[tokio::test]
async fn an_unknown_type_or_version_stops_its_portfolio() {
    let newer = |from: &'static str, to: &'static str| {
        move |events: &mut Vec<StoredEvent>| {
            let last = events.last_mut().unwrap();
            *last = altered(last, from, to);
        }
    };
    let unknown_type = newer(r#""type":"ResourceAdded""#, r#""type":"RobotAdded""#);
    refused(unknown_type, &["revision 6", "RobotAdded", "newer"]).await;
    let unknown_version = newer(r#""version":1"#, r#""version":99"#);
    refused(unknown_version, &["revision 6", "version 99", "newer"]).await;
}

#[tokio::test]
async fn an_event_that_is_not_where_it_belongs_is_reported() {
    let swapped = |events: &mut Vec<StoredEvent>| {
        let (a, b) = (events[4].clone(), events[5].clone());
        events[4] = StoredEvent::new(a.revision(), b.event_id(), b.type_name(), b.bytes().clone());
        events[5] = StoredEvent::new(b.revision(), a.event_id(), a.type_name(), a.bytes().clone());
    };
    refused(swapped, &["revision 4", "belongs at another revision"]).await;
    let renamed = |events: &mut Vec<StoredEvent>| {
        let last = events.last_mut().unwrap();
        let (at, bytes) = (last.revision(), last.bytes().clone());
        *last = StoredEvent::new(at, id::<EventId>(1), last.type_name(), bytes);
    };
    refused(renamed, &["revision 6", "id is not that of its command"]).await;
}

#[tokio::test]
async fn events_of_another_portfolio_are_reported() {
    let [(_, foreign), (other, sound)] = two().await;
    let ledgers = loaded(&[(id(9), foreign), (other, sound)]).await;
    let error = ledgers.get(id(9)).unwrap_err();
    assert!(error.to_string().contains("belongs to another portfolio"), "{error}");
    assert!(matches!(error, FindError::Refused(Refusal::Damaged(_))));
    assert_eq!(ledgers.get(other).unwrap().newest().next_revision(), revision(FURNISHED + 1));
}
