//! The one thread that writes. What it is asked is done in the order asked, each in a transaction
//! of its own, and answered after it is durable.
//!
//! After an I/O error it refuses everything: what Linux reads back after a failed sync proves
//! nothing, so that only the next opening can tell what is stored.

use rusqlite::{Connection, Transaction, TransactionBehavior};
use schema::{Commitment, PortfolioId, Revision, VaultEntry};
use std::{
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, RecvTimeoutError},
    },
    thread::{self, JoinHandle},
};
use tokio::{
    sync::{Semaphore, oneshot},
    time::Instant,
};

use super::{
    super::{Append, StoreError, subscription::Announcer},
    checkpoint::{IDLE, Log},
    failure,
    hold::Hold,
    ledger,
    readers::blocking,
    snapshot::Copying,
    vault,
};
use tracing::{Span, debug_span};

use crate::metrics;

/// What is asked and not yet done, at most. Whoever comes later waits.
const QUEUE_MAX: usize = 64;

/// How often emptying the log is tried before an erasure is answered. Each try waits for readers as
/// long as a statement may wait for a lock.
const EMPTYING_TRIES_MAX: u32 = 6;

type Answer<T> = oneshot::Sender<Result<T, StoreError>>;

/// What the thread is asked.
pub(super) enum Work {
    Append(Append, Answer<Revision>),
    VaultPut(PortfolioId, Vec<VaultEntry>, Answer<()>),
    VaultErase(PortfolioId, Commitment, Answer<bool>),
}

enum Ask {
    Do(Work, Span),
    Close(Answer<()>),
}

/// The thread, seen from outside.
#[derive(Debug)]
pub(super) struct Writer {
    asked: mpsc::Sender<Ask>,
    places: Semaphore,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    pub(super) fn start(desk: Desk) -> Result<Self, StoreError> {
        let (asked, asks) = mpsc::channel();
        let thread = thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || desk.work(&asks))
            .map_err(|error| StoreError::Unavailable { what: error.to_string() })?;
        let places = Semaphore::new(QUEUE_MAX);
        Ok(Self { asked, places, thread: Mutex::new(Some(thread)) })
    }

    /// Asks, and waits for the answer. Dropping the future does not undo what was asked.
    pub(super) async fn ask<T>(
        &self,
        work: impl FnOnce(Answer<T>) -> Work,
    ) -> Result<T, StoreError> {
        let _place = self.places.acquire().await.map_err(|_| StoreError::Closed)?;
        let (answer, answered) = oneshot::channel();
        let ask = Ask::Do(work(answer), Span::current());
        self.asked.send(ask).map_err(|_| StoreError::Closed)?;
        answered.await.unwrap_or_else(|_| {
            let what = "the thread that writes ended before it answered".to_owned();
            Err(StoreError::OutcomeUnknown { what })
        })
    }

    /// Waits until everything asked before is done and the thread has ended.
    pub(super) async fn close(&self) -> Result<(), StoreError> {
        self.places.close();
        let (answer, answered) = oneshot::channel();
        let closed = match self.asked.send(Ask::Close(answer)) {
            Ok(()) => answered.await.unwrap_or(Ok(())),
            // It has ended already.
            Err(_) => Ok(()),
        };
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            let panicked = |_| StoreError::Unavailable { what: "the writer panicked".to_owned() };
            blocking(move || thread.join().map_err(panicked)).await?;
        }
        closed
    }
}

/// What the thread works with. Letting go of it lets go of the file.
pub(super) struct Desk {
    connection: Connection,
    file: Arc<Path>,
    announcer: Arc<Announcer>,
    copying: Arc<Copying>,
    log: Log,
    failed: Option<StoreError>,
    /// Last, so that the file is let go of after the connection is closed.
    hold: Hold,
}

impl Desk {
    pub(super) fn new(
        connection: Connection,
        hold: Hold,
        file: Arc<Path>,
        announcer: Arc<Announcer>,
        copying: Arc<Copying>,
    ) -> Self {
        // Whatever a former process left in the log is copied in the first pause, and the log emptied:
        // it may hold what was erased just before that process ended.
        let mut log = Log::default();
        log.holds_erased();
        Self { connection, file, announcer, copying, log, failed: None, hold }
    }

    fn work(mut self, asks: &mpsc::Receiver<Ask>) {
        loop {
            let ask = if self.log.is_waiting() {
                asks.recv_timeout(IDLE)
            } else {
                asks.recv().map_err(RecvTimeoutError::from)
            };
            match ask {
                Ok(Ask::Close(answer)) => {
                    let finished = self.finish();
                    drop(self);
                    // Nobody waits any more where the caller is gone; the work is done.
                    let _ = answer.send(finished);
                    return;
                }
                Ok(Ask::Do(work, asker)) => {
                    debug_span!(parent: &asker, "transaction").in_scope(|| self.do_one(work));
                }
                Err(RecvTimeoutError::Timeout) => self.copy_log(),
                Err(RecvTimeoutError::Disconnected) => {
                    // Dropped without being closed: there is nobody to tell.
                    let _ = self.finish();
                    return;
                }
            }
        }
    }

    /// Does what was asked. A caller that is gone does not need the answer.
    fn do_one(&mut self, work: Work) {
        match work {
            Work::Append(append, answer) => {
                let _ = answer.send(self.append(append));
            }
            Work::VaultPut(portfolio, entries, answer) => {
                let put = self.transact(|transaction, file| {
                    vault::put(transaction, file, portfolio, &entries)
                });
                self.log.grew(entries.len() * 256);
                let _ = answer.send(put);
            }
            Work::VaultErase(portfolio, commitment, answer) => {
                let erased = self.transact(|transaction, file| {
                    vault::erase(transaction, file, portfolio, commitment)
                });
                if erased == Ok(true) {
                    self.log.holds_erased();
                }
                let _ = answer.send(erased.and_then(|was_there| {
                    self.empty_log()?;
                    Ok(was_there)
                }));
            }
        }
        if self.log.is_urgent() {
            self.copy_log();
        }
    }

    fn append(&mut self, append: Append) -> Result<Revision, StoreError> {
        let appended = self.transact(|transaction, file| {
            let appended = ledger::append(transaction, file, &append)?;
            if appended.recorded_to.is_some() {
                vault::put(transaction, file, append.portfolio, &append.vault)?;
            }
            Ok(appended)
        })?;
        if let Some(position) = appended.recorded_to {
            if let Err(error) = self.hold.note(position) {
                // The events are durable; only the check at the next opening is weaker.
                tracing::warn!(%error, "the note of what was acknowledged could not be written");
            }
            self.log.grew(append.events.iter().map(|event| event.bytes().len()).sum());
            self.announcer.announce(append.portfolio, append.events);
        }
        Ok(appended.head)
    }

    /// One transaction: what `work` did is durable when this answers, or undone.
    fn transact<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>, &Path) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if let Some(failed) = &self.failed {
            return Err(failed.clone());
        }
        let (file, begun) = (self.file.clone(), Instant::now());
        let failed = |error: rusqlite::Error| failure::writing(&file, &error);
        let outcome = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(failed)
            .and_then(|transaction| {
                let done = work(&transaction, &file)?;
                transaction.commit().map_err(failed)?;
                Ok(done)
            });
        metrics::transaction(begun.elapsed());
        if let Err(error @ StoreError::SyncFailed { .. }) = &outcome {
            self.failed = Some(error.clone());
        }
        outcome
    }

    fn copy_log(&mut self) {
        if self.failed.is_some() {
            self.log = Log::default();
            return;
        }
        if let Err(error) = self.log.copy(&self.connection) {
            tracing::error!(%error, "the write-ahead log could not be copied into the store's file");
            self.note_failure(&error);
        }
    }

    /// Empties the log where it holds what was erased. A copy that is being made would hold it too,
    /// and keeps the log from being emptied: it is broken off.
    fn empty_log(&mut self) -> Result<(), StoreError> {
        for _ in 0..EMPTYING_TRIES_MAX {
            if !self.log.keeps_erased() {
                return Ok(());
            }
            self.copying.break_off();
            self.copy_log();
            if let Some(failed) = &self.failed {
                return Err(failed.clone());
            }
        }
        let what = "what was erased is still in its log, because somebody reads it".to_owned();
        if self.log.keeps_erased() { Err(StoreError::Unavailable { what }) } else { Ok(()) }
    }

    fn finish(&mut self) -> Result<(), StoreError> {
        if let Some(failed) = &self.failed {
            return Err(failed.clone());
        }
        self.log.finish(&self.connection).map_err(|error| failure::writing(&self.file, &error))
    }

    /// After a checkpoint that failed the file may lack what the log must then keep: the log stays
    /// as it is, and nothing more is written.
    fn note_failure(&mut self, error: &rusqlite::Error) {
        if let failed @ StoreError::SyncFailed { .. } = failure::writing(&self.file, error) {
            self.failed = Some(failed);
        }
    }
}
