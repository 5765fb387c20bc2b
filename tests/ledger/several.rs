//! Several services on one cluster, in one process: what cannot be seen from outside.

use std::{sync::Arc, time::Duration};
use thirdplace::{
    clock::Clock,
    ledger::{Begin, Fatal, Ledger, Ledgers, SubmitError},
    store::{EventStoreDb, Patience},
};
use thirdplace_test_engine::{Cluster, Fault, On};
use tokio::time::{sleep, timeout};

use crate::estate::{TestClock, id, open, organisation, recorded_at, revision, submission};

const LONG: Duration = Duration::from_secs(60);

const PATIENCE: Patience = Patience {
    // A client that is made anew reads the machine's certificates, slowly where nothing is optimised.
    attempt: Duration::from_secs(2),
    in_all: Duration::from_secs(6),
    silence: Duration::from_secs(5),
};

async fn node(cluster: &Cluster) -> Arc<Ledgers> {
    let connection = cluster.connection_string().parse().unwrap();
    let store = Arc::new(EventStoreDb::open_as(&connection, PATIENCE, "").unwrap());
    let clock: Arc<dyn Clock> = Arc::new(TestClock::default());
    let fatal = Fatal::calling(|reason| panic!("the process would have ended: {reason}"));
    let ledgers = Ledgers::new(store, clock, fatal);
    ledgers.load().await.unwrap();
    tokio::spawn({
        let ledgers = Arc::clone(&ledgers);
        async move { ledgers.follow().await }
    });
    ledgers
}

/// Two nodes, and the ledger of one portfolio at each.
async fn two(cluster: &Cluster) -> [Arc<Ledger>; 2] {
    let (one, other) = (node(cluster).await, node(cluster).await);
    let (here, _) = one.open(submission(1, open("Jämtlands län"))).await.unwrap();
    let there = other.awaited(here.portfolio(), LONG).await.unwrap();
    [here, there]
}

/// The opening is two events.
const OPENED: u64 = 2;

/// The texts of the opening, and the salt of its command's digest.
const OPENING_STREAMS: usize = 3;
/// The name of an organisation, and the salt.
const ORGANISATION_STREAMS: usize = 2;

fn vaulted(cluster: &Cluster) -> usize {
    cluster.streams().iter().filter(|stream| stream.starts_with("vault-")).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_that_another_node_overtook_are_taken_back_and_the_others_shown_by_both() {
    let cluster = Cluster::default();
    let both = two(&cluster).await;
    const EACH: u64 = 25;
    let recording: Vec<_> = (0..)
        .zip(both.clone())
        .map(|(node, ledger)| {
            tokio::spawn(async move {
                for number in 0..EACH {
                    let number = u128::from(1_000 * (node + 1) + number);
                    let command = organisation(number, &format!("Organisation {number}"));
                    ledger.submit(submission(number, command)).await.unwrap();
                }
            })
        })
        .collect();
    for recorded in recording {
        recorded.await.unwrap();
    }
    let last = revision(OPENED + 2 * EACH - 1);
    for ledger in &both {
        assert!(ledger.reaches(last, LONG).await, "a node stays behind");
        let state = ledger.newest();
        for number in (0..u128::from(EACH)).flat_map(|number| [1_000 + number, 2_000 + number]) {
            let known = state.organisation(&id(number)).unwrap();
            let name = known.descriptions.entries()[0].value.name;
            let shown = projections::Texts::shown(ledger.shelf(), name).to_string();
            assert_eq!(shown, format!("Organisation {number}"));
        }
    }
    assert_eq!(both[0].newest().digest(), both[1].newest().digest());
    let expected = OPENING_STREAMS + ORGANISATION_STREAMS * 2 * usize::try_from(EACH).unwrap();
    let taken_back = async {
        while vaulted(&cluster) != expected {
            sleep(Duration::from_millis(10)).await;
        }
    };
    assert!(
        timeout(LONG, taken_back).await.is_ok(),
        "{} texts in the vault, {expected} in the ledger",
        vaulted(&cluster)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscriber_at_one_node_is_told_what_another_records() {
    let cluster = Cluster::default();
    let [here, there] = two(&cluster).await;
    let mut subscription = there.subscribe(Begin::At(revision(OPENED))).await.unwrap();
    for number in 0..5_u64 {
        let reference = u128::from(100 + number);
        let command = organisation(reference, "Länsstyrelsen");
        here.submit(submission(reference, command)).await.unwrap();
        let commit = timeout(LONG, subscription.next()).await.unwrap().unwrap().unwrap();
        assert_eq!(commit.first(), revision(OPENED + number));
    }
}

/// The outcome stays unknown for longer than is waited for it, and is found to be that it was recorded.
#[tokio::test(flavor = "multi_thread")]
async fn an_outcome_that_stays_unknown_is_said_and_settled_before_anything_else_is_decided() {
    let cluster = Cluster::default();
    let [here, _] = two(&cluster).await;
    cluster.plant(On::Append, vec![Fault::DoneButHangs; 200]);
    let command = || submission(100, organisation(100, "Länsstyrelsen"));
    let unknown = here.submit(command()).await.unwrap_err();
    assert!(matches!(unknown, SubmitError::OutcomeUnknown { .. }), "{unknown}");
    cluster.heal();
    let next = here.submit(submission(101, organisation(101, "Kommunen"))).await.unwrap();
    assert!(recorded_at(&next, OPENED + 1), "{next:?}");
    let again = here.submit(command()).await.unwrap();
    assert!(recorded_at(&again, OPENED), "{again:?}");
}

/// The engine records a command and is gone before it says so. Whoever were told that nothing is recorded
/// would send the command again under another id.
#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_was_recorded_is_never_answered_as_if_it_were_not() {
    let cluster = Cluster::default();
    let [here, _] = two(&cluster).await;
    let before = here.submit(submission(99, organisation(99, "Regionen"))).await.unwrap();
    assert!(recorded_at(&before, OPENED), "{before:?}");
    let (asked, ledger) = (cluster.count(On::Append), format!("portfolio-{}", here.portfolio()));
    cluster.plant(On::Append, vec![Fault::DoneButHangs; 200]);
    let command = || submission(100, organisation(100, "Länsstyrelsen"));
    let submitted = tokio::spawn({
        let here = Arc::clone(&here);
        async move { here.submit(command()).await }
    });
    while cluster.count(On::Append) == asked || cluster.stream(&ledger).len() < 4 {
        sleep(Duration::from_millis(1)).await;
    }
    cluster.kill(0);
    let unknown = |answer: &SubmitError| matches!(answer, SubmitError::OutcomeUnknown { .. });
    let answer = submitted.await.unwrap().unwrap_err();
    assert!(unknown(&answer), "{answer}");
    // Asked again while the engine is away, as it is told to; and what is known to be recorded.
    let again = here.submit(command()).await.unwrap_err();
    assert!(unknown(&again), "{again}");
    let former = submission(99, organisation(99, "Regionen"));
    let recorded = here.submit(former.clone()).await.unwrap_err();
    assert!(unknown(&recorded), "{recorded}");
    // Nothing was ever recorded of this one.
    let other = here.submit(submission(101, organisation(101, "Kommunen"))).await.unwrap_err();
    assert!(matches!(other, SubmitError::Refused(_)), "{other}");
    cluster.heal();
    cluster.revive(0);
    let again = loop {
        match here.submit(command()).await {
            Err(answer) => assert!(unknown(&answer), "{answer}"),
            Ok(answer) => break answer,
        }
    };
    assert!(recorded_at(&again, OPENED + 1), "{again:?}");
    assert!(recorded_at(&here.submit(former).await.unwrap(), OPENED));
}

/// The engine goes before the service has noticed anything.
#[tokio::test(flavor = "multi_thread")]
async fn a_recorded_command_whose_first_answer_cannot_be_compared_is_not_said_to_be_unrecorded() {
    let cluster = Cluster::default();
    let [here, _] = two(&cluster).await;
    let command = || submission(99, organisation(99, "Regionen"));
    here.submit(command()).await.unwrap();
    cluster.kill(0);
    let answer = here.submit(command()).await.unwrap_err();
    assert!(matches!(answer, SubmitError::OutcomeUnknown { .. }), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_that_the_engine_lost_is_not_served_further() {
    let cluster = Cluster::default();
    let [here, there] = two(&cluster).await;
    cluster.kill(0);
    cluster.empty();
    cluster.revive(0);
    for ledger in [here, there] {
        // Nobody asks for anything: whoever follows the ledger sees it.
        let refused = async {
            loop {
                match ledger.refusal() {
                    Some(refusal) => break refusal.to_string(),
                    None => sleep(Duration::from_millis(10)).await,
                }
            }
        };
        let told = timeout(LONG, refused).await.expect("it goes on");
        assert!(told.contains("ends before what was read of it"), "{told}");
        let command = organisation(200, "Länsstyrelsen");
        let refused = ledger.submit(submission(200, command)).await.unwrap_err();
        assert!(matches!(refused, SubmitError::Refused(_)), "{refused}");
    }
}
