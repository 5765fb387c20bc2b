//! The SQLite engine: one file, one writing thread, readers on their own connections.
//!
//! A group is acknowledged after SQLite has synced its write-ahead log. The file is held by one
//! process at a time. Nothing here updates or deletes an event, and triggers in the file refuse
//! whoever else tries.

mod checkpoint;
mod failure;
mod hold;
mod inspect;
mod layout;
mod ledger;
mod place;
mod readers;
mod snapshot;
mod vault;
mod writer;

use async_trait::async_trait;
use schema::{Commitment, PortfolioId, Revision, VaultEntry};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use self::{
    hold::Hold,
    readers::Readers,
    snapshot::Copying,
    writer::{Work, Writer},
};
use super::{
    Append, EventStore, Page, PageLimit, PortfolioHead, Position, ScanPage, Snapshot, StoreError,
    Subscription, Vaulted,
    append::check_vault,
    subscription::{Announcer, Pages, Tail},
};

pub use place::{Place, PlaceError};

/// A store in a file.
#[derive(Debug)]
pub struct SqliteStore {
    file: Arc<Path>,
    /// None for a copy at rest, which is only read.
    writer: Option<Writer>,
    copying: Arc<Copying>,
    readers: Arc<Readers>,
    announcer: Arc<Announcer>,
}

impl SqliteStore {
    /// Opens the store in `file`, or creates it there. The folder must exist.
    pub async fn open(file: impl AsRef<Path>) -> Result<Self, StoreError> {
        let file = file.as_ref().to_owned();
        readers::blocking(move || Self::open_blocking(&file)).await
    }

    fn open_blocking(file: &Path) -> Result<Self, StoreError> {
        let file: Arc<Path> = resolved(file)?.into();
        let hold = Hold::take(&file)?;
        if !file.exists() {
            // Before an empty store is begun where one was lost.
            hold.check(&file, None)?;
        }
        let connection = layout::open(&file)?;
        hold.check(&file, ledger::last_position(&connection, &file)?)?;
        snapshot::remove_left_over(&file)?;
        let readers = Arc::new(Readers::open(file.clone())?);
        let announcer = Arc::new(Announcer::default());
        let copying = Arc::new(Copying::default());
        let (held, announced) = (file.clone(), announcer.clone());
        let desk = writer::Desk::new(connection, hold, held, announced, copying.clone());
        let writer = Some(Writer::start(desk)?);
        Ok(Self { file, writer, copying, readers, announcer })
    }

    /// Opens a copy that is in nobody's use, to be read only: nothing in it or beside it changes.
    pub async fn open_at_rest(file: impl AsRef<Path>) -> Result<Self, StoreError> {
        let file: Arc<Path> = file.as_ref().into();
        readers::blocking(move || {
            snapshot::check_at_rest(&file)?;
            layout::check_at_rest(&file)?;
            let readers = Arc::new(Readers::open_at_rest(file.clone())?);
            let (copying, announcer) = (Arc::default(), Arc::default());
            Ok(Self { file, writer: None, copying, readers, announcer })
        })
        .await
    }

    /// The position of the last event of all portfolios.
    pub async fn last_position(&self) -> Result<Option<Position>, StoreError> {
        self.readers.read(ledger::last_position).await
    }

    fn writer(&self) -> Result<&Writer, StoreError> {
        self.writer.as_ref().ok_or_else(|| StoreError::Unavailable {
            what: format!("{} is only read", self.file.display()),
        })
    }
}

/// The path of a file that belongs to a store's.
fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut path = file.as_os_str().to_owned();
    path.push(ending);
    path.into()
}

/// The file's one path, whichever way it was named: two names must not give two locks.
fn resolved(file: &Path) -> Result<PathBuf, StoreError> {
    let unavailable = |error: std::io::Error| StoreError::Unavailable {
        what: format!("{}: {error}; name a file in a folder that exists", file.display()),
    };
    if file.is_dir() {
        return Err(unavailable(std::io::ErrorKind::IsADirectory.into()));
    }
    if file.exists() {
        return file.canonicalize().map_err(unavailable);
    }
    let name = file.file_name().ok_or_else(|| unavailable(std::io::ErrorKind::NotFound.into()))?;
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    Ok(folder.canonicalize().map_err(unavailable)?.join(name))
}

#[async_trait]
impl Pages for Readers {
    async fn page(&self, portfolio: PortfolioId, from: Revision) -> Result<Page, StoreError> {
        self.read(move |connection, file| {
            ledger::page(connection, file, portfolio, from, PageLimit::USUAL)
        })
        .await
    }
}

#[async_trait]
impl EventStore for SqliteStore {
    async fn portfolios(
        &self,
        after: Option<PortfolioId>,
        count_max: usize,
    ) -> Result<Vec<PortfolioHead>, StoreError> {
        let read =
            move |connection: &_, file: &_| ledger::heads(connection, file, after, count_max);
        self.readers.read(read).await
    }

    async fn append(&self, append: Append) -> Result<Revision, StoreError> {
        append.check()?;
        self.writer()?.ask(|answer| Work::Append(append, answer)).await
    }

    async fn read(
        &self,
        portfolio: PortfolioId,
        from: Revision,
        limit: PageLimit,
    ) -> Result<Page, StoreError> {
        let read =
            move |connection: &_, file: &_| ledger::page(connection, file, portfolio, from, limit);
        self.readers.read(read).await
    }

    async fn scan(
        &self,
        after: Option<Position>,
        limit: PageLimit,
    ) -> Result<ScanPage, StoreError> {
        let read = move |connection: &_, file: &_| ledger::scan(connection, file, after, limit);
        self.readers.read(read).await
    }

    async fn subscribe(
        &self,
        portfolio: PortfolioId,
        from: Revision,
    ) -> Result<Box<dyn Subscription>, StoreError> {
        let tail = Tail::new(&self.announcer, self.readers.clone(), portfolio, from)?;
        Ok(Box::new(tail))
    }

    async fn vault_put(
        &self,
        portfolio: PortfolioId,
        entries: Vec<VaultEntry>,
    ) -> Result<(), StoreError> {
        check_vault(&entries)?;
        self.writer()?.ask(|answer| Work::VaultPut(portfolio, entries, answer)).await
    }

    async fn vault_get(
        &self,
        portfolio: PortfolioId,
        commitments: Vec<Commitment>,
    ) -> Result<Vec<Vaulted>, StoreError> {
        let read =
            move |connection: &_, file: &_| vault::get(connection, file, portfolio, &commitments);
        self.readers.read(read).await
    }

    async fn vault_erase(
        &self,
        portfolio: PortfolioId,
        commitment: Commitment,
    ) -> Result<bool, StoreError> {
        self.writer()?.ask(|answer| Work::VaultErase(portfolio, commitment, answer)).await
    }

    async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let (copying, file) = (self.copying.clone(), self.file.clone());
        readers::blocking(move || copying.copy(&file)).await
    }

    async fn inspect(&self) -> Result<Vec<String>, StoreError> {
        self.readers.read(inspect::inspect).await
    }

    async fn close(&self) -> Result<(), StoreError> {
        self.copying.close();
        self.readers.close();
        let closed = match &self.writer {
            Some(writer) => writer.close().await,
            None => Ok(()),
        };
        self.announcer.close();
        closed
    }
}
