//! The connections that read, and the threads on which they may block.

use rusqlite::Connection;
use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::Semaphore;

use super::{super::StoreError, layout};

/// Connections, and so reads at the same time, at most.
const CONNECTIONS: usize = 4;

/// A small pool.
#[derive(Debug)]
pub(super) struct Readers {
    file: Arc<Path>,
    free: Arc<Mutex<Vec<Connection>>>,
    permits: Arc<Semaphore>,
}

impl Readers {
    pub(super) fn open(file: Arc<Path>) -> Result<Self, StoreError> {
        Self::with(file, layout::open_reader)
    }

    /// The same for a copy at rest.
    pub(super) fn open_at_rest(file: Arc<Path>) -> Result<Self, StoreError> {
        Self::with(file, layout::open_at_rest)
    }

    fn with(
        file: Arc<Path>,
        open: impl Fn(&Path) -> Result<Connection, StoreError>,
    ) -> Result<Self, StoreError> {
        let open = (0..CONNECTIONS).map(|_| open(&file));
        let free = Arc::new(Mutex::new(open.collect::<Result<_, _>>()?));
        Ok(Self { file, free, permits: Arc::new(Semaphore::new(CONNECTIONS)) })
    }

    /// Reads off the async threads, as soon as a connection is free.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection, &Path) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let permit = self.permits.clone().acquire_owned().await.map_err(|_| StoreError::Closed)?;
        let (file, free) = (self.file.clone(), self.free.clone());
        blocking(move || {
            let connection = take(&free).ok_or(StoreError::Closed)?;
            let answer = read(&connection, &file);
            free.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            drop(permit);
            answer
        })
        .await
    }

    /// Ends reading: whoever waits is refused, and the connections that are free are closed.
    pub(super) fn close(&self) {
        self.permits.close();
        self.free.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// A panic elsewhere leaves the list whole: connections are only taken and put back.
fn take(free: &Mutex<Vec<Connection>>) -> Option<Connection> {
    free.lock().unwrap_or_else(PoisonError::into_inner).pop()
}

/// Runs what blocks where it may.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(answer) => answer,
        Err(error) => Err(StoreError::Unavailable { what: error.to_string() }),
    }
}
