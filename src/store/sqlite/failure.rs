//! What SQLite's failures mean for whoever asked.

use rusqlite::ffi;
use std::path::Path;

use super::super::StoreError;

/// A failure while reading: nothing changed.
pub(super) fn reading(file: &Path, error: &rusqlite::Error) -> StoreError {
    match primary_code(error) {
        Some(ffi::SQLITE_CORRUPT | ffi::SQLITE_NOTADB) => damaged(file, error),
        Some(_) => StoreError::Unavailable { what: format!("{}: {error}", file.display()) },
        // A column of another type or a text that is no UTF-8: the row is not as it was written.
        None => damaged(file, error),
    }
}

/// A failure while writing. Whatever was begun is rolled back, so that nothing of it is recorded;
/// except after an I/O error, when only the next opening can tell what the disk holds.
pub(super) fn writing(file: &Path, error: &rusqlite::Error) -> StoreError {
    let what = format!("{}: {error}", file.display());
    match primary_code(error) {
        Some(ffi::SQLITE_FULL) => StoreError::Full { what },
        Some(ffi::SQLITE_IOERR) => StoreError::SyncFailed { what },
        _ => reading(file, error),
    }
}

fn damaged(file: &Path, error: &rusqlite::Error) -> StoreError {
    StoreError::StoreDamaged { store: file.display().to_string(), what: error.to_string() }
}

fn primary_code(error: &rusqlite::Error) -> Option<i32> {
    match error {
        rusqlite::Error::SqliteFailure(failure, _) => Some(failure.extended_code & 0xff),
        _ => None,
    }
}
