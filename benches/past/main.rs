//! What a past state costs: the plan of a level at any revision of a portfolio of a million events,
//! beside the newest; through the ledger and over GraphQL. All in one run: compare the ratios, not
//! the numbers, with another machine's.
//!
//! The ledger's file (about 1 GB) is made once, under `target/tmp/past`, and used again.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on ends")]
#![allow(clippy::print_stdout, reason = "what it prints is what it is for")]
#![allow(clippy::disallowed_methods, reason = "a benchmark measures time and draws ids")]

#[path = "../county/mod.rs"]
#[allow(dead_code, reason = "not every benchmark asks for all of it")]
mod county;
mod over_graphql;
#[path = "../service/mod.rs"]
mod service;
mod through_ledger;

use county::{
    ledger_file::LedgerFile,
    measured::{Took, resident_mb},
};
use schema::{LevelId, Revision};
use service::Service;
use std::time::Instant;

/// Buildings of the county.
pub(crate) const BUILDINGS: u64 = 100;
/// A million events are two years and a half.
const LEDGER: LedgerFile = LedgerFile {
    folder: "past",
    format: 3,
    events: 1_000_000,
    pause_microseconds: 110_000_000,
    agreed: |_| Vec::new(),
};
/// Plans at the newest revision, and at ones asked for before.
const SEEN: usize = 4_000;
/// Past revisions that are asked for again and again.
const SEEN_REVISIONS: usize = 48;
/// Plans at revisions never asked for before.
const COLD: usize = 1_000;
/// Seen before: at most so many times the newest's p99.
const SEEN_RATIO_MAX: f64 = 2.0;
/// Never seen before: p99, at most.
const COLD_MS_MAX: f64 = 20.0;

/// A level, and the event that added it.
type Added = (LevelId, Revision);

/// How long plans took.
#[derive(Debug, Default)]
struct Plans {
    newest: Took,
    seen: Took,
    newest_beside_cold: Took,
    cold: Took,
}

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let file = runtime.block_on(LEDGER.ready());
    let (ledger, levels, events) = runtime.block_on(through_ledger::measure(&file));
    print("through the ledger", &ledger);
    let store = format!("sqlite:{}", file.display());
    let few = [("THIRDPLACE_PAST_COPIES_MAX", "2".to_owned())];
    let without = loaded(&store, &few, events, "with 2 kept copies");
    let begun = Instant::now();
    let service = Service::start(&store, &[]);
    let with = resident(&service, events, "with the default's", begun);
    println!("kept copies: {:.0} MB", with - without);
    print("over GraphQL on HTTP", &over_graphql::measure(&service, &levels, events));
    println!("resident after that: {:.0} MB", resident_mb(service.process()));
}

/// Megabytes of a service that has loaded the ledger under these settings.
fn loaded(store: &str, settings: &[(&str, String)], events: u64, called: &str) -> f64 {
    let begun = Instant::now();
    resident(&Service::start(store, settings), events, called, begun)
}

fn resident(service: &Service, events: u64, called: &str, begun: Instant) -> f64 {
    let seconds = begun.elapsed().as_secs_f64();
    let resident = resident_mb(service.process());
    #[allow(clippy::cast_precision_loss, reason = "a rate for people to read")]
    let rate = events as f64 / seconds;
    println!("service {called}: loaded in {seconds:.1} s ({rate:.0} events/s), {resident:.0} MB");
    resident
}

fn print(through: &str, plans: &Plans) {
    println!("a level's plan {through}, ms       p50      p99");
    let line = |called: &str, took: &Took| {
        let (half, most) = (took.percentile_ms(50), took.percentile_ms(99));
        println!("  {called:<32} {half:>8.3} {most:>8.3}   ({} times)", took.count());
    };
    line("newest", &plans.newest);
    line("past, seen before", &plans.seen);
    line("newest, beside the next", &plans.newest_beside_cold);
    line("past, never seen before", &plans.cold);
    let ratio = plans.seen.percentile_ms(99) / plans.newest.percentile_ms(99);
    println!("  seen before to newest, p99: {ratio:.2}   (asked: at most {SEEN_RATIO_MAX})");
    let cold = plans.cold.percentile_ms(99);
    println!("  never seen before, p99:     {cold:.1} ms   (asked: at most {COLD_MS_MAX} ms)");
}
