//! Putting a backup where no store is.

use sha2::{Digest as _, Sha256};
use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use super::{BackupError, Contents, verify};
use crate::store::{EventStore, Place, Position, SqliteStore};

/// A store that was put back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// What is in it.
    pub contents: Contents,
    /// The position of its last event.
    pub ends_at: Option<Position>,
    /// Where a store stood here before: up to which position it acknowledged events.
    pub acknowledged: Option<Position>,
}

/// Checks a backup, copies it to a store's place, and makes the copy the store. On any error no
/// store is there, as before.
pub async fn restore(backup: &Path, store: &Path) -> Result<Restored, BackupError> {
    let place = Place::take(store)?;
    let acknowledged = place.acknowledged();
    let contents = verify(backup).await?;
    let ends_at = last_position(backup).await?;
    let (path, part) = place.part()?;
    if let Err(error) = copy(backup, part, &path) {
        // What could not be put in place is of no use; its removal is not the error to tell.
        let _ = std::fs::remove_file(&path);
        return Err(error);
    }
    place.settle(&path, ends_at)?;
    Ok(Restored { contents, ends_at, acknowledged })
}

async fn last_position(backup: &Path) -> Result<Option<Position>, BackupError> {
    let store = SqliteStore::open_at_rest(backup).await?;
    let ends_at = store.last_position().await;
    store.close().await?;
    Ok(ends_at?)
}

/// Copies durably, and reads the copy back: what was checked is what will be served.
fn copy(backup: &Path, mut part: File, path: &Path) -> Result<(), BackupError> {
    let of = |file: &Path| {
        let file = file.to_owned();
        move |error| BackupError::Io { file, error }
    };
    let mut from = Digesting::new(File::open(backup).map_err(of(backup))?);
    io::copy(&mut from, &mut part).and_then(|_| part.sync_all()).map_err(of(path))?;
    drop(part);
    let mut back = Digesting::new(File::open(path).map_err(of(path))?);
    io::copy(&mut back, &mut io::sink()).map_err(of(path))?;
    if from.finish() == back.finish() {
        return Ok(());
    }
    let error = io::Error::other("it does not read back as it was written");
    Err(of(path)(error))
}

/// A file, and the SHA-256 of what was read of it.
struct Digesting {
    file: File,
    digest: Sha256,
}

impl Digesting {
    fn new(file: File) -> Self {
        Self { file, digest: Sha256::new() }
    }

    fn finish(self) -> [u8; 32] {
        self.digest.finalize().into()
    }
}

impl Read for Digesting {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.digest.update(&buffer[..read]);
        Ok(read)
    }
}
