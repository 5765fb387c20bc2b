//! Several services on one cluster: any of them records, each reads from its own memory.

use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use thirdplace_test_engine::{Cluster, Fault, On, Options};
use uuid::Uuid;

use crate::{
    crash::{Acknowledged, check},
    estate,
    service::{Caller, PATIENCE, Service, failing, printed},
};

const CALLERS_OF_EACH: usize = 3;
/// The last revision of a portfolio with two persons.
const OPENED: u64 = 2;

/// A cluster, and services on it that serve one portfolio.
struct Nodes {
    cluster: Cluster,
    store: String,
    services: Vec<Service>,
    actor: Uuid,
    portfolio: String,
}

impl Nodes {
    fn start(services: usize, nodes: usize) -> Self {
        let cluster = Cluster::start(Options { nodes, ..Options::default() });
        let store = cluster.connection_string();
        let services: Vec<Service> = (0..services).map(|_| Service::start(&store)).collect();
        let actor = Uuid::new_v4();
        // Opened through the first, and known to all.
        let portfolio = estate::open(&services[0].acting(actor), Uuid::new_v4());
        let nodes = Self { cluster, store, services, actor, portfolio };
        (0..nodes.services.len()).for_each(|service| drop(nodes.known(service, OPENED)));
        nodes
    }

    fn caller(&self, service: usize) -> Caller {
        self.services[service].acting(self.actor)
    }

    /// What a service knows, once it knows at least so much.
    fn known(&self, service: usize, at_least: u64) -> Value {
        let query = "query ($ref: UUID!, $revision: Revision!) {
            portfolio(ref: $ref, asOf: { atLeast: $revision }) {
                revision behindSince persons(first: 500) { edges { node { ref name } } } } }";
        let variables = json!({ "ref": self.portfolio, "revision": at_least });
        self.caller(service).ask(query, variables)["portfolio"].take()
    }
}

/// Registers a person until a service says that it is done; gives the revision.
fn register(caller: &Caller, portfolio: &str, command: Uuid, stop: &AtomicBool) -> Option<u64> {
    let input = json!({ "input": {
        "commandId": command, "portfolio": portfolio, "name": format!("Person {command}"),
    } });
    let query = "mutation ($input: PersonRegisterInput!) {
        told: personRegister(input: $input) { revision userErrors { message } } }";
    loop {
        let answer = caller.try_ask(query, &input).unwrap();
        if let Some(revision) = answer["data"]["told"]["revision"].as_u64() {
            return Some(revision);
        }
        let code = &answer["errors"][0]["extensions"]["code"];
        assert!(*code == json!("UNAVAILABLE") || *code == json!("OUTCOME_UNKNOWN"), "{answer}");
        if stop.load(Ordering::SeqCst) {
            return None;
        }
    }
}

/// Acknowledged commands, and when each was.
#[derive(Default)]
struct Told {
    acknowledged: Mutex<Acknowledged>,
    at: Mutex<Vec<Instant>>,
}

impl Told {
    fn count(&self) -> usize {
        self.at.lock().unwrap().len()
    }

    fn wait_for(&self, count: usize) {
        let begun = Instant::now();
        while self.count() < count {
            assert!(begun.elapsed() < PATIENCE, "{} of {count} acknowledged", self.count());
            std::thread::yield_now();
        }
    }
}

/// Every service hammered by callers of its own, until `meanwhile` is done.
fn under_load(nodes: &Nodes, meanwhile: impl FnOnce(&Told)) -> Told {
    let (told, stop) = (Told::default(), AtomicBool::new(false));
    std::thread::scope(|scope| {
        for service in 0..nodes.services.len() {
            for _ in 0..CALLERS_OF_EACH {
                let (told, stop) = (&told, &stop);
                scope.spawn(move || {
                    let (caller, portfolio) = (nodes.caller(service), nodes.portfolio.as_str());
                    while !stop.load(Ordering::SeqCst) {
                        let command = Uuid::new_v4();
                        let Some(revision) = register(&caller, portfolio, command, stop) else {
                            return;
                        };
                        told.at.lock().unwrap().push(Instant::now());
                        told.acknowledged.lock().unwrap().insert(command, (revision, 1));
                    }
                });
            }
        }
        meanwhile(&told);
        stop.store(true, Ordering::SeqCst);
    });
    told
}

/// The ledger as it is stored has every acknowledged command once, and every service knows the same.
fn check_all(nodes: &Nodes, told: Told) {
    let acknowledged = told.acknowledged.into_inner().unwrap();
    check(&nodes.store, &acknowledged);
    let last = acknowledged.values().map(|(revision, _)| *revision).max().unwrap();
    let first = nodes.known(0, last);
    for service in 1..nodes.services.len() {
        assert_eq!(nodes.known(service, last)["persons"], first["persons"], "of {service}");
    }
    let reports: BTreeSet<String> = nodes
        .services
        .iter()
        .map(|service| printed(&["check", "--json", "--to", &service.url]))
        .collect();
    assert_eq!(reports.len(), 1, "one ledger has several digests: {reports:?}");
}

#[test]
fn nodes_that_hammer_one_portfolio_lose_and_double_nothing_and_end_with_one_digest() {
    let nodes = Nodes::start(3, 1);
    let told = under_load(&nodes, |told| told.wait_for(300));
    check_all(&nodes, told);
    let printed = printed(&["log", "--store", &nodes.store]);
    assert!(printed.lines().count() >= 300);
}

/// The longest time between two acknowledgements: what whoever records notices of a failover.
fn longest_pause(told: &Told) -> Duration {
    let at = told.at.lock().unwrap();
    at.windows(2).map(|pair| pair[1].saturating_duration_since(pair[0])).max().unwrap_or_default()
}

#[test]
fn killing_the_engine_and_failing_over_under_load_loses_and_doubles_nothing() {
    let nodes = Nodes::start(2, 3);
    let cluster = &nodes.cluster;
    let told = under_load(&nodes, |told| {
        told.wait_for(50);
        cluster.kill(0);
        cluster.elect(1);
        told.wait_for(told.count() + 50);
        cluster.revive(0);
        cluster.kill(1);
        cluster.elect(0);
        told.wait_for(told.count() + 50);
        // All of it at once, and back.
        for node in [0, 2] {
            cluster.kill(node);
        }
        for node in [0, 1, 2] {
            cluster.revive(node);
        }
        told.wait_for(told.count() + 50);
        // Answers that are lost and late.
        let faults = [Fault::DoneButLost, Fault::Late(Duration::from_secs(5)), Fault::DoneButHangs];
        cluster.plant(On::Append, faults);
        told.wait_for(told.count() + 50);
    });
    let (pause, count) = (longest_pause(&told), told.count());
    println!("{count} acknowledged; the longest pause between two was {} ms", pause.as_millis());
    check_all(&nodes, told);
}

#[test]
fn while_the_engine_is_away_reading_goes_on_recording_is_refused_and_all_recovers_by_itself() {
    let nodes = Nodes::start(1, 1);
    let caller = nodes.caller(0);
    assert_eq!(nodes.known(0, OPENED)["behindSince"], json!(null));
    nodes.cluster.kill(0);
    let refused = AtomicBool::new(true);
    let begun = Instant::now();
    assert_eq!(register(&caller, &nodes.portfolio, Uuid::new_v4(), &refused), None);
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    let known = nodes.known(0, OPENED);
    assert_eq!(known["persons"]["edges"].as_array().unwrap().len(), 2);
    assert!(known["behindSince"].is_string(), "{known}");
    let (status, detail) = nodes.services[0].readiness();
    assert_eq!((status, &detail["recording"]), (200, &json!(false)), "{detail}");
    assert!(detail["engineAway"]["what"].is_string(), "{detail}");
    nodes.cluster.revive(0);
    let begun = Instant::now();
    // Nobody asks for anything: the service finds out by itself.
    while nodes.services[0].readiness().1 != json!("every portfolio is served") {
        assert!(begun.elapsed() < PATIENCE, "it does not recover");
        std::thread::yield_now();
    }
    println!("recovered {} ms after the engine was back", begun.elapsed().as_millis());
    let stop = AtomicBool::new(false);
    assert!(register(&caller, &nodes.portfolio, Uuid::new_v4(), &stop).is_some());
}

/// The caller of one node that did not answer in time goes to another.
#[test]
fn a_command_that_is_sent_to_two_nodes_is_recorded_once_and_answered_alike() {
    let nodes = Nodes::start(2, 1);
    let stop = AtomicBool::new(false);
    for _ in 0..20 {
        let command = Uuid::new_v4();
        let answers: Vec<_> = std::thread::scope(|scope| {
            let asked: Vec<_> = [0, 1]
                .map(|service| {
                    let (caller, portfolio) = (nodes.caller(service), &nodes.portfolio);
                    let stop = &stop;
                    scope.spawn(move || register(&caller, portfolio, command, stop))
                })
                .into_iter()
                .collect();
            asked.into_iter().map(|asked| asked.join().unwrap()).collect()
        });
        assert_eq!(answers[0], answers[1]);
    }
    let end = OPENED + 20;
    let last = nodes.known(0, end);
    assert_eq!(last["revision"], json!(end));
    assert_eq!(nodes.known(1, end), last);
}

#[test]
fn a_revision_that_does_not_come_is_waited_for_and_then_said() {
    let nodes = Nodes::start(1, 1);
    let query = "query ($ref: UUID!) {
        portfolio(ref: $ref, asOf: { atLeast: 99 }) { revision } }";
    let answer = nodes.caller(0).try_ask(query, &json!({ "ref": nodes.portfolio })).unwrap();
    let message = answer["errors"][0]["message"].as_str().unwrap();
    assert!(message.contains("no revision 99 yet; its last is 2"), "{message}");
}

/// Somebody deletes the stream of one of two portfolios while nobody serves them.
#[test]
fn a_portfolio_whose_stream_was_deleted_is_told_of_by_readiness_metrics_check_and_copy() {
    let nodes = Nodes::start(1, 1);
    estate::open(&nodes.caller(0), Uuid::new_v4());
    let Nodes { cluster, store, services, portfolio, .. } = nodes;
    for service in services {
        assert!(service.stop().success());
    }
    cluster.delete(&format!("portfolio-{portfolio}"));
    let service = Service::start(&store);
    let (status, detail) = service.readiness();
    assert_eq!((status, &detail["notServed"][0]["portfolio"]), (200, &json!(portfolio)));
    assert!(detail["notServed"][0]["why"].as_str().unwrap().contains("was deleted"), "{detail}");
    let metrics = service.metrics();
    assert!(metrics.contains("thirdplace_portfolios{state=\"refused\"} 1"), "{metrics}");
    let log = service.log.lock().unwrap().join("\n");
    assert!(log.contains("the portfolio is not served") && log.contains("was deleted"), "{log}");
    let checked = failing(&["check", "--store", &store]);
    assert!(checked.contains("not sound: 1 findings"), "{checked}");
    let folder = tempfile::tempdir().unwrap();
    let to = format!("sqlite:{}", folder.path().join("copy.sqlite").display());
    let copied = failing(&["copy", "--from", &store, "--to", &to]);
    assert!(copied.contains("was deleted"), "{copied}");
}

#[test]
fn a_portfolio_whose_stream_is_deleted_while_it_is_served_is_told_of_by_readiness() {
    let nodes = Nodes::start(1, 1);
    nodes.cluster.delete(&format!("portfolio-{}", nodes.portfolio));
    let begun = Instant::now();
    loop {
        let (_, detail) = nodes.services[0].readiness();
        if detail["recordsNothing"][0]["portfolio"] == json!(nodes.portfolio) {
            let why = detail["recordsNothing"][0]["why"].as_str().unwrap();
            return assert!(why.contains("was deleted"), "{detail}");
        }
        assert!(begun.elapsed() < PATIENCE, "{detail}");
        std::thread::yield_now();
    }
}

/// The engine serves everything else.
#[test]
fn subscriptions_that_fail_are_told_once_in_a_while_and_counted() {
    let nodes = Nodes::start(1, 1);
    nodes.cluster.plant(On::Subscribe, vec![Fault::Forbidden; 10_000]);
    // Whatever it was subscribed to ends.
    nodes.cluster.kill(0);
    nodes.cluster.revive(0);
    let lost = || {
        let metrics = nodes.services[0].metrics();
        let line = metrics.lines().find_map(|line| {
            line.strip_prefix("thirdplace_engine_subscriptions_lost_total ")?.parse::<f64>().ok()
        });
        line.unwrap_or_default()
    };
    let begun = Instant::now();
    while lost() < 4.0 {
        assert!(begun.elapsed() < PATIENCE, "{} lost", lost());
        std::thread::yield_now();
    }
    let log = nodes.services[0].log.lock().unwrap();
    let told = log.iter().filter(|line| line.contains("a subscription is lost")).count();
    // One a minute, and this took less than two.
    assert!((1..=2).contains(&told), "{told}: {log:?}");
}

#[test]
fn a_password_is_in_no_log_error_or_printed_configuration() {
    let cluster =
        Cluster::start(Options { user: Some(("admin", "ytterst hemligt")), ..Options::default() });
    let address = cluster.address(0);
    let store = format!("esdb://admin:ytterst%20hemligt@{address}?tls=false");
    let service = Service::start_with(&store, &[("THIRDPLACE_LOG", "trace")]);
    let actor = Uuid::new_v4();
    estate::open(&service.acting(actor), Uuid::new_v4());
    let shown = format!("esdb://admin:***@{address}?tls=false");
    let log = service.log.lock().unwrap().join("\n");
    assert!(log.contains(&shown), "{log}");
    let printed = printed(&["config", "--store", &store]);
    assert!(printed.contains(&shown), "{printed}");
    let refused = failing(&["config", "--store", &format!("{store}&hemligt=1")]);
    // As it was written, as it is decoded, and as it is sent: base64 of `admin:ytterst hemligt`.
    for secret in ["ytterst", "YWRtaW46eXR0ZXJzdCBoZW1saWd0"] {
        for told in [&log, &printed, &refused] {
            assert!(!told.contains(secret), "{secret} is told");
        }
    }
}
