//! A copy of the whole store, made while others read and write.
//!
//! By `VACUUM INTO`, and not by SQLite's backup interface. That one copies pages, the free ones and
//! the slack within them too, and begins again whenever another connection writes: under a steady
//! load it does not end. `VACUUM INTO` reads one transaction and writes what is live in it, row by
//! row: the copy ends, and what was erased or is free has no way into it. Meanwhile the write-ahead
//! log cannot be emptied, and grows by what is recorded.

use rusqlite::InterruptHandle;
use std::{
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use super::{
    super::{Snapshot, StoreError},
    beside, layout,
};

/// What is being copied, if anything: one copy at a time.
#[derive(Debug, Default)]
pub(super) struct Copying(Mutex<State>);

#[derive(Default)]
enum State {
    #[default]
    Idle,
    Busy(InterruptHandle),
    /// What was being copied holds what has been erased since.
    BrokenOff(InterruptHandle),
    Closed,
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Idle => "Idle",
            Self::Busy(_) => "Busy",
            Self::BrokenOff(_) => "BrokenOff",
            Self::Closed => "Closed",
        })
    }
}

impl Copying {
    /// Copies `file`. Blocks for as long as that takes.
    pub(super) fn copy(&self, file: &Path) -> Result<Snapshot, StoreError> {
        let connection = layout::open_copier(file)?;
        self.begin(connection.get_interrupt_handle())?;
        let copied = copied(&connection, file);
        let mut state = self.state();
        match *state {
            State::Busy(_) => {
                *state = State::Idle;
                copied
            }
            State::BrokenOff(_) => {
                *state = State::Idle;
                let what =
                    "a text was erased while it was being copied, and would have been in the \
                            copy; take it again"
                        .to_owned();
                Err(StoreError::Unavailable { what })
            }
            State::Idle | State::Closed => copied,
        }
    }

    fn begin(&self, handle: InterruptHandle) -> Result<(), StoreError> {
        let mut state = self.state();
        match *state {
            State::Idle => {
                *state = State::Busy(handle);
                Ok(())
            }
            State::Busy(_) | State::BrokenOff(_) => {
                let what = "it is being copied already; try again when that is done".to_owned();
                Err(StoreError::Unavailable { what })
            }
            State::Closed => Err(StoreError::Closed),
        }
    }

    /// Breaks off what is being copied, because it holds what has been erased.
    pub(super) fn break_off(&self) {
        let mut state = self.state();
        *state = match std::mem::take(&mut *state) {
            State::Busy(handle) | State::BrokenOff(handle) => {
                handle.interrupt();
                State::BrokenOff(handle)
            }
            other => other,
        };
    }

    /// Breaks off what is being copied, and lets nothing begin.
    pub(super) fn close(&self) {
        let state = std::mem::replace(&mut *self.state(), State::Closed);
        if let State::Busy(handle) | State::BrokenOff(handle) = state {
            handle.interrupt();
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        // Each state is whole: a panic elsewhere leaves none half set.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn copied(connection: &rusqlite::Connection, file: &Path) -> Result<Snapshot, StoreError> {
    let path = path(file);
    let failed = |what: String| StoreError::Unavailable {
        what: format!("a copy of it could not be written to {}: {what}", path.display()),
    };
    remove_left_over(file)?;
    let name = path.to_str().ok_or_else(|| failed("its name is not UTF-8".to_owned()))?;
    // Made beforehand, so that nobody else may ever read it: SQLite takes an empty file.
    let copy = super::hold::private(OpenOptions::new().read(true).write(true).create_new(true))
        .open(&path)
        .map_err(|error| failed(error.to_string()))?;
    let written = connection.execute("VACUUM INTO ?1", [name]);
    // From here on the copy has no name: it is gone when it is let go of.
    fs::remove_file(&path).map_err(|error| failed(error.to_string()))?;
    written.map_err(|error| failed(error.to_string()))?;
    let bytes = copy.metadata().map_err(|error| failed(error.to_string()))?.len();
    Ok(Snapshot::new(copy, bytes))
}

/// Removes the copy that a process left which was killed while it made one. Only for whoever holds
/// the store.
pub(super) fn remove_left_over(file: &Path) -> Result<(), StoreError> {
    let path = path(file);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(StoreError::Unavailable { what: format!("{}: {error}", path.display()) })
        }
        _ => Ok(()),
    }
}

fn path(file: &Path) -> PathBuf {
    beside(file, ".snapshot")
}

/// Refuses a file that no backup can be: what is in use has a log beside it, without which it is
/// not whole.
pub(super) fn check_at_rest(file: &Path) -> Result<(), StoreError> {
    // Offsets 18 and 19 of https://www.sqlite.org/fileformat2.html#the_database_header: 1 for a
    // file without a write-ahead log.
    const HEADER_BEGINS: &[u8; 16] = b"SQLite format 3\0";
    let foreign = || StoreError::Foreign { file: file.to_owned() };
    let mut header = [0; 20];
    let opened = File::open(file).map_err(|error| StoreError::Unavailable {
        what: format!("{}: {error}", file.display()),
    })?;
    io::Read::read_exact(&mut { opened }, &mut header).map_err(|_| foreign())?;
    if !header.starts_with(HEADER_BEGINS) {
        return Err(foreign());
    }
    if header[18..] == [1, 1] {
        return Ok(());
    }
    Err(StoreError::StoreDamaged {
        store: file.display().to_string(),
        what: "it is a store that is or was in use, and no backup: what its log holds is not in \
               it; give a file that `thirdplace backup` wrote"
            .to_owned(),
    })
}
