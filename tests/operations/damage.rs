//! `thirdplace check` on a whole store: every portfolio in one go, and damage planted in its file.

use rusqlite::Connection;
use std::path::{Path, PathBuf};
use uuid::Uuid;

use crate::{
    backups::sqlite,
    estate,
    service::{Service, failing, printed},
};

struct Stored {
    folder: tempfile::TempDir,
    portfolios: Vec<String>,
}

impl Stored {
    /// A store at rest with two portfolios of three events each.
    fn two() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let service = Service::start(&sqlite(&folder.path().join("store.sqlite")));
        let mut portfolios: Vec<String> =
            (0..2).map(|_| estate::open(&service.acting(Uuid::new_v4()), Uuid::new_v4())).collect();
        portfolios.sort();
        let through = printed(&["check", "--to", &service.url]);
        assert_eq!(through.matches("sound:").count(), 2, "{through}");
        assert!(service.stop().success());
        Self { folder, portfolios }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("store.sqlite")
    }

    /// The key of a portfolio, as SQLite writes it.
    fn key(&self, place: usize) -> String {
        format!("x'{}'", self.portfolios[place].replace('-', ""))
    }

    fn check(&self) -> Vec<String> {
        vec!["check".to_owned(), "--store".to_owned(), sqlite(&self.file())]
    }

    fn said(&self) -> String {
        let arguments = self.check();
        failing(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

/// Does what the file's triggers keep everybody else from.
fn plant(file: &Path, statement: &str) {
    let connection = Connection::open(file).unwrap();
    let triggers: Vec<(String, String)> = connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    for (name, _) in &triggers {
        connection.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    assert!(connection.execute(statement, []).unwrap() > 0, "{statement} changed nothing");
    for (_, sql) in &triggers {
        connection.execute_batch(sql).unwrap();
    }
}

#[test]
fn a_sound_store_is_told_portfolio_by_portfolio() {
    let stored = Stored::two();
    let store = sqlite(&stored.file());
    let said = printed(&["check", "--store", &store]);
    for portfolio in &stored.portfolios {
        assert!(said.contains(portfolio), "{said}");
    }
    let one = printed(&["check", "--store", &store, "--portfolio", &stored.portfolios[1]]);
    assert!(!one.contains(&stored.portfolios[0]), "{one}");
    let none = Uuid::new_v4().to_string();
    let said = failing(&["check", "--store", &store, "--portfolio", &none]);
    assert!(said.contains("no portfolio") && said.contains(&none), "{said}");
}

#[test]
fn changed_bytes_are_named_with_their_revision_and_the_other_portfolio_is_still_told() {
    let stored = Stored::two();
    let key = stored.key(0);
    plant(
        &stored.file(),
        &format!(
            "UPDATE events SET bytes = CAST(replace(CAST(bytes AS TEXT), 'manager', 'auditor') AS BLOB)
             WHERE portfolio = {key} AND revision = 1"
        ),
    );
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_thirdplace"))
        .args(stored.check())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("revision 1: ") && said.contains("digest"), "{said}");
    assert_eq!(said.matches("sound:").count(), 1, "{said}");
    assert!(said.contains(&stored.portfolios[1]), "{said}");
}

#[test]
fn an_event_that_was_removed_is_missed() {
    let stored = Stored::two();
    let key = stored.key(0);
    plant(&stored.file(), &format!("DELETE FROM events WHERE portfolio = {key} AND revision = 0"));
    let said = stored.said();
    assert!(said.contains("1 of the 6 events that were ever recorded are missing"), "{said}");
}

#[test]
fn a_ledger_that_ends_early_is_missed() {
    let stored = Stored::two();
    let key = stored.key(1);
    // The last of all positions, so that only the list of portfolios can tell.
    plant(&stored.file(), "DELETE FROM events WHERE position = (SELECT max(position) FROM events)");
    plant(&stored.file(), &format!("UPDATE portfolios SET head = 1 WHERE portfolio = {key}"));
    let said = stored.said();
    // The note beside the store's lock tells before anything is read.
    assert!(said.contains("acknowledged events up to 6"), "{said}");
}

#[test]
fn a_portfolio_that_the_store_no_longer_lists_is_found_by_its_events() {
    let stored = Stored::two();
    let key = stored.key(0);
    plant(&stored.file(), &format!("DELETE FROM portfolios WHERE portfolio = {key}"));
    let said = stored.said();
    let plain = stored.portfolios[0].replace('-', "");
    assert!(said.contains(&plain) && said.contains("does not list"), "{said}");
}

#[test]
fn bytes_that_are_not_canonical_are_named_though_their_digest_is_right() {
    let stored = Stored::two();
    let key = stored.key(0);
    let connection = Connection::open(stored.file()).unwrap();
    let bytes: Vec<u8> = connection
        .query_row(
            &format!("SELECT bytes FROM events WHERE portfolio = {key} AND revision = 1"),
            [],
            |row| row.get(0),
        )
        .unwrap();
    drop(connection);
    let spaced = String::from_utf8(bytes).unwrap().replacen("{\"actor\"", "{ \"actor\"", 1);
    let hex = |bytes: &[u8]| -> String { bytes.iter().map(|byte| format!("{byte:02x}")).collect() };
    let digest = schema::Digest::of(spaced.as_bytes());
    plant(
        &stored.file(),
        &format!(
            "UPDATE events SET bytes = x'{}', sha256 = x'{}' WHERE portfolio = {key} AND revision = 1",
            hex(spaced.as_bytes()),
            hex(digest.bytes())
        ),
    );
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_thirdplace"))
        .args(stored.check())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("revision 1: ") && said.contains("canonical"), "{said}");
}
