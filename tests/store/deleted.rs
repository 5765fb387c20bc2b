//! A ledger whose stream somebody deleted, as the engine lets every user do by default. The engine says of
//! it only that there is no such stream.

use std::{sync::Arc, time::Duration};
use thirdplace::{
    audit,
    store::{EventStore, EventStoreDb, PageLimit, StoreError},
};
use thirdplace_test_engine::{Cluster, Fault, On};

use crate::groups::{group, portfolio, revision};

fn opened(cluster: &Cluster) -> Arc<dyn EventStore> {
    let connection = cluster.connection_string().parse().unwrap();
    Arc::new(EventStoreDb::open(&connection).unwrap())
}

fn ledger() -> String {
    format!("portfolio-{}", portfolio(1))
}

fn is_damage(error: &StoreError) -> bool {
    matches!(error, StoreError::Damaged(damage) if damage.what.contains("was deleted"))
}

/// The types of the events in the list of portfolios.
fn noted(cluster: &Cluster) -> Vec<String> {
    cluster.stream("thirdplace-portfolios").into_iter().map(|(name, _, _)| name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_ledger_stays_listed_and_is_said_to_be_damaged() {
    let cluster = Cluster::default();
    let store = opened(&cluster);
    store.append(group(portfolio(1), 1, 0, 3, None)).await.unwrap();
    store.append(group(portfolio(2), 2, 0, 1, None)).await.unwrap();
    cluster.delete(&ledger());
    // Also for one that starts now, and has never seen it.
    for store in [store, opened(&cluster)] {
        let error = store.read(portfolio(1), revision(0), PageLimit::USUAL).await.unwrap_err();
        assert!(is_damage(&error), "{error}");
        assert_eq!(store.portfolios(None, 10).await.unwrap().len(), 2);
        let checked = audit::check_whole(&store).await.unwrap();
        let found = &checked.portfolios[0].findings;
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].what.contains("was deleted"), "{found:?}");
    }
}

/// The engine lets a deleted stream go on, after its last revision.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_begun_anew_in_the_place_of_a_deleted_ledger() {
    let cluster = Cluster::default();
    opened(&cluster).append(group(portfolio(1), 1, 0, 3, None)).await.unwrap();
    cluster.delete(&ledger());
    let error = opened(&cluster).append(group(portfolio(1), 1, 0, 3, None)).await.unwrap_err();
    assert!(is_damage(&error), "{error}");
    assert!(cluster.stream(&ledger()).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_at_another_revision_than_it_was_appended_for_is_not_acknowledged() {
    let cluster = Cluster::default();
    // It was begun by a program that noted nothing of it.
    cluster.plant(On::OtherAppend, [Fault::Late(Duration::ZERO), Fault::Forbidden]);
    opened(&cluster).append(group(portfolio(1), 1, 0, 3, None)).await.unwrap();
    cluster.delete(&ledger());
    let error = opened(&cluster).append(group(portfolio(1), 1, 0, 3, None)).await.unwrap_err();
    assert!(matches!(error, StoreError::Damaged(_)), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn that_a_ledger_has_begun_is_noted_once_and_by_the_next_append_where_it_could_not_be() {
    let cluster = Cluster::default();
    let store = opened(&cluster);
    cluster.plant(On::OtherAppend, [Fault::Late(Duration::ZERO), Fault::Forbidden]);
    store.append(group(portfolio(1), 1, 0, 1, None)).await.unwrap();
    assert_eq!(noted(&cluster), ["PortfolioListed"]);
    store.append(group(portfolio(1), 1, 1, 1, Some(0))).await.unwrap();
    assert_eq!(noted(&cluster), ["PortfolioListed", "PortfolioBegun"]);
    store.append(group(portfolio(1), 1, 2, 1, Some(1))).await.unwrap();
    assert_eq!(noted(&cluster).len(), 2);
    // One that was listed and never begun is no damage.
    cluster.plant(On::Append, [Fault::Forbidden]);
    store.append(group(portfolio(2), 2, 0, 1, None)).await.unwrap_err();
    assert_eq!(store.portfolios(None, 10).await.unwrap().len(), 1);
    let page = store.read(portfolio(2), revision(0), PageLimit::USUAL).await.unwrap();
    assert_eq!((page.events.len(), page.head), (0, None));
}
