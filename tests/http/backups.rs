//! `POST /backups` towards readers who leave.

use std::sync::Arc;

use schema::{EventId, PortfolioId, Salt, VaultEntry};
use thirdplace::backup;
use thirdplace::http::Limits;
use thirdplace::store::{EventStore, SqliteStore};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::Instant;
use uuid::Uuid;

use crate::client::{Running, raw};
use crate::small_schema::Small;

/// More than the pieces that wait and what the sockets hold: a reader must take some of it.
const TEXTS: u128 = 256;
const TEXT_BYTES: usize = 128 * 1024;

async fn filled(folder: &tempfile::TempDir) -> Arc<dyn EventStore> {
    let store = SqliteStore::open(folder.path().join("store.sqlite")).await.unwrap();
    let portfolio = PortfolioId::from(Uuid::from_u128(1));
    let entry = |number: u128| {
        let event = EventId::from(Uuid::from_u128(number));
        let salt = Salt::new([u8::try_from(number % 256).unwrap(); 32]);
        VaultEntry::seal(event, "name", salt, &"text".repeat(TEXT_BYTES / 4))
    };
    store.vault_put(portfolio, (0..TEXTS).map(entry).collect()).await.unwrap();
    Arc::new(store)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_who_leaves_makes_room_for_the_next() {
    const PATIENCE: std::time::Duration = std::time::Duration::from_secs(60);
    let folder = tempfile::tempdir().unwrap();
    let store = filled(&folder).await;
    let merged = backup::routes(Arc::clone(&store));
    let service = Running::of(Small::default(), Limits::default(), merged).await;
    let ask = format!(
        "POST /backups HTTP/1.1\r\nhost: {}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
        service.address
    );
    let mut reader = TcpStream::connect(service.address).await.unwrap();
    reader.write_all(ask.as_bytes()).await.unwrap();
    let mut beginning = [0; 15];
    reader.read_exact(&mut beginning).await.unwrap();
    assert_eq!(&beginning, b"HTTP/1.1 200 OK");
    // The first reader takes nothing more: the place is taken for as long as it stays.
    let refused = raw(service.address, ask.as_bytes()).await;
    assert!(refused.starts_with(b"HTTP/1.1 503"), "{}", String::from_utf8_lossy(&refused[..200]));
    drop(reader);
    let begun = Instant::now();
    let whole = loop {
        let answer = raw(service.address, ask.as_bytes()).await;
        if answer.starts_with(b"HTTP/1.1 200") {
            break answer;
        }
        assert!(begun.elapsed() < PATIENCE, "the place is never given back");
        tokio::task::yield_now().await;
    };
    let body = whole.windows(4).position(|window| window == b"\r\n\r\n").unwrap() + 4;
    let head = String::from_utf8_lossy(&whole[..body]).to_lowercase();
    assert!(head.contains(&format!("content-length: {}\r\n", whole.len() - body)), "{head}");
    assert!(whole[body..].starts_with(b"SQLite format 3\0"));
    store.close().await.unwrap();
}
