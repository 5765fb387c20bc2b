//! The engines that keep the suite.

use async_trait::async_trait;
use std::{path::PathBuf, sync::Arc};
use tempfile::TempDir;
use thirdplace::store::{EventStore, MemoryStore, SqliteStore};

/// An engine with a place of its own, empty at first.
#[async_trait]
pub(crate) trait Engine: Send + Sync {
    /// Opens the store, also anew after it was closed.
    async fn open(&self) -> Arc<dyn EventStore>;

    /// Whether what is stored outlives closing.
    fn outlives_closing(&self) -> bool;
}

#[derive(Default)]
pub(crate) struct Memory;

#[async_trait]
impl Engine for Memory {
    async fn open(&self) -> Arc<dyn EventStore> {
        Arc::new(MemoryStore::default())
    }

    fn outlives_closing(&self) -> bool {
        false
    }
}

pub(crate) struct Sqlite {
    folder: TempDir,
}

impl Default for Sqlite {
    fn default() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }
}

impl Sqlite {
    pub(crate) fn file(&self) -> PathBuf {
        self.folder.path().join("store.db")
    }
}

#[async_trait]
impl Engine for Sqlite {
    async fn open(&self) -> Arc<dyn EventStore> {
        Arc::new(SqliteStore::open(self.file()).await.unwrap())
    }

    fn outlives_closing(&self) -> bool {
        true
    }
}
