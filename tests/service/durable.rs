//! Acknowledged means durable: the disk's confirmation is held back, or refused, beneath the real
//! program.

use serde_json::json;
use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::mpsc,
    time::{Duration, Instant},
};
use uuid::Uuid;

use crate::{
    estate,
    service::{Caller, PATIENCE, Service, root},
};

/// Compiles the shim that stands between a program and its syncs.
fn shim(folder: &Path) -> PathBuf {
    let shim = folder.join("sync_shim.so");
    let compiled = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-o"])
        .arg(&shim)
        .arg(root().join("tests/shim/sync_shim.c"))
        .status()
        .unwrap();
    assert!(compiled.success());
    shim
}

struct Shimmed {
    folder: tempfile::TempDir,
    store: String,
    service: Service,
    portfolio: String,
    caller: Caller,
}

impl Shimmed {
    fn start(told: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let shim = shim(folder.path());
        let store = format!("sqlite:{}", folder.path().join("shimmed.sqlite").display());
        let in_folder = |name: &str| folder.path().join(name).display().to_string();
        let mut environment = vec![
            ("LD_PRELOAD", shim.display().to_string()),
            ("SYNC_SHIM_ONLY", "shimmed.sqlite".to_owned()),
            ("SYNC_SHIM_COUNT_FILE", in_folder("count")),
        ];
        environment.extend(told.iter().map(|(name, file)| (*name, in_folder(file))));
        let environment: Vec<(&str, &str)> =
            environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let service = Service::start_with(&store, &environment);
        let caller = service.acting(Uuid::new_v4());
        let portfolio = estate::open(&caller, Uuid::new_v4());
        Self { folder, store, service, portfolio, caller }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Syncs that have begun.
    fn syncs(&self) -> u64 {
        std::fs::metadata(self.file("count")).map_or(0, |file| file.len())
    }

    fn persons(&self) -> usize {
        persons(&self.caller, &self.portfolio)
    }
}

fn persons(caller: &Caller, portfolio: &str) -> usize {
    let query =
        "query ($ref: UUID!) { portfolio(ref: $ref) { persons { edges { node { ref } } } } }";
    let data = caller.ask(query, json!({ "ref": portfolio }));
    data["portfolio"]["persons"]["edges"].as_array().unwrap().len()
}

fn wait_for(what: &str, happened: impl Fn() -> bool) {
    let begun = Instant::now();
    while !happened() {
        assert!(begun.elapsed() < PATIENCE, "{what}");
        std::thread::yield_now();
    }
}

#[test]
fn no_answer_and_no_reader_comes_before_the_disk_has_confirmed() {
    let shimmed = Shimmed::start(&[("SYNC_SHIM_GATE_FILE", "gate")]);
    let before = shimmed.syncs();
    assert!(before > 0, "opening a portfolio synced nothing: the shim is not in the way");
    std::fs::write(shimmed.file("gate"), "").unwrap();
    let (answer, answered) = mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let input = json!({ "portfolio": shimmed.portfolio, "name": "Someone" });
            shimmed.caller.record("personRegister", input, "");
            answer.send(()).unwrap();
        });
        wait_for("the command never reaches the disk", || shimmed.syncs() > before);
        // The disk is asked and does not answer: now nothing may be told, however often asked.
        for _ in 0..20 {
            assert_eq!(shimmed.persons(), 2, "a reader sees what may still be lost");
        }
        assert!(
            answered.recv_timeout(Duration::from_millis(300)).is_err(),
            "answered before the disk confirmed"
        );
        std::fs::remove_file(shimmed.file("gate")).unwrap();
        answered.recv_timeout(PATIENCE).unwrap();
    });
    assert_eq!(shimmed.persons(), 3);
    assert!(shimmed.service.stop().success());
}

#[test]
fn a_failed_sync_ends_the_process_and_nothing_was_acknowledged() {
    let shimmed = Shimmed::start(&[("SYNC_SHIM_FAIL_FILE", "fail")]);
    std::fs::write(shimmed.file("fail"), "").unwrap();
    let input = json!({ "input": {
        "commandId": Uuid::new_v4(), "portfolio": shimmed.portfolio, "name": "Someone",
    } });
    let query = "mutation ($input: PersonRegisterInput!) {
        personRegister(input: $input) { revision userErrors { message } } }";
    let answer = shimmed.caller.try_ask(query, &input);
    assert!(
        answer.as_ref().is_err() || answer.as_ref().is_ok_and(|a| a.get("errors").is_some()),
        "acknowledged: {answer:?}"
    );
    let Shimmed { service, store, folder, portfolio, .. } = shimmed;
    assert_eq!(service.wait().code(), Some(70));
    std::fs::remove_file(folder.path().join("fail")).unwrap();
    // The next start serves what the store then holds: with the command or without it, never torn.
    let service = Service::start(&store);
    assert!((2..=3).contains(&persons(&service.caller(), &portfolio)));
    assert!(service.stop().success());
}
