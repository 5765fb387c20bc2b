//! What the engine's client does not survive by itself, and the store with its supervisor does. Where a
//! failed client is asked again, the cases of first connections, other nodes, absent leaders and lost
//! subscriptions fail; where nothing unwinds from a subscription that was ended, its case never ends.

use schema::VaultEntry;
use std::{env, process::Command, sync::Arc, time::Duration};
use thirdplace::store::{
    Append, Connection, EventStore, EventStoreDb, PageLimit, Patience, Reach, StoreError,
    StoredEvent, Subscription, Vaulted,
};
use thirdplace_test_engine::{Cluster, Fault, On, Options};
use tokio::time::{Instant, timeout};

use crate::groups::{entry, group, portfolio, revision, whole};

/// Long enough for a busy machine; a case that needs it fails.
const LONG: Duration = Duration::from_secs(30);

/// So that a case that hangs is told from one that waits as it should.
const PATIENCE: Patience = Patience {
    // A client that is made anew reads the machine's certificates, slowly where nothing is optimised.
    attempt: Duration::from_millis(1_500),
    in_all: Duration::from_secs(10),
    // Longer than any case: what a silent subscription misses is found in no other way.
    silence: Duration::from_secs(3_600),
};

fn opened_with(cluster: &Cluster, patience: Patience) -> Arc<EventStoreDb> {
    let connection = cluster.connection_string().parse().unwrap();
    Arc::new(EventStoreDb::open_as(&connection, patience, "").unwrap())
}

fn opened(cluster: &Cluster) -> Arc<EventStoreDb> {
    opened_with(cluster, PATIENCE)
}

fn cluster_of(nodes: usize) -> Cluster {
    Cluster::start(Options { nodes, ..Options::default() })
}

fn nth(number: u64) -> Append {
    group(portfolio(1), 1, number, 1, number.checked_sub(1))
}

async fn events(store: &EventStoreDb) -> Vec<StoredEvent> {
    whole(store, portfolio(1)).await.map_err(|broken| broken.0).unwrap()
}

/// The ledger is these groups, each once.
async fn holds(store: &EventStoreDb, groups: u64) {
    let expected: Vec<_> = (0..groups).flat_map(|number| nth(number).events).collect();
    assert_eq!(events(store).await, expected);
}

async fn next(subscription: &mut Box<dyn Subscription>) -> Vec<u64> {
    let run = timeout(LONG, subscription.next()).await.expect("nothing came");
    run.unwrap().unwrap().iter().map(|event| event.revision().number()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_connection_that_fails_is_not_the_last() {
    let cluster = Cluster::default();
    cluster.kill(0);
    let store = opened(&cluster);
    let begun = Instant::now();
    let error = store.append(nth(0)).await.unwrap_err();
    assert!(matches!(error, StoreError::Unavailable { .. }), "{error}");
    assert!(begun.elapsed() < PATIENCE.in_all * 2, "it was waited for without bound");
    assert!(matches!(store.reach(), Reach::Away { .. }));
    cluster.revive(0);
    store.append(nth(0)).await.unwrap();
    assert_eq!(store.reach(), Reach::Reachable);
    holds(&store, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_node_is_found_where_the_leader_died() {
    let cluster = cluster_of(3);
    let store = opened(&cluster);
    store.append(nth(0)).await.unwrap();
    for (number, (dies, leads)) in (1..).zip([(0, 1), (1, 2)]) {
        cluster.kill(dies);
        cluster.elect(leads);
        store.append(nth(number)).await.unwrap();
    }
    holds(&store, 3).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leader_at_another_address_is_followed() {
    let cluster = cluster_of(3);
    cluster.elect(2);
    let one = format!("esdb://{}?tls=false", cluster.address(0));
    let connection: Connection = one.parse().unwrap();
    let store = EventStoreDb::open_as(&connection, PATIENCE, "").unwrap();
    store.append(nth(0)).await.unwrap();
    cluster.elect(1);
    store.append(nth(1)).await.unwrap();
    holds(&store, 2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leader_that_is_named_and_not_there_is_not_waited_for_without_end() {
    let cluster = Cluster::default();
    let store = opened(&cluster);
    store.append(nth(0)).await.unwrap();
    // A port that nobody listens on.
    cluster.plant(On::Append, [Fault::NotLeader("127.0.0.1".to_owned(), 1)]);
    store.append(nth(1)).await.unwrap();
    holds(&store, 2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_lost_late_or_never_given_doubles_nothing() {
    let cluster = Cluster::default();
    let store = opened(&cluster);
    let late = Fault::Late(PATIENCE.attempt * 2);
    let faults = [
        Fault::Refuse,
        Fault::Hang,
        Fault::DoneButLost,
        Fault::DoneButHangs,
        late,
        Fault::Late(Duration::from_millis(10)),
    ];
    for (number, fault) in (0..).zip(faults) {
        cluster.plant(On::Append, [fault.clone()]);
        let answer = store.append(nth(number)).await;
        assert_eq!(answer, Ok(revision(number)), "{fault:?}");
    }
    holds(&store, 6).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_outcome_is_said_and_the_same_group_again_is_recognised() {
    let cluster = Cluster::default();
    let store = opened(&cluster);
    cluster.plant(On::Append, vec![Fault::DoneButHangs; 100]);
    let begun = Instant::now();
    let error = store.append(nth(0)).await.unwrap_err();
    assert!(matches!(error, StoreError::OutcomeUnknown { .. }), "{error}");
    assert!(begun.elapsed() < PATIENCE.in_all * 2, "it was waited for without bound");
    cluster.heal();
    assert_eq!(store.append(nth(0)).await, Ok(revision(0)));
    holds(&store, 1).await;
}

/// Two nodes that are sent the same command give its events the same ids and other bytes. The server
/// compares ids only.
#[tokio::test(flavor = "multi_thread")]
async fn the_same_ids_with_other_bytes_from_another_node_are_not_taken_for_a_repetition() {
    let cluster = Cluster::default();
    let (one, other) = (opened(&cluster), opened(&cluster));
    let mut append = nth(0);
    one.append(append.clone()).await.unwrap();
    let former = append.events.remove(0);
    let (id, name) = (former.event_id(), former.type_name());
    append.events.push(StoredEvent::new(revision(0), id, name, b"{\"other\":1}".as_slice()));
    let refused = other.append(append).await;
    assert_eq!(refused, Err(StoreError::OtherBytes { event: id, revision: revision(0) }));
}

#[tokio::test(flavor = "multi_thread")]
async fn reads_that_hang_fail_or_end_early_are_asked_again() {
    let cluster = Cluster::default();
    let store = opened(&cluster);
    store.append(group(portfolio(1), 1, 0, 20, None)).await.unwrap();
    for fault in [Fault::Hang, Fault::Refuse, Fault::DoneButLost, Fault::EndCleanly] {
        cluster.plant(On::Read, [fault.clone()]);
        let page = store.read(portfolio(1), revision(0), PageLimit::USUAL).await.unwrap();
        assert_eq!(page.head, Some(revision(19)), "{fault:?}");
        assert!(!page.events.is_empty(), "{fault:?}");
    }
    assert_eq!(events(&store).await.len(), 20);
}

/// A subscription that has caught up, and the ledger's length.
async fn caught_up(store: &EventStoreDb) -> (Box<dyn Subscription>, u64) {
    store.append(nth(0)).await.unwrap();
    let mut subscription = store.subscribe(portfolio(1), revision(0)).await.unwrap();
    assert_eq!(next(&mut subscription).await, [0]);
    (subscription, 1)
}

/// Appends while a reader waits, and lets it have what was appended.
async fn goes_on(store: &EventStoreDb, mut subscription: Box<dyn Subscription>, from: u64) {
    for number in from..from + 5 {
        let waiting = tokio::spawn(async move {
            let heard = next(&mut subscription).await;
            (subscription, heard)
        });
        // So that it is the subscription that tells, where it is sound.
        tokio::task::yield_now().await;
        store.append(nth(number)).await.unwrap();
        let (back, heard) = waiting.await.unwrap();
        assert_eq!(heard, [number]);
        subscription = back;
    }
}

/// The client turns in a circle over such a subscription, on the thread that polls it: no deadline
/// ends that, and closing the store would wait for ever.
#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_that_the_server_ends_without_an_error_goes_on() {
    let cluster = Cluster::default();
    let store = opened(&cluster);
    let (subscription, from) = caught_up(&store).await;
    cluster.plant(On::Subscribe, vec![Fault::EndCleanly; 3]);
    goes_on(&store, subscription, from).await;
    assert!(cluster.count(On::Subscribe) < 20, "it is asked for without a pause");
    timeout(LONG, store.close()).await.expect("a thread turns in a circle").unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_that_is_refused_dropped_or_never_confirmed_goes_on() {
    let cluster = Cluster::default();
    let store = opened(&cluster);
    let (subscription, from) = caught_up(&store).await;
    cluster.plant(On::Subscribe, [Fault::Refuse, Fault::Drop, Fault::Hang, Fault::Drop]);
    goes_on(&store, subscription, from).await;
    store.close().await.unwrap();
}

/// A connection has 100 streams, and what is more waits: so long that the case would end before it.
#[tokio::test(flavor = "multi_thread")]
async fn more_ledgers_than_a_connection_has_streams_are_listened_to_at_once() {
    const LEDGERS: u64 = 250;
    let cluster = Cluster::default();
    let store = opened_with(&cluster, Patience { attempt: LONG, in_all: LONG * 2, ..PATIENCE });
    let ledger = |number: u64| portfolio(1_000 + u128::from(number));
    let mut listening = Vec::new();
    store.append(nth(0)).await.unwrap();
    let before = cluster.connections();
    for number in 0..LEDGERS {
        store.append(group(ledger(number), 1, 0, 1, None)).await.unwrap();
        let mut subscription = store.subscribe(ledger(number), revision(0)).await.unwrap();
        assert_eq!(next(&mut subscription).await, [0]);
        listening.push(tokio::spawn(async move {
            let heard = next(&mut subscription).await;
            (subscription, heard)
        }));
    }
    let all = async {
        while cluster.count(On::Subscribe) < LEDGERS {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(LONG / 2, all).await.expect("some ledgers are not listened to");
    let mut listened = Vec::new();
    for (number, heard) in (0..).zip(listening) {
        store.append(group(ledger(number), 1, 1, 1, Some(0))).await.unwrap();
        let (subscription, heard) = heard.await.unwrap();
        assert_eq!(heard, [1]);
        listened.push(subscription);
    }
    assert_eq!(cluster.count(On::Subscribe), LEDGERS, "none is asked for again");
    assert_eq!(cluster.connections() - before, 4, "64 go over one");
    // What ended makes room.
    drop(listened);
    for number in 0..LEDGERS {
        let mut subscription = store.subscribe(ledger(number), revision(0)).await.unwrap();
        assert_eq!(next(&mut subscription).await, [0, 1]);
        tokio::spawn(async move { subscription.next().await });
    }
    let again = async {
        while cluster.count(On::Subscribe) < 2 * LEDGERS {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(LONG, again).await.expect("some ledgers are not listened to again");
    let more = cluster.connections() - before;
    assert!(more <= 5, "{more} connections: what ended makes no room");
    store.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_outlives_the_node_that_it_was_at() {
    let cluster = cluster_of(2);
    let store = opened(&cluster);
    let (subscription, from) = caught_up(&store).await;
    cluster.kill(0);
    cluster.elect(1);
    goes_on(&store, subscription, from).await;
}

/// The client panics over a subscription to a stream that is not there.
#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_is_not_there_is_not_subscribed_to() {
    let cluster = Cluster::default();
    // A client that is made at once, so that it would have subscribed in time.
    let quick = format!("{}&discoveryInterval=1", cluster.connection_string());
    let store = EventStoreDb::open_as(&quick.parse().unwrap(), PATIENCE, "").unwrap();
    let mut subscription = store.subscribe(portfolio(1), revision(0)).await.unwrap();
    let asked = Duration::from_secs(3);
    assert!(timeout(asked, subscription.next()).await.is_err(), "it has events");
    assert_eq!(cluster.count(On::Subscribe), 0);
    store.append(nth(0)).await.unwrap();
    assert_eq!(next(&mut subscription).await, [0]);
    // One that is deleted just before is told of in the same way.
    cluster.plant(On::Subscribe, [Fault::NotFound, Fault::NotFound]);
    goes_on(&store, subscription, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_silent_subscription_does_not_tell_is_found() {
    let cluster = Cluster::default();
    let silence = Duration::from_millis(300);
    let store = opened_with(&cluster, Patience { silence, ..PATIENCE });
    let (subscription, from) = caught_up(&store).await;
    cluster.plant(On::Subscribe, vec![Fault::Silent; 3]);
    goes_on(&store, subscription, from).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_lost_its_disk_is_seen_as_empty() {
    let cluster = Cluster::default();
    let store = opened(&cluster);
    store.append(nth(0)).await.unwrap();
    assert_eq!(store.portfolios(None, 10).await.unwrap().len(), 1);
    cluster.kill(0);
    cluster.empty();
    cluster.revive(0);
    assert_eq!(store.portfolios(None, 10).await.unwrap(), []);
    assert!(store.listed().await.unwrap().is_empty(), "what it listed before is still listed");
    let error = store.append(nth(1)).await.unwrap_err();
    let (expected, actual) = (Some(revision(0)), None);
    assert_eq!(error, StoreError::WrongRevision { expected, actual });
}

fn named(names: &[&str]) -> Vec<VaultEntry> {
    (1..).zip(names).map(|(number, name)| entry(number, name)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_are_durable_before_their_events() {
    let cluster = Cluster::default();
    let store = opened(&cluster);
    let mut append = nth(0);
    append.vault = named(&["Karin"]);
    cluster.plant(On::OtherAppend, [Fault::DoneButLost, Fault::DoneButLost]);
    cluster.plant(On::Append, vec![Fault::DoneButHangs; 100]);
    let asked = vec![append.vault[0].commitment];
    store.append(append.clone()).await.unwrap_err();
    assert_eq!(
        store.vault_get(portfolio(1), asked).await.unwrap(),
        [Vaulted::Kept(append.vault[0].clone())]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn events_stand_in_the_engine_as_its_own_tools_expect_them() {
    let cluster = Cluster::default();
    let store = opened(&cluster);
    let bytes = br#"{"data":{"a":1},"type":"SpaceAdded"}"#;
    let id = nth(0).events[0].event_id();
    let mut append = nth(0);
    append.events = vec![StoredEvent::new(revision(0), id, "SpaceAdded", bytes.as_slice())];
    append.vault = named(&["Karin"]);
    store.append(append.clone()).await.unwrap();
    let names = cluster.streams();
    let digest = append.vault[0].commitment.digest();
    let ledger = format!("portfolio-{}", portfolio(1));
    let vault = format!("vault-{}-{digest}", portfolio(1));
    assert_eq!(names, [ledger.as_str(), "thirdplace-portfolios", vault.as_str()]);
    let stored = cluster.stream(&ledger);
    let (name, data, beside) = &stored[0];
    assert_eq!((name.as_str(), data.as_slice()), ("SpaceAdded", bytes.as_slice()));
    let beside: serde_json::Value = serde_json::from_slice(beside).unwrap();
    assert_eq!(beside["eventId"], id.to_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_who_is_not_let_in_is_told_so_at_once() {
    let cluster = Cluster::default();
    let store = opened(&cluster);
    store.append(nth(0)).await.unwrap();
    cluster.plant(On::Append, [Fault::Forbidden]);
    let error = store.append(nth(1)).await.unwrap_err();
    assert!(error.to_string().contains("does not let this user"), "{error}");
    assert_eq!(store.reach(), Reach::Reachable);
    holds(&store, 1).await;
}

/// The answer of a later attempt does not tell what became of the first.
#[tokio::test(flavor = "multi_thread")]
async fn an_outcome_that_was_unknown_once_is_not_made_known_by_a_refusal() {
    let cluster = Cluster::default();
    let store = opened(&cluster);
    cluster.plant(On::Append, [Fault::DoneButLost, Fault::Forbidden]);
    let error = store.append(nth(0)).await.unwrap_err();
    assert!(matches!(error, StoreError::OutcomeUnknown { .. }), "{error}");
    // And where the store is closed meanwhile.
    cluster.plant(On::Append, vec![Fault::DoneButLost; 100]);
    let asked = cluster.count(On::Append);
    let closing = async {
        while cluster.count(On::Append) == asked {
            tokio::task::yield_now().await;
        }
        store.close().await
    };
    let (answer, closed) = tokio::join!(store.append(nth(1)), closing);
    closed.unwrap();
    assert!(matches!(answer, Err(StoreError::OutcomeUnknown { .. })), "{answer:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_that_refuses_everything_is_asked_with_pauses_that_grow() {
    let cluster = Cluster::default();
    // So that it is not the client that waits.
    let quick = format!("{}&discoveryInterval=1", cluster.connection_string());
    let store = EventStoreDb::open_as(&quick.parse().unwrap(), PATIENCE, "").unwrap();
    cluster.plant(On::Append, vec![Fault::Refuse; 1_000]);
    store.append(nth(0)).await.unwrap_err();
    let asked = cluster.count(On::Append);
    assert!(asked <= 12, "{asked} times in {:?}", PATIENCE.in_all);
}

/// The client panics over an answer with nothing in it.
#[tokio::test(flavor = "multi_thread")]
async fn a_request_over_whose_answer_the_client_panics_is_asked_again() {
    let cluster = Cluster::default();
    let store = opened(&cluster);
    cluster.plant(On::Append, [Fault::Nonsense]);
    assert_eq!(store.append(nth(0)).await, Ok(revision(0)));
    holds(&store, 1).await;
}

/// Refused, ended, or such that the client panics: none is asked for again at once.
#[tokio::test(flavor = "multi_thread")]
async fn subscriptions_that_fail_as_soon_as_they_begin_are_asked_for_with_pauses_that_grow() {
    for fault in [Fault::Forbidden, Fault::Drop, Fault::EndCleanly, Fault::NotFound] {
        let cluster = Cluster::default();
        let quick = format!("{}&discoveryInterval=1", cluster.connection_string());
        let store = EventStoreDb::open_as(&quick.parse().unwrap(), PATIENCE, "").unwrap();
        store.append(nth(0)).await.unwrap();
        let mut subscription = store.subscribe(portfolio(1), revision(0)).await.unwrap();
        assert_eq!(next(&mut subscription).await, [0]);
        cluster.plant(On::Subscribe, vec![fault.clone(); 10_000]);
        let while_it_fails = Duration::from_secs(4);
        assert!(timeout(while_it_fails, subscription.next()).await.is_err(), "{fault:?}");
        let asked = cluster.count(On::Subscribe);
        assert!((2..=9).contains(&asked), "{fault:?}: {asked} times in {while_it_fails:?}");
    }
}

/// The client holds each request back until what went before it is acknowledged: one after the other, as
/// many texts would take as many times that long.
#[tokio::test(flavor = "multi_thread")]
async fn texts_are_put_beside_each_other() {
    let cluster = Cluster::default();
    let store = opened(&cluster);
    store.append(nth(0)).await.unwrap();
    let entries: Vec<_> = (1..=64).map(|number| entry(number, "Karin")).collect();
    let late = Duration::from_millis(300);
    cluster.plant(On::OtherAppend, vec![Fault::Late(late); 64]);
    let begun = Instant::now();
    store.vault_put(portfolio(1), entries).await.unwrap();
    assert!(begun.elapsed() < late * 4, "{:?}", begun.elapsed());
}

/// Each connection has room for some; the answers stand in the order in which they were asked for.
#[tokio::test(flavor = "multi_thread")]
async fn more_texts_than_a_connection_takes_go_over_several() {
    let cluster = Cluster::default();
    let store = opened(&cluster);
    store.append(nth(0)).await.unwrap();
    let entries: Vec<_> =
        (0..600).map(|number| entry(number, &format!("Karin {number}"))).collect();
    let asked: Vec<_> = entries.iter().map(|entry| entry.commitment).collect();
    let few = entries[..50].to_vec();
    let before = cluster.connections();
    store.vault_put(portfolio(1), few).await.unwrap();
    assert_eq!(cluster.connections(), before, "a few texts need no connection of their own");
    store.vault_put(portfolio(1), entries[..599].to_vec()).await.unwrap();
    let more = cluster.connections() - before;
    assert_eq!(more, 7, "further connections");
    let held = store.vault_get(portfolio(1), asked).await.unwrap();
    let expected = entries[..599].iter().cloned().map(Vaulted::Kept).chain([Vaulted::Missing]);
    assert!(held.into_iter().eq(expected));
    store.close().await.unwrap();
    at_most_open(&cluster, 0).await;
}

/// Waits until no more connections are open.
async fn at_most_open(cluster: &Cluster, most: usize) {
    let closed = async {
        while cluster.open_connections() > most {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(LONG, closed).await.unwrap_or_else(|_| {
        panic!("{} connections are open, not {most}", cluster.open_connections());
    });
}

/// The client leaves a task behind that keeps its connection, for ever.
#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_is_let_go_of_leaves_no_connection() {
    let cluster = Cluster::default();
    let store = opened(&cluster);
    store.append(nth(0)).await.unwrap();
    let mut subscription = store.subscribe(portfolio(1), revision(0)).await.unwrap();
    assert_eq!(next(&mut subscription).await, [0]);
    // Each is answered by nobody in time, so that its client is not asked again.
    for number in 1..4 {
        cluster.plant(On::Append, [Fault::DoneButHangs]);
        store.append(nth(number)).await.unwrap();
    }
    assert!(cluster.connections() >= 4, "{} were made", cluster.connections());
    at_most_open(&cluster, 2).await;
    store.close().await.unwrap();
    at_most_open(&cluster, 0).await;
}

/// Each text has a deadline of its own; a slow engine could take them one after the other without end.
#[tokio::test(flavor = "multi_thread")]
async fn a_slow_engine_is_not_waited_for_longer_because_a_group_has_many_texts() {
    let cluster = Cluster::default();
    // Long enough for each of its connections to be made.
    let (attempt, in_all) = (Duration::from_secs(2), Duration::from_secs(2));
    let store = opened_with(&cluster, Patience { attempt, in_all, ..PATIENCE });
    store.append(nth(0)).await.unwrap();
    let mut append = nth(1);
    append.vault = (1..=12_000).map(|number| entry(number, "Karin")).collect();
    cluster.plant(On::OtherAppend, vec![Fault::Late(Duration::from_millis(500)); 20_000]);
    let begun = Instant::now();
    let error = store.append(append).await.unwrap_err();
    assert!(matches!(error, StoreError::Unavailable { .. }), "{error}");
    assert!(begun.elapsed() < in_all * 4, "{:?}", begun.elapsed());
    cluster.heal();
    holds(&store, 1).await;
}

const CHILD: &str = "THIRDPLACE_TEST_CHILD";

/// In a process of its own, because a process chooses once.
#[test]
fn a_tls_provider_that_was_chosen_before_is_said_and_not_panicked_over() {
    let child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "faults::a_process_that_chose_a_provider", "--ignored", "--nocapture"])
        .env(CHILD, "1")
        .output()
        .unwrap();
    let told = format!(
        "{}{}",
        String::from_utf8_lossy(&child.stdout),
        String::from_utf8_lossy(&child.stderr)
    );
    assert!(child.status.success() && told.contains("1 passed"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "run by the test above, in a process of its own"]
async fn a_process_that_chose_a_provider() {
    if env::var_os(CHILD).is_none() {
        return;
    }
    rustls::crypto::ring::default_provider().install_default().unwrap();
    let cluster = Cluster::default();
    let connection: Connection = cluster.connection_string().parse().unwrap();
    let error = EventStoreDb::open(&connection).unwrap_err();
    assert!(error.to_string().contains("TLS provider"), "{error}");
}
