//! What a durable command costs: commands per second over GraphQL, from 1 and from 64 callers, on
//! SQLite and on the memory engine, beside what the machine's disk can do. All in one run: compare
//! the ratios, not the numbers, with another machine's.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on ends")]
#![allow(clippy::print_stdout, reason = "what it prints is what it is for")]
#![allow(clippy::disallowed_methods, reason = "a benchmark measures time and draws ids")]

mod service;

use serde_json::json;
use service::{Caller, Service};
use std::{
    fs::OpenOptions,
    io::Write,
    path::Path,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    time::{Duration, Instant},
};
use uuid::Uuid;

/// How long each load lasts.
const LOAD: Duration = Duration::from_secs(5);
/// How long the disk is measured.
const DISK: Duration = Duration::from_secs(2);
/// Callers at the same time.
const MANY: usize = 64;
/// The disk's rate may drift by this share from before to after.
const DRIFT_MAX: f64 = 0.25;

fn main() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let before = syncs_per_second(folder.path());
    let store = format!("sqlite:{}", folder.path().join("bench.sqlite").display());
    let [one, many] = rates(&store);
    let [memory_one, memory_many] = rates("memory");
    let after = syncs_per_second(folder.path());
    println!(
        "durable commands per second over GraphQL (personRegister), {} s each",
        LOAD.as_secs()
    );
    println!("                        1 caller   {MANY} callers");
    println!("sqlite                {one:>10.0}  {many:>11.0}");
    println!("memory                {memory_one:>10.0}  {memory_many:>11.0}");
    println!("fdatasync of 4 KiB    {before:>10.0} before, {after:.0} after");
    println!("{MANY} callers to 1         {:>8.2}   (at least 4)", many / one);
    println!("sqlite to memory, {MANY}    {:>8.2}   (at least 0.5)", many / memory_many);
    println!("1 caller to fdatasync {:>10.2}", one / before);
    let drift = (after / before - 1.0).abs();
    if drift > DRIFT_MAX {
        println!(
            "void: the disk drifted by {:.0} %, more than {:.0} %",
            drift * 100.0,
            DRIFT_MAX * 100.0
        );
    }
}

/// How often this folder's disk confirms 4 KiB appended to a file.
fn syncs_per_second(folder: &Path) -> f64 {
    let path = folder.join("syncs");
    let mut file = OpenOptions::new().create(true).append(true).open(path).unwrap();
    let begun = Instant::now();
    let mut count = 0_u32;
    while begun.elapsed() < DISK {
        file.write_all(&[0x5a; 4096]).unwrap();
        file.sync_data().unwrap();
        count += 1;
    }
    f64::from(count) / begun.elapsed().as_secs_f64()
}

/// Commands per second from one caller and from many.
fn rates(store: &str) -> [f64; 2] {
    let service = Service::start(store, &[]);
    let person = Uuid::new_v4();
    let portfolio = open(&service, person);
    // Once unmeasured, so that neither engine is measured cold.
    rate(&service, person, &portfolio, MANY, Duration::from_secs(1));
    [1, MANY].map(|callers| rate(&service, person, &portfolio, callers, LOAD))
}

fn rate(
    service: &Service,
    person: Uuid,
    portfolio: &str,
    callers: usize,
    lasting: Duration,
) -> f64 {
    let (done, stop) = (AtomicU64::new(0), AtomicBool::new(false));
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..callers {
            scope.spawn(|| {
                let mut caller = Caller::new(&service.address, person);
                while !stop.load(Ordering::Relaxed) {
                    register(&mut caller, portfolio);
                    done.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        std::thread::sleep(lasting);
        stop.store(true, Ordering::Relaxed);
    });
    // As many as were under way when the time was up are counted with the time that they took.
    let count = u32::try_from(done.load(Ordering::Relaxed)).unwrap();
    f64::from(count) / begun.elapsed().as_secs_f64()
}

fn open(service: &Service, person: Uuid) -> String {
    let mut caller = Caller::new(&service.address, person);
    let input = json!({
        "commandId": Uuid::new_v4(), "name": "Bench", "currency": "SEK",
        "timeZone": "Europe/Stockholm", "openedBy": "Someone",
    });
    let answer = caller.ask(
        "mutation ($input: PortfolioOpenInput!) { portfolioOpen(input: $input) { portfolio { ref } } }",
        &json!({ "input": input }),
    );
    answer["data"]["portfolioOpen"]["portfolio"]["ref"].as_str().unwrap().to_owned()
}

fn register(caller: &mut Caller, portfolio: &str) {
    let input = json!({
        "commandId": Uuid::new_v4(), "portfolio": portfolio, "name": "Someone else",
    });
    let answer = caller.ask(
        "mutation ($input: PersonRegisterInput!) { personRegister(input: $input) { revision userErrors { message } } }",
        &json!({ "input": input }),
    );
    assert!(answer["data"]["personRegister"]["revision"].is_u64(), "{answer}");
}
