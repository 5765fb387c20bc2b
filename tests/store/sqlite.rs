//! What the SQLite engine keeps beyond the suite: its file against other programs, other processes
//! and damage.

use rusqlite::Connection;
use schema::Revision;
use std::{
    fs,
    path::{Path, PathBuf},
};
use thirdplace::store::{
    Append, EventStore, PageLimit, SqliteStore, StoreError, StoredEvent, Vaulted,
};

use crate::{
    engines::{Engine, Sqlite},
    groups::{Chance, entry, event, group, portfolio, revision},
};

const WORD: &[u8] = b"an event that is easily found in the file";

/// A closed store with 40 events, one of which says [`WORD`].
async fn filled(engine: &Sqlite) -> PathBuf {
    let store = engine.open().await;
    store.append(group(portfolio(1), 1, 0, 20, None)).await.unwrap();
    let mut append = group(portfolio(1), 2, 0, 20, Some(19));
    append.events[5] = StoredEvent::new(revision(25), event(9, 9, 0).event_id(), "Test", WORD);
    store.append(append).await.unwrap();
    store.close().await.unwrap();
    engine.file()
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut path = file.as_os_str().to_owned();
    path.push(ending);
    path.into()
}

fn places(haystack: &[u8], needle: &[u8]) -> Vec<usize> {
    let windows = haystack.windows(needle.len()).enumerate();
    windows.filter(|(_, window)| *window == needle).map(|(place, _)| place).collect()
}

/// Reads everything through every door, and gives the first error.
async fn read_all(file: &Path) -> Result<usize, StoreError> {
    let store = SqliteStore::open(file).await?;
    let read = async {
        let mut count = 0;
        for head in store.portfolios(None, 10).await? {
            let mut next = Revision::FIRST;
            while next <= head.head {
                let page = store.read(head.portfolio, next, PageLimit::USUAL).await?;
                if page.events.is_empty() {
                    break;
                }
                count += page.events.len();
                next = next.plus(page.events.len() as u64);
            }
        }
        for scanned in store.scan(None, PageLimit::USUAL).await?.events {
            scanned.event?;
        }
        Ok(count)
    };
    let read = read.await;
    store.close().await?;
    read
}

#[tokio::test]
async fn events_can_neither_be_changed_nor_removed_nor_replaced() {
    let engine = Sqlite::default();
    let file = Connection::open(filled(&engine).await).unwrap();
    for (statement, refusal) in [
        ("UPDATE events SET type = 'Other'", "an event is never changed"),
        ("DELETE FROM events WHERE revision = 3", "an event is never removed"),
        (
            "REPLACE INTO events SELECT * FROM events WHERE revision = 3",
            "an event is never replaced",
        ),
        (
            "INSERT OR REPLACE INTO events SELECT 99, portfolio, revision, event_id, type, sha256,
             bytes FROM events WHERE revision = 3",
            "an event is never replaced",
        ),
    ] {
        let error = file.execute(statement, []).unwrap_err().to_string();
        assert!(error.contains(refusal), "{statement}: {error}");
    }
}

#[tokio::test]
async fn a_held_file_is_refused_by_name_until_it_is_let_go_of() {
    let engine = Sqlite::default();
    let first = engine.open().await;
    let error = SqliteStore::open(engine.file()).await.unwrap_err();
    assert!(matches!(error, StoreError::Held { .. }), "{error}");
    assert!(error.to_string().contains(engine.file().to_str().unwrap()), "{error}");
    first.close().await.unwrap();
    SqliteStore::open(engine.file()).await.unwrap().close().await.unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn another_name_of_the_file_does_not_get_around_the_hold() {
    let engine = Sqlite::default();
    let first = engine.open().await;
    let link = engine.file().with_file_name("link.db");
    std::os::unix::fs::symlink(engine.file(), &link).unwrap();
    let error = SqliteStore::open(link).await.unwrap_err();
    assert!(matches!(error, StoreError::Held { .. }), "{error}");
    first.close().await.unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn the_files_are_readable_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let engine = Sqlite::default();
    let store = engine.open().await;
    store.append(group(portfolio(1), 1, 0, 1, None)).await.unwrap();
    for ending in ["", "-wal", "-shm", ".lock"] {
        let mode = fs::metadata(beside(&engine.file(), ending)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{ending}");
    }
    store.close().await.unwrap();
}

#[tokio::test]
async fn a_flipped_byte_of_an_event_is_reported_with_its_revision() {
    let engine = Sqlite::default();
    let file = filled(&engine).await;
    assert_eq!(read_all(&file).await, Ok(40));
    let mut bytes = fs::read(&file).unwrap();
    let place = places(&bytes, WORD)[0];
    bytes[place + 3] ^= 1;
    fs::write(&file, bytes).unwrap();
    match read_all(&file).await {
        Err(StoreError::Damaged(damage)) => assert_eq!(damage.revision, revision(25)),
        other => panic!("{other:?}"),
    }
    // The events before it are still served.
    let store = engine.open().await;
    let limit = PageLimit { events_max: 25, ..PageLimit::USUAL };
    assert_eq!(store.read(portfolio(1), revision(0), limit).await.unwrap().events.len(), 25);
    store.close().await.unwrap();
}

/// Flips each of many bytes over the whole file: either everything reads as before, or it is
/// reported; never less than everything.
#[tokio::test]
async fn a_flipped_byte_anywhere_never_shortens_the_ledger() {
    let engine = Sqlite::default();
    let file = filled(&engine).await;
    let sound = fs::read(&file).unwrap();
    let mut chance = Chance(7);
    let mut reported = 0;
    for _ in 0..150 {
        let mut bytes = sound.clone();
        let place = usize::try_from(chance.below(bytes.len() as u64)).unwrap();
        bytes[place] ^= 1 << chance.below(8);
        fs::write(&file, bytes).unwrap();
        match read_all(&file).await {
            Ok(count) => assert_eq!(count, 40, "byte {place}"),
            Err(_) => reported += 1,
        }
        let _ = fs::remove_file(beside(&file, "-wal"));
        let _ = fs::remove_file(beside(&file, "-shm"));
    }
    assert!(reported > 0);
}

#[tokio::test]
async fn a_missing_event_is_reported_where_it_is_missing() {
    let engine = Sqlite::default();
    let file = filled(&engine).await;
    for (condition, first_missing) in [("revision = 39", 39), ("revision = 7", 7)] {
        let connection = Connection::open(&file).unwrap();
        let trigger: String = connection
            .query_row(
                "SELECT sql FROM sqlite_schema WHERE name = 'events_are_never_removed'",
                [],
                |row| row.get(0),
            )
            .unwrap();
        let tampered = format!(
            "DROP TRIGGER events_are_never_removed; DELETE FROM events WHERE {condition}; {trigger};"
        );
        connection.execute_batch(&tampered).unwrap();
        drop(connection);
        // Without the note, which would already refuse the whole store for a missing end.
        fs::remove_file(beside(&file, ".lock")).unwrap();
        match read_all(&file).await {
            Err(StoreError::Damaged(damage)) => {
                assert_eq!(damage.revision, revision(first_missing));
            }
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_truncated_file_is_reported() {
    let engine = Sqlite::default();
    let file = filled(&engine).await;
    let sound = fs::read(&file).unwrap();
    for length in [0, 1, 50, 100, 512, 4096, 8192, sound.len() - 4096, sound.len() - 1] {
        fs::write(&file, &sound[..length]).unwrap();
        let read = read_all(&file).await;
        assert!(
            matches!(read, Err(StoreError::StoreDamaged { .. } | StoreError::Damaged(_))),
            "{length} of {} bytes: {read:?}",
            sound.len()
        );
    }
}

/// What a process leaves that was killed: the file, the log beside it, and the note.
async fn killed(engine: &Sqlite) -> Vec<(PathBuf, Vec<u8>)> {
    let store = engine.open().await;
    for number in 0..20_u64 {
        let append = group(portfolio(1), 1, number, 1, number.checked_sub(1));
        store.append(append).await.unwrap();
    }
    let copies = ["", "-wal", ".lock"].map(|ending| {
        let path = beside(&engine.file(), ending);
        (path.clone(), fs::read(path).unwrap())
    });
    store.close().await.unwrap();
    copies.into()
}

fn restore(copies: &[(PathBuf, Vec<u8>)]) {
    for (path, bytes) in copies {
        fs::write(path, bytes).unwrap();
    }
}

#[tokio::test]
async fn a_log_that_lost_its_end_is_reported() {
    let engine = Sqlite::default();
    let copies = killed(&engine).await;
    restore(&copies);
    assert_eq!(read_all(&engine.file()).await, Ok(20));
    let (log, bytes) = &copies[1];
    for length in [0, 32, bytes.len() / 2, bytes.len() - 1] {
        restore(&copies);
        fs::write(log, &bytes[..length]).unwrap();
        let read = read_all(&engine.file()).await;
        assert!(matches!(read, Err(StoreError::StoreDamaged { .. })), "{length}: {read:?}");
    }
    let mut flipped = bytes.clone();
    flipped[bytes.len() / 3] ^= 1;
    restore(&copies);
    fs::write(log, flipped).unwrap();
    let read = read_all(&engine.file()).await;
    assert!(matches!(read, Err(StoreError::StoreDamaged { .. })), "{read:?}");
}

#[tokio::test]
async fn erased_values_are_found_in_no_file() {
    let engine = Sqlite::default();
    let store = engine.open().await;
    let here = portfolio(1);
    let mut chance = Chance(11);
    let mut entries = Vec::new();
    for number in 0..600_u64 {
        let length = usize::try_from(1 + chance.below(600)).unwrap();
        let value = format!("PERSON-{number:04}-{}", "x".repeat(length));
        let mut append = group(here, 1, number, 1, number.checked_sub(1));
        append.vault = vec![entry(u128::from(number) + 1, &value)];
        entries.extend(append.vault.clone());
        store.append(append).await.unwrap();
    }
    let (mut erased, mut kept) = (Vec::new(), Vec::new());
    for entry in entries {
        if chance.below(3) == 0 {
            assert!(store.vault_erase(here, entry.commitment).await.unwrap());
            erased.push(entry);
        } else {
            kept.push(entry);
        }
    }
    // While the store is open: the answer to an erasure means that the value is gone.
    let bytes =
        ["", "-wal"].map(|ending| fs::read(beside(&engine.file(), ending)).unwrap()).concat();
    let found = |value: &str| !places(&bytes, &value.as_bytes()[..11]).is_empty();
    for entry in &erased {
        assert!(!found(entry.value.as_ref().unwrap()), "{:?}", entry.value);
        assert!(places(&bytes, entry.salt.bytes()).is_empty(), "the salt of {:?}", entry.value);
    }
    assert!(found(kept[0].value.as_ref().unwrap()), "what is kept can be found by this test");
    let asked = kept.iter().map(|entry| entry.commitment).collect();
    let expected: Vec<_> = kept.into_iter().map(Vaulted::Kept).collect();
    assert_eq!(store.vault_get(here, asked).await.unwrap(), expected);
    store.close().await.unwrap();
}

#[tokio::test]
async fn files_of_others_are_left_alone() {
    let engine = Sqlite::default();
    let file = engine.file();
    Connection::open(&file).unwrap().execute_batch("CREATE TABLE theirs (a)").unwrap();
    let before = fs::read(&file).unwrap();
    let error = SqliteStore::open(&file).await.unwrap_err();
    assert!(matches!(error, StoreError::Foreign { .. }), "{error}");
    fs::write(&file, "no database, but notes that someone keeps").unwrap();
    let error = SqliteStore::open(&file).await.unwrap_err();
    assert!(matches!(error, StoreError::StoreDamaged { .. }), "{error}");
    assert_ne!(before, fs::read(&file).unwrap());
    assert_eq!(fs::read(&file).unwrap(), b"no database, but notes that someone keeps");
}

#[tokio::test]
async fn a_newer_layout_and_a_missing_trigger_are_refused() {
    let engine = Sqlite::default();
    let file = filled(&engine).await;
    let execute = |batch: &str| Connection::open(&file).unwrap().execute_batch(batch).unwrap();
    execute("PRAGMA user_version = 2");
    let error = SqliteStore::open(&file).await.unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 2, known: 1, .. }), "{error}");
    execute("PRAGMA user_version = 1; DROP TRIGGER events_are_never_changed");
    let error = SqliteStore::open(&file).await.unwrap_err();
    assert!(error.to_string().contains("events_are_never_changed"), "{error}");
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_named() {
    let error = SqliteStore::open("/nowhere/store.db").await.unwrap_err();
    assert!(matches!(error, StoreError::Unavailable { .. }), "{error}");
    assert!(error.to_string().contains("/nowhere/store.db"), "{error}");
}

#[tokio::test]
async fn a_damaged_vault_entry_is_reported() {
    let engine = Sqlite::default();
    let store = engine.open().await;
    let mut append: Append = group(portfolio(1), 1, 0, 1, None);
    append.vault = vec![entry(1, "a name that is easily found")];
    let commitment = append.vault[0].commitment;
    store.append(append).await.unwrap();
    store.close().await.unwrap();
    let mut bytes = fs::read(engine.file()).unwrap();
    let place = places(&bytes, b"a name that is easily found")[0];
    bytes[place] ^= 1;
    fs::write(engine.file(), bytes).unwrap();
    let store = engine.open().await;
    let error = store.vault_get(portfolio(1), vec![commitment]).await.unwrap_err();
    assert!(matches!(error, StoreError::StoreDamaged { .. }), "{error}");
    store.close().await.unwrap();
}
