//! Copies from one engine to another, and back.

use serde_json::{Value, json};
use thirdplace_test_engine::{Cluster, Fault, On};
use uuid::Uuid;

use crate::{
    estate::Estate,
    service::{Service, failing, printed, program},
};

struct Copies {
    folder: tempfile::TempDir,
    cluster: Cluster,
}

impl Copies {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), cluster: Cluster::default() }
    }

    fn file(&self, name: &str) -> String {
        format!("sqlite:{}", self.folder.path().join(name).display())
    }

    fn cluster(&self) -> String {
        self.cluster.connection_string()
    }
}

fn report(store: &str) -> Value {
    serde_json::from_str(&printed(&["check", "--json", "--store", store])).unwrap()
}

fn copy(from: &str, to: &str) -> String {
    printed(&["copy", "--from", from, "--to", to])
}

/// An estate with one name erased, and further persons.
fn fill(store: &str, persons: usize) -> Estate {
    let service = Service::start(store);
    let estate = Estate::set_up(&service);
    let administrator = service.acting(estate.proposer).role("administrator");
    administrator.record(
        "personErase",
        json!({
            "portfolio": estate.portfolio, "person": estate.decider,
            "ground": "DATA_SUBJECT",
        }),
        "",
    );
    add(&service, &estate, persons);
    assert!(service.stop().success());
    estate
}

fn add(service: &Service, estate: &Estate, persons: usize) {
    for _ in 0..persons {
        let input = json!({ "portfolio": estate.portfolio, "name": "Någon" });
        service.acting(estate.proposer).record("personRegister", input, "");
    }
}

/// Records one person more in a store that nobody serves.
fn add_to(store: &str, estate: &Estate) {
    let service = Service::start(store);
    add(&service, estate, 1);
    assert!(service.stop().success());
}

#[test]
fn a_store_is_the_same_in_another_engine_and_back_again() {
    let copies = Copies::new();
    let (first, back) = (copies.file("first.sqlite"), copies.file("back.sqlite"));
    fill(&first, 30);
    let told = copy(&first, &copies.cluster());
    assert!(told.contains("sound:") && told.contains("the same in"), "{told}");
    copy(&copies.cluster(), &back);
    let original = report(&first);
    assert!(original["erased"].as_u64().unwrap() > 0, "{original}");
    assert_eq!(original, report(&copies.cluster()));
    assert_eq!(original, report(&back));
    // Bytes that are the same to the last one.
    assert_eq!(
        printed(&["log", "--store", &first]),
        printed(&["log", "--store", &copies.cluster()])
    );
    // And it is served as it was.
    let service = Service::start(&back);
    assert!(service.stop().success());
}

#[test]
fn a_copy_that_was_broken_off_goes_on_where_it_ended() {
    let copies = Copies::new();
    let first = copies.file("first.sqlite");
    let estate = fill(&first, 10);
    // The engine fails at every append: the copy ends, with what it has.
    copies.cluster.plant(On::Append, vec![Fault::Forbidden; 100]);
    let broken_off = failing(&["copy", "--from", &first, "--to", &copies.cluster()]);
    assert!(broken_off.contains("does not let this user"), "{broken_off}");
    copies.cluster.heal();
    copy(&first, &copies.cluster());
    // More is recorded in the first; the copy takes what it has not.
    let appends = copies.cluster.count(On::Append);
    add_to(&first, &estate);
    copy(&first, &copies.cluster());
    assert_eq!(copies.cluster.count(On::Append), appends + 1);
    assert_eq!(report(&first), report(&copies.cluster()));
    // Copied again, nothing is appended.
    copy(&first, &copies.cluster());
    assert_eq!(copies.cluster.count(On::Append), appends + 1);
}

/// A further person, whose name can be erased.
const NAMED: Uuid = Uuid::from_u128(0x1234);

/// Records a person in a store that nobody serves.
fn name(store: &str, estate: &Estate) {
    let service = Service::start(store);
    let input = json!({ "portfolio": estate.portfolio, "ref": NAMED, "name": "Karin" });
    service.acting(estate.proposer).record("personRegister", input, "");
    assert!(service.stop().success());
}

/// Erases that person's name.
fn erase(store: &str, estate: &Estate) {
    let service = Service::start(store);
    let administrator = service.acting(estate.proposer).role("administrator");
    let input = json!({ "portfolio": estate.portfolio, "person": NAMED, "ground": "DATA_SUBJECT" });
    administrator.record("personErase", input, "");
    assert!(service.stop().success());
}

/// The digest of the command that registered that person, by whose salt the name could be tried out.
fn digest_of_naming(store: &str) -> String {
    let lines = printed(&["log", "--store", store]);
    let line = lines.lines().find(|line| line.contains(&NAMED.to_string())).unwrap();
    let line: Value = serde_json::from_str(line).unwrap();
    let found = digest_in(&line).unwrap_or_else(|| panic!("{line}"));
    found.to_owned()
}

fn digest_in(value: &Value) -> Option<&str> {
    match value {
        Value::Object(fields) => match fields.get("command").and_then(|of| of["digest"].as_str()) {
            Some(digest) => Some(digest),
            None => fields.values().find_map(digest_in),
        },
        _ => None,
    }
}

#[test]
fn what_is_erased_between_two_copies_is_erased_in_the_copy_and_so_is_what_opens_its_command() {
    let copies = Copies::new();
    let (first, second) = (copies.file("first.sqlite"), copies.file("second.sqlite"));
    let estate = fill(&first, 3);
    name(&first, &estate);
    let salt = format!("vault-{}-{}", estate.portfolio, digest_of_naming(&first));
    let is_salted = || copies.cluster.streams().contains(&salt);
    for to in [&second, &copies.cluster()] {
        copy(&first, to);
    }
    assert!(is_salted(), "{:?} has no {salt}", copies.cluster.streams());
    let before = report(&first);
    erase(&first, &estate);
    // Broken off before the text is out; the next goes on.
    copies.cluster.plant(On::Delete, vec![Fault::Forbidden; 100]);
    failing(&["copy", "--from", &first, "--to", &copies.cluster()]);
    copies.cluster.heal();
    for to in [&second, &copies.cluster()] {
        copy(&first, to);
        let (original, copied) = (report(&first), report(to));
        assert_eq!(original, copied);
        assert_eq!(copied["erased"].as_u64(), before["erased"].as_u64().map(|erased| erased + 1));
    }
    assert!(!is_salted(), "the name can be tried out on {salt}");
}

/// The vault has the text of events that were never appended: the copy was broken off between them.
#[test]
fn what_is_erased_after_its_text_was_copied_and_before_its_event_is_erased_in_the_copy() {
    let copies = Copies::new();
    let first = copies.file("first.sqlite");
    let estate = fill(&first, 1);
    name(&first, &estate);
    copies.cluster.plant(On::Append, vec![Fault::Forbidden; 100]);
    failing(&["copy", "--from", &first, "--to", &copies.cluster()]);
    copies.cluster.heal();
    erase(&first, &estate);
    copy(&first, &copies.cluster());
    assert_eq!(report(&first), report(&copies.cluster()));
}

#[test]
fn what_is_no_earlier_copy_is_not_added_to() {
    let copies = Copies::new();
    let (first, second) = (copies.file("first.sqlite"), copies.file("second.sqlite"));
    let estate = fill(&first, 1);
    copy(&first, &second);
    add_to(&second, &estate);
    let ahead = failing(&["copy", "--from", &first, "--to", &second]);
    assert!(ahead.contains("copy the other way"), "{ahead}");
    add_to(&first, &estate);
    let other = failing(&["copy", "--from", &first, "--to", &second]);
    assert!(other.contains("it is no earlier copy of this ledger"), "{other}");
    let same = failing(&["copy", "--from", &first, "--to", &first]);
    assert!(same.contains("not copied into itself"), "{same}");
    let output = program().args(["copy", "--from", &first]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}
