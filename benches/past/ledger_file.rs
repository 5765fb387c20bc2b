//! The ledger that is measured: made once, and used again as long as it fits.

use std::{fs, path::PathBuf};
use thirdplace::store::{EventStore, SqliteStore};

use super::{county, life::Life, random::Random, recorder::Recorder};

/// Events of the ledger, at least.
pub(crate) const EVENTS: u64 = 1_000_000;
/// Part of the file's name: another number, another ledger.
const FORMAT: u32 = 2;
/// When the county is set up.
const BEGINS: &str = "2024-01-02T07:00:00.000000Z";
/// Between two acts: a million events are two years and a half.
const PAUSE_MICROSECONDS: i64 = 110_000_000;
/// What cannot be done at the time is let be; more often than that something is wrong.
const REJECTED_MAX: u64 = EVENTS / 100;

/// The ledger's file, made where none of this format and size is there.
pub(crate) async fn ready() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("past");
    let file = folder.join(format!("county-{FORMAT}.sqlite"));
    if fits(&file).await {
        println!("the ledger of an earlier run is used again: {}", file.display());
        return file;
    }
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let store = SqliteStore::open(&file).await.unwrap();
    make(&store).await;
    store.close().await.unwrap();
    file
}

async fn fits(file: &PathBuf) -> bool {
    if !file.exists() {
        return false;
    }
    let Ok(store) = SqliteStore::open(file).await else { return false };
    let heads = store.portfolios(None, 2).await.unwrap_or_default();
    store.close().await.unwrap();
    heads.first().is_some_and(|head| head.head.number() + 1 >= EVENTS)
}

async fn make(store: &SqliteStore) {
    let begun = std::time::Instant::now();
    let mut recorder = Recorder::new(store, BEGINS.parse().unwrap());
    found(&mut recorder).await;
    let founded = recorder.count();
    let (mut life, mut rejected) = (Life::new(), 0);
    while recorder.count() < EVENTS {
        recorder.wait(PAUSE_MICROSECONDS);
        let (by, commands) = life.next(&recorder.state, recorder.today());
        for command in commands {
            if let Err(rejection) = recorder.record(by, &command).await {
                rejected += 1;
                life.let_be(&command);
                assert!(rejected <= REJECTED_MAX, "too much is rejected: {rejection:?}");
                break;
            }
        }
    }
    recorder.append().await;
    println!(
        "made a ledger of {} events, {founded} of them for the estate, in {:.0} s; {rejected} commands \
         were rejected; it ends on {}",
        recorder.count(),
        begun.elapsed().as_secs_f64(),
        recorder.today(),
    );
}

/// Sets the county up.
async fn found(recorder: &mut Recorder<'_>) {
    let mut random = Random::new(3);
    let from = recorder.today();
    let mut commands = county::organisations(from);
    commands.extend(
        (0..county::BUILDINGS).flat_map(|number| county::furnished(number, from, &mut random)),
    );
    for command in commands {
        recorder.wait(1_000_000);
        recorder.record(county::proposer(), &command).await.unwrap();
    }
}
