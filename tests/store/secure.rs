//! TLS, users and passwords, on the wire; and what is said where they do not fit.

use std::{fs, time::Duration};
use thirdplace::store::{
    Append, Connection, EventStore, EventStoreDb, PageLimit, Patience, Reach, StoreError,
};
use tokio::time::timeout;

use crate::{
    engines::{Engine, SecureCluster},
    groups::{entry, group, portfolio, revision},
};

/// Long enough for a busy machine; a case that needs it fails.
const LONG: Duration = Duration::from_secs(60);

const PATIENCE: Patience = Patience {
    attempt: Duration::from_secs(3),
    in_all: Duration::from_secs(6),
    silence: Duration::from_secs(3_600),
};

fn opened(text: &str) -> EventStoreDb {
    let connection: Connection = text.parse().unwrap();
    EventStoreDb::open_as(&connection, PATIENCE, "").unwrap()
}

fn first() -> Append {
    group(portfolio(1), 1, 0, 1, None)
}

async fn refused(text: &str) -> String {
    opened(text).append(first()).await.unwrap_err().to_string()
}

/// What a service does with its store, each of it as the user.
#[tokio::test(flavor = "multi_thread")]
async fn ledgers_vault_list_and_subscriptions_are_as_the_user_and_over_tls() {
    let engine = SecureCluster::default();
    let store = engine.open().await;
    let mut append = first();
    append.vault = vec![entry(1, "Karin")];
    let asked = [append.vault[0].commitment];
    store.append(append).await.unwrap();
    assert_eq!(store.listed().await.unwrap().len(), 1);
    assert_eq!(store.portfolios(None, 10).await.unwrap().len(), 1);
    let mut subscription = store.subscribe(portfolio(1), revision(0)).await.unwrap();
    assert_eq!(subscription.next().await.unwrap().unwrap().len(), 1);
    let waiting = tokio::spawn(async move { subscription.next().await });
    store.append(group(portfolio(1), 1, 1, 1, Some(0))).await.unwrap();
    let heard = timeout(LONG, waiting).await.expect("nothing is heard").unwrap();
    assert_eq!(heard.unwrap().unwrap().len(), 1);
    assert_eq!(store.scan(None, PageLimit::USUAL).await.unwrap().events.len(), 2);
    assert!(store.vault_erase(portfolio(1), asked[0]).await.unwrap());
    store.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_or_none_is_said_at_once_and_nothing_of_it_is_told() {
    let engine = SecureCluster::default();
    for user in ["m%C3%A5ns:heml%C3%B6st", "karin:ytterst%20hemligt%3A%201%25", ""] {
        let text = engine.connection_as(user, &engine.trusting());
        let store = opened(&text);
        let error = store.append(first()).await.unwrap_err().to_string();
        assert!(error.contains("it does not know the user and password"), "{error}");
        assert!(!error.contains("hemlöst") && !error.contains("ytterst"), "{error}");
        // It is there: it says no.
        assert_eq!(store.reach(), Reach::Reachable);
    }
    assert!(engine.cluster.streams().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_of_an_unknown_authority_is_said_in_words() {
    let engine = SecureCluster::default();
    let other = SecureCluster::default();
    for trusting in [other.trusting(), String::new()] {
        let error = refused(&engine.connection_as("a:b", &trusting)).await;
        let is_said = error.contains("invalid peer certificate") && error.contains("tlsCaFile");
        assert!(is_said, "{error}");
    }
    assert!(engine.cluster.streams().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn any_certificate_is_taken_where_that_is_asked_for() {
    let engine = SecureCluster::default();
    let user = "m%C3%A5ns:ytterst%20hemligt%3A%201%25";
    let store = opened(&engine.connection_as(user, "&tlsVerifyCert=false"));
    store.append(first()).await.unwrap();
}

/// The client panics over each of them, at every attempt.
#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_not_what_they_should_be_are_refused_at_the_start_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let engine = SecureCluster::default();
    let authority = file("ca.pem", engine.cluster.authority());
    let no_certificate = file("empty.pem", "");
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let broken = file("broken.pem", broken);
    let absent = folder.path().join("absent.pem").display().to_string();
    for (options, named) in [
        (format!("tlsCaFile={absent}"), "tlsCaFile"),
        (format!("tlsCaFile={no_certificate}"), "tlsCaFile"),
        (format!("tlsCaFile={broken}"), "tlsCaFile"),
        (format!("userCertFile={no_certificate}&userKeyFile={authority}"), "userCertFile"),
        (format!("userCertFile={authority}&userKeyFile={authority}"), "userKeyFile"),
        // The client reads them without TLS too.
        (format!("tls=false&tlsCaFile={broken}"), "tlsCaFile"),
    ] {
        let connection: Connection = format!("esdb://a:hemligt@db?{options}").parse().unwrap();
        let error = EventStoreDb::open(&connection).unwrap_err();
        assert!(matches!(error, StoreError::Unavailable { .. }), "{error}");
        let told = error.to_string();
        assert!(told.contains(&format!("{named}=")) && !told.contains("hemligt"), "{told}");
    }
}
