//! When the write-ahead log is copied into the store's file.

use rusqlite::Connection;
use std::time::Duration;

/// Nothing asked for so long counts as idle: long enough that a lone caller who waits for each
/// answer is not slowed down, short enough that the log stays small between two visits.
pub(super) const IDLE: Duration = Duration::from_millis(250);

/// A log that grows beyond this is copied even when there is no pause.
const LOG_BYTES_MAX: usize = 32 * 1024 * 1024;

/// What a transaction writes to the log beyond the bytes that it brings: whole pages of four tables
/// and four indexes. Measured: 15 pages of 4 KiB for a small group; by its own bytes alone such a
/// log was 600 MB before it seemed to be 32.
const TRANSACTION_BYTES: usize = 16 * 4096;

/// What the log holds that the file does not.
#[derive(Debug, Default)]
pub(super) struct Log {
    bytes: usize,
    holds_erased: bool,
}

impl Log {
    /// A transaction was recorded that brought so many bytes.
    pub(super) fn grew(&mut self, bytes: usize) {
        self.bytes += bytes + TRANSACTION_BYTES;
    }

    /// A value was erased that the log still holds.
    pub(super) fn holds_erased(&mut self) {
        self.bytes += 1;
        self.holds_erased = true;
    }

    /// Whether the log still holds what was erased.
    pub(super) const fn keeps_erased(&self) -> bool {
        self.holds_erased
    }

    /// Whether a pause should be used.
    pub(super) fn is_waiting(&self) -> bool {
        self.bytes > 0
    }

    /// Whether no pause should be waited for.
    pub(super) fn is_urgent(&self) -> bool {
        self.bytes > LOG_BYTES_MAX
    }

    /// Copies the log into the file, as far as readers allow; and empties it where it must not
    /// keep what it holds.
    pub(super) fn copy(&mut self, connection: &Connection) -> Result<(), rusqlite::Error> {
        let statement = if self.holds_erased {
            "PRAGMA wal_checkpoint(TRUNCATE)"
        } else {
            "PRAGMA wal_checkpoint(PASSIVE)"
        };
        let busy: bool = connection.query_row(statement, [], |row| row.get(0))?;
        // What a reader kept from being emptied is tried again in the next pause.
        self.holds_erased &= busy;
        self.bytes = usize::from(self.holds_erased);
        Ok(())
    }

    /// Copies and empties the log at the end.
    pub(super) fn finish(&mut self, connection: &Connection) -> Result<(), rusqlite::Error> {
        self.holds_erased = true;
        self.copy(connection)
    }
}
