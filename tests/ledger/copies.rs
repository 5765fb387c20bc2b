//! Copies of ledgers that are larger than what is appended, or read, at once.

use futures_util::future::join_all;
use schema::{Commitment, Envelope, PortfolioId};
use std::{sync::Arc, time::Duration};
use thirdplace::{
    audit::{self, Report},
    copy::{CopyError, copy},
    store::{EventStore, EventStoreDb, MemoryStore, PageLimit, StoreError},
};
use thirdplace_test_engine::{Cluster, Fault, On};

use crate::estate::{Service, open, organisation, revision, submission};

/// More than twice what is appended at once.
const ORGANISATIONS: u128 = 2_500;
/// Events of the portfolio's opening.
const OPENED: u64 = 2;

/// A store with one ledger.
async fn filled() -> (Arc<dyn EventStore>, PortfolioId) {
    let store: Arc<dyn EventStore> = Arc::new(MemoryStore::default());
    let service = Service::on(Arc::clone(&store)).await;
    let (ledger, _) = service.ledgers.open(submission(1, open("Jämtlands län"))).await.unwrap();
    let numbers: Vec<u128> = (10..10 + ORGANISATIONS).collect();
    for some in numbers.chunks(100) {
        let submitted = some.iter().map(|number| {
            let command = organisation(*number, &format!("Organisation {number}"));
            ledger.submit(submission(*number, command))
        });
        for answer in join_all(submitted).await {
            answer.unwrap();
        }
    }
    (store, ledger.portfolio())
}

fn opened(cluster: &Cluster) -> Arc<dyn EventStore> {
    let connection = cluster.connection_string().parse().unwrap();
    Arc::new(EventStoreDb::open(&connection).unwrap())
}

async fn copied(
    from: &Arc<dyn EventStore>,
    to: &Arc<dyn EventStore>,
) -> Result<Vec<Report>, CopyError> {
    copy(from, to, |_| {}).await
}

/// The commitment of the name that an event carries.
async fn name_at(store: &Arc<dyn EventStore>, portfolio: PortfolioId, at: u64) -> Commitment {
    let one = PageLimit { events_max: 1, ..PageLimit::USUAL };
    let page = store.read(portfolio, revision(at), one).await.unwrap();
    let envelope = Envelope::from_bytes(page.events[0].bytes()).unwrap();
    Commitment::all_in(&serde_json::to_value(&envelope.event).unwrap())[0]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_of_several_groups_is_the_same_there_and_back() {
    let (source, portfolio) = filled().await;
    let erased = name_at(&source, portfolio, 1_500).await;
    source.vault_erase(portfolio, erased).await.unwrap();
    let original = audit::check(&source, portfolio).await.unwrap();
    assert!(original.is_sound() && original.events > u64::try_from(ORGANISATIONS).unwrap());
    assert_eq!(original.erased, 1);
    let cluster = Cluster::default();
    let there = opened(&cluster);
    let expected = std::slice::from_ref(&original);
    assert_eq!(copied(&source, &there).await.unwrap(), expected);
    assert!((3..=5).contains(&cluster.count(On::Append)), "{}", cluster.count(On::Append));
    let back: Arc<dyn EventStore> = Arc::new(MemoryStore::default());
    assert_eq!(copied(&there, &back).await.unwrap(), expected);
    assert_eq!(audit::check(&back, portfolio).await.unwrap(), original);
}

/// After its first group, which the engine took: refused, or done without an answer.
#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_ends_between_two_groups_goes_on_there() {
    let (source, portfolio) = filled().await;
    let cluster = Cluster::default();
    let there = opened(&cluster);
    cluster.plant(On::Append, [Fault::Late(Duration::ZERO), Fault::Forbidden]);
    let error = copied(&source, &there).await.unwrap_err();
    assert!(matches!(error, CopyError::Store(StoreError::Unavailable { .. })), "{error}");
    let whole = audit::check(&source, portfolio).await.unwrap();
    let part = audit::check(&there, portfolio).await.unwrap();
    assert!(part.is_sound(), "{part:?}");
    assert!((500..whole.events - 500).contains(&part.events), "{} events", part.events);
    // A text of what is there, and one of what is not, but was made ready.
    for at in [OPENED, part.events + 10] {
        let erased = name_at(&source, portfolio, at).await;
        source.vault_erase(portfolio, erased).await.unwrap();
    }
    cluster.plant(On::Append, [Fault::DoneButLost]);
    let whole = audit::check(&source, portfolio).await.unwrap();
    assert_eq!(whole.erased, 2);
    assert_eq!(copied(&source, &there).await.unwrap(), [whole]);
}
