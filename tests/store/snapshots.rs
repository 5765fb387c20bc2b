//! A copy of a SQLite store taken while it is used: what is in it, and what must not be.

use rusqlite::Connection;
use std::{fs, io::Read, path::PathBuf};
use thirdplace::store::{Append, EventStore, MemoryStore, SqliteStore, StoreError};

use crate::{
    engines::{Engine, Sqlite},
    groups::{entry, group, portfolio, whole},
};

async fn bytes(store: &dyn EventStore) -> Vec<u8> {
    let mut snapshot = store.snapshot().await.unwrap();
    let mut bytes = Vec::new();
    snapshot.read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes.len() as u64, snapshot.length());
    bytes
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

fn written(folder: &tempfile::TempDir, bytes: &[u8]) -> PathBuf {
    let file = folder.path().join("copy");
    fs::write(&file, bytes).unwrap();
    file
}

/// A vault of names long enough to need pages of their own.
fn name(number: u128) -> String {
    format!("a name that is easily found, number {number:04}. ").repeat(200)
}

#[tokio::test]
async fn an_erased_text_is_not_in_a_copy_and_the_others_are() {
    let engine = Sqlite::default();
    let store = engine.open().await;
    let mut append: Append = group(portfolio(1), 1, 0, 40, None);
    append.vault = (0..40).map(|number| entry(number, &name(number))).collect();
    let erased: Vec<_> = append.vault.iter().step_by(2).map(|entry| entry.commitment).collect();
    store.append(append).await.unwrap();
    let before = bytes(&*store).await;
    let word = |number: u128| format!("number {number:04}");
    assert!((0..40).all(|number| holds(&before, &word(number))), "what is kept can be found");
    for commitment in erased {
        assert!(store.vault_erase(portfolio(1), commitment).await.unwrap());
    }
    let after = bytes(&*store).await;
    for number in 0..40 {
        assert_eq!(holds(&after, &word(number)), number % 2 == 1, "{number}");
    }
    store.close().await.unwrap();
}

/// Pages that are free carry nothing into a copy: not even where an erasing program forgot to
/// overwrite them.
#[tokio::test]
async fn a_free_page_is_not_in_a_copy() {
    let engine = Sqlite::default();
    engine.open().await.close().await.unwrap();
    let connection = Connection::open(engine.file()).unwrap();
    connection
        .execute_batch(
            "PRAGMA secure_delete = OFF; CREATE TABLE left_over (text TEXT);
             INSERT INTO left_over VALUES (hex(zeroblob(9000)) || 'easily found, and dropped');
             DROP TABLE left_over; PRAGMA wal_checkpoint(TRUNCATE);",
        )
        .unwrap();
    drop(connection);
    assert!(holds(&fs::read(engine.file()).unwrap(), "easily found, and dropped"));
    let store = engine.open().await;
    assert!(!holds(&bytes(&*store).await, "easily found, and dropped"));
    store.close().await.unwrap();
}

#[tokio::test]
async fn a_copy_is_read_as_the_store_is_and_takes_nothing() {
    let engine = Sqlite::default();
    let store = engine.open().await;
    store.append(group(portfolio(1), 1, 0, 40, None)).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let copy = SqliteStore::open_at_rest(written(&folder, &bytes(&*store).await)).await.unwrap();
    let events = whole(&copy, portfolio(1)).await.map_err(|broken| broken.0).unwrap();
    assert_eq!(events, whole(&*store, portfolio(1)).await.map_err(|broken| broken.0).unwrap());
    assert_eq!(copy.inspect().await, Ok(Vec::new()));
    let error = copy.append(group(portfolio(1), 1, 40, 1, Some(39))).await.unwrap_err();
    assert!(matches!(error, StoreError::Unavailable { .. }), "{error}");
    copy.close().await.unwrap();
    store.close().await.unwrap();
}

#[tokio::test]
async fn nothing_of_a_copy_is_left_beside_the_store_not_even_of_a_killed_one() {
    let engine = Sqlite::default();
    let store = engine.open().await;
    store.append(group(portfolio(1), 1, 0, 1, None)).await.unwrap();
    let mut path = engine.file().into_os_string();
    path.push(".snapshot");
    let path = PathBuf::from(path);
    drop(store.snapshot().await.unwrap());
    assert!(!path.exists());
    store.close().await.unwrap();
    fs::write(&path, "names").unwrap();
    engine.open().await.close().await.unwrap();
    assert!(!path.exists());
}

#[tokio::test]
async fn a_closed_store_and_one_in_memory_give_no_copy() {
    let engine = Sqlite::default();
    let store = engine.open().await;
    store.close().await.unwrap();
    assert_eq!(store.snapshot().await.unwrap_err(), StoreError::Closed);
    let error = MemoryStore::default().snapshot().await.unwrap_err();
    assert!(matches!(error, StoreError::Unavailable { .. }), "{error}");
}

/// Copies that are being made when a text is erased: none that is handed out afterwards has it.
#[tokio::test]
async fn a_copy_in_the_making_is_broken_off_by_an_erasure() {
    let engine = Sqlite::default();
    let store = engine.open().await;
    let mut append: Append = group(portfolio(1), 1, 0, 1, None);
    append.vault = (0..200).map(|number| entry(number, &name(number))).collect();
    let entries = append.vault.clone();
    store.append(append).await.unwrap();
    for (number, entry) in (0_u128..).zip(&entries).take(20) {
        let copying = tokio::spawn({
            let store = store.clone();
            async move { store.snapshot().await }
        });
        tokio::task::yield_now().await;
        assert!(store.vault_erase(portfolio(1), entry.commitment).await.unwrap());
        let word = format!("number {number:04}");
        let log = fs::read(format!("{}-wal", engine.file().display())).unwrap_or_default();
        assert!(!holds(&log, &word), "the log still holds {word}");
        match copying.await.unwrap() {
            // Made before the erasure, or begun after it.
            Ok(_) => {}
            Err(StoreError::Unavailable { what }) => {
                assert!(what.contains("take it again"), "{what}");
            }
            Err(error) => panic!("{error}"),
        }
        assert!(!holds(&bytes(&*store).await, &word), "a later copy holds {word}");
    }
    store.close().await.unwrap();
}
