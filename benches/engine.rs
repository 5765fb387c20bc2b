//! What the engine on EventStoreDB / KurrentDB costs: appends, catching up, and the latency that the
//! client's missing TCP_NODELAY adds. Against the server that stands in for the real one in tests, in
//! memory and on this machine: what is measured is the client, the wire and this service, not a
//! database. All in one run: compare the ratios.
//!
//! `THIRDPLACE_BENCH_COPY=FILE` names a SQLite store that is then copied to the server and back, such as
//! the one that `cargo bench --bench past` leaves in `target/tmp/past`. It has to be in nobody's use.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on ends")]
#![allow(clippy::print_stdout, reason = "what it prints is what it is for")]
#![allow(
    clippy::disallowed_methods,
    reason = "a benchmark measures time and reads its environment"
)]

use schema::{CommandId, EventId, PortfolioId, Revision};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};
use thirdplace::store::{Append, EventStore, EventStoreDb, PageLimit, StoredEvent};
use thirdplace_test_engine::{Cluster, Options};
use uuid::Uuid;

/// Appends of one event, one after the other.
const SINGLE: u64 = 100;
/// Groups, and events of each.
const GROUPS: u64 = 200;
const EVENTS_OF_GROUP: u64 = 500;
/// How often a leader is lost, how many appends come in between, and how long one may take.
const FAILOVERS: usize = 7;
const BETWEEN_FAILOVERS: u64 = 20;
const FAILOVER_MAX: Duration = Duration::from_secs(60);
/// Bytes of an event: what those of a county take.
const EVENT_BYTES: usize = 900;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    println!("against the test server, in memory, not a database:");
    let slow = runtime.block_on(measure(false));
    let quick = runtime.block_on(measure(true));
    println!("                                        as it is   acknowledged at once");
    println!(
        "one event after the other, ms, median {:>10.2} {:>22.2}",
        slow.single_ms, quick.single_ms
    );
    println!(
        "groups of {EVENTS_OF_GROUP}, events/s               {:>10.0} {:>22.0}",
        slow.grouped, quick.grouped
    );
    println!("catching up in pages, events/s        {:>10.0} {:>22.0}", slow.read, quick.read);
    println!(
        "following a subscription, ms, median  {:>10.2} {:>22.2}",
        slow.heard_ms, quick.heard_ms
    );
    println!(
        "the missing TCP_NODELAY costs {:.1} ms at each append that follows another",
        slow.single_ms - quick.single_ms
    );
    runtime.block_on(fail_over());
    match env::var_os("THIRDPLACE_BENCH_COPY") {
        Some(file) => copy(&PathBuf::from(file)),
        None => println!("nothing is copied: THIRDPLACE_BENCH_COPY names no store"),
    }
}

struct Measured {
    single_ms: f64,
    heard_ms: f64,
    grouped: f64,
    read: f64,
}

async fn measure(is_quick: bool) -> Measured {
    let cluster = Cluster::start(Options { is_quick, ..Options::default() });
    let store =
        Arc::new(EventStoreDb::open(&cluster.connection_string().parse().unwrap()).unwrap());
    let (single_ms, heard_ms) = single(&store).await;
    let begun = Instant::now();
    for number in 0..GROUPS {
        let first = number * EVENTS_OF_GROUP;
        store.append(group(2, first, EVENTS_OF_GROUP)).await.unwrap();
    }
    let grouped = rate(begun);
    let begun = Instant::now();
    let mut next = Revision::FIRST;
    while next.number() < GROUPS * EVENTS_OF_GROUP {
        let page = store.read(portfolio(2), next, PageLimit::LARGE).await.unwrap();
        next = page.events.last().unwrap().revision().next();
    }
    let read = rate(begun);
    store.close().await.unwrap();
    Measured { single_ms, heard_ms, grouped, read }
}

/// Milliseconds of an append, and from an append's beginning until another hears of it.
async fn single(store: &Arc<EventStoreDb>) -> (f64, f64) {
    let (mut appended, mut heard) = (Vec::new(), Vec::new());
    store.append(group(1, 0, 1)).await.unwrap();
    let mut subscription = store.subscribe(portfolio(1), Revision::FIRST).await.unwrap();
    subscription.next().await.unwrap();
    for number in 1..=SINGLE {
        let begun = Instant::now();
        let append = store.append(group(1, number, 1));
        let (told, ()) = tokio::join!(subscription.next(), async {
            append.await.unwrap();
            appended.push(begun.elapsed());
        });
        told.unwrap();
        heard.push(begun.elapsed());
    }
    (median_ms(appended), median_ms(heard))
}

/// How long nothing is acknowledged while the leader of three nodes is lost under load, a few times.
async fn fail_over() {
    let cluster = Cluster::start(Options { nodes: 3, ..Options::default() });
    let connection = cluster.connection_string().parse().unwrap();
    let store = EventStoreDb::open(&connection).unwrap();
    let mut pauses = Vec::new();
    let mut number = 0;
    for failover in 0..FAILOVERS {
        let (dies, leads) = (failover % 2, (failover + 1) % 2);
        for _ in 0..BETWEEN_FAILOVERS {
            store.append(group(3, number, 1)).await.unwrap();
            number += 1;
        }
        cluster.kill(dies);
        cluster.elect(leads);
        let lost = Instant::now();
        // What is asked meanwhile may be told that its outcome is unknown: the same group again.
        while store.append(group(3, number, 1)).await.is_err() {
            assert!(lost.elapsed() < FAILOVER_MAX, "it does not recover");
        }
        pauses.push(lost.elapsed());
        number += 1;
        cluster.revive(dies);
    }
    let longest = pauses.iter().max().unwrap().as_secs_f64() * 1_000.0;
    println!(
        "the leader lost {FAILOVERS} times: recording goes on after {:.0} ms in the median, {longest:.0} at most",
        median_ms(pauses)
    );
    store.close().await.unwrap();
}

fn median_ms(mut took: Vec<Duration>) -> f64 {
    took.sort();
    took[took.len() / 2].as_secs_f64() * 1_000.0
}

#[allow(clippy::cast_precision_loss, reason = "a rate for people to read")]
fn rate(begun: Instant) -> f64 {
    (GROUPS * EVENTS_OF_GROUP) as f64 / begun.elapsed().as_secs_f64()
}

fn portfolio(number: u128) -> PortfolioId {
    Uuid::from_u128(number).into()
}

fn group(ledger: u128, first: u64, count: u64) -> Append {
    let command = CommandId::from(Uuid::from_u128(ledger));
    let events = (first..first + count).map(|number| {
        let id = EventId::of(portfolio(ledger), command, usize::try_from(number).unwrap());
        let text = format!("{{\"number\":{number},\"text\":\"{}\"}}", "x".repeat(EVENT_BYTES));
        StoredEvent::new(Revision::FIRST.plus(number), id, "Measured", text.into_bytes())
    });
    Append {
        portfolio: portfolio(ledger),
        expected: first.checked_sub(1).map(|last| Revision::FIRST.plus(last)),
        events: events.collect(),
        vault: Vec::new(),
    }
}

/// Copies a store to the server and back, with the program, and tells how fast and in how much memory.
fn copy(file: &Path) {
    let cluster = Cluster::start(Options { is_quick: false, ..Options::default() });
    let (store, cluster) = (format!("sqlite:{}", file.display()), cluster.connection_string());
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let back = folder.path().join("back.sqlite");
    copied(&store, &cluster);
    copied(&cluster, &format!("sqlite:{}", back.display()));
}

fn copied(from: &str, to: &str) {
    let begun = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_thirdplace"))
        .args(["copy", "--from", from, "--to", to])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let most = most_resident_mb(&mut child);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let told = String::from_utf8(output.stdout).unwrap();
    let events = told
        .lines()
        .filter_map(|line| {
            line.strip_prefix("events ")?.split_whitespace().next()?.parse::<f64>().ok()
        })
        .sum::<f64>();
    let seconds = begun.elapsed().as_secs_f64();
    println!("{from} to {to}:");
    println!(
        "  {events} events copied and compared in {seconds:.0} s ({:.0} events/s), {most:.0} MB",
        events / seconds
    );
}

/// What a process used at most, as the system tells it until the process ends.
fn most_resident_mb(child: &mut Child) -> f64 {
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0.0;
    while child.try_wait().unwrap().is_none() {
        let told = fs::read_to_string(&status).unwrap_or_default();
        let kilobytes = told
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        most = kilobytes.unwrap_or(most);
        std::thread::sleep(Duration::from_millis(200));
    }
    most / 1_000.0
}
