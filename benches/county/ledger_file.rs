//! The ledger that is measured: made once, and used again as long as it fits.

use schema::Command;
use std::{fs, path::PathBuf};
use thirdplace::store::{EventStore, SqliteStore};

use super::{furnished, life::Life, organisations, proposer, random::Random, recorder::Recorder};

/// When the county is set up.
const BEGINS: &str = "2024-01-02T07:00:00.000000Z";

/// What ledger is measured.
pub(crate) struct LedgerFile {
    /// The folder under `target/tmp` in which it lies.
    pub(crate) folder: &'static str,
    /// Part of the file's name: another number, another ledger.
    pub(crate) format: u32,
    /// Its events, at least.
    pub(crate) events: u64,
    /// Between two acts.
    pub(crate) pause_microseconds: i64,
    /// What is recorded once the estate is there, from the date on which it is.
    pub(crate) agreed: fn(schema::Date) -> Vec<Command>,
}

impl LedgerFile {
    /// The ledger's file, made where none of this format and size is there.
    pub(crate) async fn ready(&self) -> PathBuf {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(self.folder);
        let file = folder.join(format!("county-{}.sqlite", self.format));
        if self.fits(&file).await {
            println!("the ledger of an earlier run is used again: {}", file.display());
            return file;
        }
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let store = SqliteStore::open(&file).await.unwrap();
        self.make(&store).await;
        store.close().await.unwrap();
        file
    }

    async fn fits(&self, file: &PathBuf) -> bool {
        if !file.exists() {
            return false;
        }
        let Ok(store) = SqliteStore::open(file).await else { return false };
        let heads = store.portfolios(None, 2).await.unwrap_or_default();
        store.close().await.unwrap();
        heads.first().is_some_and(|head| head.head.number() + 1 >= self.events)
    }

    async fn make(&self, store: &SqliteStore) {
        let begun = std::time::Instant::now();
        let mut recorder = Recorder::new(store, BEGINS.parse().unwrap());
        self.found(&mut recorder).await;
        let founded = recorder.count();
        // What cannot be done at the time is let be; more often than that something is wrong.
        let rejected_max = self.events / 100;
        let (mut life, mut rejected) = (Life::new(), 0);
        while recorder.count() < self.events {
            recorder.wait(self.pause_microseconds);
            let (by, commands) = life.next(&recorder.state, recorder.today());
            for command in commands {
                if let Err(rejection) = recorder.record(by, &command).await {
                    rejected += 1;
                    life.let_be(&command);
                    assert!(rejected <= rejected_max, "too much is rejected: {rejection:?}");
                    break;
                }
            }
        }
        recorder.append().await;
        println!(
            "made a ledger of {} events, {founded} of them for the estate, in {:.0} s; {rejected} \
             commands were rejected; it ends on {}",
            recorder.count(),
            begun.elapsed().as_secs_f64(),
            recorder.today(),
        );
    }

    /// Sets the county up.
    async fn found(&self, recorder: &mut Recorder<'_>) {
        let mut random = Random::new(3);
        let from = recorder.today();
        let mut commands = organisations(from);
        commands
            .extend((0..crate::BUILDINGS).flat_map(|number| furnished(number, from, &mut random)));
        commands.extend((self.agreed)(from));
        for command in commands {
            recorder.wait(1_000_000);
            recorder.record(proposer(), &command).await.unwrap();
        }
    }
}
