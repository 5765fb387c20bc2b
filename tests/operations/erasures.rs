//! Erasing from outside: the value is in no file of the store, in no backup and in no answer.

use serde_json::json;
use std::{fs, path::Path};

use crate::{
    backups::{report, sqlite},
    estate::Estate,
    service::{Service, printed},
};

/// Long enough that no file holds them by chance.
const NAME: &str = "Gunnel-Marit Vestergren-Nordfjell";
const FIRM: &str = "Torbjornsson Hedlund Snickeri";

/// Which of the two the files of a folder hold.
fn found(folder: &Path) -> [bool; 2] {
    let files: Vec<Vec<u8>> =
        fs::read_dir(folder).unwrap().map(|file| fs::read(file.unwrap().path()).unwrap()).collect();
    [NAME, FIRM].map(|text| {
        files.iter().any(|bytes| bytes.windows(text.len()).any(|part| part == text.as_bytes()))
    })
}

/// The lines of the ledger.
fn log(service: &Service, portfolio: &str, more: &[&str]) -> String {
    printed(&[&["log", "--portfolio", portfolio, "--to", &service.url], more].concat())
}

#[test]
fn what_was_erased_is_in_no_file_no_backup_and_no_answer_and_the_ledger_is_as_it_was() {
    let (live, backups) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = sqlite(&live.path().join("live.sqlite"));
    let service = Service::start(&store);
    let estate = Estate::set_up(&service);
    let caller = service.acting(estate.proposer).role("administrator");
    let portfolio = &estate.portfolio;
    let registered = caller.record(
        "personRegister",
        json!({ "portfolio": portfolio, "name": NAME }),
        "person { ref }",
    );
    let firm = json!({ "portfolio": portfolio, "from": "2026-01-01", "name": FIRM });
    let firm = caller.record("organisationRegister", firm, "");
    let before = backups.path().join("before");
    printed(&["backup", before.to_str().unwrap(), "--to", &service.url]);
    assert_eq!((found(live.path()), found(backups.path())), ([true; 2], [true; 2]));
    let lines_before = log(&service, portfolio, &[]);

    let person = &registered["person"]["ref"];
    let input = json!({ "portfolio": portfolio, "person": person, "ground": "DATA_SUBJECT" });
    caller.record("personErase", input, "");
    let input = json!({
        "portfolio": portfolio, "revision": firm["revision"], "field": "description.name",
        "ground": "DISPOSAL",
        "decision": {
            "organisation": estate.organisation, "caseNumber": "KS 2026/77",
            "decidedOn": "2026-02-01",
        },
    });
    caller.record("textErase", input, "");
    assert_eq!(found(live.path()), [false; 2], "the answer says that it is gone");

    let sentences = "query ($p: UUID!) { portfolio(ref: $p) { history(last: 4) {
        edges { node { sentence } } } } }";
    let answer = caller.ask(sentences, json!({ "p": portfolio }));
    let told = answer.to_string();
    assert!(told.contains("Registered [erased]"), "{told}");
    assert!(told.contains("KS 2026/77 of 2026-02-01"), "{told}");
    assert!(!told.contains(NAME) && !told.contains(FIRM), "{told}");
    let lines = log(&service, portfolio, &["--texts"]);
    assert!(!lines.contains(NAME) && !lines.contains(FIRM));
    assert!(
        log(&service, portfolio, &[]).starts_with(&lines_before),
        "the events are as they were"
    );

    let after = tempfile::tempdir().unwrap();
    let backup = after.path().join("after");
    printed(&["backup", backup.to_str().unwrap(), "--to", &service.url]);
    assert_eq!(found(after.path()), [false; 2]);
    assert_eq!(
        report(&["--to", &service.url])["ledgerDigest"],
        report(&["--backup", backup.to_str().unwrap()])["ledgerDigest"]
    );

    service.kill();
    let service = Service::start(&store);
    assert_eq!(found(live.path()), [false; 2], "a crash brings nothing back");
    let caller = service.acting(estate.proposer);
    assert_eq!(caller.ask(sentences, json!({ "p": portfolio })), answer);
    assert!(service.stop().success());
    assert_eq!(found(live.path()), [false; 2]);
}

#[test]
fn lines_written_before_an_erasure_bring_nothing_back() {
    let (live, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = sqlite(&live.path().join("live.sqlite"));
    let service = Service::start(&store);
    let estate = Estate::set_up(&service);
    let caller = service.acting(estate.proposer).role("administrator");
    let portfolio = &estate.portfolio;
    let input = json!({ "portfolio": portfolio, "name": NAME });
    let registered = caller.record("personRegister", input, "person { ref }");
    // The lines of a moment before, and the event that came after them.
    let texts = log(&service, portfolio, &["--texts"]);
    let person = &registered["person"]["ref"];
    let input = json!({ "portfolio": portfolio, "person": person, "ground": "DATA_SUBJECT" });
    caller.record("personErase", input, "");
    let events = log(&service, portfolio, &[]);
    let erased = events.lines().last().unwrap();
    let file = live.path().join("lines");
    fs::write(&file, format!("{texts}{erased}\n")).unwrap();
    let into = sqlite(&other.path().join("again.sqlite"));
    printed(&["replay", file.to_str().unwrap(), "--store", &into]);
    assert_eq!(found(other.path()), [false; 2]);
    assert_eq!(
        report(&["--store", &into])["ledgerDigest"],
        report(&["--to", &service.url])["ledgerDigest"]
    );
}
