//! Whatever is done to the published contract shows, and publishing only ever adds.

#![allow(clippy::unwrap_used, reason = "tests, in functions of their own too")]
#![allow(clippy::disallowed_methods, reason = "not part of the pure crate: it reads files")]

mod history;
mod published;

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use history::{History, history};
use published::{Contract, Fault, LOCK, PublishError, compare, publish};
use schema::Digest;
use tempfile::TempDir;

const GOLDEN: &str = "HubClosed.v1.json";
/// Where the contract stands in its repository.
const EVENTS: &str = "schema/events";

/// The contract as this program publishes it, in a directory of its own: what was published before,
/// and what is new beside it.
fn fresh() -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    publish_anew(directory.path());
    directory
}

fn publish_anew(directory: &Path) {
    fs::create_dir_all(directory).unwrap();
    for (name, bytes) in everything(&published::directory()) {
        fs::write(directory.join(name), bytes).unwrap();
    }
    publish(&Contract::of_the_code(), directory).unwrap();
}

fn faults(directory: &Path) -> Vec<Fault> {
    compare(&Contract::of_the_code(), directory).unwrap()
}

/// All files with the lock.
fn everything(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = published::files_in(directory).unwrap();
    files.insert(LOCK.to_owned(), fs::read(directory.join(LOCK)).unwrap());
    files
}

/// The faults that publishing names when it refuses; panics when it writes anything.
fn refused(contract: &Contract, directory: &Path) -> Vec<Fault> {
    let before = everything(directory);
    let outcome = publish(contract, directory);
    assert_eq!(everything(directory), before, "a refusal writes nothing");
    match outcome {
        Err(PublishError::Refused(faults)) => faults,
        other => panic!("published: {other:?}"),
    }
}

fn replace(file: &Path, old: &str, new: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(old), "{old} is in {}", file.display());
    fs::write(file, text.replacen(old, new, 1)).unwrap();
}

fn change_golden(directory: &Path) {
    replace(&directory.join(GOLDEN), "2027-07-01", "2027-07-02");
}

fn lock_anew(directory: &Path, former: &[u8]) {
    let now = fs::read(directory.join(GOLDEN)).unwrap();
    let digest = |bytes: &[u8]| Digest::of(bytes).to_string();
    replace(&directory.join(LOCK), &digest(former), &digest(&now));
}

fn remove_line(directory: &Path, file: &str) {
    let lock = directory.join(LOCK);
    let text = fs::read_to_string(&lock).unwrap();
    let kept: String = text
        .split_inclusive('\n')
        .filter(|line| !line.trim_end().ends_with(&format!("  {file}")))
        .collect();
    assert_ne!(kept, text);
    fs::write(lock, kept).unwrap();
}

#[test]
fn publishing_twice_adds_nothing() {
    let directory = fresh();
    assert_eq!(faults(directory.path()), []);
    let before = everything(directory.path());
    assert!(publish(&Contract::of_the_code(), directory.path()).unwrap().is_empty());
    assert_eq!(everything(directory.path()), before);
}

#[test]
fn what_is_in_the_repository_is_what_publishing_writes() {
    let files = published::files_in(fresh().path()).unwrap();
    assert_eq!(published::files_in(&published::directory()).unwrap(), files);
}

#[test]
fn a_changed_golden_is_named() {
    let directory = fresh();
    change_golden(directory.path());
    let expected = [Fault::Changed(GOLDEN.to_owned()), Fault::CodeDiffers(GOLDEN.to_owned())];
    assert_eq!(faults(directory.path()), expected);
    assert_eq!(refused(&Contract::of_the_code(), directory.path()), expected);
    assert_eq!(
        expected[0].to_string(),
        "HubClosed.v1.json is not what was published under its line in published.sha256: restore \
         it; a changed event takes a new version with an upcaster in Event::read"
    );
}

#[test]
fn a_removed_golden_is_named() {
    let directory = fresh();
    fs::remove_file(directory.path().join(GOLDEN)).unwrap();
    let expected = [Fault::Removed(GOLDEN.to_owned())];
    assert_eq!(faults(directory.path()), expected);
    assert_eq!(refused(&Contract::of_the_code(), directory.path()), expected);
    assert_eq!(
        expected[0].to_string(),
        "HubClosed.v1.json was published and is gone: restore it, as stored events are read for ever"
    );
}

#[test]
fn a_golden_changed_together_with_its_line_differs_from_the_code() {
    let directory = fresh();
    let former = fs::read(directory.path().join(GOLDEN)).unwrap();
    change_golden(directory.path());
    lock_anew(directory.path(), &former);
    let expected = [Fault::CodeDiffers(GOLDEN.to_owned())];
    assert_eq!(faults(directory.path()), expected);
    assert_eq!(refused(&Contract::of_the_code(), directory.path()), expected);
    assert_eq!(
        expected[0].to_string(),
        "HubClosed.v1.json was published, and the code would write it otherwise: a changed event \
         takes a new version with an upcaster in Event::read"
    );
}

#[test]
fn a_removed_line_of_the_lock_is_named() {
    let directory = fresh();
    remove_line(directory.path(), GOLDEN);
    let expected = [Fault::NotLocked(GOLDEN.to_owned())];
    assert_eq!(faults(directory.path()), expected);
    assert_eq!(refused(&Contract::of_the_code(), directory.path()), expected);
    assert_eq!(
        expected[0].to_string(),
        "HubClosed.v1.json has no line in published.sha256: restore the line; lines are only added, \
         by publishing"
    );
}

#[test]
fn a_broken_line_and_a_second_line_of_the_lock_are_named() {
    let directory = fresh();
    let lock = directory.path().join(LOCK);
    let text = fs::read_to_string(&lock).unwrap();
    let first = text.lines().next().unwrap().to_owned();
    let lines = text.lines().count();
    fs::write(&lock, format!("{text}{first}\nnothing\n")).unwrap();
    let found = faults(directory.path());
    assert!(
        matches!(found[..], [Fault::Lock { line: a, .. }, Fault::Lock { line: b, .. }]
            if a == lines + 1 && b == lines + 2),
        "{found:?}"
    );
}

#[test]
fn a_file_without_a_type_is_named() {
    let directory = fresh();
    for name in ["Nothing.v1.json", "HubClosed.v2.json", "notes.txt"] {
        fs::write(directory.path().join(name), "{}").unwrap();
        let found = faults(directory.path());
        let expected = [Fault::NotLocked(name.to_owned()), Fault::Foreign(name.to_owned())];
        assert_eq!(found, expected);
        fs::remove_file(directory.path().join(name)).unwrap();
    }
    fs::create_dir(directory.path().join("old")).unwrap();
    let expected = [Fault::NotLocked("old/".to_owned()), Fault::Foreign("old/".to_owned())];
    assert_eq!(faults(directory.path()), expected);
}

#[test]
fn code_that_writes_an_event_otherwise_is_refused() {
    let directory = fresh();
    let mut changed = Contract::of_the_code();
    let bytes = changed.files.get_mut(GOLDEN).unwrap();
    *bytes = String::from_utf8(bytes.clone()).unwrap().replace("\"from\"", "\"since\"").into();
    assert_eq!(refused(&changed, directory.path()), [Fault::CodeDiffers(GOLDEN.to_owned())]);
}

#[test]
fn code_that_forgets_a_type_is_refused() {
    let directory = fresh();
    let mut forgetful = Contract::of_the_code();
    forgetful.types.retain(|(type_name, _)| *type_name != "HubClosed");
    forgetful.files.retain(|name, _| !name.starts_with("HubClosed."));
    let named: Vec<String> =
        refused(&forgetful, directory.path()).into_iter().map(Fault::into_file).collect();
    assert_eq!(
        named,
        ["HubClosed.v1.json", "HubClosed.v1.minimal.json", "HubClosed.v1.schema.json"]
    );
}

/// A program in which a type has a second version, which looks like the first but for its number.
fn with_second_version(type_name: &'static str) -> Contract {
    let mut contract = Contract::of_the_code();
    let first = format!("{type_name}.v1.");
    let (of_the_type, others) =
        contract.files.into_iter().partition(|(name, _)| name.starts_with(&first));
    contract.files = others;
    let of_the_type: BTreeMap<String, Vec<u8>> = of_the_type;
    for (name, bytes) in of_the_type {
        let text = String::from_utf8(bytes).unwrap().replace("\"version\":1", "\"version\":2");
        contract.files.insert(name.replacen(".v1.", ".v2.", 1), text.into());
    }
    for entry in contract.types.iter_mut().filter(|entry| entry.0 == type_name) {
        entry.1 = 2;
    }
    contract
}

#[test]
fn a_new_version_is_added_beside_the_former_one() {
    let directory = fresh();
    let before = everything(directory.path());
    let next = with_second_version("HubClosed");
    let added = publish(&next, directory.path()).unwrap();
    assert_eq!(
        added,
        ["HubClosed.v2.json", "HubClosed.v2.minimal.json", "HubClosed.v2.schema.json"]
    );
    assert_eq!(compare(&next, directory.path()).unwrap(), []);
    let after = everything(directory.path());
    for (name, bytes) in before {
        let same =
            if name == LOCK { after[&name].starts_with(&bytes) } else { after[&name] == bytes };
        assert!(same, "{name}");
    }
}

#[test]
fn the_former_version_may_neither_go_nor_become_unreadable() {
    let directory = fresh();
    let next = with_second_version("HubClosed");
    publish(&next, directory.path()).unwrap();
    let golden = directory.path().join(GOLDEN);
    let former = fs::read(&golden).unwrap();
    replace(&golden, "reason", "raison");
    lock_anew(directory.path(), &former);
    assert!(matches!(
        &refused(&next, directory.path())[..],
        [Fault::Unreadable { file, error }] if file == GOLDEN && error.contains("raison")
    ));
    fs::remove_file(&golden).unwrap();
    assert_eq!(refused(&next, directory.path()), [Fault::Removed(GOLDEN.to_owned())]);
    remove_line(directory.path(), GOLDEN);
    assert_eq!(refused(&next, directory.path()), [Fault::New(GOLDEN.to_owned())]);
}

/// A repository in which the contract is committed; nothing where git is not there.
#[allow(clippy::print_stdout, reason = "a skipped test says so")]
fn committed() -> Option<TempDir> {
    let there = Command::new("git").arg("--version").output().is_ok();
    if !there {
        println!("skipped: history of a tampered contract: git cannot be run");
        return None;
    }
    let repository = tempfile::tempdir().unwrap();
    let events = repository.path().join(EVENTS);
    publish_anew(&events);
    git(repository.path(), &["init", "--quiet"]);
    commit(&events);
    Some(repository)
}

fn git(directory: &Path, arguments: &[&str]) {
    let status = Command::new("git")
        .arg("-C")
        .arg(directory)
        .args([
            "-c",
            "user.name=test",
            "-c",
            "user.email=test@invalid",
            "-c",
            "commit.gpgsign=false",
        ])
        .args(arguments)
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE")
        .env_remove("GIT_INDEX_FILE")
        .status()
        .unwrap();
    assert!(status.success(), "git {arguments:?}");
}

fn commit(directory: &Path) {
    git(directory, &["add", "--all"]);
    git(directory, &["commit", "--quiet", "--message", "x"]);
}

#[test]
fn the_history_tells_even_when_everything_was_changed_together() {
    let Some(repository) = committed() else { return };
    let directory = &repository.path().join(EVENTS);
    assert_eq!(history(directory), History::Rewritten(Vec::new()));
    publish(&with_second_version("HubClosed"), directory).unwrap();
    commit(directory);
    assert_eq!(history(directory), History::Rewritten(Vec::new()), "adding is no rewriting");

    let former = fs::read(directory.join(GOLDEN)).unwrap();
    change_golden(directory);
    lock_anew(directory, &former);
    let rewritten = History::Rewritten(vec![GOLDEN.to_owned(), LOCK.to_owned()]);
    assert_eq!(history(directory), rewritten, "before it is committed");
    commit(directory);
    assert_eq!(history(directory), rewritten, "and after");
    git(directory, &["revert", "--no-edit", "HEAD"]);
    assert_eq!(history(directory), rewritten, "and after it was taken back");
}

#[test]
fn the_history_tells_of_a_golden_that_was_renamed_or_brought_back() {
    let Some(repository) = committed() else { return };
    let directory = &repository.path().join(EVENTS);
    fs::rename(directory.join(GOLDEN), directory.join("HubClosed.v3.json")).unwrap();
    commit(directory);
    git(directory, &["revert", "--no-edit", "HEAD"]);
    let removed = ["HubClosed.v1.json", "HubClosed.v3.json"].map(str::to_owned);
    assert_eq!(history(directory), History::Rewritten(removed.into()));
}

#[test]
fn a_directory_outside_git_has_no_history() {
    assert!(matches!(history(fresh().path()), History::Absent(_)));
}
