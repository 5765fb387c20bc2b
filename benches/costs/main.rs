//! What it takes to say what premises cost: a year by building and month of 10,000 spaces under 1,000
//! leases, and ten years to come by organisation and year, in a portfolio of 100,000 events; through the
//! views and over GraphQL, beside the plan of a level. All in one run: compare the ratios, not the
//! numbers, with another machine's.
//!
//! The ledger's file is made once, under `target/tmp/costs`, and used again.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on ends")]
#![allow(clippy::print_stdout, reason = "what it prints is what it is for")]
#![allow(clippy::disallowed_methods, reason = "a benchmark measures time and draws ids")]

mod agreed;
#[path = "../county/mod.rs"]
#[allow(dead_code, reason = "not every benchmark asks for all of it")]
mod county;
mod over_graphql;
#[path = "../service/mod.rs"]
mod service;
mod through_views;

use county::{
    ledger_file::LedgerFile,
    measured::{Took, resident_mb},
};
use service::Service;

/// Buildings of the county: 200 spaces and 20 leases each.
pub(crate) const BUILDINGS: u64 = 50;
const LEDGER: LedgerFile = LedgerFile {
    folder: "costs",
    format: 1,
    events: 100_000,
    pause_microseconds: 2_000_000_000,
    agreed: agreed::agreed,
};
/// The year that is asked for: the ledger ends in the middle of it.
const YEAR: [&str; 2] = ["2025-01", "2025-12"];
/// The months to come that are asked for.
const FORECAST_MONTHS: u32 = 120;
/// Times that a year is asked for, at as many revisions.
const YEARS: u64 = 12;
/// Times that the years to come are asked for, at as many revisions.
const FORECASTS: u64 = 4;
/// Times that a level's plan is asked for.
const PLANS: u64 = 400;
/// Revisions from one that is asked for to the next.
const APART: u64 = 500;

/// How long it took.
#[derive(Debug, Default)]
struct Figures {
    plan: Took,
    year_cold: Took,
    year_warm: Took,
    forecast_cold: Took,
    forecast_warm: Took,
}

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let file = runtime.block_on(LEDGER.ready());
    let (views, known) = runtime.block_on(through_views::measure(&file));
    print("through the views", &views);
    let service = Service::start(&format!("sqlite:{}", file.display()), &[]);
    let before = resident_mb(service.process());
    print("over GraphQL on HTTP", &over_graphql::measure(&service, &known));
    let after = resident_mb(service.process());
    println!("the service: {before:.0} MB resident once it serves, {after:.0} MB after that");
}

fn print(through: &str, figures: &Figures) {
    println!("costs {through}, ms{:>28} {:>10} {:>14}", "p50", "p99", "p50 to plan's");
    let plan = figures.plan.percentile_ms(50);
    let line = |called: &str, took: &Took| {
        if took.count() == 0 {
            return;
        }
        let (half, most) = (took.percentile_ms(50), took.percentile_ms(99));
        let (ratio, times) = (half / plan, took.count());
        println!("  {called:<44} {half:>10.3} {most:>10.3} {ratio:>10.1}   ({times} times)");
    };
    line("a level's plan", &figures.plan);
    line("a year by building and month, cold", &figures.year_cold);
    line("  asked again", &figures.year_warm);
    line("ten years by organisation and year, cold", &figures.forecast_cold);
    line("  asked again", &figures.forecast_warm);
}
