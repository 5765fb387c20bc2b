//! Which store is meant: `sqlite:PATH`, `memory`, or the connection string of a cluster.

use anyhow::{Context, Result};
use std::{fmt, path::PathBuf, str::FromStr, sync::Arc};
#[cfg(feature = "eventstore")]
use thirdplace::store::{Connection, EventStoreDb};
use thirdplace::store::{EventStore, MemoryStore, SqliteStore};

/// A store as the command line names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum StoreSpec {
    /// A file.
    Sqlite(PathBuf),
    /// Nothing that outlives the process.
    Memory,
    /// A cluster that several services share.
    #[cfg(feature = "eventstore")]
    Cluster(Box<Connection>),
}

/// What is accepted, in words.
pub(crate) const ACCEPTED: &str = if cfg!(feature = "eventstore") {
    "sqlite:PATH, memory, or a connection string of EventStoreDB or KurrentDB such as \
     esdb://HOST:PORT?tls=true"
} else {
    "sqlite:PATH, or memory"
};

/// What may be a secret in a value, as it is shown.
#[cfg(feature = "eventstore")]
pub(crate) fn without_secrets(text: &str) -> String {
    match text.parse::<Connection>() {
        Ok(connection) => connection.to_string(),
        Err(_) if Connection::is_meant_by(text) => "a connection string".to_owned(),
        Err(_) => text.to_owned(),
    }
}

/// What may be a secret in a value, as it is shown.
#[cfg(not(feature = "eventstore"))]
pub(crate) fn without_secrets(text: &str) -> String {
    if text.contains("://") { "a connection string".to_owned() } else { text.to_owned() }
}

impl FromStr for StoreSpec {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            Some(("sqlite", path)) if !path.is_empty() => Ok(Self::Sqlite(path.into())),
            None if text == "memory" => Ok(Self::Memory),
            #[cfg(feature = "eventstore")]
            _ if Connection::is_meant_by(text) => match text.parse() {
                Ok(connection) => Ok(Self::Cluster(Box::new(connection))),
                Err(error) => Err(error.to_string()),
            },
            _ => Err(format!("accepted: {ACCEPTED}")),
        }
    }
}

impl fmt::Display for StoreSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Memory => f.write_str("memory"),
            #[cfg(feature = "eventstore")]
            Self::Cluster(connection) => connection.fmt(f),
        }
    }
}

impl StoreSpec {
    /// Opens the store, and makes it where it is not there yet.
    pub(crate) async fn open(&self) -> Result<Arc<dyn EventStore>> {
        match self {
            Self::Memory => Ok(Arc::new(MemoryStore::default())),
            #[cfg(feature = "eventstore")]
            Self::Cluster(connection) => Ok(Arc::new(EventStoreDb::open(connection)?)),
            Self::Sqlite(path) => {
                self.make_folder()?;
                Ok(Arc::new(SqliteStore::open(path).await?))
            }
        }
    }

    /// Makes the folder that the store's file is in.
    pub(crate) fn make_folder(&self) -> Result<()> {
        let Self::Sqlite(path) = self else { return Ok(()) };
        match path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            Some(folder) => std::fs::create_dir_all(folder)
                .with_context(|| format!("the folder {} cannot be made", folder.display())),
            None => Ok(()),
        }
    }

    /// Opens a store that must be there: reading an empty one would answer nothing, and make a file.
    pub(crate) async fn open_existing(&self) -> Result<Arc<dyn EventStore>> {
        if let Self::Sqlite(path) = self
            && !path.exists()
        {
            anyhow::bail!(
                "there is no store {}; name one with --store, or a service with --to",
                path.display()
            );
        }
        self.open().await
    }
}
