//! The place of a store that is to be restored: nothing may stand there, and it is held until the
//! copy has become the store.

use std::{
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

use super::{
    super::{Position, StoreError},
    beside,
    hold::{Hold, private},
    layout, resolved,
};

/// Files of SQLite that belong to a store. One that was left behind would be taken for part of
/// whatever is put beside it.
const OF_A_STORE: [&str; 4] = ["", "-wal", "-shm", "-journal"];

/// Why a store cannot be put in a place.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    /// Something stands there.
    #[error(
        "{} is there already; nothing is overwritten: name a path where no store is, or move what \
         stands there away",
        .0.display()
    )]
    Taken(PathBuf),
    /// A file could not be written.
    #[error("{}: {error}", file.display())]
    Io {
        /// The file.
        file: PathBuf,
        /// The system's words.
        error: io::Error,
    },
    /// The place is held, or its folder is not there.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A place where no store is, held for one.
#[derive(Debug)]
pub struct Place {
    file: PathBuf,
    hold: Hold,
}

impl Place {
    /// Holds the place of a store's file. The folder must exist.
    pub fn take(file: &Path) -> Result<Self, PlaceError> {
        let file = resolved(file)?;
        let hold = Hold::take(&file)?;
        for ending in OF_A_STORE {
            let path = beside(&file, ending);
            if path.exists() {
                return Err(PlaceError::Taken(path));
            }
        }
        Ok(Self { file, hold })
    }

    /// Up to where the store acknowledged events that stood here before, where its note is left.
    pub fn acknowledged(&self) -> Option<Position> {
        self.hold.noted()
    }

    /// A new file for the copy while it is not yet the store. One that an earlier attempt left is
    /// replaced.
    pub fn part(&self) -> Result<(PathBuf, File), PlaceError> {
        let path = beside(&self.file, ".restoring");
        let file = private(OpenOptions::new().write(true).create(true).truncate(true))
            .open(&path)
            .map_err(|error| PlaceError::Io { file: path.clone(), error })?;
        Ok((path, file))
    }

    /// Makes the copy, whose bytes are durable, the store, which ends at `last`. The note comes
    /// first: a crash in between leaves a place that refuses to begin an empty store.
    pub fn settle(mut self, part: &Path, last: Option<Position>) -> Result<(), PlaceError> {
        let failed = |error| PlaceError::Io { file: self.file.clone(), error };
        self.hold.note_durably(last.unwrap_or(Position::new(0))).map_err(failed)?;
        fs::rename(part, &self.file).map_err(failed)?;
        Ok(layout::sync_folder(&self.file)?)
    }
}
